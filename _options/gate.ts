// Copyright 2026 the wininet authors. MIT license.

/**
 * The checks of `InternetQueryOption` and `InternetSetOption` that do not
 * depend on the state of a handle, in this order: the option exists, this type
 * of handle has it, this library supports it, the operation is allowed, and the
 * value is of the right kind.
 *
 * @module
 */

import {
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INTERNET_INVALID_OPTION,
  InternetError,
} from "../error.ts";
import { badParameter, notSettable } from "../_base/failure.ts";
import { kindOfSecret, quotedUrl, quotedValue } from "../_base/secrets.ts";
import { NONE } from "./kinds.ts";
import {
  handleName,
  HANDLES,
  hasLevel,
  levelNames,
  PROCESS,
} from "./levels.ts";
import type { OptionRow } from "./row.ts";
import { findOption } from "./table.ts";

/**
 * Checks that an option can be queried on a type of handle; type 0 is the
 * process.
 *
 * @throws {InternetError} The documented error if it cannot.
 */
export function checkQuery(option: number, type: number): void {
  const row = usableOption("query", option, type);
  if (row.access !== "set") return;
  throw new InternetError(
    ERROR_INTERNET_INVALID_OPTION,
    `Cannot query ${row.name}: it can only be set, by InternetSetOption`,
  );
}

/**
 * Checks that an option can be set on a type of handle; type 0 is the process.
 *
 * @returns The value to set.
 * @throws {InternetError} The documented error if it cannot.
 */
export function checkSet(
  option: number,
  type: number,
  value: unknown,
): unknown {
  const row = usableOption("set", option, type);
  const { name, kind } = row;
  if (row.access === "get") throw notSettable(name);
  // Such an option has no buffer on Windows.
  if (kind === NONE) return true;
  if (kind.has(value)) return kind.stored?.(value) ?? value;
  const given = kind.mayBeSecret ? kindOfSecret(value) : quotedUrl(value);
  const message = `Cannot set ${name} to ${given}: it must be ${kind.name}`;
  throw kind.wrongType !== undefined && typeof value !== "number"
    ? new InternetError(kind.wrongType, message)
    : badParameter(message);
}

/** Returns the names of the handles that have an option. */
function owners(levels: number): string {
  if (levels === PROCESS) return "null, because it belongs to the process";
  return (levels & HANDLES) === HANDLES ? "a handle" : levelNames(levels);
}

function usableOption(verb: string, option: number, type: number): OptionRow {
  const row = findOption(option);
  if (row === undefined) {
    throw new InternetError(
      ERROR_INTERNET_INVALID_OPTION,
      `Cannot ${verb} option ${
        quotedValue(option)
      }: it must be one of the INTERNET_OPTION_* constants or of those of this library`,
    );
  }
  if (!hasLevel(row.levels, type)) {
    throw new InternetError(
      row.elsewhere ?? ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
      `Cannot ${verb} ${row.name} of ${
        type === 0 ? "the process" : handleName(type)
      }: pass ${owners(row.levels)}`,
    );
  }
  if (row.refusal === undefined) return row;
  throw new InternetError(
    row.refusal,
    `Cannot ${verb} ${row.name}: ${row.note}`,
  );
}
