// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_PARAMETER,
} from "../../error.ts";
import { HttpSendRequest } from "../../http.ts";
import {
  InternetCloseHandle,
  InternetConnect,
  InternetReadFile,
} from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  BOTH,
  completions,
  EMPTY_ANSWERS,
  openRequest,
  readText,
  sentRequest,
  serverOf,
  thrownCode,
  usualServer,
} from "../helpers/calls.ts";
import type { RouteHandler } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

/** Reads to the end with buffers of one size; returns the text and the counts. */
async function readAll(
  hFile: HINTERNET,
  size: number,
): Promise<[string, number[]]> {
  const counts: number[] = [];
  let text = "";
  for (;;) {
    const buffer = new Uint8Array(size);
    const read = await InternetReadFile(hFile, buffer);
    counts.push(read);
    text += String.fromCharCode(...buffer.subarray(0, read));
    if (read === 0) return [text, counts];
  }
}

const FRAMINGS: [name: string, answer: RouteHandler][] = [
  [
    "a body of known length",
    (_request, reply) => reply({ body: ["he", "llo wor", "ld!"] }),
  ],
  [
    "a chunked body",
    (_request, reply) => reply.chunked(["he", "llo wor", "ld!"]),
  ],
  [
    "a chunked body with a trailer",
    (_request, reply) =>
      reply.chunked(["hello world!"], { trailer: { "X-A": "1" } }),
  ],
  [
    "a body that the connection ends",
    (_request, reply) => reply.untilClose(["he", "llo wor", "ld!"]),
  ],
  [
    "a body after Connection: close",
    (_request, reply) =>
      reply({ body: "hello world!", headers: { Connection: "close" } }),
  ],
  [
    "a body after HTTP/1.0",
    (_request, reply) => reply({ body: "hello world!", version: "HTTP/1.0" }),
  ],
];

/** The results of reads of each size. */
const SIZES: [size: number, counts: number[]][] = [
  [1, [...Array(12).fill(1), 0]],
  [5, [5, 5, 2, 0]],
  [12, [12, 0]],
  [100, [12, 0]],
];

for (const [how, dwContext] of BOTH) {
  for (const [name, answer] of FRAMINGS) {
    for (const [size, counts] of SIZES) {
      Deno.test(`InternetReadFile() reads ${name} by ${size}, ${how}`, async () => {
        await using server = serverOf(answer);
        await using watched = watch();
        const hRequest = await sentRequest(watched.hInternet, server, {
          dwContext,
        });
        assertEquals(await readAll(hRequest, size), ["hello world!", counts]);
        assertEquals(await readText(hRequest), "");
      });
    }
  }

  for (const [name, verb, answer] of EMPTY_ANSWERS) {
    Deno.test(`InternetReadFile() returns 0 after ${name}, ${how}`, async () => {
      await using server = serverOf(answer);
      await using watched = watch();
      const hRequest = await openRequest(watched.hInternet, server, {
        verb,
        dwContext,
      });
      for (const turn of [1, 2]) {
        await HttpSendRequest(hRequest);
        assertEquals(await readAll(hRequest, 10), ["", [0]]);
        assertEquals(server.requests.length, turn);
      }
      assertEquals(server.connections, 1);
    });
  }

  Deno.test(`InternetReadFile() waits until the buffer is full, ${how}`, async () => {
    const gate = Promise.withResolvers<void>();
    await using server = serverOf((_request, reply) =>
      reply.chunked(["he", gate.promise, "llo"])
    );
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await readText(hRequest, 1), "h");
    const reading = readText(hRequest, 4);
    gate.resolve();
    assertEquals(await reading, "ello");
  });

  Deno.test(`InternetReadFile() completes two simultaneous reads one after the other, ${how}`, async () => {
    const gate = Promise.withResolvers<void>();
    await using server = serverOf((_request, reply) =>
      reply.chunked(["he", gate.promise, "llo"])
    );
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    const reads = [
      readText(hRequest, 1),
      readText(hRequest, 2),
      readText(hRequest, 9),
      readText(hRequest, 9),
    ];
    gate.resolve();
    assertEquals(await Promise.all(reads), ["h", "el", "lo", ""]);
  });

  Deno.test(`InternetReadFile() does not detach the buffer or change the bytes around it, ${how}`, async () => {
    await using server = serverOf((_request, reply) =>
      reply({ body: "hello world!" })
    );
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    const memory = new Uint8Array(100).fill(46);
    for (
      const [start, text] of [[10, "hello"], [20, " worl"], [
        30,
        "d!...",
      ]] as const
    ) {
      const buffer = memory.subarray(start, start + 5);
      const reading = InternetReadFile(hRequest, buffer);
      assertEquals(buffer.length, 5);
      await reading;
      assertEquals(new TextDecoder().decode(buffer), text);
    }
    assertEquals(memory.length, 100);
    assertEquals(memory.filter((byte) => byte === 46).length, 100 - 12);
  });

  Deno.test(`InternetReadFile() into an empty buffer returns 0 and reads nothing, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await InternetReadFile(hRequest, new Uint8Array()), 0);
    assertEquals(await readText(hRequest, 2), "he");
    assertEquals(await InternetReadFile(hRequest, new Uint8Array()), 0);
    assertEquals(await readText(hRequest), "llo");
  });

  for (const size of [1000, 65537, 1_000_000, 4_000_000]) {
    Deno.test(`InternetReadFile() reads three megabytes by ${size}, ${how}`, async () => {
      const body = Uint8Array.from(
        { length: 3_000_000 },
        (_, at) => at * 31 >> 3,
      );
      await using server = serverOf((_request, reply) => reply({ body }));
      await using watched = watch();
      const hRequest = await sentRequest(watched.hInternet, server, {
        dwContext,
      });
      const got = new Uint8Array(body.length + 1);
      let at = 0;
      for (;;) {
        const buffer = new Uint8Array(size);
        const read = await InternetReadFile(hRequest, buffer);
        if (read === 0) break;
        got.set(buffer.subarray(0, read), at);
        at += read;
        assert(read === size || at === body.length);
      }
      assertEquals(at, body.length);
      assert(got.subarray(0, at).every((byte, index) => byte === body[index]));
    });
  }

  Deno.test(`InternetReadFile() reads the start of a body longer than 4 GiB, ${how}`, async () => {
    await using server = serverOf((_request, reply) =>
      reply({
        body: ["hello", reply.until(new Promise(() => {}))],
        length: 5_000_000_000,
      })
    );
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await readText(hRequest, 5), "hello");
  });

  Deno.test(`InternetReadFile() ends at the announced length, and ignores further data, ${how}`, async () => {
    await using server = serverOf(({ number }, reply) =>
      number === 0
        ? reply.raw(
          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 211 Extra\r\n\r\n",
        )
        : reply({ body: "next" })
    );
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await readAll(hRequest, 100), ["hello", [5, 0]]);
  });

  Deno.test(`InternetReadFile() refuses a request without a response, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      dwContext,
    });
    const call = () => InternetReadFile(hRequest, new Uint8Array(1));
    assertEquals(thrownCode(call), ERROR_INTERNET_INCORRECT_HANDLE_STATE);
    const sending = HttpSendRequest(hRequest);
    assertEquals(thrownCode(call), ERROR_INTERNET_INCORRECT_HANDLE_STATE);
    await sending;
    assertEquals(await call(), 1);
    InternetCloseHandle(hRequest);
    assertEquals(thrownCode(call), ERROR_INVALID_HANDLE);
  });
}

Deno.test("InternetReadFile() refuses values that are not buffers, and handles that are not files", async () => {
  await using server = usualServer();
  await using watched = watch();
  const { hInternet } = watched;
  const hRequest = await sentRequest(hInternet, server);
  for (
    const buffer of [null, undefined, 5, "text", new ArrayBuffer(5), [1, 2]]
  ) {
    const call = () =>
      InternetReadFile(hRequest, buffer as unknown as Uint8Array);
    assertEquals(thrownCode(call), ERROR_INVALID_PARAMETER);
  }
  const hConnect = await InternetConnect(hInternet, "localhost");
  for (const handle of [hInternet, hConnect]) {
    const call = () => InternetReadFile(handle, new Uint8Array(5));
    assertEquals(thrownCode(call), ERROR_INTERNET_INCORRECT_HANDLE_TYPE);
  }
});

Deno.test("InternetReadFile() reports waiting only if it waits, and counts the framing", async () => {
  const gate = Promise.withResolvers<void>();
  await using server = serverOf((_request, reply) =>
    reply.chunked(["he", gate.promise, "llo"])
  );
  await using watched = watch();
  const hRequest = await sentRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  assertEquals(await readText(hRequest, 1), "h");
  watched.log.length = 0;
  const reading = readText(hRequest, 9);
  await watched.until("RECEIVING_RESPONSE");
  assertEquals(watched.names(), ["RECEIVING_RESPONSE"]);
  gate.resolve();
  await reading;
  const [, received, complete] = watched.log;
  assertEquals(watched.names(), [
    "RECEIVING_RESPONSE",
    "RESPONSE_RECEIVED",
    "REQUEST_COMPLETE",
  ]);
  assertEquals(received!.information, "3\r\nllo\r\n0\r\n\r\n".length);
  assertEquals(complete!.information, { dwResult: 4, dwError: 0 });
});

Deno.test("InternetReadFile() from memory ends only with REQUEST_COMPLETE", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await sentRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  await readText(hRequest, 2);
  watched.log.length = 0;
  await readText(hRequest, 2);
  await readText(hRequest);
  await readText(hRequest);
  assertEquals(watched.names(), Array(3).fill("REQUEST_COMPLETE"));
  assertEquals(completions(watched).map(({ dwResult }) => dwResult), [2, 1, 0]);
});

Deno.test("InternetReadFile() on a synchronous session completes without a status", async () => {
  await using server = usualServer();
  await using watched = watch({ asynchronous: false });
  const hRequest = await sentRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  watched.log.length = 0;
  assertEquals(await readText(hRequest), "hello");
  assertEquals(await readText(hRequest), "");
  assertEquals(watched.names(), []);
});
