// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  FILE_ATTRIBUTE_DIRECTORY,
  FILE_ATTRIBUTE_HIDDEN,
  FILE_ATTRIBUTE_NORMAL,
  FILE_ATTRIBUTE_READONLY,
  FILE_ATTRIBUTE_REPARSE_POINT,
  FILE_ATTRIBUTE_SYSTEM,
} from "../../../flags.ts";
import { onlyEntry, testLines } from "./cases.ts";

testLines("DOS", [
  [
    "a file, two digits for the year",
    "11-25-09  04:17PM                  731 Manual.txt",
    "- Manual.txt|731|2009-11-25 16:17",
  ],
  [
    "a file, four digits for the year",
    "11-25-2009  04:17PM                  731 Manual.txt",
    "- Manual.txt|731|2009-11-25 16:17",
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
    "11-25-09  16:17                    731 a",
    "- a|731|2009-11-25 16:17",
  ],
  [
    "a mark of the half day by itself",
    "11-25-09  04:17 PM       731 a",
    "- a|731|2009-11-25 16:17",
  ],
  [
    "the year first",
    "2016-02-29  07:45                1,730 a",
    "- a|1730|2016-02-29 07:45",
  ],
  ["the day first", "25-11-09  16:17   731 a", "- a|731|2009-11-25 16:17"],
  [
    "points in the date",
    "05.11.2009  16:17   731 a",
    "- a|731|2009-11-05 16:17",
  ],
  [
    "slashes in the date",
    "11/25/2009  16:17  731 a",
    "- a|731|2009-11-25 16:17",
  ],
  [
    "commas in the size",
    "11-25-09  04:17PM       1,048,576 a",
    "- a|1048576|2009-11-25 16:17",
  ],
  [
    "points in the size",
    "11-25-09  04:17PM       1.048.576 a",
    "- a|1048576|2009-11-25 16:17",
  ],
  [
    "narrow blanks in the size",
    "11-25-09  04:17PM       1\u202f048\u202f576 a",
    "- a|1048576|2009-11-25 16:17",
  ],
  [
    "a name of digits",
    "11-25-09  04:17PM       7 12 34",
    "- 12 34|7|2009-11-25 16:17",
  ],
  [
    "blanks at both ends of the name of a file",
    "11-25-09  04:17PM                  731   a ",
    "-   a |731|2009-11-25 16:17",
  ],
  [
    "blanks in front of the name of a directory",
    "11-25-09  04:17PM       <DIR>            a",
    "d   a|0|2009-11-25 16:17",
  ],
  [
    "a junction",
    "11-25-09  04:17PM       <JUNCTION>     Docs [C:\\Users]",
    "l Docs|0|2009-11-25 16:17",
  ],
  [
    "a link to a directory",
    "11-25-09  04:17PM       <SYMLINKD>     Docs [..\\other]",
    "l Docs|0|2009-11-25 16:17",
  ],
  [
    "a link to a file",
    "11-25-09  04:17PM       <SYMLINK>      a.txt",
    "l a.txt|0|2009-11-25 16:17",
  ],
  [
    "brackets in the name of a directory",
    "11-25-09  04:17PM       <DIR>          a [b]",
    "d a [b]|0|2009-11-25 16:17",
  ],
  [
    "the directory itself",
    "11-25-09  04:17PM       <DIR>          .",
    "d .|0|2009-11-25 16:17",
  ],
  [
    "the parent",
    "11-25-09  04:17PM       <DIR>          ..",
    "d ..|0|2009-11-25 16:17",
  ],
  ["a path", "11-25-09  04:17PM    731 ..\\x", "- x|731|2009-11-25 16:17"],
  ["a drive", "11-25-09  04:17PM    731 C:\\x", "- x|731|2009-11-25 16:17"],
  [
    "a path with slashes",
    "11-25-09  04:17PM    731 a/x",
    "- x|731|2009-11-25 16:17",
  ],
  [
    "a directory with a backslash at its end",
    "11-25-09  04:17PM       <DIR>          box\\",
    "d box|0|2009-11-25 16:17",
  ],
  [
    "a junction with an arrow",
    "11-25-09  04:17PM       <JUNCTION>     here -> there",
    "l here|0|2009-11-25 16:17",
  ],
  [
    "a junction with an arrow and no column",
    "11-25-09  04:17PM <JUNCTION> here -> there",
    "l here|0|2009-11-25 16:17",
  ],
  [
    "a junction with a double arrow",
    "11-25-09  04:17PM       <JUNCTION>     here => there",
    "l here|0|2009-11-25 16:17",
  ],
  [
    "a symbolic link with an arrow to a path",
    "11-25-09  04:17PM       <SYMLINK>      my link -> C:\\Users\\a b",
    "l my link|0|2009-11-25 16:17",
  ],
  ["no name", "11-25-09  04:17PM                  731", null],
  ["no size", "11-25-09  04:17PM  name of a file", null],
  ["no size and no name", "11-25-09  04:17 PM  731", null],
  [
    "a size without an end",
    `11-25-09  04:17PM  ${"1".repeat(50)},111 a`,
    null,
  ],
  ["an invalid size", "11-25-09  04:17PM  1,04,8 a", null],
  ["an invalid hour", "11-25-09  16:17 PM  731 a", null],
  ["an invalid day", "34-35-09  04:17PM  731 a", null],
  ["a summary", "      12 File(s)  1,048,576 bytes", null],
]);

testLines("OS/2", [
  [
    "a file",
    "             48213      A          07-12-12   13:39  sweep.exe",
    "- sweep.exe|48213|2012-07-12 13:39",
  ],
  [
    "a directory",
    "                 0           DIR   03-25-12   06:58  Boot CD",
    "d Boot CD|0|2012-03-25 06:58",
  ],
  [
    "a directory with an attribute",
    " 77 DIR  A    11-08-100  22:14  a",
    "d a|77|2000-11-08 22:14",
  ],
  [
    "years from 1900",
    "9876 A 06-17-104  09:33  a b",
    "- a b|9876|2004-06-17 09:33",
  ],
  ["no attribute", "9876  06-17-04  09:33  a", "- a|9876|2004-06-17 09:33"],
  ["a path", "9876  06-17-04  09:33  a/b", "- b|9876|2004-06-17 09:33"],
  ["no name", "9876  06-17-04  09:33", null],
]);

Deno.test("parseListing() returns the target of a junction", () => {
  const entry = onlyEntry(
    "11-25-09  04:17PM       <JUNCTION>     Docs [C:\\Users [x]\\y]",
  );
  assertEquals(entry.cFileName, "Docs");
  assertEquals(entry.linkTarget, "C:\\Users [x]\\y");
});

/** A line of Windows or OS/2, and the attributes of its entry. */
const ATTRIBUTES: [line: string, word: number][] = [
  ["11-25-09  04:17PM   731 a", FILE_ATTRIBUTE_NORMAL],
  ["11-25-09  04:17PM   <DIR> a", FILE_ATTRIBUTE_DIRECTORY],
  [
    "11-25-09  04:17PM   <JUNCTION> a",
    FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT,
  ],
  [
    "11-25-09  04:17PM   <SYMLINKD> a",
    FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT,
  ],
  ["11-25-09  04:17PM   <SYMLINK> a", FILE_ATTRIBUTE_REPARSE_POINT],
  ["1 A 07-12-12   13:39  a", FILE_ATTRIBUTE_NORMAL],
  [
    "1 RHS 07-12-12   13:39  a",
    FILE_ATTRIBUTE_READONLY | FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM,
  ],
  [
    "0 DIR H 07-12-12   13:39  a",
    FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_HIDDEN,
  ],
];

for (const [line, word] of ATTRIBUTES) {
  Deno.test(`parseListing() returns the attributes of "${line}"`, () => {
    assertEquals(onlyEntry(line).dwFileAttributes, word);
  });
}

Deno.test("parseListing() returns the target of a DOS link with an arrow", () => {
  const target = (line: string) => onlyEntry(line).linkTarget;
  assertEquals(
    target("11-25-09  04:17PM       <JUNCTION>     here -> there"),
    "there",
  );
  assertEquals(
    target("11-25-09  04:17PM       <JUNCTION>     here => there"),
    "there",
  );
  assertEquals(
    target("11-25-09  04:17PM       <SYMLINKD>     a b -> C:\\x\\y z"),
    "C:\\x\\y z",
  );
});
