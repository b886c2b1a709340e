// Copyright 2026 the wininet authors. MIT license.

/**
 * The settings of the process, which a new session copies. Until a program sets
 * others, they are the initial values of the option table.
 *
 * @module
 */

import type { Settings } from "./settings.ts";
import { allOptions } from "./table.ts";

let processSettings: Settings = initialSettings();

/** Every setting has one row; a test compares the rows with the interfaces. */
function initialSettings(): Settings {
  const values = [...allOptions().values()]
    .filter(({ setting }) => setting !== undefined)
    .map(({ setting, initial }) => [setting, initial]);
  return { ...Object.fromEntries(values), stored: new Map() };
}

/** Returns the settings of the process. */
export function getProcessSettings(): Settings {
  return processSettings;
}

/** Replaces the settings of the process. */
export function setProcessSettings(settings: Settings): void {
  processSettings = settings;
}
