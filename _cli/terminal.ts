// Copyright 2026 the wininet authors. MIT license.

/**
 * The standard streams of a program, and lines that are redrawn in place on a terminal.
 *
 * @module
 */

import { ERROR_WRITE_FAULT } from "../error.ts";
import { localError } from "../_base/local_file.ts";
import { permitted } from "../_base/permission.ts";
import { shorten, widthOf } from "./text.ts";

/** A screen on which lines are redrawn. */
export interface Screen {
  /** `true` if lines can be redrawn. */
  readonly terminal: boolean;
  /** The number of columns of a line. */
  readonly columns: number;
  /** The number of lines of the screen. */
  readonly rows: number;
}

/** The output streams of a program. */
export interface Io extends Screen {
  /** Writes to the standard output. */
  out(text: string): void;
  /** Writes to the standard error. */
  err(text: string): void;
}

/** The interval between two redraws of the screen, in milliseconds. */
const FRAME_INTERVAL = 40;

/** The number of columns of a line that is not written to a terminal. */
const FILE_COLUMNS = 100;

/**
 * Returns the output streams of this process.
 *
 * @param screen The stream whose lines are redrawn.
 * @param onClosed Called when the reader of the standard output has closed it,
 * as in `wininet ls URL | head`.
 */
export function processIo(
  screen: "stdout" | "stderr",
  onClosed: () => void = () => {},
): Io {
  const terminal = Deno[screen].isTerminal() && variable("TERM") !== "dumb";
  return {
    terminal,
    get columns() {
      return terminal ? screenSize().columns : FILE_COLUMNS;
    },
    get rows() {
      return screenSize().rows;
    },
    out: (text) => writeOut(text, onClosed),
    err: writeErr,
  };
}

/**
 * Returns an environment variable, or `null` if it is not set or the program
 * has no permission to read it.
 */
export function variable(name: string): string | null {
  return permitted({ name: "env", variable: name })
    ? Deno.env.get(name) ?? null
    : null;
}

/** A terminal that does not know its size reports 0. */
function screenSize(): { columns: number; rows: number } {
  try {
    const { columns, rows } = Deno.consoleSize();
    return { columns: columns || 80, rows: rows || 25 };
  } catch {
    return { columns: 80, rows: 25 };
  }
}

function writeOut(text: string, onClosed: () => void): void {
  try {
    writeAll(Deno.stdout, text);
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) onClosed();
    else {
      const action = "write to the standard output";
      throw localError(action, error, ERROR_WRITE_FAULT);
    }
  }
}

function writeErr(text: string): void {
  try {
    writeAll(Deno.stderr, text);
  } catch {
    // The error cannot be reported anywhere else.
  }
}

function writeAll(
  stream: { writeSync(data: Uint8Array): number },
  text: string,
): void {
  let rest = new TextEncoder().encode(text);
  while (rest.length > 0) rest = rest.subarray(stream.writeSync(rest));
}

/**
 * Lines at the bottom of a terminal that are redrawn in place, while other
 * lines scroll above them. A frame is a single write, and lines are cut to the
 * width, so nothing flickers or wraps.
 */
export class LiveLines {
  readonly #screen: Screen;
  readonly #write: (text: string) => void;
  readonly #now: () => number;
  readonly #lines = new Map<unknown, string>();
  /** The widths of the lines that are currently on the screen. */
  #drawn: readonly number[] = [];
  #drawnAt = -Infinity;

  constructor(
    screen: Screen,
    write: (text: string) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#screen = screen;
    this.#write = write;
    this.#now = now;
  }

  /** Adds a line, which appears in the next frame. */
  add(key: unknown, line: string): void {
    this.#lines.set(key, line);
  }

  /**
   * Changes or adds a line. It is shown in the next frame, or immediately if
   * `mustShow` is `true`.
   */
  set(key: unknown, line: string, mustShow = false): void {
    this.#lines.set(key, line);
    const now = this.#now();
    if (!mustShow && now - this.#drawnAt < FRAME_INTERVAL) return;
    this.#drawnAt = now;
    this.#write(this.#toTop() + this.#frame());
  }

  /** Removes a line, which disappears in the next frame. */
  delete(key: unknown): void {
    this.#lines.delete(key);
  }

  /** Writes a line above the others. */
  print(line: string): void {
    const top = this.#toTop();
    const erase = top === "" ? "" : "\r\x1b[J";
    this.#write(`${top}${erase}${line}\n${this.#frame()}`);
  }

  /** Removes all lines from the screen. */
  clear(): void {
    this.#lines.clear();
    const top = this.#toTop();
    this.#drawn = [];
    if (top !== "") this.#write(`${top}\r\x1b[J`);
  }

  /**
   * Moves the cursor to the first line. A terminal that became narrower has
   * wrapped the lines.
   */
  #toTop(): string {
    const { columns } = this.#screen;
    const rows = this.#drawn.reduce(
      (sum, width) => sum + Math.max(Math.ceil(width / columns), 1),
      0,
    );
    return rows === 0 ? "" : `\x1b[${rows}A`;
  }

  #frame(): string {
    const { columns, rows } = this.#screen;
    // Lines that have scrolled off the screen cannot be redrawn.
    const lines = [...this.#lines.values()].slice(-Math.max(rows - 1, 1))
      .map((line) => shorten(line, columns - 1).trimEnd());
    const rest = this.#drawn.length > lines.length ? "\x1b[J" : "";
    this.#drawn = lines.map(widthOf);
    return lines.map((line) => `\r\x1b[K${line}\n`).join("") + rest;
  }
}
