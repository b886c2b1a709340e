// Copyright 2026 the wininet authors. MIT license.

/**
 * Runs a command line.
 *
 * @module
 */

import { readCommandLine } from "./arguments.ts";
import { COMMANDS, EXIT } from "./commands.ts";
import type { ProgramIo } from "./program_io.ts";
import { exitCodeOf } from "./exit_code.ts";
import { prepare } from "./job.ts";
import { plainText } from "./text.ts";
import { UsageError } from "./usage_error.ts";

/** Runs a command line; returns the exit code. */
export async function run(
  args: readonly string[],
  io: ProgramIo,
): Promise<number> {
  const place = ["wininet"];
  if (COMMANDS.some(({ name }) => name === args[0])) place.push(args[0]!);
  try {
    const line = readCommandLine(args);
    if ("help" in line) {
      const { commandHelp, programHelp } = await import("./help.ts");
      io.out(
        line.command === null ? programHelp() : commandHelp(line.command),
      );
      return EXIT.OK;
    }
    const [job, command] = await Promise.all([
      prepare(line, io),
      line.command.load(),
    ]);
    const code = await command.run(job).finally(() => job.report.clear());
    return stopCode(io.signal) ?? code;
  } catch (error) {
    const name = place.join(" ");
    if (error instanceof UsageError) {
      const hint = `try: ${name} --help`;
      io.err(plainText(`${name}: ${error.message}; ${hint}`) + "\n");
      return EXIT.USAGE;
    }
    const stopped = stopCode(io.signal);
    const message = stopped === null ? messageOf(error) : STOPPED;
    io.err(plainText(`${name}: ${message}`) + "\n");
    return stopped ?? exitCodeOf(error);
  }
}

/** What is whole is not copied again. */
const STOPPED = "stopped; the same command does the rest";

function stopCode({ aborted, reason }: AbortSignal): number | null {
  if (!aborted) return null;
  return typeof reason === "number" ? reason : EXIT.STOPPED;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
