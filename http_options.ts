// Copyright 2026 the wininet authors. MIT license.

/**
 * HTTP options that WinINet does not have. They are set and queried with
 * `InternetSetOption` and `InternetQueryOption` on a session, a connection, or
 * a request that is not sent yet. A handle copies the options of its parent
 * when it is created.
 *
 * Their numbers are above all option numbers in wininet.h.
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
 * The transport of requests, an {@linkcode HttpTransport}; the default is
 * `"auto"`.
 *
 * - `"auto"` uses sockets, with two exceptions. It uses `fetch` for a request
 *   that is not observed (no callback or listener with a context) and has
 *   neither a timeout that the program has set nor a proxy, if `fetch` can do
 *   more: use HTTP/2 (INTERNET_OPTION_ENABLE_HTTP_PROTOCOL), or use the proxies
 *   of an environment that the program has no permission to read
 *   (INTERNET_OPEN_TYPE_PRECONFIG without `--allow-env`). It also uses `fetch`
 *   if `Deno.connect` does not exist.
 * - `"sockets"` always uses sockets, with the HTTP/1.1 implementation of this
 *   library.
 * - `"fetch"` always uses `fetch`. The callback then receives only the statuses
 *   for handles, redirects, cookies, the bytes of the body and the end of each
 *   call, but none for connecting, sending or closing. Features that `fetch`
 *   lacks fail with ERROR_ACCESS_DENIED: a session proxy, ignored certificate
 *   errors, chunks that the program frames itself, and an Authorization header
 *   with NTLM or Negotiate. An NTLM challenge is not answered.
 *
 * Other differences between the two:
 *
 * | | sockets | `fetch` |
 * | --- | --- | --- |
 * | request header names | in the case and order that the program set | in lower case, grouped by name |
 * | added headers | only necessary ones; no User-Agent if the agent name is empty | `accept`, `accept-language`, an empty `user-agent`, and an empty `range` if the program sets Accept-Encoding |
 * | response header names | as the server sent them | in lower case and sorted; lines with the same name are joined, except Set-Cookie |
 * | reason phrase and version | as the server sent them | the standard phrase, and always HTTP/1.1 |
 * | HTTP/2 | no | with INTERNET_OPTION_ENABLE_HTTP_PROTOCOL |
 * | 1xx responses | INTERNET_STATUS_INTERMEDIATE_RESPONSE | not reported |
 * | folded header lines, more than about 100 lines, a header of 600 KB, HTTP/1.0 with chunks | accepted | ERROR_HTTP_INVALID_SERVER_RESPONSE |
 * | a Transfer-Encoding other than chunked | ERROR_HTTP_INVALID_SERVER_RESPONSE | not decoded |
 * | an error in a body | an early end, a reset and invalid chunks each have a code | always ERROR_INTERNET_CONNECTION_ABORTED |
 * | INTERNET_OPTION_CONNECT_TIMEOUT | limits connecting | no effect; INTERNET_OPTION_RECEIVE_TIMEOUT limits connecting and the response together |
 * | addresses of a host | IPv6 and IPv4 alternately, 250 ms apart; INTERNET_OPTION_CONNECT_RETRIES limits their number | `fetch` decides |
 * | proxies | those of the session or the environment | those of the environment, even with INTERNET_OPEN_TYPE_DIRECT |
 *
 * Both refuse the ports of other services, such as 25, and the methods CONNECT
 * and TRACE.
 */
export const HTTP_OPTION_TRANSPORT = 0x10201;

/** The values of {@linkcode HTTP_OPTION_TRANSPORT}. */
export type HttpTransport = "auto" | "fetch" | "sockets";
