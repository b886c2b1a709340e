// Copyright 2026 the wininet authors. MIT license.

import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { main } from "../../demo/coffee_program.ts";
import { GopherSite } from "../../demo/gopher_site.ts";
import type { SitePage } from "../../demo/site_page.ts";
import { SlowSite } from "../../demo/sites.ts";
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

/** Runs the program with a list on Gopher and one on HTTP. */
async function compare(
  page: SitePage,
  ...options: string[]
): Promise<Comparison> {
  await using gopher = new GopherSite({ "/a": page });
  return await compareWith(gopher.urlOf("/a"), options);
}

for (const options of [["--gopher"], ["--gopher", "--ftp"]]) {
  const title = options.join(" ");
  Deno.test(`coffee ${title} compares the same prices as coffee without it`, async () => {
    const [http, gopher] = [new CapturedIo(), new CapturedIo()];
    assertEquals(await main([], http, { pace: 0.01 }), 0);
    assertEquals(await main(options, gopher, { pace: 0.1 }), 0);
    assertEquals(gopher.stderr, "");
    assertStringIncludes(pricesOf(gopher.stdout), "Mocha");
    assertEquals(pricesOf(gopher.stdout), pricesOf(http.stdout));
    assertFaster(gopher.stdout);
  });
}

Deno.test("coffee --all compares three sites of three protocols", async () => {
  const io = new CapturedIo();
  assertEquals(await main(["--all"], io, { pace: 0.1 }), 0);
  assertEquals(io.stderr, "");
  assertFaster(io.stdout);
  assertStringIncludes(io.stdout, "all sites at the same time");
  for (
    const row of [
      /^Prices in USD .* Fourth Coffee +Contoso Coffee +Cheapest$/m,
      /^Double espresso +3\.10 +3\.25 +3\.10 +several sites$/m,
      /^Mocha +4\.60 +4\.50 +4\.55 +Fourth Coffee$/m,
      /^Total of 8 +34\.15 +34\.05 +33\.65 +Contoso Coffee$/m,
      /^Only at Downfall Coffee & Tea: Darjeeling, pot 4\.80$/m,
      /^Not at every site: Cold brew 4\.30 at Fourth Coffee and 4\.15 at Contoso Coffee$/m,
      /^The items that all sites sell cost 0\.40 USD less at Contoso Coffee than at the next site\.$/m,
    ]
  ) assertMatch(io.stdout, row);
});

for (const columns of [60, 80]) {
  Deno.test(`coffee --all fits into ${columns} columns and breaks no word`, async () => {
    const io = new CapturedIo({ columns });
    assertEquals(await main(["--all"], io, { pace: 0.01 }), 0);
    const report = io.stdout.slice(io.stdout.indexOf("   Event "));
    const lines = report.split("\n");
    assertEquals(lines.filter((line) => line.length > columns), []);
    assertMatch(report, /^ {3}Event +Synchronous +Asynchronous$/m);
    const words = new Set(report.split(/\s+/));
    for (const word of ["responded,", "Cappuccino", "Cheapest", "Contoso"]) {
      assert(words.has(word), word);
    }
  });
}

Deno.test("coffee accepts Gopher URLs", async () => {
  const { code, io } = await compare(priceList({ pieces: 3 }));
  assertEquals(io.stderr, "");
  assertEquals(code, 0);
  assertMatch(io.stdout, /^Mocha +4\.60 +4\.50 +Fourth Coffee$/m);
});

Deno.test("coffee accepts a Gopher file unchanged", async () => {
  const { code, io, url } = await compare(
    priceList({ type: "application/octet-stream" }),
  );
  assertMatch(url, /\/9\/a$/);
  assertEquals(io.stderr, "");
  assertEquals(code, 0);
});

for (
  const [title, page, reach] of [
    [
      "does not start sending",
      priceList({ wait: Infinity }),
      "without a response",
    ],
    [
      "stalls",
      priceList({ pieces: 2, pause: Infinity }),
      "when 129 bytes had arrived",
    ],
  ] as const
) {
  Deno.test(`coffee interrupts a Gopher site that ${title} and prints the partial result`, async () => {
    const { code, io, url } = await compare(page, "--timeout", "0.3");
    assertEquals(code, 1);
    const lines = io.stderr.split("\n");
    assertEquals(lines.length, 3);
    const { host } = new URL(url);
    for (const [index, mode] of ["synchronous", "asynchronous"].entries()) {
      assertMatch(
        lines[index] ?? "",
        RegExp(
          `^coffee: ${mode} version: ${host} was interrupted after \\d\\.\\d{3} s, ${reach}: it took longer than 0\\.3 s$`,
        ),
      );
    }
    assertMatch(io.stdout, /Cappuccino .*3\.75/);
    assertStringIncludes(io.stdout, "did not happen");
  });
}

Deno.test("coffee reports a Gopher site that is down", async () => {
  const io = new CapturedIo();
  await using site = new SlowSite({ "/b": OTHER });
  const url = `gopher://127.0.0.1:${closedPort()}/0/a`;
  assertEquals(await main([url, `${site.url}b`], io), 1);
  assertStringIncludes(
    io.stderr,
    "without a response: the site cannot be reached (ERROR_INTERNET_CANNOT_CONNECT)",
  );
  assertMatch(io.stdout, /^Cold brew +4\.30$/m);
});

Deno.test("coffee reports an item that a Gopher site refuses", async () => {
  const { code, io } = await compare(priceList({ status: 404 }));
  assertEquals(code, 1);
  assertStringIncludes(
    io.stderr,
    "without a response: the site refused the request (ERROR_GOPHER_DATA_ERROR)",
  );
});

Deno.test("coffee refuses a Gopher text that is not a list with one sentence", async () => {
  const { code, io } = await compare(priceList({ body: "%PDF-1.4\n" }));
  assertEquals(code, 1);
  assertMatch(
    io.stderr,
    /^coffee: 127\.0\.0\.1:\d+ has no price list at gopher:\/\/[^\n]+\n$/,
  );
});

const USAGE: readonly [string[], string][] = [
  [["--gopher", "http://a", "http://b"], "--gopher is for the embedded sites"],
  [["--all", "http://a", "http://b"], "--all is for the embedded sites"],
  [
    ["--all", "--ftp"],
    "--all already uses every protocol; remove the other options",
  ],
  [["gopher://a", "gopher://"], '"gopher://" is not a URL'],
  [["gopher://a", "gophers://"], '"gophers://" is not a URL'],
];

for (const [args, message] of USAGE) {
  Deno.test(`coffee ${args.join(" ")} is a wrong command line`, async () => {
    const io = new CapturedIo();
    assertEquals(await main(args, io), 2);
    assertEquals(io.stdout, "");
    assertStringIncludes(io.stderr, message);
  });
}
