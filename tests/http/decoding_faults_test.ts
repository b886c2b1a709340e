// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import zlib from "node:zlib";
import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_DECODING_FAILED,
  ERROR_INTERNET_OPERATION_CANCELLED,
  InternetError,
} from "../../error.ts";
import { IRF_NO_WAIT } from "../../flags.ts";
import { HttpSendRequest } from "../../http.ts";
import {
  InternetCloseHandle,
  InternetQueryDataAvailable,
  InternetReadFile,
  InternetReadFileEx,
  InternetSetOption,
} from "../../internet.ts";
import { INTERNET_OPTION_HTTP_DECODING } from "../../options.ts";
import { readable } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import { openAs, serverFor, type Way, WAYS } from "../servers/auth_servers.ts";
import {
  completions,
  NEVER,
  readText,
  rejectedCode,
} from "../helpers/calls.ts";
import type { FakeHttpServer, RouteHandler } from "../servers/http_server.ts";
import { turns } from "../helpers/turns.ts";
import { BOMB } from "./bomb.ts";
import { watch } from "../helpers/watch.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const MEBIBYTE = 2 ** 20;

/** Text that compresses badly, so that the compressed data has a middle. */
const PLAIN = Array.from(
  { length: 20_000 },
  (_, at) => (Math.imul(at + 1, 2654435761) >>> 0).toString(36),
).join("");

/** The default, which is the highest quality, takes ten times as long. */
const FAST = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } };

const PACKERS: [
  encoding: string,
  pack: (data: string | Uint8Array) => Bytes,
][] = [
  ["gzip", (data) => new Uint8Array(zlib.gzipSync(data))],
  ["deflate", (data) => new Uint8Array(zlib.deflateSync(data))],
  ["br", (data) => new Uint8Array(zlib.brotliCompressSync(data, FAST))],
];

/** Functions that damage data; the number of characters before the damage is known. */
const FAULTS: [name: string, spoil: (body: Bytes) => Bytes, least: number][] = [
  [
    "data that end in the middle",
    (body) => body.slice(0, body.length / 2),
    10_000,
  ],
  ["data that lack their last byte", (body) => body.slice(0, -1), 50_000],
  ["the first byte only", (body) => body.slice(0, 1), 0],
  ["damage in the middle", (body) => {
    const spoilt = body.slice();
    spoilt.fill(0xff, body.length / 2, body.length / 2 + 64);
    return spoilt;
  }, 10_000],
  [
    "something else",
    () => new TextEncoder().encode("<html>no compression at all</html>"),
    0,
  ],
];

function encodedServer(
  way: Way,
  encoding: string,
  body: Bytes,
): FakeHttpServer {
  const headers = { "Content-Encoding": encoding };
  return serverFor(way, {
    "/fixed": (_request, reply) => reply({ headers, body }),
    "/chunked": (_request, reply) => reply.chunked([body], { headers }),
    "/closed": (_request, reply) => reply.untilClose([body], { headers }),
    "/cut": (_request, reply) =>
      reply({ headers, body, length: body.length + 100 }),
    "/plain": (_request, reply) => reply({ body: "plain" }),
  });
}

async function opened(
  hInternet: HINTERNET,
  way: Way,
  server: FakeHttpServer,
  path: string = "/fixed",
): Promise<HINTERNET> {
  const hRequest = await openAs(hInternet, way, server, { path });
  InternetSetOption(hRequest, INTERNET_OPTION_HTTP_DECODING, true);
  await HttpSendRequest(hRequest, "Accept-Encoding: gzip, deflate, br");
  return hRequest;
}

/** Reads to the end or to an error. */
async function readAll(
  hRequest: HINTERNET,
): Promise<{ text: string; error: unknown }> {
  const buffer = new Uint8Array(4096);
  let text = "";
  try {
    for (;;) {
      const count = await InternetReadFileEx(hRequest, buffer, IRF_NO_WAIT);
      if (count === 0) return { text, error: null };
      text += new TextDecoder().decode(buffer.subarray(0, count));
    }
  } catch (error) {
    return { text, error };
  }
}

for (const way of WAYS) {
  const { how, dwContext } = way;

  for (const [encoding, pack] of PACKERS) {
    for (const [fault, spoil, least] of FAULTS) {
      // Brotli may accept any bytes.
      if (encoding === "br" && /damage|else|first/.test(fault)) continue;
      for (const path of ["/fixed", "/chunked"]) {
        Deno.test(`InternetReadFileEx() reads the data before ${fault} of ${encoding}, ${path}, ${how}`, async () => {
          await using server = encodedServer(
            way,
            encoding,
            spoil(pack(PLAIN)),
          );
          await using watched = watch();
          const hRequest = await opened(watched.hInternet, way, server, path);
          const { text, error } = await readAll(hRequest);
          assert(error instanceof InternetError);
          assertEquals(error.code, ERROR_INTERNET_DECODING_FAILED);
          assert(text.length >= least, `${text.length} characters`);
          if (!fault.startsWith("damage")) {
            assertEquals(text, PLAIN.slice(0, text.length));
          }
          if (dwContext) {
            const { dwError } = completions(watched).at(-1)!;
            assertEquals(dwError, ERROR_INTERNET_DECODING_FAILED);
          }
          // The error is reported again and not as the end.
          const again = readText(hRequest);
          assertEquals(
            await rejectedCode(again),
            ERROR_INTERNET_DECODING_FAILED,
          );
          assertEquals(
            await rejectedCode(InternetQueryDataAvailable(hRequest)),
            ERROR_INTERNET_DECODING_FAILED,
          );
        });
      }
    }

    for (const size of [1, 100, MEBIBYTE]) {
      // Data after the end of gzip may be another member, unless it is all
      // zeros.
      const waste = encoding === "gzip" ? 0 : 120;
      Deno.test(`InternetReadFile() ignores ${size} bytes after the data of ${encoding}, ${how}`, async () => {
        const behind = new Uint8Array(size).fill(waste);
        const body = new Uint8Array(Buffer.concat([pack(PLAIN), behind]));
        await using server = encodedServer(way, encoding, body);
        await using watched = watch();
        const hRequest = await opened(watched.hInternet, way, server);
        assertEquals(await readAll(hRequest), { text: PLAIN, error: null });
        // The rest of the body does not matter.
        await HttpSendRequest(hRequest);
        assertEquals(await readAll(hRequest), { text: PLAIN, error: null });
        hRequest[Symbol.dispose]();
        const later = await opened(watched.hInternet, way, server, "/plain");
        assertEquals(await readText(later), "plain");
      });
    }
  }

  Deno.test(`InternetReadFile() fails if a further gzip member is invalid, ${how}`, async () => {
    const behind = new TextEncoder().encode("no member");
    const body = Buffer.concat([PACKERS[0]![1](PLAIN), behind]);
    await using server = encodedServer(way, "gzip", new Uint8Array(body));
    await using watched = watch();
    const hRequest = await opened(watched.hInternet, way, server);
    const { error } = await readAll(hRequest);
    assertEquals((error as InternetError).code, ERROR_INTERNET_DECODING_FAILED);
  });

  Deno.test(`InternetReadFile() reports a wrong checksum, ${how}`, async () => {
    const body = PACKERS[0]![1](PLAIN);
    body[body.length - 6]! ^= 1;
    await using server = encodedServer(way, "gzip", body);
    await using watched = watch();
    const hRequest = await opened(watched.hInternet, way, server);
    const { text, error } = await readAll(hRequest);
    assertEquals((error as InternetError).code, ERROR_INTERNET_DECODING_FAILED);
    assertEquals(text, PLAIN.slice(0, text.length));
    // The request has ended and can be sent again.
    await HttpSendRequest(hRequest);
  });

  Deno.test(`readable() reports damaged data, ${how}`, async () => {
    const body = PACKERS[0]![1](PLAIN).slice(0, -1);
    await using server = encodedServer(way, "gzip", body);
    await using watched = watch();
    const hRequest = await opened(watched.hInternet, way, server);
    const error = await new Response(readable(hRequest)).text()
      .then(() => null, (error: InternetError) => error);
    assertEquals(error?.code, ERROR_INTERNET_DECODING_FAILED);
  });

  Deno.test(`InternetReadFileEx() reports a connection that breaks off in encoded data, ${how}`, async () => {
    const body = PACKERS[0]![1](PLAIN);
    const half = body.slice(0, body.length / 2);
    await using server = encodedServer(way, "gzip", half);
    await using watched = watch();
    const hRequest = await opened(watched.hInternet, way, server, "/cut");
    const { text, error } = await readAll(hRequest);
    const { code } = error as InternetError;
    assert(
      [ERROR_INTERNET_CONNECTION_ABORTED, ERROR_INTERNET_CONNECTION_RESET]
        .includes(code as never),
      `${code}`,
    );
    assert(text.length > 10_000, `${text.length}`);
  });

  const closings: [name: string, route: RouteHandler][] = [
    ["waits", (_request, reply) =>
      reply({
        headers: { "Content-Encoding": "gzip" },
        body: [PACKERS[0]![1](PLAIN).slice(0, 20_000), NEVER],
        length: 10 * MEBIBYTE,
      })],
    ["has sent nothing", (_request, reply) =>
      reply({
        headers: { "Content-Encoding": "gzip" },
        body: [NEVER],
        length: 10 * MEBIBYTE,
      })],
    ["has sent everything", (_request, reply) =>
      reply({
        headers: { "Content-Encoding": "gzip" },
        body: BOMB,
      })],
  ];
  for (const [name, route] of closings) {
    for (const wait of [0, 1, 3]) {
      Deno.test(`InternetCloseHandle() cancels the read of a body whose server ${name}, ${wait} turns later, ${how}`, async () => {
        await using server = serverFor(way, { "*": route });
        await using watched = watch();
        const hRequest = await opened(watched.hInternet, way, server, "/");
        const call = InternetReadFile(hRequest, new Uint8Array(500 * MEBIBYTE));
        const code = rejectedCode(call);
        await turns(wait);
        InternetCloseHandle(hRequest);
        assertEquals(await code, ERROR_INTERNET_OPERATION_CANCELLED);
        await hRequest[Symbol.asyncDispose]();
        // The connection of a response that was read to its end may be kept.
        if (!name.includes("everything")) await server.allClosed();
      });
    }
  }

  Deno.test(`InternetCloseHandle() between reads of a decoded body ends the connection, ${how}`, async () => {
    await using server = serverFor(way, { "*": closings[0]![1] });
    await using watched = watch();
    const hRequest = await opened(watched.hInternet, way, server, "/");
    assertEquals(await readText(hRequest, 100), PLAIN.slice(0, 100));
    await hRequest[Symbol.asyncDispose]();
    await server.allClosed();
  });
}
