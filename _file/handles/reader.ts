// Copyright 2026 the wininet authors. MIT license.

/**
 * InternetOpenUrl for `file:`: a file of this machine, read like any other.
 *
 * @module
 */

import { ERROR_INTERNET_INVALID_URL, InternetError } from "../../error.ts";
import { INTERNET_HANDLE_TYPE_FILE_REQUEST } from "../../options.ts";
import { PieceSource } from "../../_core/byte_source.ts";
import { ContentHandle } from "../../_core/content_handle.ts";
import { pointerTarget } from "../../_core/file_pointer.ts";
import { startOpening } from "../../_core/opening.ts";
import type { HandleObject, Work } from "../../_core/handle.ts";
import type { Session } from "../../_core/session.ts";
import { LocalSource } from "../../_base/local_file.ts";

/** Whether a text is a URL of a file. */
export function isFileUrl(text: unknown): text is string {
  return typeof text === "string" && /^file:/i.test(text);
}

/** Opens what a URL of a file names. */
export function openFile(
  session: Session,
  text: string,
  context: unknown,
): Promise<HandleObject> {
  const path = pathOf(text);
  const handle = new FileRequest(session, text, context);
  return startOpening({ handle, work: () => handle.open(path) });
}

/**
 * The path that a URL names, as `fileURLToPath` of `node:url` has it; loading that
 * takes five milliseconds of every program, also of one that opens no file.
 */
function pathOf(text: string): string {
  const url = URL.parse(text);
  const path = url === null ? null : decoded(url.pathname);
  if (url === null || path === null) throw notAPath();
  if (Deno.build.os !== "windows") {
    if (url.hostname === "") return path;
    throw notAPath();
  }
  const dosPath = path.replaceAll("/", "\\");
  if (url.hostname !== "") return `\\\\${url.hostname}${dosPath}`;
  if (/^\\[a-z]:/i.test(dosPath)) return dosPath.slice(1);
  throw notAPath();
}

/** A path without escapes; `null` where one stands for what no name can hold. */
function decoded(path: string): string | null {
  const separators = Deno.build.os === "windows" ? /%2f|%5c|%00/i : /%2f|%00/i;
  if (separators.test(path)) return null;
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function notAPath(): InternetError {
  return new InternetError(
    ERROR_INTERNET_INVALID_URL,
    "Cannot open the URL: it names no file of this machine",
  );
}

/** A file that is read. */
class FileRequest extends ContentHandle {
  override readonly type: number = INTERNET_HANDLE_TYPE_FILE_REQUEST;
  #file: FileBytes | null = null;

  constructor(session: Session, url: string, context: unknown) {
    super(session, context);
    this.url = url;
  }

  /** Opens the file. */
  open(path: string): Promise<this> {
    // The promise rejects where the file cannot be opened.
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

/** What is read ahead where a program asks how much there is. */
const AHEAD = 65_536;

/** The bytes of an open file. It may grow or shrink meanwhile: what is there is asked by reading. */
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
    const buffer = new Uint8Array(AHEAD);
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
