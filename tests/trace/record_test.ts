// Copyright 2026 the wininet authors. MIT license.

/** Checks that records of real transfers are correct and contain no secrets. */

import {
  assert,
  assertEquals,
  assertFalse,
  assertGreaterOrEqual,
  assertLessOrEqual,
  assertObjectMatch,
  assertStringIncludes,
} from "@std/assert";
import { ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER } from "../../error.ts";
import { FtpGetFile, FtpPutFile } from "../../ftp.ts";
import { GopherOpenFile } from "../../gopher.ts";
import { HTTP_OPTION_TRANSPORT } from "../../http_options.ts";
import {
  InternetCloseHandle,
  InternetOpen,
  InternetOpenUrl,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import { INTERNET_OPTION_URL } from "../../options.ts";
import { readable } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import { downloadAll } from "../../transfers.ts";
import { recordTrace, type Trace, type TraceStatus } from "../../trace.ts";
import { readText, thrownCode, usualServer } from "../helpers/calls.ts";
import { connectFtp, folder } from "../helpers/ftp_calls.ts";
import { connectGopher } from "../helpers/gopher_calls.ts";
import { serverOf as schemeServer } from "../helpers/http_proxy_calls.ts";
import { closedPort } from "../servers/closed_port.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { GopherServer } from "../servers/gopher_server.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { finish, send, TcpServer, WireReader } from "../servers/tcp_server.ts";
import { entriesOf, type HarEntry } from "./har_schema.ts";

async function get(
  hInternet: HINTERNET,
  url: string,
  headers: string | null = null,
): Promise<string> {
  using hRequest = await InternetOpenUrl(hInternet, url, headers);
  return await new Response(readable(hRequest)).text();
}

/** The clock of traces. The system may adjust that of `Date.now`. */
const now = () => performance.timeOrigin + performance.now();

/**
 * Returns the entries of a trace, after checking them against the schema, the
 * time of the run and each other.
 */
function entriesWithin(trace: Trace, before: number): HarEntry[] {
  const after = now() + 1;
  const entries = entriesOf(trace.toHar());
  let last = 0;
  for (const { startedDateTime, time, timings } of entries) {
    const start = Date.parse(startedDateTime);
    assertGreaterOrEqual(start, Math.max(before, last));
    assertLessOrEqual(start + time, after + 1);
    last = start;
    const { ssl: _part, ...sum } = timings;
    const parts = Object.values(sum).filter((value) => value >= 0);
    const whole = parts.reduce((all, part) => all + part, 0);
    assertEquals(whole.toFixed(6), time.toFixed(6));
  }
  const times = trace.events.map((event) => event.time);
  assertEquals(times, times.toSorted((a, b) => a - b));
  return entries;
}

/** Returns all outputs as one string. */
function outputsOf(trace: Trace): string {
  return [
    trace.toText(),
    trace.toHtml(),
    JSON.stringify(trace.toHar()),
    JSON.stringify(trace.toTraceEvents()),
    JSON.stringify(trace.events),
  ].join("\n");
}

for (const scheme of ["http", "https"] as const) {
  Deno.test(`recordTrace() counts the bytes of ${scheme} as the server does`, async () => {
    await using server = schemeServer(
      scheme,
      (request, reply) =>
        reply({ body: "x".repeat(request.target === "/big" ? 300_000 : 5) }),
    );
    await using hInternet = InternetOpen("agent");
    const before = Math.floor(now());
    using trace = recordTrace(hInternet);
    const base = `${scheme}://localhost:${server.port}`;
    await get(hInternet, `${base}/big`);
    await get(hInternet, `${base}/small`);
    const [big, small] = entriesWithin(trace, before);
    const heads = server.requests.map(({ rawHead }) => rawHead.length);
    assertEquals(
      [big, small].map((entry) => entry!.request.headersSize),
      heads,
    );
    assertEquals(big!.response.bodySize, 300_000);
    assertEquals(small!.response.bodySize, 5);
    assertEquals(
      [big, small].map((entry) => [
        entry!.timings.connect! > 0,
        entry!.timings.ssl! > 0,
      ]),
      [[true, scheme === "https"], [false, false]],
    );
  });
}

Deno.test("recordTrace() counts the bytes of a raw server, including chunks", async () => {
  const answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
    "5\r\nhello\r\n0\r\n\r\n";
  let sent = 0;
  await using server = new TcpServer(async (conn) => {
    sent = (await new WireReader(conn).readHead()).length;
    await send(conn, answer);
    await finish(conn);
  });
  await using hInternet = InternetOpen("agent");
  using trace = recordTrace(hInternet);
  await get(hInternet, server.url);
  const [entry] = entriesOf(trace.toHar());
  assertEquals(entry!.request.headersSize, sent);
  assertEquals(entry!.response._transferSize, answer.length);
});

Deno.test("recordTrace() shows a redirect as two requests, without the query", async () => {
  await using server = new FakeHttpServer({
    "/old": (_request, reply) => reply.redirect("/new?token=secret"),
    "/new": (_request, reply) => reply({ body: "hello" }),
  });
  await using hInternet = InternetOpen("agent");
  using hidden = recordTrace(hInternet);
  using shown = recordTrace(hInternet, { queries: true });
  await get(hInternet, `${server.url}/old?first=secret`);
  assertEquals(
    entriesOf(hidden.toHar()).map(({ request, response }) => [
      request.url,
      response.status,
    ]),
    [[`${server.url}/old`, 302], [`${server.url}/new`, 200]],
  );
  assertFalse(outputsOf(hidden).includes("secret"));
  assertEquals(
    entriesOf(shown.toHar()).map(({ request }) => request.url),
    [`${server.url}/old?first=secret`, `${server.url}/new?token=secret`],
  );
});

Deno.test("recordTrace() shows no query with quotes and blanks, no fragment and no key", async () => {
  await using server = new FakeHttpServer({
    "/old": (_request, reply) =>
      reply.redirect("/new?name=it's&a=secret b=secret#token=secret"),
    "/new": (_request, reply) =>
      reply({ headers: { "Content-Location": "/new#secret" } }),
  });
  await using hInternet = InternetOpen("agent");
  using trace = recordTrace(hInternet);
  const headers = "Referer: http://a/?it's=secret#secret\r\nX-Api-Key: secret";
  await get(hInternet, `${server.url}/old?it's=secret#secret`, headers);
  assertEquals(server.requests.length, 2);
  assertFalse(outputsOf(trace).includes("secret"));
});

Deno.test("recordTrace() shows no words of a Gopher search", async () => {
  await using server = new GopherServer({});
  await using hInternet = InternetOpen("agent");
  using hidden = recordTrace(hInternet);
  using shown = recordTrace(hInternet, { queries: true });
  const url = `gopher://127.0.0.1:${server.port}/7/find%09words%09+`;
  await get(hInternet, url).catch(() => {});
  assertFalse(outputsOf(hidden).includes("words"));
  assert(outputsOf(shown).includes("words"));
});

Deno.test("recordTrace() shows no part of a password with an @", async () => {
  await using server = new FtpServer({ users: { ann: "secret@more" } });
  await using hInternet = InternetOpen("agent");
  using trace = recordTrace(hInternet);
  const url = `ftp://ann:secret@more@127.0.0.1:${server.port}/`;
  using hFind = await InternetOpenUrl(hInternet, url);
  assertEquals(
    InternetQueryOption(hFind, INTERNET_OPTION_URL),
    `ftp://127.0.0.1:${server.port}/`,
  );
  assertFalse(/secret|more@/.test(outputsOf(trace)));
});

Deno.test("recordTrace() shows no password, cookie or credentials", async () => {
  await using http = new FakeHttpServer({
    "*": (_request, reply) =>
      reply({
        status: 401,
        headers: [
          ["WWW-Authenticate", 'Basic realm="a"'],
          ["Set-Cookie", "id=secret; Path=/record-trace"],
          ["Location", "http://ann:secret@a/?b=secret"],
        ],
      }),
  });
  await using ftp = new FtpServer({ users: { ann: "secret" } });
  const hInternet = InternetOpen("agent");
  using trace = recordTrace(hInternet);
  const url = http.url.replace("//", "//ann:secret@");
  await get(hInternet, url, "Cookie: own=secret").catch(() => {});
  await connectFtp(hInternet, ftp, { user: "ann", password: "secret" });
  await connectFtp(hInternet, ftp, { user: "ann", password: "secret!" })
    .catch(() => {});
  await get(hInternet, `ftp://ann:secret@127.0.0.1:${ftp.port}/no`)
    .catch(() => {});
  await hInternet[Symbol.asyncDispose]();
  const outputs = outputsOf(trace);
  assert(
    http.requests.some(({ rawHead }) => /\nAuthorization: /.test(rawHead)),
  );
  assertFalse(/secret|YW5u/.test(outputs));
  assertStringIncludes(outputs, "PASS ***");
});

Deno.test("recordTrace() records FTP transfers, with the bytes of their data", async () => {
  const content = "hello".repeat(5000);
  await using server = new FtpServer({ files: { "/a.txt": content } });
  using local = folder();
  const hInternet = InternetOpen("agent");
  const before = Math.floor(now());
  using trace = recordTrace(hInternet);
  const hConnect = await connectFtp(hInternet, server);
  await FtpGetFile(hConnect, "a.txt", local.path("a.txt"));
  await FtpPutFile(hConnect, local.path("a.txt"), "b.txt");
  await FtpGetFile(hConnect, "none", local.path("c.txt")).catch(() => {});
  await hInternet[Symbol.asyncDispose]();
  const entries = entriesWithin(trace, before);
  assertEquals(
    entries.map(({ request: { method }, response: { status } }) => [
      method,
      status,
    ]),
    [["InternetConnect", 230], ["RETR", 226], ["STOR", 250], ["RETR", 550]],
  );
  const [login, download, upload] = entries;
  assertEquals(login!.response.bodySize, 0);
  assertEquals(login!.request.bodySize, 0);
  assertEquals(download!.response.bodySize, content.length);
  assertEquals(download!.request.bodySize, 0);
  assertEquals(upload!.request.bodySize, content.length);
  assertEquals(upload!.response.bodySize, 0);
  assertStringIncludes(trace.toText(), "550 No such file");
});

Deno.test("recordTrace() records Gopher transfers", async () => {
  const text = "one\r\ntwo\r\n.\r\n";
  await using server = new GopherServer({ "/text": text });
  await using hInternet = InternetOpen("agent");
  const before = Math.floor(now());
  using trace = recordTrace(hInternet);
  const hConnect = await connectGopher(hInternet, server);
  using hFile = await GopherOpenFile(hConnect, server.item("0", "", "/text"));
  await readText(hFile);
  const [{ request, response }] = entriesWithin(trace, before) as [HarEntry];
  assertEquals(request.headersSize, "/text\r\n".length);
  assertEquals(response._transferSize, text.length);
  assertStringIncludes(trace.toHtml(), "/ /text");
});

Deno.test("recordTrace() names the error of a request on a synchronous session", async () => {
  await using hInternet = InternetOpen("agent");
  using trace = recordTrace(hInternet);
  await get(hInternet, `http://127.0.0.1:${closedPort()}/`).catch(() => {});
  assertStringIncludes(trace.toHtml(), "(ERROR_INTERNET_CANNOT_CONNECT)");
});

Deno.test("recordTrace() of a request by fetch has its time but no stages", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  InternetSetOption(hInternet, HTTP_OPTION_TRANSPORT, "fetch");
  using trace = recordTrace(hInternet);
  await get(hInternet, server.url);
  const [{ timings, request }] = entriesOf(trace.toHar()) as [HarEntry];
  assert(timings.wait! > 0);
  assertEquals([timings.connect, timings.blocked, request.url], [
    -1,
    -1,
    `${server.url}/`,
  ]);
});

// ---- the recording ----

Deno.test("recordTrace() records only its handle and its descendants", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  await using other = InternetOpen("agent");
  using trace = recordTrace(hInternet);
  await get(other, server.url);
  assertEquals(trace.events, []);
  await get(hInternet, server.url);
  assertFalse(trace.events.some(({ handle }) => handle === other.id));
  assert(trace.events.length > 0);
});

Deno.test("Trace.stop() ends the recording, and so does disposal", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const trace = recordTrace(hInternet);
  await get(hInternet, server.url);
  const { length } = trace.events;
  trace.stop();
  const text = trace.toText();
  await get(hInternet, server.url);
  assertEquals(trace.events.length, length);
  assertEquals(trace.toText(), text);
  trace[Symbol.dispose]();
});

Deno.test("recordTrace() ends with its handle", async () => {
  const hInternet = InternetOpen("agent");
  const trace = recordTrace(hInternet);
  await hInternet[Symbol.asyncDispose]();
  const closing = trace.events.at(-1) as TraceStatus;
  assertEquals(closing.name, "INTERNET_STATUS_HANDLE_CLOSING");
  assertEquals(trace.toText(), trace.toText());
});

Deno.test("recordTrace() fails for a closed handle", () => {
  const hInternet = InternetOpen("agent");
  InternetCloseHandle(hInternet);
  assertEquals(thrownCode(() => recordTrace(hInternet)), ERROR_INVALID_HANDLE);
});

Deno.test("recordTrace() refuses options that are not an object", () => {
  using hInternet = InternetOpen("agent");
  for (const options of [null, true]) {
    const code = thrownCode(() => recordTrace(hInternet, options as never));
    assertEquals(code, ERROR_INVALID_PARAMETER);
  }
});

Deno.test("recordTrace() has only times of the recording, also for events that wait for delivery", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  using _watch = recordTrace(hInternet);
  const opening = InternetOpenUrl(hInternet, server.url);
  const before = performance.now();
  using trace = recordTrace(hInternet);
  await opening;
  const times = [before, ...trace.events.map(({ time }) => time)];
  assertEquals(times, times.toSorted((a, b) => a - b));
});

Deno.test("recordTrace() has one transfer for each download, with all its reads", async () => {
  const body = "x".repeat(300_000);
  await using server = new FakeHttpServer({
    "*": (_request, reply) => reply({ body }),
  });
  using hInternet = InternetOpen("agent");
  using trace = recordTrace(hInternet);
  const target = await Deno.makeTempDir();
  try {
    const urls = ["a", "b", "c"].map((name) => `${server.url}/${name}`);
    const results = downloadAll(urls, target, { hInternet });
    assertEquals((await Array.fromAsync(results)).every(({ ok }) => ok), true);
  } finally {
    await Deno.remove(target, { recursive: true });
  }
  const entries = entriesOf(trace.toHar());
  assertEquals(entries.length, 3);
  for (const { response } of entries) {
    assertObjectMatch(response, { content: { size: 300_000 } });
  }
});
