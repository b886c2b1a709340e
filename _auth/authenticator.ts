// Copyright 2026 the wininet authors. MIT license.

/**
 * Authentication to one party, a server or a proxy: credentials that are sent in advance,
 * answers to its challenges, and credentials that the process remembers.
 *
 * A program's own credentials come before remembered ones. Refused credentials are not
 * tried again. An authenticator serves one party only, so that no credentials go to the
 * wrong place.
 *
 * @module
 */

import { onBrowserSessionEnd, onDigestUnload } from "../_options/hooks.ts";
import { bestChallenge, type Challenge, parseChallenges } from "./challenge.ts";
import {
  type AuthPlace,
  CredentialStore,
  type Known,
  type Proof,
} from "./credential_store.ts";
import type { Own, Session } from "../_core/session.ts";
import { basicAuthorization, type Credentials } from "./credentials.ts";
import {
  type DigestAnswer,
  loadDigestHash,
  newClientNonce,
  startDigest,
} from "./digest.ts";

/** The number of times that a party may send another challenge within one request. */
const MAX_TRIES = 5;

/** The credentials that the process remembers, which all sessions but private ones share. */
const shared = ownCredentials().thing;

/** Returns the accepted credentials that a session remembers. */
export function credentialsOf(session: Session): CredentialStore {
  return session.sharedOrOwn(shared, ownCredentials);
}

/** Makes a store that the options for forgetting reach until `close`. */
function ownCredentials(): Own<CredentialStore> {
  const thing = new CredentialStore();
  const endings = [
    onBrowserSessionEnd(() => thing.clear()),
    onDigestUnload(() => thing.clearDigest()),
  ];
  return { thing, close: () => endings.forEach((end) => end()) };
}

/** The header fields of a response; several with one name are joined by commas. */
export interface ResponseFields {
  get(name: string): string | null;
}

/** The names of the headers for the challenges of a party and for their answers. */
export interface HeaderNames {
  /** The header of the answer, in a request. */
  readonly answer: string;
  /** The header of the challenges, in a response. */
  readonly challenge: string;
  /** The header in which a response confirms an answer. */
  readonly info: string;
}

/** The headers of a server. */
export const SERVER_NAMES: HeaderNames = {
  answer: "Authorization",
  challenge: "www-authenticate",
  info: "authentication-info",
};

/** The headers of a proxy. */
export const PROXY_NAMES: HeaderNames = {
  answer: "Proxy-Authorization",
  challenge: "proxy-authenticate",
  info: "proxy-authentication-info",
};

/** The request of an answer. */
export interface ProvedRequest {
  /** The method. */
  readonly method: string;
  /** The target, as the request line has it. */
  readonly uri: string;
  /** The body, `null` for none; `undefined` if it is not there yet. */
  readonly body: Uint8Array | null | undefined;
}

/** The proof that was sent. */
interface Sent {
  readonly known: Known;
  /** The answer of Digest. */
  readonly digest: DigestAnswer | null;
}

/** Authenticates one request of the program to one party. */
export class Authenticator {
  readonly names: HeaderNames;
  readonly #store: CredentialStore;
  readonly #place: () => AuthPlace;
  readonly #own: () => Credentials | null;
  /** The answer to the last challenge. */
  #next: Known | null = null;
  #sent: Sent | null = null;
  #refused: Credentials[] = [];
  #tries = 0;
  /** `true` if the last request could prove nothing, because its body was not there yet. */
  #lacksBody = false;

  /**
   * @param store The credentials that are remembered.
   * @param place The destination of the request; the party is always the same.
   * @param own The program's own credentials.
   */
  constructor(
    names: HeaderNames,
    store: CredentialStore,
    place: () => AuthPlace,
    own: () => Credentials | null,
  ) {
    this.names = names;
    this.#store = store;
    this.#place = place;
    this.#own = own;
  }

  /** The credentials that are remembered for the place; `null` for none. */
  get remembered(): Credentials | null {
    return this.#store.inAdvance(this.#place(), null)?.credentials ?? null;
  }

  /** The user of the next request; `""` if it proves nothing. */
  get user(): string {
    return this.#upcoming?.credentials.user ?? "";
  }

  /** The proof of the next request. */
  get #upcoming(): Known | null {
    return this.#next ?? this.#store.inAdvance(this.#place(), this.#own());
  }

  /** Starts anew when the program sends again: its credentials may have changed, or may be accepted now. */
  restart(): void {
    this.#tries = 0;
    this.#refused = [];
    const own = this.#own();
    if (own !== null && !this.#next?.credentials.equals(own)) this.#next = null;
  }

  /** Returns the header for the next request, `null` for none. */
  answer(request: ProvedRequest): string | null {
    const known = this.#upcoming;
    this.#lacksBody = known !== null && lacksBody(known, request);
    const sent = known === null ? null : prove(known, request);
    this.#sent = sent === null ? null : { known: known!, digest: sent.digest };
    return sent?.header ?? null;
  }

  /** Handles a response that is not a challenge: the credentials were accepted. */
  accepted(headers: ResponseFields): void {
    this.#tries = 0;
    if (this.#sent === null) return;
    const { known, digest } = this.#sent;
    // From now on the remembered credentials are used, which the program can make forgotten.
    this.#sent = this.#next = null;
    if (digest !== null && known.proof.scheme === "digest") {
      known.proof.session.accept(digest, headers.get(this.names.info));
    }
    this.#store.remember(this.#place(), known);
  }

  /** Handles a challenge; returns `true` if another request makes sense. */
  async challenged(headers: ResponseFields): Promise<boolean> {
    const value = headers.get(this.names.challenge);
    if (value === null || ++this.#tries > MAX_TRIES) return false;
    // The next request could not prove more.
    if (this.#lacksBody) return false;
    const challenges = parseChallenges([value]);
    if (this.#isStale(challenges)) return true;
    this.#noteRefusal(challenges);
    this.#next = await this.#choose(challenges);
    return this.#next !== null;
  }

  /** Returns `true` if only the nonce has expired. */
  #isStale(challenges: readonly Challenge[]): boolean {
    const sent = this.#sent;
    if (sent === null || sent.digest === null) return false;
    const { proof } = sent.known;
    if (proof.scheme !== "digest") return false;
    const { session } = proof;
    const again = challenges.some((challenge) =>
      session.renew(challenge, sent.digest!) === "again"
    );
    if (again) this.#next = sent.known;
    return again;
  }

  #noteRefusal(challenges: readonly Challenge[]): void {
    const sent = this.#sent;
    this.#sent = this.#next = null;
    // A challenge of another realm says nothing about the credentials for this one.
    const isRefused = sent !== null &&
      challenges.some((challenge) => realmOf(challenge) === sent.known.realm);
    if (!isRefused) return;
    this.#store.forget(this.#place(), sent.known);
    this.#refused.push(sent.known.credentials);
  }

  /** Returns the answer to the best challenge that can be answered. */
  async #choose(challenges: readonly Challenge[]): Promise<Known | null> {
    let left = [...challenges];
    for (;;) {
      const challenge = bestChallenge(left);
      if (challenge === null) return null;
      const known = await this.#known(challenge);
      if (known !== null) return known;
      left = left.filter((other) => other !== challenge);
    }
  }

  async #known(challenge: Challenge): Promise<Known | null> {
    const realm = realmOf(challenge);
    const scheme = challenge.scheme === "digest" ? "digest" : "basic";
    const credentials = this.#own() ??
      this.#store.find(this.#place(), realm, scheme)?.credentials ?? null;
    if (credentials === null || this.#wasRefused(credentials)) return null;
    const proof = await proofFor(challenge, credentials);
    return proof && { realm, credentials, proof };
  }

  #wasRefused(credentials: Credentials): boolean {
    return this.#refused.some((other) => other.equals(credentials));
  }
}

function realmOf({ parameters }: Challenge): string {
  return parameters.get("realm") ?? "";
}

async function proofFor(
  challenge: Challenge,
  credentials: Credentials,
): Promise<Proof | null> {
  if (challenge.scheme === "basic") {
    const charset = challenge.parameters.get("charset")?.toLowerCase();
    const isUtf8 = charset === "utf-8";
    return basicAuthorization(credentials, isUtf8) === null
      ? null
      : { scheme: "basic", isUtf8 };
  }
  const session = startDigest(challenge, credentials, await loadDigestHash());
  return session && { scheme: "digest", session };
}

/** Returns `true` if a body must be known that is not there yet. */
function lacksBody({ proof }: Known, { body }: ProvedRequest): boolean {
  return body === undefined && proof.scheme === "digest" &&
    proof.session.needsBodyHash;
}

function prove(
  known: Known,
  request: ProvedRequest,
): { header: string; digest: DigestAnswer | null } | null {
  const { credentials, proof } = known;
  const { method, uri, body } = request;
  if (proof.scheme === "basic") {
    const header = basicAuthorization(credentials, proof.isUtf8);
    return header === null ? null : { header, digest: null };
  }
  if (lacksBody(known, request)) return null;
  const { session } = proof;
  const needsBody = session.needsBodyHash && body !== null;
  const digest = session.authorization({
    method,
    uri,
    ...(needsBody && { bodyHash: session.bodyHash(body!) }),
  }, newClientNonce());
  return { header: digest.header, digest };
}
