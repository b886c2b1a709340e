// Copyright 2026 the wininet authors. MIT license.

/**
 * `InternetOpenUrl` for `file:` URLs: reads a local file.
 *
 * @module
 */

import type { InternetError } from "../../error.ts";
import { INTERNET_HANDLE_TYPE_FILE_REQUEST } from "../../options.ts";
import { invalidUrl } from "../../_base/failure.ts";
import { PieceSource, READ_AHEAD } from "../../_core/byte_source.ts";
import { ContentHandle } from "../../_core/content_handle.ts";
import { pointerTarget } from "../../_core/file_pointer.ts";
import type { Opening, OpenUrlInit } from "../../_core/opening.ts";
import type { HandleObject, Work } from "../../_core/handle.ts";
import type { Session } from "../../_core/session.ts";
import { LocalSource } from "../../_base/local_file.ts";

/** Prepares the opening of the file that a URL names. */
export function openFile(
  session: Session,
  text: string,
  { context }: OpenUrlInit,
): Opening<HandleObject, HandleObject> {
  const path = pathOf(text);
  const handle = new FileRequest(session, text, context);
  return { handle, work: () => handle.open(path) };
}

/**
 * Returns the path of a file URL. `fileURLToPath` of `node:url` is not used,
 * because loading it takes five milliseconds even in programs that open no
 * file.
 */
function pathOf(text: string): string {
  const url = URL.parse(text);
  const path = url === null ? null : unescapedPath(url.pathname);
  if (url === null || path === null) throw notAPath(text);
  if (Deno.build.os !== "windows") {
    if (url.hostname === "") return path;
    throw notAPath(text);
  }
  const dosPath = path.replaceAll("/", "\\");
  if (url.hostname !== "") return `\\\\${url.hostname}${dosPath}`;
  if (/^\\[a-z]:/i.test(dosPath)) return dosPath.slice(1);
  throw notAPath(text);
}

/** Decodes the escapes of a path; returns `null` if one of them is a separator or a NUL. */
function unescapedPath(path: string): string | null {
  const separators = Deno.build.os === "windows" ? /%2f|%5c|%00/i : /%2f|%00/i;
  if (separators.test(path)) return null;
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function notAPath(url: string): InternetError {
  return invalidUrl(
    url,
    'it must name a file of this machine, as in "file:///folder/name"',
  );
}

/** A local file that is being read. */
class FileRequest extends ContentHandle {
  override readonly type: number = INTERNET_HANDLE_TYPE_FILE_REQUEST;
  #file: FileBytes | null = null;

  constructor(session: Session, url: string, context: unknown) {
    super(session, context);
    this.url = url;
  }

  /** Opens the file. */
  open(path: string): Promise<this> {
    // An error of opening the file must reject the promise.
    return Promise.resolve().then(() => {
      const source = LocalSource.open(path);
      this.bytes = this.#file = new FileBytes(source);
      if (this.closed) source[Symbol.dispose]();
      return this;
    });
  }

  override setFilePointer(distance: number, method: number): Work<number> {
    const file = this.#file;
    if (file === null) return super.setFilePointer(distance, method);
    return () => this.inOrder(() => file.seek(distance, method));
  }

  protected override release(reason?: unknown): void {
    super.release(reason);
    this.#file?.close();
  }
}

/** The bytes of an open file. The file may grow or shrink, so only a read finds its end. */
class FileBytes extends PieceSource {
  readonly #source: LocalSource;
  #position = 0;

  constructor(source: LocalSource) {
    super();
    this.#source = source;
  }

  override async read(buffer: Uint8Array, noWait: boolean): Promise<number> {
    const count = await super.read(buffer, noWait);
    this.#position += count;
    return count;
  }

  protected override pull(): Promise<Uint8Array | null> {
    const buffer = new Uint8Array(READ_AHEAD);
    const count = this.#source.read(buffer);
    return Promise.resolve(count === 0 ? null : buffer.subarray(0, count));
  }

  protected override get direct(): boolean {
    return true;
  }

  protected override pullInto(buffer: Uint8Array): Promise<number> {
    return Promise.resolve(this.#source.read(buffer));
  }

  async seek(distance: number, method: number): Promise<number> {
    const { size } = this.#source;
    const target = await Promise.resolve(
      pointerTarget(distance, method, this.#position, size),
    );
    this.restart();
    this.#source.seek(target);
    return this.#position = target;
  }

  override close(): Promise<void> {
    this.#source[Symbol.dispose]();
    return Promise.resolve();
  }
}
