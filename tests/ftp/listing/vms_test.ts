// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { ListingParser, parseListing } from "../../../_ftp/listing/listing.ts";
import { NOW, onlyEntry, shortly, testLines } from "./cases.ts";

testLines("VMS", [
  [
    "a file",
    "MANUAL.TXT;3   6  23-SEP-2004 07:15:48.20",
    "- MANUAL.TXT|6|2004-09-23 07:15:48.200",
  ],
  [
    "a directory",
    "TOOLS.DIR;1   1/16  6-JUN-2002 23:51 [SYSTEM] (RWE,RWE,RE,RE)",
    "d TOOLS|512|2002-06-06 23:51",
  ],
  [
    "a directory in small letters",
    "tools.dir;1   1  6-JUN-2002 23:51",
    "d tools|1|2002-06-06 23:51",
  ],
  [
    "a name without an extension",
    "FILE.;1   3  6-JUN-2002 23:51",
    "- FILE.|3|2002-06-06 23:51",
  ],
  [
    "a size with a unit",
    "A.B;1 2KB 6-JUN-2002 23:51",
    "- A.B|2048|2002-06-06 23:51",
  ],
  [
    "a size that has no room",
    "A.B;1 ****** 6-JUN-2002 23:51",
    "- A.B|0|2002-06-06 23:51",
  ],
  ["no size", "A.B;1 6-JUN-2002 23:51", "- A.B|0|2002-06-06 23:51"],
  ["no time", "A.B;1 5/8 6-JUN-2002 [A] (R,R,R,)", "- A.B|2560|2002-06-06"],
  [
    "the owner in front",
    "A.B;1   [ANNA]    4/6     8-JUL-2007 15:36  (RWE,RWE,RE,)",
    "- A.B|2048|2007-07-08 15:36",
  ],
  [
    "the size after the name",
    "A.B;1       26-OCT-1996 04:19:22     63/70     (RWED,RWED,R,)",
    "- A.B|32256|1996-10-26 04:19:22",
  ],
  [
    "the month in French",
    "A.B;1 5 24-JUI-2004 WEBTEAM (RWED,RWED,RE,)",
    "- A.B|5|2004-07-24",
  ],
  [
    "two lines",
    "A_VERY_LONG_NAME.TXT;12\r\n   7/9   6-JUN-2002 23:51 [A,B] (R,R,R,)",
    "- A_VERY_LONG_NAME.TXT|3584|2002-06-06 23:51",
  ],
  [
    "two lines and LF",
    "A.B;1\n 7 6-JUN-2002 23:51",
    "- A.B|7|2002-06-06 23:51",
  ],
  ["only a name", "A.B;1", "- A.B|0|?"],
  ["no rights", "A.B;1    <%SYSTEM-F-NOPRIV, insufficient privilege>", null],
  ["no rights in the second line", "A.B;1\r\n  <%SYSTEM-F-NOPRIV, no>", null],
  ["no file", "*.*;0    <%RMS-E-FNF, file not found>", null],
  ["an owner without an end", "A.B;1 5 6-JUN-2002 [A (R,R", null],
  ["a text that does not belong", "A.B;1 5 6-JUN-2002 A B C", null],
  ["a path", "A/B;1 5 6-JUN-2002", "- B|5|2002-06-06"],
  [
    "a device and a directory before the name",
    "DISK$A:[ANNA.WORK]A.B;1 5 6-JUN-2002",
    "- A.B|5|2002-06-06",
  ],
  [
    "a name without a point",
    "NOTES;2    15   6-JUN-2002 23:51:13.64",
    "- NOTES;2|7680|2002-06-06 23:51:13.640",
  ],
  [
    "a name without a point in two lines",
    "A_LONG_NAME;1\r\n 10  6-JUN-2002 23:51 [A,B] (R,R,R,)",
    "- A_LONG_NAME;1|5120|2002-06-06 23:51",
  ],
  [
    "a directory in capitals without other names",
    "BOX.DIR;1  1  6-JUN-2002 23:51 [A,B] (R,R,R,)",
    "d BOX|512|2002-06-06 23:51",
  ],
  ["an invalid size", "A.B;1 5x 6-JUN-2002", null],
  ["a heading", "Directory SYS$DISK:[ANNA.WORK]", null],
  ["a total", "Total of 12 Files, 40 Blocks.", null],
]);

Deno.test("parseListing() returns owner and protection of VMS lines", () => {
  const entry = onlyEntry("A.B;1 5 6-JUN-2002 23:51 [WEB, ANNA] (RWED,RE,,)");
  assertEquals(entry.owner, "WEB, ANNA");
  assertEquals(entry.permissions, "RWED,RE,,");
});

Deno.test("parseListing() keeps both lines of a VMS entry", () => {
  assertEquals(
    onlyEntry("A.B;1\r\n   5 6-JUN-2002 23:51\r\n").raw,
    "A.B;1\n   5 6-JUN-2002 23:51",
  );
});

Deno.test("parseListing() returns VMS names in lower case after a heading", () => {
  const listing = [
    "",
    "Directory DISK$A:[ANNA]",
    "",
    "MANUAL.TXT;3   2  23-SEP-2004 07:15",
    "Long.Name;1",
    "               2  23-SEP-2004 07:15",
    "SUB.DIR;1      1  23-SEP-2004 07:15",
    "",
    "Total of 3 files, 5 blocks.",
  ].join("\r\n");
  assertEquals(parseListing(listing, NOW).map(shortly), [
    "- manual.txt|1024|2004-09-23 07:15",
    "- long.name|1024|2004-09-23 07:15",
    "d sub|512|2004-09-23 07:15",
  ]);
});

Deno.test("parseListing() returns all VMS names of a listing with only names", () => {
  assertEquals(
    parseListing("A.B;1\r\nC.D;2\r\n\r\nE.F;3\r\n", NOW).map(shortly),
    ["- A.B|0|?", "- C.D|0|?", "- E.F|0|?"],
  );
});

Deno.test("parseListing() reads the line after a VMS name that the program has no permission to examine", () => {
  const listing = "A.B;1\r\n <%SYSTEM-F-NOPRIV, no>\r\n" +
    "C.D;1 2 23-SEP-2004 07:15\r\nE.F;1\r\n" +
    "-rw-r--r-- 1 a b 5 Sep 17  2012 x";
  assertEquals(parseListing(listing, NOW).map(shortly), [
    "- C.D|2|2004-09-23 07:15",
    "- x|5|2012-09-17",
  ]);
});

Deno.test("ListingParser.end() returns a VMS name without a second line, once", () => {
  const parser = new ListingParser(NOW);
  assertEquals(parser.push("A.B;1"), null);
  assertEquals(parser.end()?.cFileName, "A.B");
  assertEquals(parser.end(), null);
});

Deno.test("parseListing() returns a different name for every version of a VMS file", () => {
  const lines = [
    "REPORT.TXT;12   2  23-SEP-2004 07:15",
    "REPORT.TXT;11   1  22-SEP-2004 07:15",
    "REPORT.TXT;9",
    "                1  21-SEP-2004 07:15",
    "SUB.DIR;1       1  23-SEP-2004 07:15",
    "Z.TXT;3         1  23-SEP-2004 07:15",
  ];
  const heading = "Directory DISK$A:[ANNA]";
  assertEquals(
    parseListing([heading, "", ...lines].join("\r\n"), NOW).map(shortly),
    [
      "- report.txt|1024|2004-09-23 07:15",
      "- report.txt;11|512|2004-09-22 07:15",
      "- report.txt;9|512|2004-09-21 07:15",
      "d sub|512|2004-09-23 07:15",
      "- z.txt|512|2004-09-23 07:15",
    ],
  );
  assertEquals(
    parseListing(lines.join("\r\n"), NOW).map((entry) => entry.cFileName),
    ["REPORT.TXT", "REPORT.TXT;11", "REPORT.TXT;9", "SUB", "Z.TXT"],
  );
});

Deno.test("parseListing() keeps the version of VMS names only until one has a dot", () => {
  const lines = [
    "BOX.DIR;1  1  6-JUN-2002 23:51",
    "A;1        1  6-JUN-2002 23:51",
    "B.TXT;1    1  6-JUN-2002 23:51",
    "C;1        1  6-JUN-2002 23:51",
    "D.DIR;1    1  6-JUN-2002 23:51",
  ];
  assertEquals(parseListing(lines.join("\r\n"), NOW).map(shortly), [
    "d BOX|512|2002-06-06 23:51",
    "- A;1|512|2002-06-06 23:51",
    "- B.TXT|1|2002-06-06 23:51",
    "- C|1|2002-06-06 23:51",
    "d D|1|2002-06-06 23:51",
  ]);
});

Deno.test("parseListing() omits the version of a VMS name after a heading", () => {
  const listing = "DISK$A:[ANNA]\r\n\r\nNOTES;2  15  6-JUN-2002 23:51";
  assertEquals(parseListing(listing, NOW).map(shortly), [
    "- notes|7680|2002-06-06 23:51",
  ]);
});
