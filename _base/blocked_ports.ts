// Copyright 2026 the wininet authors. MIT license.

/**
 * Ports of services that accept commands as text. A URL or menu from an
 * untrusted source could make an FTP or Gopher client send such commands from
 * inside the user's network: it chooses the host, the port and the lines.
 *
 * @module
 */

import {
  ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
  InternetError,
} from "../error.ts";

/**
 * The ports that browsers refuse
 * (https://fetch.spec.whatwg.org/#port-blocking), from tcpmux to amanda. Finger
 * (79), to which old Gopher menus link, is one of them.
 */
// deno-fmt-ignore
export const BLOCKED_PORTS: readonly number[] = [
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79,
  87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137,
  139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723,
  2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669,
  6679, 6697, 10_080,
];

/**
 * Services whose commands are single lines, which a browser cannot send: Redis, raw
 * printers, memcached.
 */
const LINE_PORTS: readonly number[] = [6379, 9100, 11_211];

const REFUSED: ReadonlySet<number> = new Set([...BLOCKED_PORTS, ...LINE_PORTS]);

/**
 * Refuses the ports of other services. All others are allowed, because servers use many.
 *
 * @param option The name of the option that allows all ports, for the error.
 * @param own The ports of the protocol itself.
 * @throws {InternetError} ERROR_INTERNET_FAILED_DUETOSECURITYCHECK if the port is one of them.
 */
export function checkPort(
  port: number,
  option: string,
  own: readonly number[] = [],
): void {
  if (!REFUSED.has(port) || own.includes(port)) return;
  throw new InternetError(
    ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
    `Cannot connect to port ${port}: it belongs to another service; set ${option} to allow it`,
  );
}
