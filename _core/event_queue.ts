// Copyright 2026 the wininet authors. MIT license.

/**
 * The event queue: one FIFO with one pump, and the pump is the only place of the
 * library that calls user code. Its events are statuses, whose receivers are decided at
 * the delivery.
 *
 * On Windows a status callback runs on a worker thread while the call that
 * caused it continues. Here there is one thread, and a callback that ran inside
 * the call would see half-made state and could re-enter it. So every event is
 * queued and delivered from a turn of its own. The queue promises:
 *
 * 1. events are delivered in the order in which they were posted, whatever
 *    handle they belong to;
 * 2. a callback is never called inside the call that caused its event, and
 *    never inside another callback;
 * 3. a settlement (the end of a promise) is an entry of the same FIFO: it
 *    happens after every callback that was posted before it;
 * 4. a callback that throws is reported with `reportError` and stops nothing;
 * 5. a flood of events starves nothing: a turn takes at most {@linkcode SLICE}
 *    entries, then timers and sockets have their turn.
 *
 * `setImmediate` makes the turns because it is the only one of Deno's tools that
 * lets I/O through between two turns and costs no timer: a microtask flood stops
 * sockets forever, `setTimeout(0)` waits two milliseconds.
 *
 * It is used as a global, not imported from `node:timers`: the first `node:` module
 * takes five milliseconds to load, and a program without a callback posts no event.
 *
 * @module
 */

import type { InternetStatus, StatusCallback, StatusEvent } from "../status.ts";
import type { HINTERNET } from "../structures.ts";
import { statusChannel } from "./diagnostics.ts";

/** An event that waits for its delivery. */
export interface QueuedEvent {
  /** Calls the user's code. Errors that leave it are reported, not thrown. */
  deliver(): void;
}

/** An entry of the queue: an event, or the end of a promise. */
type QueueEntry = QueuedEvent | (() => void);

/** Entries of one turn: enough to make the turn's cost vanish, few enough to be unnoticed. */
const SLICE = 512;

/** Entries of one link of the chain: delivered ones are freed a link at a time. */
const LINK_SIZE = 4096;

/** A link of the chain that the FIFO is made of. */
interface Link {
  readonly entries: QueueEntry[];
  next: Link | null;
}

/** A FIFO of events and settlements. */
export class EventQueue {
  #first: Link = { entries: [], next: null };
  #last: Link = this.#first;
  /** The place of the next delivery in the first link. */
  #head = 0;
  #scheduled = false;
  readonly #turn = (): void => this.#pump();

  /** `true` if nothing waits. */
  get empty(): boolean {
    return this.#first === this.#last &&
      this.#head === this.#first.entries.length;
  }

  /** Queues an event. */
  post(event: QueuedEvent): void {
    this.#push(event);
  }

  /** Runs `settlement` after everything that waits, or at once if nothing does. */
  settle(settlement: () => void): void {
    if (this.empty) settlement();
    else this.#push(settlement);
  }

  /** Resolves when everything that waits now has been delivered. */
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
  /** The time of the event; `null` if nothing that reads it was there then. */
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
    // A callback does not get the time, and reading the clock takes as long as the rest.
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
