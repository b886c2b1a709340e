// Copyright 2026 the wininet authors. MIT license.

/**
 * What a failure of `fetch` means: one table from its texts, which are all that
 * it gives, and from the socket error that the relay saw, to the codes of WinINet.
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
  InternetError,
} from "../error.ts";
import { withoutSecrets } from "./without_secrets.ts";

/** A text of `fetch`, the code it stands for, and what to tell the user. */
type Row = [pattern: RegExp, code: number, meaning: string];

/** The first row that matches decides. */
const ROWS: readonly Row[] = [
  [
    /dns error|failed to lookup address|ENOTFOUND/i,
    ERROR_INTERNET_NAME_NOT_RESOLVED,
    "there is no such host",
  ],
  [
    /certificate expired|not valid yet|NotValidYet|Expired/,
    ERROR_INTERNET_SEC_CERT_DATE_INVALID,
    "the certificate has expired or is not valid yet",
  ],
  [
    /not valid for name|NotValidForName/,
    ERROR_INTERNET_SEC_CERT_CN_INVALID,
    "the certificate is for another host",
  ],
  [
    /UnknownIssuer|CaUsedAsEndEntity/,
    ERROR_INTERNET_INVALID_CA,
    "the certificate is not signed by a trusted authority",
  ],
  [
    /invalid peer certificate/,
    ERROR_INTERNET_SEC_INVALID_CERT,
    "the certificate is not valid",
  ],
  [
    /CertificateRequired/,
    ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
    "the server wants a client certificate",
  ],
  [
    /fatal alert|corrupt message|tls handshake eof|peer is incompatible|peer misbehaved/i,
    ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
    "the TLS handshake failed",
  ],
  [
    /Proxy server unreachable|unsuccessful tunnel|proxy authentication required/i,
    ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
    "the proxy did not connect",
  ],
  [
    /timed out|os error 110|ETIMEDOUT/i,
    ERROR_INTERNET_TIMEOUT,
    "no answer in time",
  ],
  [
    /Connection reset|os error 104|ECONNRESET|os error 10054/i,
    ERROR_INTERNET_CONNECTION_RESET,
    "the server reset the connection",
  ],
  [
    /tcp connect error|Connection refused|No route to host|Network is unreachable|SOCKS/i,
    ERROR_INTERNET_CANNOT_CONNECT,
    "the server takes no connection",
  ],
  [
    /invalid HTTP|head is too large|invalid content-length|message head/i,
    ERROR_HTTP_INVALID_SERVER_RESPONSE,
    "the server did not answer in HTTP",
  ],
  [
    /connection closed before message completed/i,
    ERROR_HTTP_INVALID_SERVER_RESPONSE,
    "the server closed the connection before it had answered",
  ],
  [
    /are blocked/,
    ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
    "fetch refuses this port",
  ],
];

/** Makes the error of a request that failed before its response had a head. */
export function requestError(
  url: URL,
  error: unknown,
  socketError: unknown,
): InternetError {
  const what = `Cannot request "${url.origin}${url.pathname}"`;
  if (socketError instanceof InternetError) return socketError;
  if (error instanceof Deno.errors.NotCapable) {
    return new InternetError(
      ERROR_ACCESS_DENIED,
      `${what}: the program has no permission, run it with --allow-net=${url.host}`,
      { cause: withoutSecrets(error, url) },
    );
  }
  const text = textOf(socketError) || textOf(error);
  const row = ROWS.find(([pattern]) => pattern.test(text));
  const [, code, meaning] = row ??
    [null, ERROR_INTERNET_CONNECTION_ABORTED, "the connection broke"];
  return new InternetError(code, `${what}: ${meaning}`, {
    cause: withoutSecrets(socketError ?? error, url),
  });
}

/** How a body ended too early, as far as it is known. */
export interface BodyFault {
  /** What broke the connection; `null` when nothing did. */
  readonly socketError: unknown;
  /** Whether the framing was seen to be broken. */
  readonly malformed: boolean;
  /** Whether the server closed the connection. */
  readonly closedByServer: boolean;
}

/** Makes the error of a response whose body broke off. */
export function bodyError(
  url: URL,
  error: unknown,
  fault: BodyFault | null,
): InternetError {
  const what = `Cannot read the response of "${url.origin}${url.pathname}"`;
  const cause = withoutSecrets(fault?.socketError ?? error, url);
  if (fault?.socketError instanceof InternetError) return fault.socketError;
  if (fault?.malformed) {
    return new InternetError(
      ERROR_HTTP_INVALID_SERVER_RESPONSE,
      `${what}: its chunks are broken`,
      { cause },
    );
  }
  if (
    fault && /reset|ECONNRESET|os error 104/i.test(textOf(fault.socketError))
  ) {
    return new InternetError(
      ERROR_INTERNET_CONNECTION_RESET,
      `${what}: the server reset the connection`,
      { cause },
    );
  }
  if (fault && !fault.closedByServer && fault.socketError === null) {
    return new InternetError(
      ERROR_HTTP_INVALID_SERVER_RESPONSE,
      `${what}: it is not valid HTTP`,
      { cause },
    );
  }
  return new InternetError(
    ERROR_INTERNET_CONNECTION_ABORTED,
    `${what}: the connection ended before the response did`,
    { cause },
  );
}

/** All that an error and its causes say. */
function textOf(error: unknown): string {
  const texts: string[] = [];
  let depth = 0;
  for (let at = error; at instanceof Error && depth++ < 5; at = at.cause) {
    texts.push(
      at.name,
      at.message,
      String((at as { code?: unknown }).code ?? ""),
    );
  }
  return texts.join(" ");
}
