// Copyright 2026 the wininet authors. MIT license.
/**
 * Makes `_base/option_values.ts`, the types of InternetQueryOption and
 * InternetSetOption by number, from the table of options. `deno task gen` writes it.
 *
 * @module
 */
import { allOptions } from "../_options/table.ts";
import type { OptionRow } from "../_options/row.ts";

/** The file, below the root. */
export const VALUES = "_base/option_values.ts";

/** The modules that define the types of values. */
const MODULES = [
  "ftp_options.ts",
  "gopher_options.ts",
  "http_options.ts",
  "session_options.ts",
  "status.ts",
  "structures.ts",
];

/** The names of types of this library; those of TypeScript begin with a lower-case letter. */
const TYPE_REGEXP = /\b[A-Z]\w+/g;

/** The maximum line length of `deno fmt`. */
const LINE = 80;

/** The whole file. */
export function optionValues(): string {
  const rows = [...allOptions().values()]
    .filter(({ state }) => state !== "refused")
    .toSorted((a, b) => a.option - b.option);
  const queried = rows.filter(({ access }) => access !== "set");
  const types = new Set(
    rows.flatMap((row) =>
      `${row.kind.type} ${settableType(row)}`.match(TYPE_REGEXP) ?? []
    ),
  );
  return `// Copyright 2026 the wininet authors. MIT license.

/**
 * The values of the options, for the types of InternetQueryOption and
 * InternetSetOption. Made by \`deno task gen\`: change \`_options/table.ts\`.
 *
 * @module
 */

${MODULES.flatMap((module) => importFrom(module, types)).join("\n")}

/** The values that \`InternetQueryOption\` returns, by the number of the option. */
export interface InternetOptionValues {
${queried.map((row) => memberOf(row, row.kind.type)).join("\n")}
}

/** The values that \`InternetSetOption\` takes, where they are others: \`never\` if the option can only be queried. */
export interface InternetOtherValues {
${
    rows.filter((row) => settableType(row) !== row.kind.type).map((row) =>
      memberOf(row, settableType(row))
    ).join("\n")
  }
}

/** The values that \`InternetSetOption\` takes, by the number of the option. */
export type InternetSettableValues =
  & Omit<InternetOptionValues, keyof InternetOtherValues>
  & InternetOtherValues;
`;
}

function settableType({ access, kind }: OptionRow): string {
  return access === "get" ? "never" : kind.settable ?? kind.type;
}

function importFrom(module: string, types: ReadonlySet<string>): string[] {
  const source = Deno.readTextFileSync(
    new URL(`../${module}`, import.meta.url),
  );
  const names = [...source.matchAll(/^export (?:interface|type) (\w+)/gm)]
    .map(([, name]) => name!)
    .filter((name) => types.has(name))
    .toSorted();
  if (names.length === 0) return [];
  const line = `import type { ${names.join(", ")} } from "../${module}";`;
  return line.length <= LINE ? [line] : [
    `import type {\n  ${names.join(",\n  ")},\n} from "../${module}";`,
  ];
}

function memberOf({ option, name, note }: OptionRow, type: string): string {
  const doc = note === "" ? `\`${name}\`` : `\`${name}\`: ${note}`;
  return `  /** ${doc} */\n  ${option}: ${type};`;
}
