// Copyright 2026 the wininet authors. MIT license.

/**
 * Makes the error of a request on a connection of this library from the error
 * of the socket, of TLS or of the HTTP parser.
 *
 * @module
 */

import {
  ERROR_HTTP_INVALID_SERVER_RESPONSE,
  ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_TIMEOUT,
  ERROR_TOO_MANY_OPEN_FILES,
  InternetError,
} from "../../error.ts";
import { certificateDemand } from "../../_net/certificate_fault.ts";
import {
  type SocketErrorKind,
  socketErrorKind,
} from "../../_net/socket_error.ts";
import { WireError } from "../wire/fields.ts";

/** The code of an error and its meaning for the user. */
type ErrorMeaning = readonly [code: number, meaning: string];

const SOCKET_MEANINGS: Partial<Record<SocketErrorKind, ErrorMeaning>> = {
  reset: [
    ERROR_INTERNET_CONNECTION_RESET,
    "the server reset the connection; request it again",
  ],
  timeout: [ERROR_INTERNET_TIMEOUT, "the server does not respond any more"],
  files: [
    ERROR_TOO_MANY_OPEN_FILES,
    "the program has too many open files; close some",
  ],
};

const ENDED: ErrorMeaning = [
  ERROR_INTERNET_CONNECTION_ABORTED,
  "the connection ended before the response did; request it again",
];

/** Windows reports a missing head in this way. */
const UNANSWERED: ErrorMeaning = [
  ERROR_HTTP_INVALID_SERVER_RESPONSE,
  "the server closed the connection before it had responded; request it again",
];

/** Makes the error of a request; `answered` is true if the head of the response has arrived. */
export function socketFailure(
  url: URL,
  error: unknown,
  answered: boolean,
): InternetError {
  if (error instanceof InternetError) return error;
  const what = answered ? "Cannot read the response of" : "Cannot request";
  const [code, meaning] = socketMeaning(error, answered);
  return new InternetError(
    code,
    `${what} "${url.origin}${url.pathname}": ${meaning}`,
    { cause: error },
  );
}

function socketMeaning(error: unknown, answered: boolean): ErrorMeaning {
  if (error instanceof WireError) {
    return [ERROR_HTTP_INVALID_SERVER_RESPONSE, error.message];
  }
  const demand = certificateDemand(String(error));
  if (demand !== null) return [ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED, demand];
  const kind = socketErrorKind(error);
  const known = kind === null ? undefined : SOCKET_MEANINGS[kind];
  if (known !== undefined) return known;
  return error instanceof Deno.errors.UnexpectedEof && !answered
    ? UNANSWERED
    : ENDED;
}
