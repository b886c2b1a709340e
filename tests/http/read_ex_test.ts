// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { ERROR_INVALID_PARAMETER } from "../../error.ts";
import {
  IRF_ASYNC,
  IRF_NO_WAIT,
  IRF_SYNC,
  IRF_USE_CONTEXT,
} from "../../flags.ts";
import {
  InternetQueryDataAvailable,
  InternetReadFileEx,
} from "../../internet.ts";
import type { INTERNET_BUFFERS } from "../../structures.ts";
import {
  BOTH,
  readText,
  sentRequest,
  thrownCode,
  usualServer,
} from "../helpers/calls.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { type Watch, watch } from "../helpers/watch.ts";

/** A server that sends the body in two parts, the second after a gate opens. */
function gatedServer(): { server: FakeHttpServer; open: () => void } {
  const gate = Promise.withResolvers<void>();
  const server = new FakeHttpServer({
    "*": (_request, reply) => reply.chunked(["he", gate.promise, "llo"]),
  });
  return { server, open: gate.resolve };
}

function textOf(buffer: Uint8Array): string {
  return new TextDecoder().decode(buffer);
}

for (const [how, dwContext] of BOTH) {
  Deno.test(`InternetReadFileEx() reads into a Uint8Array, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    const buffer = new Uint8Array(3);
    assertEquals(await InternetReadFileEx(hRequest, buffer), 3);
    assertEquals(textOf(buffer), "hel");
    assertEquals(await InternetReadFileEx(hRequest, buffer), 2);
    assertEquals(await InternetReadFileEx(hRequest, buffer), 0);
  });

  Deno.test(`InternetReadFileEx() sets dwBufferLength when it ends, ${how}`, async () => {
    const { server, open } = gatedServer();
    await using _server = server;
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    const buffers: INTERNET_BUFFERS = {
      dwStructSize: 56,
      lpvBuffer: new Uint8Array(10),
      dwBufferLength: 8,
      lpcszHeader: "not\0looked at",
      dwOffsetLow: 7,
      dwOffsetHigh: 9,
    };
    const reading = InternetReadFileEx(hRequest, buffers);
    assertEquals(buffers.dwBufferLength, 8);
    open();
    assertEquals(await reading, 5);
    assertEquals(buffers.dwBufferLength, 5);
    assertEquals([buffers.dwOffsetLow, buffers.dwOffsetHigh], [7, 9]);
    assertEquals(textOf(buffers.lpvBuffer!.subarray(0, 5)), "hello");
  });

  Deno.test(`InternetReadFileEx() uses dwBufferLength as the requested length, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    const lpvBuffer = new Uint8Array(10);
    assertEquals(
      await InternetReadFileEx(hRequest, { lpvBuffer, dwBufferLength: 2 }),
      2,
    );
    assertEquals(textOf(lpvBuffer), "he\0\0\0\0\0\0\0\0");
    assertEquals(await InternetReadFileEx(hRequest, { lpvBuffer }), 3);
    assertEquals(
      await InternetReadFileEx(hRequest, { lpvBuffer, dwStructSize: 40 }),
      0,
    );
  });

  Deno.test(`InternetReadFileEx() of 0 bytes needs no buffer, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await InternetReadFileEx(hRequest, { dwBufferLength: 0 }), 0);
    assertEquals(
      await InternetReadFileEx(hRequest, {
        lpvBuffer: null,
        dwBufferLength: 0,
      }),
      0,
    );
    assertEquals(await readText(hRequest), "hello");
  });

  Deno.test(`InternetReadFileEx() with IRF_NO_WAIT returns the available data, ${how}`, async () => {
    const { server, open } = gatedServer();
    await using _server = server;
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    const buffer = new Uint8Array(10);
    // No data is in memory: the read waits for the first bytes only, not for
    // ten.
    assertEquals(await InternetReadFileEx(hRequest, buffer, IRF_NO_WAIT), 2);
    const reading = InternetReadFileEx(hRequest, buffer, IRF_NO_WAIT);
    open();
    assertEquals(await reading, 3);
    assertEquals(textOf(buffer.subarray(0, 3)), "llo");
    assertEquals(await InternetReadFileEx(hRequest, buffer, IRF_NO_WAIT), 0);
    assertEquals(await InternetReadFileEx(hRequest, buffer, IRF_NO_WAIT), 0);
  });

  Deno.test(`InternetReadFileEx() with IRF_NO_WAIT reads from memory as much as fits, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await InternetQueryDataAvailable(hRequest), 5);
    const buffer = new Uint8Array(3);
    assertEquals(await InternetReadFileEx(hRequest, buffer, IRF_NO_WAIT), 3);
    assertEquals(await InternetReadFileEx(hRequest, buffer, IRF_NO_WAIT), 2);
  });

  Deno.test(`InternetReadFileEx() without IRF_NO_WAIT waits until the buffer is full, ${how}`, async () => {
    const { server, open } = gatedServer();
    await using _server = server;
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await InternetQueryDataAvailable(hRequest), 2);
    const reading = InternetReadFileEx(hRequest, new Uint8Array(4), IRF_ASYNC);
    open();
    assertEquals(await reading, 4);
  });
}

const REFUSED: [name: string, buffers: unknown, flags: number][] = [
  ["no buffer", null, 0],
  ["a text", "text", 0],
  ["a structure without a buffer", {}, 0],
  ["a length without a buffer", { dwBufferLength: 5 }, 0],
  ["a length longer than the buffer", {
    lpvBuffer: new Uint8Array(4),
    dwBufferLength: 5,
  }, 0],
  [
    "a negative length",
    { lpvBuffer: new Uint8Array(4), dwBufferLength: -1 },
    0,
  ],
  ["an invalid buffer", { lpvBuffer: "text" }, 0],
  [
    "a wrong dwStructSize",
    { dwStructSize: 0, lpvBuffer: new Uint8Array(4) },
    0,
  ],
  ["a dwStructSize that is not a number", {
    dwStructSize: "56",
    lpvBuffer: new Uint8Array(4),
  }, 0],
  ["flags that mean nothing", new Uint8Array(4), 2],
  ["flags that are not a DWORD", new Uint8Array(4), -1],
];

for (const [name, buffers, flags] of REFUSED) {
  Deno.test(`InternetReadFileEx() refuses ${name} immediately and reads nothing`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext: 1,
    });
    watched.log.length = 0;
    const call = () =>
      InternetReadFileEx(hRequest, buffers as Uint8Array, flags);
    assertEquals(thrownCode(call), ERROR_INVALID_PARAMETER);
    assertEquals(watched.names(), []);
    assertEquals(await readText(hRequest), "hello");
  });
}

/** Returns the statuses in the log, with their contexts. */
function told(watched: Watch): [name: string, dwContext: unknown][] {
  return watched.log.map(({ name, dwContext }) => [name, dwContext]);
}

Deno.test("InternetReadFileEx() reports its statuses with its own context", async () => {
  const { server, open } = gatedServer();
  await using _server = server;
  await using watched = watch();
  const hRequest = await sentRequest(watched.hInternet, server, {
    dwContext: "handle",
  });
  await readText(hRequest, 2);
  watched.log.length = 0;
  const reading = InternetReadFileEx(
    hRequest,
    new Uint8Array(2),
    IRF_USE_CONTEXT,
    "call",
  );
  await watched.until("RECEIVING_RESPONSE");
  open();
  await reading;
  assertEquals(told(watched), [
    ["RECEIVING_RESPONSE", "call"],
    ["RESPONSE_RECEIVED", "call"],
    ["REQUEST_COMPLETE", "call"],
  ]);
  watched.log.length = 0;
  await InternetReadFileEx(hRequest, new Uint8Array(9), 0, 0);
  assert(told(watched).every(([, dwContext]) => dwContext === "handle"));
  assert(watched.log.length > 0);
});

Deno.test("InternetReadFileEx() with its own context reports for a handle without one", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await sentRequest(watched.hInternet, server);
  assertEquals(watched.names(), []);
  await InternetReadFileEx(hRequest, new Uint8Array(9), 0, "call");
  assertEquals(watched.names("call").at(-1), "REQUEST_COMPLETE");
});

Deno.test("InternetReadFileEx() with IRF_SYNC posts no REQUEST_COMPLETE", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await sentRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  watched.log.length = 0;
  assertEquals(
    await InternetReadFileEx(hRequest, new Uint8Array(9), IRF_SYNC),
    5,
  );
  assertEquals(watched.names(), []);
});
