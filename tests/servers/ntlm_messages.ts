// Copyright 2026 the wininet authors. MIT license.

/**
 * The server's side of NTLM, written from [MS-NLMP] without using the library:
 * its challenge, and the check of the proof.
 *
 * @module
 */

import { createHash, createHmac } from "node:crypto";

/** UNICODE, REQUEST_TARGET, SIGN, NTLM, ALWAYS_SIGN, EXTENDED_SESSIONSECURITY, TARGET_INFO, VERSION, 128, 56. */
export const SERVER_FLAGS = 0xa2888215;

/** The parts of a challenge. */
export interface ChallengeParts {
  flags?: number;
  /** Eight bytes. */
  serverChallenge?: Uint8Array;
  /** The target information, as identifiers and values. */
  info?: readonly (readonly [id: number, value: Uint8Array])[];
  /** The target information in bytes, with its end, instead of `info`. */
  rawInfo?: Uint8Array;
}

/** A challenge. */
export function challengeMessage(parts: ChallengeParts = {}): Uint8Array {
  const info = parts.rawInfo ?? Uint8Array.from([
    ...(parts.info ?? []).flatMap(([id, value]) => [
      ...[id & 255, id >> 8, value.length & 255, value.length >> 8],
      ...value,
    ]),
    ...[0, 0, 0, 0],
  ]);
  const message = new Uint8Array(48 + info.length);
  const view = new DataView(message.buffer);
  message.set(new TextEncoder().encode("NTLMSSP\0"));
  view.setUint32(8, 2, true);
  view.setUint32(16, 48, true);
  view.setUint32(20, parts.flags ?? SERVER_FLAGS, true);
  message.set(parts.serverChallenge ?? new Uint8Array(8), 24);
  view.setUint16(40, info.length, true);
  view.setUint16(42, info.length, true);
  view.setUint32(44, 48, true);
  message.set(info, 48);
  return message;
}

/** The content of a proof. */
export interface Proof {
  readonly user: string;
  readonly domain: string;
  /** The channel bindings, in hexadecimal digits. */
  readonly bindings: string | undefined;
  /** The name of the service. */
  readonly service: string;
  /** The key that both sides have. */
  readonly sessionKey: Uint8Array;
}

/** Reads a last message and checks it; returns `null` if the password or the integrity code is wrong. */
export function checkProof(
  first: Uint8Array,
  challenge: Uint8Array,
  last: Uint8Array,
  passwordOf: (user: string) => string | undefined,
): Proof | null {
  const view = new DataView(last.buffer, last.byteOffset);
  const field = (at: number) => {
    const offset = view.getUint32(at + 4, true);
    return last.subarray(offset, offset + view.getUint16(at, true));
  };
  const text = (at: number) => utf16Text(field(at));
  const [nt, domain, user] = [field(20), text(28), text(36)];
  const password = passwordOf(user);
  if (password === undefined) return null;
  const hash = createHash("md4").update(utf16(password)).digest();
  const key = hmac(hash, utf16(user.toUpperCase() + domain));
  const proof = hmac(key, challenge.subarray(24, 32), nt.subarray(16));
  if (proof.toHex() !== nt.subarray(0, 16).toHex()) return null;
  const info = infoOf(nt.subarray(44));
  const hasCode = (info.get(6)?.[0] ?? 0) & 2;
  const blank = last.slice();
  blank.fill(0, 72, 88);
  const sessionKey = hmac(key, proof);
  const code = hmac(sessionKey, first, challenge, blank).toHex();
  if (hasCode && last.subarray(72, 88).toHex() !== code) return null;
  return {
    user,
    domain,
    bindings: info.get(10)?.toHex(),
    service: utf16Text(info.get(9) ?? new Uint8Array()),
    sessionKey,
  };
}

function infoOf(bytes: Uint8Array): Map<number, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = new Map<number, Uint8Array>();
  for (let at = 0;;) {
    const id = view.getUint16(at, true);
    if (id === 0) return values;
    const end = at + 4 + view.getUint16(at + 2, true);
    values.set(id, bytes.subarray(at + 4, end));
    at = end;
  }
}

function hmac(key: Uint8Array, ...parts: Uint8Array[]): Uint8Array {
  const hash = createHmac("md5", key);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function utf16(text: string): Uint8Array {
  const codes = Array.from(
    { length: text.length },
    (_, at) => text.charCodeAt(at),
  );
  return Uint8Array.from(codes.flatMap((code) => [code & 255, code >> 8]));
}

function utf16Text(bytes: Uint8Array): string {
  return new TextDecoder("utf-16le").decode(bytes);
}
