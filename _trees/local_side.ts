// Copyright 2026 the wininet authors. MIT license.

/**
 * The local side of a download, for every protocol: what exists, what is
 * allowed, and what is deleted.
 *
 * @module
 */

import type { FindData } from "../structures.ts";
import { notePath, targetOfPart } from "../_base/local_name.ts";
import type { Job } from "./crew.ts";
import { attempt, isLeftOut, type JobParts } from "./job.ts";
import {
  deleteOne,
  findLocal,
  makeDirectory,
  makeLink,
  readLocal,
} from "./local.ts";
import type { CopyAction, Pair, Place, Sides } from "./mirror.ts";
import {
  joined,
  localNameFault,
  mayKeepPart,
  nameKey,
  staysInside,
} from "./names.ts";
import type { Item, PlanRules, VersionRules } from "./plan.ts";
import type { Listed } from "./remote.ts";

const { os } = Deno.build;

/** The two sides of a download. */
export abstract class DownloadSides implements Sides {
  readonly #parts: JobParts;
  /** For each directory, returns whether the part of a file may be kept for the next run. */
  readonly #partNames = new WeakMap<Place, (name: string) => boolean>();

  constructor(parts: JobParts) {
    this.#parts = parts;
  }

  abstract readSource(place: Place): Promise<Listed>;
  abstract copy(pair: Pair, action: CopyAction, place: Place): Promise<void>;

  async readTarget(place: Place, source: readonly Item[]): Promise<Listed> {
    // Entries that exist only at the target matter only if they are to be
    // deleted.
    const items = this.#parts.options.deleteOthers
      ? await readLocal(place.target, this.#exclusion(place))
      : findLocal(place.target, namesOf(source), () => false);
    return { items, fault: null };
  }

  async makeTarget({ target }: Place): Promise<boolean> {
    await makeDirectory(target);
    return true;
  }

  async link({ source, target }: Pair, { linkTarget }: Item): Promise<void> {
    const { tally } = this.#parts;
    if (tally.plans("link", target, linkTarget)) return;
    await makeLink(target, linkTarget!);
    tally.count("files", source);
  }

  // ---- deleting ----

  deletion(pair: Pair, item: Item, then?: Job): Job {
    return async (group) => {
      if (await this.#delete(pair, item)) await then?.(group);
    };
  }

  /**
   * Deletes an entry, except what the options exclude; returns `true` if it no
   * longer exists.
   */
  async #delete(pair: Pair, { kind }: Item): Promise<boolean> {
    const { tally, options: { signal } } = this.#parts;
    const { target } = pair;
    let isGone = true;
    const isDone = await attempt(this.#parts, target, async () => {
      signal.throwIfAborted();
      if (kind === "directory") isGone = await this.#deleteBelow(pair);
      if (!isGone || tally.plans("delete", target)) return;
      await deleteOne(target);
      tally.count("deleted", target);
    });
    return isDone && isGone;
  }

  async #deleteBelow({ source, target }: Pair): Promise<boolean> {
    let isEmpty = true;
    const exclusion = this.#exclusion({ source, target });
    for (const item of await readLocal(target, exclusion)) {
      const { name, isExcluded } = item;
      const pair = {
        source: joined(source, name),
        target: joined(target, name),
      };
      if (isExcluded || !(await this.#delete(pair, item))) isEmpty = false;
    }
    return isEmpty;
  }

  /**
   * Returns whether a local entry is excluded, by the path that it would have
   * at the source.
   */
  #exclusion({ source, target }: Pair) {
    const { options } = this.#parts;
    return (path: string, entry: FindData): boolean => {
      const name = path.slice(joined(target, "").length);
      return isLeftOut(options, name, joined(source, name), entry);
    };
  }

  // ---- rules ----

  /** The rules for comparing versions. */
  get versionRules(): VersionRules {
    const { onlyNewer, keepTimes } = this.#parts.options;
    return { onlyNewer, exactTimes: keepTimes };
  }

  /** Returns `true` if the part of a file may be kept for the next run. */
  mayKeepPart(place: Place, name: string): boolean {
    return this.#partNames.get(place)?.(name) ?? false;
  }

  rules(place: Place, source: readonly Item[]): PlanRules {
    const { deleteOthers, links } = this.#parts.options;
    const taken = new Set(namesOf(source));
    const isThere = (name: string) =>
      findLocal(place.target, [name], () => false).length > 0;
    // A killed program may leave an empty part that has no note yet.
    const hasBytes = (name: string) =>
      findLocal(place.target, [name], () => false)
        .some(({ kind, size }) => kind !== "file" || size !== 0);
    this.#partNames.set(
      place,
      (name) => mayKeepPart(name, (other) => taken.has(other), hasBytes),
    );
    return {
      ...this.versionRules,
      deleteOthers,
      links,
      keyOf: (name) => nameKey(name, os),
      faultOf: (name) => localNameFault(name, os),
      partOf: (name) => partOf(name, isThere),
      linkFaultOf: (target) => linkFault(target, place.level - 1),
    };
  }
}

function* namesOf(items: readonly Item[]): Generator<string> {
  for (const { name } of items) yield name;
}

const NOTE_SUFFIX = notePath("");

/** Returns the file that a part or its note belongs to, or `null` for other files. */
function partOf(
  name: string,
  isThere: (name: string) => boolean,
): string | null {
  const part = name.endsWith(NOTE_SUFFIX)
    ? name.slice(0, -NOTE_SUFFIX.length)
    : name;
  return targetOfPart(part, isThere(notePath(part))) ?? null;
}

function linkFault(target: string | null, level: number): string | null {
  if (target === null) return "the server does not show where the link leads";
  return staysInside(target, level) ? null : "the link leads out of the tree";
}
