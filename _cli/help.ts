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
  `Exit codes: 0 done, 1 other failure, 2 wrong command line, 3 local file,
4 network, 5 TLS, 6 login, 7 wrong data, 8 refused by the server, 130 stopped.`;

/** The places where a password can come from. */
const PASSWORDS =
  `Passwords: from ${PASSWORD_VARIABLE} (for a proxy, ${PROXY_PASSWORD_VARIABLE})
in the environment, or from a prompt, so that none is on the command line.`;

/** A section of docs/CLI.md. */
const INTERRUPTED = `## Interrupted transfers

\`get\` writes into \`NAME.part\`, which gets its name when it is complete. Beside
it is \`NAME.part.note\`, a line of JSON with the size, the time, the entity tag
and the place of the file on the server. With it the next run asks only for the
rest, and starts anew if the file has changed. Both files can be deleted: then
the next run starts anew, too.

Without \`-C\`, a file that is there is a failure. With \`-C\` its size is compared
with that on the server:

- If it is the same, or the server does not report it, the file is complete.
- If it is shorter, it is continued, also if another program has left it. For
  this the server must be able to send the rest (an entity tag or a time of the
  last change, and ranges), its file must not have changed since the local one
  was written, and the last 64 kB of the local file must be the same there.
- Otherwise the file stays as it is, and the failure says why. \`-f\` replaces it.

\`put\` uploads to \`NAME.XXXXXXXX.part\` on the server, which gets its name when it
is complete, and the next run continues it. \`mirror\` copies what is missing.
`;

/** A section of docs/CLI.md. */
const SECRETS = `## Passwords

A password comes from ${PASSWORD_VARIABLE} (for a proxy, ${PROXY_PASSWORD_VARIABLE}) in
the environment, or from a prompt on the terminal:

    wininet ls ftp://ftp.example.com/ --user anna
    WININET_PASSWORD=$(pass show ftp) wininet ls ftp://ftp.example.com/ --user anna

A password in a URL or in \`--user NAME:PASSWORD\` works, too. But other users of
the machine can see the command line, the shell keeps it, and \`deno task\` prints
it. The program itself prints no password. There is no support for .netrc.
`;

/** The objects of `--json`: their type, when they are written, and their fields. */
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
    "for each entry of FTP",
    "name, kind (file, directory, link), size, modified, linkTarget",
  ],
  ["ls", "for each line of Gopher", "url, text"],
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

With \`--json\` each line of the standard output is an object with a \`type\`.

${table(["type", "written", "other fields"], rows)}
A failure has \`ok: false\` and an \`error\` with \`message\`, and mostly \`code\` and
\`constant\` (those of WinINet) and \`responseText\` (the words of the server). Its
other fields are those that are known, such as \`url\`, \`file\` or \`path\`. A
command that cannot begin, or that is stopped, writes one such object. With a
wrong command line nothing is written.

Sizes are bytes, and \`null\` if the server does not report them. \`modified\` is in
the form of ISO 8601. \`resumedFrom\` counts the bytes that were there before,
\`skipped\` is \`true\` for a file that was complete, and \`target\` is \`null\` if
there is none.`;
}

/** The files that an interrupted run leaves. */
const LEFT_FILES =
  "An interrupted download leaves two files: `NAME.part` has the bytes that arrived, and `NAME.part.note` the version and the place of the remote file, so that the next run continues only the same version. `get --restart` starts anew instead. An interrupted upload leaves a part on the server, which the next run continues or removes.";

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

In a clone it is \`deno task wininet get https://example.com/\`. Results and
progress go to the standard error. The standard output is for what was asked
for: the bytes of \`-o -\`, listings, headers, plans and \`--json\`.

On a terminal each transfer has a line with the time left for its file; the last
line has the time left for all of them.

${commands.join("\n")}
## Options of every command

${optionTable(COMMON_OPTIONS).trimEnd()}

An option that has a value is given once, unless it may be repeated.

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
If several transfers fail, it is the smallest code of them.

## Files that an interrupted run leaves

${wrapped(LEFT_FILES, PAGE_COLUMNS)}
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
