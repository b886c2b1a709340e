// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import { ERROR_FTP_DROPPED, InternetError } from "../../../error.ts";
import {
  ListingDecoder,
  type ListingInit,
  MAX_LISTING_LINE,
} from "../../../_ftp/listing/decoder.ts";
import { nameCodec } from "../../../_base/code_page.ts";

const NOW = new Date("2024-05-06T07:08:09Z");
const encoder = new TextEncoder();

function decoderOf(init: Partial<ListingInit> = {}): ListingDecoder {
  return new ListingDecoder({
    codec: nameCodec(65001),
    now: NOW,
    machine: false,
    ...init,
  });
}

/** Returns the names in a listing that arrives in these pieces. */
function namesOf(
  pieces: readonly Uint8Array[],
  init?: Partial<ListingInit>,
): string[] {
  const decoder = decoderOf(init);
  const entries = pieces.flatMap((piece) => decoder.push(piece));
  return [...entries, ...decoder.end()].map(({ cFileName }) => cFileName);
}

const UNIX = "total 3\r\n-rw-r--r-- 1 a b 5 May  1 10:00 ä b\r\n" +
  "drwxr-xr-x 2 a b 0 May  1 10:00 c";
const VMS = "A.B;1\r\n 7 6-JUN-2002 23:51\r\nC.D;1 2 6-JUN-2002 23:51\r\n";
const MACHINE = "type=file;size=1; x\r\ntype=dir; é\n";

const LISTINGS: [name: string, bytes: Uint8Array, machine: boolean][] = [
  ["Unix", encoder.encode(UNIX), false],
  ["VMS", encoder.encode(VMS), false],
  ["MLSD", encoder.encode(MACHINE), true],
  [
    "a name in another encoding",
    Uint8Array.from([
      ...encoder.encode("-rw-r--r-- 1 a b 5 May  1 2020 caf"),
      0xe9,
      ...encoder.encode("\r\n-rw-r--r-- 1 a b 5 May  1 2020 é\r\n"),
    ]),
    false,
  ],
];

for (const [name, bytes, machine] of LISTINGS) {
  Deno.test(`ListingDecoder returns the same entries for ${name} split at every pair of positions`, () => {
    const expected = namesOf([bytes], { machine });
    assertEquals(expected.length, 2);
    for (let first = 0; first <= bytes.length; first++) {
      for (let second = first; second <= bytes.length; second++) {
        const pieces = [
          bytes.slice(0, first),
          bytes.slice(first, second),
          bytes.slice(second),
        ];
        assertEquals(namesOf(pieces, { machine }), expected);
      }
    }
  });
}

Deno.test("ListingDecoder does not keep bytes of a buffer that is reused", () => {
  const decoder = decoderOf({ machine: true });
  const buffer = encoder.encode("type=file; ab");
  assertEquals(decoder.push(buffer), []);
  buffer.set(encoder.encode("c\r\n"));
  const [entry] = decoder.push(buffer.subarray(0, 3));
  assertEquals(entry?.cFileName, "abc");
});

Deno.test("ListingDecoder reads a file that is listed with its path", () => {
  const line = encoder.encode("-rw-r--r-- 1 a b 5 May  1 2020 pub/x.txt\r\n");
  assertEquals(namesOf([line]), ["x.txt"]);
});

Deno.test("ListingDecoder limits a listing without an end", () => {
  const decoder = decoderOf({ limit: 10 });
  decoder.push(encoder.encode("0123456789"));
  const error = assertThrows(
    () => decoder.push(encoder.encode("0")),
    InternetError,
    "longer than 10 bytes",
  );
  assertEquals(error.code, ERROR_FTP_DROPPED);
});

Deno.test("ListingDecoder limits a line without an end", () => {
  const decoder = decoderOf();
  decoder.push(new Uint8Array(MAX_LISTING_LINE).fill(0x61));
  const error = assertThrows(
    () => decoder.push(Uint8Array.of(0x61)),
    InternetError,
    "a line of it is longer",
  );
  assertEquals(error.code, ERROR_FTP_DROPPED);
});

Deno.test("ListingDecoder returns the entries before a line without an end", () => {
  const decoder = decoderOf({ machine: true });
  const text = `type=file; a\n${"x".repeat(MAX_LISTING_LINE + 1)}`;
  const [entry] = decoder.push(encoder.encode(text));
  assertEquals(entry?.cFileName, "a");
  assertThrows(() => decoder.end(), InternetError, "a line of it is longer");
});
