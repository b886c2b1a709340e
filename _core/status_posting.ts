// Copyright 2026 the wininet authors. MIT license.

/**
 * A status on its way to the program. Its receivers are decided at the delivery.
 *
 * @module
 */

import type { InternetStatus, StatusCallback, StatusEvent } from "../status.ts";
import type { HINTERNET } from "../structures.ts";
import type { QueuedEvent } from "./event_queue.ts";

/** A status listener of the library itself; it does not throw. */
export type StatusListener = (event: StatusEvent) => void;

/** The source of a status: the parts of a handle that the delivery needs. */
export interface StatusSource extends HINTERNET {
  /** The handle above. */
  readonly parent: StatusSource | null;
  /** The listeners of the tree. */
  readonly listeners: StatusListeners;
  /** The registered callback. */
  readonly callback: StatusCallback | null;
}

/** Returns `true` if a context asks for callbacks: `undefined`, `null` and 0 are INTERNET_NO_CALLBACK. */
export function wantsCallbacks(context: unknown): boolean {
  return context !== undefined && context !== null && context !== 0;
}

/** The listeners of a tree of handles. A listener receives the statuses of its handle and of all handles below it. */
export class StatusListeners {
  readonly #bySource = new WeakMap<StatusSource, Set<StatusListener>>();
  #count = 0;

  /** Adds a listener; returns the function that removes it. */
  add(source: StatusSource, listener: StatusListener): () => void {
    const listeners = this.#bySource.get(source) ?? new Set();
    this.#bySource.set(source, listeners.add(listener));
    this.#count++;
    return () => {
      if (listeners.delete(listener)) this.#count--;
    };
  }

  /** Returns `true` if a listener receives the statuses of a handle. */
  hear(source: StatusSource): boolean {
    if (this.#count === 0) return false;
    for (let at: StatusSource | null = source; at; at = at.parent) {
      if (this.#bySource.get(at)?.size) return true;
    }
    return false;
  }

  /** Calls the listeners of a handle, from the handle up to the root. */
  call(source: StatusSource, event: StatusEvent): void {
    for (let at: StatusSource | null = source; at; at = at.parent) {
      for (const listener of this.#bySource.get(at) ?? []) listener(event);
    }
  }
}

/** A status in the event queue. */
export class StatusPosting implements QueuedEvent {
  /** `true` if a callback or a listener has received it. */
  delivered = false;
  readonly #source: StatusSource;
  readonly #context: unknown;
  readonly #status: InternetStatus;
  readonly #information: unknown;

  constructor(
    source: StatusSource,
    context: unknown,
    status: InternetStatus,
    information: unknown,
  ) {
    this.#source = source;
    this.#context = context;
    this.#status = status;
    this.#information = information;
  }

  deliver(): void {
    const source = this.#source;
    if (source.listeners.hear(source)) {
      this.delivered = true;
      source.listeners.call(source, this.#event());
    }
    if (source.callback === null || !wantsCallbacks(this.#context)) return;
    this.delivered = true;
    const callback = source.callback as (...event: unknown[]) => void;
    callback(source, this.#context, this.#status, this.#information);
  }

  #event(): StatusEvent {
    return {
      hInternet: this.#source,
      dwContext: this.#context,
      dwInternetStatus: this.#status,
      lpvStatusInformation: this.#information,
    } as StatusEvent;
  }
}
