// Copyright 2026 the wininet authors. MIT license.

/**
 * The route of a request: a proxy, or none. If a proxy script names it, the
 * script is called once for each URL: a request that is repeated, for example
 * to log in, keeps its route.
 *
 * @module
 */

import { INTERNET_FLAG_NO_AUTH } from "../../flags.ts";
import { hasFlag } from "../../_base/bits.ts";
import { cancellation } from "../../_base/failure.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { Session } from "../../_core/session.ts";
import { hasProxies, proxyFor } from "../../_net/environment_proxies.ts";
import { onFirstWay, usesScript, type Way } from "../../_net/proxy_scripts.ts";

/** The route of a request. */
export class ScriptedWay {
  readonly #handle: HandleObject;
  readonly #session: Session;
  /** True if the program handles challenges itself. */
  readonly #isSilent: boolean;
  #closing: AbortController | null = null;
  /** The URL for which the script was called. */
  #url: URL | null = null;
  #way: Way = null;

  /** @param flags `INTERNET_FLAG_*` bits. */
  constructor(handle: HandleObject, session: Session, flags: number) {
    this.#handle = handle;
    this.#session = session;
    this.#isSilent = hasFlag(flags, INTERNET_FLAG_NO_AUTH);
  }

  /** Returns the route of the script, or the usual one to a URL if no script was called. */
  to(url: URL): Way {
    const way = this.#url === null ? this.#usual(url) : this.#way;
    return way !== null && this.#isSilent ? { ...way, isSilent: true } : way;
  }

  /** Discards the route, so that the script is called again. */
  forget(): void {
    this.#url = null;
  }

  /** Runs an attempt once, or by each route that the script names until one is reachable. */
  take<Value>(url: URL, attempt: () => Promise<Value>): Promise<Value> {
    if (this.#url === url || !usesScript(this.#session)) return attempt();
    return onFirstWay(
      this.#handle,
      url,
      () => this.#usual(url),
      (way) => {
        this.#url = url;
        this.#way = way;
        return attempt();
      },
      (this.#closing ??= new AbortController()).signal,
    );
  }

  /** Returns the route to a URL without a script. */
  #usual({ protocol, hostname, port }: URL): Way {
    if (!hasProxies(this.#session)) return null;
    return proxyFor(
      this.#session,
      this.#handle.settings,
      protocol.slice(0, -1),
      hostname,
      Number(port) || (protocol === "https:" ? 443 : 80),
    );
  }

  /** Ends the wait for the script. */
  close(): void {
    this.#closing?.abort(cancellation());
  }
}
