// Copyright 2026 the wininet authors. MIT license.

/**
 * The entries of what is enumerated: a menu, the items of a Gopher+ menu with their
 * attributes, or the answer of a phone book.
 *
 * A server that has no such menu sends an error in its place: lines of type 3, or a
 * text that is no menu at all. So entries are held back until one leads somewhere.
 * Where none does, and it is not just a page of information, the text is the error.
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

/** Entries that are held back. An error has fewer lines. */
const MAX_HELD = 1000;

/** Makes entries of bytes. */
export interface EntryDecoder {
  /** Takes bytes; answers the entries that are whole. */
  push(chunk: Uint8Array): readonly GOPHER_FIND_DATA[];
  /** There are no more bytes: the last entries. */
  end(): readonly GOPHER_FIND_DATA[];
  /** Whether nothing more comes, so that the connection can be closed. */
  readonly ended: boolean;
}

/** A menu of RFC 1436. */
export class MenuEntries implements EntryDecoder {
  readonly #decoder: MenuDecoder;
  readonly #secrets: readonly string[];
  /** What is held back; `null` when it is certain that this is a menu. */
  #held: GOPHER_FIND_DATA[] | null = [];
  #hasErrors = false;

  /**
   * @param server Where the menu comes from.
   * @param decodeDisplay What makes the texts that are shown, where they are not UTF-8.
   * @param secrets What an error must not show.
   */
  constructor(
    server: MenuServer,
    decodeDisplay?: DisplayDecoder,
    secrets: readonly string[] = [],
  ) {
    this.#decoder = new MenuDecoder(server, decodeDisplay);
    // What is shown of a secret is not always the secret: control characters are dropped.
    this.#secrets = secrets.flatMap((secret) => [
      secret,
      displayText(secret, decodeDisplay),
    ]);
  }

  get ended(): boolean {
    return this.#decoder.ended;
  }

  /**
   * Takes bytes; answers the entries that are whole.
   *
   * @throws {InternetError} ERROR_GOPHER_PROTOCOL_ERROR If it is too long.
   */
  push(chunk: Uint8Array): readonly GOPHER_FIND_DATA[] {
    const found = this.#release(this.#decoder.push(chunk));
    return this.#decoder.ended ? [...found, ...this.#releaseAll()] : found;
  }

  /**
   * The connection has ended.
   *
   * @throws {InternetError} ERROR_GOPHER_DATA_ERROR If what came is an error.
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
      `Cannot list the menu: the server says "${line.slice(0, MAX_QUOTED)}"`,
      {
        responseText: withoutSecrets(text, this.#secrets)
          .slice(0, MAX_ERROR_TEXT),
      },
    );
  }
}

/** The line that says most. */
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
  /** The character of the item that a duplicate doubles. */
  #primary = "";
  /** The header of the reply tells its end. */
  readonly ended = false;

  /**
   * @param server Where the menu comes from.
   * @param decodeDisplay What makes the texts that are shown, where they are not UTF-8.
   */
  constructor(server: MenuServer, decodeDisplay?: DisplayDecoder) {
    this.#server = server;
    this.#decode = decodeDisplay;
  }

  /**
   * Takes bytes; answers the entries that are whole.
   *
   * @throws {InternetError} ERROR_GOPHER_PROTOCOL_ERROR If it is too long.
   */
  push(chunk: Uint8Array): readonly GOPHER_FIND_DATA[] {
    return this.#entriesOf(this.#decoder.push(chunk));
  }

  /** The data has ended. */
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

/** The answer of a phone book: a line for each field of each entry. */
export class CsoEntries implements EntryDecoder {
  readonly #decoder = new CsoDecoder();
  readonly #decode: DisplayDecoder | undefined;

  /** @param decodeDisplay What makes the texts that are shown, where they are not UTF-8. */
  constructor(decodeDisplay?: DisplayDecoder) {
    this.#decode = decodeDisplay;
  }

  get ended(): boolean {
    return this.#decoder.ended;
  }

  /**
   * Takes bytes; answers the lines that are whole.
   *
   * @throws {InternetError} ERROR_GOPHER_DATA_ERROR If the server refuses; ERROR_GOPHER_PROTOCOL_ERROR If it is no phone book.
   */
  push(chunk: Uint8Array): readonly GOPHER_FIND_DATA[] {
    return this.#entriesOf(this.#decoder.push(chunk));
  }

  /**
   * The connection has ended.
   *
   * @throws {InternetError} ERROR_INTERNET_CONNECTION_ABORTED If the answer is cut off.
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
  // A TAB ends a field of a locator, and shows nothing between words.
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
