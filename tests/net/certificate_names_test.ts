// Copyright 2026 the wininet authors. MIT license.

/** The names in a certificate, read from its DER form. */

import { assertEquals, assertThrows } from "@std/assert";
import { certificateNames } from "../../_net/certificate_names.ts";

/** Returns a DER element. */
function element(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = parts.flatMap((part) => [...part]);
  const { length } = content;
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 255];
  return Uint8Array.from([tag, ...size, ...content]);
}

const sequence = element.bind(null, 0x30);
const set = element.bind(null, 0x31);
const bytes = (text: string) => new TextEncoder().encode(text);
const COMMON_NAME = Uint8Array.of(6, 3, 0x55, 4, 3);
/** 1.2.3.4.5, an unknown type. */
const ODD_TYPE = Uint8Array.of(6, 4, 0x2a, 3, 4, 5);

function attribute(
  tag: number,
  value: Uint8Array,
  type: Uint8Array = COMMON_NAME,
): Uint8Array {
  return sequence(type, element(tag, value));
}

const UTF8 = 0x0c;
const PRINTABLE = 0x13;
const IA5 = 0x16;
const BMP = 0x1e;
const BIT_STRING = 0x03;
const ISSUER = sequence(set(attribute(PRINTABLE, bytes("CA"))));

/** The start of a certificate, up to the names. */
function certificate(subject: Uint8Array): Uint8Array {
  const version = element(0xa0, Uint8Array.of(2, 1, 2));
  const serial = Uint8Array.of(2, 1, 1);
  const empty = sequence();
  return sequence(
    sequence(version, serial, empty, ISSUER, empty, subject),
  );
}

const NAMES: Record<string, [sets: Uint8Array[], values: string[]]> = {
  "no attribute": [[], []],
  "several attributes": [
    [set(attribute(PRINTABLE, bytes("DE"))), set(attribute(IA5, bytes("a@b")))],
    ["DE", "a@b"],
  ],
  "two attributes in one set": [
    [set(attribute(UTF8, bytes("a")), attribute(UTF8, bytes("OU=b")))],
    ["a", "OU=b"],
  ],
  "an attribute that node:crypto does not support": [
    [set(attribute(UTF8, bytes("odd"), ODD_TYPE))],
    ["odd"],
  ],
  "other alphabets": [
    [
      set(attribute(UTF8, bytes("Bäckerei 日本"))),
      set(attribute(BMP, Uint8Array.of(0x65, 0xe5, 0x67, 0x2c))),
      set(attribute(0x14, Uint8Array.of(0xe4, 0x80))),
    ],
    ["Bäckerei 日本", "日本", "ä\\u0080"],
  ],
  "line feeds, NUL, escapes and a change of direction": [
    [set(attribute(UTF8, bytes("bank\r\nCN=x\0\x1b[2J\u202eexe")))],
    ["bank\\u000d\\u000aCN=x\\u0000\\u001b[2J\\u202eexe"],
  ],
  "a value that is not a text": [
    [set(attribute(BIT_STRING, Uint8Array.of(0, 1)))],
    ["#03020001"],
  ],
  "a long value": [
    [set(attribute(UTF8, bytes("x".repeat(300))))],
    ["x".repeat(300)],
  ],
};

for (const [name, [sets, values]] of Object.entries(NAMES)) {
  Deno.test(`certificateNames() reads ${name}`, () => {
    assertEquals(certificateNames(certificate(sequence(...sets))), {
      subject: values,
      issuer: ["CA"],
    });
  });
}

Deno.test("certificateNames() refuses a certificate that is truncated anywhere", () => {
  const whole = certificate(ISSUER);
  for (let length = 0; length < whole.length; length++) {
    assertThrows(() => certificateNames(whole.slice(0, length)), SyntaxError);
  }
});
