// Copyright 2026 the wininet authors. MIT license.

/**
 * Asynchronous calls.
 *
 * A call that has started ends once: with its value, with an error, or because
 * its handle was closed. On an asynchronous session the end is posted as
 * REQUEST_COMPLETE, with the value as dwResult, and the promise settles right
 * after it. Without INTERNET_FLAG_ASYNC only the promise settles.
 *
 * A rejection whose REQUEST_COMPLETE was delivered counts as handled, even if
 * the promise is not awaited, because WinINet programs are written that way.
 * This is decided at the delivery, because the callback may be removed while
 * the event waits. A rejection caused by closing the handle also counts as
 * handled: the program requested it, and may have lost the promise, for example
 * if a later call in the list of a `Promise.all` threw an error. All other
 * rejections remain unhandled.
 *
 * @module
 */

import { ERROR_IO_PENDING, type InternetError } from "../error.ts";
import {
  type CallEvent,
  INTERNET_STATUS_REQUEST_COMPLETE,
  type InternetStatus,
} from "../status.ts";
import type { HINTERNET } from "../structures.ts";
import { callerRejection } from "../_base/caller_stack.ts";
import { setLastError } from "../_base/last_error.ts";
import { callChannel } from "./diagnostics.ts";
import { eventQueue } from "./event_queue.ts";
import {
  asInternetError,
  cancellation,
  rememberOutcome,
} from "../_base/failure.ts";

/** A call that is in progress on a handle. */
export interface PendingCall {
  /** The context of the call, if it has a separate one. */
  readonly context: unknown;
  /** `true` if that context is used even if it is INTERNET_NO_CALLBACK. */
  readonly ownContext: boolean;
  /** Ends the call because its handle is closed; does nothing if it has already ended. */
  cancel(error: InternetError): void;
}

/** The calls of a handle, and the other work that asynchronous disposal waits for. */
export class PendingWork {
  #calls: PendingCall[] | null = null;
  /** The number of pieces of work in progress. */
  #count = 0;
  #onIdle: (() => void)[] | null = null;

  /** The call that is being executed: the oldest one. */
  get current(): PendingCall | undefined {
    return this.#calls?.[0];
  }

  /** `true` if no work is in progress. */
  get isIdle(): boolean {
    return this.#count === 0;
  }

  /** Records the start of a call. */
  add(call: PendingCall): void {
    if (this.#calls === null) this.#calls = [call];
    else this.#calls.push(call);
  }

  /** Records the end of a call. */
  remove(call: PendingCall): void {
    const at = this.#calls!.indexOf(call);
    if (at >= 0) this.#calls!.splice(at, 1);
  }

  /** Cancels all calls. */
  cancel(reason: unknown): void {
    if (this.#calls === null) return;
    for (const call of [...this.#calls]) call.cancel(cancellation(reason));
  }

  /** Records the start of a piece of work. */
  start(): void {
    this.#count++;
  }

  /** Records the end of a piece of work. */
  end(): void {
    if (--this.#count > 0 || this.#onIdle === null) return;
    for (const resolve of this.#onIdle) resolve();
    this.#onIdle = null;
  }

  /** Counts a promise as work until it settles; the caller must handle its errors. */
  track(work: Promise<unknown>): void {
    this.start();
    const end = () => this.end();
    work.then(end, end);
  }

  /** Resolves when no work is in progress. */
  idle(): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    return new Promise((resolve) => (this.#onIdle ??= []).push(resolve));
  }
}

/** The parts of a handle that its calls need. */
export interface CallOwner {
  /** `true` if the tree was opened with INTERNET_FLAG_ASYNC. */
  readonly asynchronous: boolean;
  /** The calls and the other work that are in progress. */
  readonly pending: PendingWork;
  /** Queues a status; returns the posting, or `null` if there is no receiver. */
  post(
    status: InternetStatus,
    information: unknown,
    call: PendingCall,
  ): { readonly delivered: boolean } | null;
}

/** The options of a call. */
export interface CallOptions {
  /** The function that was called. */
  readonly name?: string;
  /** The context of the call, if it has a separate one. */
  readonly context?: unknown;
  /** `true` if that context is used even if it is INTERNET_NO_CALLBACK. */
  readonly ownContext?: boolean;
  /** `true` for a call that posts no REQUEST_COMPLETE, even on an asynchronous session. */
  readonly synchronous?: boolean;
  /** Called when the call has failed, after REQUEST_COMPLETE was posted. */
  readonly onFailure?: () => void;
}

const NO_OPTIONS: CallOptions = {};

/** The number of the last call that was started. */
let lastCall = 0;

class Call<Value> implements PendingCall {
  readonly #number: number = ++lastCall;
  readonly promise: Promise<Value>;
  readonly context: unknown;
  readonly ownContext: boolean;
  readonly #handle: CallOwner;
  readonly #options: CallOptions;
  readonly #resolve: (value: Value | Promise<never>) => void;
  #ended = false;

  constructor(handle: CallOwner, options: CallOptions) {
    const { promise, resolve } = Promise.withResolvers<Value>();
    this.promise = promise;
    this.#resolve = resolve;
    this.#handle = handle;
    this.#options = options;
    this.context = options.context;
    this.ownContext = options.ownContext ?? false;
    handle.pending.add(this);
    this.#publish("start", null);
  }

  /** Publishes the start or the end of the call. */
  #publish(phase: CallEvent["phase"], error: InternetError | null): void {
    if (!callChannel.hasSubscribers) return;
    postCall({
      call: this.#number,
      name: this.#options.name ?? "",
      handle: this.#handle as CallOwner & HINTERNET,
      context: this.context,
      phase,
      error,
      time: performance.now(),
    });
  }

  get #postsEnd(): boolean {
    return this.#handle.asynchronous && !this.#options.synchronous;
  }

  succeed(value: Value): void {
    if (this.#ended) return;
    this.#post(value, 0);
    this.#publish("end", null);
    if (eventQueue.empty) this.#settle(value);
    else eventQueue.settle(() => this.#settle(value));
  }

  #settle(value: Value): void {
    rememberOutcome(null);
    this.#resolve(value);
  }

  /**
   * @param isHandled `true` if the rejection counts as handled even if the
   * error was not delivered.
   */
  fail(error: InternetError, isHandled: boolean = false): void {
    if (this.#ended) return;
    const posting = this.#post(0, error.code);
    this.#publish("end", error);
    this.#options.onFailure?.();
    eventQueue.settle(() => {
      rememberOutcome(error);
      const markHandled = () => {
        if (isHandled || posting?.delivered) this.promise.catch(() => {});
      };
      this.#resolve(callerRejection(error, markHandled));
    });
  }

  cancel(error: InternetError): void {
    this.fail(error, true);
  }

  #post(
    dwResult: unknown,
    dwError: number,
  ): { readonly delivered: boolean } | null {
    this.#ended = true;
    this.#handle.pending.remove(this);
    return this.#postsEnd
      ? this.#handle.post(
        INTERNET_STATUS_REQUEST_COMPLETE,
        { dwResult, dwError },
        this,
      )
      : null;
  }
}

function postCall(event: CallEvent): void {
  eventQueue.post({ deliver: () => callChannel.publish(event) });
}

/**
 * Starts a call on a handle. The promise settles when the work ends, or rejects
 * when the handle is closed, whichever occurs first.
 */
export function startCall<Value>(
  handle: CallOwner,
  work: () => Promise<Value>,
  options: CallOptions = NO_OPTIONS,
): Promise<Value> {
  const call = new Call<Value>(handle, options);
  if (handle.asynchronous && !options.synchronous) {
    setLastError(ERROR_IO_PENDING);
  }
  handle.pending.start();
  work().then(
    (value) => {
      call.succeed(value);
      handle.pending.end();
    },
    (error) => {
      call.fail(asInternetError(error));
      handle.pending.end();
    },
  );
  return call.promise;
}

/** Runs the calls of one handle one after the other, in the order in which they were made. */
export class CallOrder {
  readonly #handle: { readonly closed: boolean };
  #last: Promise<unknown> | null = null;

  /**
   * @param handle Closing it cancels the waiting calls.
   */
  constructor(handle: { readonly closed: boolean }) {
    this.#handle = handle;
  }

  /** Runs a call after all earlier calls have ended, successfully or not. */
  run<Value>(call: () => Promise<Value>): Promise<Value> {
    // A call that has waited must not use the network if the handle was closed
    // in the meantime.
    const next = () =>
      this.#handle.closed ? Promise.reject(cancellation()) : call();
    const result = this.#last === null ? call() : this.#last.then(next, next);
    this.#last = result;
    return result;
  }
}
