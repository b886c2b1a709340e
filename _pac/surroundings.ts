// Copyright 2026 the wininet authors. MIT license.

/**
 * The information about this machine that proxy scripts can use: the time, its
 * addresses, and name resolution.
 *
 * @module
 */

import { resolveName } from "../_net/dial.ts";
import { isLocalAddress } from "../_net/connected_state.ts";
import { permitted } from "../_net/permission.ts";
import type { Surroundings } from "./script.ts";

/** The maximum length of a DNS name. */
const MAX_NAME = 253;

/** Returns the current information. */
export function presentSurroundings(): Surroundings {
  return { now: new Date(), addresses: ownAddresses(), dns: addressesOf };
}

/** Returns the addresses of this machine; none without `--allow-sys=networkInterfaces`. */
function ownAddresses(): string[] {
  if (!permitted({ name: "sys", kind: "networkInterfaces" })) return [];
  return Deno.networkInterfaces().map(({ address }) => address)
    .filter((address) => !isLocalAddress(address));
}

/**
 * Resolves a name; returns no addresses if it does not exist or the program has
 * no permission to reach it.
 */
export async function addressesOf(name: string): Promise<string[]> {
  if (name === "" || name.length > MAX_NAME || /[^\w.-]/.test(name)) return [];
  if (!permitted({ name: "net", host: name })) return [];
  return await resolveName(name).catch(() => []);
}
