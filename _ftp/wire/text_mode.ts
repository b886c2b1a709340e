// Copyright 2026 the wininet authors. MIT license.

/**
 * Type A, text: lines end with CR LF on the wire, and with the line end of the
 * system in local files. A lone CR or LF on the wire is kept. In local files an
 * LF ends a line, a lone CR is kept, and a CR LF is not converted.
 *
 * @module
 */

import { CR, LF } from "../../_base/bytes.ts";

/** Converts bytes from the wire for a system whose lines end with LF. */
export class FromNetwork {
  #heldCr = false;

  /** Converts a piece. A CR at its end is held until the next character is known. */
  push(bytes: Uint8Array): Uint8Array {
    const out = new Uint8Array(bytes.length + 1);
    let end = 0;
    for (const byte of bytes) {
      if (this.#heldCr && byte !== LF) out[end++] = CR;
      this.#heldCr = byte === CR;
      if (!this.#heldCr) out[end++] = byte;
    }
    return out.subarray(0, end);
  }

  /** Returns the held CR at the end, if there is one. */
  end(): Uint8Array {
    return this.#heldCr ? Uint8Array.of(CR) : new Uint8Array();
  }
}

/** Converts bytes for the wire. */
export class ToNetwork {
  #lastCr = false;

  /** Converts a piece. */
  push(bytes: Uint8Array): Uint8Array {
    const out = new Uint8Array(bytes.length * 2);
    let end = 0;
    for (const byte of bytes) {
      if (byte === LF && !this.#lastCr) out[end++] = CR;
      out[end++] = byte;
      this.#lastCr = byte === CR;
    }
    return out.subarray(0, end);
  }
}
