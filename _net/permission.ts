// Copyright 2026 the wininet authors. MIT license.

/**
 * What the program may do, asked without ever asking the user.
 *
 * @module
 */

/** Whether a permission is there: one that Deno would have to ask for is not. */
export function permitted(descriptor: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(descriptor).state === "granted";
}
