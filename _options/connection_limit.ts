// Copyright 2026 the wininet authors. MIT license.

/**
 * INTERNET_OPTION_MAX_CONNS_PER_SERVER: the number of requests that may use connections
 * to one server at a time. The limit is that of the process, as on Windows.
 *
 * @module
 */

/** No limit: the default of the process. */
export const UNLIMITED = 0xffffffff;

let limit: number = UNLIMITED;

/** The connections of one server. */
interface Server {
  active: number;
  readonly waiting: Set<() => void>;
}

const servers = new Map<string, Server>();

/** The limit. */
export function getConnectionLimit(): number {
  return limit;
}

/** Changes the limit; requests that wait and are now within it continue. */
export function setConnectionLimit(connections: number): void {
  limit = connections;
  for (const server of servers.values()) admit(server);
}

/** Takes a place. Returns `null` if there is one at once, otherwise a promise that resolves when there is one and rejects if the signal aborts first. */
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

/** Gives a place back. */
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
