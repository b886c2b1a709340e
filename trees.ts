// Copyright 2026 the wininet authors. MIT license.

/**
 * Directory trees beyond WinINet: walking, downloading, uploading and removing them with
 * FTP, and walking and downloading them with Gopher.
 *
 * **Connections.** A job uses the connection that it is given, and opens others like it
 * (server, user, TLS, options) while there is work for them. If the server refuses them,
 * it continues with those it has. Their statuses have the context of the given one, which the
 * program must not use meanwhile.
 * Gopher has a network connection for each item anyway.
 *
 * **Failures.** What cannot be read, copied or deleted is in `failed` with its path, and
 * everything else continues. Failures that may pass are tried again as in `download`. A job
 * throws only if it cannot read its source at all, or is stopped.
 *
 * **Files** are never half under their own names: they are written under others
 * (`name.….part`) and renamed. A job that was killed is completed by the next one, which
 * continues the part of a download from 1 MiB on.
 *
 * **What is the same is not copied again.** A file is the same if it has the same size and
 * the target is not older than the source; with `keepTimes`, if it has the same size and
 * the same time, in whole seconds. So a second run costs the listings of the directories
 * only. Use `keepTimes` if clocks may be wrong, or files may be replaced by older ones.
 * Times come from MLSD; for a server without it they are asked for (MDTM) where the size
 * does not decide. An upload to a server without MFMT cannot keep times, and compares
 * without them. Sizes and times of Gopher are mostly unknown: a file that is there is the
 * same, unless the server shows a later time.
 *
 * **Names** are never changed. Refused one by one are: `.` and `..`, slashes and
 * backslashes, control characters, more than 255 bytes, two names of a directory that are
 * the same here, and on Windows device names and the characters that it refuses. Links are
 * left out or made, never followed; if one has the name of a directory or a file, that one
 * fails. With `deleteOthers` such a thing of another kind is replaced.
 *
 * **Deleting** never happens in a directory whose listing was incomplete or failed, nor
 * below it; nor does it concern what `filter`, `hidden` or `depth` leave out.
 *
 * **Memory.** Only the directories that are in progress are in memory, not the tree.
 *
 * @example A mirror
 * ```ts
 * import { downloadTree } from "@wininet/wininet/trees";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function mirror(hConnect: HINTERNET): Promise<void> {
 *   const { files, skipped, failed } = await downloadTree(hConnect, "/pub", "pub", {
 *     keepTimes: true,
 *     deleteOthers: true,
 *   });
 *   console.log(`${files} files are new, ${skipped} are the same`);
 *   for (const { path, error } of failed) console.log(path, error.message);
 * }
 * ```
 *
 * @module
 */

import type { FindData, HINTERNET, WIN32_FIND_DATA } from "./structures.ts";
import { begin, remembered } from "./_base/failure.ts";
import { openHandle, openHandleOf } from "./_core/handle.ts";
import { FtpConnection } from "./_ftp/handles/connection.ts";
import { GopherConnection } from "./_gopher/handles/connection.ts";
import {
  type CheckedOptions,
  checkedOptions,
  checkedPath,
  type TreeEntry,
  type TreeOptions,
  type TreeResult,
} from "./_trees/options.ts";

export type { InternetError, InternetErrorData } from "./error.ts";
export type {
  FindData,
  GOPHER_FIND_DATA,
  HINTERNET,
  WIN32_FIND_DATA,
} from "./structures.ts";
export type {
  TreeEntry,
  TreeFailure,
  TreeOptions,
  TreeProgress,
  TreeResult,
  TreeStep,
} from "./_trees/options.ts";

export type { Retry } from "./_transfers/retry.ts";

/**
 * Walks through a directory of FTP, or through a Gopher menu, and through those below
 * it: each directory comes before what is in it.
 *
 * A directory is read when the loop comes to it. Between two steps of the loop the
 * connection is free, so that the loop can use it. The paths are for the other functions,
 * and start with the directory that was given.
 *
 * A directory that cannot be read, or not completely, has the reason as its `error`. If
 * that is the first one, the loop throws it. Links are entries, and are not followed.
 *
 * Gopher: the entries are the items of menus, without information lines. Only menus of
 * the server of the connection are read, each one once; searches are not. Paths consist of
 * file names made of the selectors.
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP or INTERNET_SERVICE_GOPHER.
 * @param directory The directory, or the locator of a menu; without it the current directory, or the root menu.
 * @param options `filter`, `hidden`, `depth`, `pause`, `retries` and `signal` count.
 * @returns The entries.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or of another service (ERROR_INTERNET_INCORRECT_HANDLE_TYPE), or an argument is wrong (ERROR_INVALID_PARAMETER). The loop throws ERROR_INTERNET_OPERATION_CANCELLED if the signal aborts, and as `FtpFindFirstFile` and `GopherFindFirstFile`.
 *
 * @example The size of a tree
 * ```ts
 * import { walkTree } from "@wininet/wininet/trees";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function sizeOf(hConnect: HINTERNET, directory: string): Promise<number> {
 *   let size = 0;
 *   for await (const { path, entry, error } of walkTree(hConnect, directory)) {
 *     if (error !== null) console.log(path, error.message);
 *     size += entry.nFileSize;
 *   }
 *   return size;
 * }
 * ```
 *
 * @example The texts of a Gopher server
 * ```ts
 * import { type GOPHER_FIND_DATA, walkTree } from "@wininet/wininet/trees";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function show(hConnect: HINTERNET): Promise<void> {
 *   const options = { depth: 3, pause: 500 };
 *   for await (const { entry } of walkTree<GOPHER_FIND_DATA>(hConnect, null, options)) {
 *     console.log(entry.DisplayString);
 *   }
 * }
 * ```
 */
export function walkTree<Entry extends FindData = WIN32_FIND_DATA>(
  hConnect: HINTERNET,
  directory: string | null = null,
  options: TreeOptions<Entry> = {},
): AsyncIterableIterator<TreeEntry<Entry>> {
  return begin(() => {
    const checked = checkedOptions(options);
    const entries = openHandle(hConnect) instanceof GopherConnection
      ? walkMenus(gopherOf(hConnect), directory || null, checked)
      : walkDirectories(
        ftpOf(hConnect),
        directory ? checkedPath("directory", directory) : "",
        checked,
      );
    return entries as AsyncIterableIterator<unknown> as AsyncIterableIterator<
      TreeEntry<Entry>
    >;
  });
}

async function* walkMenus(
  connection: GopherConnection,
  root: string | null,
  options: CheckedOptions,
): AsyncGenerator<TreeEntry<FindData>> {
  const { walkGopher } = await load();
  yield* walkGopher(connection, root, options);
}

async function* walkDirectories(
  connection: FtpConnection,
  root: string,
  options: CheckedOptions,
): AsyncGenerator<TreeEntry> {
  const { walkFtp } = await load();
  yield* walkFtp(connection, root, options);
}

/** Loads the work of the functions: most programs walk no trees. */
function load(): Promise<typeof import("./_trees/functions.ts")> {
  return import("./_trees/functions.ts");
}

/**
 * Downloads a directory of FTP, or a Gopher menu, with all that is below it.
 *
 * The files go into the local directory, which is made if it does not exist. Local links
 * are never followed below it, and nothing is written outside.
 *
 * Gopher: menus become directories, with names made of the selectors. Only what is on the
 * server of the connection is downloaded; searches, forms and links to other servers count
 * as skipped.
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP or INTERNET_SERVICE_GOPHER.
 * @param remoteDirectory The directory of the server, or the locator of a menu; for Gopher `""` is the root menu.
 * @param localDirectory The directory of this machine.
 * @param options The options.
 * @returns The counts, the failures, and the plan of a dry run.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or of another service (ERROR_INTERNET_INCORRECT_HANDLE_TYPE), or an argument is wrong (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the remote directory cannot be listed (as `FtpFindFirstFile`, and ERROR_PATH_NOT_FOUND), or the local one cannot be made (ERROR_ACCESS_DENIED and the like).
 * @throws {InternetError} If the signal aborts, or the connection is closed (ERROR_INTERNET_OPERATION_CANCELLED).
 *
 * @example A dry run
 * ```ts
 * import { downloadTree } from "@wininet/wininet/trees";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function preview(hConnect: HINTERNET): Promise<readonly string[]> {
 *   const { planned } = await downloadTree(hConnect, "/pub", "pub", {
 *     dryRun: true,
 *     filter: (path) => !path.endsWith(".tmp"),
 *   });
 *   return planned;
 * }
 * ```
 */
export async function downloadTree<Entry extends FindData = WIN32_FIND_DATA>(
  hConnect: HINTERNET,
  remoteDirectory: string,
  localDirectory: string,
  options: TreeOptions<Entry> = {},
): Promise<TreeResult> {
  return await begin(() => {
    const checked = checkedOptions(options);
    const local = checkedPath("localDirectory", localDirectory);
    if (openHandle(hConnect) instanceof GopherConnection) {
      const gopher = gopherOf(hConnect);
      const root = remoteDirectory || null;
      return remembered(async () => {
        const { downloadGopher } = await load();
        return await downloadGopher(gopher, root, local, checked);
      });
    }
    const connection = ftpOf(hConnect);
    const remote = checkedPath("remoteDirectory", remoteDirectory);
    const action = `download "${remote}" to "${local}"`;
    return remembered(async () => {
      const { runFtpJob, startDownload } = await load();
      return await runFtpJob(
        connection,
        action,
        remote,
        checked,
        (context) => startDownload(context, remote, local),
      );
    });
  });
}

/**
 * Uploads a directory to an FTP server, with all that is below it.
 *
 * The remote directory and those around it are made if they do not exist. Local links are
 * left out, or with `links: "keep"` made on servers that have `SITE SYMLINK`. What a
 * killed upload has left (`name.….part`) is deleted by `deleteOthers`.
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP.
 * @param localDirectory The directory of this machine.
 * @param remoteDirectory The directory of the server.
 * @param options The options.
 * @returns The counts, the failures, and the plan of a dry run.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or no FTP connection (ERROR_INTERNET_INCORRECT_HANDLE_TYPE), or an argument is wrong (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the local directory cannot be read (ERROR_PATH_NOT_FOUND, ERROR_ACCESS_DENIED), or the remote one cannot be made or listed (as `FtpCreateDirectory` and `FtpFindFirstFile`).
 * @throws {InternetError} If the signal aborts, or the connection is closed (ERROR_INTERNET_OPERATION_CANCELLED).
 *
 * @example Publishing a site
 * ```ts
 * import { uploadTree } from "@wininet/wininet/trees";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function publish(hConnect: HINTERNET): Promise<void> {
 *   const { failed } = await uploadTree(hConnect, "site", "/public_html", {
 *     keepTimes: true,
 *     hidden: true,
 *     onProgress: ({ files, bytes }) => console.log(files, bytes),
 *   });
 *   if (failed.length > 0) throw failed[0]!.error;
 * }
 * ```
 */
export async function uploadTree(
  hConnect: HINTERNET,
  localDirectory: string,
  remoteDirectory: string,
  options: TreeOptions = {},
): Promise<TreeResult> {
  return await begin(() => {
    const checked = checkedOptions(options);
    const connection = ftpOf(hConnect);
    const local = checkedPath("localDirectory", localDirectory);
    const remote = checkedPath("remoteDirectory", remoteDirectory);
    const action = `upload "${local}" to "${remote}"`;
    return remembered(async () => {
      const { runFtpJob, startUpload } = await load();
      return await runFtpJob(
        connection,
        action,
        remote,
        checked,
        (context) => startUpload(context, local, remote),
      );
    });
  });
}

/**
 * Removes a directory of an FTP server with all that is in it, hidden files included. Of
 * a link only the link is removed.
 *
 * What `filter` leaves out stays, and so do the directories around it.
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP.
 * @param directory The directory of the server.
 * @param options `connections`, `filter`, `dryRun`, `retries`, `pause`, `onProgress` and `signal` count.
 * @returns The counts, the failures, and the plan of a dry run.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or no FTP connection (ERROR_INTERNET_INCORRECT_HANDLE_TYPE), or an argument is wrong (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the directory cannot be listed (as `FtpFindFirstFile`).
 * @throws {InternetError} If the signal aborts, or the connection is closed (ERROR_INTERNET_OPERATION_CANCELLED).
 *
 * @example Removing old builds
 * ```ts
 * import { removeTree } from "@wininet/wininet/trees";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function clean(hConnect: HINTERNET): Promise<number> {
 *   const { deleted } = await removeTree(hConnect, "/builds/old");
 *   return deleted;
 * }
 * ```
 */
export async function removeTree(
  hConnect: HINTERNET,
  directory: string,
  options: TreeOptions = {},
): Promise<TreeResult> {
  return await begin(() => {
    const checked = checkedOptions(options);
    const connection = ftpOf(hConnect);
    const path = checkedPath("directory", directory);
    return remembered(async () => {
      const { runFtpJob, Removal } = await load();
      return await runFtpJob(
        connection,
        `remove "${path}"`,
        path,
        checked,
        (context) => new Removal(context, true).root(path),
      );
    });
  });
}

/**
 * Makes a directory of an FTP server, and those around it. Nothing happens if it exists.
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP.
 * @param directory The directory, relative to the current directory or absolute.
 * @returns `true`.
 * @throws {InternetError} As `FtpCreateDirectory`.
 *
 * @example Making a path
 * ```ts
 * import { createPath } from "@wininet/wininet/trees";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function prepare(hConnect: HINTERNET): Promise<void> {
 *   await createPath(hConnect, "/backup/2026/11");
 * }
 * ```
 */
export async function createPath(
  hConnect: HINTERNET,
  directory: string,
): Promise<true> {
  return await begin(() => {
    const connection = ftpOf(hConnect);
    const path = checkedPath("directory", directory);
    return remembered(async () => {
      const { makePath } = await load();
      await makePath(connection, path);
      return true as const;
    });
  });
}

function ftpOf(hConnect: HINTERNET): FtpConnection {
  return openHandleOf(hConnect, FtpConnection, "an FTP connection");
}

function gopherOf(hConnect: HINTERNET): GopherConnection {
  return openHandleOf(hConnect, GopherConnection, "a Gopher connection");
}
