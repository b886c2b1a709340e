// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  FILE_ATTRIBUTE_DIRECTORY,
  FILE_ATTRIBUTE_HIDDEN,
  FILE_ATTRIBUTE_NORMAL,
  FILE_ATTRIBUTE_READONLY,
  FILE_ATTRIBUTE_REPARSE_POINT,
  FILE_ATTRIBUTE_SYSTEM,
} from "../../flags.ts";
import { onlyEntry, testLines } from "./list_cases.ts";

testLines("DOS", [
  [
    "a file, two digits for the year",
    "11-25-09  02:42PM                  458 Readme.txt",
    "- Readme.txt|458|2009-11-25 14:42",
  ],
  [
    "a file, four digits for the year",
    "11-25-2009  02:42PM                  458 Readme.txt",
    "- Readme.txt|458|2009-11-25 14:42",
  ],
  [
    "a directory",
    "11-25-98  12:05AM       <DIR>          Program Files",
    "d Program Files|0|1998-11-25 00:05",
  ],
  [
    "a directory in few blanks",
    "11-25-98 12:05 <DIR> X",
    "d X|0|1998-11-25 12:05",
  ],
  [
    "a clock with 24 hours",
    "11-25-09  14:42                    458 a",
    "- a|458|2009-11-25 14:42",
  ],
  [
    "a mark of the half day by itself",
    "11-25-09  02:42 PM       458 a",
    "- a|458|2009-11-25 14:42",
  ],
  [
    "the year first",
    "2013-09-02  19:06                1,730 a",
    "- a|1730|2013-09-02 19:06",
  ],
  ["the day first", "25-11-09  14:42   458 a", "- a|458|2009-11-25 14:42"],
  [
    "points in the date",
    "05.11.2009  14:42   458 a",
    "- a|458|2009-11-05 14:42",
  ],
  [
    "slashes in the date",
    "11/25/2009  14:42  458 a",
    "- a|458|2009-11-25 14:42",
  ],
  [
    "commas in the size",
    "11-25-09  02:42PM       1,048,576 a",
    "- a|1048576|2009-11-25 14:42",
  ],
  [
    "points in the size",
    "11-25-09  02:42PM       1.048.576 a",
    "- a|1048576|2009-11-25 14:42",
  ],
  [
    "narrow blanks in the size",
    "11-25-09  02:42PM       1\u202f048\u202f576 a",
    "- a|1048576|2009-11-25 14:42",
  ],
  [
    "a name of digits",
    "11-25-09  02:42PM       7 12 34",
    "- 12 34|7|2009-11-25 14:42",
  ],
  [
    "blanks at both ends of the name of a file",
    "11-25-09  02:42PM                  458   a ",
    "-   a |458|2009-11-25 14:42",
  ],
  [
    "blanks in front of the name of a directory",
    "11-25-09  02:42PM       <DIR>            a",
    "d   a|0|2009-11-25 14:42",
  ],
  [
    "a junction",
    "11-25-09  02:42PM       <JUNCTION>     Docs [C:\\Users]",
    "l Docs|0|2009-11-25 14:42",
  ],
  [
    "a link to a directory",
    "11-25-09  02:42PM       <SYMLINKD>     Docs [..\\other]",
    "l Docs|0|2009-11-25 14:42",
  ],
  [
    "a link to a file",
    "11-25-09  02:42PM       <SYMLINK>      a.txt",
    "l a.txt|0|2009-11-25 14:42",
  ],
  [
    "brackets in the name of a directory",
    "11-25-09  02:42PM       <DIR>          a [b]",
    "d a [b]|0|2009-11-25 14:42",
  ],
  ["the directory itself", "11-25-09  02:42PM       <DIR>          .", null],
  ["the parent", "11-25-09  02:42PM       <DIR>          ..", null],
  ["a path", "11-25-09  02:42PM    458 ..\\x", null],
  ["a drive", "11-25-09  02:42PM    458 C:\\x", null],
  ["a path with slashes", "11-25-09  02:42PM    458 a/x", null],
  ["no name", "11-25-09  02:42PM                  458", null],
  ["no size", "11-25-09  02:42PM  name of a file", null],
  ["no size and no name", "11-25-09  02:42 PM  458", null],
  [
    "a size without an end",
    `11-25-09  02:42PM  ${"1".repeat(50)},111 a`,
    null,
  ],
  ["a size that is none", "11-25-09  02:42PM  1,04,8 a", null],
  ["an hour that is none", "11-25-09  14:42 PM  458 a", null],
  ["a day that is none", "34-35-09  02:42PM  458 a", null],
  ["a summary", "      12 File(s)  1,048,576 bytes", null],
]);

testLines("OS/2", [
  [
    "a file",
    "             65201      A          08-04-11   10:24  csort.exe",
    "- csort.exe|65201|2011-08-04 10:24",
  ],
  [
    "a directory",
    "                 0           DIR   01-13-11   10:18  Boot CD",
    "d Boot CD|0|2011-01-13 10:18",
  ],
  [
    "a directory with an attribute",
    " 77 DIR  A    10-05-100  23:38  a",
    "d a|77|2000-10-05 23:38",
  ],
  [
    "years from 1900",
    "9876 A 04-23-103  10:57  a b",
    "- a b|9876|2003-04-23 10:57",
  ],
  ["no attribute", "9876  04-23-03  10:57  a", "- a|9876|2003-04-23 10:57"],
  ["a path", "9876  04-23-03  10:57  a/b", null],
  ["no name", "9876  04-23-03  10:57", null],
]);

Deno.test("parseListing() gives the target of a junction", () => {
  const entry = onlyEntry(
    "11-25-09  02:42PM       <JUNCTION>     Docs [C:\\Users [x]\\y]",
  );
  assertEquals(entry.cFileName, "Docs");
  assertEquals(entry.linkTarget, "C:\\Users [x]\\y");
});

/** A line of Windows or OS/2, and the attributes of its entry. */
const ATTRIBUTES: [line: string, word: number][] = [
  ["11-25-09  02:42PM   458 a", FILE_ATTRIBUTE_NORMAL],
  ["11-25-09  02:42PM   <DIR> a", FILE_ATTRIBUTE_DIRECTORY],
  [
    "11-25-09  02:42PM   <JUNCTION> a",
    FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT,
  ],
  [
    "11-25-09  02:42PM   <SYMLINKD> a",
    FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT,
  ],
  ["11-25-09  02:42PM   <SYMLINK> a", FILE_ATTRIBUTE_REPARSE_POINT],
  ["1 A 08-04-11   10:24  a", FILE_ATTRIBUTE_NORMAL],
  [
    "1 RHS 08-04-11   10:24  a",
    FILE_ATTRIBUTE_READONLY | FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM,
  ],
  [
    "0 DIR H 08-04-11   10:24  a",
    FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_HIDDEN,
  ],
];

for (const [line, word] of ATTRIBUTES) {
  Deno.test(`parseListing() gives the attributes of "${line}"`, () => {
    assertEquals(onlyEntry(line).dwFileAttributes, word);
  });
}
