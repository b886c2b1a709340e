// Copyright 2026 the wininet authors. MIT license.

/**
 * The FTP connections of a job: the one that the program has given, and others like it,
 * which are opened when there is work for them. If the server refuses one, the job goes on
 * with those it has.
 *
 * A signal closes the others at once. The given connection stays open: a copy or a listing
 * is cancelled on it, and a short command is left to its reply.
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

/** The longest wait for a cancelled call of the given connection, in milliseconds. */
const CANCEL_PATIENCE = 5000;

/** The connections of a job. */
export class Connections implements AsyncDisposable {
  readonly #given: FtpConnection;
  readonly #signal: AbortSignal;
  readonly #bell = new Bell();
  readonly #idle: FtpConnection[];
  readonly #others = new Set<FtpConnection>();
  #limit: number;
  /** The connections that are open or being opened. */
  #count = 1;
  /** The directory of the given connection, for paths that are relative to it. */
  #directory: string | null = null;

  constructor(given: FtpConnection, limit: number, signal: AbortSignal) {
    this.#given = given;
    this.#limit = limit;
    this.#signal = signal;
    this.#idle = [given];
  }

  /** Makes a path mean the same on all connections: that on the given one. */
  async stay(path: string): Promise<void> {
    if (path.startsWith("/")) return;
    this.#directory = await FtpGetCurrentDirectory(this.#given)
      .catch(() => null);
    // Another connection would be in another directory.
    if (this.#directory === null) this.#limit = 1;
  }

  /** Uses a connection that is free. */
  async use<Value>(
    work: (connection: FtpConnection) => Promise<Value>,
  ): Promise<Value> {
    const connection = await this.#take();
    try {
      return await abortable(work(connection), this.#signal);
    } finally {
      // A lost connection that a call could not renew is of no use any more.
      if (connection.alive) this.#idle.push(connection);
      else this.#drop(connection);
      this.#bell.ring();
    }
  }

  async #take(): Promise<FtpConnection> {
    for (;;) {
      this.#signal.throwIfAborted();
      const idle = this.#idle.pop();
      // A call of the given connection logs in again if it was lost.
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

  /** Opens another connection; returns `null` if the server refuses it while there are others. */
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

  /** Closes the other connections, and waits until the given one is free. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      [...this.#others].map((other) => other[Symbol.asyncDispose]()),
    );
    if (!this.#signal.aborted) return;
    await settlesWithin(CANCEL_PATIENCE, this.#given.pending.idle());
  }
}

const closedSignals = new WeakMap<HandleObject, AbortSignal>();

/** Returns the signal that aborts when the program closes a connection. */
export function closedSignal(connection: HandleObject): AbortSignal {
  return closedSignals.getOrInsertComputed(connection, () => {
    const closed = new AbortController();
    connection.onClosed(() => closed.abort(cancellation()));
    return closed.signal;
  });
}

/** Runs commands on a connection; `names` are the names that occur in them. */
export function converse<Value>(
  connection: FtpConnection,
  dialogue: () => Dialogue<Value>,
  ...names: string[]
): Promise<Value> {
  const work = connection.converse(dialogue, ...names);
  return startCall(connection, work, { name: "FtpCommand" });
}

/** Returns `true` if a directory exists, and stays in the current one. */
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
  // In an unexpected directory the program could delete the wrong files.
  const back = yield { verb: "CWD", argument: before };
  if (back.code >= 400) throw commandRefused(`return to "${before}"`, back);
  return true;
}
