// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkImport, checkWords } from "../../_tools/check_layers.ts";

const IMPORTS: [from: string, to: string, problem: string | null][] = [
  ["_http/wire/chunked.ts", "_http/wire/fields.ts", null],
  ["_http/wire/chunked.ts", "_http/wire/header_list.ts", null],
  ["_http/wire/chunked.ts", "_base/bytes.ts", null],
  [
    "_http/wire/chunked.ts",
    "_http/wire/redirect.ts",
    "X/wire/ imports the floor only",
  ],
  ["_http/wire/chunked.ts", "_base/bits.ts", "the wire imports the floor only"],
  [
    "_http/wire/chunked.ts",
    "_http/net/pool.ts",
    "the wire imports the floor only",
  ],
  ["_http/net/pool.ts", "_http/wire/fields.ts", null],
  ["_http/net/pool.ts", "_net/dial.ts", null],
  ["_http/net/pool.ts", "_base/bits.ts", null],
  ["_http/net/pool.ts", "_http/handles/body.ts", "upwards"],
  ["_http/handles/body.ts", "_http/net/pool.ts", null],
  ["_ftp/handles/connection.ts", "_http/net/pool.ts", "X/net/ belongs to its protocol"],
  ["_net/dial.ts", "_http/net/pool.ts", "X/net/ belongs to its protocol"],
];

for (const [from, to, problem] of IMPORTS) {
  const says = problem === null ? "allows" : "refuses";
  Deno.test(`checkImport() ${says} ${from} to import ${to}`, () => {
    const found = checkImport(from, to, "../x.ts");
    if (problem === null) assertEquals(found, null);
    else assertStringIncludes(found ?? "", problem);
  });
}

const WORDS: [path: string, source: string, count: number][] = [
  ["_http/net/pool.ts", "await Deno.connect(); await fetch(url);", 0],
  ["_net/dial.ts", "await Deno.connect(); await fetch(url);", 0],
  ["_http/handles/body.ts", "await fetch(url);", 1],
  ["_http/handles/body.ts", "await Deno.connect();", 1],
  ["_http/wire/chunked.ts", "Deno.errors;", 1],
  ["_http/wire/chunked.ts", "performance.now();", 1],
  ["_http/net/pool.ts", "console.log();", 1],
];

for (const [path, source, count] of WORDS) {
  Deno.test(`checkWords() finds ${count} in ${path}: ${source}`, () => {
    assertEquals(checkWords(path, source).length, count);
  });
}
