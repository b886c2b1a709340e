// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console
/**
 * Runs commands one after the other and counts what they did. Their output is
 * passed on as it comes; the last line is `N passed, N failed`.
 *
 * A command that prints a test summary (`deno test`, or this program) counts
 * what its last summary says, any other command counts as one.
 *
 *     deno run --allow-run _tools/count.ts "deno task test" "deno lint"
 *
 * Words are split at spaces (there is no shell), and `deno` means the running
 * executable, which need not be on PATH.
 *
 * @module
 */

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** The last line of `deno test`, and the last line of this program. */
const SUMMARY_REGEXP =
  /^(?:(?:ok|FAILED) \| )?(\d+) passed(?: \(\d+ steps?\))?(?: \| |, )(\d+) failed\b/;
// deno-lint-ignore no-control-regex
const COLOR_REGEXP = /\x1b\[[0-9;]*m/g;

/** The counts that a line of output tells, or `null`. */
export function parseSummary(line: string): Counts | null {
  const match = SUMMARY_REGEXP.exec(line.replaceAll(COLOR_REGEXP, "").trim());
  return match && { passed: Number(match[1]), failed: Number(match[2]) };
}

function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/**
 * What a finished command counts. A command that failed never counts as passed,
 * even when its own summary says that nothing failed (a leak, low coverage).
 */
export function countCommand(success: boolean, summary: Counts | null): Counts {
  if (!success && !summary?.failed) {
    return { passed: summary?.passed ?? 0, failed: 1 };
  }
  return summary ?? { passed: 1, failed: 0 };
}

/** Passes output on, and finds the last summary in it: earlier ones may be a test's own output. */
async function passOn(
  output: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<Counts | null> {
  const [shown, read] = output.tee();
  const showing = shown.pipeTo(Deno.stdout.writable, { preventClose: true });
  let summary: Counts | null = null;
  let rest = "";
  for await (const text of read.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) summary = parseSummary(line) ?? summary;
  }
  await showing;
  return parseSummary(rest) ?? summary;
}

/** Runs one command to its end. */
export async function runCommand(words: readonly string[]): Promise<Counts> {
  const [program = "", ...args] = words;
  const command = new Deno.Command(
    program === "deno" ? Deno.execPath() : program,
    { args, stdin: "null", stdout: "piped", stderr: "inherit" },
  );
  try {
    const child = command.spawn();
    const summary = await passOn(child.stdout);
    const { success } = await child.status;
    return countCommand(success, summary);
  } catch (error) {
    console.error(`problem: cannot run "${program}": ${error}`);
    return countCommand(false, null);
  }
}

/** Runs all commands, prints what failed and the sum, and tells whether all went well. */
export async function runCommands(
  commands: readonly (readonly string[])[],
): Promise<boolean> {
  let sum: Counts = { passed: 0, failed: 0 };
  const failures: string[] = [];
  for (const words of commands) {
    const name = words.join(" ");
    console.log(`\n--- ${name}`);
    const start = performance.now();
    const counts = await runCommand(words);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`--- ${counts.failed ? "FAILED" : "done"} in ${seconds} s`);
    if (counts.failed) failures.push(name);
    sum = add(sum, counts);
  }
  console.log();
  for (const name of failures) console.log(`problem: failed: ${name}`);
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
  return failures.length === 0;
}

if (import.meta.main) {
  const commands = Deno.args.map((line) => line.split(" "));
  Deno.exitCode = await runCommands(commands) ? 0 : 1;
}
