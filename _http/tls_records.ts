// Copyright 2026 the wininet authors. MIT license.

/**
 * TLS records (RFC 8446 section 5.1), as far as they can be seen from outside:
 * type and length stand in clear text before every record.
 *
 * That is enough to find where the handshake ends and to count the text that the
 * records carry, if the cipher suite is known, and that stands in the server's
 * first message.
 *
 * @module
 */

const HANDSHAKE = 22;
const APPLICATION_DATA = 23;
const HEADER = 5;

/** The number of a record that is no application record. */
const NO_NUMBER = -2;

/** The choice of the server stands well before this. */
const MAX_START = 128;

/** A suite of TLS 1.3: its records hide a type byte and a tag of 16. */
const OVERHEAD_1_3 = 17;
/** ChaCha20-Poly1305 in TLS 1.2: a tag of 16. */
const OVERHEAD_1_2_CHACHA = 16;
/** AES-GCM in TLS 1.2: an explicit nonce of 8 and a tag of 16. */
const OVERHEAD_1_2_GCM = 24;

/** Where the server's first message has the length of its session id: behind two headers, version and random. */
const SESSION_ID_LENGTH_AT = HEADER + 4 + 2 + 32;

/** What a connection has agreed on. */
export interface TlsParameters {
  /** Whether it is TLS 1.3, where the client's Finished message looks like application data. */
  readonly version13: boolean;
  /** Bytes of a record that are not text. */
  readonly overhead: number;
}

/** Reads what the server chose from the start of what it sent; `null` while that is too short or no TLS. */
export function readParameters(start: Uint8Array): TlsParameters | null {
  if (start[0] !== HANDSHAKE) return null;
  const idLength = start[SESSION_ID_LENGTH_AT];
  if (idLength === undefined) return null;
  const at = SESSION_ID_LENGTH_AT + 1 + idLength;
  const high = start[at];
  const low = start[at + 1];
  if (high === undefined || low === undefined) return null;
  if (high === 0x13) return { version13: true, overhead: OVERHEAD_1_3 };
  return {
    version13: false,
    overhead: high === 0xcc ? OVERHEAD_1_2_CHACHA : OVERHEAD_1_2_GCM,
  };
}

/** Walks over the records of one direction. */
export class TlsRecordWalker {
  /** Bytes of text in the application records that have passed whole, from `countFrom` on. */
  text = 0;
  /** The number of the first application record whose text counts. */
  countFrom = 0;
  /** Application records so far. */
  applicationRecords = 0;
  /** Bytes of a record that are not text. */
  overhead: number = OVERHEAD_1_3;
  readonly #header = new Uint8Array(HEADER);
  #have = 0;
  #left = 0;
  /** Text of the record that is passing. */
  #passing = 0;

  /**
   * Walks over the next bytes.
   *
   * @returns Where in `bytes` the application record with the number `watchFor`
   * (counted from 0) begins, -1 when it does not begin here.
   */
  push(bytes: Uint8Array, watchFor: number = -1): number {
    let found = -1;
    for (let at = 0; at < bytes.length;) {
      if (this.#left > 0) {
        at += this.#skip(bytes.length - at);
        continue;
      }
      this.#header[this.#have++] = bytes[at++]!;
      if (this.#have < HEADER) continue;
      if (this.#beginRecord() === watchFor) found = Math.max(0, at - HEADER);
    }
    return found;
  }

  #skip(most: number): number {
    const count = Math.min(this.#left, most);
    this.#left -= count;
    if (this.#left === 0) this.text += this.#passing;
    return count;
  }

  /** Answers the number of the application record that begins. */
  #beginRecord(): number {
    this.#have = 0;
    this.#left = this.#header[3]! << 8 | this.#header[4]!;
    this.#passing = 0;
    if (this.#header[0] !== APPLICATION_DATA) return NO_NUMBER;
    const number = this.applicationRecords++;
    if (number >= this.countFrom) {
      this.#passing = Math.max(0, this.#left - this.overhead);
    }
    return number;
  }
}

/** Both directions of a TLS connection, seen from outside. */
export class TlsView {
  /** The records of the client. */
  readonly client: TlsRecordWalker = new TlsRecordWalker();
  /** The records of the server. */
  readonly server: TlsRecordWalker = new TlsRecordWalker();
  /** What the server has sent first, until its choice is known. */
  #start: Uint8Array | null = new Uint8Array(0);

  /** The number of the client's next application record that carries text of a request. */
  get nextRequestRecord(): number {
    return Math.max(this.client.countFrom, this.client.applicationRecords);
  }

  /** Looks at bytes of the server. */
  pushServer(bytes: Uint8Array): void {
    if (this.#start !== null) this.#readStart(this.#start, bytes);
    this.server.push(bytes);
  }

  #readStart(known: Uint8Array, bytes: Uint8Array): void {
    const start = new Uint8Array(
      Math.min(MAX_START, known.length + bytes.length),
    );
    start.set(known);
    start.set(bytes.subarray(0, start.length - known.length), known.length);
    const parameters = readParameters(start);
    const undecided = parameters === null && start.length < MAX_START;
    this.#start = undecided ? start : null;
    if (parameters === null) return;
    this.client.overhead = this.server.overhead = parameters.overhead;
    // In TLS 1.3 the client's Finished message is its first application record.
    this.client.countFrom = parameters.version13 ? 1 : 0;
  }
}
