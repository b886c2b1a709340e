// Copyright 2026 the wininet authors. MIT license.

/**
 * The parts of the process that the command line uses: streams, environment
 * variables, a prompt and signals.
 *
 * @module
 */

import { abortable } from "../_base/deadline.ts";
import { EXIT } from "./commands.ts";
import { type Io, processIo, variable } from "./terminal.ts";

/** The process, or the replacement that a test supplies. */
export interface ProgramIo extends Io {
  /** Stops the command when it aborts; the reason is the exit code. */
  readonly signal: AbortSignal;
  /** Returns an environment variable, or `null` if it is not set. */
  variable(name: string): string | null;
  /** Prompts for a secret without echoing it; `null` if there is no terminal. */
  askSecret(prompt: string): Promise<string | null>;
  /** Returns the standard input. */
  input(): ReadableStream<Uint8Array>;
  /** Returns a byte stream to the standard output; closing it does not close the output. */
  output(): WritableStream<Uint8Array>;
}

/** The exit codes for signals. */
const SIGNALS: readonly (readonly [name: Deno.Signal, code: number])[] = [
  ["SIGINT", 130],
  ...(Deno.build.os === "windows"
    ? []
    : [["SIGTERM", 143] as [Deno.Signal, number]]),
];

/** Returns the I/O of this process; disposing it ends the handling of signals. */
export function programIo(): ProgramIo & Disposable {
  const stop = new AbortController();
  const listeners = SIGNALS.map(([name, code]) => {
    const listener = () => {
      stop.abort(code);
      // A second signal ends the process immediately.
      Deno.removeSignalListener(name, listener);
    };
    Deno.addSignalListener(name, listener);
    return () => Deno.removeSignalListener(name, listener);
  });
  // The exit code of a program that SIGPIPE ends.
  const onClosed = () => stop.abort(EXIT.CLOSED);
  return Object.assign(Object.create(processIo("stderr", onClosed)), {
    signal: stop.signal,
    variable,
    askSecret: (prompt: string) => askSecret(prompt, stop.signal),
    input: () => Deno.stdin.readable,
    output: () => processOutput(onClosed),
    [Symbol.dispose]() {
      for (const remove of listeners) remove();
    },
  });
}

/** Closing `Deno.stdout.writable` would close the standard output after the first file. */
function processOutput(onClosed: () => void): WritableStream<Uint8Array> {
  return new WritableStream({
    async write(bytes) {
      let rest = bytes;
      try {
        while (rest.length > 0) {
          rest = rest.subarray(await Deno.stdout.write(rest));
        }
      } catch (error) {
        if (error instanceof Deno.errors.BrokenPipe) onClosed();
        throw error;
      }
    },
  });
}

async function askSecret(
  prompt: string,
  signal: AbortSignal,
): Promise<string | null> {
  if (!Deno.stdin.isTerminal()) return null;
  // Before the prompt, so that characters typed immediately are not shown
  // either.
  Deno.stdin.setRaw(true, { cbreak: true });
  try {
    await Deno.stderr.write(new TextEncoder().encode(prompt));
    return await abortable(readSecret(), signal);
  } finally {
    Deno.stdin.setRaw(false);
    await Deno.stderr.write(new TextEncoder().encode("\n"));
  }
}

/** Reads until the end of the line; backspace removes a character. */
async function readSecret(): Promise<string | null> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(256);
  const characters: string[] = [];
  for (;;) {
    const count = await Deno.stdin.read(buffer);
    if (count === null) return null;
    const text = decoder.decode(buffer.subarray(0, count), { stream: true });
    for (const character of text) {
      if (character === "\r" || character === "\n") return characters.join("");
      if (character === "\x04") return null;
      if (character === "\x7f" || character === "\b") characters.pop();
      else characters.push(character);
    }
  }
}
