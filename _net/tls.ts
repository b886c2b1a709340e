// Copyright 2026 the wininet authors. MIT license.

/**
 * TLS by rustls (`Deno.startTls`): the fast way, which checks the certificate by
 * itself. What it cannot do is in `forgiving_tls.ts`.
 *
 * Deno keeps the socket of a handshake that was given up until the server says
 * something or closes it (measured on 2.9.6: nothing that a program can call ends it
 * sooner). So a server that has left a handshake unanswered gets the next ones from
 * `node:tls`, which can be closed, until it answers one: it holds one socket of
 * ours at most.
 *
 * @module
 */

import { forgives, handshakeError, WRONG_NAME } from "./certificate_fault.ts";
import type { Channel } from "./channel.ts";
import { close, keepAlive } from "./connection.ts";
import { joinHostPort } from "./dial.ts";
import { orEnd } from "./tls_handshake.ts";

/** How many servers are remembered. */
const MAX_SILENT = 1000;

/** The servers that have left a handshake unanswered. */
const silent = new Set<string>();

/**
 * Does TLS on a connection and checks the certificate.
 *
 * @param connection Belongs to this function, which closes it when it fails.
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
  // Behind a tunnel the address is that of the proxy.
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
      // A peer that is gone for good must not hold the socket for ever.
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
