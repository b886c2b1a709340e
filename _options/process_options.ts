// Copyright 2026 the wininet authors. MIT license.

/**
 * InternetQueryOption and InternetSetOption: the checks of the option table,
 * then the operation on the handle or on the process.
 *
 * @module
 */

import { ERROR_BAD_ARGUMENTS, InternetError } from "../error.ts";
import {
  INTERNET_OPTION_CONNECTED_STATE,
  INTERNET_OPTION_DIGEST_AUTH_UNLOAD,
  INTERNET_OPTION_END_BROWSER_SESSION,
  INTERNET_OPTION_EXTENDED_ERROR,
  INTERNET_OPTION_MAX_CONNS_PER_1_0_SERVER,
  INTERNET_OPTION_MAX_CONNS_PER_SERVER,
  INTERNET_OPTION_OPT_IN_WEAK_SIGNATURE,
  INTERNET_OPTION_PER_CONNECTION_OPTION,
  INTERNET_OPTION_PROXY,
  INTERNET_OPTION_PROXY_SETTINGS_CHANGED,
  INTERNET_OPTION_REFRESH,
  INTERNET_OPTION_RESET,
  INTERNET_OPTION_RESET_URLCACHE_SESSION,
  INTERNET_OPTION_SETTINGS_CHANGED,
  INTERNET_OPTION_SUPPRESS_BEHAVIOR,
  INTERNET_OPTION_VERSION,
} from "../options.ts";
import { checkQuery, checkSet } from "./gate.ts";
import {
  dropConnections,
  endBrowserSession,
  refreshProxies,
  unloadDigest,
} from "./hooks.ts";
import {
  extendedError,
  getConnectedState,
  restartCacheSession,
  setConnectedState,
  suppress,
} from "./process_state.ts";
import {
  asPerConnection,
  asProxyInfo,
  fromProxyInfo,
  getProcessProxies,
  setProcessProxies,
  withPerConnection,
} from "./proxy_settings.ts";
import { querySetting, withSetting } from "./inherited.ts";
import { getProcessSettings, setProcessSettings } from "./process_settings.ts";
import { getConnectionLimit, setConnectionLimit } from "./connection_limit.ts";

/** The parts of a handle that options need. */
interface OptionOwner {
  readonly type: number;
  queryOption(option: number): unknown;
  setOption(option: number, value: unknown): void;
}

/** The functions that query and set an option of the process that no handle inherits. */
interface ProcessOption {
  readonly query?: () => unknown;
  readonly set?: (value: never) => void;
}

const OPTIONS: ReadonlyMap<number, ProcessOption> = new Map<
  number,
  ProcessOption
>([
  [INTERNET_OPTION_EXTENDED_ERROR, { query: extendedError }],
  // The value on every Windows since XP.
  [INTERNET_OPTION_VERSION, {
    query: () => ({ dwMajorVersion: 1, dwMinorVersion: 2 }),
  }],
  [INTERNET_OPTION_PROXY, {
    query: () => asProxyInfo(getProcessProxies()),
    set: (value: object) => setProcessProxies(fromProxyInfo(value)),
  }],
  [INTERNET_OPTION_PER_CONNECTION_OPTION, {
    query: () => asPerConnection(getProcessProxies(), false),
    set: (value: object) =>
      setProcessProxies(withPerConnection(getProcessProxies(), value)),
  }],
  [INTERNET_OPTION_CONNECTED_STATE, {
    query: getConnectedState,
    set: setConnectedState,
  }],
  [INTERNET_OPTION_MAX_CONNS_PER_SERVER, {
    query: getConnectionLimit,
    set: (value: number) => setConnectionLimit(checkedLimit(value)),
  }],
  [INTERNET_OPTION_MAX_CONNS_PER_1_0_SERVER, {
    set: (value: number) =>
      store(INTERNET_OPTION_MAX_CONNS_PER_1_0_SERVER, checkedLimit(value)),
  }],
  [INTERNET_OPTION_SUPPRESS_BEHAVIOR, { set: suppress }],
]);

/** The effects of the options that have no value; they can be set on any handle. */
const ACTIONS: ReadonlyMap<number, () => void> = new Map([
  [INTERNET_OPTION_REFRESH, refreshProxies],
  [INTERNET_OPTION_PROXY_SETTINGS_CHANGED, refreshProxies],
  [INTERNET_OPTION_SETTINGS_CHANGED, dropConnections],
  [INTERNET_OPTION_END_BROWSER_SESSION, endBrowserSession],
  [INTERNET_OPTION_RESET_URLCACHE_SESSION, restartCacheSession],
  [INTERNET_OPTION_DIGEST_AUTH_UNLOAD, unloadDigest],
  [INTERNET_OPTION_RESET, () => {
    endBrowserSession();
    unloadDigest();
    dropConnections();
  }],
  [INTERNET_OPTION_OPT_IN_WEAK_SIGNATURE, () => {}],
]);

/** Returns the value of an option of a handle or of the process. */
export function queryOption(
  handle: OptionOwner | null,
  option: number,
): unknown {
  checkQuery(option, handle?.type ?? 0);
  if (handle !== null) return handle.queryOption(option);
  const { query } = OPTIONS.get(option) ?? {};
  return query ? query() : querySetting(getProcessSettings(), option);
}

/** Sets an option of a handle or of the process. */
export function setOption(
  handle: OptionOwner | null,
  option: number,
  value: unknown,
): void {
  const checked = checkSet(option, handle?.type ?? 0, value);
  const act = ACTIONS.get(option);
  if (act) return act();
  if (handle !== null) return handle.setOption(option, checked);
  const { set } = OPTIONS.get(option) ?? {};
  // `checkSet` has checked the kind of the value.
  if (set) set(checked as never);
  else store(option, checked);
}

function store(option: number, value: unknown): void {
  const settings = getProcessSettings();
  setProcessSettings(withSetting(settings, option, value) ?? settings);
}

/** Returns a limit greater than 0. ERROR_BAD_ARGUMENTS was observed on Windows. */
function checkedLimit(connections: number): number {
  if (connections > 0) return connections;
  throw new InternetError(
    ERROR_BAD_ARGUMENTS,
    `Cannot set the limit of connections to ${connections}: it must be at least 1`,
  );
}
