// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console
/**
 * Writes what is made from tables: the types of options and docs/OPTIONS.md from
 * `_options/table.ts`, the options and functions of README.md from that table and
 * from `_tools/functions.ts`. With `--check` it writes nothing, and fails if a file
 * is not what it would write.
 *
 *     deno task gen
 *
 * @module
 */
import * as library from "../mod.ts";
import { manual } from "../_cli/help.ts";
import { FUNCTIONS_MAKER, functionsOf, functionsTables } from "./functions.ts";
import { report } from "./library.ts";
import { withSection } from "./markdown.ts";
import {
  optionPage,
  OPTIONS_PAGE,
  ownOptions,
  ownOptionsMaker,
} from "./option_table.ts";
import { optionValues, VALUES } from "./option_values.ts";

const README = "README.md";

/** Returns the generated files by path, each with its text. */
export function made(readme: string): ReadonlyMap<string, string> {
  const sections: [maker: string, body: string][] = [
    [ownOptionsMaker("FTP"), ownOptions("FTP")],
    [ownOptionsMaker("GOPHER"), ownOptions("GOPHER")],
    [FUNCTIONS_MAKER, functionsTables(functionsOf(library))],
  ];
  return new Map([
    [VALUES, optionValues()],
    [OPTIONS_PAGE, optionPage()],
    ["docs/CLI.md", manual()],
    [
      README,
      sections.reduce((page, made) => withSection(page, ...made), readme),
    ],
  ]);
}

/** Returns a problem for each file that is not up to date. */
export function staleFiles(
  files: ReadonlyMap<string, string>,
  read: (path: string) => string,
): string[] {
  return [...files]
    .filter(([path, text]) => read(path) !== text)
    .map(([path]) => `${path} is stale: run \`deno task gen\``);
}

/** Returns the text of a file; a missing file counts as empty. */
function textOf(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

if (import.meta.main) {
  const files = made(Deno.readTextFileSync(README));
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
