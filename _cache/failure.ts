// Copyright 2026 the wininet authors. MIT license.

/**
 * Errors of the store: its files and its index.
 *
 * @module
 */

import {
  ERROR_ACCESS_DENIED,
  ERROR_DISK_FULL,
  InternetError,
} from "../error.ts";
import { localError } from "../_base/local_file.ts";

/** `node:sqlite` does not always set the number of an error, but always SQLite's text. */
const FULL_REGEXP = /database or disk is full/;
const DAMAGED_REGEXP = /not a database|malformed|file is encrypted/;

/** An index of another version of this library. */
export class OtherVersion extends Error {}

/** Returns `true` if only a new index helps. */
export function isDamage(error: unknown): boolean {
  return error instanceof OtherVersion ||
    (error instanceof Error && DAMAGED_REGEXP.test(error.message));
}

/**
 * Returns an error of the store as WinINet reports it: ERROR_DISK_FULL, and
 * ERROR_ACCESS_DENIED for all others. An InternetError is returned as it is.
 */
export function storeError(action: string, cause: unknown): InternetError {
  if (cause instanceof InternetError) return cause;
  const { code } = localError(action, cause, ERROR_ACCESS_DENIED);
  const message = cause instanceof Error ? cause.message : String(cause);
  const isFull = code === ERROR_DISK_FULL || FULL_REGEXP.test(message);
  return new InternetError(
    isFull ? ERROR_DISK_FULL : ERROR_ACCESS_DENIED,
    `Cannot ${action}: ${message}`,
    { cause },
  );
}
