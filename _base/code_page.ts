// Copyright 2026 the wininet authors. MIT license.

/**
 * Converts names and texts between bytes and strings, so that every name that a
 * server lists can be requested again with exactly the same bytes.
 *
 * By default names are UTF-8. A name that is not valid UTF-8 is decoded as ISO
 * 8859-1, and remembered: if the program uses it, the same bytes are sent to
 * the server. With another code page everything is in that code page.
 *
 * @module
 */

import {
  ERROR_INVALID_PARAMETER,
  ERROR_NO_UNICODE_TRANSLATION,
  InternetError,
} from "../error.ts";
import { latin1Text } from "./bytes.ts";

/** UTF-8, the code page of a session until it is set. */
export const CP_UTF8 = 65_001;

/** The code page of the system; here that is UTF-8. */
export const CP_ACP = 0;
const CP_LATIN_1 = 28_591;

/** A character that is not one of ASCII. */
// deno-lint-ignore no-control-regex
export const BEYOND_ASCII: RegExp = /[^\x00-\x7f]/;

/** The number of names that are not UTF-8 and are remembered: the last ones. */
const MAX_REMEMBERED = 100_000;

/** Windows code pages by the names of the Encoding Standard. */
const LABELS: ReadonlyMap<number, string> = new Map([
  [866, "ibm866"],
  [874, "windows-874"],
  [932, "shift_jis"],
  [936, "gbk"],
  [949, "euc-kr"],
  [950, "big5"],
  [10_000, "macintosh"],
  [20_866, "koi8-r"],
  [20_932, "euc-jp"],
  [21_866, "koi8-u"],
  [51_932, "euc-jp"],
  [51_949, "euc-kr"],
  [54_936, "gbk"],
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((n): [number, string] => [
    1250 + n,
    `windows-${1250 + n}`,
  ]),
  ...[2, 3, 4, 5, 6, 7, 8, 13, 15].map((n): [number, string] => [
    28_590 + n,
    `iso-8859-${n}`,
  ]),
]);

/**
 * The characters of the bytes from 0x80 on in code pages of DOS that the Encoding Standard
 * lacks, 32 in a row: those of BBS art in America (437) and Western Europe (850). Source:
 * https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/PC/
 */
const DOS_TABLES: ReadonlyMap<number, string> = new Map([
  [
    437,
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ" +
    "áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐" +
    "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀" +
    "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\xa0",
  ],
  [
    850,
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ" +
    "áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐" +
    "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀" +
    "ÓßÔÒõÕµþÞÚÛÙýÝ¯´\xad±‗¾¶§÷¸°¨·¹³²■\xa0",
  ],
]);

/** A decoded text from the server. */
export interface DecodedText {
  /** The decoded text. */
  readonly text: string;
  /** `true` if the bytes were not valid in the code page and were read as ISO 8859-1. */
  readonly foreign: boolean;
}

/** Translates names in both directions. */
export interface NameCodec {
  /** Decodes a text from the server. */
  decode(bytes: Uint8Array): DecodedText;
  /** Remembers the bytes of a name from such a text, in case the program uses it. */
  note(name: string, foreign: boolean): void;
  /**
   * Encodes a text for the server.
   *
   * @throws {InternetError} ERROR_NO_UNICODE_TRANSLATION if the code page lacks
   * a character.
   */
  encode(text: string): Uint8Array;
}

/**
 * The codec of a Windows code page.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER when the code page is unknown.
 */
export function nameCodec(codePage: number): NameCodec {
  if (codePage === CP_UTF8) return new Utf8Names();
  if (codePage === CP_LATIN_1) return LATIN_1;
  const table = DOS_TABLES.get(codePage);
  if (table !== undefined) {
    return new TableNames(codePage, (bytes) => dosText(bytes, table));
  }
  const label = LABELS.get(codePage);
  if (label !== undefined) {
    const decoder = new TextDecoder(label);
    const decode = (bytes: Uint8Array) => decoder.decode(bytes);
    return new TableNames(codePage, decode, LEAD_BYTES.get(label));
  }
  throw new InternetError(
    ERROR_INVALID_PARAMETER,
    `Cannot use code page ${codePage}: use 65001 (UTF-8), 437, 850 or one of the Encoding Standard`,
  );
}

const LATIN_1: NameCodec = {
  decode: (bytes) => ({ text: latin1Text(bytes), foreign: false }),
  note() {},
  encode(text) {
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > 0xff) throw untranslatable(CP_LATIN_1);
      bytes[at] = code;
    }
    return bytes;
  },
};

/** UTF-8, and ISO 8859-1 for bytes that are not UTF-8. */
class Utf8Names implements NameCodec {
  readonly #decoder = new TextDecoder("utf-8", {
    fatal: true,
    ignoreBOM: true,
  });
  readonly #encoder = new TextEncoder();
  /** Names that were not UTF-8, oldest first. */
  readonly #foreign = new Set<string>();

  decode(bytes: Uint8Array): DecodedText {
    try {
      return { text: this.#decoder.decode(bytes), foreign: false };
    } catch {
      return { text: latin1Text(bytes), foreign: true };
    }
  }

  note(name: string, foreign: boolean): void {
    if (!foreign && this.#foreign.size === 0) return;
    for (const part of name.split("/")) {
      this.#foreign.delete(part);
      if (foreign && BEYOND_ASCII.test(part)) this.#foreign.add(part);
    }
    for (const oldest of this.#foreign) {
      if (this.#foreign.size <= MAX_REMEMBERED) return;
      this.#foreign.delete(oldest);
    }
  }

  encode(text: string): Uint8Array {
    if (this.#foreign.size === 0) return this.#encoder.encode(text);
    const parts = text.split("/").map((part) =>
      this.#foreign.has(part)
        ? LATIN_1.encode(part)
        : this.#encoder.encode(part)
    );
    return joinedBy(parts, 0x2f);
  }
}

function joinedBy(parts: readonly Uint8Array[], separator: number): Uint8Array {
  const bytes: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (index > 0) bytes.push(separator);
    for (const byte of part) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

/** Decodes bytes in a DOS code page. */
function dosText(bytes: Uint8Array, table: string): string {
  return latin1Text(bytes).replace(
    /[\x80-\xff]/g,
    (character) => table.charAt(character.charCodeAt(0) - 0x80),
  );
}

/** A code page of one or two bytes a character. Its characters are encoded by what their bytes decode to. */
class TableNames implements NameCodec {
  readonly #codePage: number;
  readonly #decode: (bytes: Uint8Array) => string;
  readonly #leadBytes: LeadBytes | undefined;
  #table: ReadonlyMap<string, readonly number[]> | null = null;

  constructor(
    codePage: number,
    decode: (bytes: Uint8Array) => string,
    leadBytes?: LeadBytes,
  ) {
    this.#codePage = codePage;
    this.#decode = decode;
    this.#leadBytes = leadBytes;
  }

  decode(bytes: Uint8Array): DecodedText {
    return { text: this.#decode(bytes), foreign: false };
  }

  note(): void {}

  encode(text: string): Uint8Array {
    const bytes: number[] = [];
    for (const character of text) {
      if (character < "\x80") bytes.push(character.charCodeAt(0));
      else bytes.push(...this.#bytesOf(character));
    }
    return Uint8Array.from(bytes);
  }

  #bytesOf(character: string): readonly number[] {
    const bytes = (this.#table ??= this.#reverseTable()).get(character);
    if (bytes !== undefined) return bytes;
    throw untranslatable(this.#codePage);
  }

  /**
   * Maps characters to their bytes. If several pairs of bytes mean the same
   * character, the first one counts.
   */
  #reverseTable(): Map<string, readonly number[]> {
    const table = new Map<string, readonly number[]>();
    const add = (...bytes: number[]) => {
      const text = this.#decode(Uint8Array.from(bytes));
      const isOne = [...text].length === 1 && text !== "\ufffd";
      if (isOne && !table.has(text)) table.set(text, bytes);
    };
    for (let byte = 0x80; byte < 0x100; byte++) add(byte);
    // Shift_JIS has 64 characters of one byte, an alphabet has more.
    if (table.size > 64) return table;
    for (const [first, last] of this.#leadBytes ?? [[0x81, 0xfe]]) {
      for (let lead = first; lead <= last; lead++) {
        for (let trail = 0x40; trail < 0xff; trail++) add(lead, trail);
      }
    }
    return table;
  }
}

/** Ranges of bytes, from the first to the last. */
type LeadBytes = readonly (readonly [first: number, last: number])[];

/**
 * The first bytes of pairs, in the order that Windows prefers if several pairs
 * mean the same character. NEC's copies of IBM's kanji come last; in Big5 the
 * row that repeats two numerals comes late, and the extensions of other
 * companies after it.
 */
const LEAD_BYTES: ReadonlyMap<string, LeadBytes> = new Map([
  ["shift_jis", [[0x81, 0xec], [0xef, 0xfc], [0xed, 0xee]]],
  ["big5", [
    [0xa1, 0xa1],
    [0xa3, 0xc5],
    [0xc9, 0xf9],
    [0xa2, 0xa2],
    [0xc6, 0xc8],
    [0xfa, 0xfe],
    [0x81, 0xa0],
  ]],
]);

function untranslatable(codePage: number): InternetError {
  return new InternetError(
    ERROR_NO_UNICODE_TRANSLATION,
    `Cannot send the text: code page ${codePage} does not have all of its characters; 65001 (UTF-8) does`,
  );
}
