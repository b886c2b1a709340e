// Copyright 2026 the wininet authors. MIT license.

/**
 * The options that every handle has and that a new handle copies from its
 * parent: timeouts, retries, and those of FTP and Gopher. Later changes of the
 * parent reach no child, as on Windows.
 *
 * @module
 */

import {
  FTP_OPTION_ACCOUNT,
  FTP_OPTION_ACTIVE_ADDRESS,
  FTP_OPTION_ACTIVE_PORTS,
  FTP_OPTION_DIRECT_UPLOAD,
  FTP_OPTION_EXTENDED_MODES,
  FTP_OPTION_FOREIGN_DATA_HOST,
  FTP_OPTION_KEEP_ALIVE,
  FTP_OPTION_KEEP_TIMES,
  FTP_OPTION_MACHINE_LISTINGS,
  FTP_OPTION_RESUME,
  FTP_OPTION_VERIFY,
  FTP_RESUME_NEVER,
  FTP_RESUME_OR_FAIL,
  type FtpPortRange,
} from "../ftp_options.ts";
import {
  GOPHER_OPTION_ANY_PORT,
  GOPHER_OPTION_DOT_PATIENCE,
  GOPHER_OPTION_QUERY_SEARCH,
  GOPHER_OPTION_UNCERTAIN_END,
} from "../gopher_options.ts";
import {
  INTERNET_OPTION_CODEPAGE,
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
  /** The Windows code page of names on FTP servers and of what Gopher menus show. */
  readonly codePage: number;
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
}

/** UTF-8. */
const CP_UTF8 = 65_001;

let processSettings: Settings = {
  connectTimeout: NO_TIMEOUT,
  connectRetries: 5,
  sendTimeout: NO_TIMEOUT,
  receiveTimeout: NO_TIMEOUT,
  dataSendTimeout: NO_TIMEOUT,
  dataReceiveTimeout: NO_TIMEOUT,
  codePage: CP_UTF8,
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
};

/** What a setting can be. */
interface Kind {
  readonly name: string;
  readonly has: (value: unknown) => boolean;
}

const DWORD: Kind = { name: "a DWORD", has: isDword };
const COUNT: Kind = {
  name: "a DWORD above 0",
  has: (value) => isDword(value) && value > 0,
};
const BOOLEAN: Kind = {
  name: "a boolean",
  has: (value) => typeof value === "boolean",
};
const TEXT: Kind = {
  name: "a text of one line",
  has: (value) => typeof value === "string" && !/[\0\r\n]/.test(value),
};
const RESUME: Kind = {
  name: "one of the FTP_RESUME_* constants",
  has: (value) => isDword(value) && value <= FTP_RESUME_OR_FAIL,
};
const ADDRESS: Kind = {
  name: "an IP address or null",
  has: (value) =>
    value === null || (typeof value === "string" && isAddress(value)),
};
const PORTS: Kind = {
  name: "a range of ports or null",
  has: (value) =>
    value === null ||
    (typeof value === "object" && isPortRange(value as FtpPortRange)),
};

/** An IPv4 address in its usual form, or an IPv6 address in any. */
function isAddress(text: string): boolean {
  return /^[\d.]+$/.test(text)
    ? URL.parse(`ftp://${text}`)?.hostname === text
    : /^[\da-f:.]+$/i.test(text) && URL.canParse(`ftp://[${text}]`);
}

function isPortRange({ first, last }: FtpPortRange): boolean {
  return Number.isInteger(first) && Number.isInteger(last) && first > 0 &&
    first <= last && last < 65_536;
}

/** The setting behind an option, and what it can be. */
const SETTING_OF_OPTION: ReadonlyMap<
  number,
  readonly [name: keyof Settings, kind: Kind]
> = new Map<number, readonly [keyof Settings, Kind]>([
  [INTERNET_OPTION_CONNECT_TIMEOUT, ["connectTimeout", DWORD]],
  [INTERNET_OPTION_CONNECT_RETRIES, ["connectRetries", COUNT]],
  [INTERNET_OPTION_SEND_TIMEOUT, ["sendTimeout", DWORD]],
  [INTERNET_OPTION_RECEIVE_TIMEOUT, ["receiveTimeout", DWORD]],
  [INTERNET_OPTION_DATA_SEND_TIMEOUT, ["dataSendTimeout", DWORD]],
  [INTERNET_OPTION_DATA_RECEIVE_TIMEOUT, ["dataReceiveTimeout", DWORD]],
  [INTERNET_OPTION_CODEPAGE, ["codePage", DWORD]],
  [FTP_OPTION_EXTENDED_MODES, ["extendedModes", BOOLEAN]],
  [FTP_OPTION_ACTIVE_PORTS, ["activePorts", PORTS]],
  [FTP_OPTION_ACTIVE_ADDRESS, ["activeAddress", ADDRESS]],
  [FTP_OPTION_FOREIGN_DATA_HOST, ["foreignDataHost", BOOLEAN]],
  [FTP_OPTION_KEEP_ALIVE, ["keepAlive", DWORD]],
  [FTP_OPTION_RESUME, ["resume", RESUME]],
  [FTP_OPTION_VERIFY, ["verify", BOOLEAN]],
  [FTP_OPTION_KEEP_TIMES, ["keepTimes", BOOLEAN]],
  [FTP_OPTION_ACCOUNT, ["account", TEXT]],
  [FTP_OPTION_DIRECT_UPLOAD, ["directUpload", BOOLEAN]],
  [FTP_OPTION_MACHINE_LISTINGS, ["machineListings", BOOLEAN]],
  [GOPHER_OPTION_DOT_PATIENCE, ["dotPatience", DWORD]],
  [GOPHER_OPTION_UNCERTAIN_END, ["uncertainEnd", BOOLEAN]],
  [GOPHER_OPTION_QUERY_SEARCH, ["querySearch", BOOLEAN]],
  [GOPHER_OPTION_ANY_PORT, ["anyPort", BOOLEAN]],
]);

/** The value of an inherited option, `undefined` when the option is none. */
export function querySetting(settings: Settings, option: number): unknown {
  const setting = SETTING_OF_OPTION.get(option);
  return setting && settings[setting[0]];
}

/** The settings with an inherited option set; `null` when the option is none. */
export function withSetting(
  settings: Settings,
  option: number,
  value: unknown,
): Settings | null {
  const setting = SETTING_OF_OPTION.get(option);
  if (setting === undefined) return null;
  const [name, kind] = setting;
  if (kind.has(value)) return { ...settings, [name]: value };
  throw badParameter(
    `Cannot set option ${option}: the value is not ${kind.name}`,
  );
}

/** The defaults of the process: what a new session starts with. */
export function getProcessSettings(): Settings {
  return processSettings;
}

/** Changes the defaults of the process. */
export function setProcessSettings(settings: Settings): void {
  processSettings = settings;
}
