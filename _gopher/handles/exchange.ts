// Copyright 2026 the wininet authors. MIT license.

/**
 * One exchange: a connection, a request, and the bytes of the reply until the server closes
 * the connection or no more are needed. A Gopher connection serves one request only.
 *
 * @module
 */

import { ERROR_INTERNET_TIMEOUT, InternetError } from "../../error.ts";
import {
  INTERNET_STATUS_CLOSING_CONNECTION,
  INTERNET_STATUS_CONNECTION_CLOSED,
  INTERNET_STATUS_RECEIVING_RESPONSE,
  INTERNET_STATUS_REQUEST_SENT,
  INTERNET_STATUS_RESPONSE_RECEIVED,
  INTERNET_STATUS_SENDING_REQUEST,
} from "../../status.ts";
import { Deadline } from "../../_base/deadline.ts";
import type { HandleObject } from "../../_core/handle.ts";
import { NO_TIMEOUT } from "../../_base/timeouts.ts";
import type { Channel } from "../../_net/channel.ts";
import { brokenConnection, close, writeAll } from "../../_net/connection.ts";
import { timedOut, withinTime } from "../../_net/dial.ts";
import { dialHooks, NO_HOOKS } from "../../_net/dial_statuses.ts";
import type { secureUpstream } from "../../_net/forgiving_tls.ts";
import { dialBy } from "../../_net/proxy.ts";
import type { GopherServer } from "./server.ts";

/** Bytes that are sent at a time; each piece posts a status, because a form may have a large file. */
const SENT_AT_ONCE = 262_144;

/** A request and its reply. */
export class GopherExchange {
  readonly #server: GopherServer;
  readonly #channel: Channel;
  readonly #owner: HandleObject;
  readonly #signal: AbortSignal;
  readonly #deadline = new Deadline();
  readonly #stop: () => void;
  /** The error that ended the exchange. */
  #failure: unknown = null;
  /** The error of sending the request. */
  #sendFailure: unknown = null;
  #received = 0;
  #closed = false;
  #uncertainEnd = false;

  private constructor(
    server: GopherServer,
    channel: Channel,
    owner: HandleObject,
    signal: AbortSignal,
  ) {
    this.#server = server;
    this.#channel = channel;
    this.#owner = owner;
    this.#signal = signal;
    this.#stop = () => this.#fail(signal.reason);
    signal.addEventListener("abort", this.#stop, { once: true });
    // The signal may have aborted before the listener was added.
    if (signal.aborted) this.#stop();
  }

  /** Connects to a server. */
  static async open(
    server: GopherServer,
    owner: HandleObject,
    signal: AbortSignal,
  ): Promise<GopherExchange> {
    const channel = await connect(server, owner, signal);
    return new GopherExchange(server, channel, owner, signal);
  }

  /** `true` if the reply ended without close_notify, so that an attacker may have cut it. */
  get uncertainEnd(): boolean {
    return this.#uncertainEnd;
  }

  /** Sends the request. A server may reply and close the connection before it has read all of it. */
  async send(bytes: Uint8Array): Promise<void> {
    const { sendTimeout } = this.#owner.settings;
    try {
      for (let at = 0; at < bytes.length; at += SENT_AT_ONCE) {
        const piece = bytes.subarray(at, at + SENT_AT_ONCE);
        this.#owner.post(INTERNET_STATUS_SENDING_REQUEST);
        this.#deadline.set(
          sendTimeout,
          () => this.#fail(this.#late("has taken no request", sendTimeout)),
        );
        await writeAll(this.#channel, piece);
        this.#owner.post(INTERNET_STATUS_REQUEST_SENT, piece.length);
      }
    } catch (error) {
      if (this.#failure !== null) throw this.#failure;
      this.#sendFailure = error;
    } finally {
      this.#deadline.stop();
    }
  }

  /**
   * Reads at least one byte; returns 0 at the end.
   *
   * @param patience Milliseconds after which the data counts as ended if no byte comes.
   */
  async read(
    buffer: Uint8Array,
    patience: number = NO_TIMEOUT,
  ): Promise<number> {
    if (this.#failure !== null) throw this.#failure;
    if (this.#closed) return 0;
    this.#owner.post(INTERNET_STATUS_RECEIVING_RESPONSE);
    this.#limit(patience);
    try {
      const count = await this.#channel.read(buffer);
      if (this.#failure !== null) throw this.#failure;
      return count === null ? this.#end() : this.#took(count);
    } catch (error) {
      return this.#readFailed(error);
    } finally {
      this.#deadline.stop();
    }
  }

  #limit(patience: number): void {
    const { receiveTimeout } = this.#owner.settings;
    if (patience < receiveTimeout) {
      this.#deadline.set(patience, () => this.close());
    } else {
      this.#deadline.set(
        receiveTimeout,
        () => this.#fail(this.#late("has sent nothing", receiveTimeout)),
      );
    }
  }

  #took(count: number): number {
    this.#received += count;
    this.#owner.post(INTERNET_STATUS_RESPONSE_RECEIVED, count);
    return count;
  }

  #end(): 0 {
    if (this.#sendFailure === null || this.#received > 0) return 0;
    throw this.#fail(brokenConnection(this.#sendFailure));
  }

  #readFailed(error: unknown): 0 {
    if (this.#failure !== null) throw this.#failure;
    if (this.#closed) return 0;
    if (error instanceof Deno.errors.UnexpectedEof) {
      this.#uncertainEnd = true;
      return this.#end();
    }
    throw this.#fail(brokenConnection(error));
  }

  #late(what: string, milliseconds: number): InternetError {
    const { host, port } = this.#server;
    return new InternetError(
      ERROR_INTERNET_TIMEOUT,
      `Cannot continue: "${host}" port ${port} ${what} for ${milliseconds} ms`,
    );
  }

  #fail(reason: unknown): unknown {
    this.#failure ??= reason;
    this.close();
    return this.#failure;
  }

  /** Closes the connection; does nothing if it is closed already. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#deadline.stop();
    this.#signal.removeEventListener("abort", this.#stop);
    this.#owner.post(INTERNET_STATUS_CLOSING_CONNECTION);
    close(this.#channel);
    this.#owner.post(INTERNET_STATUS_CONNECTION_CLOSED);
  }
}

async function connect(
  server: GopherServer,
  owner: HandleObject,
  signal: AbortSignal,
): Promise<Channel> {
  // Loaded when needed, because node:tls takes longer to load than everything else; but
  // before connecting, because Deno panics if connections have taken the last file.
  const tls = server.secure
    ? await import("../../_net/forgiving_tls.ts")
    : null;
  const connection = await dialBy(
    server.proxy,
    server,
    owner.settings,
    dialHooks(owner),
    signal,
  );
  if (tls === null) return connection;
  try {
    return await secured(connection, server, owner, signal, tls.secureUpstream);
  } catch (error) {
    // The failed handshake has closed the connection.
    owner.post(INTERNET_STATUS_CLOSING_CONNECTION);
    owner.post(INTERNET_STATUS_CONNECTION_CLOSED);
    throw error;
  }
}

/** Does TLS on a new connection; never falls back to plain text. */
function secured(
  connection: Deno.TcpConn,
  server: GopherServer,
  owner: HandleObject,
  signal: AbortSignal,
  secure: typeof secureUpstream,
): Promise<Channel> {
  const { settings } = owner;
  const { host, forgiven, proxy } = server;
  return withinTime(
    settings.connectTimeout,
    () => timedOut(server, settings.connectTimeout),
    signal,
    (signal) => {
      const redial = (signal: AbortSignal) =>
        dialBy(proxy, server, settings, NO_HOOKS, signal);
      return secure(connection, host, forgiven, signal, redial, []);
    },
  );
}
