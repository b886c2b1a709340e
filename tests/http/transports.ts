// Copyright 2026 the wininet authors. MIT license.

/**
 * Detects the transport that carries a request.
 *
 * @module
 */

/** The type of `fetch`. */
export type Fetch = typeof globalThis.fetch;

/** The number of times that each transport was started. */
export interface TransportCounts extends Disposable {
  readonly fetch: number;
  readonly sockets: number;
}

/** Counts the calls of `fetch` and `Deno.connect` until disposal. */
export function countTransports(): TransportCounts {
  const { fetch } = globalThis;
  const { connect } = Deno;
  const counts = { fetch: 0, sockets: 0 };
  globalThis.fetch = (...args) => {
    counts.fetch++;
    return fetch(...args);
  };
  Object.assign(Deno, {
    connect: (options: Deno.ConnectOptions) => {
      counts.sockets++;
      return connect(options);
    },
  });
  return {
    get fetch() {
      return counts.fetch;
    },
    get sockets() {
      return counts.sockets;
    },
    [Symbol.dispose]() {
      globalThis.fetch = fetch;
      Object.assign(Deno, { connect });
    },
  };
}

/** Replaces `fetch` by another function until disposal. */
export function replaceFetch(other: Fetch): Disposable {
  const { fetch } = globalThis;
  globalThis.fetch = other;
  return { [Symbol.dispose]: () => void (globalThis.fetch = fetch) };
}
