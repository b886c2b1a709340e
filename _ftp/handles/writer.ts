// Copyright 2026 the wininet authors. MIT license.

/**
 * Handles for writing a file on the server.
 *
 * Closing the handle ends the file. If a write was in progress then, or has
 * failed, or if the handle was closed by aborting a stream or a signal, the
 * file is incomplete: it is removed from the server, unless it existed before
 * and is being continued.
 *
 * With FTP_OPTION_RESUME the command for the file is sent by the first write,
 * so that InternetSetFilePointer can set its start position before that.
 *
 * @module
 */

import {
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INTERNET_INVALID_OPERATION,
  InternetError,
} from "../../error.ts";
import { FILE_BEGIN, FILE_CURRENT, FILE_END } from "../../flags.ts";
import { FTP_RESUME_NEVER } from "../../ftp_options.ts";
import { INTERNET_HANDLE_TYPE_FTP_FILE } from "../../options.ts";
import {
  beforeStart,
  notADistance,
  notAMethod,
} from "../../_core/file_pointer.ts";
import type { HandleObject, Work } from "../../_core/handle.ts";
import { tryCommand } from "../wire/command.ts";
import { askBinarySize } from "../wire/file_dialogues.ts";
import { FtpHolder, type LoginLender } from "./holder.ts";
import type { TransferType } from "../wire/server_state.ts";
import type { FtpLogin } from "./login.ts";
import type { Attempt } from "./transfer.ts";
import type { Upload } from "./upload.ts";
import { ToNetwork } from "../wire/text_mode.ts";

/** A handle for writing. */
export class FtpWriter extends FtpHolder {
  override readonly type: number = INTERNET_HANDLE_TYPE_FTP_FILE;
  readonly #name: string;
  readonly #verb: string;
  readonly #transferType: TransferType;
  readonly #converter: ToNetwork | null;
  #upload: Upload | null = null;
  #start = 0;
  #written = 0;
  readonly #attempt: Attempt = { state: "not sent" };
  #failed = false;

  constructor(
    parent: HandleObject,
    login: FtpLogin,
    lender: LoginLender,
    context: unknown,
    name: string,
    type: TransferType,
    verb: string = "STOR",
  ) {
    super(parent, login, lender, context);
    this.#name = name;
    this.#verb = verb;
    this.#transferType = type;
    this.#converter = type === "A" ? new ToNetwork() : null;
  }

  /** Starts the upload, unless the program may still set its start position. */
  async open(): Promise<this> {
    await this.login.control.run(this.login.server.prepareName(this.#name));
    if (!this.#mayMove) await this.#begin();
    return this;
  }

  get #mayMove(): boolean {
    return this.settings.resume !== FTP_RESUME_NEVER &&
      this.#transferType === "I" && this.#verb === "STOR";
  }

  async #begin(signal: AbortSignal = this.signal): Promise<Upload> {
    const { FtpTransfer } = await import("./transfer.ts");
    const { Upload } = await import("./upload.ts");
    this.#failed = false;
    const isAtEnd = this.#start > 0 && this.#start === await this.#askSize();
    const verb = isAtEnd ? "APPE" : this.#verb;
    try {
      const transfer = await FtpTransfer.open(
        this.login,
        {
          command: this.#name === ""
            ? { verb }
            : { verb, argument: this.#name },
          upload: true,
          type: this.#transferType,
          offset: this.#start,
          size: null,
          listing: false,
          action: `write "${this.#name}"`,
        },
        this,
        signal,
        this.#attempt,
      );
      return this.#upload = new Upload(transfer);
    } catch (error) {
      this.#failed = true;
      throw error;
    }
  }

  async #askSize(): Promise<number | null> {
    const { control, parameters } = this.login;
    return await control.run(askBinarySize(this.#name, parameters));
  }

  override writeFile(bytes: Uint8Array): Work<number> {
    this.#checkOpen();
    const copy = bytes.slice();
    return () => this.inOrder(() => this.#write(copy));
  }

  async #write(bytes: Uint8Array): Promise<number> {
    this.#checkOpen();
    if (bytes.length === 0) return 0;
    try {
      const upload = this.#upload ??
        await this.login.queue.exclusively(() => this.#begin());
      await upload.write(this.#converter?.push(bytes) ?? bytes);
    } catch (error) {
      this.#failed = true;
      throw error;
    }
    this.#written += bytes.length;
    return bytes.length;
  }

  override finishWriting(): Work<unknown> {
    this.#checkOpen();
    return () =>
      this.inOrder(async () => {
        if (this.#upload === null) {
          await this.login.queue.exclusively(() => this.#begin());
        }
        await this.#finish();
      });
  }

  async #finish(): Promise<void> {
    try {
      await this.#upload?.finish();
    } catch (error) {
      this.#failed = true;
      throw error;
    }
  }

  override fileSize(): Work<number> {
    return () => Promise.resolve(this.#start + this.#written);
  }

  override setFilePointer(distance: number, method: number): Work<number> {
    if (!this.#mayMove || this.#upload !== null) {
      throw new InternetError(
        ERROR_INTERNET_INVALID_OPERATION,
        "Cannot move the file pointer: the upload has begun; set FTP_OPTION_RESUME before the file is opened, and move before the first write",
      );
    }
    return () => this.inOrder(() => this.#move(distance, method));
  }

  async #move(distance: number, method: number): Promise<number> {
    let from = method === FILE_CURRENT ? this.#start : 0;
    if (method === FILE_END) {
      from = await this.login.queue.exclusively(() => this.#askSize()) ?? 0;
    } else if (method !== FILE_BEGIN && method !== FILE_CURRENT) {
      throw notAMethod(method);
    }
    const target = from + distance;
    if (!Number.isSafeInteger(target)) {
      throw notADistance(distance);
    }
    if (target < 0) {
      throw beforeStart(target);
    }
    return this.#start = target;
  }

  #checkOpen(): void {
    if (!this.#failed && this.#upload?.ended !== true) return;
    throw new InternetError(
      ERROR_INTERNET_INCORRECT_HANDLE_STATE,
      `Cannot write: the upload ${
        this.#failed ? "has failed" : "is complete"
      }, so open the file again with FtpOpenFile`,
    );
  }

  protected override async windUp(cancelled: boolean): Promise<void> {
    if (cancelled || this.#failed) return await this.#remove();
    try {
      // An upload that has not started starts now, with a new signal: that of
      // the closed handle is aborted.
      if (this.#mayMove && this.#upload === null) {
        await this.#begin(new AbortController().signal);
      }
      await this.#finish();
    } catch (error) {
      await this.#remove();
      throw error;
    }
  }

  /** Removes an incomplete file from the server. */
  async #remove(): Promise<void> {
    // A server that has rejected the upload has not changed an existing file.
    if (this.#attempt.state !== "begun" || this.#upload?.complete) return;
    await this.#upload?.abort();
    if (this.#start === 0 && this.#verb === "STOR" && this.login.alive) {
      await this.login.control.run(tryCommand("DELE", this.#name));
    }
  }
}
