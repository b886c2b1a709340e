// Copyright 2026 the wininet authors. MIT license.

/**
 * The part of the cache that protocols use: finding, reading, writing and
 * removing stored responses. `rules.ts` decides whether a stored response may
 * be used.
 *
 * The index is synchronous, because `node:sqlite` is: a lookup takes some
 * microseconds. Only operations on bodies may be asynchronous.
 *
 * @module
 */

/** A stored response, without its body. */
export interface StoredResponse {
  /** The number of the row in the index. */
  readonly id: number;
  readonly url: string;
  /** `*_CACHE_ENTRY` bits. */
  readonly type: number;
  /** The status code; 0 for an entry of a program, which has no headers. */
  readonly status: number;
  /**
   * The status line and the header fields in ISO 8859-1, with an empty line at
   * the end; `""` for none.
   */
  readonly head: string;
  /** The header fields of the request that `Vary` names, as `name: value` lines in lower case; `""` for none. */
  readonly varied: string;
  /** The user whose credentials the request had; `""` for none. */
  readonly identity: string;
  /** The size of the body in bytes. */
  readonly size: number;
  /** `false` for an entry without a body file. */
  readonly hasBody: boolean;
  /**
   * The times at which the request was sent and the response arrived, in
   * milliseconds. They determine the age.
   */
  readonly requested: number;
  readonly received: number;
  /** The times that the functions return; `null` if unknown. */
  readonly expires: number | null;
  readonly modified: number | null;
  /** LastSyncTime: the last time that the response was fetched or revalidated. */
  readonly synced: number;
}

/** The response that a body belongs to. */
export type NewResponse = Omit<
  StoredResponse,
  "id" | "url" | "size" | "hasBody" | "synced"
>;

/** The body of a stored response. The entry is locked until it is closed. */
export interface StoredBody {
  readonly size: number;
  /**
   * Reads from a position into a buffer; returns or resolves with the number of
   * bytes, 0 at the end.
   */
  read(position: number, buffer: Uint8Array): number | Promise<number>;
  /**
   * Returns the path of the file. A body in memory is written to a temporary
   * file. Throws if the program has no permission to do that.
   */
  path(): string;
  close(): void;
}

/** A body that is being written. Nothing is stored before `commit`. */
export interface BodyWriter {
  /** The number of bytes written. */
  readonly size: number;
  /** Writes a piece. Waits only if the disk is slow. Rejects or throws if the disk is full. */
  write(bytes: Uint8Array): void | Promise<void>;
  /**
   * Returns the path of the growing file. A body in memory is written to a
   * temporary file. Throws if the program has no permission to do that.
   */
  path(): string;
  /** Reads bytes that were written, for reads before the end (InternetSetFilePointer). */
  read(position: number, buffer: Uint8Array): number | Promise<number>;
  /**
   * Stores the response and ends the writer; after that `open` reads it.
   * Returns `null` if the entry is locked or the store fails. The handle can
   * still read the bytes until `abandon`.
   *
   * A body of 0 bytes is an empty file, or no file for 204 and
   * REDIRECT_CACHE_ENTRY.
   */
  commit(response: NewResponse): StoredResponse | null;
  /** Removes the bytes, unless they are stored. */
  abandon(): void;
}

/** The interface of a cache for protocols. */
export interface ResponseCache {
  /**
   * When to revalidate entries that have no explicit freshness: one of
   * `WININET_SYNC_MODE_*`.
   */
  readonly syncMode: number;
  /** `false` if https responses are not stored. */
  readonly https: boolean;
  /** Returns the stored responses of a URL, one for each variant and identity, newest first. */
  find(url: string, secondary: string): readonly StoredResponse[];
  /**
   * Opens the body, locks the entry and counts a hit. An entry without a body
   * has an empty one. Returns `null` if the entry was replaced. If the file is
   * missing or incomplete, the entry is removed and the result is also `null`.
   */
  open(entry: StoredResponse): StoredBody | null;
  /**
   * Starts a body; never fails before the first byte. `extension` is for its
   * file, without the dot.
   */
  write(url: string, secondary: string, extension: string | null): BodyWriter;
  /**
   * Stores the changes of a 304 response. Returns `null` if the entry was
   * removed or replaced.
   */
  update(
    entry: StoredResponse,
    change: Partial<Omit<NewResponse, "identity">>,
  ): StoredResponse | null;
  /** Opens another cache in memory with the same settings, for a private session. */
  openPrivate(): Promise<ResponseCache & Disposable>;
  /**
   * Removes all variants of a URL, with any fragment. Locked ones are removed
   * with their last lock.
   */
  remove(url: string): void;
}
