// Copyright 2026 the wininet authors. MIT license.

/**
 * `wininet put`: uploads by FTP.
 *
 * @module
 */

import { GENERIC_WRITE } from "../flags.ts";
import { FtpOpenFile, FtpPutFile } from "../ftp.ts";
import { FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART } from "../ftp_options.ts";
import { InternetSetOption, InternetSetStatusCallback } from "../internet.ts";
import { INTERNET_STATUS_REQUEST_SENT } from "../status.ts";
import { writable } from "../streams.ts";
import type { HINTERNET } from "../structures.ts";
import { createPath } from "../trees.ts";
import { quotedValue } from "../_base/secrets.ts";
import { Attempts } from "../_trees/attempts.ts";
import { checkArgumentCount, checkedUrl, countOf, isUrl } from "./arguments.ts";
import { type Connected, connectTo, FTP_SCHEMES } from "./connection.ts";
import type { Job } from "./job.ts";
import { withoutCredentials } from "./password.ts";
import { progressLine } from "./progress_line.ts";
import { formatSize } from "./text.ts";
import { UsageError } from "./usage_error.ts";

const MAX_RETRIES = 1000;
const RETRIES = 4;

/** A file of the command line. */
interface Source {
  /** The path; `-` is the standard input. */
  readonly path: string;
  readonly name: string;
  /** The bytes; `null` for the standard input. */
  readonly size: number | null;
}

/** Uploads the files of a command line. */
export async function run(job: Job): Promise<number> {
  checkArgumentCount(job.line, 2, Infinity);
  const url = checkedUrl(job.args.at(-1)!, FTP_SCHEMES);
  const sources = job.args.slice(0, -1).map(checkedSource);
  const toDirectory = /\/$|;type=d$/i.test(url);
  if (!toDirectory && sources.length > 1) {
    throw new UsageError(
      `${
        quotedValue(withoutCredentials(url))
      } must end with a slash for several files`,
    );
  }
  if (toDirectory && sources.some(({ size }) => size === null)) {
    throw new UsageError("the standard input needs a URL of a file");
  }
  const retries = countOf(job.values, "retry", 0, MAX_RETRIES) ?? RETRIES;
  await using session = await job.open();
  InternetSetOption(
    session.hInternet,
    FTP_OPTION_RESUME,
    FTP_RESUME_OR_RESTART,
  );
  const attempts = new Attempts({ retries, pause: 0, signal: job.signal });
  const connected = await attempts.run(() => connectTo(url, job, session));
  const upload = new Upload(job, connected, attempts);
  if (toDirectory) await upload.openDirectory();
  for (const source of sources) await upload.put(source, toDirectory);
  return job.report.exitCode;
}

function checkedSource(path: string): Source {
  if (path === "-") return { path, name: path, size: null };
  if (isUrl(path)) {
    throw new UsageError(
      `${quotedValue(withoutCredentials(path))} is not a local file`,
    );
  }
  const name = path.split(/[\\/]/).at(-1)!;
  try {
    const { size, isDirectory } = Deno.statSync(path);
    if (!isDirectory) return { path, name, size };
  } catch (error) {
    throw new UsageError(`${quotedValue(path)}: ${(error as Error).message}`);
  }
  throw new UsageError(
    `${quotedValue(path)} is a directory; mirror uploads it`,
  );
}

/** The uploads of a command. */
class Upload {
  readonly #job: Job;
  readonly #connected: Connected;
  readonly #attempts: Attempts;

  constructor(job: Job, connected: Connected, attempts: Attempts) {
    this.#job = job;
    this.#connected = connected;
    this.#attempts = attempts;
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
      const bytes = source.size === null
        ? await this.#pipe(remote)
        : await this.#copy(source, source.size, remote);
      const milliseconds = Math.round(performance.now() - start);
      const seconds = (milliseconds / 1000).toFixed(1);
      report.ended(source);
      report.result(
        { ...data, ok: true, bytes, milliseconds },
        `${source.path} is ${remote} (${formatSize(bytes)} in ${seconds} s)`,
      );
    } catch (error) {
      report.ended(source);
      if (signal.aborted) throw error;
      report.failure(data, source.path, error);
    }
  }

  async #copy(source: Source, size: number, remote: string): Promise<number> {
    const { hConnect } = this.#connected;
    await this.#attempts.run(() => {
      this.#watch(hConnect, source, size);
      return FtpPutFile(hConnect, source.path, remote, 0, source);
    });
    return size;
  }

  /** Shows how many bytes were sent; the commands before them are too few to be seen. */
  #watch(hConnect: HINTERNET, source: Source, total: number): void {
    const { report, io } = this.#job;
    if (!report.isLive) return;
    const start = performance.now();
    let sent = 0;
    InternetSetStatusCallback(hConnect, (_handle, _context, status, info) => {
      if (status !== INTERNET_STATUS_REQUEST_SENT) return;
      sent += info;
      const bytes = Math.min(sent, total);
      const rate = bytes / Math.max(performance.now() - start, 1) * 1000;
      const remaining = (total - bytes) / rate;
      const progress = { bytes, total, rate, remaining };
      report.progress(
        source,
        progressLine(source.name, progress, io.columns),
      );
    });
  }

  /** Uploads the standard input, once: it cannot be read again. */
  async #pipe(remote: string): Promise<number> {
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
    return bytes;
  }
}
