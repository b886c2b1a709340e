// Copyright 2026 the wininet authors. MIT license.

/**
 * docs/TROUBLESHOOTING.md: its errors and their texts are those of the library.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as errors from "../../error.ts";
import { ERROR_CASES, errorOf } from "../errors/error_texts.ts";

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

/** The text quoted below each heading, on one line. */
const QUOTES = [...PAGE.matchAll(/^### (\w+) \(\d+\)\n\n((?:> .*\n)+)/gm)]
  .map(([, name = "", quote = ""]) => ({
    name,
    quote: quote.replaceAll(/^> /gm, "").trim().replaceAll("\n", " "),
  }));

/**
 * Returns `true` if a quote is a text of the library; "…" in the quote replaces
 * omitted characters.
 */
function quotes(quote: string, text: string): boolean {
  const parts = quote.split("…")
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}

for (const { name, quote } of QUOTES) {
  const cases = ERROR_CASES.filter(({ code }) => code === CODES[name]);
  if (cases.length === 0) continue;
  Deno.test(`docs/TROUBLESHOOTING.md quotes a text of ${name}`, async () => {
    const texts: string[] = [];
    for (const errorCase of cases) {
      const { text } = await errorOf(errorCase);
      texts.push(text.replace(` (${name})`, ""));
    }
    assert(
      texts.some((text) => quotes(quote, text)),
      `${quote}\nis none of:\n${texts.join("\n")}`,
    );
  });
}

Deno.test("docs/TROUBLESHOOTING.md quotes at least twenty texts of tests/errors", () => {
  const codes = new Set(ERROR_CASES.map(({ code }) => code));
  const shared = QUOTES.filter(({ name }) => codes.has(Number(CODES[name])));
  assert(shared.length >= 20);
});

Deno.test("the pages name only constants of errors that exist", () => {
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
