// Copyright 2026 the wininet authors. MIT license.

/**
 * Reports the stages of connecting as statuses of a handle.
 *
 * @module
 */

import {
  INTERNET_STATUS_CONNECTED_TO_SERVER,
  INTERNET_STATUS_CONNECTING_TO_SERVER,
  INTERNET_STATUS_NAME_RESOLVED,
  INTERNET_STATUS_RESOLVING_NAME,
} from "../status.ts";
import { credentialsOf } from "../_auth/authenticator.ts";
import type { HandleObject } from "../_core/handle.ts";
import type { Session } from "../_core/session.ts";
import { logHead } from "../_core/wire_log.ts";
import type { DialHooks, DialStages } from "./dial.ts";

/** Stages that report nothing. */
export const NO_STAGES: DialStages = {
  resolving() {},
  resolved() {},
  connecting() {},
  connected() {},
};

/** Returns hooks that report nothing. */
export function silentHooks(owner: HandleObject): DialHooks {
  return {
    ...NO_STAGES,
    credentials: () => credentialsOf(owner.root as Session),
  };
}

/**
 * Returns hooks that post no statuses, and only log the heads that are
 * exchanged with a proxy.
 */
export function headsOnly(owner: HandleObject): DialHooks {
  return {
    ...silentHooks(owner),
    head: (direction, bytes) => logHead(owner, direction, bytes),
  };
}

/** Returns hooks that post the statuses of a handle. */
export function dialHooks(owner: HandleObject): DialHooks {
  return {
    ...headsOnly(owner),
    resolving(host, lookUp) {
      owner.post(INTERNET_STATUS_RESOLVING_NAME, host);
      // Asynchronous disposal waits for lookups, which cannot be stopped.
      owner.track(lookUp);
    },
    resolved: (address) => owner.post(INTERNET_STATUS_NAME_RESOLVED, address),
    connecting: (address) =>
      owner.post(INTERNET_STATUS_CONNECTING_TO_SERVER, address),
    connected: (address) =>
      owner.post(INTERNET_STATUS_CONNECTED_TO_SERVER, address),
  };
}
