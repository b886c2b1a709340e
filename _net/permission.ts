// Copyright 2026 the wininet authors. MIT license.

/**
 * What the program may do, asked without ever asking the user.
 *
 * @module
 */

import { ERROR_ACCESS_DENIED, InternetError } from "../error.ts";

/**
 * Whether a permission is there: one that Deno would have to ask for is not.
 *
 * Deno remembers every path and every host that was asked for as long as the
 * program runs. Where everything is allowed, the question for everything is enough.
 */
export function permitted(descriptor: Deno.PermissionDescriptor): boolean {
  const all = Deno.permissions.querySync({ name: descriptor.name });
  // Partial: some of it is denied.
  if (all.state === "granted" && !all.partial) return true;
  try {
    return Deno.permissions.querySync(descriptor).state === "granted";
  } catch {
    // What cannot be a host, a path or a name cannot be permitted either.
    return false;
  }
}

/**
 * Checks that the program may reach the server of a URL.
 *
 * @throws {InternetError} ERROR_ACCESS_DENIED If it may not.
 */
export function checkReachable(url: URL): void {
  const host = `${url.hostname}:${
    url.port || (url.protocol === "https:" ? 443 : 80)
  }`;
  if (permitted({ name: "net", host })) return;
  throw new InternetError(
    ERROR_ACCESS_DENIED,
    `Cannot reach "${host}": the program has no permission, run it with --allow-net=${host}`,
  );
}
