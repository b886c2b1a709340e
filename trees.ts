// Copyright 2026 the wininet authors. MIT license.

/**
 * Functions for whole directory trees, which WinINet does not have: they walk, download, upload and
 * remove trees with FTP, and walk and download them with Gopher.
 *
 * **Connections.** A job uses the given connection, and opens others with the same server, user,
 * TLS and options while there is work for them. If the server refuses them, the job continues with
 * the connections it has. Their statuses have the context of the given connection, which the
 * program must not use during the job. Gopher always uses a separate network connection for each
 * item.
 *
 * **Failures.** An entry that cannot be read, copied or deleted is listed in `failed` with its
 * path, and the job continues with the others. Temporary failures are retried as by `download`. A
 * job throws only if it cannot read its source at all, cannot create its target, or is stopped.
 *
 * **Files** never have their final names while they are incomplete: they are written under other
 * names (`name.….part`) and renamed. The next job completes a job that was killed; it continues
 * parts of downloads of at least 1 MiB.
 *
 * **Unchanged files are not copied again.** A file is unchanged if it has the same size and the
 * target is not older than the source; with `keepTimes`, if it has the same size and the same time,
 * in whole seconds. So a second run only lists the directories. Use `keepTimes` if clocks may be
 * wrong, or files may be replaced by older ones. Times are those of MLSD; if a server does not
 * support it, they are requested with MDTM if the size does not decide. An upload to a server
 * without MFMT cannot keep times, and compares without them. Gopher sizes and times are mostly
 * unknown: an existing file is unchanged, unless the server shows a later time.
 *
 * **Names** are never changed. These names are refused, each as a separate failure: `.` and `..`,
 * names with slashes, backslashes or control characters, names of more than 255 bytes, names that
 * this system does not distinguish from another one in the directory, and on Windows device names
 * and names with reserved characters. Links are omitted or created, never followed; if a link has
 * the name of a directory or a file to be copied, that copy fails. With `deleteOthers` an entry of
 * another type is replaced.
 *
 * **Deletion.** Nothing is deleted in or below a directory whose listing was incomplete or failed.
 * Entries that `filter`, `hidden` or `depth` exclude are not deleted.
 *
 * **Memory.** Only the directories in progress are kept in memory, not the tree.
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
 * Walks through an FTP directory or a Gopher menu, and through all directories or menus below it.
 * Each directory is returned before its entries.
 *
 * A directory is read when the loop reaches it. Between two steps of the loop the connection is
 * free, so that the loop can use it. The paths start with the given directory, and can be passed to
 * the other functions.
 *
 * If a directory cannot be read, or not completely, the reason is its `error`. For the first
 * directory the loop throws the error instead. Links are returned as entries, and are not followed.
 *
 * Gopher: the entries are the items of menus, without information lines. Only menus on the server
 * of the connection are read, each one once; searches are not read. Paths consist of file names
 * made of the selectors.
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP or INTERNET_SERVICE_GOPHER.
 * @param directory The directory, or the locator of a menu; without it the current directory, or the root menu.
 * @param options The options `filter`, `hidden`, `depth`, `pause`, `retries` and `signal`; others are ignored.
 * @returns The entries.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or of another service (ERROR_INTERNET_INCORRECT_HANDLE_TYPE), or an argument is invalid (ERROR_INVALID_PARAMETER). The loop throws ERROR_INTERNET_OPERATION_CANCELLED if the signal is aborted, and the errors of `FtpFindFirstFile` and `GopherFindFirstFile`.
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

/** Loads the implementation only when it is needed: most programs do not use trees. */
function load(): Promise<typeof import("./_trees/functions.ts")> {
  return import("./_trees/functions.ts");
}

/**
 * Downloads an FTP directory or a Gopher menu with everything below it.
 *
 * The files are written to the local directory, which is created if it does not exist. Local links
 * below it are never followed, and nothing is written outside of it.
 *
 * Gopher: menus become directories, with names made of the selectors. Only items on the server of
 * the connection are downloaded; searches, forms and links to other servers are counted as skipped.
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP or INTERNET_SERVICE_GOPHER.
 * @param remoteDirectory The directory of the server, or the locator of a menu; for Gopher `""` means the root menu.
 * @param localDirectory The directory of this machine.
 * @param options The options.
 * @returns The counts, the failures, and the plan of a dry run.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or of another service (ERROR_INTERNET_INCORRECT_HANDLE_TYPE), or an argument is invalid (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the remote directory cannot be listed (the errors of `FtpFindFirstFile`, and ERROR_PATH_NOT_FOUND), or the local one cannot be created (ERROR_ACCESS_DENIED and the like).
 * @throws {InternetError} If the signal is aborted, or the connection is closed (ERROR_INTERNET_OPERATION_CANCELLED).
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
 * Uploads a directory to an FTP server with everything below it.
 *
 * The remote directory and its parents are created if they do not exist. Local links are omitted;
 * with `links: "keep"` they are created on servers that support `SITE SYMLINK`. `deleteOthers`
 * deletes the parts of killed uploads (`name.….part`).
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP.
 * @param localDirectory The directory of this machine.
 * @param remoteDirectory The directory of the server.
 * @param options The options.
 * @returns The counts, the failures, and the plan of a dry run.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or not an FTP connection (ERROR_INTERNET_INCORRECT_HANDLE_TYPE), or an argument is invalid (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the local directory cannot be read (ERROR_PATH_NOT_FOUND, ERROR_ACCESS_DENIED), or the remote one cannot be created or listed (the errors of `FtpCreateDirectory` and `FtpFindFirstFile`).
 * @throws {InternetError} If the signal is aborted, or the connection is closed (ERROR_INTERNET_OPERATION_CANCELLED).
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
 * Removes a directory of an FTP server with everything in it, including hidden files. A link is
 * removed, but not its target.
 *
 * Entries that `filter` excludes stay, and so do the directories that contain them.
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP.
 * @param directory The directory of the server.
 * @param options The options `connections`, `filter`, `dryRun`, `retries`, `pause`, `onProgress` and `signal`; others are ignored.
 * @returns The counts, the failures, and the plan of a dry run.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or not an FTP connection (ERROR_INTERNET_INCORRECT_HANDLE_TYPE), or an argument is invalid (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the directory cannot be listed (the errors of `FtpFindFirstFile`).
 * @throws {InternetError} If the signal is aborted, or the connection is closed (ERROR_INTERNET_OPERATION_CANCELLED).
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
 * Creates a directory on an FTP server, and its missing parents. Does nothing if it exists.
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP.
 * @param directory The directory, relative to the current directory or absolute.
 * @returns `true`.
 * @throws {InternetError} For the same reasons as `FtpCreateDirectory`.
 *
 * @example Creating a path
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
