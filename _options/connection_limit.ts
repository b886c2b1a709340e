// Copyright 2026 the wininet authors. MIT license.

/**
 * INTERNET_OPTION_MAX_CONNS_PER_SERVER: the maximum number of requests that use
 * connections to one server at the same time. One limit applies to the whole
 * process, as on Windows.
 *
 * @module
 */

/** No limit, which is the default. */
export const UNLIMITED = 0xffffffff;

let limit: number = UNLIMITED;

/** The connections of one server. */
interface Server {
  active: number;
  readonly waiting: Set<() => void>;
}

const servers = new Map<string, Server>();

/** Returns the limit. */
export function getConnectionLimit(): number {
  return limit;
}

/** Changes the limit; waiting requests that are within the new limit continue. */
export function setConnectionLimit(connections: number): void {
  limit = connections;
  for (const server of servers.values()) admit(server);
}

/**
 * Reserves a slot for a request to a server. Returns `null` if a slot is free,
 * otherwise a promise that resolves when the request has a slot, or rejects if
 * the signal is aborted first.
 */
export function enter(
  origin: string,
  signal: () => AbortSignal,
): Promise<void> | null {
  let server = servers.get(origin);
  if (!server) servers.set(origin, server = { active: 0, waiting: new Set() });
  if (server.active < limit) {
    server.active++;
    return null;
  }
  return queue(server, signal());
}

/** Frees the slot of a request. */
export function leave(origin: string): void {
  const server = servers.get(origin);
  if (!server) return;
  server.active--;
  admit(server);
  if (server.active === 0 && server.waiting.size === 0) servers.delete(origin);
}

function queue(server: Server, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      server.waiting.delete(go);
      reject(signal.reason);
    };
    const go = () => {
      signal.removeEventListener("abort", stop);
      resolve();
    };
    server.waiting.add(go);
    signal.addEventListener("abort", stop, { once: true });
  });
}

function admit(server: Server): void {
  for (const go of server.waiting) {
    if (server.active >= limit) return;
    server.waiting.delete(go);
    server.active++;
    go();
  }
}
