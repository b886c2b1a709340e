// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { closeDots, dosPathOf } from "../../_url/dos_path.ts";

/** The text after "file:", and the path. */
const PATHS: [rest: string, path: string][] = [
  ["", ""],
  ["D:/a%20b", "D:\\a b"],
  ["d|/a", "d:\\a"],
  ["a/b", "a\\b"],
  ["/", "\\"],
  ["/D:/a", "D:\\a"],
  ["/a%2Fb/c", "\\a/b\\c"],
  ["\\a", "\\a"],
  ["//", "\\\\"],
  ["//d|/a%20b", "d:\\a%20b"],
  ["//localhost", "\\\\localhost"],
  ["//LocalHost\\a", "a"],
  ["//server/a?b#c", "\\\\server\\a?b#c"],
  ["//server/d|/a", "\\\\serverd|\\a"],
  ["///", "\\"],
  ["///a", "\\a"],
  ["///D:", "D:"],
  ["////D:/a%20", "D:\\a%20"],
  ["////server/a%20", "\\\\server\\a%20"],
  ["//////server/a%20", "\\\\server\\a "],
  ["/a%00b", "\\a"],
];

for (const [rest, path] of PATHS) {
  Deno.test(`dosPathOf() finds "${path}" in "file:${rest}"`, () => {
    assertEquals(dosPathOf(rest), path);
  });
}

/** Paths, and the same paths with a slash after dots at the end. */
const ENDS: [path: string, closed: string][] = [
  ["D:\\.", "D:\\.\\"],
  ["D:\\..", "D:\\..\\"],
  ["D:\\...", "D:\\..."],
  ["D:\\a.", "D:\\a."],
  ["D:\\..\\", "D:\\..\\"],
  ["..", ".."],
];

for (const [path, closed] of ENDS) {
  Deno.test(`closeDots() returns "${closed}" for "${path}"`, () => {
    assertEquals(closeDots(path), closed);
  });
}
