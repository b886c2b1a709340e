// Copyright 2026 the wininet authors. MIT license.

/**
 * Options for Gopher that WinINet does not have. They are set and queried with
 * `InternetSetOption` and `InternetQueryOption`, on a session, a connection, a file
 * or an enumeration; a handle copies those of its parent when it is made.
 *
 * Their numbers are above all of wininet.h.
 *
 * @example A server that takes its time
 * ```ts
 * import { GOPHER_OPTION_DOT_PATIENCE } from "@wininet/wininet/gopher-options";
 * import { InternetOpen, InternetSetOption } from "@wininet/wininet/internet";
 *
 * using hInternet = InternetOpen("my program/1.0");
 * InternetSetOption(hInternet, GOPHER_OPTION_DOT_PATIENCE, 10_000);
 * ```
 *
 * @module
 */

/**
 * How long a text goes on behind a line that is only a dot: milliseconds, 2000
 * until it is set. The dot ends a text, but servers that do not know so send texts
 * with such lines in them. A server that neither sends more nor closes the
 * connection for that time has sent everything.
 */
export const GOPHER_OPTION_DOT_PATIENCE = 0x10101;
/**
 * Whether a connection with TLS may end without a farewell (close_notify) where
 * nothing else tells that the data is whole: a boolean, `false` until it is set.
 */
export const GOPHER_OPTION_UNCERTAIN_END = 0x10102;
/**
 * Whether a question mark in the URL of an index server (type 7) begins the words
 * that are searched, as old programs wrote it: a boolean, `false` until it is set.
 */
export const GOPHER_OPTION_QUERY_SEARCH = 0x10103;
/**
 * Whether ports of other services may be connected to, such as 25 (mail): a
 * boolean, `false` until it is set.
 */
export const GOPHER_OPTION_ANY_PORT = 0x10104;
