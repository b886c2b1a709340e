// Copyright 2026 the wininet authors. MIT license.

/**
 * The lines that a handle sends and receives, for SESSION_OPTION_WIRE_LOG and for the
 * subscribers of the channel. They are made only if somebody wants them.
 *
 * @module
 */

import type { WireLine } from "../session_options.ts";
import { latin1Text } from "../_base/bytes.ts";
import { maskedHead } from "../_base/wire_secrets.ts";
import { wireChannel } from "./diagnostics.ts";
import { eventQueue } from "./event_queue.ts";
import type { HandleObject } from "./handle.ts";

/** Queues lines of a handle; they have no secrets. */
export function logLines(
  handle: HandleObject,
  direction: WireLine["direction"],
  lines: () => readonly string[],
): void {
  const log = handle.settings.wireLog;
  if (log === null && !wireChannel.hasSubscribers) return;
  const time = performance.now();
  for (const text of lines()) {
    const line: WireLine = { handle, direction, text, time };
    eventQueue.post({
      deliver() {
        if (wireChannel.hasSubscribers) wireChannel.publish(line);
        log?.(line);
      },
    });
  }
}

/** Queues the lines of a head of HTTP. */
export function logHead(
  handle: HandleObject,
  direction: WireLine["direction"],
  head: Uint8Array,
): void {
  logLines(handle, direction, () => maskedHead(latin1Text(head)));
}
