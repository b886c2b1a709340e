// Copyright 2026 the wininet authors. MIT license.
/**
 * Makes docs/OPTIONS.md, the page of all options, from the table that the library itself
 * uses. `deno task gen` writes it.
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
import { paragraph, table } from "./markdown.ts";
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

\`InternetQueryOption\` and \`InternetSetOption\` take these options. \`null\` as the
handle means the process: the values that new sessions start with, or a value
that all of them share.

- **honoured**: the option does what it says.
- **stored**: the library keeps the value and returns it, but nothing depends on
  it.
- **refused**: every use fails with the error in the last column.

A new handle copies the inherited options of its parent; a later change of the
parent does not reach it. These errors are the same for all options, unless the
last column names another one:

- a value of the wrong type: ERROR_INVALID_PARAMETER
- a handle that does not have the option: ERROR_INTERNET_INCORRECT_HANDLE_TYPE
- setting an option that can only be queried: ERROR_INTERNET_OPTION_NOT_SETTABLE
- querying an option that can only be set: ERROR_INTERNET_INVALID_OPTION

An option without a value is a command: setting it has the effect, and the value
is ignored. Pass \`null\`.
`;

const WINDOWS = `## Options of Windows

The names are without INTERNET_OPTION_.
`;

const OWN = `## Options of this library

WinINet does not have these.
`;

const UNPUBLISHED = `## Options that Microsoft does not document

The header file of Windows has numbers for these options, but no page of
Microsoft describes them. They are refused with ERROR_INTERNET_INVALID_OPTION,
as unknown numbers are. The numbers are here for porters who meet one in old
code:
`;

/** The whole page. */
export function optionPage(): string {
  const rows = [...allOptions().values()]
    .toSorted((a, b) => a.option - b.option);
  const isOwn = ({ name }: OptionRow) => !name.startsWith("INTERNET_OPTION_");
  const unpublishedNames = unpublished()
    .map(([option, name]) => `${name} (${option})`).join(", ");
  return `${INTRODUCTION}
${OWN}
${optionTable(rows.filter(isOwn))}

${WINDOWS}
${optionTable(rows.filter((row) => !isOwn(row)))}

${UNPUBLISHED}
${paragraph(`${unpublishedNames}.`)}
`;
}

function optionTable(rows: readonly OptionRow[]): string {
  return table([
    [
      "#",
      "option",
      "handles",
      "access",
      "value",
      "default",
      "inherited",
      "state",
    ]
      .concat("note"),
    ...rows.map(cellsOf),
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
