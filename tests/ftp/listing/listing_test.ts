// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { ListingParser, parseListing } from "../../../_ftp/listing/listing.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { NOW, shortly } from "./cases.ts";

/** A listing in which each line has a different format. */
const MIXED = [
  "total 12",
  "-rw-r--r--   1 anna staff  88 Sep 17  2012 unix",
  "11-25-09  04:17PM                  731 dos",
  "type=file;size=7; mlsd",
  "",
  "+r,s5,\teplf",
  "VMS.TXT;1 2 6-JUN-2002 23:51",
  "d [RWCEAFMS] anna  512 Aug 30  2004 netware",
  "ANNA  9 24.12.14 07:52:16 *FILE as400",
  'nonstop 180 642 9-Oct-08 17:43:26 200, 3 "nnnn"',
  "WRK001 3390   VSAM mvs",
  " 8064      A    05-19-98   14:31  os2",
  "and a text that is no entry",
];

const MIXED_NAMES = [
  "unix",
  "dos",
  "mlsd",
  "eplf",
  "VMS.TXT",
  "netware",
  "as400",
  "nonstop",
  "mvs",
  "os2",
];

for (
  const [name, end] of [["CRLF", "\r\n"], ["LF", "\n"], ["CRCRLF", "\r\r\n"]]
) {
  Deno.test(`parseListing() finds the format of each line, with ${name}`, () => {
    assertEquals(
      parseListing(MIXED.join(end), NOW).map((entry) => entry.cFileName),
      MIXED_NAMES,
    );
  });
}

Deno.test("parseListing() accepts a last line with and without its end", () => {
  const line = "-rw-r--r--   1 anna staff  88 Sep 17  2012 x";
  for (const end of ["", "\n", "\r\n", "\r\n\r\n"]) {
    assertEquals(parseListing(line + end, NOW).map(shortly), [
      "- x|88|2012-09-17",
    ]);
  }
});

for (const empty of ["", "\r\n", "\n\n\n", "total 0\r\n", "   \r\n\t\r\n"]) {
  Deno.test(`parseListing() finds nothing in ${JSON.stringify(empty)}`, () => {
    assertEquals(parseListing(empty, NOW), []);
  });
}

Deno.test("parseListing() keeps a bare LF in a name if lines end with CRLF", () => {
  const listing = "drwxr-xr-x 1 a b 5 Sep 17  2012 box\r\n" +
    "-rw-r--r-- 1 a b 5 Sep 17  2012 one\n   two\n.txt\r\n" +
    "-rw-r--r-- 1 a b 5 Sep 17  2012 last\r\n";
  assertEquals(
    parseListing(listing, NOW).map((entry) => entry.cFileName),
    ["box", "one\n   two\n.txt", "last"],
  );
});

Deno.test("parseListing() separates entries at a bare LF if lines end with CRLF", () => {
  const listing = "total 2\r\n-rw-r--r-- 1 a b 5 Sep 17  2012 one\n" +
    "-rw-r--r-- 1 a b 5 Sep 17  2012 two\r\n";
  assertEquals(
    parseListing(listing, NOW).map((entry) => entry.cFileName),
    ["one", "two"],
  );
});

Deno.test("parseListing() does not change the names of servers", () => {
  const names = [
    "con",
    "a:b",
    "$(x)",
    "%2e%2e",
    "-rf",
    "\u202egpj.exe",
    "...",
    "~",
  ];
  const listing = names.map((name) => `type=file; ${name}`).join("\r\n");
  assertEquals(
    parseListing(listing, NOW).map((entry) => entry.cFileName),
    names,
  );
});

Deno.test("parseListing() does not recognize errors by their words", () => {
  for (
    const text of ["550 No such file", "Permission denied", "Kein Zugriff"]
  ) {
    assertEquals(parseListing(text, NOW), []);
  }
  assertEquals(
    parseListing("type=file; Permission denied", NOW).map(shortly),
    ["- Permission denied|0|?"],
  );
});

Deno.test("ListingParser.push() returns the same entries as parseListing()", () => {
  const parser = new ListingParser(NOW);
  const entries = MIXED.map((line) => parser.push(line));
  assertEquals(parser.end(), null);
  assertEquals(
    entries.filter((entry) => entry !== null),
    parseListing(MIXED.join("\r\n"), NOW),
  );
});

Deno.test("ListingParser.end() returns nothing if every line was complete", () => {
  assertEquals(new ListingParser(NOW).end(), null);
  assertEquals(new ListingParser(NOW, true).end(), null);
});

/** Lines of hostile servers: the repeated part, and the text around it. */
const HOSTILE: [
  name: string,
  repeated: string,
  before?: string,
  behind?: string,
][] = [
  ["equals signs", "="],
  ["facts", "a=b;"],
  ["facts without semicolons", "a="],
  ["blanks in an owner", "a ", "type=file;unix.owner="],
  ["owners with blanks", "unix.owner=a b;", "type=file;", " x"],
  ["ends in an owner", "a ;", "type=OS.unix=slink:"],
  ["letters", "x"],
  ["fields", "a "],
  ["digits", "1"],
  ["numbers", "1 "],
  ["commas", ","],
  ["arrows", " -> "],
  ["arrows of a link", " -> ", "lrwxrwxrwx 1 a b 5 Nov 5 2018 "],
  ["dots", "."],
  ["dashes", "-"],
  ["semicolons", ";"],
  ["blanks", " "],
  ["tabs", "\t"],
  ["slashes", "/", "drwxr-xr-x 1 a b 5 Nov 5 2018 "],
  ["NULs", "\0"],
  ["numbers after permissions", "1 ", "-rw-r--r-- "],
  ["owners after permissions", "a ", "-rw-r--r-- "],
  ["months after permissions", "1 jan ", "-rw-r--r-- "],
  ["digits of a size", "9", "-rw-r--r-- 1 a b ", " Nov 5 2018 x"],
  ["a group and a size", "g9", "-rw-r--r-- 1 a ", " Nov 5 2018 x"],
  ["parts of a date", "1-", "-rw-r--r-- 1 a b 5 "],
  ["groups of a size", ",111", "01-01-01 10:10AM 1", " x"],
  ["brackets of a junction", " [", "01-01-01 10:10AM <JUNCTION> ", "]"],
  ["versions", ";1", "A"],
  ["brackets of VMS", "[ ", "A;1 "],
  ["parentheses of VMS", "(a", "A;1 "],
  ["headings of VMS", ":[", "", "]"],
  ["members", "X.FILE/", "ANNA *MEM ", "Y.MBR"],
  ["facts of EPLF", "s1,", "+", "\tx"],
  ["returns", "\r", "x\r\n", "y"],
  ["lines", "\n"],
  ["lines of VMS", "A;1\n"],
  ["parts of a name", "\n-", "x\r\n-rw-r--r-- 1 a b 5 Nov 5 2018 x"],
];

/** Returns the time to parse a text. */
function timeToParse(text: string): number {
  const start = cpuTime();
  parseListing(text, NOW);
  const parser = new ListingParser(NOW, true);
  parser.push(text);
  parser.end();
  return cpuTime() - start;
}

for (const [name, repeated, before = "", behind = ""] of HOSTILE) {
  Deno.test(`parseListing() needs linear time for 1 MB of ${name}`, () => {
    const count = Math.ceil((1 << 20) / repeated.length);
    const text = before + repeated.repeat(count) + behind;
    // Quadratic time would take minutes; a busy machine is only a few times
    // slower.
    assert(timeToParse(text) < 3000);
  });
}

Deno.test("parseListing() reads hundreds of thousands of lines", () => {
  const line = "-rw-r--r-- 1 a b 5 Nov 5 2018 x\r\n";
  assertEquals(parseListing(line.repeat(200000), NOW).length, 200000);
  assertEquals(parseListing("A;1\r\n".repeat(200000), NOW).length, 200000);
});
