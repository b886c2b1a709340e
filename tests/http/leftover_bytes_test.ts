// Copyright 2026 the wininet authors. MIT license.

/**
 * Bytes after a response are not taken for the next response and do not stop
 * the next upload.
 */

import { assertEquals } from "@std/assert";
import { deadline } from "@std/async";
import { HSR_CHUNKED } from "../../flags.ts";
import { HttpEndRequest, HttpSendRequestEx } from "../../http.ts";
import { InternetWriteFile } from "../../internet.ts";
import { BOTH, readText, statusOf } from "../helpers/calls.ts";
import { RawHttpServer } from "../servers/raw_http_server.ts";
import { watch } from "../helpers/watch.ts";
import { outcomeOf, PATIENCE, requestOf } from "./outcomes.ts";

const FIRST = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/** The bytes after the first response. */
const LEFTOVERS: readonly (readonly [name: string, bytes: string])[] = [
  ["rubbish", "more bytes"],
  ["an answer", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad"],
];

for (const [name, bytes] of LEFTOVERS) {
  for (const [how, dwContext] of BOTH) {
    for (
      const [what, total, flags] of [
        ["chunked upload", 0, HSR_CHUNKED],
        ["upload of known length", 5, 0],
      ] as const
    ) {
      Deno.test(`the request uses a new connection if ${what} arrives unexpectedly after ${name}, ${how}`, async () => {
        await using server = new RawHttpServer(async (call) => {
          if (call.method === "GET") return await call.write(FIRST + bytes);
          const body = new TextDecoder().decode(await call.readBody());
          await call.write(
            `HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\n${body}`,
          );
        });
        await using watched = watch();
        const first = await outcomeOf(watched.hInternet, server, { dwContext });
        assertEquals([first.status, first.body], [200, "ok"]);
        await using hRequest = await requestOf(watched.hInternet, server, {
          verb: "PUT",
          dwContext,
        });
        const upload = async () => {
          await HttpSendRequestEx(hRequest, { dwBufferTotal: total }, flags);
          await InternetWriteFile(hRequest, new TextEncoder().encode("hello"));
          await HttpEndRequest(hRequest);
        };
        await deadline(upload(), PATIENCE / 4);
        assertEquals(statusOf(hRequest), 201);
        assertEquals(await readText(hRequest), "hello");
        assertEquals(server.connections, 2);
      });
    }
  }
}
