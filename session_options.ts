// Copyright 2026 the wininet authors. MIT license.

/**
 * Options of all protocols that WinINet does not have. They are set and queried with
 * `InternetSetOption` and `InternetQueryOption`, on a session or a connection; a handle
 * copies those of its parent when it is made.
 *
 * Their numbers are above all of wininet.h.
 *
 * @example A log of the lines
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
 * Receives each line that is sent and received, as `curl -v` shows them: a
 * {@linkcode WireLog}, `null` for none, which it is until it is set. The lines are:
 *
 * - FTP: commands and replies;
 * - HTTP: the heads of requests and responses, 1xx responses included, and those of
 *   CONNECT to a proxy;
 * - Gopher: requests, without the answers to a form, and the headers of Gopher+.
 *
 * With TLS they are the lines before the encryption and after the decryption. These are
 * replaced by `***`: the arguments of PASS, ACCT and the commands of SITE for passwords,
 * also where the reply repeats them, the values of Authorization, Proxy-Authorization,
 * cookies and fields whose name ends in api-key, token, secret or password, user and
 * password in URLs, and the password and the account where an FTP server repeats them
 * during the login.
 *
 * The function is called by the event queue, as a status callback is: after the call that
 * sent the line, in the order of lines and statuses. An error that it throws is reported
 * by `reportError`. It makes an HTTP request use sockets, unless HTTP_OPTION_TRANSPORT is
 * `"fetch"`, which shows no lines.
 *
 * Differences: WinINet has no such option.
 */
export const SESSION_OPTION_WIRE_LOG = 0x10303;

/**
 * Gives a session a jar of cookies, remembered credentials, kept connections and a cache of its
 * own, which end with it: a boolean, `false` until it is set. A program that works for several
 * users gives each of them such a session, and no user's requests use anything of another's.
 *
 * It is set on a session before its first connection. The functions for cookies take
 * the session as their last argument. `openCookieFile` keeps the cookies of other
 * sessions only. The decisions about the cookies of sites, the proxies of the
 * process and its connection limits hold for private sessions, too.
 *
 * Differences: WinINet has no such option; everything belongs to the process there.
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
 * Keeps the server's certificate, and the facts of the TLS connection, for
 * INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT, INTERNET_OPTION_SECURITY_CERTIFICATE,
 * INTERNET_OPTION_SECURITY_KEY_BITNESS, INTERNET_OPTION_SECURITY_CONNECTION_INFO and
 * INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT: a boolean, `false` until it is set. It is set
 * on a session or a connection, before the handle that is asked is made.
 *
 * The faster TLS of Deno does not show the certificate, so requests with this option use
 * that of `node:tls`, and sockets instead of `fetch`. The certificate is checked in the
 * same way. An FTP connection shows its certificate without this option, unless faults of
 * the certificate are forgiven.
 *
 * Differences: WinINet has no such option; the certificate is always known there.
 *
 * @example The end of a certificate
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

/** A line that was sent or received, without its end. */
export interface WireLine {
  /** The handle that sent or received it. */
  readonly handle: HINTERNET;
  /** `"out"` for a line of this program, `"in"` for one of the server or proxy. */
  readonly direction: "out" | "in";
  /** The line; secrets are replaced by `***`. */
  readonly text: string;
  /**
   * The bytes of the whole command, reply or head that ends with this line, as they are on
   * the wire without TLS; 0 for its other lines.
   */
  readonly bytes: number;
  /** When it was sent or received: milliseconds of `performance.now()`. */
  readonly time: number;
}

/**
 * Receives lines; see {@linkcode SESSION_OPTION_WIRE_LOG}.
 *
 * @param line The line.
 */
export type WireLog = (line: WireLine) => void;
