// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { traceHar } from "../../_trace/har.ts";
import { entriesOf, type HarEntry } from "./har_schema.ts";
import { TraceScript, usualScript } from "./script.ts";

Deno.test("traceHar() is valid, and its times are those of the stages", () => {
  const [first, missing, slow] = entriesOf(traceHar(usualScript().recording()));
  assertEquals(first!.timings, {
    blocked: 1,
    dns: -1,
    connect: 2,
    send: 3,
    wait: 4,
    receive: 20,
    ssl: -1,
  });
  for (const { time, timings } of [first!, missing!, slow!]) {
    const { ssl: _part, ...sum } = timings;
    const known = Object.values(sum).filter((value) => value >= 0);
    assertEquals(time, known.reduce((all, value) => all + value, 0));
  }
  assertEquals(slow!.startedDateTime, "1970-01-01T00:00:00.043Z");
  assertEquals([slow!.timings.connect, slow!.timings.ssl], [36, 35]);
});

Deno.test("traceHar() has the request, the response and their bytes", () => {
  const [{ request, response }] = entriesOf(
    traceHar(
      new TraceScript().on(2, "http://a/b?c=d").get("/b?c=d", 302, 8)
        .recording(),
    ),
  ) as [HarEntry];
  assertEquals(request, {
    method: "GET",
    url: "http://a/b?c=d",
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: [{ name: "Host", value: "a" }],
    queryString: [{ name: "c", value: "d" }],
    headersSize: 32,
    bodySize: 8,
  });
  assertEquals(response, {
    status: 302,
    statusText: "Text",
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: [{ name: "A", value: "b" }],
    content: { size: 11, mimeType: "" },
    redirectURL: "",
    headersSize: 27,
    bodySize: 11,
    _transferSize: 38,
  });
});

Deno.test("traceHar() includes FTP and Gopher", () => {
  const entries = entriesOf(traceHar(
    new TraceScript().on(2, "ftp://a:21/").start("FtpGetFile")
      .out("RETR /b c?.txt").in("150 Coming").in("226 Done").end()
      .on(3, "gopher://a:70/").start("GopherOpenFile").out("/text").end()
      .recording(),
  ));
  const [ftp, gopher] = entries.map(({ request, response }) => [
    request.method,
    request.url,
    response.status,
    response.statusText,
  ]);
  assertEquals(ftp, ["RETR", "ftp://a:21/%2Fb%20c%3F.txt", 226, "Done"]);
  assertEquals(gopher, ["GopherOpenFile", "gopher://a:70/", 0, ""]);
});
