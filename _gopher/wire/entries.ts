// Copyright 2026 the wininet authors. MIT license.

/**
 * The entries of an enumeration: of a menu, of a Gopher+ menu with attributes,
 * or of the reply of a phone book.
 *
 * A server that does not have the menu sends an error instead: lines of type 3,
 * or text that is not a menu at all. So entries are held back until one has a
 * selector. If none has, and the lines are not just information, their text is
 * the error.
 *
 * @module
 */

import { ERROR_GOPHER_DATA_ERROR, InternetError } from "../../error.ts";
import { GOPHER_TYPE_ERROR, GOPHER_TYPE_INLINE } from "../../flags.ts";
import { withoutSecrets } from "../../_base/secrets.ts";
import type { GOPHER_FIND_DATA } from "../../structures.ts";
import { findDataOf } from "./attributes.ts";
import { type AttributeBlock, ItemDecoder } from "./blocks.ts";
import { CsoDecoder, type CsoLine } from "./cso.ts";
import { MAX_ERROR_TEXT, MAX_QUOTED } from "./error_reply.ts";
import { formatLocator } from "./locator.ts";
import { type DisplayDecoder, MenuDecoder, type MenuServer } from "./menu.ts";
import { displayText } from "./menu_line.ts";

/** The maximum number of entries that are held back. An error has fewer lines. */
const MAX_HELD = 1000;

/** Decodes bytes into entries. */
export interface EntryDecoder {
  /** Decodes bytes; returns the entries that are complete. */
  push(chunk: Uint8Array): readonly GOPHER_FIND_DATA[];
  /** Returns the last entries at the end of the data. */
  end(): readonly GOPHER_FIND_DATA[];
  /** `true` if no more entries follow, so that the connection can be closed. */
  readonly ended: boolean;
}

/** A menu of RFC 1436. */
export class MenuEntries implements EntryDecoder {
  readonly #decoder: MenuDecoder;
  readonly #secrets: readonly string[];
  /** The entries that are held back, or `null` once it is certain that the data is a menu. */
  #held: GOPHER_FIND_DATA[] | null = [];
  #hasErrors = false;

  /**
   * @param server The server of the menu.
   * @param decodeDisplay Decodes display strings that are not UTF-8.
   * @param secrets The strings that an error must not show.
   */
  constructor(
    server: MenuServer,
    decodeDisplay?: DisplayDecoder,
    secrets: readonly string[] = [],
  ) {
    this.#decoder = new MenuDecoder(server, decodeDisplay);
    // Control characters are removed from display strings, so a secret may
    // appear without them.
    this.#secrets = secrets.flatMap((secret) => [
      secret,
      displayText(secret, decodeDisplay),
    ]);
  }

  get ended(): boolean {
    return this.#decoder.ended;
  }

  /**
   * Decodes bytes; returns the entries that are complete.
   *
   * @throws {InternetError} ERROR_GOPHER_PROTOCOL_ERROR if the menu is too
   * long.
   */
  push(chunk: Uint8Array): readonly GOPHER_FIND_DATA[] {
    const found = this.#release(this.#decoder.push(chunk));
    return this.#decoder.ended ? [...found, ...this.#releaseAll()] : found;
  }

  /**
   * Returns the last entries at the end of the connection.
   *
   * @throws {InternetError} ERROR_GOPHER_DATA_ERROR if the reply is an error.
   */
  end(): readonly GOPHER_FIND_DATA[] {
    return [...this.#release(this.#decoder.end()), ...this.#releaseAll()];
  }

  #release(found: readonly GOPHER_FIND_DATA[]): readonly GOPHER_FIND_DATA[] {
    const held = this.#held;
    if (held === null) return found;
    for (const entry of found) {
      held.push(entry);
      if (entry.GopherType === GOPHER_TYPE_ERROR) this.#hasErrors = true;
    }
    if (this.#decoder.items === 0 && held.length < MAX_HELD) return [];
    this.#held = null;
    return held;
  }

  #releaseAll(): readonly GOPHER_FIND_DATA[] {
    const held = this.#held ?? [];
    this.#held = null;
    if (held.length === 0) return held;
    if (!this.#hasErrors && this.#decoder.loose === 0) return held;
    const text = held.map((entry) => entry.DisplayString).join("\r\n");
    const line = withoutSecrets(shown(held, this.#hasErrors), this.#secrets);
    throw new InternetError(
      ERROR_GOPHER_DATA_ERROR,
      `Cannot list the menu: the server replied "${line.slice(0, MAX_QUOTED)}"`,
      {
        responseText: withoutSecrets(text, this.#secrets)
          .slice(0, MAX_ERROR_TEXT),
      },
    );
  }
}

/** Returns the most informative line. */
function shown(held: readonly GOPHER_FIND_DATA[], hasErrors: boolean): string {
  const wanted = hasErrors
    ? held.filter((entry) => entry.GopherType === GOPHER_TYPE_ERROR)
    : held;
  return wanted[0]!.DisplayString;
}

/** The items of a Gopher+ menu, with sizes and dates. */
export class PlusEntries implements EntryDecoder {
  readonly #decoder = new ItemDecoder();
  readonly #server: MenuServer;
  readonly #decode: DisplayDecoder | undefined;
  /** The type character of the item that the next one may duplicate. */
  #primary = "";
  /** The header of the reply determines its end. */
  readonly ended = false;

  /**
   * @param server The server of the menu.
   * @param decodeDisplay Decodes display strings that are not UTF-8.
   */
  constructor(server: MenuServer, decodeDisplay?: DisplayDecoder) {
    this.#server = server;
    this.#decode = decodeDisplay;
  }

  /**
   * Decodes bytes; returns the entries that are complete.
   *
   * @throws {InternetError} ERROR_GOPHER_PROTOCOL_ERROR if the menu is too
   * long.
   */
  push(chunk: Uint8Array): readonly GOPHER_FIND_DATA[] {
    return this.#entriesOf(this.#decoder.push(chunk));
  }

  /** Returns the last entries at the end of the data. */
  end(): readonly GOPHER_FIND_DATA[] {
    return this.#entriesOf(this.#decoder.end());
  }

  #entriesOf(items: readonly AttributeBlock[][]): GOPHER_FIND_DATA[] {
    return items.flatMap((blocks) => this.#entryOf(blocks) ?? []);
  }

  #entryOf(blocks: readonly AttributeBlock[]): GOPHER_FIND_DATA | null {
    const entry = findDataOf(
      blocks,
      this.#server,
      this.#decode,
      this.#primary,
    );
    const character = entry?.Locator[0] ?? "+";
    if (!"+i3".includes(character)) this.#primary = character;
    return entry;
  }
}

/** The reply of a phone book: a line for each field of each entry. */
export class CsoEntries implements EntryDecoder {
  readonly #decoder = new CsoDecoder();
  readonly #decode: DisplayDecoder | undefined;

  /**
   * @param decodeDisplay Decodes display strings that are not UTF-8.
   */
  constructor(decodeDisplay?: DisplayDecoder) {
    this.#decode = decodeDisplay;
  }

  get ended(): boolean {
    return this.#decoder.ended;
  }

  /**
   * Decodes bytes; returns the entries that are complete.
   *
   * @throws {InternetError} ERROR_GOPHER_DATA_ERROR if the server rejects the
   * query; ERROR_GOPHER_PROTOCOL_ERROR if it is not a phone book.
   */
  push(chunk: Uint8Array): readonly GOPHER_FIND_DATA[] {
    return this.#entriesOf(this.#decoder.push(chunk));
  }

  /**
   * Returns the last entries at the end of the connection.
   *
   * @throws {InternetError} ERROR_INTERNET_CONNECTION_ABORTED if the reply is
   * incomplete.
   */
  end(): readonly GOPHER_FIND_DATA[] {
    return this.#entriesOf(this.#decoder.end());
  }

  #entriesOf(lines: readonly CsoLine[]): GOPHER_FIND_DATA[] {
    return lines.map((line) => lineEntry(line, this.#decode));
  }
}

function lineEntry(
  { field, value }: CsoLine,
  decode: DisplayDecoder | undefined,
): GOPHER_FIND_DATA {
  // A TAB would end a field of the locator.
  const text = (field === "" ? value : `${field}: ${value}`)
    .replaceAll("\t", " ");
  return {
    DisplayString: displayText(text, decode),
    GopherType: GOPHER_TYPE_INLINE,
    SizeLow: 0,
    SizeHigh: 0,
    LastModificationTime: null,
    Locator: formatLocator({
      character: "i",
      type: GOPHER_TYPE_INLINE,
      display: text,
      selector: "",
      host: "",
      port: 0,
    }),
  };
}
