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
import { quotedValue } from "./_base/secrets.ts";
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

/** The calls of InternetReadFile, which are the most. */
const READING = { name: "InternetReadFile" };

/** The flags of InternetReadFileEx. */
const IRF_FLAGS = IRF_ASYNC | IRF_SYNC | IRF_NO_WAIT;

/**
 * Opens a session: the root of a tree of handles. Nothing is sent.
 *
 * With INTERNET_FLAG_ASYNC, the status callback receives REQUEST_COMPLETE at the end of
 * every call that may wait, and then the promise of the call settles. Without the flag
 * only the promise reports the end.
 *
 * Differences: INTERNET_OPEN_TYPE_PRECONFIG uses the proxy variables of the environment
 * (HTTP_PROXY, HTTPS_PROXY, FTP_PROXY, GOPHER_PROXY, ALL_PROXY, NO_PROXY), not a
 * registry, and after `loadProxyScripts` (`pac.ts`) the proxy script of the process, if
 * INTERNET_OPTION_PER_CONNECTION_OPTION on `null` has set one. A proxy is an HTTP proxy (it forwards requests for http, and everything else
 * uses CONNECT) or, beyond Windows, `https://`, `socks5://`, `socks4a://` or `socks4://`.
 *
 * @param lpszAgent The User-Agent header. `null` and `""` send none; `fetch` (HTTP_OPTION_TRANSPORT) sends an empty one.
 * @param dwAccessType One of the `INTERNET_OPEN_TYPE_*` constants.
 * @param lpszProxy The proxies, for INTERNET_OPEN_TYPE_PROXY: `[protocol=][http://|https://|socks5://|socks4a://|socks4://][user:password@]host[:port]`, with spaces between them.
 * @param lpszProxyBypass Hosts that are reached without a proxy, with `;` between them; `*` stands for anything, `<local>` for names without a dot. This machine is one of them unless `<-loopback>` is there.
 * @param dwFlags INTERNET_FLAG_ASYNC, INTERNET_FLAG_OFFLINE.
 * @returns The session handle.
 * @throws {InternetError} If an argument is wrong, or a proxy is missing (ERROR_INVALID_PARAMETER).
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
 * Opens a connection to a server. For HTTP and Gopher it is only remembered:
 * nothing is sent before the first request. For FTP it connects and logs in.
 *
 * HANDLE_CREATED is delivered on the session, with the context of the
 * connection, before the promise resolves; for FTP at once, so that the callback
 * may close the handle to cancel.
 *
 * FTP: without a user name the login is anonymous. With INTERNET_FLAG_PASSIVE this side
 * opens the data connections. INTERNET_FLAG_SECURE requests TLS before the login
 * (explicit TLS). A connection to port 990, to a server name such as
 * `ftps://ftp.example.com:2990`, or with FTP_OPTION_IMPLICIT starts with TLS (implicit
 * TLS). If TLS fails, there is no login. INTERNET_FLAG_IGNORE_CERT_* forgive faults of the
 * certificate, on this connection. The ports of other services are refused, see
 * FTP_OPTION_ANY_PORT.
 *
 * HTTP: user name and password answer the challenges of this server (Negotiate with NTLM,
 * NTLM, Digest, Basic; the name may be `DOMAIN\\user` or `user@domain` for NTLM), and
 * of no other server. Credentials that a server accepted are remembered by realm for the
 * process.
 *
 * Gopher: with INTERNET_FLAG_SECURE every server that a locator names is contacted with
 * TLS. The ports of other services are refused, see GOPHER_OPTION_ANY_PORT.
 *
 * Differences: INTERNET_FLAG_SECURE on the connection makes all its requests use TLS, as
 * Microsoft documents it; Windows was observed to send them in plain text to port 443.
 * Windows has no TLS for FTP and Gopher, and it refuses no ports. Challenges of Kerberos
 * and Passport, and of NTLMv1, are not answered. The user who is signed in at the system
 * is never logged in: there must be a name and a password.
 *
 * @param hInternet A session of `InternetOpen`.
 * @param lpszServerName The host name or address, IPv6 with or without brackets; for FTP also `ftps://host:port`.
 * @param nServerPort The TCP port; 0 is the default of the service.
 * @param lpszUserName The user; must be `null` for Gopher.
 * @param lpszPassword The password; for FTP it needs a user name.
 * @param dwService One of the `INTERNET_SERVICE_*` constants; HTTP if it is omitted.
 * @param dwFlags INTERNET_FLAG_SECURE for TLS, INTERNET_FLAG_PASSIVE for FTP.
 * @param dwContext The context that the callback gets with every status of the connection; 0, `null` and `undefined` mean no callbacks.
 * @returns The connection handle.
 * @throws {InternetError} If the session is not an open handle (ERROR_INVALID_HANDLE) or of another type (ERROR_INTERNET_INCORRECT_HANDLE_TYPE).
 * @throws {InternetError} If the host, the port or the service is invalid, there is a password without a user name for FTP, or either of them for Gopher (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} Gopher: if the port belongs to another service (ERROR_INTERNET_FAILED_DUETOSECURITYCHECK).
 * @throws {InternetError} FTP: if the server is not found (ERROR_INTERNET_NAME_NOT_RESOLVED) or refuses the connection (ERROR_INTERNET_CANNOT_CONNECT, ERROR_INTERNET_PROXY_SERVER_UNREACHABLE), does not answer in time (ERROR_INTERNET_TIMEOUT), refuses the login (ERROR_INTERNET_LOGIN_FAILURE) or the session (ERROR_INTERNET_EXTENDED_ERROR, with its text).
 * @throws {InternetError} FTP: if there is no TLS (ERROR_INTERNET_SECURITY_CHANNEL_ERROR) or its certificate is wrong (ERROR_INTERNET_INVALID_CA, ERROR_INTERNET_SEC_CERT_DATE_INVALID, ERROR_INTERNET_SEC_CERT_CN_INVALID).
 * @throws {InternetError} In a runtime other than Deno (ERROR_CALL_NOT_IMPLEMENTED).
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
 * Opens a URL: connects, sends a GET request, and waits for the head of the response. The
 * body is read from the new handle.
 *
 * INTERNET_FLAG_SECURE makes `http:` use TLS, on port 443 unless the URL names another.
 * The flags of the cache are explained at `HttpSendRequest`.
 *
 * An FTP URL (`ftp:`, or `ftps:` with TLS from the start) opens a file or a
 * directory. A directory is read as an HTML page, or with
 * INTERNET_FLAG_RAW_DATA enumerated by `InternetFindNextFile` and `entries`.
 * The path is relative to the directory after the login; `%2F` at its start makes it
 * absolute. With INTERNET_FLAG_PASSIVE this side opens the data connection.
 *
 * A Gopher URL (`gopher:`, or `gophers:` with TLS) opens a file or a menu, according to
 * its type. A menu is an HTML page, or with INTERNET_FLAG_RAW_DATA an enumeration. `%09`
 * and words after the selector search; a Gopher+ field may follow (RFC 4266).
 * INTERNET_FLAG_SECURE makes `gopher:` use TLS as well.
 *
 * A URL of `file:` opens a file of this machine (`--allow-read`).
 *
 * HANDLE_CREATED is posted at once, so that the callback can close the handle to cancel.
 * If the call fails, REQUEST_COMPLETE has the error, and then the handle is closed.
 *
 * A login of FTP that is free again waits ten seconds in the session for the next URL of the
 * same server, user, password, TLS, mode and proxy.
 *
 * Differences: the handle's parent is the session; there is no hidden
 * connection. A `file:` URL of a directory is an error.
 *
 * @param hInternet A session of `InternetOpen`.
 * @param lpszUrl The URL: http, https, ftp, ftps, gopher, gophers or file.
 * @param lpszHeaders Headers of the request, in the form of `HttpAddRequestHeaders`.
 * @param dwFlags `INTERNET_FLAG_*` bits.
 * @param dwContext The context that the callback gets with every status of the request; 0, `null` and `undefined` mean no callbacks.
 * @returns The handle; for HTTP `HttpQueryInfo` works on it.
 * @throws {InternetError} If the URL is not a text (ERROR_INVALID_PARAMETER) or is invalid (ERROR_INTERNET_INVALID_URL), or its scheme is unknown (ERROR_INTERNET_UNRECOGNIZED_SCHEME).
 * @throws {InternetError} `file:`: if the file does not exist (ERROR_FILE_NOT_FOUND) or may not be read (ERROR_ACCESS_DENIED).
 * @throws {InternetError} FTP: as `InternetConnect`, and if the server refuses (ERROR_INTERNET_EXTENDED_ERROR).
 * @throws {InternetError} Gopher: as `GopherOpenFile` and `GopherFindFirstFile`; items for terminals fail with ERROR_GOPHER_NOT_FILE.
 * @throws {InternetError} If the headers are invalid (ERROR_HTTP_INVALID_HEADER), and as `HttpSendRequest`.
 * @throws {InternetError} In a runtime other than Deno (ERROR_CALL_NOT_IMPLEMENTED).
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
 * RECEIVING_RESPONSE is posted if the read has to wait, and RESPONSE_RECEIVED with the
 * number of bytes from the network; for TLS these are the decrypted bytes. Reads that
 * are started at the same time are done one after the other.
 *
 * If the connection breaks, the read fails, and the bytes that it had collected are lost:
 * a program that needs every byte reads with IRF_NO_WAIT, or as much as
 * `InternetQueryDataAvailable` returns.
 *
 * Differences: on an asynchronous session every read ends with REQUEST_COMPLETE, even one
 * from memory, for which Windows returns TRUE and posts nothing.
 *
 * @param hFile A handle of `InternetOpenUrl`, `FtpOpenFile` or `GopherOpenFile`, or of `HttpOpenRequest` after the request was sent.
 * @param lpBuffer The buffer for the bytes. It is never detached; do not change it until the promise settles.
 * @returns The number of bytes that were read; 0 at the end of the data.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE), of another type (ERROR_INTERNET_INCORRECT_HANDLE_TYPE) or has no response yet (ERROR_INTERNET_INCORRECT_HANDLE_STATE).
 * @throws {InternetError} If the buffer is not a Uint8Array, or its ArrayBuffer is transferred or shortened before the read ends, which loses the bytes (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the connection breaks (ERROR_INTERNET_CONNECTION_RESET) or ends too early (ERROR_INTERNET_CONNECTION_ABORTED), no data comes in time (ERROR_INTERNET_TIMEOUT), or the response is not valid HTTP (ERROR_HTTP_INVALID_SERVER_RESPONSE). A request by `fetch` has ERROR_INTERNET_CONNECTION_ABORTED for all of these except the timeout.
 * @throws {InternetError} If the handle is closed meanwhile (ERROR_INTERNET_OPERATION_CANCELLED).
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
 * Reads from a handle, with flags and a context of its own.
 *
 * IRF_NO_WAIT returns the bytes that have come, and does not wait until the buffer is
 * full; if there are none it waits for the first bytes. IRF_SYNC posts no
 * REQUEST_COMPLETE on an asynchronous session.
 *
 * Differences: on Windows a pending IRF_NO_WAIT read leaves the buffer alone and
 * its end only means "call again"; here it reads the bytes. IRF_NO_WAIT and
 * IRF_USE_CONTEXT are the same bit, as on Windows.
 *
 * @param hFile As for `InternetReadFile`.
 * @param lpBuffersOut The buffer; in INTERNET_BUFFERS `dwBufferLength` is the number of bytes to read into `lpvBuffer`, and is set to the number that was read.
 * @param dwFlags `IRF_*` bits.
 * @param dwContext The context of this call; that of the handle if it is 0.
 * @returns The number of bytes that were read; 0 at the end of the data.
 * @throws {InternetError} If the buffer, its structure or the flags are wrong (ERROR_INVALID_PARAMETER), and as `InternetReadFile`.
 *
 * @example Reading the bytes that have come
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
 * Writes to a handle: the next part of a body that `HttpSendRequestEx` began, or of
 * a file that `FtpOpenFile` opened. Resolves when the bytes were sent.
 *
 * SENDING_REQUEST and REQUEST_SENT, with the bytes that were sent, are posted for
 * each write; framing of HTTP counts, TLS does not. Two writes that are started at once go out one after the other.
 *
 * Differences: for a request that goes by `fetch` (see HTTP_OPTION_TRANSPORT) the
 * promise resolves when `fetch` has taken the bytes, and a server that cannot be
 * reached shows at `HttpEndRequest` at the latest.
 *
 * @param hFile The handle.
 * @param lpBuffer The bytes; a text is written in UTF-8. They are copied.
 * @returns The bytes that were written: all.
 * @throws {InternetError} If the handle is not open or not open for writing (ERROR_INVALID_HANDLE), or nothing was begun (ERROR_INTERNET_INCORRECT_HANDLE_STATE).
 * @throws {InternetError} If the buffer is invalid, or longer than the rest of `dwBufferTotal` (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the server refuses the body before it is complete, or the connection breaks (ERROR_INTERNET_CONNECTION_ABORTED, ERROR_INTERNET_CONNECTION_RESET), or an FTP server takes no more (ERROR_INTERNET_EXTENDED_ERROR).
 * @throws {InternetError} If nothing could be sent in time (ERROR_INTERNET_TIMEOUT), or the handle is closed meanwhile (ERROR_INTERNET_OPERATION_CANCELLED).
 *
 * @example Writing a text
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
 * Returns the number of bytes that can be read without waiting; waits if there are none.
 *
 * Differences: Windows puts the number into `dwError` of REQUEST_COMPLETE; here
 * it is `dwResult`, as for every function. A chunked answer is not limited to
 * 8192 bytes.
 *
 * @param hFile As for `InternetReadFile`.
 * @param dwFlags Reserved: 0.
 * @param dwContext The context of this call; that of the handle if it is 0.
 * @returns The bytes; 0 at the end of the data.
 * @throws {InternetError} If `dwFlags` is not 0 (ERROR_INVALID_PARAMETER), and as `InternetReadFile`.
 *
 * @example Reading as much as there is
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
 * Moves the position of the next read.
 *
 * An HTTP response that is in a file is read from there: one of the cache, one that is
 * being stored, and one with INTERNET_FLAG_NEED_FILE. What has not come yet is waited for.
 * Otherwise nothing is sent by the call itself: the next read asks the server for the rest
 * with a Range header. A server that knows no ranges sends everything again, and
 * what lies before the position is skipped. A resource that has changed meanwhile
 * is an error of that read, as far as its length, ETag or Last-Modified tell.
 *
 * FTP: the transfer is ended, and the next read begins another one there (REST); a
 * distance from the end may be negative. A file in text mode has no positions. For
 * a file that is written FTP_OPTION_RESUME must be set before it is opened; then
 * the position is where the first write begins (APPE at the end, else REST).
 *
 * Differences: Windows always seeks in a cache file. A position before the beginning
 * always is ERROR_NEGATIVE_SEEK; Windows takes -1 for 4,294,967,295. Positions
 * are exact up to 2^53 - 1; there is no high word.
 *
 * @param hFile A handle of `InternetOpenUrl` or `FtpOpenFile`, or of `HttpOpenRequest` (GET) that was sent; Gopher has no positions.
 * @param lDistanceToMove The distance in bytes.
 * @param dwMoveMethod FILE_BEGIN, FILE_CURRENT or FILE_END.
 * @returns The new position, in bytes from the beginning.
 * @throws {InternetError} If the handle was opened with INTERNET_FLAG_NO_CACHE_WRITE (which every method but GET and POST implies) and without INTERNET_FLAG_NEED_FILE, the request was no GET, or had a Range of its own (ERROR_INTERNET_INVALID_OPERATION).
 * @throws {InternetError} With FILE_END, if the length is unknown or the server takes no ranges (ERROR_INTERNET_INVALID_OPERATION).
 * @throws {InternetError} FTP: if the file is in text mode, or is written and has begun (ERROR_INTERNET_INVALID_OPERATION).
 * @throws {InternetError} If the position would lie before the beginning, or, for HTTP without a file, the distance from the end is negative (ERROR_NEGATIVE_SEEK).
 * @throws {InternetError} If an argument is wrong (ERROR_INVALID_PARAMETER), and as `InternetReadFile`.
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
 * Registers a status callback on a handle. Handles that are made from it
 * afterwards inherit it; those that exist keep theirs.
 *
 * The callback is called with the handle, the context, the status and what
 * belongs to the status, from a turn of the event loop of its own: never inside
 * the call that caused the status, and never inside another callback. It is not
 * called for a handle or call whose context is 0. An error that it throws is
 * reported as an uncaught error.
 *
 * Differences: the callback may be changed at any time; the callback that is
 * registered at the delivery receives a status that waits; if the callback was removed,
 * the status is dropped. A failure is thrown instead of
 * INTERNET_INVALID_STATUS_CALLBACK.
 *
 * @param hInternet Any handle.
 * @param lpfnInternetCallback The callback; `null` removes it.
 * @returns The callback that was registered before; `null` if there was none.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or the callback is not a function (ERROR_INVALID_PARAMETER).
 *
 * @example Naming the stages
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
 * As above, for a callback with wider or fewer parameters.
 *
 * @param hInternet Any handle.
 * @param lpfnInternetCallback The callback.
 * @returns The callback that was registered before; `null` if there was none.
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
 * Closes a handle and every handle below it, children first.
 *
 * Calls that are in progress end with ERROR_INTERNET_OPERATION_CANCELLED, their
 * connections are closed, and HANDLE_CLOSING is the last status of each handle.
 * `GetLastError` returns ERROR_IO_PENDING if calls were in progress.
 *
 * The callback may close the handle whose status it receives. `using` does the same, and
 * accepts a handle that is closed already; `await using` also waits until everything has
 * ended.
 *
 * FTP: closing a file that is written ends the upload, and closing a file or an
 * enumeration that is read ends that; the connection then is free for the next
 * call. An upload that fails at its end throws from `await using` only. A
 * closed connection sends QUIT to its server.
 *
 * @param hInternet Any handle.
 * @returns `true`.
 * @throws {InternetError} If the handle is closed already, or is not a handle (ERROR_INVALID_HANDLE).
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
 * @returns The value, of the type that belongs to the option.
 * @throws {InternetError} If the option is unknown, not supported, or can only be set (ERROR_INTERNET_INVALID_OPTION), or does not belong to this handle (ERROR_INTERNET_INCORRECT_HANDLE_TYPE, ERROR_INTERNET_INVALID_OPERATION).
 * @throws {InternetError} If its value needs a response and there is none yet (ERROR_INTERNET_INCORRECT_HANDLE_STATE), or the value does not exist (ERROR_INTERNET_ITEM_NOT_FOUND, ERROR_FILE_NOT_FOUND, ERROR_HTTP_HEADER_NOT_FOUND).
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

/** The value of `InternetSetOption` by its option; any for a number that is not known when the program is compiled. */
export type SettableArguments<Option extends number> = Option extends
  keyof InternetSettableValues
  ? unknown extends InternetSettableValues[Option] ? [value?: unknown]
  : [value: InternetSettableValues[Option]]
  : [value?: unknown];

/**
 * Sets an option of a handle, or of the process when the handle is `null`.
 * Handles that are made afterwards inherit most of them. docs/OPTIONS.md has the handles,
 * the value and the effect of each option.
 *
 * Timeouts are milliseconds, and 0xFFFFFFFF switches one off. Each limits a wait
 * during which nothing moves, never a whole transfer. Until they are set these count:
 *
 * | | HTTP | FTP | Gopher |
 * | --- | --- | --- | --- |
 * | INTERNET_OPTION_CONNECT_TIMEOUT | 60,000 | 60,000 | 60,000 |
 * | INTERNET_OPTION_SEND_TIMEOUT | 300,000 | 120,000 | 120,000 |
 * | INTERNET_OPTION_RECEIVE_TIMEOUT | 300,000 | 120,000 | 120,000 |
 * | INTERNET_OPTION_DATA_SEND_TIMEOUT, INTERNET_OPTION_DATA_RECEIVE_TIMEOUT | | 120,000 | |
 *
 * A session and the process show those of HTTP. For HTTP,
 * INTERNET_OPTION_CONNECT_TIMEOUT limits the wait for a place
 * (INTERNET_OPTION_MAX_CONNS_PER_SERVER), and then name look-up, all addresses, the
 * proxy and the TLS handshake together. A request by `fetch` (HTTP_OPTION_TRANSPORT)
 * does not show when it is connected, so INTERNET_OPTION_RECEIVE_TIMEOUT limits
 * connecting and the response together. With `"auto"` a session for which the program
 * has set one of the first three uses sockets for every request.
 *
 * @param hInternet The handle, or `null`.
 * @param dwOption One of the `INTERNET_OPTION_*` constants.
 * @param value The value, of the type that belongs to the option; options that only do something take none.
 * @returns `true`.
 * @throws {InternetError} If the option is unknown or not supported (ERROR_INTERNET_INVALID_OPTION), can only be queried (ERROR_INTERNET_OPTION_NOT_SETTABLE), or does not belong to this handle (ERROR_INTERNET_INCORRECT_HANDLE_TYPE, ERROR_INTERNET_INVALID_OPERATION).
 * @throws {InternetError} If the value is invalid (ERROR_INVALID_PARAMETER, ERROR_BAD_ARGUMENTS, ERROR_INTERNET_BAD_OPTION_LENGTH), it is too late for it (ERROR_INTERNET_INCORRECT_HANDLE_STATE), or the handle is not open (ERROR_INVALID_HANDLE).
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
 * Differences: it waits, since entries are read from the server as they are
 * taken. On an asynchronous session it ends with REQUEST_COMPLETE like every call
 * that waits.
 *
 * @param hFind A handle of `FtpFindFirstFile` or `GopherFindFirstFile`, or of `InternetOpenUrl` for a directory or a menu with INTERNET_FLAG_RAW_DATA.
 * @returns The entry; `null` after the last one, for which Windows has ERROR_NO_MORE_FILES.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or is not an enumeration (ERROR_INTERNET_INCORRECT_HANDLE_TYPE).
 * @throws {InternetError} If the server breaks the listing off (ERROR_INTERNET_EXTENDED_ERROR), the connection breaks (ERROR_INTERNET_CONNECTION_RESET, ERROR_INTERNET_CONNECTION_ABORTED), or nothing comes in time (ERROR_INTERNET_TIMEOUT).
 * @throws {InternetError} If the listing, the menu or a line of it has no end (ERROR_FTP_DROPPED, ERROR_GOPHER_PROTOCOL_ERROR).
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
 * Returns the last text of a server: the last reply of an FTP server, also after a call
 * that succeeded. For an HTTP request whose 401 or 407 is there to be read, it is the
 * reason why the challenge was not answered, for example that the password was refused or
 * that the server wants Kerberos, with ERROR_INTERNET_LOGIN_FAILURE.
 *
 * A convenience for ported programs: `responseText` of the error is exact, this
 * is not. Without a handle there is one text for the whole program.
 *
 * Differences: Windows keeps the text for each thread; here a handle of an FTP
 * session and an HTTP request have their own. Windows has no text for HTTP. The text for a
 * proxy that opens a tunnel is that without a handle.
 *
 * @param hInternet A handle of an FTP session or an HTTP request; without it, the server whose text came last.
 * @returns The code of the call and the text; 0 and `""` if there is no text.
 * @throws {InternetError} If a handle is given that is not open (ERROR_INVALID_HANDLE).
 *
 * @example Before the first text
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

/** Returns the server of a name such as `ftps://host:port`, `null` for another name. */
function ftpServer(name: unknown, service: number) {
  const isUrl = service === INTERNET_SERVICE_FTP &&
    typeof name === "string" && /^ftps?:/i.test(name);
  return isUrl ? parseServerName(name) : null;
}

function checkCredential(value: unknown, name: string): void {
  if (value === null || isCredential(value)) return;
  throw badParameter(
    `Cannot connect: ${name} must be a string without control characters, or null${
      typeof value === "string" ? "" : `, not ${quotedValue(value)}`
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

/** The part of a structure's buffer that is to be filled. */
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
