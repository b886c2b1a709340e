// Copyright 2026 the wininet authors. MIT license.

/**
 * The content of the transfers in a soak. It is derived from the name, so that
 * both sides know it: `b600-7` has 600 bytes, `t600-7` is a text of about that
 * length, `m6-7` is a menu of 6 items. The last number distinguishes contents
 * of the same size.
 *
 * @module
 */

import { pattern } from "../helpers/ftp_calls.ts";
import type { Random } from "./random.ts";

/** The first letter of a name. */
export type ContentKind = "b" | "t" | "m";

const SIZES = [0, 1, 1_000, 20_000, 150_000, 600_000];
const ITEMS = 60;
const SALTS = 1_000_000;

const NAME_REGEXP = /^([btm])(\d+)-(\d+)$/;

/** Returns a name that is probably unique. */
export function newName(kind: ContentKind, random: Random): string {
  const size = kind === "m" ? 1 + random.below(ITEMS) : random.pick(SIZES);
  return `${kind}${size}-${random.below(SALTS)}`;
}

/**
 * Returns `true` if a name belongs to a soak: another program may send requests to a port that was
 * its own before.
 */
export function isName(name: string): boolean {
  return NAME_REGEXP.test(name);
}

/** Returns the content for a name. */
export function contentOf(name: string): Uint8Array<ArrayBuffer> {
  const { kind, size, salt } = parts(name);
  if (kind === "t") return new TextEncoder().encode(textOf(size, salt));
  const bytes = pattern(size);
  for (let at = 0; at < size; at++) bytes[at]! ^= salt >> (at & 15);
  return bytes;
}

/** Returns the names of the items in a menu. */
export function itemsOf(name: string): string[] {
  const { size, salt } = parts(name);
  return Array.from({ length: size }, (_, index) => `item ${index} of ${salt}`);
}

/** `true` if two files are the same. */
export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length &&
    one.every((byte, at) => byte === other[at]);
}

function textOf(size: number, salt: number): string {
  const line = `line of ${salt}\r\n`;
  return line.repeat(Math.ceil(size / line.length));
}

function parts(name: string): { kind: string; size: number; salt: number } {
  const [, kind, size, salt] = NAME_REGEXP.exec(name) ?? [];
  if (kind === undefined) throw new TypeError(`Cannot make "${name}"`);
  return { kind, size: Number(size), salt: Number(salt) };
}
