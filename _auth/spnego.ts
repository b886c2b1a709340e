// Copyright 2026 the wininet authors. MIT license.

/**
 * The tokens of SPNEGO (RFC 4178), in which Negotiate carries the messages of a mechanism.
 * NTLM is the only mechanism that is offered.
 *
 * @module
 */

import { concatenated } from "../_base/bytes.ts";
import {
  DerReader,
  TAG_OCTET_STRING,
  TAG_OID,
  TAG_SEQUENCE,
} from "../_base/der.ts";

const TAG_ENUMERATED = 0x0a;
/** The frame of the first token: [APPLICATION 0] of RFC 2743 section 3.1. */
const TAG_FIRST_TOKEN = 0x60;
/** The context tags of the fields, and of the choice between the tokens. */
const FIELD_0 = 0xa0;
const FIELD_1 = 0xa1;
const FIELD_2 = 0xa2;
const FIELD_3 = 0xa3;
const RESPONSE = FIELD_1;

/** 1.3.6.1.5.5.2 */
const SPNEGO_OID = Uint8Array.fromHex("2b0601050502");
/** 1.3.6.1.4.1.311.2.2.10 */
const NTLM_OID = Uint8Array.fromHex("2b06010401823702020a");

/** The mechanisms that are offered, which the mechListMIC covers. */
export const MECHANISMS: Uint8Array = element(
  TAG_SEQUENCE,
  element(TAG_OID, NTLM_OID),
);

/** A token of a server. */
export interface NegotiationResponse {
  /** `true` unless the server has chosen a mechanism other than NTLM. */
  readonly isNtlm: boolean;
  /** The message of the mechanism; `null` if there is none. */
  readonly message: Uint8Array | null;
}

/** Returns the first token of a client: NegTokenInit, with the first NTLM message. */
export function firstToken(message: Uint8Array): Uint8Array {
  const fields = element(
    TAG_SEQUENCE,
    element(FIELD_0, MECHANISMS),
    element(FIELD_2, element(TAG_OCTET_STRING, message)),
  );
  return element(
    TAG_FIRST_TOKEN,
    element(TAG_OID, SPNEGO_OID),
    element(FIELD_0, fields),
  );
}

/** Returns a later token of a client: NegTokenResp, with the integrity code of {@linkcode MECHANISMS} if there is one. */
export function nextToken(
  message: Uint8Array,
  integrityCode: Uint8Array | null,
): Uint8Array {
  const fields = [element(FIELD_2, element(TAG_OCTET_STRING, message))];
  if (integrityCode !== null) {
    fields.push(element(FIELD_3, element(TAG_OCTET_STRING, integrityCode)));
  }
  return element(RESPONSE, element(TAG_SEQUENCE, ...fields));
}

/** Returns `true` if a token of a server is a NegTokenResp. */
export function isResponse(token: Uint8Array): boolean {
  return token[0] === RESPONSE;
}

/**
 * Reads a NegTokenResp of a server.
 *
 * @throws {SyntaxError} If it is not one.
 */
export function readResponse(token: Uint8Array): NegotiationResponse {
  const fields = DerReader.only(
    DerReader.only(token, RESPONSE).rest(),
    TAG_SEQUENCE,
  );
  const field = (tag: number, kind: number) =>
    fields.nextIs(tag) ? DerReader.only(fields.take(tag), kind).rest() : null;
  // The state is not used: a refusal is known by its missing message.
  field(FIELD_0, TAG_ENUMERATED);
  const mechanism = field(FIELD_1, TAG_OID);
  const message = field(FIELD_2, TAG_OCTET_STRING);
  // The integrity code of the server is not checked: HTTP trusts the
  // connection, not the server's proof.
  field(FIELD_3, TAG_OCTET_STRING);
  fields.end();
  return {
    isNtlm: mechanism === null || mechanism.toHex() === NTLM_OID.toHex(),
    message,
  };
}

function element(tag: number, ...values: readonly Uint8Array[]): Uint8Array {
  const value = concatenated(values);
  return concatenated([Uint8Array.of(tag), lengthOf(value), value]);
}

function lengthOf({ length }: Uint8Array): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return Uint8Array.of(0x80 | bytes.length, ...bytes);
}
