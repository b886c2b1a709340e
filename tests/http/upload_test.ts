// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { ERROR_INTERNET_FORCE_RETRY } from "../../error.ts";
import { HSR_CHUNKED, HSR_INITIATE } from "../../flags.ts";
import { HttpEndRequest, HttpSendRequestEx } from "../../http.ts";
import { InternetWriteFile } from "../../internet.ts";
import type { INTERNET_BUFFERS } from "../../structures.ts";
import {
  BOTH,
  openRequest,
  readText,
  rejectedCode,
  usualServer,
} from "../helpers/calls.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { type Watch, watch } from "../helpers/watch.ts";

const UPLOAD = { verb: "POST", path: "/upload" };

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

const UPLOADS: [
  name: string,
  buffers: INTERNET_BUFFERS | null,
  flags: number,
  writes: string[],
  body: string,
  chunks: number[],
][] = [
  [
    "a body of known length",
    { dwBufferTotal: 11 },
    0,
    ["hello", " world"],
    "hello world",
    [],
  ],
  [
    "a body that starts in lpvBuffer",
    { dwBufferTotal: 11, lpvBuffer: bytes("hello") },
    0,
    [" world"],
    "hello world",
    [],
  ],
  [
    "a body that lpvBuffer is",
    { lpvBuffer: bytes("hello") },
    0,
    [],
    "hello",
    [],
  ],
  [
    "a part of lpvBuffer",
    { lpvBuffer: bytes("hello world"), dwBufferLength: 5 },
    0,
    [],
    "hello",
    [],
  ],
  ["no body", null, 0, [], "", []],
  ["no body and no bytes", { dwBufferTotal: 0 }, 0, ["", ""], "", []],
  [
    "writes of nothing",
    { dwBufferTotal: 5 },
    0,
    ["", "hello", ""],
    "hello",
    [],
  ],
  [
    "a chunked body",
    null,
    HSR_CHUNKED,
    ["hello", " ", "world"],
    "hello world",
    [5, 1, 5],
  ],
  [
    "a chunked body that starts in lpvBuffer",
    { lpvBuffer: bytes("hello") },
    HSR_CHUNKED,
    [" world"],
    "hello world",
    [5, 6],
  ],
  ["a chunked body of nothing", null, HSR_CHUNKED, [], "", []],
  [
    "a chunked body with HSR_INITIATE",
    null,
    HSR_CHUNKED | HSR_INITIATE,
    ["x"],
    "x",
    [1],
  ],
];

for (const [how, dwContext] of BOTH) {
  for (const [name, buffers, flags, writes, body, chunks] of UPLOADS) {
    Deno.test(`HttpSendRequestEx() sends ${name}, ${how}`, async () => {
      await using server = usualServer();
      await using watched = watch();
      const hRequest = await openRequest(watched.hInternet, server, {
        ...UPLOAD,
        dwContext,
      });
      assertEquals(await HttpSendRequestEx(hRequest, buffers, flags), true);
      for (const text of writes) {
        assertEquals(await InternetWriteFile(hRequest, text), text.length);
      }
      assertEquals(await HttpEndRequest(hRequest), true);
      assertEquals(await readText(hRequest), body);
      const request = server.requests[0]!;
      // For an unobserved request, fetch reads the body before it connects, and
      // joins the pieces.
      if (dwContext) assertEquals(request.chunks, chunks);
      const length = flags & HSR_CHUNKED ? undefined : String(body.length);
      assertEquals(request.header("content-length"), length);
    });
  }

  Deno.test(`HttpSendRequestEx() accepts further headers, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      ...UPLOAD,
      dwContext,
    });
    await HttpSendRequestEx(hRequest, {
      lpcszHeader: "X-A: 1",
      dwStructSize: 56,
    });
    await HttpEndRequest(hRequest);
    assertEquals(server.requests[0]!.header("x-a"), "1");
  });

  Deno.test(`InternetWriteFile() writes simultaneous calls in order, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      ...UPLOAD,
      dwContext,
    });
    await HttpSendRequestEx(hRequest, { dwBufferTotal: 6 });
    const buffer = bytes("34");
    const writes = [
      InternetWriteFile(hRequest, "12"),
      InternetWriteFile(hRequest, buffer),
      InternetWriteFile(hRequest, "56"),
    ];
    // The bytes at the time of the call are sent.
    buffer.fill(0);
    assertEquals(await Promise.all(writes), [2, 2, 2]);
    await HttpEndRequest(hRequest);
    assertEquals(await readText(hRequest), "123456");
  });

  Deno.test(`InternetWriteFile() sends megabytes, ${how}`, async () => {
    await using server = new FakeHttpServer({
      "*": ({ body }, reply) => reply({ body: String(body.length) }),
    });
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      ...UPLOAD,
      dwContext,
    });
    const piece = new Uint8Array(700_000);
    await HttpSendRequestEx(hRequest, { dwBufferTotal: 3 * piece.length });
    for (let left = 3; left > 0; left--) {
      await InternetWriteFile(hRequest, piece);
    }
    await HttpEndRequest(hRequest);
    assertEquals(await readText(hRequest), String(3 * piece.length));
  });

  Deno.test(`HttpSendRequestEx() may follow a response that was read, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      ...UPLOAD,
      dwContext,
    });
    for (const text of ["first", "second"]) {
      await HttpSendRequestEx(hRequest, { dwBufferTotal: text.length });
      await InternetWriteFile(hRequest, text);
      await HttpEndRequest(hRequest);
      assertEquals(await readText(hRequest), text);
    }
    assertEquals(server.connections, 1);
  });

  Deno.test(`HttpEndRequest() follows a redirect that needs no body, ${how}`, async () => {
    await using server = new FakeHttpServer({
      "POST /": (_request, reply) => reply.redirect("/there", 303),
      "GET /there": (_request, reply) => reply({ body: "there" }),
    });
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      verb: "POST",
      dwContext,
    });
    await HttpSendRequestEx(hRequest, { dwBufferTotal: 5 });
    await InternetWriteFile(hRequest, "hello");
    await HttpEndRequest(hRequest);
    assertEquals(await readText(hRequest), "there");
  });

  Deno.test(`HttpEndRequest() requires the body again at 307, and then uses the new URL, ${how}`, async () => {
    await using server = new FakeHttpServer({
      "/": (_request, reply) => reply.redirect("/upload", 307),
      "/upload": ({ body }, reply) => reply({ body }),
    });
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      verb: "POST",
      dwContext,
    });
    await HttpSendRequestEx(hRequest, { dwBufferTotal: 5 });
    await InternetWriteFile(hRequest, "hello");
    assertEquals(
      await rejectedCode(HttpEndRequest(hRequest)),
      ERROR_INTERNET_FORCE_RETRY,
    );
    await HttpSendRequestEx(hRequest, { dwBufferTotal: 5 });
    await InternetWriteFile(hRequest, "again");
    await HttpEndRequest(hRequest);
    assertEquals(await readText(hRequest), "again");
    assertEquals(server.requests.map(({ method, target }) => method + target), [
      "POST/",
      "POST/upload",
    ]);
  });
}

/** Returns the names of the statuses, and the byte counts of REQUEST_SENT. */
function stages(watched: Watch): string[] {
  return watched.log.map(({ name, information }) =>
    name === "REQUEST_SENT" ? `${name} ${information}` : name
  );
}

Deno.test("InternetWriteFile() reports the bytes of each write, including framing", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, server, {
    ...UPLOAD,
    dwContext: 1,
  });
  watched.log.length = 0;
  await HttpSendRequestEx(hRequest, null, HSR_CHUNKED);
  await InternetWriteFile(hRequest, "hello");
  await InternetWriteFile(hRequest, "0123456789abcdef");
  await HttpEndRequest(hRequest);
  assertEquals(stages(watched), [
    "CONNECTING_TO_SERVER",
    "CONNECTED_TO_SERVER",
    "SENDING_REQUEST",
    `REQUEST_SENT ${server.requests[0]!.rawHead.length}`,
    "REQUEST_COMPLETE",
    "SENDING_REQUEST",
    "REQUEST_SENT 10",
    "REQUEST_COMPLETE",
    "SENDING_REQUEST",
    "REQUEST_SENT 22",
    "REQUEST_COMPLETE",
    "RECEIVING_RESPONSE",
    "RESPONSE_RECEIVED",
    "REQUEST_COMPLETE",
  ]);
});
