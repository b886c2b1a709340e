// Copyright 2026 the wininet authors. MIT license.

/**
 * `get -C` for a file that already exists: it is complete, can be continued, or
 * is a different file.
 *
 * A file without a note can be of any version and from any URL. It is therefore
 * continued only if the server can send the rest of a file that has not changed
 * since the local file was written, and if the last bytes of the local file are
 * the same on the server.
 *
 * @module
 */

import { ERROR_FILE_EXISTS, InternetError } from "../error.ts";
import { INTERNET_FLAG_PASSIVE } from "../flags.ts";
import {
  type Checksum,
  download,
  type DownloadOptions,
  type DownloadResult,
} from "../transfers.ts";
import { asInternetError } from "../_base/failure.ts";
import { checkWritable, linkInfo, LocalSource } from "../_base/local_file.ts";
import { notePath, partPath, RESUMED } from "../_base/local_name.ts";
import { type FileVersion, noteVersion } from "../_base/part_file.ts";
import { quotedValue } from "../_base/secrets.ts";
import { NO_TIMEOUT } from "../_base/timeouts.ts";
import { openHandleOf } from "../_core/handle.ts";
import { HttpRequest } from "../_http/handles/request.ts";
import { fieldValues } from "../_http/wire/fields.ts";
import { Verifier } from "../_transfers/checksum.ts";
import {
  meaningOf,
  type ResponseFields,
  versionOf,
} from "../_transfers/http_response.ts";
import {
  openSource,
  placeOf,
  read,
  type SourceInit,
} from "../_transfers/source.ts";
import { Watches } from "../_transfers/watch.ts";
import { sendHead } from "./head.ts";

/** The maximum number of bytes at the end of a file that are compared. */
const COMPARED = 65_536;

/** The result of a download. */
export interface Outcome extends DownloadResult {
  /** `true` if the file already existed and was complete. */
  readonly skipped?: boolean;
}

/**
 * Returns the result of a download. A download that failed because its file
 * exists is continued if that is safe.
 */
export async function continued(
  result: DownloadResult,
  options: DownloadOptions,
): Promise<Outcome> {
  const { target, error, url } = result;
  if (error?.code !== ERROR_FILE_EXISTS || target === null) return result;
  const signal = options.signal ?? new AbortController().signal;
  using watches = new Watches(signal, NO_TIMEOUT);
  const init = (): SourceInit => ({
    hInternet: options.hInternet!,
    url,
    flags: options.dwFlags ?? INTERNET_FLAG_PASSIVE,
    resumes: true,
    watch: watches.start(url),
  });
  try {
    const { size } = await Deno.stat(target);
    const version = await versionToFetch(target, size, init);
    if (version === null) {
      await verify(target, options.checksum, url);
      const there = { bytes: size, total: size, resumedFrom: size };
      return { ...result, ...there, ok: true, error: null, skipped: true };
    }
    makePart(target, version);
  } catch (error) {
    return { ...result, error: asInternetError(error) };
  }
  return await download(url, target, options);
}

/** Throws ERROR_INVALID_DATA if a local file does not have the checksum. */
async function verify(
  path: string,
  checksum: Checksum | undefined,
  url: string,
): Promise<void> {
  if (checksum === undefined) return;
  const verifier = await Verifier.of(checksum);
  await verifier.restartWith(path);
  verifier.check(url);
}

/**
 * Returns the version that a local file is the start of, or `null` if the file
 * is complete.
 *
 * @throws {InternetError} ERROR_FILE_EXISTS if it cannot be continued.
 */
async function versionToFetch(
  path: string,
  size: number,
  init: () => SourceInit,
): Promise<FileVersion | null> {
  const { total, version } = await remoteOf(init());
  if (total === null || total === size) return null;
  const why = size > total
    ? "it is longer"
    : version === null
    ? "the server cannot send the rest"
    : obstacle(path, version) ??
      await difference(path, size, version, init());
  if (why === null) return version;
  throw new InternetError(
    ERROR_FILE_EXISTS,
    `Cannot continue ${
      quotedValue(path.replace(/^\.\//, ""))
    }, which has ${size} bytes of a file with ${total}: ${why}; -f replaces it`,
  );
}

/** The file on the server. */
interface Remote {
  readonly total: number | null;
  readonly version: FileVersion | null;
}

async function remoteOf(init: SourceInit): Promise<Remote> {
  const head = /^https?:/i.test(init.url) ? await headOf(init) : null;
  if (head !== null) return head;
  const source = await openSource(init, null);
  const { total, handle } = source;
  const version = source.version();
  handle[Symbol.dispose]();
  return { total, version };
}

/** Requests only the head; returns `null` if the server does not support that. */
async function headOf(
  { hInternet, url, watch }: SourceInit,
): Promise<Remote | null> {
  const hRequest = await sendHead(hInternet, url);
  const request = openHandleOf(hRequest, HttpRequest, "an HTTP request");
  watch.guard(request);
  const { status, headers } = request.answered;
  if (status !== 200) return null;
  const response: ResponseFields = {
    status,
    field: (name) => fieldValues(headers, name)[0] ?? "",
  };
  const meaning = meaningOf(response, null);
  const total = meaning.kind === "data" ? meaning.total : null;
  return { total, version: versionOf(response, total, placeOf(url)) };
}

/** Returns the local reason why a file cannot be continued, or `null`. */
function obstacle(path: string, { modified }: FileVersion): string | null {
  const info = linkInfo(path);
  if (!info?.isFile || (info.nlink ?? 1) > 1) {
    return "it is a link, or has several names";
  }
  const part = partPath(path, RESUMED);
  if (linkInfo(part) !== null) return `${quotedValue(part)} also exists`;
  if (modified === null || info.mtime === null) {
    return "the server does not report the time of its file";
  }
  return modified > info.mtime
    ? "the file on the server was changed later"
    : null;
}

/** Compares the last bytes of a local file with those on the server. */
async function difference(
  path: string,
  size: number,
  version: FileVersion,
  init: SourceInit,
): Promise<string | null> {
  const length = Math.min(size, COMPARED);
  const offset = size - length;
  const source = await openSource(init, { offset, version });
  using _handle = source.handle;
  if (source.start !== offset) return "the server cannot send the rest";
  const remote = await filled(
    length,
    (rest) => read(source.handle, rest, false),
  );
  using file = LocalSource.open(path);
  file.seek(offset);
  const own = await filled(length, (rest) => file.read(rest));
  return own.length === remote.length &&
      own.every((byte, at) => byte === remote[at])
    ? null
    : "its last bytes differ from those on the server";
}

/** Reads a number of bytes; returns fewer if the source ends earlier. */
async function filled(
  length: number,
  readInto: (rest: Uint8Array) => Promise<number> | number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let have = 0;
  while (have < length) {
    const count = await readInto(bytes.subarray(have));
    if (count === 0) break;
    have += count;
  }
  return bytes.subarray(0, have);
}

/** Turns a file into the part file of an interrupted download. */
function makePart(path: string, version: FileVersion): void {
  const part = partPath(path, RESUMED);
  checkWritable(`continue the file ${quotedValue(path)}`, part);
  noteVersion({ path: part }, version);
  try {
    Deno.renameSync(path, part);
  } catch (error) {
    Deno.removeSync(notePath(part));
    throw error;
  }
}
