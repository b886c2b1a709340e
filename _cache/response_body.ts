// Copyright 2026 the wininet authors. MIT license.

/**
 * The bodies of stored responses, for protocols: reading and writing them.
 *
 * @module
 */

import { ERROR_INVALID_DATA, InternetError } from "../error.ts";
import type { BodySink, BodySource } from "./bodies.ts";
import type {
  BodyWriter,
  NewResponse,
  StoredBody,
  StoredResponse,
} from "./response_cache.ts";

/** The empty body of an entry that has none. */
export const NO_BODY: BodySource = {
  size: 0,
  read: () => 0,
  close() {},
};

/** A body that keeps its entry locked until it is closed. */
export class LockedBody implements StoredBody {
  readonly #source: BodySource;
  readonly #path: () => string | null;
  readonly #release: () => void;
  #isClosed = false;

  constructor(
    source: BodySource,
    path: () => string | null,
    release: () => void,
  ) {
    this.#source = source;
    this.#path = path;
    this.#release = release;
  }

  get size(): number {
    return this.#source.size;
  }

  read(position: number, buffer: Uint8Array): number {
    return this.#source.read(position, buffer);
  }

  path(): string {
    const path = this.#path();
    if (path !== null) return path;
    throw new InternetError(
      ERROR_INVALID_DATA,
      "Cannot return the file of an entry: it has none",
    );
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#source.close();
    this.#release();
  }
}

/** A body that is being written, and its later storage. */
export class ResponseWriter implements BodyWriter {
  readonly #sink: BodySink;
  readonly #store: (response: NewResponse) => StoredResponse | null;
  #isStored = false;

  constructor(
    sink: BodySink,
    store: (response: NewResponse) => StoredResponse | null,
  ) {
    this.#sink = sink;
    this.#store = store;
  }

  get size(): number {
    return this.#sink.size;
  }

  write(bytes: Uint8Array): void | Promise<void> {
    return this.#sink.write(bytes);
  }

  path(): string {
    return this.#sink.path();
  }

  read(position: number, buffer: Uint8Array): number {
    return this.#sink.read(position, buffer);
  }

  commit(response: NewResponse): StoredResponse | null {
    const stored = this.#store(response);
    if (stored === null) return null;
    this.#isStored = true;
    this.#sink.close();
    return stored;
  }

  abandon(): void {
    if (this.#isStored) return;
    this.#sink.remove();
  }
}
