// Copyright 2026 the wininet authors. MIT license.

/**
 * The options that handles inherit, by option number.
 *
 * @module
 */

import { UNSET_TIMEOUT } from "../_base/timeouts.ts";
import type { Settings } from "./settings.ts";
import { findOption } from "./table.ts";

/** Returns the value of an inherited option, or `undefined` if the option is not inherited. */
export function querySetting(settings: Settings, option: number): unknown {
  const { setting, initial, unset = null } = findOption(option) ?? {};
  if (setting === undefined) return undefined;
  if (setting === "stored") return settings.stored.get(option) ?? initial;
  const value = settings[setting];
  // A name or password that is not set is an empty string, as on Windows.
  return value === UNSET_TIMEOUT || value === null ? unset : value;
}

/**
 * Returns the settings with one inherited option set to a valid value, or
 * `null` if the option is not inherited.
 */
export function withSetting(
  settings: Settings,
  option: number,
  value: unknown,
): Settings | null {
  const { setting } = findOption(option) ?? {};
  if (setting === undefined) return null;
  if (setting !== "stored") return { ...settings, [setting]: value };
  return { ...settings, stored: new Map(settings.stored).set(option, value) };
}
