// Copyright 2026 the wininet authors. MIT license.

/**
 * What proxy scripts can know of this machine: the time, its addresses, and names that
 * are looked up.
 *
 * @module
 */

import { resolveName } from "../_net/dial.ts";
import { isLocalAddress } from "../_net/connected_state.ts";
import { permitted } from "../_net/permission.ts";
import type { Surroundings } from "./script.ts";

/** The longest name in DNS. */
const MAX_NAME = 253;

/** Returns what scripts can know now. */
export function presentSurroundings(): Surroundings {
  return { now: new Date(), addresses: ownAddresses(), dns: addressesOf };
}

/** Returns the addresses of this machine; none without `--allow-sys=networkInterfaces`. */
function ownAddresses(): string[] {
  if (!permitted({ name: "sys", kind: "networkInterfaces" })) return [];
  return Deno.networkInterfaces().map(({ address }) => address)
    .filter((address) => !isLocalAddress(address));
}

/** Looks a name up; returns no addresses if it does not exist or the program may not reach it. */
export async function addressesOf(name: string): Promise<string[]> {
  if (name === "" || name.length > MAX_NAME || /[^\w.-]/.test(name)) return [];
  if (!permitted({ name: "net", host: name })) return [];
  return await resolveName(name).catch(() => []);
}
