// Copyright 2026 the wininet authors. MIT license.

/**
 * The three NTLM messages, as bytes ([MS-NLMP]). Only NTLMv2 is supported: a
 * server that offers less receives no proof, because NTLMv1 and LM expose the
 * password.
 *
 * This module does no I/O. It is loaded when a server requests NTLM, because it
 * imports `node:crypto`: the key of a user needs MD4, which Web Crypto does not
 * have.
 *
 * @module
 */

import { createHash, createHmac } from "node:crypto";
import { concatenated } from "../_base/bytes.ts";
import type { Credentials } from "./credentials.ts";

/** The reason why a message of a server is not answered. */
export class NtlmFault extends Error {
  override readonly name: string = "NtlmFault";
}

/** The maximum length of a server's message that is read, in bytes. */
export const MAX_MESSAGE = 16_384;

/** NEGOTIATE flags ([MS-NLMP] section 2.2.2.5). */
export const UNICODE = 0x00000001;
export const REQUEST_TARGET = 0x00000004;
export const SIGN = 0x00000010;
export const NTLM = 0x00000200;
export const ALWAYS_SIGN = 0x00008000;
export const EXTENDED_SECURITY = 0x00080000;
export const TARGET_INFO = 0x00800000;
export const VERSION = 0x02000000;
export const KEY_128 = 0x20000000;
export const KEY_56 = 0x80000000;

/**
 * The flags of a client. No key is exchanged: HTTP does not encrypt with NTLM,
 * and only SPNEGO signs.
 */
const CLIENT_FLAGS = (UNICODE | REQUEST_TARGET | NTLM | ALWAYS_SIGN |
  EXTENDED_SECURITY | VERSION | KEY_128 | KEY_56) >>> 0;

/** The flags that NTLMv2 requires. */
const NEEDED_FLAGS = UNICODE | NTLM | EXTENDED_SECURITY;

/** Windows 10, with revision 15 of NTLM. */
const CLIENT_VERSION: readonly number[] = [10, 0, 0, 0, 0, 0, 0, 15];

const SIGNATURE = ascii("NTLMSSP\0");

const NEGOTIATE_LENGTH = 40;
/** The length of the fixed part of a challenge that has target information, in bytes. */
const CHALLENGE_HEAD = 48;
const AUTHENTICATE_HEAD = 88;
const MIC_OFFSET = 72;
/**
 * The offsets of the fields of the last message: LM and NT response, domain,
 * user, workstation, session key.
 */
const FIELD_OFFSETS: readonly number[] = [12, 20, 28, 36, 44, 52];

/** The identifiers of target information ([MS-NLMP] section 2.2.2.1). */
export const AV_END = 0;
export const AV_FLAGS = 6;
export const AV_TIMESTAMP = 7;
export const AV_TARGET_NAME = 9;
export const AV_CHANNEL_BINDINGS = 10;

/** The flag in {@linkcode AV_FLAGS} that announces a message integrity code. */
const HAS_MIC = 2;

/** The number of milliseconds between the epochs of FILETIME and Unix time. */
const FILETIME_START = 11_644_473_600_000;

/** A value of the target information, with its identifier. */
export type AvPair = readonly [id: number, value: Uint8Array];

/** The challenge of a server. */
export interface NtlmChallenge {
  /** The whole message, which the message integrity code covers. */
  readonly message: Uint8Array;
  readonly flags: number;
  /** Eight random bytes. */
  readonly serverChallenge: Uint8Array;
  /** The target information, without its terminator. */
  readonly targetInfo: readonly AvPair[];
  /** The time of the server as a FILETIME; `null` if the server sent none. */
  readonly timestamp: Uint8Array | null;
}

/** The values of a proof that the server does not choose. */
export interface ProofInit {
  /** Eight random bytes. */
  readonly clientChallenge: Uint8Array;
  /** The time as a FILETIME, for a server that sends none. */
  readonly now: Uint8Array;
  /** The service, for example `HTTP/example.com`. */
  readonly targetName: string;
  /** The MD5 hash of the channel bindings; `null` if there are none. */
  readonly channelBindings: Uint8Array | null;
}

/** The last message of a client. */
export interface Authentication {
  readonly message: Uint8Array;
  /** The session key that both sides have now. */
  readonly sessionKey: Uint8Array;
  /** `true` if both sides sign the next messages. */
  readonly signs: boolean;
}

/**
 * Returns the first message of a client. It contains the version, and so has 40
 * bytes: gss-ntlmssp rejects a message without the version.
 *
 * @param signs `true` if the client is going to sign.
 */
export function negotiateMessage(signs: boolean = false): Uint8Array {
  const message = new Uint8Array(NEGOTIATE_LENGTH);
  const view = new DataView(message.buffer);
  message.set(SIGNATURE);
  view.setUint32(8, 1, true);
  view.setUint32(12, (CLIENT_FLAGS | (signs ? SIGN : 0)) >>> 0, true);
  // The fields of the domain and of the workstation are empty.
  view.setUint32(20, NEGOTIATE_LENGTH, true);
  view.setUint32(28, NEGOTIATE_LENGTH, true);
  message.set(CLIENT_VERSION, 32);
  return message;
}

/** Returns `true` if bytes start like an NTLM message. */
export function startsAsNtlm(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, at) => bytes[at] === byte);
}

/**
 * Parses the challenge of a server.
 *
 * @throws {NtlmFault} If it is not one, or if it does not allow NTLMv2.
 */
export function parseChallenge(message: Uint8Array): NtlmChallenge {
  if (message.length > MAX_MESSAGE) throw malformed("it is too long");
  if (!startsAsNtlm(message)) throw malformed("its signature is wrong");
  if (message.length < 32) throw malformed("it is truncated");
  const view = viewOf(message);
  if (view.getUint32(8, true) !== 2) throw malformed("it is not a challenge");
  const flags = view.getUint32(20, true);
  const allowsV2 = (flags & NEEDED_FLAGS) === NEEDED_FLAGS &&
    (flags & TARGET_INFO) !== 0;
  if (!allowsV2) {
    throw new NtlmFault(
      "it offers NTLMv1 only, and only NTLMv2 is supported",
    );
  }
  if (message.length < CHALLENGE_HEAD) throw malformed("it is truncated");
  const targetInfo = parseTargetInfo(fieldAt(message, 40));
  const timestamp = targetInfo.find(([id]) => id === AV_TIMESTAMP)?.[1] ?? null;
  return {
    message,
    flags,
    serverChallenge: message.subarray(24, 32),
    targetInfo,
    timestamp,
  };
}

/** Returns the bytes to which a field of eight bytes (length, space, offset) points. */
function fieldAt(message: Uint8Array, at: number): Uint8Array {
  const view = viewOf(message);
  const length = view.getUint16(at, true);
  const offset = view.getUint32(at + 4, true);
  if (length === 0) return new Uint8Array();
  if (offset < CHALLENGE_HEAD || offset + length > message.length) {
    throw malformed("a field is outside the message");
  }
  return message.subarray(offset, offset + length);
}

function parseTargetInfo(bytes: Uint8Array): AvPair[] {
  if (bytes.length === 0) throw malformed("its target information is empty");
  const view = viewOf(bytes);
  const pairs: AvPair[] = [];
  const seen = new Set<number>();
  for (let at = 0; at + 4 <= bytes.length;) {
    const id = view.getUint16(at, true);
    const length = view.getUint16(at + 2, true);
    const end = at + 4 + length;
    if (end > bytes.length) break;
    if (id === AV_END) return pairs;
    if (seen.has(id)) throw malformed("a value occurs twice");
    seen.add(id);
    const fixed = id === AV_TIMESTAMP ? 8 : id === AV_FLAGS ? 4 : length;
    if (fixed !== length) throw malformed("a value has a wrong length");
    pairs.push([id, bytes.subarray(at + 4, end)]);
    at = end;
  }
  throw malformed("its target information has no terminator");
}

/**
 * Returns the last message of a client: the proof that it knows the password.
 *
 * @param negotiate The first message, as it was sent.
 */
export function authenticateMessage(
  credentials: Credentials,
  negotiate: Uint8Array,
  challenge: NtlmChallenge,
  init: ProofInit,
): Authentication {
  const { user, domain } = userAndDomain(credentials.user);
  const key = userKey(user, domain, credentials.password);
  const { serverChallenge, timestamp } = challenge;
  const { clientChallenge } = init;
  const { proof, response } = ntlmResponse(
    key,
    serverChallenge,
    clientChallenge,
    timestamp ?? init.now,
    encodeTargetInfo(answeredInfo(challenge, init)),
  );
  const lmResponse = timestamp === null
    ? lmv2Response(key, serverChallenge, clientChallenge)
    : new Uint8Array(24);
  const flags = challenge.flags & viewOf(negotiate).getUint32(12, true);
  const message = joinAuthenticate(
    flags >>> 0,
    [lmResponse, response, utf16(domain), utf16(user)],
  );
  const sessionKey = sessionBaseKey(key, proof);
  if (timestamp !== null) {
    const mic = hmac(sessionKey, negotiate, challenge.message, message);
    message.set(mic, MIC_OFFSET);
  }
  return { message, sessionKey, signs: (flags & SIGN) !== 0 };
}

/** Returns the target information of the last message. */
function answeredInfo(
  { targetInfo, timestamp }: NtlmChallenge,
  { targetName, channelBindings }: ProofInit,
): AvPair[] {
  const kept = targetInfo.filter(([id]) =>
    id !== AV_FLAGS && id !== AV_TARGET_NAME && id !== AV_CHANNEL_BINDINGS
  );
  const flags = new Uint8Array(4);
  flags.set(targetInfo.find(([id]) => id === AV_FLAGS)?.[1] ?? []);
  if (timestamp !== null) flags[0]! |= HAS_MIC;
  if (flags.some((byte) => byte !== 0)) kept.push([AV_FLAGS, flags]);
  // Sixteen zero bytes mean that there are no channel bindings.
  kept.push([AV_CHANNEL_BINDINGS, channelBindings ?? new Uint8Array(16)]);
  kept.push([AV_TARGET_NAME, utf16(targetName)]);
  return kept;
}

/** Returns the bytes of target information, with its terminator. */
export function encodeTargetInfo(pairs: readonly AvPair[]): Uint8Array {
  return concatenated([
    ...pairs.flatMap((
      [id, value],
    ) => [uint16(id), uint16(value.length), value]),
    new Uint8Array(4),
  ]);
}

/**
 * Builds the last message from its fixed part and its fields; the workstation
 * and the session key are empty.
 */
function joinAuthenticate(
  flags: number,
  fields: readonly Uint8Array[],
): Uint8Array {
  const head = new Uint8Array(AUTHENTICATE_HEAD);
  const view = new DataView(head.buffer);
  head.set(SIGNATURE);
  view.setUint32(8, 3, true);
  let offset = AUTHENTICATE_HEAD;
  for (const [index, at] of FIELD_OFFSETS.entries()) {
    const length = fields[index]?.length ?? 0;
    if (length > 0xffff) {
      throw new NtlmFault("the user name is too long");
    }
    view.setUint16(at, length, true);
    view.setUint16(at + 2, length, true);
    view.setUint32(at + 4, offset, true);
    offset += length;
  }
  view.setUint32(60, flags, true);
  head.set(CLIENT_VERSION, 64);
  return concatenated([head, ...fields]);
}

// ---- keys and responses ([MS-NLMP] section 3.3.2) ----

/** Returns the key of a user: NTOWFv2. */
export function userKey(
  user: string,
  domain: string,
  password: string,
): Uint8Array {
  const hash = createHash("md4").update(utf16(password)).digest();
  return hmac(hash, utf16(upperCase(user) + domain));
}

/** Returns the NTLMv2 response, and the proof with which it starts. */
export function ntlmResponse(
  key: Uint8Array,
  serverChallenge: Uint8Array,
  clientChallenge: Uint8Array,
  time: Uint8Array,
  targetInfo: Uint8Array,
): { proof: Uint8Array; response: Uint8Array } {
  const blob = concatenated([
    Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 0),
    time,
    clientChallenge,
    new Uint8Array(4),
    targetInfo,
    new Uint8Array(4),
  ]);
  const proof = hmac(key, serverChallenge, blob);
  return { proof, response: concatenated([proof, blob]) };
}

/** Returns the LMv2 response, for servers that send no time. */
export function lmv2Response(
  key: Uint8Array,
  serverChallenge: Uint8Array,
  clientChallenge: Uint8Array,
): Uint8Array {
  return concatenated([
    hmac(key, serverChallenge, clientChallenge),
    clientChallenge,
  ]);
}

/** Returns the key of the message integrity code. */
export function sessionBaseKey(
  key: Uint8Array,
  proof: Uint8Array,
): Uint8Array {
  return hmac(key, proof);
}

/** Returns the key with which a client signs ([MS-NLMP] section 3.4.5.2). */
export function signingKey(sessionKey: Uint8Array): Uint8Array {
  const name = "session key to client-to-server signing key magic constant\0";
  return createHash("md5").update(sessionKey).update(ascii(name)).digest();
}

/** Returns the first signature of a client, without key exchange ([MS-NLMP] section 3.4.4.2). */
export function signature(
  sessionKey: Uint8Array,
  message: Uint8Array,
): Uint8Array {
  const sequenceNumber = uint32(0);
  const checksum = hmac(signingKey(sessionKey), sequenceNumber, message);
  return concatenated([uint32(1), checksum.subarray(0, 8), sequenceNumber]);
}

/** Returns the hash of the channel bindings of TLS: gss_channel_bindings_struct of RFC 2744 with the data of RFC 5929. */
export function channelBindingsHash(endPoint: Uint8Array): Uint8Array {
  const data = concatenated([
    ascii("tls-server-end-point:"),
    endPoint,
  ]);
  // No addresses: their types and lengths are zero.
  const struct = concatenated([
    new Uint8Array(16),
    uint32(data.length),
    data,
  ]);
  return createHash("md5").update(struct).digest();
}

/**
 * Splits `DOMAIN\user`; the domain is empty for `user@domain` and for a name
 * alone.
 */
export function userAndDomain(name: string): { user: string; domain: string } {
  const slash = name.indexOf("\\");
  return slash < 0
    ? { user: name, domain: "" }
    : { user: name.slice(slash + 1), domain: name.slice(0, slash) };
}

/** Returns a time, in milliseconds since 1970, as a FILETIME. */
export function fileTime(milliseconds: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const ticks = BigInt(Math.trunc(milliseconds) + FILETIME_START) * 10_000n;
  new DataView(bytes.buffer).setBigUint64(0, ticks, true);
  return bytes;
}

/**
 * The only letter that the Windows table converts although another letter has
 * the same capital.
 */
const FINAL_SIGMA = "\u03c2";

/**
 * Returns a string in upper case as the Windows table converts it: one UTF-16
 * code unit at a time, and only if the capital converts back to the letter. So
 * "ß" does not become "SS", and "ı" does not become "I".
 */
function upperCase(text: string): string {
  return text.replaceAll(/[^]/g, (character) => {
    const upper = character.toUpperCase();
    const hasWayBack = upper.toLowerCase() === character;
    return hasWayBack || character === FINAL_SIGMA ? upper : character;
  });
}

function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHmac("md5", key);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(2 * text.length);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at++) {
    view.setUint16(2 * at, text.charCodeAt(at), true);
  }
  return bytes;
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function uint16(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, value >> 8);
}

function uint32(value: number): Uint8Array {
  return concatenated([uint16(value & 0xffff), uint16(value >>> 16)]);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function malformed(why: string): NtlmFault {
  return new NtlmFault(`its NTLM challenge is malformed: ${why}`);
}
