// Copyright 2026 the wininet authors. MIT license.

/**
 * The data of an upload. It has arrived when the server confirms it in its
 * final reply; if a server stops reading, the reason is in its reply.
 *
 * @module
 */

import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  InternetError,
} from "../../error.ts";
import {
  INTERNET_STATUS_REQUEST_SENT,
  INTERNET_STATUS_SENDING_REQUEST,
} from "../../status.ts";
import { writeAll } from "../../_net/connection.ts";
import type { FtpTransfer } from "./transfer.ts";

/** Sends the data of a transfer. */
export class Upload {
  readonly #transfer: FtpTransfer;
  #count = 0;
  #ended = false;
  #complete = false;

  constructor(transfer: FtpTransfer) {
    this.#transfer = transfer;
    if (transfer.login.secure) this.#listen();
  }

  /**
   * Reads although no data is expected: with TLS, the server sends the ticket
   * with which the next data connection resumes the session.
   */
  async #listen(): Promise<void> {
    const buffer = new Uint8Array(1024);
    try {
      while (await this.#transfer.channel!.read(buffer) !== null);
    } catch {
      // Writing reports the error.
    }
  }

  /** The number of bytes sent on the wire. */
  get count(): number {
    return this.#count;
  }

  /** `true` if no more data can be written. */
  get ended(): boolean {
    return this.#ended;
  }

  /** `true` if the server has confirmed that it has all data. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Sends bytes. */
  async write(bytes: Uint8Array): Promise<void> {
    const { owner, channel, end } = this.#transfer;
    if (end.reply !== null || channel === null) {
      throw await this.#failed(tooEarly());
    }
    owner.post(INTERNET_STATUS_SENDING_REQUEST);
    await this.#io("has accepted no data", () => writeAll(channel, bytes));
    this.#count += bytes.length;
    owner.post(INTERNET_STATUS_REQUEST_SENT, bytes.length);
  }

  /** Ends the data, and waits until the server has confirmed it. */
  async finish(): Promise<void> {
    if (this.#ended) return;
    const transfer = this.#transfer;
    await this.#io(
      "has not confirmed the end of the data",
      () => transfer.channel!.closeWrite(),
    );
    transfer.end.take({ event: "dataEnded", count: this.#count });
    await transfer.awaitReply();
    const { failure } = transfer.end;
    if (failure !== null) throw await this.#failed(failure);
    this.#ended = this.#complete = true;
    await transfer.succeed();
  }

  /** Aborts the upload. */
  abort(): Promise<void> {
    this.#ended = true;
    return this.#transfer.abort();
  }

  async #io(what: string, run: () => Promise<void>): Promise<void> {
    const transfer = this.#transfer;
    const { dataSendTimeout } = transfer.owner.settings;
    try {
      await transfer.io(dataSendTimeout, what, run);
    } catch (error) {
      throw await this.#failed(error);
    }
  }

  /** Ends the upload; returns the reason, preferably that of the server. */
  async #failed(error: unknown): Promise<InternetError> {
    const reason = await this.#transfer.break(error);
    await this.abort();
    return reason ?? tooEarly();
  }
}

function tooEarly(): InternetError {
  return new InternetError(
    ERROR_INTERNET_CONNECTION_ABORTED,
    "Cannot continue the upload: the server has ended it; see the reply",
  );
}
