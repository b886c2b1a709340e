// Copyright 2026 the wininet authors. MIT license.

/** Range requests for a file, from servers that require a login. */

import { assertEquals, assertNotEquals } from "@std/assert";
import { FILE_BEGIN } from "../../flags.ts";
import { HttpSendRequest } from "../../http.ts";
import { InternetSetFilePointer, InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_DISABLE_NTLM_PREAUTH } from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { readText, statusOf } from "../helpers/calls.ts";
import { ALICE, HTTP, scene } from "../helpers/ntlm_calls.ts";
import { watch } from "../helpers/watch.ts";
import {
  ANN,
  forget,
  Guard,
  openAs,
  serverFor,
} from "../servers/auth_servers.ts";
import type { FakeRequest, Reply } from "../servers/http_server.ts";
import { NtlmGuard } from "../servers/ntlm_server.ts";

const FILE = "0123456789".repeat(100_000);

/** Sends the file from the byte that Range names. */
function sendRest(request: FakeRequest, reply: Reply): Promise<void> {
  const range = /^bytes=(\d+)-$/.exec(request.header("range") ?? "");
  const start = Number(range?.[1] ?? 0);
  const headers = {
    "Accept-Ranges": "bytes",
    ...(range && {
      "Content-Range": `bytes ${start}-${FILE.length - 1}/${FILE.length}`,
    }),
  };
  const status = range ? 206 : 200;
  return reply({ status, headers, body: FILE.slice(start) });
}

/** Reads the start of the file, and a part near its end. */
async function readTwoParts(hRequest: HINTERNET): Promise<void> {
  await HttpSendRequest(hRequest);
  assertEquals(await readText(hRequest, 3), "012");
  await InternetSetFilePointer(hRequest, 900_005, FILE_BEGIN);
  assertEquals(await readText(hRequest, 5), "56789");
  assertEquals(statusOf(hRequest), 200);
}

for (const waits of [false, true]) {
  Deno.test(`InternetSetFilePointer() logs in again for another part of a file, with INTERNET_OPTION_DISABLE_NTLM_PREAUTH ${waits}`, async () => {
    const guard = new NtlmGuard({ handler: sendRest });
    await using door = scene(guard);
    const { hInternet } = door.watched;
    InternetSetOption(hInternet, INTERNET_OPTION_DISABLE_NTLM_PREAUTH, waits);
    await using hRequest = await openAs(hInternet, HTTP, door.server, ALICE);
    await readTwoParts(hRequest);
    assertNotEquals(guard.proofs.length, 1);
  });
}

Deno.test("InternetSetFilePointer() answers the challenge of a server whose nonces serve one request each, with its cookie", async () => {
  forget();
  const cookie: [string, string] = ["Set-Cookie", "challenge=first"];
  const guard = new Guard({ scheme: "Digest", uses: 1, before: [cookie] });
  const cookies: (string | undefined)[] = [];
  await using server = serverFor(HTTP, {
    "*": guard.guard((request, reply) => {
      cookies.push(request.header("cookie"));
      cookie[1] = "challenge=second";
      return sendRest(request, reply);
    }),
  });
  await using watched = watch();
  await using hRequest = await openAs(watched.hInternet, HTTP, server, ANN);
  await readTwoParts(hRequest);
  assertEquals(guard.verdicts, ["nobody", "ok", "stale", "ok"]);
  assertEquals(cookies, ["challenge=first", "challenge=second"]);
});
