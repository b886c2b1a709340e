// Copyright 2026 the wininet authors. MIT license.

/** SESSION_OPTION_WIRE_LOG: the lines of each protocol, without secrets. */

import {
  assert,
  assertEquals,
  assertFalse,
  assertStringIncludes,
} from "@std/assert";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { ERROR_INVALID_PARAMETER } from "../../error.ts";
import {
  INTERNET_FLAG_ASYNC,
  INTERNET_FLAG_RELOAD,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import { FtpCommand, FtpGetFile } from "../../ftp.ts";
import { HttpOpenRequest, HttpSendRequest } from "../../http.ts";
import { HTTP_OPTION_TRANSPORT } from "../../http_options.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
  InternetQueryOption,
  InternetSetOption,
  InternetSetStatusCallback,
} from "../../internet.ts";
import {
  SESSION_OPTION_WIRE_LOG,
  type WireLine,
} from "../../session_options.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  byFetchUnlessWatched,
  readText,
  serverOf,
  thrownCode,
  usualServer,
} from "../helpers/calls.ts";
import { connectFtp, folder } from "../helpers/ftp_calls.ts";
import { connectGopher, listMenu } from "../helpers/gopher_calls.ts";
import { catchReported } from "../helpers/global_events.ts";
import {
  httpProxy,
  openBy,
  serverOf as schemeServer,
} from "../helpers/http_proxy_calls.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { GopherServer } from "../servers/gopher_server.ts";

/** Logs the lines of a session in the form of curl, with `>` or `<` before each line. */
function logOf(hInternet: HINTERNET): { shown: string[]; lines: WireLine[] } {
  const log = { shown: [] as string[], lines: [] as WireLine[] };
  InternetSetOption(hInternet, SESSION_OPTION_WIRE_LOG, (line: WireLine) => {
    log.lines.push(line);
    log.shown.push(`${line.direction === "out" ? ">" : "<"} ${line.text}`);
  });
  return log;
}

for (const scheme of ["http", "https"] as const) {
  Deno.test(`SESSION_OPTION_WIRE_LOG shows the heads of ${scheme}, masked`, async () => {
    await using server = schemeServer(scheme, (_request, reply) =>
      reply({
        headers: { "Set-Cookie": "id=secret; Path=/wire-log" },
        body: "hello",
      }));
    await using hInternet = InternetOpen("agent");
    const log = logOf(hInternet);
    const before = performance.now();
    const hRequest = await InternetOpenUrl(
      hInternet,
      `${scheme}://localhost:${server.port}/a?q=1`,
      "Authorization: Bearer secret\r\nCookie: own=secret",
      INTERNET_FLAG_RELOAD,
    );
    assertEquals(log.shown.filter((line) => !/^< Date|^< Conn/.test(line)), [
      "> GET /a?q=1 HTTP/1.1",
      "> Authorization: Bearer ***",
      "> Cookie: own=***",
      "> User-Agent: agent",
      "> Cache-Control: no-cache",
      "> Accept-Encoding: identity",
      `> Host: localhost:${server.port}`,
      "< HTTP/1.1 200 OK",
      "< Set-Cookie: id=***; Path=/wire-log",
      "< Content-Length: 5",
    ]);
    assertFalse(log.shown.join("\n").includes("secret"));
    assert(log.lines.every(({ handle }) => handle === hRequest));
    const times = [before, ...log.lines.map(({ time }) => time)];
    assertEquals(times, times.toSorted((a, b) => a - b));
  });
}

Deno.test("SESSION_OPTION_WIRE_LOG shows 1xx responses, and CONNECT without its password", async () => {
  await using server = schemeServer("https");
  await using proxy = httpProxy({ password: "ann:secret" });
  await using hInternet = openBy(proxy.list("ann:secret@"));
  const log = logOf(hInternet);
  const port = server.port;
  await InternetOpenUrl(hInternet, `https://localhost:${port}/`);
  assertEquals(log.shown[0], `> CONNECT localhost:${port} HTTP/1.1`);
  assertStringIncludes(
    log.shown.join("\n"),
    "> Proxy-Authorization: Basic ***",
  );
  assertStringIncludes(log.shown.join("\n"), "\n> GET / HTTP/1.1\n");
  assertFalse(/secret|YW5u/.test(log.shown.join("\n")));
});

for (const tls of [false, true]) {
  Deno.test(`SESSION_OPTION_WIRE_LOG shows the commands and replies of FTP ${tls ? "with" : "without"} TLS`, async () => {
    await using server = new FtpServer({
      tls,
      files: { "/a.txt": "hello" },
      users: { ann: "secret" },
    });
    using target = folder();
    const hInternet = InternetOpen("agent");
    const log = logOf(hInternet);
    const hConnect = await connectFtp(hInternet, server, {
      user: "ann",
      password: "secret",
      flags: tls ? INTERNET_FLAG_SECURE : 0,
    });
    await FtpGetFile(hConnect, "a.txt", target.path("a.txt"));
    await FtpCommand(hConnect, false, 0, "NOOP").catch(() => {});
    await hInternet[Symbol.asyncDispose]();
    const sent = log.shown.filter((line) => line.startsWith(">"));
    if (tls) assertEquals(sent[0], "> AUTH TLS");
    assert(sent.includes("> USER ann") && sent.includes("> PASS ***"));
    assert(sent.includes("> RETR a.txt"));
    assertEquals(sent.at(-1), "> QUIT");
    assertEquals(
      sent.slice(0, -1).map((line) => line.slice(2).replace("***", "secret")),
      server.commands.filter((command) => command !== "QUIT"),
    );
    assertStringIncludes(log.shown.join("\n"), "\n< 226 ");
    assert(log.shown[0]!.startsWith("< 220"));
    assertFalse(log.shown.join("\n").includes("secret"));
  });
}

for (const tls of [false, true]) {
  Deno.test(`SESSION_OPTION_WIRE_LOG shows the requests of Gopher ${tls ? "with" : "without"} TLS`, async () => {
    await using server = new GopherServer({ "/find\twords": "." }, { tls });
    await using hInternet = InternetOpen("agent");
    const log = logOf(hInternet);
    const hConnect = await connectGopher(hInternet, server);
    const item = server.item("7", "", "/find")
      .replace("\t127.0.0.1\t", tls ? "\tlocalhost\t" : "$&");
    await listMenu(hConnect, item, "words").catch(() => {});
    assertEquals(log.shown, ["> /find\twords"]);
  });
}

Deno.test("SESSION_OPTION_WIRE_LOG of a connection shows only its requests", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const [hLogged, hOther] = await Promise.all(
    [1, 2].map(() => InternetConnect(hInternet, "127.0.0.1", server.port)),
  );
  const log = logOf(hLogged!);
  const paths = [[hLogged!, "/logged"], [hOther!, "/other"]] as const;
  for (const [hConnect, path] of paths) {
    await HttpSendRequest(await HttpOpenRequest(hConnect, "GET", path));
  }
  assertEquals(log.shown.filter((line) => line.startsWith("> GET")), [
    "> GET /logged HTTP/1.1",
  ]);
});

Deno.test("SESSION_OPTION_WIRE_LOG calls its function through the event queue, in the order of the statuses", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("a", 0, null, null, INTERNET_FLAG_ASYNC);
  const order: string[] = [];
  InternetSetStatusCallback(hInternet, (_h, _c, status) => {
    order.push(String(status));
  });
  InternetSetOption(
    hInternet,
    SESSION_OPTION_WIRE_LOG,
    ({ text }: WireLine) => {
      if (text.includes("HTTP/1.1")) order.push(text);
    },
  );
  const opening = InternetOpenUrl(hInternet, server.url, null, 0, 1);
  assertEquals(order, []);
  await opening;
  assertEquals(order.filter((entry) => !/^[125]\d$/.test(entry)), [
    "60",
    "30",
    "GET / HTTP/1.1",
    "31",
    "40",
    "HTTP/1.1 200 OK",
    "41",
    "100",
  ]);
});

Deno.test("SESSION_OPTION_WIRE_LOG reports an error of its function, and continues", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  using reported = catchReported();
  InternetSetOption(hInternet, SESSION_OPTION_WIRE_LOG, () => {
    throw new Error("by the log");
  });
  assertEquals(
    await readText(await InternetOpenUrl(hInternet, server.url)),
    "hello",
  );
  assertEquals((await reported.first as Error).message, "by the log");
});

Deno.test("SESSION_OPTION_WIRE_LOG shows nothing of a request by fetch", async () => {
  await using server = serverOf((_request, reply) => reply({ body: "hello" }));
  await using hInternet = InternetOpen("agent");
  const log = logOf(hInternet);
  InternetSetOption(hInternet, HTTP_OPTION_TRANSPORT, "fetch");
  await readText(await InternetOpenUrl(hInternet, server.url));
  assertEquals(log.shown, []);
});

Deno.test("SESSION_OPTION_WIRE_LOG makes a request use sockets instead of fetch", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  byFetchUnlessWatched(hInternet, 0);
  await readText(await InternetOpenUrl(hInternet, server.url));
  const log = logOf(hInternet);
  await readText(await InternetOpenUrl(hInternet, server.url));
  assertEquals(log.shown[0], "> GET / HTTP/1.1");
  // Only fetch sends accept-language.
  const languages = server.requests.map((request) =>
    request.header("accept-language") !== undefined
  );
  assertEquals(languages, [true, false]);
});

Deno.test("SESSION_OPTION_WIRE_LOG is a function or null", async () => {
  await using hInternet = InternetOpen("agent");
  assertEquals(InternetQueryOption(hInternet, SESSION_OPTION_WIRE_LOG), null);
  const code = thrownCode(() =>
    InternetSetOption(hInternet, SESSION_OPTION_WIRE_LOG, "log" as never)
  );
  assertEquals(code, ERROR_INVALID_PARAMETER);
  logOf(hInternet);
  assert(InternetSetOption(hInternet, SESSION_OPTION_WIRE_LOG, null));
  assertEquals(InternetQueryOption(hInternet, SESSION_OPTION_WIRE_LOG), null);
});

Deno.test('"wininet.wire" publishes the lines of every session', async () => {
  const lines: WireLine[] = [];
  const take = (line: unknown) => void lines.push(line as WireLine);
  subscribe("wininet.wire", take);
  try {
    await using server = usualServer();
    await using hInternet = InternetOpen("agent");
    const hRequest = await InternetOpenUrl(hInternet, server.url);
    assertEquals(lines[0]?.text, "GET / HTTP/1.1");
    assert(lines.every(({ handle }) => handle === hRequest));
  } finally {
    unsubscribe("wininet.wire", take);
  }
});
