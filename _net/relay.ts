// Copyright 2026 the wininet authors. MIT license.

/**
 * The relay: a SOCKS5 server (RFC 1928, RFC 1929) on 127.0.0.1 for this process
 * alone, through which observed requests reach the network.
 *
 * `fetch` does not tell when it looks up a name, connects or closes, and gives
 * no error codes. When it is told to use a SOCKS5 proxy it leaves all of that to
 * the proxy, and still does TLS and HTTP itself, end to end. So the proxy is
 * ours: it looks up, connects, pipes, counts and closes, and tells whoever
 * observes. Every logical connection has an HTTP client of its own; the user
 * name it gives to the relay says which connection is calling, the password is a
 * secret of this process, so that no other program can use the relay.
 *
 * @module
 */

import { SocksReader } from "./socks_server.ts";

/** Takes over a caller of the relay that has proved who it is. */
export interface RelayService {
  /** Serves a caller until its end; closes `client` in every case. */
  serve(client: Deno.TcpConn, host: string, port: number): Promise<void>;
}

/** The relay of the process, while anybody needs it. */
export class Relay {
  /** Where the relay listens. */
  readonly port: number;
  /** What a caller must give as password. */
  readonly secret: string = crypto.randomUUID();
  readonly #listener: Deno.TcpListener;
  readonly #services = new Map<string, RelayService>();
  readonly #greeting = new Set<Deno.TcpConn>();
  readonly #running: Promise<void>;

  constructor() {
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.#listener.unref();
    this.port = this.#listener.addr.port;
    this.#running = this.#accept();
  }

  /** Lets callers that name `id` reach a service. */
  register(id: string, service: RelayService): void {
    this.#services.set(id, service);
  }

  /** Refuses callers that name `id` from now on. */
  unregister(id: string): void {
    this.#services.delete(id);
  }

  /** Stops listening; resolves when nothing of the relay is left. */
  close(): Promise<void> {
    this.#listener.ref();
    this.#listener.close();
    for (const client of this.#greeting) client.close();
    return this.#running;
  }

  async #accept(): Promise<void> {
    const callers = new Set<Promise<void>>();
    for (;;) {
      const client = await this.#listener.accept().catch(() => null);
      if (client === null) break;
      const caller = this.#greet(client).catch(() => close(client));
      callers.add(caller);
      caller.then(() => callers.delete(caller));
    }
    await Promise.allSettled(callers);
  }

  async #greet(client: Deno.TcpConn): Promise<void> {
    client.setNoDelay(true);
    client.unref();
    this.#greeting.add(client);
    const reader = new SocksReader(client);
    try {
      await reader.readMethods();
      const user = await reader.readUser();
      const service = user.password === this.secret
        ? this.#services.get(user.name)
        : undefined;
      await reader.answerUser(service !== undefined);
      if (!service) return close(client);
      const { host, port } = await reader.readRequest();
      this.#greeting.delete(client);
      await service.serve(client, host, port);
    } finally {
      this.#greeting.delete(client);
    }
  }
}

/** Closes a connection that may be closed already. */
export function close(connection: { close(): void } | null): void {
  try {
    connection?.close();
  } catch {
    // It was closed: that is what was wanted.
  }
}
