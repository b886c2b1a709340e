// Copyright 2026 the wininet authors. MIT license.

/**
 * The bodies of a cache: files in its folder (`folder_bodies.ts`), or bytes in memory
 * (`memory_bodies.ts`). A row of the index has the name of its body.
 *
 * @module
 */

/**
 * The directory of a container: a name inside the directory of the cache, or an
 * absolute path.
 */
export interface BodyPlace {
  readonly folder: string;
}

/** A body that is being read. */
export interface BodySource {
  readonly size: number;
  /** Reads from a position into a buffer; returns the number of bytes, 0 at the end. */
  read(position: number, buffer: Uint8Array): number;
  close(): void;
}

/** A body that is being written. */
export interface BodySink {
  /** The number of bytes written. */
  readonly size: number;
  write(bytes: Uint8Array): void | Promise<void>;
  read(position: number, buffer: Uint8Array): number;
  /** Returns the path of the file, which has its final name. */
  path(): string;
  /** Completes the body and returns its name. */
  finish(): string;
  /** Closes the body, which remains stored. */
  close(): void;
  /** Removes the body, complete or not. */
  remove(): void;
}

/** A place where bodies are stored. */
export interface Bodies {
  /** Creates an empty file with a unique name and returns its path. */
  newFile(place: BodyPlace, url: string, extension: string | null): string;
  /**
   * Returns the name of the body in a file; `null` if the file is not in a
   * directory of the container.
   */
  nameOf(place: BodyPlace, path: string): string | null;
  /** Starts a body. Nothing is created before its first byte. */
  sink(place: BodyPlace, url: string, extension: string | null): BodySink;
  /** Opens a body; `null` if it no longer exists. */
  open(place: BodyPlace, name: string): BodySource | null;
  /** Returns the size of a body; `null` if it no longer exists. */
  sizeOf(place: BodyPlace, name: string): number | null;
  /** Returns the path of the file of a body; `null` if the body is not in a file. */
  path(place: BodyPlace, name: string): string | null;
  /** Returns the path of the file of a body. A body in memory is written to a file first. */
  file(place: BodyPlace, name: string): string;
  /** Removes bodies. Files that the system does not delete now are removed by a later sweep. */
  remove(place: BodyPlace, names: readonly string[]): void;
  /**
   * Returns the path of the directory of a container, with a slash at its end;
   * `""` if it has none.
   */
  folder(place: BodyPlace): string;
  /** Discards everything that exists only for this process. */
  close(): void;
}
