// Copyright 2026 the wininet authors. MIT license.

/**
 * The plan of one directory: the changes that make the target equal to the
 * source. No I/O.
 *
 * A file is equal on both sides if it has the same size, and the target is not
 * older than the source. If times are kept, they must be equal. With
 * `onlyNewer` a newer target is always kept.
 *
 * @module
 */

import { ERROR_FILE_EXISTS, ERROR_INVALID_NAME } from "../error.ts";

/** The size and the time of a file; `null` if not known. */
export interface Version {
  readonly size: number | null;
  /** The modification time in milliseconds. */
  readonly time: number | null;
}

/** A directory entry, on either side. */
export interface Item extends Version {
  readonly name: string;
  /** `"other"` is for example a device. */
  readonly kind: "file" | "directory" | "link" | "other";
  /**
   * `true` if the time is exact. In some listings the seconds and the time zone
   * are not known.
   */
  readonly isExact: boolean;
  /** The target of a link, or `null` if it is not known. */
  readonly linkTarget: string | null;
  /** `true` if the program or its options exclude it. */
  readonly isExcluded: boolean;
  /**
   * A string that is equal for all names of the same directory, or `null` if
   * the server sends none.
   */
  readonly identity: string | null;
}

/** The rules for comparing versions. */
export interface VersionRules {
  readonly onlyNewer: boolean;
  /** `true` if a copy gets the time of its source. */
  readonly exactTimes: boolean;
}

/** The rules of a plan. */
export interface PlanRules extends VersionRules {
  readonly deleteOthers: boolean;
  readonly links: "skip" | "keep";
  /** Returns a key that is equal for two names of the same file at the target. */
  readonly keyOf: (name: string) => string;
  /**
   * Returns the reason why a name is not valid at the target, or `null` if it
   * is possible.
   */
  readonly faultOf: (name: string) => string | null;
  /**
   * Returns the name of the file that a part belongs to, or `null` if the name
   * is not that of a part.
   */
  readonly partOf: (name: string) => string | null;
  /** Returns the reason why a link is not allowed at the target, or `null` if it is allowed. */
  readonly linkFaultOf: (target: string | null) => string | null;
}

/** Both sides of a directory. */
export interface Sides {
  readonly source: readonly Item[];
  readonly target: readonly Item[];
  /** `true` if every entry of the source is known. Otherwise nothing is deleted. */
  readonly isComplete: boolean;
}

/** A change that comes from an entry of the source. */
interface Change {
  readonly item: Item;
  /** The entry of the same kind at the target, or `null`. */
  readonly before: Item | null;
  /** The entry that must be deleted first, or `null`. */
  readonly old: Item | null;
}

/** A change, or the reason why there is none. */
export type Action =
  /**
   * Copies a file. With `asks`, an exact time is needed to find out whether
   * `before` is equal.
   */
  | (Change & { readonly kind: "copy"; readonly asks: boolean })
  /** Enters a directory, which is created if `before` is `null`. */
  | (Change & { readonly kind: "enter" })
  /** Creates a link. */
  | (Change & { readonly kind: "link" })
  /** Deletes an entry of the target. */
  | { readonly kind: "delete"; readonly item: Item }
  | { readonly kind: "skip"; readonly item: Item }
  | {
    readonly kind: "fail";
    readonly item: Item;
    readonly code: number;
    readonly why: string;
  };

/** Returns `true` if the target of a file is up to date. */
export function isCurrent(
  source: Version,
  target: Version,
  { onlyNewer, exactTimes }: VersionRules,
): boolean {
  const hasSameSize = source.size === null || source.size === target.size;
  if (source.time === null || target.time === null) return hasSameSize;
  // Servers report whole seconds.
  const from = Math.floor(source.time / 1000);
  const to = Math.floor(target.time / 1000);
  if (onlyNewer) return to > from || (to === from && hasSameSize);
  return hasSameSize && (exactTimes ? to === from : to >= from);
}

/** Returns the plan of a directory, in the order of the source. */
export function planDirectory(
  { source, target, isComplete }: Sides,
  rules: PlanRules,
): Action[] {
  const there = new Map(target.map((item) => [rules.keyOf(item.name), item]));
  const known = new Set<string>();
  const copied = new Set<string>();
  const actions: Action[] = [];
  for (const item of source) {
    const key = rules.keyOf(item.name);
    if (!known.has(key)) {
      const action = actionOf(item, there.get(key) ?? null, rules);
      if (action.kind === "copy") copied.add(key);
      actions.push(action);
    } else if (!item.isExcluded) {
      const why = "another entry of the directory has the same name";
      actions.push({ kind: "fail", item, code: ERROR_FILE_EXISTS, why });
    }
    known.add(key);
  }
  if (!rules.deleteOthers || !isComplete) return actions;
  for (const [key, item] of there) {
    if (known.has(key) || item.isExcluded) continue;
    // The copy continues or removes its part.
    const owner = rules.partOf(item.name);
    if (owner !== null && copied.has(rules.keyOf(owner))) continue;
    actions.push({ kind: "delete", item });
  }
  return actions;
}

function actionOf(item: Item, before: Item | null, rules: PlanRules): Action {
  if (item.isExcluded || item.kind === "other") return { kind: "skip", item };
  if (item.kind === "link" && rules.links === "skip") {
    return { kind: "skip", item };
  }
  const why = rules.faultOf(item.name) ??
    (item.kind === "link" ? rules.linkFaultOf(item.linkTarget) : null);
  if (why !== null) {
    return { kind: "fail", item, code: ERROR_INVALID_NAME, why };
  }
  const isClash = before !== null && before.kind !== item.kind;
  if (isClash && !rules.deleteOthers) return clash(item, before);
  const change = isClash
    ? { item, before: null, old: before }
    : { item, before, old: null };
  switch (item.kind) {
    case "directory":
      return { kind: "enter", ...change };
    case "link":
      return linkAction(change);
    case "file":
      return fileAction(change, rules);
  }
}

function fileAction(change: Change, rules: PlanRules): Action {
  const { item, before } = change;
  const copy = { kind: "copy", ...change, asks: false } as const;
  if (before === null) return copy;
  if (item.isExact && before.isExact) {
    return isCurrent(item, before, rules) ? { kind: "skip", item } : copy;
  }
  const mayBeCurrent = rules.onlyNewer || item.size === null ||
    item.size === before.size;
  return { ...copy, asks: mayBeCurrent };
}

function linkAction({ item, before, old }: Change): Action {
  if (before !== null && before.linkTarget === item.linkTarget) {
    return { kind: "skip", item };
  }
  return { kind: "link", item, before: null, old: before ?? old };
}

/** Returns the failure for an entry whose name is in use by an entry of another kind. */
function clash(item: Item, before: Item): Action {
  const what = before.kind === "other" ? "device" : before.kind;
  return {
    kind: "fail",
    item,
    code: ERROR_FILE_EXISTS,
    why: `a ${what} has its name at the target: remove it, or set deleteOthers`,
  };
}
