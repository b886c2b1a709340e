// Copyright 2026 the wininet authors. MIT license.

/**
 * The results of `GetLastError` and `InternetGetLastResponseInfo`.
 *
 * Windows keeps both for each thread. JavaScript has one thread, so both are
 * kept once: those of the call that ended last.
 *
 * @module
 */

/**
 * The server's text about the last failed call, as returned by
 * `InternetGetLastResponseInfo`.
 */
export interface LastResponse {
  /** The error of the call that the text belongs to. */
  readonly dwError: number;
  /** The text of the server, or `""` if it sent none. */
  readonly text: string;
}

let lastError = 0;
let lastResponse: LastResponse = { dwError: 0, text: "" };

/** Returns the error code of the last call that ended; 0 after success. */
export function getLastError(): number {
  return lastError;
}

/** Remembers the end of a call. */
export function setLastError(code: number): void {
  lastError = code;
}

/** Returns the last response text of a server. */
export function getLastResponse(): LastResponse {
  return lastResponse;
}

/** Stores the response text of a server. */
export function setLastResponse(dwError: number, text: string): void {
  lastResponse = { dwError, text };
}
