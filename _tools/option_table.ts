// Copyright 2026 the wininet authors. MIT license.
/**
 * Makes docs/OPTIONS.md, the page of all options, and README.md's tables of the
 * options that WinINet does not have, from the table that the library itself uses.
 * `deno task gen` writes them.
 *
 * @module
 */
import { ERROR_INTERNET_INCORRECT_HANDLE_TYPE } from "../error.ts";
import * as constants from "../options.ts";
import { ERROR_NAMES } from "../_base/error_names.ts";
import { NONE } from "../_options/kinds.ts";
import * as on from "../_options/levels.ts";
import type { OptionRow } from "../_options/row.ts";
import { allOptions } from "../_options/table.ts";
import { querySetting } from "../_options/inherited.ts";
import { table } from "./markdown.ts";
import { getProcessSettings } from "../_options/process_settings.ts";

/** The page, below the root. */
export const OPTIONS_PAGE = "docs/OPTIONS.md";

/** The names of levels, the wider ones first. */
const LEVELS: readonly (readonly [bits: number, name: string])[] = [
  [on.HANDLES, "all handles"],
  [on.PROCESS, "`null`"],
  [on.SESSION, "session"],
  [on.CONNECTION, "connection"],
  [on.HTTP_CONNECTION, "HTTP connection"],
  [on.FTP_CONNECTION, "FTP connection"],
  [on.REQUEST, "request"],
  [on.FILE, "file, enumeration"],
  [on.FTP_FILE, "FTP file"],
  [on.FTP_FIND, "FTP enumeration"],
];

const INTRODUCTION =
  `<!-- Made by \`deno task gen\`: change _options/table.ts. -->

# Options

What \`InternetQueryOption\` and \`InternetSetOption\` answer for every option, on
which handles, and what comes of it. \`null\` as the handle is the process: what
new sessions start with, or what all of them share.

- **honoured**: the option does what it says.
- **stored**: the value is kept and answered, and nothing depends on it.
- **refused**: using the option is the error that stands there.

Inherited options are copied by a handle when it is made; a later change of the
parent reaches no child. A value of another type is ERROR_INVALID_PARAMETER. An
option on a handle that does not have it is ERROR_INTERNET_INCORRECT_HANDLE_TYPE
unless another error stands there. Setting what can only be queried is
ERROR_INTERNET_OPTION_NOT_SETTABLE; querying what can only be set is
ERROR_INTERNET_INVALID_OPTION. An option without a value takes any, such as
\`null\`: to set it is what counts.

Names stand without INTERNET_OPTION_, but for the options that only this library
has, such as FTP_OPTION_RESUME.
`;

const UNPUBLISHED = `## Without a description

These have a number in the header, and no page of Microsoft says what they do.
They are refused with ERROR_INTERNET_INVALID_OPTION, as any other number.
`;

/** The whole page. */
export function optionPage(): string {
  const rows = [...allOptions().values()]
    .toSorted((a, b) => a.option - b.option);
  const cells = [
    ["#", "option", "handles", "access", "value", "first", "inherited", "state"]
      .concat("note"),
    ...rows.map(cellsOf),
  ];
  return `${INTRODUCTION}
${table(cells)}

${UNPUBLISHED}
${table([["#", "option"], ...unpublished()])}
`;
}

/** The maker of a section of README.md. */
export function ownOptionsMaker(protocol: string): string {
  return `_tools/option_table.ts for ${protocol}`;
}

/** The table of the options of a protocol that WinINet does not have. */
export function ownOptions(protocol: "FTP" | "GOPHER"): string {
  const rows = [...allOptions().values()]
    .filter(({ name }) => name.startsWith(`${protocol}_OPTION_`))
    .toSorted((a, b) => a.option - b.option);
  return table([
    ["option", "value", "first", "what for"],
    ...rows.map((row) => [
      `\`${row.name}\``,
      row.kind.column,
      firstValue(row),
      row.note,
    ]),
  ]);
}

function cellsOf(row: OptionRow): string[] {
  const isRefused = row.state === "refused";
  return [
    String(row.option),
    row.name.replace(/^INTERNET_OPTION_/, ""),
    levelNames(row.levels),
    isRefused ? "" : row.access,
    isRefused ? "" : row.kind.column,
    firstValue(row),
    isInherited(row) ? "yes" : "",
    row.state,
    [errors(row), row.note].filter((text) => text !== "").join("; "),
  ];
}

/** Returns whether handles inherit the option from the handles that they are created from. */
function isInherited({ setting, levels }: OptionRow): boolean {
  const parents = on.PROCESS | on.SESSION | on.CONNECTION;
  return setting !== undefined && (levels & parents) !== 0 &&
    (levels & on.HANDLES) !== 0;
}

function levelNames(bits: number): string {
  const names: string[] = [];
  let rest = bits;
  for (const [level, name] of LEVELS) {
    if ((rest & level) !== level) continue;
    names.push(name);
    rest &= ~level;
  }
  return names.join(", ");
}

function errors(row: OptionRow): string {
  const { refusal, elsewhere = ERROR_INTERNET_INCORRECT_HANDLE_TYPE } = row;
  if (refusal !== undefined) return `${ERROR_NAMES.get(refusal)}`;
  return elsewhere === ERROR_INTERNET_INCORRECT_HANDLE_TYPE
    ? ""
    : `elsewhere ${ERROR_NAMES.get(elsewhere)}`;
}

function firstValue(row: OptionRow): string {
  if (row.setting === undefined || row.kind === NONE) return "";
  const value = querySetting(getProcessSettings(), row.option);
  if (value === 0xffffffff) return "0xFFFFFFFF";
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return Object.values(value).join(".");
}

/** Returns the constants of the header that are not in the table. */
function unpublished(): string[][] {
  const names = new Map<number, string>();
  for (const [name, value] of Object.entries<number | string>(constants)) {
    if (!name.startsWith("INTERNET_OPTION_")) continue;
    if (typeof value !== "number" || allOptions().has(value)) continue;
    const short = name.replace("INTERNET_OPTION_", "");
    const others = names.get(value);
    names.set(value, others === undefined ? short : `${others}, ${short}`);
  }
  return [...names].toSorted(([a], [b]) => a - b)
    .map(([option, name]) => [String(option), name]);
}
