// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ERROR_HTTP_INVALID_SERVER_RESPONSE,
  ERROR_INTERNET_INVALID_OPERATION,
  ERROR_NEGATIVE_SEEK,
} from "../../error.ts";
import { FILE_BEGIN, FILE_CURRENT, FILE_END } from "../../flags.ts";
import { HttpSendRequest } from "../../http.ts";
import {
  InternetQueryDataAvailable,
  InternetSetFilePointer,
} from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  BOTH,
  openRequest,
  readText,
  rejectedCode,
  sentRequest,
} from "../helpers/calls.ts";
import {
  FakeHttpServer,
  type FakeRequest,
  type Reply,
} from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

/** A text that contains its position at every tenth character. */
const TEXT = Array.from(
  { length: 20_000 },
  (_, at) => `[${String(at).padStart(8, "0")}]`,
).join("");

/** Returns the text at a position. */
function textAt(position: number, length: number): string {
  return TEXT.slice(position, position + length);
}

const TAGGED = { ETag: '"one"', "Accept-Ranges": "bytes" };

/** Responds to a range request as a server does that supports ranges. */
function ranged(
  request: FakeRequest,
  reply: Reply,
  headers: Record<string, string> = TAGGED,
): Promise<void> {
  const start = Number(
    /^bytes=(\d+)-$/.exec(request.header("range") ?? "")?.[1] ?? NaN,
  );
  if (Number.isNaN(start)) return reply({ body: TEXT, headers });
  if (start >= TEXT.length) return reply({ status: 416, headers });
  const range = `bytes ${start}-${TEXT.length - 1}/${TEXT.length}`;
  return reply({
    status: 206,
    body: TEXT.slice(start),
    headers: { ...headers, "Content-Range": range },
  });
}

function rangeServer(headers?: Record<string, string>): FakeHttpServer {
  return new FakeHttpServer({
    "*": (request, reply) => ranged(request, reply, headers),
  });
}

/** Moves the position and reads some bytes; returns the position and the text. */
async function readAt(
  hFile: HINTERNET,
  distance: number,
  method: number,
): Promise<[number, string]> {
  const position = await InternetSetFilePointer(hFile, distance, method);
  return [position, await readText(hFile, 15)];
}

function rangesOf(server: FakeHttpServer): (string | undefined)[] {
  return server.requests.map((request) => request.header("range"));
}

for (const [how, dwContext] of BOTH) {
  for (const position of [0, 1, 15, 70_000, 199_990, 199_999]) {
    Deno.test(`InternetSetFilePointer() moves to ${position} from the start, ${how}`, async () => {
      await using server = rangeServer();
      await using watched = watch();
      const hRequest = await sentRequest(watched.hInternet, server, {
        dwContext,
      });
      assertEquals(await readText(hRequest, 15), textAt(0, 15));
      assertEquals(await readAt(hRequest, position, FILE_BEGIN), [
        position,
        textAt(position, 15),
      ]);
      assertEquals(await readAt(hRequest, 0, FILE_BEGIN), [0, textAt(0, 15)]);
    });
  }

  Deno.test(`InternetSetFilePointer() moves from the current position, ${how}`, async () => {
    await using server = rangeServer();
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await readAt(hRequest, 100, FILE_CURRENT), [
      100,
      textAt(100, 15),
    ]);
    assertEquals(await readAt(hRequest, -15, FILE_CURRENT), [
      100,
      textAt(100, 15),
    ]);
    assertEquals(await InternetSetFilePointer(hRequest, 5, FILE_CURRENT), 120);
    assertEquals(await InternetSetFilePointer(hRequest, 5, FILE_CURRENT), 125);
    assertEquals(await readText(hRequest, 15), textAt(125, 15));
    assertEquals(await InternetSetFilePointer(hRequest, 0, FILE_CURRENT), 140);
  });

  Deno.test(`InternetSetFilePointer() refuses positions before the start, ${how}`, async () => {
    await using server = rangeServer();
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    for (
      const [distance, method] of [[-1, FILE_BEGIN], [-1, FILE_CURRENT], [
        -1,
        FILE_END,
      ]] as const
    ) {
      assertEquals(
        await rejectedCode(InternetSetFilePointer(hRequest, distance, method)),
        ERROR_NEGATIVE_SEEK,
      );
    }
    assertEquals(await readText(hRequest, 15), textAt(0, 15));
    assertEquals(
      await rejectedCode(InternetSetFilePointer(hRequest, -16, FILE_CURRENT)),
      ERROR_NEGATIVE_SEEK,
    );
    assertEquals(await readText(hRequest, 15), textAt(15, 15));
  });

  Deno.test(`InternetSetFilePointer() moves past the end, where no data exists, ${how}`, async () => {
    await using server = rangeServer();
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await readAt(hRequest, 0x7fffffff, FILE_BEGIN), [
      0x7fffffff,
      "",
    ]);
    assertEquals(await readAt(hRequest, 0, FILE_END), [TEXT.length, ""]);
    assertEquals(await readAt(hRequest, 10, FILE_END), [TEXT.length + 10, ""]);
    assertEquals(await InternetQueryDataAvailable(hRequest), 0);
    assertEquals(await readAt(hRequest, 5, FILE_BEGIN), [5, textAt(5, 15)]);
    assertEquals(
      await InternetSetFilePointer(hRequest, 0, FILE_END),
      TEXT.length,
    );
  });

  Deno.test(`InternetSetFilePointer() reads a short distance ahead and requests a long one, ${how}`, async () => {
    await using server = rangeServer();
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    await readAt(hRequest, 60_000, FILE_BEGIN);
    assertEquals(rangesOf(server), [undefined]);
    await readAt(hRequest, 150_000, FILE_BEGIN);
    assertEquals(rangesOf(server), [undefined, "bytes=150000-"]);
    await readAt(hRequest, -20, FILE_CURRENT);
    assertEquals(rangesOf(server), [
      undefined,
      "bytes=150000-",
      "bytes=149995-",
    ]);
  });

  Deno.test(`InternetSetFilePointer() sends nothing if the position does not change, ${how}`, async () => {
    await using server = rangeServer();
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    await readText(hRequest, 15);
    await InternetSetFilePointer(hRequest, 0, FILE_BEGIN);
    assertEquals(await readAt(hRequest, 15, FILE_BEGIN), [15, textAt(15, 15)]);
    assertEquals(server.requests.length, 1);
  });

  Deno.test(`InternetSetFilePointer() keeps the available data after the position, ${how}`, async () => {
    await using server = rangeServer();
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    await InternetSetFilePointer(hRequest, TEXT.length - 7, FILE_BEGIN);
    assertEquals(await InternetQueryDataAvailable(hRequest), 7);
    assertEquals(await readText(hRequest), textAt(TEXT.length - 7, 7));
  });

  const validators: [
    name: string,
    headers: Record<string, string>,
    ifRange: string | undefined,
  ][] = [
    ["the tag", {
      ETag: '"one"',
      "Last-Modified": "Fri, 07 Jan 2005 12:06:35 GMT",
    }, '"one"'],
    ["the date when the tag is weak", {
      ETag: 'W/"one"',
      "Last-Modified": "Fri, 07 Jan 2005 12:06:35 GMT",
    }, "Fri, 07 Jan 2005 12:06:35 GMT"],
    [
      "no condition if the tag is weak and there is no date",
      { ETag: 'W/"one"' },
      undefined,
    ],
    ["nothing when there is nothing", {}, undefined],
  ];
  for (const [name, headers, ifRange] of validators) {
    Deno.test(`InternetSetFilePointer() sends ${name} with If-Range, ${how}`, async () => {
      await using server = rangeServer(headers);
      await using watched = watch();
      const hRequest = await openRequest(watched.hInternet, server, {
        dwContext,
      });
      await HttpSendRequest(hRequest, "X-Mine: 1\r\nAccept: text/mine");
      assertEquals(await readAt(hRequest, 150_000, FILE_BEGIN), [
        150_000,
        textAt(150_000, 15),
      ]);
      const request = server.requests[1]!;
      assertEquals(request.header("if-range"), ifRange);
      assertEquals(request.header("range"), "bytes=150000-");
      assertEquals(request.header("x-mine"), "1");
      assertEquals(request.header("accept"), "text/mine");
    });
  }

  Deno.test(`InternetSetFilePointer() works with a server without ranges, ${how}`, async () => {
    await using server = new FakeHttpServer({
      "*": (_request, reply) =>
        reply({ body: TEXT, headers: { ETag: '"one"' } }),
    });
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await readAt(hRequest, 150_000, FILE_BEGIN), [
      150_000,
      textAt(150_000, 15),
    ]);
    assertEquals(await readAt(hRequest, 10, FILE_BEGIN), [10, textAt(10, 15)]);
    assertEquals(
      await rejectedCode(InternetSetFilePointer(hRequest, 0, FILE_END)),
      ERROR_INTERNET_INVALID_OPERATION,
    );
  });

  Deno.test(`InternetSetFilePointer() works with chunked responses, but not from their end, ${how}`, async () => {
    await using server = new FakeHttpServer({
      "*": (_request, reply) =>
        reply.chunked([TEXT], { headers: { "Accept-Ranges": "bytes" } }),
    });
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await readAt(hRequest, 150_000, FILE_BEGIN), [
      150_000,
      textAt(150_000, 15),
    ]);
    assertEquals(
      await rejectedCode(InternetSetFilePointer(hRequest, 0, FILE_END)),
      ERROR_INTERNET_INVALID_OPERATION,
    );
  });

  const faults: [
    name: string,
    answer: (request: FakeRequest, reply: Reply) => Promise<void>,
  ][] = [
    [
      "the whole of another version",
      (_request, reply) => reply({ body: TEXT, headers: { ETag: '"two"' } }),
    ],
    [
      "another version's range",
      (request, reply) => ranged(request, reply, { ETag: '"two"' }),
    ],
    [
      "another range",
      (_request, reply) =>
        reply({
          status: 206,
          body: "x",
          headers: { ETag: '"one"', "Content-Range": "bytes 5-5/200000" },
        }),
    ],
    [
      "a range without Content-Range",
      (_request, reply) =>
        reply({ status: 206, body: "x", headers: { ETag: '"one"' } }),
    ],
    ["404", (_request, reply) => reply({ status: 404, body: "x" })],
  ];
  for (const [name, answer] of faults) {
    Deno.test(`InternetSetFilePointer() makes the read fail if the response is ${name}, ${how}`, async () => {
      await using server = new FakeHttpServer({
        "*": (request, reply) =>
          request.header("range")
            ? answer(request, reply)
            : ranged(request, reply),
      });
      await using watched = watch();
      const hRequest = await sentRequest(watched.hInternet, server, {
        dwContext,
      });
      await InternetSetFilePointer(hRequest, 150_000, FILE_BEGIN);
      assertEquals(
        await rejectedCode(readText(hRequest)),
        ERROR_HTTP_INVALID_SERVER_RESPONSE,
      );
    });
  }
  Deno.test(`InternetSetFilePointer() can move again after the server has refused a range, ${how}`, async () => {
    let refused = false;
    await using server = new FakeHttpServer({
      "*": (request, reply) => {
        if (refused || !request.header("range")) return ranged(request, reply);
        refused = true;
        return reply({ status: 404 });
      },
    });
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    await readText(hRequest, 15);
    await InternetSetFilePointer(hRequest, 150_000, FILE_BEGIN);
    assertEquals(
      await rejectedCode(readText(hRequest)),
      ERROR_HTTP_INVALID_SERVER_RESPONSE,
    );
    assertEquals(await readAt(hRequest, 15, FILE_BEGIN), [15, textAt(15, 15)]);
    assertEquals(await readAt(hRequest, 40, FILE_BEGIN), [40, textAt(40, 15)]);
  });

  Deno.test(`InternetSetFilePointer() moves past an end that only the server knows, ${how}`, async () => {
    await using server = new FakeHttpServer({
      "*": (request, reply) =>
        request.header("range")
          ? ranged(request, reply)
          : reply.chunked([TEXT], { headers: TAGGED }),
    });
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await readAt(hRequest, 300_000, FILE_BEGIN), [300_000, ""]);
    assertEquals(await InternetQueryDataAvailable(hRequest), 0);
    assertEquals(await readAt(hRequest, 0, FILE_BEGIN), [0, textAt(0, 15)]);
  });
}
