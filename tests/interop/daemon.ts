// Copyright 2026 the wininet authors. MIT license.

/**
 * A program that serves until its test is over, with all its children.
 *
 * @module
 */

import { accepts } from "./processes.ts";

/**
 * Runs a server in a process group of its own, which ends when the server ends
 * or when this process closes the pipe, also by its own end.
 */
const SHELL = '( "$@"; kill -KILL 0 ) & read -r line; kill -KILL 0';

// 500 attempts, 10 ms apart; python needs about 300 ms, others 20 ms.
const CONNECT_ATTEMPTS = 500;
const CONNECT_PAUSE = 10;

/** Where a server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A server and all its children. */
export class Daemon {
  #process: Deno.ChildProcess;
  #ended = false;

  /** Starts it; what it says is added to the file `log`. */
  constructor(command: readonly string[], log: string) {
    this.#process = new Deno.Command("sh", {
      args: ["-c", `exec >>"$0" 2>&1; ${SHELL}`, log, ...command],
      detached: true,
      stdin: "piped",
      stdout: "null",
      stderr: "null",
    }).spawn();
    this.#process.status.then(() => this.#ended = true);
  }

  /** Whether it has ended, be it by itself. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Waits until somebody listens there; `false` if a server ended before. */
  static async listens(
    daemons: readonly Daemon[],
    { host, port }: Address,
  ): Promise<boolean> {
    for (let attempt = 1; attempt <= CONNECT_ATTEMPTS; attempt++) {
      if (daemons.some((daemon) => daemon.ended)) return false;
      if (await accepts(port, host)) return true;
      await pause();
    }
    return false;
  }

  /** Waits until nobody listens there: the last of a killed group may be alive for a moment. */
  static async left({ host, port }: Address): Promise<void> {
    while (await accepts(port, host)) await pause();
  }

  /** Ends it at once. */
  async stop(): Promise<void> {
    await this.#process.stdin.close().catch(() => {});
    await this.#process.status;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, CONNECT_PAUSE));
}
