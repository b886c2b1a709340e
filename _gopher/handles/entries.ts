// Copyright 2026 the wininet authors. MIT license.

/**
 * An enumeration that is read from the network while the program reads its
 * entries.
 *
 * @module
 */

import { ERROR_GOPHER_PROTOCOL_ERROR, InternetError } from "../../error.ts";
import type { EntrySource } from "../../_core/content_handle.ts";
import { ReadyEntries } from "../../_core/ready_entries.ts";
import type { GOPHER_FIND_DATA } from "../../structures.ts";
import type { EntryDecoder } from "../wire/entries.ts";
import { MAX_MENU } from "../wire/menu.ts";
import type { GopherBody } from "./body.ts";

function menuTooLong(): InternetError {
  return new InternetError(
    ERROR_GOPHER_PROTOCOL_ERROR,
    `Cannot read the menu: it is longer than ${MAX_MENU} bytes`,
  );
}

/** Entries that are being read. */
export class Menu implements EntrySource<GOPHER_FIND_DATA> {
  readonly #body: GopherBody;
  readonly #decoder: EntryDecoder;
  readonly #ready: ReadyEntries<GOPHER_FIND_DATA> = new ReadyEntries();
  readonly #reading: Promise<void>;
  #hasEntries = false;
  #length = 0;

  /** Starts reading. */
  constructor(body: GopherBody, decoder: EntryDecoder) {
    this.#body = body;
    this.#decoder = decoder;
    this.#reading = this.#read();
  }

  /**
   * Waits until it is certain that the data is a menu, and throws if it is not;
   * returns `true` if the menu has entries.
   */
  async confirmed(): Promise<boolean> {
    await this.#ready.begun();
    return this.#hasEntries;
  }

  /** The number of bytes that have arrived. */
  get length(): number {
    return this.#length;
  }

  next(): Promise<GOPHER_FIND_DATA | null> {
    return this.#ready.next();
  }

  some(): Promise<readonly GOPHER_FIND_DATA[]> {
    return this.#ready.some();
  }

  async close(): Promise<void> {
    this.#ready.end();
    await this.#body.close();
    await this.#reading;
  }

  async #read(): Promise<void> {
    let failure: unknown = null;
    try {
      await this.#readAll();
    } catch (error) {
      failure = error;
    }
    await this.#body.close();
    this.#ready.end(failure);
  }

  async #readAll(): Promise<void> {
    while (!this.#decoder.ended) {
      const piece = await this.#body.piece();
      if (piece === null) return this.#add(this.#decoder.end());
      this.#length += piece.length;
      if (this.#length > MAX_MENU) throw menuTooLong();
      this.#add(this.#decoder.push(piece));
      await this.#ready.room();
    }
  }

  #add(entries: readonly GOPHER_FIND_DATA[]): void {
    if (entries.length > 0) this.#hasEntries = true;
    this.#ready.add(entries);
  }
}
