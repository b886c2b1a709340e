// Copyright 2026 the wininet authors. MIT license.

/**
 * The options that every handle has and that a new handle copies from its
 * parent: timeouts, retries, credentials, decoding, the FTP and Gopher options,
 * and those that are only stored. Later changes of the parent do not affect its
 * children, as on Windows.
 *
 * The rows of `table.ts` have the option of each setting, the kind of its
 * value, and its initial value.
 *
 * @module
 */

import type { FtpPortRange } from "../ftp_options.ts";
import type { HttpTransport } from "../http_options.ts";
import type { WireLog } from "../session_options.ts";
import { type Timeouts, UNSET_TIMEOUT } from "../_base/timeouts.ts";
import type { ClientCertificate } from "./client_certificate.ts";

/** The settings of every protocol. Times are in milliseconds. */
export interface CommonSettings extends Timeouts {
  /**
   * The time limit for connecting to all addresses of a host together,
   * including the TLS handshake.
   */
  readonly connectTimeout: number;
  /** The maximum number of addresses of a host that are tried, each once. */
  readonly connectRetries: number;
  /** The maximum time without progress while sending. */
  readonly sendTimeout: number;
  /** The maximum wait for a response, or for the next part of it. */
  readonly receiveTimeout: number;
  /**
   * The Windows code page of file names on FTP servers and of display strings
   * in Gopher menus.
   */
  readonly codePage: number;
  /** The user name for the server, or `null` until it is set. */
  readonly username: string | null;
  /** The password for the server, or `null` until it is set. */
  readonly password: string | null;
  /** The user name for the proxy, or `null` until it is set. */
  readonly proxyUsername: string | null;
  /** The password for the proxy, or `null` until it is set. */
  readonly proxyPassword: string | null;
  /** The encoding of hosts in URLs: INTERNET_FLAG_IDN_* bits. */
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

/** The HTTP settings. */
export interface HttpSettings {
  /** INTERNET_OPTION_HTTP_DECODING: encoded bodies are decoded. */
  readonly decoding: boolean;
  /** HTTP_PROTOCOL_FLAG_* bits of the newer versions that `fetch` may use. */
  readonly httpProtocols: number;
  /**
   * INTERNET_OPTION_HSTS: hosts that have required https are only contacted
   * with https, and responses may add hosts.
   */
  readonly hsts: boolean;
  /** HTTP_OPTION_TRANSPORT. */
  readonly transport: HttpTransport;
  /** INTERNET_OPTION_SUPPRESS_SERVER_AUTH: origin servers receive no credentials. */
  readonly suppressServerAuth: boolean;
  /**
   * INTERNET_OPTION_DISABLE_NTLM_PREAUTH: NTLM authentication starts only after
   * a challenge.
   */
  readonly waitsForChallenge: boolean;
  /** INTERNET_OPTION_IGNORE_OFFLINE: the request is sent even if the process is offline. */
  readonly ignoreOffline: boolean;
  /** INTERNET_OPTION_BYPASS_EDITED_ENTRY: entries that a user has edited are treated like others. */
  readonly bypassesEdited: boolean;
  /**
   * INTERNET_OPTION_FROM_CACHE_TIMEOUT: the time after which a cached response
   * is used; NO_TIMEOUT is never.
   */
  readonly fromCacheTimeout: number;
  /** INTERNET_OPTION_ENABLE_REDIRECT_CACHE_READ: cached redirects are followed. */
  readonly followsStored: boolean;
  /** INTERNET_OPTION_SECONDARY_CACHE_KEY: a part of the cache key in addition to the URL. */
  readonly secondaryKey: string;
  /**
   * INTERNET_OPTION_DATAFILE_EXT: the extension of cache files; `""` is the
   * extension of the URL.
   */
  readonly fileExtension: string;
  /** The Windows code page of paths. */
  readonly codePagePath: number;
  /** The Windows code page of queries. */
  readonly codePageExtra: number;
}

/** The FTP settings: the options of `ftp_options.ts`. */
export interface FtpSettings {
  /** The maximum time without progress while sending on a data connection. */
  readonly dataSendTimeout: number;
  /** The maximum wait for the next part of the data on a data connection. */
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

/** The Gopher settings: the options of `gopher_options.ts`. */
export interface GopherSettings {
  readonly dotPatience: number;
  readonly uncertainEnd: boolean;
  readonly querySearch: boolean;
  readonly anyPort: boolean;
}

/** The settings that a handle inherits; never changed, only replaced. */
export interface Settings
  extends CommonSettings, HttpSettings, FtpSettings, GopherSettings {
  /** The values of the options that are only stored, by option number, if they were set. */
  readonly stored: ReadonlyMap<number, unknown>;
}

/** A setting that has a separate option. */
export type Setting = Exclude<keyof Settings, "stored">;

/**
 * Returns the settings with the timeouts of a protocol in place of those that
 * the program has not set.
 */
export function withTimeouts(settings: Settings, defaults: Timeouts): Settings {
  const names = Object.keys(defaults) as (keyof Timeouts)[];
  const unset = names.filter((name) => settings[name] === UNSET_TIMEOUT);
  if (unset.length === 0) return settings;
  const timeouts = unset.map((name) => [name, defaults[name]]);
  return { ...settings, ...Object.fromEntries(timeouts) };
}
