// Copyright 2026 the wininet authors. MIT license.

/**
 * The forms of a host: a URL has an IPv6 address in brackets, a connection without.
 *
 * @module
 */

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
