// Copyright 2026 the wininet authors. MIT license.

/**
 * Gopher options that WinINet does not have. `InternetSetOption` and `InternetQueryOption` set and
 * query them on a session, a connection, a file or an enumeration; a new handle copies the options
 * of its parent.
 *
 * Their numbers are higher than all those of wininet.h.
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
 * The time in milliseconds during which a text may continue after a line with only a dot; 2000 by
 * default. The dot ends a text, but some servers send texts that contain such lines. If a server
 * neither sends more nor closes the connection within that time, the text has ended.
 */
export const GOPHER_OPTION_DOT_PATIENCE = 0x10101;
/**
 * Accepts a TLS connection that ends without close_notify, if nothing else proves that the data is
 * complete: a boolean, `false` by default.
 */
export const GOPHER_OPTION_UNCERTAIN_END = 0x10102;
/**
 * Treats a question mark in the URL of an index (type 7) as the start of the search words, as old
 * programs write them: a boolean, `false` by default.
 */
export const GOPHER_OPTION_QUERY_SEARCH = 0x10103;
/** Allows the ports of other services, such as 25 (mail): a boolean, `false` by default. */
export const GOPHER_OPTION_ANY_PORT = 0x10104;
