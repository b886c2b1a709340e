// Copyright 2026 the wininet authors. MIT license.

/**
 * Statuses that a handle posts for its control connection.
 *
 * @module
 */

import {
  INTERNET_STATUS_RECEIVING_RESPONSE,
  INTERNET_STATUS_REQUEST_SENT,
  INTERNET_STATUS_RESPONSE_RECEIVED,
  INTERNET_STATUS_SENDING_REQUEST,
} from "../../status.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { ControlWatch } from "./control.ts";

/**
 * Posts a status for each command and reply.
 *
 * @param owner Returns the handle that posts now.
 */
export function controlWatch(owner: () => HandleObject): ControlWatch {
  return {
    sending: () => owner().post(INTERNET_STATUS_SENDING_REQUEST),
    sent: (bytes) => owner().post(INTERNET_STATUS_REQUEST_SENT, bytes),
    receiving: () => owner().post(INTERNET_STATUS_RECEIVING_RESPONSE),
    received: (bytes) => owner().post(INTERNET_STATUS_RESPONSE_RECEIVED, bytes),
  };
}
