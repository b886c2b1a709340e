// Copyright 2026 the wininet authors. MIT license.

/**
 * Ports on which there is no Gopher server.
 *
 * A Gopher client sends a line that the author of a menu or a URL has chosen, to a host and
 * port of the author's choice. To a mail server or a printer that line is a command, sent
 * from inside the user's network. So the ports of other services are refused: those that
 * browsers refuse for the same reason (https://fetch.spec.whatwg.org/#port-blocking), and
 * some whose commands are single lines, which a browser cannot send: Redis (6379), raw
 * printers (9100), memcached (11211). All other ports are allowed, because Gopher servers
 * use many: 70, 105 for CSO, and any others.
 *
 * @module
 */

import {
  ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
  InternetError,
} from "../../error.ts";
import { BLOCKED_PORTS } from "../../_base/blocked_ports.ts";

/** Finger (79), to which old menus lead, is one of them. */
const REFUSED: ReadonlySet<number> = new Set([
  ...BLOCKED_PORTS,
  6379,
  9100,
  11_211,
]);

/**
 * Refuses the ports of other services.
 *
 * @throws {InternetError} ERROR_INTERNET_FAILED_DUETOSECURITYCHECK if the port is one of them.
 */
export function checkGopherPort(port: number): void {
  if (!REFUSED.has(port)) return;
  throw new InternetError(
    ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
    `Cannot connect to port ${port}: it belongs to another service; set GOPHER_OPTION_ANY_PORT to allow it`,
  );
}
