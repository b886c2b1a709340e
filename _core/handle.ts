// Copyright 2026 the wininet authors. MIT license.

/**
 * The handle tree: inherits settings, posts statuses and closes handles.
 *
 * {@linkcode HandleObject} defines each operation with the error for a handle
 * of the wrong type, and the subclasses override those that they support. The
 * type number is only used for options (`_options/gate.ts`) and for locks
 * (`request_lock.ts`).
 *
 * Lifetime: a new handle copies the callback and settings of its parent.
 * Closing a handle closes its children first, releases the connection, ends the
 * pending calls, and posts HANDLE_CLOSING as the last status. Asynchronous
 * disposal waits until it is delivered.
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
  INTERNET_OPTION_DATAFILE_NAME,
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
import { statusChannel } from "./diagnostics.ts";
import {
  eventQueue,
  type StatusListener,
  StatusListeners,
  StatusPosting,
  wantsCallbacks,
} from "./event_queue.ts";
import { type PendingCall, PendingWork } from "./operation.ts";
import { TreeNode } from "./tree_node.ts";
import { quotedUrl } from "../_base/secrets.ts";
import { handleName, OPENERS } from "../_options/levels.ts";
import { querySetting, withSetting } from "../_options/inherited.ts";
import type { Settings } from "../_options/settings.ts";

/** The asynchronous part of a call. */
export type Work<Value> = () => Promise<Value>;

/**
 * The state of a handle. While it is closing, it still posts statuses;
 * afterwards it posts none.
 */
type LifeState = "open" | "closing" | "closed";

const MINUTE = 60_000;

/** The functions that open readable handles, for errors. */
const OPENED_TO_READ =
  "InternetOpenUrl, HttpOpenRequest, FtpOpenFile or GopherOpenFile";

/** The functions that open enumerations, for errors. */
const OPENED_TO_FIND = "FtpFindFirstFile or GopherFindFirstFile, its hFind";

/** The number of the last handle that was created. */
let lastId = 0;

/** The options of a read. */
export interface ReadMode {
  /**
   * `true` for a read that returns the available bytes instead of waiting until
   * the buffer is full.
   */
  readonly noWait: boolean;
}

/** A handle of any type. */
export abstract class HandleObject implements HINTERNET {
  /** One of the `INTERNET_HANDLE_TYPE_*` constants. */
  abstract readonly type: number;
  readonly id: number = ++lastId;
  /** The parent handle, or `null` for a session. */
  readonly parent: HandleObject | null;
  /** The session that this handle belongs to. */
  readonly root: HandleObject;
  /** `true` if the session was opened with INTERNET_FLAG_ASYNC. */
  readonly asynchronous: boolean;
  /** The listeners of the handle tree. */
  readonly listeners: StatusListeners;
  /** The calls and the other work that are in progress. */
  readonly pending: PendingWork = new PendingWork();
  #settings: Settings;
  /** The registered status callback. */
  callback: StatusCallback | null;
  /** The context of the handle. */
  context: unknown;
  /** The URL with which `InternetOpenUrl` opened the handle, without user name and password. */
  url: string | null = null;
  readonly #node: TreeNode<HandleObject> = new TreeNode(this);
  #state: LifeState = "open";
  #closeReason: unknown;
  #onClosed: (() => void)[] | null = null;

  constructor(
    parent: HandleObject | null,
    context: unknown,
    settings: Settings,
    asynchronous: boolean,
  ) {
    this.parent = parent;
    this.root = parent?.root ?? this;
    this.asynchronous = asynchronous;
    this.#settings = settings;
    this.callback = parent?.callback ?? null;
    this.context = context;
    this.listeners = parent?.listeners ?? new StatusListeners();
    if (parent !== null) parent.#node.add(this.#node);
  }

  /**
   * Returns `true` for a handle, and `false` for a Proxy of a handle or an
   * object that inherits from one.
   */
  static isHandle(value: unknown): value is HandleObject {
    return typeof value === "object" && value !== null && #state in value;
  }

  /** `true` if a handle has ever been created below this one. */
  get hadChildren(): boolean {
    return this.#node.hadChildren;
  }

  /**
   * The settings, inherited from the parent. They are not an own property,
   * because a structured clone would copy the passwords.
   */
  get settings(): Settings {
    return this.#settings;
  }

  set settings(settings: Settings) {
    this.#settings = settings;
  }

  // ---- the table of operations ----
  // Each operation performs all checks that need no waiting, and returns the
  // work to do.

  /** Reads into a buffer; the work resolves with the number of bytes read. */
  readFile(_buffer: Uint8Array, _mode: ReadMode): Work<number> {
    throw this.wrongType("InternetReadFile", OPENED_TO_READ);
  }

  /** Writes a buffer; the work resolves with the number of bytes written. */
  writeFile(_buffer: Uint8Array): Work<number> {
    throw new InternetError(
      ERROR_INVALID_HANDLE,
      `Cannot write to ${
        handleName(this.type)
      }: pass a handle of FtpOpenFile with GENERIC_WRITE, or of a request after HttpSendRequestEx`,
    );
  }

  /** Finishes writing; the work resolves after all data has arrived. */
  finishWriting(): Work<unknown> {
    throw this.wrongType(
      "writable",
      "FtpOpenFile with GENERIC_WRITE, or HttpOpenRequest",
    );
  }

  /** Releases resources that are not needed after a stream was read to its end. */
  finishReading(): void {}

  /**
   * The work resolves with the number of bytes that a read returns without
   * waiting, or 0 at the end.
   */
  queryDataAvailable(): Work<number> {
    throw this.wrongType("InternetQueryDataAvailable", OPENED_TO_READ);
  }

  /** Moves the position of the next read; the work resolves with the new position. */
  setFilePointer(_distance: number, _method: number): Work<number> {
    throw this.wrongType("InternetSetFilePointer", OPENED_TO_READ);
  }

  /** The work resolves with the next entry, or `null` at the end. */
  findNext(): Work<WIN32_FIND_DATA | GOPHER_FIND_DATA | null> {
    throw this.wrongType("InternetFindNextFile", OPENED_TO_FIND);
  }

  /** The work resolves with all entries that have arrived; an empty array at the end. */
  findSome(): Work<readonly (WIN32_FIND_DATA | GOPHER_FIND_DATA)[]> {
    throw this.wrongType("entries", OPENED_TO_FIND);
  }

  /** The work resolves with the size of an open file in bytes. */
  fileSize(): Work<number> {
    throw this.wrongType("FtpGetFileSize", "FtpOpenFile");
  }

  /**
   * Keeps the file of the response after the handle is closed; returns `null`
   * if there is no file.
   */
  holdFile(): Disposable | null {
    return null;
  }

  /** The last text that the server of this handle sent, or `null` if there is none. */
  get lastResponse(): LastResponse | null {
    return null;
  }

  /**
   * The server or file of the handle: a URL without user name and password, or
   * `null` if it has none.
   */
  get place(): string | null {
    return this.url ?? this.parent?.place ?? null;
  }

  /** Returns the value of an option. */
  queryOption(option: number): unknown {
    switch (option) {
      case INTERNET_OPTION_CALLBACK:
        return this.callback;
      case INTERNET_OPTION_CONTEXT_VALUE:
      case INTERNET_OPTION_CONTEXT_VALUE_OLD:
        // As on Windows, a handle without a context has the context 0.
        return this.context ?? 0;
      case INTERNET_OPTION_HANDLE_TYPE:
        return this.type;
      case INTERNET_OPTION_PARENT_HANDLE:
        return this.parent;
      case INTERNET_OPTION_URL:
        return this.#knownUrl();
      case INTERNET_OPTION_DATAFILE_NAME:
        throw new InternetError(
          ERROR_INTERNET_ITEM_NOT_FOUND,
          `Cannot query INTERNET_OPTION_DATAFILE_NAME of ${
            handleName(this.type)
          }: there is no file of the response; HTTP and FTP have one after openUrlCache`,
        );
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
      `Cannot query INTERNET_OPTION_URL of ${
        handleName(this.type)
      }: only a handle of InternetOpenUrl or HttpOpenRequest has a URL`,
    );
  }

  /** Releases connections and files; called once with the reason when the handle is closed. */
  protected release(_reason?: unknown): void {}

  /**
   * Returns the error for a function that this handle type does not support;
   * `openers` are the functions that return a suitable handle.
   */
  wrongType(name: string, openers: string): InternetError {
    return new InternetError(
      ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
      `Cannot call ${name} on ${
        handleName(this.type)
      }: pass a handle of ${openers}`,
    );
  }

  /** Returns the error for an option that is in the table but that no code supports. */
  #unknownOption(option: number): InternetError {
    return new InternetError(
      ERROR_INTERNET_INVALID_OPTION,
      `Cannot use option ${option} on ${
        handleName(this.type)
      }: it is not supported there`,
    );
  }

  // ---- statuses ----

  /** `true` if a status that is posted now would be delivered to a callback or a listener. */
  get observed(): boolean {
    return this.#reports(this.#contextOf(this.pending.current));
  }

  #reports(context: unknown): boolean {
    if (this.#state === "closed") return false;
    if (this.callback !== null && wantsCallbacks(context)) return true;
    return this.listeners.hear(this);
  }

  /**
   * `true` if statuses are published on the channel; that alone does not make a
   * handle observed.
   */
  get #isPublished(): boolean {
    return statusChannel.hasSubscribers && this.#state !== "closed";
  }

  /** Queues a status of this handle; returns the posting, or `null` if there is no receiver. */
  post(
    status: InternetStatus,
    information: unknown = null,
    call: PendingCall | undefined = this.pending.current,
  ): { readonly delivered: boolean } | null {
    const context = this.#contextOf(call);
    if (!this.#reports(context) && !this.#isPublished) return null;
    const posting = new StatusPosting(this, context, status, information);
    eventQueue.post(posting);
    return posting;
  }

  /** Returns the context of a call, or the context of the handle if the call has none. */
  #contextOf(call: PendingCall | undefined): unknown {
    return call && (call.ownContext || wantsCallbacks(call.context))
      ? call.context
      : this.context;
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
    if (this.#state === "closed") return;
    if (!child.observed && !this.#isPublished) return;
    eventQueue.post(
      new StatusPosting(
        this,
        child.context,
        INTERNET_STATUS_HANDLE_CREATED,
        child,
      ),
    );
  }

  /** Closes a handle whose creation has failed, without posting a status. */
  discard(): void {
    if (this.#state === "open") this.#close("closed", undefined);
  }

  /** Registers a listener for the statuses of this handle and of all handles below it; returns the function that removes it. */
  listen(listener: StatusListener): () => void {
    return this.listeners.add(this, listener);
  }

  // ---- lifetime ----

  /** `true` if the handle has been closed. */
  get closed(): boolean {
    return this.#state !== "open";
  }

  /** The reason for closing the handle; `undefined` for an ordinary close. */
  get closeReason(): unknown {
    return this.#closeReason;
  }

  /** `true` if a call is in progress. */
  get busy(): boolean {
    return this.pending.current !== undefined;
  }

  /** Makes asynchronous disposal wait for a promise; the caller must handle its errors. */
  track(work: Promise<unknown>): void {
    this.pending.track(work);
  }

  /** Registers a function that is called when the handle is closed. */
  onClosed(run: () => void): void {
    (this.#onClosed ??= []).push(run);
  }

  /**
   * Closes the handle and all handles below it; returns `true` if calls were in
   * progress.
   *
   * @param reason The cause of the errors of those calls, and of later ones.
   */
  close(reason?: unknown): boolean {
    if (this.#state !== "open") {
      throw new InternetError(
        ERROR_INVALID_HANDLE,
        `Cannot close ${
          handleName(this.type)
        }: it is already closed, so close it only once`,
      );
    }
    return this.#close("closing", reason);
  }

  #close(state: LifeState, reason: unknown): boolean {
    this.#state = state;
    this.#closeReason = reason;
    let outstanding = this.busy;
    while (this.#node.youngest !== null) {
      outstanding = this.#node.youngest.close(reason) || outstanding;
    }
    this.release(reason);
    this.pending.cancel(reason);
    this.post(INTERNET_STATUS_HANDLE_CLOSING, this);
    this.#state = "closed";
    if (this.parent !== null) {
      this.parent.#node.remove(this.#node);
      if (!this.pending.isIdle) this.parent.track(this.pending.idle());
    }
    this.#onClosed?.forEach((run) => run());
    setLastError(outstanding ? ERROR_IO_PENDING : 0);
    return outstanding;
  }

  /** Closes the handle; does nothing if it is already closed. */
  [Symbol.dispose](): void {
    if (this.#state === "open") this.close();
  }

  /**
   * Closes the handle and waits until its aborted work has ended and its last
   * status was delivered.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    this[Symbol.dispose]();
    // The aborted work does not keep the process alive; this wait does.
    const awake = setInterval(() => {}, MINUTE);
    await this.pending.idle();
    clearInterval(awake);
    await eventQueue.drained();
  }

  static {
    // The representation for debuggers, `console.log` and JSON. It omits the
    // contents, which may include secrets.
    for (const name of [Symbol.for("Deno.customInspect"), "toJSON"]) {
      Object.defineProperty(HandleObject.prototype, name, {
        value(this: HandleObject): string {
          return `HINTERNET { id: ${this.id}, type: ${this.type}, closed: ${this.closed} }`;
        },
      });
    }
  }
}

/**
 * Returns the object of an open handle; throws ERROR_INVALID_HANDLE if the
 * value is not a handle or is closed.
 */
export function openHandle(hInternet: unknown): HandleObject {
  const isHandle = HandleObject.isHandle(hInternet);
  if (isHandle && !hInternet.closed) return hInternet;
  throw new InternetError(
    ERROR_INVALID_HANDLE,
    isHandle
      ? `Cannot use ${
        handleName(hInternet.type)
      }: it is closed, so open another one`
      : `Cannot use ${quotedUrl(hInternet)} as a handle: ${advice(hInternet)}`,
    isHandle ? { cause: hInternet.closeReason } : {},
  );
}

/** Returns the advice for a value that is not a handle. */
function advice(value: unknown): string {
  if (value instanceof Promise) return "await the call that returns the handle";
  if (typeof value === "object" && value !== null && "hFind" in value) {
    return "pass its hFind";
  }
  return "the handle is the first argument, and InternetOpen or a function like it returns it";
}

/**
 * Does the same as {@linkcode openHandle} for a handle of one type; throws
 * ERROR_INTERNET_INCORRECT_HANDLE_TYPE for another type.
 */
export function openHandleOf<Type extends HandleObject>(
  hInternet: unknown,
  // deno-lint-ignore no-explicit-any
  type: abstract new (...args: any[]) => Type,
  wanted: keyof typeof OPENERS,
): Type {
  const handle = openHandle(hInternet);
  if (handle instanceof type) return handle;
  throw new InternetError(
    ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
    `Cannot use ${handleName(handle.type)} as ${wanted}: pass a handle of ${
      OPENERS[wanted]
    }`,
  );
}
