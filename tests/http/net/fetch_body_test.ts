// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertRejects } from "@std/assert";
import { FetchBody } from "../../../_http/net/fetch_body.ts";
import { concat, latin1Of } from "../../servers/tcp_server.ts";
import { inPieces, latin1 } from "../../helpers/splits.ts";

/** A response whose body arrives in pieces, as a stream of bytes does. */
function responseOf(
  pieces: readonly Uint8Array[],
  headers: Record<string, string> = {},
  failure?: Error,
): { response: Response; views: number[] } {
  const left = [...pieces];
  const views: number[] = [];
  const body = new ReadableStream({
    type: "bytes",
    pull(controller) {
      const view = controller.byobRequest?.view as Uint8Array | null;
      if (view) views.push(view.byteLength);
      const piece = left.shift();
      if (piece !== undefined) return controller.enqueue(piece.slice());
      if (failure !== undefined) return controller.error(failure);
      controller.close();
      controller.byobRequest?.respond(0);
    },
  });
  return { response: new Response(body, { headers }), views };
}

async function readAll(
  body: FetchBody,
  size: number,
  all: boolean,
): Promise<string> {
  const pieces: Uint8Array[] = [];
  for (;;) {
    const target = new Uint8Array(size);
    const count = await body.read(target, all);
    if (count === 0) return latin1Of(concat(pieces));
    pieces.push(target.subarray(0, count));
  }
}

const TEXT = Array.from({ length: 100_003 }, (_, at) => String(at % 10))
  .join("");

for (
  const [title, headers] of [
    ["of known length", { "content-length": String(TEXT.length) }],
    ["without a length", {}],
  ] as const
) {
  for (
    const [size, piece] of [
      [1_000_000, 65_536],
      [65_536, 999],
      [999, 65_536],
    ] as const
  ) {
    for (const all of [false, true]) {
      Deno.test(`FetchBody reads a body ${title}, ${size} bytes at a time, in pieces of ${piece}, all ${all}`, async () => {
        const { response } = responseOf(
          inPieces(latin1(TEXT), piece),
          headers,
        );
        const body = new FetchBody(response, "GET");
        assertEquals(await readAll(body, size, all) === TEXT, true);
        assertEquals([body.ended, body.ready], [true, 0]);
      });
    }
  }
}

Deno.test("FetchBody reads a small body in one read if the buffer is large enough", async () => {
  const { response, views } = responseOf([latin1("he"), latin1("llo")], {
    "content-length": "5",
  });
  const body = new FetchBody(response, "GET");
  const target = new Uint8Array(10);
  assertEquals(await body.read(target, true), 5);
  assertEquals(latin1Of(target.subarray(0, 5)), "hello");
  assertEquals([body.ended, views], [true, []]);
});

Deno.test("FetchBody.read() returns the received data if the reader does not wait for all", async () => {
  const { response } = responseOf([latin1("he"), latin1("llo")], {
    "content-length": "5",
  });
  const body = new FetchBody(response, "GET");
  const target = new Uint8Array(10);
  assertEquals(await body.read(target, false), 2);
  assertEquals(body.ended, false);
  assertEquals(await body.read(target, false), 3);
  assertEquals(body.ended, true);
});

Deno.test("FetchBody.wait() waits for the first bytes, or for the end", async () => {
  const { response } = responseOf([latin1("hello")]);
  const body = new FetchBody(response, "GET");
  await body.wait();
  await body.wait();
  const target = new Uint8Array(3);
  assertEquals([body.ready, body.take(target), body.take(target)], [5, 3, 2]);
  assertEquals(body.ended, false);
  await body.wait();
  assertEquals([body.ended, body.take(target)], [true, 0]);
});

for (
  const [title, method, headers, length] of [
    ["a length", "GET", { "content-length": "5" }, 5],
    ["no length", "GET", {}, null],
    ["a length of HEAD", "HEAD", { "content-length": "5" }, 0],
    ["an invalid length", "GET", { "content-length": "5, 5" }, null],
    ["a length and chunks", "GET", {
      "content-length": "5",
      "transfer-encoding": "chunked",
    }, null],
  ] as const
) {
  Deno.test(`FetchBody of ${title} has the length ${length}`, async () => {
    const { response } = responseOf([], headers);
    assertEquals(new FetchBody(response, method).length, length);
    await response.body!.cancel();
  });
}

Deno.test("FetchBody of a response without a body has ended", async () => {
  const body = new FetchBody(new Response(null, { status: 204 }), "GET");
  assertEquals([body.ended, body.length, body.ready], [true, 0, 0]);
  assertEquals(await body.read(new Uint8Array(5), true), 0);
  await body.wait();
});

for (const size of [1, 10, 100_000]) {
  Deno.test(`FetchBody fails like fetch, after the received data, ${size} bytes at a time`, async () => {
    const failure = new TypeError("error reading a body from connection");
    const { response } = responseOf([latin1("hello")], {}, failure);
    const body = new FetchBody(response, "GET");
    let read = 0;
    await assertRejects(
      async () => {
        for (let count = 1; count > 0; read += count) {
          count = await body.read(new Uint8Array(size), false);
        }
      },
      TypeError,
      "error reading",
    );
    assertEquals([read, body.ended], [5, false]);
  });
}

Deno.test("FetchBody reports the end of a body of known length with its last bytes, which frees the connection", async () => {
  const { response } = responseOf([latin1("x".repeat(70_000))], {
    "content-length": "70000",
  });
  const body = new FetchBody(response, "GET");
  const target = new Uint8Array(100_000);
  while (!body.ended) await body.read(target, false);
  assertEquals(body.ready, 0);
});
