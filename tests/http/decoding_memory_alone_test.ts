// Copyright 2026 the wininet authors. MIT license.

/** A decompression bomb cannot exhaust memory. */

import { assert, assertEquals } from "@std/assert";
import zlib from "node:zlib";
import { HttpSendRequest } from "../../http.ts";
import {
  InternetQueryDataAvailable,
  InternetReadFile,
  InternetSetOption,
} from "../../internet.ts";
import { INTERNET_OPTION_HTTP_DECODING } from "../../options.ts";
import { turns } from "../helpers/turns.ts";
import { watch } from "../helpers/watch.ts";
import { openAs, serverFor, WAYS } from "../servers/auth_servers.ts";
import { BOMB } from "./bomb.ts";

const MEBIBYTE = 2 ** 20;

const BOMBS: [encoding: string, body: Uint8Array<ArrayBuffer>][] = [
  ["gzip", BOMB],
  ["gzip, gzip", new Uint8Array(zlib.gzipSync(BOMB))],
];

for (const way of WAYS) {
  for (const [encoding, body] of BOMBS) {
    Deno.test(`InternetReadFile() decodes no more of a bomb of "${encoding}" than requested, ${way.how}`, async () => {
      const headers = { "Content-Encoding": encoding };
      await using server = serverFor(way, {
        "/": (_request, reply) => reply({ headers, body }),
      });
      await using watched = watch();
      const hRequest = await openAs(watched.hInternet, way, server, {
        path: "/",
      });
      InternetSetOption(hRequest, INTERNET_OPTION_HTTP_DECODING, true);
      await HttpSendRequest(hRequest, "Accept-Encoding: gzip, deflate, br");
      const { rss } = Deno.memoryUsage();
      const buffer = new Uint8Array(100_000).fill(1);
      assertEquals(await InternetReadFile(hRequest, buffer), buffer.length);
      assert(buffer.every((byte) => byte === 0));
      await turns(20);
      assert(await InternetQueryDataAvailable(hRequest) < MEBIBYTE);
      const grown = Deno.memoryUsage().rss - rss;
      assert(grown < 64 * MEBIBYTE, `${grown} bytes more`);
    });
  }
}
