// Copyright 2026 the wininet authors. MIT license.

/**
 * The position that `InternetSetFilePointer` moves to, in a file that can be read from anywhere.
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

/**
 * Returns the new position.
 *
 * @param size The number of bytes of the file, `null` if it is unknown.
 * @throws {InternetError} ERROR_INVALID_PARAMETER, ERROR_NEGATIVE_SEEK, or ERROR_INTERNET_INVALID_OPERATION from the end of a file of unknown size.
 */
export function pointerTarget(
  distance: number,
  method: number,
  position: number,
  size: number | null,
): number {
  if (!Number.isSafeInteger(distance)) {
    throw badParameter(
      "Cannot move the file pointer: lDistanceToMove is no integer",
    );
  }
  const target = seekOrigin(method, position, size) + distance;
  if (target >= 0) return target;
  throw new InternetError(
    ERROR_NEGATIVE_SEEK,
    `Cannot move to byte ${target}: it lies before the start`,
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
        "Cannot move the file pointer: the size is not known",
      );
  }
  throw badParameter(
    `Cannot move the file pointer: there is no method ${method}`,
  );
}
