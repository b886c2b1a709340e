// Copyright 2026 the wininet authors. MIT license.

/**
 * Reads a command line and checks it completely before anything is sent.
 *
 * @module
 */

import { parseArgs, type ParseArgsConfig } from "node:util";
import { quotedUrl, quotedValue } from "../_base/secrets.ts";
import {
  type CommandRow,
  COMMANDS,
  COMMON_OPTIONS,
  type OptionRow,
} from "./commands.ts";
import { UsageError } from "./usage_error.ts";

/** The values of the options, by long name. */
export type Values = Readonly<
  Record<string, string | boolean | readonly string[] | undefined>
>;

/** A command line. */
export interface CommandLine {
  readonly command: CommandRow;
  readonly args: readonly string[];
  readonly values: Values;
}

/** The supported URL schemes. */
const SCHEMES = ["http", "https", "ftp", "ftps", "gopher", "gophers", "file"];

/** One day, in seconds. A longer timeout is probably a mistake. */
const MAX_SECONDS = 86_400;

/** A command line that requests information about the program. */
export type Question =
  /** Requests the help of a command, or of the program if `command` is `null`. */
  | { readonly question: "help"; readonly command: CommandRow | null }
  | { readonly question: "version" };

/**
 * Reads a command line.
 *
 * @throws {UsageError} If an option is wrong, or the command is missing.
 */
export function readCommandLine(
  args: readonly string[],
): CommandLine | Question {
  const [name = "", ...rest] = args;
  if (name === "--version") return { question: "version" };
  if (["", "help", "-h", "--help"].includes(name)) {
    const [about] = rest;
    const command = about === undefined ? null : commandOf(about);
    if (name === "") throw new UsageError("no command");
    return { question: "help", command };
  }
  const command = commandOf(name);
  const options = [...command.options, ...COMMON_OPTIONS];
  const { values, positionals } = parsed(rest, options);
  if (values["help"] === true) return { question: "help", command };
  if (values["active"] && values["passive"]) {
    throw new UsageError("--active and --passive exclude each other");
  }
  checkTls(values as Values, positionals);
  return { command, args: positionals, values: values as Values };
}

/**
 * Returns the values of a command line. The error for a wrong option does not
 * contain its value.
 */
export function parsed(
  args: readonly string[],
  options: readonly OptionRow[],
): { values: Record<string, unknown>; positionals: string[] } {
  const config: NonNullable<ParseArgsConfig["options"]> = {};
  for (const { name, short, value, multiple = false } of options) {
    const type = value === undefined ? "boolean" : "string";
    config[name] = { type, multiple, ...(short !== undefined && { short }) };
  }
  // Not strict, because the parser's error texts describe its own API.
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: config,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const given = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const row = options.find(({ name }) => name === token.name);
    checkOption(row, token);
    if (given.has(token.name) && row!.value !== undefined && !row!.multiple) {
      throw new UsageError(`--${token.name} is given twice`);
    }
    given.add(token.name);
  }
  return { values, positionals };
}

/** An option as the user wrote it. */
interface GivenOption {
  /** The name with its dashes. */
  readonly rawName: string;
  readonly value: string | undefined;
  /** `true` for `--name=value`, `false` for `--name value`. */
  readonly inlineValue: boolean | undefined;
}

function checkOption(
  row: OptionRow | undefined,
  { rawName, value, inlineValue }: GivenOption,
): void {
  if (row === undefined) throw new UsageError(`unknown option ${rawName}`);
  if (row.value === undefined) {
    if (value === undefined) return;
    throw new UsageError(`${rawName} does not accept a value`);
  }
  const need = `${rawName} needs a value (${row.value})`;
  if (value === undefined) throw new UsageError(need);
  if (value === "") throw new UsageError(`--${row.name} has an empty value`);
  // `-` in `-o -` is the standard output; a negative number is checked as a
  // value.
  if (!inlineValue && /^-[^\d]/.test(value)) {
    throw new UsageError(
      `${need}; for one that starts with a dash, write --${row.name}=VALUE`,
    );
  }
}

/** Rejects `--tls` for HTTP, where the scheme of the URL selects TLS. */
export function checkTls(values: Values, urls: readonly string[]): void {
  if (values["tls"] !== true || !urls.some((url) => /^https?:/i.test(url))) {
    return;
  }
  throw new UsageError(
    "--tls is for FTP and Gopher; for HTTP, use an https URL",
  );
}

function commandOf(name: string): CommandRow {
  const found = COMMANDS.find((row) => row.name === name);
  if (found !== undefined) return found;
  const known = COMMANDS.map((row) => row.name).join(", ");
  throw new UsageError(
    `unknown command ${quotedUrl(name)}; the commands are ${known}`,
  );
}

/** Returns a whole number. */
export function countOf(
  values: Values,
  name: string,
  least: number,
  most: number,
): number | undefined {
  const text = values[name] as string | undefined;
  if (text === undefined) return undefined;
  const count = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  if (count >= least && count <= most) return count;
  throw new UsageError(
    `--${name} needs a whole number from ${least} to ${most}, not ${
      quotedValue(text)
    }`,
  );
}

/** Converts a number of seconds to milliseconds. */
export function millisecondsOf(
  values: Values,
  name: string,
): number | undefined {
  const text = values[name] as string | undefined;
  if (text === undefined) return undefined;
  const seconds = /^(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
  if (seconds >= 0.001 && seconds <= MAX_SECONDS) {
    return Math.round(seconds * 1000);
  }
  throw new UsageError(
    `--${name} needs a number of seconds from 0.001 to ${MAX_SECONDS}, not ${
      quotedValue(text)
    }`,
  );
}

/** Checks that the number of arguments is right; the error names those that are missing. */
export function checkArgumentCount(
  { command, args }: CommandLine,
  least: number,
  most: number = least,
): void {
  if (args.length >= least && args.length <= most) return;
  throw new UsageError(
    `${command.name} needs ${command.args}, not ${
      args.length === 1 ? "1 argument" : `${args.length} arguments`
    }`,
  );
}

/** Returns `true` if an argument looks like a URL. */
export function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(text);
}

/**
 * Returns a URL.
 *
 * @throws {UsageError} If the argument is not a URL, or its scheme is not one
 * of `schemes`.
 */
export function checkedUrl(
  text: string,
  schemes: readonly string[] = SCHEMES,
): string {
  if (!isUrl(text)) {
    throw new UsageError(
      `${quotedUrl(text)} is not a URL; write it with its scheme, such as ${
        schemes[0]
      }://example.com/`,
    );
  }
  const url = URL.parse(text);
  const scheme = text.slice(0, text.indexOf(":")).toLowerCase();
  if (!schemes.includes(scheme)) {
    throw new UsageError(
      `${quotedUrl(text)} has an unsupported scheme; supported are ${
        schemes.join(", ")
      }`,
    );
  }
  if (url === null || (url.hostname === "" && scheme !== "file")) {
    throw new UsageError(`${quotedUrl(text)} is not a valid URL`);
  }
  return text;
}
