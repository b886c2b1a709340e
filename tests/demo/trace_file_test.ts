// Copyright 2026 the wininet authors. MIT license.

/** The option --trace of the coffee and page demos. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { main as coffee } from "../../demo/coffee_program.ts";
import { main as page } from "../../demo/page.ts";
import { folder } from "../helpers/ftp_calls.ts";
import { entriesOf } from "../trace/har_schema.ts";
import { CapturedIo } from "./captured_io.ts";

Deno.test("coffee --trace writes the asynchronous version, and the synchronous one next to it", async () => {
  using target = folder();
  const io = new CapturedIo();
  const args = ["--all", "--trace", target.path("trace.har")];
  assertEquals(await coffee(args, io, { pace: 0.1 }), 0, io.stderr);
  assertEquals(target.names(), ["trace.har", "trace.synchronous.har"]);
  for (const name of target.names()) {
    const entries = entriesOf(JSON.parse(target.text(name)));
    const schemes = entries.map(({ request }) =>
      new URL(String(request.url)).protocol
    );
    assertEquals(schemes.toSorted(), ["ftp:", "gopher:", "http:"]);
  }
});

for (
  const [extension, start] of [
    [".html", "<!DOCTYPE html>"],
    [".json", '{"displayTimeUnit"'],
    [".txt", "9 transfers in "],
  ] as const
) {
  Deno.test(`page --trace writes a file that ends with ${extension}`, async () => {
    using target = folder();
    const io = new CapturedIo();
    const path = target.path(`trace${extension}`);
    assertEquals(await page(["--trace", path], io, { pace: 0.1 }), 0);
    assert(target.text(`trace${extension}`).startsWith(start));
    assertStringIncludes(target.text(`trace${extension}`), "beans.jpg");
    assertStringIncludes(io.stdout, `\nThe trace is in ${path}\n`);
  });
}

for (
  const [args, problem] of [
    [
      ["--trace"],
      "--trace needs a file that ends with .html, .har, .json, .txt",
    ],
    [["--trace", "trace.pdf"], 'not "trace.pdf"'],
    [
      ["--trace", "/no/such/folder/a.html"],
      'page: Cannot write the file "/no/such/folder/a.html" of --trace: a directory',
    ],
  ] as const
) {
  Deno.test(`page ${args.join(" ")} is a wrong command line`, async () => {
    const io = new CapturedIo();
    assertEquals(await page(args, io), 2);
    assertStringIncludes(io.stderr, problem);
    assertEquals(io.stderr.split("--trace").length, 2, io.stderr);
    assertEquals(io.stdout, "");
  });
}
