// Copyright 2026 the wininet authors. MIT license.

/**
 * The lines that a handle sends and receives, for SESSION_OPTION_WIRE_LOG and
 * for the subscribers of the diagnostics channel. They are only created if one
 * of them exists.
 *
 * @module
 */

import type { WireLine } from "../session_options.ts";
import { latin1Text } from "../_base/bytes.ts";
import { maskedHead } from "../_base/wire_secrets.ts";
import { wireChannel } from "./diagnostics.ts";
import { eventQueue } from "./event_queue.ts";
import type { HandleObject } from "./handle.ts";

/**
 * Queues the lines of a command, a reply or a message head.
 *
 * @param size The number of bytes on the wire.
 * @param linesOf Returns the lines without secrets.
 */
export function logLines(
  handle: HandleObject,
  direction: WireLine["direction"],
  size: number,
  linesOf: () => readonly string[],
): void {
  if (!hasLog(handle)) return;
  const log = handle.settings.wireLog;
  const time = performance.now();
  const lines = linesOf();
  for (const [at, text] of lines.entries()) {
    const bytes = at === lines.length - 1 ? size : 0;
    const line: WireLine = { handle, direction, text, bytes, time };
    eventQueue.post({
      deliver() {
        if (wireChannel.hasSubscribers) wireChannel.publish(line);
        log?.(line);
      },
    });
  }
}

/** Queues the lines of an HTTP message head. */
export function logHead(
  handle: HandleObject,
  direction: WireLine["direction"],
  head: Uint8Array,
): void {
  if (!hasLog(handle)) return;
  logLines(handle, direction, head.length, () => maskedHead(latin1Text(head)));
}

function hasLog(handle: HandleObject): boolean {
  return handle.settings.wireLog !== null || wireChannel.hasSubscribers;
}
