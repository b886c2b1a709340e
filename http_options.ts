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
 * - `"auto"`: sockets of this library. `fetch` for a request without a callback or a
 *   listener where `fetch` can do more: HTTP/2, if INTERNET_OPTION_ENABLE_HTTP_PROTOCOL
 *   asks for it, and the proxies of an environment that the program may not read
 *   (INTERNET_OPEN_TYPE_PRECONFIG without `--allow-env`). `fetch`, too, where sockets
 *   are not permitted.
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
