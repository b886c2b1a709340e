// Copyright 2026 the wininet authors. MIT license.

/**
 * The functions that a proxy script can call: those of Netscape's "Navigator
 * Proxy Auto-Config File Format" (1996), and Microsoft's additions for IPv6,
 * whose names end in `Ex`.
 *
 * They run outside the sandbox and receive only strings and numbers.
 *
 * @module
 */

import { addressBytes, shortAddress } from "../_base/host.ts";
import { matchesPattern } from "../_base/wildcard.ts";
import {
  dateRange,
  type Primitive,
  timeRange,
  weekdayRange,
} from "./time_ranges.ts";

/** The information that the functions can use. */
export interface World {
  /** The current time. */
  readonly now: Date;
  /** The addresses of this machine. */
  readonly addresses: readonly string[];
  /** Returns the addresses of a name; an empty array if it does not exist. */
  lookUp(name: string): readonly string[];
}

type ScriptFunction = (
  world: World,
  ...args: readonly Primitive[]
) => Primitive;

/** The functions by name. */
export const SCRIPT_FUNCTIONS: Readonly<Record<string, ScriptFunction>> = {
  isPlainHostName: (_world, host) => !/[.:]/.test(String(host)),
  dnsDomainIs: (_world, host, domain) => String(host).endsWith(String(domain)),
  localHostOrDomainIs: (_world, host, domain) =>
    host === domain || String(domain).startsWith(`${host}.`),
  dnsDomainLevels: (_world, host) => String(host).split(".").length - 1,
  isResolvable: (world, host) => firstIpv4(world, host) !== null,
  dnsResolve: firstIpv4,
  isInNet,
  "convert_addr": (_world, address) => addressNumber(String(address)),
  myIpAddress: ({ addresses }) => addresses.find(isIpv4) ?? "127.0.0.1",
  shExpMatch: (_world, text, pattern) =>
    matchesPattern(String(text), String(pattern)),
  weekdayRange: ({ now }, ...args) => weekdayRange(now, args),
  dateRange: ({ now }, ...args) => dateRange(now, args),
  timeRange: ({ now }, ...args) => timeRange(now, args),
  alert: () => null,
  isResolvableEx: (world, host) => addressesOf(world, host).length > 0,
  dnsResolveEx: (world, host) => addressesOf(world, host).join(";"),
  isInNetEx,
  myIpAddressEx: ({ addresses }) => addresses.join(";"),
  sortIpAddressList: (_world, list) => sortAddresses(String(list)),
  getClientVersion: () => "1.0",
};

function isIpv4(address: string): boolean {
  return bytesOf(address)?.length === 4;
}

/** Returns the bytes of an address, or `null` for a name, such as `300.1.2.3`. */
function bytesOf(address: unknown): number[] | null {
  const bytes = addressBytes(String(address));
  return bytes?.some((byte) => byte > 255) ? null : bytes;
}

/** Returns the addresses of a host. For an address, that is the address itself. */
function addressesOf(
  world: World,
  host: Primitive | undefined,
): readonly string[] {
  const name = String(host);
  return bytesOf(name) === null ? world.lookUp(name) : [name];
}

function firstIpv4(world: World, host?: Primitive): string | null {
  return addressesOf(world, host).find(isIpv4) ?? null;
}

function isInNet(
  world: World,
  host?: Primitive,
  pattern?: Primitive,
  mask?: Primitive,
): boolean {
  const [network, bits] = [pattern, mask].map((text) => bytesOf(text));
  if (network?.length !== 4 || bits?.length !== 4) return false;
  const address = bytesOf(firstIpv4(world, host) ?? "");
  return address !== null &&
    address.every((byte, index) =>
      (byte & bits[index]!) === (network[index]! & bits[index]!)
    );
}

/**
 * Returns an IPv4 address as a signed 32-bit number, as in browsers; a part that
 * is missing or not a number counts as 0.
 */
function addressNumber(address: string): number {
  const parts = address.split(".");
  return [0, 1, 2, 3].reduce(
    (bits, index) => bits << 8 | Number(parts[index]) & 255,
    0,
  );
}

/** Returns `true` if any address of a host is in a network such as `2001:db8::/32`. */
function isInNetEx(
  world: World,
  host?: Primitive,
  prefix?: Primitive,
): boolean {
  const [, network = "", length = ""] =
    /^([^/]+)\/(\d{1,3})$/.exec(String(prefix)) ?? [];
  const wanted = bytesOf(network);
  const bits = Number(length);
  if (wanted === null || bits > wanted.length * 8) return false;
  return addressesOf(world, host).some((text) => {
    const address = bytesOf(text);
    return address?.length === wanted.length &&
      address.every((byte, index) => {
        const left = Math.min(8, Math.max(0, bits - index * 8));
        return byte >> (8 - left) === wanted[index]! >> (8 - left);
      });
  });
}

/**
 * Sorts a list of addresses, IPv6 first; returns `false` if it is empty or not
 * a list of addresses.
 */
function sortAddresses(list: string): string | false {
  const addresses = list.split(";").map((text) => text.trim())
    .filter((text) => text !== "").map(shortAddress);
  const keys = addresses.map((text) => ({ text, bytes: bytesOf(text) }));
  if (keys.length === 0 || keys.some(({ bytes }) => bytes === null)) {
    return false;
  }
  return keys.sort((a, b) => compareBytes(a.bytes!, b.bytes!))
    .map(({ text }) => text).join(";");
}

function compareBytes(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): number {
  if (a.length !== b.length) return b.length - a.length;
  for (let index = 0; index < a.length; index++) {
    if (a[index] !== b[index]) return a[index]! - b[index]!;
  }
  return 0;
}
