// Copyright 2026 the wininet authors. MIT license.

/**
 * Bodies in files: `content/xx/name[n].ext` in the directory of the cache,
 * where `xx` are two random hex digits.
 *
 * The name of a body that HTTP writes ends with `.part` until the body is
 * complete, or until the program asks for its path, which must not change after
 * that. A row is created after its file and removed before it, so a killed
 * process can only leave a file without a row.
 *
 * @module
 */

import { ERROR_ACCESS_DENIED, InternetError } from "../error.ts";
import {
  checkPermission,
  closeFile,
  closeLocked,
  linkInfo,
  openFileInfo,
} from "../_base/local_file.ts";
import { permitted } from "../_base/permission.ts";
import { isAbsolute } from "../_base/local_name.ts";
import type { Bodies, BodyPlace, BodySink, BodySource } from "./bodies.ts";
import { storeError } from "./failure.ts";
import { cacheFileName } from "./file_name.ts";

/** The end of the name of an incomplete file. */
export const PART = ".part";

/**
 * The maximum number of names to try. After the first, random numbers are used,
 * because thousands of files may have the same name.
 */
const MAX_TRIES = 100;
const MAX_COUNTER = 999_999;

/**
 * A write that takes longer than this many milliseconds shows a slow disk; then
 * the next ones are awaited.
 */
const SLOW_WRITE = 50;

/** The name of a body, in a directory of two hex digits. */
const NAME_REGEXP = /^[0-9a-f]{2}\/(?!\.{1,2}$)[^/\\]+$/;

/** Bodies in the files of a directory. */
export class FolderBodies implements Bodies {
  readonly #root: string;

  /** @param root An absolute path. */
  constructor(root: string) {
    this.#root = root;
  }

  folder({ folder }: BodyPlace): string {
    return isAbsolute(folder)
      ? `${folder.replace(/[/\\]$/, "")}/`
      : `${this.#root}/${folder}/`;
  }

  newFile(place: BodyPlace, url: string, extension: string | null): string {
    this.#check(place, "create a file of the cache");
    const part = this.#newPart(place, url, extension);
    closeLocked(part.file);
    try {
      const options = { write: true, createNew: true, mode: 0o600 };
      Deno.openSync(part.path, options).close();
    } finally {
      Deno.removeSync(part.path + PART);
    }
    return part.path;
  }

  nameOf(place: BodyPlace, path: string): string | null {
    const folder = this.folder(place);
    if (!path.startsWith(folder)) return null;
    const name = path.slice(folder.length).replaceAll("\\", "/");
    return NAME_REGEXP.test(name) ? name : null;
  }

  sink(place: BodyPlace, url: string, extension: string | null): BodySink {
    return new FileSink(() => {
      this.#check(place, "write a file of the cache");
      const part = this.#newPart(place, url, extension);
      return { ...part, name: this.nameOf(place, part.path)! };
    });
  }

  open(place: BodyPlace, name: string): BodySource | null {
    const path = this.path(place, name);
    this.#check(place, "read a file of the cache");
    let file: Deno.FsFile | null = null;
    try {
      if (!linkInfo(path)?.isFile) return null;
      file = Deno.openSync(path);
      return new FileSource(file, openFileInfo(file, path).size);
    } catch (error) {
      closeFile(file);
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
  }

  sizeOf(place: BodyPlace, name: string): number | null {
    this.#check(place, "read a file of the cache");
    const info = linkInfo(this.path(place, name));
    return info?.isFile ? info.size : null;
  }

  path(place: BodyPlace, name: string): string {
    return this.folder(place) + name;
  }

  file(place: BodyPlace, name: string): string {
    return this.path(place, name);
  }

  remove(place: BodyPlace, names: readonly string[]): void {
    if (!permitted({ name: "write", path: this.#checkedPath(place) })) return;
    for (const name of names) removeQuietly(this.path(place, name));
  }

  close(): void {
    // Files remain.
  }

  /**
   * Checks the permission for the directory, not for each file: Deno remembers
   * every path that it was asked about.
   */
  #check(place: BodyPlace, action: string): void {
    checkPermission(action, this.#checkedPath(place), "read", "write");
  }

  #checkedPath({ folder }: BodyPlace): string {
    return isAbsolute(folder) ? folder : this.#root;
  }

  /** Creates a part whose final name is free. */
  #newPart(place: BodyPlace, url: string, extension: string | null): NewPart {
    const container = this.folder(place);
    const digits = crypto.getRandomValues(new Uint8Array(1)).toHex();
    const folder = `${container}${digits}/`;
    try {
      return newPartIn(folder, url, extension);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    // The directory of the cache itself is not created again: without it the
    // index is lost.
    for (const path of [container, folder]) makeFolder(path);
    return newPartIn(folder, url, extension);
  }
}

/** An open part, and its final path. */
interface NewPart {
  readonly file: Deno.FsFile;
  readonly path: string;
}

function newPartIn(
  folder: string,
  url: string,
  extension: string | null,
): NewPart {
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    const counter = tries === 1
      ? 1
      : 1 + Math.floor(Math.random() * MAX_COUNTER);
    const path = folder +
      cacheFileName(url, extension, counter, folder.length);
    const file = createPart(path);
    // Only the owner of the part may create the file with the final name.
    if (file !== null && linkInfo(path) === null) return { file, path };
    if (file === null) continue;
    file.close();
    Deno.removeSync(path + PART);
  }
  throw new InternetError(
    ERROR_ACCESS_DENIED,
    `Cannot create a file in "${folder}": it has too many files with the same name`,
  );
}

function makeFolder(path: string): void {
  try {
    Deno.mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
}

/** Creates a part; returns `null` if its name is in use. */
function createPart(path: string): Deno.FsFile | null {
  try {
    const options = { write: true, createNew: true, mode: 0o600 };
    return Deno.openSync(path + PART, options);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return null;
    throw error;
  }
}

class FileSource implements BodySource {
  readonly size: number;
  readonly #file: Deno.FsFile;

  constructor(file: Deno.FsFile, size: number) {
    this.#file = file;
    this.size = size;
  }

  read(position: number, buffer: Uint8Array): number {
    return inStore("read a file of the cache", () => {
      // A program may write into the file. The system refuses a position far
      // after its end.
      const isAfterEnd = position > this.size &&
        position >= this.#file.statSync().size;
      return isAfterEnd ? 0 : readAt(this.#file, position, buffer);
    });
  }

  close(): void {
    closeFile(this.#file);
  }
}

/** A file that is being written, and its name in the index. */
interface StartedFile extends NewPart {
  readonly name: string;
}

class FileSink implements BodySink {
  readonly #start: () => StartedFile;
  #started: StartedFile | null = null;
  /** Reading uses its own file position, because a slow write may be in progress. */
  #reader: Deno.FsFile | null = null;
  #size = 0;
  #isNamed = false;
  #isSlow = false;

  constructor(start: () => StartedFile) {
    this.#start = start;
  }

  get size(): number {
    return this.#size;
  }

  write(bytes: Uint8Array): void | Promise<void> {
    return inStore("write a file of the cache", () => {
      const { file } = this.#open();
      if (this.#isSlow) return this.#writeSlowly(file, bytes);
      const start = performance.now();
      for (let at = 0; at < bytes.length;) {
        at += file.writeSync(bytes.subarray(at));
      }
      this.#isSlow = performance.now() - start > SLOW_WRITE;
      this.#size += bytes.length;
    });
  }

  async #writeSlowly(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
    try {
      for (let at = 0; at < bytes.length;) {
        at += await file.write(bytes.subarray(at));
      }
    } catch (error) {
      throw storeError("write a file of the cache", error);
    }
    this.#size += bytes.length;
  }

  read(position: number, buffer: Uint8Array): number {
    if (this.#started === null) return 0;
    const { path } = this.#started;
    return inStore("read a file of the cache", () => {
      this.#reader ??= Deno.openSync(this.#isNamed ? path : path + PART);
      return readAt(this.#reader, position, buffer);
    });
  }

  path(): string {
    return inStore("name a file of the cache", () => {
      const { path } = this.#open();
      if (!this.#isNamed) Deno.renameSync(path + PART, path);
      this.#isNamed = true;
      return path;
    });
  }

  finish(): string {
    this.path();
    return this.#open().name;
  }

  close(): void {
    closeLocked(this.#started?.file ?? null);
    closeFile(this.#reader);
  }

  remove(): void {
    if (this.#started === null) return;
    const { path } = this.#started;
    this.close();
    removeQuietly(this.#isNamed ? path : path + PART);
  }

  #open(): StartedFile {
    this.#started ??= this.#start();
    return this.#started;
  }
}

function readAt(
  file: Deno.FsFile,
  position: number,
  buffer: Uint8Array,
): number {
  file.seekSync(position, Deno.SeekMode.Start);
  return file.readSync(buffer) ?? 0;
}

/** Removes a file that may not exist. If the system refuses, a sweep removes it later. */
function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // A sweep removes it later.
  }
}

/** Runs work on files, and converts its errors to those of the store. */
function inStore<Value>(action: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw storeError(action, error);
  }
}
