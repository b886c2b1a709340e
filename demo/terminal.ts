// Copyright 2026 the wininet authors. MIT license.

/**
 * What the demo programs write: texts, tables, and progress that is redrawn in
 * place on a terminal and goes line by line into anything else.
 *
 * @module
 */

/** Where a program writes. */
export interface Io {
  /** Whether `out` goes to a terminal, on which lines can be redrawn. */
  readonly terminal: boolean;
  /** Characters of a line. */
  readonly columns: number;
  /** Lines of the screen. */
  readonly rows: number;
  /** Writes to the standard output. */
  out(text: string): void;
  /** Writes to the standard error. */
  err(text: string): void;
}

/** A row of a table; a row `null` is a rule. */
export type Row = readonly string[] | null;

/** A column of a table. */
export interface Column {
  /** The widest that its text gets before it is wrapped. */
  readonly width: number;
  /** @default {"left"} */
  readonly align?: "left" | "right";
}

/** Milliseconds between two lines about the same thing, where lines cannot be redrawn. */
const LINE_INTERVAL = 500;
/** Milliseconds between two redrawings of the screen. */
const FRAME_INTERVAL = 40;
/** Characters of a line that goes into a file. */
const FILE_COLUMNS = 100;
const BAR_WIDTH = 20;
const LABEL_WIDTH = 36;
const GAP = "  ";

/** The output of this process. */
export function processIo(): Io {
  const terminal = Deno.stdout.isTerminal();
  const { columns, rows } = terminal
    ? Deno.consoleSize()
    : { columns: FILE_COLUMNS, rows: 0 };
  return {
    terminal,
    // A terminal that does not know its size says 0.
    columns: Math.min(Math.max(columns || 80, 60), 120),
    rows: rows || 25,
    out: (text) => writeAll(Deno.stdout, text),
    err: (text) => writeAll(Deno.stderr, text),
  };
}

/** Milliseconds as seconds. */
export function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(3)} s`;
}

/** A number of bytes, also of how many. */
export function formatBytes(
  bytes: number,
  total: number | null = null,
): string {
  return total === null ? `${bytes} bytes` : `${bytes} of ${total} bytes`;
}

/** A bar that fills from the left; empty when the total is not known. */
export function bar(done: number, total: number | null): string {
  if (total === null) return " ".repeat(BAR_WIDTH + 2);
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const filled = Math.round(share * BAR_WIDTH);
  return `[${"#".repeat(filled)}${".".repeat(BAR_WIDTH - filled)}]`;
}

/** Lays a table out; long texts are wrapped inside their column. */
export function table(
  columns: readonly Column[],
  rows: readonly Row[],
): string {
  const widths = columns.map((column, index) =>
    Math.min(
      column.width,
      Math.max(...rows.map((row) => [...(row?.[index] ?? "")].length)),
    )
  );
  const lines: string[] = [];
  for (const row of rows) {
    if (row === null) {
      lines.push(widths.map((width) => "-".repeat(width)).join(GAP));
      continue;
    }
    const cells = widths.map((width, index) => wrap(row[index] ?? "", width));
    const height = Math.max(...cells.map((cell) => cell.length));
    for (let line = 0; line < height; line++) {
      const parts = cells.map((cell, index) =>
        pad(cell[line] ?? "", widths[index] ?? 0, columns[index]?.align)
      );
      lines.push(parts.join(GAP).trimEnd());
    }
  }
  return lines.map((line) => `${line}\n`).join("");
}

/** Lines that show how several things go on at the same time. */
export class Progress {
  readonly #io: Io;
  readonly #labels: readonly string[];
  readonly #texts: string[];
  readonly #printedAt: number[];
  readonly #redraws: boolean;
  readonly #now: () => number;
  #drawn = false;
  #drawnAt = -Infinity;

  /**
   * Begins to show progress.
   *
   * @param io Where to.
   * @param labels What is shown, one line for each.
   * @param now The clock, in milliseconds.
   */
  constructor(
    io: Io,
    labels: readonly string[],
    now: () => number = () => performance.now(),
  ) {
    const shown = labels.map((label) => shorten(label, LABEL_WIDTH));
    const width = Math.max(...shown.map((label) => [...label].length), 0);
    this.#io = io;
    this.#labels = shown.map((label) => pad(label, width));
    this.#texts = labels.map(() => "");
    this.#printedAt = labels.map(() => -Infinity);
    this.#redraws = io.terminal && labels.length < io.rows;
    this.#now = now;
  }

  /** Shows how one thing goes on; too frequent updates are left out, a last one never is. */
  update(index: number, text: string, last = false): void {
    this.#texts[index] = text;
    const now = this.#now();
    if (this.#redraws) {
      if (last || now - this.#drawnAt >= FRAME_INTERVAL) this.#draw(now);
      return;
    }
    const printedAt = this.#printedAt[index] ?? -Infinity;
    if (!last && now - printedAt < LINE_INTERVAL) return;
    this.#printedAt[index] = now;
    this.#io.out(`${this.#line(index)}\n`);
  }

  #draw(now: number): void {
    const up = this.#drawn ? `\x1b[${this.#labels.length}A` : "";
    const lines = this.#labels.map((_, index) =>
      `\r\x1b[K${this.#line(index)}\n`
    );
    this.#io.out(up + lines.join(""));
    this.#drawn = true;
    this.#drawnAt = now;
  }

  #line(index: number): string {
    const text = `  ${this.#labels[index]}${GAP}${this.#texts[index]}`;
    // A line that the terminal wraps would be two lines when it is redrawn.
    return shorten(text, this.#io.columns - 1).trimEnd();
  }
}

/** Cuts a text that is too long and says so with an ellipsis. */
export function shorten(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width
    ? text
    : `${characters.slice(0, Math.max(width - 1, 0)).join("")}…`;
}

function pad(
  text: string,
  width: number,
  align: Column["align"] = "left",
): string {
  const blanks = " ".repeat(Math.max(width - [...text].length, 0));
  return align === "left" ? text + blanks : blanks + text;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((word) => pieces(word, width))) {
    if (line !== "" && [...line].length + 1 + [...word].length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function pieces(word: string, width: number): string[] {
  const characters = [...word];
  const parts: string[] = [];
  for (let at = 0; at < characters.length; at += Math.max(width, 1)) {
    parts.push(characters.slice(at, at + Math.max(width, 1)).join(""));
  }
  return parts;
}

function writeAll(
  stream: { writeSync(data: Uint8Array): number },
  text: string,
): void {
  let rest = new TextEncoder().encode(text);
  try {
    while (rest.length > 0) rest = rest.subarray(stream.writeSync(rest));
  } catch (error) {
    // Who reads has seen enough, as in `deno task coffee | head`.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
