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
} from "../../error.ts";
import { BLOCKED_PORTS } from "../../_base/blocked_ports.ts";

/** Finger (79), which old menus lead to, is one of them. */
const REFUSED: ReadonlySet<number> = new Set([
  ...BLOCKED_PORTS,
  6379,
  9100,
  11_211,
]);

/**
 * Refuses the ports of other services.
 *
 * @throws {InternetError} ERROR_INTERNET_FAILED_DUETOSECURITYCHECK If the port is one of them.
 */
export function checkGopherPort(port: number): void {
  if (!REFUSED.has(port)) return;
  throw new InternetError(
    ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
    `Cannot connect to port ${port}: it belongs to another service; set GOPHER_OPTION_ANY_PORT to allow it`,
  );
}
