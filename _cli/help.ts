// Copyright 2026 the wininet authors. MIT license.

/**
 * `--help` and docs/CLI.md, made from the table of commands.
 *
 * @module
 */

import {
  type CommandRow,
  COMMANDS,
  COMMON_OPTIONS,
  EXIT_CODES,
  type OptionRow,
  PASSWORD_VARIABLE,
  PROXY_PASSWORD_VARIABLE,
} from "./commands.ts";

/** The columns of a help text. */
const COLUMNS = 79;

/** The columns of docs/CLI.md, as `deno fmt` wraps it. */
const PAGE_COLUMNS = 80;

/** The short form of {@linkcode EXIT_CODES}. */
const EXIT_SUMMARY =
  `Exit codes: 0 done, 1 other failure, 2 wrong command line, 3 local file,
4 network, 5 TLS, 6 login, 7 wrong data, 8 refused by the server, 130 stopped.`;

/** Where a password may come from. */
const PASSWORDS =
  `Passwords: from the variable ${PASSWORD_VARIABLE} (${PROXY_PASSWORD_VARIABLE} for a
proxy with a user), or from a prompt, so that none is on the command line.`;

/** The files of an interrupted run. */
const LEFT_FILES =
  "An interrupted download leaves two files: `NAME.part` has the bytes that arrived, and `NAME.part.note` the version and the place of the remote file, so that the next run continues only the same version. `get --restart` starts anew instead. An interrupted upload leaves a part on the server, which the next run continues or removes.";

/** Returns the help of the program. */
export function programHelp(): string {
  const commands = COMMANDS.map((row) =>
    [`${row.name} ${row.args}`, row.help] as const
  );
  return `wininet COMMAND [OPTION]… ARGUMENT…   (wininet COMMAND --help for one of them)
${columns(commands)}
Options of every command:
${optionLines(COMMON_OPTIONS)}
${PASSWORDS}
${EXIT_SUMMARY}
`;
}

/** Returns the help of a command. */
export function commandHelp(row: CommandRow): string {
  const options = row.options.length === 0
    ? ""
    : `${optionLines(row.options)}\n`;
  const common = COMMON_OPTIONS.map(({ name }) => `--${name}`).join(" ");
  return `wininet ${row.name} [OPTION]… ${row.args}

${wrapped(`${sentence(row.help)} ${row.notes}`)}

${options}${wrapped(`Also (see wininet --help): ${common}`)}

${row.examples.map((example) => `  ${example}\n`).join("")}`;
}

/** Returns docs/CLI.md. */
export function manual(): string {
  const commands = COMMANDS.map((row) =>
    `## wininet ${row.name}

    wininet ${row.name} [OPTION]… ${row.args}

${wrapped(`${sentence(row.help)} ${row.notes}`, PAGE_COLUMNS)}

${optionTable(row.options)}${
      row.examples.map((example) => `    ${example}\n`).join("")
    }`
  );
  return `# The command line

    deno install -grf --allow-net --allow-read --allow-write --allow-env -n wininet jsr:@wininet/wininet/cli
    wininet get https://example.com/

In a clone it is \`deno task wininet get https://example.com/\`. Results and
progress go to standard error; standard output is for what was asked for: the
bytes of \`-o -\`, listings, headers, plans and \`--json\`.

${commands.join("\n")}
## Options of every command

${optionTable(COMMON_OPTIONS)}${
    wrapped(PASSWORDS.replace("\n", " "), PAGE_COLUMNS)
  }

## Exit codes

${
    table(
      ["code", "meaning"],
      EXIT_CODES.map(([code, help]) => [`${code}`, help]),
    )
  }
If several transfers fail, it is the smallest code of them.

## Files that an interrupted run leaves

${wrapped(LEFT_FILES, PAGE_COLUMNS)}
`;
}

/** Returns an option as the help shows it. */
export function optionName({ name, short, value }: OptionRow): string {
  const long = value === undefined ? `--${name}` : `--${name} ${value}`;
  return short === undefined ? long : `-${short}, ${long}`;
}

function optionLines(options: readonly OptionRow[]): string {
  return columns(options.map((row) => [optionName(row), row.help]));
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
    .join("\n");
}

function optionTable(options: readonly OptionRow[]): string {
  if (options.length === 0) return "";
  const rows = options.map((row) => [`\`${optionName(row)}\``, row.help]);
  return `${table(["option", "meaning"], rows)}\n`;
}

/** Returns a table of Markdown, as `deno fmt` writes it. */
function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) =>
    Math.max(...all.map((cells) => cells[column]!.length))
  );
  const line = (cells: readonly string[], fill = " ") =>
    `| ${
      cells.map((cell, column) => cell.padEnd(widths[column]!, fill)).join(
        " | ",
      )
    } |\n`;
  return line(head) + line(head.map(() => ""), "-") +
    rows.map((cells) => line(cells)).join("");
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

function wrapped(text: string, width: number = COLUMNS): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.join("\n");
}
