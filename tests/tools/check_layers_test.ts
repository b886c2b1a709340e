// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  checkImport,
  checkWords,
  circlesIn,
} from "../../_tools/check_layers.ts";

const IMPORTS: [from: string, to: string, problem: string | null][] = [
  ["error.ts", "_base/error_names.ts", null],
  ["_base/failure.ts", "error.ts", null],
  ["_base/failure.ts", "_options/settings.ts", "upwards"],
  ["_options/settings.ts", "_core/handle.ts", "upwards"],
  ["_core/handle.ts", "_options/settings.ts", null],
  ["_auth/digest.ts", "_http/wire/fields.ts", "upwards"],
  ["_http/wire/chunked.ts", "_http/wire/fields.ts", null],
  ["_http/wire/chunked.ts", "_base/bytes.ts", null],
  ["_http/wire/chunked.ts", "_http/net/connections.ts", "upwards"],
  ["_http/net/connections.ts", "_http/wire/fields.ts", null],
  ["_http/net/connections.ts", "_net/dial.ts", null],
  ["_http/net/connections.ts", "_http/handles/body.ts", "upwards"],
  ["_http/handles/body.ts", "_http/net/connections.ts", null],
  [
    "_ftp/handles/connection.ts",
    "_http/net/connections.ts",
    "a protocol imports another one",
  ],
  [
    "_gopher/handles/open.ts",
    "_http/wire/target.ts",
    "a protocol imports another one",
  ],
  ["_net/dial.ts", "_http/net/connections.ts", "upwards"],
  ["http.ts", "internet.ts", "sideways"],
  ["internet.ts", "_open/url.ts", null],
  ["_transfers/all.ts", "streams.ts", null],
  ["_trees/walk.ts", "_transfers/places.ts", null],
  ["streams.ts", "_transfers/places.ts", "upwards"],
  ["transfers.ts", "_transfers/places.ts", null],
  ["transfers.ts", "trees.ts", "sideways"],
  ["cli.ts", "transfers.ts", null],
  ["cli.ts", "_cli/run.ts", null],
  ["_cli/get.ts", "transfers.ts", null],
  ["transfers.ts", "_cli/text.ts", "upwards"],
  ["mod.ts", "cli.ts", "upwards"],
  ["_net/tls.ts", "node:tls", null],
  ["_http/handles/body.ts", "node:tls", "node:tls"],
  ["_http/net/connections.ts", "node:sqlite", "node:sqlite"],
  ["_cache/index.ts", "node:sqlite", null],
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
  ["_http/net/connections.ts", "await Deno.connect(); await fetch(url);", 0],
  ["_net/dial.ts", "await Deno.connect(); await fetch(url);", 0],
  ["_http/handles/body.ts", "await fetch(url);", 1],
  ["_http/handles/body.ts", "await Deno.connect();", 1],
  ["_http/wire/chunked.ts", "Deno.errors;", 1],
  ["_http/wire/chunked.ts", "performance.now();", 1],
  ["_http/net/connections.ts", "console.log();", 1],
  ["_cli/run.ts", "console.log();", 0],
];

for (const [path, source, count] of WORDS) {
  Deno.test(`checkWords() finds ${count} in ${path}: ${source}`, () => {
    assertEquals(checkWords(path, source).length, count);
  });
}

Deno.test("circlesIn() finds only files that import each other", () => {
  const imports = new Map([
    ["a", ["b", "c"]],
    ["b", ["c"]],
    ["c", []],
    ["d", ["e"]],
    ["e", ["f", "a"]],
    ["f", ["d"]],
  ]);
  assertEquals(circlesIn(imports), [["d", "e", "f"]]);
});
