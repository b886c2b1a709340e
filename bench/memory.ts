// Copyright 2026 the wininet authors. MIT license.

/**
 * A folder in memory for the files of servers and clients: a disk would be
 * measured otherwise.
 *
 * What is left there takes memory until the machine is restarted. So a process of
 * its own removes the folder when this one ends, however that comes about: the
 * system closes the pipe between the two even when this process is killed.
 *
 * @module
 */

const MEMORY = "/dev/shm";

/** Waits for the end of its input and removes a folder; what has it open may take a moment to end. */
const CLEANER = 'read -r line; rm -rf "$0"; sleep 1; rm -rf "$0"';

let folder: string | null = null;

/** The folder; the same one for all that ask. */
export function memoryFolder(): string {
  if (folder !== null) return folder;
  const inMemory = Deno.build.os === "linux" && { dir: MEMORY };
  folder = Deno.makeTempDirSync({ prefix: "wininet-bench-", ...inMemory });
  if (Deno.build.os !== "windows") startCleaner(folder);
  return folder;
}

/** In a group of its own, so that what is sent to this one does not reach it. */
function startCleaner(path: string): void {
  const cleaner = new Deno.Command("sh", {
    args: ["-c", CLEANER, path],
    detached: true,
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  cleaner.unref();
}
