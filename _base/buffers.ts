// Copyright 2026 the wininet authors. MIT license.

/**
 * Checks of the buffers and lengths that a program passes.
 *
 * @module
 */

import { ERROR_INVALID_PARAMETER, InternetError } from "../error.ts";
import type { INTERNET_BUFFERS } from "../structures.ts";
import { asDword } from "./bits.ts";
import { badParameter } from "./failure.ts";
import { quotedValue } from "./secrets.ts";

/** Returns a flag word; throws ERROR_INVALID_PARAMETER if the value is not one or has bits outside `known`. */
export function checkedFlags(
  value: unknown,
  name: string,
  known: number = 0xffffffff,
): number {
  const flags = asDword(value);
  if (flags === null) {
    throw badParameter(
      `Cannot use ${
        quotedValue(value)
      } as ${name}: it must be a number from 0 to 4294967295 (a DWORD)`,
    );
  }
  if ((flags & ~known) !== 0) {
    throw badParameter(
      `Cannot use ${hex(flags)} as ${name}: remove the bits ${
        hex(flags & ~known)
      }, which are not flags of this function`,
    );
  }
  return flags;
}

function hex(word: number): string {
  return `0x${(word >>> 0).toString(16)}`;
}

/**
 * Returns the flag word for a handle. INTERNET_FLAG_FTP_FOLDER_VIEW is accepted although
 * it is outside INTERNET_FLAGS_MASK; a value with all bits set is not flags, but a mistake (-1).
 */
export function checkedHandleFlags(value: unknown): number {
  const flags = checkedFlags(value, "dwFlags");
  if (flags !== 0xffffffff) return flags;
  throw badParameter(
    `Cannot use ${
      hex(flags)
    } as dwFlags: combine INTERNET_FLAG_* constants, or pass 0`,
  );
}

/** Returns the string of a URL object, and any other value unchanged. */
export function textOfUrl(value: unknown): unknown {
  return value instanceof URL ? value.href : value;
}

const encoder = new TextEncoder();

/** Sizes of INTERNET_BUFFERS on 64-bit and 32-bit Windows. */
const STRUCT_SIZES: readonly number[] = [56, 40];

/** Returns the bytes of a buffer, or of a string in UTF-8. Throws ERROR_INVALID_PARAMETER for anything else. */
export function checkedBytes(value: unknown, name: string): Uint8Array {
  if (value instanceof Uint8Array) return checkedBuffer(value, name);
  if (typeof value === "string") return encoder.encode(value);
  throw badParameter(
    `Cannot use ${
      quotedValue(value)
    } as ${name}: it must be a Uint8Array or a string`,
  );
}

/**
 * Returns a checked buffer to be filled. Throws ERROR_INVALID_PARAMETER if it
 * is not a buffer, or is detached.
 */
export function checkedBuffer(value: unknown, name: string): Uint8Array {
  if (!(value instanceof Uint8Array)) {
    throw badParameter(
      `Cannot use ${
        quotedValue(value)
      } as ${name}: it must be a Uint8Array, for example new Uint8Array(65536)`,
    );
  }
  if (hasMemory(value)) return value;
  throw badParameter(
    `Cannot use ${name}: its ArrayBuffer was transferred or shortened, so pass another one`,
  );
}

/**
 * Returns `true` if a buffer still has its memory; a detached buffer looks
 * empty.
 */
function hasMemory(buffer: Uint8Array): boolean {
  try {
    // The only operation that fails on such a buffer.
    buffer.at(0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Guards a read into a buffer of the program, which may transfer or shorten the buffer
 * while the read waits. The bytes are lost then, and a count of 0 would look like the
 * end: rejects with ERROR_INVALID_PARAMETER.
 */
export function intoBuffer(
  buffer: Uint8Array,
  read: () => Promise<number>,
): () => Promise<number> {
  const hadRoom = buffer.length > 0;
  const isKept = (count: number) =>
    hasMemory(buffer) && buffer.length >= count &&
    (buffer.length > 0 || !hadRoom);
  return () =>
    read().then((count) => {
      if (isKept(count)) return count;
      throw lostBuffer();
    }, (error) => {
      if (error instanceof InternetError || isKept(0)) throw error;
      throw lostBuffer(error);
    });
}

/** Returns `true` if the program can shorten the memory of a buffer: Deno 2.9.6 crashes if that happens during a read. */
export function isResizable({ buffer }: Uint8Array): boolean {
  return "resizable" in buffer && buffer.resizable;
}

/** Returns the error for a read whose buffer was detached. */
export function lostBuffer(cause?: unknown): InternetError {
  return new InternetError(
    ERROR_INVALID_PARAMETER,
    "Cannot read: the ArrayBuffer of the buffer was transferred or shortened before the read had ended; keep it until then",
    { cause },
  );
}

/** Returns a number of bytes up to `most`, or `absent` if none is given. Throws ERROR_INVALID_PARAMETER for anything else. */
export function byteLength(
  value: number | undefined,
  most: number,
  name: string,
  absent: number = most,
): number {
  if (value === undefined || value === null) return absent;
  if (Number.isSafeInteger(value) && value >= 0 && value <= most) return value;
  throw badParameter(
    `Cannot use ${
      quotedValue(value)
    } as ${name}: it must be a number of bytes up to ${most}`,
  );
}

/** Returns a structure whose size, if given, is that of Windows. Throws ERROR_INVALID_PARAMETER otherwise. */
export function checkedStructSize(buffers: INTERNET_BUFFERS): INTERNET_BUFFERS {
  const size = buffers.dwStructSize;
  if (
    typeof buffers === "object" &&
    (size === undefined || STRUCT_SIZES.includes(size))
  ) return buffers;
  throw badParameter(
    typeof buffers === "object"
      ? `Cannot use INTERNET_BUFFERS: dwStructSize must be ${
        STRUCT_SIZES[0]
      }, not ${quotedValue(size)}`
      : `Cannot use ${quotedValue(buffers)}: it must be an INTERNET_BUFFERS`,
  );
}
