// Copyright 2026 the wininet authors. MIT license.

/**
 * TLS by rustls (`Deno.startTls`): the fast way, which checks the certificate by
 * itself. `forgiving_tls.ts` does what rustls cannot.
 *
 * Deno keeps the socket of an abandoned handshake until the server sends something or
 * closes it (measured on 2.9.6: nothing that a program can call ends it sooner). So
 * after a handshake without a response the next ones with that server use `node:tls`,
 * which can be closed, until one succeeds: a silent server holds one socket at most.
 *
 * @module
 */

import { forgives, handshakeError, WRONG_NAME } from "./certificate_fault.ts";
import type { Channel } from "./channel.ts";
import { close, keepAlive } from "./connection.ts";
import { joinHostPort } from "./dial.ts";
import { orEnd } from "./tls_handshake.ts";

/** The number of servers that are remembered. */
const MAX_SILENT = 1000;

/** The servers that have not responded to a handshake. */
const silent = new Set<string>();

/**
 * Does TLS on a connection and checks the certificate.
 *
 * @param connection Owned by this function, which closes it if it fails.
 * @param host The name or address that the certificate must be for.
 * @param forgiven SECURITY_FLAG_IGNORE_* bits; rustls can forgive a wrong name only.
 * @param signal Ends the attempt, with its reason.
 * @param alpn The protocols that are offered.
 * @throws {InternetError} As `secureUpstream`.
 */
export async function secureStrictly(
  connection: Deno.TcpConn,
  host: string,
  forgiven: number,
  signal: AbortSignal,
  alpn: readonly string[],
): Promise<Channel> {
  const { hostname, port } = connection.remoteAddr;
  // In a tunnel the address is that of the proxy.
  const server = `${host} ${joinHostPort(hostname, port)}`;
  if (silent.has(server) && forgiven === 0) {
    const { secureClosably } = await import("./closable_tls.ts");
    const channel = await secureClosably(connection, host, signal, alpn);
    silent.delete(server);
    return channel;
  }
  let current: { close(): void } = connection;
  const end = () => {
    if (signal.aborted && silent.size < MAX_SILENT) silent.add(server);
    close(current);
  };
  return await orEnd(signal, end, async () => {
    try {
      // A peer that is gone must not hold the socket for ever.
      keepAlive(connection);
      const secure = await Deno.startTls(connection, {
        hostname: host,
        alpnProtocols: [...alpn],
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
