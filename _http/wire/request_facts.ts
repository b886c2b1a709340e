// Copyright 2026 the wininet authors. MIT license.

/**
 * The values of options that depend only on the URL of a request or the head of
 * its response.
 *
 * @module
 */

import {
  ERROR_HTTP_HEADER_NOT_FOUND,
  ERROR_INTERNET_INVALID_OPERATION,
  InternetError,
} from "../../error.ts";
import {
  INTERNET_DEFAULT_HTTP_PORT,
  INTERNET_DEFAULT_HTTPS_PORT,
} from "../../flags.ts";
import { IDSI_FLAG_SECURE } from "../../options.ts";
import type { INTERNET_DIAGNOSTIC_SOCKET_INFO } from "../../structures.ts";
import type { ResponseHead } from "./response_head.ts";

/** A length of up to 15 digits, which a number represents exactly. */
const LENGTH_REGEXP = /^\d{1,15}$/;

/**
 * Returns INTERNET_OPTION_DIAGNOSTIC_SOCKET_INFO, without the sockets. It can
 * be queried before a request is sent, as on Windows.
 */
export function socketInfo(url: URL): INTERNET_DIAGNOSTIC_SOCKET_INFO {
  const isSecure = url.protocol === "https:";
  const usualPort = isSecure
    ? INTERNET_DEFAULT_HTTPS_PORT
    : INTERNET_DEFAULT_HTTP_PORT;
  return {
    Socket: 0,
    SourcePort: 0,
    DestPort: url.port === "" ? usualPort : Number(url.port),
    Flags: isSecure ? IDSI_FLAG_SECURE : 0,
  };
}

/**
 * Returns INTERNET_OPTION_COMPRESSED_CONTENT_LENGTH: the length that the server
 * announced, before decoding.
 *
 * @throws {InternetError} ERROR_HTTP_HEADER_NOT_FOUND if it has announced none.
 */
export function announcedLength(head: ResponseHead): number {
  const length = head.get("content-length");
  if (length !== null && LENGTH_REGEXP.test(length)) return Number(length);
  throw new InternetError(
    ERROR_HTTP_HEADER_NOT_FOUND,
    "Cannot query INTERNET_OPTION_COMPRESSED_CONTENT_LENGTH: the server did not send Content-Length",
  );
}

/**
 * Returns INTERNET_OPTION_HTTP_PROTOCOL_USED: HTTP_PROTOCOL_FLAG_* bits;
 * HTTP/1.1 has none.
 *
 * @param wire The transport of the response, or `null` before it exists.
 * @throws {InternetError} ERROR_INTERNET_INVALID_OPERATION if it does not know
 * the version.
 */
export function protocolUsed(
  wire: { readonly protocol: number | null } | null,
): number {
  const protocol = wire === null ? 0 : wire.protocol;
  if (protocol !== null) return protocol;
  throw new InternetError(
    ERROR_INTERNET_INVALID_OPERATION,
    "Cannot query INTERNET_OPTION_HTTP_PROTOCOL_USED: fetch has chosen the version and does not show it, as through a proxy",
  );
}
