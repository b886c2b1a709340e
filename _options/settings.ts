// Copyright 2026 the wininet authors. MIT license.

/**
 * The options that every handle has and that a new handle copies from its
 * parent: timeouts, retries, credentials, decoding, those of FTP and Gopher, and
 * those that are only stored. Later changes of the parent reach no child, as on
 * Windows.
 *
 * Which option is which setting, and what it can be, stands in
 * `option_table.ts`.
 *
 * @module
 */

import { FTP_RESUME_NEVER, type FtpPortRange } from "../ftp_options.ts";
import type { HttpTransport } from "../http_options.ts";
import { type Timeouts, UNSET_TIMEOUT } from "../_base/timeouts.ts";

/** What a handle inherits: never changed, only replaced. Times are milliseconds. */
export interface Settings extends Timeouts {
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
  /** The Windows code page of names on FTP servers and of what Gopher menus show. */
  readonly codePage: number;
  /** Whether encoded bodies are decoded: INTERNET_OPTION_HTTP_DECODING. */
  readonly decoding: boolean;
  /** HTTP_PROTOCOL_FLAG_* bits of newer versions that `fetch` may use. */
  readonly httpProtocols: number;
  /** The options of `http_options.ts`. */
  readonly transport: HttpTransport;
  /** Who logs in, `null` until it is set. */
  readonly username: string | null;
  readonly password: string | null;
  /** Who logs in to the proxy, `null` until it is set. */
  readonly proxyUsername: string | null;
  readonly proxyPassword: string | null;
  /** Whether origin servers get no credentials: INTERNET_OPTION_SUPPRESS_SERVER_AUTH. */
  readonly suppressServerAuth: boolean;
  /** Whether a process that is offline is no reason to stay there: INTERNET_OPTION_IGNORE_OFFLINE. */
  readonly ignoreOffline: boolean;
  /** How URLs become bytes: the INTERNET_FLAG_IDN_* bits, and code pages of Windows. */
  readonly idn: number;
  readonly codePagePath: number;
  readonly codePageExtra: number;
  readonly encodeExtra: boolean;
  /** The options of `ftp_options.ts`. */
  readonly extendedModes: boolean;
  readonly activePorts: FtpPortRange | null;
  readonly activeAddress: string | null;
  readonly foreignDataHost: boolean;
  readonly keepAlive: number;
  readonly resume: number;
  readonly verify: boolean;
  readonly keepTimes: boolean;
  readonly account: string;
  readonly directUpload: boolean;
  readonly machineListings: boolean;
  /** The options of `gopher_options.ts`. */
  readonly dotPatience: number;
  readonly uncertainEnd: boolean;
  readonly querySearch: boolean;
  readonly anyPort: boolean;
  /** Options that nothing depends on, by number, where they were set. */
  readonly stored: ReadonlyMap<number, unknown>;
}

/** UTF-8. */
const CP_UTF8 = 65_001;
/** The code page of the system. */
const CP_ACP = 0;
/** INTERNET_FLAG_IDN_DIRECT and INTERNET_FLAG_IDN_PROXY. */
const IDN_EVERYWHERE = 3;

let processSettings: Settings = {
  connectTimeout: UNSET_TIMEOUT,
  connectRetries: 5,
  sendTimeout: UNSET_TIMEOUT,
  receiveTimeout: UNSET_TIMEOUT,
  dataSendTimeout: UNSET_TIMEOUT,
  dataReceiveTimeout: UNSET_TIMEOUT,
  codePage: CP_UTF8,
  decoding: false,
  httpProtocols: 0,
  transport: "auto",
  username: null,
  password: null,
  proxyUsername: null,
  proxyPassword: null,
  suppressServerAuth: false,
  ignoreOffline: false,
  idn: IDN_EVERYWHERE,
  codePagePath: CP_UTF8,
  codePageExtra: CP_ACP,
  encodeExtra: false,
  extendedModes: true,
  activePorts: null,
  activeAddress: null,
  foreignDataHost: false,
  keepAlive: 0,
  resume: FTP_RESUME_NEVER,
  verify: false,
  keepTimes: false,
  account: "",
  directUpload: false,
  machineListings: true,
  dotPatience: 2000,
  uncertainEnd: false,
  querySearch: false,
  anyPort: false,
  stored: new Map(),
};

/** The settings with the timeouts of a protocol where the program has set none. */
export function withTimeouts(settings: Settings, defaults: Timeouts): Settings {
  const names = Object.keys(defaults) as (keyof Timeouts)[];
  const unset = names.filter((name) => settings[name] === UNSET_TIMEOUT);
  if (unset.length === 0) return settings;
  const timeouts = unset.map((name) => [name, defaults[name]]);
  return { ...settings, ...Object.fromEntries(timeouts) };
}

/** The defaults of the process: what a new session starts with. */
export function getProcessSettings(): Settings {
  return processSettings;
}

/** Changes the defaults of the process. */
export function setProcessSettings(settings: Settings): void {
  processSettings = settings;
}
