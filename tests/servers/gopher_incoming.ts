// Copyright 2026 the wininet authors. MIT license.

/**
 * The input of the Gopher server, read by lines or by length: a request line,
 * and perhaps a data block after it.
 *
 * @module
 */

import type { Wire } from "./ftp_wire.ts";
import { concat, latin1Of } from "./tcp_server.ts";

const LF = 10;

/** The input from the client; bytes that were read too early are kept. */
export class Incoming {
  #wire: Wire;
  #kept: Uint8Array = new Uint8Array();

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /**
   * Reads up to and including the next LF; `null` if the connection ends before
   * it.
   */
  async line(): Promise<Uint8Array | null> {
    const pieces: Uint8Array[] = [];
    for (;;) {
      const piece = await this.#some();
      if (piece === null) return null;
      const end = piece.indexOf(LF) + 1;
      if (end === 0) {
        pieces.push(piece);
        continue;
      }
      this.#kept = piece.subarray(end);
      return concat([...pieces, piece.subarray(0, end)]);
    }
  }

  /** Reads exactly this number of bytes, or fewer if the connection ends before. */
  async bytes(size: number): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for (let missing = size; missing > 0;) {
      const piece = await this.#some();
      if (piece === null) break;
      this.#kept = piece.subarray(missing);
      pieces.push(piece.subarray(0, missing));
      missing -= piece.length;
    }
    return concat(pieces);
  }

  /** Reads until the client ends its side. */
  rest(): Promise<Uint8Array> {
    return this.bytes(Infinity);
  }

  async #some(): Promise<Uint8Array | null> {
    const kept = this.#kept;
    this.#kept = new Uint8Array();
    return kept.length > 0 ? kept : await this.#wire.read();
  }
}

/**
 * Reads the data block of a Gopher+ request: `+-1` to its final dot, `+n` to
 * its last byte, `+-2` to the end. Returns it unchanged, with its header and
 * its dot.
 */
export async function readBlock(incoming: Incoming): Promise<Uint8Array> {
  const header = await incoming.line() ?? new Uint8Array();
  const [, size] = /^\+(-?\d+)\r\n$/.exec(latin1Of(header)) ?? [];
  if (size === undefined) {
    throw new TypeError(`Cannot read a block: "${latin1Of(header)}"`);
  }
  if (size === "-2") return concat([header, await incoming.rest()]);
  if (size !== "-1") {
    return concat([header, await incoming.bytes(Number(size))]);
  }
  const pieces = [header];
  for (;;) {
    const line = await incoming.line();
    if (line === null) throw new TypeError("Cannot read a block: No final dot");
    pieces.push(line);
    if (latin1Of(line) === ".\r\n") return concat(pieces);
  }
}
