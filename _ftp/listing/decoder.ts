// Copyright 2026 the wininet authors. MIT license.

/**
 * Decodes a listing as it arrives: bytes in, entries out, however the bytes are
 * split.
 *
 * Many lines are decoded at a time. If some bytes are not valid in the code
 * page, each line is decoded separately, so that one name in another encoding
 * does not affect the others.
 *
 * @module
 */

import { ERROR_FTP_DROPPED, InternetError } from "../../error.ts";
import { CR, joined, LF } from "../../_base/bytes.ts";
import type { WIN32_FIND_DATA } from "../../structures.ts";
import { ListingParser, type UnknownLine } from "./listing.ts";
import type { NameCodec } from "../../_base/code_page.ts";

/** The maximum number of bytes of a listing; a million long names have less. */
export const MAX_LISTING = 268_435_456;

/** The maximum number of bytes of a line. */
export const MAX_LISTING_LINE = 65_536;

/** The facts about a listing that are known in advance. */
export interface ListingInit {
  /** The encoding of names. */
  readonly codec: NameCodec;
  /** The current time, for dates without a year. */
  readonly now: Date;
  /** `true` if it is the data of MLSD. */
  readonly machine: boolean;
  /** Called with each line that no format recognizes. */
  readonly onUnknown?: UnknownLine;
  /**
   * The maximum number of bytes of the listing.
   *
   * @default {MAX_LISTING}
   */
  readonly limit?: number;
}

/** Extracts the entries from the data of a listing. */
export class ListingDecoder {
  readonly #codec: NameCodec;
  readonly #parser: ListingParser;
  readonly #limit: number;
  /** The start of an incomplete line. */
  #rest: Uint8Array = new Uint8Array();
  #length = 0;
  #found: WIN32_FIND_DATA[] = [];

  /** @param init The facts that are known in advance. */
  constructor(
    { codec, now, machine, onUnknown, limit = MAX_LISTING }: ListingInit,
  ) {
    this.#codec = codec;
    this.#parser = new ListingParser(now, machine, onUnknown);
    this.#limit = limit;
  }

  /**
   * Decodes bytes; returns the entries that they complete. The bytes are not
   * kept.
   *
   * @throws {InternetError} ERROR_FTP_DROPPED if a line or the listing is too
   * long.
   */
  push(chunk: Uint8Array): WIN32_FIND_DATA[] {
    this.#checkRest();
    this.#length += chunk.length;
    if (this.#length > this.#limit) {
      throw listingTooLong(`it is longer than ${this.#limit} bytes`);
    }
    const end = chunk.lastIndexOf(LF) + 1;
    if (end === 0) this.#rest = joined(this.#rest, chunk.slice());
    else {
      const lines = chunk.subarray(0, end - 1);
      this.#takeLines(
        joined(this.#rest, lines),
      );
      this.#rest = chunk.slice(end);
    }
    // The entries before the error are returned: the next call throws it.
    const found = this.#take();
    if (found.length === 0) this.#checkRest();
    return found;
  }

  #checkRest(): void {
    if (this.#rest.length > MAX_LISTING_LINE) {
      throw listingTooLong(
        `a line of it is longer than ${MAX_LISTING_LINE} bytes`,
      );
    }
  }

  /** Ends the listing; returns the entries of its last line. */
  end(): WIN32_FIND_DATA[] {
    this.#checkRest();
    if (this.#rest.length > 0) this.#takeLine(this.#rest);
    const last = this.#parser.end();
    if (last !== null) this.#found.push(last);
    return this.#take();
  }

  #take(): WIN32_FIND_DATA[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #takeLines(bytes: Uint8Array): void {
    const { text, foreign } = this.#codec.decode(bytes);
    if (!foreign) return this.#takeText(text);
    for (let from = 0; from <= bytes.length;) {
      const at = bytes.indexOf(LF, from);
      const to = at < 0 ? bytes.length : at;
      this.#takeLine(bytes.subarray(from, to));
      from = to + 1;
    }
  }

  /** Splits a text into lines, and removes the CR of each. */
  #takeText(text: string): void {
    for (let from = 0; from <= text.length;) {
      const at = text.indexOf("\n", from);
      const to = at < 0 ? text.length : at;
      const isCr = to > from && text.charCodeAt(to - 1) === CR;
      this.#parse(text.slice(from, isCr ? to - 1 : to), false);
      from = to + 1;
    }
  }

  #takeLine(bytes: Uint8Array): void {
    const { text, foreign } = this.#codec.decode(bytes);
    this.#parse(text.endsWith("\r") ? text.slice(0, -1) : text, foreign);
  }

  #parse(line: string, foreign: boolean): void {
    const entry = this.#parser.push(line);
    if (entry === null) return;
    this.#codec.note(entry.cFileName, foreign);
    this.#found.push(entry);
  }
}

function listingTooLong(why: string): InternetError {
  return new InternetError(
    ERROR_FTP_DROPPED,
    `Cannot read the listing: ${why}`,
  );
}
