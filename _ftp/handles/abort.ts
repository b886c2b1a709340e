// Copyright 2026 the wininet authors. MIT license.

/**
 * Aborting a transfer, and resynchronization of the control connection after ABOR.
 *
 * The number of replies depends on the server: one for the transfer and one for
 * ABOR, one for both, or one for the transfer only. So PWD is sent after ABOR:
 * no other reply looks like the one to PWD, and all replies before it belong to
 * the transfer.
 *
 * @module
 */

import { ERROR_FTP_DROPPED, InternetError } from "../../error.ts";
import { settlesWithin } from "../../_base/deadline.ts";
import type { Channel } from "../../_net/channel.ts";
import type { Dialogue } from "../wire/command.ts";
import type { FtpLogin } from "./login.ts";
import { PATIENCE } from "../wire/transfer_end.ts";

/** The maximum number of bytes in transit that are read until a server stops sending. */
const MAX_DRAINED = 16_777_216;

/** The maximum number of replies between ABOR and the reply to PWD. */
const MAX_STALE_REPLIES = 6;

const DRAIN_BUFFER_SIZE = 65_536;

/** Moves the data of a transfer: the signal cancels it, and a failure aborts it. */
export async function moveData(
  transfer: { cancel(): void },
  data: { abort(): Promise<void> },
  signal: AbortSignal,
  move: () => Promise<void>,
): Promise<void> {
  const stop = () => transfer.cancel();
  signal.addEventListener("abort", stop, { once: true });
  try {
    signal.throwIfAborted();
    await move();
  } catch (error) {
    await data.abort();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/**
 * Reads the replies that belong to a transfer. If the server does not reply in
 * time, the session is ended.
 *
 * @param owed The number of replies to interjected commands that may still
 * arrive.
 */
export async function resynchronize(
  login: FtpLogin,
  patience: number,
  owed: number,
): Promise<void> {
  const end = findEnd(MAX_STALE_REPLIES + owed);
  if (await settlesWithin(patience, login.control.run(end))) return;
  login.abort(noReplyToAbort());
}

function* findEnd(most: number): Dialogue<void> {
  let reply = yield { verb: "PWD" };
  for (let read = 0; reply.code !== 257; read++) {
    if (read === most) return;
    reply = yield null;
  }
}

/**
 * Reads and discards the data in transit. ProFTPD ends the session if a TLS
 * data connection breaks while it is writing to it.
 */
export async function drain(channel: Channel): Promise<void> {
  await settlesWithin(PATIENCE.drain, readAway(channel, MAX_DRAINED));
}

async function readAway(channel: Channel, most: number): Promise<void> {
  const buffer = new Uint8Array(DRAIN_BUFFER_SIZE);
  for (let left = most; left > 0;) {
    const count = await channel.read(buffer);
    if (count === null) return;
    left -= count;
  }
}

/**
 * Returns the error for a server that does not report the end of a transfer.
 */
export function noReplyToAbort(): InternetError {
  return new InternetError(
    ERROR_FTP_DROPPED,
    "Cannot continue: the server has not confirmed that the transfer was aborted, so connect again",
  );
}
