// Copyright 2026 the wininet authors. MIT license.

/** Checks the page as a string; browser_test.ts opens it in a browser. */

import {
  assert,
  assertEquals,
  assertFalse,
  assertStringIncludes,
} from "@std/assert";
import { traceHtml } from "../../_trace/html.ts";
import { TraceScript, usualScript } from "./script.ts";

Deno.test("traceHtml() has a row for each transfer, and marks failures and kept connections", () => {
  const page = traceHtml(
    usualScript().on(5, "http://c/").start("InternetOpenUrl")
      .exchange("/", 200, 5).end().recording(),
  );
  const rows = [...page.matchAll(/<details class="([^"]*)"/g)];
  assertEquals(rows.map(([, classes]) => classes), [
    "row new",
    "row failed new",
    "row failed new",
    "row kept",
  ]);
  assertStringIncludes(page, "Cannot wait (ERROR_INTERNET_TIMEOUT)");
  assertStringIncludes(page, ">404 Text<");
});

Deno.test("traceHtml() shows the stages of the slowest transfers", () => {
  const page = traceHtml(usualScript().recording());
  const slowest = page.slice(page.indexOf("The slowest"));
  assert(slowest.indexOf("b/&lt;slow&gt;") < slowest.indexOf("a/one"));
  assertStringIncludes(slowest, "TLS handshake 35 ms");
});

Deno.test("traceHtml() escapes the texts of servers and programs", () => {
  const page = traceHtml(
    new TraceScript().on(2, `http://a/"><script>`).get("/", 500, 0)
      .on(3, "gopher://a/").start("GopherOpenFile").out("<img src=x>").end()
      .recording(),
  );
  assertFalse(/<script|<img/.test(page));
});

Deno.test("traceHtml() refers to no external resource, and forbids it", () => {
  const page = traceHtml(usualScript().recording());
  assertFalse(/<(?:script|link|img|iframe)|url\(|@import|\bsrc=/.test(page));
  const links = [...page.matchAll(/href="([^"]*)"/g)].map(([, url]) => url!);
  assert(links.every((url) => url.startsWith("#")));
  assertStringIncludes(page, "default-src 'none'");
});

Deno.test("traceHtml() joins the reads of a large download", () => {
  const script = new TraceScript().on(2, "http://a/").get("/", 200, 0);
  for (let reads = 0; reads < 20_000; reads++) {
    script.start("InternetReadFile").status("received", 9).end();
  }
  const page = traceHtml(script.recording());
  assert(page.length < 100_000, `${page.length} characters`);
  assertStringIncludes(page, "180,030 bytes");
});

Deno.test("traceHtml() stays small with 2,000 transfers", () => {
  const script = new TraceScript();
  for (let handle = 1; handle <= 2000; handle++) {
    script.on(handle, `http://a/${handle}`).get(`/${handle}`, 200, 10);
  }
  const page = traceHtml(script.recording());
  assertStringIncludes(page, 'id="t2000"');
  assert(page.length < 5_000_000, `${page.length} characters`);
});

Deno.test("traceHtml() returns a page for no transfers", () => {
  const page = traceHtml(new TraceScript().recording(0));
  assertStringIncludes(page, "0 transfers in 0 ms");
  assertFalse(/NaN|Infinity|undefined/.test(page));
});
