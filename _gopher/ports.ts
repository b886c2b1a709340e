// Copyright 2026 the wininet authors. MIT license.

/**
 * Ports that no Gopher server is on.
 *
 * A Gopher client sends a line that the author of a menu or a URL has chosen, to a
 * host and a port that he has chosen too. With the port of a mail server or a printer
 * that is a command, sent from within the network of the user. So ports of services
 * that have nothing to do with Gopher are refused: those that browsers refuse for the
 * same reason (https://fetch.spec.whatwg.org/#port-blocking), and some that take
 * commands of one line, which a browser cannot send: Redis (6379), raw printers
 * (9100), memcached (11211). What is not among them is taken, as Gopher servers are on
 * many ports: 70, 105 for CSO, and any others.
 *
 * @module
 */

import {
  ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
  InternetError,
} from "../error.ts";

/** From tcpmux to amanda; finger (79), which old menus lead to, is one of them. */
// deno-fmt-ignore
const REFUSED: ReadonlySet<number> = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79,
  87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137,
  139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723,
  2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669,
  6379, 6679, 6697, 9100, 10_080, 11_211,
]);

/**
 * Refuses the ports of other services.
 *
 * @throws {InternetError} ERROR_INTERNET_FAILED_DUETOSECURITYCHECK If the port is one of them.
 */
export function checkPort(port: number): void {
  if (!REFUSED.has(port)) return;
  throw new InternetError(
    ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
    `Cannot connect to port ${port}: it belongs to another service, and GOPHER_OPTION_ANY_PORT is not set`,
  );
}
