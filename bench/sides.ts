// Copyright 2026 the wininet authors. MIT license.

/**
 * The sides of a comparison: plain `fetch`, and the library with and without a
 * callback.
 *
 * @module
 */

import { INTERNET_FLAG_ASYNC } from "../flags.ts";
import {
  type HINTERNET,
  InternetOpen,
  InternetSetStatusCallback,
} from "../internet.ts";

/**
 * A side: `fetch`, the library on a plain session, or the library on an
 * asynchronous session with a callback and a context.
 */
export type Side = "fetch" | "unobserved" | "observed";

const AGENT = "bench";

const client = Deno.createHttpClient({ http2: false });

/** Calls `fetch` directly, with the options that the library uses. */
export function plainFetch(
  url: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<Response> {
  return fetch(url, {
    client,
    headers: [["User-Agent", AGENT], ["Accept-Encoding", "identity"]],
    redirect: "manual",
    signal,
  });
}

/** The session of a side, and the context of its requests. */
export interface Program {
  readonly hInternet: HINTERNET;
  readonly context: unknown;
  /** The number of statuses that the callback has received. */
  statuses: number;
}

/** Opens the session of a side. */
export function openProgram(side: Side): Program {
  if (side === "unobserved") {
    return { hInternet: InternetOpen(AGENT), context: 0, statuses: 0 };
  }
  const hInternet = InternetOpen(AGENT, 0, null, null, INTERNET_FLAG_ASYNC);
  const program: Program = { hInternet, context: "bench", statuses: 0 };
  InternetSetStatusCallback(hInternet, () => {
    program.statuses++;
  });
  return program;
}
