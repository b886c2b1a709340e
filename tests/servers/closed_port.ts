// Copyright 2026 the wininet authors. MIT license.

/**
 * Ports of 127.0.0.1 on which no one listens.
 *
 * A port that was free a moment ago would not do: another test could get it, and a
 * program that is being started has a copy of a closed listener for a moment.
 * Nor would one of a range that the system assigns to clients: a client could
 * connect to itself.
 *
 * @module
 */

import { accepts } from "../interop/processes.ts";

/**
 * Ports from here to {@linkcode LAST_PORT} are assigned to no one, not even by
 * `freePorts`, and no browser blocks them.
 */
const FIRST_PORT = 11_300;
const LAST_PORT = 12_299;

const PORTS: readonly number[] = await closedPorts(16);
let calls = 0;

/** Returns a port that refuses connections; successive calls return different ports. */
export function closedPort(): number {
  return PORTS[calls++ % PORTS.length]!;
}

async function closedPorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = FIRST_PORT +
      Math.floor(Math.random() * (LAST_PORT - FIRST_PORT + 1));
    // On a developer's machine, another program may listen there.
    if (!await accepts(port)) ports.add(port);
  }
  return [...ports];
}
