// Copyright 2026 the wininet authors. MIT license.

/**
 * A port of 127.0.0.1 on which no one listens.
 *
 * @module
 */

/** A port that was free a moment ago. */
export function closedPort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
