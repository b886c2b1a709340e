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
  /** The session; it counts the listeners of the tree. */
  readonly root: { readonly listenerCount: number };
  /** The registered callback. */
  readonly callback: StatusCallback | null;
  /** The listeners of the handle. */
  listeners(): Iterable<StatusListener>;
}

/** Returns `true` if a context asks for callbacks: `undefined`, `null` and 0 are INTERNET_NO_CALLBACK. */
export function wantsCallbacks(context: unknown): boolean {
  return context !== undefined && context !== null && context !== 0;
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
    if (source.root.listenerCount > 0) this.#tellListeners();
    if (source.callback === null || !wantsCallbacks(this.#context)) return;
    this.delivered = true;
    const callback = source.callback as (...event: unknown[]) => void;
    callback(source, this.#context, this.#status, this.#information);
  }

  #tellListeners(): void {
    const event = {
      hInternet: this.#source,
      dwContext: this.#context,
      dwInternetStatus: this.#status,
      lpvStatusInformation: this.#information,
    } as StatusEvent;
    for (let at: StatusSource | null = this.#source; at; at = at.parent) {
      for (const listener of at.listeners()) {
        this.delivered = true;
        listener(event);
      }
    }
  }
}
