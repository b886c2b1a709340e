// Copyright 2026 the wininet authors. MIT license.

/**
 * The proxy settings of a session or of the process: INTERNET_OPTION_PROXY, and
 * INTERNET_OPTION_PER_CONNECTION_OPTION, which holds the same settings in
 * separate parts.
 *
 * A proxy is used if the flags include PROXY_TYPE_PROXY and a proxy is named.
 * The environment is read if the flags include any kind of automatic
 * configuration. Otherwise connections are direct. If `pac.ts` is loaded and
 * the program has set the flags, a proxy script takes precedence: first the
 * detected one, then the one at the URL. The secondary URL is only stored.
 *
 * A session that was opened with or set to INTERNET_OPEN_TYPE_PRECONFIG uses
 * the settings of the process, which come from the environment until they are
 * set. Setting parts on such a session copies the settings of the process
 * first; from then on the session has separate settings.
 *
 * @module
 */

import { InternetError } from "../error.ts";
import {
  INTERNET_OPEN_TYPE_DIRECT,
  INTERNET_OPEN_TYPE_PRECONFIG,
  INTERNET_OPEN_TYPE_PROXY,
} from "../flags.ts";
import {
  AUTO_PROXY_FLAG_DETECTION_RUN,
  INTERNET_PER_CONN_AUTOCONFIG_LAST_DETECT_TIME,
  INTERNET_PER_CONN_AUTOCONFIG_LAST_DETECT_URL,
  INTERNET_PER_CONN_AUTOCONFIG_RELOAD_DELAY_MINS,
  INTERNET_PER_CONN_AUTOCONFIG_SECONDARY_URL,
  INTERNET_PER_CONN_AUTOCONFIG_URL,
  INTERNET_PER_CONN_AUTODISCOVERY_FLAGS,
  INTERNET_PER_CONN_FLAGS,
  INTERNET_PER_CONN_FLAGS_UI,
  INTERNET_PER_CONN_PROXY_BYPASS,
  INTERNET_PER_CONN_PROXY_SERVER,
  PROXY_TYPE_AUTO_DETECT,
  PROXY_TYPE_AUTO_PROXY_URL,
  PROXY_TYPE_DIRECT,
  PROXY_TYPE_PROXY,
} from "../options.ts";
import type {
  INTERNET_PER_CONN_OPTION,
  INTERNET_PER_CONN_OPTION_LIST,
  INTERNET_PROXY_INFO,
} from "../structures.ts";
import { combineFlags, hasFlag, isDword } from "../_base/bits.ts";
import { badParameter, notSettable } from "../_base/failure.ts";
import { quotedUrl, quotedValue } from "../_base/secrets.ts";
import { checkedProxies, type ProxyList } from "./proxy_list.ts";

/** Proxy settings; never changed, only replaced. */
export interface ProxySettings {
  /** One of the `INTERNET_OPEN_TYPE_*` constants. */
  readonly accessType: number;
  /** The proxy list as the program wrote it. */
  readonly proxy: string | null;
  /** The list of hosts that are reached without a proxy, as the program wrote it. */
  readonly bypass: string | null;
  /** Both lists in parsed form, or `null` if there is no proxy. */
  readonly list: ProxyList | null;
  /** PROXY_TYPE_* bits. */
  readonly flags: number;
  /** The PROXY_TYPE_* bits that allow a proxy script; 0 until the program sets them. */
  readonly scripts: number;
  /** The parts that are only stored, by part number. */
  readonly parts: ReadonlyMap<number, PartValue>;
}

type PartValue = string | number | Date | null;

const NO_PARTS: ReadonlyMap<number, PartValue> = new Map();

/** The default on Windows: detect proxies, otherwise connect directly. */
const CONFIGURED = PROXY_TYPE_DIRECT | PROXY_TYPE_AUTO_DETECT;

/** A proxy, or a direct connection if the proxy fails: many programs set this. */
const EITHER = PROXY_TYPE_PROXY | PROXY_TYPE_DIRECT;

const PROXY_TYPES = PROXY_TYPE_DIRECT | PROXY_TYPE_PROXY |
  PROXY_TYPE_AUTO_PROXY_URL | PROXY_TYPE_AUTO_DETECT;

const SCRIPT_TYPES = PROXY_TYPE_AUTO_PROXY_URL | PROXY_TYPE_AUTO_DETECT;

/** The parts and their types, by ascending part number. */
const PARTS: ReadonlyMap<number, "text" | "number" | "read-only"> = new Map<
  number,
  "text" | "number" | "read-only"
>([
  [INTERNET_PER_CONN_FLAGS, "number"],
  [INTERNET_PER_CONN_PROXY_SERVER, "text"],
  [INTERNET_PER_CONN_PROXY_BYPASS, "text"],
  [INTERNET_PER_CONN_AUTOCONFIG_URL, "text"],
  [INTERNET_PER_CONN_AUTODISCOVERY_FLAGS, "number"],
  [INTERNET_PER_CONN_AUTOCONFIG_SECONDARY_URL, "text"],
  [INTERNET_PER_CONN_AUTOCONFIG_RELOAD_DELAY_MINS, "number"],
  [INTERNET_PER_CONN_AUTOCONFIG_LAST_DETECT_TIME, "read-only"],
  [INTERNET_PER_CONN_AUTOCONFIG_LAST_DETECT_URL, "read-only"],
  [INTERNET_PER_CONN_FLAGS_UI, "number"],
]);

let processProxies: ProxySettings = proxySettings(
  INTERNET_OPEN_TYPE_PRECONFIG,
  null,
  null,
  null,
);

/** The last search for the proxy script of the network. */
export interface ProxyDetection {
  readonly time: Date;
  /** The URL of the script, or `null` if none was found. */
  readonly url: string | null;
}

let lastDetection: ProxyDetection | null = null;

/** Records the last search for a proxy script. */
export function noteDetection(detection: ProxyDetection): void {
  lastDetection = detection;
}

/** Returns the settings of sessions with INTERNET_OPEN_TYPE_PRECONFIG. */
export function getProcessProxies(): ProxySettings {
  return processProxies;
}

/** Changes the settings of sessions with INTERNET_OPEN_TYPE_PRECONFIG. */
export function setProcessProxies(proxies: ProxySettings): void {
  processProxies = proxies;
}

/** Returns the settings for the arguments of `InternetOpen`. */
export function proxySettings(
  accessType: number,
  proxy: string | null,
  bypass: string | null,
  list: ProxyList | null,
): ProxySettings {
  const flags = accessType === INTERNET_OPEN_TYPE_DIRECT
    ? PROXY_TYPE_DIRECT
    : accessType === INTERNET_OPEN_TYPE_PROXY
    ? PROXY_TYPE_PROXY
    : CONFIGURED;
  return {
    accessType,
    proxy,
    bypass,
    list,
    flags,
    scripts: 0,
    parts: NO_PARTS,
  };
}

// ---- INTERNET_OPTION_PROXY ----

/** Returns the value of INTERNET_OPTION_PROXY. */
export function asProxyInfo(proxies: ProxySettings): INTERNET_PROXY_INFO {
  return {
    dwAccessType: proxies.accessType,
    lpszProxy: proxies.proxy,
    lpszProxyBypass: proxies.bypass,
  };
}

/**
 * Returns the settings for a value of INTERNET_OPTION_PROXY.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER if `InternetOpen` would not accept it.
 */
export function fromProxyInfo(
  { dwAccessType, lpszProxy, lpszProxyBypass }: Partial<INTERNET_PROXY_INFO>,
): ProxySettings {
  return checkedSettings(
    "INTERNET_OPTION_PROXY",
    dwAccessType ?? -1,
    lpszProxy ?? null,
    lpszProxyBypass ?? null,
  );
}

function checkedSettings(
  option: string,
  accessType: number,
  proxy: string | null,
  bypass: string | null,
): ProxySettings {
  try {
    const list = checkedProxies(accessType, proxy, bypass);
    return proxySettings(accessType, proxy, bypass, list);
  } catch (cause) {
    if (!(cause instanceof InternetError)) throw cause;
    throw new InternetError(
      cause.code,
      `Cannot set ${option}: the access type ${
        quotedValue(accessType)
      } and the proxies ${
        quotedUrl(proxy)
      } must be those that InternetOpen accepts`,
      { cause },
    );
  }
}

// ---- INTERNET_OPTION_PER_CONNECTION_OPTION ----

/**
 * Returns the value of INTERNET_OPTION_PER_CONNECTION_OPTION with all parts.
 *
 * @param ofSession `true` for the settings of a session: Windows then returns
 * PROXY_TYPE_DIRECT if both PROXY_TYPE_PROXY and PROXY_TYPE_DIRECT are set.
 */
export function asPerConnection(
  proxies: ProxySettings,
  ofSession: boolean,
): INTERNET_PER_CONN_OPTION_LIST {
  const read = ofSession && proxies.flags === EITHER
    ? { ...proxies, flags: PROXY_TYPE_DIRECT }
    : proxies;
  const pOptions = [...PARTS].map(([dwOption, holds]) => ({
    dwOption,
    Value: partOf(read, dwOption) ?? (holds === "number" ? 0 : null),
  }));
  return { pszConnection: null, pOptions };
}

function partOf(proxies: ProxySettings, part: number): PartValue {
  switch (part) {
    case INTERNET_PER_CONN_FLAGS:
    case INTERNET_PER_CONN_FLAGS_UI:
      return proxies.flags;
    case INTERNET_PER_CONN_PROXY_SERVER:
      return proxies.proxy;
    case INTERNET_PER_CONN_PROXY_BYPASS:
      return proxies.bypass;
    case INTERNET_PER_CONN_AUTODISCOVERY_FLAGS: {
      const flags = Number(proxies.parts.get(part) ?? 0);
      return lastDetection === null
        ? flags
        : combineFlags(flags, AUTO_PROXY_FLAG_DETECTION_RUN);
    }
    case INTERNET_PER_CONN_AUTOCONFIG_LAST_DETECT_TIME:
      return lastDetection?.time ?? null;
    case INTERNET_PER_CONN_AUTOCONFIG_LAST_DETECT_URL:
      return lastDetection?.url ?? null;
  }
  return proxies.parts.get(part) ?? null;
}

/**
 * Returns the settings with some parts set. If one part is invalid, none is
 * set.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER or
 * ERROR_INTERNET_OPTION_NOT_SETTABLE.
 */
export function withPerConnection(
  proxies: ProxySettings,
  list: Partial<INTERNET_PER_CONN_OPTION_LIST>,
): ProxySettings {
  if (list.pszConnection) {
    throw badParameter(
      "Cannot set INTERNET_OPTION_PER_CONNECTION_OPTION: there are no dial-up connections, so pszConnection must be null",
    );
  }
  if (!Array.isArray(list.pOptions)) {
    throw badParameter(
      "Cannot set INTERNET_OPTION_PER_CONNECTION_OPTION: pOptions must be an array",
    );
  }
  const parts = new Map(proxies.parts);
  parts.set(INTERNET_PER_CONN_PROXY_SERVER, proxies.proxy);
  parts.set(INTERNET_PER_CONN_PROXY_BYPASS, proxies.bypass);
  let { flags, scripts } = proxies;
  for (const [index, entry] of list.pOptions.entries()) {
    const [part, value] = checkedConnectionPart(entry, index);
    if (isFlags(part)) scripts = (flags = value as number) & SCRIPT_TYPES;
    else parts.set(part, value);
  }
  return { ...settingsOfParts(flags, parts), scripts };
}

function settingsOfParts(
  flags: number,
  parts: Map<number, PartValue>,
): ProxySettings {
  const proxy = parts.get(INTERNET_PER_CONN_PROXY_SERVER) as string | null;
  const bypass = parts.get(INTERNET_PER_CONN_PROXY_BYPASS) as string | null;
  parts.delete(INTERNET_PER_CONN_PROXY_SERVER);
  parts.delete(INTERNET_PER_CONN_PROXY_BYPASS);
  const settings = checkedSettings(
    "INTERNET_OPTION_PER_CONNECTION_OPTION",
    accessTypeOf(flags, proxy),
    proxy,
    bypass,
  );
  return { ...settings, flags, parts };
}

/** Returns the access type for the flags; PROXY_TYPE_PROXY without a proxy has no effect. */
function accessTypeOf(flags: number, proxy: string | null): number {
  if (hasFlag(flags, PROXY_TYPE_PROXY) && proxy) {
    return INTERNET_OPEN_TYPE_PROXY;
  }
  return (flags & SCRIPT_TYPES) === 0
    ? INTERNET_OPEN_TYPE_DIRECT
    : INTERNET_OPEN_TYPE_PRECONFIG;
}

function checkedConnectionPart(
  entry: Partial<INTERNET_PER_CONN_OPTION> | null | undefined,
  index: number,
): [part: number, value: PartValue] {
  const { dwOption = -1, Value = null } = entry ?? {};
  const holds = PARTS.get(dwOption);
  const name = `part ${index} of INTERNET_OPTION_PER_CONNECTION_OPTION`;
  // The result of a query can be set again.
  if (holds === "read-only" && Value !== null) throw notSettable(name);
  const isRight = holds === "number"
    ? isDword(Value) && (!isFlags(dwOption) || (Value & ~PROXY_TYPES) === 0)
    : holds !== undefined && (Value === null || typeof Value === "string");
  if (isRight) return [dwOption, Value as PartValue];
  throw badParameter(
    holds === undefined
      ? `Cannot set ${name}: dwOption must be one of INTERNET_PER_CONN_*, not ${
        quotedValue(dwOption)
      }`
      : `Cannot set ${name}: the Value for dwOption ${dwOption} must be ${
        wantedFor(dwOption, holds)
      }, not ${quotedUrl(Value)}`,
  );
}

function wantedFor(part: number, holds: string): string {
  if (isFlags(part)) return "PROXY_TYPE_* bits";
  return holds === "number" ? "a DWORD" : "a string or null";
}

function isFlags(part: number): boolean {
  return part === INTERNET_PER_CONN_FLAGS ||
    part === INTERNET_PER_CONN_FLAGS_UI;
}
