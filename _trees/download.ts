// Copyright 2026 the wininet authors. MIT license.

/**
 * Downloads a directory from an FTP server.
 *
 * A file is written to a part, which is renamed when it is complete
 * (`_base/local_target.ts`). So a file with its final name is always complete.
 * The part of a large file is kept for the next run.
 *
 * @module
 */

import { FTP_RESUME_NEVER, FTP_RESUME_OR_RESTART } from "../ftp_options.ts";
import { startCall } from "../_core/operation.ts";
import { askTime } from "../_ftp/wire/file_dialogues.ts";
import { converse, directoryExists } from "./connections.ts";
import type { Job } from "./crew.ts";
import { isLeftOut, type JobContext } from "./job.ts";
import { isThere } from "./local.ts";
import { DownloadSides } from "./local_side.ts";
import { type CopyAction, Mirror, type Pair, type Place } from "./mirror.ts";
import { isCurrent } from "./plan.ts";
import { type Listed, listRemote } from "./remote.ts";
import { missing } from "./remove.ts";

/** The size in bytes from which an incomplete file is kept for the next run. */
const RESUMED_SIZE = 1_048_576;

/** Returns the first job of a download. */
export function startDownload(
  context: JobContext,
  source: string,
  target: string,
): Job {
  const isNew = !isThere(target);
  const mirror = new Mirror(context, new FtpDownload(context));
  return mirror.root({ source, target, level: 1, isNew, identities: [] });
}

/** The two sides of a download. */
class FtpDownload extends DownloadSides {
  readonly #context: JobContext;

  constructor(context: JobContext) {
    super(context);
    this.#context = context;
  }

  async readSource({ source: path, level }: Place): Promise<Listed> {
    const { request, options } = this.#context;
    const { hidden, signal } = options;
    const listed = await request((connection) =>
      listRemote(
        connection,
        { path, hidden, signal },
        (path, entry) => isLeftOut(options, entry.cFileName, path, entry),
      )
    );
    // Some servers return an empty listing for a directory that does not exist.
    const isEmpty = level === 1 && listed.items.length === 0;
    if (isEmpty && !(await request((one) => directoryExists(one, path)))) {
      throw missing(path);
    }
    return listed;
  }

  async copy(
    { source, target }: Pair,
    { item, before, asks }: CopyAction,
    place: Place,
  ): Promise<void> {
    const { tally, options: { keepTimes, dryRun } } = this.#context;
    let { time } = item;
    if (asks || (keepTimes && !item.isExact && !dryRun)) {
      time = await this.#exactTime(source) ?? time;
    }
    const { size } = item;
    if (asks && isCurrent({ size, time }, before!, this.versionRules)) {
      return tally.count("skipped", source);
    }
    if (tally.plans("download", source, target)) return;
    const resumes = (size ?? 0) >= RESUMED_SIZE &&
      this.mayKeepPart(place, item.name);
    await this.#get({ source, target }, time, resumes);
    tally.count("files", source);
  }

  async #exactTime(path: string): Promise<number | null> {
    const time = await this.#context.request((connection) =>
      converse(connection, () => askTime(path), path)
    );
    return time?.getTime() ?? null;
  }

  async #get(
    { source, target }: Pair,
    time: number | null,
    resumes: boolean,
  ): Promise<void> {
    const { tally, request, options: { keepTimes, signal } } = this.#context;
    const copying = tally.copying(source);
    const copy = {
      local: target,
      remote: source,
      type: "I" as const,
      failIfExists: false,
      resume: resumes ? FTP_RESUME_OR_RESTART : FTP_RESUME_NEVER,
      keepTimes,
      modified: time === null ? null : new Date(time),
      onBytes: copying.add,
    };
    await request((connection) => {
      if (!resumes) copying.restart();
      return startCall(connection, connection.get(copy, signal), {
        name: "FtpGetFile",
      });
    });
  }
}
