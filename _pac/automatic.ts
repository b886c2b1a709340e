// Copyright 2026 the wininet authors. MIT license.

/**
 * The proxy scripts of the process: their sources and their lifetimes.
 *
 * @module
 */

import {
  ERROR_CAN_NOT_COMPLETE,
  ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT,
  InternetError,
} from "../error.ts";
import {
  INTERNET_PER_CONN_AUTOCONFIG_RELOAD_DELAY_MINS,
  INTERNET_PER_CONN_AUTOCONFIG_URL,
  PROXY_AUTO_DETECT_TYPE_DHCP,
  PROXY_AUTO_DETECT_TYPE_DNS_A,
  PROXY_TYPE_AUTO_DETECT,
  PROXY_TYPE_AUTO_PROXY_URL,
} from "../options.ts";
import { hasFlag, isDword } from "../_base/bits.ts";
import { abortable } from "../_base/deadline.ts";
import { badParameter } from "../_base/failure.ts";
import { quotedValue } from "../_base/secrets.ts";
import { onConnectionsDropped, onProxyRefresh } from "../_options/hooks.ts";
import {
  getProcessProxies,
  noteDetection,
  type ProxySettings,
} from "../_options/proxy_settings.ts";
import { withinTime } from "../_net/dial.ts";
import {
  forgetUnreachable,
  type ProxyScripts,
  type Way,
} from "../_net/proxy_scripts.ts";
import { detectScript, ownDomains } from "./detection.ts";
import { ProxyScript } from "./script.ts";
import { loadScript } from "./script_file.ts";
import { addressesOf, presentSurroundings } from "./surroundings.ts";
import { parseWays } from "./ways.ts";

/** The time in milliseconds before loading a script is tried again after a failure. */
const RETRY_DELAY = 60_000;

/** The time limit for finding a script by DNS, in milliseconds. */
const DETECTION_TIME = 10_000;

/** The maximum number of scripts that are kept. */
const MAX_SCRIPTS = 16;

/** A value that is loaded once, and again after some time. */
class Kept<Value> {
  #value: Promise<Value> | null = null;
  #loadedAt = 0;
  #hasFailed = false;

  /** Returns the value, which is at most `maxAge` milliseconds old. */
  get(maxAge: number, load: () => Promise<Value>): Promise<Value> {
    const age = performance.now() - this.#loadedAt;
    const limit = this.#hasFailed ? Math.min(maxAge, RETRY_DELAY) : maxAge;
    if (this.#value !== null && age < limit) return this.#value;
    this.#loadedAt = performance.now();
    this.#hasFailed = false;
    const value = this.#value = load();
    value.catch(() => this.#hasFailed = this.#value === value);
    return value;
  }
}

/** The proxy scripts of the process. */
export class AutomaticProxies implements ProxyScripts {
  readonly #scripts = new Map<string, Kept<ProxyScript>>();
  #detected = new Kept<string>();
  /** The script of InternetInitializeAutoProxyDll. */
  #given: ProxyScript | null = null;

  constructor() {
    onProxyRefresh(() => this.#forget());
    onConnectionsDropped(() => this.#forget());
  }

  waysTo(
    settings: ProxySettings,
    url: URL,
  ): Promise<readonly Way[] | null> | null {
    const loading = this.#scriptOf(settings);
    return loading && loading.then(async (script) => {
      // As on Windows, a script that fails means a direct connection.
      const text = await script.find(url, presentSurroundings())
        .catch(() => "");
      return parseWays(text);
    }, () => null);
  }

  async detect(dwDetectFlags: number): Promise<string> {
    const known = PROXY_AUTO_DETECT_TYPE_DHCP | PROXY_AUTO_DETECT_TYPE_DNS_A;
    if (
      !isDword(dwDetectFlags) || dwDetectFlags === 0 ||
      (dwDetectFlags & ~known) !== 0
    ) {
      throw badParameter(
        `Cannot detect a proxy script: dwDetectFlags must be PROXY_AUTO_DETECT_TYPE_* bits, not ${
          quotedValue(dwDetectFlags)
        }`,
      );
    }
    if (!hasFlag(dwDetectFlags, PROXY_AUTO_DETECT_TYPE_DNS_A)) {
      throw notDetected(
        "DHCP is not supported here; use PROXY_AUTO_DETECT_TYPE_DNS_A",
      );
    }
    this.#detected = new Kept();
    return await this.#detect();
  }

  async initialize(script: string | null): Promise<void> {
    this.#forget();
    this.#given = script === null ? null : new ProxyScript(script);
    await this.#processScript();
  }

  deinitialize(): void {
    this.#given = null;
    this.#forget();
  }

  async find(url: URL): Promise<string> {
    const script = await this.#processScript();
    return await script.find(url, presentSurroundings());
  }

  async #processScript(): Promise<ProxyScript> {
    const script = this.#given ?? this.#scriptOf(getProcessProxies());
    if (script !== null) return await script;
    throw new InternetError(
      ERROR_CAN_NOT_COMPLETE,
      "Cannot find the proxy script: set INTERNET_PER_CONN_FLAGS and INTERNET_PER_CONN_AUTOCONFIG_URL of INTERNET_OPTION_PER_CONNECTION_OPTION without a handle (null), or call InternetInitializeAutoProxyDll with lpszScriptBuffer",
    );
  }

  /** Loads the script of some settings; returns `null` if they use none. */
  #scriptOf(settings: ProxySettings): Promise<ProxyScript> | null {
    const { scripts, parts } = settings;
    const minutes = Number(
      parts.get(INTERNET_PER_CONN_AUTOCONFIG_RELOAD_DELAY_MINS) ?? 0,
    );
    const maxAge = minutes === 0 ? Infinity : minutes * 60_000;
    const url = hasFlag(scripts, PROXY_TYPE_AUTO_PROXY_URL)
      ? parts.get(INTERNET_PER_CONN_AUTOCONFIG_URL)
      : null;
    const loadNamed = () => url ? this.#load(String(url), maxAge) : null;
    if (!hasFlag(scripts, PROXY_TYPE_AUTO_DETECT)) return loadNamed();
    return this.#detect().then((found) => this.#load(found, maxAge))
      .catch((error) => loadNamed() ?? Promise.reject(error));
  }

  #load(url: string, maxAge: number): Promise<ProxyScript> {
    let kept = this.#scripts.get(url);
    if (kept === undefined) {
      if (this.#scripts.size === MAX_SCRIPTS) this.#scripts.clear();
      this.#scripts.set(url, kept = new Kept());
    }
    return kept.get(maxAge, () => loadScript(url));
  }

  #detect(): Promise<string> {
    return this.#detected.get(Infinity, async () => {
      const time = new Date();
      noteDetection({ time, url: null });
      const url = await withinTime(
        DETECTION_TIME,
        () => notDetected(`no DNS result after ${DETECTION_TIME} ms`),
        new AbortController().signal,
        (signal) =>
          detectScript(
            ownDomains(),
            (name) => abortable(addressesOf(name), signal),
          ),
      );
      noteDetection({ time, url });
      if (url !== null) return url;
      throw notDetected(
        "no domain of this machine has a host named wpad; to find its domains, the program needs --allow-sys=hostname or --allow-read=/etc/resolv.conf",
      );
    });
  }

  #forget(): void {
    this.#scripts.clear();
    this.#detected = new Kept();
    forgetUnreachable();
  }
}

function notDetected(why: string): InternetError {
  return new InternetError(
    ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT,
    `Cannot detect a proxy script: ${why}`,
  );
}
