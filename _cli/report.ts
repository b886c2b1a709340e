// Copyright 2026 the wininet authors. MIT license.

/**
 * The output of a command: results as lines or as JSON, failures and progress.
 *
 * @module
 */

import { InternetError } from "../error.ts";
import type { Retry } from "../_transfers/retry.ts";
import { EXIT } from "./commands.ts";
import { exitCodeOf } from "./exit_code.ts";
import { type Io, LiveLines } from "./terminal.ts";
import { plainText } from "./text.ts";
import { failureLine, userMessage } from "./wording.ts";

/** Selects the output that is written. */
export interface ReportOptions {
  readonly quiet: boolean;
  readonly json: boolean;
}

/** Returns the JSON form of an error. */
export function errorData(error: unknown): object {
  const data = error instanceof InternetError ? error.toJSON() : {};
  return { ...data, message: userMessage(error) };
}

/** The output of a command. */
export class Report {
  /** `true` if progress is shown. */
  readonly isLive: boolean;
  readonly #io: Io;
  readonly #options: ReportOptions;
  readonly #lines: LiveLines;
  readonly #codes = new Set<number>();

  constructor(io: Io, options: ReportOptions) {
    this.#io = io;
    this.#options = options;
    this.#lines = new LiveLines(io, (text) => io.err(text));
    this.isLive = io.terminal && !options.quiet;
  }

  /** The exit code of the failures so far: the smallest code. */
  get exitCode(): number {
    return this.#codes.size === 0 ? EXIT.OK : Math.min(...this.#codes);
  }

  /** `true` if results are JSON. */
  get isJson(): boolean {
    return this.#options.json;
  }

  /** Writes the requested data to the standard output, as JSON or as a line. */
  data(object: object, line: string): void {
    this.#io.out(
      `${this.#options.json ? JSON.stringify(object) : plainText(line)}\n`,
    );
  }

  /** Writes a result, as JSON to the standard output or as a line for the user. */
  result(object: object, line: string): void {
    if (this.#options.json) this.#io.out(`${JSON.stringify(object)}\n`);
    else this.note(line);
  }

  /** Writes a line for the user, unless the command is quiet. */
  note(line: string): void {
    if (!this.#options.quiet) this.#lines.print(plainText(line));
  }

  /** Writes a failure and includes it in the exit code. */
  failure(object: object, what: string, error: unknown): void {
    this.#codes.add(exitCodeOf(error));
    if (this.#options.json) this.#failureData(object, error);
    this.#lines.print(plainText(failureLine(what, error)));
  }

  /** Writes, only as JSON, an item that a stop interrupted. */
  stopped(object: object, error: unknown): void {
    if (this.#options.json) this.#failureData(object, error);
  }

  #failureData(object: object, error: unknown): void {
    const data = { ...object, ok: false, error: errorData(error) };
    this.#io.out(`${JSON.stringify(data)}\n`);
  }

  /** Announces another attempt after a failure. */
  retry({ milliseconds, error }: Retry, what: string | null = null): void {
    const seconds = Math.max(Math.round(milliseconds / 1000), 1);
    const line = what === null ? userMessage(error) : failureLine(what, error);
    this.note(`trying again in ${seconds} s: ${line}`);
  }

  /** Changes a progress line. */
  progress(key: unknown, line: string): void {
    if (this.isLive) this.#lines.set(key, plainText(line));
  }

  /** Removes a progress line. */
  ended(key: unknown): void {
    this.#lines.delete(key);
  }

  /** Removes all progress lines. */
  clear(): void {
    this.#lines.clear();
  }
}
