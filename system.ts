// Copyright 2026 the wininet authors. MIT license.

/**
 * Additional functions: the state of the network, locks on responses, and the decisions
 * that Windows makes with dialogs.
 *
 * No function of this module shows a dialog. Instead of a dialog, a handler that the
 * program registers makes the decision.
 *
 * @example Asking for a password if the server needs one
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
  /** `INTERNET_CONNECTION_*` bits: INTERNET_CONNECTION_LAN if there is a network, INTERNET_CONNECTION_OFFLINE in the offline mode. */
  readonly dwFlags: number;
}

/** The result of `InternetGetConnectedStateEx`. */
export interface NamedConnectedState extends ConnectedState {
  /** The name of the network interface; `""` if there is none. */
  readonly lpszConnectionName: string;
}

/**
 * Makes sure that this machine is on a network. Nothing is sent.
 *
 * Differences: nothing is dialled; the result is that of `InternetGetConnectedState`, with
 * the same permission.
 *
 * @param dwReserved 0.
 * @returns ERROR_SUCCESS.
 * @throws {InternetError} If this machine is on no network, or in the offline mode (ERROR_NOT_CONNECTED).
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
 * Checks that the server of a URL accepts a connection. The connection is closed at once
 * and nothing is sent on it. Without a URL the state of this machine is checked, as by
 * `InternetAttemptConnect`.
 *
 * INTERNET_OPTION_CONNECT_TIMEOUT of the process limits the time.
 *
 * Differences: Windows pings the host without FLAG_ICC_FORCE_CONNECTION;
 * here a connection to the URL's port is tried with and without the flag. There is
 * no list of known servers for FLAG_ICC_FORCE_CONNECTION without a URL. As on
 * Windows no proxy is used.
 *
 * @param lpszUrl The URL, of http, https, ftp, ftps, gopher or gophers; `null` for the state of this machine.
 * @param dwFlags 0 or FLAG_ICC_FORCE_CONNECTION.
 * @param dwReserved 0.
 * @returns `true`.
 * @throws {InternetError} If there is no connection (ERROR_NOT_CONNECTED); `cause` has the code of a request that fails in that way. In the offline mode there is no connection and nothing is sent.
 * @throws {InternetError} If the program may not connect there (ERROR_ACCESS_DENIED).
 * @throws {InternetError} If the URL has no known scheme (ERROR_INTERNET_UNRECOGNIZED_SCHEME) or no host (ERROR_INTERNET_INVALID_URL), or another argument is wrong (ERROR_INVALID_PARAMETER).
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
 * Returns the connected state of this machine. Nothing is sent, so a host may still be
 * unreachable: `InternetCheckConnection` checks that.
 *
 * The machine is on a network if one of its network interfaces has an address that is
 * neither a loopback nor a link-local address. To read them the program needs
 * `--allow-sys=networkInterfaces`. Without that permission the result is a local network.
 *
 * If the program has set INTERNET_OPTION_CONNECTED_STATE to disconnected, the result is
 * not connected, with INTERNET_CONNECTION_OFFLINE.
 *
 * Differences: no modem and no remote access service is known, and a proxy belongs
 * to a session, so their flags are never set. The offline mode is that of the
 * program alone.
 *
 * @param dwReserved 0.
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
  });
}

/**
 * As `InternetGetConnectedState`, with the name of the connection.
 *
 * Differences: as of `InternetGetConnectedState`. The name is that of the first
 * network interface that counts; without permission it is "LAN Connection".
 *
 * @param dwReserved 0.
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
  });
}

/**
 * Makes sure that this machine is on a network, for a URL.
 *
 * Differences: Windows asks the user to leave the offline mode. Here the result is that of
 * `InternetGetConnectedState`, and a program that has set
 * INTERNET_OPTION_CONNECTED_STATE to disconnected must set it back itself.
 *
 * @param lpszURL The URL that the program is about to use.
 * @param hwndParent The owner of the dialog on Windows; not used.
 * @param dwFlags 0 or INTERENT_GOONLINE_REFRESH.
 * @returns `true`.
 * @throws {InternetError} If this machine is on no network, or in the offline mode (ERROR_NOT_CONNECTED).
 * @throws {InternetError} If there is no URL, or a flag is unknown (ERROR_INVALID_PARAMETER).
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
  });
}

/**
 * Locks the response of a request, or an open file.
 *
 * A handle has one lock: a second call returns the same lock, which must be unlocked as
 * often as it was locked. It outlives its handle.
 *
 * The lock keeps the file of the response (INTERNET_OPTION_DATAFILE_NAME): its entry of the
 * cache cannot be replaced, and a temporary file of INTERNET_FLAG_NEED_FILE stays.
 *
 * Differences: a response without a file can be locked too, also one over https with
 * INTERNET_FLAG_NO_CACHE_WRITE; the lock is only counted. So are those of FTP and Gopher.
 *
 * @param hInternet A handle of `HttpOpenRequest` that has its response, or of `InternetOpenUrl`, `FtpOpenFile` or `GopherOpenFile`.
 * @returns The lock; `using` unlocks it once.
 * @throws {InternetError} If the request has no response yet (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE), or has no response (ERROR_INTERNET_INCORRECT_HANDLE_TYPE).
 *
 * @example Locking while a response is worked on
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
 * @throws {InternetError} If it is not a lock, or not locked any more (ERROR_INVALID_HANDLE).
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
 * Registers the handler that decides about errors instead of the dialogs of Windows, for
 * the whole program.
 *
 * Only `InternetErrorDlg` calls the handler. It returns ERROR_SUCCESS to continue in spite
 * of the error, ERROR_CANCELLED to stop, ERROR_INTERNET_FORCE_RETRY to send the request
 * again, or a user name and a password for the request, which is then sent again. It may
 * return a promise.
 *
 * @param handler The handler, or `null` for none.
 * @returns The handler before, `null` if there was none.
 * @throws {InternetError} If it is not a function (ERROR_INVALID_PARAMETER).
 *
 * @example Going on when a redirect leaves https
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
 * Decides about an error: the handler of {@linkcode setErrorHandler} is called if Windows
 * would show a dialog.
 *
 * These errors have a dialog: a wrong user name or password, a fault of a certificate,
 * redirects and uploads between https and http, a cookie that needs consent, a broken
 * proxy script. Any other error is the result itself.
 *
 * The flags: FLAGS_ERROR_UI_FILTER_FOR_ERRORS finds a 401 or 407 in a response that
 * was not an error, FLAGS_ERROR_UI_FLAGS_CHANGE_OPTIONS sets the SECURITY_FLAG_IGNORE_*
 * bit of a fault of the certificate on the request if the handler continues,
 * FLAGS_ERROR_UI_SERIALIZE_DIALOGS asks once for all requests to a server that are
 * waiting at the same time. With FLAGS_ERROR_UI_FLAGS_NO_UI the handler is not called: a
 * password and crossings between https and http are ERROR_SUCCESS, certificates
 * ERROR_CANCELLED. A user name and a password always continue the request, for the
 * server of the question's URL alone, which a redirect may have led to, or the proxy.
 *
 * Differences: no dialog is shown, so no window is needed. The question for the handler
 * always has the data of FLAGS_ERROR_UI_FLAGS_GENERATE_DATA. Without a handler the result
 * is ERROR_CANCELLED. Closing the request ends the wait.
 *
 * @param hWnd Passed to the handler unchanged.
 * @param hRequest The request, or `null` for an error without a request.
 * @param dwError The error; 0 with FLAGS_ERROR_UI_FILTER_FOR_ERRORS.
 * @param dwFlags `FLAGS_ERROR_UI_*` bits.
 * @param lppvData Passed to the handler unchanged.
 * @returns ERROR_SUCCESS to continue, ERROR_INTERNET_FORCE_RETRY to send again, ERROR_CANCELLED (or ERROR_HTTP_COOKIE_DECLINED) to stop, or `dwError` if there is nothing to decide.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or no HTTP request (ERROR_INTERNET_INCORRECT_HANDLE_TYPE).
 * @throws {InternetError} If an argument is wrong, the error needs a request, or the handler returned no decision (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the handler failed (ERROR_INTERNET_INTERNAL_ERROR), or the request was closed meanwhile (ERROR_INTERNET_OPERATION_CANCELLED).
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
    // As for other calls: a rejection that closing the request causes is handled.
    handle?.onClosed(() => result.catch(() => {}));
    return result;
  });
}

/**
 * Continues a request that waits for a decision of the user.
 *
 * Differences: no request ever waits here. INTERNET_STATUS_USER_INPUT_REQUIRED is
 * not posted. If Windows would ask the user during a request, the request ends here, so
 * that the program can call `InternetErrorDlg` and send it again. So this function always
 * fails.
 *
 * @param hRequest A request.
 * @param dwResultCode ERROR_SUCCESS, or the result of `InternetErrorDlg`.
 * @returns `true`.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or no HTTP request (ERROR_INTERNET_INCORRECT_HANDLE_TYPE), or `dwResultCode` is not a DWORD (ERROR_INVALID_PARAMETER).
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

/** The error, or the one that FLAGS_ERROR_UI_FILTER_FOR_ERRORS finds in the answer. */
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
    // While a body is written nothing can be queried.
    return 0;
  }
}
