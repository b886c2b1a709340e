// Copyright 2026 the wininet authors. MIT license.

/**
 * An enumeration that is read as an HTML page while its entries arrive.
 *
 * @module
 */

import { PieceSource } from "./byte_source.ts";
import type { FindData } from "../structures.ts";
import type { EntrySource } from "./content_handle.ts";

/** The parts of the page. */
export interface Page<Entry extends FindData> {
  /** The HTML before the entries. */
  readonly head: string;
  /** The HTML of an entry. */
  readonly row: (entry: Entry) => string;
  /** The HTML after the entries. */
  readonly foot: string;
}

const encoder = new TextEncoder();

/** The bytes of the page. */
export class PageSource<Entry extends FindData> extends PieceSource {
  readonly #entries: EntrySource<Entry>;
  readonly #page: Page<Entry>;
  #begun = false;
  #ended = false;

  constructor(entries: EntrySource<Entry>, page: Page<Entry>) {
    super();
    this.#entries = entries;
    this.#page = page;
  }

  protected override async pull(): Promise<Uint8Array | null> {
    return this.#ended ? null : encoder.encode(await this.#text());
  }

  async #text(): Promise<string> {
    if (!this.#begun) {
      this.#begun = true;
      return this.#page.head;
    }
    const entries = await this.#entries.some();
    this.#ended = entries.length === 0;
    return this.#ended
      ? this.#page.foot
      : entries.map((entry) => this.#page.row(entry)).join("");
  }

  override close(): Promise<void> {
    return this.#entries.close();
  }
}
