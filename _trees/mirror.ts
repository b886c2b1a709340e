// Copyright 2026 the wininet authors. MIT license.

/**
 * Makes one directory equal to another: reads both sides, makes a plan
 * (`plan.ts`), and turns the plan into jobs. `download.ts` and `upload.ts` know
 * which side is local.
 *
 * @module
 */

import { ERROR_CANT_RESOLVE_FILENAME, InternetError } from "../error.ts";
import type { Group, Job } from "./crew.ts";
import { attempt, type JobParts } from "./job.ts";
import { joined } from "./names.ts";
import {
  type Action,
  type Item,
  planDirectory,
  type PlanRules,
} from "./plan.ts";
import { MAX_DEPTH } from "./options.ts";
import { tooDeep } from "./remove.ts";
import type { Listed } from "./remote.ts";

/** A directory that exists on both sides. */
export interface Place {
  readonly source: string;
  readonly target: string;
  /** The depth; 1 for the directory of the job. */
  readonly level: number;
  /** `true` if the target does not exist yet. */
  readonly isNew: boolean;
  /** The identities of its parent directories, and its own. */
  readonly identities: readonly string[];
}

/** The action of copying a file. */
export type CopyAction = Extract<Action, { kind: "copy" }>;

/** An entry on both sides. */
export interface Pair {
  readonly source: string;
  readonly target: string;
}

/** The source, which is read, and the target, which is changed. */
export interface Sides {
  /** Lists the source. */
  readSource(place: Place): Promise<Listed>;
  /** Lists the entries of the target that the plan needs. */
  readTarget(place: Place, source: readonly Item[]): Promise<Listed>;
  /** Creates the target; returns `false` if it already exists. */
  makeTarget(place: Place): Promise<boolean>;
  /** Copies a file, or finds that both sides are equal. */
  copy(pair: Pair, action: CopyAction, place: Place): Promise<void>;
  /** Creates a link. */
  link(pair: Pair, item: Item): Promise<void>;
  /** Returns the job that deletes an entry of the target. */
  deletion(pair: Pair, item: Item, then?: Job): Job;
  /** Returns the rules for the plan of a directory. */
  rules(place: Place, source: readonly Item[]): PlanRules;
}

/** A job that makes one directory equal to another. */
export class Mirror {
  readonly #context: JobParts;
  readonly #sides: Sides;
  /** The error for each cause: a million entries may have the same one. */
  readonly #faults = new Map<string, InternetError>();

  constructor(context: JobParts, sides: Sides) {
    this.#context = context;
    this.#sides = sides;
  }

  /** The job for the top directory, whose source must be readable. */
  root(place: Place): Job {
    return (group) => this.#open(group, place);
  }

  #enter(place: Place): Job {
    return async (group) => {
      await attempt(
        this.#context,
        place.source,
        () => this.#open(group, place),
      );
    };
  }

  async #open(group: Group, given: Place): Promise<void> {
    const { tally, crew } = this.#context;
    const source = await this.#sides.readSource(given);
    if (source.fault !== null) tally.fail(given.source, source.fault);
    const place = given.isNew ? await this.#make(given) : given;
    const target = place.isNew
      ? { items: [], fault: null }
      : await this.#sides.readTarget(place, source.items);
    if (target.fault !== null) tally.fail(place.target, target.fault);
    const actions = planDirectory({
      source: source.items,
      target: target.items,
      isComplete: source.fault === null && target.fault === null,
    }, this.#sides.rules(place, source.items));
    crew.add(group, {
      files: this.#files(place, actions),
      directories: this.#directories(place, actions),
    });
  }

  async #make(place: Place): Promise<Place> {
    const { tally } = this.#context;
    if (tally.plans("make", place.target)) return place;
    const isNew = await this.#sides.makeTarget(place);
    if (isNew) tally.count("directories", place.source);
    return { ...place, isNew };
  }

  *#files(place: Place, actions: readonly Action[]): Generator<Job> {
    for (const action of actions) {
      const job = action.kind === "enter" ? null : this.#job(place, action);
      if (job !== null) yield job;
    }
  }

  #job(place: Place, action: Exclude<Action, { kind: "enter" }>): Job | null {
    const { tally } = this.#context;
    const pair = pairOf(place, action.item);
    switch (action.kind) {
      case "skip":
        tally.count("skipped", pair.source);
        return null;
      case "fail":
        tally.fail(pair.source, this.#fault(action.code, action.why));
        return null;
      case "delete":
        return this.#sides.deletion(pair, action.item);
      case "link":
      case "copy": {
        const change: Job = async () =>
          void await attempt(
            this.#context,
            pair.source,
            () =>
              action.kind === "link"
                ? this.#sides.link(pair, action.item)
                : this.#sides.copy(pair, action, place),
          );
        return action.old === null
          ? change
          : this.#sides.deletion(pair, action.old, change);
      }
    }
  }

  *#directories(place: Place, actions: readonly Action[]): Generator<Job> {
    const { tally, depth } = this.#context;
    for (const action of actions) {
      if (action.kind !== "enter") continue;
      const { item, before, old } = action;
      const pair = pairOf(place, item);
      if (place.level >= MAX_DEPTH) {
        tally.fail(pair.source, tooDeep(pair.source));
      } else if (place.level >= depth) tally.count("skipped", pair.source);
      else if (isCircle(place, item)) {
        const why = "it is the same as a directory around it";
        tally.fail(pair.source, this.#fault(ERROR_CANT_RESOLVE_FILENAME, why));
      } else {
        const enter = this.#enter(childOf(place, pair, item, before === null));
        yield old === null ? enter : this.#sides.deletion(pair, old, enter);
      }
    }
  }

  #fault(code: number, why: string): InternetError {
    return this.#faults.getOrInsertComputed(
      `${code} ${why}`,
      () => new InternetError(code, `Cannot copy the entry: ${why}`),
    );
  }
}

function pairOf({ source, target }: Place, { name }: Item): Pair {
  return { source: joined(source, name), target: joined(target, name) };
}

function childOf(place: Place, pair: Pair, item: Item, isNew: boolean): Place {
  const { identity } = item;
  const identities = identity === null
    ? place.identities
    : [...place.identities, identity];
  return { ...pair, level: place.level + 1, isNew, identities };
}

function isCircle({ identities }: Place, { identity }: Item): boolean {
  return identity !== null && identities.includes(identity);
}
