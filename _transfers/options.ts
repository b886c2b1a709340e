// Copyright 2026 the wininet authors. MIT license.

/**
 * The options, the results and the progress of downloads.
 *
 * @module
 */

import { ERROR_INVALID_NAME, InternetError } from "../error.ts";
import { INTERNET_FLAG_PASSIVE } from "../flags.ts";
import type { HINTERNET } from "../structures.ts";
import { checkedHandleFlags } from "../_base/buffers.ts";
import { wrongOption } from "../_base/failure.ts";
import { quotedValue } from "../_base/secrets.ts";
import type { Retry } from "./retry.ts";

/** The expected checksum of a file. */
export interface Checksum {
  /** An algorithm that `node:crypto` supports, such as `"sha256"`. */
  readonly algorithm: string;
  /** The digest in hexadecimal or base64. */
  readonly digest: string;
}

/** The progress of a download. */
export interface Progress {
  /** The URL. */
  readonly url: string;
  /** The number of bytes so far, including those of an earlier run. */
  readonly bytes: number;
  /** The size of the whole file in bytes, or `null` if the server does not report it. */
  readonly total: number | null;
  /** Bytes per second, smoothed over some seconds. */
  readonly rate: number;
  /** The estimated remaining time in seconds, or `null` if it is not known. */
  readonly remaining: number | null;
  /** The progress of all downloads of the call. */
  readonly all: TotalProgress;
}

/** The progress of all downloads of a call. */
export interface TotalProgress {
  /** The number of downloads that have started, including those that have ended. */
  readonly started: number;
  /** The number of downloads that have succeeded. */
  readonly done: number;
  /** The number of downloads that have failed. */
  readonly failed: number;
  /** The number of bytes of all downloads so far. */
  readonly bytes: number;
  /**
   * The size of all files in bytes; `null` until all downloads have started and
   * every size is known.
   */
  readonly total: number | null;
  /** Bytes per second, smoothed over some seconds. */
  readonly rate: number;
  /** The estimated remaining time in seconds, or `null` if it is not known. */
  readonly remaining: number | null;
}

/** The options of `download`. */
export interface DownloadOptions {
  /**
   * The session, with its proxies, timeouts, credentials and other options.
   * Without it the call uses a session of its own, in which a transfer fails
   * after a minute without data.
   *
   * @default {a session of the call}
   */
  readonly hInternet?: HINTERNET;
  /**
   * The `INTERNET_FLAG_*` bits of `InternetOpenUrl`.
   *
   * @default {INTERNET_FLAG_PASSIVE}
   */
  readonly dwFlags?: number;
  /**
   * The maximum number of further attempts.
   *
   * @default {4}
   */
  readonly retries?: number;
  /**
   * Continues the part left by an earlier attempt, call or program, and keeps
   * `name.part` if the download fails. With `false`, every attempt starts at
   * the first byte, and a failed download leaves nothing.
   *
   * @default {true}
   */
  readonly resume?: boolean;
  /**
   * Replaces an existing file. With `false`, an existing file is an error.
   *
   * @default {false}
   */
  readonly overwrite?: boolean;
  /** The expected checksum of the file. */
  readonly checksum?: Checksum;
  /**
   * Called at the start, at the first bytes, then at most ten times a second
   * while bytes arrive, and at the end.
   */
  readonly onProgress?: (progress: Progress) => void;
  /** Called before the wait for another attempt. */
  readonly onRetry?: (retry: DownloadRetry) => void;
  /** Stops the call when it aborts. */
  readonly signal?: AbortSignal;
}

/** A failure of a download after which there is another attempt. */
export interface DownloadRetry extends Retry {
  /** The URL. */
  readonly url: string;
}

/** The options of `downloadAll`. */
export interface DownloadAllOptions extends DownloadOptions {
  /**
   * The maximum number of downloads at the same time.
   *
   * @default {6}
   */
  readonly connections?: number;
  /**
   * The maximum number of downloads from one host at the same time.
   *
   * @default {2}
   */
  readonly perHost?: number;
}

/** A URL with its own options, for `downloadAll`. */
export interface DownloadItem {
  /** The URL. */
  readonly url: string | URL;
  /**
   * The path of the file below the directory, with slashes. Missing directories
   * are created.
   */
  readonly target?: string;
  /** The expected checksum of this file. */
  readonly checksum?: Checksum;
}

/** An element of the list of `downloadAll`. */
export type Item = string | URL | DownloadItem;

/** The result of a download. */
export interface DownloadResult {
  /** The URL as it was passed. */
  readonly url: string;
  /**
   * The path of the file. `null` for a stream, or if the download failed before
   * the name was known.
   */
  readonly target: string | null;
  /** `true` if the file is complete and has its final name. */
  readonly ok: boolean;
  /** The number of bytes, including those of an earlier run. */
  readonly bytes: number;
  /** The size of the whole file in bytes, or `null` if the server did not report it. */
  readonly total: number | null;
  /** The number of bytes from an earlier run; 0 if the download started at the first byte. */
  readonly resumedFrom: number;
  /** The number of attempts. */
  readonly attempts: number;
  /** The time from the first attempt to the end in milliseconds, including waits. */
  readonly milliseconds: number;
  /** The reason for a failure, or `null` after success. */
  readonly error: InternetError | null;
}

/** Options with their defaults filled in. */
export type CheckedOptions =
  & Required<
    Omit<DownloadAllOptions, Optional>
  >
  & Pick<DownloadOptions, Optional>;

/** The options without a default. */
type Optional = "hInternet" | "checksum" | "onProgress" | "onRetry" | "signal";

const DEFAULTS = {
  dwFlags: INTERNET_FLAG_PASSIVE,
  retries: 4,
  resume: true,
  overwrite: false,
  connections: 6,
  perHost: 2,
};

/** The maximum number of retries and of connections. */
const MAX_COUNT = 10_000;

/** Returns options with their defaults; throws ERROR_INVALID_PARAMETER if one is invalid. */
export function checkedOptions(options: DownloadAllOptions): CheckedOptions {
  if (typeof options !== "object" || options === null) {
    throw wrongOption("options", "an object", options);
  }
  const given = Object.entries(options).filter(([, value]) =>
    value !== undefined
  );
  const all: CheckedOptions = { ...DEFAULTS, ...Object.fromEntries(given) };
  checkedHandleFlags(all.dwFlags);
  checkCount("retries", all.retries, 0);
  checkCount("connections", all.connections, 1);
  checkCount("perHost", all.perHost, 1);
  for (const name of ["onProgress", "onRetry"] as const) {
    if (all[name] === undefined || typeof all[name] === "function") continue;
    throw wrongOption(name, "a function", all[name]);
  }
  if (all.signal !== undefined && !(all.signal instanceof AbortSignal)) {
    throw wrongOption("signal", "an AbortSignal", all.signal);
  }
  return all;
}

function checkCount(name: string, value: unknown, least: number): void {
  if (
    Number.isInteger(value) && Number(value) >= least &&
    Number(value) <= MAX_COUNT
  ) return;
  throw wrongOption(
    name,
    `a whole number from ${least} to ${MAX_COUNT}`,
    value,
  );
}

/**
 * Returns an element of a list with its URL as a string; throws
 * ERROR_INVALID_PARAMETER if it is invalid.
 */
export function checkedItem(
  item: unknown,
): DownloadItem & { readonly url: string } {
  const isUrl = typeof item === "string" || item instanceof URL;
  const all = (isUrl ? { url: item } : item) as DownloadItem;
  const { url, target, checksum } = Object(all) as Partial<DownloadItem>;
  const text = checkedUrl(url);
  if (target !== undefined) checkTarget(target);
  return {
    url: text,
    ...(target !== undefined && { target }),
    ...(checksum !== undefined && { checksum }),
  };
}

/** Returns a URL as a string. */
export function checkedUrl(url: unknown): string {
  if (typeof url === "string") return url;
  if (url instanceof URL) return url.href;
  throw wrongOption("the URL", "a string or a URL", url);
}

/** Checks that a path stays below its directory on every operating system. */
function checkTarget(target: unknown): void {
  const names = typeof target === "string" ? target.split(/[\\/]/) : [""];
  const isSafe = names.every((name) =>
    name !== "" && name !== "." && name !== ".." && !/[\0:]/.test(name)
  );
  if (isSafe) return;
  throw new InternetError(
    ERROR_INVALID_NAME,
    `Cannot download to ${
      quotedValue(target)
    }: target must be a path below the directory, such as "folder/name"`,
  );
}
