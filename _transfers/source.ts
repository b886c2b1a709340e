// Copyright 2026 the wininet authors. MIT license.

/**
 * Opens a URL of any protocol, from its first byte or after existing bytes.
 *
 * - HTTP requests the rest with Range and If-Range, and receives the whole file
 *   if it has changed.
 * - FTP compares size and time, and requests the rest with REST.
 * - Gopher and `file:` start at the first byte.
 *
 * @module
 */

import { ERROR_HTTP_INVALID_SERVER_RESPONSE, InternetError } from "../error.ts";
import { INTERNET_FLAG_NO_CACHE_WRITE } from "../flags.ts";
import type { HINTERNET } from "../structures.ts";
import { combineFlags } from "../_base/bits.ts";
import { settlesWithin } from "../_base/deadline.ts";
import type { Continuation, FileVersion } from "../_base/part_file.ts";
import { quotedUrl } from "../_base/secrets.ts";
import { openHandle, openHandleOf } from "../_core/handle.ts";
import { startOpening } from "../_core/opening.ts";
import { startCall } from "../_core/operation.ts";
import { Session } from "../_core/session.ts";
import {
  type LoginRefusal,
  loginRefusal,
} from "../_http/handles/login_refusal.ts";
import { openHttp } from "../_http/handles/open.ts";
import { HttpRequest } from "../_http/handles/request.ts";
import { fieldValues } from "../_http/wire/fields.ts";
import { splitScheme } from "../_url/scheme.ts";
import {
  meaningOf,
  rangeLines,
  type ResponseFields,
  versionOf,
} from "./http_response.ts";
import { nameOfDisposition } from "./name.ts";
import { parseRetryAfter, StatusError } from "./retry.ts";
import type { Watch } from "./watch.ts";

/** A URL to open. */
export interface SourceInit {
  readonly hInternet: HINTERNET;
  readonly url: string;
  readonly flags: number;
  /** `true` if the version of the file is needed to continue the download later. */
  readonly resumes: boolean;
  /** Closes the handle when the attempt must end. */
  readonly watch: Watch;
}

/** An open URL. */
export interface Source {
  /** The handle for reading. */
  readonly handle: HINTERNET;
  /** The offset of the first byte: 0, or that of the continuation. */
  readonly start: number;
  /** The size of the whole file in bytes, or `null` if it is not known. */
  readonly total: number | null;
  /** Returns the version by which the download can be continued, or `null` if it cannot. */
  readonly version: () => FileVersion | null;
  /** The safe name that the server proposes, or `""` for none. */
  readonly name: string;
}

/**
 * Opens a URL.
 *
 * @param from The existing bytes, or `null` to start at the first byte.
 * @throws {InternetError} The errors of `InternetOpenUrl`, and one for an HTTP
 * response that does not contain the file.
 */
export async function openSource(
  init: SourceInit,
  from: Continuation | null,
): Promise<Source> {
  const place = from?.version?.place ?? null;
  const isHere = place === null || place === placeOf(init.url);
  return await openFrom(init, isHere ? from : null);
}

async function openFrom(
  init: SourceInit,
  from: Continuation | null,
): Promise<Source> {
  const range = rangeLines(from);
  const handle = await open(init, range, from);
  if (handle instanceof HttpRequest) {
    return await sourceOfHttp(init, handle, range === null ? null : from);
  }
  const { extentOf } = await import("./other_schemes.ts");
  const { start, total, version } = await extentOf(handle, init.url);
  const noted = () =>
    version === null ? null : { ...version, place: placeOf(init.url) };
  return { handle, start, total, version: noted, name: "" };
}

async function open(
  { hInternet, url, flags, resumes, watch }: SourceInit,
  headers: string | null,
  from: Continuation | null,
): Promise<HINTERNET> {
  const session = openHandleOf(hInternet, Session, "a session");
  const open = /^https?$/.test(splitScheme(url).scheme)
    ? openHttp
    : (await import("./other_schemes.ts")).openUrl;
  watch.throwIfEnded();
  const opening = open(session, url, {
    headers,
    // The file is stored once, not also in a cache.
    flags: combineFlags(flags, INTERNET_FLAG_NO_CACHE_WRITE),
    context: undefined,
    from: resumes ? from ?? { offset: 0, version: null } : null,
  });
  watch.guard(opening.handle);
  return await startOpening(opening, "InternetOpenUrl");
}

/** Reads like `InternetReadFileEx`; with IRF_NO_WAIT if the available bytes are enough. */
export function read(
  handle: HINTERNET,
  buffer: Uint8Array,
  noWait: boolean,
): Promise<number> {
  const file = openHandle(handle);
  const work = file.readFile(buffer, { noWait });
  return startCall(file, work, { name: "InternetReadFileEx" });
}

/** Returns the source for an HTTP response; `from` is the requested continuation. */
async function sourceOfHttp(
  init: SourceInit,
  handle: HttpRequest,
  from: Continuation | null,
): Promise<Source> {
  const { status, headers, reason } = handle.answered;
  const response: ResponseFields = {
    status,
    field: (name) => fieldValues(headers, name)[0] ?? "",
  };
  const meaning = meaningOf(response, from);
  if (meaning.kind === "data") {
    const { start, total } = meaning;
    const version = () => versionOf(response, total, placeOf(init.url));
    const name = nameOfDisposition(response.field("content-disposition"));
    return { handle, start, total, version, name };
  }
  const login = loginRefusal(handle);
  await drop(handle);
  switch (meaning.kind) {
    case "again":
      return await openFrom(init, null);
    case "invalid":
      throw new InternetError(
        ERROR_HTTP_INVALID_SERVER_RESPONSE,
        `Cannot download ${quotedUrl(init.url)}: ${meaning.why}`,
      );
    case "refused":
      throw refusal(init.url, response, reason ?? "", login);
  }
}

/** The maximum length of a reason phrase in an error. */
const MAX_REASON = 100;

function refusal(
  url: string,
  response: ResponseFields,
  phrase: string,
  login: LoginRefusal | null,
): StatusError {
  const { status } = response;
  const reason = phrase.slice(0, MAX_REASON);
  const wait = parseRetryAfter(response.field("retry-after"), new Date());
  const later = wait === null
    ? ""
    : `, and asks to wait ${Math.ceil(wait / 1000)} seconds`;
  const advice = login === null ? "" : `. ${login.advice}`;
  return new StatusError(
    `Cannot download ${quotedUrl(url)}: ${
      login?.party ?? "the server"
    } responded with ${`${status} ${reason}`.trim()}${later}${advice}`,
    status,
    reason,
    wait,
  );
}

/**
 * The maximum number of bytes of an unwanted response that are read, so that
 * its connection can be reused.
 */
const MAX_DROPPED = 16_384;
/** The maximum time for that, in milliseconds. */
const DROP_PATIENCE = 1000;

/** Closes a handle. If its response is nearly complete, the rest is read first. */
async function drop(handle: HINTERNET): Promise<void> {
  if (handle instanceof HttpRequest && !handle.closed) {
    const buffer = new Uint8Array(MAX_DROPPED);
    await settlesWithin(DROP_PATIENCE, read(handle, buffer, false));
  }
  handle[Symbol.dispose]();
}

/**
 * Returns the URL without the parts that may differ between requests for the
 * same file: credentials, query and fragment.
 */
export function placeOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return "";
  const path = parsed.pathname.slice(0, MAX_PLACE);
  return `${parsed.protocol}//${parsed.host.toLowerCase()}${path}`;
}

/** The maximum length of a path in a note. */
const MAX_PLACE = 4000;
