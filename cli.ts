// Copyright 2026 the wininet authors. MIT license.

/**
 * The command line: `get`, `put`, `ls`, `mirror`, `head` and `rm` for HTTP, FTP and
 * Gopher.
 *
 * ```sh
 * deno install -grf --allow-net --allow-read --allow-write --allow-env -n wininet jsr:@wininet/wininet/cli
 * wininet get https://example.com/a.zip
 * wininet --help
 * ```
 *
 * @module
 */

import { programIo } from "./_cli/program_io.ts";
import { run } from "./_cli/run.ts";

/**
 * Runs a command line with the streams, the environment and the signals of the process.
 *
 * Ctrl-C stops the command; a second one ends the process immediately. Errors
 * are written to the standard error, and nothing is thrown.
 *
 * Differences: WinINet has no such program.
 *
 * @param args The arguments, the name of the command first.
 * @returns The exit code; `wininet --help` and docs/CLI.md list them.
 *
 * @example A program that downloads a list
 * ```ts
 * import { main } from "@wininet/wininet/cli";
 *
 * async function update(): Promise<void> {
 *   const code = await main(["get", "-C", "-q", "-P", "data", "-i", "list.txt"]);
 *   if (code !== 0) throw new Error(`The download ended with ${code}`);
 * }
 * ```
 */
export async function main(args: string[]): Promise<number> {
  using io = programIo();
  return await run(args, io);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
