// Copyright 2026 the wininet authors. MIT license.

/**
 * The events of a trace: statuses, calls and lines as plain data, without handles and
 * without secrets.
 *
 * @module
 */

import type { InternetErrorData } from "../error.ts";

/** The members of all events. */
export interface TraceEventBase {
  /** The time of the event, in milliseconds of `performance.now()`. */
  readonly time: number;
  /** The number of the handle. */
  readonly handle: number;
  /** The URL of the server or file of the handle, or `null` if it has none. */
  readonly place: string | null;
}

/** A status. */
export interface TraceStatus extends TraceEventBase {
  /** A status. */
  readonly kind: "status";
  /** One of the `INTERNET_STATUS_*` constants. */
  readonly status: number;
  /** The name of the constant. */
  readonly name: string;
  /**
   * The information of the status; the number of the handle for a handle, the error code for
   * INTERNET_STATUS_REQUEST_COMPLETE.
   */
  readonly information: string | number | null;
}

/** The start or the end of a call. */
export interface TraceCall extends TraceEventBase {
  /** A call. */
  readonly kind: "call";
  /** The number of the call, which its start and its end share. */
  readonly call: number;
  /** The name of the function. */
  readonly name: string;
  /** The start or the end. */
  readonly phase: "start" | "end";
  /** The error of a call that failed; `null` at its start and after success. */
  readonly error: InternetErrorData | null;
}

/** A line that was sent or received; secrets are replaced by `***`. */
export interface TraceLine extends TraceEventBase {
  /** A line. */
  readonly kind: "line";
  /** `"out"` for a line that the program sent, `"in"` for one that the server or proxy sent. */
  readonly direction: "out" | "in";
  /** The line, without its line break. */
  readonly text: string;
  /**
   * The size in bytes of the command, reply or message head that ends with this
   * line; 0 for its other lines.
   */
  readonly bytes: number;
}

/** An event of a trace. */
export type TraceEvent = TraceStatus | TraceCall | TraceLine;
