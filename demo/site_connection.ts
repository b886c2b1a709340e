// Copyright 2026 the wininet authors. MIT license.

/**
 * What the embedded servers that speak in lines share (`ftp_site.ts` and
 * `gopher_site.ts`): to read a line of bounded length, to write slowly, and to
 * let go of a connection whatever it is doing.
 *
 * @module
 */

import { bytesOf, type SitePage, sleep } from "./site_page.ts";

/** Bytes of the longest line that a client may send. */
const MAX_LINE = 512;

/** The lines that a client sends; ends with the connection, or when a line is too long. */
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

/** Writes everything; the signal closes the connection, because a client may stop reading. */
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

/** Writes a content in the pieces of a page, with its pauses; answers whether that was all of it. */
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

/** `true` if an error says that one of the two sides has closed the connection. */
export function isGone(error: unknown): boolean {
  return error instanceof Deno.errors.BadResource ||
    error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.ConnectionAborted ||
    error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.Interrupted ||
    error instanceof Deno.errors.NotConnected;
}

/** Closes something when the signal comes; the result forgets that. */
export function closeOn(
  signal: AbortSignal,
  resource: { close(): void },
): () => void {
  const close = () => closeQuietly(resource);
  if (signal.aborted) close();
  signal.addEventListener("abort", close);
  return () => signal.removeEventListener("abort", close);
}

/** Closes what may be closed already. */
export function closeQuietly(resource: { close(): void }): void {
  try {
    resource.close();
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
