// Copyright 2026 the wininet authors. MIT license.

/**
 * The position that `InternetSetFilePointer` sets, in a file that supports
 * reading from any position.
 *
 * @module
 */

import {
  ERROR_INTERNET_INVALID_OPERATION,
  ERROR_NEGATIVE_SEEK,
  InternetError,
} from "../error.ts";
import { FILE_BEGIN, FILE_CURRENT, FILE_END } from "../flags.ts";
import { badParameter } from "../_base/failure.ts";
import { quotedValue } from "../_base/secrets.ts";

/**
 * Returns the new position.
 *
 * @param size The size of the file in bytes, or `null` if it is unknown.
 * @throws {InternetError} ERROR_INVALID_PARAMETER, ERROR_NEGATIVE_SEEK, or
 * ERROR_INTERNET_INVALID_OPERATION from the end of a file of unknown size.
 */
export function pointerTarget(
  distance: number,
  method: number,
  position: number,
  size: number | null,
): number {
  if (!Number.isSafeInteger(distance)) {
    throw notADistance(distance);
  }
  const target = seekOrigin(method, position, size) + distance;
  if (target >= 0) return target;
  throw beforeStart(target);
}

/** Returns the error for a distance that is not an integer. */
export function notADistance(distance: unknown): InternetError {
  return badParameter(
    `Cannot move the file pointer: lDistanceToMove must be an integer, not ${
      quotedValue(distance)
    }`,
  );
}

/** Returns the error for a position before the start. */
export function beforeStart(target: number): InternetError {
  return new InternetError(
    ERROR_NEGATIVE_SEEK,
    `Cannot move the file pointer to byte ${target}: the first byte is 0`,
  );
}

/** Returns the error for a move method that does not exist. */
export function notAMethod(method: unknown): InternetError {
  return badParameter(
    `Cannot move the file pointer: dwMoveMethod must be FILE_BEGIN, FILE_CURRENT or FILE_END, not ${
      quotedValue(method)
    }`,
  );
}

function seekOrigin(
  method: number,
  position: number,
  size: number | null,
): number {
  switch (method) {
    case FILE_BEGIN:
      return 0;
    case FILE_CURRENT:
      return position;
    case FILE_END:
      if (size !== null) return size;
      throw new InternetError(
        ERROR_INTERNET_INVALID_OPERATION,
        "Cannot move the file pointer: FILE_END needs the size, which the server did not send; use FILE_BEGIN",
      );
  }
  throw notAMethod(method);
}
