// Copyright 2026 the wininet authors. MIT license.

/**
 * Handles as Web streams and async iterators: an addition to the functions of
 * WinINet.
 *
 * @example Saving a download
 * ```ts
 * import { InternetOpen, InternetOpenUrl } from "@wininet/wininet/internet";
 * import { readable } from "@wininet/wininet/streams";
 *
 * async function save(url: string, path: string): Promise<void> {
 *   using hInternet = InternetOpen("my program/1.0");
 *   const hRequest = await InternetOpenUrl(hInternet, url);
 *   await readable(hRequest).pipeTo((await Deno.create(path)).writable);
 * }
 * ```
 *
 * @module
 */

import { INTERNET_STATUS_HANDLE_CLOSING, type StatusEvent } from "./status.ts";
import type {
  CacheEnumeration,
  CacheStream,
  FindData,
  FindHandle,
  HINTERNET,
  INTERNET_CACHE_ENTRY_INFO,
} from "./structures.ts";
import { checkedBytes } from "./_base/buffers.ts";
import { callerRejection } from "./_base/caller_stack.ts";
import { answer, cancellation, wrongOption } from "./_base/failure.ts";
import {
  EnumerationHandle,
  openEntryEnumeration,
  openStream,
  StreamHandle,
} from "./_cache/handles.ts";
import { type HandleObject, openHandle, type Work } from "./_core/handle.ts";
import { startCall } from "./_core/operation.ts";

export type {
  CallResult,
  CompletionStatus,
  HandleStatus,
  INTERNET_ASYNC_RESULT,
  InternetStatus,
  NumberStatus,
  PlainStatus,
  StatusArguments,
  StatusEvent,
  TextStatus,
} from "./status.ts";

export type {
  CacheEnumeration,
  CacheStream,
  FindData,
  FindHandle,
  GOPHER_ADMIN_ATTRIBUTE_TYPE,
  GOPHER_ASK_ATTRIBUTE_TYPE,
  GOPHER_ATTRIBUTE_TYPE,
  GOPHER_ATTRIBUTE_VALUES,
  GOPHER_FIND_DATA,
  GOPHER_VIEW_ATTRIBUTE_TYPE,
  HINTERNET,
  INTERNET_CACHE_ENTRY_INFO,
  WIN32_FIND_DATA,
} from "./structures.ts";

/** The size in bytes of a chunk for a reader that supplies no buffer. */
const PIECE = 65536;

/** A read of a stream returns the bytes that have arrived. */
const NO_WAIT = { noWait: true };

/**
 * Returns the remaining data of a handle as a byte stream. The stream reads
 * only as fast as its reader (back pressure), and can fill the buffers of the
 * reader (BYOB).
 *
 * Cancelling the stream closes the handle. At the end of the data the handle
 * stays open, so that headers can still be queried. A file of `FtpOpenFile`
 * then frees its connection; `InternetSetFilePointer` uses the connection
 * again.
 *
 * @param hFile A handle of `InternetOpenUrl`, `FtpOpenFile` or
 * `GopherOpenFile`, or of `HttpOpenRequest` after the request is sent; or a
 * stream of `RetrieveUrlCacheEntryStream`, which is read from its start.
 * @returns The stream; it fails with the errors of `InternetReadFile` or
 * `ReadUrlCacheEntryStream`.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE).
 *
 * @example The body as a string
 * ```ts
 * import { readable } from "@wininet/wininet/streams";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function text(hFile: HINTERNET): Promise<string> {
 *   return await new Response(readable(hFile)).text();
 * }
 * ```
 */
export function readable(
  hFile: HINTERNET | CacheStream,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return byteStream(
    hFile instanceof StreamHandle
      ? cachedBytes(hFile)
      : bytesOf(hFile as HINTERNET),
  );
}

/** The source of a byte stream. */
interface Bytes extends Disposable {
  /** Reads into a buffer; resolves with the number of bytes read, 0 at the end. */
  read(buffer: Uint8Array): Promise<number>;
  /** Called at the end of the data. */
  finish(): void;
}

function byteStream(bytes: Bytes): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    type: "bytes",
    autoAllocateChunkSize: PIECE,
    async pull(controller) {
      const request = controller.byobRequest!;
      const view = request.view!;
      const buffer = new Uint8Array(
        view.buffer,
        view.byteOffset,
        view.byteLength,
      );
      const read = await bytes.read(buffer);
      if (read === 0) {
        bytes.finish();
        controller.close();
      }
      request.respond(read);
    },
    cancel() {
      bytes[Symbol.dispose]();
    },
  }, { highWaterMark: 0 }) as ReadableStream<Uint8Array<ArrayBuffer>>;
}

function bytesOf(hFile: HINTERNET): Bytes {
  const file = answer(() => openHandle(hFile));
  return {
    read: (buffer) =>
      goOn("readable", file, () => file.readFile(buffer, NO_WAIT)),
    finish: () => file.finishReading(),
    [Symbol.dispose]: () => file[Symbol.dispose](),
  };
}

function cachedBytes(hUrlCacheStream: StreamHandle): Bytes {
  answer(() => openStream(hUrlCacheStream));
  let position = 0;
  return {
    async read(buffer) {
      const read = await openStream(hUrlCacheStream).read(position, buffer);
      position += read;
      return read;
    },
    finish() {},
    [Symbol.dispose]: () => hUrlCacheStream[Symbol.dispose](),
  };
}

/**
 * Returns a stream that writes to a handle. A write resolves when its bytes are
 * sent (back pressure).
 *
 * Closing the stream ends the request, like `HttpEndRequest`: the response can
 * then be read. For a file of `FtpOpenFile` it ends the upload. Aborting the
 * stream closes the handle, and an incomplete file is removed from the FTP
 * server.
 *
 * @param hFile A request after `HttpSendRequestEx`, or a file of `FtpOpenFile`
 * with GENERIC_WRITE.
 * @returns The stream; it accepts bytes and strings, and fails with the errors
 * of `InternetWriteFile`.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE).
 *
 * @example Uploading a file
 * ```ts
 * import { HttpSendRequestEx } from "@wininet/wininet/http";
 * import { writable } from "@wininet/wininet/streams";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function upload(hRequest: HINTERNET, path: string): Promise<void> {
 *   const file = await Deno.open(path);
 *   await HttpSendRequestEx(hRequest, { dwBufferTotal: (await file.stat()).size });
 *   await file.readable.pipeTo(writable(hRequest));
 * }
 * ```
 */
export function writable(
  hFile: HINTERNET,
): WritableStream<Uint8Array | string> {
  const file = answer(() => openHandle(hFile));
  return new WritableStream({
    async write(chunk) {
      await goOn(
        "writable",
        file,
        () => file.writeFile(checkedBytes(chunk, "the chunk")),
      );
    },
    async close() {
      await goOn("writable", file, () => file.finishWriting());
    },
    abort(reason) {
      // An ordinary close would end an FTP upload as if it were complete.
      if (!file.closed) file.close(reason ?? cancellation());
    },
  });
}

/**
 * Starts the next call of a stream. If the handle has been closed, throws the
 * error of the calls that were in progress at that time, with the same cause.
 */
function goOn<Value>(
  name: string,
  handle: HandleObject,
  prepare: () => Work<Value>,
): Promise<Value> {
  if (handle.closed) throw cancellation(handle.closeReason);
  return startCall(handle, prepare(), { name });
}

/**
 * Returns the entries of a cache enumeration, starting with the first. The
 * enumeration is closed at the end, or when the loop is left.
 *
 * @param hFind An enumeration of `FindFirstUrlCacheEntry` or
 * `FindFirstUrlCacheEntryEx`.
 * @returns The entries that have not been taken yet, including the first.
 * @throws {InternetError} If `hFind` is not an open enumeration of entries
 * (ERROR_INVALID_HANDLE); the iteration throws the errors of
 * `FindNextUrlCacheEntry`.
 */
export function entries(
  hFind: CacheEnumeration,
): AsyncIterableIterator<INTERNET_CACHE_ENTRY_INFO>;
/**
 * Returns the entries of an enumeration, starting with the first. The handle is
 * closed at the end, or when the loop is left.
 *
 * @param hFind A handle of `FtpFindFirstFile` or `GopherFindFirstFile`, or of
 * `InternetOpenUrl` for a directory or a menu with INTERNET_FLAG_RAW_DATA.
 * @returns The entries that `InternetFindNextFile` has not returned yet,
 * including the first.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or
 * is not an enumeration (ERROR_INTERNET_INCORRECT_HANDLE_TYPE); the iteration
 * throws the errors of `InternetFindNextFile`.
 *
 * @example All entries of a directory
 * ```ts
 * import { FtpFindFirstFile } from "@wininet/wininet/ftp";
 * import { entries } from "@wininet/wininet/streams";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function show(hConnect: HINTERNET): Promise<void> {
 *   const { hFind } = await FtpFindFirstFile(hConnect);
 *   for await (const entry of entries(hFind)) console.log(entry);
 * }
 * ```
 */
export function entries<Entry extends FindData = FindData>(
  hFind: FindHandle<Entry>,
): AsyncIterableIterator<Entry>;
export function entries(
  hFind: HINTERNET | CacheEnumeration,
): AsyncIterableIterator<FindData | INTERNET_CACHE_ENTRY_INFO> {
  if (hFind instanceof EnumerationHandle) {
    return answer(() => openEntryEnumeration(hFind)).items();
  }
  const find = answer(() => openHandle(hFind));
  const work = answer(() => find.findSome());
  return new Entries(find, work);
}

/** The iterator of {@linkcode entries}; a generator would take three times as long. */
class Entries implements AsyncIterableIterator<FindData> {
  readonly #find: HandleObject;
  #work: Work<readonly FindData[]>;
  /** The fetched entries, and the number of entries that were taken. */
  #some: readonly FindData[] = [];
  #taken = 0;
  #over = false;
  /** Settles after the earlier calls of `next`, which run one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(find: HandleObject, work: Work<readonly FindData[]>) {
    this.#find = find;
    this.#work = work;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<FindData>> {
    if (this.#waiting === 0 && this.#taken < this.#some.length) {
      const value = this.#some[this.#taken++]!;
      return Promise.resolve({ done: false, value });
    }
    this.#waiting++;
    const result = this.#turn.then(() => this.#take());
    this.#turn = result.then(() => this.#waiting--, () => this.#waiting--);
    const told: Promise<IteratorResult<FindData>> = result.catch((error) =>
      // A loop that has ended awaits no entry, so the rejection is treated as
      // handled.
      callerRejection(error, () => void told.catch(() => {}))
    );
    return told;
  }

  return(): Promise<IteratorResult<FindData>> {
    this.#end();
    return Promise.resolve({ done: true, value: undefined });
  }

  async #take(): Promise<IteratorResult<FindData>> {
    if (this.#taken === this.#some.length && !this.#over) await this.#fetch();
    const value = this.#some[this.#taken];
    if (value === undefined) return { done: true, value };
    this.#taken++;
    return { done: false, value };
  }

  /**
   * Fetches many entries with one call: a call for each entry would take longer
   * than reading them.
   */
  async #fetch(): Promise<void> {
    try {
      this.#some = await goOn("entries", this.#find, () => this.#work);
    } catch (error) {
      this.#end();
      throw error;
    }
    this.#taken = 0;
    if (this.#some.length === 0) this.#end();
    else this.#work = () => this.#find.findSome()();
  }

  #end(): void {
    this.#over = true;
    this.#some = [];
    this.#taken = 0;
    this.#find[Symbol.dispose]();
  }
}

/**
 * Returns the statuses of a handle and of all handles below it, in addition to
 * the callback and with any context. Starting with this call, every status is
 * kept until it is taken; the iteration ends after HANDLE_CLOSING of the
 * handle.
 *
 * @param hInternet A handle of any type.
 * @returns The statuses, in the order in which they occurred.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE).
 *
 * @example Following a request
 * ```ts
 * import { statusEvents } from "@wininet/wininet/streams";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function follow(hInternet: HINTERNET): Promise<void> {
 *   for await (const event of statusEvents(hInternet)) {
 *     console.log(event.dwInternetStatus, event.lpvStatusInformation);
 *   }
 * }
 * ```
 */
export function statusEvents(
  hInternet: HINTERNET,
): AsyncIterableIterator<StatusEvent> {
  const handle = answer(() => openHandle(hInternet));
  let stop = () => {};
  const events = new ReadableStream<StatusEvent>({
    start(controller) {
      stop = handle.listen((event) => {
        controller.enqueue(event);
        if (
          event.dwInternetStatus !== INTERNET_STATUS_HANDLE_CLOSING ||
          event.hInternet !== handle
        ) return;
        stop();
        controller.close();
      });
    },
    cancel() {
      stop();
    },
  });
  return events.values();
}

/**
 * Closes a handle when a signal is aborted. Calls that are in progress fail
 * with ERROR_INTERNET_OPERATION_CANCELLED, later calls with
 * ERROR_INVALID_HANDLE; the `cause` of these errors is the reason of the
 * signal. If the signal is already aborted, the handle is closed immediately.
 *
 * @param signal The signal that closes the handle.
 * @param hInternet A handle of any type.
 * @returns The handle.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE), or
 * the signal is not an AbortSignal (ERROR_INVALID_PARAMETER).
 *
 * @example A download that takes at most ten seconds
 * ```ts
 * import { InternetOpen, InternetOpenUrl } from "@wininet/wininet/internet";
 * import { closeOn } from "@wininet/wininet/streams";
 *
 * async function open(url: string): Promise<void> {
 *   using hInternet = closeOn(AbortSignal.timeout(10_000), InternetOpen("my program/1.0"));
 *   await InternetOpenUrl(hInternet, url);
 * }
 * ```
 */
export function closeOn(signal: AbortSignal, hInternet: HINTERNET): HINTERNET {
  const handle = answer(() => {
    if (signal instanceof AbortSignal) return openHandle(hInternet);
    throw wrongOption("signal", "an AbortSignal", signal);
  });
  const close = () => {
    if (!handle.closed) handle.close(signal.reason);
  };
  if (signal.aborted) {
    close();
    return handle;
  }
  signal.addEventListener("abort", close, { once: true });
  handle.onClosed(() => signal.removeEventListener("abort", close));
  return handle;
}
