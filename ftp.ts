// Copyright 2026 the wininet authors. MIT license.

/**
 * The FTP functions, on a connection of `InternetConnect` with
 * INTERNET_SERVICE_FTP.
 *
 * A connection runs one operation at a time. While a call is in progress, or a
 * file or an enumeration is open, another call fails with
 * ERROR_FTP_TRANSFER_IN_PROGRESS; with FTP_OPTION_QUEUE it waits for its turn.
 * For concurrent transfers, open several connections.
 *
 * With INTERNET_FLAG_PASSIVE on the connection the client opens the data
 * connections, which most networks require; without it the server opens them,
 * as on Windows. TLS is used with INTERNET_FLAG_SECURE on the connection
 * (explicit TLS), or with port 990, an `ftps:` server name or
 * FTP_OPTION_IMPLICIT (implicit TLS).
 *
 * If the server closes an idle connection, the next call logs in again and
 * returns to the directory, see FTP_OPTION_RECONNECT.
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
 * Creates a directory (MKD).
 *
 * @param hConnect A connection opened with INTERNET_SERVICE_FTP.
 * @param lpszDirectory The path, absolute or relative to the current directory.
 * @returns `true`.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE), is
 * not an FTP connection (ERROR_INTERNET_INCORRECT_HANDLE_TYPE) or is busy
 * (ERROR_FTP_TRANSFER_IN_PROGRESS).
 * @throws {InternetError} If the name is empty, or contains a line end or a NUL
 * (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the server refuses the command
 * (ERROR_INTERNET_EXTENDED_ERROR, with the text of the server), the session has
 * ended (ERROR_FTP_DROPPED), its connection breaks
 * (ERROR_INTERNET_CONNECTION_RESET, ERROR_INTERNET_CONNECTION_ABORTED) or the
 * server does not reply in time (ERROR_INTERNET_TIMEOUT).
 *
 * @example Creating a directory
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
 * @param hConnect A connection opened with INTERNET_SERVICE_FTP.
 * @param lpszDirectory The path, absolute or relative to the current directory.
 * @returns `true`.
 * @throws {InternetError} For the reasons of `FtpCreateDirectory`.
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
 * Changes the current directory (CWD), the base of relative paths.
 *
 * @param hConnect A connection opened with INTERNET_SERVICE_FTP.
 * @param lpszDirectory The path, absolute or relative to the current directory.
 * @returns `true`.
 * @throws {InternetError} For the reasons of `FtpCreateDirectory`.
 *
 * @example Entering a subdirectory
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
 * Returns the current directory (PWD).
 *
 * @param hConnect A connection opened with INTERNET_SERVICE_FTP.
 * @returns The absolute path, as the server reports it.
 * @throws {InternetError} For the reasons of `FtpCreateDirectory`, and if the
 * reply of the server contains no path (ERROR_FTP_DROPPED).
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
 * @param hConnect A connection opened with INTERNET_SERVICE_FTP.
 * @param lpszFileName The path, absolute or relative to the current directory.
 * @returns `true`.
 * @throws {InternetError} For the reasons of `FtpCreateDirectory`.
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
 * @param hConnect A connection opened with INTERNET_SERVICE_FTP.
 * @param lpszExisting The existing name.
 * @param lpszNew The new name.
 * @returns `true`.
 * @throws {InternetError} For the reasons of `FtpCreateDirectory`.
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
 * The entries are read while the program reads them, with MLSD if the server
 * supports it, otherwise with LIST in any format. HANDLE_CREATED is posted
 * immediately, so that the callback can close the handle to cancel. Close the
 * handle before the next call on the connection.
 *
 * Differences: Windows returns local times of an unknown time zone. Here MLSD
 * times are exact, and LIST times are interpreted as UTC.
 *
 * @param hConnect A connection opened with INTERNET_SERVICE_FTP.
 * @param lpszSearchFile A directory, a file, or a pattern with `*` and `?` in
 * its last part; if omitted, the current directory.
 * @param dwFlags `INTERNET_FLAG_*` bits; FTP responses are not cached.
 * @param dwContext The context that the callback receives with every status of
 * the enumeration; 0, `null` and `undefined` mean no callbacks.
 * @returns The handle of the enumeration and the first entry;
 * `InternetFindNextFile` returns the others.
 * @throws {InternetError} If nothing matches (ERROR_NO_MORE_FILES), or no line
 * of the listing has a known format (ERROR_INTERNET_EXTENDED_ERROR; if only
 * some lines are unknown, FTP_OPTION_UNKNOWN_LINES counts them).
 * @throws {InternetError} If no data connection can be opened
 * (ERROR_FTP_NO_PASSIVE_MODE, ERROR_INTERNET_CANNOT_CONNECT), and for the
 * reasons of `FtpCreateDirectory` and `InternetFindNextFile`.
 *
 * @example Finding text files
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
 * Downloads a file of the server to a local file (RETR).
 *
 * The bytes are written to a partial file, named like `lpszNewFile` with
 * `.part` appended, which is renamed when the download is complete. If the
 * download fails, the partial file is removed, unless it may be complete: if
 * another program has the local file open, or nothing confirms that all data
 * has arrived, the partial file is kept and the error names it. Such a file, or
 * one that a killed program left, stays until a later download to the same
 * local file has completed; {@linkcode listParts} lists it.
 *
 * With FTP_OPTION_RESUME a later call continues an interrupted download:
 * `lpszNewFile.part` is kept, with a note file that records the size and the
 * time of the remote file. If those have changed, the download starts again
 * (FTP_RESUME_OR_RESTART) or fails (FTP_RESUME_OR_FAIL). A download without the
 * option does not touch that partial file. FTP_OPTION_VERIFY compares
 * checksums, and FTP_OPTION_KEEP_TIMES keeps the time of the file.
 *
 * A symbolic link is followed to its target, which need not exist. A file with
 * several hard links is overwritten when all data has arrived. Devices and
 * named pipes are written directly, so they receive the data of an incomplete
 * download as well. Directories are refused. The new file has the mode and, if
 * possible, the owner of the existing one.
 *
 * Differences: Windows overwrites the local file immediately and deletes it if
 * the download fails; here the existing file stays unchanged. On Windows the
 * names of devices (`NUL`, `com1.txt`), streams (`a:b`) and drives without a
 * directory (`C:name`) are refused; `C:\folder\name`, `\\server\share\name` and
 * both with the prefix `\\?\` are accepted. In text mode lines are written with
 * the line ends of the local system.
 *
 * @param hConnect A connection opened with INTERNET_SERVICE_FTP.
 * @param lpszRemoteFile The path of the file on the server.
 * @param lpszNewFile The path of the local file.
 * @param fFailIfExists `true` if the call must fail when the local file exists.
 * @param dwFlagsAndAttributes `FILE_ATTRIBUTE_*` bits; they are validated but
 * have no effect.
 * @param dwFlags FTP_TRANSFER_TYPE_ASCII for text; otherwise the bytes are
 * transferred unchanged.
 * @param dwContext The context that the callback receives with every status of
 * this call; 0, `null` and `undefined` mean no callbacks.
 * @returns `true`.
 * @throws {InternetError} If the local file already exists (ERROR_FILE_EXISTS),
 * its directory does not exist (ERROR_PATH_NOT_FOUND), or the file cannot be
 * written or the program has no permission to read and write it
 * (ERROR_ACCESS_DENIED, ERROR_DISK_FULL, ERROR_INVALID_NAME and similar
 * errors).
 * @throws {InternetError} If another program or transfer uses the local file,
 * or 64 partial files of it exist (ERROR_SHARING_VIOLATION), or nothing reads
 * from a pipe for two minutes (ERROR_TIMEOUT).
 * @throws {InternetError} With FTP_RESUME_OR_FAIL, if the remote file has
 * changed (ERROR_INVALID_DATA).
 * @throws {InternetError} With FTP_OPTION_VERIFY, if the checksums differ
 * (ERROR_INVALID_DATA) or the server cannot compute one (ERROR_NOT_SUPPORTED).
 * @throws {InternetError} For the reasons of `FtpFindFirstFile`.
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
 * Uploads a local file to the server (STOR).
 *
 * The bytes are written to a partial file, named like `lpszNewRemoteFile` with
 * eight hexadecimal digits and `.part` appended, which is renamed when the
 * upload is complete. If the upload fails while the session still works, the
 * partial file is removed. An existing file with the final name stays until the
 * rename; if the server refuses to overwrite a file by a rename, the existing
 * file is moved aside first. If the server does not support renaming, the file
 * is written under its final name; FTP_OPTION_DIRECT_UPLOAD does that from the
 * start.
 *
 * With FTP_OPTION_RESUME the partial file of a failed upload, or of a killed
 * program, is kept and continued by a later call. Its digits encode the size
 * and the time of the local file, so the upload of a file that has changed
 * starts again. All other partial files of the same file are removed when the
 * upload is complete, if the server lists files that match a pattern; therefore
 * only one program at a time may upload a file with this option. With
 * FTP_OPTION_DIRECT_UPLOAD the file on the server is continued if it is neither
 * longer nor older than the local one (SIZE, MDTM). {@linkcode listParts} lists
 * the partial files. FTP_OPTION_VERIFY compares checksums, and
 * FTP_OPTION_KEEP_TIMES keeps the time of the file.
 *
 * Differences: Windows writes under the final name, and leaves an incomplete
 * file there if the upload fails. In text mode lines are sent with CRLF.
 *
 * @param hConnect A connection opened with INTERNET_SERVICE_FTP.
 * @param lpszLocalFile The path of the local file.
 * @param lpszNewRemoteFile The path of the file on the server.
 * @param dwFlags FTP_TRANSFER_TYPE_ASCII for text; otherwise the bytes are
 * transferred unchanged.
 * @param dwContext The context that the callback receives with every status of
 * this call; 0, `null` and `undefined` mean no callbacks.
 * @returns `true`.
 * @throws {InternetError} If the local file does not exist
 * (ERROR_FILE_NOT_FOUND), it cannot be read (ERROR_ACCESS_DENIED and similar
 * errors), or it changes during the upload (ERROR_INVALID_DATA).
 * @throws {InternetError} With FTP_OPTION_RESUME, if the file on the server has
 * the wrong size afterwards, or FTP_RESUME_OR_FAIL is set and the upload cannot
 * be continued (ERROR_INVALID_DATA).
 * @throws {InternetError} With FTP_OPTION_VERIFY, if the checksums differ
 * (ERROR_INVALID_DATA) or the server cannot compute one (ERROR_NOT_SUPPORTED).
 * @throws {InternetError} For the reasons of `FtpFindFirstFile`.
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
 * Opens a file on the server for reading or writing.
 *
 * For reading, use `InternetReadFile`, `InternetReadFileEx`,
 * `InternetQueryDataAvailable`, `InternetSetFilePointer` (REST) or `readable`.
 * For writing, use `InternetWriteFile` or `writable`. Closing the handle ends
 * the transfer and frees the connection for other calls. Closing
 * `writable(hFile)`, or `await using`, reports a failed upload; after
 * `InternetCloseHandle` the upload ends in the background, and a failure is not
 * reported.
 *
 * HANDLE_CREATED is posted immediately, so that the callback can close the
 * handle to cancel. The file of an upload that is cancelled or fails is removed
 * from the server.
 *
 * @param hConnect A connection opened with INTERNET_SERVICE_FTP.
 * @param lpszFileName The path of the file on the server.
 * @param dwAccess GENERIC_READ or GENERIC_WRITE.
 * @param dwFlags FTP_TRANSFER_TYPE_ASCII for text; otherwise the bytes are
 * transferred unchanged.
 * @param dwContext The context that the callback receives with every status of
 * the file; 0, `null` and `undefined` mean no callbacks.
 * @returns The handle of the file.
 * @throws {InternetError} If `dwAccess` is neither of the two constants
 * (ERROR_INVALID_PARAMETER), and for the reasons of `FtpFindFirstFile`.
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
 * Returns the size of an open file in bytes: the size that the server reports
 * (SIZE) for a file that is open for reading, the number of bytes written for a
 * file that is open for writing.
 *
 * Differences: Windows returns the size as two 32-bit numbers.
 *
 * @param hFile A handle of `FtpOpenFile`.
 * @returns The size in bytes.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or
 * is not a file (ERROR_INTERNET_INCORRECT_HANDLE_TYPE), or the server does not
 * report the size (ERROR_INTERNET_INVALID_OPERATION).
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
 * Sends a command to the server unchanged. `InternetGetLastResponseInfo`
 * returns the reply of the server.
 *
 * @param hConnect A connection opened with INTERNET_SERVICE_FTP.
 * @param fExpectResponse `true` if the command opens a data connection.
 * @param dwFlags FTP_TRANSFER_TYPE_ASCII for text on that connection; otherwise
 * the bytes are transferred unchanged.
 * @param lpszCommand The command line, without the line end.
 * @param dwContext The context that the callback receives with every status of
 * this call; 0, `null` and `undefined` mean no callbacks.
 * @returns The handle of the data connection if there is one, open for writing
 * for STOR, STOU and APPE and otherwise for reading; otherwise `true`.
 * @throws {InternetError} If the command is empty, or contains a line end or a
 * NUL (ERROR_INVALID_PARAMETER), and for the reasons of `FtpFindFirstFile`.
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
 * Parses a directory listing in any known server format: Unix in all its
 * variants, DOS, MLSD, VMS, OS/400, z/OS, VM, NonStop, EPLF, OS/2, NetWare,
 * MacWebStar, WFTPD, dls, Chameleon. The format is detected for each line. `.`
 * and `..` are kept if the listing contains them. If a name includes a path,
 * only its last part is the name of the entry.
 *
 * Headings and totals are omitted. A line of an unknown format is omitted as
 * well and passed to `onUnknown`: a listing without entries is really empty
 * only if `onUnknown` was not called.
 *
 * A long listing blocks the program while it is parsed, and all entries are in
 * memory at the same time: `parseListingLines` parses it in pieces.
 *
 * @param lines The text of the listing.
 * @param now The current time, because listings omit the year of recent times.
 * @param onUnknown Receives each line of an unknown format.
 * @returns The entries, in the order of the listing.
 * @throws {InternetError} If the listing is not a string, the time is not a
 * Date, or `onUnknown` is not a function (ERROR_INVALID_PARAMETER).
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
 * Parses a directory listing like `parseListing`, and yields each entry as it
 * is parsed. The text may arrive in pieces that end anywhere. Only one piece
 * and its entries are in memory, and other tasks of the program run between
 * pieces.
 *
 * @param text The text of the listing, whole or in pieces.
 * @param now The current time, because listings omit the year of recent times.
 * @param onUnknown Receives each line of an unknown format.
 * @returns The entries, in the order of the listing.
 * @throws {InternetError} If the listing is not a string, the time is not a
 * Date, or `onUnknown` is not a function (ERROR_INVALID_PARAMETER).
 *
 * @example A listing in pieces
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
 * Lists the partial files of downloads in a local directory: those that a
 * transfer is writing, those that FTP_OPTION_RESUME, `download` or an error has
 * kept, and those that a killed program left. A file `name.part` without a note
 * file is not listed, because other programs use such names too.
 *
 * Needs the permission to read the directory.
 *
 * @param folder The path of the directory.
 * @returns The partial files, sorted by name.
 * @throws {InternetError} If `folder` is not a path (ERROR_INVALID_PARAMETER),
 * or the directory does not exist (ERROR_PATH_NOT_FOUND) or cannot be read
 * (ERROR_ACCESS_DENIED).
 *
 * @example Removing partial files that are not in use
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
 * Lists the partial files of uploads in a directory of a server: files named
 * `name.1f0c2d3e.part`, with any eight hexadecimal digits. The list does not
 * show which of them are in use.
 *
 * @param hConnect A connection opened with INTERNET_SERVICE_FTP.
 * @param directory The directory; `""` means the current one.
 * @returns The partial files, sorted by name.
 * @throws {InternetError} If the directory is not a valid name
 * (ERROR_INVALID_PARAMETER), and for the reasons of `FtpFindFirstFile`, except
 * that an empty directory returns an empty list.
 *
 * @example Removing partial files older than a day
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
    }, "listParts");
  });
}

// ---- helpers of these functions ----

/** Yields to the event loop, so that pending timers and sockets of the program run. */
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

/** Sends a command with one path as its argument; fails unless the server accepts it. */
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

/** Returns the context of a call that creates no handle; with 0 the callback is not called. */
function callOf(name: string, context: unknown) {
  return { name, context, ownContext: true };
}
