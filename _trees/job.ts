// Copyright 2026 the wininet authors. MIT license.

/**
 * The parts that all jobs share, from the start to the result.
 *
 * @module
 */

import type { FindData } from "../structures.ts";
import { asInternetError } from "../_base/failure.ts";
import type { HandleObject } from "../_core/handle.ts";
import type { FtpConnection } from "../_ftp/handles/connection.ts";
import { Attempts, stoppedOr } from "./attempts.ts";
import { closedSignal, Connections } from "./connections.ts";
import { Crew, type Job } from "./crew.ts";
import { type CheckedOptions, MAX_DEPTH, type TreeResult } from "./options.ts";
import { Tally } from "./tally.ts";

/** Uses a connection. The function is called again after a temporary failure. */
export type Request<Connection> = <Value>(
  work: (connection: Connection) => Promise<Value>,
) => Promise<Value>;

/** The parts of a job that do not depend on the protocol. */
export interface JobParts {
  readonly options: CheckedOptions;
  /** The maximum depth of directories. */
  readonly depth: number;
  readonly tally: Tally;
  readonly crew: Crew;
}

/** The data that the parts of a job share. */
export interface JobContext<Connection = FtpConnection> extends JobParts {
  readonly request: Request<Connection>;
}

/** The connections of a job. */
interface Pool<Connection> extends AsyncDisposable {
  use: Request<Connection>;
}

/** A job to run. */
export interface JobInit<Connection> {
  /** The action, for the error if the job is stopped. */
  readonly action: string;
  /** The remote path. */
  readonly remote: string;
  readonly options: CheckedOptions;
  /** The default depth of directories. */
  readonly depth: number;
  readonly openPool: (options: CheckedOptions) => Promise<Pool<Connection>>;
}

/** Runs a job; `start` returns its first piece of work. */
export async function runJob<Connection extends HandleObject>(
  connection: HandleObject,
  { action, remote, options: given, depth, openPool }: JobInit<Connection>,
  start: (context: JobContext<Connection>) => Job,
): Promise<TreeResult> {
  const signal = AbortSignal.any([given.signal, closedSignal(connection)]);
  const options = { ...given, signal, depth: given.depth ?? depth };
  const tally = new Tally(remote, options);
  const crew = new Crew(options.connections, signal);
  const attempts = new Attempts(options);
  try {
    signal.throwIfAborted();
    await using pool = await openPool(options);
    const request: Request<Connection> = (work) =>
      attempts.run(() => pool.use(work));
    const context = { options, depth: options.depth, tally, crew, request };
    await crew.run(start(context));
    return tally.result();
  } catch (error) {
    throw stoppedOr(action, error, signal);
  }
}

/** Runs an FTP job. */
export function runFtpJob(
  connection: FtpConnection,
  action: string,
  remote: string,
  options: CheckedOptions,
  start: (context: JobContext) => Job,
): Promise<TreeResult> {
  const openPool = async ({ connections, signal }: CheckedOptions) => {
    const pool = new Connections(connection, connections, signal);
    await pool.stay(remote);
    return pool;
  };
  const init = { action, remote, options, depth: MAX_DEPTH, openPool };
  return runJob(connection, init, start);
}

/** Runs a piece of work and records a failure; returns `false` if it failed. */
export async function attempt(
  { tally, options: { signal } }: JobParts,
  path: string,
  work: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    signal.throwIfAborted();
    tally.fail(path, asInternetError(error));
    return false;
  }
}

/** Returns `true` if the options exclude an entry. */
export function isLeftOut(
  { hidden, filter }: CheckedOptions,
  name: string,
  path: string,
  entry: FindData,
): boolean {
  return (!hidden && name.startsWith(".")) || !filter(path, entry);
}
