// Copyright 2026 the wininet authors. MIT license.

/**
 * Options of the process that no handle inherits: the connected state, the
 * cache session, the cookie restrictions, and the last Winsock error.
 *
 * @module
 */

import {
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_TIMEOUT,
} from "../error.ts";
import {
  INTERNET_STATE_CONNECTED,
  INTERNET_STATE_DISCONNECTED,
  INTERNET_STATE_DISCONNECTED_BY_USER,
  INTERNET_SUPPRESS_COOKIE_PERSIST,
  INTERNET_SUPPRESS_COOKIE_PERSIST_RESET,
  INTERNET_SUPPRESS_COOKIE_POLICY,
  INTERNET_SUPPRESS_COOKIE_POLICY_RESET,
  INTERNET_SUPPRESS_RESET_ALL,
  ISO_FORCE_DISCONNECTED,
} from "../options.ts";
import type { INTERNET_CONNECTED_INFO } from "../structures.ts";
import { getLastError } from "../_base/last_error.ts";
import { isDword } from "../_base/bits.ts";
import { onBrowserSessionEnd } from "./hooks.ts";
import { badParameter } from "../_base/failure.ts";
import { quotedValue } from "../_base/secrets.ts";

const DISCONNECTED = INTERNET_STATE_DISCONNECTED |
  INTERNET_STATE_DISCONNECTED_BY_USER;

let connectedState: number = INTERNET_STATE_CONNECTED;

/** Returns the value of INTERNET_OPTION_CONNECTED_STATE. */
export function getConnectedState(): number {
  return connectedState;
}

/** Returns `true` if the process is offline. */
export function isDisconnected(): boolean {
  return connectedState !== INTERNET_STATE_CONNECTED;
}

/**
 * Sets INTERNET_OPTION_CONNECTED_STATE.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER if the value is not a state
 * that can be set.
 */
export function setConnectedState(
  value: number | Partial<INTERNET_CONNECTED_INFO>,
): void {
  const { dwConnectedState: state, dwFlags: flags = 0 } =
    typeof value === "number" ? { dwConnectedState: value } : value;
  const isState = isDword(state) &&
    (state === INTERNET_STATE_CONNECTED ||
      (state !== 0 && (state & ~DISCONNECTED) === 0));
  if (!isState || (flags !== 0 && flags !== ISO_FORCE_DISCONNECTED)) {
    throw badParameter(
      `Cannot set INTERNET_OPTION_CONNECTED_STATE: ${
        quotedValue(state)
      } must be INTERNET_STATE_CONNECTED or INTERNET_STATE_DISCONNECTED, with ISO_FORCE_DISCONNECTED or no flags`,
    );
  }
  connectedState = state;
}

let cacheSession = 0;

/**
 * Returns the time when the cache session was last restarted, in milliseconds
 * since 1970; 0 if it never was.
 */
export function cacheSessionStart(): number {
  return cacheSession;
}

/** Restarts the cache session: INTERNET_OPTION_RESET_URLCACHE_SESSION. */
export function restartCacheSession(): void {
  cacheSession = Date.now();
}

onBrowserSessionEnd(restartCacheSession);

let ignoresCookiePolicy = false;
let keepsNoCookies = false;

/** Returns `true` if INTERNET_OPTION_SUPPRESS_BEHAVIOR suppresses the cookie policy. */
export function suppressesCookiePolicy(): boolean {
  return ignoresCookiePolicy;
}

/**
 * Returns `true` if INTERNET_OPTION_SUPPRESS_BEHAVIOR prevents cookies from
 * being stored beyond the life of the process.
 */
export function suppressesCookiePersistence(): boolean {
  return keepsNoCookies;
}

/** Sets INTERNET_OPTION_SUPPRESS_BEHAVIOR. */
export function suppress(behavior: number): void {
  switch (behavior) {
    case INTERNET_SUPPRESS_RESET_ALL:
      ignoresCookiePolicy = keepsNoCookies = false;
      return;
    case INTERNET_SUPPRESS_COOKIE_POLICY:
    case INTERNET_SUPPRESS_COOKIE_POLICY_RESET:
      ignoresCookiePolicy = behavior === INTERNET_SUPPRESS_COOKIE_POLICY;
      return;
    case INTERNET_SUPPRESS_COOKIE_PERSIST:
    case INTERNET_SUPPRESS_COOKIE_PERSIST_RESET:
      keepsNoCookies = behavior === INTERNET_SUPPRESS_COOKIE_PERSIST;
  }
}

/** The Winsock error codes, by the error codes of this library. */
const WINSOCK_ERRORS: ReadonlyMap<number, number> = new Map([
  [ERROR_INTERNET_TIMEOUT, 10_060], // WSAETIMEDOUT
  [ERROR_INTERNET_NAME_NOT_RESOLVED, 11_001], // WSAHOST_NOT_FOUND
  [ERROR_INTERNET_CANNOT_CONNECT, 10_061], // WSAECONNREFUSED
  [ERROR_INTERNET_CONNECTION_ABORTED, 10_053], // WSAECONNABORTED
  [ERROR_INTERNET_CONNECTION_RESET, 10_054], // WSAECONNRESET
]);

/**
 * Returns the value of INTERNET_OPTION_EXTENDED_ERROR: the Winsock error code
 * of the last call, or 0 if it has none.
 */
export function extendedError(): number {
  return WINSOCK_ERRORS.get(getLastError()) ?? 0;
}
