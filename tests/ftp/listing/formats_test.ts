// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { onlyEntry, testLines } from "./cases.ts";

testLines("EPLF", [
  [
    "a file",
    "+i2049.771,m1000000000,r,s512,up644,\tmy notes",
    "- my notes|512|2001-09-09 01:46:40",
  ],
  ["a directory", "+i2049.772,m86400,/,\tbox", "d box|0|1970-01-02"],
  ["only a plus", "+,\tx", "- x|0|?"],
  ["blanks around the name", "+r,\t x ", "-  x |0|?"],
  ["a tab in the name", "+r,\ta\tb", "- a\tb|0|?"],
  ["an invalid time", "+mxyz,r,\tx", "- x|0|?"],
  ["a time that no date has", "+m99999999999999,r,\tx", "- x|0|?"],
  ["a path", "+r,\t../x", "- x|0|?"],
  ["no tab", "+r,s5, x", null],
]);

testLines("NetWare", [
  [
    "a directory",
    "d [R----F--] webmaster            1024       Mar 22 06:37    login box",
    "d login box|1024|2026-03-22 06:37",
  ],
  [
    "a file",
    "- [RWCEAFMS] anna                 2961 Aug 30  2004 cert.der",
    "- cert.der|2961|2004-08-30",
  ],
  [
    "rights after the kind",
    "d[RWCEAFMS] anna                   512 Aug 30  2004 box",
    "d box|512|2004-08-30",
  ],
  ["no date", "d [RWCEAFMS] anna  512 box", null],
  [
    "the parent",
    "d [RWCEAFMS] anna  512 Aug 30  2004 ..",
    "d ..|512|2004-08-30",
  ],
]);

testLines("OS/400", [
  [
    "a directory",
    "ANNA            20480 25/03/08 08:17:42 *DIR       my box/",
    "d my box|20480|2008-03-25 08:17:42",
  ],
  [
    "a file, the day first",
    "ANNA            61440 05/10/13 07:52:16 *FILE      DATA.FILE",
    "- DATA.FILE|61440|2013-10-05 07:52:16",
  ],
  [
    "a file, the month first",
    "ANNA            61440 12/24/14 07:52:16 *STMF      a b",
    "- a b|61440|2014-12-24 07:52:16",
  ],
  [
    "a file, points in the date",
    "ANNA            61440 24.12.14 07:52:16 *FILE      DATA.FILE",
    "- DATA.FILE|61440|2014-12-24 07:52:16",
  ],
  [
    "a library",
    "ANNA  1 24.12.14 07:52:16 *LIB A.LIB",
    "d A.LIB|1|2014-12-24 07:52:16",
  ],
  [
    "a member",
    "ANNA                                    *MEM       A.FILE/B.MBR",
    "- A.FILE/B.MBR|0|?",
  ],
  ["a member of something else", "ANNA *MEM ../B.MBR", "- B.MBR|0|?"],
  [
    "a member after a path",
    "ANNA *MEM /QSYS.LIB/X.LIB/A.FILE/B.MBR",
    "- A.FILE/B.MBR|0|?",
  ],
  ["a path", "ANNA *STMF a/b", "- b|0|?"],
  ["no name", "ANNA *STMF", null],
  ["an invalid date", "ANNA 1 today 07:52:16 *FILE X", null],
]);

testLines("NonStop", [
  [
    "a heading",
    "File         Code             EOF  Last Modification    Owner  RWEP",
    null,
  ],
  [
    "a file",
    'DATA1         101            4711 09-Oct-08 17:43:26 200,  3 "nnnn"',
    "- DATA1|4711|2008-10-09 17:43:26",
  ],
  [
    "an owner without a blank",
    'DATA1 101 4711 9-Oct-08 17:43:26 255,255 "nunu"',
    "- DATA1|4711|2008-10-09 17:43:26",
  ],
  [
    "a file that is open",
    'DATA1  O  101 4711 9-Oct-08 17:43:26 255,255 "nunu"',
    "- DATA1|4711|2008-10-09 17:43:26",
  ],
  ["an invalid owner", "DATA1 101 4711 9-Oct-08 17:43:26 anna x", null],
  ["an invalid time", 'A 101 4711 9-Oct-08 today 255,255 "nunu"', null],
  [
    "a path",
    '../A 101 4711 9-Oct-08 17:43:26 255,255 "nunu"',
    "- A|4711|2008-10-09 17:43:26",
  ],
]);

testLines("VShell", [
  [
    "a file",
    "4711  Sep 13, 2001 18:52 my notes",
    "- my notes|4711|2001-09-13 18:52",
  ],
  ["a directory", "0  Jan 23, 2003 04:38 box/", "d box|0|2003-01-23 04:38"],
  ["a path", "0  Jan 23, 2003 04:38 a/b", "- b|0|2003-01-23 04:38"],
  ["no time", "0  Jan 23, 2003 x", null],
]);

testLines("VxWorks", [
  [
    "a file",
    "3072    May-16-1999  03:47:12   my notes",
    "- my notes|3072|1999-05-16 03:47:12",
  ],
  [
    "a directory",
    "512     May-16-1999  03:47:12   box              <DIR>",
    "d box|512|1999-05-16 03:47:12",
  ],
  ["no time", "512     May-16-1999  box <DIR>", null],
]);

testLines("wfFtp", [
  [
    "a file",
    "config.bin    4711  11/21/05  Mon.    13:08:54",
    "- config.bin|4711|2005-11-21 13:08:54",
  ],
  ["an invalid time", "config.bin    4711  11/21/05  Mon.    13.08", null],
]);

testLines("OS-9", [
  [
    "a directory",
    "7.12 04/11/08 1759 d-ewr-wr 1990 4096 my box",
    "d my box|4096|2004-11-08 17:59",
  ],
  ["a file", "0.1 97/05/14 0905 -----ewr 1990 12 a", "- a|12|1997-05-14 09:05"],
  [
    "a path",
    "0.1 97/05/14 0905 -----ewr 1990 12 a/b",
    "- b|12|1997-05-14 09:05",
  ],
]);

testLines("dls", [
  [
    "a file with a description",
    "README              763  What this server is about",
    "- README|763|?",
  ],
  ["a directory", "bin/                  -", "d bin|0|?"],
  [
    "a directory with a description",
    "pub/                  =  Public things",
    "d pub|0|?",
  ],
  [
    "a directory, its date, and no columns",
    "bin/  -  Apr 28  1994",
    "d bin|0|1994-04-28",
  ],
  ["only a file", "ls-lR                 0", "- ls-lR|0|?"],
  ["a link", "anna                 14  -> ../people/anna", "l anna|14|?"],
  [
    "a file, its time and a description",
    "README              763  Mar  3 18:21  What this server is about",
    "- README|763|2026-03-03 18:21",
  ],
  [
    "a directory, the day first",
    "etc/                  =  11 Mar 21:04",
    "d etc|0|2026-03-11 21:04",
  ],
  [
    "a file of another year, the day first",
    "ls-lR.Z               3  05 Sep 1994",
    "- ls-lR.Z|3|1994-09-05",
  ],
  [
    "a link and its time",
    "anna                 14  Apr 18  9:39  -> ../people/anna",
    "l anna|14|2026-04-18 09:39",
  ],
  [
    "a name that fills the line",
    "A.very.long.name.Z\r\n                  79215",
    "- A.very.long.name.Z|79215|?",
  ],
  [
    "a name that fills the line, and a time",
    "A.very.long.name.Z\r\n                  79215  Jan  4  6:45",
    "- A.very.long.name.Z|79215|2026-01-04 06:45",
  ],
  ["a path", "sub/bin/  -  Apr 28  1994", "d bin|0|1994-04-28"],
  ["two words of a text", "Files: 12", null],
  ["a text", "There 12 files", null],
  ["a text with a day", "See 12 Mar and more", null],
]);

testLines("Chameleon and SuperTCP", [
  [
    "a directory",
    "BOX             <DIR>      Nov 16 1994 17:17",
    "d BOX|0|1994-11-16 17:17",
  ],
  [
    "a file",
    "A.DOC     11264      May 11 1995 14:20   A",
    "- A.DOC|11264|1995-05-11 14:20",
  ],
  [
    "a file without attributes",
    "A.DOC      1045      May 10 1995 11:01",
    "- A.DOC|1045|1995-05-10 11:01",
  ],
  [
    "a directory and a short date",
    "..              <DIR>           11-16-94        17:16",
    "d ..|0|1994-11-16 17:16",
  ],
  [
    "a file and a short date",
    "A.DOC          11264      05/11/95        14:20",
    "- A.DOC|11264|1995-05-11 14:20",
  ],
  ["an invalid time", "A.DOC  11264  05/11/95  later", null],
  ["more than attributes", "A.DOC  11264  05/11/95  14:20  XYZ", null],
]);

testLines("VM", [
  [
    "a directory of z/VM",
    "PICS              DIR        -          -          - 2000-10-12 15:43:23 -",
    "d PICS|0|2000-10-12 15:43:23",
  ],
  [
    "a directory of z/VM without an owner",
    "PICS DIR - - - 2000-10-12 15:43:23",
    "d PICS|0|2000-10-12 15:43:23",
  ],
  [
    "a file of an old VM",
    "NOTES    SCRIPT    A1 V      77     1216   17      1/04/93   20:30:47",
    "- NOTES.SCRIPT|93632|1993-01-04 20:30:47",
  ],
  [
    "a file of an old VM with its owner",
    "NOTES    SCRIPT    A1 V      77     1216   17      1/04/1993 20:30:47 ANN",
    "- NOTES.SCRIPT|93632|1993-01-04 20:30:47",
  ],
  [
    "records of one length",
    "MAIL     PROFILE   A2 F      80     1      1       10/14/92  16:12:27",
    "- MAIL.PROFILE|80|1992-10-14 16:12:27",
  ],
  [
    "a year since 1900",
    "ABADY2K  DATE      A0 V      1      1      1       1/03/100  10:11:12",
    "- ABADY2K.DATE|1|2000-01-03 10:11:12",
  ],
  [
    "a directory of an old VM",
    "AUTHORS            A1 DIR    -      -      -       9/20/99   10:31:11",
    "d AUTHORS|0|1999-09-20 10:31:11",
  ],
  [
    "a heading",
    "Filename FileType  Fm Format Lrecl  Records Blocks Date      Time",
    null,
  ],
]);

Deno.test("parseListing() returns both lines and the target of dls entries", () => {
  const entry = onlyEntry("A.long.name\n                     14  -> a b/c");
  assertEquals(entry.raw, "A.long.name\n                     14  -> a b/c");
  assertEquals(entry.linkTarget, "a b/c");
});

Deno.test("parseListing() returns permissions and owners of many formats", () => {
  const says = (line: string) => {
    const entry = onlyEntry(line);
    return [entry.owner, entry.permissions];
  };
  assertEquals(says("+i1,up755,\tx"), [undefined, "755"]);
  assertEquals(says("d [R--F] web anna 5 Aug 30  2004 x"), [
    "web anna",
    "d [R--F]",
  ]);
  assertEquals(says("ANNA *STMF x"), ["ANNA", undefined]);
  assertEquals(says('X 101 5 9-Oct-08 17:43:26 255, 7 "nunu"'), [
    "255,7",
    "nunu",
  ]);
  assertEquals(says("0.1 97/05/14 0905 -----ewr 1990 12 a"), [
    "0.1",
    "-----ewr",
  ]);
  assertEquals(says("0100640 811 204 12 86400 a"), ["811", "0100640"]);
});
