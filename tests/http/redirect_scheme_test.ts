// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ERROR_CANCELLED,
  ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR,
  ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR,
  ERROR_SUCCESS,
} from "../../error.ts";
import {
  INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTP,
  INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import { HttpSendRequest } from "../../http.ts";
import { InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_SECURITY_FLAGS } from "../../options.ts";
import { InternetErrorDlg, setErrorHandler } from "../../system.ts";
import {
  BOTH,
  HELLO,
  openRequest,
  readText,
  rejectedCode,
} from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

const TLS = fixture("localhost");

/** A server for http or https, whose `/to/<port>` redirects to the other scheme. */
function schemeServer(secure: boolean): FakeHttpServer {
  const other = secure ? "http" : "https";
  return new FakeHttpServer({
    "/": (_request, reply) => reply({ body: HELLO }),
    "*": ({ target }, reply) =>
      reply.redirect(`${other}://localhost:${target.split("/")[2]}/`),
  }, secure ? { tls: TLS } : {});
}

const TO_HTTP = INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTP;
const TO_HTTPS = INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS;

const CASES: [from: "http" | "https", flags: number, code: number | null][] = [
  ["http", 0, ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR],
  ["http", TO_HTTP, ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR],
  ["http", TO_HTTPS, null],
  ["https", 0, ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR],
  ["https", TO_HTTPS, ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR],
  ["https", TO_HTTP, null],
];

for (const [how, dwContext] of BOTH) {
  for (const [from, flags, code] of CASES) {
    const name = `a redirect from ${from} with flags ${flags.toString(16)}`;
    Deno.test(`HttpSendRequest() returns ${code ?? "the target"} for ${name}, ${how}`, async () => {
      const secure = from === "https";
      await using first = schemeServer(secure);
      await using second = schemeServer(!secure);
      await using watched = watch();
      const hRequest = await openRequest(
        watched.hInternet,
        { hostname: "localhost", port: first.port },
        {
          path: `/to/${second.port}`,
          dwFlags: flags + (secure ? INTERNET_FLAG_SECURE : 0),
          dwContext,
        },
      );
      const sending = HttpSendRequest(hRequest);
      if (code === null) {
        await sending;
        assertEquals(await readText(hRequest), HELLO);
      } else {
        assertEquals(await rejectedCode(sending), code);
        assertEquals(second.connections, 0);
        assertEquals(watched.names().includes("REDIRECT"), false);
      }
    });
  }
}

Deno.test("INTERNET_OPTION_SECURITY_FLAGS allows a change of scheme, and forbids it again", async () => {
  await using first = schemeServer(false);
  await using second = schemeServer(true);
  await using watched = watch();
  const at = { hostname: "localhost", port: first.port };
  const hRequest = await openRequest(watched.hInternet, at, {
    path: `/to/${second.port}`,
  });
  InternetSetOption(hRequest, INTERNET_OPTION_SECURITY_FLAGS, TO_HTTPS);
  await HttpSendRequest(hRequest);
  assertEquals(await readText(hRequest), HELLO);
  InternetSetOption(hRequest, INTERNET_OPTION_SECURITY_FLAGS, 0);
  const code = await rejectedCode(HttpSendRequest(hRequest));
  assertEquals(code, ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR);
});

for (const agreed of [true, false]) {
  const outcome = agreed ? "goes on" : "fails again";
  Deno.test(`HttpSendRequest() ${outcome} if the handler of InternetErrorDlg was asked about the change of scheme`, async () => {
    await using first = schemeServer(false);
    await using second = schemeServer(true);
    await using watched = watch();
    const hRequest = await openRequest(
      watched.hInternet,
      { hostname: "localhost", port: first.port },
      { path: `/to/${second.port}`, dwContext: 1 },
    );
    const code = await rejectedCode(HttpSendRequest(hRequest));
    assertEquals(code, ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR);
    const before = setErrorHandler(() =>
      agreed ? ERROR_SUCCESS : ERROR_CANCELLED
    );
    try {
      const decision = await InternetErrorDlg(null, hRequest, code);
      assertEquals(decision, agreed ? ERROR_SUCCESS : ERROR_CANCELLED);
    } finally {
      setErrorHandler(before);
    }
    const sent = HttpSendRequest(hRequest);
    if (agreed) {
      await sent;
      assertEquals(await readText(hRequest), HELLO);
    } else assertEquals(await rejectedCode(sent), code);
  });
}
