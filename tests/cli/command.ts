// Copyright 2026 the wininet authors. MIT license.

/**
 * Runs a command line in this process, and records its output.
 *
 * @module
 */

import type { ProgramIo } from "../../_cli/program_io.ts";
import { run } from "../../_cli/run.ts";

/** The parameters of a command. */
export interface CommandOptions {
  /**
   * The number of columns of the terminal on which progress is shown. @default
   * {no terminal}
   */
  readonly columns?: number;
  readonly variables?: Record<string, string>;
  /**
   * The password that the user types at a terminal. @default {no terminal}
   */
  readonly secret?: string;
  readonly input?: string;
  readonly signal?: AbortSignal;
  /** Called with each text written to the standard error. */
  readonly onErr?: (text: string) => void;
}

/** The result of a command. */
export interface CommandEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The prompts for passwords. */
  readonly prompts: readonly string[];
}

/** Runs a command line. */
export async function wininet(
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandEnd> {
  const { columns, variables = {}, secret, input = "", onErr } = options;
  let stdout = "";
  let stderr = "";
  const prompts: string[] = [];
  const io: ProgramIo = {
    terminal: columns !== undefined,
    columns: columns ?? 100,
    rows: 24,
    signal: options.signal ?? new AbortController().signal,
    out: (text) => stdout += text,
    err: (text) => {
      stderr += text;
      onErr?.(text);
    },
    variable: (name) => variables[name] ?? null,
    askSecret: (prompt) => {
      prompts.push(prompt);
      return Promise.resolve(secret ?? null);
    },
    input: () => new Blob([input]).stream(),
    output: () =>
      new WritableStream({
        write: (bytes) => {
          stdout += new TextDecoder().decode(bytes);
        },
      }),
  };
  const code = await run(args, io);
  return { code, stdout, stderr, prompts };
}

/** Returns the objects of `--json`. */
// deno-lint-ignore no-explicit-any
export function objects(stdout: string): any[] {
  return stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
}
