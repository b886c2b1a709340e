// Copyright 2026 the wininet authors. MIT license.

/**
 * Operations that every kind of connection needs.
 *
 * @module
 */

import {
  ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_TOO_MANY_OPEN_FILES,
  InternetError,
} from "../error.ts";
import { certificateDemand } from "./certificate_fault.ts";
import { socketErrorKind } from "./socket_error.ts";

/** The size of the buffer for one read, in bytes. */
export const BUFFER_SIZE = 65_536;

/** Closes a connection that may be closed already. */
export function close(connection: { close(): void } | null): void {
  try {
    connection?.close();
  } catch {
    // It is already closed.
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

/** Reads exactly the given number of bytes. */
export async function readExactly(
  connection: Deno.TcpConn,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let have = 0;
  while (have < length) {
    const count = await connection.read(bytes.subarray(have));
    if (count === null) {
      throw new Deno.errors.UnexpectedEof("the connection was closed");
    }
    have += count;
  }
  return bytes;
}

/** Disables Nagle's algorithm, so that bytes are sent immediately. */
export function noDelay(connection: Pick<Deno.TcpConn, "setNoDelay">): void {
  unlessReset(() => connection.setNoDelay(true));
}

/** Lets the system detect that the peer of an idle connection no longer exists. */
export function keepAlive(
  connection: Pick<Deno.TcpConn, "setKeepAlive">,
): void {
  unlessReset(() => connection.setKeepAlive(true));
}

/**
 * Sets an option of a connection. macOS refuses that if the peer has already
 * reset the connection.
 */
function unlessReset(set: () => void): void {
  try {
    set();
  } catch {
    // The next read or write reports the reset.
  }
}

/** Returns the error for a broken connection. */
export function brokenConnection(cause: unknown): InternetError {
  const demand = certificateDemand(String(cause));
  if (demand !== null) {
    // With TLS 1.3 the server reports this after the handshake.
    return new InternetError(
      ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
      `Cannot continue: ${demand}`,
      { cause },
    );
  }
  const kind = socketErrorKind(cause);
  const text = cause instanceof Error ? cause.message : cause;
  return new InternetError(
    kind === "reset"
      ? ERROR_INTERNET_CONNECTION_RESET
      : kind === "files"
      ? ERROR_TOO_MANY_OPEN_FILES
      : ERROR_INTERNET_CONNECTION_ABORTED,
    `Cannot continue: the connection broke: ${text}`,
    { cause },
  );
}
