// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import {
  firstToken,
  MECHANISMS,
  nextToken,
  readResponse,
} from "../../_auth/spnego.ts";
import { octetStrings, spnegoChallenge } from "../servers/spnego_messages.ts";

const bytes = (hex: string) => Uint8Array.fromHex(hex.replaceAll(/\s/g, ""));

const NTLM_OID = "060a 2b06010401823702020a";

Deno.test("firstToken() returns a NegTokenInit that offers only NTLM, with its first message", () => {
  assertEquals(
    firstToken(bytes("010203")).toHex(),
    bytes(
      `6023 0606 2b0601050502 a019 3017 a00e 300c ${NTLM_OID}
       a205 0403 010203`,
    ).toHex(),
  );
  assertEquals(MECHANISMS.toHex(), bytes(`300c ${NTLM_OID}`).toHex());
});

Deno.test("nextToken() returns a NegTokenResp, with the mechListMIC if there is one", () => {
  assertEquals(
    nextToken(bytes("010203"), null).toHex(),
    bytes("a109 3007 a205 0403 010203").toHex(),
  );
  assertEquals(
    nextToken(bytes("010203"), bytes("ff")).toHex(),
    bytes("a10e 300c a205 0403 010203 a303 0401 ff").toHex(),
  );
});

for (const length of [0, 127, 128, 255, 256, 65_535, 65_536]) {
  Deno.test(`nextToken() carries a message of ${length} bytes`, () => {
    const message = new Uint8Array(length).fill(7);
    assertEquals(octetStrings(nextToken(message, null)), [message]);
  });
}

const WHOLE = spnegoChallenge(bytes("010203"), { code: bytes("aabb") });

Deno.test("readResponse() reads the message and the mechanism", () => {
  assertEquals(readResponse(WHOLE), { isNtlm: true, message: bytes("010203") });
  assertEquals(readResponse(bytes("a1073005a0030a0102")), {
    isNtlm: true,
    message: null,
  });
  const { isNtlm } = readResponse(
    spnegoChallenge(bytes("01"), { mechanism: bytes("2a864886f712010202") }),
  );
  assertEquals(isNtlm, false);
  assertEquals(readResponse(bytes("a1023000")).message, null);
});

Deno.test("readResponse() refuses a token that is truncated at any byte", () => {
  for (let length = 0; length < WHOLE.length; length++) {
    assertThrows(() => readResponse(WHOLE.subarray(0, length)), SyntaxError);
  }
});

Deno.test("readResponse() returns a response or throws SyntaxError, with any byte changed", () => {
  for (let at = 0; at < WHOLE.length; at++) {
    for (let byte = 0; byte < 256; byte++) {
      const changed = WHOLE.slice();
      changed[at] = byte;
      try {
        const { message } = readResponse(changed);
        assertEquals((message?.length ?? 0) <= WHOLE.length, true);
      } catch (error) {
        assertEquals(error instanceof SyntaxError, true, String(error));
      }
    }
  }
});

const MALFORMED: [name: string, hex: string][] = [
  ["bytes after it", "a1023000 00"],
  ["fields in another order", "a10e 300c a205 0403 010203 a003 0a0101"],
  ["a field twice", "a10c 300a a003 0a0101 a003 0a0101"],
  ["a field that is not known", "a107 3005 a403 0a0101"],
  ["a length of four bytes", "a184ffffffff 3000"],
  ["a length without an end", "a180 3000 0000"],
  ["NegTokenInit", "6008 0606 2b0601050502"],
];

for (const [name, hex] of MALFORMED) {
  Deno.test(`readResponse() refuses ${name}`, () => {
    assertThrows(() => readResponse(bytes(hex)), SyntaxError);
  });
}
