// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { onlyEntry, testLines } from "./list_cases.ts";

testLines("EPLF", [
  [
    "a file",
    "+i8388.48594,m1000000000,r,s280,up644,\tmy notes",
    "- my notes|280|2001-09-09 01:46:40",
  ],
  ["a directory", "+i8388.50690,m86400,/,\tbox", "d box|0|1970-01-02"],
  ["a plus alone", "+,\tx", "- x|0|?"],
  ["blanks around the name", "+r,\t x ", "-  x |0|?"],
  ["a tab in the name", "+r,\ta\tb", "- a\tb|0|?"],
  ["a time that is none", "+mxyz,r,\tx", "- x|0|?"],
  ["a time that no date has", "+m99999999999999,r,\tx", "- x|0|?"],
  ["a path", "+r,\t../x", null],
  ["no tab", "+r,s5, x", null],
]);

testLines("NetWare", [
  [
    "a directory",
    "d [R----F--] supervisor            512       Mar 16 18:53    login box",
    "d login box|512|2026-03-16 18:53",
  ],
  [
    "a file",
    "- [RWCEAFMS] anna                 1328 Dec 27  2007 cert.der",
    "- cert.der|1328|2007-12-27",
  ],
  [
    "rights behind the kind",
    "d[RWCEAFMS] anna                   512 Dec 27  2007 box",
    "d box|512|2007-12-27",
  ],
  ["no date", "d [RWCEAFMS] anna  512 box", null],
  ["the parent", "d [RWCEAFMS] anna  512 Dec 27  2007 ..", null],
]);

testLines("OS/400", [
  [
    "a directory",
    "QSYS            77824 25/03/08 15:09:55 *DIR       my box/",
    "d my box|77824|2008-03-25 15:09:55",
  ],
  [
    "a file, the day first",
    "ANNA            45056 04/12/14 14:19:31 *FILE      DATA.FILE",
    "- DATA.FILE|45056|2014-12-04 14:19:31",
  ],
  [
    "a file, the month first",
    "ANNA            45056 12/24/14 14:19:31 *STMF      a b",
    "- a b|45056|2014-12-24 14:19:31",
  ],
  [
    "a file, points in the date",
    "ANNA            45056 24.12.14 14:19:31 *FILE      DATA.FILE",
    "- DATA.FILE|45056|2014-12-24 14:19:31",
  ],
  [
    "a library",
    "ANNA  1 24.12.14 14:19:31 *LIB A.LIB",
    "d A.LIB|1|2014-12-24 14:19:31",
  ],
  [
    "a member",
    "ANNA                                    *MEM       A.FILE/B.MBR",
    "- A.FILE/B.MBR|0|?",
  ],
  ["a member of something else", "ANNA *MEM ../B.MBR", null],
  ["a member behind a path", "ANNA *MEM ../A.FILE/B.MBR", null],
  ["a path", "ANNA *STMF a/b", null],
  ["no name", "ANNA *STMF", null],
  ["a date that is none", "ANNA 1 today 14:19:31 *FILE X", null],
]);

testLines("NonStop", [
  [
    "a heading",
    "File         Code             EOF  Last Modification    Owner  RWEP",
    null,
  ],
  [
    "a file",
    'DATA1         101            4711 06-Apr-07 14:21:18 255,  0 "oooo"',
    "- DATA1|4711|2007-04-06 14:21:18",
  ],
  [
    "an owner without a blank",
    'DATA1 101 4711 6-Apr-07 14:21:18 255,255 "nunu"',
    "- DATA1|4711|2007-04-06 14:21:18",
  ],
  [
    "a file that is open",
    'DATA1  O  101 4711 6-Apr-07 14:21:18 255,255 "nunu"',
    "- DATA1|4711|2007-04-06 14:21:18",
  ],
  ["an owner that is none", "DATA1 101 4711 6-Apr-07 14:21:18 anna x", null],
  ["a time that is none", 'A 101 4711 6-Apr-07 today 255,255 "nunu"', null],
  ["a path", '../A 101 4711 6-Apr-07 14:21:18 255,255 "nunu"', null],
]);

testLines("VShell", [
  [
    "a file",
    "4711  Apr 04, 2000 21:06 my notes",
    "- my notes|4711|2000-04-04 21:06",
  ],
  ["a directory", "0  Dec 12, 2002 02:13 box/", "d box|0|2002-12-12 02:13"],
  ["a path", "0  Dec 12, 2002 02:13 a/b", null],
  ["no time", "0  Dec 12, 2002 x", null],
]);

testLines("VxWorks", [
  [
    "a file",
    "2048    Feb-28-1998  05:23:30   my notes",
    "- my notes|2048|1998-02-28 05:23:30",
  ],
  [
    "a directory",
    "512     Feb-28-1998  05:23:30   box              <DIR>",
    "d box|512|1998-02-28 05:23:30",
  ],
  ["no time", "512     Feb-28-1998  box <DIR>", null],
]);

testLines("wfFtp", [
  [
    "a file",
    "config.bin    4711  06/03/04  Thur.   10:20:03",
    "- config.bin|4711|2004-06-03 10:20:03",
  ],
  ["a time that is none", "config.bin    4711  06/03/04  Thur.   10.20", null],
]);

testLines("OS-9", [
  [
    "a directory",
    "20.20 07/03/29 1026 d-ewrewr 2650 85920 my box",
    "d my box|85920|2007-03-29 10:26",
  ],
  ["a file", "0.1 97/03/29 0905 -----ewr 2650 12 a", "- a|12|1997-03-29 09:05"],
  ["a path", "0.1 97/03/29 0905 -----ewr 2650 12 a/b", null],
]);

Deno.test("parseListing() gives permissions and owners of many formats", () => {
  const says = (line: string) => {
    const entry = onlyEntry(line);
    return [entry.owner, entry.permissions];
  };
  assertEquals(says("+i1,up755,\tx"), [undefined, "755"]);
  assertEquals(says("d [R--F] web anna 5 Dec 27  2007 x"), [
    "web anna",
    "d [R--F]",
  ]);
  assertEquals(says("ANNA *STMF x"), ["ANNA", undefined]);
  assertEquals(says('X 101 5 6-Apr-07 14:21:18 255, 7 "nunu"'), [
    "255,7",
    "nunu",
  ]);
  assertEquals(says("0.1 97/03/29 0905 -----ewr 2650 12 a"), [
    "0.1",
    "-----ewr",
  ]);
  assertEquals(says("0100644 500 101 12 86400 a"), ["500", "0100644"]);
});
