// Copyright 2026 the wininet authors. MIT license.

/**
 * What happens on a connection, as statuses of a handle.
 *
 * @module
 */

import {
  INTERNET_STATUS_CONNECTED_TO_SERVER,
  INTERNET_STATUS_CONNECTING_TO_SERVER,
  INTERNET_STATUS_NAME_RESOLVED,
  INTERNET_STATUS_RECEIVING_RESPONSE,
  INTERNET_STATUS_REQUEST_SENT,
  INTERNET_STATUS_RESOLVING_NAME,
  INTERNET_STATUS_RESPONSE_RECEIVED,
  INTERNET_STATUS_SENDING_REQUEST,
} from "../status.ts";
import type { HandleObject } from "../_core/handle.ts";
import type { DialHooks } from "../_net/dial.ts";
import type { ControlWatch } from "./session_control.ts";

/** Nobody is told how a data connection comes about. */
export const NO_HOOKS: DialHooks = {
  resolving() {},
  resolved() {},
  connecting() {},
  connected() {},
};

/** Tells how the control connection comes about. */
export function dialHooks(owner: HandleObject): DialHooks {
  return {
    resolving: (host) => owner.post(INTERNET_STATUS_RESOLVING_NAME, host),
    resolved: (address) => owner.post(INTERNET_STATUS_NAME_RESOLVED, address),
    connecting: (address) =>
      owner.post(INTERNET_STATUS_CONNECTING_TO_SERVER, address),
    connected: (address) =>
      owner.post(INTERNET_STATUS_CONNECTED_TO_SERVER, address),
  };
}

/** Tells of commands and replies. @param owner The handle that posts now. */
export function controlWatch(owner: () => HandleObject): ControlWatch {
  return {
    sending: () => owner().post(INTERNET_STATUS_SENDING_REQUEST),
    sent: (bytes) => owner().post(INTERNET_STATUS_REQUEST_SENT, bytes),
    receiving: () => owner().post(INTERNET_STATUS_RECEIVING_RESPONSE),
    received: (bytes) => owner().post(INTERNET_STATUS_RESPONSE_RECEIVED, bytes),
  };
}
