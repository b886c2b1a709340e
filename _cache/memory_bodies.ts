// Copyright 2026 the wininet authors. MIT license.

/**
 * Bodies in memory. A file is written only when a program asks for a path. It
 * is in a temporary directory that is removed with the cache or at the end of
 * the program.
 *
 * @module
 */

import { ERROR_ACCESS_DENIED, InternetError } from "../error.ts";
import { permitted } from "../_base/permission.ts";
import type { Bodies, BodyPlace, BodySink, BodySource } from "./bodies.ts";
import { storeError } from "./failure.ts";
import { FolderBodies } from "./folder_bodies.ts";

/** The start of the name of a body in memory; no file has such a name. */
const IN_MEMORY = "*";

/** A growing list of pieces. */
class Pieces {
  readonly #pieces: Uint8Array[] = [];
  /** The position of the start of each piece. */
  readonly #starts: number[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#starts.push(this.#size);
    // Copies the bytes, because the caller reuses its buffer.
    this.#pieces.push(bytes.slice());
    this.#size += bytes.length;
  }

  read(position: number, buffer: Uint8Array): number {
    let filled = 0;
    for (let at = this.#pieceAt(position); at < this.#pieces.length; at++) {
      if (filled === buffer.length) break;
      const from = position + filled - this.#starts[at]!;
      const bytes = this.#pieces[at]!.subarray(
        from,
        from + buffer.length - filled,
      );
      buffer.set(bytes, filled);
      filled += bytes.length;
    }
    return filled;
  }

  /** Returns the index of the piece that contains a position, by binary search. */
  #pieceAt(position: number): number {
    if (position >= this.#size) return this.#pieces.length;
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#starts[middle]! <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** A body in memory, and its file if there is one. */
interface MemoryBody {
  readonly pieces: Pieces;
  readonly url: string;
  readonly extension: string | null;
  path: string | null;
}

/** Bodies in memory, with files in a temporary directory for programs that need a path. */
export class MemoryBodies implements Bodies {
  readonly #bodies = new Map<string, MemoryBody>();
  #files: TemporaryFolder | null = null;
  #last = 0;

  folder(): string {
    return "";
  }

  newFile(place: BodyPlace, url: string, extension: string | null): string {
    this.#files ??= new TemporaryFolder();
    return this.#files.bodies.newFile(place, url, extension);
  }

  nameOf(place: BodyPlace, path: string): string | null {
    return this.#files?.bodies.nameOf(place, path) ?? null;
  }

  sink(place: BodyPlace, url: string, extension: string | null): BodySink {
    const body = { pieces: new Pieces(), url, extension, path: null };
    const name = `${IN_MEMORY}${++this.#last}`;
    this.#bodies.set(name, body);
    return new MemorySink(this, body, place, name);
  }

  open(place: BodyPlace, name: string): BodySource | null {
    const pieces = this.#bodies.get(name)?.pieces;
    if (pieces === undefined) {
      return this.#files?.bodies.open(place, name) ?? null;
    }
    return {
      size: pieces.size,
      read: (position, buffer) => pieces.read(position, buffer),
      close() {},
    };
  }

  sizeOf(place: BodyPlace, name: string): number | null {
    return this.#bodies.get(name)?.pieces.size ??
      this.#files?.bodies.sizeOf(place, name) ?? null;
  }

  path(place: BodyPlace, name: string): string | null {
    const body = this.#bodies.get(name);
    if (body !== undefined) return body.path;
    return this.#files?.bodies.path(place, name) ?? null;
  }

  file(place: BodyPlace, name: string): string {
    const body = this.#bodies.get(name);
    if (body === undefined) return this.path(place, name)!;
    return body.path ?? this.#write(place, body);
  }

  remove(place: BodyPlace, names: readonly string[]): void {
    const files = names.map((name) => {
      const body = this.#bodies.get(name);
      this.#bodies.delete(name);
      if (body === undefined) return name;
      return body.path === null ? null : this.nameOf(place, body.path);
    });
    this.#files?.bodies.remove(place, files.filter((name) => name !== null));
  }

  close(): void {
    this.#bodies.clear();
    this.#files?.remove();
    this.#files = null;
  }

  /** Writes the bytes of a body so far to a file. */
  #write(place: BodyPlace, body: MemoryBody): string {
    const path = this.newFile(place, body.url, body.extension);
    const buffer = new Uint8Array(65_536);
    try {
      for (let at = 0; at < body.pieces.size;) {
        const count = body.pieces.read(at, buffer);
        appendTo(path, buffer.subarray(0, count));
        at += count;
      }
    } catch (error) {
      this.remove(place, [this.nameOf(place, path)!]);
      throw error;
    }
    body.path = path;
    return path;
  }
}

class MemorySink implements BodySink {
  readonly #bodies: MemoryBodies;
  readonly #body: MemoryBody;
  readonly #place: BodyPlace;
  readonly #name: string;

  constructor(
    bodies: MemoryBodies,
    body: MemoryBody,
    place: BodyPlace,
    name: string,
  ) {
    this.#bodies = bodies;
    this.#body = body;
    this.#place = place;
    this.#name = name;
  }

  get size(): number {
    return this.#body.pieces.size;
  }

  write(bytes: Uint8Array): void {
    this.#body.pieces.push(bytes);
    // The file of a program that has the path grows with the body.
    if (this.#body.path !== null) appendTo(this.#body.path, bytes);
  }

  read(position: number, buffer: Uint8Array): number {
    return this.#body.pieces.read(position, buffer);
  }

  path(): string {
    return this.#bodies.file(this.#place, this.#name);
  }

  finish(): string {
    return this.#name;
  }

  close(): void {
    // Nothing is open.
  }

  remove(): void {
    this.#bodies.remove(this.#place, [this.#name]);
  }
}

function appendTo(path: string, bytes: Uint8Array): void {
  try {
    Deno.writeFileSync(path, bytes, { append: true });
  } catch (error) {
    throw storeError("write a temporary file of the cache", error);
  }
}

/** A directory that is removed with the cache or at the end of the program. */
export class TemporaryFolder {
  readonly bodies: FolderBodies;
  readonly #path: string;
  readonly #onUnload = () => this.remove();

  constructor() {
    const dir = temporaryFolder();
    try {
      this.#path = Deno.makeTempDirSync({ dir, prefix: "wininet-cache-" });
    } catch (error) {
      throw storeError("make a temporary folder", error);
    }
    this.bodies = new FolderBodies(this.#path);
    addEventListener("unload", this.#onUnload);
  }

  remove(): void {
    removeEventListener("unload", this.#onUnload);
    if (!permitted({ name: "write", path: this.#path })) return;
    try {
      Deno.removeSync(this.#path, { recursive: true });
    } catch {
      // Another program has removed it, or has a file in it open.
    }
  }
}

/** Returns a directory for temporary files that the program may use. */
function temporaryFolder(): string {
  const variables = ["TMPDIR", "TEMP", "TMP"];
  const named = variables.map((variable) =>
    permitted({ name: "env", variable }) ? Deno.env.get(variable) : undefined
  );
  const standard = Deno.build.os === "windows" ? "C:\\Windows\\Temp" : "/tmp";
  const found = [...named, standard].find((path) =>
    path && permitted({ name: "read", path }) &&
    permitted({ name: "write", path })
  );
  if (found !== undefined && found !== "") return found.replace(/\/+$/, "");
  throw new InternetError(
    ERROR_ACCESS_DENIED,
    `Cannot create a file of a cache in memory: the program has no permission for "${standard}"; run it with --allow-read=${standard} --allow-write=${standard}, or open a cache in a folder`,
  );
}
