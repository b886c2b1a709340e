// Copyright 2026 the wininet authors. MIT license.

/**
 * Passes attributes to the program one by one, from the event queue, as WinINet
 * calls an enumerator.
 *
 * @module
 */

import { eventQueue } from "../../_core/event_queue.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { GOPHER_ATTRIBUTE_TYPE } from "../../structures.ts";

/**
 * Receives an attribute and an error code, which is always 0; returns `true` to
 * receive the next attribute.
 */
export type GopherAttributeEnumerator = (
  lpAttributeInfo: GOPHER_ATTRIBUTE_TYPE,
  dwError: number,
) => boolean;

/** Calls the enumerator until it returns `false` or the handle is closed; resolves with the attributes that it received. */
export async function handOut(
  attributes: readonly GOPHER_ATTRIBUTE_TYPE[],
  enumerator: GopherAttributeEnumerator,
  handle: HandleObject,
): Promise<GOPHER_ATTRIBUTE_TYPE[]> {
  const handedOut: GOPHER_ATTRIBUTE_TYPE[] = [];
  let wantsMore = true;
  for (const attribute of attributes) {
    eventQueue.post({
      deliver() {
        if (!wantsMore || handle.closed) return;
        handedOut.push(attribute);
        // An enumerator that throws is not called again.
        wantsMore = false;
        wantsMore = enumerator(attribute, 0) === true;
      },
    });
  }
  await eventQueue.drained();
  return handedOut;
}
