// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { traceText } from "../../_trace/text.ts";
import { TraceScript, usualScript } from "./script.ts";
import { formatBytes, formatTime } from "../../_trace/transfer.ts";

Deno.test("traceText() draws a waterfall", () => {
  const script = new TraceScript().on(2, "http://a/one").get("/one", 200, 170)
    .at(40).start("InternetReadFile").at(50).end()
    .on(3, "http://b/two").at(60).start("InternetOpenUrl")
    .status("connecting", "b").at(100).fail();
  assertEquals(
    traceText(script.recording(100), 80),
    `2 transfers in 100 ms, 1 failed, 0 on a kept connection, 200 B received,
40 B sent

                      0                          100 ms
 GET a/one            csw__________rrrr                    50 ms    200 B    200
 InternetOp…Url b/two                    .ccccccccccccc    40 ms      0 B failed
   Cannot wait (ERROR_INTERNET_TIMEOUT)

. waiting for its turn, n looking the name up, c connecting, t TLS handshake,
l logging in, k FTP commands, s sending, w waiting for the response,
r receiving, _ waiting for the program, * kept connection, > bytes sent
`,
  );
});

for (const width of [60, 80, 133]) {
  Deno.test(`traceText() uses at most ${width} columns`, () => {
    const lines = traceText(usualScript().recording(), width).split("\n");
    assertEquals(lines.filter((line) => [...line].length > width), []);
  });
}

Deno.test("traceText() marks a kept connection, and the sent bytes of an upload", () => {
  const script = new TraceScript().on(2, "http://a/").start("HttpSendRequest")
    .status("sending").status("sent", 5000).end();
  const [, , , , row] = traceText(script.recording(), 80).split("\n");
  assert(row!.startsWith("*"), row);
  assertStringIncludes(row!, ">5.0 kB");
});

Deno.test("traceText() shows no control characters of a server", () => {
  const text = traceText(
    new TraceScript().on(2, "gopher://a/").start("GopherOpenFile")
      .out("/\x1b[2J").end().recording(),
    80,
  );
  assert(!text.includes("\x1b"));
});

Deno.test("traceText() reports that there are no transfers", () => {
  const text = traceText(new TraceScript().recording(0), 80);
  assert(text.startsWith("0 transfers in 0 ms, 0 failed"));
});

Deno.test("formatTime() has three digits", () => {
  assertEquals(
    [0, 0.02, 0.5, 9.94, 9.96, 999.4, 999.6, 9994, 9996, 123_456]
      .map(formatTime),
    [
      "0 ms",
      "0.02 ms",
      "0.5 ms",
      "9.9 ms",
      "10 ms",
      "999 ms",
      "1.00 s",
      "9.99 s",
      "10.0 s",
      "123.5 s",
    ],
  );
});

Deno.test("formatBytes() has the largest unit that fits", () => {
  assertEquals([0, 999, 1000, 99_600, 1e6, 1.26e9].map(formatBytes), [
    "0 B",
    "999 B",
    "1.0 kB",
    "100 kB",
    "1.0 MB",
    "1.3 GB",
  ]);
});
