// Copyright 2026 the wininet authors. MIT license.

/**
 * TLS of an FTP session: one control connection and its data connections.
 *
 * Servers want a data connection to resume the TLS session of the control
 * connection, as a proof that both have the same client (ProFTPD by default,
 * vsftpd's require_ssl_reuse). With Deno that works by `node:tls` alone, and only
 * so: trust is the default one (no `ca`, `cert` or `key`), the socket is given,
 * and `session` is. Measured on Deno 2.9.6:
 *
 * - Tickets are kept by server name, and whoever takes one gets the newest. Two
 *   sessions with one name would take each other's. So every session has a name of
 *   its own: the first the name of the host, the second the same with a final dot,
 *   the others an invented one below it. The certificate is checked for the real
 *   host every time.
 * - A ticket of TLS 1.3 serves once, and servers send a new one with the data of a
 *   download only: the third upload to ProFTPD fails. A session of TLS 1.2 serves
 *   for ever. So these connections are TLS 1.2, unless the server has no such. A
 *   name with tickets of TLS 1.3 is not used for TLS 1.2 any more: they would be
 *   taken first, in vain.
 * - `node:tls` does not say whether a session was resumed; the ServerHello does
 *   (`tls_hello.ts`). A server that was offered a session, did not take it and
 *   still transferred the data does not ask for it. From then on its data
 *   connections are made by rustls (`Deno.startTls`), with twice the speed and a
 *   third of the memory. So are those to servers that resume sessions and cannot
 *   ask for it; they are known by their greeting.
 * - An end of the data without close_notify is an error with rustls, and cannot be
 *   told from one with it with `node:tls`.
 *
 * With forgiven faults of the certificate nothing is resumed (`forgiving_tls.ts`).
 *
 * @module
 */

import tls from "node:tls";
import { ERROR_INTERNET_SECURITY_CHANNEL_ERROR } from "../../error.ts";
import { Certificate } from "../../_net/certificate.ts";
import {
  EXPIRED,
  type Fault,
  handshakeError,
  NOT_VALID_YET,
  UNKNOWN_AUTHORITY,
  UntrustedError,
  WRONG_NAME,
  WRONG_USAGE,
} from "../../_net/certificate_fault.ts";
import type { Channel } from "../../_net/channel.ts";
import { close } from "../../_net/connection.ts";
import { isAddress } from "../../_net/dial.ts";
import { SocketConnection, streamOf } from "../../_net/duplex.ts";
import { secureUpstream } from "../../_net/forgiving_tls.ts";
import { handshake, orEnd } from "../../_net/tls_handshake.ts";
import { HelloWatch } from "./tls_hello.ts";

/** ALPACA: what is meant for FTP must not be taken for HTTP. */
const ALPN: readonly string[] = ["ftp"];

/** The codes of OpenSSL that `node:tls` uses. */
const CODES: readonly [pattern: RegExp, fault: Fault][] = [
  [/^CERT_HAS_EXPIRED$/, EXPIRED],
  [/^CERT_NOT_YET_VALID$/, NOT_VALID_YET],
  [/^ERR_TLS_CERT_ALTNAME/, WRONG_NAME],
  [/^INVALID_PURPOSE$/, WRONG_USAGE],
  [/^(?:UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|CERT_)/, UNKNOWN_AUTHORITY],
];

/** Servers that cannot be told to ask for resumption. */
const UNDEMANDING = /\b(?:Pure-FTPd|pyftpdlib)\b/;

/** The names of a host. */
interface Names {
  /** Those in use. */
  readonly used: Set<number>;
  /** Those that may have tickets of TLS 1.3 left. */
  readonly newest: Set<number>;
}

const namesOfHosts = new Map<string, Names>();

/** The data connection and what is known of its end. */
export interface SecureData {
  /** The connection. */
  readonly channel: Channel;
  /** Whether an end of the data may have been made by somebody else. */
  readonly uncertainEnd: boolean;
  /** To be called when the transfer has succeeded. */
  succeeded(): void;
}

/** The TLS of one session. */
export class FtpTls {
  readonly #host: string;
  readonly #forgiven: number;
  readonly #number: number;
  readonly #newest: boolean;
  #control: tls.TLSSocket | null = null;
  #closed = false;
  /** Whether the server is known to ask for no resumption. */
  #freely = false;

  /**
   * @param host The name or address that the certificate must be for.
   * @param forgiven SECURITY_FLAG_IGNORE_* bits.
   * @param newest Whether TLS 1.3 may be used, see `needsNewest`.
   */
  constructor(host: string, forgiven: number, newest: boolean) {
    this.#host = host;
    this.#forgiven = forgiven;
    this.#newest = newest;
    this.#number = reserveName(host, newest);
  }

  /**
   * Whether a handshake has failed because the server wants TLS 1.3. vsftpd with
   * its own list of ciphers and an ECDSA certificate says only that it failed.
   */
  needsNewest(error: unknown): boolean {
    const { code, cause } = error as { code?: unknown; cause?: unknown };
    return !this.#newest && code === ERROR_INTERNET_SECURITY_CHANNEL_ERROR &&
      /protocol_?version|handshake_?failure/i.test(String(cause));
  }

  /** Takes note of a greeting: it may tell which server it is. */
  heed(greeting: string): void {
    if (UNDEMANDING.test(greeting)) this.#freely = true;
  }

  /** Gives the name back. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    namesOfHosts.get(this.#host)?.used.delete(this.#number);
  }

  /**
   * Secures the control connection, which belongs to this function.
   *
   * @throws {InternetError} As `secureUpstream`.
   */
  async secureControl(
    connection: Deno.TcpConn,
    signal: AbortSignal,
  ): Promise<Channel> {
    if (this.#forgiven !== 0) return await this.#forgive(connection, signal);
    const { socket, channel } = await this.#resuming(connection, signal);
    this.#control = socket;
    return channel;
  }

  /**
   * Secures a data connection, which belongs to this function.
   *
   * @throws {InternetError} As `secureUpstream`.
   */
  async secureData(
    connection: Deno.TcpConn,
    signal: AbortSignal,
  ): Promise<SecureData> {
    if (this.#forgiven !== 0) {
      const channel = await this.#forgive(connection, signal);
      return { channel, uncertainEnd: true, succeeded() {} };
    }
    if (this.#freely) {
      const channel = await this.#byRustls(connection, signal);
      return { channel, uncertainEnd: false, succeeded() {} };
    }
    const { channel, hello } = await this.#resuming(connection, signal);
    return {
      channel,
      uncertainEnd: true,
      succeeded: () => {
        if (hello.resumed === false) this.#freely = true;
      },
    };
  }

  #forgive(connection: Deno.TcpConn, signal: AbortSignal): Promise<Channel> {
    return secureUpstream(
      connection,
      this.#host,
      this.#forgiven,
      signal,
      null, // In clear text something was said before, or the port takes only one.
      ALPN,
    );
  }

  /** The way of `node:tls`, offering the session of the control connection. */
  async #resuming(
    connection: Deno.TcpConn,
    signal: AbortSignal,
  ): Promise<{
    socket: tls.TLSSocket;
    channel: Channel;
    hello: HelloWatch;
  }> {
    const hello = new HelloWatch();
    const below = streamOf(connection, (bytes) => hello.take(bytes));
    const end = () => below.destroy();
    return await orEnd(signal, end, async () => {
      const session = this.#control?.getSession();
      const socket = tls.connect({
        socket: below,
        servername: this.#serverName(),
        ALPNProtocols: [...ALPN],
        ...(this.#newest ? {} : { maxVersion: "TLSv1.2" as const }),
        checkServerIdentity: (_name, certificate) =>
          tls.checkServerIdentity(this.#host, certificate),
        ...(session === undefined ? {} : { session }),
      });
      const channel = new SocketConnection(socket, below, connection);
      await handshake(socket).catch((error) => {
        throw this.#handshakeError(error, hello.certificate);
      });
      return { socket, channel, hello };
    });
  }

  async #byRustls(
    connection: Deno.TcpConn,
    signal: AbortSignal,
  ): Promise<Channel> {
    let current: { close(): void } = connection;
    return await orEnd(signal, () => close(current), async () => {
      try {
        const secure = await Deno.startTls(connection, {
          hostname: this.#host,
          alpnProtocols: [...ALPN],
        });
        current = secure;
        if (signal.aborted) close(secure);
        await secure.handshake();
        return secure;
      } catch (error) {
        throw this.#handshakeError(error);
      }
    });
  }

  /** `node:tls` calls a certificate that is out of date one that nobody vouches for. */
  #handshakeError(error: unknown, der: Uint8Array | null = null): Error {
    const code = String((error as { code?: unknown }).code);
    const row = CODES.find(([pattern]) => pattern.test(code));
    if (row === undefined) return handshakeError(this.#host, error);
    const fault = row[1] === UNKNOWN_AUTHORITY ? faultOfTime(der) : null;
    return new UntrustedError(this.#host, fault ?? row[1], error);
  }

  /** What the server is told, and under which tickets are kept. */
  #serverName(): string {
    if (isAddress(this.#host)) {
      return this.#number === 0 ? "" : `s${this.#number}.invalid`;
    }
    if (this.#number === 0) return this.#host;
    return this.#number === 1
      ? `${this.#host}.`
      : `s${this.#number}.${this.#host}`;
  }
}

/** What is wrong with the time of a certificate. */
function faultOfTime(der: Uint8Array | null): Fault | null {
  if (der === null) return null;
  try {
    const certificate = new Certificate(der);
    const now = Date.now();
    if (certificate.hasExpiredAt(now)) return EXPIRED;
    return certificate.isValidAt(now) ? null : NOT_VALID_YET;
  } catch {
    return null; // It cannot be read: then nobody vouches for it, indeed.
  }
}

/** With tickets of TLS 1.3 under its name a session of TLS 1.2 is not found. */
function reserveName(host: string, newest: boolean): number {
  let names = namesOfHosts.get(host);
  if (names === undefined) {
    names = { used: new Set(), newest: new Set() };
    namesOfHosts.set(host, names);
  }
  let number = 0;
  while (names.used.has(number) || (!newest && names.newest.has(number))) {
    number++;
  }
  names.used.add(number);
  if (newest) names.newest.add(number);
  return number;
}
