// Copyright 2026 the wininet authors. MIT license.

/**
 * Whether this machine is on a network, and whether a host can be reached.
 *
 * The first is what its network interfaces say: an address that is neither the
 * loopback's nor one that a machine gives itself when nobody else does. That needs
 * `--allow-sys=networkInterfaces`. Without it nothing is known, and the answer is
 * the usual one, a local network, because one that said "offline" would stop
 * programs that could work. A program that has set the offline mode itself, by
 * INTERNET_OPTION_CONNECTED_STATE, is answered that it is offline.
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
import { isDisconnected } from "../_options/process_state.ts";
import { getProcessSettings } from "../_options/process_settings.ts";
import { withTimeouts } from "../_options/settings.ts";
import { HTTP_TIMEOUTS } from "../_base/timeouts.ts";
import { close } from "./connection.ts";
import { dial, type DialHooks, type DialTarget } from "./dial.ts";
import { permitted } from "./permission.ts";

/** The state of this machine. */
export interface MachineState {
  readonly connected: boolean;
  /** INTERNET_CONNECTION_* bits. */
  readonly dwFlags: number;
  /** The name of the network interface, `""` when there is none. */
  readonly name: string;
}

/** A network interface, as far as it matters. */
export interface NetworkInterface {
  readonly name: string;
  readonly address: string;
}

/** What Windows calls a local network; said where the real name is not known. */
const ASSUMED: MachineState = {
  connected: true,
  dwFlags: INTERNET_CONNECTION_LAN,
  name: "LAN Connection",
};

const OFFLINE: MachineState = { connected: false, dwFlags: 0, name: "" };

/** The loopback, no address at all, and addresses of the link alone (RFC 3927, RFC 4291). */
const LOCAL_ADDRESS =
  /^(127\.|0\.0\.0\.0$|169\.254\.|::1?$|fe[89ab][0-9a-f]:|::ffff:127\.)/i;

/** Where each scheme has its servers. */
const PORTS: ReadonlyMap<string, number> = new Map([
  ["http:", 80],
  ["https:", 443],
  ["ftp:", 21],
  ["ftps:", 990],
  ["gopher:", 70],
  ["gophers:", 70],
]);

/** No name is longer (RFC 1035 section 2.3.4). */
const MAX_HOST = 255;

const NO_HOOKS: DialHooks = {
  resolving() {},
  resolved() {},
  connecting() {},
  connected() {},
};

/** Whether this machine is on a network, as far as the program may know, and wants to be. */
export function machineState(): MachineState {
  const state = permitted({ name: "sys", kind: "networkInterfaces" })
    ? stateOf(Deno.networkInterfaces())
    : ASSUMED;
  if (!isDisconnected()) return state;
  return {
    ...state,
    connected: false,
    dwFlags: combineFlags(state.dwFlags, INTERNET_CONNECTION_OFFLINE),
  };
}

/** What the network interfaces say. */
export function stateOf(
  interfaces: readonly NetworkInterface[],
): MachineState {
  const found = interfaces.find(({ address }) => !LOCAL_ADDRESS.test(address));
  if (found === undefined) return OFFLINE;
  return {
    connected: true,
    dwFlags: INTERNET_CONNECTION_LAN,
    name: found.name,
  };
}

/**
 * Does nothing where the machine is on a network.
 *
 * @throws {InternetError} ERROR_NOT_CONNECTED where it is not.
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
    `Cannot ${what}: INTERNET_OPTION_CONNECTED_STATE is disconnected`,
  );
}

/**
 * The server that a URL names.
 *
 * @throws {InternetError} ERROR_INTERNET_UNRECOGNIZED_SCHEME or ERROR_INTERNET_INVALID_URL.
 */
export function serverOf(url: string): DialTarget {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0].toLowerCase();
  const usualPort = scheme === undefined ? undefined : PORTS.get(scheme);
  if (usualPort === undefined) {
    throw new InternetError(
      ERROR_INTERNET_UNRECOGNIZED_SCHEME,
      "Cannot check the connection: the URL has no scheme of a server",
    );
  }
  // URL removes some control characters silently.
  // deno-lint-ignore no-control-regex
  const parsed = /[\x00-\x1f\x7f]/.test(url) ? null : URL.parse(url);
  const host = parsed?.hostname.replace(/^\[(.*)\]$/, "$1") ?? "";
  if (
    parsed === null || host === "" || host.length > MAX_HOST ||
    parsed.port === "0"
  ) {
    throw new InternetError(
      ERROR_INTERNET_INVALID_URL,
      "Cannot check the connection: the URL names no server",
    );
  }
  return {
    host,
    port: parsed.port === "" ? usualPort : Number(parsed.port),
  };
}

/**
 * Connects to a server, and lets go of it.
 *
 * @throws {InternetError} ERROR_NOT_CONNECTED, with the reason as cause, or
 * ERROR_ACCESS_DENIED without permission.
 */
export async function reach(target: DialTarget): Promise<void> {
  requireOnlineMode(`reach "${target.host}" port ${target.port}`);
  const { signal } = new AbortController();
  try {
    const settings = withTimeouts(getProcessSettings(), HTTP_TIMEOUTS);
    close(await dial(target, settings, NO_HOOKS, signal));
  } catch (cause) {
    const denied = cause instanceof InternetError &&
      cause.code === ERROR_ACCESS_DENIED;
    if (denied) throw cause;
    throw new InternetError(
      ERROR_NOT_CONNECTED,
      `Cannot reach "${target.host}" port ${target.port}: there is no connection`,
      { cause },
    );
  }
}
