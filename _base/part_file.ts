// Copyright 2026 the wininet authors. MIT license.

/**
 * Part files: the bytes of a local file until it is complete (names: `local_name.ts`).
 *
 * A part is locked as long as its transfer runs. The system releases the lock when a program is
 * killed, so that a part without a lock is left over. A later transfer continues it if that was
 * requested. Otherwise the next transfer of the same file removes it, but only after that transfer
 * has completed: an error may have named the part.
 *
 * A part is never opened through a link: another user could have created it,
 * and its target would be overwritten.
 *
 * @module
 */

import {
  ERROR_ACCESS_DENIED,
  ERROR_PATH_NOT_FOUND,
  ERROR_SHARING_VIOLATION,
  InternetError,
} from "../error.ts";
import type { FolderNames } from "./folder_names.ts";
import {
  checkPermission,
  checkWritable,
  closeFile,
  closeLocked,
  linkInfo,
  localError,
  openFileInfo,
} from "./local_file.ts";
import {
  MAX_SLOTS,
  nameStart,
  notePath,
  partPath,
  RESUMED,
  targetOfPart,
} from "./local_name.ts";
import { permitted } from "./permission.ts";

/** The version of a remote file. Members that the server does not report are `null`. */
export interface FileVersion {
  /** The size in bytes. */
  readonly size: number | null;
  /** The time of the last change. */
  readonly modified: Date | null;
  /** The strong entity tag of an HTTP response. */
  readonly tag?: string | null;
  /** The place of the file: its URL without credentials and query. */
  readonly place?: string | null;
}

/** The bytes that already exist when the transfer of a file starts. */
export interface Continuation {
  /** The number of bytes. */
  readonly offset: number;
  /** The version of the file that they come from, or `null` if it is not known. */
  readonly version: FileVersion | null;
}

/** A part file that is open and locked. */
export interface Part {
  readonly path: string;
  /** The slot of its name. */
  readonly slot: number;
  readonly file: Deno.FsFile;
  /** `true` if there was no part of that name. */
  readonly isNew: boolean;
  /** The number of bytes that an earlier transfer has left. */
  readonly start: number;
  /**
   * The version of the remote file that those bytes come from, or `null` if it
   * was not recorded.
   */
  readonly version: FileVersion | null;
}

/** A part file of a folder. */
export interface LocalPart {
  /** The path of the part. */
  readonly path: string;
  /** The path of the complete file, or `null` if the name of the part was shortened. */
  readonly target: string | null;
  /** The bytes that have arrived. */
  readonly size: number;
  /** `true` while a transfer writes it. */
  readonly inUse: boolean;
  /** The size of the remote file, or `null` if it is not known. */
  readonly remoteSize: number | null;
  /** The modification time of the remote file, or `null` if it is not known. */
  readonly remoteModified: Date | null;
}

/**
 * Opens the part of a target. With `resume` an earlier part is continued, and a later
 * transfer can continue this one. A new part gets the mode.
 */
export function openPart(
  target: string,
  resume: boolean,
  mode: number,
  action: string,
): Part {
  if (resume) return openResumed(target, mode, action);
  for (let slot = RESUMED + 1; slot <= MAX_SLOTS; slot++) {
    const path = partPath(target, slot);
    checkWritable(action, path);
    const file = create(path, mode, action);
    if (file === null) continue;
    if (locks(file)) return newPart(path, slot, file);
    closeFile(file);
  }
  throw new InternetError(
    ERROR_SHARING_VIOLATION,
    `Cannot ${action}: there are ${MAX_SLOTS} parts of earlier transfers already; remove those that listParts returns`,
  );
}

function openResumed(target: string, mode: number, action: string): Part {
  const path = partPath(target, RESUMED);
  checkWritable(action, path);
  const created = create(path, mode, action);
  const file = created ?? openExisting(path, action);
  if (!locks(file)) {
    closeFile(file);
    throw new InternetError(
      ERROR_SHARING_VIOLATION,
      `Cannot ${action}: another transfer writes "${target}"; wait for its end or use another path`,
    );
  }
  if (created !== null) return newPart(path, RESUMED, file);
  const start = file.seekSync(0, Deno.SeekMode.End);
  const version = start > 0 ? readNote(path) : null;
  return { path, slot: RESUMED, file, isNew: false, start, version };
}

function newPart(path: string, slot: number, file: Deno.FsFile): Part {
  return { path, slot, file, isNew: true, start: 0, version: null };
}

/** Creates a part; returns `null` if the name is in use. */
function create(
  path: string,
  mode: number,
  action: string,
): Deno.FsFile | null {
  try {
    const options = { read: true, write: true, createNew: true, mode };
    return Deno.openSync(path, options);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return null;
    throw localError(action, error, ERROR_PATH_NOT_FOUND);
  }
}

/** Opens an existing part, if it is a file with only one hard link. */
function openExisting(path: string, action: string): Deno.FsFile {
  let file: Deno.FsFile | null = null;
  try {
    if (isOwnFile(linkInfo(path))) {
      file = Deno.openSync(path, { read: true, write: true });
      if (hasName(file, path)) return file;
    }
  } catch (error) {
    closeFile(file);
    throw localError(action, error, ERROR_PATH_NOT_FOUND);
  }
  closeFile(file);
  throw new InternetError(
    ERROR_ACCESS_DENIED,
    `Cannot ${action}: "${path}" is a link or not a file; remove it`,
  );
}

/** Returns `true` for a file with only one hard link. */
function isOwnFile(info: Deno.FileInfo | null): boolean {
  return info !== null && info.isFile && (info.nlink ?? 1) === 1;
}

/** Returns `true` if an open file still has its name. */
function hasName(file: Deno.FsFile, path: string): boolean {
  const named = linkInfo(path);
  const { dev, ino } = openFileInfo(file, path);
  return isOwnFile(named) && named?.dev === dev && named.ino === ino;
}

/** Locks a file; returns `false` if another transfer has locked it. */
function locks(file: Deno.FsFile): boolean {
  try {
    return file.tryLockSync(true);
  } catch {
    return true; // The file system has no locks.
  }
}

/**
 * Removes the left-over parts of a target that no transfer continues.
 *
 * @param own The slot of the caller's own part: the first one is only free if there are none.
 * @param folder The names in the folder, if a missing part need not be looked up.
 */
export function sweepParts(
  target: string,
  own: number = RESUMED,
  folder?: FolderNames,
): void {
  if (own === RESUMED + 1) return;
  for (let slot = RESUMED + 1; slot <= MAX_SLOTS; slot++) {
    const path = partPath(target, slot);
    if (folder?.lacks(path)) return;
    if (!permitted({ name: "read", path })) return;
    if (!permitted({ name: "write", path })) return;
    if (!isThere(path)) return;
    sweepPart(path);
  }
}

function isThere(path: string): boolean {
  try {
    return linkInfo(path) !== null;
  } catch {
    return false; // The code that opens the part reports the error.
  }
}

/** Removes a part unless a transfer writes it. */
function sweepPart(path: string): void {
  let file: Deno.FsFile | null = null;
  try {
    if (!isOwnFile(linkInfo(path))) return;
    file = Deno.openSync(path, { read: true, write: true });
    // Without locks it is not known whether the part is in use.
    if (file.tryLockSync(true) && hasName(file, path)) Deno.removeSync(path);
  } catch {
    // Another program has removed it, or has it open.
  } finally {
    closeLocked(file);
  }
}

/**
 * Removes the remaining part of a complete file. It exists if a program was
 * killed after the part got the name of the file and before its own name was
 * removed.
 */
export function removeNamedPart(target: string, info: Deno.FileInfo): void {
  const path = partPath(target, RESUMED);
  if (info.ino === null || !permitted({ name: "read", path })) return;
  try {
    const part = linkInfo(path);
    const isSameFile = part?.ino === info.ino && part.dev === info.dev;
    if (isSameFile) removeFile(path);
    if (isSameFile || part === null) removeFile(notePath(path));
  } catch {
    // The code that opens the part reports the error.
  }
}

/** Removes a part and its note. */
export function removePart({ path }: Part): void {
  for (const name of [path, notePath(path)]) removeFile(name);
}

/** Removes a file if it exists and the program may remove it. */
export function removeFile(path: string): void {
  if (!permitted({ name: "write", path })) return;
  try {
    Deno.removeSync(path);
  } catch {
    // Another program has removed it, or it never existed.
  }
}

// ---- notes ----

/** The maximum size of a note in bytes. */
const MAX_NOTE_BYTES = 8000;

/** Records the version of the remote file next to a part, if the program may do that. */
export function noteVersion(
  { path }: Pick<Part, "path">,
  version: FileVersion,
): void {
  const note = notePath(path);
  if (!permitted({ name: "write", path: note })) return;
  removeFile(note);
  const { size, modified, tag = null } = version;
  if (size === null && modified === null && tag === null) return;
  try {
    const text = JSON.stringify(version);
    Deno.writeTextFileSync(note, text, { createNew: true, mode: 0o600 });
  } catch {
    // The download does not fail: only continuing it is less certain.
  }
}

/** Reads the note of a part; returns `null` if there is none. */
function readNote(part: string): FileVersion | null {
  const path = notePath(part);
  if (!permitted({ name: "read", path })) return null;
  try {
    const info = linkInfo(path);
    if (info === null || !info.isFile || info.size > MAX_NOTE_BYTES) {
      return null;
    }
    const { size, modified, tag, place } = JSON.parse(
      Deno.readTextFileSync(path),
    );
    const time = typeof modified === "string" ? new Date(modified) : null;
    return {
      size: Number.isSafeInteger(size) ? size : null,
      modified: time === null || Number.isNaN(time.getTime()) ? null : time,
      tag: typeof tag === "string" ? tag : null,
      place: typeof place === "string" ? place : null,
    };
  } catch {
    return null;
  }
}

/** Returns `true` if bytes of one version can be continued with bytes of the other one. */
export function isSameVersion(one: FileVersion, other: FileVersion): boolean {
  return isSame(one.size, other.size) &&
    isSame(one.modified?.getTime(), other.modified?.getTime()) &&
    isSame(one.tag, other.tag) && isSame(one.place, other.place);
}

/** Returns `true` unless two values are known and differ. */
function isSame<Value>(one: Value, other: Value): boolean {
  return (one ?? other ?? null) === (other ?? one ?? null);
}

// ---- listing ----

/** Returns the parts in a folder, in the order of their names. */
export function partsIn(folder: string): LocalPart[] {
  const action = `list the parts in "${folder}"`;
  checkPermission(action, folder, "read");
  const found: LocalPart[] = [];
  try {
    const names = new Set(
      [...Deno.readDirSync(folder)].map(({ name }) => name),
    );
    const prefix = nameStart(`${folder}x`) === folder.length ? "" : "/";
    for (const name of [...names].sort()) {
      const target = targetOfPart(name, names.has(notePath(name)));
      if (target === null) continue;
      const path = `${folder}${prefix}${name}`;
      const info = linkInfo(path);
      if (!info?.isFile) continue;
      const version = readNote(path);
      found.push({
        path,
        target: target === undefined ? null : `${folder}${prefix}${target}`,
        size: info.size,
        inUse: isInUse(path),
        remoteSize: version?.size ?? null,
        remoteModified: version?.modified ?? null,
      });
    }
    return found;
  } catch (error) {
    throw localError(action, error, ERROR_PATH_NOT_FOUND);
  }
}

function isInUse(path: string): boolean {
  let file: Deno.FsFile | null = null;
  try {
    file = Deno.openSync(path);
    // A shared lock: two programs that list the parts do not make them look
    // used.
    return !file.tryLockSync(false);
  } catch {
    return false;
  } finally {
    closeLocked(file);
  }
}
