// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { ERROR_INTERNET_FORCE_RETRY } from "../../error.ts";
import { HSR_CHUNKED } from "../../flags.ts";
import {
  HttpEndRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import { InternetWriteFile } from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  ANN,
  forget,
  Guard,
  type GuardOptions,
  openAs,
  serverFor,
  USER,
  WAYS,
} from "../servers/auth_servers.ts";
import {
  completions,
  readText,
  rejectedCode,
  statusOf,
} from "../helpers/calls.ts";
import { watch } from "../helpers/watch.ts";

const POST = { ...ANN, verb: "POST" };

const GUARDS: [name: string, options: GuardOptions][] = [
  ["Basic", {}],
  ["Digest", { scheme: "Digest" }],
  ["Digest of both kinds", {
    scheme: "Digest",
    qop: "auth-int,auth",
    algorithm: "SHA-256-sess",
  }],
];

async function upload(hRequest: HINTERNET, chunked: boolean): Promise<void> {
  await HttpSendRequestEx(
    hRequest,
    chunked ? null : { dwBufferTotal: 10 },
    chunked ? HSR_CHUNKED : 0,
  );
  await InternetWriteFile(hRequest, "hello");
  await InternetWriteFile(hRequest, "world");
  await HttpEndRequest(hRequest);
}

/** A guard that returns the body that it received. */
function echo(door: Guard) {
  return door.guard(({ body }, reply) => reply({ body }));
}

for (const way of WAYS) {
  const { how, dwContext } = way;

  for (const [name, options] of GUARDS) {
    for (const size of [4, 100_000]) {
      Deno.test(`HttpSendRequest() sends ${size} bytes again after a challenge of ${name}, ${how}`, async () => {
        forget();
        const door = new Guard(options);
        await using server = serverFor(way, { "*": echo(door) });
        await using watched = watch();
        const hRequest = await openAs(watched.hInternet, way, server, POST);
        const body = new Uint8Array(size).fill(120);
        const call = HttpSendRequest(hRequest, "Content-Type: x/y", body);
        // Later changes of the buffer have no effect on either request.
        body.fill(0);
        await call;
        assertEquals(statusOf(hRequest), 200);
        assertEquals(await readText(hRequest, size), "x".repeat(size));
        assertEquals(
          server.requests.map((request) => request.header("content-type")),
          ["x/y", "x/y"],
        );
        assertEquals(
          server.requests.map((request) => request.header("content-length")),
          [String(size), String(size)],
        );
      });
    }

    for (const chunked of [false, true]) {
      const kind = chunked ? "a chunked body" : "a body";
      Deno.test(`HttpSendRequestEx() of ${kind} succeeds the second time after a challenge of ${name}, ${how}`, async () => {
        forget();
        const door = new Guard(options);
        await using server = serverFor(way, { "*": echo(door) });
        await using watched = watch();
        const hRequest = await openAs(watched.hInternet, way, server, POST);
        const code = await rejectedCode(upload(hRequest, chunked));
        assertEquals(code, ERROR_INTERNET_FORCE_RETRY);
        if (dwContext) {
          assertEquals(
            completions(watched).at(-1)!.dwError,
            ERROR_INTERNET_FORCE_RETRY,
          );
        }
        await upload(hRequest, chunked);
        assertEquals(statusOf(hRequest), 200);
        assertEquals(await readText(hRequest), "helloworld");
        assertEquals(door.verdicts, ["nobody", "ok"]);
        // The credentials are remembered now and are sent without a challenge.
        const later = await openAs(watched.hInternet, way, server, {
          verb: "POST",
        });
        await upload(later, chunked);
        assertEquals(statusOf(later), 200);
        assertEquals(door.verdicts, ["nobody", "ok", "ok"]);
      });
    }
  }

  Deno.test(`HttpEndRequest() requires the body again if the challenge arrives before it, ${how}`, async () => {
    forget();
    const door = new Guard();
    const ask = door.guard();
    await using server = serverFor(way, { "*": echo(door) }, {
      early(request, reply) {
        if (request.header("authorization") === undefined) {
          return ask(request, reply);
        }
      },
    });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server, POST);
    await HttpSendRequestEx(hRequest, { dwBufferTotal: 5 });
    // The write succeeds or fails depending on the arrival of the response.
    await InternetWriteFile(hRequest, "hello").catch(() => {});
    const code = await rejectedCode(HttpEndRequest(hRequest));
    assertEquals(code, ERROR_INTERNET_FORCE_RETRY);
    await upload(hRequest, false);
    assertEquals(await readText(hRequest), "helloworld");
    assertEquals(door.verdicts, ["nobody", "ok"]);
  });

  Deno.test(`HttpEndRequest() leaves 401 to a program without credentials, ${how}`, async () => {
    forget();
    const door = new Guard();
    await using server = serverFor(way, { "*": echo(door) });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server, {
      verb: "POST",
    });
    await upload(hRequest, false);
    assertEquals(statusOf(hRequest), 401);
    assertEquals(await readText(hRequest), "who?");
  });

  Deno.test(`HttpEndRequest() leaves 401 to a program with a wrong password, ${how}`, async () => {
    forget();
    const door = new Guard();
    await using server = serverFor(way, { "*": echo(door) });
    await using watched = watch();
    const options = { verb: "POST", user: USER, password: "wrong" };
    const hRequest = await openAs(watched.hInternet, way, server, options);
    const code = await rejectedCode(upload(hRequest, false));
    assertEquals(code, ERROR_INTERNET_FORCE_RETRY);
    await upload(hRequest, false);
    assertEquals(statusOf(hRequest), 401);
    assertEquals(await readText(hRequest), "who?");
    assertEquals(door.verdicts, ["nobody", "wrong password"]);
  });

  Deno.test(`HttpEndRequest() leaves 401 to the program if a body must be known before it is written, ${how}`, async () => {
    forget();
    const door = new Guard({ scheme: "Digest", qop: "auth-int" });
    await using server = serverFor(way, { "*": echo(door) });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server, POST);
    const code = await rejectedCode(upload(hRequest, false));
    assertEquals(code, ERROR_INTERNET_FORCE_RETRY);
    await upload(hRequest, false);
    assertEquals(statusOf(hRequest), 401);
    assertEquals(await readText(hRequest), "who?");
    // A body in one piece can be sent again.
    await HttpSendRequest(hRequest, null, "body");
    assertEquals(statusOf(hRequest), 200);
    assertEquals(await readText(hRequest), "body");
  });

  Deno.test(`HttpSendRequestEx() continues to the redirect after a challenge, ${how}`, async () => {
    forget();
    const door = new Guard();
    await using server = serverFor(way, {
      "/": door.guard((_request, reply) => reply.redirect("/there", 303)),
      "/there": door.guard(),
    });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server, POST);
    await rejectedCode(upload(hRequest, false));
    await upload(hRequest, false);
    assertEquals(await readText(hRequest), "hello");
    assertEquals(door.verdicts, ["nobody", "ok", "ok"]);
  });
}
