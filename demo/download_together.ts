// Copyright 2026 the wininet authors. MIT license.

/**
 * Downloads in the asynchronous mode of WinINet: one session with
 * INTERNET_FLAG_ASYNC, one status callback, and a context for each download.
 *
 * No WinINet call is awaited here. All requests are made at the same time. From
 * then on, each download is a small state machine that the status
 * REQUEST_COMPLETE drives: it examines the call that has ended and starts the
 * next one.
 *
 * ```text
 * opening   --the head is there-->  querying  --0 bytes-->  closed
 * querying  --some bytes-->         reading   --read-->     querying
 * ```
 *
 * FTP has no head: the size is requested between opening and querying.
 *
 * HANDLE_CLOSING is the last status of a handle. It ends every download:
 * complete, failed or interrupted.
 *
 * @module
 */

import {
  ERROR_SUCCESS,
  FtpGetFileSize,
  type HINTERNET,
  type INTERNET_ASYNC_RESULT,
  INTERNET_FLAG_ASYNC,
  INTERNET_OPEN_TYPE_PRECONFIG,
  INTERNET_STATUS_HANDLE_CLOSING,
  INTERNET_STATUS_HANDLE_CREATED,
  INTERNET_STATUS_REDIRECT,
  INTERNET_STATUS_REQUEST_COMPLETE,
  INTERNET_STATUS_SENDING_REQUEST,
  InternetOpen,
  InternetOpenUrl,
  InternetQueryDataAvailable,
  InternetReadFile,
  InternetSetStatusCallback,
  type StatusCallback,
} from "../mod.ts";
import {
  AGENT,
  BUFFER_SIZE,
  codeOf,
  type Download,
  isSizeUnknown,
  limitTime,
} from "./download.ts";
import { describeError } from "./download_text.ts";
import { traceTo } from "../_cli/trace_file.ts";

/** An asynchronous session with any number of simultaneous downloads. */
export class AsynchronousSession implements AsyncDisposable {
  readonly #hInternet: HINTERNET;
  readonly #timeout: number;
  readonly #trace: Disposable;

  /**
   * Opens the session.
   *
   * @param timeout The maximum time of a download in milliseconds; it is then
   * interrupted.
   * @param trace The file for a trace, or `null`.
   */
  constructor(timeout: number, trace: string | null = null) {
    this.#timeout = timeout;
    this.#hInternet = InternetOpen(
      AGENT,
      INTERNET_OPEN_TYPE_PRECONFIG,
      null,
      null,
      INTERNET_FLAG_ASYNC,
    );
    InternetSetStatusCallback(this.#hInternet, onStatus);
    this.#trace = traceTo(trace, this.#hInternet);
  }

  /**
   * Starts all downloads at the same time; resolves when all of them have
   * ended.
   */
  async download(downloads: readonly Download[]): Promise<void> {
    const transfers = downloads.map((download) =>
      new Transfer(download, this.#timeout)
    );
    for (const transfer of transfers) transfer.open(this.#hInternet);
    await Promise.all(transfers.map((transfer) => transfer.finished));
  }

  /** Closes the session with all its handles, and writes the trace. */
  [Symbol.asyncDispose](): PromiseLike<void> {
    this.#trace[Symbol.dispose]();
    return this.#hInternet[Symbol.asyncDispose]();
  }
}

/** The only callback of all downloads. The context identifies the download. */
const onStatus: StatusCallback = (
  _hInternet,
  dwContext,
  dwInternetStatus,
  lpvStatusInformation,
) => {
  if (!(dwContext instanceof Transfer)) return;
  switch (dwInternetStatus) {
    case INTERNET_STATUS_HANDLE_CREATED:
      return dwContext.download.adopt(lpvStatusInformation);
    case INTERNET_STATUS_SENDING_REQUEST:
      dwContext.download.asked = true;
      return;
    case INTERNET_STATUS_REDIRECT:
      dwContext.download.url = lpvStatusInformation;
      return;
    case INTERNET_STATUS_REQUEST_COMPLETE:
      return dwContext.advance(lpvStatusInformation);
    case INTERNET_STATUS_HANDLE_CLOSING:
      return dwContext.finish();
  }
};

/** The context of a download: its state, and the buffer of its reads. */
class Transfer {
  readonly download: Download;
  readonly finished: Promise<void>;
  readonly #finish: () => void;
  readonly #timeout: number;
  readonly #buffer = new Uint8Array(BUFFER_SIZE);
  #state: "opening" | "measuring" | "querying" | "reading" = "opening";
  #hUrl: HINTERNET | null = null;
  #stopClock = (): void => {};

  constructor(download: Download, timeout: number) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.download = download;
    this.finished = promise;
    this.#finish = resolve;
    this.#timeout = timeout;
  }

  /** Makes the request without waiting for it. */
  open(hInternet: HINTERNET): void {
    this.#stopClock = limitTime(this.download, this.#timeout);
    this.download.start();
    try {
      const { url, flags } = this.download;
      InternetOpenUrl(hInternet, url, null, flags, this);
    } catch (error) {
      // A call that cannot start has no handle, so no status reports its end.
      this.download.fail(describeError(codeOf(error)));
      this.finish();
    }
  }

  /** Examines the call that has ended and starts the next one. */
  advance({ dwResult, dwError }: INTERNET_ASYNC_RESULT): void {
    if (this.download.over) return;
    if (this.#state === "measuring" && isSizeUnknown(dwError)) {
      return this.#query();
    }
    if (dwError !== ERROR_SUCCESS) {
      return this.download.fail(describeError(dwError));
    }
    try {
      this.#next(dwResult);
    } catch (error) {
      this.download.fail(describeError(codeOf(error)));
    }
  }

  /** Records that the handle is closed. */
  finish(): void {
    this.#stopClock();
    this.#finish();
  }

  #next(dwResult: unknown): void {
    switch (this.#state) {
      case "opening":
        this.#hUrl = dwResult as HINTERNET;
        this.download.answer(this.#hUrl);
        return this.download.ftp ? this.#measure() : this.#query();
      case "measuring":
        this.download.total = Number(dwResult);
        return this.#query();
      case "querying":
        return dwResult === 0
          ? this.download.complete()
          : this.#read(Number(dwResult));
      case "reading":
        this.download.receive(this.#buffer.subarray(0, Number(dwResult)));
        return this.#query();
    }
  }

  #measure(): void {
    if (this.download.over || !this.#hUrl) return;
    this.#state = "measuring";
    try {
      FtpGetFileSize(this.#hUrl);
    } catch (error) {
      if (!isSizeUnknown(codeOf(error))) throw error;
      this.#query();
    }
  }

  #query(): void {
    if (this.download.over || !this.#hUrl) return;
    this.#state = "querying";
    InternetQueryDataAvailable(this.#hUrl);
  }

  #read(available: number): void {
    if (!this.#hUrl) return;
    this.#state = "reading";
    // InternetReadFile waits until its buffer is full, so the buffer is no
    // longer than the available data.
    InternetReadFile(this.#hUrl, this.#buffer.subarray(0, available));
  }
}
