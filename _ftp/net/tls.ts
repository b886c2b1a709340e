// Copyright 2026 the wininet authors. MIT license.

/**
 * TLS of an FTP session: one control connection and its data connections.
 *
 * Some servers require that a data connection resumes the TLS session of the
 * control connection, as a proof that both have the same client (ProFTPD by
 * default, vsftpd with require_ssl_reuse). In Deno only `node:tls` can do that,
 * and only with the default trust (no `ca`, `cert` or `key`) and with the
 * options `socket` and `session`. Measured on Deno 2.9.6:
 *
 * - Tickets are stored by server name, and a connection uses the newest one.
 *   Two sessions with the same name would use each other's tickets. So each
 *   session has a unique name (`_net/tls_names.ts`).
 * - A TLS 1.3 ticket can be used once, and servers send a new one only with the
 *   data of a download: the third upload to ProFTPD fails. A TLS 1.2 session
 *   can be resumed any number of times. So these connections use TLS 1.2,
 *   unless the server does not support it.
 * - `node:tls` does not report a resumed session, but the ServerHello shows it
 *   (`_net/tls_hello.ts`). If a server did not resume the offered session and
 *   still transferred the data, it does not require resumption. From then on
 *   its data connections use rustls (`Deno.startTls`), with twice the speed and
 *   a third of the memory. So do those to servers that resume sessions but
 *   cannot be configured to require it; these are recognized by their greeting.
 * - If the data ends without close_notify, rustls reports an error, and so does
 *   `SocketConnection` here. Some servers never send it; some of them are
 *   recognized by their greeting.
 *
 * No session is resumed if certificate errors are ignored (`forgiving_tls.ts`),
 * or if there is a client certificate, even with one `SecureContext` for all
 * connections (measured on Deno 2.9.6): a server that requires both resumption
 * and a client certificate rejects the data connections.
 *
 * @module
 */

import tls from "node:tls";
import {
  ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
  type InternetError,
} from "../../error.ts";
import { caCerts } from "../../_net/authorities.ts";
import { Certificate } from "../../_net/certificate.ts";
import {
  type CertificateFault,
  EXPIRED,
  missedCertificate,
  nodeHandshakeError,
  NOT_VALID_YET,
} from "../../_net/certificate_fault.ts";
import type {
  ClientCertificate,
  NodeTls,
} from "../../_options/client_certificate.ts";
import type { Channel } from "../../_net/channel.ts";
import { close } from "../../_net/connection.ts";
import { SocketConnection, streamOf } from "../../_net/duplex.ts";
import { secureUpstream } from "../../_net/forgiving_tls.ts";
import type { TlsFacts } from "../../_net/tls_facts.ts";
import { handshake, orEnd } from "../../_net/tls_handshake.ts";
import { HelloWatch } from "../../_net/tls_hello.ts";
import { releaseName, reserveName, serverName } from "../../_net/tls_names.ts";

/** ALPN prevents the ALPACA attack: a server must not treat FTP as HTTP. */
const ALPN: readonly string[] = ["ftp"];

/** Servers that cannot be configured to require resumption. */
const UNDEMANDING = /\b(?:Pure-FTPd|pyftpdlib)\b/;

/** Servers that end data connections without close_notify. */
const ENDING_ABRUPTLY = /\bMicrosoft FTP Service\b/;

/** A data connection with TLS. */
export interface SecureData {
  /** The connection. If it ends without close_notify, reading fails with UnexpectedEof. */
  readonly channel: Channel;
  /** Must be called after the transfer has succeeded. */
  succeeded(): void;
}

/** The TLS of one session. */
export class FtpTls {
  readonly #host: string;
  readonly #forgiven: number;
  readonly #number: number;
  readonly #newest: boolean;
  readonly #nodeTls: NodeTls | null;
  #control: tls.TLSSocket | null = null;
  /** The TLS parameters of the control connection, if they are known. */
  facts: TlsFacts | null = null;
  #closed = false;
  /** `true` if the server is known not to require resumption. */
  #freely = false;
  #endsAbruptly = false;

  /**
   * @param host The name or address that the certificate must be for.
   * @param forgiven SECURITY_FLAG_IGNORE_* bits.
   * @param newest `true` if TLS 1.3 may be used, see `needsNewest`.
   * @param nodeTls The client certificate, and the requirement that the TLS
   * parameters are known.
   */
  constructor(
    host: string,
    forgiven: number,
    newest: boolean,
    nodeTls: NodeTls | null = null,
  ) {
    this.#host = host;
    this.#forgiven = forgiven;
    this.#newest = newest;
    this.#nodeTls = nodeTls;
    this.#number = reserveName(host, newest);
  }

  /**
   * Returns `true` if a handshake may have failed because the server requires
   * TLS 1.3. vsftpd with a custom list of ciphers and an ECDSA certificate
   * sends only handshake_failure.
   */
  needsNewest(error: unknown): boolean {
    const { code, cause } = error as { code?: unknown; cause?: unknown };
    return !this.#newest && code === ERROR_INTERNET_SECURITY_CHANNEL_ERROR &&
      /protocol_?version|handshake_?failure/i.test(String(cause));
  }

  /** Recognizes some servers by their greeting. */
  heed(greeting: string): void {
    if (UNDEMANDING.test(greeting)) this.#freely = true;
    if (ENDING_ABRUPTLY.test(greeting)) this.#endsAbruptly = true;
  }

  /** `true` for a server that is known to end data connections without close_notify. */
  get endsAbruptly(): boolean {
    return this.#endsAbruptly;
  }

  /** Returns the advice for a server that requires resumption, if this session cannot resume. */
  get resumptionAdvice(): string | undefined {
    const option = this.#forgiven !== 0
      ? "the ignored certificate errors (SECURITY_FLAG_IGNORE_*, INTERNET_FLAG_IGNORE_CERT_*)"
      : this.#certificate !== null
      ? "INTERNET_OPTION_CLIENT_CERT_CONTEXT"
      : null;
    return option === null
      ? undefined
      : `the server may require that data connections resume the TLS session, which ${option} prevents: connect without it`;
  }

  /** Releases the server name of the session. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    releaseName(this.#host, this.#number);
  }

  /**
   * Secures the control connection. This function takes ownership of it.
   *
   * @throws {InternetError} The same errors as `secureUpstream`.
   */
  async secureControl(
    connection: Deno.TcpConn,
    signal: AbortSignal,
  ): Promise<Channel> {
    const channel = this.#forgiven !== 0
      ? await this.#forgive(connection, signal)
      : await this.#controlling(connection, signal);
    this.facts = channel.facts ?? null;
    return channel;
  }

  async #controlling(
    connection: Deno.TcpConn,
    signal: AbortSignal,
  ): Promise<Channel> {
    const { socket, channel } = await this.#resuming(connection, signal);
    this.#control = socket;
    return channel;
  }

  /**
   * Secures a data connection. This function takes ownership of it.
   *
   * @throws {InternetError} The same errors as `secureUpstream`.
   */
  async secureData(
    connection: Deno.TcpConn,
    signal: AbortSignal,
  ): Promise<SecureData> {
    if (this.#forgiven !== 0) {
      const channel = await this.#forgive(connection, signal);
      return { channel, succeeded() {} };
    }
    if (this.#freely && this.#certificate === null) {
      const channel = await this.#byRustls(connection, signal);
      return { channel, succeeded() {} };
    }
    const { channel, hello } = await this.#resuming(connection, signal);
    return {
      channel,
      succeeded: () => {
        if (hello.resumed === false) this.#freely = true;
      },
    };
  }

  get #certificate(): ClientCertificate | null {
    return this.#nodeTls?.certificate ?? null;
  }

  #forgive(connection: Deno.TcpConn, signal: AbortSignal): Promise<Channel> {
    return secureUpstream(
      connection,
      this.#host,
      this.#forgiven,
      signal,
      // There is no second connection: plain text was exchanged on this one
      // before, or its port accepts only one connection.
      null,
      ALPN,
      this.#nodeTls,
    );
  }

  /** Uses `node:tls` and offers the session of the control connection. */
  async #resuming(
    connection: Deno.TcpConn,
    signal: AbortSignal,
  ): Promise<{
    socket: tls.TLSSocket;
    channel: SocketConnection;
    hello: HelloWatch;
  }> {
    const hello = new HelloWatch();
    const below = streamOf(connection, (bytes) => hello.take(bytes));
    const end = () => below.destroy();
    return await orEnd(signal, end, async () => {
      const session = this.#control?.getSession();
      const socket = tls.connect({
        socket: below,
        servername: serverName(this.#host, this.#number),
        ALPNProtocols: [...ALPN],
        ...(this.#newest ? {} : { maxVersion: "TLSv1.2" as const }),
        checkServerIdentity: (_name, certificate) =>
          tls.checkServerIdentity(this.#host, certificate),
        ...(session === undefined ? {} : { session }),
        ...this.#certificate?.pem,
      });
      const channel = new SocketConnection(socket, below);
      await handshake(socket, below).catch((error) => {
        throw missedCertificate(
          this.#host,
          this.#handshakeError(error, hello.certificate),
          hello.asks && this.#certificate === null,
        );
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
          caCerts: caCerts(),
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

  /**
   * Returns the error of a failed handshake. `node:tls` may report an unknown
   * authority for a certificate that has expired or is not valid yet.
   */
  #handshakeError(
    error: unknown,
    der: Uint8Array | null = null,
  ): InternetError {
    return nodeHandshakeError(this.#host, error, faultOfTime(der));
  }
}

/** Returns the error in the validity period of a certificate, or `null` if there is none. */
function faultOfTime(der: Uint8Array | null): CertificateFault | null {
  if (der === null) return null;
  try {
    const certificate = new Certificate(der);
    const now = Date.now();
    if (certificate.hasExpiredAt(now)) return EXPIRED;
    return certificate.isValidAt(now) ? null : NOT_VALID_YET;
  } catch {
    return null; // The certificate cannot be parsed, so the error is reported as an unknown authority.
  }
}
