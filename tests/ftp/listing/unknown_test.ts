// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { parseListing } from "../../../_ftp/listing/listing.ts";
import { NOW } from "./cases.ts";

/** Returns the lines of a listing that are not in a known format. */
function unknownOf(listing: string): string[] {
  const lines: string[] = [];
  parseListing(listing, NOW, (line) => lines.push(line));
  return lines;
}

/** Lines that are not entries and are expected in a listing. */
const EXPECTED: [name: string, line: string][] = [
  ["a total of Unix", "total 4711"],
  ["a total with a unit", "total 12K"],
  ["a total in German", "insgesamt 12"],
  ["a total in Japanese", "合計 12"],
  ["a blank line", "  "],
  ["the heading of a directory", "./sub dir:"],
  ["the heading of a VMS directory", "Directory DISK$A:[ANNA]"],
  ["a VMS total", "Total of 12 files, 40 blocks."],
  ["a VMS grand total", "Grand total of 2 directories, 6 files."],
  ["a DOS summary", "              12 File(s)      1,048,576 bytes"],
  ["a DOS summary of directories", "   2 Dir(s)  9,876 bytes free"],
  ["a DOS volume", " Volume in drive C has no label."],
  ["a DOS serial number", " Volume Serial Number is 1234-5678"],
  [
    "a heading of data sets",
    "Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname",
  ],
  [
    "a heading of members",
    " Name     VV.MM   Created       Changed      Size  Init   Mod   Id",
  ],
  [
    "a heading of programs",
    " Name      Size     TTR   Alias-of AC ---- Attributes ---- Amode Rmode",
  ],
  ["a heading of jobs", "JOBNAME  JOBID    OWNER    STATUS CLASS"],
  [
    "a heading of NonStop",
    "File         Code             EOF  Last Modification    Owner  RWEP",
  ],
  [
    "a heading of VM",
    "Filename FileType  Fm Format Lrecl  Records Blocks Date      Time",
  ],
  ["a line of dashes", "---------- ----------"],
  ["an empty directory", "ls: *.zip: No such file or directory"],
];

for (const [name, line] of EXPECTED) {
  Deno.test(`parseListing() expects ${name}`, () => {
    assertEquals(unknownOf(line), []);
  });
}

/** Lines that could be entries, or that explain why there are none. */
const UNKNOWN: [name: string, lines: string[]][] = [
  ["a text", ["This server has moved"]],
  ["an error", ["ls: .: Permission denied"]],
  ["a name that looks like a text", ["[f] no files.txt 5"]],
  ["a name without rights", ["A.B;1    <%SYSTEM-F-NOPRIV, no privilege>"]],
  ["a line with a broken date", ["34-35-09  04:17PM  731 a"]],
  ["a name that nothing follows", ["somefile"]],
  ["a name that no entry can have", ["type=file; a\0b"]],
  ["only names", ["one", "two", "three"]],
];

for (const [name, lines] of UNKNOWN) {
  Deno.test(`parseListing() reports ${name}`, () => {
    assertEquals(unknownOf(lines.join("\r\n")), lines);
  });
}

Deno.test("parseListing() reports unknown lines between other lines, in order", () => {
  const listing = [
    "total 2",
    "what is this",
    "-rw-r--r-- 1 a b 5 Sep 17  2012 x",
    "stray",
    "",
    "A.B;1",
    " <%SYSTEM-F-NOPRIV, no privilege>",
    "other",
    "                     14",
    "last",
  ];
  assertEquals(unknownOf(listing.join("\n")), [
    "what is this",
    "stray",
    " <%SYSTEM-F-NOPRIV, no privilege>",
    "last",
  ]);
});
