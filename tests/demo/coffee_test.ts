// Copyright 2026 the wininet authors. MIT license.

import {
  assert,
  assertEquals,
  assertGreater,
  assertLess,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { main } from "../../demo/coffee_program.ts";
import { MAX_BYTES } from "../../demo/price_list.ts";
import { type SitePage, SlowSite } from "../../demo/sites.ts";
import { runProgram } from "../helpers/programs.ts";
import { CapturedIo } from "./captured_io.ts";
import { closedPort } from "../servers/closed_port.ts";
import { type Comparison, OTHER, priceList } from "./comparison.ts";

/** A tenth of the delays of the demo. */
const PACE = 0.1;

/** Runs the program against a site that has its lists at /a and /b. */
async function compare(
  a: SitePage,
  b: SitePage,
  ...options: string[]
): Promise<Comparison> {
  const io = new CapturedIo();
  await using site = new SlowSite({ "/a": a, "/b": b });
  const { url } = site;
  const code = await main([...options, `${url}a`, `${url}b`], io);
  return { code, io, url };
}

/** Returns the numbers at the start of the rows in the table of events. */
function eventNumbers(text: string): string[] {
  return [...text.matchAll(/^(\d) {2}.*(?: s|-) {2}/gm)].map(([, n = ""]) => n);
}

/** Returns the times of both versions for an event, in seconds. */
function eventTimes(text: string, event: number): number[] {
  const row = text.split("\n").find((line) => line.startsWith(`${event}  `));
  return [...row?.matchAll(/(\d+\.\d{3}) s/g) ?? []].map(([, n]) => Number(n));
}

Deno.test("coffee compares two embedded sites and is faster asynchronously", async () => {
  const io = new CapturedIo();
  assertEquals(await main([], io, { pace: PACE }), 0);
  assertEquals(io.stderr, "");
  assertEquals([...new Set(eventNumbers(io.stdout))], [..."12345678"]);
  for (let event = 1; event <= 8; event++) {
    assertEquals(eventTimes(io.stdout, event).length, 2, `event ${event}`);
  }
  const [synchronous = 0, asynchronous = 0] = eventTimes(io.stdout, 8);
  assertLess(asynchronous, synchronous);
  assertGreater(asynchronous, 0);
  assertMatch(io.stdout, /^Mocha +4\.60 +4\.50 +Fourth Coffee$/m);
  assertMatch(io.stdout, /^Only at Fourth Coffee: Cold brew 4\.30$/m);
  assertMatch(io.stdout, /it saved \d\.\d{3} s \(\d+ %\)\.\n$/);
});

Deno.test("coffee requests the second site before the first has responded only asynchronously", async () => {
  const { code, io } = await compare(
    priceList({ wait: 60 }),
    priceList({ wait: 60 }),
  );
  assertEquals(code, 0);
  const [askedLate = 0, askedEarly = 0] = eventTimes(io.stdout, 2);
  const [completeFirst = 0] = eventTimes(io.stdout, 6);
  const [, answered = 0] = eventTimes(io.stdout, 3);
  assert(askedLate >= completeFirst);
  assert(askedEarly < answered);
});

Deno.test("coffee compares three URLs", async () => {
  const page = priceList({});
  await using site = new SlowSite({ "/a": page, "/b": OTHER, "/c": page });
  const io = new CapturedIo();
  const urls = ["a", "b", "c"].map((name) => site.url + name);
  assertEquals(await main(urls, io), 0, io.stderr);
  assertStringIncludes(io.stdout, "all sites at the same time");
  for (const url of urls) {
    assertStringIncludes(io.stdout, url.slice("http://".length));
  }
});

Deno.test("coffee shows progress in place on a terminal", async () => {
  const io = new CapturedIo({ terminal: true });
  assertEquals(await main([], io, { pace: 0.01 }), 0);
  assertStringIncludes(io.stdout, "\x1b[2A\r\x1b[K  Downfall Coffee & Tea  [");
  assertStringIncludes(io.stdout, "[####################] 242 bytes in ");
});

for (
  const [title, page, reach] of [
    ["never answers", priceList({ wait: Infinity }), "without a response"],
    [
      "stalls",
      priceList({ pieces: 2, pause: Infinity }),
      "when 121 of 242 bytes had arrived",
    ],
  ] as const
) {
  Deno.test(`coffee interrupts a site that ${title} and prints the partial result`, async () => {
    const { code, io, url } = await compare(page, OTHER, "--timeout", "0.4");
    const { host } = new URL(url);
    assertEquals(code, 1);
    const lines = io.stderr.split("\n");
    assertEquals(lines.length, 3);
    for (const [index, mode] of ["synchronous", "asynchronous"].entries()) {
      assertMatch(
        lines[index] ?? "",
        RegExp(
          `^coffee: ${mode} version: ${host}/a was interrupted after \\d\\.\\d{3} s, ${reach}: it took longer than 0\\.4 s$`,
        ),
      );
    }
    assertStringIncludes(io.stdout, "Fourth Coffee");
    assertMatch(io.stdout, /Cappuccino .*3\.75/);
    assertStringIncludes(io.stdout, "did not arrive");
    assertStringIncludes(io.stdout, "did not happen");
  });
}

Deno.test("coffee follows a redirect and works without a length", async () => {
  await using door = new SlowSite({
    "/a": priceList({ sized: false, pieces: 3, pause: 5 }),
    "/old": priceList({ status: 301, body: "", location: "/a" }),
    "/b": OTHER,
  });
  const io = new CapturedIo();
  assertEquals(await main([`${door.url}old`, `${door.url}b`], io), 0);
  assertMatch(io.stdout, /^Mocha +4\.60 +4\.50 +Fourth Coffee$/m);
});

Deno.test("coffee compares the lines of a truncated list that have arrived", async () => {
  const { io } = await compare(
    priceList({ pieces: 2, pause: Infinity }),
    OTHER,
    "--timeout=0.4",
  );
  assertMatch(io.stdout, /^Double espresso +3\.10 +3\.25 /m);
  assertMatch(io.stdout, /^Total of 2 /m);
});

Deno.test("coffee reports a site that is down and prints the other list", async () => {
  const io = new CapturedIo();
  await using site = new SlowSite({ "/b": OTHER });
  const down = `127.0.0.1:${closedPort()}`;
  assertEquals(await main([`http://${down}/a`, `${site.url}b`], io), 1);
  assertStringIncludes(
    io.stderr,
    "without a response: the site cannot be reached (ERROR_INTERNET_CANNOT_CONNECT)",
  );
  assertMatch(io.stdout, /^Cold brew +4\.30$/m);
  assert(!io.stdout.includes("it saved"));
});

const FAULTS: readonly [string, SitePage, string][] = [
  ["HTML", { type: "text/html", body: "<html></html>" }, "an HTML or XML"],
  ["binary data", { type: "x/y", body: Uint8Array.of(255) }, "not UTF-8 text"],
  ["an empty answer", { type: "text/plain", body: "" }, "it is empty"],
  [
    "a wrong line",
    { type: "text/plain", body: "price-list 1 USD\nA\nTea 2\n" },
    "line 3: ",
  ],
  [
    "another currency",
    { type: "text/plain", body: "price-list 1 EUR\nA\nTea\t2\n" },
    "prices in EUR and Fourth Coffee in USD",
  ],
];

for (const [title, page, message] of FAULTS) {
  Deno.test(`coffee refuses ${title} with one sentence`, async () => {
    const { code, io } = await compare(page, OTHER);
    assertEquals(code, 1);
    assertStringIncludes(io.stderr, message);
    assertMatch(io.stderr, /^coffee: [^\n]+\n$/);
  });
}

Deno.test("coffee reports other errors in a response", async () => {
  const { code, io } = await compare(
    { type: "text/plain", body: "gone", status: 410 },
    { type: "text/plain", body: new Uint8Array(MAX_BYTES + 1) },
  );
  assertEquals(code, 1);
  assertStringIncludes(io.stderr, "responded with status 410");
  assertStringIncludes(io.stderr, `longer than ${MAX_BYTES} bytes`);
});

const USAGE: readonly [string[], string][] = [
  [["http://127.0.0.1/"], "two or three URLs, or none, are required, not 1"],
  [["http://a", "http://b", "http://c", "http://d"], "not 4"],
  [["http://a", "nowhere"], '"nowhere" is not a URL'],
  [["http://a", "http://"], '"http://" is not a URL'],
  [
    ["http://a", "mailto:a@b"],
    "supported are http, https, ftp, ftps, gopher and gophers",
  ],
  [["--loud"], 'unknown option "--loud"'],
  [["--timeout"], "--timeout needs a number of seconds"],
  [["--timeout", "soon"], 'not "soon"'],
  [["--timeout=0"], 'not "0"'],
  [["--timeout", "-1"], 'not "-1"'],
  [["--timeout", "1e3"], 'not "1e3"'],
];

for (const [args, message] of USAGE) {
  Deno.test(`coffee ${args.join(" ")} is a wrong command line`, async () => {
    const io = new CapturedIo();
    assertEquals(await main(args, io), 2);
    assertEquals(io.stdout, "");
    assertStringIncludes(io.stderr, message);
    assertMatch(
      io.stderr,
      /^coffee: [^\n]+\. Add --help to see the options\n$/,
    );
  });
}

Deno.test("coffee --help explains the program", async () => {
  const io = new CapturedIo();
  assertEquals(await main(["--help"], io), 0);
  assertStringIncludes(io.stdout, "--timeout SECONDS");
});

Deno.test("coffee ends its process with its exit code", async () => {
  const { code, stdout, stderr } = await runProgram(
    Deno.execPath(),
    ["run", "--no-check", "--allow-net", "demo/coffee.ts", "x"],
    {
      cwd: new URL("../..", import.meta.url),
      env: { DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
    },
  );
  assertEquals(stdout, "");
  assertMatch(stderr, /^coffee: "x" is not a URL/);
  assertEquals(code, 2);
});
