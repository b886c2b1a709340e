// Copyright 2026 the wininet authors. MIT license.

/**
 * One exchange: a connection, a request, and the bytes of the reply until the
 * server closes the connection or no more are needed. A Gopher connection
 * serves only one request.
 *
 * @module
 */

import {
  ERROR_GOPHER_PROTOCOL_ERROR,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
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
import { logLines } from "../../_core/wire_log.ts";
import { NO_TIMEOUT } from "../../_base/timeouts.ts";
import { withoutUsers } from "../../_base/wire_secrets.ts";
import type { Channel } from "../../_net/channel.ts";
import { brokenConnection, close, writeAll } from "../../_net/connection.ts";
import { joinHostPort, timedOut, withinTime } from "../../_net/dial.ts";
import { dialHooks, silentHooks } from "../../_net/dial_statuses.ts";
import { dialBy } from "../../_net/proxy.ts";
import { type NodeTls, nodeTlsOf } from "../../_options/client_certificate.ts";
import { checkCertificate } from "../../_net/tls.ts";
import { onFirstWay } from "../../_net/proxy_scripts.ts";
import { mayBeAlert, TLS_ALERT } from "../wire/error_reply.ts";
import { textOf } from "../wire/octets.ts";
import { type GopherServer, MAY_WANT_TLS } from "./server.ts";

/**
 * The maximum number of bytes that are sent at a time; each piece posts a
 * status, because a form may contain a large file.
 */
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
  /** The error that occurred while sending the request. */
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

  /**
   * `true` if the reply ended without close_notify, so that an attacker may
   * have truncated it.
   */
  get uncertainEnd(): boolean {
    return this.#uncertainEnd;
  }

  /**
   * Sends the request. A server may reply and close the connection before it
   * has read all of it.
   *
   * @param secrets The number of bytes at the end that must not be logged: the
   * answers to a form.
   */
  async send(bytes: Uint8Array, secrets: number = 0): Promise<void> {
    const { sendTimeout } = this.#owner.settings;
    logLines(
      this.#owner,
      "out",
      bytes.length - secrets,
      () => linesOf(bytes.subarray(0, bytes.length - secrets)),
    );
    try {
      for (let at = 0; at < bytes.length; at += SENT_AT_ONCE) {
        const piece = bytes.subarray(at, at + SENT_AT_ONCE);
        this.#owner.post(INTERNET_STATUS_SENDING_REQUEST);
        this.#deadline.set(
          sendTimeout,
          () =>
            this.#fail(this.#late("has not accepted the request", sendTimeout)),
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
   * @param patience The time in milliseconds without a byte after which the
   * data is considered complete.
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
      if (count === null) return this.#end();
      return this.#took(
        this.#mayWantTls ? await this.#refuseAlert(buffer, count) : count,
      );
    } catch (error) {
      return this.#readFailed(error);
    } finally {
      this.#deadline.stop();
    }
  }

  /** `true` if the connection has no TLS and the server has sent nothing yet. */
  get #mayWantTls(): boolean {
    return this.#received === 0 && !this.#server.secure;
  }

  /** Reads more while the reply may be a TLS alert; fails if it is one. */
  async #refuseAlert(buffer: Uint8Array, count: number): Promise<number> {
    let length = count;
    while (length < buffer.length && mayBeAlert(buffer.subarray(0, length))) {
      const more = await this.#channel.read(buffer.subarray(length));
      if (this.#failure !== null) throw this.#failure;
      if (more === null && length === TLS_ALERT) throw this.#fail(alerted());
      if (more === null) break;
      length += more;
    }
    return length;
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
    throw this.#fail(this.#broken(this.#sendFailure));
  }

  #readFailed(error: unknown): 0 {
    if (this.#failure !== null) throw this.#failure;
    if (this.#closed) return 0;
    if (error instanceof Deno.errors.UnexpectedEof) {
      this.#uncertainEnd = true;
      return this.#end();
    }
    throw this.#fail(
      error instanceof InternetError ? error : this.#broken(error),
    );
  }

  #broken(cause: unknown): InternetError {
    const error = brokenConnection(cause);
    return this.#mayWantTls
      ? new InternetError(error.code, `${error.message}; ${MAY_WANT_TLS}`, {
        cause,
      })
      : error;
  }

  #late(what: string, milliseconds: number): InternetError {
    const { host, port } = this.#server;
    return new InternetError(
      ERROR_INTERNET_TIMEOUT,
      `Cannot continue: "${host}" port ${port} ${what} for ${milliseconds} ms${
        this.#mayWantTls ? `; ${MAY_WANT_TLS}` : ""
      }`,
    );
  }

  #fail(reason: unknown): unknown {
    this.#failure ??= reason;
    this.close();
    return this.#failure;
  }

  /** Closes the connection; does nothing if it is already closed. */
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

/** Returns the lines of a request, for a log. */
function linesOf(bytes: Uint8Array): string[] {
  return withoutUsers(textOf(bytes)).trimEnd().split("\r\n");
}

/** Returns the error for a server that has sent a TLS alert. */
function alerted(): InternetError {
  return new InternetError(
    ERROR_GOPHER_PROTOCOL_ERROR,
    `Cannot read the reply: it is a TLS alert; ${MAY_WANT_TLS}`,
  );
}

/** Connects, with TLS if the server uses it, within one time limit. */
async function connect(
  server: GopherServer,
  owner: HandleObject,
  signal: AbortSignal,
): Promise<Channel> {
  const { connectTimeout } = owner.settings;
  let connected = false;
  return await withinTime(
    connectTimeout,
    () =>
      connected
        ? handshakeTimedOut(server, connectTimeout)
        : timedOut(server, connectTimeout),
    signal,
    async (signal) => {
      // Loaded only when needed, because `node:tls` takes longer to load than
      // everything else, but before connecting, because Deno panics if no file
      // descriptor is left to load it.
      const tls = server.secure
        ? await import("../../_net/forgiving_tls.ts")
        : null;
      const nodeTls = server.secure ? nodeTlsOf(owner.settings) : null;
      await checkCertificate(nodeTls);
      const { connection, proxy } = await onFirstWay(
        owner,
        new URL(`gopher://${joinHostPort(server.host, server.port)}/`),
        () => server.proxy,
        async (proxy) => ({
          connection: await dialBy(
            proxy,
            server,
            owner.settings,
            dialHooks(owner),
            signal,
          ),
          proxy,
        }),
        signal,
      );
      connected = true;
      if (tls === null) return connection;
      try {
        const way = { ...server, proxy };
        return await secured(connection, way, owner, signal, nodeTls, tls);
      } catch (error) {
        // The failed handshake has closed the connection.
        owner.post(INTERNET_STATUS_CLOSING_CONNECTION);
        owner.post(INTERNET_STATUS_CONNECTION_CLOSED);
        throw error;
      }
    },
  );
}

/** Starts TLS on a new connection; never falls back to plain text. */
function secured(
  connection: Deno.TcpConn,
  server: GopherServer,
  owner: HandleObject,
  signal: AbortSignal,
  nodeTls: NodeTls | null,
  { secureUpstream }: typeof import("../../_net/forgiving_tls.ts"),
): Promise<Channel> {
  const { host, forgiven, proxy } = server;
  const redial = (signal: AbortSignal) =>
    dialBy(proxy, server, owner.settings, silentHooks(owner), signal);
  return secureUpstream(
    connection,
    host,
    forgiven,
    signal,
    redial,
    [],
    nodeTls,
  );
}

function handshakeTimedOut(
  { host, port }: GopherServer,
  milliseconds: number,
): InternetError {
  return new InternetError(
    ERROR_INTERNET_TIMEOUT,
    `Cannot secure the connection to "${host}" port ${port}: the TLS handshake is not complete after ${milliseconds} ms; the server may not support TLS`,
  );
}
