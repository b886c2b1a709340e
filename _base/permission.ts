// Copyright 2026 the wininet authors. MIT license.

/**
 * Queries of permissions that never ask the user.
 *
 * @module
 */

/**
 * Returns `true` if a permission is granted: one that Deno would ask the user for is not.
 *
 * Deno remembers every path and every host of a query as long as the program runs. If
 * everything is allowed, one query for everything is enough.
 */
export function permitted(descriptor: Deno.PermissionDescriptor): boolean {
  const all = Deno.permissions.querySync({ name: descriptor.name });
  // Partial: some of it is denied.
  if (all.state === "granted" && !all.partial) return true;
  try {
    return Deno.permissions.querySync(descriptor).state === "granted";
  } catch {
    // An invalid host, path or name cannot be permitted either.
    return false;
  }
}
