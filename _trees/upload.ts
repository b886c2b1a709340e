// Copyright 2026 the wininet authors. MIT license.

/**
 * Uploads a directory to an FTP server.
 *
 * A file is uploaded under a temporary name, and renamed when it is complete
 * (`_ftp/handles/put_file.ts`). So a file with its final name is always
 * complete.
 *
 * @module
 */

import { FTP_OPTION_FEATURES, FTP_RESUME_NEVER } from "../ftp_options.ts";
import type { WIN32_FIND_DATA } from "../structures.ts";
import { startCall } from "../_core/operation.ts";
import { commandLine, refusalCode } from "../_ftp/wire/command.ts";
import { askTime, demand } from "../_ftp/wire/file_dialogues.ts";
import { converse, directoryExists } from "./connections.ts";
import { createPath } from "./create.ts";
import type { Job } from "./crew.ts";
import { isLeftOut, type JobContext } from "./job.ts";
import { checkDirectory, readLocal } from "./local.ts";
import {
  type CopyAction,
  Mirror,
  type Pair,
  type Place,
  type Sides,
} from "./mirror.ts";
import { joined, staysInside } from "./names.ts";
import { isCurrent, type Item, type PlanRules } from "./plan.ts";
import { type Listed, listRemote } from "./remote.ts";
import { Removal } from "./remove.ts";

/** Returns the first job of an upload. */
export function startUpload(
  context: JobContext,
  local: string,
  remote: string,
): Job {
  checkDirectory(local);
  const mirror = new Mirror(context, new Upload(context, local, remote));
  return async (group) => {
    const isThere = await context.request((connection) =>
      directoryExists(connection, remote)
    );
    await mirror.root({
      source: local,
      target: remote,
      level: 1,
      isNew: !isThere,
      identities: [],
    })(group);
  };
}

/** The two sides of an upload. */
class Upload implements Sides {
  readonly #context: JobContext;
  readonly #removal: Removal;
  /** `true` if the server can set the modification time of a file. */
  #setsTimes = false;

  constructor(context: JobContext, local: string, remote: string) {
    this.#context = context;
    // Entries that the program excludes at the source are kept at the target.
    this.#removal = new Removal(context, false, (path, entry) => {
      const below = path.slice(joined(remote, "").length);
      return this.#isLeftOut(joined(local, below), entry);
    });
  }

  #isLeftOut(path: string, entry: WIN32_FIND_DATA): boolean {
    return isLeftOut(this.#context.options, entry.cFileName, path, entry);
  }

  async readSource({ source }: Place): Promise<Listed> {
    const items = await readLocal(
      source,
      (path, entry) => this.#isLeftOut(path, entry),
    );
    return { items, fault: null };
  }

  async readTarget({ source, target }: Place): Promise<Listed> {
    const { request, options } = this.#context;
    const init = {
      path: target,
      hidden: options.hidden,
      signal: options.signal,
    };
    return await request(async (connection) => {
      const listed = await listRemote(
        connection,
        init,
        (path, entry) => {
          const below = path.slice(joined(target, "").length);
          return this.#isLeftOut(joined(source, below), entry);
        },
      );
      const features = connection.queryOption(FTP_OPTION_FEATURES) as string[];
      this.#setsTimes ||= features.some((feature) => /^MFMT\b/i.test(feature));
      return listed;
    });
  }

  async makeTarget({ target, level }: Place): Promise<boolean> {
    const { request } = this.#context;
    return await request(async (connection) => {
      if (level === 1) {
        await createPath(connection, target);
        return true;
      }
      try {
        const action = `create the directory "${target}"`;
        await converse(connection, () => demand("MKD", target, action), target);
        return true;
      } catch (error) {
        // Another program may have created it, or an attempt whose reply was
        // lost.
        const isThere = refusalCode(error) !== null &&
          await directoryExists(connection, target);
        if (!isThere) throw error;
        return false;
      }
    });
  }

  async copy(
    { source, target }: Pair,
    { item, before, asks }: CopyAction,
  ): Promise<void> {
    const { options, tally, request } = this.#context;
    const { keepTimes, signal } = options;
    if (asks && await this.#isCurrent(item, before!, target)) {
      return tally.count("skipped", source);
    }
    if (tally.plans("upload", source, target)) return;
    const copying = tally.copying(source);
    await request((connection) => {
      copying.restart();
      const copy = {
        local: source,
        remote: target,
        type: "I" as const,
        failIfExists: false,
        resume: FTP_RESUME_NEVER,
        keepTimes,
        onBytes: copying.add,
      };
      return startCall(connection, connection.put(copy, signal), {
        name: "FtpPutFile",
      });
    });
    tally.count("files", source);
  }

  async #isCurrent(
    item: Item,
    before: Item,
    target: string,
  ): Promise<boolean> {
    const exact = await this.#context.request((connection) =>
      converse(connection, () => askTime(target), target)
    );
    const time = exact?.getTime() ?? before.time;
    return isCurrent(item, { size: before.size, time }, this.#versionRules);
  }

  async link({ source, target }: Pair, { linkTarget }: Item): Promise<void> {
    const { tally, request } = this.#context;
    if (tally.plans("link", target, linkTarget)) return;
    const action = `create the link "${target}"`;
    // A command of ProFTPD and others; FTP itself has none for links.
    const line = `SITE SYMLINK ${linkTarget} ${target}`;
    await request((connection) =>
      converse(connection, () => commandLine(line, action), target)
    );
    tally.count("files", source);
  }

  deletion({ target }: Pair, item: Item, then?: Job): Job {
    return this.#removal.entry(target, item, 1, then);
  }

  get #versionRules() {
    const { onlyNewer, keepTimes } = this.#context.options;
    return { onlyNewer, exactTimes: keepTimes && this.#setsTimes };
  }

  rules({ level, target }: Place): PlanRules {
    const { deleteOthers, links } = this.#context.options;
    return {
      ...this.#versionRules,
      deleteOthers,
      links,
      keyOf: (name) => name,
      faultOf: remoteNameFault,
      partOf: () => null,
      linkFaultOf: (link) => linkFault(link, level - 1, target),
    };
  }
}

// deno-lint-ignore no-control-regex
const CONTROL_REGEXP = /[\x00-\x1f\x7f]/;

function remoteNameFault(name: string): string | null {
  return CONTROL_REGEXP.test(name) ? "its name has control characters" : null;
}

function linkFault(
  link: string | null,
  level: number,
  target: string,
): string | null {
  if (link === null || !staysInside(link, level)) {
    return "the link leads out of the tree";
  }
  return /\s/.test(link + target)
    ? "the command for links cannot have blanks in names"
    : null;
}
