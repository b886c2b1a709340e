// Copyright 2026 the wininet authors. MIT license.

/**
 * The rows of the option table. An option is honoured, only stored, or refused.
 *
 * @module
 */

import { ERROR_INTERNET_INVALID_OPTION } from "../error.ts";
import { type Kind, NONE } from "./kinds.ts";
import { EVERYWHERE } from "./levels.ts";
import type { Setting, Settings } from "./settings.ts";

/** The effect of an option. */
export type OptionState =
  /** It has the documented effect. */
  | "honoured"
  /** It is stored and can be queried, but has no other effect. */
  | "stored"
  /** Using it is an error. */
  | "refused";

/** A row of the option table. */
export interface OptionRow {
  /** The option number. */
  readonly option: number;
  /** The name of its constant. */
  readonly name: string;
  /** The handles that have the option, as bits of `levels.ts`. */
  readonly levels: number;
  /** The supported operations: queries, setting, or both. */
  readonly access: "get" | "set" | "get/set";
  /** The kind of its value. */
  readonly kind: Kind;
  /** The setting that holds the value, if handles inherit it or it is only stored. */
  readonly setting?: keyof Settings;
  /** The initial value of the setting. */
  readonly initial?: unknown;
  /**
   * The result of a query while the setting is `null` or an unset timeout; if
   * absent, `null`.
   */
  readonly unset?: unknown;
  /** The effect of the option. */
  readonly state: OptionState;
  /** The error for a refused option. */
  readonly refusal?: number;
  /**
   * The error on a handle that does not have the option; if absent,
   * ERROR_INTERNET_INCORRECT_HANDLE_TYPE.
   */
  readonly elsewhere?: number;
  /** The explanation of the value or effect, for the documentation. */
  readonly note: string;
}

/** A constant with its name, written as `{ INTERNET_OPTION_URL }`. */
export type Named = Readonly<Record<string, number>>;

/** The other members of a row. */
export type Extra = Partial<
  Pick<
    OptionRow,
    | "access"
    | "setting"
    | "initial"
    | "unset"
    | "state"
    | "refusal"
    | "elsewhere"
    | "note"
  >
>;

/** Returns the members of an option whose value handles inherit as a setting. */
export function kept<Key extends Setting>(
  setting: Key,
  initial: Settings[Key],
  extra: Extra = {},
): Extra {
  return { setting, initial, ...extra };
}

/** Returns the row of an option with its documented effect. */
export function honoured(
  named: Named,
  levels: number,
  kind: Kind,
  extra: Extra = {},
): OptionRow {
  const access = kind === NONE ? "set" : "get/set";
  return {
    ...nameAndNumber(named),
    levels,
    access,
    kind,
    state: "honoured",
    note: "",
    ...extra,
  };
}

/** Returns the row of an option that is kept only for queries. */
export function stored(
  named: Named,
  levels: number,
  kind: Kind,
  initial: unknown,
  note: string,
): OptionRow {
  return {
    ...nameAndNumber(named),
    levels,
    access: "get/set",
    kind,
    setting: "stored",
    initial,
    state: "stored",
    note,
  };
}

/** Returns the row of an option whose use is an error. */
export function refusedOption(
  named: Named,
  levels: number,
  kind: Kind,
  note: string,
  extra: Extra = {},
): OptionRow {
  return {
    ...nameAndNumber(named),
    levels,
    access: "get/set",
    kind,
    state: "refused",
    refusal: ERROR_INTERNET_INVALID_OPTION,
    note,
    ...extra,
  };
}

/**
 * Returns the row of an option that the process and all handles have, and that
 * handles inherit.
 */
export function inherited<Key extends Setting>(
  named: Named,
  kind: Kind,
  setting: Key,
  initial: Settings[Key],
  note: string = "",
): OptionRow {
  return honoured(named, EVERYWHERE, kind, kept(setting, initial, { note }));
}

function nameAndNumber(named: Named): { name: string; option: number } {
  const [[name, option]] = Object.entries(named) as [[string, number]];
  return { name, option };
}
