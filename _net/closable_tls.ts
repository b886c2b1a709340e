// Copyright 2026 the wininet authors. MIT license.

/**
 * TLS with `node:tls`, which checks everything. An abandoned handshake closes
 * its socket; with rustls it does not (`tls.ts`).
 *
 * @module
 */

import tls from "node:tls";
import {
  forgives,
  missedCertificate,
  nodeHandshakeError,
  WRONG_NAME,
} from "./certificate_fault.ts";
import { SocketConnection, streamOf } from "./duplex.ts";
import type { NodeTls } from "../_options/client_certificate.ts";
import { HelloWatch } from "./tls_hello.ts";
import { passingName, serverName } from "./tls_names.ts";
import { handshake, orEnd } from "./tls_handshake.ts";

/**
 * Does the same as `secureStrictly` with `node:tls`: slower, but an abandoned
 * handshake closes its socket, and the facts of the TLS connection are known.
 *
 * @param forgiven SECURITY_FLAG_IGNORE_* bits; only a wrong name can be
 * ignored.
 */
export async function secureClosably(
  connection: Deno.TcpConn,
  host: string,
  signal: AbortSignal,
  alpn: readonly string[],
  forgiven: number = 0,
  nodeTls: NodeTls | null = null,
): Promise<SocketConnection> {
  const certificate = nodeTls?.certificate ?? null;
  // With a client certificate, node:tls keeps no ticket.
  const servername = certificate === null
    ? passingName(host)
    : serverName(host, 0);
  const hello = new HelloWatch();
  const below = streamOf(connection, (bytes) => hello.take(bytes));
  return await orEnd(signal, () => below.destroy(), async () => {
    const socket = tls.connect({
      socket: below,
      servername,
      ALPNProtocols: [...alpn],
      checkServerIdentity: (_name, certificate) =>
        forgives(forgiven, WRONG_NAME)
          ? undefined
          : tls.checkServerIdentity(host, certificate),
      ...certificate?.pem,
    });
    const channel = new SocketConnection(socket, below);
    await handshake(socket, below).catch((error) => {
      throw missedCertificate(
        host,
        nodeHandshakeError(host, error),
        hello.asks && certificate === null,
      );
    });
    return channel;
  });
}
