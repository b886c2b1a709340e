// Copyright 2026 the wininet authors. MIT license.

/**
 * The rows of the table of options, of which there are three sorts: options that are
 * honoured, that are only stored, and that are refused.
 *
 * @module
 */

import { ERROR_INTERNET_INVALID_OPTION } from "../error.ts";
import { type Kind, NONE } from "./kinds.ts";
import { EVERYWHERE } from "./levels.ts";
import type { Setting, Settings } from "./settings.ts";

/** The effect of an option. */
export type OptionState =
  /** It has its documented effect. */
  | "honoured"
  /** It is stored and can be queried, without any other effect. */
  | "stored"
  /** Using it is an error. */
  | "refused";

/** An option. */
export interface OptionRow {
  /** Its number. */
  readonly option: number;
  /** The name of its constant. */
  readonly name: string;
  /** The handles that have it, as bits of `levels.ts`. */
  readonly levels: number;
  /** The operations: it can be queried, set, or both. */
  readonly access: "get" | "set" | "get/set";
  /** The kind of its value. */
  readonly kind: Kind;
  /** The setting that has the value, if handles inherit it or it is only stored. */
  readonly setting?: keyof Settings;
  /** The value of the setting until a program sets it. */
  readonly initial?: unknown;
  /** The result of a query while the setting is `null` or an unset timeout; `null` if it is absent. */
  readonly unset?: unknown;
  /** Its effect. */
  readonly state: OptionState;
  /** The error of an option that is refused. */
  readonly refusal?: number;
  /** The error on a handle that does not have it; ERROR_INTERNET_INCORRECT_HANDLE_TYPE if it is absent. */
  readonly elsewhere?: number;
  /** The reason, or an explanation. */
  readonly note: string;
}

/** A constant with its name, as `{ INTERNET_OPTION_URL }` writes it. */
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

/** An option whose value handles inherit as a setting. */
export function kept<Key extends Setting>(
  setting: Key,
  initial: Settings[Key],
  extra: Extra = {},
): Extra {
  return { setting, initial, ...extra };
}

/** An option with its documented effect. */
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

/** An option that is kept only for queries. */
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

/** An option whose use is an error. */
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

/** An option of the process and of all handles, which they inherit. */
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
