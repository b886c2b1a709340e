// Copyright 2026 the wininet authors. MIT license.

/**
 * The mark of a process in the directory of a cache: a file `p-<number>` that
 * the process has locked. The system releases the lock when the process ends in
 * any way, so other processes know which locks of entries are still valid.
 *
 * @module
 */

import { closeFile, closeLocked, linkInfo } from "../_base/local_file.ts";

const NAME_REGEXP = /^p-(\d+)$/;

/** Returns a random number of 48 bits, so that two processes do not have the same one. */
function randomNumber(): number {
  return parseInt(crypto.getRandomValues(new Uint8Array(6)).toHex(), 16);
}

/** The locked file of this process. */
export class ProcessLock implements Disposable {
  readonly number: number;
  readonly #path: string;
  readonly #file: Deno.FsFile;

  private constructor(number: number, path: string, file: Deno.FsFile) {
    this.number = number;
    this.#path = path;
    this.#file = file;
  }

  /** Creates and locks a file in a directory. */
  static take(folder: string): ProcessLock {
    for (;;) {
      const number = randomNumber();
      const path = pathOf(folder, number);
      const options = { read: true, write: true, createNew: true, mode: 0o600 };
      const file = Deno.openSync(path, options);
      // Another process may remove the file as left over before it is locked.
      if (file.tryLockSync(true) && linkInfo(path) !== null) {
        return new ProcessLock(number, path, file);
      }
      closeFile(file);
    }
  }

  [Symbol.dispose](): void {
    try {
      Deno.removeSync(this.#path);
    } catch {
      // The directory no longer exists.
    }
    closeLocked(this.#file);
  }
}

/** Returns `true` if the process with a number is still running. */
export function isProcessAlive(folder: string, number: number): boolean {
  let file: Deno.FsFile | null = null;
  try {
    file = Deno.openSync(pathOf(folder, number));
    // Uses a shared lock, so that two processes that check at the same time do
    // not mistake each other for the owner.
    return !file.tryLockSync(false);
  } catch {
    return false;
  } finally {
    closeLocked(file);
  }
}

/** Removes the files of processes that have ended. */
export function sweepProcesses(folder: string): void {
  for (const { name } of Deno.readDirSync(folder)) {
    const number = NAME_REGEXP.exec(name)?.[1];
    if (number === undefined || isProcessAlive(folder, Number(number))) {
      continue;
    }
    try {
      Deno.removeSync(`${folder}/${name}`);
    } catch {
      // Another process has removed it.
    }
  }
}

function pathOf(folder: string, number: number): string {
  return `${folder}/p-${number}`;
}
