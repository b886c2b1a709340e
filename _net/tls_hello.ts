// Copyright 2026 the wininet authors. MIT license.

/**
 * Whether a server has resumed a TLS session, seen from outside: its ServerHello
 * stands in clear text (RFC 8446 section 4.1.3, RFC 5246 section 7.3).
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

/** As much of the start of a conversation as is kept: a ServerHello and the message behind it. */
const MAX_START = 2048;

/** Watches the start of what a server sends. */
export class HelloWatch {
  #start: number[] | null = [];
  #resumed: boolean | null = null;

  /** Whether the session was resumed; `null` when it could not be seen. */
  get resumed(): boolean | null {
    return this.#resumed;
  }

  /** Takes note of what the server sends. */
  take(bytes: Uint8Array): void {
    if (this.#start === null) return;
    this.#start.push(...bytes.subarray(0, MAX_START - this.#start.length));
    this.#resumed = readResumed(Uint8Array.from(this.#start));
    if (this.#resumed !== null || this.#start.length >= MAX_START) {
      this.#start = null;
    }
  }
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
