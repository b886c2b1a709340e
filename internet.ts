// Copyright 2026 the wininet authors. MIT license.

/**
 * The general functions: sessions, connections, reading and writing, options,
 * the status callback, and closing.
 *
 * @example Asynchronously, with a callback
 * ```ts
 * import { InternetOpen, InternetOpenUrl, InternetSetStatusCallback } from "@wininet/wininet/internet";
 * import { INTERNET_FLAG_ASYNC } from "@wininet/wininet/flags";
 *
 * function start(urls: string[]): void {
 *   const hInternet = InternetOpen("my program/1.0", 0, null, null, INTERNET_FLAG_ASYNC);
 *   InternetSetStatusCallback(hInternet, (_hInternet, dwContext, dwInternetStatus) => {
 *     console.log(dwContext, dwInternetStatus);
 *   });
 *   for (const url of urls) InternetOpenUrl(hInternet, url, null, 0, url);
 * }
 * ```
 *
 * @module
 */

import {
  FILE_BEGIN,
  INTERNET_DEFAULT_HTTP_PORT,
  INTERNET_DEFAULT_HTTPS_PORT,
  INTERNET_FLAG_ASYNC,
  INTERNET_FLAG_OFFLINE,
  INTERNET_FLAG_SECURE,
  INTERNET_MAX_PORT_NUMBER_VALUE,
  INTERNET_OPEN_TYPE_PRECONFIG,
  INTERNET_SERVICE_FTP,
  INTERNET_SERVICE_GOPHER,
  INTERNET_SERVICE_HTTP,
  IRF_ASYNC,
  IRF_NO_WAIT,
  IRF_SYNC,
} from "./flags.ts";
import type { InternetStatus, StatusCallback } from "./status.ts";
import type {
  InternetOptionValues,
  InternetSettableValues,
} from "./_base/option_values.ts";
import type {
  FindData,
  FindHandle,
  HINTERNET,
  INTERNET_BUFFERS,
} from "./structures.ts";
import { getLastResponse, setLastError } from "./_base/last_error.ts";
import { withoutBrackets } from "./_base/host.ts";
import { hasFlag } from "./_base/bits.ts";
import {
  byteLength,
  checkedBuffer,
  checkedBytes,
  checkedFlags,
  checkedHandleFlags,
  checkedStructSize,
  intoBuffer,
  textOfUrl,
} from "./_base/buffers.ts";
import { answer, badParameter, begin, inDeno } from "./_base/failure.ts";
import { kindOfSecret, quotedValue } from "./_base/secrets.ts";
import { openHandle, openHandleOf, type Work } from "./_core/handle.ts";
import { startOpening } from "./_core/opening.ts";
import { startCall } from "./_core/operation.ts";
import { checkedProxies } from "./_options/proxy_list.ts";
import { checkedAgent, type ConnectInit, Session } from "./_core/session.ts";
import { queryOption, setOption } from "./_options/process_options.ts";
import { connectFtp } from "./_ftp/handles/open.ts";
import { parseServerName } from "./_ftp/wire/url.ts";
import { connectGopher } from "./_gopher/handles/open.ts";
import { HttpConnection } from "./_http/handles/connection.ts";
import { isCredential } from "./_auth/credentials.ts";
import { openUrl } from "./_open/url.ts";
import { checkedHost } from "./_base/host.ts";

export type {
  CallResult,
  CompletionStatus,
  HandleStatus,
  INTERNET_ASYNC_RESULT,
  InternetStatus,
  NumberStatus,
  PlainStatus,
  StatusArguments,
  StatusCallback,
  TextStatus,
} from "./status.ts";
export {
  InternetTimeFromSystemTime,
  InternetTimeToSystemTime,
} from "./_base/http_time.ts";
export type {
  InternetOptionValues,
  InternetOtherValues,
  InternetSettableValues,
} from "./_base/option_values.ts";
export type { FtpPortRange } from "./ftp_options.ts";
export type { HttpTransport } from "./http_options.ts";
export type { WireLine, WireLog } from "./session_options.ts";
export type {
  CERT_CONTEXT,
  FindData,
  FindHandle,
  GOPHER_ADMIN_ATTRIBUTE_TYPE,
  GOPHER_ASK_ATTRIBUTE_TYPE,
  GOPHER_ATTRIBUTE_TYPE,
  GOPHER_ATTRIBUTE_VALUES,
  GOPHER_FIND_DATA,
  GOPHER_VIEW_ATTRIBUTE_TYPE,
  HINTERNET,
  HTTP_VERSION_INFO,
  INTERNET_BUFFERS,
  INTERNET_CACHE_TIMESTAMPS,
  INTERNET_CERTIFICATE_INFO,
  INTERNET_CONNECTED_INFO,
  INTERNET_DIAGNOSTIC_SOCKET_INFO,
  INTERNET_PER_CONN_OPTION,
  INTERNET_PER_CONN_OPTION_LIST,
  INTERNET_PROXY_INFO,
  INTERNET_SECURITY_CONNECTION_INFO,
  INTERNET_VERSION_INFO,
  WIN32_FIND_DATA,
} from "./structures.ts";

/** InternetReadFile waits until the buffer is full. */
const FILL = { noWait: false };

/** Shared by all calls of InternetReadFile, the most frequent function. */
const READING = { name: "InternetReadFile" };

/** The flags of InternetReadFileEx. */
const IRF_FLAGS = IRF_ASYNC | IRF_SYNC | IRF_NO_WAIT;

/**
 * Opens a session, the root of a tree of handles. Nothing is sent.
 *
 * With INTERNET_FLAG_ASYNC, the status callback receives REQUEST_COMPLETE at
 * the end of every call that may wait, and then the promise of the call
 * settles. Without the flag, only the promise reports the end.
 *
 * Differences: INTERNET_OPEN_TYPE_PRECONFIG uses the proxy variables of the
 * environment (HTTP_PROXY, HTTPS_PROXY, FTP_PROXY, GOPHER_PROXY, ALL_PROXY,
 * NO_PROXY) instead of the registry. After `loadProxyScripts` (`pac.ts`) it
 * also uses the proxy script of the process, if
 * INTERNET_OPTION_PER_CONNECTION_OPTION on `null` has set one. A proxy is an
 * HTTP proxy, which forwards http requests and tunnels everything else with
 * CONNECT. Unlike Windows, `https://`, `socks5://`, `socks4a://` and
 * `socks4://` proxies are supported as well.
 *
 * @param lpszAgent The User-Agent header. `null` and `""` send none; `fetch`
 * (HTTP_OPTION_TRANSPORT) sends an empty one.
 * @param dwAccessType One of the `INTERNET_OPEN_TYPE_*` constants.
 * @param lpszProxy The proxies, for INTERNET_OPEN_TYPE_PROXY:
 * `[protocol=][http://|https://|socks5://|socks4a://|socks4://][user:password@]host[:port]`,
 * separated by spaces.
 * @param lpszProxyBypass The hosts that are reached without a proxy, separated
 * by `;`. `*` matches any characters, and `<local>` matches names without a
 * dot. The local machine is always included unless the list contains
 * `<-loopback>`.
 * @param dwFlags INTERNET_FLAG_ASYNC and INTERNET_FLAG_OFFLINE.
 * @returns The session handle.
 * @throws {InternetError} If an argument is invalid, or a proxy is missing
 * (ERROR_INVALID_PARAMETER).
 *
 * @example A session that closes itself
 * ```ts
 * import { InternetOpen } from "@wininet/wininet/internet";
 * import { assert } from "@std/assert";
 *
 * using hInternet = InternetOpen("my program/1.0");
 *
 * assert(!hInternet.closed);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetopenw}
 */
export function InternetOpen(
  lpszAgent: string | null,
  dwAccessType: number = INTERNET_OPEN_TYPE_PRECONFIG,
  lpszProxy: string | null = null,
  lpszProxyBypass: string | null = null,
  dwFlags: number = 0,
): HINTERNET {
  return answer(() => {
    const agent = checkedAgent(lpszAgent);
    const flags = checkedHandleFlags(dwFlags);
    const proxies = checkedProxies(dwAccessType, lpszProxy, lpszProxyBypass);
    return new Session({
      agent,
      accessType: dwAccessType,
      proxies,
      proxyText: lpszProxy,
      bypassText: lpszProxyBypass,
      asynchronous: hasFlag(flags, INTERNET_FLAG_ASYNC),
      offline: hasFlag(flags, INTERNET_FLAG_OFFLINE),
      flags,
    });
  });
}

/**
 * Opens a connection to a server. For HTTP and Gopher the call only stores the
 * server: nothing is sent before the first request. For FTP it connects and
 * logs in.
 *
 * HANDLE_CREATED is delivered on the session, with the context of the
 * connection, before the promise resolves. For FTP it is delivered immediately,
 * so that the callback can close the handle to cancel.
 *
 * FTP: without a user name the login is anonymous. With INTERNET_FLAG_PASSIVE
 * the client opens the data connections. INTERNET_FLAG_SECURE requests TLS
 * before the login (explicit TLS). A connection to port 990, to a server name
 * such as `ftps://ftp.example.com:2990`, or with FTP_OPTION_IMPLICIT starts
 * with TLS (implicit TLS). If TLS fails, no login takes place. The
 * INTERNET_FLAG_IGNORE_CERT_* flags ignore certificate errors on this
 * connection. The ports of other services are refused, see FTP_OPTION_ANY_PORT.
 *
 * HTTP: the user name and the password answer the challenges of this server
 * only (Negotiate with NTLM, NTLM, Digest, Basic; the name may be
 * `DOMAIN\\user` or `user@domain` for NTLM). Credentials that a server accepted
 * are kept for each realm until the process ends.
 *
 * Gopher: with INTERNET_FLAG_SECURE, TLS is used for every server that a
 * locator names. The ports of other services are refused, see
 * GOPHER_OPTION_ANY_PORT.
 *
 * Differences: INTERNET_FLAG_SECURE on the connection makes all its requests
 * use TLS, as Microsoft documents it; Windows was observed to send them in
 * plain text to port 443. Windows has no TLS for FTP and Gopher, and it refuses
 * no ports. Kerberos, Passport and NTLMv1 challenges are not answered. The
 * credentials of the signed-in user are never used: a name and a password are
 * required.
 *
 * @param hInternet A session returned by `InternetOpen`.
 * @param lpszServerName The host name or address, with or without brackets for
 * IPv6; for FTP also `ftps://host:port`.
 * @param nServerPort The TCP port; 0 means the default port of the service.
 * @param lpszUserName The user name; must be `null` for Gopher.
 * @param lpszPassword The password; for FTP it requires a user name.
 * @param dwService One of the `INTERNET_SERVICE_*` constants; HTTP if it is
 * omitted.
 * @param dwFlags INTERNET_FLAG_SECURE for TLS, INTERNET_FLAG_PASSIVE for FTP.
 * @param dwContext The context that the callback receives with every status of
 * the connection; 0, `null` and `undefined` mean no callbacks.
 * @returns The connection handle.
 * @throws {InternetError} If the session is not an open handle
 * (ERROR_INVALID_HANDLE) or of another type
 * (ERROR_INTERNET_INCORRECT_HANDLE_TYPE).
 * @throws {InternetError} If the host, the port or the service is invalid, a
 * password has no user name for FTP, or a user name or password is set for
 * Gopher (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} Gopher: if the port belongs to another service
 * (ERROR_INTERNET_FAILED_DUETOSECURITYCHECK).
 * @throws {InternetError} FTP: if the server is not found
 * (ERROR_INTERNET_NAME_NOT_RESOLVED), refuses the connection
 * (ERROR_INTERNET_CANNOT_CONNECT, ERROR_INTERNET_PROXY_SERVER_UNREACHABLE),
 * does not reply in time (ERROR_INTERNET_TIMEOUT), refuses the login
 * (ERROR_INTERNET_LOGIN_FAILURE) or refuses the session
 * (ERROR_INTERNET_EXTENDED_ERROR, with the text of the server).
 * @throws {InternetError} FTP: if TLS is not available or fails
 * (ERROR_INTERNET_SECURITY_CHANNEL_ERROR), or the certificate is invalid
 * (ERROR_INTERNET_INVALID_CA, ERROR_INTERNET_SEC_CERT_DATE_INVALID,
 * ERROR_INTERNET_SEC_CERT_CN_INVALID).
 * @throws {InternetError} In a runtime other than Deno
 * (ERROR_CALL_NOT_IMPLEMENTED).
 *
 * @example Connecting
 * ```ts
 * import { InternetConnect, InternetOpen } from "@wininet/wininet/internet";
 * import { INTERNET_FLAG_SECURE, INTERNET_SERVICE_HTTP } from "@wininet/wininet/flags";
 * import { assert } from "@std/assert";
 *
 * using hInternet = InternetOpen("agent");
 * const hConnect = await InternetConnect(
 *   hInternet,
 *   "example.com",
 *   0,
 *   null,
 *   null,
 *   INTERNET_SERVICE_HTTP,
 *   INTERNET_FLAG_SECURE,
 * );
 *
 * assert(!hConnect.closed);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetconnectw}
 */
export function InternetConnect(
  hInternet: HINTERNET,
  lpszServerName: string,
  nServerPort: number = 0,
  lpszUserName: string | null = null,
  lpszPassword: string | null = null,
  dwService: number = INTERNET_SERVICE_HTTP,
  dwFlags: number = 0,
  dwContext?: unknown,
): Promise<HINTERNET> {
  return begin(() => {
    const session = openHandleOf(hInternet, Session, "a session");
    const server = ftpServer(lpszServerName, dwService);
    const host = withoutBrackets(checkedHost(server?.host ?? lpszServerName));
    const flags = checkedHandleFlags(dwFlags);
    const port = checkedPort(nServerPort) || (server?.port ?? 0);
    if (server !== null && server.port !== 0 && server.port !== port) {
      throw badParameter(
        `Cannot connect: nServerPort is ${port} and lpszServerName has port ${server.port}, so pass one of them`,
      );
    }
    const init = {
      host,
      port,
      user: lpszUserName,
      password: lpszPassword,
      implicitTls: server !== null,
      flags,
    };
    const connect = SERVICES.get(dwService);
    if (connect === undefined) {
      throw badParameter(
        `Cannot connect: dwService must be INTERNET_SERVICE_HTTP, INTERNET_SERVICE_FTP or INTERNET_SERVICE_GOPHER, not ${
          quotedValue(dwService)
        }`,
      );
    }
    return inDeno(
      "InternetConnect",
      () => connect(session, init, dwContext),
    );
  });
}

/**
 * Opens a URL: connects, sends a GET request, and waits for the response
 * headers. The body is read from the new handle.
 *
 * INTERNET_FLAG_SECURE makes `http:` use TLS, on port 443 unless the URL names
 * another. `HttpSendRequest` documents the cache flags.
 *
 * An FTP URL (`ftp:`, or `ftps:` with TLS from the start) opens a file or a
 * directory. A directory is read as an HTML page or, with
 * INTERNET_FLAG_RAW_DATA, enumerated with `InternetFindNextFile` and `entries`.
 * The path is relative to the login directory; `%2F` at its start makes it
 * absolute. With INTERNET_FLAG_PASSIVE the client opens the data connection.
 *
 * A Gopher URL (`gopher:`, or `gophers:` with TLS) opens a file or a menu,
 * according to its type. A menu is read as an HTML page or, with
 * INTERNET_FLAG_RAW_DATA, enumerated. `%09` and words after the selector run a
 * search; a Gopher+ field may follow (RFC 4266). INTERNET_FLAG_SECURE makes
 * `gopher:` use TLS as well.
 *
 * A `file:` URL opens a local file (needs `--allow-read`).
 *
 * HANDLE_CREATED is posted immediately, so that the callback can close the
 * handle to cancel. If the call fails, REQUEST_COMPLETE carries the error, and
 * then the handle is closed.
 *
 * An FTP connection that is no longer in use stays logged in for ten seconds.
 * The session reuses it for the next URL with the same server, user, password,
 * TLS, mode and proxy.
 *
 * Differences: the parent of the handle is the session; no hidden connection
 * handle exists. A `file:` URL of a directory is an error.
 *
 * @param hInternet A session returned by `InternetOpen`.
 * @param lpszUrl The URL; its scheme is http, https, ftp, ftps, gopher, gophers
 * or file.
 * @param lpszHeaders The request headers, in the form that
 * `HttpAddRequestHeaders` accepts.
 * @param dwFlags `INTERNET_FLAG_*` bits.
 * @param dwContext The context that the callback receives with every status of
 * the request; 0, `null` and `undefined` mean no callbacks.
 * @returns The handle; for HTTP, `HttpQueryInfo` accepts it.
 * @throws {InternetError} If the URL is neither a string nor a `URL`
 * (ERROR_INVALID_PARAMETER), is invalid (ERROR_INTERNET_INVALID_URL), or its
 * scheme is unknown (ERROR_INTERNET_UNRECOGNIZED_SCHEME).
 * @throws {InternetError} `file:`: if the file does not exist
 * (ERROR_FILE_NOT_FOUND) or the program has no permission to read it
 * (ERROR_ACCESS_DENIED).
 * @throws {InternetError} FTP: for the reasons of `InternetConnect`, and if the
 * server refuses a command (ERROR_INTERNET_EXTENDED_ERROR).
 * @throws {InternetError} Gopher: for the reasons of `GopherOpenFile` and
 * `GopherFindFirstFile`; Telnet and TN3270 items fail with
 * ERROR_GOPHER_NOT_FILE.
 * @throws {InternetError} If the headers are invalid
 * (ERROR_HTTP_INVALID_HEADER), and for the reasons of `HttpSendRequest`.
 * @throws {InternetError} In a runtime other than Deno
 * (ERROR_CALL_NOT_IMPLEMENTED).
 *
 * @example Downloading
 * ```ts
 * import { InternetOpen, InternetOpenUrl, InternetReadFile } from "@wininet/wininet/internet";
 *
 * async function firstBytes(url: string): Promise<Uint8Array> {
 *   using hInternet = InternetOpen("my program/1.0");
 *   using hRequest = await InternetOpenUrl(hInternet, url);
 *   const buffer = new Uint8Array(100);
 *   return buffer.subarray(0, await InternetReadFile(hRequest, buffer));
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetopenurlw}
 */
export function InternetOpenUrl(
  hInternet: HINTERNET,
  lpszUrl: string | URL,
  lpszHeaders: string | null = null,
  dwFlags: number = 0,
  dwContext?: unknown,
): Promise<HINTERNET> {
  return begin(() => {
    const session = openHandleOf(hInternet, Session, "a session");
    const flags = checkedHandleFlags(dwFlags);
    const url = textOfUrl(lpszUrl) as string;
    const init = { headers: lpszHeaders, flags, context: dwContext };
    const name = "InternetOpenUrl";
    return inDeno(
      name,
      () => startOpening(openUrl(session, url, init), name),
    );
  });
}

/**
 * Reads from a handle. Resolves when the buffer is full or the data ends.
 *
 * RECEIVING_RESPONSE is posted if the read must wait, and RESPONSE_RECEIVED
 * with the number of bytes from the network; for TLS, these are the decrypted
 * bytes. Reads that are started at the same time run one after the other.
 *
 * If the connection breaks, the read fails, and the bytes that it has collected
 * are lost. A program that needs every byte reads with IRF_NO_WAIT, or at most
 * the number of bytes that `InternetQueryDataAvailable` returns.
 *
 * Differences: on an asynchronous session every read ends with
 * REQUEST_COMPLETE, even one from memory, for which Windows returns TRUE and
 * posts nothing.
 *
 * @param hFile A handle of `InternetOpenUrl`, `FtpOpenFile` or
 * `GopherOpenFile`, or of `HttpOpenRequest` after the request is sent.
 * @param lpBuffer The buffer that receives the bytes. It is never detached; do
 * not change it until the promise settles.
 * @returns The number of bytes read; 0 at the end of the data.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE), of
 * another type (ERROR_INTERNET_INCORRECT_HANDLE_TYPE) or has no response yet
 * (ERROR_INTERNET_INCORRECT_HANDLE_STATE).
 * @throws {InternetError} If the buffer is not a Uint8Array, or its ArrayBuffer
 * is transferred or shortened before the read ends, in which case the bytes are
 * lost (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the connection breaks
 * (ERROR_INTERNET_CONNECTION_RESET) or ends too early
 * (ERROR_INTERNET_CONNECTION_ABORTED), no data arrives in time
 * (ERROR_INTERNET_TIMEOUT), or the response is not valid HTTP
 * (ERROR_HTTP_INVALID_SERVER_RESPONSE). A request sent through `fetch` fails
 * with ERROR_INTERNET_CONNECTION_ABORTED in all of these cases except the
 * timeout.
 * @throws {InternetError} If the handle is closed during the call
 * (ERROR_INTERNET_OPERATION_CANCELLED).
 *
 * @example Reading to the end
 * ```ts
 * import { InternetReadFile } from "@wininet/wininet/internet";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function count(hFile: HINTERNET): Promise<number> {
 *   const buffer = new Uint8Array(65536);
 *   let total = 0;
 *   for (let read; (read = await InternetReadFile(hFile, buffer)) > 0;) total += read;
 *   return total;
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetreadfile}
 */
export function InternetReadFile(
  hFile: HINTERNET,
  lpBuffer: Uint8Array,
): Promise<number> {
  return begin(() => {
    const file = openHandle(hFile);
    const buffer = checkedBuffer(lpBuffer, "lpBuffer");
    const work = intoBuffer(buffer, file.readFile(buffer, FILL));
    return startCall(file, work, READING);
  });
}

/**
 * Reads from a handle, with flags and a separate context.
 *
 * With IRF_NO_WAIT the call returns the bytes that have arrived instead of
 * waiting until the buffer is full; if none have arrived, it waits for the
 * first bytes. With IRF_SYNC no REQUEST_COMPLETE is posted on an asynchronous
 * session.
 *
 * Differences: on Windows a pending IRF_NO_WAIT read does not fill the buffer,
 * and its end only means "call again"; here it reads the bytes. IRF_NO_WAIT and
 * IRF_USE_CONTEXT are the same bit, as on Windows.
 *
 * @param hFile A handle as for `InternetReadFile`.
 * @param lpBuffersOut The buffer. In an INTERNET_BUFFERS structure,
 * `dwBufferLength` is the number of bytes to read into `lpvBuffer`, and is set
 * to the number of bytes read.
 * @param dwFlags `IRF_*` bits.
 * @param dwContext The context of this call; 0 means the context of the handle.
 * @returns The number of bytes read; 0 at the end of the data.
 * @throws {InternetError} If the buffer, its structure or the flags are invalid
 * (ERROR_INVALID_PARAMETER), and for the reasons of `InternetReadFile`.
 *
 * @example Reading the bytes that have arrived
 * ```ts
 * import { InternetReadFileEx } from "@wininet/wininet/internet";
 * import { IRF_NO_WAIT } from "@wininet/wininet/flags";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function next(hFile: HINTERNET): Promise<Uint8Array> {
 *   const buffer = new Uint8Array(65536);
 *   return buffer.subarray(0, await InternetReadFileEx(hFile, buffer, IRF_NO_WAIT));
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetreadfileexw}
 */
export function InternetReadFileEx(
  hFile: HINTERNET,
  lpBuffersOut: INTERNET_BUFFERS | Uint8Array,
  dwFlags: number = 0,
  dwContext?: unknown,
): Promise<number> {
  return begin(() => {
    const file = openHandle(hFile);
    const flags = checkedFlags(dwFlags, "dwFlags", IRF_FLAGS);
    const mode = { noWait: hasFlag(flags, IRF_NO_WAIT) };
    const options = {
      name: "InternetReadFileEx",
      context: dwContext,
      synchronous: hasFlag(flags, IRF_SYNC),
    };
    if (lpBuffersOut instanceof Uint8Array) {
      const buffer = checkedBuffer(lpBuffersOut, "lpBuffersOut");
      const work = intoBuffer(buffer, file.readFile(buffer, mode));
      return startCall(file, work, options);
    }
    if (typeof lpBuffersOut !== "object" || lpBuffersOut === null) {
      throw badParameter(
        `Cannot use ${
          quotedValue(lpBuffersOut)
        } as lpBuffersOut: it must be a Uint8Array or INTERNET_BUFFERS`,
      );
    }
    const buffers = checkedStructSize(lpBuffersOut);
    const wanted = wantedPart(buffers);
    const work = intoBuffer(wanted, file.readFile(wanted, mode));
    return startCall(
      file,
      () => work().then((read) => buffers.dwBufferLength = read),
      options,
    );
  });
}

/**
 * Writes to a handle: the next part of a body that `HttpSendRequestEx` started,
 * or of a file that `FtpOpenFile` opened. Resolves when the bytes are sent.
 *
 * SENDING_REQUEST and REQUEST_SENT, with the number of bytes sent, are posted
 * for each write; the number includes HTTP framing but not TLS. Writes that are
 * started at the same time run one after the other.
 *
 * Differences: for a request sent through `fetch` (see HTTP_OPTION_TRANSPORT)
 * the promise resolves when `fetch` has taken the bytes, and the error of an
 * unreachable server may be reported as late as `HttpEndRequest`.
 *
 * @param hFile The handle.
 * @param lpBuffer The bytes, which are copied; a string is written in UTF-8.
 * @returns The number of bytes written, which is always the whole buffer.
 * @throws {InternetError} If the handle is not open or not open for writing
 * (ERROR_INVALID_HANDLE), or no body was started
 * (ERROR_INTERNET_INCORRECT_HANDLE_STATE).
 * @throws {InternetError} If the buffer is invalid, or longer than the rest of
 * `dwBufferTotal` (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the server refuses the body before it is complete,
 * or the connection breaks (ERROR_INTERNET_CONNECTION_ABORTED,
 * ERROR_INTERNET_CONNECTION_RESET), or an FTP server accepts no more data
 * (ERROR_INTERNET_EXTENDED_ERROR).
 * @throws {InternetError} If nothing could be sent in time
 * (ERROR_INTERNET_TIMEOUT), or the handle is closed during the call
 * (ERROR_INTERNET_OPERATION_CANCELLED).
 *
 * @example Writing strings
 * ```ts
 * import { InternetWriteFile } from "@wininet/wininet/internet";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function writeLines(hFile: HINTERNET, lines: string[]): Promise<void> {
 *   for (const line of lines) await InternetWriteFile(hFile, `${line}\r\n`);
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetwritefile}
 */
export function InternetWriteFile(
  hFile: HINTERNET,
  lpBuffer: Uint8Array | string,
): Promise<number> {
  return begin(() => {
    const file = openHandle(hFile);
    const work = file.writeFile(checkedBytes(lpBuffer, "lpBuffer"));
    return startCall(file, work, { name: "InternetWriteFile" });
  });
}

/**
 * Returns the number of bytes that can be read without waiting; waits until at
 * least one is available.
 *
 * Differences: Windows puts the number into `dwError` of REQUEST_COMPLETE; here
 * it is `dwResult`, as for every function. The number is not limited to 8192
 * bytes for a chunked response.
 *
 * @param hFile A handle as for `InternetReadFile`.
 * @param dwFlags Reserved; must be 0.
 * @param dwContext The context of this call; 0 means the context of the handle.
 * @returns The number of bytes; 0 at the end of the data.
 * @throws {InternetError} If `dwFlags` is not 0 (ERROR_INVALID_PARAMETER), and
 * for the reasons of `InternetReadFile`.
 *
 * @example Reading everything that is available
 * ```ts
 * import { InternetQueryDataAvailable, InternetReadFile } from "@wininet/wininet/internet";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function next(hFile: HINTERNET): Promise<Uint8Array> {
 *   const buffer = new Uint8Array(await InternetQueryDataAvailable(hFile));
 *   await InternetReadFile(hFile, buffer);
 *   return buffer;
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetquerydataavailable}
 */
export function InternetQueryDataAvailable(
  hFile: HINTERNET,
  dwFlags: number = 0,
  dwContext?: unknown,
): Promise<number> {
  return begin(() => {
    const file = openHandle(hFile);
    if (dwFlags !== 0) {
      throw badParameter(
        `Cannot use ${quotedValue(dwFlags)} as dwFlags: it must be 0`,
      );
    }
    return startCall(file, file.queryDataAvailable(), {
      name: "InternetQueryDataAvailable",
      context: dwContext,
    });
  });
}

/**
 * Sets the position of the next read.
 *
 * An HTTP response that is in a file is read from the file: a cached response,
 * a response that is being stored, and one with INTERNET_FLAG_NEED_FILE. A read
 * waits for bytes that have not arrived yet. For other responses the call
 * itself sends nothing: the next read requests the rest with a Range header. A
 * server that does not support ranges sends everything again, and the bytes
 * before the position are skipped. If the resource has changed, as shown by its
 * length, ETag or Last-Modified, that read fails.
 *
 * FTP: the transfer is ended, and the next read starts another one at the
 * position (REST); a distance from the end may be negative. A file in text mode
 * has no positions. To set a position in a file that is open for writing, set
 * FTP_OPTION_RESUME before it is opened; the first write then starts at the
 * position (APPE at the end, otherwise REST).
 *
 * Differences: Windows always seeks in a cache file. A position before the
 * start is always ERROR_NEGATIVE_SEEK; Windows takes -1 for 4,294,967,295.
 * Positions are exact up to 2^53-1; the high word does not exist.
 *
 * @param hFile A handle of `InternetOpenUrl` or `FtpOpenFile`, or of a GET
 * request of `HttpOpenRequest` that has been sent; Gopher has no positions.
 * @param lDistanceToMove The distance in bytes.
 * @param dwMoveMethod FILE_BEGIN, FILE_CURRENT or FILE_END.
 * @returns The new position, in bytes from the start.
 * @throws {InternetError} If the handle was opened with
 * INTERNET_FLAG_NO_CACHE_WRITE (implied by every method except GET and POST)
 * and without INTERNET_FLAG_NEED_FILE, the request is not a GET request, or the
 * program set a Range header (ERROR_INTERNET_INVALID_OPERATION).
 * @throws {InternetError} With FILE_END, if the length is unknown or the server
 * does not support ranges (ERROR_INTERNET_INVALID_OPERATION).
 * @throws {InternetError} FTP: if the file is in text mode, or writing has
 * started (ERROR_INTERNET_INVALID_OPERATION).
 * @throws {InternetError} If the position would be before the start, or, for
 * HTTP without a file, the distance from the end is negative
 * (ERROR_NEGATIVE_SEEK).
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER),
 * and for the reasons of `InternetReadFile`.
 *
 * @example Reading from the middle
 * ```ts
 * import { InternetReadFile, InternetSetFilePointer } from "@wininet/wininet/internet";
 * import { FILE_BEGIN } from "@wininet/wininet/flags";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function readAt(hFile: HINTERNET, position: number, buffer: Uint8Array): Promise<number> {
 *   await InternetSetFilePointer(hFile, position, FILE_BEGIN);
 *   return await InternetReadFile(hFile, buffer);
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetsetfilepointer}
 */
export function InternetSetFilePointer(
  hFile: HINTERNET,
  lDistanceToMove: number,
  dwMoveMethod: number = FILE_BEGIN,
): Promise<number> {
  return begin(() => {
    const file = openHandle(hFile);
    const work = file.setFilePointer(lDistanceToMove, dwMoveMethod);
    return startCall(file, work, { name: "InternetSetFilePointer" });
  });
}

/**
 * Registers a status callback on a handle. Handles that are created from it
 * afterwards inherit the callback; existing handles keep theirs.
 *
 * The callback receives the handle, the context, the status and the information
 * of the status. It runs in a separate turn of the event loop: never inside the
 * call that caused the status, and never inside another callback. It is not
 * called for a handle or call whose context is 0. An error that it throws is
 * reported as an uncaught error.
 *
 * Differences: the callback may be changed at any time. A queued status goes to
 * the callback that is registered at the time of delivery; if the callback was
 * removed, the status is dropped. A failure is thrown instead of returning
 * INTERNET_INVALID_STATUS_CALLBACK.
 *
 * @param hInternet A handle of any type.
 * @param lpfnInternetCallback The callback; `null` removes it.
 * @returns The previous callback, or `null` if there was none.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or
 * the callback is not a function (ERROR_INVALID_PARAMETER).
 *
 * @example Logging a stage
 * ```ts
 * import { InternetOpen, InternetSetStatusCallback } from "@wininet/wininet/internet";
 * import { INTERNET_STATUS_CONNECTING_TO_SERVER } from "@wininet/wininet/status";
 * import { assertEquals } from "@std/assert";
 *
 * using hInternet = InternetOpen("agent");
 * const before = InternetSetStatusCallback(hInternet, (_hInternet, _dwContext, dwInternetStatus, information) => {
 *   if (dwInternetStatus === INTERNET_STATUS_CONNECTING_TO_SERVER) console.log("connecting to", information);
 * });
 *
 * assertEquals(before, null);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetsetstatuscallback}
 */
export function InternetSetStatusCallback(
  hInternet: HINTERNET,
  lpfnInternetCallback: StatusCallback | null,
): StatusCallback | null;
/**
 * Registers a status callback that has fewer parameters or parameters of wider
 * types.
 *
 * @param hInternet A handle of any type.
 * @param lpfnInternetCallback The callback.
 * @returns The previous callback, or `null` if there was none.
 *
 * @example A callback with two parameters
 * ```ts
 * import { InternetOpen, InternetSetStatusCallback } from "@wininet/wininet/internet";
 *
 * using hInternet = InternetOpen("agent");
 * InternetSetStatusCallback(hInternet, (_hInternet, dwContext) => console.log(dwContext));
 * ```
 */
export function InternetSetStatusCallback(
  hInternet: HINTERNET,
  lpfnInternetCallback: (
    hInternet: HINTERNET,
    dwContext: unknown,
    dwInternetStatus: InternetStatus,
    lpvStatusInformation: unknown,
  ) => void,
): StatusCallback | null;
export function InternetSetStatusCallback(
  hInternet: HINTERNET,
  lpfnInternetCallback: StatusCallback | null,
): StatusCallback | null {
  return answer(() => {
    const handle = openHandle(hInternet);
    if (
      lpfnInternetCallback !== null &&
      typeof lpfnInternetCallback !== "function"
    ) {
      throw badParameter(
        `Cannot register ${
          quotedValue(lpfnInternetCallback)
        }: lpfnInternetCallback must be a function or null`,
      );
    }
    const before = handle.callback;
    handle.callback = lpfnInternetCallback;
    return before;
  });
}

/**
 * Closes a handle and all its descendants, children first.
 *
 * Calls that are in progress end with ERROR_INTERNET_OPERATION_CANCELLED, their
 * connections are closed, and HANDLE_CLOSING is the last status of each handle.
 * `GetLastError` returns ERROR_IO_PENDING if calls were in progress.
 *
 * The callback may close the handle whose status it receives. `using` closes
 * the handle as well, and accepts a handle that is already closed;
 * `await using` also waits until all calls have ended.
 *
 * FTP: closing a file ends its upload or download, and closing an enumeration
 * ends its listing; the connection is then free for the next call. Only
 * `await using` throws if an upload fails at its end. Closing a connection
 * sends QUIT to the server.
 *
 * @param hInternet A handle of any type.
 * @returns `true`.
 * @throws {InternetError} If the handle is already closed, or is not a handle
 * (ERROR_INVALID_HANDLE).
 *
 * @example Closing twice
 * ```ts
 * import { InternetCloseHandle, InternetOpen } from "@wininet/wininet/internet";
 * import { assert, assertThrows } from "@std/assert";
 *
 * const hInternet = InternetOpen("agent");
 *
 * assert(InternetCloseHandle(hInternet));
 * assertThrows(() => InternetCloseHandle(hInternet));
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetclosehandle}
 */
export function InternetCloseHandle(hInternet: HINTERNET): true {
  return begin(() => {
    openHandle(hInternet).close();
    return true;
  });
}

/**
 * Queries an option of a handle, or of the process when the handle is `null`.
 *
 * @param hInternet The handle, or `null`.
 * @param dwOption One of the `INTERNET_OPTION_*` constants.
 * @returns The value, in the type of the option.
 * @throws {InternetError} If the option is unknown, not supported, or can only
 * be set (ERROR_INTERNET_INVALID_OPTION), or does not belong to this handle
 * (ERROR_INTERNET_INCORRECT_HANDLE_TYPE, ERROR_INTERNET_INVALID_OPERATION).
 * @throws {InternetError} If the value needs a response that has not arrived
 * (ERROR_INTERNET_INCORRECT_HANDLE_STATE), or the value does not exist
 * (ERROR_INTERNET_ITEM_NOT_FOUND, ERROR_FILE_NOT_FOUND,
 * ERROR_HTTP_HEADER_NOT_FOUND).
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE).
 *
 * @example The agent of a session
 * ```ts
 * import { InternetOpen, InternetQueryOption } from "@wininet/wininet/internet";
 * import { INTERNET_OPTION_USER_AGENT } from "@wininet/wininet/options";
 * import { assertEquals } from "@std/assert";
 *
 * using hInternet = InternetOpen("agent");
 *
 * assertEquals(InternetQueryOption(hInternet, INTERNET_OPTION_USER_AGENT), "agent");
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetqueryoptionw}
 */
export function InternetQueryOption<Option extends number>(
  hInternet: HINTERNET | null,
  dwOption: Option,
): Option extends keyof InternetOptionValues ? InternetOptionValues[Option]
  : unknown {
  return answer(() =>
    queryOption(hInternet === null ? null : openHandle(hInternet), dwOption)
  ) as Option extends keyof InternetOptionValues ? InternetOptionValues[Option]
    : unknown;
}

/**
 * The type of the value that `InternetSetOption` accepts for an option;
 * `unknown` for a number that is not known at compile time.
 */
export type SettableArguments<Option extends number> = Option extends
  keyof InternetSettableValues
  ? unknown extends InternetSettableValues[Option] ? [value?: unknown]
  : [value: InternetSettableValues[Option]]
  : [value?: unknown];

/**
 * Sets an option of a handle, or of the process when the handle is `null`.
 * Handles that are created afterwards inherit most options. docs/OPTIONS.md
 * lists the handle types, the value and the effect of each option.
 *
 * Timeouts are in milliseconds, and 0xFFFFFFFF disables one. Each limits a wait
 * without progress, never a whole transfer. The defaults are:
 *
 * | | HTTP | FTP | Gopher |
 * | --- | --- | --- | --- |
 * | INTERNET_OPTION_CONNECT_TIMEOUT | 60,000 | 60,000 | 60,000 |
 * | INTERNET_OPTION_SEND_TIMEOUT | 300,000 | 120,000 | 120,000 |
 * | INTERNET_OPTION_RECEIVE_TIMEOUT | 300,000 | 120,000 | 120,000 |
 * | INTERNET_OPTION_DATA_SEND_TIMEOUT, INTERNET_OPTION_DATA_RECEIVE_TIMEOUT | | 120,000 | |
 *
 * A session and the process return the HTTP defaults. For HTTP,
 * INTERNET_OPTION_CONNECT_TIMEOUT limits the wait for a free connection
 * (INTERNET_OPTION_MAX_CONNS_PER_SERVER), and then name resolution, all
 * addresses, the proxy and the TLS handshake together. `fetch`
 * (HTTP_OPTION_TRANSPORT) does not report when it is connected, so
 * INTERNET_OPTION_RECEIVE_TIMEOUT limits connecting and the response together.
 * With `"auto"`, a session for which the program has set one of the first three
 * uses sockets for every request.
 *
 * @param hInternet The handle, or `null`.
 * @param dwOption One of the `INTERNET_OPTION_*` constants.
 * @param value The value, in the type of the option; options that only perform
 * an action take none.
 * @returns `true`.
 * @throws {InternetError} If the option is unknown or not supported
 * (ERROR_INTERNET_INVALID_OPTION), can only be queried
 * (ERROR_INTERNET_OPTION_NOT_SETTABLE), or does not belong to this handle
 * (ERROR_INTERNET_INCORRECT_HANDLE_TYPE, ERROR_INTERNET_INVALID_OPERATION).
 * @throws {InternetError} If the value is invalid (ERROR_INVALID_PARAMETER,
 * ERROR_BAD_ARGUMENTS, ERROR_INTERNET_BAD_OPTION_LENGTH), the option can no
 * longer be set (ERROR_INTERNET_INCORRECT_HANDLE_STATE), or the handle is not
 * open (ERROR_INVALID_HANDLE).
 *
 * @example A timeout for everything in a session
 * ```ts
 * import { InternetOpen, InternetQueryOption, InternetSetOption } from "@wininet/wininet/internet";
 * import { INTERNET_OPTION_CONNECT_TIMEOUT } from "@wininet/wininet/options";
 * import { assertEquals } from "@std/assert";
 *
 * using hInternet = InternetOpen("agent");
 * InternetSetOption(hInternet, INTERNET_OPTION_CONNECT_TIMEOUT, 5000);
 *
 * assertEquals(InternetQueryOption(hInternet, INTERNET_OPTION_CONNECT_TIMEOUT), 5000);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetsetoptionw}
 */
export function InternetSetOption<Option extends number>(
  hInternet: HINTERNET | null,
  dwOption: Option,
  ...[value]: SettableArguments<Option>
): true {
  return answer(() => {
    setOption(
      hInternet === null ? null : openHandle(hInternet),
      dwOption,
      value,
    );
    return true;
  });
}

/**
 * Returns the next entry of an enumeration.
 *
 * Differences: the call may wait, because entries are read from the server only
 * as the program takes them. On an asynchronous session it ends with
 * REQUEST_COMPLETE, like every call that may wait.
 *
 * @param hFind A handle of `FtpFindFirstFile` or `GopherFindFirstFile`, or of
 * `InternetOpenUrl` for a directory or a menu with INTERNET_FLAG_RAW_DATA.
 * @returns The entry, or `null` after the last one, where Windows fails with
 * ERROR_NO_MORE_FILES.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or
 * is not an enumeration (ERROR_INTERNET_INCORRECT_HANDLE_TYPE).
 * @throws {InternetError} If the server aborts the listing
 * (ERROR_INTERNET_EXTENDED_ERROR), the connection breaks
 * (ERROR_INTERNET_CONNECTION_RESET, ERROR_INTERNET_CONNECTION_ABORTED), or
 * nothing arrives in time (ERROR_INTERNET_TIMEOUT).
 * @throws {InternetError} If the listing, the menu or one of its lines exceeds
 * the size limit (ERROR_FTP_DROPPED, ERROR_GOPHER_PROTOCOL_ERROR).
 *
 * @example Counting entries
 * ```ts
 * import { InternetFindNextFile } from "@wininet/wininet/internet";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function countOthers(hFind: HINTERNET): Promise<number> {
 *   let count = 0;
 *   while (await InternetFindNextFile(hFind) !== null) count++;
 *   return count;
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetfindnextfilew}
 */
export function InternetFindNextFile<
  Entry extends FindData = FindData,
>(hFind: FindHandle<Entry>): Promise<Entry | null> {
  return begin(() => {
    const find = openHandle(hFind);
    return startCall(find, find.findNext() as Work<Entry | null>, {
      name: "InternetFindNextFile",
    });
  });
}

/**
 * Returns the last response text of a server. For FTP it is the last reply,
 * also after a call that succeeded. For an HTTP request that ended with 401 or
 * 407, it is the reason why the challenge was not answered, for example that
 * the password was refused or that the server requires Kerberos, with
 * ERROR_INTERNET_LOGIN_FAILURE.
 *
 * The function exists for ported programs: prefer `responseText` of the error,
 * which always belongs to the failed call. Without a handle, the text is shared
 * by the whole program.
 *
 * Differences: Windows keeps one text for each thread; here each FTP session
 * and each HTTP request has a separate text. Windows has no text for HTTP. The
 * text of a proxy that opens a tunnel is available only without a handle.
 *
 * @param hInternet A handle of an FTP session or an HTTP request; without it,
 * the text that arrived last from any server.
 * @returns The error code of the call and the text; 0 and `""` if there is no
 * text.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE).
 *
 * @example Before the first response text
 * ```ts
 * import { InternetGetLastResponseInfo } from "@wininet/wininet/internet";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(InternetGetLastResponseInfo(), { dwError: 0, text: "" });
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetgetlastresponseinfow}
 */
export function InternetGetLastResponseInfo(
  hInternet?: HINTERNET,
): { dwError: number; text: string } {
  const ofHandle = hInternet === undefined
    ? null
    : begin(() => openHandle(hInternet)).lastResponse;
  return { ...(ofHandle ?? getLastResponse()) };
}

type Connect = (
  session: Session,
  init: ConnectInit,
  context: unknown,
) => Promise<HINTERNET>;

/** The services of InternetConnect. */
const SERVICES: ReadonlyMap<number, Connect> = new Map<number, Connect>([
  [INTERNET_SERVICE_HTTP, connectHttp],
  [INTERNET_SERVICE_FTP, connectFtp],
  [INTERNET_SERVICE_GOPHER, connectGopher],
]);

function connectHttp(
  session: Session,
  { host, port, user, password, flags }: ConnectInit,
  context: unknown,
): Promise<HINTERNET> {
  checkCredential(user, "lpszUserName");
  checkCredential(password, "lpszPassword");
  const secure = hasFlag(flags, INTERNET_FLAG_SECURE);
  const target = {
    host: host.includes(":") ? `[${host}]` : host,
    port: port ||
      (secure ? INTERNET_DEFAULT_HTTPS_PORT : INTERNET_DEFAULT_HTTP_PORT),
    secure,
  };
  const connection = new HttpConnection(session, target, context);
  connection.settings = {
    ...connection.settings,
    username: user,
    password,
  };
  setLastError(0);
  return session.announce(connection);
}

/**
 * Returns the server that a name such as `ftps://host:port` contains, or `null`
 * for any other name.
 */
function ftpServer(name: unknown, service: number) {
  const isUrl = service === INTERNET_SERVICE_FTP &&
    typeof name === "string" && /^ftps?:/i.test(name);
  return isUrl ? parseServerName(name) : null;
}

function checkCredential(value: unknown, name: string): void {
  if (value === null || isCredential(value)) return;
  throw badParameter(
    `Cannot connect: ${name} must be a string without control characters, or null${
      typeof value === "string" ? "" : `, not ${kindOfSecret(value)}`
    }`,
  );
}

function checkedPort(port: number): number {
  if (
    Number.isInteger(port) && port >= 0 &&
    port <= INTERNET_MAX_PORT_NUMBER_VALUE
  ) return port;
  throw badParameter(
    `Cannot connect: nServerPort must be a number from 0 to ${INTERNET_MAX_PORT_NUMBER_VALUE}, not ${
      quotedValue(port)
    }`,
  );
}

/** Returns the part of the buffer in a structure that a read fills. */
function wantedPart(buffers: INTERNET_BUFFERS): Uint8Array {
  if (!buffers.lpvBuffer && buffers.dwBufferLength === 0) {
    return new Uint8Array(0);
  }
  const buffer = checkedBuffer(buffers.lpvBuffer, "lpvBuffer");
  return buffer.subarray(
    0,
    byteLength(buffers.dwBufferLength, buffer.length, "dwBufferLength"),
  );
}
