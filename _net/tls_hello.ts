// Copyright 2026 the wininet authors. MIT license.

/**
 * Whether a server has resumed a TLS session, seen from outside: its ServerHello
 * stands in clear text (RFC 8446 section 4.1.3, RFC 5246 section 7.3).
 *
 * In TLS 1.2 so does its certificate, which is needed to say what is wrong with it.
 *
 * In TLS 1.3 a resumed session has the extension pre_shared_key. In TLS 1.2 a full
 * handshake goes on with the message Certificate, a resumed one does not.
 *
 * @module
 */

const HANDSHAKE = 22;
const SERVER_HELLO = 2;
const CERTIFICATE = 11;
const PRE_SHARED_KEY = 41;
const SUPPORTED_VERSIONS = 43;
const RECORD_HEADER = 5;
const MESSAGE_HEADER = 4;
/** Version and random. */
const HELLO_START = 34;

/** As much of the start of a conversation as is kept: a ServerHello and a chain of certificates. */
const MAX_START = 32_768;

/** Watches the start of what a server sends. */
export class HelloWatch {
  #start: number[] | null = [];
  #resumed: boolean | null = null;
  #certificate: Uint8Array | null = null;

  /** Whether the session was resumed; `null` when it could not be seen. */
  get resumed(): boolean | null {
    return this.#resumed;
  }

  /** The certificate of the server, as DER; `null` when it could not be seen. */
  get certificate(): Uint8Array | null {
    return this.#certificate;
  }

  /** Takes note of what the server sends. */
  take(bytes: Uint8Array): void {
    if (this.#start === null) return;
    this.#start.push(...bytes.subarray(0, MAX_START - this.#start.length));
    const start = Uint8Array.from(this.#start);
    this.#resumed ??= readResumed(start);
    this.#certificate ??= readCertificate(start);
    const isComplete = this.#resumed === true || this.#certificate !== null;
    if (isComplete || this.#start.length >= MAX_START) this.#start = null;
  }
}

/** The first certificate of the message Certificate, in clear text before TLS 1.3. */
function readCertificate(start: Uint8Array): Uint8Array | null {
  const messages = handshakeBytes(start);
  const length = (at: number) =>
    (messages[at]! << 16) | (messages[at + 1]! << 8) | messages[at + 2]!;
  for (let at = 0; at + MESSAGE_HEADER <= messages.length;) {
    const end = at + MESSAGE_HEADER + length(at + 1);
    if (messages.length < end) return null;
    if (messages[at] === CERTIFICATE) {
      const first = at + MESSAGE_HEADER + 3;
      return first + 3 > end
        ? null
        : messages.slice(first + 3, first + 3 + length(first));
    }
    at = end;
  }
  return null;
}

/** What the handshake records at the start carry: a message may lie in several of them. */
function handshakeBytes(start: Uint8Array): Uint8Array {
  const bytes: number[] = [];
  let at = 0;
  while (at + RECORD_HEADER <= start.length && start[at] === HANDSHAKE) {
    const end = at + RECORD_HEADER + ((start[at + 3]! << 8) | start[at + 4]!);
    bytes.push(...start.subarray(at + RECORD_HEADER, end));
    at = end;
  }
  return Uint8Array.from(bytes);
}

/** Whether the session is resumed; `null` while that cannot be told. */
function readResumed(start: Uint8Array): boolean | null {
  const view = new DataView(start.buffer);
  if (start.length < RECORD_HEADER || start[0] !== HANDSHAKE) return null;
  let at = RECORD_HEADER;
  if (start[at] !== SERVER_HELLO) return null;
  const length = (view.getUint8(at + 1) << 16) | view.getUint16(at + 2);
  const end = at + MESSAGE_HEADER + length;
  if (start.length < end) return null;
  at += MESSAGE_HEADER + HELLO_START;
  at += 1 + start[at]! + 3; // session id, cipher suite, compression
  let version13 = false;
  for (at += 2; at + 4 <= end; at += 4 + view.getUint16(at + 2)) {
    const extension = view.getUint16(at);
    if (extension === PRE_SHARED_KEY) return true;
    version13 ||= extension === SUPPORTED_VERSIONS;
  }
  if (version13) return false;
  return nextMessage(start, view, end);
}

/** TLS 1.2: what follows the ServerHello, in the same record or the next one. */
function nextMessage(
  start: Uint8Array,
  view: DataView,
  end: number,
): boolean | null {
  const recordEnd = RECORD_HEADER + view.getUint16(3);
  if (end < recordEnd) {
    return end < start.length ? start[end] !== CERTIFICATE : null;
  }
  if (start.length <= recordEnd + RECORD_HEADER) return null;
  return start[recordEnd] !== HANDSHAKE ||
    start[recordEnd + RECORD_HEADER] !== CERTIFICATE;
}
