// Copyright 2026 the wininet authors. MIT license.

/**
 * What the sites of the demo programs have, be they web servers (`sites.ts`),
 * FTP servers (`ftp_site.ts`) or Gopher servers (`gopher_site.ts`), and how they
 * take their time.
 *
 * @module
 */

/** What a site has at one address, and how slowly. */
export interface SitePage {
  /** The media type. */
  readonly type: string;
  /** The content. */
  readonly body: string | Uint8Array;
  /**
   * Milliseconds before the head of the answer, the first FTP reply, or the
   * data of Gopher; `Infinity` for a site that never answers.
   *
   * @default {0}
   */
  readonly wait?: number;
  /**
   * In how many pieces the content comes.
   *
   * @default {1}
   */
  readonly pieces?: number;
  /**
   * Milliseconds before each piece; `Infinity` for a site that stalls after its
   * first piece.
   *
   * @default {0}
   */
  readonly pause?: number;
  /**
   * The HTTP status; the other servers refuse what has another one than 200.
   *
   * @default {200}
   */
  readonly status?: number;
  /**
   * `true` if the answer tells how long its content is; one of Gopher never does.
   *
   * @default {true}
   */
  readonly sized?: boolean;
  /** Where a redirect leads; only HTTP has them. */
  readonly location?: string;
}

/** The bytes of a content. */
export function bytesOf(body: string | Uint8Array): Uint8Array {
  return typeof body === "string" ? new TextEncoder().encode(body) : body;
}

/** Sleeps; returns `false` if the signal ended the sleep. */
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
