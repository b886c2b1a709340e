// Copyright 2026 the wininet authors. MIT license.

/**
 * The table of commands, options and exit codes. The parser of the command
 * line, `--help` and docs/CLI.md use it.
 *
 * @module
 */

/** An option of the command line. */
export interface OptionRow {
  /** The long name, without dashes. */
  readonly name: string;
  /** The one-letter name, without the dash. */
  readonly short?: string;
  /** The name of the value in the help. An option without it is a switch. */
  readonly value?: string;
  /** `true` if the option can be repeated. */
  readonly multiple?: boolean;
  readonly help: string;
}

/** The names of the commands. */
export type CommandName = "get" | "put" | "ls" | "mirror" | "head" | "rm";

/** A command. */
export interface CommandRow {
  readonly name: CommandName;
  /** Its arguments, as the help shows them. */
  readonly args: string;
  readonly help: string;
  /** Sentences for the help of the command. */
  readonly notes: string;
  readonly options: readonly OptionRow[];
  readonly examples: readonly string[];
}

const JOBS: OptionRow = {
  name: "jobs",
  short: "j",
  value: "N",
  help: "transfers at the same time (default 6, and 2 per host)",
};

const RETRY: OptionRow = {
  name: "retry",
  value: "N",
  help: "further attempts after a failure (default 4)",
};

const RECURSIVE: OptionRow = {
  name: "recursive",
  short: "r",
  help: "delete a directory with all its entries",
};

const DRY_RUN: OptionRow = {
  name: "dry-run",
  help: "change nothing, print the changes",
};

/** The options of every command. */
export const COMMON_OPTIONS: readonly OptionRow[] = [
  { name: "verbose", short: "v", help: "show the lines sent and received" },
  { name: "quiet", short: "q", help: "show failures only" },
  {
    name: "json",
    help: "write results to standard output as JSON lines",
  },
  {
    name: "trace",
    value: "FILE",
    help: "record the run in FILE: .html, .har, .json or .txt",
  },
  {
    name: "user",
    value: "NAME[:PASSWORD]",
    help: "log in; prompts for the password (see below)",
  },
  {
    name: "proxy",
    value: "URL",
    help: 'http, https, socks5, socks4a, socks4, or "none"',
  },
  {
    name: "timeout",
    value: "SECONDS",
    help: "the longest wait without data (default 60)",
  },
  {
    name: "ca",
    value: "FILE",
    help: "also trust the authorities in this PEM file",
  },
  { name: "tls", help: "encrypt FTP (AUTH TLS) and Gopher" },
  { name: "passive", help: "FTP: connect to the server for data (default)" },
  { name: "active", help: "FTP: let the server connect for data" },
  { name: "help", short: "h", help: "explain the command" },
];

/** The environment variables that hold passwords. */
export const PASSWORD_VARIABLE = "WININET_PASSWORD";
export const PROXY_PASSWORD_VARIABLE = "WININET_PROXY_PASSWORD";

export const COMMANDS: readonly CommandRow[] = [
  {
    name: "get",
    args: "URL…",
    help: "download files",
    notes:
      'The scheme of a URL is http, https, ftp, ftps, gopher, gophers or file. An interrupted download leaves NAME.part and NAME.part.note, and the next run continues it. For the URL of an FTP directory, the listing is saved, as HTML. Wildcards in a URL are not expanded: use "wininet mirror --include GLOB". A line of LIST is a URL, or a URL and a path below DIR; "#" starts a comment.',
    options: [
      {
        name: "output",
        short: "o",
        value: "FILE",
        help: "the name of the file; - is standard output",
      },
      {
        name: "directory",
        short: "P",
        value: "DIR",
        help: "the directory for the files (default: the current one)",
      },
      {
        name: "input",
        short: "i",
        value: "LIST",
        help: "read URLs from a file; - is standard input",
      },
      JOBS,
      RETRY,
      {
        name: "continue",
        short: "C",
        help: "keep complete files, and continue shorter ones",
      },
      {
        name: "restart",
        help: "start from the first byte, and keep no parts",
      },
      { name: "overwrite", short: "f", help: "replace existing files" },
      {
        name: "checksum",
        value: "ALG:DIGEST",
        help: "verify the file, for example with sha256:9f86d0…",
      },
    ],
    examples: [
      "wininet get https://example.com/a.zip",
      "wininet get -C -j 8 -P downloads -i list.txt",
      "wininet get -o - https://example.com/ | less",
    ],
  },
  {
    name: "put",
    args: "FILE… URL",
    help: "upload files by FTP",
    notes:
      "A URL that ends with a slash is a directory, which is created if it does not exist. FILE may be - for standard input if the URL is that of a file.",
    options: [RETRY],
    examples: [
      "wininet put report.pdf ftp://ftp.example.com/incoming/ --user anna",
    ],
  },
  {
    name: "ls",
    args: "URL",
    help: "list an FTP directory or a Gopher menu",
    notes:
      "Shows type, size, time (UTC) and name of FTP entries; URL and text of Gopher items.",
    options: [],
    examples: [
      "wininet ls ftp://ftp.example.com/pub/",
      "wininet ls gopher://gopher.example.org/",
    ],
  },
  {
    name: "mirror",
    args: "URL DIR | DIR URL",
    help: "copy a tree from or to FTP, or from Gopher",
    notes:
      "Copies the files that are missing or different, and keeps their times. A GLOB without a slash matches names at any level; one with a slash matches paths from the top; ** matches any path.",
    options: [
      { name: "delete", help: "delete entries that the source does not have" },
      { name: "newer", help: "replace files only with newer ones" },
      DRY_RUN,
      {
        name: "include",
        value: "GLOB",
        multiple: true,
        help: "copy only files that match; may be repeated",
      },
      {
        name: "exclude",
        value: "GLOB",
        multiple: true,
        help: "exclude names that match; may be repeated",
      },
      {
        name: "hidden",
        short: "a",
        help: "also copy names that start with a dot",
      },
      {
        name: "depth",
        value: "N",
        help: "the maximum number of directory levels",
      },
      {
        name: "pause",
        value: "SECONDS",
        help: "the minimum time between two requests",
      },
      { ...JOBS, help: "connections at the same time (default 4)" },
      RETRY,
    ],
    examples: [
      "wininet mirror ftp://ftp.example.com/pub pub --exclude '*.iso'",
      "wininet mirror site ftp://example.com/www --delete --user anna",
    ],
  },
  {
    name: "head",
    args: "URL",
    help: "show the header (HTTP), or size and time (FTP)",
    notes: "Downloads no file. Follows redirects.",
    options: [],
    examples: ["wininet head https://example.com/"],
  },
  {
    name: "rm",
    args: "URL",
    help: "delete a file or a directory on an FTP server",
    notes: "Deletes links, and never follows them.",
    options: [RECURSIVE, DRY_RUN],
    examples: ["wininet rm -r ftp://ftp.example.com/old --user anna"],
  },
];

/** The exit codes. Codes up to 8 are close to those of wget. */
export const EXIT = {
  OK: 0,
  OTHER: 1,
  USAGE: 2,
  LOCAL: 3,
  NETWORK: 4,
  TLS: 5,
  LOGIN: 6,
  DATA: 7,
  REFUSED: 8,
  STOPPED: 130,
  CLOSED: 141,
} as const;

/** The meaning of each exit code. */
export const EXIT_CODES: readonly (readonly [code: number, help: string])[] = [
  [EXIT.OK, "success"],
  [EXIT.OTHER, "another failure"],
  [EXIT.USAGE, "the command line or a URL is wrong"],
  [
    EXIT.LOCAL,
    "a local file cannot be used or already exists, or a Deno permission is missing",
  ],
  [EXIT.NETWORK, "no connection, a broken connection, or a timeout"],
  [EXIT.TLS, "TLS failed, or the certificate is not trusted"],
  [EXIT.LOGIN, "the user name or the password is wrong or missing"],
  [EXIT.DATA, "a wrong checksum, or an invalid reply"],
  [EXIT.REFUSED, "the server refused the request, for example with 404 or 550"],
  [EXIT.STOPPED, "stopped by Ctrl-C (143 by SIGTERM)"],
  [EXIT.CLOSED, "the reader of standard output has exited"],
];
