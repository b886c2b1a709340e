// Copyright 2026 the wininet authors. MIT license.

/**
 * The root of a handle tree: what `InternetOpen` makes.
 *
 * @module
 */

import { InternetError } from "../error.ts";
import {
  INTERNET_HANDLE_TYPE_INTERNET,
  INTERNET_OPTION_USER_AGENT,
} from "../options.ts";
import { badParameter, cancellation } from "./failure.ts";
import { HandleObject } from "./handle.ts";
import type { ProxyList } from "./proxy_list.ts";
import { getProcessSettings } from "./settings.ts";

// deno-lint-ignore no-control-regex
const NOT_IN_HEADERS = /[\x00-\x08\x0a-\x1f\x7f]|[^\x00-\xff]/;

/** Something that a session owns and that ends with it, such as its connections. */
export interface SessionResource {
  /** Ends the resource; what is returned is waited for by asynchronous disposal. */
  close(): Promise<void> | void;
}

/** What `InternetOpen` was told. */
export interface SessionInit {
  /** What the program calls itself, `""` for nothing. */
  readonly agent: string;
  /** One of the `INTERNET_OPEN_TYPE_*` constants. */
  readonly accessType: number;
  /** Whether the tree is asynchronous. */
  readonly asynchronous: boolean;
  /** Whether nothing may go to the network. */
  readonly offline: boolean;
  /** The proxies of INTERNET_OPEN_TYPE_PROXY, else `null`. */
  readonly proxies: ProxyList | null;
}

/** A session handle. */
export class Session extends HandleObject {
  override readonly type: number = INTERNET_HANDLE_TYPE_INTERNET;
  /** What the program calls itself. */
  agent: string;
  /** One of the `INTERNET_OPEN_TYPE_*` constants. */
  readonly accessType: number;
  /** Whether nothing may go to the network. */
  readonly offline: boolean;
  /** The proxies that the program names, `null` when it names none. */
  readonly proxies: ProxyList | null;
  readonly #resources = new Map<unknown, SessionResource>();

  constructor(init: SessionInit) {
    super(null, undefined, getProcessSettings(), init.asynchronous);
    this.agent = init.agent;
    this.accessType = init.accessType;
    this.offline = init.offline;
    this.proxies = init.proxies;
  }

  /** Throws an error where nothing may go to the network. */
  checkOnline(code: number): void {
    if (!this.offline) return;
    throw new InternetError(
      code,
      "Cannot connect: the session was opened with INTERNET_FLAG_OFFLINE",
    );
  }

  /** What the session owns under a key; made by `create` when it is asked for first. */
  resource<Resource extends SessionResource>(
    key: unknown,
    create: () => Resource,
  ): Resource {
    if (this.closed) throw cancellation();
    let resource = this.#resources.get(key) as Resource | undefined;
    if (!resource) this.#resources.set(key, resource = create());
    return resource;
  }

  override queryOption(option: number): unknown {
    return option === INTERNET_OPTION_USER_AGENT
      ? this.agent
      : super.queryOption(option);
  }

  override setOption(option: number, value: unknown): void {
    if (option !== INTERNET_OPTION_USER_AGENT) {
      return super.setOption(option, value);
    }
    this.agent = checkedAgent(value);
  }

  protected override release(): void {
    for (const resource of this.#resources.values()) {
      const ended = resource.close();
      if (ended) this.track(ended);
    }
    this.#resources.clear();
  }
}

/** The text of a user agent; throws ERROR_INVALID_PARAMETER when it cannot be a header. */
export function checkedAgent(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (
    typeof value !== "string" ||
    NOT_IN_HEADERS.test(value)
  ) {
    throw badParameter(
      "Cannot use the agent: it is not a text that a header can carry",
    );
  }
  return value.trim();
}
