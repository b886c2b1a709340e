// Copyright 2026 the wininet authors. MIT license.

/**
 * `wininet put`: uploads to FTP servers.
 *
 * @module
 */

import { ERROR_FILE_NOT_FOUND } from "../error.ts";
import { GENERIC_WRITE } from "../flags.ts";
import { FtpOpenFile } from "../ftp.ts";
import { FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART } from "../ftp_options.ts";
import { InternetSetOption } from "../internet.ts";
import { writable } from "../streams.ts";
import { createPath } from "../trees.ts";
import { checkPermission, localError } from "../_base/local_file.ts";
import { quotedUrl, quotedValue } from "../_base/secrets.ts";
import { openHandleOf } from "../_core/handle.ts";
import { startCall } from "../_core/operation.ts";
import { FtpConnection } from "../_ftp/handles/connection.ts";
import { parseFtpUrl } from "../_ftp/wire/url.ts";
import { Attempts } from "../_trees/attempts.ts";
import { Connections } from "../_trees/connections.ts";
import { checkArgumentCount, checkedUrl, countOf, isUrl } from "./arguments.ts";
import { type Connected, connectTo, FTP_SCHEMES } from "./connection.ts";
import type { Job } from "./job.ts";
import { amountOf, progressLine } from "./progress_line.ts";
import { UsageError } from "./usage_error.ts";

const MAX_RETRIES = 1000;
const RETRIES = 4;

/** A file of the command line. */
interface Source {
  /** The path; `-` is the standard input. */
  readonly path: string;
  readonly name: string;
  /** The size in bytes; `null` for the standard input. */
  readonly size: number | null;
}

/** Uploads the files of a command line. */
export async function run(job: Job): Promise<void> {
  checkArgumentCount(job.line, 2, Infinity);
  const url = checkedUrl(job.args.at(-1)!, FTP_SCHEMES);
  const sources = job.args.slice(0, -1).map(checkedSource);
  const { isDirectory: toDirectory } = parseFtpUrl(url);
  if (!toDirectory && sources.length > 1) {
    throw new UsageError(
      `${quotedUrl(url)} must end with a slash for several files`,
    );
  }
  if (toDirectory && sources.some(({ size }) => size === null)) {
    throw new UsageError("standard input needs the URL of a file");
  }
  const retries = countOf(job.values, "retry", 0, MAX_RETRIES) ?? RETRIES;
  await using session = await job.open();
  InternetSetOption(
    session.hInternet,
    FTP_OPTION_RESUME,
    FTP_RESUME_OR_RESTART,
  );
  const attempts = new Attempts({
    retries,
    pause: 0,
    signal: job.signal,
    onRetry: (retry) => job.report.retry(retry),
  });
  const connected = await attempts.run(() => connectTo(url, job, session));
  // A connection that was lost during a transfer is replaced.
  await using connections = new Connections(
    openHandleOf(connected.hConnect, FtpConnection, "an FTP connection"),
    1,
    job.signal,
  );
  const upload = new Upload(job, connected, attempts, connections);
  if (toDirectory) await upload.openDirectory();
  for (const source of sources) await upload.put(source, toDirectory);
}

function checkedSource(path: string): Source {
  if (path === "-") return { path, name: path, size: null };
  if (isUrl(path)) {
    throw new UsageError(
      `${quotedUrl(path)} is not a local file; put needs one URL, at the end`,
    );
  }
  const name = path.split(/[\\/]/).at(-1)!;
  const action = `read the file ${quotedValue(path)}`;
  checkPermission(action, path, "read");
  try {
    const { size, isDirectory } = Deno.statSync(path);
    if (!isDirectory) return { path, name, size };
  } catch (error) {
    throw localError(action, error, ERROR_FILE_NOT_FOUND);
  }
  throw new UsageError(
    `${quotedValue(path)} is a directory; mirror uploads it`,
  );
}

/** The result of an upload. */
interface Sent {
  /** The size of the file in bytes. */
  readonly bytes: number;
  /** The number of bytes that were on the server when the last attempt started. */
  readonly resumedFrom: number;
}

/** The uploads of one command. */
class Upload {
  readonly #job: Job;
  readonly #connected: Connected;
  readonly #attempts: Attempts;
  readonly #connections: Connections;

  constructor(
    job: Job,
    connected: Connected,
    attempts: Attempts,
    connections: Connections,
  ) {
    this.#job = job;
    this.#connected = connected;
    this.#attempts = attempts;
    this.#connections = connections;
  }

  async openDirectory(): Promise<void> {
    const { hConnect, path } = this.#connected;
    if (path !== "") await createPath(hConnect, path);
  }

  async put(source: Source, toDirectory: boolean): Promise<void> {
    const { report, signal } = this.#job;
    const { path } = this.#connected;
    const remote = toDirectory
      ? `${path}${path === "" || path.endsWith("/") ? "" : "/"}${source.name}`
      : path;
    const data = { type: "put", file: source.path, remote };
    const start = performance.now();
    try {
      const { bytes, resumedFrom } = source.size === null
        ? await this.#pipe(remote)
        : await this.#copy(source, source.size, remote);
      const milliseconds = Math.round(performance.now() - start);
      report.ended(source);
      report.result(
        { ...data, ok: true, bytes, resumedFrom, milliseconds },
        `${source.path} uploaded to ${remote} ${
          amountOf({ bytes, resumedFrom, milliseconds })
        }`,
      );
    } catch (error) {
      report.ended(source);
      if (signal.aborted) throw error;
      report.failure(data, source.path, error);
    }
  }

  async #copy(source: Source, size: number, remote: string): Promise<Sent> {
    const { signal } = this.#job;
    let sent = 0;
    await this.#attempts.run(() => {
      sent = 0;
      const show = this.#watched(source, size);
      const copy = {
        local: source.path,
        remote,
        type: "I" as const,
        failIfExists: false,
        onBytes(count: number) {
          sent += count;
          show?.(sent);
        },
      };
      return this.#connections.use((connection) =>
        startCall(connection, connection.put(copy, signal), {
          name: "FtpPutFile",
        })
      );
    });
    return { bytes: size, resumedFrom: size - sent };
  }

  /** Returns the function that shows the number of bytes sent, if progress is shown. */
  #watched(source: Source, total: number): ((sent: number) => void) | null {
    const { report, io } = this.#job;
    if (!report.isLive) return null;
    const start = performance.now();
    return (sent) => {
      const rate = sent / Math.max(performance.now() - start, 1) * 1000;
      const remaining = (total - sent) / rate;
      const progress = { bytes: sent, total, rate, remaining };
      report.progress(
        source,
        progressLine(source.name, progress, io.columns),
      );
    };
  }

  /** Uploads the standard input. There is one attempt, because it cannot be read again. */
  async #pipe(remote: string): Promise<Sent> {
    let bytes = 0;
    const count = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.length;
        controller.enqueue(chunk);
      },
    });
    const { hConnect } = this.#connected;
    const hFile = await FtpOpenFile(hConnect, remote, GENERIC_WRITE);
    await this.#job.io.input().pipeThrough(count).pipeTo(writable(hFile));
    return { bytes, resumedFrom: 0 };
  }
}
