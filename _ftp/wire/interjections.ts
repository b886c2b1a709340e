// Copyright 2026 the wininet authors. MIT license.

/**
 * Commands that are sent during a transfer, and the replies to them.
 *
 * @module
 */

import type { FtpReply } from "./reply.ts";

/** The codes of replies to commands such as NOOP: done, or not supported. */
const INTERJECTION_CODES: readonly number[] = [200, 500, 501, 502, 503, 504];

/**
 * The commands that were sent while a transfer was in progress. Some servers reply immediately,
 * others after the transfer. No server ends a transfer with one of these codes.
 */
export class Interjections {
  /** The number of commands without a reply. */
  owed = 0;

  /** Records a command. */
  sent(): void {
    this.owed++;
  }

  /** Returns `true` if a reply is one to such a command. */
  matches(reply: FtpReply): boolean {
    if (this.owed === 0 || !INTERJECTION_CODES.includes(reply.code)) {
      return false;
    }
    this.owed--;
    return true;
  }
}
