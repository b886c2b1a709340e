// Copyright 2026 the wininet authors. MIT license.

/**
 * What `GetLastError` and `InternetGetLastResponseInfo` answer.
 *
 * Windows keeps both for each thread. JavaScript has one thread, so both are
 * kept once: what the call that ended last left behind.
 *
 * @module
 */

/** What a server said with the last failed call, as in `InternetGetLastResponseInfo`. */
export interface LastResponse {
  /** The error of the call that the text belongs to. */
  readonly dwError: number;
  /** What the server said, empty when it said nothing. */
  readonly text: string;
}

let lastError = 0;
let lastResponse: LastResponse = { dwError: 0, text: "" };

/** The code of the call that ended last; 0 when it succeeded. */
export function getLastError(): number {
  return lastError;
}

/** Remembers how a call ended. */
export function setLastError(code: number): void {
  lastError = code;
}

/** What a server said last. */
export function getLastResponse(): LastResponse {
  return lastResponse;
}

/** Remembers what a server said. */
export function setLastResponse(dwError: number, text: string): void {
  lastResponse = { dwError, text };
}
