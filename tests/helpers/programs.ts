// Copyright 2026 the wininet authors. MIT license.

/**
 * Programs that tests run to their end. A program that hangs, for example because
 * one of its threads has panicked, is killed and fails its test.
 *
 * @module
 */

/** The maximum run time of a program; only a program that hangs reaches it. */
const PATIENCE = 60_000;

// 1000 checks, 5 ms apart; python needs about 300 ms to start, others 20 ms.
const CHECKS = 1000;
const PAUSE = 5;

/** The options for running a program. */
export interface ProgramOptions {
  readonly cwd?: string | URL;
  /** Variables in addition to those of this process. */
  readonly env?: Record<string, string>;
  /**
   * The content of its standard input. @default {nothing}
   */
  readonly input?: string;
  /**
   * The maximum number of open file descriptors. @default {that of this
   * process}
   */
  readonly descriptors?: number;
}

/** The result of a program. */
export interface ProgramEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program; throws if it does not end. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramEnd> {
  const child = spawn(program, args, options);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    kill(child);
  }, PATIENCE);
  try {
    const [{ code, stdout, stderr }] = await Promise.all([
      child.output(),
      options.input !== undefined && feed(child, options.input),
    ]);
    const [output, errors] = [decode(stdout), decode(stderr)];
    if (isLate) {
      throw new Deno.errors.TimedOut(
        `Cannot wait longer for "${program} ${args.join(" ")}": ${errors}`,
      );
    }
    return { code, stdout: output, stderr: errors };
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a program that must succeed; returns its output. */
export async function outputOf(
  program: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await runProgram(program, args, options);
  if (code === 0) return stdout;
  throw new Error(
    `"${program} ${args.join(" ")}" ended with ${code}: ${stderr}`,
  );
}

/** Waits until a condition holds; throws after some seconds. */
export async function until(
  holds: () => Promise<boolean>,
  condition: string,
): Promise<void> {
  for (let check = 1; check <= CHECKS; check++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  throw new Deno.errors.TimedOut(`Cannot wait until ${condition}`);
}

/** Runs a program of Deno until a condition holds, and kills it, also if it never does. */
export async function runUntil(
  source: string,
  args: readonly string[],
  holds: () => Promise<boolean>,
  condition: string,
): Promise<void> {
  const child = spawn(
    Deno.execPath(),
    ["run", "--no-check", "-A", "-", ...args],
    { input: source },
  );
  const output = child.output();
  try {
    await feed(child, source);
    await until(holds, condition);
  } finally {
    kill(child);
    await output;
  }
}

/** Kills a program that may have ended already. */
export function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

function spawn(
  program: string,
  args: readonly string[],
  { cwd, env = {}, input, descriptors }: ProgramOptions,
): Deno.ChildProcess {
  const [name, ...all] = descriptors === undefined ? [program, ...args] : [
    "sh",
    "-c",
    `ulimit -n ${descriptors} && exec "$@"`,
    "sh",
    program,
    ...args,
  ];
  return new Deno.Command(name!, {
    args: all,
    env,
    stdin: input === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
    ...(cwd !== undefined && { cwd }),
  }).spawn();
}

async function feed(child: Deno.ChildProcess, input: string): Promise<void> {
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
