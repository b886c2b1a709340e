// Copyright 2026 the wininet authors. MIT license.

/**
 * The body of a response that is in a file: a file of the cache, which may grow
 * while the program reads, or a temporary file for INTERNET_FLAG_NEED_FILE.
 *
 * Bytes from the network are copied into the program's buffer and from there
 * into the file. After InternetSetFilePointer, bytes that have already arrived
 * are read from the file.
 *
 * @module
 */

import {
  ERROR_INTERNET_UNABLE_TO_CACHE_FILE,
  InternetError,
} from "../../error.ts";
import type { BodyWriter, StoredBody } from "../../_cache/response_cache.ts";
import { pointerTarget } from "../../_core/file_pointer.ts";
import type { DecodedBody } from "./decoding.ts";
import type { ResponseBody } from "./body.ts";

/** The number of bytes that are read at a time to reach a later position. */
const STEP = 65_536;

/** A body from the network. */
export type NetworkBody = ResponseBody | DecodedBody;

/** The file of a response. It is kept until all its holders have released it. */
export class ResponseFile {
  #holders = 1;
  #writer: BodyWriter | null;
  #stored: StoredBody | null;
  /** Opens the stored body that was made from the written file. */
  #open: (() => StoredBody | null) | null = null;

  private constructor(writer: BodyWriter | null, stored: StoredBody | null) {
    this.#writer = writer;
    this.#stored = stored;
  }

  /** Returns the file of a stored body. */
  static stored(body: StoredBody): ResponseFile {
    return new ResponseFile(null, body);
  }

  /** Returns a file that is being written. */
  static growing(writer: BodyWriter): ResponseFile {
    return new ResponseFile(writer, null);
  }

  /** The size of the file in bytes. */
  get size(): number {
    return (this.#stored ?? this.#writer)!.size;
  }

  /** The path of the file. Throws if the file cannot be created or no longer exists. */
  get path(): string {
    return this.#body.path();
  }

  write(bytes: Uint8Array): void | Promise<void> {
    return this.#writer!.write(bytes);
  }

  read(position: number, buffer: Uint8Array): number | Promise<number> {
    return this.#body.read(position, buffer);
  }

  get #body(): StoredBody | BodyWriter {
    if (this.#open === null) return (this.#stored ?? this.#writer)!;
    this.#stored ??= this.#open();
    if (this.#stored !== null) return this.#stored;
    throw noFile("another process has removed it");
  }

  /**
   * Stores the data that was written; `store` returns `null` if the file
   * belongs to this response alone.
   */
  finish(
    store: (writer: BodyWriter) => (() => StoredBody | null) | null,
  ): void {
    this.#open = store(this.#writer!);
    // A locked file must outlive its entry.
    if (this.#open !== null && this.#holders > 1) this.#stored = this.#open();
  }

  /** Keeps the file until the returned holder is disposed. */
  hold(): Disposable {
    if (this.#open !== null) this.#stored ??= this.#open();
    this.#holders++;
    return { [Symbol.dispose]: () => this.release() };
  }

  /**
   * Releases one holder; after the last one an entry is unlocked, and a file
   * that was not stored is removed.
   */
  release(): void {
    if (--this.#holders > 0) return;
    this.#stored?.close();
    if (this.#open === null) this.#writer?.abandon();
  }
}

/** The network part of a body that is written into a file. */
export interface Inflow {
  readonly body: NetworkBody;
  /** True if the response must be in a file: INTERNET_FLAG_NEED_FILE. */
  readonly mustBeKept: boolean;
  /** Stores the complete body; see {@linkcode ResponseFile.finish}. */
  readonly store: (writer: BodyWriter) => (() => StoredBody | null) | null;
}

/** A body in a file. */
export class KeptBody {
  readonly #inflow: Inflow | null;
  /** The file, or `null` after it could not be written. */
  #file: ResponseFile | null;
  #position = 0;
  /** The number of bytes received from the network. */
  #received = 0;
  #finished = false;
  #released = false;

  constructor(file: ResponseFile, inflow: Inflow | null) {
    this.#file = file;
    this.#inflow = inflow;
    if (inflow === null) this.#received = file.size;
    else if (inflow.body.ended) this.#finish();
  }

  /** The file, or `null` after it could not be written. */
  get file(): ResponseFile | null {
    return this.#file;
  }

  /** The network body if the file could not be written, or `null` otherwise. */
  get rest(): NetworkBody | null {
    return this.#file === null ? this.#inflow!.body : null;
  }

  get isDecoded(): boolean {
    return this.#inflow?.body.isDecoded ?? false;
  }

  /** True if nothing must be released. */
  get ended(): boolean {
    return this.#released && (this.#inflow?.body.ended ?? true);
  }

  /** Reads from the current position; see {@linkcode ResponseBody.read}. */
  async read(buffer: Uint8Array, noWait: boolean): Promise<number> {
    let filled = 0;
    while (filled < buffer.length && !(noWait && filled > 0)) {
      const room = filled === 0 ? buffer : buffer.subarray(filled);
      const count = await this.#readSome(room, noWait);
      if (count === 0) break;
      filled += count;
      this.#position += count;
    }
    return filled;
  }

  /** Returns the number of bytes that are available; waits only if that number is 0. */
  async available(): Promise<number> {
    await this.#advance();
    const there = this.#received - this.#position;
    if (there > 0) return there;
    const { body } = this.#inflow ?? {};
    const coming = body === undefined
      ? 0
      : await this.#orRelease(body.available());
    if (coming === 0) this.#finish();
    return coming;
  }

  /** Moves the position; returns the new one. */
  seek(distance: number, method: number): number {
    const size = this.#finished || this.#inflow === null
      ? this.#received
      : null;
    return this.#position = pointerTarget(
      distance,
      method,
      this.#position,
      size ?? this.#inflow!.body.length,
    );
  }

  /** Releases the body; an incomplete file is removed. */
  abandon(): void {
    this.#release();
    this.#inflow?.body.abandon();
  }

  /**
   * Releases the body as `abandon` does, but waits a short time for the rest of
   * a small body.
   */
  async drop(): Promise<void> {
    this.#release();
    const { body } = this.#inflow ?? {};
    if (body?.ended === false) await body.drop();
  }

  async #readSome(room: Uint8Array, noWait: boolean): Promise<number> {
    // Without the file only the network body remains, which throws its failure
    // again.
    if (this.#released) return await this.#receive(room, noWait);
    if (this.#position > this.#received) await this.#advance();
    const there = this.#received - this.#position;
    if (there > 0) {
      return await this.#file!.read(this.#position, room.subarray(0, there));
    }
    return there < 0 ? 0 : this.#receive(room, noWait);
  }

  /** Receives bytes until the position is reached or the body ends. */
  async #advance(): Promise<void> {
    if (this.#position <= this.#received) return;
    const step = new Uint8Array(STEP);
    for (let count = 1; count > 0;) {
      const way = this.#position - this.#received;
      if (way <= 0) return;
      count = await this.#receive(step.subarray(0, way), true);
    }
  }

  /** Receives bytes into a buffer and writes them into the file. */
  async #receive(room: Uint8Array, noWait: boolean): Promise<number> {
    if (this.#inflow === null) return 0;
    const { body } = this.#inflow;
    const count = await this.#orRelease(body.read(room, noWait));
    if (!this.#released && !this.#finished && count > 0) {
      await this.#write(room.subarray(0, count));
    }
    this.#received += count;
    if (body.ended || count === 0) this.#finish();
    return count;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    try {
      await this.#file!.write(bytes);
    } catch (error) {
      this.#lose(error);
    }
  }

  #finish(): void {
    if (this.#finished || this.#inflow === null) return;
    this.#finished = true;
    if (this.#released) return;
    try {
      this.#file!.finish(this.#inflow.store);
    } catch (error) {
      this.#lose(error);
    }
  }

  /** Continues without the file, unless the program needs it. */
  #lose(error: unknown): void {
    this.#release();
    this.#file = null;
    if (this.#inflow!.mustBeKept) throw noFile(error);
  }

  /** Waits for the network; after a failure the file is removed. */
  async #orRelease(wait: Promise<number>): Promise<number> {
    try {
      return await wait;
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  #release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#file?.release();
  }
}

/** Returns the error of a response that cannot be kept in a file. */
export function noFile(cause: unknown): InternetError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new InternetError(
    ERROR_INTERNET_UNABLE_TO_CACHE_FILE,
    `Cannot keep the response in a file: ${why}`,
    { cause },
  );
}
