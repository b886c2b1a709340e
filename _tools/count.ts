// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console
/**
 * Runs commands one after the other and counts the results. Each command prints
 * one line, and one more for every minute that it takes. The output of a
 * command is printed only if it failed. The last line is `N passed, N failed`.
 *
 * A command that prints a test summary (`deno test`, or this program) has the
 * counts of its last summary; any other command counts as one.
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

/** Returns the counts in a line of output, or `null`. */
export function parseSummary(line: string): Counts | null {
  const match = SUMMARY_REGEXP.exec(line.replaceAll(COLOR_REGEXP, "").trim());
  return match && { passed: Number(match[1]), failed: Number(match[2]) };
}

function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/**
 * Returns the counts for a finished command. A command that failed never counts
 * as passed, even if its own summary reports no failure (a leak, low coverage).
 */
export function countCommand(success: boolean, summary: Counts | null): Counts {
  if (!success && !summary?.failed) {
    return { passed: summary?.passed ?? 0, failed: 1 };
  }
  return summary ?? { passed: 1, failed: 0 };
}

/** Lines of progress: a file that is checked or started, a test that did not fail. */
const PROGRESS_REGEXP =
  /^(?:.* \.\.\. (?:ok|ignored) \(.*\)|running \d+ tests? from .*|Check .*)$/;

/** The line of a test that passed. */
const PASSED_REGEXP = / \.\.\. ok \(/;

/** Returns the last summary in an output: earlier ones may be the output of a test. */
export function lastSummary(output: string): Counts | null {
  let summary: Counts | null = null;
  for (const line of output.split("\n")) {
    summary = parseSummary(line) ?? summary;
  }
  return summary;
}

/** Returns the progress of a command: the number of passed tests, and its last line. */
export function progressOf(output: string): string {
  const lines = output.replaceAll(COLOR_REGEXP, "").trimEnd().split("\n");
  const passed = lines.filter((line) => PASSED_REGEXP.test(line)).length;
  return `${passed} passed so far, last line: ${lines.at(-1)}`;
}

/** Returns the output of a failed command, without its lines of progress. */
export function failuresOf(output: string): string {
  const lines = output.split("\n").filter((line) =>
    !PROGRESS_REGEXP.test(line.replaceAll(COLOR_REGEXP, ""))
  );
  return lines.join("\n").replaceAll(/\n{3,}/g, "\n\n").trim();
}

interface Outcome {
  readonly counts: Counts;
  readonly output: string;
}

/** The options for watching a command. */
export interface Watch {
  /** Called with the progress of the command. */
  readonly report: (progress: string) => void;
  /** The time between two reports, in milliseconds. */
  readonly interval: number;
  /**
   * The time in milliseconds that the output may stay open after the command
   * has ended: another process that it has started can keep it open.
   */
  readonly patience: number;
}

const USUAL_WATCH: Watch = {
  report: (progress) => console.log(`\n  ${progress}`),
  interval: 60_000,
  patience: 5_000,
};

/** Runs one command until it ends. */
export async function runCommand(
  words: readonly string[],
  { report, interval, patience }: Watch = USUAL_WATCH,
): Promise<Outcome> {
  const [program = "", ...args] = words;
  const command = new Deno.Command(
    program === "deno" ? Deno.execPath() : program,
    { args, stdin: "null", stdout: "piped", stderr: "piped" },
  );
  try {
    const child = command.spawn();
    const enough = new AbortController();
    const output = read(child.stdout, enough.signal);
    const errors = read(child.stderr, enough.signal);
    const timer = setInterval(() => report(progressOf(output.text)), interval);
    const { success } = await child.status;
    clearInterval(timer);
    const late = setTimeout(() => enough.abort(), patience);
    await Promise.all([output.end, errors.end]);
    clearTimeout(late);
    return {
      counts: countCommand(success, lastSummary(output.text)),
      output: `${output.text}\n${errors.text}`,
    };
  } catch (error) {
    const output = `problem: cannot run "${program}": ${error}`;
    return { counts: countCommand(false, null), output };
  }
}

/** Text that is being read. */
interface Reading {
  /** The text read so far. */
  readonly text: string;
  /** Resolves when the text ends. */
  readonly end: Promise<void>;
}

function read(
  bytes: ReadableStream<Uint8Array<ArrayBuffer>>,
  enough: AbortSignal,
): Reading {
  const reading = { text: "", end: Promise.resolve() };
  const sink = new WritableStream<string>({
    write(piece) {
      reading.text += piece;
    },
  });
  reading.end = bytes.pipeThrough(new TextDecoderStream())
    .pipeTo(sink, { signal: enough }).catch((error) => {
      if (!enough.aborted) throw error;
    });
  return reading;
}

/** Returns the command in a form that fits on a line. */
function shortName(words: readonly string[]): string {
  if (words.length <= 10) return words.join(" ");
  return `${words.slice(0, 6).join(" ")} (and ${words.length - 6} more)`;
}

/**
 * Runs all commands, prints the output of those that failed and the total, and
 * returns whether all succeeded.
 */
export async function runCommands(
  commands: readonly (readonly string[])[],
): Promise<boolean> {
  let sum: Counts = { passed: 0, failed: 0 };
  const failures: string[] = [];
  for (const words of commands) {
    const name = shortName(words);
    const start = performance.now();
    await Deno.stdout.write(new TextEncoder().encode(`${name} ... `));
    const { counts, output } = await runCommand(words);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${counts.failed ? "FAILED" : "ok"} (${seconds} s)`);
    if (counts.failed) {
      failures.push(name);
      console.log(failuresOf(output));
    }
    sum = add(sum, counts);
  }
  for (const name of failures) console.log(`problem: failed: ${name}`);
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
  return failures.length === 0;
}

if (import.meta.main) {
  const commands = Deno.args.map((line) => line.split(" "));
  Deno.exitCode = await runCommands(commands) ? 0 : 1;
}
