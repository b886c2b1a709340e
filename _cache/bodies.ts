// Copyright 2026 the wininet authors. MIT license.

/**
 * The bodies of a cache: files in its folder (`folder_bodies.ts`), or bytes in memory
 * (`memory_bodies.ts`). A row of the index has the name of its body.
 *
 * @module
 */

/** The folder of a container: the name of one in the cache's folder, or an absolute path. */
export interface BodyPlace {
  readonly folder: string;
}

/** A body that is read. */
export interface BodySource {
  readonly size: number;
  /** Fills a buffer from a position; returns the number of bytes, 0 at the end. */
  read(position: number, buffer: Uint8Array): number;
  close(): void;
}

/** A body that is written. */
export interface BodySink {
  /** The bytes that were written. */
  readonly size: number;
  write(bytes: Uint8Array): void | Promise<void>;
  read(position: number, buffer: Uint8Array): number;
  /** The file, under its final name. */
  path(): string;
  /** Completes the body and returns its name. */
  finish(): string;
  /** Lets go of the body, which stays. */
  close(): void;
  /** Removes the body, complete or not. */
  remove(): void;
}

/** Where bodies are. */
export interface Bodies {
  /** Makes an empty file with a name of its own and returns its path. */
  newFile(place: BodyPlace, url: string, extension: string | null): string;
  /** Returns the name of the body in a file of a container; `null` if the file is not in one of its folders. */
  nameOf(place: BodyPlace, path: string): string | null;
  /** Starts a body. Nothing is made before its first byte. */
  sink(place: BodyPlace, url: string, extension: string | null): BodySink;
  /** Opens a body; `null` if it is gone. */
  open(place: BodyPlace, name: string): BodySource | null;
  /** Returns the size of a body; `null` if it is gone. */
  sizeOf(place: BodyPlace, name: string): number | null;
  /** Returns the path of a body's file; `null` for a body that is not in a file. */
  path(place: BodyPlace, name: string): string | null;
  /** Returns the path of a body's file, which is written if the body is in memory. */
  file(place: BodyPlace, name: string): string;
  /** Removes bodies that the system lets go; a later sweep removes the others. */
  remove(place: BodyPlace, names: readonly string[]): void;
  /** Returns the path of a container's folder, with a slash at its end; `""` if there is none. */
  folder(place: BodyPlace): string;
  /** Forgets everything that is only there for this process. */
  close(): void;
}
