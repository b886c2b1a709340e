// Copyright 2026 the wininet authors. MIT license.

/**
 * When a transfer has ended: the data connection has, and the server has said
 * so, in either order. 226 and 250 end it well (some servers answer 250), other
 * codes do not, even when all bytes have come.
 *
 * @module
 */

import { refused } from "./command.ts";
import { type FtpReply, isPositive, isPreliminary } from "./reply.ts";

/** The two ends of one transfer. */
export class TransferEnd {
  #reply: FtpReply | null = null;
  #dataEnded = false;

  /** The final reply, `null` before it. */
  get reply(): FtpReply | null {
    return this.#reply;
  }

  /** Whether the data has ended. */
  get dataEnded(): boolean {
    return this.#dataEnded;
  }

  /** Whether both have. */
  get complete(): boolean {
    return this.#dataEnded && this.#reply !== null;
  }

  /** Takes note of a reply; a second preliminary one (125, then 150) changes nothing. */
  take(reply: FtpReply): void {
    if (!isPreliminary(reply)) this.#reply = reply;
  }

  /** Takes note that the data connection has ended. */
  endData(): void {
    this.#dataEnded = true;
  }

  /**
   * Checks the final reply.
   *
   * @throws {InternetError} ERROR_INTERNET_EXTENDED_ERROR when the server says that the transfer has failed.
   */
  check(action: string): void {
    if (this.#reply !== null && !isPositive(this.#reply)) {
      throw refused(action, this.#reply);
    }
  }
}
