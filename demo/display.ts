// Copyright 2026 the wininet authors. MIT license.

/**
 * The output of the demo programs: tables, and progress that is redrawn in
 * place on a terminal and written line by line elsewhere.
 *
 * @module
 */

import { type Io, LiveLines } from "../_cli/terminal.ts";
import { pad, shorten, widthOf } from "../_cli/text.ts";

/** A row of a table; `null` is a horizontal rule. */
export type Row = readonly string[] | null;

/** A column of a table. */
export interface Column {
  /** The maximum width of the text before it is wrapped, in columns. */
  readonly width: number;
  /** @default {"left"} */
  readonly align?: "left" | "right";
}

/**
 * The interval between two lines about the same item, if lines cannot be
 * redrawn, in milliseconds.
 */
const LINE_INTERVAL = 500;
const LABEL_WIDTH = 36;
const GAP = "  ";

/** Formats milliseconds as seconds. */
export function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(3)} s`;
}

/** Formats a number of bytes, with the total if it is known. */
export function formatBytes(
  bytes: number,
  total: number | null = null,
): string {
  return total === null ? `${bytes} bytes` : `${bytes} of ${total} bytes`;
}

/** Lays out a table; long texts are wrapped inside their column. */
export function table(
  columns: readonly Column[],
  rows: readonly Row[],
): string {
  const widths = columns.map((column, index) =>
    Math.min(
      column.width,
      Math.max(...rows.map((row) => widthOf(row?.[index] ?? ""))),
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

/** Wraps a paragraph at spaces. */
export function paragraph(text: string, columns: number): string {
  return wrap(text, columns).map((line) => `${line}\n`).join("");
}

/** Lines that show the progress of several items at the same time. */
export class Progress {
  readonly #io: Io;
  readonly #labels: readonly string[];
  readonly #printedAt: number[];
  /** `null` if lines cannot be redrawn. */
  readonly #live: LiveLines | null;
  readonly #now: () => number;

  /**
   * Starts to show progress.
   *
   * @param io The output.
   * @param labels The names of the items, one line for each.
   * @param now The clock, in milliseconds.
   */
  constructor(
    io: Io,
    labels: readonly string[],
    now: () => number = () => performance.now(),
  ) {
    const shown = labels.map((label) => shorten(label, LABEL_WIDTH));
    const width = Math.max(...shown.map(widthOf), 0);
    this.#io = io;
    this.#labels = shown.map((label) => pad(label, width));
    this.#printedAt = labels.map(() => -Infinity);
    this.#now = now;
    const redraws = io.terminal && labels.length < io.rows;
    this.#live = redraws
      ? new LiveLines(io, (text) => io.out(text), now)
      : null;
    for (const index of labels.keys()) {
      this.#live?.add(index, this.#line(index, ""));
    }
  }

  /**
   * Shows the progress of one item. Updates that are too frequent are omitted,
   * except the last one.
   */
  update(index: number, text: string, last = false): void {
    const line = this.#line(index, text);
    if (this.#live !== null) {
      this.#live.set(index, line, last);
      return;
    }
    const now = this.#now();
    const printedAt = this.#printedAt[index] ?? -Infinity;
    if (!last && now - printedAt < LINE_INTERVAL) return;
    this.#printedAt[index] = now;
    this.#io.out(`${shorten(line, this.#io.columns - 1).trimEnd()}\n`);
  }

  #line(index: number, text: string): string {
    return `  ${this.#labels[index]}${GAP}${text}`;
  }
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((word) => pieces(word, width))) {
    if (line !== "" && widthOf(line) + 1 + widthOf(word) > width) {
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
