// Copyright 2026 the wininet authors. MIT license.

/**
 * The options that every handle has and that a new handle copies from its
 * parent: timeouts and retries. Later changes of the parent reach no child, as
 * on Windows.
 *
 * @module
 */

import {
  INTERNET_OPTION_CONNECT_RETRIES,
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_DATA_RECEIVE_TIMEOUT,
  INTERNET_OPTION_DATA_SEND_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
  INTERNET_OPTION_REQUEST_FLAGS,
  INTERNET_OPTION_SECURITY_FLAGS,
  INTERNET_OPTION_SEND_TIMEOUT,
  INTERNET_OPTION_URL,
  INTERNET_OPTION_USER_AGENT,
} from "../options.ts";
import { isDword } from "./bits.ts";
import { badParameter } from "./failure.ts";

/** A timeout that never fires: the value that Microsoft documents for CONNECT_TIMEOUT. */
export const NO_TIMEOUT = 0xffffffff;

/** Options that only some types of handle have. */
export const OPTIONS_OF_SOME_TYPES: ReadonlySet<number> = new Set([
  INTERNET_OPTION_REQUEST_FLAGS,
  INTERNET_OPTION_SECURITY_FLAGS,
  INTERNET_OPTION_URL,
  INTERNET_OPTION_USER_AGENT,
]);

/** What a handle inherits: never changed, only replaced. Times are milliseconds. */
export interface Settings {
  /** For all addresses of a host together, TLS handshake included. */
  readonly connectTimeout: number;
  /** How many addresses of a host are tried, each once. */
  readonly connectRetries: number;
  /** How long sending may stand still. */
  readonly sendTimeout: number;
  /** How long an answer, or the next part of it, may be awaited. */
  readonly receiveTimeout: number;
  /** As `sendTimeout`, on FTP data connections. */
  readonly dataSendTimeout: number;
  /** As `receiveTimeout`, on FTP data connections. */
  readonly dataReceiveTimeout: number;
}

let processSettings: Settings = {
  connectTimeout: NO_TIMEOUT,
  connectRetries: 5,
  sendTimeout: NO_TIMEOUT,
  receiveTimeout: NO_TIMEOUT,
  dataSendTimeout: NO_TIMEOUT,
  dataReceiveTimeout: NO_TIMEOUT,
};

const SETTING_OF_OPTION: ReadonlyMap<number, keyof Settings> = new Map<
  number,
  keyof Settings
>([
  [INTERNET_OPTION_CONNECT_TIMEOUT, "connectTimeout"],
  [INTERNET_OPTION_CONNECT_RETRIES, "connectRetries"],
  [INTERNET_OPTION_SEND_TIMEOUT, "sendTimeout"],
  [INTERNET_OPTION_RECEIVE_TIMEOUT, "receiveTimeout"],
  [INTERNET_OPTION_DATA_SEND_TIMEOUT, "dataSendTimeout"],
  [INTERNET_OPTION_DATA_RECEIVE_TIMEOUT, "dataReceiveTimeout"],
]);

/** The value of an inherited option, `undefined` when the option is none. */
export function querySetting(
  settings: Settings,
  option: number,
): number | undefined {
  const name = SETTING_OF_OPTION.get(option);
  return name && settings[name];
}

/** The settings with an inherited option set; `null` when the option is none. */
export function withSetting(
  settings: Settings,
  option: number,
  value: unknown,
): Settings | null {
  const name = SETTING_OF_OPTION.get(option);
  if (!name) return null;
  if (!isDword(value)) {
    throw badParameter(`Cannot set option ${option}: the value is not a DWORD`);
  }
  if (name === "connectRetries" && value === 0) {
    throw badParameter(
      "Cannot set INTERNET_OPTION_CONNECT_RETRIES: 0 addresses cannot be tried",
    );
  }
  return { ...settings, [name]: value };
}

/** The defaults of the process: what a new session starts with. */
export function getProcessSettings(): Settings {
  return processSettings;
}

/** Changes the defaults of the process. */
export function setProcessSettings(settings: Settings): void {
  processSettings = settings;
}
