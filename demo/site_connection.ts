// Copyright 2026 the wininet authors. MIT license.

/**
 * The common parts of the embedded servers with a line-based protocol
 * (`ftp_site.ts` and `gopher_site.ts`): reading lines of limited length,
 * writing slowly, and closing a connection in any state.
 *
 * @module
 */

import { bytesOf, type SitePage, sleep } from "./site_page.ts";

/** The maximum length of a line from a client, in bytes. */
const MAX_LINE = 512;

/** Yields the lines from a client. Ends with the connection, or if a line is too long. */
export async function* linesOf(
  connection: Deno.TcpConn,
): AsyncGenerator<string> {
  const buffer = new Uint8Array(MAX_LINE);
  let filled = 0;
  for (;;) {
    const count = await connection.read(buffer.subarray(filled));
    if (count === null) return;
    filled += count;
    let start = 0;
    let end: number;
    while ((end = buffer.subarray(0, filled).indexOf(0x0a, start)) >= 0) {
      yield new TextDecoder().decode(buffer.subarray(start, end)).trimEnd();
      start = end + 1;
    }
    buffer.copyWithin(0, start, filled);
    filled -= start;
    if (filled === buffer.length) return;
  }
}

/** Writes all bytes. The signal closes the connection, because a client may stop reading. */
export async function writeAll(
  connection: Deno.TcpConn,
  content: string | Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  const stay = closeOn(signal, connection);
  try {
    let rest = bytesOf(content);
    while (rest.length > 0) {
      rest = rest.subarray(await connection.write(rest));
    }
  } finally {
    stay();
  }
}

/**
 * Writes content in pieces, with the pauses of the page; returns `true` if all
 * of it was written.
 */
export async function writeSlowly(
  connection: Deno.TcpConn,
  content: Uint8Array,
  { pieces = 1, pause = 0 }: SitePage,
  signal: AbortSignal,
): Promise<boolean> {
  const size = Math.max(Math.ceil(content.length / pieces), 1);
  for (let at = 0; at < content.length; at += size) {
    const stalls = pause === Infinity && at === 0;
    if (!await sleep(stalls ? 0 : pause, signal)) return false;
    await writeAll(connection, content.subarray(at, at + size), signal);
  }
  return true;
}

/** Returns `true` if an error means that either side has closed the connection. */
export function isGone(error: unknown): boolean {
  return error instanceof Deno.errors.BadResource ||
    error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.ConnectionAborted ||
    error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.Interrupted ||
    error instanceof Deno.errors.NotConnected;
}

/** Closes a resource when the signal is aborted; the returned function cancels that. */
export function closeOn(
  signal: AbortSignal,
  resource: { close(): void },
): () => void {
  const close = () => closeQuietly(resource);
  if (signal.aborted) close();
  signal.addEventListener("abort", close);
  return () => signal.removeEventListener("abort", close);
}

/** Closes a resource that may already be closed. */
export function closeQuietly(resource: { close(): void }): void {
  try {
    resource.close();
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
