// Copyright 2026 the wininet authors. MIT license.

/**
 * Decides which failures are temporary, and how long to wait before the next
 * attempt. No I/O.
 *
 * @module
 */

import {
  ERROR_FTP_DROPPED,
  ERROR_HTTP_INVALID_SERVER_RESPONSE,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_LOGIN_FAILURE,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../error.ts";
import { parseTime } from "../_base/http_time.ts";

/** Network errors that may be temporary. */
const TRANSIENT_CODES: readonly number[] = [
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
  ERROR_INTERNET_TIMEOUT,
];

/** HTTP statuses that may be temporary. */
const TRANSIENT_STATUSES: readonly number[] = [408, 429, 500, 502, 503, 504];

/**
 * FTP replies that may be temporary: too many users, no data connection, a busy
 * file, a local error.
 */
const TRANSIENT_REPLIES: readonly number[] = [421, 425, 426, 450, 451];

/**
 * The maximum wait before the second attempt, in milliseconds. It doubles with
 * each attempt.
 */
const FIRST_WAIT = 1000;
/** The maximum wait chosen by the client. */
const LONGEST_WAIT = 30_000;
/** The maximum wait that a server can request (Retry-After), in milliseconds. */
export const MAX_RETRY_AFTER = 300_000;

/** The error for an HTTP response that does not contain the file. */
export class StatusError extends InternetError {
  /** The status of the response. */
  readonly status: number;
  /** The wait that the server requests, in milliseconds; `null` for none. */
  readonly retryAfter: number | null;

  constructor(
    message: string,
    status: number,
    reason: string,
    retryAfter: number | null,
  ) {
    const responseText = `${status} ${reason}`.trim();
    super(ERROR_INTERNET_EXTENDED_ERROR, message, { responseText });
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** A failure after which there is another attempt. */
export interface Retry {
  /** The number of attempts so far. */
  readonly attempt: number;
  /** The wait before the next one. */
  readonly milliseconds: number;
  /** The failure. */
  readonly error: InternetError;
}

/** Calls the function of a program that hears of retries; it stops nothing. */
export function tellRetry<Told extends Retry>(
  onRetry: ((retry: Told) => void) | null | undefined,
  retry: Told,
): void {
  try {
    onRetry?.(retry);
  } catch (error) {
    reportError(error);
  }
}

/** Returns `true` if a proxy has refused the user: it will do so again. */
export function isRefusedByProxy(
  { responseText, cause }: InternetError,
): boolean {
  return /^407\b/.test(responseText ?? "") ||
    (cause instanceof InternetError &&
      cause.code === ERROR_INTERNET_LOGIN_FAILURE);
}

/** Returns `true` if the same request may succeed later. */
export function isTransient(error: InternetError): boolean {
  if (isRefusedByProxy(error)) return false;
  if (error instanceof StatusError) {
    const { status, retryAfter } = error;
    return TRANSIENT_STATUSES.includes(status) &&
      (retryAfter ?? 0) <= MAX_RETRY_AFTER;
  }
  if (TRANSIENT_CODES.includes(error.code)) return true;
  switch (error.code) {
    case ERROR_HTTP_INVALID_SERVER_RESPONSE:
      // The connection ended before the head was complete. Other invalid
      // responses are permanent.
      return error.cause instanceof Deno.errors.UnexpectedEof;
    case ERROR_INTERNET_NAME_NOT_RESOLVED:
      // The name server did not respond (EAI_AGAIN). Otherwise the host is
      // unknown.
      return /temporary|try again/i.test(String(error.cause));
  }
  const reply = Number(error.responseText?.slice(0, 3));
  return TRANSIENT_REPLIES.includes(reply);
}

/**
 * Returns the wait after a failed attempt, in milliseconds. It grows
 * exponentially and has jitter, so that many clients of one server do not retry
 * at the same moment.
 *
 * @param attempt The number of attempts so far, from 1.
 * @param random A random number from 0 (inclusive) to 1 (exclusive).
 */
export function backoff(attempt: number, random: number): number {
  const longest = Math.min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT);
  return Math.round(longest * (1 + random) / 2);
}

/** Returns the wait of a Retry-After header in milliseconds, or `null` if it is invalid. */
export function parseRetryAfter(text: string, now: Date): number | null {
  const value = text.trim();
  if (/^\d{1,10}$/.test(value)) return Number(value) * 1000;
  const time = parseTime(value, new Date(NaN)).getTime();
  return Number.isNaN(time) ? null : Math.max(0, time - now.getTime());
}
