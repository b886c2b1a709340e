// Copyright 2026 the wininet authors. MIT license.

import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { main } from "../../demo/coffee_program.ts";
import { FtpSite } from "../../demo/ftp_site.ts";
import type { SitePage } from "../../demo/site_page.ts";
import { SlowSite } from "../../demo/sites.ts";
import { runProgram } from "../helpers/programs.ts";
import { closedPort } from "../servers/closed_port.ts";
import { CapturedIo } from "./captured_io.ts";
import {
  assertFaster,
  compareWith,
  type Comparison,
  OTHER,
  priceList,
  pricesOf,
} from "./comparison.ts";

/** Runs the program with a list on FTP and one on HTTP. */
async function compare(
  page: SitePage,
  ...options: string[]
): Promise<Comparison> {
  await using ftp = new FtpSite({ "/a": page });
  return await compareWith(`${ftp.url}a`, options);
}

Deno.test("coffee --ftp compares the same prices as coffee without it", async () => {
  const [http, ftp] = [new CapturedIo(), new CapturedIo()];
  assertEquals(await main([], http, { pace: 0.01 }), 0);
  assertEquals(await main(["--ftp"], ftp, { pace: 0.1 }), 0);
  assertEquals(ftp.stderr, "");
  assertStringIncludes(pricesOf(ftp.stdout), "Mocha");
  assertEquals(pricesOf(ftp.stdout), pricesOf(http.stdout));
  assertFaster(ftp.stdout);
});

Deno.test("coffee --ftp shows the expected number of bytes", async () => {
  const io = new CapturedIo({ terminal: true });
  assertEquals(await main(["--ftp"], io, { pace: 0.1 }), 0);
  assertMatch(io.stdout, / \[#+\.+\] \d+ of 228 bytes/);
  assertStringIncludes(io.stdout, "[####################] 228 bytes in ");
});

Deno.test("coffee accepts FTP URLs", async () => {
  const { code, io } = await compare(priceList({ pieces: 3 }));
  assertEquals(io.stderr, "");
  assertEquals(code, 0);
  assertMatch(io.stdout, /^Mocha +4\.60 +4\.50 +Fourth Coffee$/m);
});

Deno.test("coffee works without the size of a file", async () => {
  const { code, io } = await compare(priceList({ sized: false, pieces: 2 }));
  assertEquals(io.stderr, "");
  assertEquals(code, 0);
  assertMatch(io.stdout, / 121 bytes from/);
});

for (
  const [title, page, reach] of [
    [
      "does not start sending",
      priceList({ wait: Infinity }),
      "without a response",
    ],
    ["sends nothing at all", priceList({ pause: 60_000 }), "without data"],
    [
      "stalls",
      priceList({ pieces: 2, pause: Infinity }),
      "when 121 of 242 bytes had arrived",
    ],
  ] as const
) {
  Deno.test(`coffee interrupts an FTP site that ${title} and prints the partial result`, async () => {
    const { code, io, url } = await compare(page, "--timeout", "0.3");
    assertEquals(code, 1);
    const lines = io.stderr.split("\n");
    assertEquals(lines.length, 3);
    for (const [index, mode] of ["synchronous", "asynchronous"].entries()) {
      assertMatch(
        lines[index] ?? "",
        RegExp(
          `^coffee: ${mode} version: ${
            new URL(url).host
          } was interrupted after \\d\\.\\d{3} s, ${reach}: it took longer than 0\\.3 s$`,
        ),
      );
    }
    assertMatch(io.stdout, /Cappuccino .*3\.75/);
    assertStringIncludes(io.stdout, "did not happen");
  });
}

Deno.test("coffee reports an FTP site that is down", async () => {
  const io = new CapturedIo();
  await using site = new SlowSite({ "/b": OTHER });
  const url = `ftp://127.0.0.1:${closedPort()}/a`;
  assertEquals(await main([url, `${site.url}b`], io), 1);
  assertStringIncludes(
    io.stderr,
    "without a response: the site cannot be reached (ERROR_INTERNET_CANNOT_CONNECT)",
  );
  assertMatch(io.stdout, /^Cold brew +4\.30$/m);
});

Deno.test("coffee reports a file that an FTP site refuses", async () => {
  const { code, io } = await compare(priceList({ status: 404 }));
  assertEquals(code, 1);
  assertStringIncludes(
    io.stderr,
    "without a response: the site refused the request (ERROR_INTERNET_EXTENDED_ERROR)",
  );
});

Deno.test("coffee reports a login that an FTP site refuses, and never shows the password", async () => {
  const io = new CapturedIo();
  await using ftp = new FtpSite({ "/a": priceList() });
  const url = `${ftp.url.replace("//", "//root:hushhush@")}a`;
  assertEquals(await main([url, url], io), 1);
  assertStringIncludes(io.stderr, "the site refused the login");
  assert(!`${io.stdout}${io.stderr}`.includes("hushhush"));
});

Deno.test("coffee refuses an FTP file that is not a list with one sentence", async () => {
  const io = new CapturedIo();
  await using ftp = new FtpSite({
    "/a": priceList({ body: "%PDF-1.4\n" }),
    "/b": OTHER,
  });
  const url = ftp.url.replace("//", "//ftp:hushhush@");
  assertEquals(await main([`${url}a`, `${url}b`], io), 1);
  assertMatch(
    io.stderr,
    /^coffee: 127\.0\.0\.1:\d+\/a has no price list at ftp:\/\/ftp@[^\n]+\n$/,
  );
});

Deno.test("coffee treats the data of an FTP site as a truncated list", async () => {
  const { io } = await compare(
    priceList({ pieces: 2, pause: Infinity }),
    "--timeout=0.3",
  );
  assertMatch(io.stdout, /^Total of 2 /m);
});

const USAGE: readonly [string[], string][] = [
  [["--ftp", "http://a", "http://b"], "--ftp is for the embedded sites"],
  [["--ftp", "http://a"], "two or three URLs, or none, are required, not 1"],
  [["--ftp=1"], 'unknown option "--ftp=1"'],
  [["ftp://a", "ftps://"], '"ftps://" is not a URL'],
  [["ftp://a", "ftp://"], '"ftp://" is not a URL'],
  [
    ["ftp://a", "news://b"],
    "supported are http, https, ftp, ftps, gopher and gophers",
  ],
];

for (const [args, message] of USAGE) {
  Deno.test(`coffee ${args.join(" ")} is a wrong command line`, async () => {
    const io = new CapturedIo();
    assertEquals(await main(args, io), 2);
    assertEquals(io.stdout, "");
    assertStringIncludes(io.stderr, message);
  });
}

Deno.test("coffee --ftp needs no more permissions than coffee", async () => {
  const options = ["--no-check", "--no-prompt", "--allow-net"];
  const { code, stderr } = await runProgram(
    Deno.execPath(),
    ["run", ...options, "demo/coffee.ts", "--ftp", "--timeout=0.05"],
    {
      cwd: new URL("../..", import.meta.url),
      env: { DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
    },
  );
  assertEquals(stderr.match(/was interrupted after/g)?.length, 4, stderr);
  assertEquals(code, 1);
});
