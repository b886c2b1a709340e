// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console
/**
 * Writes the files that are generated from tables: the types of options and docs/OPTIONS.md from
 * `_options/table.ts`, docs/FUNCTIONS.md from `_tools/functions.ts`, docs/CLI.md from
 * `_cli/commands.ts`. With `--check` it writes nothing, and fails if a file differs.
 *
 *     deno task gen
 *
 * @module
 */
import * as library from "../mod.ts";
import { manual } from "../_cli/help.ts";
import {
  firstSentences,
  FUNCTIONS_PAGE,
  functionsOf,
  functionsPage,
} from "./functions.ts";
import { report } from "./library.ts";
import { optionPage, OPTIONS_PAGE } from "./option_table.ts";
import { optionValues, VALUES } from "./option_values.ts";

/** The generated files by path, with their expected text. */
export function made(): ReadonlyMap<string, string> {
  return new Map([
    [VALUES, optionValues()],
    [OPTIONS_PAGE, optionPage()],
    [FUNCTIONS_PAGE, functionsPage(functionsOf(library), firstSentences())],
    ["docs/CLI.md", manual()],
  ]);
}

/** The problem of each file that differs from its expected text. */
export function staleFiles(
  files: ReadonlyMap<string, string>,
  read: (path: string) => string,
): string[] {
  return [...files]
    .filter(([path, text]) => read(path) !== text)
    .map(([path]) => `${path} is stale: run \`deno task gen\``);
}

/** The text of a file; a missing file is stale. */
function textOf(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

if (import.meta.main) {
  const files = made();
  if (Deno.args.includes("--check")) {
    report(staleFiles(files, textOf));
  } else {
    for (const [path, text] of files) {
      if (textOf(path) === text) continue;
      Deno.writeTextFileSync(path, text);
      console.log(path);
    }
  }
}
