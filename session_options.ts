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
 * replaced by `***`: the arguments of PASS and ACCT, the values of Authorization,
 * Proxy-Authorization and cookies, user and password in URLs, and the password and the
 * account where an FTP server repeats them during the login.
 *
 * The function is called by the event queue, as a status callback is: after the call that
 * sent the line, in the order of lines and statuses. An error that it throws is reported
 * by `reportError`. It makes an HTTP request use sockets, unless HTTP_OPTION_TRANSPORT is
 * `"fetch"`, which shows no lines.
 *
 * Differences: WinINet has no such option.
 */
export const SESSION_OPTION_WIRE_LOG = 0x10303;

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
