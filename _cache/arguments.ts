// Copyright 2026 the wininet authors. MIT license.

/**
 * Argument checks of the cache functions. All throw ERROR_INVALID_PARAMETER.
 *
 * @module
 */

import type { GROUPID } from "../structures.ts";
import { badParameter } from "../_base/failure.ts";
import { quotedValue } from "../_base/secrets.ts";

/** Returns a string without U+0000, which would end it on Windows. */
export function checkedText(value: unknown, name: string): string {
  if (typeof value === "string" && !value.includes("\0")) return value;
  throw wrong(value, name, "a string without U+0000");
}

/** Returns a string, or `null` for `null` and `undefined`. */
export function checkedOptionalText(
  value: unknown,
  name: string,
): string | null {
  return value === null || value === undefined
    ? null
    : checkedText(value, name);
}

/** Returns the header fields, with one byte in each character; `""` for `null`. */
export function checkedHeaders(value: unknown, name: string): string {
  const text = checkedOptionalText(value, name) ?? "";
  // deno-lint-ignore no-control-regex
  if (/^[\x01-\xff]*$/.test(text)) return text;
  throw wrong(value, name, "header fields in ISO 8859-1");
}

/** Returns a time in milliseconds; `null` for none. */
export function checkedDate(value: unknown, name: string): number | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date && !Number.isNaN(value.getTime())) {
    return value.getTime();
  }
  throw wrong(value, name, "a valid Date or null");
}

/** Returns a whole number of at least 0. */
export function checkedCount(
  value: unknown,
  name: string,
  most: number = Number.MAX_SAFE_INTEGER,
): number {
  if (Number.isSafeInteger(value)) {
    const count = value as number;
    if (count >= 0 && count <= most) return count;
  }
  throw wrong(value, name, `a whole number from 0 to ${most}`);
}

/** Returns the number of a group. */
export function checkedGroup(value: unknown, name: string): GROUPID {
  if (typeof value === "bigint" && value >= 0n && value < 2n ** 64n) {
    return value;
  }
  throw wrong(value, name, "a bigint of 64 bits");
}

/** Returns a structure. */
export function checkedObject<Type extends object>(
  value: Type,
  name: string,
): Type {
  if (typeof value === "object" && value !== null) return value;
  throw wrong(value, name, "an object");
}

/** Returns the path of the directory of a container. */
export function checkedContainerPath(
  value: unknown,
  name: string,
): string | null {
  const path = checkedOptionalText(value, name);
  if (path === null || /^(?:[/\\]|[a-z]:[/\\])/i.test(path)) return path;
  throw wrong(value, name, "an absolute path");
}

/** Checks that a reserved argument has no value. */
export function checkReserved(value: unknown, name: string): void {
  if (value === undefined || value === null || value === 0) return;
  throw wrong(value, name, "0 or null: it is reserved");
}

function wrong(value: unknown, name: string, what: string): Error {
  return badParameter(
    `Cannot use ${quotedValue(value)} as ${name}: it must be ${what}`,
  );
}
