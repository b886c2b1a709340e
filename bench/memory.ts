// Copyright 2026 the wininet authors. MIT license.

/**
 * A directory in memory for the files of servers and clients, so that the disk
 * is not measured.
 *
 * Files left there would use memory until the machine is restarted. So a
 * separate process removes the directory when this process ends in any way: the
 * system closes the pipe between the two even if this process is killed.
 *
 * @module
 */

const MEMORY = "/dev/shm";

/**
 * Waits for the end of its input and removes a directory. Programs that use it
 * may need a moment to end.
 */
const CLEANER = 'read -r line; rm -rf "$0"; sleep 1; rm -rf "$0"';

let folder: string | null = null;

/** Returns the directory, which is the same for all callers. */
export function memoryFolder(): string {
  if (folder !== null) return folder;
  const inMemory = Deno.build.os === "linux" && { dir: MEMORY };
  folder = Deno.makeTempDirSync({ prefix: "wininet-bench-", ...inMemory });
  if (Deno.build.os !== "windows") startCleaner(folder);
  return folder;
}

/** Uses a separate process group, so that signals to this process do not reach it. */
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
