// Copyright 2026 the wininet authors. MIT license.

/**
 * The FTP connections of a job: the one that the program passed, and others to
 * the same server, which are opened when there is work for them. If the server
 * refuses a connection, the job continues with those it has.
 *
 * A signal closes the additional connections immediately. The program's own
 * connection stays open: a copy or a listing on it is cancelled, and a short
 * command waits for its reply.
 *
 * @module
 */

import { FtpGetCurrentDirectory, FtpSetCurrentDirectory } from "../ftp.ts";
import { Bell } from "../_base/bell.ts";
import { cancellation } from "../_base/failure.ts";
import { abortable, settlesWithin } from "../_base/deadline.ts";
import { startOpening } from "../_core/opening.ts";
import { startCall } from "../_core/operation.ts";
import type { HandleObject } from "../_core/handle.ts";
import type { FtpConnection } from "../_ftp/handles/connection.ts";
import { commandRefused, type Dialogue } from "../_ftp/wire/command.ts";
import { currentDirectory } from "../_ftp/wire/file_dialogues.ts";

/** The maximum wait for a cancelled call of the program's connection, in milliseconds. */
const CANCEL_PATIENCE = 5000;

/** The connections of a job. */
export class Connections implements AsyncDisposable {
  readonly #given: FtpConnection;
  readonly #signal: AbortSignal;
  readonly #bell = new Bell();
  readonly #idle: FtpConnection[];
  readonly #others = new Set<FtpConnection>();
  #limit: number;
  /** The number of connections that are open or being opened. */
  #count = 1;
  /** The current directory of the program's connection, for relative paths. */
  #directory: string | null = null;

  constructor(given: FtpConnection, limit: number, signal: AbortSignal) {
    this.#given = given;
    this.#limit = limit;
    this.#signal = signal;
    this.#idle = [given];
  }

  /**
   * Makes a relative path refer to the same directory on all connections: the
   * current one of the program's connection.
   */
  async stay(path: string): Promise<void> {
    if (path.startsWith("/")) return;
    this.#directory = await FtpGetCurrentDirectory(this.#given)
      .catch(() => null);
    // The current directory of another connection would be different.
    if (this.#directory === null) this.#limit = 1;
  }

  /** Runs work on a free connection. */
  async use<Value>(
    work: (connection: FtpConnection) => Promise<Value>,
  ): Promise<Value> {
    const connection = await this.#take();
    try {
      return await abortable(work(connection), this.#signal);
    } finally {
      // A lost connection that a call could not renew is dropped.
      if (connection.alive) this.#idle.push(connection);
      else this.#drop(connection);
      this.#bell.ring();
    }
  }

  async #take(): Promise<FtpConnection> {
    for (;;) {
      this.#signal.throwIfAborted();
      const idle = this.#idle.pop();
      // If the program's connection was lost, the next call logs in again.
      if (idle !== undefined && (idle.alive || idle === this.#given)) {
        return idle;
      }
      if (idle !== undefined) this.#drop(idle);
      else if (this.#count < this.#limit) {
        const opened = await this.#open();
        if (opened !== null) return opened;
      } else await abortable(this.#bell.heard(), this.#signal);
    }
  }

  #drop(connection: FtpConnection): void {
    this.#count--;
    this.#others.delete(connection);
    if (connection !== this.#given) connection[Symbol.dispose]();
    this.#bell.ring();
  }

  /** Opens another connection; returns `null` if the server refuses it and others are open. */
  async #open(): Promise<FtpConnection | null> {
    this.#count++;
    const opening = this.#given.sibling();
    const { handle } = opening;
    this.#others.add(handle);
    try {
      await abortable(startOpening(opening, "InternetConnect"), this.#signal);
      const directory = this.#directory;
      if (directory !== null) await FtpSetCurrentDirectory(handle, directory);
      return handle;
    } catch (error) {
      this.#drop(handle);
      if (this.#signal.aborted || this.#count === 0) throw error;
      this.#limit = this.#count;
      return null;
    }
  }

  /** Closes the additional connections, and waits until the program's connection is free. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      [...this.#others].map((other) => other[Symbol.asyncDispose]()),
    );
    if (!this.#signal.aborted) return;
    await settlesWithin(CANCEL_PATIENCE, this.#given.pending.idle());
  }
}

const closedSignals = new WeakMap<HandleObject, AbortSignal>();

/** Returns a signal that aborts when the program closes a connection. */
export function closedSignal(connection: HandleObject): AbortSignal {
  return closedSignals.getOrInsertComputed(connection, () => {
    const closed = new AbortController();
    connection.onClosed(() => closed.abort(cancellation()));
    return closed.signal;
  });
}

/** Runs commands on a connection; `names` are the names used in them. */
export function converse<Value>(
  connection: FtpConnection,
  dialogue: () => Dialogue<Value>,
  ...names: string[]
): Promise<Value> {
  const work = connection.converse(dialogue, ...names);
  return startCall(connection, work, { name: "FtpCommand" });
}

/** Returns `true` if a directory exists. The current directory does not change. */
export async function directoryExists(
  connection: FtpConnection,
  path: string,
): Promise<boolean> {
  return await converse(connection, () => visit(path), path);
}

function* visit(path: string): Dialogue<boolean> {
  const before = yield* currentDirectory();
  const { code } = yield { verb: "CWD", argument: path };
  if (code >= 400) return false;
  // In the wrong current directory, the program could delete the wrong files.
  const back = yield { verb: "CWD", argument: before };
  if (back.code >= 400) throw commandRefused(`return to "${before}"`, back);
  return true;
}
