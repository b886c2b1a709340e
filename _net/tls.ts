// Copyright 2026 the wininet authors. MIT license.

/**
 * TLS with rustls (`Deno.startTls`): the fast implementation, which also checks
 * the certificate. `forgiving_tls.ts` does what rustls cannot.
 *
 * Deno keeps the socket of an abandoned handshake until the server sends
 * something or closes it (measured on 2.9.6: a program cannot end it sooner).
 * So for ten minutes after a server has left a handshake unanswered, its
 * handshakes use `node:tls`, which can close the socket: such a server holds
 * only one socket of the program in that time.
 *
 * @module
 */

import { caCerts } from "./authorities.ts";
import { forgives, handshakeError, WRONG_NAME } from "./certificate_fault.ts";
import type { NodeTls } from "../_options/client_certificate.ts";
import type { Channel } from "./channel.ts";
import { close, keepAlive } from "./connection.ts";
import { joinHostPort } from "./dial.ts";
import { orEnd } from "./tls_handshake.ts";

/** The protocols that HTTP offers in a TLS handshake. */
export const HTTP_ALPN: readonly string[] = ["http/1.1"];

/**
 * The maximum number of servers that are remembered, and the time for which
 * they are, in milliseconds.
 */
const MAX_SILENT = 1000;
const MEMORY = 600_000;

/**
 * The servers that have left a handshake unanswered, each with the time until
 * which it is remembered.
 */
const silentServers = new Map<string, number>();

function isSilent(server: string): boolean {
  const until = silentServers.get(server);
  if (until === undefined) return false;
  if (performance.now() < until) return true;
  silentServers.delete(server);
  return false;
}

function rememberSilence(server: string): void {
  if (silentServers.size >= MAX_SILENT) {
    silentServers.delete(silentServers.keys().next().value!);
  }
  silentServers.set(server, performance.now() + MEMORY);
}

/**
 * Performs the TLS handshake on a connection and checks the certificate.
 *
 * @param connection The TCP connection. This function owns it, and closes it on
 * failure.
 * @param host The name or address that the certificate must be for.
 * @param forgiven SECURITY_FLAG_IGNORE_* bits; rustls can ignore a wrong name
 * only.
 * @param signal Ends the attempt, which then fails with the reason of the
 * signal.
 * @param alpn The protocols that are offered.
 * @param nodeTls The settings that need `node:tls`, or `null` if there are
 * none.
 * @throws {InternetError} The errors of `secureUpstream`.
 */
export async function secureStrictly(
  connection: Deno.TcpConn,
  host: string,
  forgiven: number,
  signal: AbortSignal,
  alpn: readonly string[],
  nodeTls: NodeTls | null = null,
): Promise<Channel> {
  const { hostname, port } = connection.remoteAddr;
  // In a tunnel the address is that of the proxy.
  const server = `${host} ${joinHostPort(hostname, port)}`;
  // A peer that no longer exists must not hold the socket forever.
  keepAlive(connection);
  if (nodeTls !== null || (forgiven === 0 && isSilent(server))) {
    const { secureClosably } = await import("./closable_tls.ts");
    return await secureClosably(
      connection,
      host,
      signal,
      alpn,
      forgiven,
      nodeTls,
    );
  }
  let current: { close(): void } = connection;
  const end = () => {
    if (signal.aborted) rememberSilence(server);
    close(current);
  };
  return await orEnd(signal, end, async () => {
    try {
      const secure = await Deno.startTls(connection, {
        hostname: host,
        alpnProtocols: [...alpn],
        caCerts: caCerts(),
        unsafelyDisableHostnameVerification: forgives(forgiven, WRONG_NAME),
      });
      current = secure;
      if (signal.aborted) close(secure);
      await secure.handshake();
      return secure;
    } catch (error) {
      throw handshakeError(host, error);
    }
  });
}

/**
 * Checks the client certificate, if there is one that was not checked. Called
 * before a connection is made or taken from a pool: a caller without the
 * matching private key must not use a connection that another caller has
 * authenticated.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER.
 */
export async function checkCertificate(nodeTls: NodeTls | null): Promise<void> {
  const certificate = nodeTls?.certificate ?? null;
  if (certificate === null || certificate.isChecked) return;
  const { identify } = await import("./client_certificate_check.ts");
  identify(certificate);
}
