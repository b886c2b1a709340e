// Copyright 2026 the wininet authors. MIT license.

/**
 * Calls that wait.
 *
 * A call that has started ends once: with its value, with an error, or because
 * its handle was closed. On an asynchronous session the end is posted as
 * REQUEST_COMPLETE, with the value as dwResult, and the promise settles right after
 * it. Without INTERNET_FLAG_ASYNC only the promise settles.
 *
 * A rejection whose REQUEST_COMPLETE was delivered counts as handled, even if the
 * promise is not awaited, because WinINet programs are written that way. This is
 * decided at the delivery, because the callback may be removed while the event waits.
 * A rejection that closing the handle has caused counts as handled, too: the program
 * wanted it, and may have lost the promise, as after a `Promise.all` whose list could
 * not be made. Any other stays an unhandled rejection.
 *
 * @module
 */

import { ERROR_IO_PENDING, type InternetError } from "../error.ts";
import { INTERNET_STATUS_REQUEST_COMPLETE } from "../status.ts";
import { setLastError } from "../_base/last_error.ts";
import { eventQueue } from "./event_queue.ts";
import { asInternetError, rememberOutcome } from "../_base/failure.ts";
import type { HandleObject, PendingCall, Work } from "./handle.ts";

/** The options of a call. */
export interface CallOptions {
  /** The context of the call, if it has its own. */
  readonly context?: unknown;
  /** `true` if that context is used even when it asks for no callbacks. */
  readonly ownContext?: boolean;
  /** `true` for a call that is synchronous on an asynchronous session: no REQUEST_COMPLETE. */
  readonly synchronous?: boolean;
  /** Runs when the call has failed, after REQUEST_COMPLETE was posted. */
  readonly onFailure?: () => void;
}

const NO_OPTIONS: CallOptions = {};

class Call<Value> implements PendingCall {
  readonly promise: Promise<Value>;
  readonly context: unknown;
  readonly ownContext: boolean;
  readonly #handle: HandleObject;
  readonly #options: CallOptions;
  readonly #resolve: (value: Value) => void;
  readonly #reject: (error: InternetError) => void;
  #ended = false;

  constructor(handle: HandleObject, options: CallOptions) {
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    this.promise = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#handle = handle;
    this.#options = options;
    this.context = options.context;
    this.ownContext = options.ownContext ?? false;
    handle.addPending(this);
  }

  get #tells(): boolean {
    return this.#handle.asynchronous && !this.#options.synchronous;
  }

  succeed(value: Value): void {
    if (this.#ended) return;
    this.#post(value, 0);
    if (eventQueue.empty) this.#settle(value);
    else eventQueue.settle(() => this.#settle(value));
  }

  #settle(value: Value): void {
    rememberOutcome(null);
    this.#resolve(value);
  }

  fail(error: InternetError): void {
    if (this.#ended) return;
    const posting = this.#post(0, error.code);
    this.#options.onFailure?.();
    eventQueue.settle(() => {
      rememberOutcome(error);
      if (posting?.delivered) this.promise.catch(() => {});
      this.#reject(error);
    });
  }

  cancel(error: InternetError): void {
    this.promise.catch(() => {});
    this.fail(error);
  }

  #post(
    dwResult: unknown,
    dwError: number,
  ): { readonly delivered: boolean } | null {
    this.#ended = true;
    this.#handle.removePending(this);
    return this.#tells
      ? this.#handle.post(
        INTERNET_STATUS_REQUEST_COMPLETE,
        { dwResult, dwError },
        this,
      )
      : null;
  }
}

/**
 * Starts a call on a handle. The promise settles at the end of the work, or
 * rejects when the handle is closed, whichever comes first.
 */
export function startCall<Value>(
  handle: HandleObject,
  work: Work<Value>,
  options: CallOptions = NO_OPTIONS,
): Promise<Value> {
  const call = new Call<Value>(handle, options);
  if (handle.asynchronous && !options.synchronous) {
    setLastError(ERROR_IO_PENDING);
  }
  handle.beginWork();
  work().then(
    (value) => {
      call.succeed(value);
      handle.endWork();
    },
    (error) => {
      call.fail(asInternetError(error));
      handle.endWork();
    },
  );
  return call.promise;
}
