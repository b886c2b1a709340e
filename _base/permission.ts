// Copyright 2026 the wininet authors. MIT license.

/**
 * Queries of permissions that never ask the user.
 *
 * @module
 */

/** The kinds that every transfer needs. */
const FREQUENT: readonly string[] = ["net", "read", "write"];

/** Permissions for everything of a kind. Deno keeps them up to date when the program revokes one. */
const statuses = new Map<string, Deno.PermissionStatus>();

/**
 * Returns `true` if a permission is granted: one that Deno would ask the user for is not.
 *
 * Deno remembers every path and every host of a query as long as the program runs. If
 * everything is allowed, one query for everything is enough.
 */
export function permitted(descriptor: Deno.PermissionDescriptor): boolean {
  const { name } = descriptor;
  const known = statuses.get(name);
  if (known !== undefined && isAllowed(known)) return true;
  const all = Deno.permissions.querySync({ name });
  if (FREQUENT.includes(name) && all instanceof Deno.PermissionStatus) {
    statuses.set(name, all);
  }
  if (isAllowed(all)) return true;
  try {
    return Deno.permissions.querySync(descriptor).state === "granted";
  } catch {
    // An invalid host, path or name cannot be permitted either.
    return false;
  }
}

function isAllowed({ state, partial }: Deno.PermissionStatus): boolean {
  // Partial: some of it is denied.
  return state === "granted" && !partial;
}
