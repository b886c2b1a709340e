// Copyright 2026 the wininet authors. MIT license.

/**
 * What the demo programs write: tables, and progress that is redrawn in place on a
 * terminal and goes line by line into anything else.
 *
 * @module
 */

import { type Io, LiveLines } from "../_cli/terminal.ts";
import { pad, shorten, widthOf } from "../_cli/text.ts";

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
const LABEL_WIDTH = 36;
const GAP = "  ";

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

/** Lays a table out; long texts are wrapped inside their column. */
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

/** A paragraph that is wrapped at spaces. */
export function paragraph(text: string, columns: number): string {
  return wrap(text, columns).map((line) => `${line}\n`).join("");
}

/** Lines that show how several things continue at the same time. */
export class Progress {
  readonly #io: Io;
  readonly #labels: readonly string[];
  readonly #printedAt: number[];
  /** `null` where lines cannot be redrawn. */
  readonly #live: LiveLines | null;
  readonly #now: () => number;

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

  /** Shows how one thing continues; too frequent updates are left out, a last one never is. */
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
