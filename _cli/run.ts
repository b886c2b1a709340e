// Copyright 2026 the wininet authors. MIT license.

/**
 * Runs a command line.
 *
 * @module
 */

import { readCommandLine } from "./arguments.ts";
import { type CommandName, COMMANDS, EXIT } from "./commands.ts";
import type { ProgramIo } from "./program_io.ts";
import { exitCodeOf } from "./exit_code.ts";
import type { Job } from "./job.ts";
import { plainText } from "./text.ts";
import { UsageError } from "./usage_error.ts";

/** A module with a command. */
interface CommandModule {
  /** Does what the command line says; returns the exit code. */
  run(job: Job): Promise<number>;
}

/** Loads the module of a command. */
const LOADERS: Readonly<Record<CommandName, () => Promise<CommandModule>>> = {
  get: () => import("./get.ts"),
  put: () => import("./put.ts"),
  ls: () => import("./list.ts"),
  mirror: () => import("./mirror.ts"),
  head: () => import("./head.ts"),
  rm: () => import("./remove.ts"),
};

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
    // A wrong command line and the help do not wait for the library.
    const [{ prepare }, command] = await Promise.all([
      import("./job.ts"),
      LOADERS[line.command.name](),
    ]);
    const job = await prepare(line, io);
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
