// Copyright 2026 the wininet authors. MIT license.

/**
 * Removes directories of an FTP server with their contents.
 *
 * A link is deleted, and never followed. A server with MLSD may list a link as
 * a directory. So DELE is tried first: it deletes a link, and is refused for a
 * directory.
 *
 * @module
 */

import {
  ERROR_CANT_RESOLVE_FILENAME,
  ERROR_PATH_NOT_FOUND,
  InternetError,
} from "../error.ts";
import { isPositive } from "../_ftp/wire/reply.ts";
import { tryCommand } from "../_ftp/wire/command.ts";
import { demand } from "../_ftp/wire/file_dialogues.ts";
import { converse } from "./connections.ts";
import type { Group, Job } from "./crew.ts";
import { attempt, isLeftOut, type JobContext } from "./job.ts";
import { joined } from "./names.ts";
import { MAX_DEPTH } from "./options.ts";
import type { Item } from "./plan.ts";
import { type Listed, listRemote } from "./remote.ts";

/** Returns whether an entry is kept, by its path. */
type Exclusion = Parameters<typeof listRemote>[2];

/** The removal of directories in a job. */
export class Removal {
  readonly #context: JobContext;
  readonly #isExcluded: Exclusion;
  /** `true` if removing is the job itself, so that files and directories are counted. */
  readonly #isJob: boolean;

  constructor(context: JobContext, isJob: boolean, isExcluded?: Exclusion) {
    this.#context = context;
    this.#isJob = isJob;
    const { options } = context;
    this.#isExcluded = isExcluded ??
      ((path, entry) =>
        isLeftOut({ ...options, hidden: true }, "", path, entry));
  }

  /** The job that removes the top directory, whose listing must succeed. */
  root(path: string): Job {
    return async (group) => {
      const listed = await this.#list(path);
      this.#open(group, path, 1, listed);
    };
  }

  /** The job that removes an entry; `then` runs after that. */
  entry(path: string, item: Item, level: number = 1, then?: Job): Job {
    return async (group) => {
      const isDirectory = item.kind === "directory";
      const isGone = isDirectory
        ? await this.#unlink(path, item)
        : await this.#remove(path, false);
      if (isGone) await then?.(group);
      else if (isDirectory) await this.#directory(group, path, level, then);
      else group.keep();
    };
  }

  /** Deletes a link that is listed as a directory; returns `false` for a real directory. */
  async #unlink(path: string, item: Item): Promise<boolean> {
    const { request, options } = this.#context;
    if (!item.isExact || options.dryRun) return false;
    const reply = await request((connection) =>
      converse(connection, () => tryCommand("DELE", path), path)
    ).catch(() => null);
    options.signal.throwIfAborted();
    if (reply === null || !isPositive(reply)) return false;
    this.#count(path, "files");
    return true;
  }

  async #directory(
    group: Group,
    path: string,
    level: number,
    then?: Job,
  ): Promise<void> {
    const isDone = await attempt(this.#context, path, async () => {
      if (level > MAX_DEPTH) throw tooDeep(path);
      this.#open(group, path, level, await this.#list(path), then);
    });
    if (!isDone) group.keep();
  }

  #list(path: string): Promise<Listed> {
    const { request, options: { signal } } = this.#context;
    const init = { path, hidden: true, signal };
    return request((connection) =>
      listRemote(connection, init, this.#isExcluded)
    );
  }

  #open(
    group: Group,
    path: string,
    level: number,
    { items, fault }: Listed,
    then?: Job,
  ): void {
    const { crew, tally } = this.#context;
    if (fault !== null) tally.fail(path, fault);
    const stays = fault !== null || items.some(({ isExcluded }) => isExcluded);
    if (stays) group.keep();
    crew.add(group, {
      files: this.#jobs(path, items, level, false),
      directories: this.#jobs(path, items, level, true),
      after: async (own) => {
        const isGone = !stays && !own.isKept && await this.#remove(path, true);
        if (isGone) await then?.(group);
        else group.keep();
      },
    });
  }

  *#jobs(
    path: string,
    items: readonly Item[],
    level: number,
    directories: boolean,
  ): Generator<Job> {
    for (const item of items) {
      if ((item.kind === "directory") !== directories) continue;
      const own = joined(path, item.name);
      if (item.isExcluded) this.#context.tally.count("skipped", own);
      else yield this.entry(own, item, level + 1);
    }
  }

  /** Sends DELE or RMD; returns `false` if that failed. */
  async #remove(path: string, isDirectory: boolean): Promise<boolean> {
    const { request, tally } = this.#context;
    return await attempt(this.#context, path, async () => {
      if (tally.plans("delete", path)) return;
      const verb = isDirectory ? "RMD" : "DELE";
      const action = `delete "${path}"`;
      await request((connection) =>
        converse(connection, () => demand(verb, path, action), path)
      );
      this.#count(path, isDirectory ? "directories" : "files");
    });
  }

  #count(path: string, kind: "files" | "directories"): void {
    const { tally } = this.#context;
    tally.count("deleted", path);
    if (this.#isJob) tally.count(kind, path);
  }
}

/** Returns the error for a directory that does not exist. */
export function missing(path: string): InternetError {
  return new InternetError(
    ERROR_PATH_NOT_FOUND,
    `Cannot use the directory "${path}": the server does not have it; check the path`,
  );
}

/** Returns the error for directories that are nested too deeply. */
export function tooDeep(path: string): InternetError {
  return new InternetError(
    ERROR_CANT_RESOLVE_FILENAME,
    `Cannot go into "${path}": there are more than ${MAX_DEPTH} directories above it, which may be a loop of links`,
  );
}
