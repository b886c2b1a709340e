// Copyright 2026 the wininet authors. MIT license.

/**
 * The transport of a request.
 *
 * Sockets of our own carry every request that `fetch` has nothing to add to: they are
 * faster (a small GET that nobody watches takes 0.6 of the speed of plain `fetch` by
 * way of `fetch`, and 1.1 of it by sockets), tell every stage, and give the exact
 * error. `fetch` carries what nobody watches where it can do more: HTTP/2, where the
 * program has asked for it, and the proxies of an environment that this program may
 * not read. It also carries what sockets are not permitted for.
 *
 * @module
 */

import { ERROR_ACCESS_DENIED, InternetError } from "../../error.ts";
import type { HttpTransport } from "../../http_options.ts";

/** What a request asks of its transport. */
export interface TransportNeeds {
  /** HTTP_OPTION_TRANSPORT. */
  readonly wanted: HttpTransport;
  /** What `fetch` cannot do at all, for an error message; `null` if it can do everything. */
  readonly beyondFetch: string | null;
  /** Whether `fetch` would hide something that is asked for. */
  readonly isWatched: boolean;
  /** Whether `fetch` does something that sockets do not. */
  readonly gainsByFetch: boolean;
  /** Whether sockets can be used here. */
  readonly hasSockets: boolean;
}

/**
 * Chooses.
 *
 * @throws {InternetError} ERROR_ACCESS_DENIED If neither can do it.
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
