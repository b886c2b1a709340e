// Copyright 2026 the wininet authors. MIT license.

/**
 * The route of a request that a proxy script names. The script is called once
 * for each URL: a request that is repeated, for example to log in, keeps its
 * route.
 *
 * @module
 */

import type { HandleObject } from "../../_core/handle.ts";
import type { Session } from "../../_core/session.ts";
import { cancellation } from "../../_base/failure.ts";
import { onFirstWay, usesScript, type Way } from "../../_net/proxy_scripts.ts";

/** The route of a request. */
export class ScriptedWay {
  readonly #handle: HandleObject;
  readonly #session: Session;
  #closing: AbortController | null = null;
  /** The URL for which the script was called. */
  #url: URL | null = null;
  #way: Way = null;

  constructor(handle: HandleObject, session: Session) {
    this.#handle = handle;
    this.#session = session;
  }

  /** Returns the route of the script, or the usual one if no script was called. */
  wayOr(usual: () => Way): Way {
    return this.#url === null ? usual() : this.#way;
  }

  /** Discards the route, so that the script is called again. */
  forget(): void {
    this.#url = null;
  }

  /** Runs an attempt once, or by each route that the script names until one is reachable. */
  take<Value>(
    url: URL,
    usual: () => Way,
    attempt: () => Promise<Value>,
  ): Promise<Value> {
    if (this.#url === url || !usesScript(this.#session)) return attempt();
    return onFirstWay(
      this.#handle,
      url,
      usual,
      (way) => {
        this.#url = url;
        this.#way = way;
        return attempt();
      },
      (this.#closing ??= new AbortController()).signal,
    );
  }

  /** Ends the wait for the script. */
  close(): void {
    this.#closing?.abort(cancellation());
  }
}
