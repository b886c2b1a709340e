// Copyright 2026 the wininet authors. MIT license.

/**
 * The `fetch` clients of a session.
 *
 * @module
 */

import type { SessionResource } from "../../_core/session.ts";
import type { ClientCertificate } from "../../_options/client_certificate.ts";
import { checkReachable } from "../../_net/permission.ts";

/** The requirements of a request for its client. */
export interface FetchNeeds {
  /** True if HTTP/2 may be used. */
  readonly http2: boolean;
  /** True if the request may be sent twice: `fetch` repeats a request that a kept connection has lost. */
  readonly repeatable: boolean;
  /** The client certificate, which was checked; `null` for none. */
  readonly certificate: ClientCertificate | null;
}

/** The clients of one session. */
export class FetchClients implements SessionResource {
  readonly #reachable = new Set<string>();
  readonly #clients = new Map<string, Deno.HttpClient>();

  /** Returns the client for some requirements; it obeys the proxy variables of the environment. */
  client({ http2, repeatable, certificate }: FetchNeeds): Deno.HttpClient {
    const key = `${http2} ${repeatable} ${certificate?.fingerprint}`;
    let client = this.#clients.get(key);
    if (client === undefined) {
      client = Deno.createHttpClient({
        http2,
        allowHost: true,
        ...certificate?.pem,
        // A connection for each request that must not be sent twice.
        ...(repeatable ? {} : { poolMaxIdlePerHost: 0 }),
      });
      this.#clients.set(key, client);
    }
    return client;
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
