// Copyright 2026 the wininet authors. MIT license.

/**
 * Options for Gopher that WinINet does not have. They are set and queried with
 * `InternetSetOption` and `InternetQueryOption`, on a session, a connection, a file
 * or an enumeration; a handle copies those of its parent when it is made.
 *
 * Their numbers are above all of wininet.h.
 *
 * @example A slow server
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
 * The time that a text may continue after a line that is only a dot: milliseconds, 2000 until
 * it is set. The dot ends a text, but some servers send texts with such lines in them. If a
 * server neither sends more nor closes the connection in that time, the text has ended.
 */
export const GOPHER_OPTION_DOT_PATIENCE = 0x10101;
/**
 * Accepts a TLS connection that ends without close_notify, if nothing else proves that the
 * data is complete: a boolean, `false` until it is set.
 */
export const GOPHER_OPTION_UNCERTAIN_END = 0x10102;
/**
 * Lets a question mark in the URL of an index (type 7) start the words to search for, as
 * old programs write it: a boolean, `false` until it is set.
 */
export const GOPHER_OPTION_QUERY_SEARCH = 0x10103;
/**
 * Allows the ports of other services, such as 25 (mail): a boolean, `false` until it is
 * set.
 */
export const GOPHER_OPTION_ANY_PORT = 0x10104;
