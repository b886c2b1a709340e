// Copyright 2026 the wininet authors. MIT license.

/**
 * The exit code of an error.
 *
 * @module
 */

import * as errors from "../error.ts";
import { isRefusedByProxy } from "../_transfers/retry.ts";
import { EXIT } from "./commands.ts";
import { UsageError } from "./usage_error.ts";

/** Error codes by kind of failure. A code that is not listed is "another failure". */
const KINDS: readonly (readonly [exit: number, codes: readonly number[]])[] = [
  [EXIT.USAGE, [
    errors.ERROR_INVALID_PARAMETER,
    errors.ERROR_INTERNET_INVALID_URL,
    errors.ERROR_INTERNET_UNRECOGNIZED_SCHEME,
    errors.ERROR_GOPHER_INVALID_LOCATOR,
    // The URL has the port of another service.
    errors.ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
  ]],
  [EXIT.LOCAL, [
    errors.ERROR_FILE_NOT_FOUND,
    errors.ERROR_PATH_NOT_FOUND,
    errors.ERROR_ACCESS_DENIED,
    errors.ERROR_FILE_EXISTS,
    errors.ERROR_ALREADY_EXISTS,
    errors.ERROR_DISK_FULL,
    errors.ERROR_WRITE_FAULT,
    errors.ERROR_INVALID_NAME,
    errors.ERROR_SHARING_VIOLATION,
    errors.ERROR_CANT_RESOLVE_FILENAME,
    errors.ERROR_FILENAME_EXCED_RANGE,
    errors.ERROR_TOO_MANY_OPEN_FILES,
  ]],
  [EXIT.NETWORK, [
    errors.ERROR_INTERNET_NAME_NOT_RESOLVED,
    errors.ERROR_INTERNET_CANNOT_CONNECT,
    errors.ERROR_INTERNET_CONNECTION_ABORTED,
    errors.ERROR_INTERNET_CONNECTION_RESET,
    errors.ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
    errors.ERROR_INTERNET_TIMEOUT,
    errors.ERROR_FTP_DROPPED,
  ]],
  [EXIT.TLS, [
    errors.ERROR_INTERNET_INVALID_CA,
    errors.ERROR_INTERNET_SEC_CERT_DATE_INVALID,
    errors.ERROR_INTERNET_SEC_CERT_CN_INVALID,
    errors.ERROR_INTERNET_SEC_CERT_ERRORS,
    errors.ERROR_INTERNET_SEC_INVALID_CERT,
    errors.ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
    errors.ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
    errors.ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED_PROXY,
  ]],
  [EXIT.LOGIN, [
    errors.ERROR_INTERNET_LOGIN_FAILURE,
    errors.ERROR_INTERNET_INCORRECT_USER_NAME,
    errors.ERROR_INTERNET_INCORRECT_PASSWORD,
  ]],
  [EXIT.DATA, [
    errors.ERROR_INVALID_DATA,
    errors.ERROR_HTTP_INVALID_SERVER_RESPONSE,
    errors.ERROR_INTERNET_DECODING_FAILED,
    errors.ERROR_GOPHER_DATA_ERROR,
    errors.ERROR_GOPHER_PROTOCOL_ERROR,
  ]],
  [EXIT.REFUSED, [
    errors.ERROR_INTERNET_EXTENDED_ERROR,
    errors.ERROR_GOPHER_NOT_FILE,
  ]],
];

/** HTTP and FTP replies about the user, the password or the account. */
const LOGIN_REPLIES = /^(?:401|407|530|532)\b/;

/** Returns the exit code of an error. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT.USAGE;
  if (!(error instanceof errors.InternetError)) return EXIT.OTHER;
  const { code, responseText, cause } = error;
  // The transfer could not be continued; report why it was interrupted.
  if (
    code === errors.ERROR_INVALID_DATA && cause instanceof errors.InternetError
  ) {
    return exitCodeOf(cause);
  }
  if (isRefusedByProxy(error)) return EXIT.LOGIN;
  const kind = KINDS.find(([, codes]) => codes.includes(code))?.[0] ??
    EXIT.OTHER;
  if (responseText === undefined) return kind;
  if (LOGIN_REPLIES.test(responseText)) return EXIT.LOGIN;
  // The file does not exist on the server; for Gopher, an item of type 3.
  const isRefusal = kind === EXIT.LOCAL ||
    code === errors.ERROR_GOPHER_DATA_ERROR;
  return isRefusal ? EXIT.REFUSED : kind;
}
