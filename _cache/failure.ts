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

/** `node:sqlite` does not always set the code of an error, but always the text of SQLite. */
const FULL_REGEXP = /database or disk is full/;
const DAMAGED_REGEXP = /not a database|malformed|file is encrypted/;

/** The error for an index of another version of this library. */
export class OtherVersion extends Error {}

/** Returns `true` if the index must be replaced. */
export function isDamage(error: unknown): boolean {
  return error instanceof OtherVersion ||
    (error instanceof Error && DAMAGED_REGEXP.test(error.message));
}

/**
 * Converts an error of the store as WinINet does: ERROR_DISK_FULL for a full
 * disk, and ERROR_ACCESS_DENIED otherwise. An InternetError is returned
 * unchanged.
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
