// Copyright 2026 the wininet authors. MIT license.

/**
 * The Digest scheme (RFC 7616; RFC 2617 and RFC 2069 are older forms): a
 * request proves that its sender knows the password, without sending it.
 *
 * A server makes a nonce; a client counts its uses (nc), adds a client nonce
 * (cnonce), and hashes them together with the password, the method and the URI.
 * A nonce is valid until the server reports it as stale or sends the next one.
 * So the state of a nonce is one object, {@linkcode DigestSession}, which all
 * requests to its protection space share.
 *
 * The URI is the target of the request as it is sent, with its query: old
 * versions of Internet Explorer omitted the query, and Apache rejects that.
 *
 * @module
 */

import { type Challenge, parseParameters } from "./challenge.ts";
import { latin1Bytes } from "../_base/bytes.ts";
import { byteString, type Credentials } from "./credentials.ts";
import {
  canBeRepeated,
  type DigestAlgorithm,
  type DigestTerms,
  digestTerms,
} from "./digest_terms.ts";

const HASH_NAMES: Readonly<Record<DigestAlgorithm, string>> = {
  "MD5": "md5",
  "SHA-256": "sha256",
  "SHA-512-256": "sha512-256",
};

/** The length of a client nonce in bytes, the same as that of an MD5 hash. */
const NONCE_BYTES = 16;

/** A hash function; it returns hexadecimal digits in lower case. */
export type DigestHash = (
  algorithm: DigestAlgorithm,
  bytes: Uint8Array,
) => string;

/**
 * Loads the hash functions. `crypto.subtle` does not have MD5, and makes a
 * promise for each hash; `node:crypto` takes ten milliseconds to load, so it is
 * loaded when a server requests Digest.
 */
export async function loadDigestHash(): Promise<DigestHash> {
  const { createHash } = await import("node:crypto");
  return (algorithm, bytes) =>
    createHash(HASH_NAMES[algorithm]).update(bytes).digest("hex");
}

/** Returns a random number that a client adds to a proof, in hexadecimal digits. */
export function newClientNonce(): string {
  return crypto.getRandomValues(new Uint8Array(NONCE_BYTES)).toHex();
}

/** The request that is authenticated. */
export interface DigestRequest {
  /** The method. */
  readonly method: string;
  /** The target as it is in the request line. */
  readonly uri: string;
  /**
   * The hash of the body, from {@linkcode DigestSession.bodyHash}; absent if
   * there is no body.
   */
  readonly bodyHash?: string;
}

/** The proof in the header of a request. */
export interface DigestAnswer {
  /** The value of Authorization or Proxy-Authorization. */
  readonly header: string;
  /** The nonce in it. */
  readonly nonce: string;
}

/**
 * The meaning of a new challenge in response to an answer: the same session
 * tries again, the credentials were refused, or the challenge is a different
 * one, for example of another realm.
 */
export type DigestRenewal = "again" | "refused" | "other";

/**
 * Starts a session; returns `null` if the challenge is not a Digest challenge
 * that can be answered, or if a header cannot carry the credentials.
 */
export function startDigest(
  challenge: Challenge,
  credentials: Credentials,
  hash: DigestHash,
): DigestSession | null {
  const terms = termsOf(challenge);
  if (terms === null || !credentials.canBeSent) return null;
  return new DigestSession(terms, credentials, hash);
}

/** The nonce of a protection space, and the count of its uses. */
export class DigestSession {
  readonly #hash: DigestHash;
  /** The user name, with one character for each byte. */
  readonly #user: string;
  /** The hash of user name, realm and password. */
  readonly #secret: string;
  #terms: DigestTerms;
  #count = 0;
  /** The nonce of the last request that succeeded. */
  #accepted: string | null = null;
  /** The `-sess` key of the challenge, and its cnonce. */
  #key: { readonly value: string; readonly cnonce: string } | null = null;

  /** Callers use {@linkcode startDigest}, which checks the arguments. */
  constructor(terms: DigestTerms, credentials: Credentials, hash: DigestHash) {
    this.#terms = terms;
    this.#hash = hash;
    this.#user = byteString(credentials.user, terms.isUtf8);
    const password = byteString(credentials.password, terms.isUtf8);
    this.#secret = this.#hashOf(`${this.#user}:${terms.realm}:${password}`);
  }

  /** The name of the realm. */
  get realm(): string {
    return this.#terms.realm;
  }

  /** The URIs that belong to the protection space. */
  get domain(): readonly string[] {
    return this.#terms.domain;
  }

  /** `true` if the body of a request must be known before its head is sent. */
  get needsBodyHash(): boolean {
    return this.#terms.qop === "auth-int";
  }

  /** Returns the hash of a body for `auth-int`. */
  bodyHash(body: Uint8Array): string {
    return this.#hash(this.#terms.algorithm, body);
  }

  /**
   * Returns the answer for a request. `cnonce` is a new one of letters and
   * digits. A `-sess` key is made with the first one, which is then sent during
   * the life of the key: some servers use the cnonce of the first request,
   * others that of each request.
   */
  authorization(request: DigestRequest, cnonce: string): DigestAnswer {
    const terms = this.#terms;
    const key = this.#keyFor(cnonce);
    const sent = this.#key?.cnonce ?? cnonce;
    const nc = (++this.#count).toString(16).padStart(8, "0");
    const use = terms.qop === null
      ? terms.nonce
      : `${terms.nonce}:${nc}:${sent}:${terms.qop}`;
    const response = this.#hashOf(
      `${key}:${use}:${this.#requestHash(request)}`,
    );
    const parts = [
      `username=${quoted(this.#shownUser())}`,
      `realm=${quoted(terms.realm)}`,
      `nonce=${quoted(terms.nonce)}`,
      `uri=${quoted(request.uri)}`,
      `response="${response}"`,
      ...(terms.algorithmText ? [`algorithm=${terms.algorithmText}`] : []),
      ...(terms.opaque === null ? [] : [`opaque=${quoted(terms.opaque)}`]),
    ];
    if (terms.qop !== null) {
      parts.push(`qop=${terms.qop}`, `nc=${nc}`, `cnonce=${quoted(sent)}`);
    }
    if (terms.hidesUser) parts.push("userhash=true");
    return { header: `Digest ${parts.join(", ")}`, nonce: terms.nonce };
  }

  /** Records that an answer was accepted, with Authentication-Info or Proxy-Authentication-Info if there was one. */
  accept({ nonce }: DigestAnswer, info: string | null): void {
    // The response to an older nonce does not concern the current one.
    if (nonce !== this.#terms.nonce) return;
    this.#accepted = nonce;
    const next = info === null ? "" : parseParameters(info).get("nextnonce");
    if (!next || next === nonce || !canBeRepeated(next)) return;
    this.#terms = { ...this.#terms, nonce: next };
    this.#count = 0;
    this.#accepted = next;
  }

  /**
   * Returns the meaning of a challenge in response to an answer; a nonce that
   * is worth another attempt replaces the current one. The caller must limit
   * the attempts: a server can report every nonce as stale. A nonce that was
   * accepted before is replaced even if the server does not report it as stale,
   * because a restarted server does not recognize it.
   */
  renew(challenge: Challenge, refused: DigestAnswer): DigestRenewal {
    const terms = termsOf(challenge);
    if (
      terms === null || terms.realm !== this.#terms.realm ||
      terms.algorithm !== this.#terms.algorithm
    ) return "other";
    if (terms.nonce === refused.nonce) return "refused";
    // Another request has received a newer one in the meantime.
    const isOld = refused.nonce !== this.#terms.nonce;
    const wasGood = refused.nonce === this.#accepted;
    if (!terms.isStale && !isOld && !wasGood) return "refused";
    this.#terms = terms;
    this.#count = 0;
    this.#accepted = null;
    this.#key = null;
    return "again";
  }

  #keyFor(cnonce: string): string {
    if (!this.#terms.hasSessionKey) return this.#secret;
    this.#key ??= {
      value: this.#hashOf(`${this.#secret}:${this.#terms.nonce}:${cnonce}`),
      cnonce,
    };
    return this.#key.value;
  }

  #requestHash({ method, uri, bodyHash }: DigestRequest): string {
    const request = `${method}:${uri}`;
    return this.#hashOf(
      this.#terms.qop === "auth-int"
        ? `${request}:${bodyHash ?? this.#hashOf("")}`
        : request,
    );
  }

  #shownUser(): string {
    return this.#terms.hidesUser
      ? this.#hashOf(`${this.#user}:${this.#terms.realm}`)
      : this.#user;
  }

  #hashOf(text: string): string {
    return this.#hash(this.#terms.algorithm, latin1Bytes(text));
  }
}

function termsOf({ scheme, parameters }: Challenge): DigestTerms | null {
  return scheme === "digest" ? digestTerms(parameters) : null;
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}
