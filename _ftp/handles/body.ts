// Copyright 2026 the wininet authors. MIT license.

/**
 * The bytes of a file on the server, starting at any position.
 *
 * Moving the position ends the transfer; the next read starts a new one at the
 * new position (REST). In text mode (TYPE A) positions are not supported.
 *
 * @module
 */

import {
  ERROR_INTERNET_INVALID_OPERATION,
  InternetError,
} from "../../error.ts";
import { FTP_RESUME_OR_RESTART } from "../../ftp_options.ts";
import {
  type Continuation,
  type FileVersion,
  isSameVersion,
} from "../../_base/part_file.ts";
import { lostBuffer } from "../../_base/buffers.ts";
import { PieceSource, READ_AHEAD } from "../../_core/byte_source.ts";
import { pointerTarget } from "../../_core/file_pointer.ts";
import type { HandleObject } from "../../_core/handle.ts";
import { askBinarySize, askVersion } from "../wire/file_dialogues.ts";
import { converterOf, Download } from "./download.ts";
import type { TransferType } from "../wire/server_state.ts";
import type { FtpLogin } from "./login.ts";
import { FtpTransfer } from "./transfer.ts";
import type { FromNetwork } from "../wire/text_mode.ts";

/** Commands whose data is a listing, which may be empty. */
const LISTINGS = /^(?:LIST|NLST|MLSD)$/i;

/** A file that is being read. */
export class FileSource extends PieceSource {
  readonly #login: FtpLogin;
  readonly #owner: HandleObject;
  readonly #name: string;
  readonly #verb: string;
  readonly #type: TransferType;
  readonly #signal: AbortSignal;
  #download: Download | null = null;
  #converter: FromNetwork | null = null;
  #position = 0;
  #size: number | null = null;
  #announcedSize: number | null = null;
  #ended = false;
  #version: FileVersion | null = null;
  #start = 0;

  constructor(
    login: FtpLogin,
    owner: HandleObject,
    name: string,
    type: TransferType,
    signal: AbortSignal,
    verb: string = "RETR",
  ) {
    super();
    this.#login = login;
    this.#owner = owner;
    this.#name = name;
    this.#verb = verb;
    this.#type = type;
    this.#signal = signal;
  }

  /**
   * The version of the file, for a later continuation, or `null` if `open` was
   * called without a request for it.
   */
  get version(): FileVersion | null {
    return this.#version;
  }

  /** The offset of the first byte: 0, or the offset of the continuation if there is one. */
  get start(): number {
    return this.#start;
  }

  /**
   * Starts the first transfer: after the bytes of a continuation if the file
   * has not changed.
   */
  async open(from: Continuation | null = null): Promise<void> {
    await this.#login.control.run(this.#login.server.prepareName(this.#name));
    if (this.#type === "I" && this.#verb === "RETR") {
      const { control, parameters } = this.#login;
      if (from !== null) {
        this.#version = await control.run(askVersion(this.#name, parameters));
      }
      const size = this.#version?.size ??
        await control.run(askBinarySize(this.#name, parameters));
      // Some servers report 0 if they do not know the size.
      this.#size = size || null;
      if (from !== null && this.#continues(from)) {
        return await this.#continueAt(from.offset);
      }
    }
    try {
      await this.#begin(0);
    } catch (error) {
      if (!LISTINGS.test(this.#verb)) throw error;
      const { isEmptyRefusal } = await import("./entries.ts");
      const named = !/^(?:-\S*)?$|[*?[]/.test(this.#name);
      if (!isEmptyRefusal(error, named)) throw error;
      this.#ended = true;
    }
  }

  #continues({ offset, version }: Continuation): boolean {
    return offset > 0 && version !== null && version.size !== null &&
      this.#size !== null && offset <= this.#size &&
      isSameVersion(version, this.#version!);
  }

  async #continueAt(offset: number): Promise<void> {
    this.#position = this.#start = offset;
    this.#ended = offset === this.#size;
    if (this.#ended) return;
    try {
      await this.#begin(offset);
    } catch (error) {
      if (!this.#isRestRefused(error)) throw error;
      this.#position = this.#start = 0;
      await this.#begin(0);
    }
  }

  /**
   * Returns `true` if a transfer that does not start at the first byte failed
   * because the server does not support that.
   */
  #isRestRefused(error: unknown): boolean {
    return error instanceof InternetError &&
      !this.#login.parameters.restarted && this.#login.alive;
  }

  async #begin(offset: number): Promise<void> {
    const transfer = await FtpTransfer.open(
      this.#login,
      {
        command: this.#name === ""
          ? { verb: this.#verb }
          : { verb: this.#verb, argument: this.#name },
        upload: false,
        type: this.#type,
        offset,
        size: this.#size,
        listing: LISTINGS.test(this.#verb),
        action: `read "${this.#name}"`,
      },
      this.#owner,
      this.#signal,
    );
    this.#announcedSize = transfer.end.announcedSize;
    this.#download = new Download(transfer);
    this.#converter = converterOf(this.#type);
  }

  /**
   * Returns the size in bytes: from SIZE, or else from the position at the end
   * of the data, or else from the reply that opened the transfer, which is an
   * estimate.
   */
  size(): number {
    const size = this.#size ??
      (this.#ended ? this.#position : this.#announcedSize);
    if (size !== null) return size;
    throw invalidOperation(
      "get the size",
      "the server has no SIZE command, so read the file to its end",
    );
  }

  override async read(buffer: Uint8Array, noWait: boolean): Promise<number> {
    const count = await super.read(buffer, noWait);
    this.#position += count;
    return count;
  }

  protected override get direct(): boolean {
    return this.#converter === null;
  }

  protected override async pull(): Promise<Uint8Array | null> {
    if (this.#ended) return null;
    const buffer = new Uint8Array(READ_AHEAD);
    const bytes = buffer.subarray(0, await this.pullInto(buffer));
    if (this.#converter === null) return bytes;
    return this.#ended ? this.#converter.end() : this.#converter.push(bytes);
  }

  /** Reads from the data connection; starts a transfer if there is none. */
  protected override async pullInto(buffer: Uint8Array): Promise<number> {
    if (this.#ended) return 0;
    if (this.#download === null) {
      await this.#login.queue.exclusively(() => this.#beginAt(this.#position));
    }
    const count = await this.#download!.read(buffer);
    // This is not the end: the program has transferred its buffer.
    if (count === 0 && buffer.length === 0) throw lostBuffer();
    this.#ended = count === 0;
    return count;
  }

  async #beginAt(offset: number): Promise<void> {
    try {
      await this.#begin(offset);
    } catch (error) {
      const { resume } = this.#owner.settings;
      const restRefused = offset > 0 && this.#isRestRefused(error);
      if (!restRefused || resume !== FTP_RESUME_OR_RESTART) throw error;
      await this.#begin(0);
      await this.#skip(offset);
    }
  }

  /** Reads and discards the bytes before the position. */
  async #skip(count: number): Promise<void> {
    const buffer = new Uint8Array(READ_AHEAD);
    for (let left = count; left > 0;) {
      const read = await this.#download!.read(
        buffer.subarray(0, Math.min(left, READ_AHEAD)),
      );
      if (read === 0) return;
      left -= read;
    }
  }

  /** Moves the position of the next read; returns the new one. */
  async seek(distance: number, method: number): Promise<number> {
    const target = pointerTarget(
      distance,
      method,
      this.#position,
      this.#size,
    );
    if (target === this.#position) return target;
    if (this.#type === "A") {
      throw invalidOperation(
        "move the file pointer",
        "a transfer in text mode has no positions; use FTP_TRANSFER_TYPE_BINARY",
      );
    }
    const download = this.#download;
    this.#download = null;
    this.restart();
    this.#position = target;
    this.#ended = this.#size !== null && target >= this.#size;
    if (download !== null) {
      await this.#login.queue.exclusively(() => download.abort());
    }
    return target;
  }

  override async close(): Promise<void> {
    await this.#download?.abort();
  }
}

function invalidOperation(action: string, why: string): InternetError {
  return new InternetError(
    ERROR_INTERNET_INVALID_OPERATION,
    `Cannot ${action}: ${why}`,
  );
}
