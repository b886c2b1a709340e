// Copyright 2026 the wininet authors. MIT license.

/**
 * A directory that is read as an HTML page, while it is being listed.
 *
 * @module
 */

import { ERROR_NO_MORE_FILES, InternetError } from "../error.ts";
import { PieceSource } from "../_core/byte_source.ts";
import { linkBase, PAGE_FOOT, pageHead, pageRow } from "./html_page.ts";
import type { Listing } from "./session_listing.ts";

const encoder = new TextEncoder();

/** The bytes of the page. */
export class PageSource extends PieceSource {
  readonly #listing: Listing;
  readonly #base: string;
  #head: string | null;
  #ended = false;

  /**
   * @param path What the URL names.
   * @param endsWithSlash Whether it ends with a slash there.
   */
  constructor(
    listing: Listing,
    host: string,
    path: string,
    endsWithSlash: boolean,
  ) {
    super();
    this.#listing = listing;
    this.#base = linkBase(path, endsWithSlash);
    this.#head = pageHead(host, path, this.#base);
  }

  protected override async pull(): Promise<Uint8Array | null> {
    if (this.#ended) return null;
    return encoder.encode(await this.#text());
  }

  async #text(): Promise<string> {
    if (this.#head !== null) {
      const head = this.#head;
      this.#head = null;
      return head;
    }
    const entries = await this.#listing.some();
    this.#ended = entries.length === 0;
    return this.#ended
      ? PAGE_FOOT
      : entries.map((entry) => pageRow(entry, this.#base)).join("");
  }

  override close(): Promise<void> {
    return this.#listing.close();
  }
}

/** Opens a listing that may be empty: a page can say so. */
export async function openForPage(listing: Listing): Promise<void> {
  try {
    await listing.open();
  } catch (error) {
    const isEmpty = error instanceof InternetError &&
      error.code === ERROR_NO_MORE_FILES;
    if (!isEmpty) throw error;
    await listing.close();
  }
}
