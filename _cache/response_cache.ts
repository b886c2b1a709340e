// Copyright 2026 the wininet authors. MIT license.

/**
 * The part of the cache that protocols use: finding, reading, writing and removing
 * stored responses. Whether a stored response may be used is decided by `rules.ts`.
 *
 * The index is synchronous, because `node:sqlite` is: a look-up takes some
 * microseconds. Only bodies may be awaited.
 *
 * @module
 */

/** A stored response, without its body. */
export interface StoredResponse {
  /** The row in the index. */
  readonly id: number;
  readonly url: string;
  /** `*_CACHE_ENTRY` bits. */
  readonly type: number;
  /** The status; 0 for an entry without headers, which a program has made. */
  readonly status: number;
  /** The status line and the header fields, ISO 8859-1, with an empty line at the end; `""` for none. */
  readonly head: string;
  /** The header fields of the request that `Vary` names, as `name: value` lines in lower case; `""` for none. */
  readonly varied: string;
  /** The user whose credentials the request had; `""` for none. */
  readonly identity: string;
  /** Bytes of the body. */
  readonly size: number;
  /** False for an entry without a body file. */
  readonly hasBody: boolean;
  /** When the request was sent and when the response came, for its age; milliseconds. */
  readonly requested: number;
  readonly received: number;
  /** The times that the functions show; `null` if unknown. */
  readonly expires: number | null;
  readonly modified: number | null;
  /** LastSyncTime: when the server was asked last. */
  readonly synced: number;
}

/** The response that a body is stored with. */
export type NewResponse = Omit<
  StoredResponse,
  "id" | "url" | "size" | "hasBody" | "synced"
>;

/** The body of a stored response. The entry is locked until it is closed. */
export interface StoredBody {
  readonly size: number;
  /** Fills a buffer from a position; returns or resolves with the number of bytes, 0 at the end. */
  read(position: number, buffer: Uint8Array): number | Promise<number>;
  /** The file; a body in memory is written to a temporary one. Throws if that is not permitted. */
  path(): string;
  close(): void;
}

/** A body that is being written. Nothing is stored before `commit`. */
export interface BodyWriter {
  /** The bytes that were written. */
  readonly size: number;
  /** Writes a piece; it is only awaited if the disk is slow. Rejects or throws if the disk is full. */
  write(bytes: Uint8Array): void | Promise<void>;
  /** The file that grows; a body in memory is written to a temporary one. Throws if that is not permitted. */
  path(): string;
  /** What was written, for reads before the end (InternetSetFilePointer). */
  read(position: number, buffer: Uint8Array): number | Promise<number>;
  /**
   * Stores it, and ends the writer: then `open` reads it. Returns `null` if the entry is locked or the
   * store fails; what was written stays for the handle until `abandon`.
   *
   * Without a byte it is an empty file, or none for 204 and REDIRECT_CACHE_ENTRY.
   */
  commit(response: NewResponse): StoredResponse | null;
  /** Removes what was written, unless it is stored. */
  abandon(): void;
}

/** What a protocol uses of a cache. */
export interface ResponseCache {
  /** When requests ask the server about entries that say nothing of their freshness: `WININET_SYNC_MODE_*`. */
  readonly syncMode: number;
  /** False if responses of https are not stored. */
  readonly https: boolean;
  /** Returns the stored responses of a URL, one for each variant and identity, the newest first. */
  find(url: string, secondary: string): readonly StoredResponse[];
  /**
   * Opens the body, locks the entry and counts a hit; an entry without a body has an empty one. `null` if
   * the file is gone or incomplete, and the entry then is gone, too; or if the entry was replaced.
   */
  open(entry: StoredResponse): StoredBody | null;
  /** Starts a body; it never fails before the first byte. `extension` is that of its file, without the dot. */
  write(url: string, secondary: string, extension: string | null): BodyWriter;
  /** Stores what a 304 has changed. Returns `null` if the entry has vanished or was replaced. */
  update(
    entry: StoredResponse,
    change: Partial<Omit<NewResponse, "identity">>,
  ): StoredResponse | null;
  /** Opens another one in memory with the same settings, for a private session. */
  openPrivate(): Promise<ResponseCache & Disposable>;
  /** Removes all variants of a URL, with any fragment; locked ones go with their last lock. */
  remove(url: string): void;
}
