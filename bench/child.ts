// Copyright 2026 the wininet authors. MIT license.

/**
 * Child processes that measure or serve. Each performs one task, answers
 * questions one after another, and has separate memory.
 *
 * A question is a line of the child's input; an answer is a line of JSON.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import process from "node:process";

/** The permissions of a child: those that a program with this library usually has. */
const PERMISSIONS = [
  "--no-prompt",
  "--allow-net=127.0.0.1,localhost,[::1]",
  // Without this permission only fetch can read the proxies of the environment,
  // so the library sends the unobserved requests with fetch.
  "--allow-env",
];

const CERTIFICATES = fileURLToPath(
  new URL("../tests/tls/ca.pem", import.meta.url),
);

const encoder = new TextEncoder();

/** A process that runs a module of this directory. */
export class Child implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #questions: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #answers: AsyncGenerator<string>;

  private constructor(process: Deno.ChildProcess) {
    this.#process = process;
    this.#questions = process.stdin.getWriter();
    this.#answers = lines(process.stdout);
  }

  /**
   * Starts a module, such as `"http_read.ts"`, with arguments and additional
   * permissions. `maxFiles` is the maximum number of open files and sockets.
   */
  static start(
    module: string,
    args: readonly string[] = [],
    permissions: readonly string[] = [],
    maxFiles: number | null = null,
  ): Child {
    const path = fileURLToPath(new URL(module, import.meta.url));
    const flags = [...PERMISSIONS, ...permissions, `--cert=${CERTIFICATES}`];
    const deno = [Deno.execPath(), "run", ...flags, path, ...args];
    const [program, ...words] = maxFiles === null
      ? deno
      : ["sh", "-c", 'ulimit -n "$0" && exec "$@"', `${maxFiles}`, ...deno];
    const command = new Deno.Command(program!, {
      args: words,
      stdin: "piped",
      stdout: "piped",
    });
    return new Child(command.spawn());
  }

  /** Sends a question; resolves with the answer. */
  async ask<Answer>(question: string = ""): Promise<Answer> {
    await this.#questions.write(encoder.encode(`${question}\n`));
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`Cannot ask "${question}": the process ended`);
    return JSON.parse(value);
  }

  /**
   * Returns the number of open files and sockets of the process; `null` if the
   * system does not report it.
   */
  async openFiles(): Promise<number | null> {
    if (Deno.build.os !== "linux") return null;
    const command = new Deno.Command("ls", {
      args: [`/proc/${this.#process.pid}/fd`],
    });
    const { stdout } = await command.output();
    return new TextDecoder().decode(stdout).trim().split("\n").length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#questions.close().catch(() => {});
    await this.#process.status;
    await this.#answers.return(undefined);
  }
}

/**
 * Starts a measurement; the returned function returns the elapsed time and
 * processor time in seconds.
 */
export function startClock(): () => { seconds: number; cpu: number } {
  const start = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return {
      seconds: (performance.now() - start) / 1000,
      cpu: (user + system) / 1e6,
    };
  };
}

/** The child's side: answers each question until the input ends, then ends the process. */
export async function answerQuestions(
  answer: (question: string) => unknown,
): Promise<never> {
  for await (const question of lines(Deno.stdin.readable)) {
    const text = JSON.stringify(await answer(question) ?? null);
    await Deno.stdout.write(encoder.encode(`${text}\n`));
  }
  Deno.exit();
}

async function* lines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const found = (rest + text).split("\n");
    rest = found.pop()!;
    yield* found;
  }
}
