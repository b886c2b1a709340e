// Copyright 2026 the wininet authors. MIT license.

/**
 * Handles for reading: a file, the entries of a menu, or a menu as a page. The
 * code that fetches them is loaded when the first one is opened.
 *
 * @module
 */

import { ERROR_NO_MORE_FILES, InternetError } from "../../error.ts";
import { quotedValue } from "../../_base/secrets.ts";
import { ContentHandle } from "../../_core/content_handle.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { GOPHER_FIND_DATA } from "../../structures.ts";
import type { Menu } from "./entries.ts";
import type { Asking, Question } from "./question.ts";
import { MAY_WANT_TLS, type ServerFinder } from "./server.ts";

/** A handle for reading. */
export class GopherReader extends ContentHandle {
  override readonly type: number;
  readonly #finder: ServerFinder;

  /** @param type One of the `INTERNET_HANDLE_TYPE_GOPHER_*` constants. */
  constructor(
    parent: HandleObject,
    finder: ServerFinder,
    context: unknown,
    type: number,
  ) {
    super(parent, context);
    this.#finder = finder;
    this.type = type;
  }

  // ---- opening ----

  /** Fetches a file; resolves when its first bytes have arrived. */
  async openFile(question: Question): Promise<this> {
    const { fetchFile } = await import("./content.ts");
    this.bytes = await fetchFile(this.#asking(question));
    return this;
  }

  /** Fetches a menu; resolves with its first entry. */
  async openFind(question: Question): Promise<GOPHER_FIND_DATA> {
    const menu = await this.#openMenu(question);
    const first = await menu.next();
    if (first === null) {
      const mayWantTls = menu.length === 0 && !this.#finder.origin.secure;
      throw nothingFound(question, mayWantTls);
    }
    this.enumeration = menu;
    this.first = first;
    return first;
  }

  /**
   * Fetches a menu for an enumeration that includes its first entry, as for
   * `InternetOpenUrl`.
   */
  async openRaw(question: Question): Promise<this> {
    const menu = await this.#openMenu(question);
    await menu.confirmed();
    this.enumeration = menu;
    return this;
  }

  /** Fetches a menu as an HTML page. */
  async openPage(question: Question): Promise<this> {
    const { pageOf } = await import("./content.ts");
    const menu = await this.#openMenu(question);
    await menu.confirmed();
    this.bytes = pageOf(menu, this.#asking(question));
    return this;
  }

  async #openMenu(question: Question): Promise<Menu> {
    const { fetchMenu } = await import("./content.ts");
    return await fetchMenu(this.#asking(question));
  }

  #asking(question: Question): Asking {
    return {
      question,
      finder: this.#finder,
      owner: this,
      signal: this.signal,
    };
  }

  protected override release(reason?: unknown): void {
    super.release(reason);
    if (this.enumeration !== null) this.track(this.enumeration.close());
    if (this.bytes !== null) this.track(this.bytes.close());
  }
}

/** Returns the error for an enumeration without entries. */
function nothingFound(
  { item }: Question,
  mayWantTls: boolean,
): InternetError {
  return new InternetError(
    ERROR_NO_MORE_FILES,
    `Cannot find an item in ${
      quotedValue(item.selector)
    }: the server sent none${mayWantTls ? `; ${MAY_WANT_TLS}` : ""}`,
  );
}
