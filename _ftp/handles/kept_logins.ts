// Copyright 2026 the wininet authors. MIT license.

/**
 * The logins of URLs that are kept for some seconds for the next URL with the
 * same server, user and route. They belong to one session, and end with it.
 *
 * @module
 */

import type { Session, SessionResource } from "../../_core/session.ts";
import { IdlePool } from "../../_net/idle_pool.ts";
import type { Settings } from "../../_options/settings.ts";
import type { FtpLogin } from "./login.ts";
import type { FtpTarget } from "./target.ts";

/** Servers limit the number of connections per client, so a login is not kept for long. */
const LIMITS = { age: 10_000, perKey: 4, total: 16 };

/** The kept logins of a session. */
export class KeptLogins implements SessionResource {
  readonly #session: Session;
  readonly #pool = new IdlePool<FtpLogin>((login) => this.#end(login), LIMITS);

  private constructor(session: Session) {
    this.#session = session;
  }

  /** Returns the kept logins of a session. */
  static of(session: Session): KeptLogins {
    return session.resource(KeptLogins, () => new KeptLogins(session));
  }

  /** Removes and returns a login that can be used, or returns `null` if there is none. */
  take(key: string): FtpLogin | null {
    for (;;) {
      const login = this.#pool.take(key);
      if (login === undefined) return null;
      if (login.alive) return login;
      this.#end(login);
    }
  }

  /**
   * Returns a login that is no longer needed: it is kept if it can serve
   * another URL, and ends otherwise.
   *
   * @param busy `true` if it was in use.
   */
  async giveBack(
    key: string,
    login: FtpLogin,
    busy: boolean,
  ): Promise<void> {
    if (busy || !this.#canServe(login)) return await login.end(busy);
    // Immediately, because the next URL may follow directly.
    login.owner = this.#session;
    this.#pool.add(key, login);
    await login.queue.settled();
  }

  /**
   * Returns `true` if a login can serve another URL, whose path is relative to
   * the directory after the login.
   */
  #canServe(login: FtpLogin): boolean {
    return login.alive && !login.moved && !this.#session.closed;
  }

  #end(login: FtpLogin): void {
    this.#session.track(login.end(false));
  }

  close(): void {
    this.#pool.clear();
  }
}

/** Returns a key of everything that a login depends on. */
export function loginKey(target: FtpTarget, settings: Settings): string {
  const { host, port, credentials, tls, forgiven, passive, proxy } = target;
  const { account, loginCommand, codePage } = settings;
  const { proxyUsername, proxyPassword } = settings;
  const { clientCertificate, keepsCertificates } = settings;
  return JSON.stringify([
    [host.toLowerCase(), port, credentials, tls, forgiven, passive],
    [proxy, proxyUsername, proxyPassword],
    [account, loginCommand, codePage],
    [clientCertificate?.number, keepsCertificates],
  ]);
}
