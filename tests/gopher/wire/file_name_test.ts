// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { MAX_FILE_NAME } from "../../../_base/safe_name.ts";
import { fileNameOf } from "../../../_gopher/wire/file_name.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";

const NAMES: [selector: string, name: string, display?: string][] = [
  ["/a/b.txt", "b.txt"],
  ["b.txt", "b.txt"],
  ["/dir/", "dir"],
  ["/dir/ ", "dir"],
  ["C:\\dir\\b.txt", "b.txt"],
  ["/\udce9t\udce9.txt", "\xe9t\xe9.txt"],
  ["/\u65e5\u672c.txt", "\u65e5\u672c.txt"],
  ["/e\u0301", "\xe9"],
  ["/cgi?a=b&c:d", "cgi_a=b&c_d"],
  ['/a<b>"|*', "a_b____"],
  ["/..", "_"],
  ["/.", "_"],
  ["/.bashrc", "_bashrc"],
  ["/-rf", "_rf"],
  ["/~root", "_root"],
  ["/a. . ", "a"],
  ["/ a b ", "a b"],
  ["/CON", "_CON"],
  ["/nul.txt", "_nul.txt"],
  ["/Aux .txt", "_Aux .txt"],
  ["/com1", "_com1"],
  ["/LPT\xb9.a", "_LPT\xb9.a"],
  ["/CONIN$", "_CONIN$"],
  ["/con.", "_con"],
  ["/console", "console"],
  ["/com10", "com10"],
  ["/a\x1b[31m\0b", "ab"],
  ["/photo\u202egpj.exe", "photogpj.exe"],
  ["/\ufeffa\u200bb\u2028c", "abc"],
  ["URL:https://e.example/x?y", "x_y"],
  ["", "Home page", "Home page"],
  ["/", "What_ _Now_", "What? <Now>"],
  ["/\u200b", "index"],
  ["", "index"],
  ["/", "__x", "../x"],
];

for (const [selector, name, display = ""] of NAMES) {
  Deno.test(`fileNameOf() returns ${name} for ${JSON.stringify(selector)}`, () => {
    assertEquals(fileNameOf(selector, display), name);
  });
}

Deno.test("fileNameOf() keeps the ending of a long name, and whole characters", () => {
  const size = (name: string) => new TextEncoder().encode(name).length;
  const long = fileNameOf(`/${"\u{1f600}".repeat(100)}.tar`, "");
  assertEquals(long, `${"\u{1f600}".repeat(49)}.tar`);
  assertEquals(size(fileNameOf(`/${"a".repeat(1000)}`, "")), MAX_FILE_NAME);
  assertEquals(
    fileNameOf(`/a.${"b".repeat(1000)}`, "").length,
    MAX_FILE_NAME,
  );
  const blanks = fileNameOf(`/a${" ".repeat(1000)}b`, "");
  assertEquals(blanks, "a");
});

Deno.test("fileNameOf() returns a safe name for every selector, in linear time", () => {
  const started = cpuTime();
  for (
    const unit of [" ", ".", "/", "\\", "-", "\x1b[", "\udcff", "\ufb2c", "a ."]
  ) {
    const name = fileNameOf(unit.repeat(65_000) + "x", "");
    assert(/^[^./\\~ -][^/\\]*$/.test(name), JSON.stringify(name.slice(0, 40)));
    assert(name.isWellFormed());
    assertLessOrEqual(new TextEncoder().encode(name).length, MAX_FILE_NAME + 1);
  }
  assert(cpuTime() - started < 3000);
});
