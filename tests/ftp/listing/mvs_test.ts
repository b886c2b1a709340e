// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { parseListing } from "../../../_ftp/listing/listing.ts";
import {
  FILE_ATTRIBUTE_NORMAL,
  FILE_ATTRIBUTE_OFFLINE,
} from "../../../flags.ts";
import { NOW, onlyEntry, shortly, testLines } from "./cases.ts";

testLines("z/OS", [
  [
    "a heading of data sets",
    "Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname",
    null,
  ],
  [
    "a file",
    "WRK001 3390   2019/08/22  1    2  FB      80 27920  PS  ANNA.DATA",
    "- ANNA.DATA|113328|2019-08-22",
  ],
  [
    "a file on a unit that is not known",
    "WRK001 3420   2019/08/22  1    2  FB      80 27920  PS  ANNA.DATA",
    "- ANNA.DATA|0|2019-08-22",
  ],
  [
    "a file whose size has no room",
    "WRK001 3390   2019/08/22  1 ++++  FB      80 27920  PS  ANNA.DATA",
    "- ANNA.DATA|0|2019-08-22",
  ],
  [
    "columns grown together",
    "WRK001 3390   2019/08/22  2+++++  VBS  32760 27998  PS  ANNA.DATA",
    "- ANNA.DATA|950664167424|2019-08-22",
  ],
  [
    "a library",
    "WRK001 3390   2019/08/22  1    2  FB      80 27920  PO  ANNA.LIB",
    "d ANNA.LIB|0|2019-08-22",
  ],
  [
    "an extended library",
    "WRK001 3390   2019/08/22  1 2 U 6144    6144  PO-E ANNA.LIB",
    "d ANNA.LIB|0|2019-08-22",
  ],
  [
    "a library that was never used",
    "WRK001 3390   **NONE**    1    1  NONE     0     0  PO  ANNA.LIB",
    "d ANNA.LIB|0|?",
  ],
  ["VSAM", "WRK001 3390   VSAM ANNA.KEYS", "- ANNA.KEYS|0|?"],
  ["a tape", "V12345 Tape                   ANNA.TAPE", "- ANNA.TAPE|0|?"],
  ["a migrated file", "Migrated                   ANNA.OLD", "- ANNA.OLD|0|?"],
  [
    "an archived file",
    "ARCIVE Not Direct Access Device    ANNA.OLD",
    "- ANNA.OLD|0|?",
  ],
  ["a level of names", "Pseudo Directory   ANNA.SUB", "d ANNA.SUB|0|?"],
  [
    "a heading of members",
    " Name     VV.MM   Created       Changed      Size  Init   Mod   Id",
    null,
  ],
  [
    "a member",
    "PAYROLL   01.02 2004/05/27 2005/02/10 09:14    41    40     0 ANNA",
    "- PAYROLL|41|2005-02-10 09:14",
  ],
  [
    "a program",
    "EDITOR   01C2A0 000517          00 FO        RN RU       31    ANY",
    "- EDITOR|115360|?",
  ],
  [
    "a program with an alias",
    "EDITOR   01C2A0 000517 EDITALT  00 FO        RN RU       31    24",
    "- EDITOR|115360|?",
  ],
  [
    "a job",
    "ANNA1     JOB01906  OUTPUT    3 Spool Files",
    "- JOB01906|0|?",
  ],
  [
    "a job with its owner",
    "ANNA1     TSU00946 ANNA     ACTIVE TSU      2 spool files",
    "- TSU00946|0|?",
  ],
  ["only a name", "PAYROLL", null],
  [
    "a path to a member",
    "../A 01.02 2004/05/27 2005/02/10 09:14 41 40",
    "- A|41|2005-02-10 09:14",
  ],
  [
    "a member with an invalid time",
    "PAYROLL   01.02 2004/05/27 2005/02/10 later    41    40     0 ANNA",
    null,
  ],
]);

testLines("z/VM", [
  [
    "a file",
    "PROFILE  EXEC    V        72       40        2 2009-06-18 11:05:37 ANN191",
    "- PROFILE.EXEC|2880|2009-06-18 11:05:37",
  ],
  [
    "a directory",
    "SUBDIR   DIR     -         -        -        - 2009-06-18 11:05:37 -",
    "d SUBDIR|0|2009-06-18 11:05:37",
  ],
  [
    "a text",
    "PROFILE  EXEC    V        72       40        2 later 11:05:37 ANN191",
    null,
  ],
  [
    "a path",
    "../A  EXEC  V 72 40 2 2009-06-18 11:05:37 ANN191",
    "- A.EXEC|2880|2009-06-18 11:05:37",
  ],
]);

Deno.test("parseListing() accepts z/OS members without statistics after a heading", () => {
  const listing = [
    " Name     VV.MM   Created       Changed      Size  Init   Mod   Id",
    "PAYROLL",
    "TAX$      01.02 2004/05/27 2005/02/10 09:14    41    40     0 ANNA",
    "no name at all",
    "lower",
  ].join("\r\n");
  assertEquals(parseListing(listing, NOW).map(shortly), [
    "- PAYROLL|0|?",
    "- TAX$|41|2005-02-10 09:14",
  ]);
});

Deno.test("parseListing() returns owner and creation of a z/OS member", () => {
  const entry = onlyEntry(
    "PAYROLL   01.02 2004/05/27 2005/02/10 09:14    41    40     0 ANNA",
  );
  assertEquals(entry.owner, "ANNA");
  assertEquals(
    entry.ftCreationTime?.toISOString(),
    "2004-05-27T00:00:00.000Z",
  );
});

Deno.test("parseListing() marks z/OS data sets that are not on a disk", () => {
  const wordOf = (line: string) => onlyEntry(line).dwFileAttributes;
  assertEquals(wordOf("Migrated  A.B"), FILE_ATTRIBUTE_OFFLINE);
  assertEquals(
    wordOf("ARCIVE Not Direct Access Device A.B"),
    FILE_ATTRIBUTE_OFFLINE,
  );
  assertEquals(wordOf("WRK001 3390   VSAM A.B"), FILE_ATTRIBUTE_NORMAL);
});

Deno.test("parseListing() returns the owner of a job and of a z/VM file", () => {
  assertEquals(
    onlyEntry("ANNA1  JOB00946 ANNA  HELD  A  RC=0000 2 spool files").owner,
    "ANNA",
  );
  assertEquals(
    onlyEntry("A  B  F  80  2  1 2009-06-18 11:05:37 ANN191").owner,
    "ANN191",
  );
});
