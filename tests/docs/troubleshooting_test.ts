// Copyright 2026 the wininet authors. MIT license.

/** docs/TROUBLESHOOTING.md: its errors are those of the library. */

import { assert, assertEquals } from "@std/assert";
import * as errors from "../../error.ts";

const PAGE = Deno.readTextFileSync("docs/TROUBLESHOOTING.md");
const HEADINGS = [...PAGE.matchAll(/^### (\w+) \((\d+)\)$/gm)];
const CODES: Readonly<Record<string, unknown>> = { ...errors };

Deno.test("docs/TROUBLESHOOTING.md has at least thirty errors", () => {
  assert(HEADINGS.length >= 30);
  assertEquals(HEADINGS.length, PAGE.match(/^### /gm)?.length);
});

for (const [, name = "", code] of HEADINGS) {
  Deno.test(`docs/TROUBLESHOOTING.md has the number of ${name}`, () => {
    assertEquals(CODES[name], Number(code));
  });
}

Deno.test("The pages name only constants of errors that exist", () => {
  for (const page of ["TROUBLESHOOTING", "GUIDE", "PORTING", "PERMISSIONS"]) {
    const text = Deno.readTextFileSync(`docs/${page}.md`);
    const names = text.match(/\bERROR_[A-Z_]+/g) ?? [];
    // Windows code in PORTING.md has two more.
    const windows = ["ERROR_IO_PENDING", "ERROR_INSUFFICIENT_BUFFER"];
    const unknown = names.filter((name) =>
      !(name in CODES) && !windows.includes(name)
    );
    assertEquals(unknown, [], page);
  }
});
