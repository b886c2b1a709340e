// Copyright 2026 the wininet authors. MIT license.

/**
 * A server's side of SPNEGO, written from RFC 4178 without using the library.
 *
 * @module
 */

import { createHash, createHmac } from "node:crypto";

const NTLM = Uint8Array.fromHex("2b06010401823702020a");

/**
 * Returns all octet strings in a token, in order: the message, and then the
 * integrity code.
 */
export function octetStrings(token: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < token.length;) {
    const tag = token[at]!;
    let length = token[at + 1]!;
    at += 2;
    if (length > 0x7f) {
      const end = at + (length & 0x7f);
      for (length = 0; at < end; at++) length = length * 256 + token[at]!;
    }
    const value = token.slice(at, at += length);
    if (tag & 0x20) found.push(...octetStrings(value));
    if (tag === 4) found.push(value);
  }
  return found;
}

/** The list of mechanisms of a client that has NTLM alone. */
const MECHANISMS = element(0x30, element(6, NTLM));

/** Returns the mechListMIC that a client must send ([MS-NLMP] section 3.4.4.2). */
export function expectedCode(sessionKey: Uint8Array): Uint8Array {
  const name = "session key to client-to-server signing key magic constant";
  const key = createHash("md5").update(sessionKey).update(`${name}\0`).digest();
  const number = new Uint8Array(4);
  const sum = createHmac("md5", key).update(number).update(MECHANISMS).digest();
  return Uint8Array.from([1, 0, 0, 0, ...sum.subarray(0, 8), ...number]);
}

/** The parts of a challenge, except its message. */
export interface ChallengeOptions {
  /** The mechanism that the server has chosen. @default {NTLM} */
  mechanism?: Uint8Array;
  /** The mechListMIC. */
  code?: Uint8Array;
}

/** A NegTokenResp with a challenge. */
export function spnegoChallenge(
  message: Uint8Array,
  { mechanism = NTLM, code }: ChallengeOptions = {},
): Uint8Array {
  return element(
    0xa1,
    element(
      0x30,
      Uint8Array.of(0xa0, 3, 0x0a, 1, 1),
      element(0xa1, element(6, mechanism)),
      element(0xa2, element(4, message)),
      ...(code ? [element(0xa3, element(4, code))] : []),
    ),
  );
}

function element(tag: number, ...values: Uint8Array[]): Uint8Array {
  const value = values.flatMap((bytes) => [...bytes]);
  const length = value.length < 0x80
    ? [value.length]
    : [0x82, value.length >> 8, value.length & 255];
  // DER requires the shortest form of a length.
  if (length.length === 3 && value.length < 256) {
    length.splice(0, 2, 0x81);
  }
  return Uint8Array.from([tag, ...length, ...value]);
}
