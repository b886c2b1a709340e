// Copyright 2026 the wininet authors. MIT license.

/**
 * Whole downloads beyond WinINet, of one URL or of many: with retries, resuming, names,
 * checksums and progress. URLs are those of `InternetOpenUrl`: http, https, ftp, ftps,
 * gopher, gophers and file.
 *
 * **Files.** The bytes go to `name.part` beside the file, and it gets its name after
 * everything has arrived and the checksum is right. So there is never half a file under
 * the final name. `name.part.note` has the version of the remote file; `listParts` shows
 * parts.
 *
 * **Resuming.** With `resume`, a failed or stopped download leaves its part if the server
 * can continue it, and the error says so. The next attempt, call or program asks for the
 * rest: HTTP with Range and If-Range (a strong ETag, otherwise Last-Modified), FTP with
 * REST after it has compared size and time. If the file has changed it starts again.
 * Gopher and `file:` always start again.
 *
 * **Retries.** Repeated are: connections that fail, break or end too early, timeouts, the
 * statuses 408, 429, 500, 502, 503 and 504 of HTTP, and the replies 421, 425, 426, 450
 * and 451 of FTP. The waits are about 1, 2, 4 … seconds and at most 30, each at random up
 * to half shorter. With Retry-After they are what the server asks for; if that is more
 * than five minutes, the download fails. Anything else fails at once: 404, a wrong
 * password, a certificate, a checksum, a full disk.
 *
 * Redirects are followed as `InternetOpenUrl` does. FTP directories and Gopher menus are
 * HTML pages.
 *
 * @example Many files
 * ```ts
 * import { downloadAll } from "@wininet/wininet/transfers";
 *
 * async function fetchAll(urls: string[]): Promise<void> {
 *   for await (const { url, target, error } of downloadAll(urls, "files")) {
 *     console.log(error === null ? `${url} is in ${target}` : error.message);
 *   }
 * }
 * ```
 *
 * @module
 */

import { badParameter, begin, inDeno } from "./_base/failure.ts";
import { quotedValue } from "./_base/secrets.ts";
import {
  type CheckedOptions,
  checkedOptions,
  checkedUrl,
  type DownloadAllOptions,
  type DownloadOptions,
  type DownloadResult,
  type Item,
} from "./_transfers/options.ts";

export type { InternetError, InternetErrorData } from "./error.ts";
export type { HINTERNET } from "./structures.ts";
export type {
  Checksum,
  DownloadAllOptions,
  DownloadItem,
  DownloadOptions,
  DownloadResult,
  DownloadRetry,
  Item,
  Progress,
  TotalProgress,
} from "./_transfers/options.ts";
export type { Retry } from "./_transfers/retry.ts";

/**
 * Downloads a URL to a file or to a stream.
 *
 * A failure of the download is a result, not an exception: `ok` is `false` and `error`
 * has the reason. Codes that it often has: ERROR_INTERNET_EXTENDED_ERROR for an HTTP
 * status of 300 and more or an FTP reply, with the server's text such as
 * `404 Not Found` in `responseText`; ERROR_FILE_EXISTS for a file that is there already,
 * without `overwrite`; ERROR_INVALID_DATA for a wrong checksum;
 * ERROR_INTERNET_OPERATION_CANCELLED if the signal has aborted, with its reason as
 * `cause`; and those of `InternetOpenUrl`.
 *
 * A stream is closed at the end, and aborted with the error if the download fails. The
 * bytes that it has cannot be taken back: an attempt that would have to start again fails,
 * and a wrong checksum is found after they were written.
 *
 * The folder of the file must exist. Without `hInternet` the call has a session, and so
 * connections, of its own.
 *
 * @param url The URL.
 * @param target The path of the file, or a stream.
 * @param options The options.
 * @returns The result.
 * @throws {InternetError} If an argument or an option has the wrong type (ERROR_INVALID_PARAMETER).
 *
 * @example A file with progress and a checksum
 * ```ts
 * import { download } from "@wininet/wininet/transfers";
 *
 * async function get(url: string, digest: string): Promise<void> {
 *   const { ok, error } = await download(url, "archive.zip", {
 *     checksum: { algorithm: "sha256", digest },
 *     onProgress: ({ bytes, total, rate }) => console.log(bytes, total, rate),
 *     signal: AbortSignal.timeout(600_000),
 *   });
 *   if (!ok) throw error;
 * }
 * ```
 *
 * @example A stream
 * ```ts
 * import { download } from "@wininet/wininet/transfers";
 *
 * async function text(url: string): Promise<string> {
 *   const { readable, writable } = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>();
 *   const downloading = download(url, writable);
 *   const text = await new Response(readable).text();
 *   const { error } = await downloading;
 *   if (error !== null) throw error;
 *   return text;
 * }
 * ```
 */
export async function download(
  url: string | URL,
  target: string | WritableStream<Uint8Array>,
  options: DownloadOptions = {},
): Promise<DownloadResult> {
  const [text, checked] = begin(() => {
    const checked = checkedOptions(options);
    const text = checkedUrl(url);
    checkTarget(target);
    return [text, checked] as const;
  });
  const { downloadOne } = await inDeno(
    "download",
    () => import("./_transfers/all.ts"),
  );
  return await downloadOne(text, target, checked);
}

/**
 * Downloads many URLs to a directory, several at a time.
 *
 * The list may be any iterable, also an endless asynchronous one: a URL is taken when
 * there is a place for it. At most `connections` downloads run at the same time, and
 * `perHost` from one host; a download that waits for its next attempt has no place, and
 * about 64 of those that wait are begun ahead. It starts with the first step of the loop.
 * Leaving the loop stops everything, and so does the signal, after which the results of
 * the downloads that had begun still come.
 *
 * A failure is a result, as of `download`, and stops nothing. Results that no one takes
 * hold up the list.
 *
 * **Names.** Without a `target` a file has the name that the server proposes
 * (Content-Disposition), otherwise that of the URL, or `index.html`. Such a name is one
 * file in the directory on every system: without path, control characters, characters
 * and device names of Windows, a dot at its start, dots and spaces at its end, and not
 * longer than 200 bytes. `a.part` becomes `a.part_`, because it is the part of `a`. The directory is made if it does not exist.
 *
 * A file that is there already is not replaced, and no other name is invented: the
 * download fails with ERROR_FILE_EXISTS, so that a second run of the same list fetches
 * only what is missing. `overwrite` replaces such files. Two downloads that would have
 * the same name at the same time never write one file: the second one fails with
 * ERROR_FILE_EXISTS, also with `overwrite`. Give it a `target`.
 *
 * @param urls The URLs, each a string, a URL, or an object with `url`, `target` (a path below the directory) and `checksum`.
 * @param directory The path of the directory.
 * @param options The options.
 * @returns The results, in the order in which the downloads end.
 * @throws {InternetError} If an argument or an option has the wrong type (ERROR_INVALID_PARAMETER); the loop throws if the directory cannot be made (ERROR_ACCESS_DENIED, ERROR_FILE_EXISTS and the like), and throws the error of the list, after the results of the downloads that had begun.
 *
 * @example A list with progress of everything
 * ```ts
 * import { downloadAll } from "@wininet/wininet/transfers";
 *
 * async function mirror(urls: AsyncIterable<string>): Promise<string[]> {
 *   const failures: string[] = [];
 *   const results = downloadAll(urls, "mirror", {
 *     connections: 8,
 *     onProgress: ({ all }) => console.log(all.done, all.failed, all.rate),
 *   });
 *   for await (const { error } of results) {
 *     if (error !== null) failures.push(error.message);
 *   }
 *   return failures;
 * }
 * ```
 */
export function downloadAll(
  urls: Iterable<Item> | AsyncIterable<Item>,
  directory: string,
  options: DownloadAllOptions = {},
): AsyncIterableIterator<DownloadResult> {
  const checked = begin(() => {
    const checked = checkedOptions(options);
    checkList(urls, directory);
    return checked;
  });
  return results(urls, directory, checked);
}

function checkTarget(target: unknown): void {
  const isPath = typeof target === "string" && target !== "";
  const isStream = target instanceof WritableStream && !target.locked;
  if (isPath || isStream) return;
  throw badParameter(
    `Cannot download: target must be a path or a WritableStream that is not locked, not ${
      quotedValue(target)
    }`,
  );
}

function checkList(urls: unknown, directory: unknown): void {
  const isList = typeof urls === "object" && urls !== null &&
    (Symbol.iterator in urls || Symbol.asyncIterator in urls);
  if (!isList) {
    throw badParameter(
      `Cannot download: urls must be a list of URLs, not ${quotedValue(urls)}`,
    );
  }
  if (typeof directory === "string" && directory !== "") return;
  throw badParameter(
    `Cannot download: directory must be a path, not ${quotedValue(directory)}`,
  );
}

async function* results(
  urls: Iterable<Item> | AsyncIterable<Item>,
  directory: string,
  options: CheckedOptions,
): AsyncGenerator<DownloadResult, void> {
  const { downloadEach } = await inDeno(
    "downloadAll",
    () => import("./_transfers/all.ts"),
  );
  yield* downloadEach(urls, directory, options);
}
