// Copyright 2026 the wininet authors. MIT license.

/**
 * The options of the process: what InternetQueryOption and InternetSetOption
 * mean without a handle.
 *
 * @module
 */

import {
  ERROR_BAD_ARGUMENTS,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INTERNET_INVALID_OPERATION,
  ERROR_INTERNET_INVALID_OPTION,
  InternetError,
} from "../error.ts";
import {
  INTERNET_OPTION_CALLBACK,
  INTERNET_OPTION_CONTEXT_VALUE,
  INTERNET_OPTION_HANDLE_TYPE,
  INTERNET_OPTION_MAX_CONNS_PER_SERVER,
  INTERNET_OPTION_PARENT_HANDLE,
  INTERNET_OPTION_SETTINGS_CHANGED,
  INTERNET_OPTION_VERSION,
} from "../options.ts";
import { isDword } from "../_core/bits.ts";
import { badParameter, notSettable } from "../_core/failure.ts";
import type { HandleObject } from "../_core/handle.ts";
import {
  getProcessSettings,
  OPTIONS_OF_SOME_TYPES,
  querySetting,
  setProcessSettings,
  withSetting,
} from "../_core/settings.ts";
import { getConnectionLimit, setConnectionLimit } from "./connection_limit.ts";
import { dropIdleLinks } from "./http_links.ts";

/** Options that belong to a handle. */
const OF_HANDLES: ReadonlySet<number> = new Set([
  INTERNET_OPTION_CALLBACK,
  INTERNET_OPTION_CONTEXT_VALUE,
  INTERNET_OPTION_HANDLE_TYPE,
  INTERNET_OPTION_PARENT_HANDLE,
  ...OPTIONS_OF_SOME_TYPES,
]);

/** The value of an option, of a handle or of the process. */
export function queryOption(
  handle: HandleObject | null,
  option: number,
): unknown {
  if (handle !== null) {
    if (option === INTERNET_OPTION_MAX_CONNS_PER_SERVER) throw notOnAHandle();
    return handle.queryOption(option);
  }
  switch (option) {
    case INTERNET_OPTION_MAX_CONNS_PER_SERVER:
      return getConnectionLimit();
    case INTERNET_OPTION_VERSION:
      // What every Windows since XP answers.
      return { dwMajorVersion: 1, dwMinorVersion: 2 };
  }
  const setting = querySetting(getProcessSettings(), option);
  if (setting === undefined) throw withoutHandle(option);
  return setting;
}

/** Sets an option, of a handle or of the process. */
export function setOption(
  handle: HandleObject | null,
  option: number,
  value: unknown,
): void {
  switch (option) {
    case INTERNET_OPTION_SETTINGS_CHANGED:
      return dropIdleLinks();
    case INTERNET_OPTION_MAX_CONNS_PER_SERVER:
      if (handle !== null) throw notOnAHandle();
      return setConnectionLimit(checkedLimit(value));
  }
  if (handle !== null) return handle.setOption(option, value);
  if (option === INTERNET_OPTION_VERSION) {
    throw notSettable("INTERNET_OPTION_VERSION");
  }
  const settings = withSetting(getProcessSettings(), option, value);
  if (settings === null) throw withoutHandle(option);
  setProcessSettings(settings);
}

function checkedLimit(value: unknown): number {
  if (!isDword(value)) {
    throw badParameter(
      "Cannot set INTERNET_OPTION_MAX_CONNS_PER_SERVER: the value is not a DWORD",
    );
  }
  if (value > 0) return value;
  throw new InternetError(
    ERROR_BAD_ARGUMENTS,
    "Cannot set INTERNET_OPTION_MAX_CONNS_PER_SERVER: 0 connections are too few",
  );
}

function notOnAHandle(): InternetError {
  return new InternetError(
    ERROR_INTERNET_INVALID_OPERATION,
    "Cannot use INTERNET_OPTION_MAX_CONNS_PER_SERVER on a handle: it belongs to the process, pass null",
  );
}

function withoutHandle(option: number): InternetError {
  return OF_HANDLES.has(option)
    ? new InternetError(
      ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
      `Cannot use option ${option} without a handle`,
    )
    : new InternetError(
      ERROR_INTERNET_INVALID_OPTION,
      `Cannot use option ${option}: it is unknown or not supported`,
    );
}
