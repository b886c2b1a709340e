// Copyright 2026 the wininet authors. MIT license.

/**
 * The options that every handle has and that a new handle copies from its
 * parent: timeouts, retries, credentials, decoding, those of FTP and Gopher, and
 * those that are only stored. Later changes of the parent reach no child, as on
 * Windows.
 *
 * The rows of `table.ts` have the option of each setting, the kind of its value, and its
 * initial value.
 *
 * @module
 */

import type { FtpPortRange } from "../ftp_options.ts";
import type { HttpTransport } from "../http_options.ts";
import type { WireLog } from "../session_options.ts";
import { type Timeouts, UNSET_TIMEOUT } from "../_base/timeouts.ts";
import type { ClientCertificate } from "./client_certificate.ts";

/** Settings of every protocol. Times are milliseconds. */
export interface CommonSettings extends Timeouts {
  /** For all addresses of a host together, TLS handshake included. */
  readonly connectTimeout: number;
  /** The number of addresses of a host that are tried, each once. */
  readonly connectRetries: number;
  /** The longest time that sending may stand still. */
  readonly sendTimeout: number;
  /** The longest wait for an answer, or for the next part of it. */
  readonly receiveTimeout: number;
  /** The Windows code page of names on FTP servers and of display texts in Gopher menus. */
  readonly codePage: number;
  /** The name for the server, `null` until it is set. */
  readonly username: string | null;
  /** The password for the server, `null` until it is set. */
  readonly password: string | null;
  /** The name for the proxy, `null` until it is set. */
  readonly proxyUsername: string | null;
  /** The password for the proxy, `null` until it is set. */
  readonly proxyPassword: string | null;
  /** The URL encoding of hosts: INTERNET_FLAG_IDN_* bits. */
  readonly idn: number;
  /** INTERNET_OPTION_ENCODE_EXTRA. */
  readonly encodeExtra: boolean;
  /** SESSION_OPTION_WIRE_LOG. */
  readonly wireLog: WireLog | null;
  /** INTERNET_OPTION_CLIENT_CERT_CONTEXT. */
  readonly clientCertificate: ClientCertificate | null;
  /** SESSION_OPTION_CERTIFICATES. */
  readonly keepsCertificates: boolean;
}

/** Settings of HTTP. */
export interface HttpSettings {
  /** INTERNET_OPTION_HTTP_DECODING: encoded bodies are decoded. */
  readonly decoding: boolean;
  /** HTTP_PROTOCOL_FLAG_* bits of newer versions that `fetch` may use. */
  readonly httpProtocols: number;
  /** INTERNET_OPTION_HSTS: hosts that have demanded https get it, and others may demand it. */
  readonly hsts: boolean;
  /** HTTP_OPTION_TRANSPORT. */
  readonly transport: HttpTransport;
  /** INTERNET_OPTION_SUPPRESS_SERVER_AUTH: origin servers get no credentials. */
  readonly suppressServerAuth: boolean;
  /** INTERNET_OPTION_DISABLE_NTLM_PREAUTH: a login by NTLM starts after a challenge only. */
  readonly waitsForChallenge: boolean;
  /** INTERNET_OPTION_IGNORE_OFFLINE: the request is sent although the process is offline. */
  readonly ignoreOffline: boolean;
  /** INTERNET_OPTION_BYPASS_EDITED_ENTRY: entries that a user has edited are treated like others. */
  readonly bypassesEdited: boolean;
  /** INTERNET_OPTION_FROM_CACHE_TIMEOUT: after this time a stored response is used; NO_TIMEOUT for never. */
  readonly fromCacheTimeout: number;
  /** INTERNET_OPTION_ENABLE_REDIRECT_CACHE_READ: stored redirects are followed. */
  readonly followsStored: boolean;
  /** INTERNET_OPTION_SECONDARY_CACHE_KEY: a part of the key of entries, beside the URL. */
  readonly secondaryKey: string;
  /** INTERNET_OPTION_DATAFILE_EXT: the extension of the files of the cache; `""` for that of the URL. */
  readonly fileExtension: string;
  /** The Windows code page of paths. */
  readonly codePagePath: number;
  /** The Windows code page of queries. */
  readonly codePageExtra: number;
}

/** Settings of FTP: the options of `ftp_options.ts`. */
export interface FtpSettings {
  /** As `sendTimeout`, on data connections. */
  readonly dataSendTimeout: number;
  /** As `receiveTimeout`, on data connections. */
  readonly dataReceiveTimeout: number;
  readonly extendedModes: boolean;
  readonly activePorts: FtpPortRange | null;
  readonly activeAddress: string | null;
  readonly foreignDataHost: boolean;
  readonly keepAlive: number;
  readonly resume: number;
  readonly verify: boolean;
  readonly keepTimes: boolean;
  readonly account: string;
  readonly loginCommand: string;
  readonly allowsUncertainEnd: boolean;
  readonly transferKeepAlive: string;
  readonly directUpload: boolean;
  readonly machineListings: boolean;
  readonly hidden: boolean;
  readonly reconnect: boolean;
  readonly queue: boolean;
  readonly implicitTls: boolean;
  readonly ftpAnyPort: boolean;
}

/** Settings of Gopher: the options of `gopher_options.ts`. */
export interface GopherSettings {
  readonly dotPatience: number;
  readonly uncertainEnd: boolean;
  readonly querySearch: boolean;
  readonly anyPort: boolean;
}

/** The settings that a handle inherits: never changed, only replaced. */
export interface Settings
  extends CommonSettings, HttpSettings, FtpSettings, GopherSettings {
  /** The values of options that are only stored, by number, if they were set. */
  readonly stored: ReadonlyMap<number, unknown>;
}

/** A setting that an option of its own holds. */
export type Setting = Exclude<keyof Settings, "stored">;

/** Returns settings with the timeouts of a protocol for those that the program has not set. */
export function withTimeouts(settings: Settings, defaults: Timeouts): Settings {
  const names = Object.keys(defaults) as (keyof Timeouts)[];
  const unset = names.filter((name) => settings[name] === UNSET_TIMEOUT);
  if (unset.length === 0) return settings;
  const timeouts = unset.map((name) => [name, defaults[name]]);
  return { ...settings, ...Object.fromEntries(timeouts) };
}
