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

import { close } from "./connection.ts";
import { SocksReader } from "./socks_server.ts";

/** Callers that may wait at the door: thousands of requests may be started at once. */
const BACKLOG = 4096;

/** Takes over a caller of the relay that has proved who it is. */
export interface RelayService {
  /** Serves a caller until its end; closes `client` in every case. */
  serve(client: Deno.TcpConn, host: string, port: number): Promise<void>;
}

/** What callers may take before they have proved who they are. */
export interface GreetingLimits {
  /** The time in milliseconds. */
  readonly greetingTime: number;
  /** How many at a time; the one that greets longest has to go. */
  readonly greeters: number;
}

/** Clients of this process take some milliseconds, even where thousands start at once. */
const GREETING_LIMITS: GreetingLimits = {
  greetingTime: 10_000,
  greeters: 10_000,
};

/** How many milliseconds pass before a caller that could not be accepted is tried again. */
const PAUSE = 50;

/** The relay of the process, while anybody needs it. */
export class Relay {
  /** Where the relay listens. */
  readonly port: number;
  /** What a caller must give as password. */
  readonly secret: string = crypto.randomUUID();
  readonly #limits: GreetingLimits;
  readonly #listener: Deno.TcpListener;
  readonly #services = new Map<string, RelayService>();
  readonly #greeting = new Set<Deno.TcpConn>();
  readonly #closed = new AbortController();
  readonly #running: Promise<void>;

  constructor(limits: GreetingLimits = GREETING_LIMITS) {
    this.#limits = limits;
    this.#listener = Deno.listen({
      hostname: "127.0.0.1",
      port: 0,
      tcpBacklog: BACKLOG,
    });
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
    this.#closed.abort();
    this.#listener.ref();
    this.#listener.close();
    for (const client of this.#greeting) client.close();
    return this.#running;
  }

  async #accept(): Promise<void> {
    const callers = new Set<Promise<void>>();
    for (;;) {
      const client = await this.#listener.accept().catch(() => null);
      if (this.#closed.signal.aborted) {
        close(client);
        break;
      }
      if (client === null) {
        // The program has no file left: strangers may hold them, for a time.
        await pause(this.#closed.signal);
        continue;
      }
      const caller = this.#greet(client).catch(() => close(client));
      callers.add(caller);
      caller.then(() => callers.delete(caller));
    }
    await Promise.allSettled(callers);
  }

  async #greet(client: Deno.TcpConn): Promise<void> {
    client.setNoDelay(true);
    client.unref();
    const { greeters, greetingTime } = this.#limits;
    this.#greeting.add(client);
    const [longest] = this.#greeting;
    if (this.#greeting.size > greeters) this.#sendAway(longest!);
    // No Deadline: a stranger must not keep the program alive.
    const timer = setTimeout(() => this.#sendAway(client), greetingTime);
    Deno.unrefTimer(timer);
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
      clearTimeout(timer);
      this.#greeting.delete(client);
      await service.serve(client, host, port);
    } finally {
      clearTimeout(timer);
      this.#greeting.delete(client);
    }
  }

  #sendAway(client: Deno.TcpConn): void {
    this.#greeting.delete(client);
    close(client);
  }
}

/** Waits, but not beyond the signal, and keeps no program alive. */
function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, PAUSE);
    Deno.unrefTimer(timer);
    signal.addEventListener("abort", end, { once: true });
  });
}
