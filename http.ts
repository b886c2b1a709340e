// Copyright 2026 the wininet authors. MIT license.

/**
 * The HTTP functions: open a request, add headers, send it, and query the
 * response headers. `InternetReadFile` reads the body.
 *
 * @example Posting a form
 * ```ts
 * import {
 *   HttpOpenRequest,
 *   HttpQueryInfo,
 *   HttpSendRequest,
 * } from "@wininet/wininet/http";
 * import { HTTP_QUERY_FLAG_NUMBER, HTTP_QUERY_STATUS_CODE } from "@wininet/wininet/flags";
 * import { InternetConnect, InternetOpen } from "@wininet/wininet/internet";
 *
 * async function post(host: string, form: URLSearchParams): Promise<number> {
 *   using hInternet = InternetOpen("my program/1.0");
 *   const hConnect = await InternetConnect(hInternet, host);
 *   const hRequest = await HttpOpenRequest(hConnect, "POST", "/form");
 *   await HttpSendRequest(
 *     hRequest,
 *     "Content-Type: application/x-www-form-urlencoded",
 *     form.toString(),
 *   );
 *   return HttpQueryInfo(hRequest, HTTP_QUERY_STATUS_CODE | HTTP_QUERY_FLAG_NUMBER) as number;
 * }
 * ```
 *
 * @module
 */

import {
  HSR_ASYNC,
  HSR_CHUNKED,
  HSR_DOWNLOAD,
  HSR_SYNC,
  HSR_USE_CONTEXT,
  HTTP_ADDREQ_FLAG_ADD,
  HTTP_ADDREQ_FLAGS_MASK,
} from "./flags.ts";
import type { HINTERNET, INTERNET_BUFFERS } from "./structures.ts";
import { hasFlag } from "./_base/bits.ts";
import {
  byteLength,
  checkedBytes,
  checkedFlags,
  checkedHandleFlags,
  checkedStructSize,
} from "./_base/buffers.ts";
import { answer, badParameter, begin } from "./_base/failure.ts";
import { quotedUrl, quotedValue } from "./_base/secrets.ts";
import { openHandleOf } from "./_core/handle.ts";
import { startCall } from "./_core/operation.ts";
import { hasControl, isHeaderValue, isToken } from "./_base/field_text.ts";
import {
  type Header,
  parseHeaderLines,
  wrongHeaders,
} from "./_http/wire/header_list.ts";
import { HttpRequest } from "./_http/handles/request.ts";
import { HttpConnection } from "./_http/handles/connection.ts";

export type { HINTERNET, INTERNET_BUFFERS } from "./structures.ts";

/** The flags of HttpSendRequestEx and HttpEndRequest. */
const HSR_FLAGS = HSR_ASYNC | HSR_SYNC | HSR_USE_CONTEXT | HSR_DOWNLOAD |
  HSR_CHUNKED;

/** Methods that `fetch` cannot send; both transports refuse them. */
const IMPOSSIBLE_METHODS: ReadonlySet<string> = new Set([
  "CONNECT",
  "TRACE",
  "TRACK",
]);

/**
 * Opens a request, which stores the method and the URL. Nothing is sent.
 *
 * HANDLE_CREATED is delivered on the connection, with the context of the
 * request, before the promise resolves.
 *
 * Differences: `lpszVersion` is ignored. The request is sent as HTTP/1.1, or as
 * HTTP/2 if INTERNET_OPTION_ENABLE_HTTP_PROTOCOL allows it. CONNECT and TRACE
 * are refused. `&` in a path is sent unchanged, and `'` in a query is sent as
 * `%27`.
 *
 * @param hConnect A connection returned by `InternetConnect` with
 * INTERNET_SERVICE_HTTP.
 * @param lpszVerb The method; `null` means GET.
 * @param lpszObjectName The path with its query; `null` and `""` mean the
 * default page.
 * @param lpszVersion `null`, `"HTTP/1.0"` or `"HTTP/1.1"`; has no effect.
 * @param lpszReferrer The value of the Referer header.
 * @param lplpszAcceptTypes The media types of the Accept header; empty strings
 * are skipped, and if all are empty the header is `text/*`.
 * @param dwFlags `INTERNET_FLAG_*` bits; INTERNET_FLAG_SECURE selects https.
 * @param dwContext The context that the callback receives with every status of
 * the request; 0, `null` and `undefined` mean no callbacks.
 * @returns The request handle.
 * @throws {InternetError} If the connection is not an open handle
 * (ERROR_INVALID_HANDLE) or of another type
 * (ERROR_INTERNET_INCORRECT_HANDLE_TYPE).
 * @throws {InternetError} If the method is not a token or is not allowed, or
 * another argument cannot be part of a request (ERROR_INVALID_PARAMETER).
 *
 * @example A HEAD request
 * ```ts
 * import { HttpOpenRequest } from "@wininet/wininet/http";
 * import { InternetConnect, InternetOpen } from "@wininet/wininet/internet";
 * import { assert } from "@std/assert";
 *
 * using hInternet = InternetOpen("agent");
 * const hConnect = await InternetConnect(hInternet, "example.com");
 * const hRequest = await HttpOpenRequest(hConnect, "HEAD", "/index.html");
 *
 * assert(!hRequest.closed);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-httpopenrequestw}
 */
export function HttpOpenRequest(
  hConnect: HINTERNET,
  lpszVerb: string | null = null,
  lpszObjectName: string | null = null,
  lpszVersion: string | null = null,
  lpszReferrer: string | null = null,
  lplpszAcceptTypes: string[] | null = null,
  dwFlags: number = 0,
  dwContext?: unknown,
): Promise<HINTERNET> {
  return answer(() => {
    const connection = openHandleOf(
      hConnect,
      HttpConnection,
      "an HTTP connection",
    );
    const flags = checkedHandleFlags(dwFlags);
    const method = checkedMethod(lpszVerb || "GET");
    checkVersion(lpszVersion);
    const object = checkedObjectName(lpszObjectName ?? "");
    const request = new HttpRequest(connection, {
      method,
      url: connection.urlOf(object, flags),
      encodedUrl: (encoding) => connection.urlOf(object, flags, encoding),
      headers: openingHeaders(lpszReferrer, lplpszAcceptTypes),
      flags,
      context: dwContext,
    });
    return connection.announce(request);
  });
}

/**
 * Adds, replaces or removes headers of a request. The headers are sent with
 * every send until the handle is closed. If one line is invalid, no line is
 * applied.
 *
 * The string may contain several headers, each on a separate line: CRLF, CR or
 * LF ends a line, and empty lines are skipped. The stored cookies are appended
 * to a Cookie header of the program, unless INTERNET_FLAG_NO_COOKIES is set.
 *
 * Headers are sent in the case and order in which they were added. A request
 * sent through `fetch` changes both and adds other headers: see
 * HTTP_OPTION_TRANSPORT.
 *
 * Differences: a header that is added in a SENDING_REQUEST callback takes
 * effect with the next send, because the headers of the current one are already
 * complete.
 *
 * @param hRequest The request.
 * @param lpszHeaders The header lines.
 * @param dwModifiers `HTTP_ADDREQ_FLAG_*` bits; 0 means HTTP_ADDREQ_FLAG_ADD.
 * @returns `true`.
 * @throws {InternetError} If a line is not a header, or contains a character
 * that is not allowed in a header (ERROR_HTTP_INVALID_HEADER).
 * @throws {InternetError} If a header already exists and
 * HTTP_ADDREQ_FLAG_ADD_IF_NEW is set (ERROR_HTTP_HEADER_ALREADY_EXISTS).
 * @throws {InternetError} If the header to replace does not exist and
 * HTTP_ADDREQ_FLAG_ADD is not set (ERROR_HTTP_HEADER_NOT_FOUND).
 * @throws {InternetError} If a value is empty and nothing is replaced, or the
 * modifiers are unknown (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or
 * is not a request (ERROR_INTERNET_INCORRECT_HANDLE_TYPE).
 *
 * @example Adding and replacing
 * ```ts
 * import { HttpAddRequestHeaders, HttpOpenRequest, HttpQueryInfo } from "@wininet/wininet/http";
 * import {
 *   HTTP_ADDREQ_FLAG_REPLACE,
 *   HTTP_QUERY_CUSTOM,
 *   HTTP_QUERY_FLAG_REQUEST_HEADERS,
 * } from "@wininet/wininet/flags";
 * import { InternetConnect, InternetOpen } from "@wininet/wininet/internet";
 * import { assertEquals } from "@std/assert";
 *
 * using hInternet = InternetOpen("agent");
 * const hConnect = await InternetConnect(hInternet, "example.com");
 * const hRequest = await HttpOpenRequest(hConnect);
 * HttpAddRequestHeaders(hRequest, "X-Colour: red");
 * HttpAddRequestHeaders(hRequest, "X-Colour: blue", HTTP_ADDREQ_FLAG_REPLACE);
 *
 * const level = HTTP_QUERY_CUSTOM | HTTP_QUERY_FLAG_REQUEST_HEADERS;
 * assertEquals(HttpQueryInfo(hRequest, level, "X-Colour"), "blue");
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-httpaddrequestheadersw}
 */
export function HttpAddRequestHeaders(
  hRequest: HINTERNET,
  lpszHeaders: string,
  dwModifiers: number = HTTP_ADDREQ_FLAG_ADD,
): true {
  return answer(() => {
    const request = openHandleOf(hRequest, HttpRequest, "an HTTP request");
    if (typeof lpszHeaders !== "string") {
      throw wrongHeaders("add headers", lpszHeaders);
    }
    const modifiers = checkedFlags(
      dwModifiers,
      "dwModifiers",
      HTTP_ADDREQ_FLAGS_MASK,
    );
    request.addHeaders(parseHeaderLines(lpszHeaders), modifiers);
    return true;
  });
}

/**
 * Sends a request and waits for the response headers. At most five redirects
 * are followed.
 *
 * A status such as 401 or 404 is a response and not an error: query
 * HTTP_QUERY_STATUS_CODE.
 *
 * The request may be sent again after the call has ended. If the previous
 * response was not read to its end, the rest is discarded, and the connection
 * is closed unless the rest is short.
 *
 * A request without a body has no Content-Length for GET, HEAD, DELETE and
 * OPTIONS, and `Content-Length: 0` for every other method.
 *
 * A request is repeated automatically only if a reused connection was closed
 * before any byte of the response arrived, and only for GET, HEAD, OPTIONS, PUT
 * and DELETE.
 *
 * A challenge of a server (401) or a proxy (407) is answered with the
 * credentials of `InternetConnect`, of the options or of the process. The
 * schemes are, in order of preference, Negotiate with NTLM, NTLM, Digest and
 * Basic. NTLM authentication, which is always NTLMv2, sends the request three
 * times on one connection, and the body only with the last of them. That
 * connection then serves only the same user of the same session. With https the
 * proof is bound to the server certificate. If a challenge is not answered, the
 * program receives the 401 or 407, and `InternetGetLastResponseInfo` returns
 * the reason.
 *
 * An Authorization or Proxy-Authorization header of the program with Negotiate
 * or NTLM authenticates a connection. That connection serves only this handle.
 *
 * After `openUrlCache` the cache serves GET and HEAD requests by the rules of
 * RFC 9111: a fresh response is used without validation, a stale one is
 * validated (ETag, Last-Modified), and the response to a GET is stored once the
 * program has read it to its end. Flags of the request or of `InternetOpen`
 * change that:
 *
 * - INTERNET_FLAG_RELOAD and INTERNET_FLAG_PRAGMA_NOCACHE use no stored
 *   response.
 * - INTERNET_FLAG_RESYNCHRONIZE always validates.
 * - INTERNET_FLAG_HYPERLINK ignores stored responses without freshness
 *   information.
 * - INTERNET_FLAG_NO_CACHE_WRITE stores nothing.
 * - INTERNET_FLAG_FROM_CACHE (also named INTERNET_FLAG_OFFLINE) uses only
 *   stored responses.
 * - INTERNET_FLAG_FWD_BACK prefers stored responses.
 * - INTERNET_FLAG_CACHE_IF_NET_FAIL uses a stored response if the server cannot
 *   be reached.
 *
 * A stored response is used only for the user for whom it was fetched, unless
 * it is public, and only if the header fields that its Vary names are equal.
 * With INTERNET_FLAG_NEED_FILE the response is in a file, also without a cache:
 * INTERNET_OPTION_DATAFILE_NAME returns its path. A temporary file is removed
 * when the handle is closed, or when the last lock of `InternetLockRequestFile`
 * is released.
 *
 * Differences: without `openUrlCache` nothing is stored or used. By default a
 * response without freshness information is validated before it is used
 * (WININET_SYNC_MODE_ON_EXPIRY); Windows uses it until the session ends. A call
 * that is served from the cache posts only REQUEST_COMPLETE, on an asynchronous
 * session; Windows does not even post that. Responses with any status except
 * 206, 401 and 407 are stored if a header states how long they are fresh. The
 * body of a redirected POST is sent again for 307 and 308. Content-Length and
 * Transfer-Encoding headers of the program are replaced by the correct ones. A
 * 204 or 304 response has no body, even if it announces one, and a 205 response
 * has none unless it announces one. Kerberos, NTLMv1 and the credentials of the
 * signed-in user are not supported. HTTP_OPTION_TRANSPORT lists the differences
 * of a request sent through `fetch`.
 *
 * @param hRequest The request.
 * @param lpszHeaders Additional headers; they replace headers with the same
 * name.
 * @param lpOptional The body, for POST and PUT; a string is sent in UTF-8.
 * @returns `true`, after the response headers have arrived.
 * @throws {InternetError} If the request, or a read of its response, is in
 * progress (ERROR_INTERNET_INCORRECT_HANDLE_STATE).
 * @throws {InternetError} If a GET or HEAD request has a body
 * (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the session or the request is offline, or has the
 * directive only-if-cached, and the cache has no response for it
 * (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If INTERNET_FLAG_NEED_FILE is set and no file can be
 * created (ERROR_INTERNET_UNABLE_TO_CACHE_FILE); a read fails with the same
 * error if the file cannot be written.
 * @throws {InternetError} If the name is unknown
 * (ERROR_INTERNET_NAME_NOT_RESOLVED), no connection can be made
 * (ERROR_INTERNET_CANNOT_CONNECT), no more files can be opened
 * (ERROR_TOO_MANY_OPEN_FILES), or a timeout expires (ERROR_INTERNET_TIMEOUT).
 * @throws {InternetError} If the connection breaks
 * (ERROR_INTERNET_CONNECTION_RESET, ERROR_INTERNET_CONNECTION_ABORTED) or the
 * response is not HTTP (ERROR_HTTP_INVALID_SERVER_RESPONSE).
 * @throws {InternetError} If TLS fails (ERROR_INTERNET_SECURITY_CHANNEL_ERROR)
 * or the certificate is not trusted (ERROR_INTERNET_INVALID_CA), outside its
 * validity period (ERROR_INTERNET_SEC_CERT_DATE_INVALID), for another host
 * (ERROR_INTERNET_SEC_CERT_CN_INVALID) or otherwise invalid
 * (ERROR_INTERNET_SEC_INVALID_CERT), or the server requires a client
 * certificate (ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED).
 * @throws {InternetError} If there are too many redirects or one has an invalid
 * target (ERROR_HTTP_REDIRECT_FAILED), or one changes the scheme
 * (ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR,
 * ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR).
 * @throws {InternetError} If the program lacks a permission, or
 * HTTP_OPTION_TRANSPORT excludes a feature of the request
 * (ERROR_ACCESS_DENIED), the port belongs to another service
 * (ERROR_INTERNET_FAILED_DUETOSECURITYCHECK), or the handle is closed during
 * the call (ERROR_INTERNET_OPERATION_CANCELLED).
 *
 * @example Sending a request
 * ```ts
 * import { HttpOpenRequest, HttpSendRequest } from "@wininet/wininet/http";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function ask(hConnect: HINTERNET): Promise<HINTERNET> {
 *   const hRequest = await HttpOpenRequest(hConnect, "GET", "/prices.txt");
 *   await HttpSendRequest(hRequest, "Accept: text/plain");
 *   return hRequest;
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-httpsendrequestw}
 */
export function HttpSendRequest(
  hRequest: HINTERNET,
  lpszHeaders: string | null = null,
  lpOptional: Uint8Array | string | null = null,
): Promise<true> {
  return begin(() => {
    const request = openHandleOf(hRequest, HttpRequest, "an HTTP request");
    const body = lpOptional === null
      ? null
      : checkedBytes(lpOptional, "lpOptional");
    return startCall(
      request,
      request.send("HttpSendRequest", furtherHeaders(lpszHeaders), body),
      { name: "HttpSendRequest" },
    );
  });
}

/**
 * Starts a request whose body the program writes in parts: sends the headers
 * and the first bytes. `InternetWriteFile` writes the rest, and
 * `HttpEndRequest` waits for the response.
 *
 * `dwBufferTotal` becomes Content-Length. With HSR_CHUNKED the body is sent
 * with the chunked transfer coding, and its length need not be known. If the
 * program sets the header `Transfer-Encoding: chunked`, it must frame the
 * chunks itself: its bytes are sent unchanged, `dwBufferTotal` is ignored, and
 * the last bytes must be the last chunk (`"0\r\n\r\n"`).
 *
 * A server may respond before the body is complete. After a success status the
 * body continues; after any other status `InternetWriteFile` fails with
 * ERROR_INTERNET_CONNECTION_ABORTED, and `HttpEndRequest` receives the
 * response.
 *
 * Differences: a request sent through `fetch` (see HTTP_OPTION_TRANSPORT) does
 * not wait for its connection. If the host is unknown or the server is down,
 * this call succeeds, `InternetWriteFile` may succeed as well, and
 * `HttpEndRequest` fails at the latest. A redirect with 307 or 308 cannot be
 * followed, because the body is no longer available: `HttpEndRequest` then
 * fails with ERROR_INTERNET_FORCE_RETRY, and the next send goes to the new URL.
 *
 * @param hRequest The request.
 * @param lpBuffersIn Additional headers (`lpcszHeader`), the first bytes
 * (`lpvBuffer`) and the length of the whole body in bytes (`dwBufferTotal`).
 * @param dwFlags `HSR_*` bits.
 * @param dwContext The context of this call; 0 means the context of the
 * request.
 * @returns `true`, after the headers and the first bytes are sent.
 * @throws {InternetError} If the lengths contradict each other or are invalid
 * (ERROR_INVALID_PARAMETER), and for the reasons of `HttpSendRequest`.
 *
 * @example Uploading in pieces
 * ```ts
 * import { HttpEndRequest, HttpSendRequestEx } from "@wininet/wininet/http";
 * import { InternetWriteFile } from "@wininet/wininet/internet";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function upload(hRequest: HINTERNET, pieces: Uint8Array[]): Promise<void> {
 *   const dwBufferTotal = pieces.reduce((total, piece) => total + piece.length, 0);
 *   await HttpSendRequestEx(hRequest, { dwBufferTotal });
 *   for (const piece of pieces) await InternetWriteFile(hRequest, piece);
 *   await HttpEndRequest(hRequest);
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-httpsendrequestexw}
 */
export function HttpSendRequestEx(
  hRequest: HINTERNET,
  lpBuffersIn: INTERNET_BUFFERS | null = null,
  dwFlags: number = 0,
  dwContext?: unknown,
): Promise<true> {
  return begin(() => {
    const request = openHandleOf(hRequest, HttpRequest, "an HTTP request");
    const flags = checkedFlags(dwFlags, "dwFlags", HSR_FLAGS);
    const buffers = checkedStructSize(lpBuffersIn ?? {});
    const first = buffers.lpvBuffer
      ? checkedBytes(buffers.lpvBuffer, "lpvBuffer")
      : new Uint8Array(0);
    const counted = first.subarray(
      0,
      byteLength(buffers.dwBufferLength, first.length, "dwBufferLength"),
    );
    const total = byteLength(
      buffers.dwBufferTotal,
      Number.MAX_SAFE_INTEGER,
      "dwBufferTotal",
      counted.length,
    );
    const work = request.sendEx({
      headers: furtherHeaders(buffers.lpcszHeader ?? null),
      first: counted,
      total: hasFlag(flags, HSR_CHUNKED) ? null : total,
    });
    return startCall(request, work, {
      name: "HttpSendRequestEx",
      context: dwContext,
      synchronous: hasFlag(flags, HSR_SYNC),
    });
  });
}

/**
 * Ends the request that `HttpSendRequestEx` started, and waits for the response
 * headers.
 *
 * @param hRequest The request.
 * @param dwFlags `HSR_*` bits.
 * @param dwContext The context of this call; 0 means the context of the
 * request.
 * @returns `true`, after the response headers have arrived.
 * @throws {InternetError} If `HttpSendRequestEx` did not start the request, or
 * fewer bytes than `dwBufferTotal` were written
 * (ERROR_INTERNET_INCORRECT_HANDLE_STATE).
 * @throws {InternetError} If `HttpSendRequestEx` failed
 * (ERROR_INTERNET_OPERATION_CANCELLED), as on Windows.
 * @throws {InternetError} If the server redirects with 307 or 308, or requires
 * credentials that the program has (ERROR_INTERNET_FORCE_RETRY), and for the
 * reasons of `HttpSendRequest`.
 *
 * @example The end of an upload
 * ```ts
 * import { HttpEndRequest, HttpQueryInfo } from "@wininet/wininet/http";
 * import { HTTP_QUERY_STATUS_CODE } from "@wininet/wininet/flags";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function finish(hRequest: HINTERNET): Promise<string> {
 *   await HttpEndRequest(hRequest);
 *   return HttpQueryInfo(hRequest, HTTP_QUERY_STATUS_CODE) as string;
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-httpendrequestw}
 */
export function HttpEndRequest(
  hRequest: HINTERNET,
  dwFlags: number = 0,
  dwContext?: unknown,
): Promise<true> {
  return begin(() => {
    const request = openHandleOf(hRequest, HttpRequest, "an HTTP request");
    const flags = checkedFlags(dwFlags, "dwFlags", HSR_FLAGS);
    const options = {
      name: "HttpEndRequest",
      context: dwContext,
      synchronous: hasFlag(flags, HSR_SYNC),
    };
    return startCall(request, request.endRequest(), options);
  });
}

/**
 * The result type of `HttpQueryInfo` for a level: a string for a constant
 * without modifier bits. TypeScript cannot evaluate the modifier bits of a
 * level.
 */
export type HttpQueryResult<Level extends number> = number extends Level
  ? string | number | Date
  : `${Level}` extends
    `${infer _A}${infer _B}${infer _C}${infer _D}${infer _E}${infer _F}${infer _Rest}`
    ? string | number | Date
  : string;

/**
 * Returns a header, the status or other information about the response or, with
 * HTTP_QUERY_FLAG_REQUEST_HEADERS, about the request.
 *
 * HTTP_QUERY_STATUS_CODE is `"0"` before the response. The value is a number up
 * to 4,294,967,295 with HTTP_QUERY_FLAG_NUMBER, a number up to 2^53-1 with
 * HTTP_QUERY_FLAG_NUMBER64, a `Date` with HTTP_QUERY_FLAG_SYSTEMTIME, and
 * otherwise a string. HTTP_QUERY_RAW_HEADERS separates lines with NUL,
 * HTTP_QUERY_RAW_HEADERS_CRLF with CRLF.
 *
 * The reason phrase, the version, and the names and order of headers are
 * returned as the server sent them.
 *
 * Differences: for a request sent through `fetch` (see HTTP_OPTION_TRANSPORT)
 * they are unknown. The reason phrase is then the standard one, the version is
 * HTTP/1.1, and the names are in lower case and sorted; headers with the same
 * name are joined, except Set-Cookie, so their index is 0. The index is an
 * input parameter only and is not incremented.
 *
 * @param hRequest The request.
 * @param dwInfoLevel One of the `HTTP_QUERY_*` constants, combined with
 * modifier bits.
 * @param name The name of the header, for HTTP_QUERY_CUSTOM.
 * @param dwIndex The index among several headers with the same name, from 0.
 * @returns The value.
 * @throws {InternetError} If the header does not exist, or the index is too
 * high (ERROR_HTTP_HEADER_NOT_FOUND).
 * @throws {InternetError} If the value is not of the requested type, a number
 * or a time (ERROR_HTTP_INVALID_HEADER).
 * @throws {InternetError} If the level is invalid
 * (ERROR_HTTP_INVALID_QUERY_REQUEST) or an argument is invalid
 * (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the request waits for `HttpEndRequest`
 * (ERROR_INTERNET_INCORRECT_HANDLE_STATE).
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or
 * is not a request (ERROR_INTERNET_INCORRECT_HANDLE_TYPE).
 *
 * @example Before the request is sent
 * ```ts
 * import { HttpOpenRequest, HttpQueryInfo } from "@wininet/wininet/http";
 * import { HTTP_QUERY_FLAG_NUMBER, HTTP_QUERY_STATUS_CODE } from "@wininet/wininet/flags";
 * import { InternetConnect, InternetOpen } from "@wininet/wininet/internet";
 * import { assertEquals } from "@std/assert";
 *
 * using hInternet = InternetOpen("agent");
 * const hConnect = await InternetConnect(hInternet, "example.com");
 * const hRequest = await HttpOpenRequest(hConnect);
 *
 * assertEquals(HttpQueryInfo(hRequest, HTTP_QUERY_STATUS_CODE | HTTP_QUERY_FLAG_NUMBER), 0);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-httpqueryinfow}
 */
export function HttpQueryInfo<Level extends number>(
  hRequest: HINTERNET,
  dwInfoLevel: Level,
  name?: string,
  dwIndex: number = 0,
): HttpQueryResult<Level> {
  return answer(() => {
    const request = openHandleOf(hRequest, HttpRequest, "an HTTP request");
    const level = checkedFlags(dwInfoLevel, "dwInfoLevel");
    return request.queryInfo(level, name, dwIndex) as HttpQueryResult<Level>;
  });
}

function checkedMethod(verb: string): string {
  if (typeof verb !== "string" || !isToken(verb)) {
    throw badParameter(
      `Cannot open the request: lpszVerb must be a method such as "GET", not ${
        quotedValue(verb)
      }`,
    );
  }
  if (IMPOSSIBLE_METHODS.has(verb.toUpperCase())) {
    throw badParameter(
      `Cannot open the request: lpszVerb must not be "${verb}", which fetch cannot send`,
    );
  }
  // Like `fetch`, sends these methods in upper case.
  return /^(DELETE|GET|HEAD|OPTIONS|POST|PUT)$/i.test(verb)
    ? verb.toUpperCase()
    : verb;
}

function checkVersion(version: string | null): void {
  if (version === null || version === "" || /^HTTP\/1\.[01]$/i.test(version)) {
    return;
  }
  throw badParameter(
    `Cannot open the request: lpszVersion must be "HTTP/1.0" or "HTTP/1.1", not ${
      quotedValue(version)
    }`,
  );
}

function checkedObjectName(objectName: string): string {
  if (typeof objectName === "string" && !hasControl(objectName)) {
    return objectName;
  }
  throw badParameter(
    `Cannot request ${
      quotedUrl(objectName)
    }: lpszObjectName must be a path without control characters, for example "/index.html"`,
  );
}

function openingHeaders(
  referrer: string | null,
  acceptTypes: readonly string[] | null,
): Header[] {
  if (acceptTypes !== null && !Array.isArray(acceptTypes)) {
    throw badParameter(
      `Cannot open the request: lplpszAcceptTypes must be an array such as ["text/plain"], or null, not ${
        quotedValue(acceptTypes)
      }`,
    );
  }
  const headers: Header[] = [];
  if (referrer) headers.push(["Referer", referrer]);
  if (acceptTypes?.length) headers.push(["Accept", acceptValue(acceptTypes)]);
  if (
    headers.every(([, value]) =>
      typeof value === "string" && isHeaderValue(value)
    )
  ) {
    return headers;
  }
  throw badParameter(
    "Cannot open the request: lpszReferrer and the items of lplpszAcceptTypes must be strings of ISO 8859-1 without control characters",
  );
}

/** Skips empty types; if all types are empty, returns the value for text types only. */
function acceptValue(types: readonly string[]): string {
  return types.filter((type) => type !== "").join(", ") || "text/*";
}

function furtherHeaders(text: string | null): Header[] {
  if (text === null || text === undefined) return [];
  if (typeof text !== "string") {
    throw wrongHeaders("send the request", text);
  }
  return parseHeaderLines(text);
}
