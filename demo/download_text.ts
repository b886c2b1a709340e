// Copyright 2026 the wininet authors. MIT license.

/**
 * Descriptions of downloads.
 *
 * @module
 */

import {
  ERROR_ACCESS_DENIED,
  ERROR_FTP_DROPPED,
  ERROR_FTP_NO_PASSIVE_MODE,
  ERROR_GOPHER_DATA_ERROR,
  ERROR_GOPHER_PROTOCOL_ERROR,
  ERROR_HTTP_INVALID_SERVER_RESPONSE,
  ERROR_HTTP_REDIRECT_FAILED,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
  ERROR_INTERNET_INVALID_CA,
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_LOGIN_FAILURE,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_SEC_CERT_CN_INVALID,
  ERROR_INTERNET_SEC_CERT_DATE_INVALID,
  ERROR_INTERNET_SEC_CERT_ERRORS,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../mod.ts";
import type { Download } from "./download.ts";
import { bar } from "../_cli/text.ts";
import { formatBytes, formatSeconds } from "./display.ts";

const FAILURES: ReadonlyMap<number, string> = new Map([
  [ERROR_ACCESS_DENIED, "the program has no permission for this site"],
  [ERROR_INTERNET_FAILED_DUETOSECURITYCHECK, "this port is blocked"],
  [ERROR_INTERNET_NAME_NOT_RESOLVED, "no site has this name"],
  [ERROR_INTERNET_CANNOT_CONNECT, "the site cannot be reached"],
  [ERROR_INTERNET_TIMEOUT, "the site did not respond in time"],
  [ERROR_INTERNET_CONNECTION_ABORTED, "the connection broke"],
  [ERROR_INTERNET_CONNECTION_RESET, "the site broke the connection"],
  [ERROR_HTTP_INVALID_SERVER_RESPONSE, "the response is not HTTP"],
  [
    ERROR_HTTP_REDIRECT_FAILED,
    "the site redirects too often or without a valid URL",
  ],
  [ERROR_INTERNET_EXTENDED_ERROR, "the site refused the request"],
  [ERROR_INTERNET_LOGIN_FAILURE, "the site refused the login"],
  [ERROR_FTP_DROPPED, "the site has ended the session"],
  [ERROR_FTP_NO_PASSIVE_MODE, "the site does not open a data connection"],
  [ERROR_GOPHER_DATA_ERROR, "the site refused the request"],
  [ERROR_GOPHER_PROTOCOL_ERROR, "the response is not Gopher"],
  [ERROR_INTERNET_INVALID_URL, "the URL is not valid"],
  [ERROR_INTERNET_INVALID_CA, "the site's certificate is not trusted"],
  [
    ERROR_INTERNET_SEC_CERT_CN_INVALID,
    "the certificate belongs to another site",
  ],
  [ERROR_INTERNET_SEC_CERT_DATE_INVALID, "the site's certificate has expired"],
  [ERROR_INTERNET_SEC_CERT_ERRORS, "the site's certificate is not valid"],
]);

/** Returns a sentence for an error code, with the name of its constant. */
export function describeError(code: number): string {
  const text = FAILURES.get(code) ?? "the download failed";
  return new InternetError(code, text).message;
}

/** Returns the state of a download for a progress line. */
export function describeProgress(download: Download): string {
  const { bytes, total, phase, duration } = download;
  const drawn = bar(bytes, phase === "complete" ? bytes : total);
  switch (phase) {
    case "idle":
      return `${bar(0, 1)} not requested yet`;
    case "asked":
      return `${bar(0, 1)} requested, no response yet`;
    case "answered":
      return `${drawn} responded after ${formatSeconds(duration)}`;
    case "reading":
      return `${drawn} ${formatBytes(bytes, total)}`;
    case "complete":
      return `${drawn} ${formatBytes(bytes)} in ${formatSeconds(duration)}`;
    case "failed":
      return `${drawn} ${describeEnd(download)}`;
  }
}

/** Returns a sentence about a failed download: its name, its progress and the reason. */
export function describeFailure(download: Download): string {
  return `${download.label} ${describeEnd(download)}, ${
    describeReach(download)
  }: ${download.failure}`;
}

function describeEnd({ interrupted, duration }: Download): string {
  const end = interrupted ? "was interrupted" : "failed";
  return `${end} after ${formatSeconds(duration)}`;
}

function describeReach({ bytes, total, answered }: Download): string {
  if (bytes > 0) return `when ${formatBytes(bytes, total)} had arrived`;
  return answered ? "without data" : "without a response";
}
