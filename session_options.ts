// Copyright 2026 the wininet authors. MIT license.

/**
 * Options for all protocols that WinINet does not have. `InternetSetOption` and
 * `InternetQueryOption` set and query them on a session or a connection; a new handle copies the
 * options of its parent.
 *
 * Their numbers are higher than all those of wininet.h.
 *
 * @example A log of the protocol lines
 * ```ts
 * import { InternetOpen, InternetSetOption } from "@wininet/wininet/internet";
 * import { SESSION_OPTION_WIRE_LOG, type WireLog } from "@wininet/wininet/session-options";
 *
 * using hInternet = InternetOpen("my program/1.0");
 * const log: WireLog = ({ direction, text }) => {
 *   console.error(direction === "out" ? ">" : "<", text);
 * };
 * InternetSetOption(hInternet, SESSION_OPTION_WIRE_LOG, log);
 * ```
 *
 * @module
 */

import type { HINTERNET } from "./structures.ts";

export type { HINTERNET } from "./structures.ts";

/**
 * A {@linkcode WireLog} that receives each line that is sent or received, as `curl -v` shows them;
 * `null` by default. The lines are:
 *
 * - FTP: commands and replies;
 * - HTTP: the heads of requests and responses, 1xx responses included, and those of
 *   CONNECT to a proxy;
 * - Gopher: requests, without the answers to a form, and the headers of Gopher+.
 *
 * With TLS they are the lines before the encryption and after the decryption. Secrets are replaced
 * by `***`: the arguments of PASS, ACCT and the SITE commands for passwords, also if the reply
 * repeats them; the values of Authorization, Proxy-Authorization, cookies and fields whose name
 * ends in api-key, token, secret or password; user name and password in URLs; and the password and
 * the account if an FTP server repeats them during the login.
 *
 * The event queue calls the function, like a status callback: after the call that sent the line, in
 * the order of lines and statuses. An error that it throws is reported with `reportError`. The
 * option makes HTTP requests use sockets, unless HTTP_OPTION_TRANSPORT is `"fetch"`, which shows no
 * lines.
 *
 * Differences: WinINet does not have this option.
 */
export const SESSION_OPTION_WIRE_LOG = 0x10303;

/**
 * Gives a session separate cookies, remembered credentials, kept connections and a separate cache,
 * which are discarded when it is closed: a boolean, `false` by default. A program that works for
 * several users opens such a session for each of them, so that no request of one user uses the data
 * of another.
 *
 * Set it on a session before its first connection. The cookie functions take the session as their
 * last argument. `openCookieFile` stores only the cookies of other sessions. The decisions about
 * the cookies of sites, the proxies of the process and its connection limits also apply to private
 * sessions.
 *
 * Differences: WinINet does not have this option; everything belongs to the process there.
 *
 * @example A session for one user
 * ```ts
 * import { InternetGetCookie, InternetSetCookie } from "@wininet/wininet/cookie";
 * import { InternetOpen, InternetSetOption } from "@wininet/wininet/internet";
 * import { SESSION_OPTION_PRIVATE } from "@wininet/wininet/session-options";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * using hInternet = InternetOpen("my server/1.0");
 * InternetSetOption(hInternet, SESSION_OPTION_PRIVATE, true);
 * const url = "https://private.example/";
 * InternetSetCookie(url, "user", "anna", hInternet);
 *
 * assertEquals(InternetGetCookie(url, null, hInternet), "user=anna");
 * assertThrows(() => InternetGetCookie(url), "ERROR_NO_MORE_ITEMS");
 * ```
 */
export const SESSION_OPTION_PRIVATE = 0x10301;

/**
 * Keeps the server's certificate, and the properties of the TLS connection, for
 * INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT, INTERNET_OPTION_SECURITY_CERTIFICATE,
 * INTERNET_OPTION_SECURITY_KEY_BITNESS, INTERNET_OPTION_SECURITY_CONNECTION_INFO and
 * INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT: a boolean, `false` by default. Set it on a session or
 * a connection, before the handle that is queried is created.
 *
 * Deno's faster TLS does not expose the certificate, so requests with this option use `node:tls`,
 * and sockets instead of `fetch`. The certificate is verified in the same way. An FTP connection
 * exposes its certificate without this option, unless certificate errors are ignored.
 *
 * Differences: WinINet does not have this option; the certificate is always available there.
 *
 * @example The expiry date of a certificate
 * ```ts
 * import {
 *   InternetOpen,
 *   InternetOpenUrl,
 *   InternetQueryOption,
 *   InternetSetOption,
 * } from "@wininet/wininet/internet";
 * import { INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT } from "@wininet/wininet/options";
 * import { SESSION_OPTION_CERTIFICATES } from "@wininet/wininet/session-options";
 *
 * async function endOfCertificate(url: string): Promise<Date> {
 *   using hInternet = InternetOpen("my program/1.0");
 *   InternetSetOption(hInternet, SESSION_OPTION_CERTIFICATES, true);
 *   using hRequest = await InternetOpenUrl(hInternet, url);
 *   const option = INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT;
 *   return InternetQueryOption(hRequest, option).ftExpiry;
 * }
 * ```
 */
export const SESSION_OPTION_CERTIFICATES = 0x10302;

/** A line that was sent or received, without its line end. */
export interface WireLine {
  /** The handle that sent or received it. */
  readonly handle: HINTERNET;
  /** `"out"` for a line of this program, `"in"` for one of the server or proxy. */
  readonly direction: "out" | "in";
  /** The line; secrets are replaced by `***`. */
  readonly text: string;
  /**
   * The number of bytes of the whole command, reply or head that ends with this line, without the
   * overhead of TLS; 0 for its other lines.
   */
  readonly bytes: number;
  /** The time at which it was sent or received, in milliseconds of `performance.now()`. */
  readonly time: number;
}

/**
 * Receives lines; see {@linkcode SESSION_OPTION_WIRE_LOG}.
 *
 * @param line The line.
 */
export type WireLog = (line: WireLine) => void;
