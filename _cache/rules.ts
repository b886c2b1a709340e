// Copyright 2026 the wininet authors. MIT license.

/**
 * The rules of HTTP caching (RFC 9111, RFC 5861, RFC 8246) for a private cache,
 * with the additions of WinINet: which responses are stored, when a stored one
 * may be used, and how it is revalidated. Nothing here reads a clock or a
 * store.
 *
 * @module
 */

import {
  HTTP_1_1_CACHE_ENTRY,
  HTTP_STATUS_OK,
  IMMUTABLE_CACHE_ENTRY,
  MUST_REVALIDATE_CACHE_ENTRY,
  NORMAL_CACHE_ENTRY,
  REDIRECT_CACHE_ENTRY,
  WININET_SYNC_MODE_ALWAYS,
  WININET_SYNC_MODE_AUTOMATIC,
  WININET_SYNC_MODE_NEVER,
  WININET_SYNC_MODE_ON_EXPIRY,
} from "../flags.ts";
import { combineFlags, hasFlag } from "../_base/bits.ts";
import { withoutBlanks } from "../_base/field_text.ts";
import { parseHttpDate } from "../_base/http_time.ts";
import {
  type Directives,
  directivesOf,
  elementsOf,
  nameOf,
  valuesOf,
} from "./directives.ts";

/**
 * Header fields by name in lower case. Several lines with the same name are
 * joined by commas.
 */
export interface Fields {
  get(name: string): string | null;
}

/** A header field: its name and its value. */
export type Field = [name: string, value: string];

/** A response, and the time it arrived. */
export interface Answer {
  readonly status: number;
  readonly fields: Fields;
  /** The time at which the request was sent, in milliseconds. */
  readonly requested: number;
  /** The time at which the response arrived. */
  readonly received: number;
}

/** A stored response. */
export interface StoredAnswer extends Answer {
  /** `*_CACHE_ENTRY` bits. */
  readonly type: number;
  /** The ExpireTime of the entry; a program can change it. */
  readonly expires: number | null;
  /** The last time that the response was fetched or revalidated. */
  readonly synced: number;
}

/** The requirements of a request for a stored response. */
export interface Demand {
  /** The request header fields set by the program. */
  readonly fields: Fields;
  /**
   * True with INTERNET_FLAG_FROM_CACHE or INTERNET_FLAG_FWD_BACK: a response of
   * any age is used.
   */
  readonly acceptsAnyAge: boolean;
  /** True with INTERNET_FLAG_RESYNCHRONIZE. */
  readonly resynchronizes: boolean;
  /** True with INTERNET_FLAG_HYPERLINK. */
  readonly isHyperlink: boolean;
  /** The sync mode of the cache, one of `WININET_SYNC_MODE_*`. */
  readonly syncMode: number;
  /** The start of the session, in milliseconds. */
  readonly sessionStart: number;
}

/** The decision about a stored response: use it, revalidate it, or ignore it. */
export type Decision = "use" | "validate" | "ignore";

/** Statuses with heuristic freshness. */
const HEURISTIC_STATUSES: ReadonlySet<number> = new Set([200, 203]);
/** Other statuses that are stored even without explicit freshness. */
const STORED_STATUSES: ReadonlySet<number> = new Set([
  204,
  300,
  301,
  308,
  404,
  405,
  410,
  414,
  501,
]);
/** Statuses that are never stored: partial content, and responses to one request only. */
const UNSTORED_STATUSES: ReadonlySet<number> = new Set([206, 304, 401, 407]);

/** Redirects, which are stored without a body. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Server errors for which a stale response may be used (RFC 5861 section 4). */
const FAILURES: ReadonlySet<number> = new Set([500, 502, 503, 504]);

const SAFE_METHODS: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "OPTIONS",
  "TRACE",
]);

/** Fields that describe one connection (RFC 9111 section 3.1). */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authentication-info",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Fields of a 304 that do not describe the stored body (RFC 9111 section 3.2). */
const OF_THE_BODY: ReadonlySet<string> = new Set([
  "content-encoding",
  "content-length",
  "content-range",
]);

/** The conditional fields of a request (RFC 9110 section 13.1). */
const CONDITIONS: readonly string[] = [
  "if-match",
  "if-none-match",
  "if-modified-since",
  "if-unmodified-since",
  "if-range",
];

/** The longest heuristic freshness. */
const LONGEST_GUESS = 7 * 86_400_000;

// ---- storing ----

/** Returns true for a redirect, which is stored without its body. */
export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status);
}

/** Returns true if the response to a GET may be stored. */
export function isStorable(answer: Answer, request: Fields): boolean {
  const { status, fields } = answer;
  const response = cacheControl(fields);
  if (forbidsStoring(request)) return false;
  const isUnderstood = HEURISTIC_STATUSES.has(status) ||
    STORED_STATUSES.has(status);
  // RFC 9111 section 5.2.2.3: must-understand overrides no-store for known statuses.
  if (response.has("must-understand")) return isUnderstood;
  if (response.has("no-store")) return false;
  if (status < 200 || UNSTORED_STATUSES.has(status)) return false;
  return isUnderstood || isPublic(fields) ||
    (explicitLifetime(answer) ?? 0) > 0;
}

/**
 * Returns true if a request or response must not be stored (RFC 9111 sections
 * 5.2.1.5 and 5.2.2.5).
 */
export function forbidsStoring(fields: Fields): boolean {
  return cacheControl(fields).has("no-store");
}

/** Returns the entry type for a response. */
export function entryType(
  status: number,
  version: string | null,
  fields: Fields,
): number {
  const control = cacheControl(fields);
  return combineFlags(
    NORMAL_CACHE_ENTRY,
    version === "HTTP/1.0" ? 0 : HTTP_1_1_CACHE_ENTRY,
    isRedirect(status) ? REDIRECT_CACHE_ENTRY : 0,
    forbidsStale(fields) ? MUST_REVALIDATE_CACHE_ENTRY : 0,
    control.has("immutable") ? IMMUTABLE_CACHE_ENTRY : 0,
  );
}

/** Returns the ExpireTime of a response, or `null` if it has no explicit freshness. */
export function expireTime(answer: Answer): number | null {
  const lifetime = explicitLifetime(answer);
  if (lifetime === null) return null;
  const { fields, received } = answer;
  const age = cacheControl(fields).has("max-age") ? ageValue(fields) : 0;
  return (dateValue(fields, received) ?? received) + lifetime - age;
}

/** Returns the time of Last-Modified, or `null` if there is no valid one. */
export function modifiedTime({ fields, received }: Answer): number | null {
  return dateOf(fields.get("last-modified"), received);
}

/** Returns the header fields to store. They depend on whether the body was decoded. */
export function storedFields(
  fields: readonly Field[],
  isDecoded: boolean,
): Field[] {
  const all = fieldsOf(fields);
  const lists = [
    all.get("connection") ?? "",
    ...valuesOf(all.get("cache-control") ?? "", "no-cache"),
  ];
  const hidden = new Set(lists.flatMap(elementsOf).map(nameOf));
  return fields.filter(([name]) => {
    const key = name.toLowerCase();
    return !HOP_BY_HOP.has(key) && !hidden.has(key) &&
      !(isDecoded && /^content-(?:encoding|length)$/.test(key));
  });
}

// ---- using ----

/** Decides how a stored response is used. */
export function decide(
  stored: StoredAnswer,
  demand: Demand,
  now: number,
): Decision {
  if (demand.acceptsAnyAge) return "use";
  const { fields } = stored;
  const left = freshFor(stored, demand, now);
  if (demand.isHyperlink && saysNothing(stored)) return "ignore";
  const isImmutable = hasFlag(stored.type, IMMUTABLE_CACHE_ENTRY);
  if (demand.resynchronizes && !(isImmutable && left > 0)) return "validate";
  if (saysNoCache(demand.fields) || saysNoCache(fields)) return "validate";
  return meets(stored, demand, left, now) ? "use" : "validate";
}

/** Returns true if a stored response is fresh enough for the directives of a request (RFC 9111 section 5.2.1). */
function meets(
  stored: StoredAnswer,
  demand: Demand,
  left: number,
  now: number,
): boolean {
  const request = cacheControl(demand.fields);
  const maxAge = secondsOf(request, "max-age");
  if (maxAge !== null && ageOf(stored, now) >= maxAge) return false;
  if (left > (secondsOf(request, "min-fresh") ?? 0)) return true;
  if (!request.has("max-stale") || forbidsStale(stored.fields)) return false;
  // `max-stale` without a value accepts any staleness.
  return request.get("max-stale") === "" ||
    -left <= secondsOf(request, "max-stale")!;
}

/**
 * Returns true if an entry has neither Expires, max-age nor Last-Modified.
 * INTERNET_FLAG_HYPERLINK ignores such an entry.
 */
function saysNothing(stored: StoredAnswer): boolean {
  return stored.expires === null && explicitLifetime(stored) === null &&
    stored.fields.get("last-modified") === null;
}

/**
 * Returns how much longer a stored response is fresh, in milliseconds; negative
 * if it is stale.
 */
function freshFor(stored: StoredAnswer, demand: Demand, now: number): number {
  // The program has changed ExpireTime.
  if (stored.expires !== null && stored.expires !== expireTime(stored)) {
    return stored.expires - now;
  }
  const age = ageOf(stored, now);
  const lifetime = explicitLifetime(stored);
  if (lifetime !== null) return lifetime - age;
  // RFC 9111 section 4.2.2. An entry of a program may have no status.
  const isGuessed = stored.status === 0 ||
    HEURISTIC_STATUSES.has(stored.status) || isPublic(stored.fields);
  return isGuessed ? guessedLifetime(stored, demand, age) - age : -age;
}

/**
 * Returns the lifetime of a response without explicit freshness, which the sync
 * mode determines.
 */
function guessedLifetime(
  stored: StoredAnswer,
  { syncMode, sessionStart }: Demand,
  age: number,
): number {
  const wasSynced = stored.synced > sessionStart;
  switch (syncMode) {
    case WININET_SYNC_MODE_NEVER:
      return Infinity;
    case WININET_SYNC_MODE_ALWAYS:
      return 0;
    case WININET_SYNC_MODE_ON_EXPIRY:
      return heuristic(stored);
    case WININET_SYNC_MODE_AUTOMATIC:
      if (heuristic(stored) > age) return heuristic(stored);
  }
  return wasSynced ? Infinity : 0;
}

/** Returns a tenth of the time since the last change (RFC 9111 section 4.2.2). */
function heuristic(stored: Answer): number {
  const modified = modifiedTime(stored);
  if (modified === null) return 0;
  const date = dateValue(stored.fields, stored.received) ?? stored.received;
  return Math.min(Math.max(0, date - modified) / 10, LONGEST_GUESS);
}

/** Returns the explicit lifetime in milliseconds, or `null` if there is none. */
function explicitLifetime({ fields, received }: Answer): number | null {
  const maxAge = secondsOf(cacheControl(fields), "max-age");
  if (maxAge !== null) return maxAge;
  const text = fields.get("expires");
  if (text === null) return null;
  const expires = dateOf(text, received);
  // An invalid date means "in the past" (RFC 9111 section 5.3).
  return expires === null
    ? 0
    : Math.max(0, expires - (dateValue(fields, received) ?? received));
}

/** Returns the age of a response in milliseconds (RFC 9111 section 4.2.3). */
export function ageOf(answer: Answer, now: number): number {
  const { fields, requested, received } = answer;
  const date = dateValue(fields, received) ?? received;
  const apparent = Math.max(0, received - date);
  const corrected = ageValue(fields) + received - requested;
  return Math.max(apparent, corrected) + Math.max(0, now - received);
}

/**
 * Returns the Age header in milliseconds. The first value of a list counts; a
 * value that is not a whole number is ignored.
 */
function ageValue(fields: Fields): number {
  const [text = ""] = (fields.get("age") ?? "").split(",");
  return milliseconds(withoutBlanks(text)) ?? 0;
}

/** Returns true if the server forbids the use of a stale response. */
export function forbidsStale(fields: Fields): boolean {
  return cacheControl(fields).has("must-revalidate") || saysNoCache(fields);
}

/** Returns true if a stored response may be used when the server fails (RFC 5861 section 4). */
export function coversFailure(
  status: number,
  stored: StoredAnswer,
  request: Fields,
  now: number,
): boolean {
  if (!FAILURES.has(status) || forbidsStale(stored.fields)) return false;
  const limits = [cacheControl(request), cacheControl(stored.fields)]
    .map((control) => secondsOf(control, "stale-if-error") ?? -1);
  const stale = ageOf(stored, now) - (explicitLifetime(stored) ?? 0);
  return stale <= Math.max(...limits);
}

/** Returns true if fields require revalidation: no-cache, or its old form in Pragma. */
function saysNoCache(fields: Fields): boolean {
  const control = fields.get("cache-control");
  // A value lists the fields that must not be used; those are not stored.
  if (control !== null) return valuesOf(control, "no-cache").includes("");
  return directivesOf(fields.get("pragma")).has("no-cache");
}

// ---- revalidating ----

/** Returns the conditional fields for a stored response (RFC 9111 section 4.3.1). */
export function conditionsFor(fields: Fields): Field[] {
  const tag = fields.get("etag");
  const modified = fields.get("last-modified");
  return [
    ...(tag === null ? [] : [["If-None-Match", tag] as Field]),
    ...(modified === null ? [] : [["If-Modified-Since", modified] as Field]),
  ];
}

/** Returns true if a request has conditional fields of its own. */
export function hasConditions(request: Fields): boolean {
  return CONDITIONS.some((name) => request.get(name) !== null);
}

/** Returns true if a response may also be used for other users. */
export function isPublic(fields: Fields): boolean {
  return cacheControl(fields).has("public");
}

/** Returns true for only-if-cached (RFC 9111 section 5.2.1.7). */
export function wantsOnlyCache(request: Fields): boolean {
  return cacheControl(request).has("only-if-cached");
}

/** Returns the stored fields after a 304 (RFC 9111 section 3.2). */
export function updatedFields(
  stored: readonly Field[],
  fresh: readonly Field[],
): Field[] {
  const changes = storedFields(fresh, false)
    .filter(([name]) => !OF_THE_BODY.has(name.toLowerCase()));
  const changed = new Set(changes.map(([name]) => name.toLowerCase()));
  return [
    ...stored.filter(([name]) => !changed.has(name.toLowerCase())),
    ...changes,
  ];
}

/** Returns the URLs whose entries are invalidated by a response (RFC 9111 section 4.4). */
export function invalidatedUrls(
  method: string,
  status: number,
  url: string,
  fields: Fields,
): string[] {
  if (SAFE_METHODS.has(method) || status < HTTP_STATUS_OK || status >= 400) {
    return [];
  }
  const base = new URL(url);
  const others = ["location", "content-location"]
    .map((name) => fields.get(name))
    .filter((text) => text !== null)
    .map((text) => URL.parse(text, base))
    .filter((other) => other !== null && other.origin === base.origin)
    .map((other) => other!.href);
  return [url, ...others];
}

// ---- variants ----

/** Marks a response with `Vary: *`, which no request matches. */
const VARIES_BY_ALL = "*";

/**
 * Returns the request fields that `Vary` names, as `name: value` lines. A line
 * without a colon represents an absent field.
 *
 * @param ignored The names to skip.
 */
export function variedFields(
  vary: string | null,
  request: Fields,
  ignored: readonly string[],
): string {
  const names = [...new Set(elementsOf(vary ?? "").map(nameOf))]
    .filter((name) => name !== "" && !ignored.includes(name));
  if (names.includes("*")) return VARIES_BY_ALL;
  return names.sort().map((name) => {
    const value = request.get(name);
    return value === null ? name : `${name}: ${comparableValue(name, value)}`;
  }).join("\n");
}

/** Returns true if a request matches the fields of a stored variant (RFC 9111 section 4.1). */
export function matchesVaried(varied: string, request: Fields): boolean {
  if (varied === "") return true;
  if (varied === VARIES_BY_ALL) return false;
  const names = varied.split("\n").map((line) => line.split(":", 1)[0]!);
  return varied === variedFields(names.join(), request, []);
}

/**
 * Returns a value in the form used for comparison. Spaces around commas are
 * ignored, and in Accept-Language also case and order (RFC 9110 section
 * 12.5.4).
 */
export function comparableValue(name: string, value: string): string {
  const elements = value.split(",").map(withoutBlanks);
  return name === "accept-language"
    ? elements.map((element) => element.toLowerCase()).sort().join()
    : elements.join();
}

// ---- fields ----

function cacheControl(fields: Fields): Directives {
  return directivesOf(fields.get("cache-control"));
}

/**
 * Returns a directive in seconds as milliseconds: `null` if it is absent, 0 if
 * it is not a number.
 */
function secondsOf(control: Directives, name: string): number | null {
  const text = control.get(name);
  return text === undefined ? null : milliseconds(text) ?? 0;
}

/**
 * Converts seconds to milliseconds, at most 2^31 seconds (RFC 9111 section
 * 1.2.2); `null` if the text is not a number.
 */
function milliseconds(seconds: string): number | null {
  return /^\d+$/.test(seconds)
    ? Math.min(Number(seconds), 2 ** 31) * 1000
    : null;
}

function dateValue(fields: Fields, now: number): number | null {
  return dateOf(fields.get("date"), now);
}

function dateOf(text: string | null, now: number): number | null {
  return text === null ? null : parseHttpDate(text, now);
}

/** Returns a list of fields in a form for lookups by name. */
export function fieldsOf(list: readonly Field[]): Fields {
  return {
    get(name) {
      const values = list.filter(([key]) => key.toLowerCase() === name)
        .map(([, value]) => value);
      return values.length === 0 ? null : values.join(", ");
    },
  };
}
