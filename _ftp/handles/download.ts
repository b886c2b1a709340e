// Copyright 2026 the wininet authors. MIT license.

/**
 * The data of a download. `transfer_end.ts` determines if it is complete.
 *
 * @module
 */

import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  InternetError,
} from "../../error.ts";
import {
  INTERNET_STATUS_RECEIVING_RESPONSE,
  INTERNET_STATUS_RESPONSE_RECEIVED,
} from "../../status.ts";
import { settlesWithin } from "../../_base/deadline.ts";
import { brokenConnection } from "../../_net/connection.ts";
import { askSizeOrFacts } from "../wire/file_dialogues.ts";
import type { TransferType } from "../wire/server_state.ts";
import { PATIENCE } from "../wire/transfer_end.ts";
import type { FtpTransfer } from "./transfer.ts";
import { FromNetwork } from "../wire/text_mode.ts";

/**
 * Returns the converter for received text, or `null` for binary data and on
 * systems whose line ends are the same as on the wire.
 */
export function converterOf(type: TransferType): FromNetwork | null {
  return type === "A" && Deno.build.os !== "windows" ? new FromNetwork() : null;
}

/** Reads the data of a transfer. */
export class Download {
  readonly #transfer: FtpTransfer;
  #count = 0;
  #ended = false;
  /** The error that broke the data connection. */
  #cause: unknown = null;
  /** The size, if it was requested at the end. */
  #sizeQuestion: Promise<number | null> | null = null;

  constructor(transfer: FtpTransfer) {
    this.#transfer = transfer;
  }

  /** The number of bytes received on the wire. */
  get count(): number {
    return this.#count;
  }

  /** `true` after the final reply and all data, or after {@linkcode abort}. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Reads at least one byte; returns 0 at the end, after the final reply. */
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
        "has sent no data",
        () => channel.read(buffer),
      );
    } catch (error) {
      const { failure } = transfer.end;
      if (failure !== null) throw await this.#failed(failure);
      const isCut = error instanceof Deno.errors.UnexpectedEof;
      if (!isCut || !transfer.login.allowsUncertainEnd) this.#cause = error;
    }
    if (count === null) return await this.#finish();
    this.#count += count;
    owner.post(INTERNET_STATUS_RESPONSE_RECEIVED, count);
    return count;
  }

  /** Aborts the download. */
  async abort(): Promise<void> {
    this.#ended = true;
    await this.#transfer.abort();
    // Otherwise the next command would receive the reply to SIZE.
    await this.#sizeQuestion?.catch(() => {});
  }

  async #finish(): Promise<0> {
    const transfer = this.#transfer;
    const { channel, end, login } = transfer;
    // Before the final reply, because vsftpd waits for the close_notify of TLS.
    if (login.secure && channel !== null) {
      await settlesWithin(PATIENCE.ending, channel.closeWrite());
    }
    const count = this.#count;
    end.take(
      this.#cause === null
        ? { event: "dataEnded", count }
        : { event: "dataBroke", error: this.#brokenBy(this.#cause), count },
    );
    transfer.closeData();
    await transfer.awaitReply();
    if (end.failure !== null) throw await this.#failed(end.failure);
    if (end.verdict?.lost) {
      // A late final reply would be assigned to the next command.
      transfer.login.abort(end.verdict.lost);
    } else {
      await transfer.succeed();
      if (end.waitingFor === "size") await this.#askSize();
      const { error } = end.verdict!;
      if (error !== null) throw error;
    }
    this.#ended = true;
    return 0;
  }

  #brokenBy(cause: unknown): InternetError {
    if (!(cause instanceof Deno.errors.UnexpectedEof)) {
      return brokenConnection(cause);
    }
    return new InternetError(
      ERROR_INTERNET_CONNECTION_ABORTED,
      `Cannot ${this.#transfer.request.action}: the data connection ended without the close_notify of TLS, so that data may be missing; set FTP_OPTION_UNCERTAIN_END if the server always ends so`,
      { cause },
    );
  }

  /** Requests the size, to check that the data is complete. */
  async #askSize(): Promise<void> {
    const { end, login, request } = this.#transfer;
    const name = request.command.argument!;
    this.#sizeQuestion = login.queue.afterTransfer(
      () => login.control.run(askSizeOrFacts(name, login.server)),
    );
    end.take({ event: "size", size: await this.#sizeQuestion });
  }

  async #failed(error: InternetError): Promise<InternetError> {
    await this.abort();
    return error;
  }
}
