// Copyright 2026 the wininet authors. MIT license.

/**
 * The credentials of a request: for the servers that it reaches, and for a
 * proxy that forwards it. (`_net/tunnel.ts` sends the credentials for a proxy
 * that opens a tunnel.)
 *
 * The program's own credentials belong to the server that it named, and are
 * never sent to another one, even after a redirect. The credentials that
 * `InternetErrorDlg` returns belong to the server that sent the challenge.
 *
 * @module
 */

import { ERROR_INTERNET_LOGIN_FAILURE } from "../../error.ts";
import {
  HTTP_STATUS_DENIED,
  HTTP_STATUS_PROXY_AUTH_REQ,
  INTERNET_FLAG_NO_AUTH,
} from "../../flags.ts";
import { hasFlag } from "../../_base/bits.ts";
import type { LastResponse } from "../../_base/last_error.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { Session } from "../../_core/session.ts";
import type { Proxy } from "../../_options/proxy_list.ts";
import {
  Authenticator,
  credentialsOf,
  type ProvedRequest,
  SERVER_NAMES,
} from "../../_auth/authenticator.ts";
import { proxyAuthenticator } from "../../_net/tunnel.ts";
import {
  type CredentialStore,
  serverPlace,
} from "../../_auth/credential_store.ts";
import { Credentials } from "../../_auth/credentials.ts";
import { LoginLost } from "../net/http1_exchange.ts";
import { RefusedTunnelHead } from "../net/refused_tunnel.ts";
import type { LoginPart } from "../net/transport.ts";
import type { Header } from "../wire/header_list.ts";
import { withHeader } from "../wire/fields.ts";
import { newIdentity, withoutClose } from "../wire/request_head.ts";
import type { ResponseHead } from "../wire/response_head.ts";

/** The connections that a request can use. */
export interface Connections {
  /** The reason why none of them can be logged in by NTLM; `null` if they can be. */
  readonly obstacle: string | null;
  /** Returns true if an idle connection belongs to an identity. */
  isKept(identity: string): boolean;
}

/** The connection on which the response to a request has arrived. */
export interface AnsweredConnection {
  /** Returns the hash of the certificate of the server; `null` if it is not known. */
  endPoint(): Promise<Uint8Array | null>;
  /** Sets the identity whose requests may use it next; with `null` it is closed. */
  keepFor(identity: string | null): void;
}

/** A request with its credentials. */
export interface Proved {
  readonly headers: readonly Header[];
  /** The identity of its connection, or `""` for any connection. */
  readonly identity: string;
  /** Its part in the login of the connection, if there is one. */
  readonly login?: LoginPart | undefined;
}

/** The meaning of a response. */
type Verdict = "accepted" | "again" | "refused";

/** The reason for not starting another login after the server has responded without one. */
const NOT_WANTED = "it has responded without a login";

/** The credentials of the requests of one handle. */
export class RequestAuth {
  readonly #handle: HandleObject;
  readonly #flags: number;
  /** The server that the program's own credentials are for. */
  #home: URL;
  #url: URL;
  /** True if a server or a proxy has sent a challenge. */
  #asked = false;
  /** True if the last request may have sent credentials. */
  #proving = false;
  readonly #servers = new Map<string, Authenticator>();
  readonly #proxies = new Map<string, Authenticator>();
  #forwarder: Proxy | null = null;
  #obstacle: string | null = null;
  /**
   * The identity of the connection on which a login is in progress, or `""` if
   * there is none.
   */
  #pin = "";
  /**
   * The user for whom the connection of the last request was already logged in,
   * or `""` if there is none.
   */
  #user = "";
  /**
   * True if the last request was sent without its body because the server must
   * send its challenge first.
   */
  #withholdsBody = false;
  /** True if a login was started again because its connection was lost. */
  #hasBegunAgain = false;

  /** @param url The URL to which the program sends the request. */
  constructor(handle: HandleObject, flags: number, url: URL) {
    this.#handle = handle;
    this.#flags = flags;
    this.#home = this.#url = url;
  }

  /** The remembered credentials for the server of the request, or `null` if there are none. */
  get remembered(): Credentials | null {
    return this.#server?.remembered ?? null;
  }

  /** Assigns the program's own credentials to the server of this URL. */
  proveTo(url: URL): void {
    this.#home = url;
  }

  /**
   * Records that the request moves to another URL of the same host, together
   * with credentials that the program has set for `from`.
   */
  follow(from: URL, to: URL): void {
    if (this.#home.origin === from.origin) this.#home = to;
  }

  /**
   * Returns the user whose credentials a request to a URL sends without a
   * challenge, or `""` if there is none.
   */
  userFor(url: URL): string {
    if (!this.#asked && this.#store.size === 0) return "";
    this.#url = url;
    return this.#server?.user ?? "";
  }

  /** Prepares for another send by the program. */
  restart(): void {
    for (const server of this.#servers.values()) server.restart();
    for (const proxy of this.#proxies.values()) proxy.restart();
    this.#pin = "";
    this.#hasBegunAgain = false;
  }

  /**
   * The identity of the connection on which a login is in progress, or `""` if
   * there is none.
   */
  get pin(): string {
    return this.#pin;
  }

  /**
   * Returns the reason why the challenge of a response was not answered, or
   * `null` if there was no challenge.
   */
  unanswered(response: ResponseHead | null): LastResponse | null {
    const text = response instanceof RefusedTunnelHead
      ? response.unanswered
      : this.#parties.map((party) => party.unanswered).join("");
    return text === "" ? null : { dwError: ERROR_INTERNET_LOGIN_FAILURE, text };
  }

  /**
   * Returns the next request with its credentials.
   *
   * @param forwarder The proxy that forwards the request, or `null` if there is
   * none.
   */
  prove(
    headers: readonly Header[],
    url: URL,
    request: Omit<ProvedRequest, "uri">,
    forwarder: Proxy | null,
    connections: Connections,
  ): Proved {
    this.#url = url;
    this.#forwarder = forwarder;
    this.#obstacle = connections.obstacle;
    this.#proving = this.#asked || this.#store.size > 0;
    this.#user = "";
    if (!this.#proving) return { headers, identity: "" };
    const [server, proxy] = [this.#server, this.#proxyFor()];
    const user = this.#user = this.#connectionUser;
    // After a login has lost its connection, no kept connection is relied on.
    const isKept = user !== "" && !this.#hasBegunAgain &&
      connections.isKept(user);
    const startsInAdvance = user !== "" && !isKept &&
      !this.#handle.settings.waitsForChallenge;
    const starts = this.#obstacle === null &&
      (this.#pin !== "" || startsInAdvance);
    const uri = `${url.pathname}${url.search}`;
    const ofServer = { ...request, uri };
    const ofProxy = { ...request, uri: `${url.origin}${uri}` };
    // No login to a server is started in advance through a proxy: one that
    // shares connections among its clients would log in all of them.
    const proved = this.#withAnswer(
      this.#withAnswer(headers, server, ofServer, starts && proxy === null),
      proxy,
      ofProxy,
      starts,
    );
    const link = this.#link(request.body !== null, isKept);
    const fields = this.#pin === "" ? proved : withoutClose(proved);
    return { headers: fields, ...link };
  }

  #withAnswer(
    headers: readonly Header[],
    authenticator: Authenticator | null,
    request: ProvedRequest,
    startsLogin: boolean,
  ): readonly Header[] {
    const answer = authenticator?.answer(request, startsLogin) ?? null;
    return answer === null
      ? headers
      : withHeader(headers, authenticator!.names.answer, answer);
  }

  /** Returns the connection that the next request needs. */
  #link(hasBody: boolean, isKept: boolean): Omit<Proved, "headers"> {
    const login = this.#pin === "" ? "start" : "continuation";
    this.#pin = this.#isLoggingIn ? this.#pin || newIdentity() : "";
    this.#withholdsBody = hasBody && this.awaitsChallenge;
    if (this.#pin !== "") return { identity: this.#pin, login };
    return { identity: this.#user, ...(isKept && { login: "done" }) };
  }

  /** The proxy and the server, if credentials may be sent to them. */
  get #parties(): Authenticator[] {
    return [this.#proxyFor(), this.#server].filter((party) => party !== null);
  }

  get #isLoggingIn(): boolean {
    return this.#parties.some(({ loginStage }) => loginStage !== null);
  }

  /** True if the next message of a login requests the challenge of the server. */
  get awaitsChallenge(): boolean {
    return this.#pin !== "" && this.#parties.some(awaitsChallenge);
  }

  /** The user whose connection the next request needs, or `""` for any connection. */
  get #connectionUser(): string {
    if (this.#obstacle !== null) return "";
    return joinedUsers(this.#parties.map((party) => party.connectionUser));
  }

  /** The user for whom the logins in progress have succeeded. */
  get #loggedInUser(): string {
    return joinedUsers(
      this.#parties.map((party) =>
        party.loginStage === "done" ? party.connectionUser : ""
      ),
    );
  }

  /**
   * Starts a login again after its connection was lost; returns false for
   * another error, or if a login was started again before.
   */
  beginsAgain(error: unknown): boolean {
    if (!(error instanceof LoginLost) || this.#hasBegunAgain) return false;
    this.#hasBegunAgain = true;
    this.#endLogins();
    return true;
  }

  /** Starts no other login for this send. */
  giveUpLogins(): void {
    for (const party of this.#parties) party.giveUpLogin(NOT_WANTED);
  }

  #endLogins(): void {
    for (const party of this.#parties) party.endLogin();
    this.#pin = "";
  }

  /** Records a response; returns true if the request must be sent again. */
  judge(
    response: ResponseHead,
    connection: AnsweredConnection,
  ): Promise<boolean> | false {
    const { status } = response;
    const isChallenge = status === HTTP_STATUS_DENIED ||
      status === HTTP_STATUS_PROXY_AUTH_REQ;
    this.#asked ||= isChallenge;
    return isChallenge || this.#proving
      ? this.#weigh(response, connection)
      : false;
  }

  async #weigh(
    response: ResponseHead,
    connection: AnsweredConnection,
  ): Promise<boolean> {
    const waiting = this.#parties.filter(awaitsChallenge);
    const verdict = await this.#verdict(response, connection);
    const lacksBody = verdict === "accepted" && this.#withholdsBody;
    if (lacksBody) {
      for (const party of waiting) party.giveUpLogin(NOT_WANTED);
    }
    const again = lacksBody || verdict === "again";
    if (this.#pin === "") {
      // The connection was new, or the server has ended the login.
      if (verdict !== "accepted" && this.#user !== "") connection.keepFor(null);
      return again;
    }
    if (again && this.#isLoggingIn) return true;
    const user = verdict === "accepted" && persists(response)
      ? this.#loggedInUser
      : "";
    connection.keepFor(user === "" ? null : user);
    this.#endLogins();
    return again;
  }

  async #verdict(
    response: ResponseHead,
    connection: AnsweredConnection,
  ): Promise<Verdict> {
    const { status } = response;
    const [server, proxy] = [this.#server, this.#proxyFor()];
    if (status === HTTP_STATUS_PROXY_AUTH_REQ) {
      server?.endLogin();
      // The certificate that is known is that of the server, not of the proxy.
      const endPoint = () => Promise.resolve(null);
      const link = { obstacle: this.#obstacle, endPoint };
      return verdictOf(await proxy?.challenged(response, link));
    }
    proxy?.accepted(response);
    if (status === HTTP_STATUS_DENIED) {
      const obstacle = this.#obstacle ?? this.#obstacleOfForwarder(response);
      const endPoint = () => connection.endPoint();
      const link = { obstacle, endPoint };
      return verdictOf(await server?.challenged(response, link));
    }
    server?.accepted(response);
    return "accepted";
  }

  /**
   * Returns the reason why a login through the forwarding proxy is unsafe, or
   * `null` if it is safe: the proxy must not use a connection that is logged in
   * for other clients (RFC 4559 section 6).
   */
  #obstacleOfForwarder(response: ResponseHead): string | null {
    const support = response.get("proxy-support") ?? "";
    return this.#forwarder === null ||
        /\bsession-based-authentication\b/i.test(support)
      ? null
      : "the proxy does not confirm that it keeps NTLM logins separate (Proxy-Support: Session-Based-Authentication); https works through it";
  }

  get #store(): CredentialStore {
    return credentialsOf(this.#handle.root as Session);
  }

  get #server(): Authenticator | null {
    if (this.#silent || this.#handle.settings.suppressServerAuth) return null;
    const { origin } = this.#url;
    let server = this.#servers.get(origin);
    if (!server) {
      server = new Authenticator(
        SERVER_NAMES,
        this.#store,
        () => serverPlace(this.#url),
        () => origin === this.#home.origin ? this.#ownCredentials() : null,
      );
      this.#servers.set(origin, server);
    }
    return server;
  }

  #ownCredentials(): Credentials | null {
    const { username, password } = this.#handle.settings;
    return username ? new Credentials(username, password ?? "") : null;
  }

  #proxyFor(): Authenticator | null {
    const proxy = this.#forwarder;
    if (proxy === null || this.#silent) return null;
    const key = `${proxy.kind}://${proxy.host}:${proxy.port}`;
    let authenticator = this.#proxies.get(key);
    if (!authenticator) {
      // Read at each use: the program may set other credentials after it has
      // seen a 407.
      authenticator = proxyAuthenticator(
        proxy,
        this.#store,
        () => this.#forwarder ?? proxy,
      );
      this.#proxies.set(key, authenticator);
    }
    return authenticator;
  }

  /** True if the program handles challenges itself. */
  get #silent(): boolean {
    return hasFlag(this.#flags, INTERNET_FLAG_NO_AUTH);
  }
}

function verdictOf(again: boolean | undefined): Verdict {
  return again ? "again" : "refused";
}

function awaitsChallenge({ loginStage }: Authenticator): boolean {
  return loginStage === "negotiate";
}

/** Returns true unless a Microsoft server requires a login for each request. */
function persists(response: ResponseHead): boolean {
  return response.get("persistent-auth")?.toLowerCase() !== "false";
}

/** Returns one name for all users of a connection, or `""` if there are none. */
function joinedUsers(names: readonly string[]): string {
  return names.some((name) => name !== "") ? names.join(", ") : "";
}
