// Copyright 2026 the wininet authors. MIT license.

/**
 * Detects a resumed TLS session from the bytes that the server sends: its
 * ServerHello is in plain text (RFC 8446 section 4.1.3, RFC 5246 section 7.3).
 *
 * In TLS 1.2 the certificate of the server is in plain text, too, and so is its
 * request for a client certificate. They are needed to report why a handshake
 * failed.
 *
 * In TLS 1.3 a resumed session has the extension pre_shared_key. In TLS 1.2 a
 * full handshake continues with a Certificate message, a resumed one does not.
 *
 * @module
 */

const HANDSHAKE = 22;
const SERVER_HELLO = 2;
const CERTIFICATE = 11;
const CERTIFICATE_REQUEST = 13;
const SERVER_HELLO_DONE = 14;
const PRE_SHARED_KEY = 41;
const SUPPORTED_VERSIONS = 43;
const RECORD_HEADER = 5;
const MESSAGE_HEADER = 4;
/** The length of the fields for version and random, in bytes. */
const HELLO_START = 34;

/**
 * The maximum number of bytes that are kept: enough for a ServerHello, a
 * certificate chain and a request for a client certificate.
 */
const MAX_START = 32_768;

/** The facts that the start of a handshake shows. */
interface Hello {
  /** `true` if the session is resumed; `null` if that is not known yet. */
  readonly resumed: boolean | null;
  /** The server's certificate in DER; `null` if it was not visible. */
  readonly certificate: Uint8Array | null;
  /** `true` if the server has requested a client certificate. */
  readonly asks: boolean;
  /** `true` if further bytes add no facts. */
  readonly complete: boolean;
}

const UNKNOWN_HELLO: Hello = {
  resumed: null,
  certificate: null,
  asks: false,
  complete: false,
};

/** With TLS 1.3 and in a resumed session, further bytes add no facts. */
const RESUMED: Hello = { ...UNKNOWN_HELLO, resumed: true, complete: true };
const NEWEST: Hello = { ...RESUMED, resumed: false };

/** Reads the facts from the first bytes that a server sends. */
export class HelloWatch {
  #start: Uint8Array | null = new Uint8Array();
  #hello: Hello = UNKNOWN_HELLO;

  /** `true` if the session was resumed; `null` if that is not known. */
  get resumed(): boolean | null {
    return this.#hello.resumed;
  }

  /** The server's certificate in DER; `null` if it was not visible. */
  get certificate(): Uint8Array | null {
    return this.#hello.certificate;
  }

  /**
   * `true` if a TLS 1.2 server has requested a client certificate; with TLS 1.3
   * that is not visible.
   */
  get asks(): boolean {
    return this.#hello.asks;
  }

  /** Takes the next bytes that the server has sent. */
  take(bytes: Uint8Array): void {
    const before = this.#start;
    if (before === null) return;
    const more = bytes.subarray(0, MAX_START - before.length);
    const start = new Uint8Array(before.length + more.length);
    start.set(before);
    start.set(more, before.length);
    this.#hello = readHello(start);
    const isOver = this.#hello.complete || start.length === MAX_START;
    this.#start = isOver ? null : start;
  }
}

function readHello(start: Uint8Array): Hello {
  const { bytes, next } = handshakeRecords(start);
  const end = messageEnd(bytes, 0);
  if (bytes[0] !== SERVER_HELLO || end > bytes.length) return UNKNOWN_HELLO;
  const extensions = readHelloExtensions(bytes.subarray(0, end));
  if (extensions.has(PRE_SHARED_KEY)) return RESUMED;
  if (extensions.has(SUPPORTED_VERSIONS)) return NEWEST;
  // In a resumed session, a record of another type follows: ChangeCipherSpec.
  if (bytes.length === end) return next === null ? UNKNOWN_HELLO : RESUMED;
  if (bytes[end] !== CERTIFICATE) return RESUMED;
  const isWhole = messageEnd(bytes, end) <= bytes.length;
  const certificate = isWhole ? firstCertificate(bytes, end) : null;
  const last = lastMessage(bytes, messageEnd(bytes, end));
  return {
    resumed: false,
    certificate,
    asks: last === CERTIFICATE_REQUEST,
    complete: last !== null || next !== null,
  };
}

/**
 * Returns the type of the first message that requests a client certificate or
 * ends the first flight; `null` if neither has arrived.
 */
function lastMessage(bytes: Uint8Array, from: number): number | null {
  for (let at = from; at < bytes.length; at = messageEnd(bytes, at)) {
    const type = bytes[at]!;
    if (type === CERTIFICATE_REQUEST || type === SERVER_HELLO_DONE) return type;
  }
  return null;
}

/**
 * Returns the content of the handshake records at the start, and the type of
 * the record after them.
 */
function handshakeRecords(
  start: Uint8Array,
): { bytes: Uint8Array; next: number | null } {
  const bytes: number[] = [];
  let at = 0;
  while (start[at] === HANDSHAKE) {
    const end = at + RECORD_HEADER + number(start, at + 3, 2);
    bytes.push(...start.subarray(at + RECORD_HEADER, end));
    at = end;
  }
  return { bytes: Uint8Array.from(bytes), next: start[at] ?? null };
}

function messageEnd(bytes: Uint8Array, at: number): number {
  return at + MESSAGE_HEADER + number(bytes, at + 1, 3);
}

/** Returns the types of the extensions in a ServerHello. */
function readHelloExtensions(hello: Uint8Array): ReadonlySet<number> {
  const types = new Set<number>();
  const sessionId = MESSAGE_HEADER + HELLO_START;
  // After the session id: cipher suite, compression, length of the extensions.
  let at = sessionId + 1 + number(hello, sessionId, 1) + 3 + 2;
  while (at + 4 <= hello.length) {
    types.add(number(hello, at, 2));
    at += 4 + number(hello, at + 2, 2);
  }
  return types;
}

/** Returns the first certificate of a Certificate message: the server's own. */
function firstCertificate(bytes: Uint8Array, at: number): Uint8Array | null {
  const from = at + MESSAGE_HEADER + 3;
  const length = number(bytes, from, 3);
  const end = from + 3 + length;
  return length > 0 && end <= messageEnd(bytes, at)
    ? bytes.slice(from + 3, end)
    : null;
}

/** Returns a number of `size` bytes, big-endian; a missing byte counts as 0. */
function number(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let index = 0; index < size; index++) {
    value = value * 256 + (bytes[at + index] ?? 0);
  }
  return value;
}
