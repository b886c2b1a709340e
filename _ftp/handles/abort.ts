// Copyright 2026 the wininet authors. MIT license.

/**
 * After ABOR: finding the place where the session can go on.
 *
 * Nobody can tell how many replies a server gives: one for the transfer and one for
 * ABOR, one for both, or one for the transfer only. So PWD is sent behind it: no
 * other reply looks like the one to PWD, and whatever comes before that belongs to
 * the transfer.
 *
 * @module
 */

import { ERROR_FTP_DROPPED, InternetError } from "../../error.ts";
import { settlesWithin } from "../../_base/deadline.ts";
import type { Channel } from "../../_net/channel.ts";
import type { Dialogue } from "../wire/command.ts";
import type { FtpLink } from "./link.ts";
import { PATIENCE } from "../wire/transfer_end.ts";

/** Bytes that may come until a server stops sending: they are on their way. */
const MAX_DRAINED = 16_777_216;

/** Replies that may stand between ABOR and the one to PWD. */
const MAX_STALE_REPLIES = 6;

const BUFFER_SIZE = 65_536;

/** Finds the end of what the server says about a transfer; a server that says nothing loses the session. */
export async function resynchronize(
  link: FtpLink,
  patience: number,
): Promise<void> {
  if (await settlesWithin(patience, link.run(findEnd()))) return;
  link.abort(silent());
}

function* findEnd(): Dialogue<void> {
  let reply = yield { verb: "PWD" };
  for (let read = 0; reply.code !== 257; read++) {
    if (read === MAX_STALE_REPLIES) return;
    reply = yield null;
  }
}

/**
 * Reads what is on its way. ProFTPD ends the session when a secure data connection
 * breaks that it is writing to.
 */
export async function drain(channel: Channel): Promise<void> {
  await settlesWithin(PATIENCE.drain, readAway(channel, MAX_DRAINED));
}

async function readAway(channel: Channel, most: number): Promise<void> {
  const buffer = new Uint8Array(BUFFER_SIZE);
  for (let left = most; left > 0;) {
    const count = await channel.read(buffer);
    if (count === null) return;
    left -= count;
  }
}

/** The error of a session whose server does not say that a transfer has ended. */
export function silent(): InternetError {
  return new InternetError(
    ERROR_FTP_DROPPED,
    "Cannot go on: the server does not say that the transfer was aborted",
  );
}
