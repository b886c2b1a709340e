// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { ERROR_INTERNET_INVALID_OPERATION } from "../../error.ts";
import {
  FILE_BEGIN,
  FILE_CURRENT,
  FILE_END,
  HSR_CHUNKED,
  HTTP_QUERY_CONTENT_ENCODING,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import {
  HttpEndRequest,
  HttpOpenRequest,
  HttpQueryInfo,
  HttpSendRequestEx,
} from "../../http.ts";
import {
  InternetCloseHandle,
  InternetConnect,
  InternetReadFile,
  InternetSetFilePointer,
  InternetWriteFile,
} from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { readText, rejectedCode } from "../helpers/calls.ts";
import { type Watch, watch } from "../helpers/watch.ts";
import { compressibleText, deterministicBytes, nginxTest } from "./nginx.ts";
import { assertStatus, openUrl } from "./nginx_calls.ts";

/** Reads to the end, in pieces. */
async function readAll(
  hFile: HINTERNET,
  size: number,
  piece: number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (;;) {
    const buffer = new Uint8Array(piece);
    const read = await InternetReadFile(hFile, buffer);
    if (read === 0) return bytes.subarray(0, at);
    bytes.set(buffer.subarray(0, read), at);
    at += read;
  }
}

function assertSameBytes(actual: Uint8Array, expected: Uint8Array): void {
  assertEquals(actual.length, expected.length);
  // assertEquals is slow for megabytes.
  const different = expected.findIndex((byte, at) => byte !== actual[at]);
  assertEquals(different, -1, `byte ${different} differs`);
}

/** Returns the sum of the byte counts of a status. */
function counted(log: Watch, name: string): number {
  return log.log.filter((entry) => entry.name === name)
    .reduce((sum, { information }) => sum + Number(information), 0);
}

for (const scheme of ["http", "https"] as const) {
  nginxTest(
    `InternetReadFile() reads the files of nginx over ${scheme}`,
    async (nginx) => {
      const url = scheme === "http" ? nginx.url : nginx.tlsUrl;
      for (const dwContext of ["url", 0]) {
        await using log = watch();
        const hRequest = await openUrl(
          log,
          `${url}/hello.txt`,
          null,
          dwContext,
        );
        assertEquals(await readText(hRequest), "Hello, http\n");
        assertStatus(hRequest, 200);
      }
    },
  );

  nginxTest(
    `InternetReadFile() reads 16 MiB unchanged over ${scheme}`,
    async (nginx) => {
      const url = scheme === "http" ? nginx.url : nginx.tlsUrl;
      const expected = deterministicBytes(2 ** 24);
      for (const [dwContext, piece] of [["url", 100_000], [0, 2 ** 20]]) {
        await using log = watch();
        const hRequest = await openUrl(
          log,
          `${url}/bin16m.bin`,
          null,
          dwContext,
        );
        const bytes = await readAll(hRequest, expected.length, Number(piece));
        assertSameBytes(bytes, expected);
      }
    },
  );

  nginxTest(
    `InternetOpenUrl() keeps its connection to nginx over ${scheme}`,
    async (nginx) => {
      const url = scheme === "http" ? nginx.url : nginx.tlsUrl;
      await using log = watch();
      for (const path of ["/hello.txt", "/big.txt", "/bin1m.bin", "/404"]) {
        const hRequest = await openUrl(log, url + path);
        await readAll(hRequest, 2 ** 20, 65536);
        InternetCloseHandle(hRequest);
      }
      const names = log.names();
      const connected = names.filter((name) => name === "CONNECTED_TO_SERVER");
      assertEquals(connected.length, 1, `${names}`);
      assert(!names.includes("CLOSING_CONNECTION"));
    },
  );

  nginxTest(
    `HttpSendRequestEx() puts a body of known length over ${scheme}`,
    async (nginx) => {
      const url = scheme === "http" ? nginx.url : nginx.tlsUrl;
      await using log = watch();
      await put(log, `${url}/dav/sized.bin`, 0);
      const stored = await Deno.readFile(`${nginx.root}/dav/sized.bin`);
      assertSameBytes(stored, deterministicBytes(3_000_000));
    },
  );

  nginxTest(
    `HttpSendRequestEx() puts a chunked body over ${scheme}`,
    async (nginx) => {
      const url = scheme === "http" ? nginx.url : nginx.tlsUrl;
      await using log = watch();
      await put(log, `${url}/dav/chunked.bin`, HSR_CHUNKED);
      const stored = await Deno.readFile(`${nginx.root}/dav/chunked.bin`);
      assertSameBytes(stored, deterministicBytes(3_000_000));
    },
  );
}

/** Uploads three million bytes in pieces of many sizes. */
async function put(log: Watch, url: string, dwFlags: number): Promise<void> {
  const { protocol, hostname, port, pathname } = new URL(url);
  const hConnect = await InternetConnect(log.hInternet, hostname, Number(port));
  const hRequest = await HttpOpenRequest(
    hConnect,
    "PUT",
    pathname,
    null,
    null,
    null,
    protocol === "https:" ? INTERNET_FLAG_SECURE : 0,
    "put",
  );
  const bytes = deterministicBytes(3_000_000);
  const dwBufferTotal = dwFlags === HSR_CHUNKED ? 0 : bytes.length;
  const lpvBuffer = bytes.subarray(0, 1000);
  await HttpSendRequestEx(hRequest, { lpvBuffer, dwBufferTotal }, dwFlags);
  const cuts = [1000, 1001, 1500, 80_000, 200_000, 1_500_000, bytes.length];
  for (const [index, end] of cuts.slice(1).entries()) {
    const piece = bytes.subarray(cuts[index], end);
    assertEquals(await InternetWriteFile(hRequest, piece), piece.length);
  }
  await HttpEndRequest(hRequest);
  assertStatus(hRequest, 201);
}

nginxTest(
  "InternetReadFile() returns the bytes of gzip unchanged",
  async (nginx) => {
    await using log = watch();
    const url = `${nginx.url}/big.txt`;
    const plain = await openUrl(log, url);
    assertEquals(await readText(plain, 200_000), compressibleText());
    const packed = await openUrl(log, url, "Accept-Encoding: gzip");
    assertEquals(HttpQueryInfo(packed, HTTP_QUERY_CONTENT_ENCODING), "gzip");
    const bytes = await readAll(packed, 200_000, 5000);
    const stream = new Blob([bytes.slice()]).stream()
      .pipeThrough(new DecompressionStream("gzip"));
    assertEquals(await new Response(stream).text(), compressibleText());
  },
);

const PLACES: [method: number, distance: number, position: number][] = [
  [FILE_BEGIN, 500_000, 500_000],
  [FILE_CURRENT, 250_000, 250_100],
  [FILE_CURRENT, -50, 50],
  [FILE_BEGIN, 0, 0],
  [FILE_BEGIN, 2 ** 20 - 10, 2 ** 20 - 10],
];

for (const folder of ["", "/noranges"]) {
  for (const [method, distance, position] of PLACES) {
    nginxTest(
      `InternetSetFilePointer(${distance}, ${method}) reads from ${position} on at ${
        folder || "/"
      }`,
      async (nginx) => {
        const all = deterministicBytes(2 ** 20);
        await using log = watch();
        const hRequest = await openUrl(log, `${nginx.url}${folder}/bin1m.bin`);
        await InternetReadFile(hRequest, new Uint8Array(100));
        const moved = await InternetSetFilePointer(hRequest, distance, method);
        assertEquals(moved, position);
        const rest = await readAll(hRequest, all.length, 100_000);
        assertSameBytes(rest, all.subarray(position));
      },
    );
  }
}

nginxTest(
  "InternetSetFilePointer() moves from the end if ranges are supported",
  async (nginx) => {
    await using log = watch();
    const hRequest = await openUrl(log, `${nginx.url}/bin1m.bin`);
    assertEquals(await InternetSetFilePointer(hRequest, 0, FILE_END), 2 ** 20);
    assertEquals(await InternetReadFile(hRequest, new Uint8Array(10)), 0);
    const other = await openUrl(log, `${nginx.url}/noranges/bin1m.bin`);
    const code = await rejectedCode(InternetSetFilePointer(other, 0, FILE_END));
    assertEquals(code, ERROR_INTERNET_INVALID_OPERATION);
  },
);

nginxTest(
  "InternetOpenUrl() connects again if nginx keeps no connection",
  async (nginx) => {
    await using log = watch();
    for (const _ of [1, 2]) {
      const hRequest = await openUrl(log, `${nginx.url}/nokeepalive/hello.txt`);
      assertEquals(await readText(hRequest), "Hello, http\n");
      InternetCloseHandle(hRequest);
    }
    const names = log.names().filter((name) => /CONNECT/.test(name));
    const once = [
      "CONNECTING_TO_SERVER",
      "CONNECTED_TO_SERVER",
      "CLOSING_CONNECTION",
      "CONNECTION_CLOSED",
    ];
    assertEquals(names, [...once, ...once]);
  },
);

nginxTest(
  "RESPONSE_RECEIVED adds up to the bytes of a slow response",
  async (nginx) => {
    await using log = watch();
    const hRequest = await openUrl(log, `${nginx.url}/slow/big.txt`);
    const body = await readAll(hRequest, 200_000, 4000);
    assertEquals(new TextDecoder().decode(body), compressibleText());
    const head = counted(log, "RESPONSE_RECEIVED") - body.length;
    assert(head > 150 && head < 500, `a head of ${head} bytes`);
  },
);

nginxTest("InternetOpenUrl() sends the given headers", async (nginx) => {
  await using log = watch();
  const headers = [
    "Referer: http://from.example/",
    "Range: bytes=0-4",
    "Cookie: a=b",
    "Authorization: Basic YTpi",
    "Accept: text/plain",
  ].join("\r\n");
  const url = `${nginx.url}/echo?a=b`;
  const hRequest = await openUrl(log, url, headers);
  const port = new URL(nginx.url).port;
  const echoed = (await readText(hRequest)).split("\n");
  for (
    const line of [
      "GET /echo?a=b HTTP/1.1",
      `host=127.0.0.1:${port}`,
      "ua=watch/1",
      "accept=text/plain",
      "range=bytes=0-4",
      "cookie=a=b",
      "referer=http://from.example/",
      "auth=Basic YTpi",
    ]
  ) assert(echoed.includes(line), `${line} is missing: ${echoed}`);
});
