// Copyright 2026 the wininet authors. MIT license.

/**
 * Downloads of one URL or of many, which WinINet does not have: with retries, resuming, file names,
 * checksums and progress. URLs are those of `InternetOpenUrl`: http, https, ftp, ftps, gopher,
 * gophers and file.
 *
 * **Files.** The bytes are written to `name.part` next to the file. It is renamed after all bytes
 * have arrived and the checksum matches, so the final name is never that of an incomplete file.
 * `name.part.note` contains the version of the remote file; `listParts` lists parts.
 *
 * **Resuming.** With `resume`, a failed or stopped download keeps its part if the server can
 * continue it, and the error reports this. The next attempt, call or program requests the rest:
 * HTTP with Range and If-Range (a strong ETag, otherwise Last-Modified), FTP with REST after it has
 * compared size and time. If the remote file has changed, the download starts again. Gopher and
 * `file:` downloads always start again.
 *
 * **Retries.** A download is retried after a connection that fails, breaks or ends too early, a
 * timeout, the HTTP statuses 408, 429, 500, 502, 503 and 504, and the FTP replies 421, 425, 426,
 * 450 and 451. The delays are about 1, 2, 4 … seconds and at most 30, each shortened at random by
 * up to half. Retry-After sets the delay; if it is more than five minutes, the download fails. Any
 * other error is final: 404, a wrong password, an invalid certificate, a wrong checksum, a full
 * disk.
 *
 * Redirects are followed as by `InternetOpenUrl`. FTP directories and Gopher menus are downloaded
 * as HTML pages.
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
 * A failed download is a result, not an exception: `ok` is `false`, and `error` is the reason.
 * Common codes are: ERROR_INTERNET_EXTENDED_ERROR for an HTTP status of 300 or higher or an FTP
 * reply, with the server's text such as `404 Not Found` in `responseText`; ERROR_FILE_EXISTS for a
 * file that already exists, without `overwrite`; ERROR_INVALID_DATA for a wrong checksum;
 * ERROR_INTERNET_OPERATION_CANCELLED if the signal is aborted, with its reason as `cause`; and
 * those of `InternetOpenUrl`.
 *
 * A stream is closed at the end, or aborted with the error if the download fails. Bytes that were
 * written to it cannot be removed: an attempt that would have to start again fails, and a wrong
 * checksum is detected after all bytes were written.
 *
 * The directory of the file must exist. Without `hInternet` the call uses a separate session, and
 * so separate connections.
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
 * The list may be any iterable, even an endless asynchronous one: a URL is read from it when a
 * download can start. At most `connections` downloads run at the same time, and at most `perHost`
 * from one host. Downloads that wait for their host or for their next attempt are not counted; up
 * to 64 of them are started ahead. The first step of the loop starts the downloads. Leaving the
 * loop stops all of them. The signal also stops them, but the loop still returns the results of the
 * downloads that had started.
 *
 * A failed download is a result, as with `download`, and does not stop the others. If the loop does
 * not read the results, no more URLs are read from the list.
 *
 * **Names.** Without a `target`, a file gets the name that the server proposes
 * (Content-Disposition), otherwise that of the URL, or `index.html`. Such a name is a valid name of
 * one file in the directory on every system: it has no path, no control characters, no characters
 * or device names that Windows reserves, no dot at its start, no dots or spaces at its end, and at
 * most 200 bytes. `a.part` becomes `a.part_`, because `a.part` is the part of `a`. The directory is
 * created if it does not exist.
 *
 * An existing file is not replaced, and no other name is chosen: the download fails with
 * ERROR_FILE_EXISTS, so that a second run of the same list downloads only the missing files.
 * `overwrite` replaces such files. If two downloads have the same name at the same time, the second
 * one fails with ERROR_FILE_EXISTS, also with `overwrite`; give it a different `target`.
 *
 * @param urls The URLs, each a string, a URL, or an object with `url`, `target` (a path below the directory) and `checksum`.
 * @param directory The path of the directory.
 * @param options The options.
 * @returns The results, in the order in which the downloads end.
 * @throws {InternetError} If an argument or an option has the wrong type (ERROR_INVALID_PARAMETER); the loop throws if the directory cannot be created (ERROR_ACCESS_DENIED, ERROR_FILE_EXISTS and the like), and throws the error of the list after the results of the downloads that had started.
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
