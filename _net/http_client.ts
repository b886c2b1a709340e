// Copyright 2026 the wininet authors. MIT license.

/**
 * The HTTP clients that `fetch` is used with, and the environment they read.
 *
 * A client takes the proxy variables of the environment when it is made, and
 * NO_PROXY outdoes even a proxy that was named. Where the environment may be
 * read, variables that must not count are hidden during that call.
 *
 * @module
 */

import { ERROR_ACCESS_DENIED, InternetError } from "../error.ts";
import { permitted } from "./permission.ts";
import type { SessionResource } from "../_core/session.ts";

/** The relay that a client shall use. */
export interface RelayAddress {
  /** Its port on 127.0.0.1. */
  readonly port: number;
  /** Who the client says it is. */
  readonly id: string;
  /** The secret of the process. */
  readonly secret: string;
}

const PROXY_VARIABLES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"]
  .flatMap(
    (name) => [name, name.toLowerCase()],
  );

/** Makes a client whose one connection goes through the relay. */
export function createRelayedClient(relay: RelayAddress): Deno.HttpClient {
  const proxy = {
    transport: "socks5" as const,
    url: `socks5h://127.0.0.1:${relay.port}`,
    basicAuth: { username: relay.id, password: relay.secret },
  };
  return withoutProxyVariables(() =>
    Deno.createHttpClient({
      proxy,
      http2: false,
      allowHost: true,
      poolMaxIdlePerHost: 1,
    })
  );
}

/**
 * A session's way to the network without the relay, and what the environment and
 * the permissions allow. Both are looked at once for each session.
 */
export class DirectClients implements SessionResource {
  /**
   * Whether a direct client might take a proxy that the session does not want,
   * because the environment could not be looked at.
   */
  readonly unreliable: boolean;
  /** Whether requests can be observed: the relay may listen. */
  readonly mayRelay: boolean;
  readonly #useEnvironment: boolean;
  readonly #permitted = new Set<string>();
  #client: Deno.HttpClient | null = null;
  #singleUseClient: Deno.HttpClient | null = null;

  /** @param useEnvironment Whether the proxy variables of the environment count. */
  constructor(useEnvironment: boolean) {
    this.#useEnvironment = useEnvironment;
    this.mayRelay = permitted({ name: "net", host: "127.0.0.1" });
    this.unreliable = !useEnvironment && !PROXY_VARIABLES.every(readable);
  }

  /** The client. */
  get client(): Deno.HttpClient {
    return this.#client ??= this.#create({});
  }

  /**
   * The client of requests that must not be sent twice: a connection for each
   * one, because `fetch` repeats by itself what a kept connection has lost.
   */
  get singleUseClient(): Deno.HttpClient {
    return this.#singleUseClient ??= this.#create({ poolMaxIdlePerHost: 0 });
  }

  /** Throws ERROR_ACCESS_DENIED when the program may not reach a host: `fetch` would prompt. */
  checkPermission(url: URL): void {
    if (this.#permitted.has(url.host)) return;
    const host = `${url.hostname}:${
      url.port || (url.protocol === "https:" ? 443 : 80)
    }`;
    if (!permitted({ name: "net", host })) {
      throw new InternetError(
        ERROR_ACCESS_DENIED,
        `Cannot reach "${host}": the program has no permission, run it with --allow-net=${host}`,
      );
    }
    this.#permitted.add(url.host);
  }

  /** Ends idle connections. */
  close(): void {
    this.#client?.close();
    this.#singleUseClient?.close();
    this.#client = this.#singleUseClient = null;
  }

  #create(options: Deno.CreateHttpClientOptions): Deno.HttpClient {
    const create = () =>
      Deno.createHttpClient({ http2: false, allowHost: true, ...options });
    return this.#useEnvironment ? create() : withoutProxyVariables(create);
  }
}

function readable(name: string): boolean {
  return permitted({ name: "env", variable: name });
}

function variable(name: string): string | undefined {
  return readable(name) ? Deno.env.get(name) : undefined;
}

function withoutProxyVariables<Value>(create: () => Value): Value {
  const hidden = PROXY_VARIABLES.map((name) => [name, variable(name)] as const);
  for (const [name, value] of hidden) {
    if (value !== undefined) Deno.env.delete(name);
  }
  try {
    return create();
  } finally {
    for (const [name, value] of hidden) {
      if (value !== undefined) Deno.env.set(name, value);
    }
  }
}
