// Copyright 2026 the wininet authors. MIT license.

/**
 * The handle tree: what every handle is, inherits, posts and does when it is
 * closed.
 *
 * A handle object is its own table of operations: {@linkcode HandleObject}
 * defines each one with the error that a handle of the wrong type answers, and
 * the subclasses override what they can do. So no code asks a handle for its
 * type.
 *
 * Lifetime is three operations and all of them are here. *Create*: a handle is
 * made under a parent and copies its callback and settings. *Close*: children
 * first, then the handle lets go of its connection, ends the calls that are
 * under way, posts HANDLE_CLOSING and falls silent. *Wait*: asynchronous
 * disposal also waits until the aborted work has ended and HANDLE_CLOSING was
 * delivered.
 *
 * @module
 */

import {
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INTERNET_INVALID_OPTION,
  ERROR_INTERNET_ITEM_NOT_FOUND,
  ERROR_INVALID_HANDLE,
  ERROR_IO_PENDING,
  InternetError,
} from "../error.ts";
import {
  INTERNET_OPTION_CALLBACK,
  INTERNET_OPTION_CONTEXT_VALUE,
  INTERNET_OPTION_CONTEXT_VALUE_OLD,
  INTERNET_OPTION_HANDLE_TYPE,
  INTERNET_OPTION_PARENT_HANDLE,
  INTERNET_OPTION_URL,
} from "../options.ts";
import {
  INTERNET_STATUS_HANDLE_CLOSING,
  INTERNET_STATUS_HANDLE_CREATED,
  type InternetStatus,
  type StatusCallback,
} from "../status.ts";
import { type LastResponse, setLastError } from "../_base/last_error.ts";
import type {
  GOPHER_FIND_DATA,
  HINTERNET,
  WIN32_FIND_DATA,
} from "../structures.ts";
import { eventQueue } from "./event_queue.ts";
import { cancellation } from "../_base/failure.ts";
import {
  type StatusListener,
  StatusPosting,
  wantsCallbacks,
} from "./status_posting.ts";
import { querySetting, withSetting } from "../_options/inherited.ts";
import type { Settings } from "../_options/settings.ts";

/** A call that is under way on a handle. */
export interface PendingCall {
  /** The context of the call, where it has its own. */
  readonly context: unknown;
  /** Whether that context counts also when it asks for no callbacks. */
  readonly ownContext: boolean;
  /** Ends the call with an error, unless it has ended. */
  fail(error: InternetError): void;
}

/** What a call does once it has started. */
export type Work<Value> = () => Promise<Value>;

const MINUTE = 60_000;

/** How a read is answered. */
export interface ReadMode {
  /** Answer with what is there instead of waiting until the buffer is full. */
  readonly noWait: boolean;
}

/** A handle of any type. */
export abstract class HandleObject implements HINTERNET {
  /** One of the `INTERNET_HANDLE_TYPE_*` constants. */
  abstract readonly type: number;
  /** The handle that this one was made from; `null` for a session. */
  readonly parent: HandleObject | null;
  /** The session that this handle belongs to. */
  readonly root: HandleObject;
  /** Whether the tree was opened with INTERNET_FLAG_ASYNC. */
  readonly asynchronous: boolean;
  /** Timeouts and retries: those of the parent until this handle's are set. */
  settings: Settings;
  /** The registered status callback. */
  callback: StatusCallback | null;
  /** The context of the handle. */
  context: unknown;
  /** The URL that `InternetOpenUrl` opened the handle by, without user and password. */
  url: string | null = null;
  /** On the root: how many listeners the tree has. */
  listenerCount = 0;
  #listeners: Set<StatusListener> | null = null;
  /** The child that was made last; its elder siblings follow. */
  #youngest: HandleObject | null = null;
  #elder: HandleObject | null = null;
  #younger: HandleObject | null = null;
  #pending: PendingCall[] | null = null;
  /** How much work is under way, and who waits for its end. */
  #working = 0;
  #onIdle: (() => void)[] | null = null;
  #afterwards: (() => void)[] | null = null;
  #closed = false;
  #closeReason: unknown;
  #silent = false;

  constructor(
    parent: HandleObject | null,
    context: unknown,
    settings: Settings,
    asynchronous: boolean,
  ) {
    this.parent = parent;
    this.root = parent?.root ?? this;
    this.asynchronous = asynchronous;
    this.settings = settings;
    this.callback = parent?.callback ?? null;
    this.context = context;
    if (parent !== null) parent.#adopt(this);
  }

  // ---- the table of operations ----
  // Each one checks what can be checked at once, and answers what does the work.

  /** Reads into a buffer; the work resolves with the bytes read. */
  readFile(_buffer: Uint8Array, _mode: ReadMode): Work<number> {
    throw this.wrongType("InternetReadFile");
  }

  /** Writes a buffer; the work resolves with the bytes written. */
  writeFile(_buffer: Uint8Array): Work<number> {
    throw new InternetError(
      ERROR_INVALID_HANDLE,
      "Cannot write: the handle is not open for writing",
    );
  }

  /** Ends writing so that everything arrives. */
  finishWriting(): Work<unknown> {
    throw this.wrongType("writable");
  }

  /** The work resolves with the bytes that a read gets without waiting; 0 at the end. */
  queryDataAvailable(): Work<number> {
    throw this.wrongType("InternetQueryDataAvailable");
  }

  /** Moves the position of the next read; the work resolves with the new one. */
  setFilePointer(_distance: number, _method: number): Work<number> {
    throw this.wrongType("InternetSetFilePointer");
  }

  /** The work resolves with the next entry, `null` at the end. */
  findNext(): Work<WIN32_FIND_DATA | GOPHER_FIND_DATA | null> {
    throw this.wrongType("InternetFindNextFile");
  }

  /** The work resolves with all entries that are there, with none at the end. */
  findSome(): Work<readonly (WIN32_FIND_DATA | GOPHER_FIND_DATA)[]> {
    throw this.wrongType("entries");
  }

  /** The size of an open file in bytes. */
  fileSize(): Work<number> {
    throw this.wrongType("FtpGetFileSize");
  }

  /** What the server of this handle said last; `null` where none says anything. */
  get lastResponse(): LastResponse | null {
    return null;
  }

  // Options: `option_gate.ts` has checked that this type of handle has them, that
  // they may be queried or set, and that the value is of their kind.

  /** The value of an option. */
  queryOption(option: number): unknown {
    switch (option) {
      case INTERNET_OPTION_CALLBACK:
        return this.callback;
      case INTERNET_OPTION_CONTEXT_VALUE:
      case INTERNET_OPTION_CONTEXT_VALUE_OLD:
        // All that Windows knows of a handle without one.
        return this.context ?? 0;
      case INTERNET_OPTION_HANDLE_TYPE:
        return this.type;
      case INTERNET_OPTION_PARENT_HANDLE:
        return this.parent;
      case INTERNET_OPTION_URL:
        return this.#knownUrl();
    }
    const setting = querySetting(this.settings, option);
    if (setting === undefined) throw this.#unknownOption(option);
    return setting;
  }

  /** Sets an option. */
  setOption(option: number, value: unknown): void {
    switch (option) {
      case INTERNET_OPTION_CONTEXT_VALUE:
      case INTERNET_OPTION_CONTEXT_VALUE_OLD:
        this.context = value;
        return;
    }
    const settings = withSetting(this.settings, option, value);
    if (settings === null) throw this.#unknownOption(option);
    this.settings = settings;
  }

  #knownUrl(): string {
    if (this.url !== null) return this.url;
    throw new InternetError(
      ERROR_INTERNET_ITEM_NOT_FOUND,
      "Cannot query INTERNET_OPTION_URL: the handle was not opened by a URL",
    );
  }

  /**
   * Lets go of connections and files; called once, when the handle is closed.
   *
   * @param _reason Why it is closed, where that is no ordinary close.
   */
  protected release(_reason?: unknown): void {}

  /** The error of a function that this type of handle does not have. */
  protected wrongType(name: string): InternetError {
    return new InternetError(
      ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
      `Cannot call ${name}: the handle has type ${this.type}`,
    );
  }

  /** What the table of options promises and no code keeps. */
  #unknownOption(option: number): InternetError {
    return new InternetError(
      ERROR_INTERNET_INVALID_OPTION,
      `Cannot use option ${option} on a handle of type ${this.type}: it is not supported`,
    );
  }

  // ---- telling the program ----

  /** Whether anybody would be told of a status that is posted now. */
  get observed(): boolean {
    return this.#tells(this.#currentContext);
  }

  #tells(context: unknown): boolean {
    if (this.#silent) return false;
    if (this.callback !== null && wantsCallbacks(context)) return true;
    return this.root.listenerCount > 0 && this.#isListenedTo();
  }

  /** Queues a status of this handle; answers the posting, or `null` when nobody would be told. */
  post(
    status: InternetStatus,
    information: unknown = null,
    call: PendingCall | undefined = this.#pending?.[0],
  ): { readonly delivered: boolean } | null {
    const context = this.contextOf(call);
    if (!this.#tells(context)) return null;
    const posting = new StatusPosting(this, context, status, information);
    eventQueue.post(posting);
    return posting;
  }

  /**
   * Announces a new child: HANDLE_CREATED is delivered on this handle, with the
   * context of the child. Resolves with the child after the delivery.
   */
  announce<Child extends HandleObject>(child: Child): Promise<Child> {
    this.postCreated(child);
    if (eventQueue.empty) return Promise.resolve(child);
    return new Promise((resolve) => eventQueue.settle(() => resolve(child)));
  }

  /** Queues HANDLE_CREATED for a new child. */
  postCreated(child: HandleObject): void {
    if (this.#silent || !child.observed) return;
    eventQueue.post(
      new StatusPosting(
        this,
        child.context,
        INTERNET_STATUS_HANDLE_CREATED,
        child,
      ),
    );
  }

  /** Takes back a handle that was made in vain: it is closed without a word. */
  discard(): void {
    this.#silent = true;
    this[Symbol.dispose]();
  }

  /** Registers a listener that hears of this handle and of all handles below it. */
  listen(listener: StatusListener): () => void {
    (this.#listeners ??= new Set()).add(listener);
    this.root.listenerCount++;
    return () => {
      if (this.#listeners?.delete(listener)) this.root.listenerCount--;
    };
  }

  /** The listeners of this handle. */
  listeners(): Iterable<StatusListener> {
    return this.#listeners ?? [];
  }

  /** The context of a call: its own where it has one, else that of the handle. */
  contextOf(call: PendingCall | undefined): unknown {
    return call && (call.ownContext || wantsCallbacks(call.context))
      ? call.context
      : this.context;
  }

  /** Calls are carried out in the order in which they were started. */
  get #currentContext(): unknown {
    return this.contextOf(this.#pending?.[0]);
  }

  #isListenedTo(): boolean {
    if (this.#listeners?.size) return true;
    return this.parent !== null && this.parent.#isListenedTo();
  }

  // ---- lifetime ----

  /** Whether the handle has been closed. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Why the handle was closed; `undefined` for an ordinary close. */
  get closeReason(): unknown {
    return this.#closeReason;
  }

  /** Whether a call is under way. */
  get busy(): boolean {
    return this.#pending !== null && this.#pending.length > 0;
  }

  /** Notes a call that is under way. */
  addPending(call: PendingCall): void {
    if (this.#pending === null) this.#pending = [call];
    else this.#pending.push(call);
  }

  /** Notes that a call has ended. */
  removePending(call: PendingCall): void {
    const at = this.#pending!.indexOf(call);
    if (at >= 0) this.#pending!.splice(at, 1);
  }

  /** Notes work that asynchronous disposal waits for; `endWork` ends it. */
  beginWork(): void {
    this.#working++;
  }

  /** The other end of `beginWork`. */
  endWork(): void {
    if (--this.#working > 0 || this.#onIdle === null) return;
    for (const resolve of this.#onIdle) resolve();
    this.#onIdle = null;
  }

  /** As `beginWork` and `endWork` around a promise; its errors are the caller's. */
  track(work: Promise<unknown>): void {
    this.beginWork();
    const end = () => this.endWork();
    work.then(end, end);
  }

  #idle(): Promise<void> {
    if (this.#working === 0) return Promise.resolve();
    return new Promise((resolve) => (this.#onIdle ??= []).push(resolve));
  }

  /** Runs something when the handle is closed. */
  onClosed(run: () => void): void {
    (this.#afterwards ??= []).push(run);
  }

  /**
   * Closes the handle and everything below it; answers whether calls were
   * outstanding.
   *
   * @param reason What the errors of those calls, and of later ones, have as cause.
   */
  close(reason?: unknown): boolean {
    if (this.#closed) {
      throw new InternetError(
        ERROR_INVALID_HANDLE,
        "Cannot close the handle: it is closed",
      );
    }
    this.#closed = true;
    this.#closeReason = reason;
    let outstanding = this.busy;
    while (this.#youngest !== null) {
      outstanding = this.#youngest.close(reason) || outstanding;
    }
    this.release(reason);
    if (this.#pending) {
      for (const call of [...this.#pending]) call.fail(cancellation(reason));
    }
    this.post(INTERNET_STATUS_HANDLE_CLOSING, this);
    this.#silent = true;
    if (this.parent !== null) {
      this.parent.#lose(this);
      if (this.#working > 0) this.parent.track(this.#idle());
    }
    if (this.#afterwards) { for (const run of this.#afterwards) run(); }
    setLastError(outstanding ? ERROR_IO_PENDING : 0);
    return outstanding;
  }

  /** Closes the handle; does nothing when it is closed. */
  [Symbol.dispose](): void {
    if (!this.#closed) this.close();
  }

  /** Closes the handle and waits until the work it aborted has ended and its last status was delivered. */
  async [Symbol.asyncDispose](): Promise<void> {
    this[Symbol.dispose]();
    // What is waited for keeps no program alive by itself; who waits for it does.
    const awake = setInterval(() => {}, MINUTE);
    await this.#idle();
    clearInterval(awake);
    await eventQueue.drained();
  }

  // The children are a chain rather than a Set: the table of a long-lived Set
  // keeps what was deleted from it alive until the next full garbage collection.

  #adopt(child: HandleObject): void {
    child.#elder = this.#youngest;
    if (this.#youngest !== null) this.#youngest.#younger = child;
    this.#youngest = child;
  }

  #lose(child: HandleObject): void {
    if (this.#youngest === child) this.#youngest = child.#elder;
    if (child.#elder !== null) child.#elder.#younger = child.#younger;
    if (child.#younger !== null) child.#younger.#elder = child.#elder;
    child.#elder = child.#younger = null;
  }

  static {
    // What a debugger, `console.log` and JSON show: never the contents, which may hold secrets.
    for (const name of [Symbol.for("Deno.customInspect"), "toJSON"]) {
      Object.defineProperty(HandleObject.prototype, name, {
        value(this: HandleObject): string {
          return `HINTERNET { type: ${this.type}, closed: ${this.#closed} }`;
        },
      });
    }
  }
}

/** The object behind a handle; throws ERROR_INVALID_HANDLE when there is none or it is closed. */
export function openHandle(hInternet: unknown): HandleObject {
  if (!(hInternet instanceof HandleObject)) {
    throw new InternetError(
      ERROR_INVALID_HANDLE,
      "Cannot use the handle: it is not an HINTERNET",
    );
  }
  if (hInternet.closed) {
    throw new InternetError(
      ERROR_INVALID_HANDLE,
      "Cannot use the handle: it is closed",
      { cause: hInternet.closeReason },
    );
  }
  return hInternet;
}

/** As {@linkcode openHandle}, for a handle of one type; throws ERROR_INTERNET_INCORRECT_HANDLE_TYPE otherwise. */
export function openHandleOf<Type extends HandleObject>(
  hInternet: unknown,
  // deno-lint-ignore no-explicit-any
  type: abstract new (...args: any[]) => Type,
  wanted: string,
): Type {
  const handle = openHandle(hInternet);
  if (handle instanceof type) return handle;
  throw new InternetError(
    ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
    `Cannot use the handle: it has type ${handle.type}, ${wanted} is needed`,
  );
}
