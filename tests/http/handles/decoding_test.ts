// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertRejects } from "@std/assert";
import zlib from "node:zlib";
import {
  ERROR_INTERNET_DECODING_FAILED,
  ERROR_INTERNET_OPERATION_CANCELLED,
  InternetError,
} from "../../../error.ts";
import {
  acceptedEncodings,
  DecodedSource,
  type EncodedSource,
  knownEncodings,
} from "../../../_http/handles/decoding.ts";
import { turns } from "../../helpers/turns.ts";

const TEXT = Array.from({ length: 60 }, (_, at) => `${at * at} `).join("");

const ENCODED: [name: string, encoding: string, data: Uint8Array][] = [
  ["gzip", "gzip", zlib.gzipSync(TEXT)],
  ["zlib", "deflate", zlib.deflateSync(TEXT)],
  ["bare deflate", "deflate", zlib.deflateRawSync(TEXT)],
  ["br", "br", zlib.brotliCompressSync(TEXT)],
];

/** A source that returns data in pieces, cut at the given positions. */
function sourceOf(data: Uint8Array, cuts: readonly number[]): EncodedSource {
  const pieces: Uint8Array[] = [];
  let start = 0;
  for (const end of [...cuts, data.length]) {
    if (end > start) pieces.push(data.subarray(start, end));
    start = end;
  }
  return {
    read(buffer) {
      const piece = pieces.shift() ?? new Uint8Array();
      buffer.set(piece);
      return Promise.resolve(piece.length);
    },
  };
}

async function decoded(
  encoding: string,
  data: Uint8Array,
  cuts: readonly number[] = [],
): Promise<string> {
  const source = DecodedSource.of(sourceOf(data, cuts), [encoding]);
  const buffer = new Uint8Array(2 * TEXT.length);
  const count = await source.read(buffer, false);
  return new TextDecoder().decode(buffer.subarray(0, count));
}

for (const [name, encoding, data] of ENCODED) {
  Deno.test(`DecodedSource.read() reads ${name} that is split anywhere`, async () => {
    for (let cut = 0; cut <= data.length; cut++) {
      assertEquals(await decoded(encoding, data, [cut]), TEXT, `${cut}`);
    }
    const everywhere = Array.from(data, (_, at) => at);
    assertEquals(await decoded(encoding, data, everywhere), TEXT);
  });

  Deno.test(`DecodedSource.read() does not accept ${name} without its end as complete`, async () => {
    for (let length = 1; length < data.length; length++) {
      const error = await assertRejects(
        () => decoded(encoding, data.subarray(0, length)),
        InternetError,
      );
      assertEquals(error.code, ERROR_INTERNET_DECODING_FAILED, `${length}`);
    }
  });

  Deno.test(`DecodedSource.close() cancels a waiting read of ${name}`, async () => {
    const inside = sourceOf(data, [20]);
    const gate = Promise.withResolvers<void>();
    let reads = 0;
    const source = DecodedSource.of({
      async read(buffer, noWait) {
        if (++reads === 2) await gate.promise;
        return await inside.read(buffer, noWait);
      },
    }, [encoding]);
    const call = source.read(new Uint8Array(1000), false);
    while (reads < 2) await turns(1);
    await source.close();
    gate.resolve();
    const { code } = await assertRejects(() => call, InternetError);
    assertEquals(code, ERROR_INTERNET_OPERATION_CANCELLED);
  });
}

Deno.test("DecodedSource.close() closes its inner source", async () => {
  let closed = false;
  const source = DecodedSource.of({
    read: () => Promise.resolve(0),
    close() {
      closed = true;
      return Promise.resolve();
    },
  }, ["gzip", "br", "deflate"]);
  await source.close();
  assert(closed);
});

const HEADERS: [header: string | null, encodings: string[] | null][] = [
  [null, null],
  ["", null],
  ["identity", null],
  [" , ", null],
  ["gzip", ["gzip"]],
  ["X-GZIP", ["x-gzip"]],
  ["gzip, identity, br", ["br", "gzip"]],
  ["deflate,br,gzip", ["gzip", "br", "deflate"]],
  ["gzip,gzip,gzip,gzip", null],
  ["gzip, compress", null],
  ["gzip;q=1", null],
];

for (const [header, encodings] of HEADERS) {
  Deno.test(`knownEncodings() of ${JSON.stringify(header)}`, () => {
    assertEquals(knownEncodings(header), encodings);
  });
}

/** Accept-Encoding, Content-Encoding, and the codings that are decoded. */
const ACCEPTED: [
  accept: string | null,
  content: string | null,
  encodings: string[] | null,
][] = [
  ["gzip", "gzip", ["gzip"]],
  ["gzip, deflate, br", "br", ["br"]],
  ["gzip,deflate", "gzip, deflate", ["deflate", "gzip"]],
  ["GZIP", "gzip", ["gzip"]],
  ["gzip", "GZip", ["gzip"]],
  ["gzip", "x-gzip", ["x-gzip"]],
  ["x-gzip", "gzip", ["gzip"]],
  ["x-gzip;q=0", "gzip", null],
  ["*", "gzip, br", ["br", "gzip"]],
  ["*;q=0", "gzip", null],
  ["*;q=0, gzip", "gzip", ["gzip"]],
  ["gzip, *;q=0", "br", null],
  ["br;q=0, *", "br", null],
  ["br;q=0, *", "gzip", ["gzip"]],
  ["gzip;q=0", "gzip", null],
  ["gzip;q=0.000", "gzip", null],
  ["gzip ; Q = 0.", "gzip", null],
  ["gzip;q=0.001", "gzip", ["gzip"]],
  ["gzip;q=1.0", "gzip", ["gzip"]],
  ["gzip;q=", "gzip", ["gzip"]],
  [" , gzip , ", "gzip", ["gzip"]],
  ["gzip", "gzip, br", null],
  ["gzip", "br", null],
  ["deflate", "gzip", null],
  ["gzi", "gzip", null],
  ["identity", "gzip", null],
  ["", "gzip", null],
  [null, "gzip", null],
  ["*", null, null],
  ["*", "identity", null],
  ["*", "zstd", null],
];

for (const [accept, content, encodings] of ACCEPTED) {
  Deno.test(`acceptedEncodings() of ${JSON.stringify(content)} for ${JSON.stringify(accept)}`, () => {
    assertEquals(acceptedEncodings(accept, content), encodings);
  });
}
