// Copyright 2026 the wininet authors. MIT license.

/**
 * The error codes of WinINet, and the class of the errors that carry them. The
 * codes below 12000 are general codes of Windows that this API uses.
 *
 * @example Recognizing an error code
 * ```ts
 * import { ERROR_INTERNET_TIMEOUT } from "@wininet/wininet/error";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ERROR_INTERNET_TIMEOUT, 12002);
 * ```
 *
 * @module
 */

import { ERROR_NAMES } from "./_base/error_names.ts";
import { getLastError } from "./_base/last_error.ts";

// ---- errors ----

/** The operation completed without an error. */
export const ERROR_SUCCESS = 0;
/** An older name of the code for success. */
export const NO_ERROR: typeof ERROR_SUCCESS = ERROR_SUCCESS;
/** The function does not exist or is not valid for this object. */
export const ERROR_INVALID_FUNCTION = 1;
/** The file does not exist, or the cache has no copy when only the cache may be used. */
export const ERROR_FILE_NOT_FOUND = 2;
/** A directory of the path does not exist. */
export const ERROR_PATH_NOT_FOUND = 3;
/** The process cannot open any more files. */
export const ERROR_TOO_MANY_OPEN_FILES = 4;
/** The caller does not have permission for the object. */
export const ERROR_ACCESS_DENIED = 5;
/** The value is not a handle of the library, or the handle is already closed. */
export const ERROR_INVALID_HANDLE = 6;
/** The memory is not sufficient to finish the call. */
export const ERROR_NOT_ENOUGH_MEMORY = 8;
/** The data has a form that the function does not accept. */
export const ERROR_INVALID_DATA = 13;
/** The memory that the operation needs could not be allocated. */
export const ERROR_OUTOFMEMORY = 14;
/** The file cannot be moved to another disk. */
export const ERROR_NOT_SAME_DEVICE = 17;
/** An enumeration of files has reached its end. */
export const ERROR_NO_MORE_FILES = 18;
/** Data could not be written to the device. */
export const ERROR_WRITE_FAULT = 29;
/** A device failed without reporting a more exact reason. */
export const ERROR_GEN_FAILURE = 31;
/** Another program has the file open and does not allow this use. */
export const ERROR_SHARING_VIOLATION = 32;
/** Reading has reached the end of the file. */
export const ERROR_HANDLE_EOF = 38;
/** The request is not supported here. */
export const ERROR_NOT_SUPPORTED = 50;
/** The file to be created already exists. */
export const ERROR_FILE_EXISTS = 80;
/** The file or directory cannot be created. */
export const ERROR_CANNOT_MAKE = 82;
/** An argument has a value that the function does not allow. */
export const ERROR_INVALID_PARAMETER = 87;
/** The disk has no free space. */
export const ERROR_DISK_FULL = 112;
/** The function is not implemented on this system. */
export const ERROR_CALL_NOT_IMPLEMENTED = 120;
/** A wait, such as a wait for the network, timed out. */
export const ERROR_SEM_TIMEOUT = 121;
/** The buffer is too small for the result; Windows reports the required size. */
export const ERROR_INSUFFICIENT_BUFFER = 122;
/** The name of a file or directory violates the rules for names. */
export const ERROR_INVALID_NAME = 123;
/** The file position would be before the start of the file. */
export const ERROR_NEGATIVE_SEEK = 131;
/** One or more arguments are invalid. */
export const ERROR_BAD_ARGUMENTS = 160;
/** The path has an invalid form. */
export const ERROR_BAD_PATHNAME = 161;
/** The resource is in use. */
export const ERROR_BUSY = 170;
/** The object to be created already exists. */
export const ERROR_ALREADY_EXISTS = 183;
/** The file name or its extension is too long. */
export const ERROR_FILENAME_EXCED_RANGE = 206;
/** The pipe is being closed and returns no more data. */
export const ERROR_NO_DATA = 232;
/** The data does not fit into the buffer. */
export const ERROR_MORE_DATA = 234;
/** An enumeration has no more entries. */
export const ERROR_NO_MORE_ITEMS = 259;
/** The user ended the connection. */
export const ERROR_USER_DISCONNECTION = 631;
/** A connection needed for the operation does not exist. */
export const ERROR_NO_CONNECTION = 668;
/** The program, or the end of a thread, cancelled the operation. */
export const ERROR_OPERATION_ABORTED = 995;
/** The overlapped operation has not completed yet. */
export const ERROR_IO_INCOMPLETE = 996;
/**
 * The call continues in the background and reports its end through the callback.
 */
export const ERROR_IO_PENDING = 997;
/** A memory address in the call cannot be read or written. */
export const ERROR_NOACCESS = 998;
/** The function could not be completed. */
export const ERROR_CAN_NOT_COMPLETE = 1003;
/** The flags contain a bit or combination that is not allowed. */
export const ERROR_INVALID_FLAGS = 1004;
/** The thread or process has no security token to use. */
export const ERROR_NO_TOKEN = 1008;
/** A character does not exist in the target encoding. */
export const ERROR_NO_UNICODE_TRANSLATION = 1113;
/** The requested element does not exist. */
export const ERROR_NOT_FOUND = 1168;
/** The user cancelled the operation. */
export const ERROR_CANCELLED = 1223;
/** The file cannot be changed while a program has it mapped into memory. */
export const ERROR_USER_MAPPED_FILE = 1224;
/** The remote system refused the network connection. */
export const ERROR_CONNECTION_REFUSED = 1225;
/** There is no route to the remote network. */
export const ERROR_NETWORK_UNREACHABLE = 1231;
/** There is no route to the remote host. */
export const ERROR_HOST_UNREACHABLE = 1232;
/** The local system aborted the network connection. */
export const ERROR_CONNECTION_ABORTED = 1236;
/** The system encountered an unexpected condition. */
export const ERROR_INTERNAL_ERROR = 1359;
/** A wait timed out. */
export const ERROR_TIMEOUT = 1460;
/** The links of a path form a loop. */
export const ERROR_CANT_RESOLVE_FILENAME = 1921;
/** The network connection does not exist. */
export const ERROR_NOT_CONNECTED = 2250;
/** The operation is not allowed: a script must not read or change an HttpOnly cookie. */
export const ERROR_INVALID_OPERATION = 4317;
/** The number at which the range of Internet errors starts; not an error. */
export const INTERNET_ERROR_BASE = 12000;
/** No more handles can be created at this time. */
export const ERROR_INTERNET_OUT_OF_HANDLES = 12001;
/** The request took longer than its timeout. */
export const ERROR_INTERNET_TIMEOUT = 12002;
/**
 * The server returned a text that explains the failure;
 * InternetGetLastResponseInfo returns it.
 */
export const ERROR_INTERNET_EXTENDED_ERROR = 12003;
/** An internal error of the library has occurred. */
export const ERROR_INTERNET_INTERNAL_ERROR = 12004;
/** The URL is invalid. */
export const ERROR_INTERNET_INVALID_URL = 12005;
/** The URL scheme is unknown or not supported. */
export const ERROR_INTERNET_UNRECOGNIZED_SCHEME = 12006;
/** The host name could not be resolved to an address. */
export const ERROR_INTERNET_NAME_NOT_RESOLVED = 12007;
/** The requested protocol could not be found. */
export const ERROR_INTERNET_PROTOCOL_NOT_FOUND = 12008;
/** The option number is unknown. */
export const ERROR_INTERNET_INVALID_OPTION = 12009;
/** The value of an option has the wrong length for its type. */
export const ERROR_INTERNET_BAD_OPTION_LENGTH = 12010;
/** The option can be read but not changed. */
export const ERROR_INTERNET_OPTION_NOT_SETTABLE = 12011;
/** The library is being shut down or unloaded. */
export const ERROR_INTERNET_SHUTDOWN = 12012;
/** The FTP server did not accept the user name. */
export const ERROR_INTERNET_INCORRECT_USER_NAME = 12013;
/** The FTP server did not accept the password. */
export const ERROR_INTERNET_INCORRECT_PASSWORD = 12014;
/** Logging in to the server failed. */
export const ERROR_INTERNET_LOGIN_FAILURE = 12015;
/** The operation is not valid for this kind of request. */
export const ERROR_INTERNET_INVALID_OPERATION = 12016;
/** The operation was cancelled because its handle was closed. */
export const ERROR_INTERNET_OPERATION_CANCELLED = 12017;
/** The handle has the wrong type for this operation. */
export const ERROR_INTERNET_INCORRECT_HANDLE_TYPE = 12018;
/** The handle is not in the state that this operation requires. */
export const ERROR_INTERNET_INCORRECT_HANDLE_STATE = 12019;
/** The request cannot be made through a proxy. */
export const ERROR_INTERNET_NOT_PROXY_REQUEST = 12020;
/** A required setting is missing from the registry. */
export const ERROR_INTERNET_REGISTRY_VALUE_NOT_FOUND = 12021;
/** A setting in the registry has an invalid value. */
export const ERROR_INTERNET_BAD_REGISTRY_PARAMETER = 12022;
/** The network cannot be reached directly at this time. */
export const ERROR_INTERNET_NO_DIRECT_ACCESS = 12023;
/** An asynchronous call was made with a context value of zero. */
export const ERROR_INTERNET_NO_CONTEXT = 12024;
/** An asynchronous call was made without a callback. */
export const ERROR_INTERNET_NO_CALLBACK = 12025;
/** The operation must wait because other requests are still in progress. */
export const ERROR_INTERNET_REQUEST_PENDING = 12026;
/** The request has the wrong format. */
export const ERROR_INTERNET_INCORRECT_FORMAT = 12027;
/** The requested item could not be found. */
export const ERROR_INTERNET_ITEM_NOT_FOUND = 12028;
/** The connection to the server could not be opened. */
export const ERROR_INTERNET_CANNOT_CONNECT = 12029;
/** The connection to the server ended prematurely. */
export const ERROR_INTERNET_CONNECTION_ABORTED = 12030;
/** The server reset the connection. */
export const ERROR_INTERNET_CONNECTION_RESET = 12031;
/** The request must be sent again, for example after credentials were entered. */
export const ERROR_INTERNET_FORCE_RETRY = 12032;
/** The request to the proxy is not valid. */
export const ERROR_INTERNET_INVALID_PROXY_REQUEST = 12033;
/** The request needs a dialog or other user interface to continue. */
export const ERROR_INTERNET_NEED_UI = 12034;
/** The request failed because its handle already exists. */
export const ERROR_INTERNET_HANDLE_EXISTS = 12036;
/** The server certificate has expired or is not valid yet. */
export const ERROR_INTERNET_SEC_CERT_DATE_INVALID = 12037;
/** The server certificate was issued for another host name. */
export const ERROR_INTERNET_SEC_CERT_CN_INVALID = 12038;
/** A redirect leads from a plain-text connection to a secure one. */
export const ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR = 12039;
/** A redirect leads from a secure connection to a plain-text one. */
export const ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR = 12040;
/** Some content of a secure page comes from servers that are not secure. */
export const ERROR_INTERNET_MIXED_SECURITY = 12041;
/** A form posts and changes data through a connection that is not secure. */
export const ERROR_INTERNET_CHG_POST_IS_NON_SECURE = 12042;
/** A form posts data through a connection that is not secure. */
export const ERROR_INTERNET_POST_IS_NON_SECURE = 12043;
/** The server requires a client certificate. */
export const ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED = 12044;
/** The authority that issued the server certificate is not trusted. */
export const ERROR_INTERNET_INVALID_CA = 12045;
/** Client authentication is not set up on this computer. */
export const ERROR_INTERNET_CLIENT_AUTH_NOT_SETUP = 12046;
/** A thread for the asynchronous work could not be started. */
export const ERROR_INTERNET_ASYNC_THREAD_FAILED = 12047;
/** A redirect changes the URL scheme and therefore needs another handler. */
export const ERROR_INTERNET_REDIRECT_SCHEME_CHANGE = 12048;
/** Another thread already shows a password dialog for this request. */
export const ERROR_INTERNET_DIALOG_PENDING = 12049;
/** The dialog should be shown again. */
export const ERROR_INTERNET_RETRY_DIALOG = 12050;
/** No new cache container could be created; Microsoft publishes no details. */
export const ERROR_INTERNET_NO_NEW_CONTAINERS = 12051;
/** A redirect would send posted data through a connection that is not secure. */
export const ERROR_INTERNET_HTTPS_HTTP_SUBMIT_REDIR = 12052;
/** A CD-ROM must be inserted to access the resource. */
export const ERROR_INTERNET_INSERT_CDROM = 12053;
/** The resource requires a login with a Fortezza card. */
export const ERROR_INTERNET_FORTEZZA_LOGIN_NEEDED = 12054;
/** The server certificate has one or more errors. */
export const ERROR_INTERNET_SEC_CERT_ERRORS = 12055;
/** The certificate provides no method to check its revocation. */
export const ERROR_INTERNET_SEC_CERT_NO_REV = 12056;
/** The revocation of the certificate could not be checked. */
export const ERROR_INTERNET_SEC_CERT_REV_FAILED = 12057;
/** The local port that the request requires is already in use. */
export const ERROR_INTERNET_SOURCE_PORT_IN_USE = 12058;
/**
 * Reserved for a TLS connection that would need an older protocol; not
 * documented for WinINet.
 */
export const ERROR_INTERNET_INSECURE_FALLBACK_REQUIRED = 12059;
/** The request must use https because of the Strict Transport Security of the host. */
export const ERROR_HTTP_HSTS_REDIRECT_REQUIRED = 12060;
/** An internal code of Windows for an alert about the proxy; its use is not documented. */
export const ERROR_INTERNET_PROXY_ALERT = 12061;
/** The signature of the server certificate uses a weak algorithm. */
export const ERROR_INTERNET_SEC_CERT_WEAK_SIGNATURE = 12062;
/**
 * An internal code of Windows for a missing connection of the connection
 * manager; not documented.
 */
export const ERROR_INTERNET_NO_CM_CONNECTION = 12080;
/** An operation is already in progress on the FTP session. */
export const ERROR_FTP_TRANSFER_IN_PROGRESS = 12110;
/** The FTP operation failed because the session was aborted. */
export const ERROR_FTP_DROPPED = 12111;
/** The FTP server does not support passive mode. */
export const ERROR_FTP_NO_PASSIVE_MODE = 12112;
/** The data of the Gopher server violates the protocol. */
export const ERROR_GOPHER_PROTOCOL_ERROR = 12130;
/** The Gopher locator is not the locator of a file. */
export const ERROR_GOPHER_NOT_FILE = 12131;
/** The data of the Gopher server is invalid. */
export const ERROR_GOPHER_DATA_ERROR = 12132;
/** The end of the Gopher data has been reached. */
export const ERROR_GOPHER_END_OF_DATA = 12133;
/** The Gopher locator is invalid. */
export const ERROR_GOPHER_INVALID_LOCATOR = 12134;
/** The Gopher locator has the wrong type for this operation. */
export const ERROR_GOPHER_INCORRECT_LOCATOR_TYPE = 12135;
/** The operation requires a Gopher+ server or locator. */
export const ERROR_GOPHER_NOT_GOPHER_PLUS = 12136;
/** The requested Gopher attribute does not exist. */
export const ERROR_GOPHER_ATTRIBUTE_NOT_FOUND = 12137;
/** The type of the Gopher locator is unknown. */
export const ERROR_GOPHER_UNKNOWN_LOCATOR = 12138;
/** The push interface does not support the status code; Microsoft publishes no details. */
export const ERROR_HTTP_PUSH_STATUS_CODE_NOT_SUPPORTED = 12147;
/** The push interface does not support another attempt; Microsoft publishes no details. */
export const ERROR_HTTP_PUSH_RETRY_NOT_SUPPORTED = 12148;
/** The push interface could not be enabled; Microsoft publishes no details. */
export const ERROR_HTTP_PUSH_ENABLE_FAILED = 12149;
/** The requested header does not exist. */
export const ERROR_HTTP_HEADER_NOT_FOUND = 12150;
/** The server sent no headers, as HTTP/0.9 servers do. */
export const ERROR_HTTP_DOWNLEVEL_SERVER = 12151;
/** The response of the server could not be parsed. */
export const ERROR_HTTP_INVALID_SERVER_RESPONSE = 12152;
/** A header is invalid. */
export const ERROR_HTTP_INVALID_HEADER = 12153;
/** A query for header information is invalid. */
export const ERROR_HTTP_INVALID_QUERY_REQUEST = 12154;
/** The header was not added because it already exists. */
export const ERROR_HTTP_HEADER_ALREADY_EXISTS = 12155;
/**
 * The redirect could not be followed: its target is invalid, its scheme has
 * changed, or the limit of redirects is reached.
 */
export const ERROR_HTTP_REDIRECT_FAILED = 12156;
/** The secure channel could not be established or has failed. */
export const ERROR_INTERNET_SECURITY_CHANNEL_ERROR = 12157;
/** The file could not be stored in the cache. */
export const ERROR_INTERNET_UNABLE_TO_CACHE_FILE = 12158;
/** TCP/IP is not installed on this computer. */
export const ERROR_INTERNET_TCPIP_NOT_INSTALLED = 12159;
/** The request was not redirected. */
export const ERROR_HTTP_NOT_REDIRECTED = 12160;
/** The user must confirm the cookie. */
export const ERROR_HTTP_COOKIE_NEEDS_CONFIRMATION = 12161;
/** The cookie was declined. */
export const ERROR_HTTP_COOKIE_DECLINED = 12162;
/** The connection to the Internet has been lost. */
export const ERROR_INTERNET_DISCONNECTED = 12163;
/** Another name of the code for a lost Internet connection. */
export const ERROR_INTERNET_OFFLINE: typeof ERROR_INTERNET_DISCONNECTED =
  ERROR_INTERNET_DISCONNECTED;
/** The website or server cannot be reached. */
export const ERROR_INTERNET_SERVER_UNREACHABLE = 12164;
/** The proxy server cannot be reached. */
export const ERROR_INTERNET_PROXY_SERVER_UNREACHABLE = 12165;
/** The proxy configuration script contains an error. */
export const ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT = 12166;
/** The proxy configuration script could not be downloaded. */
export const ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT = 12167;
/** The user must confirm the redirect. */
export const ERROR_HTTP_REDIRECT_NEEDS_CONFIRMATION = 12168;
/** The server certificate is not valid. */
export const ERROR_INTERNET_SEC_INVALID_CERT = 12169;
/** The server certificate has been revoked. */
export const ERROR_INTERNET_SEC_CERT_REVOKED = 12170;
/** A security check failed. */
export const ERROR_INTERNET_FAILED_DUETOSECURITYCHECK = 12171;
/** No session has been opened yet in this process. */
export const ERROR_INTERNET_NOT_INITIALIZED = 12172;
/** Intended for a missing MSN security package; not implemented by Windows. */
export const ERROR_INTERNET_NEED_MSN_SSPI_PKG = 12173;
/** The MS-Logoff header of the server made the client discard its Digest credentials. */
export const ERROR_INTERNET_LOGIN_FAILURE_DISPLAY_ENTITY_BODY = 12174;
/** The upper bound of the Internet errors in the old wininet.h; not an error. */
export const INTERNET_ERROR_LAST = 12174;
/** Decoding the content, such as gzip data, failed. */
export const ERROR_INTERNET_DECODING_FAILED = 12175;
/** The proxy requires a client certificate. */
export const ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED_PROXY = 12187;
/** The secure connection to the proxy failed. */
export const ERROR_INTERNET_SECURE_FAILURE_PROXY = 12188;
/** The resource must not be used in private browsing; Microsoft publishes no details. */
export const ERROR_INTERNET_DISALLOW_INPRIVATE = 12189;
/** The HTTP version in use is not the required one; Microsoft publishes no details. */
export const ERROR_INTERNET_HTTP_PROTOCOL_MISMATCH = 12190;
/** The process-wide callback failed; Microsoft publishes no details. */
export const ERROR_INTERNET_GLOBAL_CALLBACK_FAILED = 12191;
/** The feature is disabled on this system; Microsoft publishes no details. */
export const ERROR_INTERNET_FEATURE_DISABLED = 12192;
/** An internal code of Windows for a socket error. */
export const ERROR_INTERNET_INTERNAL_SOCKET_ERROR = 12901;
/** An internal code of Windows: a connection is available. */
export const ERROR_INTERNET_CONNECTION_AVAILABLE = 12902;
/** An internal code of Windows: no servers to probe are known. */
export const ERROR_INTERNET_NO_KNOWN_SERVERS = 12903;
/** An internal code of Windows for a network probe without a response. */
export const ERROR_INTERNET_PING_FAILED = 12904;
/** An internal code of Windows: network probes are not supported. */
export const ERROR_INTERNET_NO_PING_SUPPORT = 12905;
/** An internal code of Windows for a request that was served from the cache. */
export const ERROR_INTERNET_CACHE_SUCCESS = 12906;
/** An internal code of Windows that accompanies ERROR_HTTP_COOKIE_NEEDS_CONFIRMATION. */
export const ERROR_HTTP_COOKIE_NEEDS_CONFIRMATION_EX = 12907;

/** The properties of an {@linkcode InternetError} in addition to its code and message. */
export interface InternetErrorOptions {
  /** The error of the system, of `fetch` or of the program that caused this one. */
  readonly cause?: unknown;
  /** The text that the server sent, if any. */
  readonly responseText?: string;
}

/** An {@linkcode InternetError} as data. */
export interface InternetErrorData {
  /** `"InternetError"`. */
  readonly name: string;
  /** The Win32 error code. */
  readonly code: number;
  /** The name of the constant for the code. */
  readonly constant: string;
  /** The message of the error. */
  readonly message: string;
  /** The text that the server sent, if any. */
  readonly responseText?: string;
}

/**
 * The error class of this library: it has a Win32 code, the name of its
 * constant in the message, and the underlying error as `cause`.
 *
 * A call that cannot start throws it; the promise of a call that has started
 * rejects with it.
 *
 * @example The code and the message
 * ```ts
 * import { ERROR_INTERNET_TIMEOUT, InternetError } from "@wininet/wininet/error";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new InternetError(ERROR_INTERNET_TIMEOUT, 'No answer from "example.com"');
 *
 * assertEquals(error.code, 12002);
 * assertEquals(error.message, 'No answer from "example.com" (ERROR_INTERNET_TIMEOUT)');
 * ```
 */
export class InternetError extends Error {
  /** The Win32 error code: one of the `ERROR_*` constants. */
  readonly code: number;
  /** The text that the server sent, if any. */
  readonly responseText?: string;

  /**
   * Creates an error.
   *
   * @param code One of the `ERROR_*` constants.
   * @param message The failed action and the reason; the name of the constant
   * is appended.
   * @param options The cause, and the text of the server.
   */
  constructor(
    code: number,
    message: string,
    options: InternetErrorOptions = {},
  ) {
    const { cause, responseText } = options;
    super(
      `${message} (${constantOf(code)})`,
      cause === undefined ? undefined : { cause },
    );
    this.name = "InternetError";
    this.code = code;
    if (responseText !== undefined) this.responseText = responseText;
  }

  /**
   * Returns the error as data, for logs: `JSON.stringify` calls it. The cause
   * and the stack are omitted.
   *
   * @returns The code with the name of its constant, the message, and the text
   * of the server if there is one. The name of an unknown code is the code
   * itself.
   *
   * @example An error in a log
   * ```ts
   * import { ERROR_INTERNET_TIMEOUT, InternetError } from "@wininet/wininet/error";
   * import { assertEquals } from "@std/assert";
   *
   * const error = new InternetError(ERROR_INTERNET_TIMEOUT, "No answer");
   *
   * assertEquals(JSON.parse(JSON.stringify(error)), {
   *   name: "InternetError",
   *   code: 12002,
   *   constant: "ERROR_INTERNET_TIMEOUT",
   *   message: "No answer (ERROR_INTERNET_TIMEOUT)",
   * });
   * ```
   */
  toJSON(): InternetErrorData {
    const { name, code, message, responseText } = this;
    return {
      name,
      code,
      constant: constantOf(code),
      message,
      ...(responseText === undefined ? {} : { responseText }),
    };
  }
}

/** Returns the name of a code; for an unknown code, the code as a string. */
function constantOf(code: number): string {
  return ERROR_NAMES.get(code) ?? String(code);
}

/**
 * Returns the error code of the call that ended last: 0 if it succeeded, or
 * `ERROR_IO_PENDING` directly after the start of a call on an asynchronous
 * session.
 *
 * The function exists for ported programs: prefer `await` and the `code` of the
 * error. The whole program has one last error, and any call that ends before
 * `GetLastError` is called overwrites it.
 *
 * Differences: Windows keeps one last error for each thread.
 *
 * @returns One of the `ERROR_*` constants.
 *
 * @example Reading the code of a call that could not start
 * ```ts
 * import { ERROR_INVALID_HANDLE, GetLastError } from "@wininet/wininet/error";
 * import { InternetCloseHandle, InternetOpen } from "@wininet/wininet/internet";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const hInternet = InternetOpen("agent");
 * InternetCloseHandle(hInternet);
 *
 * assertThrows(() => InternetCloseHandle(hInternet));
 * assertEquals(GetLastError(), ERROR_INVALID_HANDLE);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/wininet/appendix-c-handling-errors}
 */
export function GetLastError(): number {
  return getLastError();
}
