// Copyright 2026 the wininet authors. MIT license.

/**
 * What the bytes of a response say while they pass: where the head ends, how
 * much payload has arrived, whether the response is whole.
 *
 * `fetch` parses the response; this only counts beside it, so that a status can
 * name counted bytes, a read knows whether it has to wait, and a cut connection
 * can be told from a broken one.
 *
 * @module
 */

import { ChunkWalker } from "./chunk_walker.ts";
import type { TlsRecordWalker } from "./tls_records.ts";

/** `fetch` gives up on a head of about 400 KiB; what is longer need not be understood. */
const MAX_HEAD = 512 * 1024;

const CR = 13;
const LF = 10;
const latin1 = new TextDecoder("latin1");
const NOTHING = new Uint8Array(0);

/** Counts one response. */
export interface ResponseMeter {
  /** Bytes of the response on the wire so far, 1xx responses and TLS overhead included. */
  readonly received: number;
  /** Bytes of payload that have arrived; `null` when that cannot be known. */
  readonly arrived: number | null;
  /** Whether the response is known to be whole. */
  readonly complete: boolean;
  /** Whether the framing of the body is broken. */
  readonly malformed: boolean;
  /** Looks at the next bytes. */
  push(bytes: Uint8Array): void;
}

/** Counts a response in clear text. */
export class PlainResponseMeter implements ResponseMeter {
  received = 0;
  readonly #method: string;
  readonly #onIntermediate: (status: number) => void;
  /** What has come of the head; `null` behind its end. */
  #head: Uint8Array | null = NOTHING;
  #headLength = 0;
  #body: ChunkWalker | null = null;
  /** Bytes of the body; `null` when only the end of the connection ends it. */
  #length: number | null = null;
  #arrived = 0;

  /**
   * @param method The method of the request: the response to HEAD has no body.
   * @param onIntermediate Is told the status of every 1xx response.
   */
  constructor(method: string, onIntermediate: (status: number) => void) {
    this.#method = method;
    this.#onIntermediate = onIntermediate;
  }

  get arrived(): number | null {
    if (this.#head !== null) return this.#headLength > MAX_HEAD ? null : 0;
    return this.#body ? this.#body.payload : this.#arrived;
  }

  get complete(): boolean {
    if (this.#head !== null) return false;
    if (this.#body) return this.#body.complete;
    return this.#length !== null && this.#arrived >= this.#length;
  }

  get malformed(): boolean {
    return this.#body?.malformed ?? false;
  }

  push(bytes: Uint8Array): void {
    this.received += bytes.length;
    if (this.#head === null) this.#pushBody(bytes);
    else if (this.#headLength <= MAX_HEAD) this.#pushHead(bytes);
  }

  #pushBody(bytes: Uint8Array): void {
    if (this.#body) this.#body.push(bytes);
    else this.#arrived += bytes.length;
  }

  #pushHead(bytes: Uint8Array): void {
    const from = Math.max(0, this.#headLength - 3);
    // Most heads come whole: those need not be kept.
    const kept = this.#headLength > 0;
    const all = kept ? this.#append(bytes) : bytes;
    let start = 0;
    for (
      let end = headEnd(all, from);
      end >= 0;
      end = headEnd(all, start)
    ) {
      if (this.#takeHead(latin1.decode(all.subarray(start, end)))) {
        this.#head = null;
        return this.#pushBody(all.subarray(end));
      }
      start = end;
    }
    // What is left is the beginning of the next head.
    if (!kept) this.#append(all.subarray(start));
    else {
      all.copyWithin(0, start);
      this.#headLength -= start;
    }
  }

  /** Appends to what is known of the head; the memory doubles, so that a head in many pieces is not copied for each. */
  #append(bytes: Uint8Array): Uint8Array {
    const length = this.#headLength + bytes.length;
    if (length > this.#head!.length) {
      const bigger = new Uint8Array(2 * length);
      bigger.set(this.#head!.subarray(0, this.#headLength));
      this.#head = bigger;
    }
    this.#head!.set(bytes, this.#headLength);
    this.#headLength = length;
    return this.#head!.subarray(0, length);
  }

  /** Takes note of a head; answers whether it was that of the final response. */
  #takeHead(head: string): boolean {
    const lines = head.trimStart();
    // Empty lines before a response are no head.
    if (lines === "") return false;
    const status = Number(/^\S+ +(\d{3})/.exec(lines)?.[1] ?? 0);
    if (status >= 100 && status < 200 && status !== 101) {
      this.#onIntermediate(status);
      return false;
    }
    if (this.#method === "HEAD" || status === 204 || status === 304) {
      this.#length = 0;
    } else if (/^transfer-encoding:.*\bchunked[ \t]*\r?$/im.test(head)) {
      this.#body = new ChunkWalker();
    } else this.#length = contentLength(head);
    return true;
  }
}

/**
 * Counts a response whose text TLS hides: the lengths of the records tell how
 * much text there is, the parsed headers how long the head was.
 */
export class SecureResponseMeter implements ResponseMeter {
  received = 0;
  readonly malformed = false;
  /** Never known: session tickets, which look like text, may have come in between. */
  readonly complete = false;
  readonly #records: TlsRecordWalker;
  readonly #before: number;
  #headLength: number | null = null;
  #length: number | null = null;

  /** @param records What counts the records that the server sends on this connection. */
  constructor(records: TlsRecordWalker) {
    this.#records = records;
    this.#before = records.text;
  }

  get arrived(): number | null {
    if (this.#headLength === null || this.#length === null) return null;
    return Math.max(0, this.#records.text - this.#before - this.#headLength);
  }

  push(bytes: Uint8Array): void {
    this.received += bytes.length;
  }

  /** Tells how long the head was and how long the body is, `null` when it does not say. */
  headParsed(headLength: number, bodyLength: number | null): void {
    this.#headLength = headLength;
    this.#length = bodyLength;
  }
}

/** Where the first empty line ends, or -1. */
export function headEnd(bytes: Uint8Array, from: number): number {
  for (
    let at = bytes.indexOf(LF, from);
    at >= 0;
    at = bytes.indexOf(LF, at + 1)
  ) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}

function contentLength(head: string): number | null {
  const digits = /^content-length:[ \t]*(\d+)[ \t]*\r?$/im.exec(head)?.[1];
  return digits === undefined ? null : Number(digits);
}
