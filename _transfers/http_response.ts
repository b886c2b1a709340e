// Copyright 2026 the wininet authors. MIT license.

/**
 * Interprets an HTTP response to a download of a whole file or of the rest of
 * one. No I/O.
 *
 * @module
 */

import { parseTime } from "../_base/http_time.ts";
import type { Continuation, FileVersion } from "../_base/part_file.ts";

/** The head of a response. */
export interface ResponseFields {
  readonly status: number;
  /** Returns a header field, or `""` if it is absent. */
  field(name: string): string;
}

/** The meaning of a response. */
export type Meaning =
  /** The bytes from an offset on. If the offset equals the total, there are none. */
  | {
    readonly kind: "data";
    readonly start: number;
    readonly total: number | null;
  }
  /** The range is not the requested one: the file must be requested again, without a range. */
  | { readonly kind: "again" }
  /** The response is not valid. */
  | { readonly kind: "invalid"; readonly why: string }
  /** The status means that the file is not available. */
  | { readonly kind: "refused" };

/**
 * Returns the header lines that request the rest of an unchanged file, or
 * `null` if there is nothing to continue.
 */
export function rangeLines(from: Continuation | null): string | null {
  if (from === null || from.offset === 0 || from.version === null) return null;
  const { tag, modified } = from.version;
  const validator = tag ?? modified?.toUTCString();
  if (validator === undefined) return null;
  return `Range: bytes=${from.offset}-\r\nIf-Range: ${validator}`;
}

/** Interprets a response; `from` is the requested continuation, or `null` for a whole file. */
export function meaningOf(
  response: ResponseFields,
  from: Continuation | null,
): Meaning {
  const { status } = response;
  const size = from?.version?.size ?? null;
  if (status === 206 && from === null) {
    return {
      kind: "invalid",
      why:
        "the server sends a part of the file although all of it was requested",
    };
  }
  if (status === 206) {
    const range = parseContentRange(response.field("content-range"));
    const fits = range !== null && range.first === from!.offset &&
      (range.total === null || size === null || range.total === size) &&
      !hasChanged(response, from!);
    return fits
      ? { kind: "data", start: range.first, total: range.total ?? size }
      : { kind: "again" };
  }
  if (status === 416 && from !== null) {
    const total = /^bytes \*\/(\d{1,16})$/i
      .exec(response.field("content-range").trim())?.[1];
    // An earlier run received all bytes, and was killed before it renamed the
    // file.
    const isWhole = Number(total) === from.offset &&
      (size === null || size === from.offset);
    return isWhole
      ? { kind: "data", start: from.offset, total: from.offset }
      : { kind: "again" };
  }
  if (status < 200 || status > 299) return { kind: "refused" };
  const length = response.field("content-length").trim();
  const total = /^\d{1,15}$/.test(length) ? Number(length) : null;
  return { kind: "data", start: 0, total };
}

/**
 * Returns `true` if the part belongs to another version, because the server has
 * ignored If-Range.
 */
function hasChanged(response: ResponseFields, { version }: Continuation) {
  const tag = response.field("etag").trim();
  const known = version?.tag ?? null;
  return tag !== "" && known !== null && tag !== known;
}

/** A Content-Range header; `total` is `null` for `*`. */
interface ContentRange {
  readonly first: number;
  readonly total: number | null;
}

function parseContentRange(field: string): ContentRange | null {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(?:(\d{1,15})|\*)$/i
    .exec(field.trim());
  if (match === null) return null;
  const [first, last, total] = match.slice(1).map(Number) as [
    number,
    number,
    number,
  ];
  if (last < first || last >= total) return null;
  return { first, total: match[3] === undefined ? null : total };
}

/**
 * Returns the version of a file, by which its download can be continued.
 * Returns `null` if nothing identifies it reliably, or the server does not
 * support ranges.
 */
export function versionOf(
  response: ResponseFields,
  total: number | null,
  place: string,
): FileVersion | null {
  if (/^\s*none\s*$/i.test(response.field("accept-ranges"))) return null;
  const entityTag = response.field("etag").trim();
  const tag = /^"[\x21\x23-\x7e\x80-\xff]*"$/.test(entityTag)
    ? entityTag
    : null;
  const modified = strongTime(response);
  if (tag === null && modified === null) return null;
  return { size: total, modified, tag, place };
}

/**
 * Returns the time of Last-Modified, unless the file may have changed again
 * within that second (RFC 9110 section 8.8.2.2).
 */
function strongTime(response: ResponseFields): Date | null {
  const unknown = new Date(NaN);
  const modified = parseTime(response.field("last-modified"), unknown);
  if (Number.isNaN(modified.getTime())) return null;
  const sent = parseTime(response.field("date"), unknown).getTime();
  return sent - modified.getTime() < 1000 ? null : modified;
}
