// Copyright 2026 the wininet authors. MIT license.

/**
 * The `fetch` clients of a session.
 *
 * @module
 */

import { abortable } from "../../_base/deadline.ts";
import type { SessionResource } from "../../_core/session.ts";
import type { ClientCertificate } from "../../_options/client_certificate.ts";
import { checkReachable } from "../../_net/permission.ts";

/** An HTTP version, by its name in ALPN. */
export type FetchVersion = "http/1.1" | "h2";

/** The requirements of a request for its client. */
export interface FetchNeeds {
  /** The required version, or `null` for the one that the server prefers. */
  readonly version: FetchVersion | null;
  /**
   * True if the request may be sent twice: `fetch` repeats a request that was
   * lost on a kept connection.
   */
  readonly repeatable: boolean;
  /** The client certificate, which was checked, or `null` if there is none. */
  readonly certificate: ClientCertificate | null;
}

/**
 * The maximum number of clients of a session: each client certificate needs a
 * separate one, of 100 KiB.
 */
export const MAX_CLIENTS = 64;

/**
 * The maximum number of servers whose facts a session remembers. A program that
 * visits more, such as a crawler, finds the facts of all again.
 */
export const MAX_SERVERS = 10_000;

/** The clients of one session. */
export class FetchClients implements SessionResource {
  readonly #reachable = new Set<string>();
  readonly #clients = new Map<string, Deno.HttpClient>();
  readonly #versions = new Map<
    string,
    Promise<FetchVersion | "cancelled" | null>
  >();

  /**
   * Returns the client for some requirements; it uses the proxy variables of
   * the environment.
   */
  client(needs: FetchNeeds): Deno.HttpClient {
    const { version, repeatable, certificate } = needs;
    const key = `${version} ${repeatable} ${certificate?.fingerprint}`;
    const known = this.#clients.get(key);
    const client = known ?? createClient(needs);
    // The map is ordered by the last use.
    this.#clients.delete(key);
    this.#clients.set(key, client);
    if (this.#clients.size > MAX_CLIENTS) this.#closeOldest();
    return client;
  }

  /**
   * Closes the client that was not used for the longest time; its requests in
   * progress continue.
   */
  #closeOldest(): void {
    const [key, client] = [...this.#clients][0]!;
    client.close();
    this.#clients.delete(key);
  }

  /**
   * Returns the HTTP version of a server, which `find` determines, or `null` if
   * `find` fails. Simultaneous requests wait for the `find` of the first one; if
   * that request is cancelled, another one calls its own.
   *
   * @param signal Aborts if the request is cancelled.
   */
  async versionOf(
    url: URL,
    find: () => Promise<FetchVersion>,
    signal: AbortSignal,
  ): Promise<FetchVersion | null> {
    let version = this.#versions.get(url.origin);
    if (version === undefined) {
      // The request then fails for the same reason, and its error is reported.
      version = find().catch(() => {
        this.forgetVersion(url);
        return signal.aborted ? "cancelled" : null;
      });
      if (this.#versions.size === MAX_SERVERS) this.#versions.clear();
      this.#versions.set(url.origin, version);
    }
    const found = await abortable(version, signal);
    if (found !== "cancelled") return found;
    return await this.versionOf(url, find, signal);
  }

  /**
   * Discards the known version of a server that has not responded: it may use
   * another one by now.
   */
  forgetVersion({ origin }: Pick<URL, "origin">): void {
    this.#versions.delete(origin);
  }

  /**
   * Calls `checkReachable` once for each server: a permission query takes
   * longer than a request.
   */
  checkReachable(url: URL): void {
    if (this.#reachable.has(url.origin)) return;
    checkReachable(url);
    if (this.#reachable.size === MAX_SERVERS) this.#reachable.clear();
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
    // A request that must not be sent twice gets a new connection.
    ...(repeatable ? {} : { poolMaxIdlePerHost: 0 }),
  });
}
