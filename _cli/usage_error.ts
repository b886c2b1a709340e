// Copyright 2026 the wininet authors. MIT license.

/**
 * The error for a wrong command line.
 *
 * @module
 */

/** A wrong command line. Nothing was sent. */
export class UsageError extends Error {
  override name = "UsageError";
}
