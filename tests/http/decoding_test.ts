// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import zlib from "node:zlib";
import {
  ERROR_HTTP_HEADER_NOT_FOUND,
  ERROR_INTERNET_INVALID_OPERATION,
} from "../../error.ts";
import {
  HTTP_QUERY_CONTENT_ENCODING,
  HTTP_QUERY_CONTENT_LENGTH,
  HTTP_QUERY_CONTENT_TYPE,
  HTTP_QUERY_RAW_HEADERS,
  HTTP_QUERY_RAW_HEADERS_CRLF,
  INTERNET_FLAG_SECURE,
  IRF_NO_WAIT,
} from "../../flags.ts";
import { HttpOpenRequest, HttpQueryInfo, HttpSendRequest } from "../../http.ts";
import {
  InternetConnect,
  InternetOpenUrl,
  InternetQueryDataAvailable,
  InternetQueryOption,
  InternetReadFile,
  InternetReadFileEx,
  InternetSetFilePointer,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_COMPRESSED_CONTENT_LENGTH,
  INTERNET_OPTION_HTTP_DECODING,
} from "../../options.ts";
import { readable } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  hostOf,
  openAs,
  serverFor,
  urlOf,
  type Way,
  WAYS,
} from "../servers/auth_servers.ts";
import { readText, statusOf, thrownCode } from "../helpers/calls.ts";
import type { FakeHttpServer } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

const PLAIN = Array.from({ length: 5000 }, (_, at) => `line ${at}\n`).join("");

/** The header of a request that accepts every supported encoding. */
const ACCEPT = "Accept-Encoding: gzip, deflate, br";

type Bytes = Uint8Array<ArrayBuffer>;

const GZIPPED: Bytes = new Uint8Array(zlib.gzipSync(PLAIN));

/** Encoded bodies by the value of Content-Encoding, and their decoded form. */
const ENCODED: [encoding: string, name: string, body: Bytes][] = [
  ["gzip", "gzip", GZIPPED],
  ["x-gzip", "x-gzip", GZIPPED],
  ["GZip", "gzip in other letters", GZIPPED],
  ["deflate", "zlib", new Uint8Array(zlib.deflateSync(PLAIN))],
  ["deflate", "bare deflate", new Uint8Array(zlib.deflateRawSync(PLAIN))],
  [
    "deflate",
    "bare deflate without compression",
    new Uint8Array(zlib.deflateRawSync(PLAIN, { level: 0 })),
  ],
  ["br", "br", new Uint8Array(zlib.brotliCompressSync(PLAIN))],
  [
    "gzip, br",
    "br over gzip",
    new Uint8Array(zlib.brotliCompressSync(GZIPPED)),
  ],
  [" , gzip,identity", "gzip among nothing", GZIPPED],
  [
    "gzip",
    "gzip of two members",
    new Uint8Array(Buffer.concat([
      zlib.gzipSync(PLAIN.slice(0, 7000)),
      zlib.gzipSync(PLAIN.slice(7000)),
    ])),
  ],
];

/** Bodies that are not decoded. */
const RAW: [name: string, encoding: string][] = [
  ["an unknown encoding", "compress"],
  ["zstd", "zstd"],
  ["an unknown encoding after a known one", "gzip, aes128gcm"],
  ["no encoding", ""],
  ["identity", "identity"],
  ["too many encodings", "gzip, gzip, gzip, gzip"],
];

/** Serves a body with Content-Length, chunked, and until the end of the connection. */
function encodedServer(
  way: Way,
  encoding: string,
  body: Bytes,
): FakeHttpServer {
  const headers = {
    "Content-Encoding": encoding,
    "Content-Type": "text/plain",
    "Accept-Ranges": "bytes",
  };
  const pieces = [body.subarray(0, 1), body.subarray(1, 17), body.subarray(17)]
    .filter((piece) => piece.length > 0);
  return serverFor(way, {
    "/fixed": (_request, reply) => reply({ headers, body }),
    "/chunked": (_request, reply) => reply.chunked(pieces, { headers }),
    "/closed": (_request, reply) => reply.untilClose(pieces, { headers }),
    "/204": (_request, reply) => reply({ status: 204, headers }),
    "/304": (_request, reply) => reply({ status: 304, headers }),
    "/empty": (_request, reply) => reply({ headers }),
    "/empty_chunked": (_request, reply) => reply.chunked([], { headers }),
  });
}

async function opened(
  hInternet: HINTERNET,
  way: Way,
  server: FakeHttpServer,
  path: string,
  verb: string = "GET",
): Promise<HINTERNET> {
  const hRequest = await openAs(hInternet, way, server, { path, verb });
  InternetSetOption(hRequest, INTERNET_OPTION_HTTP_DECODING, true);
  return hRequest;
}

async function sent(
  hInternet: HINTERNET,
  way: Way,
  server: FakeHttpServer,
  path: string = "/fixed",
  verb: string = "GET",
): Promise<HINTERNET> {
  const hRequest = await opened(hInternet, way, server, path, verb);
  await HttpSendRequest(hRequest, ACCEPT);
  return hRequest;
}

async function readBytes(hFile: HINTERNET): Promise<Uint8Array> {
  const buffer = new Uint8Array(100_000);
  return buffer.slice(0, await InternetReadFile(hFile, buffer));
}

function hasHeader(hRequest: HINTERNET, level: number): boolean {
  try {
    HttpQueryInfo(hRequest, level);
    return true;
  } catch (error) {
    assertEquals(
      (error as { code: number }).code,
      ERROR_HTTP_HEADER_NOT_FOUND,
    );
    return false;
  }
}

/**
 * The handle on which decoding is enabled, for a request that is opened and
 * sent afterwards.
 */
const LEVELS: [name: string, on: "session" | "connection" | "request"][] = [
  ["the session", "session"],
  ["the connection", "connection"],
  ["the request", "request"],
];

for (const way of WAYS) {
  const { how, dwContext } = way;

  Deno.test(`INTERNET_OPTION_HTTP_DECODING is off at first, ${how}`, async () => {
    await using server = encodedServer(way, "gzip", GZIPPED);
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server, {
      path: "/fixed",
    });
    await HttpSendRequest(hRequest, "Accept-Encoding: gzip");
    assertEquals(await readBytes(hRequest), GZIPPED);
    assertEquals(HttpQueryInfo(hRequest, HTTP_QUERY_CONTENT_ENCODING), "gzip");
    assertEquals(
      HttpQueryInfo(hRequest, HTTP_QUERY_CONTENT_LENGTH),
      String(GZIPPED.length),
    );
  });

  for (const [name, on] of LEVELS) {
    Deno.test(`INTERNET_OPTION_HTTP_DECODING of ${name} is used, ${how}`, async () => {
      await using server = encodedServer(way, "gzip", GZIPPED);
      await using watched = watch();
      const { hInternet } = watched;
      const turnOn = (level: string, handle: HINTERNET) => {
        if (level !== on) return;
        InternetSetOption(handle, INTERNET_OPTION_HTTP_DECODING, true);
      };
      turnOn("session", hInternet);
      const hConnect = await InternetConnect(
        hInternet,
        hostOf(way),
        server.port,
      );
      turnOn("connection", hConnect);
      const hRequest = await HttpOpenRequest(
        hConnect,
        "GET",
        "/fixed",
        null,
        null,
        null,
        way.secure ? INTERNET_FLAG_SECURE : 0,
        dwContext,
      );
      turnOn("request", hRequest);
      await HttpSendRequest(hRequest, "Accept-Encoding: gzip");
      assertEquals(server.requests[0]!.header("accept-encoding"), "gzip");
      assertEquals(await readText(hRequest, 100_000), PLAIN);
    });
  }

  Deno.test(`INTERNET_OPTION_HTTP_DECODING of a session is used by InternetOpenUrl(), ${how}`, async () => {
    await using server = encodedServer(way, "gzip", GZIPPED);
    await using watched = watch();
    const { hInternet } = watched;
    InternetSetOption(hInternet, INTERNET_OPTION_HTTP_DECODING, true);
    const url = urlOf(way, server, "/fixed");
    const hRequest = await InternetOpenUrl(
      hInternet,
      url,
      ACCEPT,
      0,
      dwContext,
    );
    assertEquals(await readText(hRequest, 100_000), PLAIN);
  });

  Deno.test(`INTERNET_OPTION_HTTP_DECODING can be turned off again, ${how}`, async () => {
    await using server = encodedServer(way, "gzip", GZIPPED);
    await using watched = watch();
    const { hInternet } = watched;
    InternetSetOption(hInternet, INTERNET_OPTION_HTTP_DECODING, true);
    const options = { path: "/fixed" };
    const hRequest = await openAs(hInternet, way, server, options);
    InternetSetOption(hRequest, INTERNET_OPTION_HTTP_DECODING, false);
    await HttpSendRequest(hRequest, ACCEPT);
    assertEquals(await readBytes(hRequest), GZIPPED);
  });

  for (const [encoding, name, body] of ENCODED) {
    for (const path of ["/fixed", "/chunked", "/closed"]) {
      Deno.test(`InternetReadFile() decodes ${name}, ${path}, ${how}`, async () => {
        await using server = encodedServer(way, encoding, body);
        await using watched = watch();
        const hRequest = await sent(watched.hInternet, way, server, path);
        assertEquals(await readText(hRequest, 100_000), PLAIN);
        assertEquals(await readText(hRequest), "");
        assertEquals(hasHeader(hRequest, HTTP_QUERY_CONTENT_ENCODING), false);
      });
    }
  }

  for (const [name, encoding] of RAW) {
    Deno.test(`InternetReadFile() does not decode ${name}, ${how}`, async () => {
      await using server = encodedServer(way, encoding, GZIPPED);
      await using watched = watch();
      const hRequest = await sent(watched.hInternet, way, server);
      assertEquals(await readBytes(hRequest), GZIPPED);
      assert(hasHeader(hRequest, HTTP_QUERY_CONTENT_LENGTH));
    });
  }

  for (
    const accept of [
      null,
      "Accept-Encoding: deflate, br",
      "Accept-Encoding: gzip;q=0, *",
      "Accept-Encoding: identity",
    ]
  ) {
    Deno.test(`InternetReadFile() does not decode an encoding that was not requested: ${accept}, ${how}`, async () => {
      await using server = encodedServer(way, "gzip", GZIPPED);
      await using watched = watch();
      const hRequest = await opened(watched.hInternet, way, server, "/fixed");
      await HttpSendRequest(hRequest, accept);
      assertEquals(await readBytes(hRequest), GZIPPED);
      assertEquals(
        HttpQueryInfo(hRequest, HTTP_QUERY_CONTENT_ENCODING),
        "gzip",
      );
    });
  }

  Deno.test(`HttpQueryInfo() returns neither encoding nor length of a decoded body, ${how}`, async () => {
    await using server = encodedServer(way, "gzip", GZIPPED);
    await using watched = watch();
    const hRequest = await sent(watched.hInternet, way, server);
    assertEquals(hasHeader(hRequest, HTTP_QUERY_CONTENT_ENCODING), false);
    assertEquals(hasHeader(hRequest, HTTP_QUERY_CONTENT_LENGTH), false);
    assertEquals(
      HttpQueryInfo(hRequest, HTTP_QUERY_CONTENT_TYPE),
      "text/plain",
    );
    for (const level of [HTTP_QUERY_RAW_HEADERS, HTTP_QUERY_RAW_HEADERS_CRLF]) {
      const raw = String(HttpQueryInfo(hRequest, level)).toLowerCase();
      assert(raw.includes("content-type: text/plain"));
      assert(!/content-(encoding|length)/.test(raw), raw);
    }
    assertEquals(
      InternetQueryOption(hRequest, INTERNET_OPTION_COMPRESSED_CONTENT_LENGTH),
      GZIPPED.length,
    );
  });

  for (
    const [name, path, verb, status] of [
      ["HEAD", "/fixed", "HEAD", 200],
      ["204", "/204", "GET", 204],
      ["304", "/304", "GET", 304],
      ["an empty body", "/empty", "GET", 200],
      ["an empty chunked body", "/empty_chunked", "GET", 200],
    ] as const
  ) {
    Deno.test(`InternetReadFile() reads no bytes of ${name}, ${how}`, async () => {
      await using server = encodedServer(way, "gzip", GZIPPED);
      await using watched = watch();
      const hRequest = await sent(watched.hInternet, way, server, path, verb);
      assertEquals(statusOf(hRequest), status);
      // Nothing was decoded, as far as the test can detect.
      assertEquals(
        hasHeader(hRequest, HTTP_QUERY_CONTENT_ENCODING),
        path !== "/empty_chunked",
      );
      assertEquals(await InternetQueryDataAvailable(hRequest), 0);
      assertEquals(await readText(hRequest), "");
      assertEquals(await readText(hRequest), "");
      // The request has ended and can be sent again.
      await HttpSendRequest(hRequest);
      assertEquals(server.requests.length, 2);
    });
  }

  Deno.test(`InternetQueryDataAvailable() counts decoded bytes, ${how}`, async () => {
    await using server = encodedServer(way, "gzip", GZIPPED);
    await using watched = watch();
    const hRequest = await sent(watched.hInternet, way, server, "/chunked");
    let text = "";
    for (;;) {
      const available = await InternetQueryDataAvailable(hRequest);
      if (available === 0) break;
      const part = await readText(hRequest, available);
      assertEquals(part.length, available);
      text += part;
    }
    assertEquals(text, PLAIN);
  });

  Deno.test(`InternetReadFileEx() with IRF_NO_WAIT reads decoded bytes, ${how}`, async () => {
    await using server = encodedServer(way, "br", ENCODED[6]![2]);
    await using watched = watch();
    const hRequest = await sent(watched.hInternet, way, server);
    const buffer = new Uint8Array(3000);
    let text = "";
    for (;;) {
      const count = await InternetReadFileEx(hRequest, buffer, IRF_NO_WAIT);
      if (count === 0) break;
      text += new TextDecoder().decode(buffer.subarray(0, count));
    }
    assertEquals(text, PLAIN);
  });

  Deno.test(`InternetReadFile() fills small buffers with decoded bytes, ${how}`, async () => {
    await using server = encodedServer(way, "gzip", GZIPPED);
    await using watched = watch();
    const hRequest = await sent(watched.hInternet, way, server);
    assertEquals(await readText(hRequest, 1), PLAIN.slice(0, 1));
    assertEquals(await readText(hRequest, 9999), PLAIN.slice(1, 10_000));
    assertEquals(await readText(hRequest, 100_000), PLAIN.slice(10_000));
  });

  Deno.test(`readable() returns decoded bytes, ${how}`, async () => {
    await using server = encodedServer(way, "deflate", ENCODED[4]![2]);
    await using watched = watch();
    const hRequest = await sent(watched.hInternet, way, server);
    assertEquals(await new Response(readable(hRequest)).text(), PLAIN);
  });

  Deno.test(`InternetSetFilePointer() is refused if the body is decoded, ${how}`, async () => {
    await using server = encodedServer(way, "gzip", GZIPPED);
    await using watched = watch();
    const hRequest = await sent(watched.hInternet, way, server);
    assertEquals(
      thrownCode(() => InternetSetFilePointer(hRequest, 0)),
      ERROR_INTERNET_INVALID_OPERATION,
    );
    assertEquals(await readText(hRequest, 100_000), PLAIN);
  });

  for (const path of ["/fixed", "/chunked"]) {
    Deno.test(`a decoded body releases its connection, ${path}, ${how}`, async () => {
      await using server = encodedServer(way, "gzip", GZIPPED);
      await using watched = watch();
      const hRequest = await opened(watched.hInternet, way, server, path);
      for (let left = 3; left > 0; left--) {
        await HttpSendRequest(hRequest, ACCEPT);
        assertEquals(await readText(hRequest, 100_000), PLAIN);
        assertEquals(await readText(hRequest), "");
      }
      // For an unobserved request, fetch may release the connection a turn too
      // late.
      if (dwContext) assertEquals(server.connections, 1);
    });
  }
}
