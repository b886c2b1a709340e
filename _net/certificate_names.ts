// Copyright 2026 the wininet authors. MIT license.

/**
 * The names in a certificate, in readable form. They are read from the DER
 * form: the strings of `node:crypto` omit attributes that it does not know, and
 * a line feed in a value looks like the start of another attribute.
 *
 * @module
 */

import { latin1Text } from "../_base/bytes.ts";
import { DerReader } from "../_base/der.ts";

const TAG_SEQUENCE = 0x30;
const TAG_SET = 0x31;
const TAG_OID = 0x06;
const TAG_INTEGER = 0x02;
const TAG_VERSION = 0xa0;

const utf8 = new TextDecoder();
const utf16 = new TextDecoder("utf-16be");

/**
 * The decoders of string types, by their tags; values of other types are shown
 * as hexadecimal DER.
 */
const TEXTS: ReadonlyMap<number, (bytes: Uint8Array) => string> = new Map([
  [0x0c, (bytes) => utf8.decode(bytes)], // UTF8String
  [0x12, latin1Text], // NumericString
  [0x13, latin1Text], // PrintableString
  [0x14, latin1Text], // TeletexString
  [0x16, latin1Text], // IA5String
  [0x1a, latin1Text], // VisibleString
  [0x1e, (bytes) => utf16.decode(bytes)], // BMPString
]);

/** Characters that may end a line, control a terminal or change the direction of the text. */
const HARMFUL_REGEXP = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu;

/** The values of the attributes of two names, in the order of the certificate. */
export interface CertificateNames {
  /** The subject. */
  readonly subject: readonly string[];
  /** The issuer. */
  readonly issuer: readonly string[];
}

/**
 * Returns the names in a certificate.
 *
 * @throws {SyntaxError} If the certificate is not DER.
 */
export function certificateNames(der: Uint8Array): CertificateNames {
  const body = new DerReader(
    new DerReader(der).take(TAG_SEQUENCE),
  ).take(TAG_SEQUENCE);
  const reader = new DerReader(body);
  if (reader.nextIs(TAG_VERSION)) reader.next();
  reader.take(TAG_INTEGER);
  reader.take(TAG_SEQUENCE); // The signature algorithm.
  const issuer = valuesOf(reader.take(TAG_SEQUENCE));
  reader.take(TAG_SEQUENCE); // The dates.
  return { issuer, subject: valuesOf(reader.take(TAG_SEQUENCE)) };
}

/** Returns the values of all attributes; one set may contain several. */
function valuesOf(name: Uint8Array): string[] {
  const values: string[] = [];
  const sets = new DerReader(name);
  while (!sets.atEnd) {
    const set = new DerReader(sets.take(TAG_SET));
    while (!set.atEnd) values.push(valueOf(set.take(TAG_SEQUENCE)));
  }
  return values;
}

function valueOf(attribute: Uint8Array): string {
  const reader = new DerReader(attribute);
  reader.take(TAG_OID);
  const der = reader.rest();
  const { tag, value } = reader.next();
  const text = TEXTS.get(tag)?.(value) ?? `#${der.toHex()}`;
  return text.replace(HARMFUL_REGEXP, escaped);
}

/** Returns the JSON escape of a character. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
