// Copyright 2026 the wininet authors. MIT license.

/**
 * The order of the jobs of a tree. No I/O.
 *
 * Each directory is a group: jobs for its files, jobs for its subdirectories,
 * and a final job that runs when all of them are done. A directory is opened
 * only when no file is waiting, and the deepest one first. So the number of
 * open directories is limited by the depth of the tree, and the number of
 * waiting files by the directories that were opened at the same time.
 *
 * @module
 */

import { Bell } from "../_base/bell.ts";

/**
 * A piece of work in a group. It reports failures itself; if it throws, the
 * whole crew ends.
 */
export type Job = (group: Group) => Promise<void>;

/** The jobs of a directory. */
export interface GroupInit {
  readonly files?: Iterable<Job>;
  readonly directories?: Iterable<Job>;
  /** Runs after all jobs of this group and of its subdirectories. */
  readonly after?: Job;
}

/** A directory whose jobs are not all done. */
export class Group {
  readonly parent: Group | null;
  readonly #files: Iterator<Job>;
  readonly #directories: Iterator<Job>;
  #after: Job | null;
  /** The number of jobs and subdirectories that have not ended. */
  open = 0;
  #hasFiles = true;
  #hasDirectories = true;
  /** `true` if an entry in it is kept, so that the directory cannot be removed. */
  isKept = false;

  constructor(parent: Group | null, init: GroupInit) {
    const { files = [], directories = [], after = null } = init;
    this.parent = parent;
    this.#files = files[Symbol.iterator]();
    this.#directories = directories[Symbol.iterator]();
    this.#after = after;
  }

  /** Records that an entry is kept, in this directory and its parents. */
  keep(): void {
    if (this.isKept) return;
    this.isKept = true;
    this.parent?.keep();
  }

  /** `true` if no job is waiting. */
  get isEmpty(): boolean {
    return !this.#hasFiles && !this.#hasDirectories;
  }

  takeFile(): Job | null {
    if (!this.#hasFiles) return null;
    const { value, done } = this.#files.next();
    this.#hasFiles = !done;
    return done ? null : value;
  }

  takeDirectory(): Job | null {
    if (!this.#hasDirectories) return null;
    const { value, done } = this.#directories.next();
    this.#hasDirectories = !done;
    return done ? null : value;
  }

  /** Returns the final job, if all others have ended. */
  takeAfter(): Job | null {
    const after = this.#after;
    this.#after = null;
    return after;
  }
}

/** A job and its group. */
interface Task {
  readonly group: Group;
  readonly job: Job;
}

/** Runs the jobs, several at a time. */
export class Crew {
  readonly #count: number;
  readonly #signal: AbortSignal;
  readonly #bell = new Bell();
  /** The groups with waiting jobs, the deepest last. */
  #waiting: Group[] = [];
  /** The final jobs that can run now. */
  readonly #ready: Task[] = [];
  #running = 0;
  #fault: { readonly error: unknown } | null = null;

  constructor(count: number, signal: AbortSignal) {
    this.#count = count;
    this.#signal = signal;
  }

  /** The maximum number of groups that were open at the same time. */
  mostOpen = 0;

  /**
   * Runs a job and all jobs that it adds. Rejects with the reason of the signal
   * if that aborts.
   */
  async run(job: Job): Promise<void> {
    const stop = () => this.#bell.ring();
    this.#signal.addEventListener("abort", stop);
    try {
      this.add(null, { files: [job] });
      await Promise.all(
        Array.from({ length: this.#count }, () => this.#work()),
      );
    } finally {
      this.#signal.removeEventListener("abort", stop);
    }
    if (this.#fault !== null) throw this.#fault.error;
    this.#signal.throwIfAborted();
  }

  /** Adds the jobs of a directory below a group. */
  add(parent: Group | null, init: GroupInit): void {
    const group = new Group(parent, init);
    if (parent !== null) parent.open++;
    this.#waiting.push(group);
    this.mostOpen = Math.max(this.mostOpen, this.#waiting.length);
    this.#bell.ring();
  }

  async #work(): Promise<void> {
    for (;;) {
      if (this.#signal.aborted || this.#fault !== null) return;
      const task = this.#take();
      if (task !== null) await this.#do(task);
      else if (this.#running === 0) return;
      else await this.#bell.heard();
    }
  }

  async #do({ group, job }: Task): Promise<void> {
    this.#running++;
    try {
      await job(group);
    } catch (error) {
      this.#fault ??= { error };
    }
    this.#running--;
    this.#ended(group);
    this.#bell.ring();
  }

  #take(): Task | null {
    const after = this.#ready.pop();
    if (after !== undefined) return after;
    return this.#takeFrom((group) => group.takeFile()) ??
      this.#takeFrom((group) => group.takeDirectory()) ??
      this.#ready.pop() ?? null;
  }

  #takeFrom(take: (group: Group) => Job | null): Task | null {
    for (let at = this.#waiting.length - 1; at >= 0; at--) {
      const group = this.#waiting[at]!;
      const job = take(group);
      if (job !== null) {
        group.open++;
        return { group, job };
      }
      if (!group.isEmpty) continue;
      this.#waiting.splice(at, 1);
      this.#finish(group);
    }
    return null;
  }

  #ended(group: Group): void {
    group.open--;
    this.#finish(group);
  }

  /** Ends a group after its last job, and continues with its parent. */
  #finish(group: Group): void {
    if (group.open > 0 || !group.isEmpty) return;
    const after = group.takeAfter();
    if (after !== null) {
      group.open++;
      this.#ready.push({ group, job: after });
    } else if (group.parent !== null) this.#ended(group.parent);
  }
}
