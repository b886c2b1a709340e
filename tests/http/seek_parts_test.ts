// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ERROR_HTTP_INVALID_SERVER_RESPONSE,
  ERROR_INTERNET_INVALID_OPERATION,
} from "../../error.ts";
import { FILE_BEGIN } from "../../flags.ts";
import {
  InternetOpenUrl,
  InternetQueryDataAvailable,
  InternetReadFile,
  InternetSetFilePointer,
} from "../../internet.ts";
import { readText, rejectedCode } from "../helpers/calls.ts";
import { deterministicBytes } from "../interop/nginx.ts";
import { FakeHttpServer, type FakeRequest } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

const WHOLE = deterministicBytes(300_000);

/**
 * A server that responds to a range request with the bytes and the
 * Content-Range that `part` returns.
 */
function rangeServer(
  part: (
    start: number,
  ) => { status?: number; range?: string; body: Uint8Array },
): FakeHttpServer {
  return new FakeHttpServer({
    "/": (request, reply) => {
      const start = startOf(request);
      if (start === null) {
        return reply({ headers: { "Accept-Ranges": "bytes" }, body: WHOLE });
      }
      const { status = 206, range, body } = part(start);
      return reply({
        status,
        headers: range ? { "Content-Range": range } : {},
        body,
      });
    },
  });
}

function startOf(request: FakeRequest): number | null {
  const start = /^bytes=(\d+)-/.exec(request.header("range") ?? "")?.[1];
  return start === undefined ? null : Number(start);
}

async function openAt(
  server: FakeHttpServer,
  hInternet: Parameters<typeof InternetOpenUrl>[0],
  position: number,
) {
  const hRequest = await InternetOpenUrl(
    hInternet,
    `${server.url}/`,
    null,
    0,
    1,
  );
  await InternetReadFile(hRequest, new Uint8Array(200));
  await InternetSetFilePointer(hRequest, position, FILE_BEGIN);
  return hRequest;
}

async function readAll(
  hRequest: Parameters<typeof InternetReadFile>[0],
): Promise<Uint8Array> {
  const all = new Uint8Array(WHOLE.length);
  let filled = 0;
  for (
    let read;
    (read = await InternetReadFile(hRequest, all.subarray(filled))) > 0;
  ) filled += read;
  return all.subarray(0, filled);
}

Deno.test("InternetReadFile() requests the rest if the response has only a part of a range", async () => {
  await using server = rangeServer((start) => {
    const end = Math.min(start + 100_000, WHOLE.length);
    return {
      range: `bytes ${start}-${end - 1}/${WHOLE.length}`,
      body: WHOLE.subarray(start, end),
    };
  });
  await using watched = watch();
  const hRequest = await openAt(server, watched.hInternet, 100);

  assertEquals(await readAll(hRequest), WHOLE.subarray(100));
  assertEquals(server.requests.map(startOf), [null, 100, 100_100, 200_100]);
});

Deno.test("InternetQueryDataAvailable() requests the rest if the response has only a part of a range", async () => {
  await using server = rangeServer((start) => ({
    range: `bytes ${start}-${start + 99}/${WHOLE.length}`,
    body: WHOLE.subarray(start, start + 100),
  }));
  await using watched = watch();
  const hRequest = await openAt(server, watched.hInternet, 100);
  await InternetReadFile(hRequest, new Uint8Array(100));

  assertEquals(await InternetQueryDataAvailable(hRequest), 100);
});

Deno.test("InternetReadFile() fails if the response to a range is empty", async () => {
  await using server = rangeServer((start) => ({
    range: `bytes ${start}-${start}/${WHOLE.length}`,
    body: new Uint8Array(0),
  }));
  await using watched = watch();
  const hRequest = await openAt(server, watched.hInternet, 100);

  const code = await rejectedCode(
    InternetReadFile(hRequest, new Uint8Array(100)),
  );
  assertEquals(code, ERROR_HTTP_INVALID_SERVER_RESPONSE);
});

for (
  const [what, part] of [
    [
      "another total",
      (start: number) => ({
        range: `bytes ${start}-499/500`,
        body: new Uint8Array(500 - start),
      }),
    ],
    [
      "another length at 200",
      () => ({ status: 200, body: new Uint8Array(500) }),
    ],
  ] as const
) {
  Deno.test(`InternetReadFile() detects with ${what} that the resource has changed`, async () => {
    await using server = rangeServer(part);
    await using watched = watch();
    const hRequest = await openAt(server, watched.hInternet, 100);

    const code = await rejectedCode(
      InternetReadFile(hRequest, new Uint8Array(100)),
    );
    assertEquals(code, ERROR_HTTP_INVALID_SERVER_RESPONSE);
  });
}

Deno.test("InternetSetFilePointer() refuses a request with a Range of the program", async () => {
  await using server = rangeServer((start) => ({
    range: `bytes ${start}-${WHOLE.length - 1}/${WHOLE.length}`,
    body: WHOLE.subarray(start),
  }));
  await using watched = watch();
  const hRequest = await InternetOpenUrl(
    watched.hInternet,
    `${server.url}/`,
    "Range: bytes=299990-",
    0,
    1,
  );

  const code = await rejectedCode(
    InternetSetFilePointer(hRequest, 5, FILE_BEGIN),
  );
  assertEquals(code, ERROR_INTERNET_INVALID_OPERATION);
  assertEquals((await readText(hRequest)).length > 0, true);
});
