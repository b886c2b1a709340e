// Copyright 2026 the wininet authors. MIT license.

/**
 * A request, as far as the cache is concerned: its fields, its user, and the stored
 * response that fits it.
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

/** A request, as far as its cache is concerned. */
export interface CachedRequestInit {
  /** The cache; `null` while it is closed. */
  readonly cache: ResponseCache | null;
  readonly method: string;
  readonly url: URL;
  /** The flags of the program, of the request and of its session. */
  readonly flags: number;
  /** True if nothing may go to the network. */
  readonly isOffline: boolean;
  readonly settings: Settings;
  /** When the session was opened. */
  readonly sessionStart: number;
  /** The header fields of the program. */
  readonly headers: readonly Header[];
  /** Those, with what is added to them, but without credentials. */
  fields(): readonly Header[];
  /** The user whose credentials are added; `""` for none. */
  readonly user: string;
  /** Sends the request with further fields; resolves with the head of the response. */
  ask(conditions: readonly Header[]): Promise<ResponseHead>;
  /** Ends the exchange early. */
  cancel(): void;
  /** Releases a response of the network that a stored one stands for. */
  discard(response: ResponseHead): Promise<void>;
}

/** The same, with what follows from it. */
export interface CachedRequest extends CachedRequestInit {
  /** The fields of the program. */
  readonly own: Fields;
  /** The fields for Vary: the user stands for the credentials, and hashes for what may be secret, because the index is a file. */
  readonly sent: Fields;
  /** The user whose credentials the request has; `""` for none. */
  readonly identity: string;
}

/** A stored response that fits a request. */
export interface Candidate {
  readonly entry: StoredResponse;
  readonly head: ResponseHead;
}

/** Finds out whose credentials a request has. */
export async function withIdentity(
  request: CachedRequestInit,
): Promise<CachedRequest> {
  const own = fieldsOf(request.headers);
  const authorization = own.get("authorization");
  const identity = request.user ||
    (authorization === null ? "" : await userOf(authorization));
  const hashes = await hashesOf(request.fields());
  const sent = {
    get: (name: string) =>
      name === "authorization"
        ? identity || null
        : hashes.get(name) ?? fieldsOf(request.fields()).get(name),
  };
  return { ...request, own, sent, identity };
}

/** Fields whose values are not secret. */
const PLAIN_FIELD_REGEXP =
  /^(?:accept(?:-.*)?|sec-.*|host|origin|user-agent|pragma|cache-control|authorization)$/;

/** Returns hashes of the values that may be secret, such as cookies and keys: the index keeps what Vary names. */
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

/** The hashes that were made last: most requests of a session have the same cookies. */
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

/** Returns the stored response that fits a request, however old; `null` if there is none. */
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

/** Stored redirects are used only if the program wants that. */
function followsStored({ flags, settings }: CachedRequest): boolean {
  return settings.followsStored ||
    hasFlag(flags, INTERNET_FLAG_NO_AUTO_REDIRECT);
}

/** The heads that were parsed last: a resource that is used often has the same one. */
const parsed = new Map<string, ResponseHead>();
const MAX_PARSED = 200;
/** A longer head is not kept. */
const MAX_KEPT_HEAD = 4096;

/** Returns the head of an entry; one that a program has made may have none. */
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
      // The program has stored another text.
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

/** Returns the user before the colon; `""` if there is none, as with a token. */
function basicUserOf(credentials: string): string {
  try {
    const text = new TextDecoder().decode(latin1Bytes(atob(credentials)));
    return text.slice(0, Math.max(0, text.indexOf(":")));
  } catch {
    return ""; // It is not Base64.
  }
}

/** Returns the facts by which the rules decide. */
export function answerOf({ entry, head }: Candidate): StoredAnswer {
  return { ...entry, fields: head };
}

/**
 * Returns true if an entry is for the user of a request: for the user whose credentials
 * it was fetched with, or for requests without others if it is public.
 */
function isFor(stored: string, identity: string, head: ResponseHead): boolean {
  return stored === identity ||
    isPublic(head) && (stored === "" || identity === "");
}
