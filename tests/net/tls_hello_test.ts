// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { HelloWatch } from "../../_net/tls_hello.ts";
import { cpuTime } from "../helpers/cpu_time.ts";

/** A number encoded in `size` bytes. */
function number(value: number, size: number): number[] {
  return Array.from(
    { length: size },
    (_, at) => (value >> (8 * (size - 1 - at))) & 255,
  );
}

function record(type: number, bytes: readonly number[]): number[] {
  return [type, 3, 3, ...number(bytes.length, 2), ...bytes];
}

function message(type: number, bytes: readonly number[]): number[] {
  return [type, ...number(bytes.length, 3), ...bytes];
}

function extension(type: number, bytes: readonly number[]): number[] {
  return [...number(type, 2), ...number(bytes.length, 2), ...bytes];
}

function serverHello(...extensions: number[][]): number[] {
  const all = extensions.flat();
  return message(2, [
    3,
    3,
    ...Array(32).fill(7),
    4,
    1,
    2,
    3,
    4,
    0x13,
    1,
    0,
    ...number(all.length, 2),
    ...all,
  ]);
}

const LEAF = Array.from({ length: 300 }, (_, at) => at & 255);
const CERTIFICATE = message(11, [
  ...number(306, 3),
  ...number(300, 3),
  ...LEAF,
  ...number(0, 3),
]);
const VERSION_13 = extension(43, [3, 4]);
const KEY_SHARE = extension(41, [0, 0]);
const CHANGE_CIPHER = record(20, [1]);

interface Row {
  readonly bytes: number[];
  readonly resumed: boolean | null;
  readonly certificate: number[] | null;
}

const ROWS: Record<string, Row> = {
  "a resumed session of TLS 1.3": {
    bytes: record(22, serverHello(VERSION_13, KEY_SHARE)),
    resumed: true,
    certificate: null,
  },
  "a full handshake of TLS 1.3": {
    bytes: [...record(22, serverHello(VERSION_13)), ...CHANGE_CIPHER],
    resumed: false,
    certificate: null,
  },
  "a resumed session of TLS 1.2": {
    bytes: [...record(22, serverHello()), ...CHANGE_CIPHER],
    resumed: true,
    certificate: null,
  },
  "a full handshake of TLS 1.2 in one record": {
    bytes: record(22, [...serverHello(), ...CERTIFICATE]),
    resumed: false,
    certificate: LEAF,
  },
  "a full handshake of TLS 1.2 in records of its messages": {
    bytes: [...record(22, serverHello()), ...record(22, CERTIFICATE)],
    resumed: false,
    certificate: LEAF,
  },
  "a certificate in several records": {
    bytes: [
      ...record(22, serverHello()),
      ...record(22, CERTIFICATE.slice(0, 100)),
      ...record(22, CERTIFICATE.slice(100)),
    ],
    resumed: false,
    certificate: LEAF,
  },
  "bytes that are not TLS": {
    bytes: [...new TextEncoder().encode("220 Hello, this is no TLS at all")],
    resumed: null,
    certificate: null,
  },
  "a message Certificate without a certificate": {
    bytes: record(22, [...serverHello(), ...message(11, [0, 0, 0])]),
    resumed: false,
    certificate: null,
  },
};

for (const [name, { bytes, resumed, certificate }] of Object.entries(ROWS)) {
  Deno.test(`HelloWatch recognizes ${name}, split anywhere`, () => {
    for (let cut = 0; cut <= bytes.length; cut++) {
      const watch = new HelloWatch();
      watch.take(Uint8Array.from(bytes.slice(0, cut)));
      watch.take(Uint8Array.from(bytes.slice(cut)));
      assertEquals(watch.resumed, resumed, `cut at ${cut}`);
      assertEquals(
        watch.certificate && [...watch.certificate],
        certificate,
        `truncated at ${cut}`,
      );
    }
  });
}

Deno.test("HelloWatch keeps only the start", () => {
  const watch = new HelloWatch();
  const started = cpuTime();
  watch.take(Uint8Array.from(record(22, serverHello())));
  for (let round = 0; round < 1000; round++) {
    watch.take(new Uint8Array(65_536).fill(22));
  }
  assertEquals(watch.certificate, null);
  assertEquals(cpuTime() - started < 1000, true);
});

Deno.test("HelloWatch recognizes a request for a certificate, split anywhere", () => {
  const keyExchange = message(12, [1, 2, 3]);
  const request = message(13, [1, 64, 0, 2, 4, 3, 0, 0]);
  const done = message(14, []);
  const start = [...serverHello(), ...CERTIFICATE, ...keyExchange];
  for (const asks of [true, false]) {
    const bytes = [
      ...record(22, start),
      ...record(22, asks ? [...request, ...done] : done),
      ...record(21, [2, 40]),
    ];
    for (let cut = 0; cut <= bytes.length; cut++) {
      const watch = new HelloWatch();
      watch.take(Uint8Array.from(bytes.slice(0, cut)));
      watch.take(Uint8Array.from(bytes.slice(cut)));
      assertEquals(watch.asks, asks, `cut at ${cut}`);
      assertEquals(watch.certificate && [...watch.certificate], LEAF);
    }
  }
});
