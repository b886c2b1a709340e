// Copyright 2026 the wininet authors. MIT license.

/**
 * The common parts of the demo programs' command lines.
 *
 * @module
 */

import { InternetError } from "../error.ts";
import { plainMessage } from "../_base/failure.ts";
import type { Io } from "../_cli/terminal.ts";
import { createTrace, TRACE_EXTENSIONS } from "../_cli/trace_file.ts";
import { UsageError } from "../_cli/usage_error.ts";

/** The program was successful. */
export const EXIT_OK = 0;
/** A download or its content failed. */
export const EXIT_FAILURE = 1;
/** The command line is wrong. */
export const EXIT_USAGE = 2;

/** The default for the maximum time of a download, in milliseconds. */
const DEFAULT_TIMEOUT = 30_000;
const TIMEOUT_PREFIX = "--timeout=";
/** One day. A longer timeout is probably a mistake. */
const MAX_TIMEOUT_SECONDS = 86_400;

/** The arguments of a command line. */
export interface Arguments {
  /** The URLs, checked. */
  readonly urls: readonly string[];
  /** The maximum time of each download in milliseconds. */
  readonly timeout: number;
  /** The file for a trace, or `null`. */
  readonly trace: string | null;
  /** The program's switches that were given. */
  readonly switches: ReadonlySet<string>;
  /** The program's options with a value that were given. */
  readonly values: ReadonlyMap<string, string>;
  /** `true` if `--help` is among the arguments. */
  readonly help: boolean;
}

/** A demo program. */
export interface Program {
  /** The name of the task: `deno task name`. */
  readonly name: string;
  /** The output of `--help`. */
  readonly help: string;
  /** The supported URL schemes, without the colon. */
  readonly schemes: readonly string[];
  /**
   * The program's options without a value.
   *
   * @default {none}
   */
  readonly switches?: readonly string[];
  /**
   * The program's options with a value.
   *
   * @default {none}
   */
  readonly values?: readonly string[];
  /** Checks the combination of arguments; returns the problem, or `null`. */
  check(parsed: Arguments): string | null;
  /** Runs the program; returns the exit code. */
  run(parsed: Arguments, io: Io): Promise<number>;
}

/**
 * Runs a program: reads its command line, and reports expected errors as a
 * sentence.
 *
 * @returns The exit code.
 */
export async function runProgram(
  program: Program,
  args: readonly string[],
  io: Io,
): Promise<number> {
  try {
    const parsed = parseArguments(program, args);
    if (parsed.help) {
      io.out(program.help);
      return EXIT_OK;
    }
    const problem = program.check(parsed);
    if (problem !== null) throw new UsageError(problem);
    if (parsed.trace !== null) checkTrace(parsed.trace);
    const code = await program.run(parsed, io);
    if (parsed.trace !== null) io.out(`\nThe trace is in ${parsed.trace}\n`);
    return code;
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(
        `${program.name}: ${error.message}. Add --help to see the options\n`,
      );
      return EXIT_USAGE;
    }
    if (error instanceof InternetError) {
      io.err(`${program.name}: ${plainMessage(error)}\n`);
      return EXIT_FAILURE;
    }
    if (error instanceof Deno.errors.NotCapable) {
      io.err(
        `${program.name}: the program has no permission for the network; run it with --allow-net\n`,
      );
      return EXIT_FAILURE;
    }
    throw error;
  }
}

/** Creates the file of `--trace`. */
function checkTrace(path: string): void {
  try {
    createTrace(path);
  } catch (error) {
    throw error instanceof InternetError
      ? new UsageError(plainMessage(error))
      : error;
  }
}

/**
 * Parses a command line: `--help`, `--timeout SECONDS`, `--trace FILE`, the
 * options of the program, and URLs.
 *
 * @throws {UsageError} If there is any other argument.
 */
export function parseArguments(
  { schemes, switches: known = [], values: named = [] }: Pick<
    Program,
    "schemes" | "switches" | "values"
  >,
  args: readonly string[],
): Arguments {
  const urls: string[] = [];
  const switches = new Set<string>();
  const values = new Map<string, string>();
  let timeout = DEFAULT_TIMEOUT;
  let trace: string | null = null;
  let help = false;
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === "--help" || arg === "-h") help = true;
    else if (arg === "--timeout") timeout = parseTimeout(rest.shift());
    else if (arg.startsWith(TIMEOUT_PREFIX)) {
      timeout = parseTimeout(arg.slice(TIMEOUT_PREFIX.length));
    } else if (arg === "--trace") trace = parseTrace(rest.shift());
    else if (known.includes(arg)) switches.add(arg);
    else if (named.includes(arg)) values.set(arg, valueOf(arg, rest.shift()));
    else if (arg.startsWith("-")) {
      throw new UsageError(`unknown option ${JSON.stringify(arg)}`);
    } else urls.push(checkedUrl(arg, schemes));
  }
  return { urls, timeout, trace, switches, values, help };
}

function valueOf(option: string, text: string | undefined): string {
  if (text) return text;
  throw new UsageError(`${option} needs a value`);
}

function parseTrace(path: string | undefined): string {
  if (path !== undefined && path !== "") return path;
  throw new UsageError(
    `--trace needs a file that ends with ${TRACE_EXTENSIONS.join(", ")}`,
  );
}

function parseTimeout(text: string | undefined): number {
  if (text === undefined) {
    throw new UsageError("--timeout needs a number of seconds");
  }
  const seconds = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
  if (!(seconds >= 0.001 && seconds <= MAX_TIMEOUT_SECONDS)) {
    throw new UsageError(
      `--timeout needs a number of seconds from 0.001 to ${MAX_TIMEOUT_SECONDS}, not ${
        JSON.stringify(text)
      }`,
    );
  }
  return seconds * 1000;
}

function checkedUrl(text: string, schemes: readonly string[]): string {
  const url = URL.parse(text);
  const scheme = url?.protocol.slice(0, -1) ?? "";
  if (url !== null && !schemes.includes(scheme)) {
    throw new UsageError(
      `${JSON.stringify(text)} cannot be downloaded; supported are ${
        listed(schemes)
      }`,
    );
  }
  // A URL can lack the host if its scheme is not http or https.
  if (url === null || url.host === "") {
    throw new UsageError(
      `${JSON.stringify(text)} is not a URL such as http://example.com/prices`,
    );
  }
  return url.href;
}

/** Joins words with commas, and with "and" before the last word. */
function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(", "), ...words.slice(-1)].join(" and ");
}
