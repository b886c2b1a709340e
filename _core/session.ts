// Copyright 2026 the wininet authors. MIT license.

/**
 * The root of a handle tree: the session that `InternetOpen` creates.
 *
 * @module
 */

import {
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  InternetError,
} from "../error.ts";
import {
  INTERNET_FLAG_CACHE_IF_NET_FAIL,
  INTERNET_FLAG_FWD_BACK,
  INTERNET_FLAG_HYPERLINK,
  INTERNET_FLAG_NEED_FILE,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_OFFLINE,
  INTERNET_FLAG_PRAGMA_NOCACHE,
  INTERNET_FLAG_RELOAD,
  INTERNET_FLAG_RESYNCHRONIZE,
  INTERNET_OPEN_TYPE_PRECONFIG,
  INTERNET_OPEN_TYPE_PRECONFIG_WITH_NO_AUTOPROXY,
} from "../flags.ts";
import {
  INTERNET_HANDLE_TYPE_INTERNET,
  INTERNET_OPTION_PER_CONNECTION_OPTION,
  INTERNET_OPTION_PROXY,
  INTERNET_OPTION_USER_AGENT,
} from "../options.ts";
import { SESSION_OPTION_PRIVATE } from "../session_options.ts";
import { combineFlags } from "../_base/bits.ts";
import { badParameter, cancellation } from "../_base/failure.ts";
import { quotedValue } from "../_base/secrets.ts";
import { HandleObject } from "./handle.ts";
import { isDisconnected } from "../_options/process_state.ts";
import type { ProxyList } from "../_options/proxy_list.ts";
import {
  asPerConnection,
  asProxyInfo,
  fromProxyInfo,
  getProcessProxies,
  type ProxySettings,
  proxySettings,
  withPerConnection,
} from "../_options/proxy_settings.ts";
import { getProcessSettings } from "../_options/process_settings.ts";

/** The cache flags, which apply to all requests of a session. */
const CACHE_FLAGS = combineFlags(
  INTERNET_FLAG_CACHE_IF_NET_FAIL,
  INTERNET_FLAG_FWD_BACK,
  INTERNET_FLAG_HYPERLINK,
  INTERNET_FLAG_NEED_FILE,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_OFFLINE,
  INTERNET_FLAG_PRAGMA_NOCACHE,
  INTERNET_FLAG_RELOAD,
  INTERNET_FLAG_RESYNCHRONIZE,
);

// deno-lint-ignore no-control-regex
const NOT_IN_HEADERS = /[\x00-\x08\x0a-\x1f\x7f]|[^\x00-\xff]/;

/** A resource that a session owns and closes, such as its connections. */
export interface SessionResource {
  /** Closes the resource; asynchronous disposal waits for the promise. */
  close(): Promise<void> | void;
}

/** An object that sessions usually share and that a private session has separately. */
export interface Own<Thing> extends SessionResource {
  readonly thing: Thing;
}

/** The arguments of `InternetOpen`. */
export interface SessionInit {
  /** The user agent, or `""` if there is none. */
  readonly agent: string;
  /** One of the `INTERNET_OPEN_TYPE_*` constants. */
  readonly accessType: number;
  /** `true` for an asynchronous handle tree. */
  readonly asynchronous: boolean;
  /** `true` if nothing may be sent to the network. */
  readonly offline: boolean;
  /** The `INTERNET_FLAG_*` bits of `InternetOpen`. */
  readonly flags?: number;
  /** The proxies of INTERNET_OPEN_TYPE_PROXY, otherwise `null`. */
  readonly proxies: ProxyList | null;
  /** The proxy list as the program wrote it, for queries. */
  readonly proxyText?: string | null;
  /** The bypass list as the program wrote it, for queries. */
  readonly bypassText?: string | null;
}

/** The arguments of `InternetConnect` that the protocols need. */
export interface ConnectInit {
  /** A name or an address, without brackets. */
  readonly host: string;
  /** The TCP port; 0 is the default port of the service. */
  readonly port: number;
  /** The user name, or `null` if there is none. */
  readonly user: string | null;
  /** The password, or `null` if there is none. */
  readonly password: string | null;
  /** `true` for implicit TLS on any port (FTP only). */
  readonly implicitTls: boolean;
  /** `INTERNET_FLAG_*` bits. */
  readonly flags: number;
}

/** A session handle. */
export class Session extends HandleObject {
  override readonly type: number = INTERNET_HANDLE_TYPE_INTERNET;
  /** The user agent. */
  agent: string;
  /** The cache flags of the session. */
  readonly cacheFlags: number;
  /** The time when the session was opened, in milliseconds since 1970. */
  readonly opened: number = Date.now();
  readonly #offline: boolean;
  /** The proxies of this session, or `null` if it uses those of the process. */
  #proxies: ProxySettings | null;
  readonly #resources = new Map<unknown, SessionResource>();
  #isPrivate = false;
  /** `true` for INTERNET_OPEN_TYPE_PRECONFIG_WITH_NO_AUTOPROXY. */
  #avoidsScripts: boolean;

  constructor(init: SessionInit) {
    super(null, undefined, getProcessSettings(), init.asynchronous);
    this.agent = init.agent;
    this.cacheFlags = (init.flags ?? 0) & CACHE_FLAGS;
    this.#offline = init.offline;
    const { accessType, proxies, proxyText, bypassText } = init;
    this.#avoidsScripts = avoidsScripts(accessType);
    this.#proxies = isPreconfigured(accessType) ? null : proxySettings(
      accessType,
      proxyText ?? null,
      bypassText ?? null,
      proxies,
    );
  }

  /** One of the `INTERNET_OPEN_TYPE_*` constants; INTERNET_OPTION_PROXY changes it. */
  get accessType(): number {
    return this.#route.accessType;
  }

  /**
   * The proxies that the program has named, or `null` if there are none;
   * INTERNET_OPTION_PROXY changes them.
   */
  get proxies(): ProxyList | null {
    return this.#route.list;
  }

  /** The settings that may use a proxy script, or `null` if the program has set none. */
  get scriptSettings(): ProxySettings | null {
    const route = this.#route;
    return route.scripts === 0 || this.#avoidsScripts ? null : route;
  }

  get #route(): ProxySettings {
    return this.#proxies ?? getProcessProxies();
  }

  /** `true` if nothing may be sent to the network. */
  get offline(): boolean {
    return this.isOffline(false);
  }

  /**
   * Returns the value of {@linkcode offline}; with
   * INTERNET_OPTION_IGNORE_OFFLINE the state of the process is ignored.
   */
  isOffline(ignoresProcess: boolean): boolean {
    return this.#offline || (!ignoresProcess && isDisconnected());
  }

  /** Throws an error if the session or the process is offline. */
  checkOnline(code: number): void {
    if (!this.offline) return;
    throw new InternetError(
      code,
      this.#offline
        ? "Cannot connect: the session was opened with INTERNET_FLAG_OFFLINE, so open another one without it"
        : "Cannot connect: INTERNET_OPTION_CONNECTED_STATE is disconnected, so set it to INTERNET_STATE_CONNECTED",
    );
  }

  /** Returns the resource of the session with a key; `create` creates it at the first call. */
  resource<Resource extends SessionResource>(
    key: unknown,
    create: () => Resource,
  ): Resource {
    if (this.closed) throw cancellation();
    let resource = this.#resources.get(key) as Resource | undefined;
    if (!resource) this.#resources.set(key, resource = create());
    return resource;
  }

  /** The value of SESSION_OPTION_PRIVATE. */
  get isPrivate(): boolean {
    return this.#isPrivate;
  }

  /**
   * Returns the object that sessions share, or the separate one of a private
   * session, which `own` creates.
   */
  sharedOrOwn<Thing>(shared: Thing, own: () => Own<Thing>): Thing {
    return this.#isPrivate ? this.resource(shared, own).thing : shared;
  }

  override queryOption(option: number): unknown {
    switch (option) {
      case SESSION_OPTION_PRIVATE:
        return this.#isPrivate;
      case INTERNET_OPTION_USER_AGENT:
        return this.agent;
      case INTERNET_OPTION_PROXY:
        return asProxyInfo(this.#route);
      case INTERNET_OPTION_PER_CONNECTION_OPTION:
        return asPerConnection(this.#route, true);
    }
    return super.queryOption(option);
  }

  override setOption(option: number, value: unknown): void {
    switch (option) {
      case SESSION_OPTION_PRIVATE:
        this.#setPrivate(value as boolean);
        return;
      case INTERNET_OPTION_USER_AGENT:
        this.agent = checkedAgent(value);
        return;
      case INTERNET_OPTION_PROXY:
        this.#proxies = fromProxyInfo(value as object);
        this.#avoidsScripts = avoidsScripts(this.#proxies.accessType);
        if (isPreconfigured(this.#proxies.accessType)) this.#proxies = null;
        return;
      case INTERNET_OPTION_PER_CONNECTION_OPTION:
        this.#proxies = withPerConnection(this.#route, value as object);
        this.#avoidsScripts = false;
        return;
    }
    super.setOption(option, value);
  }

  #setPrivate(isPrivate: boolean): void {
    if (isPrivate === this.#isPrivate) return;
    if (this.hadChildren) {
      throw new InternetError(
        ERROR_INTERNET_INCORRECT_HANDLE_STATE,
        "Cannot set SESSION_OPTION_PRIVATE: the session has had connections already; set it right after InternetOpen",
      );
    }
    this.#isPrivate = isPrivate;
  }

  protected override release(): void {
    for (const resource of this.#resources.values()) {
      const ended = resource.close();
      if (ended) this.track(ended);
    }
    this.#resources.clear();
  }
}

function isPreconfigured(accessType: number): boolean {
  return accessType === INTERNET_OPEN_TYPE_PRECONFIG ||
    avoidsScripts(accessType);
}

function avoidsScripts(accessType: number): boolean {
  return accessType === INTERNET_OPEN_TYPE_PRECONFIG_WITH_NO_AUTOPROXY;
}

/**
 * Returns a valid user agent; throws ERROR_INVALID_PARAMETER if the value
 * cannot be a header value.
 */
export function checkedAgent(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (
    typeof value !== "string" ||
    NOT_IN_HEADERS.test(value)
  ) {
    throw badParameter(
      `Cannot use ${
        quotedValue(value)
      } as user agent: it must be a string of ISO 8859-1 without control characters`,
    );
  }
  return value.trim();
}
