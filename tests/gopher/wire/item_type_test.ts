// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import { ERROR_INVALID_PARAMETER, InternetError } from "../../../error.ts";
import {
  GOPHER_TYPE_ASK,
  GOPHER_TYPE_BINARY,
  GOPHER_TYPE_BITMAP,
  GOPHER_TYPE_CALENDAR,
  GOPHER_TYPE_CSO,
  GOPHER_TYPE_DIRECTORY,
  GOPHER_TYPE_DOS_ARCHIVE,
  GOPHER_TYPE_ERROR,
  GOPHER_TYPE_GIF,
  GOPHER_TYPE_GOPHER_PLUS,
  GOPHER_TYPE_HTML,
  GOPHER_TYPE_IMAGE,
  GOPHER_TYPE_INDEX_SERVER,
  GOPHER_TYPE_INLINE,
  GOPHER_TYPE_MAC_BINHEX,
  GOPHER_TYPE_MOVIE,
  GOPHER_TYPE_PDF,
  GOPHER_TYPE_REDUNDANT,
  GOPHER_TYPE_SOUND,
  GOPHER_TYPE_TELNET,
  GOPHER_TYPE_TEXT_FILE,
  GOPHER_TYPE_TN3270,
  GOPHER_TYPE_UNIX_UUENCODED,
  GOPHER_TYPE_UNKNOWN,
} from "../../../flags.ts";
import {
  baseOfType,
  characterOfType,
  isFileType,
  isMenuType,
  isTextItem,
  isTextType,
  typeOfCharacter,
} from "../../../_gopher/wire/item_type.ts";

/**
 * The characters of a type, the type, and its kinds: F file, M menu, T text.
 * The first character is the one that is written.
 */
const TYPES: [characters: string, type: number, kinds: string][] = [
  ["0", GOPHER_TYPE_TEXT_FILE, "FT"],
  ["1", GOPHER_TYPE_DIRECTORY, "M"],
  ["2", GOPHER_TYPE_CSO, ""],
  ["3", GOPHER_TYPE_ERROR, "T"],
  ["4", GOPHER_TYPE_MAC_BINHEX, "FT"],
  ["5", GOPHER_TYPE_DOS_ARCHIVE, "F"],
  ["6", GOPHER_TYPE_UNIX_UUENCODED, "FT"],
  ["7", GOPHER_TYPE_INDEX_SERVER, "M"],
  ["8", GOPHER_TYPE_TELNET, ""],
  ["9d", GOPHER_TYPE_BINARY, "F"],
  ["+", GOPHER_TYPE_REDUNDANT, "F"],
  ["T", GOPHER_TYPE_TN3270, ""],
  ["g", GOPHER_TYPE_GIF, "F"],
  ["Ip", GOPHER_TYPE_IMAGE, "F"],
  [":", GOPHER_TYPE_BITMAP, "F"],
  [";", GOPHER_TYPE_MOVIE, "F"],
  ["s<", GOPHER_TYPE_SOUND, "F"],
  ["hH", GOPHER_TYPE_HTML, "F"],
  ["P", GOPHER_TYPE_PDF, "F"],
  ["c", GOPHER_TYPE_CALENDAR, "F"],
  ["i", GOPHER_TYPE_INLINE, "T"],
  ["UxMewv!\xe4\u{1f600} ", GOPHER_TYPE_UNKNOWN, "F"],
];

for (const [characters, type, kinds] of TYPES) {
  for (const character of characters) {
    Deno.test(`typeOfCharacter() returns the type of ${JSON.stringify(character)}`, () => {
      assertEquals(typeOfCharacter(character), type);
    });
  }
  const [first] = characters;
  Deno.test(`characterOfType() returns ${first} for 0x${type.toString(16)}`, () => {
    assertEquals(characterOfType(type), first);
    for (const mark of [GOPHER_TYPE_ASK, GOPHER_TYPE_GOPHER_PLUS]) {
      assertEquals(characterOfType(type | mark), first);
      assertEquals(characterOfType((type | mark) >>> 0), first);
    }
    assertEquals(characterOfType(type | GOPHER_TYPE_REDUNDANT), first);
  });
  Deno.test(`isFileType(), isMenuType() and isTextType() classify ${first}`, () => {
    for (const marks of [0, GOPHER_TYPE_ASK | GOPHER_TYPE_GOPHER_PLUS]) {
      const word = (type | marks) >>> 0;
      assertEquals(isFileType(word), kinds.includes("F"));
      assertEquals(isMenuType(word), kinds.includes("M"));
      assertEquals(isTextType(word), kinds.includes("T"));
    }
  });
}

Deno.test("typeOfCharacter() refuses an empty string and two characters", () => {
  assertEquals(typeOfCharacter(""), GOPHER_TYPE_UNKNOWN);
  assertEquals(typeOfCharacter("00"), GOPHER_TYPE_UNKNOWN);
});

Deno.test("characterOfType() treats 0 as a directory", () => {
  assertEquals(characterOfType(0), "1");
  assertEquals(characterOfType(GOPHER_TYPE_GOPHER_PLUS), "1");
});

const NO_TYPES: [name: string, type: number][] = [
  ["two types", GOPHER_TYPE_TEXT_FILE | GOPHER_TYPE_DIRECTORY],
  ["a type and unknown", GOPHER_TYPE_TEXT_FILE | GOPHER_TYPE_UNKNOWN],
  ["a bit without a meaning", 0x00200000],
  ["a fraction", 1.5],
  ["no number", NaN],
  ["a value beyond 32 bits", 2 ** 32 + 1],
  ["2 to the power of 32", 2 ** 32],
  ["a negative value beyond 32 bits", -(2 ** 32) + 1],
  ["a text", "1" as unknown as number],
];

for (const [name, type] of NO_TYPES) {
  Deno.test(`characterOfType() refuses ${name}`, () => {
    const error = assertThrows(() => characterOfType(type), InternetError);
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
  });
}

Deno.test("baseOfType() keeps the bit for the kind of item", () => {
  const marks = GOPHER_TYPE_REDUNDANT | GOPHER_TYPE_ASK |
    GOPHER_TYPE_GOPHER_PLUS;
  assertEquals(baseOfType(marks | GOPHER_TYPE_UNKNOWN), GOPHER_TYPE_UNKNOWN);
  assertEquals(baseOfType(marks), 0);
});

Deno.test("isFileType() uses the primary type of a duplicate", () => {
  const mirrorOf = (type: number) => isFileType(GOPHER_TYPE_REDUNDANT | type);
  assertEquals(mirrorOf(GOPHER_TYPE_TEXT_FILE), true);
  assertEquals(mirrorOf(GOPHER_TYPE_DIRECTORY), false);
  assertEquals(mirrorOf(GOPHER_TYPE_TELNET), false);
  assertEquals(isFileType(0), false);
});

const ITEMS: [type: number, selector: string, isText: boolean][] = [
  [GOPHER_TYPE_TEXT_FILE, "/a", true],
  [GOPHER_TYPE_TEXT_FILE, "", true],
  [GOPHER_TYPE_TEXT_FILE, "0/a", true],
  [GOPHER_TYPE_TEXT_FILE, "9/a", false],
  [GOPHER_TYPE_TEXT_FILE, "5/a", false],
  [GOPHER_TYPE_TEXT_FILE, "/9", true],
  [GOPHER_TYPE_TEXT_FILE | GOPHER_TYPE_REDUNDANT, "9/a", false],
  [GOPHER_TYPE_MAC_BINHEX, "9/a", true],
  [GOPHER_TYPE_BINARY, "0/a", false],
];

for (const [type, selector, isText] of ITEMS) {
  Deno.test(`isTextItem() treats type 0x${type.toString(16)} with ${JSON.stringify(selector)} as ${isText ? "text" : "bytes"}`, () => {
    assertEquals(isTextItem(type, selector), isText);
  });
}
