// Copyright 2026 the wininet authors. MIT license.

/**
 * Additional functions: the state of the network, locks on responses, and the decisions
 * that Windows makes with dialogs.
 *
 * No function of this module shows a dialog. A handler that the program registers makes the
 * decision instead.
 *
 * @example Prompting for a password if the server requires one
 * ```ts
 * import { HttpSendRequest } from "@wininet/wininet/http";
 * import { InternetErrorDlg, setErrorHandler } from "@wininet/wininet/system";
 * import { ERROR_CANCELLED, ERROR_INTERNET_FORCE_RETRY } from "@wininet/wininet/error";
 * import { FLAGS_ERROR_UI_FILTER_FOR_ERRORS } from "@wininet/wininet/flags";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * setErrorHandler(({ url }) => {
 *   const password = prompt(`Password for ${url}`);
 *   return password === null ? ERROR_CANCELLED : { username: "ann", password };
 * });
 *
 * async function send(hRequest: HINTERNET): Promise<void> {
 *   let result: number;
 *   do {
 *     // A 401 need not be read: the next send drops it.
 *     await HttpSendRequest(hRequest);
 *     result = await InternetErrorDlg(null, hRequest, 0, FLAGS_ERROR_UI_FILTER_FOR_ERRORS);
 *   } while (result === ERROR_INTERNET_FORCE_RETRY);
 *   // After ERROR_CANCELLED the 401 is the answer, there to be read.
 * }
 * ```
 *
 * @module
 */

import {
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INTERNET_INCORRECT_PASSWORD,
  ERROR_SUCCESS,
  InternetError,
} from "./error.ts";
import {
  FLAG_ICC_FORCE_CONNECTION,
  FLAGS_ERROR_UI_FILTER_FOR_ERRORS,
  FLAGS_ERROR_UI_FLAGS_CHANGE_OPTIONS,
  FLAGS_ERROR_UI_FLAGS_GENERATE_DATA,
  FLAGS_ERROR_UI_FLAGS_NO_UI,
  FLAGS_ERROR_UI_SERIALIZE_DIALOGS,
  FLAGS_ERROR_UI_SHOW_IDN_HOSTNAME,
  HTTP_QUERY_FLAG_NUMBER,
  HTTP_QUERY_STATUS_CODE,
  HTTP_STATUS_DENIED,
  HTTP_STATUS_PROXY_AUTH_REQ,
  INTERENT_GOONLINE_REFRESH,
} from "./flags.ts";
import { INTERNET_OPTION_URL } from "./options.ts";
import type { HINTERNET } from "./structures.ts";
import { asDword, combineFlags, hasFlag } from "./_base/bits.ts";
import { checkedFlags, textOfUrl } from "./_base/buffers.ts";
import {
  asksForPassword,
  decide,
  type ErrorHandler,
  hasDialog,
  registerErrorHandler,
} from "./_core/error_dialog.ts";
import { answer, badParameter, begin, remembered } from "./_base/failure.ts";
import { quotedValue } from "./_base/secrets.ts";
import { openHandle, openHandleOf } from "./_core/handle.ts";
import {
  lockResponse,
  type RequestFileLock,
  unlockResponse,
} from "./_core/request_lock.ts";
import { HttpRequest } from "./_http/handles/request.ts";
import {
  machineState,
  probeServer,
  requireNetwork,
  serverOf,
} from "./_net/connected_state.ts";

export type { HINTERNET } from "./structures.ts";
export type {
  ErrorCredentials,
  ErrorDecision,
  ErrorHandler,
  ErrorQuestion,
} from "./_core/error_dialog.ts";
export type { RequestFileLock } from "./_core/request_lock.ts";

const DIALOG_FLAGS = combineFlags(
  FLAGS_ERROR_UI_FILTER_FOR_ERRORS,
  FLAGS_ERROR_UI_FLAGS_CHANGE_OPTIONS,
  FLAGS_ERROR_UI_FLAGS_GENERATE_DATA,
  FLAGS_ERROR_UI_FLAGS_NO_UI,
  FLAGS_ERROR_UI_SERIALIZE_DIALOGS,
  FLAGS_ERROR_UI_SHOW_IDN_HOSTNAME,
);

/** The result of `InternetGetConnectedState`. */
export interface ConnectedState {
  /** `true` if this machine is on a network. */
  readonly connected: boolean;
  /**
   * `INTERNET_CONNECTION_*` bits: INTERNET_CONNECTION_LAN if the machine is on a network,
   * INTERNET_CONNECTION_OFFLINE in the offline mode.
   */
  readonly dwFlags: number;
}

/** The result of `InternetGetConnectedStateEx`. */
export interface NamedConnectedState extends ConnectedState {
  /** The name of the network interface, or `""` if there is none. */
  readonly lpszConnectionName: string;
}

/**
 * Checks that this machine is on a network. Nothing is sent.
 *
 * Differences: no connection is dialed; the result is that of `InternetGetConnectedState`, which
 * needs the same permission.
 *
 * @param dwReserved Reserved: 0.
 * @returns ERROR_SUCCESS.
 * @throws {InternetError} If this machine is not on a network, or in the offline mode (ERROR_NOT_CONNECTED).
 * @throws {InternetError} If `dwReserved` is not 0 (ERROR_INVALID_PARAMETER).
 *
 * @example Working offline
 * ```ts
 * import { InternetAttemptConnect } from "@wininet/wininet/system";
 *
 * const isOnline = await InternetAttemptConnect().then(() => true, () => false);
 * console.log(isOnline ? "online" : "offline");
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetattemptconnect}
 */
export function InternetAttemptConnect(dwReserved: number = 0): Promise<0> {
  return begin(() => {
    checkReserved(dwReserved);
    return remembered(async () => {
      await Promise.resolve();
      requireNetwork("connect");
      return 0 as const;
    }, "InternetAttemptConnect");
  });
}

/**
 * Checks that the server of a URL accepts a connection. The connection is closed immediately, and
 * nothing is sent on it. Without a URL the function checks the state of this machine, like
 * `InternetAttemptConnect`.
 *
 * INTERNET_OPTION_CONNECT_TIMEOUT of the process limits the time.
 *
 * Differences: without FLAG_ICC_FORCE_CONNECTION, Windows pings the host; here the function
 * connects to the URL's port with and without the flag. With FLAG_ICC_FORCE_CONNECTION and without
 * a URL, Windows tries a list of known servers; here no such list exists. As on Windows, proxies
 * are not used.
 *
 * @param lpszUrl The URL, with the scheme http, https, ftp, ftps, gopher or gophers; `null` for the state of this machine.
 * @param dwFlags 0 or FLAG_ICC_FORCE_CONNECTION.
 * @param dwReserved Reserved: 0.
 * @returns `true`.
 * @throws {InternetError} If no connection can be made (ERROR_NOT_CONNECTED); its `cause` is the error that a request would report. In the offline mode no connection is attempted.
 * @throws {InternetError} If the program does not have the permission to connect to the server (ERROR_ACCESS_DENIED).
 * @throws {InternetError} If the URL has no known scheme (ERROR_INTERNET_UNRECOGNIZED_SCHEME) or no host (ERROR_INTERNET_INVALID_URL), or another argument is invalid (ERROR_INVALID_PARAMETER).
 *
 * @example Before a long upload
 * ```ts
 * import { InternetCheckConnection } from "@wininet/wininet/system";
 * import { FLAG_ICC_FORCE_CONNECTION } from "@wininet/wininet/flags";
 *
 * async function isThere(url: string): Promise<boolean> {
 *   return await InternetCheckConnection(url, FLAG_ICC_FORCE_CONNECTION)
 *     .catch(() => false);
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetcheckconnectionw}
 */
export function InternetCheckConnection(
  lpszUrl: string | URL | null,
  dwFlags: number = 0,
  dwReserved: number = 0,
): Promise<true> {
  return begin(() => {
    checkedFlags(dwFlags, "dwFlags", FLAG_ICC_FORCE_CONNECTION);
    checkReserved(dwReserved);
    const url = textOfUrl(lpszUrl);
    if (url !== null && typeof url !== "string") {
      throw badParameter(
        `Cannot use ${
          quotedValue(url)
        } as lpszUrl: it must be a string, a URL or null`,
      );
    }
    const target = url === null ? null : serverOf(url);
    return remembered(async () => {
      if (target === null) requireNetwork("connect");
      else await probeServer(target);
      return true as const;
    }, "InternetCheckConnection");
  });
}

/**
 * Returns the connected state of this machine. Nothing is sent, so a host may still be unreachable;
 * `InternetCheckConnection` checks that.
 *
 * The machine is on a network if one of its network interfaces has an address that is neither a
 * loopback nor a link-local address. To read the addresses, the program needs
 * `--allow-sys=networkInterfaces`. Without that permission the result is `connected` with
 * INTERNET_CONNECTION_LAN.
 *
 * If the program has set INTERNET_OPTION_CONNECTED_STATE to disconnected, `connected` is `false`
 * and INTERNET_CONNECTION_OFFLINE is set.
 *
 * Differences: modems and the remote access service are not detected, and a proxy belongs to a
 * session, so their flags are never set. The offline mode applies to this program only.
 *
 * @param dwReserved Reserved: 0.
 * @returns The state and its flags.
 * @throws {InternetError} If `dwReserved` is not 0 (ERROR_INVALID_PARAMETER).
 *
 * @example Checking the network
 * ```ts
 * import { InternetGetConnectedState } from "@wininet/wininet/system";
 *
 * const { connected, dwFlags } = InternetGetConnectedState();
 * console.log(connected, dwFlags);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-internetgetconnectedstate}
 */
export function InternetGetConnectedState(
  dwReserved: number = 0,
): ConnectedState {
  return answer(() => {
    checkReserved(dwReserved);
    const { connected, dwFlags } = machineState();
    return { connected, dwFlags };
  }, "InternetGetConnectedState");
}

/**
 * Returns the connected state of this machine, with the name of the connection.
 *
 * Differences: those of `InternetGetConnectedState`. The name is that of the first network
 * interface with a suitable address; without permission it is "LAN Connection".
 *
 * @param dwReserved Reserved: 0.
 * @returns The state, its flags, and the name.
 * @throws {InternetError} If `dwReserved` is not 0 (ERROR_INVALID_PARAMETER).
 *
 * @example The name of the network interface
 * ```ts
 * import { InternetGetConnectedStateEx } from "@wininet/wininet/system";
 *
 * console.log(InternetGetConnectedStateEx().lpszConnectionName);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-internetgetconnectedstateexw}
 */
export function InternetGetConnectedStateEx(
  dwReserved: number = 0,
): NamedConnectedState {
  return answer(() => {
    checkReserved(dwReserved);
    const { connected, dwFlags, name } = machineState();
    return { connected, dwFlags, lpszConnectionName: name };
  }, "InternetGetConnectedStateEx");
}

/**
 * Checks that this machine is on a network before a URL is used.
 *
 * Differences: Windows prompts the user to leave the offline mode. Here the result is that of
 * `InternetGetConnectedState`, and a program that has set INTERNET_OPTION_CONNECTED_STATE to
 * disconnected must reset it.
 *
 * @param lpszURL The URL that the program is about to use.
 * @param hwndParent The owner of the dialog on Windows; not used.
 * @param dwFlags 0 or INTERENT_GOONLINE_REFRESH.
 * @returns `true`.
 * @throws {InternetError} If this machine is not on a network, or in the offline mode (ERROR_NOT_CONNECTED).
 * @throws {InternetError} If the URL is missing, or a flag is unknown (ERROR_INVALID_PARAMETER).
 *
 * @example Before the first request
 * ```ts
 * import { InternetGoOnline } from "@wininet/wininet/system";
 *
 * function requireNetwork(url: string): void {
 *   InternetGoOnline(url);
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-internetgoonlinew}
 */
export function InternetGoOnline(
  lpszURL: string,
  // deno-lint-ignore no-unused-vars
  hwndParent: unknown = null,
  dwFlags: number = 0,
): true {
  return answer(() => {
    if (typeof lpszURL !== "string") {
      throw badParameter(
        `Cannot use ${quotedValue(lpszURL)} as lpszURL: it must be a string`,
      );
    }
    checkedFlags(dwFlags, "dwFlags", INTERENT_GOONLINE_REFRESH);
    requireNetwork("go online");
    return true;
  }, "InternetGoOnline");
}

/**
 * Locks the response of a request, or an open file.
 *
 * A handle has one lock: a second call returns the same lock, which must be unlocked as many times
 * as it was locked. The lock remains when its handle is closed.
 *
 * The lock keeps the file of the response (INTERNET_OPTION_DATAFILE_NAME): its cache entry cannot
 * be replaced, and a temporary file of INTERNET_FLAG_NEED_FILE is not removed.
 *
 * Differences: a response without a file can also be locked, even one over https with
 * INTERNET_FLAG_NO_CACHE_WRITE; such a lock is only counted and keeps no file. The same applies to
 * FTP and Gopher.
 *
 * @param hInternet A handle of `HttpOpenRequest` with a response, or a handle of `InternetOpenUrl`, `FtpOpenFile` or `GopherOpenFile`.
 * @returns The lock; `using` unlocks it once.
 * @throws {InternetError} If the request has no response yet (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE), or of a type without a response (ERROR_INTERNET_INCORRECT_HANDLE_TYPE).
 *
 * @example Locking while a response is processed
 * ```ts
 * import { InternetLockRequestFile } from "@wininet/wininet/system";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * function work(hRequest: HINTERNET): boolean {
 *   using lock = InternetLockRequestFile(hRequest);
 *   return lock.locked;
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetlockrequestfile}
 */
export function InternetLockRequestFile(hInternet: HINTERNET): RequestFileLock {
  return answer(() => lockResponse(openHandle(hInternet)));
}

/**
 * Unlocks a lock of `InternetLockRequestFile` once.
 *
 * @param hLockRequestInfo The lock.
 * @returns `true`.
 * @throws {InternetError} If it is not a lock, or no longer locked (ERROR_INVALID_HANDLE).
 *
 * @example Unlocking
 * ```ts
 * import { InternetLockRequestFile, InternetUnlockRequestFile } from "@wininet/wininet/system";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * function lockAndUnlock(hRequest: HINTERNET): true {
 *   return InternetUnlockRequestFile(InternetLockRequestFile(hRequest));
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetunlockrequestfile}
 */
export function InternetUnlockRequestFile(
  hLockRequestInfo: RequestFileLock,
): true {
  return answer(() => {
    unlockResponse(hLockRequestInfo);
    return true;
  });
}

/**
 * Registers the error handler of the program, which decides about errors in place of the Windows
 * dialogs.
 *
 * Only `InternetErrorDlg` calls the handler. The handler returns ERROR_SUCCESS to continue despite
 * the error, ERROR_CANCELLED to stop, ERROR_INTERNET_FORCE_RETRY to send the request again, or a
 * user name and a password, which means to send the request again with them. It may return a
 * promise.
 *
 * @param handler The handler, or `null` to remove it.
 * @returns The previous handler, or `null` if there was none.
 * @throws {InternetError} If it is not a function (ERROR_INVALID_PARAMETER).
 *
 * @example Continuing when a redirect leaves https
 * ```ts
 * import { setErrorHandler } from "@wininet/wininet/system";
 * import {
 *   ERROR_CANCELLED,
 *   ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR,
 *   ERROR_SUCCESS,
 * } from "@wininet/wininet/error";
 *
 * setErrorHandler(({ dwError, url }) => {
 *   if (dwError !== ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR) return ERROR_CANCELLED;
 *   return confirm(`Leave ${url} unencrypted?`) ? ERROR_SUCCESS : ERROR_CANCELLED;
 * });
 * ```
 */
export function setErrorHandler(
  handler: ErrorHandler | null,
): ErrorHandler | null {
  return answer(() => registerErrorHandler(handler));
}

/**
 * Decides about an error: calls the handler of {@linkcode setErrorHandler} if Windows would show a
 * dialog.
 *
 * These errors have a dialog: a wrong user name or password, a certificate error, redirects and
 * uploads between https and http, a cookie that needs consent, and a proxy script that fails. Any
 * other error is returned unchanged.
 *
 * FLAGS_ERROR_UI_FILTER_FOR_ERRORS detects the status 401 or 407 in the response if `dwError` has
 * no dialog. FLAGS_ERROR_UI_FLAGS_CHANGE_OPTIONS sets the SECURITY_FLAG_IGNORE_* bit of a
 * certificate error on the request if the handler continues. FLAGS_ERROR_UI_SERIALIZE_DIALOGS calls
 * the handler once for all requests to a server that are waiting at the same time. With
 * FLAGS_ERROR_UI_FLAGS_NO_UI the handler is not called: the result for a password and for changes
 * between https and http is ERROR_SUCCESS, for certificates ERROR_CANCELLED. A user name and a
 * password from the handler are always set on the request; they are used only for the server of the
 * URL that the handler received, which may be the target of a redirect, or for the proxy.
 *
 * Differences: no dialog is shown, so no window is needed. The handler always receives the data of
 * FLAGS_ERROR_UI_FLAGS_GENERATE_DATA. Without a handler the result is ERROR_CANCELLED. Closing the
 * request ends the wait for the handler.
 *
 * @param hWnd Passed to the handler unchanged.
 * @param hRequest The request, or `null` for an error without a request.
 * @param dwError The error; 0 with FLAGS_ERROR_UI_FILTER_FOR_ERRORS.
 * @param dwFlags `FLAGS_ERROR_UI_*` bits.
 * @param lppvData Passed to the handler unchanged.
 * @returns ERROR_SUCCESS to continue, ERROR_INTERNET_FORCE_RETRY to send the request again, ERROR_CANCELLED (or ERROR_HTTP_COOKIE_DECLINED) to stop, or `dwError` if no decision is needed.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or not an HTTP request (ERROR_INTERNET_INCORRECT_HANDLE_TYPE).
 * @throws {InternetError} If an argument is invalid, the error needs a request, or the handler returns an invalid decision (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the handler throws (ERROR_INTERNET_INTERNAL_ERROR), or the request is closed during the call (ERROR_INTERNET_OPERATION_CANCELLED).
 *
 * @example The decision without a handler
 * ```ts
 * import { InternetErrorDlg } from "@wininet/wininet/system";
 * import { ERROR_CANCELLED, ERROR_INTERNET_INVALID_CA } from "@wininet/wininet/error";
 * import { FLAGS_ERROR_UI_FLAGS_NO_UI } from "@wininet/wininet/flags";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   await InternetErrorDlg(null, null, ERROR_INTERNET_INVALID_CA, FLAGS_ERROR_UI_FLAGS_NO_UI),
 *   ERROR_CANCELLED,
 * );
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-interneterrordlg}
 */
export function InternetErrorDlg(
  hWnd: unknown,
  hRequest: HINTERNET | null,
  dwError: number,
  dwFlags: number = 0,
  lppvData: unknown = null,
): Promise<number> {
  return begin(() => {
    const handle = hRequest === null
      ? null
      : openHandleOf(hRequest, HttpRequest, "an HTTP request");
    const flags = checkedFlags(dwFlags, "dwFlags", DIALOG_FLAGS);
    const given = asDword(dwError);
    if (given === null) {
      throw badParameter(
        `Cannot use ${
          quotedValue(dwError)
        } as dwError: it must be one of the ERROR_* constants`,
      );
    }
    const status = handle && statusOf(handle);
    const error = hiddenError(given, flags, status);
    const question = {
      hWnd,
      hRequest,
      dwError: error,
      dwFlags: flags,
      lppvData,
      url: handle && String(handle.queryOption(INTERNET_OPTION_URL)),
      isProxy: status === HTTP_STATUS_PROXY_AUTH_REQ && asksForPassword(error),
    };
    const decision = decide(question, handle);
    const result = remembered(() => decision);
    // As in other calls, the rejection that closing the request causes is handled.
    handle?.onClosed(() => result.catch(() => {}));
    return result;
  });
}

/**
 * Continues a request that waits for a decision of the user; always fails here.
 *
 * Differences: no request waits for the user here. INTERNET_STATUS_USER_INPUT_REQUIRED is not
 * posted. If Windows would prompt the user during a request, the request ends here, so that the
 * program can call `InternetErrorDlg` and send the request again. So this function always fails.
 *
 * @param hRequest The request.
 * @param dwResultCode ERROR_SUCCESS, or the result of `InternetErrorDlg`.
 * @returns `true`.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or not an HTTP request (ERROR_INTERNET_INCORRECT_HANDLE_TYPE), or `dwResultCode` is not a DWORD (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} Otherwise: the request is not suspended (ERROR_INTERNET_INCORRECT_HANDLE_STATE).
 *
 * @example A request that is not suspended
 * ```ts
 * import { ResumeSuspendedDownload } from "@wininet/wininet/system";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 * import { assertThrows } from "@std/assert";
 *
 * function resume(hRequest: HINTERNET): void {
 *   assertThrows(() => ResumeSuspendedDownload(hRequest, 0));
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-resumesuspendeddownload}
 */
export function ResumeSuspendedDownload(
  hRequest: HINTERNET,
  dwResultCode: number = ERROR_SUCCESS,
): true {
  return answer(() => {
    openHandleOf(hRequest, HttpRequest, "an HTTP request");
    checkedFlags(dwResultCode, "dwResultCode");
    throw new InternetError(
      ERROR_INTERNET_INCORRECT_HANDLE_STATE,
      "Cannot resume the download: it is not suspended; downloads are never suspended here, so await HttpSendRequest instead",
    );
  });
}

function checkReserved(dwReserved: unknown): void {
  if (dwReserved !== 0) {
    throw badParameter(
      `Cannot use ${quotedValue(dwReserved)} as dwReserved: it must be 0`,
    );
  }
}

/** Returns the error, or the one that FLAGS_ERROR_UI_FILTER_FOR_ERRORS detects in the response. */
function hiddenError(given: number, flags: number, status: unknown): number {
  const isHidden = status === HTTP_STATUS_DENIED ||
    status === HTTP_STATUS_PROXY_AUTH_REQ;
  return isHidden && hasFlag(flags, FLAGS_ERROR_UI_FILTER_FOR_ERRORS) &&
      !hasDialog(given)
    ? ERROR_INTERNET_INCORRECT_PASSWORD
    : given;
}

/** Returns the status code of the response; 0 if there is none. */
function statusOf(request: HttpRequest): unknown {
  try {
    return request.queryInfo(
      combineFlags(HTTP_QUERY_STATUS_CODE, HTTP_QUERY_FLAG_NUMBER),
      undefined,
      0,
    );
  } catch {
    // The request cannot be queried while its body is being written.
    return 0;
  }
}
