// Copyright 2026 the wininet authors. MIT license.

/**
 * TLS by `node:tls` that checks everything. An abandoned handshake closes its socket;
 * one of rustls does not (`tls.ts`).
 *
 * @module
 */

import { isIP } from "node:net";
import tls from "node:tls";
import { nodeAuthorities } from "./authorities.ts";
import { handshakeError } from "./certificate_fault.ts";
import type { Channel } from "./channel.ts";
import { SocketConnection, streamOf } from "./duplex.ts";
import { handshake, orEnd } from "./tls_handshake.ts";

/**
 * Does TLS like `secureStrictly`, by `node:tls`: slower, but an abandoned handshake
 * closes its socket.
 */
export async function secureClosably(
  connection: Deno.TcpConn,
  host: string,
  signal: AbortSignal,
  alpn: readonly string[],
): Promise<Channel> {
  const below = streamOf(connection);
  return await orEnd(signal, () => below.destroy(), async () => {
    const socket = tls.connect({
      socket: below,
      servername: isIP(host) === 0 ? host : "",
      ALPNProtocols: [...alpn],
      ...nodeAuthorities(),
      checkServerIdentity: (_name, certificate) =>
        tls.checkServerIdentity(host, certificate),
    });
    const channel = new SocketConnection(socket, below);
    await handshake(socket).catch((error) => {
      throw handshakeError(host, error);
    });
    return channel;
  });
}
