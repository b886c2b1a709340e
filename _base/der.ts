// Copyright 2026 the wininet authors. MIT license.

/**
 * A strict reader of DER (X.690), for certificates and for SPNEGO.
 *
 * @module
 */

/** Tags of DER. */
export const TAG_BOOLEAN = 0x01;
export const TAG_INTEGER = 0x02;
export const TAG_BIT_STRING = 0x03;
export const TAG_OCTET_STRING = 0x04;
export const TAG_OID = 0x06;
export const TAG_SEQUENCE = 0x30;

/** Reads elements of DER one after the other, and refuses what is not DER. */
export class DerReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Enters the only element. */
  static only(bytes: Uint8Array, tag: number): DerReader {
    const reader = new DerReader(bytes);
    const value = reader.take(tag);
    reader.end();
    return new DerReader(value);
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Returns `true` if the next element has a tag. */
  nextIs(tag: number): boolean {
    return this.#bytes[this.#at] === tag;
  }

  /** Reads an element of any kind. */
  next(): { tag: number; value: Uint8Array } {
    const tag = this.#byte();
    if ((tag & 0x1f) === 0x1f) throw malformed("a tag is too long");
    const length = this.#length();
    const from = this.#at;
    this.#at += length;
    if (this.#at > this.#bytes.length) throw malformed("it is truncated");
    return { tag, value: this.#bytes.subarray(from, this.#at) };
  }

  /** Reads an element of one kind. */
  take(tag: number): Uint8Array {
    if (!this.nextIs(tag)) {
      throw malformed("an element is missing or in the wrong place");
    }
    return this.next().value;
  }

  /** Returns everything that has not been read. */
  rest(): Uint8Array {
    return this.#bytes.subarray(this.#at);
  }

  /** Throws if bytes follow. */
  end(): void {
    if (!this.atEnd) throw malformed("unexpected bytes follow");
  }

  #length(): number {
    const first = this.#byte();
    if (first < 0x80) return first;
    const count = first & 0x7f;
    if (count < 1 || count > 2) throw malformed("a length is invalid");
    let length = 0;
    for (let i = 0; i < count; i++) length = length << 8 | this.#byte();
    if (length < (count === 1 ? 0x80 : 0x100)) {
      throw malformed("a length is not encoded in the shortest form");
    }
    return length;
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw malformed("it is truncated");
    return byte;
  }
}

function malformed(why: string): SyntaxError {
  return new SyntaxError(`Cannot read the DER: ${why}`);
}
