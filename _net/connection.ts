// Copyright 2026 the wininet authors. MIT license.

/**
 * What is done with every connection, whatever is behind it.
 *
 * @module
 */

import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  InternetError,
} from "../error.ts";

/** Closes a connection that may be closed already. */
export function close(connection: { close(): void } | null): void {
  try {
    connection?.close();
  } catch {
    // It was closed: that is what was wanted.
  }
}

/** Writes all bytes. */
export async function writeAll(
  writer: { write(bytes: Uint8Array): Promise<number> },
  bytes: Uint8Array,
): Promise<void> {
  let written = await writer.write(bytes);
  while (written < bytes.length) {
    written += await writer.write(bytes.subarray(written));
  }
}

/** The error of a connection that broke. */
export function broken(cause: unknown): InternetError {
  return new InternetError(
    cause instanceof Deno.errors.ConnectionReset ||
      (cause as { code?: unknown } | null)?.code === "ECONNRESET"
      ? ERROR_INTERNET_CONNECTION_RESET
      : ERROR_INTERNET_CONNECTION_ABORTED,
    `Cannot go on: the connection broke: ${
      cause instanceof Error ? cause.message : cause
    }`,
    { cause },
  );
}
