// Copyright 2026 the wininet authors. MIT license.

/**
 * The error of a command line.
 *
 * @module
 */

/** The problem of a command line; nothing was sent. */
export class UsageError extends Error {
  override name = "UsageError";
}
