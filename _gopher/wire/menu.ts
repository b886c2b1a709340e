// Copyright 2026 the wininet authors. MIT license.

/**
 * Decodes menus from bytes in pieces of any size.
 *
 *     T display TAB selector TAB host TAB port [TAB extra] CR LF
 *
 * The last item is followed by a line with only a dot. Servers omit nearly
 * every part of that, so omissions are not errors: lines end with LF, CR LF, CR
 * LF CR or CR; the dot may be missing; text lines have no fields, or fields
 * without meaning; a line that is not a menu line at all is shown as text. The
 * order of the lines never changes.
 *
 * Nearly all lines are regular. A regular line becomes an item by slicing the
 * text: the line itself is the locator. All others are parsed and rewritten, so
 * that every locator has at least four fields. An invalid port or host is kept:
 * opening that locator fails, but the menu is complete.
 *
 * @module
 */

import { ERROR_GOPHER_PROTOCOL_ERROR, InternetError } from "../../error.ts";
import { CR, LF, TAB } from "../../_base/bytes.ts";
import type { GOPHER_FIND_DATA } from "../../structures.ts";
import { typeOfCharacter } from "./item_type.ts";
import { MAX_MENU_LINE, plusBits } from "./locator.ts";
import {
  type DisplayDecoder,
  displayText,
  findData,
  type MenuServer,
  readLine,
} from "./menu_line.ts";
import {
  BLANK,
  DEL,
  escapedText,
  mayBeUtf8,
  NINE,
  octetsOf,
  PLUS,
  QUESTION_MARK,
  type SingleBytes,
  singleBytes,
  utf8Text,
  withoutControls,
  ZERO,
} from "./octets.ts";

/**
 * The maximum number of lines of a menu. The largest known menus, lists of
 * whole archives, have a tenth of that.
 */
export const MAX_MENU_LINES = 500_000;

/**
 * The maximum number of bytes of a menu, including empty lines: more would be
 * an attempt to exhaust memory.
 */
export const MAX_MENU = 268_435_456;

export type { DisplayDecoder, MenuServer };

const MOST_DIGITS = 5;
/** The maximum number of UTF-8 bytes for a UTF-16 code unit. */
const BYTES_OF_CHARACTER = 3;
/**
 * The number of bytes of a whole menu that are parsed at a time. Up to this
 * size V8 does not move the string in memory, even with two bytes per
 * character; more would not fit in the processor cache.
 */
const PARSED_AT_ONCE = 65_536;
/** A flag for a line with other bytes than printable ASCII: control characters. */
const CONTROLS = 1;
/** Printable characters beyond ASCII. */
const LETTERS = 2;
/** Bytes that may be a UTF-8 character, in a menu that is not UTF-8. */
const UTF8 = 4;
/** The first character after the control characters of ISO 8859-1. */
const FIRST_LETTER = 0xa0;
const LONE_DOT_REGEXP = /^\.[ \t]*$/;
const EMPTY_REGEXP = /^[ \t\0]*$/;

/**
 * Parses a whole menu.
 *
 * @throws {InternetError} ERROR_GOPHER_PROTOCOL_ERROR if the menu or a line of it is too long.
 */
export function parseMenuBytes(bytes: Uint8Array): GOPHER_FIND_DATA[] {
  const decoder = new MenuDecoder();
  const found: GOPHER_FIND_DATA[] = [];
  for (let at = 0; at < bytes.length; at += PARSED_AT_ONCE) {
    for (const item of decoder.push(bytes.subarray(at, at + PARSED_AT_ONCE))) {
      found.push(item);
    }
  }
  for (const item of decoder.end()) found.push(item);
  return found;
}

/**
 * Parses one menu line: the text after `+INFO:`.
 *
 * @param line The line, with or without its line end.
 * @param server The server that sent it.
 * @param decode Decodes the bytes of the display string.
 * @param primary The type character of the item that this one may duplicate, or
 * `""` if there is none.
 */
export function parseInfoLine(
  line: string,
  server?: MenuServer,
  decode?: DisplayDecoder,
  primary: string = "",
): GOPHER_FIND_DATA {
  const plain = line.replace(/^ +/, "").replace(/[\r\n].*$/s, "");
  return findData(readLine(plain, server, primary), decode);
}

/** Decodes the items of a menu. */
export class MenuDecoder {
  readonly #server: MenuServer | undefined;
  readonly #decode: DisplayDecoder | undefined;
  readonly #held = new HeldBytes();
  /** The indices of the first four TABs of a line. */
  readonly #tabs: [number, number, number, number] = [0, 0, 0, 0];
  #found: GOPHER_FIND_DATA[] = [];
  #failure: InternetError | null = null;
  /** The type character of the item that the next one may duplicate. */
  #primary = "";
  #length = 0;
  #lines = 0;
  #items = 0;
  #loose = 0;
  #ended = false;
  #atStart = true;

  /**
   * Starts a menu.
   *
   * @param server The server of the menu.
   * @param decodeDisplay Decodes display strings that are not UTF-8 or Latin-1.
   */
  constructor(server?: MenuServer, decodeDisplay?: DisplayDecoder) {
    this.#server = server;
    this.#decode = decodeDisplay;
  }

  /** `true` if the lone dot that ends the menu has arrived. */
  get ended(): boolean {
    return this.#ended;
  }

  /** The number of lines with a selector that are neither text nor errors. */
  get items(): number {
    return this.#items;
  }

  /**
   * The number of lines that are not menu lines: they have no TAB, and their
   * type is neither text nor an error.
   */
  get loose(): number {
    return this.#loose;
  }

  /**
   * Decodes bytes; returns the items that they complete. The bytes are not
   * kept.
   *
   * @throws {InternetError} ERROR_GOPHER_PROTOCOL_ERROR if the menu or a line
   * of it is too long. Items before that are returned first.
   */
  push(chunk: Uint8Array): GOPHER_FIND_DATA[] {
    if (this.#failure !== null) throw this.#failure;
    if (this.#ended) return [];
    const bytes = chunk.subarray(0, MAX_MENU - this.#length);
    this.#length += bytes.length;
    const end = Math.max(bytes.lastIndexOf(LF), bytes.lastIndexOf(CR)) + 1;
    if (end > 0) {
      this.#takeLines(this.#held.take(bytes.subarray(0, end)));
    }
    if (this.#ended) return this.#take();
    this.#held.add(bytes.subarray(end));
    if (this.#held.length > MAX_MENU_LINE) this.#fail(TOO_LONG_LINE);
    if (bytes.length < chunk.length) {
      this.#fail(`it is longer than ${MAX_MENU} bytes`);
    }
    return this.#take();
  }

  /**
   * Returns the item of the last line at the end of the menu if that line has
   * no line end.
   *
   * @throws {InternetError} ERROR_GOPHER_PROTOCOL_ERROR if the menu was too
   * long.
   */
  end(): GOPHER_FIND_DATA[] {
    if (this.#failure !== null) throw this.#failure;
    if (!this.#ended) this.#takeLines(this.#held.take(Uint8Array.of(LF)));
    return this.#take();
  }

  /** Returns the items found so far; throws the pending failure if there are none. */
  #take(): GOPHER_FIND_DATA[] {
    const found = this.#found;
    if (found.length === 0 && this.#failure !== null) throw this.#failure;
    this.#found = [];
    return found;
  }

  #fail(why: string): void {
    this.#failure ??= new InternetError(
      ERROR_GOPHER_PROTOCOL_ERROR,
      `Cannot read the menu: ${why}`,
    );
  }

  /** Decodes complete lines, which may be in several encodings. */
  #takeLines(bytes: Uint8Array): void {
    // A byte order mark is not the type of the first item.
    const lines = this.#atStart ? withoutMarkBytes(bytes) : bytes;
    this.#atStart = false;
    const text = utf8Text(lines);
    if (text !== null) return this.#takeText(text);
    const single = singleBytes(lines);
    this.#takeText(single.shown, single);
  }

  /**
   * Parses complete lines. One pass finds their ends, their TABs, and
   * characters other than printable ASCII.
   *
   * @param single The same bytes, if the text has a character for each of them.
   */
  #takeText(text: string, single: SingleBytes | null = null): void {
    let start = 0;
    let tabs = 0;
    let seen = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code >= BLANK && code < DEL) continue;
      if (code === TAB) {
        if (tabs < 4) this.#tabs[tabs] = at;
        tabs++;
      } else if (code === LF || code === CR) {
        if ((seen & UTF8) !== 0) {
          // Some of its bytes are UTF-8, so the line has fewer characters than bytes.
          const line = escapedText(single!.bytes.subarray(start, at));
          this.#takeText(`${line}\n`);
        } else if (at > start) {
          this.#takeLine(text, start, at, tabs, seen, single);
        }
        if (this.#ended || this.#failure !== null) return;
        start = at + 1;
        tabs = 0;
        seen = 0;
      } else {
        seen |= code < FIRST_LETTER ? CONTROLS : LETTERS;
        if (single !== null && at > start && mayBeUtf8(single.bytes, at - 1)) {
          seen |= UTF8;
        }
      }
    }
  }

  /**
   * @param seen The flags of the characters in the line other than printable
   * ASCII.
   */
  #takeLine(
    text: string,
    start: number,
    end: number,
    tabs: number,
    seen: number,
    single: SingleBytes | null,
  ): void {
    const octets = seen === 0 || single === null ? text : single.octets;
    const isLong = end - start > MAX_MENU_LINE / BYTES_OF_CHARACTER &&
      octetsOf(octets.slice(start, end)).length > MAX_MENU_LINE;
    if (isLong) return this.#fail(TOO_LONG_LINE);
    if (!this.#isUsual(text, start, end, tabs, seen)) {
      return this.#takeUnusual(octets.slice(start, end));
    }
    const [first, , , fourth] = this.#tabs;
    const character = text.charAt(start);
    const marks = tabs === 4 ? plusBits(text.charAt(fourth + 1)) : 0;
    const hasEnd = text.charCodeAt(end) === CR &&
      text.charCodeAt(end + 1) === LF;
    const isShown = seen === 0 ||
      (single !== null && this.#decode === undefined);
    this.#add(character, true, {
      DisplayString: isShown
        ? shownPart(text.slice(start + 1, first), seen)
        : displayText(octets.slice(start + 1, first), this.#decode),
      GopherType: (typeOfCharacter(character) | marks) >>> 0,
      SizeLow: 0,
      SizeHigh: 0,
      LastModificationTime: null,
      Locator: hasEnd
        ? octets.slice(start, end + 2)
        : `${octets.slice(start, end)}\r\n`,
    });
  }

  /** Returns `true` if a line can be used as a locator unchanged. */
  #isUsual(
    text: string,
    start: number,
    end: number,
    tabs: number,
    seen: number,
  ): boolean {
    const [first, second, third, fourth] = this.#tabs;
    const character = text.charCodeAt(start);
    if (character === PLUS || character === TAB || character >= DEL) {
      return false;
    }
    if (tabs === 4) {
      const extra = text.charCodeAt(fourth + 1);
      if (end !== fourth + 2 || extra !== PLUS && extra !== QUESTION_MARK) {
        return false;
      }
    } else if (tabs !== 3) return false;
    if (
      second === third - 1 || text.charCodeAt(second + 1) === BLANK ||
      text.charCodeAt(third - 1) === BLANK
    ) return false;
    const portEnd = tabs === 4 ? fourth : end;
    return isPort(text, third + 1, portEnd) &&
      ((seen & CONTROLS) === 0 || !text.slice(start, first).includes("\0"));
  }

  /** Parses an irregular line. */
  #takeUnusual(line: string): void {
    if (LONE_DOT_REGEXP.test(line)) {
      this.#ended = true;
      return;
    }
    if (EMPTY_REGEXP.test(line)) return;
    const read = readLine(line, this.#server, this.#primary);
    if (read.isLoose) this.#loose++;
    this.#add(read.character, read.leads, findData(read, this.#decode));
  }

  /** Adds an item; `leads` is `true` if its line has a selector. */
  #add(character: string, leads: boolean, item: GOPHER_FIND_DATA): void {
    if (++this.#lines > MAX_MENU_LINES) {
      return this.#fail(`it has more than ${MAX_MENU_LINES} lines`);
    }
    this.#found.push(item);
    if (!leads || character === "i" || character === "3") return;
    this.#items++;
    if (character !== "+") this.#primary = character;
  }
}

const TOO_LONG_LINE = `a line of it is longer than ${MAX_MENU_LINE} bytes`;

/** Returns a part of a line in readable form. */
function shownPart(text: string, seen: number): string {
  return (seen & CONTROLS) === 0 ? text : withoutControls(text);
}

/** Returns bytes without a byte order mark at their start. */
function withoutMarkBytes(bytes: Uint8Array): Uint8Array {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return hasMark ? bytes.subarray(3) : bytes;
}

/** Returns `true` if a part of a string consists of one to five digits. */
function isPort(text: string, start: number, end: number): boolean {
  if (start === end || end - start > MOST_DIGITS) return false;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < ZERO || code > NINE) return false;
  }
  return true;
}

/**
 * The start of an incomplete line. The buffer doubles its size, so that single
 * bytes cost no more than all bytes in one piece.
 */
class HeldBytes {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(length, 2 * this.#bytes.length));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = length;
  }

  /** Returns the held bytes followed by other bytes; then no bytes are held. */
  take(bytes: Uint8Array): Uint8Array {
    if (this.#length === 0) return bytes;
    this.add(bytes);
    const all = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return all;
  }
}
