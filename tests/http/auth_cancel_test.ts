// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_FORCE_RETRY,
  ERROR_INTERNET_OPERATION_CANCELLED,
  type InternetError,
} from "../../error.ts";
import {
  HttpEndRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import {
  InternetCloseHandle,
  InternetConnect,
  InternetOpenUrl,
} from "../../internet.ts";
import {
  ANN,
  forget,
  Guard,
  type GuardOptions,
  hostOf,
  openAs,
  PASSWORD,
  serverFor,
  urlOf,
  USER,
  WAYS,
} from "../servers/auth_servers.ts";
import { NEVER, rejectedCode } from "../helpers/calls.ts";
import { closedPort } from "../servers/closed_port.ts";
import { turns } from "../helpers/turns.ts";
import { watch } from "../helpers/watch.ts";

/**
 * Statuses of a challenge at which the program closes the handle, each with the
 * number of its occurrence.
 */
const MOMENTS: [status: string, which: number][] = [
  ["SENDING_REQUEST", 1],
  ["REQUEST_SENT", 1],
  ["RECEIVING_RESPONSE", 1],
  ["RESPONSE_RECEIVED", 1],
  ["SENDING_REQUEST", 2],
  ["REQUEST_SENT", 2],
  ["RECEIVING_RESPONSE", 2],
];

/** Challenges whose bodies do not end, and the results. */
const STUCK: [name: string, options: GuardOptions][] = [
  ["a short body", { reply: { length: 10, body: ["x", NEVER] } }],
  ["a long body", { reply: { length: 1_000_000, body: ["x", NEVER] } }],
];

/** The forms in which a password may occur in a text. */
const TRACES = [PASSWORD, "open%20sesame", btoa(`${USER}:${PASSWORD}`)];

function assertNoTrace(value: unknown): void {
  const text = Deno.inspect(value, { depth: 20, showHidden: true }) +
    String(value) + ((value as Error | null)?.stack ?? "");
  for (const trace of TRACES) assert(!text.includes(trace), text);
}

for (const way of WAYS) {
  const { how, dwContext } = way;

  for (const scheme of ["Basic", "Digest"] as const) {
    for (const [status, which] of dwContext ? MOMENTS : []) {
      Deno.test(`InternetCloseHandle() at ${status} ${which} of a challenge of ${scheme} cancels, ${how}`, async () => {
        forget();
        let left = which;
        const door = new Guard({ scheme });
        await using server = serverFor(way, { "*": door.guard() });
        await using watched = watch({
          onStatus({ name, hInternet }) {
            if (name === status && --left === 0) InternetCloseHandle(hInternet);
          },
        });
        const hRequest = await openAs(watched.hInternet, way, server, ANN);
        const code = await rejectedCode(HttpSendRequest(hRequest));
        assertEquals(code, ERROR_INTERNET_OPERATION_CANCELLED);
        await hRequest[Symbol.asyncDispose]();
        const { length } = door.verdicts;
        assertEquals(watched.names().at(-1), "HANDLE_CLOSING");
        await turns(5);
        assertEquals(watched.names().at(-1), "HANDLE_CLOSING");
        assert(door.verdicts.length <= Math.max(length, which));
      });
    }

    for (let wait = 0; wait < 12; wait++) {
      Deno.test(`InternetCloseHandle() ${wait} turns after the call cancels a login with ${scheme}, ${how}`, async () => {
        forget();
        const door = new Guard({ scheme });
        await using server = serverFor(way, { "*": door.guard() });
        await using watched = watch();
        const hRequest = await openAs(watched.hInternet, way, server, ANN);
        const call = HttpSendRequest(hRequest).then(
          () => 0,
          (error: InternetError) => error.code,
        );
        await turns(wait);
        InternetCloseHandle(hRequest);
        const code = await call;
        assert(code === 0 || code === ERROR_INTERNET_OPERATION_CANCELLED);
        await hRequest[Symbol.asyncDispose]();
      });
    }
  }

  for (const [name, options] of STUCK) {
    Deno.test(`InternetCloseHandle() does not wait for ${name} of a challenge, ${how}`, async () => {
      forget();
      const door = new Guard(options);
      await using server = serverFor(way, { "*": door.guard() });
      await using watched = watch();
      const hRequest = await openAs(watched.hInternet, way, server, ANN);
      const call = rejectedCode(HttpSendRequest(hRequest));
      await server.requested(1);
      InternetCloseHandle(hRequest);
      assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
      await hRequest[Symbol.asyncDispose]();
      await server.allClosed();
    });
  }

  Deno.test(`InternetCloseHandle() cancels the response to a challenge that the server delays, ${how}`, async () => {
    forget();
    const door = new Guard();
    const gate = door.guard((_request, reply) => reply.until(NEVER));
    await using server = serverFor(way, { "*": gate });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server, ANN);
    const call = rejectedCode(HttpSendRequest(hRequest));
    await server.requested(2);
    InternetCloseHandle(hRequest);
    assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
    await hRequest[Symbol.asyncDispose]();
    // No credentials are remembered.
    const later = await openAs(watched.hInternet, way, server);
    await HttpSendRequest(later);
    assertEquals(door.verdicts, ["nobody", "ok", "nobody"]);
  });

  // ---- secrets ----

  Deno.test(`no handle and no status shows a password, ${how}`, async () => {
    forget();
    const door = new Guard();
    await using server = serverFor(way, {
      "*": door.guard((_request, reply) => reply.redirect("/there")),
      "/there": door.guard(),
    });
    await using watched = watch();
    const { hInternet } = watched;
    const hConnect = await InternetConnect(
      hInternet,
      hostOf(way),
      server.port,
      USER,
      PASSWORD,
    );
    assertNoTrace(hConnect);
    const hRequest = await openAs(hInternet, way, server, ANN);
    await HttpSendRequest(hRequest);
    assertNoTrace(hRequest);
    const url = urlOf(way, server, "/", "ann:open%20sesame@");
    assertNoTrace(await InternetOpenUrl(hInternet, url, null, 0, dwContext));
    assertEquals(door.verdicts.at(-1), "ok");
    for (const { information } of watched.log) assertNoTrace(information);
  });

  Deno.test(`no error shows a password, ${how}`, async () => {
    forget();
    const door = new Guard();
    await using server = serverFor(way, {
      "*": door.guard((_request, reply) => reply.close()),
      "/circle": door.guard((_request, reply) => reply.redirect("/circle")),
      "/nowhere": door.guard((_request, reply) => reply.redirect("http://")),
    });
    await using watched = watch();
    const { hInternet } = watched;
    const userinfo = "ann:open%20sesame@";
    const urls = [
      urlOf(way, server, "/", userinfo),
      urlOf(way, server, "/circle", userinfo),
      urlOf(way, server, "/nowhere", userinfo),
      `http://${userinfo}127.0.0.1:${closedPort()}/`,
      `http://${userinfo}nowhere.invalid/`,
      `http://${userinfo}a b/`,
      `http://${userinfo.replace("@", "%0a@")}127.0.0.1/`,
      `http://${userinfo}127.0.0.1/\n`,
      `what://${userinfo}127.0.0.1/`,
    ];
    for (const url of urls) {
      // An error in the URL is thrown synchronously.
      const error = await (async () => {
        await InternetOpenUrl(hInternet, url, null, 0, dwContext);
      })().then(() => null, (error: InternetError) => error);
      assert(error !== null, url);
      assertNoTrace(error);
    }
    const options = { ...ANN, verb: "POST", path: "/retry?x=open%20sesame" };
    const hRequest = await openAs(hInternet, way, server, options);
    forget();
    await HttpSendRequestEx(hRequest, { dwBufferTotal: 0 });
    const error = await HttpEndRequest(hRequest).then(
      () => null,
      (error: InternetError) => error,
    );
    assertEquals(error!.code, ERROR_INTERNET_FORCE_RETRY);
    assertNoTrace(error);
  });
}
