// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { readStamp } from "../../../_ftp/listing/machine.ts";
import { ListingParser } from "../../../_ftp/listing/listing.ts";
import {
  FILE_ATTRIBUTE_DIRECTORY,
  FILE_ATTRIBUTE_HIDDEN,
  FILE_ATTRIBUTE_NORMAL,
  FILE_ATTRIBUTE_READONLY,
  FILE_ATTRIBUTE_REPARSE_POINT,
} from "../../../flags.ts";
import type { WIN32_FIND_DATA } from "../../../structures.ts";
import { NOW, onlyEntry, shortly, testLines } from "./cases.ts";

testLines("MLSD", [
  [
    "a file",
    "type=file;size=4711;modify=20190309140506; notes.txt",
    "- notes.txt|4711|2019-03-09 14:05:06",
  ],
  [
    "a directory",
    "type=dir;sizd=512;modify=20190309140506; music",
    "d music|512|2019-03-09 14:05:06",
  ],
  [
    "names of facts and types in capitals",
    "Type=DIR;Modify=20190309140506;SIZE=1; music",
    "d music|1|2019-03-09 14:05:06",
  ],
  [
    "no semicolon at the end",
    "type=file notes of today",
    "- notes of today|0|?",
  ],
  [
    "a tab instead of the blank",
    "size=7;type=file;\ta 2012-03-15 19-40-05 b",
    "- a 2012-03-15 19-40-05 b|7|?",
  ],
  ["blanks at both ends of the name", "type=file;  \ta \t", "-  \ta \t|0|?"],
  ["signs of facts in the name", "type=file; a=b; c=d;", "- a=b; c=d;|0|?"],
  ["an arrow in the name", "type=file; a -> b", "- a -> b|0|?"],
  ["an empty fact", "perm=;type=file;size=1; x", "- x|1|?"],
  ["two semicolons", "type=file;;size=1; x", "- x|1|?"],
  [
    "a fraction of a second",
    "type=file;modify=20190309140506.125; x",
    "- x|0|2019-03-09 14:05:06.125",
  ],
  [
    "years from 1900",
    "type=file;modify=191050309140506; x",
    "- x|0|2005-03-09 14:05:06",
  ],
  [
    "a time before 1970",
    "type=file;modify=19650309140506; x",
    "- x|0|1965-03-09 14:05:06",
  ],
  ["an invalid time", "type=file;modify=today; x", "- x|0|?"],
  ["an invalid size", "type=file;size=-5; x", "- x|0|?"],
  ["a type that is not known", "type=fifo;size=5; x", "- x|5|?"],
  ["a link with its target", "type=OS.unix=slink:/a/b; x", "l x|0|?"],
  ["a link with blanks in its target", "type=OS.unix=slink:/a b; x", "l x|0|?"],
  ["a link without a target", "type=OS.unix=slink; x", "l x|0|?"],
  ["a symlink", "type=OS.UNIX=symlink; x", "l x|0|?"],
  ["a type `link`", "type=link; x", "l x|0|?"],
  ["a device", "type=OS.unix=chr-5/1; x", "- x|0|?"],
  [
    "the directory itself",
    "type=cdir;modify=20190309140506; /home/anna",
    "d .|0|2019-03-09 14:05:06",
  ],
  ["the directory itself as a point", "Perm=fle;Type=cdir; .", "d .|0|?"],
  [
    "the parent",
    "Type=pDir;modify=20190309140506; ..",
    "d ..|0|2019-03-09 14:05:06",
  ],
  ["the parent by its path", "type=pdir; /home", "d ..|0|?"],
  ["no blank before the name", "type=file;size=5;x.txt", "- x.txt|5|?"],
  [
    "no blank before a path",
    "type=dir;modify=20190309140506;/a/b/",
    "d b|0|2019-03-09 14:05:06",
  ],
  [
    "no blank before a name with one",
    "type=file;size=5;my notes.txt",
    "- my notes.txt|5|?",
  ],
  [
    "an owner of two words",
    "type=file;unix.owner=Anna Lee;size=5; x",
    "- x|5|?",
  ],
  ["a file that is called ..", "type=file; ..", "- ..|0|?"],
  ["a path", "type=file; ../x", "- x|0|?"],
  ["a path that ends with a slash", "type=dir; sub/box/", "d box|0|?"],
  ["a NUL in the name", "type=file; a\0b", null],
  ["no name", "type=file;size=1;", null],
  ["an empty name", "type=file;size=1; ", null],
  ["no fact that every server has", "colour=red; x", null],
  ["a fact without a value", "type; x", null],
  ["a fact without a name", "=file; x", null],
]);

/** Returns the entry of a line that is known to be from MLSD. */
function machineEntry(line: string): WIN32_FIND_DATA | null {
  return new ListingParser(NOW, true).push(line);
}

Deno.test("ListingParser.push() accepts MLSD lines without facts in an MLSD listing", () => {
  assertEquals(shortly(machineEntry(" x y")!), "- x y|0|?");
  assertEquals(shortly(machineEntry("colour=red; x")!), "- x|0|?");
});

Deno.test("ListingParser.push() tries only MLSD in an MLSD listing", () => {
  assertEquals(
    machineEntry("-rw-r--r-- 1 anna staff 88 Nov 11  2005 x"),
    null,
  );
  assertEquals(machineEntry(""), null);
  assertEquals(machineEntry("total 7"), null);
});

Deno.test("ListingParser.push() returns all facts by lower-case name", () => {
  const line = "Type=file;SIZE=1;Media-Type=text/plain; x";
  assertEquals({ ...machineEntry(line)?.facts }, {
    "type": "file",
    "size": "1",
    "media-type": "text/plain",
  });
});

Deno.test("ListingParser.push() returns facts with different names in successive lines", () => {
  const parser = new ListingParser(NOW, true);
  const lines = [
    "type=file;size=1; x",
    "type=file;sized=12;size=3; x",
    "size=1;type=dir; x",
    "type=;size=12; x",
  ];
  assertEquals(lines.map((line) => ({ ...parser.push(line)?.facts })), [
    { type: "file", size: "1" },
    { type: "file", sized: "12", size: "3" },
    { type: "dir", size: "1" },
    { type: "", size: "12" },
  ] as Record<string, string>[]);
});

Deno.test("ListingParser.push() accepts facts named like members of Object", () => {
  const entry = machineEntry("type=file;__proto__=a;constructor=b; x");
  const facts = entry?.facts ?? {};
  assertEquals(Object.keys(facts), ["type", "__proto__", "constructor"]);
  assertEquals(facts["__proto__"], "a");
  assertEquals(({} as Record<string, unknown>).a, undefined);
});

Deno.test("ListingParser.push() returns facts as a plain object", () => {
  const entry = machineEntry("type=file;size=1; x");
  assertEquals(entry?.facts, { type: "file", size: "1" });
  assertEquals(JSON.stringify(entry?.facts), '{"type":"file","size":"1"}');
});

Deno.test("ListingParser.push() returns owner, group and permissions from facts", () => {
  const entry = machineEntry(
    "type=file;perm=r;UNIX.mode=0644;UNIX.uid=7;UNIX.owner=8;UNIX.group=9; x",
  );
  assertEquals(entry?.permissions, "0644");
  assertEquals(entry?.owner, "8");
  assertEquals(entry?.group, "9");
});

Deno.test("ListingParser.push() prefers the name of an owner to its number", () => {
  const first = machineEntry("unix.ownername=anna;unix.owner=7;type=file; x");
  const last = machineEntry("unix.owner=7;unix.ownername=anna b;type=file; x");
  assertEquals(first?.owner, "anna");
  assertEquals(last?.owner, "anna b");
});

Deno.test("ListingParser.push() returns the fact perm if there is no mode", () => {
  assertEquals(machineEntry("type=file;perm=rf; x")?.permissions, "rf");
});

Deno.test("ListingParser.push() returns the creation time of an entry", () => {
  const entry = machineEntry("create=20010203040506;type=file; x");
  assertEquals(
    entry?.ftCreationTime?.toISOString(),
    "2001-02-03T04:05:06.000Z",
  );
  assertEquals(entry?.ftLastWriteTime, null);
});

Deno.test("ListingParser.push() returns the target of a link in MLSD", () => {
  const entry = machineEntry("type=OS.unix=slink:/a b/c;size=1; x");
  assertEquals(entry?.linkTarget, "/a b/c");
  assertEquals(entry?.nFileSize, 1);
  assertEquals(entry?.dwFileAttributes, FILE_ATTRIBUTE_REPARSE_POINT);
});

Deno.test("ListingParser.push() returns the attributes that a Windows server sends", () => {
  const attributesOf = (line: string) => machineEntry(line)?.dwFileAttributes;
  assertEquals(
    attributesOf("type=file;win32.ea=0x00000003; x"),
    FILE_ATTRIBUTE_READONLY | FILE_ATTRIBUTE_HIDDEN,
  );
  assertEquals(
    attributesOf("type=dir;win32.ea=0x00000012; x"),
    FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_HIDDEN,
  );
  assertEquals(
    attributesOf("type=file;win32.ea=0x00000080; x"),
    FILE_ATTRIBUTE_NORMAL,
  );
  assertEquals(attributesOf("type=file;win32.ea=3; x"), FILE_ATTRIBUTE_NORMAL);
});

Deno.test("ListingParser.push() omits facts if there are too many", () => {
  const facts = Array.from({ length: 1000 }, (_, index) => `f${index}=1;`);
  const entry = machineEntry(`${facts.join("")} x`);
  assertEquals(entry?.cFileName, "x");
  assertEquals(Object.keys(entry?.facts ?? {}).length, 64);
});

Deno.test("parseListing() returns the facts of MLSD lines among others", () => {
  assertEquals({ ...onlyEntry("total 1\ntype=file; x").facts }, {
    type: "file",
  });
});

/** An MLSD time, and its value. */
const STAMPS: [stamp: string, time: string][] = [
  ["20190309140506", "2019-03-09T14:05:06.000Z"],
  ["201903091405", "2019-03-09T14:05:00.000Z"],
  ["20190309", "2019-03-09T00:00:00.000Z"],
  ["20190309140506.5", "2019-03-09T14:05:06.500Z"],
  ["20190309140506.123456", "2019-03-09T14:05:06.123Z"],
  ["191001231235959", "2000-12-31T23:59:59.000Z"],
  ["191260101000000", "2026-01-01T00:00:00.000Z"],
  ["00010101000000", "0001-01-01T00:00:00.000Z"],
  ["20190230140506", "?"],
  ["20191309140506", "?"],
  ["20190309250506", "?"],
  ["20190309146006", "?"],
  ["20190309140599", "?"],
  ["2019030914050", "?"],
  ["2019030914050x", "?"],
  ["20190309140506.x", "?"],
  ["", "?"],
];

for (const [stamp, time] of STAMPS) {
  Deno.test(`readStamp() reads "${stamp}"`, () => {
    const read = readStamp(stamp);
    assertEquals(Number.isNaN(read) ? "?" : new Date(read).toISOString(), time);
  });
}
