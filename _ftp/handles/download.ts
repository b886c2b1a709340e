// Copyright 2026 the wininet authors. MIT license.

/**
 * The data of a download, and whether it was all.
 *
 * A clean end of the data and a good final reply are enough. After a reset, or an
 * end without TLS's farewell, the size must be right as well. When the final reply
 * does not come, because something on the way has forgotten the idle control
 * connection, a size that is right is enough, too; that session is over.
 *
 * @module
 */

import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
import {
  INTERNET_STATUS_RECEIVING_RESPONSE,
  INTERNET_STATUS_RESPONSE_RECEIVED,
} from "../../status.ts";
import { broken } from "../../_net/connection.ts";
import { askSize } from "../wire/file_dialogues.ts";
import type { TransferType } from "./link.ts";
import { DATA_PATIENCE, type FtpTransfer, REPLY_PATIENCE } from "./transfer.ts";
import { FromNetwork } from "../wire/text_mode.ts";

/** What converts a text that comes; `null` for bytes, and where lines end as on the wire. */
export function converterOf(type: TransferType): FromNetwork | null {
  return type === "A" && Deno.build.os !== "windows" ? new FromNetwork() : null;
}

/** Reads what a transfer brings. */
export class Download {
  readonly #transfer: FtpTransfer;
  #count = 0;
  #ended = false;
  /** What broke the data connection. */
  #cause: unknown = null;
  /** The size, when it had to be asked for at the end. */
  #sizeQuestion: Promise<number | null> | null = null;

  constructor(transfer: FtpTransfer) {
    this.#transfer = transfer;
  }

  /** How many bytes have come, as they were on the wire. */
  get count(): number {
    return this.#count;
  }

  /** Whether everything has come, the final reply too. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Reads at least one byte; 0 when everything has come. */
  async read(buffer: Uint8Array): Promise<number> {
    if (this.#ended) return 0;
    const transfer = this.#transfer;
    const { owner, channel } = transfer;
    if (channel === null) return await this.#finish();
    const { dataReceiveTimeout } = owner.settings;
    owner.post(INTERNET_STATUS_RECEIVING_RESPONSE);
    let count: number | null = null;
    try {
      count = await transfer.io(
        dataReceiveTimeout,
        "sends no data",
        () => channel.read(buffer),
      );
    } catch (error) {
      if (transfer.failure !== null) throw await this.#failed(transfer.failure);
      this.#cause = error;
    }
    if (count === null) return await this.#finish();
    this.#count += count;
    owner.post(INTERNET_STATUS_RESPONSE_RECEIVED, count);
    return count;
  }

  /** Ends the download where it is. */
  async abort(): Promise<void> {
    this.#ended = true;
    await this.#transfer.abort();
    // The next command must not take its reply.
    await this.#sizeQuestion?.catch(() => {});
  }

  async #finish(): Promise<0> {
    const transfer = this.#transfer;
    // Before the final reply: vsftpd waits for the farewell of TLS.
    if (transfer.link.secure) {
      await transfer.channel?.closeWrite().catch(() => {});
    }
    transfer.closeData();
    const known = transfer.request.size !== null && this.#isShort === false;
    const came = await transfer.awaitReply(
      known || this.#cause !== null ? REPLY_PATIENCE : DATA_PATIENCE,
    );
    if (transfer.refusal !== null) transfer.fail(transfer.refusal);
    if (transfer.failure !== null) throw await this.#failed(transfer.failure);
    if (!came || transfer.lost !== null) {
      if (!known) {
        throw await this.#failed(transfer.lost ?? this.#unconfirmed());
      }
      // What the server says next would be taken for something else.
      transfer.link.abort(transfer.lost ?? this.#unconfirmed());
    } else {
      transfer.succeed();
      await this.#check();
    }
    this.#ended = true;
    return 0;
  }

  /** Whether bytes are missing; `null` when the size is not known. */
  get #isShort(): boolean | null {
    return this.#isShorterThan(this.#transfer.request.size);
  }

  #isShorterThan(size: number | null): boolean | null {
    const { type, offset } = this.#transfer.request;
    return size === null || type === "A" ? null : this.#count + offset < size;
  }

  async #check(): Promise<void> {
    const { request, link, uncertainEnd } = this.#transfer;
    const name = request.command.argument;
    let size = request.size;
    const doubtful = uncertainEnd || this.#cause !== null;
    if (
      doubtful && size === null && !request.listing && request.type === "I" &&
      name !== undefined
    ) {
      size = await (this.#sizeQuestion = link.runAtEnd(askSize(name)));
    }
    const short = this.#isShorterThan(size);
    if (short === true) throw this.#truncated(size!);
    if (short === null && this.#cause !== null && !request.listing) {
      throw broken(this.#cause);
    }
  }

  async #failed(error: InternetError): Promise<InternetError> {
    await this.abort();
    return error;
  }

  #truncated(size: number): InternetError {
    const { offset, action } = this.#transfer.request;
    return new InternetError(
      ERROR_INTERNET_CONNECTION_ABORTED,
      `Cannot ${action}: only ${
        this.#count + offset
      } of ${size} bytes have come`,
      this.#cause === null ? {} : { cause: this.#cause },
    );
  }

  #unconfirmed(): InternetError {
    return new InternetError(
      ERROR_INTERNET_TIMEOUT,
      `Cannot ${this.#transfer.request.action}: the server does not say whether that was all`,
      this.#cause === null ? {} : { cause: this.#cause },
    );
  }
}
