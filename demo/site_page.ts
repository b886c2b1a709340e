// Copyright 2026 the wininet authors. MIT license.

/**
 * The content of the demo sites (web servers in `sites.ts`, FTP servers in
 * `ftp_site.ts` and Gopher servers in `gopher_site.ts`), and their delays.
 *
 * @module
 */

/** The content of a site at one path, with its delays. */
export interface SitePage {
  /** The media type. */
  readonly type: string;
  /** The content. */
  readonly body: string | Uint8Array;
  /**
   * The number of milliseconds before the HTTP response header, the first FTP
   * reply or the Gopher data; `Infinity` for a site that never responds.
   *
   * @default {0}
   */
  readonly wait?: number;
  /**
   * The number of pieces of the content.
   *
   * @default {1}
   */
  readonly pieces?: number;
  /**
   * The number of milliseconds before each piece; `Infinity` for a site that
   * stalls after its first piece.
   *
   * @default {0}
   */
  readonly pause?: number;
  /**
   * The HTTP status. FTP and Gopher servers refuse a page with any status other
   * than 200.
   *
   * @default {200}
   */
  readonly status?: number;
  /**
   * `true` if the response contains the length of the content. Gopher responses
   * never do.
   *
   * @default {true}
   */
  readonly sized?: boolean;
  /** The target of a redirect; HTTP only. */
  readonly location?: string;
}

/** Returns the bytes of the content. */
export function bytesOf(body: string | Uint8Array): Uint8Array {
  return typeof body === "string" ? new TextEncoder().encode(body) : body;
}

/** Waits; returns `false` if the signal ended the wait. */
export async function sleep(
  milliseconds: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (signal.aborted) return false;
  const { promise, resolve } = Promise.withResolvers<void>();
  const wake = () => resolve();
  signal.addEventListener("abort", wake, { once: true });
  const timer = milliseconds === Infinity
    ? undefined
    : setTimeout(wake, milliseconds);
  await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", wake);
  return !signal.aborted;
}
