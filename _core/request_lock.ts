// Copyright 2026 the wininet authors. MIT license.

/**
 * Locks on responses.
 *
 * A lock keeps the cache file of a response after the handle is closed and
 * after the cache entry is replaced. A handle has one lock with a count; it is
 * released by the same number of unlocks. For a response without a file, the
 * lock only counts.
 *
 * A handle can be locked only after its response has arrived: a request that
 * has received the response head, or an open file.
 *
 * @module
 */

import {
  ERROR_FILE_NOT_FOUND,
  ERROR_INVALID_HANDLE,
  InternetError,
} from "../error.ts";
import {
  INTERNET_HANDLE_TYPE_FTP_FILE,
  INTERNET_HANDLE_TYPE_FTP_FILE_HTML,
  INTERNET_HANDLE_TYPE_FTP_FIND_HTML,
  INTERNET_HANDLE_TYPE_GOPHER_FILE,
  INTERNET_HANDLE_TYPE_GOPHER_FILE_HTML,
  INTERNET_HANDLE_TYPE_GOPHER_FIND_HTML,
  INTERNET_HANDLE_TYPE_HTTP_REQUEST,
  INTERNET_OPTION_REQUEST_FLAGS,
  INTERNET_REQFLAG_NO_HEADERS,
} from "../options.ts";
import { hasFlag } from "../_base/bits.ts";
import { quotedValue } from "../_base/secrets.ts";
import type { HandleObject } from "./handle.ts";

/** The handle types that exist only after their response has arrived. */
const FILES: ReadonlySet<number> = new Set([
  INTERNET_HANDLE_TYPE_FTP_FILE,
  INTERNET_HANDLE_TYPE_FTP_FILE_HTML,
  INTERNET_HANDLE_TYPE_FTP_FIND_HTML,
  INTERNET_HANDLE_TYPE_GOPHER_FILE,
  INTERNET_HANDLE_TYPE_GOPHER_FILE_HTML,
  INTERNET_HANDLE_TYPE_GOPHER_FIND_HTML,
]);

/** A lock of `InternetLockRequestFile`. */
export interface RequestFileLock extends Disposable {
  /** `true` if it has been locked more often than unlocked. */
  readonly locked: boolean;
  /** Unlocks once; does nothing if it is not locked. */
  [Symbol.dispose](): void;
}

class Lock implements RequestFileLock {
  /** The file that each lock operation has kept, or `null` if there was none. */
  readonly #files: (Disposable | null)[] = [];

  get locked(): boolean {
    return this.#files.length > 0;
  }

  lock(file: Disposable | null): this {
    this.#files.push(file);
    return this;
  }

  unlock(): void {
    if (!this.locked) {
      throw new InternetError(
        ERROR_INVALID_HANDLE,
        "Cannot unlock the file: it is no longer locked; unlock it once for each call of InternetLockRequestFile",
      );
    }
    this.#files.pop()?.[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    if (this.locked) this.unlock();
  }
}

/** The lock of each handle that has been locked. */
const locks = new WeakMap<HandleObject, Lock>();

/**
 * Locks the response of a handle.
 *
 * @throws {InternetError} ERROR_FILE_NOT_FOUND before the response has arrived,
 * and ERROR_INTERNET_INCORRECT_HANDLE_TYPE if the handle never has a response.
 */
export function lockResponse(handle: HandleObject): RequestFileLock {
  if (!hasResponse(handle)) {
    throw new InternetError(
      ERROR_FILE_NOT_FOUND,
      "Cannot lock the file: the request has no response yet, so await HttpSendRequest first",
    );
  }
  const lock = locks.get(handle) ?? new Lock();
  locks.set(handle, lock);
  return lock.lock(handle.holdFile());
}

/**
 * Unlocks once.
 *
 * @throws {InternetError} ERROR_INVALID_HANDLE if the value is not a lock, or
 * is not locked.
 */
export function unlockResponse(lock: unknown): void {
  if (!(lock instanceof Lock)) {
    throw new InternetError(
      ERROR_INVALID_HANDLE,
      `Cannot unlock ${
        quotedValue(lock)
      }: pass what InternetLockRequestFile has returned`,
    );
  }
  lock.unlock();
}

function hasResponse(handle: HandleObject): boolean {
  if (handle.type === INTERNET_HANDLE_TYPE_HTTP_REQUEST) {
    const flags = handle.queryOption(INTERNET_OPTION_REQUEST_FLAGS);
    return !hasFlag(Number(flags), INTERNET_REQFLAG_NO_HEADERS);
  }
  if (FILES.has(handle.type)) return true;
  throw handle.wrongType(
    "InternetLockRequestFile",
    "InternetOpenUrl, HttpOpenRequest, FtpOpenFile or GopherOpenFile",
  );
}
