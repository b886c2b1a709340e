// Copyright 2026 the wininet authors. MIT license.

/**
 * The `fetch` clients of a session.
 *
 * @module
 */

import type { SessionResource } from "../../_core/session.ts";
import type { ClientCertificate } from "../../_options/client_certificate.ts";
import { checkReachable } from "../../_net/permission.ts";

/** A version of HTTP, by its name in ALPN. */
export type FetchVersion = "http/1.1" | "h2";

/** The requirements of a request for its client. */
export interface FetchNeeds {
  /** The version that it must speak; `null` for the one that the server prefers. */
  readonly version: FetchVersion | null;
  /** True if the request may be sent twice: `fetch` repeats a request that a kept connection has lost. */
  readonly repeatable: boolean;
  /** The client certificate, which was checked; `null` for none. */
  readonly certificate: ClientCertificate | null;
}

/** The most clients of a session: each client certificate needs its own, of 100 KiB. */
export const MAX_CLIENTS = 64;

/** The clients of one session. */
export class FetchClients implements SessionResource {
  readonly #reachable = new Set<string>();
  readonly #clients = new Map<string, Deno.HttpClient>();
  readonly #versions = new Map<string, Promise<FetchVersion | null>>();

  /** Returns the client for some requirements; it obeys the proxy variables of the environment. */
  client(needs: FetchNeeds): Deno.HttpClient {
    const { version, repeatable, certificate } = needs;
    const key = `${version} ${repeatable} ${certificate?.fingerprint}`;
    const known = this.#clients.get(key);
    const client = known ?? createClient(needs);
    // The one that was used last is the last.
    this.#clients.delete(key);
    this.#clients.set(key, client);
    if (this.#clients.size > MAX_CLIENTS) this.#closeOldest();
    return client;
  }

  /** Requests that are in progress continue. */
  #closeOldest(): void {
    const [key, client] = [...this.#clients][0]!;
    client.close();
    this.#clients.delete(key);
  }

  /** Returns the version that a server speaks; `find` finds it, `null` if it cannot. */
  versionOf(
    { origin }: URL,
    find: () => Promise<FetchVersion>,
  ): Promise<FetchVersion | null> {
    let version = this.#versions.get(origin);
    if (version === undefined) {
      // The request fails in the same way, and its error is reported.
      version = find().catch(() => {
        this.forgetVersion({ origin });
        return null;
      });
      this.#versions.set(origin, version);
    }
    return version;
  }

  /** A server from which no response came may speak another version by now. */
  forgetVersion({ origin }: Pick<URL, "origin">): void {
    this.#versions.delete(origin);
  }

  /** As `checkReachable`, once for each server: asking Deno costs more than a request. */
  checkReachable(url: URL): void {
    if (this.#reachable.has(url.origin)) return;
    checkReachable(url);
    this.#reachable.add(url.origin);
  }

  /** Closes idle connections. */
  close(): void {
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
  }
}

function createClient(
  { version, repeatable, certificate }: FetchNeeds,
): Deno.HttpClient {
  return Deno.createHttpClient({
    http1: version !== "h2",
    http2: version !== "http/1.1",
    allowHost: true,
    ...certificate?.pem,
    // A connection for each request that must not be sent twice.
    ...(repeatable ? {} : { poolMaxIdlePerHost: 0 }),
  });
}
