// Copyright 2026 the wininet authors. MIT license.

/**
 * The chunked transfer coding (RFC 9112 section 7.1), walked without copying:
 * how much of what has arrived is payload, and whether the last chunk is in.
 *
 * @module
 */

/** A size line with extensions, or a trailer line, that is longer than this is no HTTP. */
const MAX_LINE = 16384;

const LF = 10;

/** Where the walker is. */
type Place = "size" | "data" | "dataEnd" | "trailer" | "end";

/** Walks over the bytes of a chunked body. */
export class ChunkWalker {
  /** Bytes of payload seen. */
  payload = 0;
  /** Whether a size line was none, or a chunk did not end where it said. */
  malformed = false;
  #place: Place = "size";
  #line = "";
  #left = 0;

  /** Whether the last chunk and the trailers are in. */
  get complete(): boolean {
    return this.#place === "end";
  }

  /** Walks over the next bytes. */
  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length && !this.malformed && this.#place !== "end") {
      at = this.#place === "data"
        ? this.#skip(bytes, at)
        : this.#readLine(bytes, at);
    }
  }

  #skip(bytes: Uint8Array, at: number): number {
    const count = Math.min(this.#left, bytes.length - at);
    this.payload += count;
    this.#left -= count;
    if (this.#left === 0) this.#place = "dataEnd";
    return at + count;
  }

  #readLine(bytes: Uint8Array, at: number): number {
    const end = bytes.indexOf(LF, at);
    const stop = end < 0 ? bytes.length : end;
    if (this.#line.length + stop - at > MAX_LINE) {
      this.malformed = true;
      return stop;
    }
    this.#line += String.fromCharCode(...bytes.subarray(at, stop));
    if (end < 0) return stop;
    const line = this.#line.replace(/\r$/, "");
    this.#line = "";
    this.#take(line);
    return end + 1;
  }

  #take(line: string): void {
    switch (this.#place) {
      case "size":
        return this.#takeSize(line);
      case "dataEnd":
        if (line !== "") this.malformed = true;
        this.#place = "size";
        return;
      case "trailer":
        if (line === "") this.#place = "end";
    }
  }

  #takeSize(line: string): void {
    const digits = /^([0-9a-f]{1,13})[ \t]*(;.*)?$/i.exec(line)?.[1];
    if (digits === undefined) {
      this.malformed = true;
      return;
    }
    this.#left = parseInt(digits, 16);
    this.#place = this.#left === 0 ? "trailer" : "data";
  }
}
