// Copyright 2026 the wininet authors. MIT license.

/**
 * The meaning of a failure of `fetch`: one table maps its messages to WinINet
 * codes. `fetch` reports messages only, those of Rust's libraries, always in
 * English.
 *
 * @module
 */

import {
  ERROR_ACCESS_DENIED,
  ERROR_HTTP_INVALID_SERVER_RESPONSE,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
  ERROR_INTERNET_INVALID_CA,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
  ERROR_INTERNET_SEC_CERT_CN_INVALID,
  ERROR_INTERNET_SEC_CERT_DATE_INVALID,
  ERROR_INTERNET_SEC_INVALID_CERT,
  ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
  ERROR_INTERNET_TIMEOUT,
  ERROR_TOO_MANY_OPEN_FILES,
  InternetError,
} from "../../error.ts";
import { certificateDemand } from "../../_net/certificate_fault.ts";
import {
  type SocketErrorKind,
  socketErrorKind,
} from "../../_net/socket_error.ts";
import { withoutUrlSecrets } from "../../_net/without_secrets.ts";

/** A pattern of messages of `fetch`, the error code, and the meaning for the user. */
type Row = [pattern: RegExp, code: number, meaning: string];

/** The first row that matches is used. */
const MEANINGS_BY_TEXT: readonly Row[] = [
  [
    /certificate expired|not valid yet|NotValidYet|Expired/,
    ERROR_INTERNET_SEC_CERT_DATE_INVALID,
    "the certificate has expired or is not valid yet; check the clock of this machine, or set SECURITY_FLAG_IGNORE_CERT_DATE_INVALID in INTERNET_OPTION_SECURITY_FLAGS",
  ],
  [
    /not valid for name|NotValidForName/,
    ERROR_INTERNET_SEC_CERT_CN_INVALID,
    "the certificate is for another host; use the name in it, or set SECURITY_FLAG_IGNORE_CERT_CN_INVALID in INTERNET_OPTION_SECURITY_FLAGS",
  ],
  [
    /UnknownIssuer|CaUsedAsEndEntity/,
    ERROR_INTERNET_INVALID_CA,
    "the certificate is not signed by a trusted authority; trust the file of its authority with --cert, or set SECURITY_FLAG_IGNORE_UNKNOWN_CA in INTERNET_OPTION_SECURITY_FLAGS",
  ],
  [
    /invalid peer certificate/,
    ERROR_INTERNET_SEC_INVALID_CERT,
    "the certificate is not valid",
  ],
  [
    /InvalidContentType/,
    ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
    "the server does not speak TLS on this port; use http or another port",
  ],
  [
    /fatal alert|corrupt message|tls handshake eof|peer is incompatible|peer misbehaved/i,
    ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
    "the TLS handshake failed",
  ],
  [
    /Proxy server unreachable|unsuccessful tunnel|proxy authentication required/i,
    ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
    "the proxy did not connect; check its address",
  ],
  [
    /tcp connect error|SOCKS/i,
    ERROR_INTERNET_CANNOT_CONNECT,
    "connection refused; check the host and the port",
  ],
  [
    /invalid HTTP|head is too large|invalid content-length|message head|transfer-encoding parsed/i,
    ERROR_HTTP_INVALID_SERVER_RESPONSE,
    "the server did not respond in HTTP; check the port",
  ],
  [
    /connection closed before message completed/i,
    ERROR_HTTP_INVALID_SERVER_RESPONSE,
    "the server closed the connection before it had responded; request it again",
  ],
  [
    /are blocked/,
    ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
    "fetch blocks this port; use another one",
  ],
];

/** System errors, whose number or code may be anywhere in the message. */
const MEANINGS_BY_KIND: Record<
  SocketErrorKind,
  readonly [code: number, meaning: string]
> = {
  name: [
    ERROR_INTERNET_NAME_NOT_RESOLVED,
    "there is no such host; check the name and the network",
  ],
  files: [
    ERROR_TOO_MANY_OPEN_FILES,
    "the program has too many open files; close some",
  ],
  timeout: [ERROR_INTERNET_TIMEOUT, "no response in time"],
  reset: [
    ERROR_INTERNET_CONNECTION_RESET,
    "the server reset the connection; request it again",
  ],
  refused: [
    ERROR_INTERNET_CANNOT_CONNECT,
    "connection refused; check the host and the port",
  ],
  unreachable: [
    ERROR_INTERNET_CANNOT_CONNECT,
    "the host is unreachable; check the network",
  ],
  aborted: [
    ERROR_INTERNET_CONNECTION_ABORTED,
    "the connection broke; request it again",
  ],
};

/** Makes the error of a request that failed before its response had a head. */
export function requestFailure(url: URL, error: unknown): InternetError {
  const what = `Cannot request "${url.origin}${url.pathname}"`;
  if (error instanceof InternetError) return error;
  if (error instanceof Deno.errors.NotCapable) {
    return new InternetError(
      ERROR_ACCESS_DENIED,
      `${what}: the program has no permission; run it with --allow-net=${url.host}`,
      { cause: withoutUrlSecrets(error, url) },
    );
  }
  const [code, meaning] = fetchMeaning(error);
  // Deno panics if the stack of an error is read when no file descriptor is
  // left.
  const cause = code === ERROR_TOO_MANY_OPEN_FILES
    ? new Error("Too many open files")
    : withoutUrlSecrets(error, url);
  return new InternetError(code, `${what}: ${meaning}`, { cause });
}

function fetchMeaning(
  error: unknown,
): readonly [code: number, meaning: string] {
  const text = textOfCauses(error);
  const kind = socketErrorKind(error);
  if (kind !== null) return MEANINGS_BY_KIND[kind];
  const demand = certificateDemand(text);
  if (demand !== null) return [ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED, demand];
  const row = MEANINGS_BY_TEXT.find(([pattern]) => pattern.test(text));
  return row === undefined ? MEANINGS_BY_KIND.aborted : [row[1], row[2]];
}

/**
 * Makes the error of a body that ended too early: `fetch` has one message for
 * all errors in a body.
 */
export function bodyFailure(url: URL, error: unknown): InternetError {
  if (error instanceof InternetError) return error;
  return new InternetError(
    ERROR_INTERNET_CONNECTION_ABORTED,
    `Cannot read the response of "${url.origin}${url.pathname}": the connection ended before the response did; request it again`,
    { cause: withoutUrlSecrets(error, url) },
  );
}

/** Returns the names and messages of an error and its causes. */
function textOfCauses(error: unknown): string {
  const texts: string[] = [];
  let depth = 0;
  for (let at = error; at instanceof Error && depth++ < 5; at = at.cause) {
    texts.push(at.name, at.message);
  }
  return texts.join(" ");
}
