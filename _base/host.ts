// Copyright 2026 the wininet authors. MIT license.

/**
 * The forms of a host: a URL has an IPv6 address in brackets, a connection without.
 *
 * @module
 */

import { ERROR_INVALID_PARAMETER, InternetError } from "../error.ts";
import { INTERNET_MAX_HOST_NAME_LENGTH } from "../flags.ts";

// deno-lint-ignore no-control-regex
const CONTROL_REGEXP = /[\x00-\x1f\x7f]/;

/** A host without the brackets of an IPv6 address. */
export function withoutBrackets(host: string): string {
  return /^\[.*\]$/.test(host) ? host.slice(1, -1) : host;
}

/** An address as statuses show it: IPv6 in the short form of RFC 5952. */
export function shortAddress(address: string): string {
  const [, bare, zone] = /^([\da-f:.]*:[\da-f:.]*)(%.*)?$/i.exec(address) ?? [];
  const url = bare === undefined ? null : URL.parse(`http://[${bare}]`);
  if (url === null) return address;
  const short = withoutBrackets(url.hostname);
  return `${dotted(short) ?? short}${zone ?? ""}`;
}

/** An IPv4 address that is mapped to IPv6, as section 5 wants it. */
function dotted(short: string): string | null {
  const [, high, low] = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(short) ?? [];
  if (high === undefined || low === undefined) return null;
  const bytes = [high, low].map((group) => parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255]);
  return `::ffff:${bytes.join(".")}`;
}

/** Returns a host as a URL writes it; throws if it cannot be one. */
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
