// Copyright 2026 the wininet authors. MIT license.

/**
 * Ports of 127.0.0.1 on which no program listens.
 *
 * A port that was free a moment ago is not safe: another test may get it, and a
 * program that is being started has a copy of a closed listener for a moment.
 * So the ports belong to the client side of open connections.
 *
 * @module
 */

/** They stay open until the tests end. */
const CLIENTS: readonly Deno.TcpConn[] = await connected(16);
let calls = 0;

/**
 * Returns a port that refuses connections; successive calls return different
 * ports.
 */
export function closedPort(): number {
  return CLIENTS[calls++ % CLIENTS.length]!.localAddr.port;
}

async function connected(count: number): Promise<Deno.TcpConn[]> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { hostname, port } = listener.addr;
  return await Promise.all(
    Array.from({ length: count }, () => Deno.connect({ hostname, port })),
  );
}
