// Copyright 2026 the wininet authors. MIT license.

/** The framing of request bodies: by the library, or by headers that the program sets. */

import { assertEquals } from "@std/assert";
import { HTTP_ADDREQ_FLAG_ADD } from "../../flags.ts";
import {
  HttpAddRequestHeaders,
  HttpEndRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import { InternetWriteFile } from "../../internet.ts";
import { BOTH, openRequest, readText, usualServer } from "../helpers/calls.ts";
import { watch } from "../helpers/watch.ts";

for (const dwContext of [1, 0]) {
  Deno.test(`InternetWriteFile() sends chunks as framed by the program, with context ${dwContext}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      verb: "POST",
      path: "/upload",
      dwContext,
    });
    const own = "Transfer-Encoding: chunked";
    HttpAddRequestHeaders(hRequest, own, HTTP_ADDREQ_FLAG_ADD);
    await HttpSendRequestEx(hRequest);
    for (const part of ["5\r\nhel", "lo\r\n", "6\r\n world\r\n0\r\n\r\n"]) {
      assertEquals(await InternetWriteFile(hRequest, part), part.length);
    }
    await HttpEndRequest(hRequest);
    assertEquals(await readText(hRequest), "hello world");
    const [request] = server.requests;
    assertEquals(request?.chunks, [5, 6]);
    assertEquals(request?.header("transfer-encoding"), "chunked");
    assertEquals(request?.header("content-length"), undefined);
  });
}

const METHODS: [method: string, length: string | undefined][] = [
  ["GET", undefined],
  ["HEAD", undefined],
  ["DELETE", undefined],
  ["OPTIONS", undefined],
  ["POST", "0"],
  ["PUT", "0"],
  ["PATCH", "0"],
  ["PROPFIND", "0"],
  ["RPC_IN_DATA", "0"],
];

for (const [how, dwContext] of BOTH) {
  for (const [verb, length] of METHODS) {
    Deno.test(`${verb} without a body has ${length ?? "no"} Content-Length, ${how}`, async () => {
      await using server = usualServer();
      await using watched = watch();
      const hRequest = await openRequest(watched.hInternet, server, {
        verb,
        dwContext,
      });
      await HttpSendRequest(hRequest);
      assertEquals(server.requests[0]?.header("content-length"), length);
    });
  }
}
