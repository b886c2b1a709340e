// Copyright 2026 the wininet authors. MIT license.

/**
 * Hosts and URLs that a program names: what can be asked for, and what cannot.
 *
 * @module
 */

import {
  ERROR_CALL_NOT_IMPLEMENTED,
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_PROTOCOL_NOT_FOUND,
  ERROR_INTERNET_UNRECOGNIZED_SCHEME,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../error.ts";
import { INTERNET_MAX_HOST_NAME_LENGTH } from "../flags.ts";

/** A URL that is longer is refused: no server takes it, and every log shows it. */
const MAX_URL = 65536;

/** Schemes that InternetOpenUrl knows and that other parts of this library will serve. */
const OTHER_SCHEMES: ReadonlySet<string> = new Set([
  "ftp:",
  "ftps:",
  "gopher:",
  "gophers:",
  "file:",
]);

// deno-lint-ignore no-control-regex
const CONTROL_REGEXP = /[\x00-\x1f\x7f]/;

/** The URL of a request; throws when it is none, or of a scheme that is not HTTP. */
export function parseHttpUrl(text: string): URL {
  if (typeof text !== "string" || text === "") {
    throw new InternetError(
      ERROR_INVALID_PARAMETER,
      "Cannot open the URL: there is none",
    );
  }
  if (CONTROL_REGEXP.test(text)) throw invalidUrl("it has a control character");
  if (text.length > MAX_URL) {
    throw invalidUrl(`it is longer than ${MAX_URL} characters`);
  }
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(text)?.[0].toLowerCase();
  if (scheme !== undefined && OTHER_SCHEMES.has(scheme)) {
    throw new InternetError(
      ERROR_INTERNET_PROTOCOL_NOT_FOUND,
      `Cannot open the URL: "${scheme}" is not supported yet`,
    );
  }
  if (scheme !== "http:" && scheme !== "https:") {
    throw new InternetError(
      ERROR_INTERNET_UNRECOGNIZED_SCHEME,
      "Cannot open the URL: its scheme is missing or unknown",
    );
  }
  const url = /^https?:\/\/[^/]/i.test(text) ? URL.parse(text) : null;
  if (url === null) throw invalidUrl("it names no host");
  checkNoCredentials(url.username || null, url.password || null);
  return url;
}

/** A host as a URL has it; throws when it cannot be one. */
export function checkedHost(host: string): string {
  const bare =
    typeof host === "string" && host.startsWith("[") && host.endsWith("]")
      ? host.slice(1, -1)
      : host;
  const bracketed = typeof bare === "string" && bare.includes(":")
    ? `[${bare}]`
    : host;
  const valid = typeof bracketed === "string" && bracketed !== "" &&
    bracketed.length <= INTERNET_MAX_HOST_NAME_LENGTH &&
    !/[\s/\\?#@%]/.test(bracketed) && !CONTROL_REGEXP.test(bracketed);
  const url = valid ? URL.parse(`http://${bracketed}/`) : null;
  if (url !== null && url.port === "") return url.hostname;
  throw new InternetError(
    ERROR_INVALID_PARAMETER,
    "Cannot connect: lpszServerName is no host name or address",
  );
}

/** Throws when there are credentials: they are never dropped silently. */
export function checkNoCredentials(
  user: string | null,
  password: string | null,
): void {
  if (!user && !password) return;
  throw new InternetError(
    ERROR_CALL_NOT_IMPLEMENTED,
    "Cannot use the user name or password: HTTP authentication is not supported yet; send an Authorization header instead",
  );
}

function invalidUrl(why: string): InternetError {
  return new InternetError(
    ERROR_INTERNET_INVALID_URL,
    `Cannot open the URL: ${why}`,
  );
}
