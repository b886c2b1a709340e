// Copyright 2026 the wininet authors. MIT license.

/**
 * The transport of a request.
 *
 * Sockets are the default: they are faster than `fetch` (`bench/small_gets.ts`),
 * post every stage and report the exact error. `fetch` sends a request without a
 * status callback if it can do more: HTTP/2, if the program has asked for it, and
 * the proxies of an environment that the program may not read. It also sends the
 * requests for which the program has no permission to use sockets.
 *
 * @module
 */

import { ERROR_ACCESS_DENIED, InternetError } from "../../error.ts";
import type { HttpTransport } from "../../http_options.ts";

/** The demands of a request on its transport. */
export interface TransportNeeds {
  /** HTTP_OPTION_TRANSPORT. */
  readonly wanted: HttpTransport;
  /** The demand that `fetch` cannot meet, for an error message; `null` if it meets all. */
  readonly beyondFetch: string | null;
  /** True if the program wants statuses that `fetch` would hide. */
  readonly isWatched: boolean;
  /** True if `fetch` does something that sockets do not. */
  readonly gainsByFetch: boolean;
  /** True if the program can use sockets. */
  readonly hasSockets: boolean;
}

/**
 * Chooses the transport of a request.
 *
 * @throws {InternetError} ERROR_ACCESS_DENIED if no transport meets all demands.
 */
export function chooseTransport(needs: TransportNeeds): "fetch" | "sockets" {
  const { wanted, beyondFetch, isWatched, gainsByFetch, hasSockets } = needs;
  const fits = beyondFetch === null;
  if (wanted === "sockets") return "sockets";
  if (wanted === "auto" && hasSockets) {
    return fits && gainsByFetch && !isWatched ? "fetch" : "sockets";
  }
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
