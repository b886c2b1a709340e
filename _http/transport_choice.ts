// Copyright 2026 the wininet authors. MIT license.

/**
 * Which transport carries a request: `fetch` one that nobody watches, sockets of our
 * own every other one.
 *
 * @module
 */

import { ERROR_ACCESS_DENIED, InternetError } from "../error.ts";
import type { HttpTransport } from "../http_options.ts";

/** What a request asks of its transport. */
export interface TransportNeeds {
  /** HTTP_OPTION_TRANSPORT. */
  readonly wanted: HttpTransport;
  /** What `fetch` cannot do at all, for an error message; `null` if it can do everything. */
  readonly beyondFetch: string | null;
  /** Whether `fetch` would hide something that is asked for. */
  readonly isWatched: boolean;
  /** Whether sockets can be used here. */
  readonly hasSockets: boolean;
}

/**
 * Chooses.
 *
 * @throws {InternetError} ERROR_ACCESS_DENIED if neither can do it.
 */
export function chooseTransport(needs: TransportNeeds): "fetch" | "sockets" {
  const { wanted, beyondFetch, isWatched, hasSockets } = needs;
  if (wanted === "sockets") return "sockets";
  const fits = beyondFetch === null;
  if (wanted === "auto" && (isWatched || !fits) && hasSockets) return "sockets";
  if (fits) return "fetch";
  throw new InternetError(
    ERROR_ACCESS_DENIED,
    `Cannot ${beyondFetch} by fetch: ${
      wanted === "fetch"
        ? 'set HTTP_OPTION_TRANSPORT to "auto" or "sockets"'
        : "the program has no permission for sockets, see --allow-net"
    }`,
  );
}
