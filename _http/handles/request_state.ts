// Copyright 2026 the wininet authors. MIT license.

/**
 * The four states of a request:
 *
 * | state | allowed calls | next state |
 * | --- | --- | --- |
 * | opened | send, sendEx | sending |
 * | sending | none: the call is in progress | received, writing, or back to opened |
 * | writing | write, end | sending, received |
 * | received | read, seek, query, send (drops the unread rest) | sending |
 *
 * Any other call fails with ERROR_INTERNET_INCORRECT_HANDLE_STATE.
 *
 * @module
 */

import {
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  InternetError,
} from "../../error.ts";

/** The state of a request. */
export type RequestState = "opened" | "sending" | "writing" | "received";

const STATE_TEXTS: Record<RequestState, string> = {
  opened: "not sent yet, so await HttpSendRequest or HttpSendRequestEx first",
  sending: "being sent, so await that call first",
  writing: "not complete, so await HttpEndRequest first",
  received: "already complete, so open another one",
};

/**
 * Returns the error of a call that the state of a request does not allow.
 *
 * @param isBusy True if another call on the request is in progress.
 */
export function wrongState(
  name: string,
  state: RequestState,
  isBusy: boolean,
): InternetError {
  return new InternetError(
    ERROR_INTERNET_INCORRECT_HANDLE_STATE,
    `Cannot call ${name}: the request is ${STATE_TEXTS[state]}${
      state === "received" && isBusy
        ? "; another call on it is in progress"
        : ""
    }`,
  );
}
