// Copyright 2026 the wininet authors. MIT license.

/**
 * The table of commands, options and exit codes. The parser of the command
 * line, `--help` and docs/CLI.md are made from it.
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
  help: "transfers at a time (default 6, and 2 for each host)",
};

const RETRY: OptionRow = {
  name: "retry",
  value: "N",
  help: "attempts after the first one (default 4)",
};

const RECURSIVE: OptionRow = {
  name: "recursive",
  short: "r",
  help: "delete a directory with all that is in it",
};

const DRY_RUN: OptionRow = {
  name: "dry-run",
  help: "change nothing, print what would happen",
};

/** The options of every command. */
export const COMMON_OPTIONS: readonly OptionRow[] = [
  { name: "verbose", short: "v", help: "show what is sent and received" },
  { name: "quiet", short: "q", help: "show failures only" },
  { name: "json", help: "write results to standard output as lines of JSON" },
  {
    name: "trace",
    value: "FILE",
    help: "record the run in FILE: .html, .har, .json or .txt",
  },
  {
    name: "user",
    value: "NAME[:PASSWORD]",
    help: "log in; asks for the password (see below)",
  },
  {
    name: "proxy",
    value: "URL",
    help: 'http, https, socks5, socks4a, socks4, or "none"',
  },
  {
    name: "timeout",
    value: "SECONDS",
    help: "give up if nothing arrives for so long (default 60)",
  },
  {
    name: "ca",
    value: "FILE",
    help: "also trust the authorities in this PEM file",
  },
  { name: "tls", help: "encrypt FTP (AUTH TLS) and Gopher" },
  { name: "passive", help: "FTP: connect to the server for data (default)" },
  { name: "active", help: "FTP: let the server connect" },
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
      'Downloads http, https, ftp, ftps, gopher, gophers and file URLs. An interrupted file is kept as NAME.part, and the next run continues it; NAME.part.note has its version. A line of LIST is a URL, or a URL and a path below DIR; "#" starts a comment.',
    options: [
      {
        name: "output",
        short: "o",
        value: "FILE",
        help: "the name of the file; - is the standard output",
      },
      {
        name: "directory",
        short: "P",
        value: "DIR",
        help: "where the files go (default: here)",
      },
      {
        name: "input",
        short: "i",
        value: "LIST",
        help: "read URLs from a file; - is the standard input",
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
        help: "start anew: do not continue parts of earlier runs",
      },
      { name: "overwrite", short: "f", help: "replace files that are there" },
      {
        name: "checksum",
        value: "ALG:DIGEST",
        help: "verify the file, such as sha256:9f86d0…",
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
      "A URL that ends with a slash is a directory, which is made if it does not exist. FILE may be - for the standard input, if URL is a file.",
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
      "Shows type, size, time (UTC) and name for FTP; URL and text for Gopher.",
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
      "Copies what is missing or different, and keeps times. A GLOB without a slash matches names at any level, one with a slash paths from the top; ** matches any path.",
    options: [
      { name: "delete", help: "delete what the source does not have" },
      { name: "newer", help: "replace files only by newer ones" },
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
        help: "leave out what matches; may be repeated",
      },
      {
        name: "hidden",
        short: "a",
        help: "also copy names that start with a dot",
      },
      { name: "depth", value: "N", help: "the most levels of directories" },
      {
        name: "pause",
        value: "SECONDS",
        help: "the least time between two requests",
      },
      { ...JOBS, help: "connections at a time (default 4)" },
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
    notes: "Downloads nothing. Redirects are followed.",
    options: [],
    examples: ["wininet head https://example.com/"],
  },
  {
    name: "rm",
    args: "URL",
    help: "delete a file or a directory of an FTP server",
    notes: "Links are deleted, and never followed.",
    options: [RECURSIVE, DRY_RUN],
    examples: ["wininet rm -r ftp://ftp.example.com/old --user anna"],
  },
];

/** The exit codes. Codes up to 8 are the same as those of wget. */
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
  [EXIT.OK, "everything is done"],
  [EXIT.OTHER, "another failure"],
  [EXIT.USAGE, "the command line or a URL is wrong, nothing was sent"],
  [
    EXIT.LOCAL,
    "a local file cannot be used or is there already, or a permission of Deno is missing",
  ],
  [EXIT.NETWORK, "no connection, a broken one, or a timeout"],
  [EXIT.TLS, "TLS has failed, or the certificate is not trusted"],
  [EXIT.LOGIN, "user name or password is wrong or missing"],
  [EXIT.DATA, "a wrong checksum, or a reply that is damaged"],
  [EXIT.REFUSED, "the server has refused, such as with 404 or 550"],
  [EXIT.STOPPED, "stopped by Ctrl-C (143 by SIGTERM)"],
  [EXIT.CLOSED, "the reader of the standard output has ended"],
];
