// Copyright 2026 the wininet authors. MIT license.

/**
 * The eight events of the coffee demo, with the time of each.
 *
 * @module
 */

import type { Download } from "./download.ts";
import { formatBytes } from "./display.ts";

/** The mode in which a version of the program downloads. */
export type Mode = "synchronous" | "asynchronous";

/** The time of an event, and the activity of the program at that time. */
export interface Moment {
  /** The number of milliseconds since the start. */
  readonly at: number;
  /** The activity of the program at that time. */
  readonly doing: string;
}

/** The number of the event that ends the program. */
const COMPARED = 8;

/** Returns the names of the eight events, starting with event 1. */
export function eventNames(labels: readonly string[]): string[] {
  const [first, second] = labels;
  const two = labels.length === 2;
  return [
    `The program starts and requests the prices of ${first}`,
    two
      ? `The prices of ${second} are requested`
      : "All prices have been requested",
    `${first} responds`,
    two ? `${second} responds` : "The other sites have also responded",
    `The first prices of ${first} arrive`,
    two ? "One of the two lists is complete" : "The first list is complete",
    two ? "The other list is also complete" : "All lists are complete",
    "The prices are compared",
  ];
}

/** Records the events of one version while it runs. */
export class Timeline {
  readonly #mode: Mode;
  readonly #startedAt = performance.now();
  readonly #moments = new Map<number, Moment>();

  constructor(mode: Mode) {
    this.#mode = mode;
  }

  /** Records the events caused by a change of a download. */
  note(downloads: readonly Download[]): void {
    const [first, ...others] = downloads;
    if (first === undefined) return;
    const happened: readonly boolean[] = [
      isAsked(first),
      others.every(isAsked),
      hasAnswered(first),
      others.every(hasAnswered),
      first.bytes > 0,
      downloads.some(isComplete),
      downloads.every(isComplete),
    ];
    for (const [index, yes] of happened.entries()) {
      if (yes) this.#record(index + 1, () => this.#describe(downloads));
    }
  }

  /** Records that the prices were compared. */
  noteComparison(): void {
    this.#record(COMPARED, () => "done");
  }

  /** The number of milliseconds since the start. */
  get elapsed(): number {
    return performance.now() - this.#startedAt;
  }

  /** Returns the moment of an event from 1 to 8, or `null` if the event did not happen. */
  moment(event: number): Moment | null {
    return this.#moments.get(event) ?? null;
  }

  #record(event: number, describe: () => string): void {
    if (this.#moments.has(event)) return;
    this.#moments.set(event, { at: this.elapsed, doing: describe() });
  }

  #describe(downloads: readonly Download[]): string {
    const text = downloads.map(describe).join(", ");
    if (downloads.every(({ phase, over }) => over || phase === "idle")) {
      return text;
    }
    return this.#mode === "synchronous"
      ? `waiting: ${text}`
      : `continuing: ${text}`;
  }
}

function isAsked({ phase }: Download): boolean {
  return phase !== "idle";
}

function isComplete({ phase }: Download): boolean {
  return phase === "complete";
}

function hasAnswered({ phase }: Download): boolean {
  return phase === "answered" || phase === "reading" || phase === "complete";
}

function describe(download: Download): string {
  const { label, phase, bytes, total, interrupted } = download;
  switch (phase) {
    case "idle":
      return `${label} not requested yet`;
    case "asked":
      return `no response from ${label} yet`;
    case "answered":
      return `${label} has responded`;
    case "reading":
      return `${formatBytes(bytes, total)} from ${label}`;
    case "complete":
      return `${label} complete`;
    case "failed":
      return `${label} ${interrupted ? "interrupted" : "failed"}`;
  }
}
