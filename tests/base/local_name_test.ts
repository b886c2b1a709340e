// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  MAX_SLOTS,
  nameFault,
  notePath,
  partPath,
  targetOfPart,
} from "../../_base/local_name.ts";

const FINE_ON_WINDOWS = [
  "name",
  "C:\\folder\\name",
  "c:/folder/name",
  "\\\\server\\share\\name",
  "//server/share/name",
  "\\\\?\\C:\\folder\\name",
  "\\\\?\\UNC\\server\\share\\name",
  "..\\name",
  "console",
  "nullable.txt",
  "com",
  "com10.txt",
  "lpt",
  "my.con",
  "a b.txt",
  "\u6625.txt",
  ".",
  ".hidden",
  "\\\\?\\C:\\name.",
];

const REFUSED_ON_WINDOWS = [
  "CON",
  "con",
  "prn",
  "aux",
  "nul",
  "NUL.txt",
  "nul .txt",
  "nul.tar.gz",
  "C:\\folder\\aux",
  "folder/nul",
  "aux\\name",
  "com1",
  "COM9.log",
  "com0",
  "lpt1",
  "com\u00b9",
  "LPT\u00b3.txt",
  "CONIN$",
  "conout$",
  "a:b",
  "name:stream:$DATA",
  "C:\\folder\\name:stream",
  "C:name",
  "c:",
  "\\\\.\\COM1",
  "\\\\.\\PhysicalDrive0",
  "//./nul",
  "\\??\\C:\\name",
  "\\\\?\\GLOBALROOT\\Device",
  "\\\\?\\C:name",
  "a?b",
  "a*b",
  'a"b',
  "a<b",
  "a|b",
  "a\nb",
  "name.",
  "name ",
  "folder.\\name",
  "...",
];

for (const path of FINE_ON_WINDOWS) {
  Deno.test(`nameFault() accepts ${JSON.stringify(path)} on Windows`, () => {
    assertEquals(nameFault(path, "windows"), null);
  });
}

for (const path of REFUSED_ON_WINDOWS) {
  Deno.test(`nameFault() refuses ${JSON.stringify(path)} on Windows only`, () => {
    assert(nameFault(path, "windows") !== null);
    assertEquals(nameFault(path, "linux"), null);
    assertEquals(nameFault(path, "darwin"), null);
  });
}

Deno.test("partPath() has room for every name and is recognized", () => {
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  for (const character of ["x", "\xe9", "\u6625", "\u{1f600}"]) {
    for (let count = 1; count * bytes(character) <= 255; count++) {
      const name = character.repeat(count);
      for (const slot of [0, 1, 2, MAX_SLOTS]) {
        const part = partPath(`/folder/${name}`, slot).slice("/folder/".length);
        assert(bytes(notePath(part)) <= 255, part);
        assert(part.isWellFormed());
        const target = targetOfPart(part, true);
        assert(target === name || target === undefined, part);
        if (bytes(name) < 230) assertEquals(target, name);
      }
    }
  }
});

Deno.test("partPath() returns the same name for the same target, and a different one for each slot", () => {
  assertEquals(partPath("a/g", 0), "a/g.part");
  assertMatch(partPath("a/g", 1), /^a\/g\.[0-9a-f]{8}\.part$/);
  assertEquals(partPath("a/g", 1), partPath("a/g", 1));
  const parts = new Set<string>();
  for (let slot = 0; slot <= MAX_SLOTS; slot++) parts.add(partPath("g", slot));
  assertEquals(parts.size, MAX_SLOTS + 1);
  const long = "x".repeat(255);
  assert(partPath(long, 0) !== partPath(`${long.slice(1)}y`, 0));
});

Deno.test("targetOfPart() does not recognize names of others", () => {
  for (const name of ["g", "g.part", "g.12345678.part", ".part", "g.partx"]) {
    assertEquals(targetOfPart(name, false), null, name);
  }
});
