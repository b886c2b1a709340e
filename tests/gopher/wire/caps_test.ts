// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { MAX_CAPS, parseCapsText } from "../../../_gopher/wire/caps.ts";

const TEXTS: [name: string, text: string, caps: [string, string][]][] = [
  [
    "a typical file",
    "CAPS\r\n\r\n##\r\n## Made by a program.\r\n##\r\n\r\nCapsVersion=1\r\n" +
    'PathDelimeter=/\r\nServerSoftwareVersion=3.1 "Name"\r\n',
    [
      ["CapsVersion", "1"],
      ["PathDelimeter", "/"],
      ["ServerSoftwareVersion", '3.1 "Name"'],
    ],
  ],
  ["only LF and no last line end", "CAPS\na=1\nb=2", [["a", "1"], ["b", "2"]]],
  ["no values", "CAPS", []],
  ["blanks around", " CAPS \n a = 1 \n", [["a", "1"]]],
  ["a mark at the start", "\ufeffCAPS\na=1\n", [["a", "1"]]],
  ["an equals sign in a value", "CAPS\na=b=c\n", [["a", "b=c"]]],
  ["an empty value", "CAPS\na=\n", [["a", ""]]],
  ["a duplicate name", "CAPS\na=1\na=2\n", [["a", "1"]]],
  ["names that differ in case", "CAPS\na=1\nA=2\n", [["a", "1"], ["A", "2"]]],
  ["comments with values", "CAPS\n#a=1\n # b=2\n", []],
  ["invalid lines", "CAPS\nwords\n=1\n.\n", []],
];

for (const [name, text, caps] of TEXTS) {
  Deno.test(`parseCapsText() reads ${name}`, () => {
    assertEquals(parseCapsText(text), new Map(caps));
  });
}

const OTHERS: [name: string, text: string][] = [
  ["an error in a menu", "3'/caps.txt' does not exist\t\terror.host\t1\r\n"],
  ["HTML", "<html>CAPS\na=1</html>"],
  ["a text with the word below", "\nCAPS\na=1\n"],
  ["another case", "caps\na=1\n"],
  ["another word", "CAPSULE\na=1\n"],
  ["nothing", ""],
  ["a text that is too long", "CAPS\n" + "a".repeat(MAX_CAPS)],
];

for (const [name, text] of OTHERS) {
  Deno.test(`parseCapsText() treats ${name} as no capabilities`, () => {
    assertEquals(parseCapsText(text), null);
  });
}
