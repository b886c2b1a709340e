// Copyright 2026 the wininet authors. MIT license.

/**
 * The events of a trace: statuses, calls and lines as plain data, without handles and
 * without secrets.
 *
 * @module
 */

import type { InternetErrorData } from "../error.ts";

/** The parts that all events have. */
export interface TraceEventBase {
  /** When it happened: milliseconds of `performance.now()`. */
  readonly time: number;
  /** The number of the handle. */
  readonly handle: number;
  /** The server or the file of the handle, a URL; `null` if it has none. */
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
  /** The error with which it has ended; `null` at its start and after success. */
  readonly error: InternetErrorData | null;
}

/** A line that was sent or received; secrets are replaced by `***`. */
export interface TraceLine extends TraceEventBase {
  /** A line. */
  readonly kind: "line";
  /** `"out"` for a line of this program, `"in"` for one of the server or proxy. */
  readonly direction: "out" | "in";
  /** The line, without its end. */
  readonly text: string;
  /** The bytes of the command, reply or head that ends with this line; 0 for its other lines. */
  readonly bytes: number;
}

/** An event of a trace. */
export type TraceEvent = TraceStatus | TraceCall | TraceLine;
