// Copyright 2026 the wininet authors. MIT license.

/**
 * Runs a command line.
 *
 * @module
 */

import { type Question, readCommandLine } from "./arguments.ts";
import { type CommandName, COMMANDS, EXIT } from "./commands.ts";
import type { ProgramIo } from "./program_io.ts";
import { exitCodeOf } from "./exit_code.ts";
import type { Job } from "./job.ts";
import { errorData } from "./report.ts";
import { plainText } from "./text.ts";
import { UsageError } from "./usage_error.ts";
import { userMessage } from "./wording.ts";

/** A module that implements a command. */
interface CommandModule {
  /** Runs the command; failures that it reports decide the exit code. */
  run(job: Job): Promise<void>;
}

/** Loads the module of each command. */
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
  try {
    const line = readCommandLine(args);
    if ("question" in line) {
      io.out(await answerOf(line));
      return EXIT.OK;
    }
    // The errors of a wrong command line and the help do not wait for the
    // library to load.
    const [{ prepare }, command] = await Promise.all([
      import("./job.ts"),
      LOADERS[line.command.name](),
    ]);
    const job = await prepare(line, io);
    await command.run(job).finally(() => job.report.clear());
    return stopCode(io.signal) ?? job.report.exitCode;
  } catch (error) {
    return reportEnd(args, io, error);
  }
}

async function answerOf(line: Question): Promise<string> {
  if (line.question === "version") {
    const { default: { version } } = await import("../deno.json", {
      with: { type: "json" },
    });
    return `wininet ${version}\n`;
  }
  const { commandHelp, programHelp } = await import("./help.ts");
  return line.command === null ? programHelp() : commandHelp(line.command);
}

/** Reports the error that has ended a command; returns the exit code. */
function reportEnd(
  args: readonly string[],
  io: ProgramIo,
  error: unknown,
): number {
  const command = COMMANDS.find(({ name }) => name === args[0])?.name ?? null;
  const stopped = stopCode(io.signal);
  const code = stopped ?? exitCodeOf(error);
  // The reader of the output has closed it.
  if (code === EXIT.CLOSED) return code;
  const end = stopped === null ? error : new Error(stopText(command));
  // If the command line is wrong, it is not certain that JSON is expected.
  if (args.includes("--json") && !(end instanceof UsageError)) {
    const data = { type: command, ok: false, error: errorData(end) };
    tryOut(io, `${JSON.stringify(data)}\n`);
  }
  const name = command === null ? "wininet" : `wininet ${command}`;
  const hint = end instanceof UsageError ? `; try: ${name} --help` : "";
  io.err(plainText(`${name}: ${userMessage(end)}${hint}`) + "\n");
  return code;
}

/** Ignores errors, because the standard output itself may have failed. */
function tryOut(io: ProgramIo, text: string): void {
  try {
    io.out(text);
  } catch {
    // The line on the standard error contains the reason.
  }
}

/** Returns the text for a stop, with the effect of running the same command again. */
function stopText(command: CommandName | null): string {
  switch (command) {
    case "mirror":
    case "rm":
      return "stopped; the same command continues";
    case "put":
      return "stopped; the same command continues the upload";
    default:
      return "stopped";
  }
}

function stopCode({ aborted, reason }: AbortSignal): number | null {
  if (!aborted) return null;
  return typeof reason === "number" ? reason : EXIT.STOPPED;
}
