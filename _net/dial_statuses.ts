// Copyright 2026 the wininet authors. MIT license.

/**
 * How a connection comes about, as statuses of a handle.
 *
 * @module
 */

import {
  INTERNET_STATUS_CONNECTED_TO_SERVER,
  INTERNET_STATUS_CONNECTING_TO_SERVER,
  INTERNET_STATUS_NAME_RESOLVED,
  INTERNET_STATUS_RESOLVING_NAME,
} from "../status.ts";
import type { HandleObject } from "../_core/handle.ts";
import type { DialHooks } from "./dial.ts";

/** Nobody is told. */
export const NO_HOOKS: DialHooks = {
  resolving() {},
  resolved() {},
  connecting() {},
  connected() {},
};

/** Tells whoever watches a handle. */
export function dialHooks(owner: HandleObject): DialHooks {
  return {
    resolving(host, lookUp) {
      owner.post(INTERNET_STATUS_RESOLVING_NAME, host);
      // Asynchronous disposal waits for what cannot be told to stop.
      owner.track(lookUp);
    },
    resolved: (address) => owner.post(INTERNET_STATUS_NAME_RESOLVED, address),
    connecting: (address) =>
      owner.post(INTERNET_STATUS_CONNECTING_TO_SERVER, address),
    connected: (address) =>
      owner.post(INTERNET_STATUS_CONNECTED_TO_SERVER, address),
  };
}
