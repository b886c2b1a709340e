// Copyright 2026 the wininet authors. MIT license.

/**
 * The forms of a host: an IPv6 address is in brackets in a URL, and without
 * brackets for a connection.
 *
 * @module
 */

import { ERROR_INVALID_PARAMETER, InternetError } from "../error.ts";
import { INTERNET_MAX_HOST_NAME_LENGTH } from "../flags.ts";
import { hasControl } from "./field_text.ts";
import { quotedUrl } from "./secrets.ts";

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

/**
 * Returns the 4 or 16 bytes of an IP address. Returns `null` for a name, or for
 * an address with a zone, which bytes cannot represent.
 */
export function addressBytes(host: string): number[] | null {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(host)) return host.split(".").map(Number);
  const url = host.includes(":") ? URL.parse(`http://[${host}]`) : null;
  if (url === null) return null;
  const [before = "", after] = withoutBrackets(url.hostname).split("::");
  const groups = (text = "") => text === "" ? [] : text.split(":");
  const start = groups(before);
  const end = groups(after);
  const zeros = Array.from(
    { length: 8 - start.length - end.length },
    () => "0",
  );
  return [...start, ...zeros, ...end].map((group) => parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255]);
}

/** Formats an IPv4-mapped IPv6 address as section 5 recommends. */
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
    !/[\s/\\?#@%]/.test(bracketed) && !hasControl(bracketed);
  const url = valid ? URL.parse(`http://${bracketed}/`) : null;
  if (url !== null && url.port === "") return url.hostname;
  throw new InternetError(
    ERROR_INVALID_PARAMETER,
    `Cannot connect to ${
      quotedUrl(host)
    }: lpszServerName must be a host name or an address, for example "example.com", without scheme, port and path; InternetOpenUrl takes a URL`,
  );
}
