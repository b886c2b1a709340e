// Copyright 2026 the wininet authors. MIT license.

/**
 * Determines if this machine is on a network, and if a host can be reached.
 *
 * The machine is on a network if a network interface has an address that is
 * neither a loopback address nor a link-local address, which the machine
 * assigns itself. To read the addresses, the program needs
 * `--allow-sys=networkInterfaces`. Without it the state is unknown, and the
 * result is the usual one, a local network, because "offline" would stop
 * programs that could work. A program that has set
 * INTERNET_OPTION_CONNECTED_STATE to offline is offline.
 *
 * @module
 */

import {
  ERROR_ACCESS_DENIED,
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_UNRECOGNIZED_SCHEME,
  ERROR_NOT_CONNECTED,
  InternetError,
} from "../error.ts";
import {
  INTERNET_CONNECTION_LAN,
  INTERNET_CONNECTION_OFFLINE,
} from "../flags.ts";
import { combineFlags } from "../_base/bits.ts";
import { hasControl } from "../_base/field_text.ts";
import { quotedUrl } from "../_base/secrets.ts";
import { isDisconnected } from "../_options/process_state.ts";
import { getProcessSettings } from "../_options/process_settings.ts";
import { withTimeouts } from "../_options/settings.ts";
import { HTTP_TIMEOUTS } from "../_base/timeouts.ts";
import { close } from "./connection.ts";
import { dial, type DialTarget } from "./dial.ts";
import { NO_STAGES } from "./dial_statuses.ts";
import { permitted } from "./permission.ts";

/** The state of this machine. */
export interface MachineState {
  readonly connected: boolean;
  /** INTERNET_CONNECTION_* bits. */
  readonly dwFlags: number;
  /** The name of the network interface; `""` if there is none. */
  readonly name: string;
}

/** The properties of a network interface that are used. */
export interface NetworkInterface {
  readonly name: string;
  readonly address: string;
}

/**
 * The state that is assumed if the real one is unknown; the name is that of a
 * local network on Windows.
 */
const ASSUMED: MachineState = {
  connected: true,
  dwFlags: INTERNET_CONNECTION_LAN,
  name: "LAN Connection",
};

const OFFLINE: MachineState = { connected: false, dwFlags: 0, name: "" };

/** The loopback, the unspecified address, and link-local addresses (RFC 3927, RFC 4291). */
const LOCAL_ADDRESS =
  /^(127\.|0\.0\.0\.0$|169\.254\.|::1?$|fe[89ab][0-9a-f]:|::ffff:127\.)/i;

/** The default port of each scheme. */
const SCHEME_PORTS: ReadonlyMap<string, number> = new Map([
  ["http:", 80],
  ["https:", 443],
  ["ftp:", 21],
  ["ftps:", 990],
  ["gopher:", 70],
  ["gophers:", 70],
]);

/** The maximum length of a host name (RFC 1035 section 2.3.4). */
const MAX_HOST = 255;

/**
 * Returns the state of this machine, as far as the program may read it; offline
 * if the program has set that.
 */
export function machineState(): MachineState {
  const state = permitted({ name: "sys", kind: "networkInterfaces" })
    ? stateOfInterfaces(Deno.networkInterfaces())
    : ASSUMED;
  if (!isDisconnected()) return state;
  return {
    ...state,
    connected: false,
    dwFlags: combineFlags(state.dwFlags, INTERNET_CONNECTION_OFFLINE),
  };
}

/** Returns `true` for an address that only this machine or its link can reach. */
export function isLocalAddress(address: string): boolean {
  return LOCAL_ADDRESS.test(address);
}

/** Returns the state according to the network interfaces. */
export function stateOfInterfaces(
  interfaces: readonly NetworkInterface[],
): MachineState {
  const found = interfaces.find(({ address }) => !isLocalAddress(address));
  if (found === undefined) return OFFLINE;
  return {
    connected: true,
    dwFlags: INTERNET_CONNECTION_LAN,
    name: found.name,
  };
}

/**
 * Checks that the machine is on a network.
 *
 * @throws {InternetError} ERROR_NOT_CONNECTED if it is not.
 */
export function requireNetwork(what: string): void {
  requireOnlineMode(what);
  if (machineState().connected) return;
  throw new InternetError(
    ERROR_NOT_CONNECTED,
    `Cannot ${what}: no network interface has an address`,
  );
}

function requireOnlineMode(what: string): void {
  if (!isDisconnected()) return;
  throw new InternetError(
    ERROR_NOT_CONNECTED,
    `Cannot ${what}: INTERNET_OPTION_CONNECTED_STATE is disconnected, so set it to INTERNET_STATE_CONNECTED`,
  );
}

/**
 * Returns the server that a URL names.
 *
 * @throws {InternetError} ERROR_INTERNET_UNRECOGNIZED_SCHEME or ERROR_INTERNET_INVALID_URL.
 */
export function serverOf(url: string): DialTarget {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0].toLowerCase();
  const usualPort = scheme === undefined ? undefined : SCHEME_PORTS.get(scheme);
  if (usualPort === undefined) {
    throw new InternetError(
      ERROR_INTERNET_UNRECOGNIZED_SCHEME,
      `Cannot check the connection to ${
        quotedUrl(url)
      }: the URL must start with one of ${[...SCHEME_PORTS.keys()].join(", ")}`,
    );
  }
  // `URL` silently removes some control characters.
  const parsed = hasControl(url) ? null : URL.parse(url);
  const host = parsed?.hostname.replace(/^\[(.*)\]$/, "$1") ?? "";
  if (
    parsed === null || host === "" || host.length > MAX_HOST ||
    parsed.port === "0"
  ) {
    throw new InternetError(
      ERROR_INTERNET_INVALID_URL,
      `Cannot check the connection to ${
        quotedUrl(url)
      }: the URL must have a host and, if any, a port from 1 to 65535`,
    );
  }
  return {
    host,
    port: parsed.port === "" ? usualPort : Number(parsed.port),
  };
}

/**
 * Connects to a server and closes the connection.
 *
 * @throws {InternetError} ERROR_NOT_CONNECTED, with the reason as its cause, or
 * ERROR_ACCESS_DENIED without permission.
 */
export async function probeServer(target: DialTarget): Promise<void> {
  requireOnlineMode(`reach "${target.host}" port ${target.port}`);
  const { signal } = new AbortController();
  try {
    const settings = withTimeouts(getProcessSettings(), HTTP_TIMEOUTS);
    close(await dial(target, settings, NO_STAGES, signal));
  } catch (cause) {
    const denied = cause instanceof InternetError &&
      cause.code === ERROR_ACCESS_DENIED;
    if (denied) throw cause;
    throw new InternetError(
      ERROR_NOT_CONNECTED,
      `Cannot reach "${target.host}" port ${target.port}: the connection failed; see the cause`,
      { cause },
    );
  }
}
