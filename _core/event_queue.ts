// Copyright 2026 the wininet authors. MIT license.

/**
 * The event queue: one FIFO with one pump, which is the only part of the
 * library that calls user code. Its events are statuses, whose receivers are
 * determined at the delivery.
 *
 * On Windows a status callback runs on a worker thread while the call that
 * caused it continues. Here there is one thread, and a callback that ran inside
 * the call would see inconsistent state and could re-enter the call. So every
 * event is queued and delivered in a separate turn of the event loop. The queue
 * guarantees:
 *
 * 1. events are delivered in the order in which they were posted, regardless of
 *    their handles;
 * 2. a callback is never called inside the call that caused its event, and
 *    never inside another callback;
 * 3. a settlement (the end of a promise) is an entry of the same FIFO: it
 *    happens after every callback that was posted before it;
 * 4. a callback that throws is reported with `reportError` and stops nothing;
 * 5. many events cannot starve other work: a turn takes at most {@linkcode
 *    SLICE} entries, then timers and sockets are processed.
 *
 * `setImmediate` schedules the turns because it is the only function in Deno
 * that allows I/O between two turns and needs no timer: endless microtasks stop
 * sockets forever, and `setTimeout(0)` waits two milliseconds.
 *
 * It is used as a global, not imported from `node:timers`: the first `node:`
 * module takes five milliseconds to load, and a program without a callback
 * posts no event.
 *
 * @module
 */

import type { InternetStatus, StatusCallback, StatusEvent } from "../status.ts";
import type { HINTERNET } from "../structures.ts";
import { statusChannel } from "./diagnostics.ts";

/** An event that waits for its delivery. */
export interface QueuedEvent {
  /** Calls the user's code. Its exceptions are reported, not thrown. */
  deliver(): void;
}

/** An entry of the queue: an event, or the settlement of a promise. */
type QueueEntry = QueuedEvent | (() => void);

/**
 * The maximum number of entries in one turn: enough to make the cost of a turn
 * negligible, few enough not to delay other work.
 */
const SLICE = 512;

/**
 * The number of entries in one link of the chain; delivered entries are freed
 * one link at a time.
 */
const LINK_SIZE = 4096;

/** A link of the chain that implements the FIFO. */
interface Link {
  readonly entries: QueueEntry[];
  next: Link | null;
}

/** A FIFO of events and settlements. */
export class EventQueue {
  #first: Link = { entries: [], next: null };
  #last: Link = this.#first;
  /** The index of the next entry to deliver in the first link. */
  #head = 0;
  #scheduled = false;
  readonly #turn = (): void => this.#pump();

  /** `true` if the queue is empty. */
  get empty(): boolean {
    return this.#first === this.#last &&
      this.#head === this.#first.entries.length;
  }

  /** Queues an event. */
  post(event: QueuedEvent): void {
    this.#push(event);
  }

  /**
   * Runs `settlement` after all queued entries, or immediately if there are
   * none.
   */
  settle(settlement: () => void): void {
    if (this.empty) settlement();
    else this.#push(settlement);
  }

  /** Resolves when all entries that are queued now have been delivered. */
  drained(): Promise<void> {
    return new Promise((resolve) => this.settle(resolve));
  }

  #push(entry: QueueEntry): void {
    if (this.#last.entries.length === LINK_SIZE) {
      this.#last = this.#last.next = { entries: [], next: null };
    }
    this.#last.entries.push(entry);
    if (!this.#scheduled) this.#schedule();
  }

  #schedule(): void {
    this.#scheduled = true;
    globalThis.setImmediate(this.#turn);
  }

  #pump(): void {
    for (let left = SLICE; left > 0 && !this.empty; left--) {
      this.#run(this.#shift());
    }
    this.#scheduled = false;
    if (!this.empty) this.#schedule();
    else this.#reset();
  }

  #shift(): QueueEntry {
    if (this.#head === LINK_SIZE) {
      this.#first = this.#first.next!;
      this.#head = 0;
    }
    return this.#first.entries[this.#head++]!;
  }

  #run(entry: QueueEntry): void {
    if (typeof entry === "function") return entry();
    try {
      entry.deliver();
    } catch (error) {
      reportError(error);
    }
  }

  #reset(): void {
    this.#first = this.#last = { entries: [], next: null };
    this.#head = 0;
  }
}

/** The queue of the process. */
export const eventQueue: EventQueue = new EventQueue();

// ---- statuses ----

/** A status listener of the library itself; it must not throw. */
export type StatusListener = (event: StatusEvent) => void;

/** The source of a status: the parts of a handle that the delivery needs. */
export interface StatusSource extends HINTERNET {
  /** The parent handle, or `null` for a session. */
  readonly parent: StatusSource | null;
  /** The listeners of the handle tree. */
  readonly listeners: StatusListeners;
  /** The registered callback. */
  readonly callback: StatusCallback | null;
}

/**
 * Returns `true` if a context allows callbacks: `undefined`, `null` and 0 are
 * INTERNET_NO_CALLBACK.
 */
export function wantsCallbacks(context: unknown): boolean {
  return context !== undefined && context !== null && context !== 0;
}

/**
 * The listeners of a handle tree. A listener receives the statuses of its
 * handle and of all handles below it.
 */
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

  /** Returns `true` if any listener receives the statuses of a handle. */
  hear(source: StatusSource): boolean {
    if (this.#count === 0) return false;
    for (let at: StatusSource | null = source; at; at = at.parent) {
      if (this.#bySource.get(at)?.size) return true;
    }
    return false;
  }

  /** Calls the listeners of a handle and of its ancestors, from the handle to the root. */
  call(source: StatusSource, event: StatusEvent): void {
    for (let at: StatusSource | null = source; at; at = at.parent) {
      for (const listener of this.#bySource.get(at) ?? []) listener(event);
    }
  }
}

/** A status in the event queue. */
export class StatusPosting implements QueuedEvent {
  /** `true` if a callback or a listener has received the status. */
  delivered = false;
  readonly #source: StatusSource;
  readonly #context: unknown;
  readonly #status: InternetStatus;
  readonly #information: unknown;
  /** The time of the event, or `null` if there was no receiver that needs it. */
  readonly #time: number | null;

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
    // Callbacks do not receive the time, and reading the clock takes as long as
    // the rest.
    const isTimed = statusChannel.hasSubscribers ||
      source.listeners.hear(source);
    this.#time = isTimed ? performance.now() : null;
  }

  deliver(): void {
    if (statusChannel.hasSubscribers) statusChannel.publish(this.#event());
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
      handle: this.#source,
      context: this.#context,
      status: this.#status,
      information: this.#information,
      time: this.#time ?? performance.now(),
      hInternet: this.#source,
      dwContext: this.#context,
      dwInternetStatus: this.#status,
      lpvStatusInformation: this.#information,
    } as StatusEvent;
  }
}
