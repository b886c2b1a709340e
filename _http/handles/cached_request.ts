// Copyright 2026 the wininet authors. MIT license.

/**
 * A request from the point of view of the cache: its fields, its user, and the
 * stored response that matches it.
 *
 * @module
 */

import { HTTP_STATUS_OK, INTERNET_FLAG_NO_AUTO_REDIRECT } from "../../flags.ts";
import { hasFlag } from "../../_base/bits.ts";
import { latin1Bytes } from "../../_base/bytes.ts";
import type {
  ResponseCache,
  StoredResponse,
} from "../../_cache/response_cache.ts";
import {
  comparableValue,
  type Fields,
  fieldsOf,
  isPublic,
  isRedirect,
  matchesVaried,
  type StoredAnswer,
} from "../../_cache/rules.ts";
import type { Settings } from "../../_options/settings.ts";
import type { Header } from "../wire/header_list.ts";
import { parseHeadText, ResponseHead } from "../wire/response_head.ts";

/** The data of a request that the cache needs. */
export interface CachedRequestInit {
  /** The cache, or `null` while it is closed. */
  readonly cache: ResponseCache | null;
  readonly method: string;
  readonly url: URL;
  /** The flags that the program has set for the request and its session. */
  readonly flags: number;
  /** True if the network must not be used. */
  readonly isOffline: boolean;
  readonly settings: Settings;
  /** The time at which the session was opened. */
  readonly sessionStart: number;
  /** The header fields of the program. */
  readonly headers: readonly Header[];
  /** The header fields of the program and those that are added, without credentials. */
  readonly fields: readonly Header[];
  /** The user whose credentials are added, or `""` if there are none. */
  readonly user: string;
  /** Sends the request with additional fields; resolves with the head of the response. */
  ask(conditions: readonly Header[]): Promise<ResponseHead>;
  /** Ends the exchange early. */
  cancel(): void;
  /** Releases a network response that is replaced by a stored one. */
  discard(response: ResponseHead): Promise<void>;
}

/** The same data, with the values that are derived from it. */
export interface CachedRequest extends CachedRequestInit {
  /** The fields of the program. */
  readonly own: Fields;
  /**
   * The fields for Vary. The credentials are represented by the user, and
   * values that may be secret by hashes, because the index is a file.
   */
  readonly sent: Fields;
  /** The user whose credentials the request has, or `""` if there are none. */
  readonly identity: string;
}

/** A stored response that matches a request. */
export interface Candidate {
  readonly entry: StoredResponse;
  readonly head: ResponseHead;
}

/** Adds the user whose credentials a request has. */
export async function withIdentity(
  request: CachedRequestInit,
): Promise<CachedRequest> {
  const own = fieldsOf(request.headers);
  const authorization = own.get("authorization");
  const identity = request.user ||
    (authorization === null ? "" : await userOf(authorization));
  const hashes = await hashesOf(request.fields);
  const all = fieldsOf(request.fields);
  const sent = {
    get: (name: string) =>
      name === "authorization"
        ? identity || null
        : hashes.get(name) ?? all.get(name),
  };
  return { ...request, own, sent, identity };
}

/** Fields whose values are not secret. */
const PLAIN_FIELD_REGEXP =
  /^(?:accept(?:-.*)?|sec-.*|host|origin|user-agent|pragma|cache-control|authorization)$/;

/**
 * Returns hashes of the values that may be secret, such as cookies and keys:
 * the index stores the fields that Vary names.
 */
async function hashesOf(
  fields: readonly Header[],
): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  const all = fieldsOf(fields);
  for (const [name] of fields) {
    const key = name.toLowerCase();
    if (PLAIN_FIELD_REGEXP.test(key) || hashes.has(key)) continue;
    hashes.set(key, await hashOf(comparableValue(key, all.get(key)!)));
  }
  return hashes;
}

/** The latest hashes: most requests of a session have the same cookies. */
const hashed = new Map<string, string>();
const MAX_HASHED = 200;

async function hashOf(text: string): Promise<string> {
  const known = hashed.get(text);
  if (known !== undefined) return known;
  const bytes = new TextEncoder().encode(text);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  const hash = `SHA-256 ${new Uint8Array(digest).toHex()}`;
  if (hashed.size >= MAX_HASHED) hashed.clear();
  hashed.set(text, hash);
  return hash;
}

/**
 * Returns the stored response that matches a request, regardless of its age, or
 * `null` if there is none.
 */
export function findCandidate(request: CachedRequest): Candidate | null {
  const { cache, method, url, settings, identity, own, sent } = request;
  const isRead = (method === "GET" || method === "HEAD") &&
    own.get("range") === null;
  if (cache === null || !isRead) return null;
  for (const entry of cache.find(url.href, settings.secondaryKey)) {
    if (!matchesVaried(entry.varied, sent)) continue;
    const head = headOf(entry);
    const fits = isFor(entry.identity, identity, head) &&
      (!isRedirect(entry.status) || followsStored(request));
    if (fits) return { entry, head };
  }
  return null;
}

/** Stored redirects are used only if the program allows it. */
function followsStored({ flags, settings }: CachedRequest): boolean {
  return settings.followsStored ||
    hasFlag(flags, INTERNET_FLAG_NO_AUTO_REDIRECT);
}

/** The heads that were parsed last: a resource that is used often keeps the same head. */
const parsed = new Map<string, ResponseHead>();
const MAX_PARSED = 200;
/** The maximum number of characters of a head that is kept. */
const MAX_KEPT_HEAD = 4096;

/**
 * Returns the head of an entry, which may be missing if a program has created
 * the entry.
 */
function headOf({ head }: StoredResponse): ResponseHead {
  const known = parsed.get(head);
  if (known !== undefined) return known;
  const read = readHead(head);
  if (head.length > MAX_KEPT_HEAD) return read;
  if (parsed.size === MAX_PARSED) parsed.clear();
  parsed.set(head, read);
  return read;
}

function readHead(head: string): ResponseHead {
  if (head !== "") {
    try {
      return parseHeadText(head);
    } catch {
      // The program has stored a text that is not a head.
    }
  }
  return new ResponseHead("HTTP/1.0", HTTP_STATUS_OK, "OK", []);
}

/** The user name that Digest sends. */
const USERNAME_REGEXP = /^digest\s.*\busername="((?:[^"\\]|\\.)*)"/is;

/** Returns the user of an Authorization header; for credentials without a name, a hash of them. */
async function userOf(authorization: string): Promise<string> {
  const basic = /^basic +([a-z0-9+/=]+) *$/i.exec(authorization)?.[1];
  const digest = USERNAME_REGEXP.exec(authorization)?.[1];
  const user = digest ?? (basic === undefined ? "" : basicUserOf(basic));
  return user || await hashOf(authorization);
}

/** Returns the user before the colon, or `""` if there is no colon, for example in a token. */
function basicUserOf(credentials: string): string {
  try {
    const text = new TextDecoder().decode(latin1Bytes(atob(credentials)));
    return text.slice(0, Math.max(0, text.indexOf(":")));
  } catch {
    return ""; // It is not Base64.
  }
}

/** Returns the facts that the rules are applied to. */
export function answerOf({ entry, head }: Candidate): StoredAnswer {
  return { ...entry, fields: head };
}

/**
 * Returns true if an entry may be used for the user of a request: if it was
 * fetched with that user's credentials, or if it is public and the entry or the
 * request has none.
 */
function isFor(stored: string, identity: string, head: ResponseHead): boolean {
  return stored === identity ||
    isPublic(head) && (stored === "" || identity === "");
}
