// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { ListingParser, parseListing } from "../../_ftp/listing.ts";
import { NOW, onlyEntry, shortly, testLines } from "./list_cases.ts";

testLines("VMS", [
  [
    "a file",
    "README.TXT;4   2  18-APR-2003 10:40:39.90",
    "- README.TXT|1024|2003-04-18 10:40:39.900",
  ],
  [
    "a directory",
    "TOOLS.DIR;1   1/16  9-MAY-2001 22:18 [SYSTEM] (RWE,RWE,RE,RE)",
    "d TOOLS|512|2001-05-09 22:18",
  ],
  [
    "a directory in small letters",
    "tools.dir;1   1  9-MAY-2001 22:18",
    "d tools|512|2001-05-09 22:18",
  ],
  [
    "a name without an extension",
    "FILE.;1   3  9-MAY-2001 22:18",
    "- FILE.|1536|2001-05-09 22:18",
  ],
  [
    "a size with a unit",
    "A.B;1 2KB 9-MAY-2001 22:18",
    "- A.B|2048|2001-05-09 22:18",
  ],
  [
    "a size that has no room",
    "A.B;1 ****** 9-MAY-2001 22:18",
    "- A.B|0|2001-05-09 22:18",
  ],
  ["no size", "A.B;1 9-MAY-2001 22:18", "- A.B|0|2001-05-09 22:18"],
  ["no time", "A.B;1 5/8 9-MAY-2001 [A] (R,R,R,)", "- A.B|2560|2001-05-09"],
  [
    "the owner in front",
    "A.B;1   [ANNA]    1/3     2-AUG-2006 13:05  (RWE,RWE,RE,)",
    "- A.B|512|2006-08-02 13:05",
  ],
  [
    "the size behind",
    "A.B;1       17-JUN-1994 17:25:37     63/70     (RWED,RWED,R,)",
    "- A.B|32256|1994-06-17 17:25:37",
  ],
  [
    "the month in French",
    "A.B;1 5 15-JUI-2002 PRONAS (RWED,RWED,RE,)",
    "- A.B|2560|2002-07-15",
  ],
  [
    "two lines",
    "A_VERY_LONG_NAME.TXT;12\r\n   7/9   9-MAY-2001 22:18 [A,B] (R,R,R,)",
    "- A_VERY_LONG_NAME.TXT|3584|2001-05-09 22:18",
  ],
  [
    "two lines and LF",
    "A.B;1\n 7 9-MAY-2001 22:18",
    "- A.B|3584|2001-05-09 22:18",
  ],
  ["a name alone", "A.B;1", "- A.B|0|?"],
  ["no rights", "A.B;1    <%SYSTEM-F-NOPRIV, insufficient privilege>", null],
  ["no rights in the second line", "A.B;1\r\n  <%SYSTEM-F-NOPRIV, no>", null],
  ["no file", "*.*;0    <%RMS-E-FNF, file not found>", null],
  ["an owner without an end", "A.B;1 5 9-MAY-2001 [A (R,R", null],
  ["a text that does not belong", "A.B;1 5 9-MAY-2001 A B C", null],
  ["a path", "A/B;1 5 9-MAY-2001", null],
  ["a size that is none", "A.B;1 5x 9-MAY-2001", null],
  ["a heading", "Directory SYS$DISK:[ANNA.WORK]", null],
  ["a total", "Total of 12 Files, 40 Blocks.", null],
]);

Deno.test("parseListing() gives owner and protection of VMS lines", () => {
  const entry = onlyEntry("A.B;1 5 9-MAY-2001 22:18 [WEB, ANNA] (RWED,RE,,)");
  assertEquals(entry.owner, "WEB, ANNA");
  assertEquals(entry.permissions, "RWED,RE,,");
});

Deno.test("parseListing() keeps both lines of a VMS entry", () => {
  assertEquals(
    onlyEntry("A.B;1\r\n   5 9-MAY-2001 22:18\r\n").raw,
    "A.B;1\n   5 9-MAY-2001 22:18",
  );
});

Deno.test("parseListing() gives VMS names in small letters behind a heading", () => {
  const listing = [
    "",
    "Directory DISK$A:[ANNA]",
    "",
    "README.TXT;4   2  18-APR-2003 10:40",
    "Long.Name;1",
    "               2  18-APR-2003 10:40",
    "SUB.DIR;1      1  18-APR-2003 10:40",
    "",
    "Total of 3 files, 5 blocks.",
  ].join("\r\n");
  assertEquals(parseListing(listing, NOW).map(shortly), [
    "- readme.txt|1024|2003-04-18 10:40",
    "- long.name|1024|2003-04-18 10:40",
    "d sub|512|2003-04-18 10:40",
  ]);
});

Deno.test("parseListing() gives all VMS names of a listing without anything else", () => {
  assertEquals(
    parseListing("A.B;1\r\nC.D;2\r\n\r\nE.F;3\r\n", NOW).map(shortly),
    ["- A.B|0|?", "- C.D|0|?", "- E.F|0|?"],
  );
});

Deno.test("parseListing() reads the line behind a VMS name without rights", () => {
  const listing = "A.B;1\r\n <%SYSTEM-F-NOPRIV, no>\r\n" +
    "C.D;1 2 18-APR-2003 10:40\r\nE.F;1\r\n" +
    "-rw-r--r-- 1 a b 5 Nov 11  2005 x";
  assertEquals(parseListing(listing, NOW).map(shortly), [
    "- C.D|1024|2003-04-18 10:40",
    "- x|5|2005-11-11",
  ]);
});

Deno.test("ListingParser.end() gives a VMS name without a second line, once", () => {
  const parser = new ListingParser(NOW);
  assertEquals(parser.push("A.B;1"), null);
  assertEquals(parser.end()?.cFileName, "A.B");
  assertEquals(parser.end(), null);
});
