// Copyright 2026 the wininet authors. MIT license.

/**
 * The results of `GetLastError` and `InternetGetLastResponseInfo`.
 *
 * Windows keeps both for each thread. JavaScript has one thread, so both are
 * kept once: those of the call that ended last.
 *
 * @module
 */

/** The text of a server about the last failed call, as in `InternetGetLastResponseInfo`. */
export interface LastResponse {
  /** The error of the call that the text belongs to. */
  readonly dwError: number;
  /** The text of the server, empty if it sent none. */
  readonly text: string;
}

let lastError = 0;
let lastResponse: LastResponse = { dwError: 0, text: "" };

/** The code of the call that ended last; 0 when it succeeded. */
export function getLastError(): number {
  return lastError;
}

/** Remembers the end of a call. */
export function setLastError(code: number): void {
  lastError = code;
}

/** Returns the last text of a server. */
export function getLastResponse(): LastResponse {
  return lastResponse;
}

/** Remembers a text of a server. */
export function setLastResponse(dwError: number, text: string): void {
  lastResponse = { dwError, text };
}
