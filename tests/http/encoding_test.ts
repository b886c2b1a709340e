// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { HTTP_QUERY_CONTENT_ENCODING } from "../../flags.ts";
import { HttpQueryInfo, HttpSendRequest } from "../../http.ts";
import { InternetOpenUrl, InternetReadFile } from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { BOTH, openRequest, sentRequest } from "../helpers/calls.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

const PLAIN = "hello ".repeat(100);

const GZIPPED = new Uint8Array(
  await new Response(
    new Blob([PLAIN]).stream().pipeThrough(new CompressionStream("gzip")),
  ).arrayBuffer(),
);

/** A server that compresses even if the client does not request it. */
function gzipServer(): FakeHttpServer {
  return new FakeHttpServer({
    "/chunked": (_request, reply) =>
      reply.chunked([GZIPPED], { headers: { "Content-Encoding": "gzip" } }),
    "*": (_request, reply) =>
      reply({ body: GZIPPED, headers: { "Content-Encoding": "gzip" } }),
  });
}

async function readBytes(hFile: HINTERNET): Promise<Uint8Array> {
  const buffer = new Uint8Array(10_000);
  return buffer.slice(0, await InternetReadFile(hFile, buffer));
}

for (const [how, dwContext] of BOTH) {
  Deno.test(`only identity is requested, ${how}`, async () => {
    await using server = gzipServer();
    await using watched = watch();
    await sentRequest(watched.hInternet, server, { dwContext });
    const request = server.requests[0]!;
    assertEquals(request.header("accept-encoding"), "identity");
    assertEquals(request.header("range"), undefined);
  });

  for (const path of ["/", "/chunked"]) {
    Deno.test(`a compressed response that was not requested is unchanged, ${path}, ${how}`, async () => {
      await using server = gzipServer();
      await using watched = watch();
      const hRequest = await sentRequest(watched.hInternet, server, {
        path,
        dwContext,
      });
      assertEquals(await readBytes(hRequest), GZIPPED);
      assertEquals(
        HttpQueryInfo(hRequest, HTTP_QUERY_CONTENT_ENCODING),
        "gzip",
      );
    });

    for (const encodings of ["gzip", "gzip, deflate, br", "GZIP;q=1"]) {
      Deno.test(`a program that requests "${encodings}" gets the raw bytes, ${path}, ${how}`, async () => {
        await using server = gzipServer();
        await using watched = watch();
        const hRequest = await openRequest(watched.hInternet, server, {
          path,
          dwContext,
        });
        await HttpSendRequest(hRequest, `Accept-Encoding: ${encodings}`);
        assertEquals(server.requests[0]!.header("accept-encoding"), encodings);
        assertEquals(await readBytes(hRequest), GZIPPED);
      });
    }
  }

  Deno.test(`InternetOpenUrl() also returns the raw bytes, ${how}`, async () => {
    await using server = gzipServer();
    await using watched = watch();
    const headers = "accept-encoding: gzip";
    const hRequest = await InternetOpenUrl(
      watched.hInternet,
      server.url,
      headers,
      0,
      dwContext,
    );
    assertEquals(await readBytes(hRequest), GZIPPED);
  });
}
