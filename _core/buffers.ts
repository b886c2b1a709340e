// Copyright 2026 the wininet authors. MIT license.

/**
 * Buffers and lengths that a program hands in.
 *
 * @module
 */

import type { INTERNET_BUFFERS } from "../structures.ts";
import { asDword } from "./bits.ts";
import { badParameter } from "./failure.ts";

/** A flag word; throws ERROR_INVALID_PARAMETER when it is none or has bits beyond `known`. */
export function checkedFlags(
  value: unknown,
  name: string,
  known: number = 0xffffffff,
): number {
  const flags = asDword(value);
  if (flags === null) {
    throw badParameter(`Cannot use ${name}: it is not a DWORD`);
  }
  if ((flags & ~known) !== 0) {
    throw badParameter(`Cannot use ${name}: it has bits that mean nothing`);
  }
  return flags;
}

const encoder = new TextEncoder();

/** Sizes of INTERNET_BUFFERS on 64-bit and 32-bit Windows. */
const STRUCT_SIZES: readonly number[] = [56, 40];

/** The bytes of a buffer; a text is taken in UTF-8. Throws ERROR_INVALID_PARAMETER for anything else. */
export function bytesOf(value: unknown, name: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === "string") return encoder.encode(value);
  throw badParameter(
    `Cannot use ${name}: it is neither a Uint8Array nor a text`,
  );
}

/** A buffer that is filled. Throws ERROR_INVALID_PARAMETER when it is none. */
export function checkedBuffer(value: unknown, name: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw badParameter(`Cannot use ${name}: it is no Uint8Array`);
}

/** A number of bytes up to `most`; `absent` where none is given. Throws ERROR_INVALID_PARAMETER when it is none. */
export function byteLength(
  value: number | undefined,
  most: number,
  name: string,
  absent: number = most,
): number {
  if (value === undefined || value === null) return absent;
  if (Number.isSafeInteger(value) && value >= 0 && value <= most) return value;
  throw badParameter(
    `Cannot use ${name}: ${value} is no number of bytes up to ${most}`,
  );
}

/** A structure whose size, where it is given, is that of Windows. Throws ERROR_INVALID_PARAMETER otherwise. */
export function checkedStructSize(buffers: INTERNET_BUFFERS): INTERNET_BUFFERS {
  const size = buffers.dwStructSize;
  if (
    typeof buffers === "object" &&
    (size === undefined || STRUCT_SIZES.includes(size))
  ) return buffers;
  throw badParameter(
    `Cannot use INTERNET_BUFFERS: dwStructSize is ${size} and not ${
      STRUCT_SIZES[0]
    }`,
  );
}
