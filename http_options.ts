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
 * The transport that carries requests, an {@linkcode HttpTransport}; `"auto"` until it
 * is set.
 *
 * - `"auto"` uses sockets. It uses `fetch` for a request that is not watched (no
 *   callback or listener with a context), has no timeout that the program has set and
 *   no proxy, if `fetch` can do more: use HTTP/2
 *   (INTERNET_OPTION_ENABLE_HTTP_PROTOCOL), or obey proxies of an environment that
 *   the program may not read (INTERNET_OPEN_TYPE_PRECONFIG without `--allow-env`).
 *   It also uses `fetch` if there is no `Deno.connect`.
 * - `"sockets"` always uses sockets: HTTP/1.1 of this library.
 * - `"fetch"` always uses `fetch`. The callback then receives only the known statuses: handles,
 *   redirects, cookies, the bytes of the body and the end of each call, but no stage
 *   of connecting, sending or closing. ERROR_ACCESS_DENIED is the error of features that `fetch` lacks:
 *   a proxy of the session, a forgiven certificate, chunks that the program frames
 *   itself, an Authorization header with NTLM or Negotiate. A challenge of NTLM is not
 *   answered.
 *
 * Other differences between the two:
 *
 * | | sockets | `fetch` |
 * | --- | --- | --- |
 * | header names of the request | in the case and order of the program | in lower case, one name together |
 * | headers that are added | none without need; no User-Agent for a program without a name | `accept`, `accept-language`, an empty `user-agent`, and an empty `range` beside an Accept-Encoding of the program |
 * | header names of the response | as the server sent them | in lower case and sorted; lines of one name are joined, except Set-Cookie |
 * | reason phrase and version | as the server sent them | those of the standard, and always HTTP/1.1 |
 * | HTTP/2 | no | with INTERNET_OPTION_ENABLE_HTTP_PROTOCOL |
 * | 1xx responses | INTERNET_STATUS_INTERMEDIATE_RESPONSE | not seen |
 * | folded header lines, more than about 100 lines, a header of 600 KB, HTTP/1.0 with chunks | read | ERROR_HTTP_INVALID_SERVER_RESPONSE |
 * | a Transfer-Encoding other than chunked | ERROR_HTTP_INVALID_SERVER_RESPONSE | not undone |
 * | a fault in a body | an end too early, a reset and wrong chunks have a code each | always ERROR_INTERNET_CONNECTION_ABORTED |
 * | INTERNET_OPTION_CONNECT_TIMEOUT | limits connecting | not known; INTERNET_OPTION_RECEIVE_TIMEOUT limits connecting and the response together |
 * | addresses of a host | IPv6 and IPv4 in turns, 250 ms apart; INTERNET_OPTION_CONNECT_RETRIES is their number | `fetch` decides |
 * | proxies | those of the session or of the environment | those of the environment, also with INTERNET_OPEN_TYPE_DIRECT |
 *
 * Ports of other services, such as 25, and the methods CONNECT and TRACE are refused
 * by both.
 */
export const HTTP_OPTION_TRANSPORT = 0x10201;

/** The values of {@linkcode HTTP_OPTION_TRANSPORT}. */
export type HttpTransport = "auto" | "fetch" | "sockets";
