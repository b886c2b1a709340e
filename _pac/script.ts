// Copyright 2026 the wininet authors. MIT license.

/**
 * A proxy script that returns the routes to a URL.
 *
 * The script runs synchronously, but names are resolved asynchronously. So if
 * the script needs an unknown name, it is stopped, the name is resolved, and
 * the script runs again.
 *
 * @module
 */

import {
  ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT,
  InternetError,
} from "../error.ts";
import { withoutBrackets } from "../_base/host.ts";
import { quotedUrl } from "../_base/secrets.ts";
import { abortable } from "../_base/deadline.ts";
import { withinTime } from "../_net/dial.ts";
import type { World } from "./functions.ts";
import { Interruption, Sandbox, ScriptTimeout } from "./sandbox.ts";

/** The maximum length of a script in characters or bytes, as in Chromium. */
export const MAX_SCRIPT = 1_048_576;

/** The maximum number of names that one call may resolve, as in Chromium. */
const MAX_LOOK_UPS = 20;

/**
 * The time limit for one call in milliseconds: for the script alone, and with
 * name resolution.
 */
const RUN_TIME = 1000;
const TOTAL_TIME = 10_000;

/**
 * The time in milliseconds during which a script that ran too long is not run
 * again, because it blocks the program.
 */
const STOPPED_FOR = 5 * 60 * 1000;

/** The environment of a script. */
export interface Surroundings extends Pick<World, "now" | "addresses"> {
  /** Resolves a name to its addresses; none if it does not exist. */
  dns(name: string): Promise<readonly string[]>;
}

/** A proxy script. */
export class ProxyScript {
  readonly #text: string;
  readonly #source: string | null;
  #sandbox: Promise<Sandbox> | null = null;
  /** The error of a stopped run, and the time until which the script is not run again. */
  #stopped: { readonly error: InternetError; readonly until: number } | null =
    null;

  /**
   * @param source The URL of the script for errors, or `null` if there is none.
   * @throws {InternetError} ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT if the text is
   * too long.
   */
  constructor(text: string, source: string | null = null) {
    this.#text = text;
    this.#source = source;
    if (text.length > MAX_SCRIPT) {
      throw this.#failure(`it has more than ${MAX_SCRIPT} characters`);
    }
  }

  /**
   * Returns the result of the script for a URL, such as `"PROXY a.example:8080;
   * DIRECT"`.
   *
   * @throws {InternetError} ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT if the script
   * fails or exceeds a limit.
   */
  find(url: URL, surroundings: Surroundings): Promise<string> {
    return withinTime(
      TOTAL_TIME,
      () => this.#failure(`no result after ${TOTAL_TIME} ms`),
      new AbortController().signal,
      (signal) => this.#find(argumentsFor(url), surroundings, signal),
    );
  }

  async #find(
    args: readonly [url: string, host: string],
    { dns, ...fixed }: Surroundings,
    signal: AbortSignal,
  ): Promise<string> {
    const known = new Map<string, readonly string[]>();
    let timeLeft = RUN_TIME;
    for (;;) {
      let needed: string | null = null;
      const lookUp = (name: string) => {
        const found = known.get(name);
        if (found !== undefined) return found;
        needed = name;
        throw new Interruption(name);
      };
      const start = performance.now();
      try {
        const ways = await this.#run(args, { ...fixed, lookUp }, timeLeft);
        // A script may catch the exception that requests a name.
        if (needed === null) return ways;
      } catch (error) {
        if (needed === null) throw error;
      }
      timeLeft -= performance.now() - start;
      if (known.size === MAX_LOOK_UPS) {
        throw this.#failure(`it looks up more than ${MAX_LOOK_UPS} names`);
      }
      known.set(needed, await abortable(dns(needed), signal));
    }
  }

  async #run(
    args: readonly [url: string, host: string],
    world: World,
    milliseconds: number,
  ): Promise<string> {
    const current = this.#sandbox ??= this.#create();
    const sandbox = await current;
    // A concurrent call may have made the sandbox unusable.
    if (current !== this.#sandbox) return this.#run(args, world, milliseconds);
    const stopped = this.#stopped;
    if (stopped !== null && performance.now() < stopped.until) {
      throw stopped.error;
    }
    try {
      return sandbox.find(this.#text, args, world, milliseconds);
    } catch (cause) {
      if (cause instanceof Interruption && sandbox.isLoaded) throw cause;
      // After an error, such as insufficient memory, the interpreter may be
      // unusable.
      this.#sandbox = null;
      const { message } = cause as Error;
      const error = this.#failure(message, cause);
      if (cause instanceof ScriptTimeout) {
        this.#stopped = { error, until: performance.now() + STOPPED_FOR };
      }
      throw error;
    }
  }

  async #create(): Promise<Sandbox> {
    try {
      return await Sandbox.create();
    } catch (cause) {
      this.#sandbox = null;
      throw this.#failure((cause as Error).message, cause);
    }
  }

  #failure(why: string, cause?: unknown): InternetError {
    const source = this.#source === null ? "" : ` ${quotedUrl(this.#source)}`;
    return new InternetError(
      ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT,
      `Cannot run the proxy script${source}: ${why}`,
      cause === undefined ? {} : { cause },
    );
  }
}

/**
 * Returns the arguments of FindProxyForURL: without secrets, and for TLS
 * without the path, which name lookups of the script could reveal. For schemes
 * that the URL parser does not know, such as gopher, it does not convert the
 * host to lower case.
 */
function argumentsFor(url: URL): [url: string, host: string] {
  const { protocol, pathname, search } = url;
  const [host, hostname] = [url.host, url.hostname]
    .map((text) => text.toLowerCase()) as [string, string];
  const isSecret = protocol !== "ws:" && protocol.endsWith("s:");
  const rest = isSecret ? "/" : `${pathname}${search}`;
  return [`${protocol}//${host}${rest}`, withoutBrackets(hostname)];
}
