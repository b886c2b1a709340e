// Copyright 2026 the wininet authors. MIT license.

/**
 * The FTP functions, on a connection of `InternetConnect` with
 * INTERNET_SERVICE_FTP.
 *
 * A connection does one thing at a time. While a call is in progress, or a file or
 * an enumeration is open, another call cannot start: it throws
 * ERROR_FTP_TRANSFER_IN_PROGRESS. With FTP_OPTION_QUEUE it waits for its turn. For
 * more at a time, open more connections.
 *
 * INTERNET_FLAG_PASSIVE on the connection opens the data connections from here,
 * as most networks need it; without it the server opens them, as on Windows. TLS:
 * INTERNET_FLAG_SECURE on the connection (explicit), or port 990, a server name with
 * `ftps:` or FTP_OPTION_IMPLICIT (implicit).
 *
 * If the server ends an idle connection, the next call logs in again and returns to the
 * directory, see FTP_OPTION_RECONNECT.
 *
 * @example Downloading a file
 * ```ts
 * import { FtpGetFile } from "@wininet/wininet/ftp";
 * import { InternetConnect, InternetOpen } from "@wininet/wininet/internet";
 * import { INTERNET_FLAG_PASSIVE, INTERNET_SERVICE_FTP } from "@wininet/wininet/flags";
 *
 * async function download(host: string, remote: string, local: string): Promise<void> {
 *   using hInternet = InternetOpen("my program/1.0");
 *   const hConnect = await InternetConnect(
 *     hInternet,
 *     host,
 *     0,
 *     null,
 *     null,
 *     INTERNET_SERVICE_FTP,
 *     INTERNET_FLAG_PASSIVE,
 *   );
 *   await FtpGetFile(hConnect, remote, local);
 * }
 * ```
 *
 * @module
 */

import {
  FTP_TRANSFER_TYPE_ASCII,
  FTP_TRANSFER_TYPE_BINARY,
  GENERIC_READ,
  GENERIC_WRITE,
} from "./flags.ts";
import type { FindHandle, HINTERNET, WIN32_FIND_DATA } from "./structures.ts";
import { asDword } from "./_base/bits.ts";
import { checkedFlags } from "./_base/buffers.ts";
import { answer, badParameter, begin, remembered } from "./_base/failure.ts";
import { quotedValue } from "./_base/secrets.ts";
import { openHandle, openHandleOf } from "./_core/handle.ts";
import { startOpening } from "./_core/opening.ts";
import { startCall } from "./_core/operation.ts";
import { checkedName, checkedText } from "./_ftp/wire/command.ts";
import { demand, rename } from "./_ftp/wire/file_dialogues.ts";
import {
  parseListing as parseLines,
  parseListingLines as parsePieces,
} from "./_ftp/listing/listing.ts";
import { FtpConnection } from "./_ftp/handles/connection.ts";
import type { TransferType } from "./_ftp/wire/server_state.ts";

import type { LocalPart } from "./_base/part_file.ts";
import type { RemotePart } from "./_ftp/handles/remote_parts.ts";

export type {
  FindData,
  FindHandle,
  GOPHER_FIND_DATA,
  HINTERNET,
  WIN32_FIND_DATA,
} from "./structures.ts";
export type { LocalPart } from "./_base/part_file.ts";
export type { RemotePart } from "./_ftp/handles/remote_parts.ts";

/**
 * Makes a directory (MKD).
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP.
 * @param lpszDirectory The name, relative to the current directory or absolute.
 * @returns `true`.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE), no FTP connection (ERROR_INTERNET_INCORRECT_HANDLE_TYPE) or busy (ERROR_FTP_TRANSFER_IN_PROGRESS).
 * @throws {InternetError} If the name is empty, or holds a line end or a NUL (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the server refuses (ERROR_INTERNET_EXTENDED_ERROR, with its text), the session is over (ERROR_FTP_DROPPED), its connection breaks (ERROR_INTERNET_CONNECTION_RESET, ERROR_INTERNET_CONNECTION_ABORTED) or the server does not answer in time (ERROR_INTERNET_TIMEOUT).
 *
 * @example Making a directory
 * ```ts
 * import { FtpCreateDirectory } from "@wininet/wininet/ftp";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function make(hConnect: HINTERNET): Promise<void> {
 *   await FtpCreateDirectory(hConnect, "backup");
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-ftpcreatedirectoryw}
 */
export function FtpCreateDirectory(
  hConnect: HINTERNET,
  lpszDirectory: string,
): Promise<true> {
  return order(
    "FtpCreateDirectory",
    hConnect,
    "MKD",
    lpszDirectory,
    "create the directory",
  );
}

/**
 * Removes an empty directory (RMD).
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP.
 * @param lpszDirectory The name, relative to the current directory or absolute.
 * @returns `true`.
 * @throws {InternetError} As `FtpCreateDirectory`.
 *
 * @example Removing a directory
 * ```ts
 * import { FtpRemoveDirectory } from "@wininet/wininet/ftp";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function remove(hConnect: HINTERNET): Promise<void> {
 *   await FtpRemoveDirectory(hConnect, "backup");
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-ftpremovedirectoryw}
 */
export function FtpRemoveDirectory(
  hConnect: HINTERNET,
  lpszDirectory: string,
): Promise<true> {
  return order(
    "FtpRemoveDirectory",
    hConnect,
    "RMD",
    lpszDirectory,
    "remove the directory",
  );
}

/**
 * Changes the current directory (CWD), to which relative names refer.
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP.
 * @param lpszDirectory The name, relative to the current directory or absolute.
 * @returns `true`.
 * @throws {InternetError} As `FtpCreateDirectory`.
 *
 * @example Going down
 * ```ts
 * import { FtpSetCurrentDirectory } from "@wininet/wininet/ftp";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function enter(hConnect: HINTERNET): Promise<void> {
 *   await FtpSetCurrentDirectory(hConnect, "pub");
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-ftpsetcurrentdirectoryw}
 */
export function FtpSetCurrentDirectory(
  hConnect: HINTERNET,
  lpszDirectory: string,
): Promise<true> {
  return order(
    "FtpSetCurrentDirectory",
    hConnect,
    "CWD",
    lpszDirectory,
    "change to the directory",
  );
}

/**
 * The current directory (PWD).
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP.
 * @returns The absolute path, as the server writes it.
 * @throws {InternetError} As `FtpCreateDirectory`, and if the reply of the server has no path (ERROR_FTP_DROPPED).
 *
 * @example Reading the current directory
 * ```ts
 * import { FtpGetCurrentDirectory } from "@wininet/wininet/ftp";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function show(hConnect: HINTERNET): Promise<void> {
 *   console.log(await FtpGetCurrentDirectory(hConnect));
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-ftpgetcurrentdirectoryw}
 */
export function FtpGetCurrentDirectory(hConnect: HINTERNET): Promise<string> {
  return begin(() => {
    const connection = ftpConnectionOf(hConnect);
    return startCall(connection, connection.directory(), {
      name: "FtpGetCurrentDirectory",
    });
  });
}

/**
 * Deletes a file (DELE).
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP.
 * @param lpszFileName The name, relative to the current directory or absolute.
 * @returns `true`.
 * @throws {InternetError} As `FtpCreateDirectory`.
 *
 * @example Deleting a file
 * ```ts
 * import { FtpDeleteFile } from "@wininet/wininet/ftp";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function tidyUp(hConnect: HINTERNET): Promise<void> {
 *   await FtpDeleteFile(hConnect, "old.txt");
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-ftpdeletefilew}
 */
export function FtpDeleteFile(
  hConnect: HINTERNET,
  lpszFileName: string,
): Promise<true> {
  return order(
    "FtpDeleteFile",
    hConnect,
    "DELE",
    lpszFileName,
    "delete the file",
  );
}

/**
 * Renames or moves a file or a directory (RNFR, RNTO).
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP.
 * @param lpszExisting The name that it has.
 * @param lpszNew The name that it gets.
 * @returns `true`.
 * @throws {InternetError} As `FtpCreateDirectory`.
 *
 * @example Renaming a file
 * ```ts
 * import { FtpRenameFile } from "@wininet/wininet/ftp";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function publish(hConnect: HINTERNET): Promise<void> {
 *   await FtpRenameFile(hConnect, "draft.txt", "report.txt");
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-ftprenamefilew}
 */
export function FtpRenameFile(
  hConnect: HINTERNET,
  lpszExisting: string,
  lpszNew: string,
): Promise<true> {
  return begin(() => {
    const connection = ftpConnectionOf(hConnect);
    const from = checkedName(lpszExisting, "lpszExisting");
    const to = checkedName(lpszNew, "lpszNew");
    const work = connection.converse(() => rename(from, to), from, to);
    return startCall(connection, () => work().then((): true => true), {
      name: "FtpRenameFile",
    });
  });
}

/**
 * Starts the enumeration of a directory, or finds one file.
 *
 * The entries are read while the program takes them, by MLSD if the server has it, otherwise
 * by LIST in any format. HANDLE_CREATED is posted at once, so that the callback can close
 * the handle to cancel. Close the handle before the next call on the connection.
 *
 * Differences: Windows returns local times of an unknown zone. Here times of MLSD are
 * exact; those of LIST are read as UTC.
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP.
 * @param lpszSearchFile A directory, a file, or a pattern with `*` and `?` in its last part; without it, the current directory.
 * @param dwFlags `INTERNET_FLAG_*` bits; nothing is cached.
 * @param dwContext The context that the callback gets with every status of the enumeration; 0, `null` and `undefined` mean no callbacks.
 * @returns The handle of the enumeration and the first entry; `InternetFindNextFile` returns the others.
 * @throws {InternetError} If nothing matches (ERROR_NO_MORE_FILES), or no format knows any line of the listing (ERROR_INTERNET_EXTENDED_ERROR; FTP_OPTION_UNKNOWN_LINES counts such lines beside others).
 * @throws {InternetError} If the server has no data connection for us (ERROR_FTP_NO_PASSIVE_MODE, ERROR_INTERNET_CANNOT_CONNECT), and as `FtpCreateDirectory` and `InternetFindNextFile`.
 *
 * @example Looking for text files
 * ```ts
 * import { FtpFindFirstFile } from "@wininet/wininet/ftp";
 * import { entries } from "@wininet/wininet/streams";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function show(hConnect: HINTERNET): Promise<void> {
 *   const { hFind } = await FtpFindFirstFile(hConnect, "*.txt");
 *   for await (const entry of entries(hFind)) console.log(entry);
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-ftpfindfirstfilew}
 */
export function FtpFindFirstFile(
  hConnect: HINTERNET,
  lpszSearchFile: string | null = null,
  dwFlags: number = 0,
  dwContext?: unknown,
): Promise<{ hFind: FindHandle<WIN32_FIND_DATA>; findData: WIN32_FIND_DATA }> {
  return begin(() => {
    const connection = ftpConnectionOf(hConnect);
    const search = checkedText(lpszSearchFile ?? "", "lpszSearchFile");
    checkedFlags(dwFlags, "dwFlags");
    const { handle, work } = connection.openFind(search, dwContext);
    return startOpening({
      handle,
      work: async () => ({ hFind: handle, findData: await work() }),
    }, "FtpFindFirstFile");
  });
}

/**
 * Downloads a file to a file of this machine (RETR).
 *
 * The bytes go to a part, a file beside `lpszNewFile` with `.part` at its end, which
 * gets the name when everything has come. When the download fails the part is removed,
 * unless it may be complete: if another program holds the file, or nothing confirms that
 * everything has come, the part is kept and the error names it. Such a part, and what a
 * killed program left, stays until a later download to the same file has completed;
 * {@linkcode listParts} shows it.
 *
 * FTP_OPTION_RESUME continues an earlier download: it keeps `lpszNewFile.part`, and
 * beside it a note of the size and the time of the remote file. If those have changed,
 * the download begins again (FTP_RESUME_OR_RESTART) or fails (FTP_RESUME_OR_FAIL). A
 * download without the option leaves that part alone.
 * FTP_OPTION_VERIFY compares checksums, FTP_OPTION_KEEP_TIMES keeps the time of the file.
 *
 * A link is followed to its target, which need not exist. A file with several names
 * (hard links) is overwritten when everything has come. Devices and named pipes are
 * written into, and show an incomplete download. Folders are refused. The new file has
 * the mode and, where possible, the owner of the existing one.
 *
 * Differences: Windows overwrites the local file at once and deletes it when the
 * download fails; here it stays as it was. On Windows the names of devices (`NUL`,
 * `com1.txt`), streams (`a:b`) and drives without a folder (`C:name`) are refused;
 * `C:\folder\name`, `\\server\share\name` and both behind `\\?\` are not. In
 * text mode lines get the ends of this system.
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP.
 * @param lpszRemoteFile The file of the server.
 * @param lpszNewFile The file of this machine.
 * @param fFailIfExists `true` if the file of this machine must not be there yet.
 * @param dwFlagsAndAttributes `FILE_ATTRIBUTE_*` bits; they are checked and have no effect.
 * @param dwFlags FTP_TRANSFER_TYPE_ASCII for text; else the bytes stay as they are.
 * @param dwContext The context that the callback gets with every status of this call; 0, `null` and `undefined` mean no callbacks.
 * @returns `true`.
 * @throws {InternetError} If the local file is there already (ERROR_FILE_EXISTS), its directory is not (ERROR_PATH_NOT_FOUND), it cannot be written or the program may not read and write it (ERROR_ACCESS_DENIED, ERROR_DISK_FULL, ERROR_INVALID_NAME and the like).
 * @throws {InternetError} If another program or transfer holds the local file or 64 parts of it are left (ERROR_SHARING_VIOLATION), or nothing reads from a pipe for two minutes (ERROR_TIMEOUT).
 * @throws {InternetError} With FTP_RESUME_OR_FAIL, if the remote file has changed (ERROR_INVALID_DATA).
 * @throws {InternetError} If the checksums differ (ERROR_INVALID_DATA) or the server makes none (ERROR_NOT_SUPPORTED).
 * @throws {InternetError} As `FtpFindFirstFile`.
 *
 * @example Downloading
 * ```ts
 * import { FtpGetFile } from "@wininet/wininet/ftp";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function download(hConnect: HINTERNET): Promise<void> {
 *   await FtpGetFile(hConnect, "pub/prices.txt", "prices.txt", true);
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-ftpgetfilew}
 */
export function FtpGetFile(
  hConnect: HINTERNET,
  lpszRemoteFile: string,
  lpszNewFile: string,
  fFailIfExists: boolean = false,
  dwFlagsAndAttributes: number = 0,
  dwFlags: number = 0,
  dwContext?: unknown,
): Promise<true> {
  return begin(() => {
    const remote = checkedName(lpszRemoteFile, "lpszRemoteFile");
    const local = checkedName(lpszNewFile, "lpszNewFile");
    const connection = ftpConnectionOf(hConnect);
    checkedFlags(dwFlagsAndAttributes, "dwFlagsAndAttributes");
    const type = transferType(dwFlags);
    const failIfExists = Boolean(fFailIfExists);
    const work = connection.get({ local, remote, type, failIfExists });
    return startCall(connection, work, callOf("FtpGetFile", dwContext));
  });
}

/**
 * Uploads a file of this machine (STOR).
 *
 * The bytes go to a part, a file beside `lpszNewRemoteFile` with eight digits and `.part`
 * at its end, which gets the name when everything has arrived. When the upload fails, the
 * part is removed as long as the session lives. A file that has the name stays until
 * then; where the server gives no name that is taken, it is put aside first. A
 * server that changes no names gets the file under its final name;
 * FTP_OPTION_DIRECT_UPLOAD wants that from the start.
 *
 * FTP_OPTION_RESUME keeps the part of a failed upload, or of a killed program, and
 * continues it. Its digits stand for the size and the time of the local file, so that a
 * file that was changed meanwhile begins again. All other parts of the same file are
 * removed when the upload has completed, if the server lists files by a pattern; so only
 * one program may upload a file with this option at a time. With FTP_OPTION_DIRECT_UPLOAD the file of the server is
 * continued if it is neither longer nor older than the local one (SIZE, MDTM).
 * {@linkcode listParts} shows the parts.
 * FTP_OPTION_VERIFY compares checksums, FTP_OPTION_KEEP_TIMES keeps the time of the file.
 *
 * Differences: Windows writes under the final name, and leaves half a file there
 * when the upload fails. In text mode lines get CR LF.
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP.
 * @param lpszLocalFile The file of this machine.
 * @param lpszNewRemoteFile The file of the server.
 * @param dwFlags FTP_TRANSFER_TYPE_ASCII for text; else the bytes stay as they are.
 * @param dwContext The context that the callback gets with every status of this call; 0, `null` and `undefined` mean no callbacks.
 * @returns `true`.
 * @throws {InternetError} If there is no such local file (ERROR_FILE_NOT_FOUND), it cannot be read (ERROR_ACCESS_DENIED and the like), or it changes meanwhile (ERROR_INVALID_DATA).
 * @throws {InternetError} With FTP_OPTION_RESUME, if the file of the server does not have the right size afterwards, or FTP_RESUME_OR_FAIL cannot continue it (ERROR_INVALID_DATA).
 * @throws {InternetError} If the checksums differ (ERROR_INVALID_DATA) or the server makes none (ERROR_NOT_SUPPORTED).
 * @throws {InternetError} As `FtpFindFirstFile`.
 *
 * @example Uploading
 * ```ts
 * import { FtpPutFile } from "@wininet/wininet/ftp";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function upload(hConnect: HINTERNET): Promise<void> {
 *   await FtpPutFile(hConnect, "report.pdf", "incoming/report.pdf");
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-ftpputfilew}
 */
export function FtpPutFile(
  hConnect: HINTERNET,
  lpszLocalFile: string,
  lpszNewRemoteFile: string,
  dwFlags: number = 0,
  dwContext?: unknown,
): Promise<true> {
  return begin(() => {
    const local = checkedName(lpszLocalFile, "lpszLocalFile");
    const remote = checkedName(lpszNewRemoteFile, "lpszNewRemoteFile");
    const connection = ftpConnectionOf(hConnect);
    const type = transferType(dwFlags);
    const work = connection.put({ local, remote, type, failIfExists: false });
    return startCall(connection, work, callOf("FtpPutFile", dwContext));
  });
}

/**
 * Opens a file of the server for reading or for writing.
 *
 * For reading: `InternetReadFile`, `InternetReadFileEx`,
 * `InternetQueryDataAvailable`, `InternetSetFilePointer` (REST), `readable`. For
 * writing: `InternetWriteFile`, `writable`. Closing the handle ends the file, and
 * frees the connection for other calls. Closing `writable(hFile)`, or `await using`,
 * reports a failed upload; after `InternetCloseHandle` the upload ends in the background,
 * and a failure is not reported.
 *
 * HANDLE_CREATED is posted at once, so that the callback can close the handle to
 * cancel. An upload that is cancelled or fails is removed from the server.
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP.
 * @param lpszFileName The file of the server.
 * @param dwAccess GENERIC_READ or GENERIC_WRITE.
 * @param dwFlags FTP_TRANSFER_TYPE_ASCII for text; else the bytes stay as they are.
 * @param dwContext The context that the callback gets with every status of the file; 0, `null` and `undefined` mean no callbacks.
 * @returns The handle of the file.
 * @throws {InternetError} If the access is neither of the two (ERROR_INVALID_PARAMETER), and as `FtpFindFirstFile`.
 *
 * @example Reading a file
 * ```ts
 * import { FtpOpenFile } from "@wininet/wininet/ftp";
 * import { GENERIC_READ } from "@wininet/wininet/flags";
 * import { readable } from "@wininet/wininet/streams";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function text(hConnect: HINTERNET, name: string): Promise<string> {
 *   await using hFile = await FtpOpenFile(hConnect, name, GENERIC_READ);
 *   return await new Response(readable(hFile)).text();
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-ftpopenfilew}
 */
export function FtpOpenFile(
  hConnect: HINTERNET,
  lpszFileName: string,
  dwAccess: number,
  dwFlags: number = 0,
  dwContext?: unknown,
): Promise<HINTERNET> {
  return begin(() => {
    const connection = ftpConnectionOf(hConnect);
    const name = checkedName(lpszFileName, "lpszFileName");
    const access = asDword(dwAccess);
    if (access !== GENERIC_READ && access !== GENERIC_WRITE) {
      throw badParameter(
        `Cannot open "${name}": dwAccess must be GENERIC_READ or GENERIC_WRITE, not ${
          quotedValue(dwAccess)
        }`,
      );
    }
    const type = transferType(dwFlags);
    return startOpening<HINTERNET>(
      access === GENERIC_READ
        ? connection.openReader(name, type, dwContext)
        : connection.openWriter(name, type, dwContext),
      "FtpOpenFile",
    );
  });
}

/**
 * Returns the size of an open file in bytes: for a file that is read the one that the
 * server reports (SIZE), for a file that is written the number of written bytes.
 *
 * Differences: Windows splits the number in two.
 *
 * @param hFile A handle of `FtpOpenFile`.
 * @returns The size.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or is not a file (ERROR_INTERNET_INCORRECT_HANDLE_TYPE), or the server does not report the size (ERROR_INTERNET_INVALID_OPERATION).
 *
 * @example Reading the size
 * ```ts
 * import { FtpGetFileSize, FtpOpenFile } from "@wininet/wininet/ftp";
 * import { GENERIC_READ } from "@wininet/wininet/flags";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function sizeOf(hConnect: HINTERNET, name: string): Promise<number> {
 *   await using hFile = await FtpOpenFile(hConnect, name, GENERIC_READ);
 *   return await FtpGetFileSize(hFile);
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-ftpgetfilesize}
 */
export function FtpGetFileSize(hFile: HINTERNET): Promise<number> {
  return begin(() => {
    const file = openHandle(hFile);
    return startCall(file, file.fileSize(), { name: "FtpGetFileSize" });
  });
}

/**
 * Sends a command unchanged. `InternetGetLastResponseInfo` returns the reply of the
 * server.
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP.
 * @param fExpectResponse `true` if the command opens a data connection.
 * @param dwFlags FTP_TRANSFER_TYPE_ASCII for text on that connection; else the bytes stay as they are.
 * @param lpszCommand The command line, without its end.
 * @param dwContext The context that the callback gets with every status of this call; 0, `null` and `undefined` mean no callbacks.
 * @returns With a data connection its handle, to be read, or to be written for STOR, STOU and APPE; else `true`.
 * @throws {InternetError} If the command is empty, or holds a line end or a NUL (ERROR_INVALID_PARAMETER), and as `FtpFindFirstFile`.
 *
 * @example Changing permissions
 * ```ts
 * import { FtpCommand } from "@wininet/wininet/ftp";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function protect(hConnect: HINTERNET): Promise<void> {
 *   await FtpCommand(hConnect, false, 0, "SITE CHMOD 600 secret.txt");
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-ftpcommandw}
 */
export function FtpCommand(
  hConnect: HINTERNET,
  fExpectResponse: boolean,
  dwFlags: number,
  lpszCommand: string,
  dwContext?: unknown,
): Promise<HINTERNET | true> {
  return begin((): Promise<HINTERNET | true> => {
    const connection = ftpConnectionOf(hConnect);
    const line = checkedName(lpszCommand, "lpszCommand", true);
    const type = transferType(dwFlags);
    if (!fExpectResponse) {
      const work = connection.command(line);
      return startCall(connection, work, callOf("FtpCommand", dwContext));
    }
    return startOpening(
      connection.openCommand(line, type, dwContext),
      "FtpCommand",
    );
  });
}

/**
 * Parses a directory listing in any format of servers: Unix in all its variants,
 * DOS, MLSD, VMS, OS/400, z/OS, VM, NonStop, EPLF, OS/2, NetWare,
 * MacWebStar, WFTPD, dls, Chameleon. The format is found line by line. `.` and `..` are
 * kept where the listing has them. Of a name that comes with a path, the last part is
 * the name.
 *
 * Headings and totals are left out. So is a line that no format knows, which
 * `onUnknown` receives: a listing without entries is empty only if there was none.
 *
 * A long listing blocks the program while it is read, and all entries are in memory at
 * the same time: `parseListingLines` reads it piece by piece.
 *
 * @param lines The text of the listing.
 * @param now The present time: listings omit the year of recent times.
 * @param onUnknown Receives each line that no format knows.
 * @returns The entries, in the order of the listing.
 * @throws {InternetError} If the listing is not a text, the time not a Date, or `onUnknown` not a function (ERROR_INVALID_PARAMETER).
 *
 * @example A line of a Unix server
 * ```ts
 * import { parseListing } from "@wininet/wininet/ftp";
 * import { assertEquals } from "@std/assert";
 *
 * const [entry] = parseListing("-rw-r--r-- 1 ftp ftp 1024 Mar  1  2024 prices.txt");
 *
 * assertEquals(entry?.cFileName, "prices.txt");
 * assertEquals(entry?.nFileSize, 1024);
 * ```
 */
export function parseListing(
  lines: string,
  now: Date = new Date(),
  onUnknown?: (line: string) => void,
): WIN32_FIND_DATA[] {
  return answer(() => {
    checkListing(typeof lines === "string", now, onUnknown);
    return parseLines(lines, now, onUnknown);
  });
}

/**
 * Reads a directory listing as `parseListing` does, and yields each entry as it is read.
 * The text may come in pieces, which end anywhere. Only one piece and its entries are in
 * memory, and other work of the program runs between them.
 *
 * @param text The text of the listing, whole or in pieces.
 * @param now The present time: listings omit the year of recent times.
 * @param onUnknown Receives each line that no format knows.
 * @returns The entries, in the order of the listing.
 * @throws {InternetError} If the listing is not a text, the time not a Date, or `onUnknown` not a function (ERROR_INVALID_PARAMETER).
 *
 * @example A listing that comes in pieces
 * ```ts
 * import { parseListingLines } from "@wininet/wininet/ftp";
 * import { assertEquals } from "@std/assert";
 *
 * async function* pieces() {
 *   yield "total 2\r\n-rw-r--r-- 1 ftp ftp 1024 Mar  1  2024 pri";
 *   yield "ces.txt\r\ndrwxr-xr-x 2 ftp ftp 4096 Mar  1  2024 pub\r\n";
 * }
 *
 * const names: string[] = [];
 * for await (const entry of parseListingLines(pieces())) {
 *   names.push(entry.cFileName);
 * }
 *
 * assertEquals(names, ["prices.txt", "pub"]);
 * ```
 */
export function parseListingLines(
  text: string | AsyncIterable<string>,
  now: Date = new Date(),
  onUnknown?: (line: string) => void,
): AsyncGenerator<WIN32_FIND_DATA, void> {
  return answer(() => {
    const isText = typeof text === "string" ||
      typeof text?.[Symbol.asyncIterator] === "function";
    checkListing(isText, now, onUnknown);
    const pieces = typeof text === "string" ? [text] : checkedPieces(text);
    return parsePieces(pieces, now, turn, onUnknown);
  });
}

/**
 * Lists the parts of downloads in a folder of this machine: those that a transfer
 * writes at the moment, those that FTP_OPTION_RESUME, `download` or an error has kept,
 * and those that a killed program left. A file `name.part` without a note is not listed,
 * because other programs use that name too.
 *
 * It needs the permission to read the folder.
 *
 * @param folder The path of the folder.
 * @returns The parts, in the order of their names.
 * @throws {InternetError} If the folder is not a path (ERROR_INVALID_PARAMETER), does not exist (ERROR_PATH_NOT_FOUND) or cannot be read (ERROR_ACCESS_DENIED).
 *
 * @example Removing what is left over
 * ```ts
 * import { listParts } from "@wininet/wininet/ftp";
 *
 * async function tidy(folder: string): Promise<void> {
 *   for (const part of await listParts(folder)) {
 *     if (!part.inUse) await Deno.remove(part.path);
 *   }
 * }
 * ```
 */
export function listParts(folder: string): Promise<LocalPart[]>;
/**
 * Lists the parts of uploads in a directory of a server: files `name.1f0c2d3e.part`, with
 * any eight hexadecimal digits. No one can say which of them are in use.
 *
 * @param hConnect A connection of INTERNET_SERVICE_FTP.
 * @param directory The directory, `""` for the current one.
 * @returns The parts, in the order of their names.
 * @throws {InternetError} If the directory cannot be a name (ERROR_INVALID_PARAMETER), and as `FtpFindFirstFile`, except that an empty directory has no parts.
 *
 * @example Removing what is left over for a day
 * ```ts
 * import { FtpDeleteFile, listParts } from "@wininet/wininet/ftp";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function tidy(hConnect: HINTERNET): Promise<void> {
 *   const yesterday = Date.now() - 86_400_000;
 *   for (const { path, modified } of await listParts(hConnect, "incoming")) {
 *     if (modified !== null && modified.getTime() < yesterday) {
 *       await FtpDeleteFile(hConnect, path);
 *     }
 *   }
 * }
 * ```
 */
export function listParts(
  hConnect: HINTERNET,
  directory?: string,
): Promise<RemotePart[]>;
export function listParts(
  place: string | HINTERNET,
  directory: string = "",
): Promise<LocalPart[] | RemotePart[]> {
  return begin((): Promise<LocalPart[] | RemotePart[]> => {
    if (typeof place === "object" && place !== null) {
      const connection = ftpConnectionOf(place);
      const path = checkedText(directory, "directory");
      return startCall(connection, connection.parts(path));
    }
    if (typeof place !== "string" || place === "" || place.includes("\0")) {
      throw badParameter(
        `Cannot list the parts: folder must be the path of a directory, not ${
          quotedValue(place)
        }`,
      );
    }
    return remembered(async () => {
      const { partsIn } = await import("./_base/part_file.ts");
      return await partsIn(place);
    });
  });
}

// ---- helpers of these functions ----

/** Waits until the timers and sockets of the program had their turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function checkListing(isText: boolean, now: Date, onUnknown: unknown): void {
  const isFunction = onUnknown === undefined || typeof onUnknown === "function";
  if (isText && now instanceof Date && isFunction) return;
  throw badParameter(
    "Cannot parse the listing: lines must be strings, now a Date, and onUnknown a function",
  );
}

async function* checkedPieces(
  pieces: AsyncIterable<string>,
): AsyncGenerator<string, void> {
  for await (const piece of pieces) {
    checkListing(typeof piece === "string", new Date(), undefined);
    yield piece;
  }
}

function ftpConnectionOf(hConnect: HINTERNET): FtpConnection {
  return openHandleOf(hConnect, FtpConnection, "an FTP connection");
}

/** A command with one name that has to succeed. */
function order(
  functionName: string,
  hConnect: HINTERNET,
  verb: string,
  text: string,
  action: string,
): Promise<true> {
  return begin(() => {
    const connection = ftpConnectionOf(hConnect);
    const name = checkedName(text, "the name");
    const work = connection.converse(
      () => demand(verb, name, `${action} "${name}"`),
      name,
    );
    return startCall(connection, () => work().then((): true => true), {
      name: functionName,
    });
  });
}

/** Returns the type of a transfer. */
function transferType(dwFlags: number): TransferType {
  const flags = checkedFlags(dwFlags, "dwFlags");
  switch (flags & 7) {
    case 0:
    case FTP_TRANSFER_TYPE_BINARY:
      return "I";
    case FTP_TRANSFER_TYPE_ASCII:
      return "A";
  }
  throw badParameter(
    `Cannot use ${
      quotedValue(dwFlags)
    } as dwFlags: the transfer type must be FTP_TRANSFER_TYPE_BINARY or FTP_TRANSFER_TYPE_ASCII`,
  );
}

/** Returns the context of a call that makes no handle; with 0 the callback is not called. */
function callOf(name: string, context: unknown) {
  return { name, context, ownContext: true };
}
