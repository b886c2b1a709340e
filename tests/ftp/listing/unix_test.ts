// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  FILE_ATTRIBUTE_DIRECTORY,
  FILE_ATTRIBUTE_NORMAL,
  FILE_ATTRIBUTE_REPARSE_POINT,
} from "../../../flags.ts";
import { parseListing } from "../../../_ftp/listing/listing.ts";
import { NOW, onlyEntry, shortly, testLines } from "./cases.ts";

testLines("Unix", [
  [
    "a file of this year",
    "-rw-r--r--   1 anna     staff       4711 Mar  9 14:05 notes.txt",
    "- notes.txt|4711|2026-03-09 14:05",
  ],
  [
    "a file of an earlier year",
    "-rw-r--r--   1 anna     staff       4711 Mar  9  2011 notes.txt",
    "- notes.txt|4711|2011-03-09",
  ],
  [
    "a directory",
    "drwxr-xr-x  12 anna     staff       4096 Dec 24  2019 music",
    "d music|4096|2019-12-24",
  ],
  [
    "a directory with a slash after its name",
    "drwxr-xr-x  12 anna     staff       4096 Dec 24  2019 music/",
    "d music|4096|2019-12-24",
  ],
  [
    "numbers for owner and group",
    "-rw-r--r--    1 1001     100          77 Jan 02  2020 a",
    "- a|77|2020-01-02",
  ],
  [
    "no group",
    "drwxr-xr-x   2 anna           512 Feb 11  2005 box",
    "d box|512|2005-02-11",
  ],
  [
    "a day of the week",
    "-rw-r--r--   1 anna     staff       4711 Fri Mar  9 14:05:06 2012 a b",
    "- a b|4711|2012-03-09 14:05:06",
  ],
  [
    "an owner like a day of the week",
    "-rw-r--r--   1 Sun      Mon         4711 Mar  9 14:05 a",
    "- a|4711|2026-03-09 14:05",
  ],
  ["no owner", "-rw-r--r-- 1 88 Sep 17 2012 x", "- x|88|2012-09-17"],
  [
    "no links",
    "-rw-r--r--  anna staff  88 Sep 17  2012 x",
    "- x|88|2012-09-17",
  ],
  [
    "no links and no owner",
    "-rw-r--r--  88 Sep 17  2012 x",
    "- x|88|2012-09-17",
  ],
  [
    "no size",
    "drwxr-xr-x 2 anna staff Sep 17  2012 x",
    "d x|0|2012-09-17",
  ],
  [
    "a count of links of 0",
    "-rw-r--r--   0 anna staff  88 Sep 17  2012 x",
    "- x|88|2012-09-17",
  ],
  [
    "links glued to the permissions",
    "drwxr-xr-x123 anna staff  88 Sep 17  2012 x",
    "d x|88|2012-09-17",
  ],
  [
    "the size glued to the group",
    "-rw-r--r-- longuser longgroup9876543 Feb 12 2005 x",
    "- x|9876543|2005-02-12",
  ],
  [
    "a group with blanks",
    "-rw-r--r--   1 anna domain users 88 Sep 17  2012 x",
    "- x|88|2012-09-17",
  ],
  [
    "an access list with a plus",
    "drwxr-xr-x+ 16 anna staff 88 Sep 17  2012 x",
    "d x|88|2012-09-17",
  ],
  [
    "an access list with a point",
    "drwxr-xr-x.  6 anna staff 88 Sep 17  2012 x",
    "d x|88|2012-09-17",
  ],
  [
    "extended attributes",
    "-rw-r--r--@  6 anna staff 88 Sep 17  2012 x",
    "- x|88|2012-09-17",
  ],
  [
    "s and t bits",
    "drwsrwSr-t   6 anna staff 88 Sep 17  2012 x",
    "d x|88|2012-09-17",
  ],
  [
    "S, T and L bits",
    "-rwSr-Lr-T   6 anna staff 88 Sep 17  2012 x",
    "- x|88|2012-09-17",
  ],
  [
    "short permissions",
    "drwxr-x   3       25     1536 Jul 21 2001 pool",
    "d pool|1536|2001-07-21",
  ],
  [
    "strange permissions",
    "-C--E-----FTP B MBOX7       4711  990011 Feb 20 16:05 job",
    "- job|990011|2026-02-20 16:05",
  ],
  [
    "Mac permissions",
    "-rw-r--r--  1 anna  -A---   5512 Jul 19  2009 a.jpg",
    "- a.jpg|5512|2009-07-19",
  ],
  [
    "a device",
    "crw-rw-rw-   1 root     sys       13,  2 Sep  3  2011 null",
    "- null|0|2011-09-03",
  ],
  [
    "a device in one field",
    "brw-rw-rw-   1 root     sys       13,2 Sep  3  2011 disk",
    "- disk|0|2011-09-03",
  ],
  [
    "a size in kilobytes",
    "-rw-r--r--   1 anna staff  1.5k Aug 7 05:41 x",
    "- x|1536|2025-08-07 05:41",
  ],
  [
    "a size in megabytes",
    "-rw-r--r--   1 anna staff  2M Oct 5  2001 x",
    "- x|2097152|2001-10-05",
  ],
  [
    "an invalid size in kilobytes",
    "-rw-r--r--   1 anna staff  11111111111111111k Oct 5  2001 x",
    "- x|0|2001-10-05",
  ],
  [
    "a size in petabytes beyond all numbers",
    "-rw-r--r--   1 anna staff  999999P Oct 5  2001 x",
    "- x|0|2001-10-05",
  ],
  [
    "a month without an end",
    `-rw-r--r--   1 anna staff  88 1 ${"jan".repeat(20)} 2001 x`,
    "- x|88|?",
  ],
  [
    "a size beyond 2^32",
    "-rw-r--r--   1 anna staff  9007199254740991 Oct 5  2001 x",
    "- x|9007199254740991|2001-10-05",
  ],
  [
    "a size that no number holds",
    "-rw-r--r--   1 anna staff  9007199254740993 Oct 5  2001 x",
    "- x|0|2001-10-05",
  ],
  [
    "a name with blanks",
    "-rw-r--r--   1 anna staff  88 Sep 17  2012 two  words here",
    "- two  words here|88|2012-09-17",
  ],
  [
    "a name with leading blanks, after a year",
    "-rw-r--r--   1 anna staff  88 Sep 17  2012   x",
    "-   x|88|2012-09-17",
  ],
  [
    "a name with leading blanks, after a time",
    "-rw-r--r--   1 anna staff  88 Mar 11 10:20  x",
    "-  x|88|2026-03-11 10:20",
  ],
  [
    "a name with trailing blanks",
    "-rw-r--r--   1 anna staff  88 Sep 17  2012 x  ",
    "- x  |88|2012-09-17",
  ],
  [
    "a year put to the left",
    "-rw-r--r--  1 guest      31      640 Jan  3 2006  .hello",
    "- .hello|640|2006-01-03",
  ],
  [
    "a name that looks like a date",
    "drwxr-xr-x   2 33       33              0 07 Feb 16:44 1987 Bills",
    "d 1987 Bills|0|2026-02-07 16:44",
  ],
  [
    "a name of digits",
    "-rw-rw-r--    1 61        17         5150 Feb 4  2002 07 99 a.mp3",
    "- 07 99 a.mp3|5150|2002-02-04",
  ],
  [
    "a name with an arrow",
    "-rw-r--r--   1 anna staff  88 Sep 17  2012 a -> b",
    "- a -> b|88|2012-09-17",
  ],
  [
    "a name with a backslash",
    "-rw-r--r--   1 anna staff  88 Sep 17  2012 a\\b",
    "- a\\b|88|2012-09-17",
  ],
  [
    "a tab in a name",
    "-rw-r--r--   1 anna staff  88 Sep 17  2012 a\tb",
    "- a\tb|88|2012-09-17",
  ],
  [
    "tabs between the fields",
    "-rw-r--r--\t1\tanna\tstaff\t88\tSep\t17\t2012\tx",
    "- x|88|2012-09-17",
  ],
  [
    "a link",
    "lrwxrwxrwx   1 anna staff  7 Sep 17  2012 log -> var/log",
    "l log|7|2012-09-17",
  ],
  [
    "a link without a target",
    "lrwxrwxrwx   1 anna staff  7 Sep 17  2012 log",
    "l log|7|2012-09-17",
  ],
  [
    "no date",
    "drwxr-xr-x 3 anna staff 512 no date",
    "d no date|512|?",
  ],
  [
    "a month that is not known",
    "-rw-r--r--   1 anna staff  88 11 Foo  2005 x",
    "- x|88|?",
  ],
  [
    "a day that does not exist",
    "-rw-r--r--   1 anna staff  88 Nov 31  2005 x",
    "- x|88|?",
  ],
  [
    "WebStar: the forks of a file",
    "-------r--         300  1000  1300 Jun 15  1996 a.sit",
    "- a.sit|1300|1996-06-15",
  ],
  [
    "WebStar: a folder",
    "drwxrwxr-x               folder        5 Apr 23  1997 net",
    "d net|5|1997-04-23",
  ],
  ["a total", "total 4711", null],
  ["a negative total", "total -4711", null],
  ["a heading", ".:", null],
  ["an error", "ls: .: Permission denied", null],
  [
    "the directory itself",
    "drwxr-xr-x 3 a b 512 Sep 17  2012 .",
    "d .|512|2012-09-17",
  ],
  ["the parent", "drwxr-xr-x 3 a b 512 Sep 17  2012 ..", "d ..|512|2012-09-17"],
  [
    "the parent with a slash",
    "drwxr-xr-x 3 a b 512 Sep 17  2012 ../",
    "d ..|512|2012-09-17",
  ],
  ["a name of blanks", "drwxr-xr-x 3 a b 512 Sep 17  2012   ", null],
  ["no name", "drwxr-xr-x 3 a b 512 Sep 17  2012", null],
  ["a path up", "-rw-r--r-- 3 a b 5 Sep 17  2012 ../../x", "- x|5|2012-09-17"],
  [
    "an absolute path",
    "-rw-r--r-- 3 a b 5 Sep 17  2012 /etc/x",
    "- x|5|2012-09-17",
  ],
  ["a path", "-rw-r--r-- 3 a b 5 Sep 17  2012 a/b", "- b|5|2012-09-17"],
  [
    "a path from here",
    "-rw-r--r-- 3 a b 5 Sep 17  2012 ./x.txt",
    "- x.txt|5|2012-09-17",
  ],
  [
    "a file with a slash at its end",
    "-rw-r--r-- 3 a b 5 Sep 17  2012 x/",
    "- x|5|2012-09-17",
  ],
  [
    "a directory by its path",
    "drwxr-xr-x 3 a b 5 Sep 17  2012 ./a b/c//",
    "d c|5|2012-09-17",
  ],
  [
    "a parent by its path",
    "drwxr-xr-x 3 a b 5 Sep 17  2012 sub/..",
    "d ..|5|2012-09-17",
  ],
  ["only a slash", "drwxr-xr-x 3 a b 5 Sep 17  2012 /", null],
  ["a NUL in the path", "-rw-r--r-- 3 a b 5 Sep 17  2012 a\0b/c", null],
  ["a NUL in the name", "-rw-r--r-- 3 a b 5 Sep 17  2012 a\0b", null],
  [
    "a link whose name is a path",
    "lrwxrwxrwx 1 a b 1 Nov 1 2005 a/b -> c",
    "l b|1|2005-11-01",
  ],
  ["a line of dashes", "---------- ---------- ----------", null],
]);

testLines("Unix in numbers", [
  [
    "a file",
    "0100640   811  204   12    86400       a b",
    "- a b|12|1970-01-02",
  ],
  ["a directory", "040755   500  101   12    86400  a", "d a|12|1970-01-02"],
  ["a link", "0120777   500  101   12    86400  a", "l a|12|1970-01-02"],
  [
    "a link with its target",
    "0120777   500  101   12    86400  a b -> c/d",
    "l a b|12|1970-01-02",
  ],
  ["a time out of range", "040755 500 101 12 9999999999999 a", null],
]);

Deno.test("parseListing() keeps permissions, owner and group of Unix lines", () => {
  const entry = onlyEntry(
    "drwxr-sr-t+  3 anna   web team    4096 Sep 17  2012 x",
  );
  assertEquals(entry.permissions, "drwxr-sr-t+");
  assertEquals(entry.owner, "anna");
  assertEquals(entry.group, "web team");
  assertEquals(entry.dwFileAttributes, FILE_ATTRIBUTE_DIRECTORY);
});

/** The text before the size, and the owner and group in it. */
const OWNERS: [before: string, owner?: string, group?: string][] = [
  ["1 anna staff 88", "anna", "staff"],
  ["1 anna 88", "anna"],
  ["anna staff 88", "anna", "staff"],
  ["1 0 7 88", "0", "7"],
  ["1 88"],
  ["88"],
  ["1 anna staff88", "anna", "staff"],
  ["1 anna 13, 2", "anna"],
  ["1 anna lee     staff 88", "anna lee", "staff"],
  ["1 anna lee     domain users 88", "anna lee", "domain users"],
  ["1 anna     domain users 88", "anna", "domain users"],
  ["1 anna domain users 88", "anna", "domain users"],
  ["anna lee  staff 88", "anna lee", "staff"],
  ["80 8 88"],
  ["80 9 88", "9"],
];

for (const [before, owner, group] of OWNERS) {
  Deno.test(`parseListing() finds owner and group in "${before}"`, () => {
    const entry = onlyEntry(`-rw-r--r-- ${before} Sep 17  2012 x`);
    assertEquals([entry.owner, entry.group], [owner, group]);
  });
}

Deno.test("parseListing() does not treat the link count as part of the permissions", () => {
  const entry = onlyEntry("drwxr-xr-x12 anna staff 4096 Sep 17  2012 x");
  assertEquals(entry.permissions, "drwxr-xr-x");
  assertEquals(entry.owner, "anna");
});

Deno.test("parseListing() omits the values that a line does not have", () => {
  const entry = onlyEntry("-rw-r--r--  88 Sep 17  2012 x");
  assertEquals("owner" in entry, false);
  assertEquals("group" in entry, false);
  assertEquals("linkTarget" in entry, false);
  assertEquals(entry.dwFileAttributes, FILE_ATTRIBUTE_NORMAL);
  assertEquals(entry.ftCreationTime, null);
  assertEquals(entry.ftLastAccessTime, null);
  assertEquals(entry.raw, "-rw-r--r--  88 Sep 17  2012 x");
});

Deno.test("parseListing() returns the target of a link", () => {
  const entry = onlyEntry("lrwxrwxrwx 1 a b 9 Sep 17  2012 go -> ../a -> b");
  assertEquals(entry.cFileName, "go");
  assertEquals(entry.linkTarget, "../a -> b");
  assertEquals(entry.dwFileAttributes, FILE_ATTRIBUTE_REPARSE_POINT);
});

Deno.test("parseListing() finds the arrow of a link by the length of the target", () => {
  const entry = onlyEntry("lrwxrwxrwx 1 a b 3 Sep 17  2012 x -> y -> z/a");
  assertEquals(entry.cFileName, "x -> y");
  assertEquals(entry.linkTarget, "z/a");
});

testLines("Unix without a readable date", [
  ["no year", "-rw-r--r-- 1 a a 9 Aug 22  notes.tgz", "- notes.tgz|9|?"],
  [
    "no year, in columns",
    "-rw-r--r--   1 14       staff       80284 Aug 22  my notes.tgz",
    "- my notes.tgz|80284|?",
  ],
  ["no day", "-rw-r--r-- 1 a a 9 Aug  notes.tgz", "- notes.tgz|9|?"],
  [
    "a day that no month has",
    "drwxr-xr-x   2 root     root         4096 Aug 36  2001 box",
    "d box|4096|?",
  ],
  [
    "an hour that no day has",
    "drwxr-xr-x   2 root     99           4096 Feb 23 30:01 my box",
    "d my box|4096|?",
  ],
  [
    "a negative day",
    "-rw-r--r--   1 a b       111325 Apr -7 18:79 notes.tgz",
    "- notes.tgz|111325|?",
  ],
  [
    "a year of three digits",
    "drwxr-xr-x    3 110      1002            3 Dec 02  209 pub",
    "d pub|3|?",
  ],
  [
    "a month that is not known",
    "drwxr-xr-x   2 root     root         4096 Jam  4 00:03 box",
    "d box|4096|?",
  ],
  ["zeros", "-rw-r--r-- 1 a b 9 0000-00-00 00:00 x", "- x|9|?"],
  ["dashes", "-rw-r--r-- 1 a b 9 --- -- --:-- x", "- x|9|?"],
  ["question marks", "-rw-r--r-- 1 a b 9 ??? ?? ???? x y", "- x y|9|?"],
  ["blanks", "-rw-r--r-- 1 a b 9              x y", "- x y|9|?"],
  ["the day first", "-rw-r--r-- 1 a b 9 36 Aug 2001 x", "- x|9|?"],
  ["no owner", "-rw-r--r-- 1 9 Aug 22  notes.tgz", "- notes.tgz|9|?"],
  ["no group", "-rw-r--r-- 1 a 9 Aug 22  notes.tgz", "- notes.tgz|9|?"],
  [
    "a date in the name",
    "-rw-r--r-- 1 a b 9 Aug 22  2024-01-05 report.txt",
    "- 2024-01-05 report.txt|9|?",
  ],
  [
    "a link",
    "lrwxrwxrwx 1 a b 1 Aug 36  2001 go -> x",
    "l go|1|?",
  ],
  ["a name of digits", "-rw-r--r-- 1 a b 9 Aug 22  209", "- 209|9|?"],
  [
    "a name of digits instead of a date",
    "-rw-r--r-- 1 a b 9 2024 plans.txt",
    "- 2024 plans.txt|9|?",
  ],
]);

Deno.test("parseListing() finds the name after an unreadable date with the columns of other lines", () => {
  const listing = [
    "-rw-r--r--   1 anna     staff       80284 Aug 22  2001 first.txt",
    "-rw-r--r--   1 anna     staff       80284 Qux 99  ever 12 angry men.txt",
    "-rw-r--r--   1 anna     staff       80284              99 red balloons",
    "-rw-r--r--   1 anna     staff       80284 Aug 22  2001 last.txt",
  ].join("\r\n");
  assertEquals(parseListing(listing, NOW).map(shortly), [
    "- first.txt|80284|2001-08-22",
    "- 12 angry men.txt|80284|?",
    "- 99 red balloons|80284|?",
    "- last.txt|80284|2001-08-22",
  ]);
});
