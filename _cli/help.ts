// Copyright 2026 the wininet authors. MIT license.

/**
 * `--help` and docs/CLI.md, generated from the table of commands.
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

/** The width of a help text in columns. */
const COLUMNS = 79;

/** The width of docs/CLI.md in columns, as `deno fmt` wraps it. */
const PAGE_COLUMNS = 80;

/** The short form of {@linkcode EXIT_CODES}. */
const EXIT_SUMMARY =
  `Exit codes: 0 success, 1 other failure, 2 wrong command line, 3 local file,
4 network, 5 TLS, 6 login, 7 wrong data, 8 refused by the server, 130 stopped.`;

/** The places where a password can come from. */
const PASSWORDS =
  `Passwords: from ${PASSWORD_VARIABLE} (for a proxy, ${PROXY_PASSWORD_VARIABLE})
in the environment, or from a prompt, so that they are not on the command line.`;

/** A section of docs/CLI.md. */
const INTERRUPTED = `## Interrupted transfers

\`get\` writes to \`NAME.part\`, and renames it to \`NAME\` when it is complete.
\`NAME.part.note\` is a line of JSON with the size, the time, the entity tag and
the location of the file on the server. With it, the next run requests only the
rest, or starts from the first byte if the file has changed. You can delete both
files: the next run then starts from the first byte. With \`--restart\`, \`get\`
starts from the first byte and leaves nothing after a failure.

Without \`-C\`, an existing file is a failure. With \`-C\`, \`get\` compares its size
with that of the file on the server:

- If the sizes are equal, or the server does not report the size, the local file
  counts as complete.
- If the local file is shorter, \`get\` continues it, even if another program has
  written it. This needs three conditions: the server supports ranges and sends
  an entity tag or a modification time; its file is not newer than the local
  one; the last 64 KiB of the local file are equal to the same bytes of that
  file.
- Otherwise the file is not changed, and the failure has the reason. \`-f\`
  replaces the file.

\`put\` uploads to \`NAME.XXXXXXXX.part\` on the server, and renames it when it is
complete. The next run continues or removes such a part. \`mirror\` copies only
files that are missing or different.
`;

/** A section of docs/CLI.md. */
const SECRETS = `## Passwords

A password comes from ${PASSWORD_VARIABLE} (for a proxy, ${PROXY_PASSWORD_VARIABLE}) in
the environment, or from a prompt on the terminal:

    wininet ls ftp://ftp.example.com/ --user anna
    WININET_PASSWORD=$(pass show ftp) wininet ls ftp://ftp.example.com/ --user anna

A password in a URL or in \`--user NAME:PASSWORD\` also works. But other users of
the machine can see the command line, the shell stores it in its history, and
\`deno task\` prints it. The program itself never prints a password. It does not
read .netrc.
`;

/** The objects of `--json`: their types, the times at which they are written, and their fields. */
const OBJECTS: readonly (readonly [string, string, string])[] = [
  [
    "get",
    "for each URL",
    "url, target, ok, bytes, total, resumedFrom, attempts, milliseconds, skipped, error",
  ],
  [
    "put",
    "for each file",
    "file, remote, ok, bytes, resumedFrom, milliseconds",
  ],
  [
    "ls",
    "for each FTP entry",
    "name, kind (file, directory, link), size, modified, linkTarget",
  ],
  ["ls", "for each Gopher item", "url, text"],
  ["head", "HTTP", "url, status, fields (pairs of name and value)"],
  ["head", "FTP", "url, name, size, modified"],
  [
    "plan",
    "for each step of --dry-run",
    "action (download, upload, make, link, delete), path, target",
  ],
  [
    "mirror, rm",
    "at the end",
    "ok, failed, files, directories, bytes, skipped, deleted",
  ],
  ["mirror, rm", "at the end of --dry-run", "ok, failed, planned"],
  ["rm", "without -r", "ok, path"],
  ["trace", "if its file cannot be written", "file, ok, error"],
];

function jsonSection(): string {
  const rows = OBJECTS.map(([type, when, fields]) => [
    type,
    when,
    fields.replace(/\b[a-zA-Z]+\b(?![^(]*\))/g, "`$&`"),
  ]);
  return `## JSON

With \`--json\`, each line of standard output is an object with a \`type\`.

${table(["type", "written", "other fields"], rows)}
A failure has \`ok: false\` and an \`error\` with \`message\`, usually \`code\` and
\`constant\` (those of WinINet), and \`responseText\` (the text of the server) if
there is one. A failed transfer is named by \`url\`, \`file\` or \`path\`. A command
that cannot start, or that is stopped, writes an object without these. With a
wrong command line nothing is written.

Sizes are numbers of bytes, or \`null\` if the server does not report them.
\`modified\` is a time in ISO 8601. \`resumedFrom\` is the number of bytes from an
earlier run, \`skipped\` is \`true\` for a file that was already complete, and
\`target\` is \`null\` if there is none.`;
}

/** Returns the help of the program. */
export function programHelp(): string {
  const commands = COMMANDS.map((row) =>
    [`${row.name} ${row.args}`, row.help] as const
  );
  return `wininet COMMAND [OPTION]… ARGUMENT… | COMMAND --help | --version
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

In a clone, replace \`wininet\` with \`deno task wininet\`. \`wininet --version\`
prints the version.

Results and progress are written to standard error. Standard output has only the
requested data: the bytes of \`-o -\`, listings, headers, plans and \`--json\`. On a
terminal, each transfer has a line with the remaining time of its file; the last
line has the remaining time of all transfers.

${commands.join("\n")}
## Options of every command

${optionTable(COMMON_OPTIONS).trimEnd()}

An option with a value may be given only once, unless its description says that
it may be repeated.

${INTERRUPTED}
${SECRETS}
${jsonSection()}

## Exit codes

${
    table(
      ["code", "meaning"],
      EXIT_CODES.map(([code, help]) => [`${code}`, help]),
    )
  }
If several transfers fail, the exit code is the smallest of their codes.
`;
}

/** Returns an option in the form that the help shows. */
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

/** Returns a Markdown table in the format of `deno fmt`. */
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
