// Copyright 2026 the wininet authors. MIT license.

/**
 * Addresses of data connections: the replies of PASV and EPSV, the arguments of
 * PORT and EPRT (RFC 959, RFC 2428).
 *
 * The text of a PASV reply has no fixed form. The parser looks for exactly six numbers
 * with commas between them, none of them negative. In an EPSV reply only the port
 * counts; a protocol or an address before it is ignored, because a data connection
 * goes to the host of the control connection.
 *
 * @module
 */

/** An address and a port. */
export interface HostPort {
  /** An IPv4 or IPv6 address without brackets. */
  readonly host: string;
  /** A TCP port, never 0. */
  readonly port: number;
}

const SIX_NUMBERS =
  /(?<![\d.-]|\d ?, ?)(\d{1,3}) ?, ?(\d{1,3}) ?, ?(\d{1,3}) ?, ?(\d{1,3}) ?, ?(\d{1,3}) ?, ?(\d{1,3})(?!\d| ?, ?\d)/g;

/** Returns the address in the reply of PASV, or `null` if it has no valid one. */
export function parsePassive(text: string): HostPort | null {
  for (const match of text.matchAll(SIX_NUMBERS)) {
    const numbers = match.slice(1).map(Number);
    if (numbers.some((number) => number > 255)) continue;
    const port = numbers[4]! * 256 + numbers[5]!;
    if (port !== 0) return { host: numbers.slice(0, 4).join("."), port };
  }
  return null;
}

/** Characters that are usual between numbers are not delimiters: the reply may be one of PASV. */
const EXTENDED = /([^\s\w,.:-])([^\s]{0,5}?)\1([^\s]{0,64}?)\1(\d{1,5})\1/;

/** Returns the port in the reply of EPSV, or `null` if it has no valid one. */
export function parseExtendedPassive(text: string): number | null {
  const match = EXTENDED.exec(text.slice(0, 1024));
  const port = Number(match?.[4] ?? 0);
  return port > 0 && port < 65_536 ? port : null;
}

/** Returns the argument of PORT. */
export function portArgument({ host, port }: HostPort): string {
  return `${host.replaceAll(".", ",")},${port >> 8},${port & 255}`;
}

/** Returns the argument of EPRT. */
export function extendedPortArgument({ host, port }: HostPort): string {
  return `|${host.includes(":") ? 2 : 1}|${host}|${port}|`;
}

/** Returns `true` if two texts name the same address: an IPv4 address may be written as IPv6. */
export function isSameHost(one: string, other: string): boolean {
  return plainHost(one) === plainHost(other);
}

function plainHost(host: string): string {
  const text = host.toLowerCase().replace(/%.*$/, "");
  return text.startsWith("::ffff:") && text.includes(".")
    ? text.slice("::ffff:".length)
    : text;
}
