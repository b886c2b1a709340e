// Copyright 2026 the wininet authors. MIT license.

/**
 * Authentication to one party, a server or a proxy: credentials that are sent
 * in advance, answers to its challenges, and credentials that the process
 * remembers.
 *
 * The program's own credentials take precedence over remembered ones. Refused
 * credentials are not tried again. An authenticator serves one party only, so
 * that credentials are never sent to another one.
 *
 * @module
 */

import { ERROR_INTERNET_LOGIN_FAILURE } from "../error.ts";
import { setLastResponse } from "../_base/last_error.ts";
import { onBrowserSessionEnd, onDigestUnload } from "../_options/hooks.ts";
import {
  bestChallenge,
  type Challenge,
  CONNECTION_SCHEMES,
  logsInConnection,
  parseChallenges,
  realmOf,
} from "./challenge.ts";
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
import type { ConnectionProof, LoginStage, NtlmLogin } from "./ntlm_login.ts";

/** The maximum number of challenges of a party that are handled within one request. */
const MAX_TRIES = 5;

/** The credentials that the process remembers; all sessions except private ones share them. */
const shared = ownCredentials().thing;

/** Returns the accepted credentials that a session remembers. */
export function credentialsOf(session: Session): CredentialStore {
  return session.sharedOrOwn(shared, ownCredentials);
}

/**
 * Returns a store that the options for discarding credentials clear, until
 * `close` is called.
 */
function ownCredentials(): Own<CredentialStore> {
  const thing = new CredentialStore();
  const endings = [
    onBrowserSessionEnd(() => thing.clear()),
    onDigestUnload(() => thing.clearDigest()),
  ];
  return { thing, close: () => endings.forEach((end) => end()) };
}

/** The header fields of a response; several with the same name are joined by commas. */
export interface ResponseFields {
  get(name: string): string | null;
}

/** The names of the headers for the challenges of a party and for the answers to them. */
export interface HeaderNames {
  /** The party, for messages. */
  readonly party: "server" | "proxy";
  /** The header of the answer, in a request. */
  readonly answer: string;
  /** The header of the challenges, in a response. */
  readonly challenge: string;
  /** The header in which a response confirms an answer. */
  readonly info: string;
}

/** The headers of a server. */
export const SERVER_NAMES: HeaderNames = {
  party: "server",
  answer: "Authorization",
  challenge: "www-authenticate",
  info: "authentication-info",
};

/** The headers of a proxy. */
export const PROXY_NAMES: HeaderNames = {
  party: "proxy",
  answer: "Proxy-Authorization",
  challenge: "proxy-authenticate",
  info: "proxy-authentication-info",
};

/** The request that an answer is for. */
export interface ProvedRequest {
  /** The method. */
  readonly method: string;
  /** The target, as it is in the request line. */
  readonly uri: string;
  /** The body; `null` if there is none, `undefined` if it is not available yet. */
  readonly body: Uint8Array | null | undefined;
}

/** The connection on which a challenge arrived. */
export interface ChallengedConnection {
  /** The reason why NTLM cannot authenticate it; `null` if it can. */
  readonly obstacle: string | null;
  /** Returns the hash of the certificate of the server (RFC 5929 section 4); `null` if it is not known. */
  endPoint(): Promise<Uint8Array | null>;
}

/** The proof that was sent. */
interface Sent {
  readonly known: Known;
  /** The Digest answer; `null` for other schemes. */
  readonly digest: DigestAnswer | null;
  /** The generation of the remembered credentials. */
  readonly generation: number;
}

/** An NTLM login. */
interface Login {
  readonly known: Known;
  readonly ntlm: NtlmLogin;
}

/** Authenticates one request of the program to one party. */
export class Authenticator {
  readonly names: HeaderNames;
  readonly #store: CredentialStore;
  readonly #place: () => AuthPlace;
  readonly #own: () => Credentials | null;
  /** The credentials and the proof for the answer to the last challenge. */
  #next: Known | null = null;
  #sent: Sent | null = null;
  #refused: Credentials[] = [];
  #tries = 0;
  /** `true` if the last request carried no proof because its body was not available yet. */
  #lacksBody = false;
  /** The login on the connection of the request. */
  #login: Login | null = null;
  /** The NTLM schemes with which this request does not log in, and the reasons. */
  readonly #unusable = new Map<string, string>();
  /** The challenges that were offered before a login failed. */
  #offered: readonly Challenge[] = [];
  #unanswered = "";

  /**
   * @param store The remembered credentials.
   * @param place Returns the destination of the request; the party is always
   * the same.
   * @param own Returns the program's own credentials.
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

  /** The remembered credentials for the place; `null` if there are none. */
  get remembered(): Credentials | null {
    return this.#store.inAdvance(this.#place(), null)?.credentials ?? null;
  }

  /** The user name of the next request; `""` if the request carries no proof. */
  get user(): string {
    return this.#usable?.credentials.user ?? "";
  }

  /**
   * Starts again when the program sends the request again: its credentials may
   * have changed, or may be accepted now.
   */
  restart(): void {
    this.#tries = 0;
    this.#refused = [];
    this.#login = null;
    this.#unusable.clear();
    this.#offered = [];
    this.#unanswered = "";
    const own = this.#own();
    if (own !== null && !this.#next?.credentials.equals(own)) this.#next = null;
  }

  /** The reason why the last challenge was not answered; `""` if there was none. */
  get unanswered(): string {
    return this.#unanswered;
  }

  /** The name of the user whose connection the next request needs; `""` if it needs none. */
  get connectionUser(): string {
    const known = this.#usable;
    return known === null || !logsIn(known.proof)
      ? ""
      : known.proof.userOf(known.credentials);
  }

  /** The state of the login on the connection of the request; `null` if there is none. */
  get loginStage(): LoginStage | null {
    return this.#login?.ntlm.stage ?? null;
  }

  /** Ends the login: its connection is no longer used. */
  endLogin(): void {
    this.#login = null;
  }

  /** Ends the login, and prevents another one for this request. */
  giveUpLogin(reason: string): void {
    this.#login = this.#next = this.#sent = null;
    for (const scheme of CONNECTION_SCHEMES) this.#unusable.set(scheme, reason);
  }

  /** The credentials for the next request. */
  get #usable(): Known | null {
    const chosen = this.#login?.known ?? this.#next;
    if (chosen !== null) return chosen;
    const known = this.#store.inAdvance(this.#place(), this.#own());
    return known !== null && this.#unusable.has(known.proof.scheme)
      ? null
      : known;
  }

  /**
   * Returns the header value for the next request; `null` if there is none.
   *
   * @param startsLogin `true` if a login may start before the server has
   * requested it.
   */
  answer(request: ProvedRequest, startsLogin: boolean = true): string | null {
    const known = this.#usable;
    this.#sent = null;
    this.#lacksBody = known !== null && lacksBody(known, request);
    if (known === null) return null;
    if (logsIn(known.proof)) {
      return this.#loginHeader(known, known.proof, startsLogin);
    }
    const sent = prove(known, known.proof, request);
    if (sent !== null) this.#noteSent(known, sent.digest);
    return sent?.header ?? null;
  }

  #noteSent(known: Known, digest: DigestAnswer | null): void {
    this.#sent = { known, digest, generation: this.#store.generation };
  }

  #loginHeader(
    known: Known,
    proof: ConnectionProof,
    startsLogin: boolean,
  ): string | null {
    if (startsLogin || this.#next !== null) {
      this.#login ??= { known, ntlm: proof.start(known.credentials) };
    }
    const header = this.#login?.ntlm.header ?? null;
    if (header !== null) this.#noteSent(known, null);
    return header;
  }

  /** Handles a response that is not a challenge: the credentials were accepted. */
  accepted(headers: ResponseFields): void {
    this.#tries = 0;
    if (this.#sent === null) return;
    const { known, digest, generation } = this.#sent;
    // From now on the remembered credentials are used, which the program can
    // discard.
    this.#sent = this.#next = null;
    if (this.loginStage === "negotiate") {
      // The server has not requested the proof, so it has accepted nothing.
      this.#login = null;
      return;
    }
    this.#login?.ntlm.finish();
    if (digest !== null && known.proof.scheme === "digest") {
      known.proof.session.accept(digest, headers.get(this.names.info));
    }
    // Credentials that were discarded since then stay discarded.
    if (generation === this.#store.generation) {
      this.#store.remember(this.#place(), known);
    }
  }

  /** Handles a challenge; returns `true` if the request should be sent again. */
  async challenged(
    headers: ResponseFields,
    connection: ChallengedConnection,
  ): Promise<boolean> {
    const value = headers.get(this.names.challenge);
    if (value === null) return this.#leave("it names no scheme");
    if (++this.#tries > MAX_TRIES) {
      return this.#leave("it keeps sending challenges");
    }
    // Another request could not carry a proof either.
    if (this.#lacksBody) {
      return this.#leave("the request body is not available yet");
    }
    const challenges = parseChallenges([value]);
    if (await this.#continueLogin(challenges, connection)) return true;
    if (this.#isStale(challenges)) return true;
    this.#noteRefusal(challenges);
    const offers = this.#offers(challenges);
    const { obstacle } = connection;
    this.#next = await this.#choose(offers, obstacle === null);
    if (this.#next !== null) return true;
    return this.#leave(this.#reason(offers, obstacle));
  }

  /** Returns the challenges to choose from: a server that continues with one scheme does not name the others again. */
  #offers(challenges: readonly Challenge[]): readonly Challenge[] {
    if (this.#unusable.size > 0) return [...challenges, ...this.#offered];
    return this.#offered = challenges;
  }

  /** Leaves a challenge to the program, and records the reason. */
  #leave(why: string): false {
    this.#login = null;
    this.#unanswered =
      `The challenge of the ${this.names.party} was not answered: ${why}`;
    setLastResponse(ERROR_INTERNET_LOGIN_FAILURE, this.#unanswered);
    return false;
  }

  /**
   * Makes the proof of a login if one of the challenges is for it; returns
   * `true` if it was made.
   */
  async #continueLogin(
    challenges: readonly Challenge[],
    connection: ChallengedConnection,
  ): Promise<boolean> {
    if (this.#login?.ntlm.stage !== "negotiate") {
      this.#login = null;
      return false;
    }
    const { ntlm } = this.#login;
    // Some gateways name the scheme again, without the token.
    const token =
      challenges.find(({ scheme, token68 }) =>
        scheme === ntlm.scheme && token68 !== null
      )?.token68 ?? "";
    const fault = ntlm.prove(token, await connection.endPoint());
    if (fault === null) return true;
    this.#unusable.set(ntlm.scheme, fault);
    // The credentials were not refused: they were not used for a proof.
    this.#login = this.#sent = this.#next = null;
    return false;
  }

  /** Returns the reason why none of the challenges is answered. */
  #reason(challenges: readonly Challenge[], obstacle: string | null): string {
    if (this.#refused.length > 0) {
      return "the user name and the password were refused";
    }
    const [unusable] = this.#unusable.values();
    if (unusable !== undefined) return unusable;
    const offersLogin = challenges.some(({ scheme }) =>
      logsInConnection(scheme)
    );
    if (offersLogin && obstacle !== null) return obstacle;
    return bestChallenge(challenges, true) === null
      ? "only Negotiate with NTLM, NTLM, Digest and Basic are supported"
      : "no user name and password are set for it";
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
    // A challenge of another realm does not concern the credentials for this
    // one.
    const isRefused = sent !== null &&
      challenges.some((challenge) => realmOf(challenge) === sent.known.realm);
    if (!isRefused) return;
    this.#store.forget(this.#place(), sent.known);
    this.#refused.push(sent.known.credentials);
  }

  /** Returns the credentials and the proof for the best challenge that can be answered. */
  async #choose(
    challenges: readonly Challenge[],
    mayLogIn: boolean,
  ): Promise<Known | null> {
    let left = challenges.filter(({ scheme }) => !this.#unusable.has(scheme));
    for (;;) {
      const challenge = bestChallenge(left, mayLogIn);
      if (challenge === null) return null;
      const known = await this.#known(challenge);
      if (known !== null) return known;
      left = left.filter((other) => other !== challenge);
    }
  }

  async #known(challenge: Challenge): Promise<Known | null> {
    const realm = realmOf(challenge);
    const place = this.#place();
    const scheme = challenge.scheme as Proof["scheme"];
    const credentials = this.#own() ??
      this.#store.find(place, realm, scheme)?.credentials ?? null;
    if (credentials === null || this.#wasRefused(credentials)) return null;
    const proof = await proofFor(challenge, credentials, place);
    return proof && { realm, credentials, proof };
  }

  #wasRefused(credentials: Credentials): boolean {
    return this.#refused.some((other) => other.equals(credentials));
  }
}

/** Returns `true` if a proof authenticates a connection. */
function logsIn(proof: Proof): proof is ConnectionProof {
  return logsInConnection(proof.scheme);
}

async function proofFor(
  challenge: Challenge,
  credentials: Credentials,
  { party }: AuthPlace,
): Promise<Proof | null> {
  const { scheme } = challenge;
  if (logsInConnection(scheme)) {
    const { ntlmProof } = await import("./ntlm_login.ts");
    return ntlmProof(scheme as ConnectionProof["scheme"], hostOf(party));
  }
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

/** Returns the host of a server or a proxy (`credential_store.ts` names them). */
function hostOf(party: string): string {
  return URL.parse(party.replace(/^proxy /, ""))?.hostname ?? "";
}

/** Returns `true` if the proof needs a body that is not available yet. */
function lacksBody({ proof }: Known, { body }: ProvedRequest): boolean {
  return body === undefined && proof.scheme === "digest" &&
    proof.session.needsBodyHash;
}

function prove(
  known: Known,
  proof: Exclude<Proof, ConnectionProof>,
  request: ProvedRequest,
): { header: string; digest: DigestAnswer | null } | null {
  const { credentials } = known;
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
