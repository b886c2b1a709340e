// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { parseListing } from "../../../_ftp/listing/listing.ts";
import { NOW } from "./cases.ts";

/** Similar lines that differ in the parts that decide how the line is parsed. */
const LINES: readonly string[] = [
  "-rw-r--r--    1 anna     staff        4096 Sep 17  2012 one.txt",
  "-rw-r--r--    1 anna     staff       40960 Sep 17  2012 two.txt",
  "-rw-r--r--    1 anna     staff           7 Mar  9 14:05 three.txt",
  "-rw-r--r--    1 anna     staff          12 Sep 17  2012  blank first",
  "-rw-r--r--    1 anna     staff          12 Sep 17  2012   ",
  "-rw-r--r--    1 anna     staff          12 Sep 17  2012",
  "-rw-r--r--    1 anna     staff          12 Sep 17  2012 sub/four.txt",
  "-rw-r--r--    1 anna     staff          12 Sep 17  2012 a\0b",
  "-rw-r--r--    1 anna     staff          12 Sep 17  2012 a -> b",
  "lrw-r--r--    1 anna     staff          12 Sep 17  2012 a -> b",
  "drw-r--r--    1 anna     staff          12 Sep 17  2012 box/",
  "-rw-r--r--    1 anna     staffers     4096 Sep 17  2012 five.txt",
  "-rw-r--r--    1 anna     staff4096         Sep 17  2012 six.txt",
  "-rw-r--r--    1 anna     staff    12345678901 Sep 17  2012 big",
  "-rw-r--r--    1 anna     staff   99999999999999999999 Sep 17  2012 huge",
  "-rw-r--r--    1 anna     staff       4.0K  Sep 17  2012 scaled",
  "-rw-r--r--    1 anna     staff        4096 Mar  9 14:05:07 2012 year behind",
  "-rw-r--r--    1 anna     staff        4096 Mar  9 14:05:07 2012",
  "-rw-r--r--    1 anna     staff        4096 Mar 09, 2012 14:05 comma",
  "-rw-r--r--    1 anna     staff        4096 Mar 09, 2012 other comma",
  "-rw-r--r--    1 anna     staff        4096 2012-09-17 14:05 compound",
  "-rw-r--r--    1 anna     staff        4096 17 Sep 14:05 day first",
  "-rw-r--r--    1 1000     1000         4096 Sep 17  2012 numbers",
  "-rw-r--r--    1 1000     may          4096 Sep 17  2012 group",
  "-rw-r--r--    1 1000     may            12 Sep 17  2012 group",
  "-rw-r--r--         1000     5000      6000 Sep 17  2012 forks",
  "-rw-r--r--         1000     5000      6001 Sep 17  2012 no forks",
  "brw-r--r--    1 anna     staff       8,  1 Sep 17  2012 device",
  "-rw-r--r--\t1 anna\tstaff\t4096 Sep 17  2012 tabs",
  "-rw-r--r--   11 anna     staff        4096 Sep 17  2012 links",
  "-rw-r--r--    1 anna     staff        4096 Sep 31  2012 no such day",
  "-rw-r--r--    1 anna     staff        4096 Foo 17  2012 no such month",
  "-rw-r--r--    1 anna lee staff        4096 Sep 17  2012 two words",
];

for (const before of LINES) {
  Deno.test(`parseListing() reads every line as if alone after ${JSON.stringify(before)}`, () => {
    for (const line of LINES) {
      const [first, second, third] = [before, line, before].map((line) =>
        parseListing(line, NOW)
      );
      assertEquals(
        parseListing(`${before}\n${line}\n${before}`, NOW),
        [...first!, ...second!, ...third!],
      );
    }
  });
}

Deno.test("parseListing() reads a listing with very many dates", () => {
  const lines = Array.from(
    { length: 5000 },
    (_, at) => {
      const day = String(1 + at % 28).padStart(2);
      const clock = new Date(at * 60_000).toISOString().slice(11, 16);
      return `-rw-r--r--    1 anna     staff        4096 Mar ${day} ${clock} x${at}`;
    },
  );
  assertEquals(
    parseListing(lines.join("\n"), NOW),
    lines.flatMap((line) => parseListing(line, NOW)),
  );
});
