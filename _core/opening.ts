// Copyright 2026 the wininet authors. MIT license.

/**
 * Asynchronous calls that create a handle. The handle exists and is announced
 * immediately, so that the callback can close it to cancel the call. A handle
 * that cannot be opened is closed after the error.
 *
 * @module
 */

import type { Continuation } from "../_base/part_file.ts";
import type { HandleObject, Work } from "./handle.ts";
import { startCall } from "./operation.ts";

/** A new handle, and the work that opens it. */
export interface Opening<Handle extends HandleObject, Value> {
  /** The new handle. */
  readonly handle: Handle;
  /** The work that opens the handle. */
  readonly work: Work<Value>;
}

/** The arguments of `InternetOpenUrl` besides the session and the URL. */
export interface OpenUrlInit {
  /** The header lines of the request; only HTTP sends them. */
  readonly headers: string | null;
  /** `INTERNET_FLAG_*` bits. */
  readonly flags: number;
  /** The context of the handle. */
  readonly context: unknown;
  /**
   * The bytes of the file that the program already has. Only FTP continues
   * after them, if the file still has the same version; for HTTP the header
   * lines do that.
   */
  readonly from?: Continuation | null;
}

/**
 * Announces a handle and opens it.
 *
 * @param name The function that was called.
 */
export function startOpening<Value>(
  { handle, work }: Opening<HandleObject, Value>,
  name: string = "",
): Promise<Value> {
  handle.parent!.postCreated(handle);
  return startCall(handle, work, {
    name,
    onFailure: () => handle[Symbol.dispose](),
  });
}
