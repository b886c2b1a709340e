// Copyright 2026 the wininet authors. MIT license.

/**
 * The states of one download. No I/O: the caller carries out the state and
 * reports its result as an event.
 *
 * ```
 * attempt --arrived--> verify --verified--> done
 *    |                   |
 *    +------failed-------+--> failed, or wait if the failure may be temporary
 * wait --waited--> attempt (which continues where the last one ended, if possible)
 * ```
 *
 * @module
 */

import type { InternetError } from "../error.ts";
import { backoff } from "./retry.ts";

/** The state of a download; `attempt` starts at 1. */
export type DownloadState =
  | { readonly name: "attempt"; readonly attempt: number }
  | { readonly name: "verify"; readonly attempt: number }
  | {
    readonly name: "wait";
    readonly attempt: number;
    readonly milliseconds: number;
  }
  | { readonly name: "done"; readonly attempt: number }
  | {
    readonly name: "failed";
    readonly attempt: number;
    readonly error: InternetError;
  };

/** The event that ends a state. */
export type DownloadEvent =
  /** Every byte has arrived. */
  | { readonly name: "arrived" }
  /** The bytes are correct, and the file has its final name. */
  | { readonly name: "verified" }
  | { readonly name: "waited" }
  | {
    readonly name: "failed";
    readonly error: InternetError;
    /** `true` if another attempt may succeed. */
    readonly isTransient: boolean;
    /** The wait that the server requests, in milliseconds. */
    readonly retryAfter?: number | null;
  };

/** The rules for further attempts. */
export interface RetryPolicy {
  /** The maximum number of further attempts. */
  readonly retries: number;
  /** Returns a random number from 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

/** The first state. */
export const FIRST_STATE: DownloadState = { name: "attempt", attempt: 1 };

/** Returns the state after an event. */
export function nextState(
  state: DownloadState,
  event: DownloadEvent,
  { retries, random }: RetryPolicy,
): DownloadState {
  const { attempt } = state;
  switch (`${state.name} ${event.name}`) {
    case "attempt arrived":
      return { name: "verify", attempt };
    case "verify verified":
      return { name: "done", attempt };
    case "wait waited":
      return { name: "attempt", attempt: attempt + 1 };
  }
  if (event.name !== "failed" || state.name === "done") {
    throw new TypeError(`Cannot handle "${event.name}" in "${state.name}"`);
  }
  const { error, isTransient, retryAfter } = event;
  if (state.name !== "attempt" || !isTransient || attempt > retries) {
    return { name: "failed", attempt, error };
  }
  const milliseconds = retryAfter ?? backoff(attempt, random());
  return { name: "wait", attempt, milliseconds };
}
