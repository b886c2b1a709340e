// Copyright 2026 the wininet authors. MIT license.

/**
 * A directory that is read as an HTML page, while it is being listed.
 *
 * @module
 */

import { ERROR_NO_MORE_FILES, InternetError } from "../error.ts";
import { linkBase, PAGE_FOOT, pageHead, pageRow } from "./html_page.ts";
import type { ByteSource } from "./session_file.ts";
import type { Listing } from "./session_listing.ts";

const encoder = new TextEncoder();

/** The bytes of the page. */
export class PageSource implements ByteSource {
  readonly #listing: Listing;
  readonly #base: string;
  #ready: Uint8Array;
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
    this.#listing = listing;
    this.#base = linkBase(path, endsWithSlash);
    this.#ready = encoder.encode(pageHead(host, path, this.#base));
  }

  async read(buffer: Uint8Array, noWait: boolean): Promise<number> {
    let filled = 0;
    while (filled < buffer.length && !(noWait && filled > 0)) {
      const count = Math.min(await this.available(), buffer.length - filled);
      if (count === 0) break;
      buffer.set(this.#ready.subarray(0, count), filled);
      this.#ready = this.#ready.subarray(count);
      filled += count;
    }
    return filled;
  }

  async available(): Promise<number> {
    if (this.#ready.length === 0 && !this.#ended) {
      const entries = await this.#listing.some();
      this.#ended = entries.length === 0;
      this.#ready = encoder.encode(
        this.#ended
          ? PAGE_FOOT
          : entries.map((entry) => pageRow(entry, this.#base)).join(""),
      );
    }
    return this.#ready.length;
  }

  close(): Promise<void> {
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
