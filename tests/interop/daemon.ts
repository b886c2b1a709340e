// Copyright 2026 the wininet authors. MIT license.

/**
 * Server programs that run until they are stopped, together with all their
 * children and the directory of their files.
 *
 * @module
 */

import { until } from "../helpers/programs.ts";
import { accepts } from "./processes.ts";

/**
 * Runs a server in a separate process group. The group ends when the server
 * ends, or when this process closes the pipe, which also happens when this
 * process ends.
 */
const SHELL = '( "$@"; kill -KILL 0 ) & read -r line; kill -KILL 0';

/**
 * The maximum number of attempts to start a server; a free port may be taken in
 * the meantime.
 */
const START_ATTEMPTS = 5;

/** The address of a server. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A server and all its children. */
export class Daemon {
  #process: Deno.ChildProcess;
  #ended = false;

  /** Starts the server; its output is appended to the file `log`. */
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

  /** `true` if the server has ended, for any reason. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Waits until the address accepts connections; returns `false` if a server ended first. */
  static async listens(
    daemons: readonly Daemon[],
    { host, port }: Address,
  ): Promise<boolean> {
    let listens = false;
    const ended = () => daemons.some((daemon) => daemon.ended);
    await until(
      async () => ended() || (listens = await accepts(port, host)),
      `${host}:${port} accepts connections`,
    );
    return listens && !ended();
  }

  /**
   * Waits until the address refuses connections: a process of a killed group
   * may still run for a moment.
   */
  static async left({ host, port }: Address): Promise<void> {
    const left = async () => !await accepts(port, host);
    await until(left, `${host}:${port} refuses connections`);
  }

  /** Ends the server immediately. */
  async stop(): Promise<void> {
    await this.#process.stdin.close().catch(() => {});
    await this.#process.status;
  }
}

/**
 * Starts a server that has all its files in one temporary directory.
 *
 * @param start Returns `undefined` if the server ended immediately; it is then
 * called again with the same directory.
 */
export async function startInFolder<Server>(
  name: string,
  start: (folder: string) => Promise<Server | undefined>,
): Promise<Server> {
  const folder = await Deno.makeTempDir({ prefix: `wininet-${name}-` });
  try {
    for (let attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
      const server = await start(folder);
      if (server) return server;
    }
    const log = await Deno.readTextFile(logOf(folder));
    throw new Deno.errors.ConnectionRefused(`Cannot start ${name}: ${log}`);
  } catch (error) {
    await Deno.remove(folder, { recursive: true });
    throw error;
  }
}

/** The programs of a server. */
export interface Daemons extends AsyncDisposable {
  /** Kills all programs and starts them again on the same ports. */
  restart(): Promise<void>;
}

/**
 * Runs the programs of a server and waits until all its addresses accept
 * connections. Disposing the result stops the programs and removes the
 * directory.
 *
 * @returns `undefined` if a program ended, for example because a port was
 * taken.
 */
export async function startDaemons(
  folder: string,
  commands: readonly (readonly string[])[],
  addresses: readonly Address[],
): Promise<Daemons | undefined> {
  let daemons: readonly Daemon[] = [];
  const start = async () => {
    daemons = commands.map((command) => new Daemon(command, logOf(folder)));
    for (const address of addresses) {
      if (!await Daemon.listens(daemons, address)) return false;
    }
    return true;
  };
  const stop = () => Promise.all(daemons.map((daemon) => daemon.stop()));
  const leave = async () => {
    await stop();
    for (const address of addresses) await Daemon.left(address);
  };
  if (!await start()) {
    await stop();
    return undefined;
  }
  return {
    async restart() {
      await leave();
      if (await start()) return;
      throw new Deno.errors.ConnectionRefused("Cannot start the server again");
    },
    async [Symbol.asyncDispose]() {
      try {
        await leave();
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  };
}

/** Returns the path of the file with the output of a server's programs. */
export function logOf(folder: string): string {
  return `${folder}/log`;
}
