// Copyright 2026 the wininet authors. MIT license.

/**
 * Detects that a transfer has stalled, without a clock.
 *
 * @module
 */

import { TcpServer } from "../servers/tcp_server.ts";

/** The number of round trips without progress that show a stall. */
const ROUND_TRIPS = 500;

/** Resolves when a number has not increased during many round trips on another socket. */
export async function stall(measure: () => number): Promise<void> {
  await using echo = new TcpServer((conn) =>
    conn.readable.pipeTo(conn.writable)
  );
  using conn = await Deno.connect({ port: echo.port });
  const byte = new Uint8Array(1);
  let quiet = 0;
  for (let before = measure(); quiet < ROUND_TRIPS; before = measure()) {
    await conn.write(byte);
    await conn.read(byte);
    quiet = measure() === before ? quiet + 1 : 0;
  }
}
