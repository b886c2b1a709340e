// Copyright 2026 the wininet authors. MIT license.

/**
 * The credentials of a request: for the servers that it reaches, and for a proxy that
 * forwards it. (`_net/proxy.ts` sends those for the proxy of a tunnel.)
 *
 * The program's own credentials belong to the server that it named, and are never sent
 * to another one, even after a redirect; the credentials that `InternetErrorDlg` returns
 * belong to the server that the question was about.
 *
 * @module
 */

import {
  HTTP_STATUS_DENIED,
  HTTP_STATUS_PROXY_AUTH_REQ,
  INTERNET_FLAG_NO_AUTH,
} from "../../flags.ts";
import { hasFlag } from "../../_base/bits.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { Session } from "../../_core/session.ts";
import type { Proxy } from "../../_options/proxy_list.ts";
import {
  Authenticator,
  credentialsOf,
  type ProvedRequest,
  SERVER_NAMES,
} from "../../_auth/authenticator.ts";
import { proxyAuthenticator } from "../../_net/proxy.ts";
import {
  type CredentialStore,
  serverPlace,
} from "../../_auth/credential_store.ts";
import { Credentials } from "../../_auth/credentials.ts";
import type { Header } from "../wire/header_list.ts";
import { withHeader } from "../wire/fields.ts";
import type { ResponseHead } from "../wire/response_head.ts";

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

  /** @param url The URL to which the program sends the request. */
  constructor(handle: HandleObject, flags: number, url: URL) {
    this.#handle = handle;
    this.#flags = flags;
    this.#home = this.#url = url;
  }

  /** The remembered credentials for the server of the request; `null` if there are none. */
  get remembered(): Credentials | null {
    return this.#server?.remembered ?? null;
  }

  /** The program's own credentials are for the server of this URL from now on. */
  proveTo(url: URL): void {
    this.#home = url;
  }

  /** The request goes to another URL of the same host, and so do the program's own credentials. */
  follow(from: URL, to: URL): void {
    if (this.#home.origin === from.origin) this.#home = to;
  }

  /** Prepares for a new send of the program. */
  restart(): void {
    for (const server of this.#servers.values()) server.restart();
    for (const proxy of this.#proxies.values()) proxy.restart();
  }

  /**
   * Returns the headers of the next request with its credentials.
   *
   * @param forwarder The proxy that forwards the request, `null` for none.
   */
  prove(
    headers: readonly Header[],
    url: URL,
    request: Omit<ProvedRequest, "uri">,
    forwarder: Proxy | null,
  ): readonly Header[] {
    this.#url = url;
    this.#forwarder = forwarder;
    this.#proving = this.#asked || this.#store.size > 0;
    if (!this.#proving) return headers;
    const uri = `${url.pathname}${url.search}`;
    const proved = this.#withAnswer(headers, this.#server, { ...request, uri });
    return this.#withAnswer(proved, this.#proxyFor(), {
      ...request,
      uri: `${url.origin}${uri}`,
    });
  }

  #withAnswer(
    headers: readonly Header[],
    authenticator: Authenticator | null,
    request: ProvedRequest,
  ): readonly Header[] {
    const answer = authenticator?.answer(request) ?? null;
    return answer === null
      ? headers
      : withHeader(headers, authenticator!.names.answer, answer);
  }

  /** Notes a response; returns true if the request is sent again. */
  judge(response: ResponseHead): Promise<boolean> | false {
    const { status } = response;
    const isChallenge = status === HTTP_STATUS_DENIED ||
      status === HTTP_STATUS_PROXY_AUTH_REQ;
    this.#asked ||= isChallenge;
    return isChallenge || this.#proving ? this.#weigh(response) : false;
  }

  async #weigh(response: ResponseHead): Promise<boolean> {
    const { status } = response;
    const proxy = this.#proxyFor();
    if (status === HTTP_STATUS_PROXY_AUTH_REQ) {
      return await proxy?.challenged(response) ?? false;
    }
    proxy?.accepted(response);
    const server = this.#server;
    if (status === HTTP_STATUS_DENIED) {
      return await server?.challenged(response) ?? false;
    }
    server?.accepted(response);
    return false;
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
      // The program may set other credentials when it has seen a 407.
      authenticator = proxyAuthenticator(
        proxy,
        this.#store,
        () => this.#forwarder ?? proxy,
      );
      this.#proxies.set(key, authenticator);
    }
    return authenticator;
  }

  /** True if the program wants to see the challenges itself. */
  get #silent(): boolean {
    return hasFlag(this.#flags, INTERNET_FLAG_NO_AUTH);
  }
}
