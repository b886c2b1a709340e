// Copyright 2026 the wininet authors. MIT license.

/**
 * A link: one logical connection to a server, with an HTTP client of its own
 * that reaches the server through the relay.
 *
 * One request uses a link at a time, and observes it meanwhile: it is told of
 * every stage of connecting, sees the bytes that pass, and is told when the
 * connection ends. A link whose response was read to its end waits in the pool
 * with its connection open; the next request then sees no stage of connecting,
 * because there is none.
 *
 * @module
 */

import { ERROR_INTERNET_CONNECTION_RESET, InternetError } from "../error.ts";
import { combineFlags } from "../_core/bits.ts";
import { AbsoluteForm } from "../_http/absolute_form.ts";
import { TlsView } from "../_http/tls_records.ts";
import type { Proxy } from "../_core/proxy_list.ts";
import type { Settings } from "../_core/settings.ts";
import type { Channel } from "./channel.ts";
import { close, writeAll } from "./connection.ts";
import type { DialHooks, DialTarget } from "./dial.ts";
import type { Redial } from "./forgiving_tls.ts";
import { createRelayedClient } from "./http_client.ts";
import { dialBy, dialProxy } from "./proxy.ts";
import type { Relay, RelayService } from "./relay.ts";
import { answerRequest } from "./socks_server.ts";

/** Buffers start small, because most messages are, and grow once a read has filled them. */
const SMALL_SEND_BUFFER = 4096;
const SMALL_RECEIVE_BUFFER = 16384;
const GROWTH = 8;
const BIG_SEND_BUFFER = 262144;
const BIG_RECEIVE_BUFFER = 1048576;

/** What a request is told of the link that it uses. */
export interface LinkObserver extends DialHooks {
  /** The timeouts and retries of the request. */
  readonly settings: Settings;
  /** Whether the request may be sent again on another connection. */
  readonly repeatable: boolean;
  /** Bytes of the request are about to be forwarded. */
  outgoing(bytes: Uint8Array): void;
  /** The bytes have been forwarded. */
  forwarded(): void;
  /** Bytes of the response have come. */
  incoming(bytes: Uint8Array): void;
  /** The connection is about to be closed, and has been. */
  closed(): void;
}

/** What a link is for. */
export interface LinkTarget {
  /** The scheme, host and port. */
  readonly origin: string;
  /** The host, without brackets. */
  readonly host: string;
  /** The port. */
  readonly port: number;
  /** SECURITY_FLAG_IGNORE_* bits: when there are any, the link does TLS itself. */
  readonly forgiven: number;
  /** The proxy, `null` for none. */
  readonly proxy: Proxy | null;
}

/** The key under which links to one target wait. */
export function linkKey({ origin, forgiven, proxy }: LinkTarget): string {
  const key = forgiven === 0 ? origin : `${origin} ${combineFlags(forgiven)}`;
  return proxy === null ? key : `${key} ${JSON.stringify(proxy)}`;
}

/**
 * Whether `fetch` is not told where a request goes. So it is where a fault of the
 * certificate is forgiven, and the link does TLS itself; and for http behind a
 * proxy: `fetch` looks every name up, also one that only the proxy knows, and
 * waits for the answer. (It does so for https, too, and is told all the same: an
 * aborted handshake of the link's own would leave its socket open.)
 */
export function isHidden({ origin, forgiven, proxy }: LinkTarget): boolean {
  return forgiven !== 0 || proxy !== null && origin.startsWith("http:");
}

/** Whether requests of a target are sent to the proxy itself, which forwards them; else it opens a tunnel. */
export function isForwarded({ origin, proxy }: LinkTarget): boolean {
  return origin.startsWith("http:") &&
    (proxy?.kind === "http" || proxy?.kind === "https");
}

let lastId = 0;

/** A logical connection. */
export class HttpLink implements RelayService {
  /** What the link is for. */
  readonly target: LinkTarget;
  /** What `fetch` is given. */
  readonly client: Deno.HttpClient;
  /** What broke the connection; `null` while nothing has. */
  error: unknown = null;
  /** Resolves when `fetch` has taken the connection back into its own pool. */
  ready: Promise<void> | null = null;
  /** What can be seen of the TLS inside the connection; `null` when there is none or the link does it itself. */
  view: TlsView | null = null;
  readonly #relay: Relay;
  readonly #id: string = `link-${++lastId}`;
  readonly #ended = new AbortController();
  #observer: LinkObserver | null = null;
  #onClosed: (() => void) | null = null;
  #upstream: Channel | null = null;
  #caller: Deno.TcpConn | null = null;
  #requestBytes = 0;
  /** Names the server in the request line, where a proxy forwards the request. */
  #absoluteForm: AbsoluteForm | null = null;

  constructor(relay: Relay, target: LinkTarget) {
    this.#relay = relay;
    this.target = target;
    relay.register(this.#id, this);
    this.client = createRelayedClient({
      port: relay.port,
      id: this.#id,
      secret: relay.secret,
    });
  }

  /** Whether the connection is open. */
  get open(): boolean {
    return this.#upstream !== null;
  }

  get #isSecure(): boolean {
    return this.target.origin.startsWith("https:");
  }

  /**
   * Where `fetch` shall send clear text that is not for its own eyes: to
   * nowhere but the relay. Should `fetch` leave the relay out, because NO_PROXY
   * says so and could not be hidden, it speaks to the relay in a language that is
   * refused, and nothing reaches the network.
   */
  get clearOrigin(): string {
    return `http://127.0.0.1:${this.#relay.port}`;
  }

  /** Whether the link can never be used again. */
  get ended(): boolean {
    return this.#ended.signal.aborted;
  }

  /** Gives the link to a request. */
  attach(observer: LinkObserver): void {
    this.#observer = observer;
    this.#onClosed = null;
    this.error = null;
    this.#expectRequest();
  }

  #expectRequest(): void {
    this.#requestBytes = 0;
    this.#expectRequestLine();
  }

  #expectRequestLine(): void {
    this.#absoluteForm = isForwarded(this.target)
      ? new AbsoluteForm(this.target.origin)
      : null;
  }

  /** Takes the link from its request; `onClosed` is called when its connection is closed before the next one. */
  detach(onClosed: (() => void) | null = null): void {
    this.#observer = null;
    this.#onClosed = onClosed;
  }

  /** Ends the link at once: client, connection and caller. */
  end(): void {
    if (this.ended) return;
    this.#ended.abort();
    this.#relay.unregister(this.#id);
    this.#closeUpstream();
    close(this.#caller);
    this.#caller = null;
    this.client.close();
  }

  async serve(caller: Deno.TcpConn, host: string, port: number): Promise<void> {
    const observer = this.#observer;
    try {
      if (observer === null || this.ended) {
        return await answerRequest(caller, "not allowed");
      }
      if (this.#requestBytes > 0 && !observer.repeatable) {
        // fetch repeats a request by itself when a pooled connection was reset; this one must not be.
        this.error ??= new InternetError(
          ERROR_INTERNET_CONNECTION_RESET,
          `Cannot finish the request to "${host}": the server reset the connection`,
        );
        return await answerRequest(caller, "not allowed");
      }
      const place = isHidden(this.target) ? this.target : { host, port };
      const upstream = await this.#connect(
        observer,
        caller,
        place.host,
        place.port,
      );
      if (upstream !== null) await this.#pipe(caller, upstream);
    } finally {
      close(caller);
    }
  }

  async #connect(
    observer: LinkObserver,
    caller: Deno.TcpConn,
    host: string,
    port: number,
  ): Promise<Channel | null> {
    let connected = false;
    const connect = async (signal: AbortSignal) => {
      if (connected) observer.closed();
      connected = false;
      const connection = await this.#dial({ host, port }, observer, signal);
      connection.unref();
      connected = true;
      return connection;
    };
    try {
      const upstream = await this.#secure(
        await connect(this.#ended.signal),
        host,
        connect,
      );
      this.#upstream = upstream;
      this.#caller = caller;
      this.error = null;
      await answerRequest(caller, "granted");
      return upstream;
    } catch (error) {
      this.error = error;
      if (this.#upstream !== null) this.#closeUpstream();
      else if (connected) observer.closed();
      await answerRequest(caller, "refused").catch(() => {});
      return null;
    }
  }

  #dial(
    server: DialTarget,
    observer: LinkObserver,
    signal: AbortSignal,
  ): Promise<Deno.TcpConn> {
    const { proxy } = this.target;
    const { settings } = observer;
    return proxy !== null && isForwarded(this.target)
      ? dialProxy(proxy, settings, observer, signal)
      : dialBy(proxy, server, settings, observer, signal);
  }

  /** Does TLS where the link has to, and watches the TLS of fetch otherwise. */
  async #secure(
    connection: Deno.TcpConn,
    host: string,
    redial: Redial,
  ): Promise<Channel> {
    const { forgiven } = this.target;
    this.view = this.#isSecure && forgiven === 0 ? new TlsView() : null;
    if (forgiven === 0) return connection;
    // Loaded when it is needed: node:tls takes longer to load than all the rest.
    const { secureUpstream } = await import("./forgiving_tls.ts");
    const { signal } = this.#ended;
    return await secureUpstream(connection, host, forgiven, signal, redial);
  }

  async #pipe(caller: Deno.TcpConn, upstream: Channel): Promise<void> {
    this.#expectRequestLine();
    const requests = this.#pipeRequests(caller, upstream).catch((error) =>
      this.#broke(upstream, error)
    );
    try {
      await this.#pipeResponses(caller, upstream);
      // What has come must reach fetch before the end does: half-close, and wait for fetch to hang up.
      await caller.closeWrite().catch(() => {});
    } catch (error) {
      this.#broke(upstream, error);
      close(caller);
    }
    this.#closeIfCurrent(upstream);
    await requests;
  }

  async #pipeRequests(caller: Deno.TcpConn, upstream: Channel): Promise<void> {
    let buffer = new Uint8Array(SMALL_SEND_BUFFER);
    for (;;) {
      // When fetch hangs up, in whatever way, that is no fault of the server.
      const count = await caller.read(buffer).catch(() => null);
      if (count === null) return this.#closeIfCurrent(upstream);
      this.#requestBytes += count;
      const read = buffer.subarray(0, count);
      const bytes = this.#absoluteForm?.push(read) ?? read;
      this.#observer?.outgoing(bytes);
      await writeAll(upstream, bytes);
      this.#observer?.forwarded();
      if (count === buffer.length && count < BIG_SEND_BUFFER) {
        buffer = bigger(buffer, BIG_SEND_BUFFER);
      }
    }
  }

  async #pipeResponses(
    caller: Deno.TcpConn,
    upstream: Channel,
  ): Promise<void> {
    let buffer = new Uint8Array(SMALL_RECEIVE_BUFFER);
    for (;;) {
      const count = await upstream.read(buffer);
      if (count === null) return;
      const bytes = buffer.subarray(0, count);
      this.view?.pushServer(bytes);
      this.#observer?.incoming(bytes);
      try {
        await writeAll(caller, bytes);
      } catch {
        return this.#closeIfCurrent(upstream);
      }
      if (count === buffer.length && count < BIG_RECEIVE_BUFFER) {
        buffer = bigger(buffer, BIG_RECEIVE_BUFFER);
      }
    }
  }

  /** Notes what broke a connection, unless it was this side that closed it. */
  #broke(upstream: Channel, error: unknown): void {
    if (this.#upstream !== upstream) return;
    this.error ??= error;
    this.#closeUpstream();
  }

  #closeIfCurrent(upstream: Channel): void {
    if (this.#upstream === upstream) this.#closeUpstream();
    else close(upstream);
  }

  #closeUpstream(): void {
    const upstream = this.#upstream;
    if (upstream === null) return;
    this.#upstream = null;
    close(upstream);
    this.#observer?.closed();
    this.#onClosed?.();
  }
}

function bigger(
  buffer: Uint8Array<ArrayBuffer>,
  most: number,
): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Math.min(GROWTH * buffer.length, most));
}
