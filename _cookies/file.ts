// Copyright 2026 the wininet authors. MIT license.

/**
 * A file that keeps cookies between runs of a program, together with the hosts
 * that require https (`hsts.ts`).
 *
 * Changes to the jar are collected, and are written as soon as the program
 * waits for something. Changes during a write are written after it. A write
 * reads the file, merges the changes, and replaces the file
 * (`local_target.ts`). So the file is never incomplete, and changes by another
 * program are not lost. A lock on a second file (`.lock`) keeps two programs
 * from writing at the same time. Files left by a killed program are removed
 * when the cookie file is opened or written.
 *
 * A file that cannot be parsed is an error, and is left unchanged.
 *
 * @module
 */

import {
  ERROR_INVALID_DATA,
  ERROR_INVALID_HANDLE,
  ERROR_PATH_NOT_FOUND,
  InternetError,
} from "../error.ts";
import {
  checkPermission,
  checkWritable,
  localError,
} from "../_base/local_file.ts";
import { isAbsolute, nameStart } from "../_base/local_name.ts";
import { placeOf } from "../_base/local_place.ts";
import { openTarget } from "../_base/local_target.ts";
import { quotedValue } from "../_base/secrets.ts";
import { sweepParts } from "../_base/part_file.ts";
import {
  checkedContent,
  type FileContent,
  NO_CONTENT,
  textOf,
} from "./file_format.ts";
import { MAX_HOSTS, type StrictHost } from "./hsts.ts";
import type { CookieJar } from "./jar.ts";
import { type Cookie, cookieKey, MAX_COOKIES } from "./store.ts";

/**
 * The maximum size of a file in bytes. A full jar with the longest names and
 * paths needs half of it.
 */
export const MAX_FILE_LENGTH = 67_108_864;

/**
 * The maximum number of changes that wait while writing fails. The oldest ones
 * are then dropped.
 */
const MAX_CHANGES = 4 * MAX_COOKIES;

/** Changes that are not written yet, by cookie key and by host name. `null` means deleted. */
class Changes {
  readonly cookies = new Map<string, Cookie | null>();
  readonly hosts = new Map<string, StrictHost | null>();

  get isEmpty(): boolean {
    return this.cookies.size === 0 && this.hosts.size === 0;
  }

  /** Adds newer changes. */
  add({ cookies, hosts }: Changes): void {
    for (const [key, cookie] of cookies) note(this.cookies, key, cookie);
    for (const [name, host] of hosts) note(this.hosts, name, host);
  }
}

/** Adds a change as the newest one. */
function note<Value>(
  changes: Map<string, Value>,
  key: string,
  value: Value,
): void {
  changes.delete(key);
  changes.set(key, value);
  if (changes.size <= MAX_CHANGES) return;
  const [oldest] = changes.keys();
  changes.delete(oldest!);
}

/** The cookie file of a jar, until it is closed. */
export class CookieFileWriter {
  readonly #jar: CookieJar;
  readonly #path: string;
  #changes = new Changes();
  #writing: Promise<void> | null = null;
  #failure: InternetError | null = null;
  /** The last failure that was not reported to the program yet. */
  #untold: InternetError | null = null;
  #closed = false;

  constructor(jar: CookieJar, path: string) {
    this.#jar = jar;
    this.#path = path;
  }

  /** Loads the cookies of a file into a jar, and from then on writes the changes of the jar. */
  static async open(jar: CookieJar, path: string): Promise<CookieFileWriter> {
    const target = await absolutePath(path);
    sweepParts(target);
    const { cookies, hosts } = await readContent(target);
    const writer = new CookieFileWriter(jar, target);
    const { store, strictHosts } = jar;
    for (const cookie of jar.persistent()) {
      writer.#note("cookies", cookieKey(cookie), cookie);
    }
    for (const host of strictHosts.all()) {
      writer.#note("hosts", host.host, host);
    }
    jar.load(cookies);
    strictHosts.load(hosts);
    store.watch = (key, cookie) => writer.#note("cookies", key, cookie);
    strictHosts.watch = (name, host) => writer.#note("hosts", name, host);
    return writer;
  }

  /** The path of the file. */
  get path(): string {
    return this.#path;
  }

  /** The error of the last write, or `null` if it succeeded. */
  get failure(): InternetError | null {
    return this.#failure;
  }

  /** Returns the error of a failed write once; `null` if there is none to report. */
  takeFailure(): InternetError | null {
    const untold = this.#untold;
    this.#untold = null;
    return untold;
  }

  /** Waits until everything is written. Throws the error of a failed write. */
  async flush(): Promise<void> {
    this.#checkOpen("write the cookies");
    await this.#settle();
  }

  /** Writes the last changes and detaches from the jar, which keeps its cookies. */
  async close(): Promise<void> {
    this.#checkOpen("close the cookie file");
    this.#closed = true;
    this.#jar.store.watch = null;
    this.#jar.strictHosts.watch = null;
    await this.#settle();
  }

  /** `true` after `close`. */
  get closed(): boolean {
    return this.#closed;
  }

  #checkOpen(action: string): void {
    if (!this.#closed) return;
    throw new InternetError(
      ERROR_INVALID_HANDLE,
      `Cannot ${action}: the file is closed`,
    );
  }

  #note<Kind extends "cookies" | "hosts">(
    kind: Kind,
    key: string,
    value: Cookie | StrictHost | null,
  ): void {
    note<unknown>(this.#changes[kind], key, value);
    this.#start();
  }

  /** Starts a write, unless one is already running. */
  #start(): void {
    this.#writing ??= this.#writeAll().then(() => {
      this.#writing = null;
      if (!this.#changes.isEmpty && this.#failure === null) this.#start();
    });
  }

  async #settle(): Promise<void> {
    while (this.#writing) await this.#writing;
    // Tries a failed write once more, even if it was running a moment ago: the
    // disk may have free space again.
    if (!this.#changes.isEmpty) this.#start();
    while (this.#writing) await this.#writing;
    this.#untold = null;
    if (this.#failure !== null) throw this.#failure;
  }

  async #writeAll(): Promise<void> {
    // Writes cookies that are set one after the other together.
    await Promise.resolve();
    this.#failure = null;
    while (!this.#changes.isEmpty && this.#failure === null) {
      const changes = this.#changes;
      this.#changes = new Changes();
      try {
        await mergeChanges(this.#path, changes);
        this.#untold = null;
      } catch (error) {
        this.#failure = this.#untold = fileError("write the cookies", error);
        changes.add(this.#changes);
        this.#changes = changes;
      }
    }
  }
}

/**
 * Returns the path of the target of a link. It is absolute, so that the program
 * may change its directory. Links to directories are kept: the program has
 * permission for them.
 */
async function absolutePath(path: string): Promise<string> {
  const action = "open the cookie file";
  const place = placeOf(path, action).path;
  const start = nameStart(place);
  const folder = place.slice(0, start) || ".";
  checkPermission(action, folder, "read");
  try {
    const real = await Deno.realPath(folder);
    return isAbsolute(place)
      ? place
      : `${real.replace(/\/$/, "")}/${place.slice(start)}`;
  } catch (error) {
    throw fileError(action, error);
  }
}

/** Reads a file. A missing file counts as empty. */
async function readContent(path: string): Promise<FileContent> {
  checkPermission("read the cookie file", path, "read");
  try {
    const { size, isFile } = await Deno.stat(path);
    if (isFile && size <= MAX_FILE_LENGTH) {
      return checkedContent(await Deno.readTextFile(path));
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return NO_CONTENT;
    throw fileError("read the cookie file", error);
  }
  throw new InternetError(
    ERROR_INVALID_DATA,
    `Cannot read the cookie file ${
      quotedValue(path)
    }: it must be a file of at most ${MAX_FILE_LENGTH} bytes, so remove it or pass another path`,
  );
}

/** Merges changes into a file, while holding its lock. */
async function mergeChanges(path: string, changes: Changes): Promise<void> {
  const lockPath = `${path}.lock`;
  checkWritable("write the cookies", lockPath);
  using lock = await Deno.open(lockPath, {
    create: true,
    write: true,
    mode: 0o600,
  });
  await lock.lock(true);
  const { cookies, hosts } = await readContent(path);
  const content = {
    cookies: merged(cookies, cookieKey, changes.cookies, MAX_COOKIES),
    hosts: merged(hosts, ({ host }) => host, changes.hosts, MAX_HOSTS),
  };
  await replaceFile(path, textOf(content));
}

/**
 * Returns the entries that have not expired, with the changes applied. If there
 * are too many, the newest ones, which are last, are kept.
 */
function merged<Entry extends { readonly expires: number | null }>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string,
  changes: ReadonlyMap<string, Entry | null>,
  most: number,
): Entry[] {
  const now = Date.now();
  const living = entries.filter(({ expires }) => (expires ?? 0) > now);
  const all = new Map(living.map((entry) => [keyOf(entry), entry]));
  for (const [key, entry] of changes) {
    all.delete(key);
    if (entry !== null) all.set(key, entry);
  }
  return [...all.values()].slice(-most);
}

/** Replaces the file. Only its owner can read it. */
async function replaceFile(path: string, text: string): Promise<void> {
  const options = { failIfExists: false, resume: false, secret: true };
  const target = await openTarget(path, options);
  try {
    await target.write(new TextEncoder().encode(text));
    await target.commit(null);
  } catch (error) {
    target.discard(false);
    throw error;
  }
}

function fileError(action: string, cause: unknown): InternetError {
  return localError(action, cause, ERROR_PATH_NOT_FOUND);
}
