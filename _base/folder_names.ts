// Copyright 2026 the wininet authors. MIT license.

/**
 * The names in a folder to which many files are written: the folder is read once instead of looking
 * up each file several times. Looking up a missing file throws an exception, and takes five times
 * as long as finding an existing one.
 *
 * @module
 */

import { comparableName, nameStart } from "./local_name.ts";
import { permitted } from "./permission.ts";

/**
 * The maximum number of names that are remembered. In a larger directory each
 * file is looked up.
 */
const MAX_NAMES = 10_000;

/** The time after which the folder is read again, in milliseconds: other programs write, too. */
const FRESH = 1000;

/** The names in a folder as it was a moment ago. */
export class FolderNames {
  readonly #folder: string;
  readonly #clock: () => number;
  #names: ReadonlySet<string> | null = null;
  #readAt = -Infinity;
  #reading: Promise<void> | null = null;

  /**
   * @param folder The path, with a slash at its end.
   * @param clock Returns the current time in milliseconds.
   */
  constructor(folder: string, clock: () => number = () => performance.now()) {
    this.#folder = folder;
    this.#clock = clock;
  }

  get #isFresh(): boolean {
    return this.#clock() - this.#readAt < FRESH;
  }

  /** Reads the folder, unless it was read a moment ago. */
  async refresh(): Promise<void> {
    if (this.#isFresh) return;
    await (this.#reading ??= this.#read());
  }

  async #read(): Promise<void> {
    const readAt = this.#clock();
    this.#names = await namesIn(this.#folder);
    // A folder that is too big, or closed to the program, is not read again.
    this.#readAt = this.#names === null ? Infinity : readAt;
    this.#reading = null;
  }

  /** Returns `true` if the folder had nothing with this path a moment ago; `false` if that is not known. */
  lacks(path: string): boolean {
    const start = nameStart(path);
    return this.#names !== null && this.#isFresh &&
      path.slice(0, start) === this.#folder &&
      !this.#names.has(comparableName(path.slice(start)));
  }
}

async function namesIn(folder: string): Promise<Set<string> | null> {
  if (!permitted({ name: "read", path: folder })) return null;
  const names = new Set<string>();
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (names.size === MAX_NAMES) return null;
      names.add(comparableName(name));
    }
  } catch {
    return null;
  }
  return names;
}
