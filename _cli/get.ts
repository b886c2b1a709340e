// Copyright 2026 the wininet authors. MIT license.

/**
 * `wininet get`: downloads.
 *
 * @module
 */

import {
  type Checksum,
  download,
  downloadAll,
  type DownloadAllOptions,
  type DownloadItem,
  type DownloadResult,
  type DownloadRetry,
} from "../transfers.ts";
import { INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS } from "../flags.ts";
import { permitted } from "../_base/permission.ts";
import { quotedValue } from "../_base/secrets.ts";
import { checkedUrl, checkTls, countOf, type Values } from "./arguments.ts";
import { EXIT } from "./commands.ts";
import type { Outcome } from "./existing.ts";
import { type Job, type OpenSession, readText } from "./job.ts";
import { withCredentials, withoutCredentials } from "./password.ts";
import type { ProgramIo } from "./program_io.ts";
import { amountOf, progressLine, totalLine } from "./progress_line.ts";
import { formatDuration, formatSize } from "./text.ts";
import { UsageError } from "./usage_error.ts";

/** The maximum number of simultaneous transfers that a user can request. */
const MAX_JOBS = 1000;
const MAX_RETRIES = 1000;

/** A checked URL of the command line or of a list. */
interface Wanted {
  readonly url: string;
  readonly target?: string;
}

/** The place where the files are written. */
interface Place {
  readonly directory: string;
  /** The value of `-o`, or `null` if the server's names are used. */
  readonly file: string | null;
}

/** Downloads the URLs of a command line. */
export async function run(job: Job): Promise<void> {
  const options = optionsOf(job);
  const place = placeOf(job.values);
  const checksum = checksumOf(job.values);
  const list = [...job.args.map(wantedOf), ...await readList(job)];
  if (list.length === 0) {
    const path = job.values["input"] as string | undefined;
    throw new UsageError(
      path === undefined
        ? "get needs a URL, or -i LIST"
        : `the list ${quotedValue(path)} has no URL`,
    );
  }
  if (list.length > 1 && checksum !== undefined) {
    throw new UsageError("--checksum is for one URL");
  }
  if (list.length > 1 && place.file !== null && place.file !== "-") {
    throw new UsageError(`-o ${quotedValue(place.file)} is for one URL`);
  }
  checkTls(job.values, list.map(({ url }) => url));
  await using session = await job.open();
  const all = {
    ...options,
    hInternet: session.hInternet,
    ...(checksum !== undefined && { checksum }),
  };
  await new Download(job, session, place, all).run(list);
}

function optionsOf({ values, dwFlags, signal }: Job): DownloadAllOptions {
  const jobs = countOf(values, "jobs", 1, MAX_JOBS);
  const retries = countOf(values, "retry", 0, MAX_RETRIES);
  if (values["continue"] && values["overwrite"]) {
    throw new UsageError("--continue and --overwrite exclude each other");
  }
  return {
    dwFlags: dwFlags | INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS,
    signal,
    resume: values["restart"] !== true,
    overwrite: values["overwrite"] === true,
    ...(jobs !== undefined && { connections: jobs, perHost: jobs }),
    ...(retries !== undefined && { retries }),
  };
}

function placeOf(values: Values): Place {
  const directory = values["directory"] as string | undefined;
  const file = values["output"] as string | undefined ?? null;
  if (file !== null && directory !== undefined) {
    throw new UsageError("-o and -P exclude each other");
  }
  if (file === "-" && values["json"] === true) {
    throw new UsageError("-o - and --json both need standard output");
  }
  if (file !== null && file !== "-" && isDirectory(file)) {
    throw new UsageError(
      `-o ${quotedValue(file)} is a directory; -P downloads into one`,
    );
  }
  return { directory: directory ?? ".", file };
}

function isDirectory(path: string): boolean {
  return infoOf(path)?.isDirectory ?? false;
}

/** Returns `true` for a stream, a device or a pipe. */
function isStream(target: string | WritableStream): boolean {
  if (typeof target !== "string") return true;
  const info = infoOf(target);
  return info !== null && !info.isFile && !info.isDirectory;
}

function infoOf(path: string): Deno.FileInfo | null {
  if (!permitted({ name: "read", path })) return null;
  try {
    return Deno.statSync(path);
  } catch {
    return null; // Opening the file reports the error.
  }
}

function checksumOf(values: Values): Checksum | undefined {
  const text = values["checksum"] as string | undefined;
  if (text === undefined) return undefined;
  const [, algorithm, digest] = /^([\w-]+):([\w+/=]+)$/.exec(text) ?? [];
  if (algorithm !== undefined && digest !== undefined) {
    return { algorithm: algorithm.toLowerCase(), digest };
  }
  throw new UsageError(
    `--checksum needs an algorithm and a digest, such as sha256:9f86d0…, not ${
      quotedValue(text)
    }`,
  );
}

function wantedOf(url: string): Wanted {
  return { url: checkedUrl(url) };
}

/** Reads the list of `-i`. */
async function readList({ values, io }: Job): Promise<Wanted[]> {
  const path = values["input"] as string | undefined;
  if (path === undefined) return [];
  const text = path === "-"
    ? await new Response(io.input() as BodyInit).text()
    : readText("input", path);
  return text.split(/\r?\n/).flatMap((line, index) => {
    const [url, ...rest] = line.trim().split(/\s+/);
    if (!url || url.startsWith("#")) return [];
    try {
      const target = rest.join(" ");
      return [{ ...wantedOf(url), ...(target !== "" && { target }) }];
    } catch (error) {
      const message = (error as Error).message;
      throw new UsageError(`line ${index + 1} of the list: ${message}`);
    }
  });
}

/** The downloads of one command. */
class Download {
  readonly #job: Job;
  readonly #session: OpenSession;
  readonly #place: Place;
  readonly #options: DownloadAllOptions;
  #done = 0;
  #failed = 0;
  #bytes = 0;

  constructor(
    job: Job,
    session: OpenSession,
    place: Place,
    options: DownloadAllOptions,
  ) {
    this.#job = job;
    this.#session = session;
    this.#place = place;
    this.#options = options;
  }

  async run(list: readonly Wanted[]): Promise<void> {
    const start = performance.now();
    for await (const result of this.#results(list)) this.#note(result);
    const { report, signal } = this.#job;
    report.clear();
    if (signal.aborted) {
      if (signal.reason === EXIT.CLOSED) return;
      report.note(`Stopped, ${this.#counts(list.length)}${this.#advice()}`);
    } else if (list.length > 1) {
      const seconds = (performance.now() - start) / 1000;
      report.note(
        `${this.#counts(list.length)}, ${formatSize(this.#bytes)} in ${
          formatDuration(seconds)
        }`,
      );
    }
  }

  /** Returns how to get the rest: `-C` has no effect for a stream, or with `-f`. */
  #advice(): string {
    const isOther = this.#options.overwrite || this.#place.file === "-";
    return isOther ? "" : ". The same command with -C downloads the rest";
  }

  #counts(count: number): string {
    const failed = this.#failed > 0 ? `, ${this.#failed} failed` : "";
    return `${this.#done} of ${count} done${failed}`;
  }

  async *#results(list: readonly Wanted[]): AsyncGenerator<Outcome> {
    const { directory, file } = this.#place;
    const { credentials } = this.#session;
    const items: (DownloadItem & { url: string })[] = list.map((wanted) => ({
      ...wanted,
      url: withCredentials(wanted.url, credentials),
    }));
    const { report } = this.#job;
    const options = {
      ...this.#options,
      ...this.#watched(list.length),
      onRetry: (retry: DownloadRetry) => report.retry(retry, retry.url),
    };
    const results = file === null
      ? downloadAll(items, directory, options)
      : downloadsTo(file === "-" ? this.#job.io : file, items, options);
    if (this.#job.values["continue"] !== true) return yield* results;
    const { continued } = await import("./existing.ts");
    for await (const result of results) yield await continued(result, options);
  }

  /** Returns the option that shows the progress, if progress is shown. */
  #watched(count: number): Pick<DownloadAllOptions, "onProgress"> {
    const { report, io } = this.#job;
    if (!report.isLive) return {};
    return {
      onProgress: (progress) => {
        const name = nameOf(progress.url);
        report.progress(
          progress.url,
          progressLine(name, progress, io.columns),
        );
        if (count === 1) return;
        // The total is always the last line.
        report.ended(TOTAL);
        // For the library, an existing file is a failure; for -C it is not.
        const counts = { done: this.#done, failed: this.#failed };
        report.progress(
          TOTAL,
          totalLine({ ...progress.all, ...counts }, count),
        );
      },
    };
  }

  #note({ skipped = false, ...result }: Outcome): void {
    const { report, signal } = this.#job;
    report.ended(result.url);
    const url = withoutCredentials(result.url);
    const data = {
      type: "get",
      ...result,
      url,
      milliseconds: Math.round(result.milliseconds),
      skipped,
    };
    if (!result.ok) {
      // A download that was stopped does not count as a failure.
      if (signal.aborted) return report.stopped(data, result.error);
      this.#failed++;
      return report.failure(data, url, result.error);
    }
    this.#done++;
    this.#bytes += result.bytes - result.resumedFrom;
    const name = result.target?.replace(/^\.\//, "") ?? url;
    report.result(
      data,
      skipped ? `${name} already exists` : `${name} ${amountOf(data)}`,
    );
  }
}

/** Downloads to a file, or one after another to the standard output. */
async function* downloadsTo(
  target: string | ProgramIo,
  items: readonly { readonly url: string }[],
  options: DownloadAllOptions,
): AsyncGenerator<DownloadResult> {
  for (const { url } of items) {
    const to = typeof target === "string" ? target : target.output();
    // A device is written to, not replaced.
    const overwrite = options.overwrite === true || isStream(to);
    yield await download(url, to, { ...options, overwrite });
  }
}

/** The key of the line with the total. */
const TOTAL = Symbol("total");

/** Returns the last part of a URL's path, or the host. */
function nameOf(url: string): string {
  const { pathname, host } = new URL(url);
  const last = pathname.split("/").findLast((part) => part !== "") ?? host;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
