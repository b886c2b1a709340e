// Copyright 2026 the wininet authors. MIT license.

/**
 * Calls that make a handle and wait: the handle is there and announced at once, so
 * that the callback may close it to cancel. A handle that comes to nothing is
 * closed behind the error.
 *
 * @module
 */

import type { HandleObject, Work } from "./handle.ts";
import { startCall } from "./operation.ts";

/** A handle that is made at once, and the work that makes it useful. */
export interface Opening<Handle extends HandleObject, Value> {
  /** The new handle. */
  readonly handle: Handle;
  /** What opens it. */
  readonly work: Work<Value>;
}

/** Announces a handle, and opens it. */
export function startOpening<Value>(
  { handle, work }: Opening<HandleObject, Value>,
): Promise<Value> {
  handle.parent!.postCreated(handle);
  return startCall(handle, work, {
    onFailure: () => handle[Symbol.dispose](),
  });
}
