// Copyright 2026 the wininet authors. MIT license.

/**
 * Options for HTTP that WinINet does not have. They are set and queried with
 * `InternetSetOption` and `InternetQueryOption`, on a session, a connection or a
 * request before it is sent; a handle copies those of its parent when it is made.
 *
 * Their numbers are above all of wininet.h.
 *
 * @example A session that never uses fetch
 * ```ts
 * import { HTTP_OPTION_TRANSPORT } from "@wininet/wininet/http-options";
 * import { InternetOpen, InternetSetOption } from "@wininet/wininet/internet";
 *
 * using hInternet = InternetOpen("my program/1.0");
 * InternetSetOption(hInternet, HTTP_OPTION_TRANSPORT, "sockets");
 * ```
 *
 * @module
 */

/**
 * What carries requests, an {@linkcode HttpTransport}: `"auto"` until it is set.
 *
 * - `"auto"`: `fetch` for a request without a callback or a listener that asks for
 *   nothing beyond `fetch`, sockets for every other one; `fetch` again where
 *   sockets are not permitted.
 * - `"fetch"`: always `fetch`, which can use HTTP/2
 *   (INTERNET_OPTION_ENABLE_HTTP_PROTOCOL) and obeys the proxies of the
 *   environment. The callback is told only what is then known: no stage of
 *   connecting, sending or closing, and no bytes of a head. What `fetch` cannot
 *   do (a proxy of the session, a forgiven certificate, chunks that the program
 *   frames itself, NTLM) is ERROR_ACCESS_DENIED.
 * - `"sockets"`: always HTTP/1.1 on sockets of this library.
 */
export const HTTP_OPTION_TRANSPORT = 0x10201;

/** The values of {@linkcode HTTP_OPTION_TRANSPORT}. */
export type HttpTransport = "auto" | "fetch" | "sockets";
