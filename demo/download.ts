// Copyright 2026 the wininet authors. MIT license.

/**
 * One download of the demo programs.
 *
 * A {@linkcode Download} records its progress, reports every change to a
 * watcher, and can be interrupted at any time. It does not depend on its
 * driver: a status callback (`download_together.ts`) or `await`
 * (`download_in_turn.ts`).
 *
 * @module
 */

import {
  ERROR_HTTP_HEADER_NOT_FOUND,
  ERROR_HTTP_INVALID_HEADER,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INTERNET_INVALID_OPERATION,
  type HINTERNET,
  HTTP_QUERY_CONTENT_LENGTH,
  HTTP_QUERY_CONTENT_TYPE,
  HTTP_QUERY_FLAG_NUMBER,
  HTTP_QUERY_STATUS_CODE,
  HttpQueryInfo,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_NO_COOKIES,
  INTERNET_FLAG_NO_UI,
  INTERNET_FLAG_PASSIVE,
  INTERNET_FLAG_RELOAD,
  INTERNET_OPTION_REQUEST_FLAGS,
  INTERNET_REQFLAG_FROM_CACHE,
  InternetCloseHandle,
  InternetError,
  InternetQueryOption,
} from "../mod.ts";

/** The name that the programs send to servers. */
export const AGENT = "wininet-demo/1";

/**
 * Each download is a new one and stores nothing, so that times can be compared.
 * FTP is passive: the server does not connect to this machine.
 */
export const OPEN_FLAGS: number =
  (INTERNET_FLAG_RELOAD | INTERNET_FLAG_NO_CACHE_WRITE |
    INTERNET_FLAG_NO_COOKIES | INTERNET_FLAG_NO_UI |
    INTERNET_FLAG_PASSIVE) >>> 0;

/** The flags for a program that has a cache. */
export const CACHED_FLAGS: number =
  (INTERNET_FLAG_NO_COOKIES | INTERNET_FLAG_NO_UI) >>> 0;

/** The number of bytes of one read. */
export const BUFFER_SIZE = 16_384;

/**
 * The state of a download: not started, requested, answered (the response
 * header has arrived, or the FTP or Gopher server has started to send),
 * reading, complete, or ended without being complete.
 */
export type DownloadPhase =
  | "idle"
  | "asked"
  | "answered"
  | "reading"
  | "complete"
  | "failed";

/**
 * The source of a response: the site, the cache after validation with the site
 * (304), or the cache alone.
 */
export type DownloadSource = "site" | "validated" | "cache";

/** Receives each change of a download: each new phase, and each piece of data. */
export type DownloadWatcher = (download: Download) => void;

/** The parameters of a download. */
export interface DownloadInit {
  /** The name that the user sees. */
  readonly label: string;
  /** The URL to download. */
  readonly url: string;
  /** The maximum number of bytes. A download that exceeds it is interrupted. */
  readonly limit: number;
  /**
   * `true` to keep the bytes; `false` to count them only.
   *
   * @default {true}
   */
  readonly keep?: boolean;
  /**
   * `true` if an HTTP status other than 200 ends the download.
   *
   * @default {true}
   */
  readonly strict?: boolean;
  /**
   * The flags of InternetOpenUrl.
   *
   * @default {OPEN_FLAGS}
   */
  readonly flags?: number;
  /**
   * The function that receives changes.
   *
   * @default {none}
   */
  readonly watcher?: DownloadWatcher;
}

/** One download. */
export class Download {
  /** The name that the user sees. */
  readonly label: string;
  /** The URL of the data; after redirects, the final one. */
  url: string;
  /** The state of the download. */
  phase: DownloadPhase = "idle";
  /** `true` if the site has responded. */
  answered = false;
  /** The number of bytes that have arrived. */
  bytes = 0;
  /** The total number of bytes, or `null` if the site does not report it. */
  total: number | null = null;
  /** The HTTP status; `null` before the response and for other protocols. */
  status: number | null = null;
  /** The media type, or `""` if the site does not report it. */
  contentType = "";
  /** The reason for a failure, or `null` if the download did not fail. */
  failure: string | null = null;
  /** `true` if a request was sent to the site. */
  asked = false;
  /** The source of the response. */
  source: DownloadSource = "site";
  /** `true` if the program interrupted the download. */
  interrupted = false;
  readonly #init: DownloadInit;
  readonly #parts: Uint8Array[] = [];
  #handle: HINTERNET | null = null;
  #startedAt = 0;
  #endedAt = 0;

  constructor(init: DownloadInit) {
    this.#init = init;
    this.label = init.label;
    this.url = init.url;
  }

  /** `true` if the download has ended. */
  get over(): boolean {
    return this.phase === "complete" || this.phase === "failed";
  }

  /** The number of milliseconds from the request to the end, or until now. */
  get duration(): number {
    if (this.phase === "idle") return 0;
    return (this.over ? this.#endedAt : performance.now()) - this.#startedAt;
  }

  /** Returns the bytes that have arrived and were kept. */
  content(): Uint8Array {
    const content = new Uint8Array(this.bytes);
    let at = 0;
    for (const part of this.#parts) {
      content.set(part, at);
      at += part.length;
    }
    return content;
  }

  /** Records that the request is being made. */
  start(): void {
    this.#startedAt = performance.now();
    this.#enter("asked");
  }

  /**
   * Records the handle, which exists long before the response arrives. If the
   * download has already ended, closes the handle.
   */
  adopt(hInternet: HINTERNET): void {
    this.#handle = hInternet;
    if (this.over) this.close();
  }

  /** The flags of InternetOpenUrl. */
  get flags(): number {
    return this.#init.flags ?? OPEN_FLAGS;
  }

  /** `true` if the protocol is FTP. */
  get ftp(): boolean {
    return /^ftps?:/.test(this.url);
  }

  /**
   * Records that the response header has arrived; for FTP and Gopher, that the
   * site has started to send.
   */
  answer(hUrl: HINTERNET): void {
    if (this.over) return;
    this.#handle = hUrl;
    this.answered = true;
    this.status = queryNumber(hUrl, HTTP_QUERY_STATUS_CODE);
    this.total = queryNumber(hUrl, HTTP_QUERY_CONTENT_LENGTH);
    this.contentType = String(query(hUrl, HTTP_QUERY_CONTENT_TYPE) ?? "");
    if (isFromCache(hUrl, this.status)) {
      this.source = this.asked ? "validated" : "cache";
    }
    const { strict = true } = this.#init;
    if (strict && this.status !== null && this.status !== 200) {
      this.fail(`the site responded with status ${this.status}`);
    } else this.#enter("answered");
  }

  /** Records a copy of a piece of data. */
  receive(piece: Uint8Array): void {
    if (this.over) return;
    this.bytes += piece.length;
    if (this.#init.keep ?? true) this.#parts.push(piece.slice());
    if (this.bytes <= this.#init.limit) return this.#enter("reading");
    this.interrupt(`it is longer than ${this.#init.limit} bytes`);
  }

  /** Records that all data has arrived. */
  complete(): void {
    if (!this.over) this.#enter("complete");
    this.close();
  }

  /** Records that no more data will arrive, with the reason. */
  fail(reason: string): void {
    if (!this.over) {
      this.failure = reason;
      this.#enter("failed");
    }
    this.close();
  }

  /** Ends the download from outside: closing the handle ends any call in progress. */
  interrupt(reason: string): void {
    if (this.over) return;
    this.interrupted = true;
    this.fail(reason);
  }

  /** Closes the handle if it is open. */
  close(): void {
    if (this.#handle && !this.#handle.closed) InternetCloseHandle(this.#handle);
  }

  #enter(phase: DownloadPhase): void {
    this.phase = phase;
    if (this.over) this.#endedAt = performance.now();
    this.#init.watcher?.(this);
  }
}

/** Returns the code of an InternetError; throws any other error again. */
export function codeOf(error: unknown): number {
  if (error instanceof InternetError) return error.code;
  throw error;
}

/**
 * Interrupts a download that takes longer than `timeout` milliseconds; the
 * returned function cancels the timer.
 */
export function limitTime(download: Download, timeout: number): () => void {
  const timer = setTimeout(() => {
    download.interrupt(`it took longer than ${timeout / 1000} s`);
  }, timeout);
  return () => clearTimeout(timer);
}

/**
 * Returns `true` if an error of FtpGetFileSize means that the server does not
 * report the size, or that the handle is not one of a file.
 */
export function isSizeUnknown(code: number): boolean {
  return code === ERROR_INTERNET_INVALID_OPERATION ||
    code === ERROR_INTERNET_INCORRECT_HANDLE_TYPE;
}

function isFromCache(hUrl: HINTERNET, status: number | null): boolean {
  if (status === null) return false;
  const flags = InternetQueryOption(hUrl, INTERNET_OPTION_REQUEST_FLAGS);
  return (flags & INTERNET_REQFLAG_FROM_CACHE) !== 0;
}

function queryNumber(hUrl: HINTERNET, what: number): number | null {
  const value = query(hUrl, what | HTTP_QUERY_FLAG_NUMBER);
  return typeof value === "number" ? value : null;
}

/**
 * Returns a header field, or `null` if the response does not have it or is not
 * an HTTP response.
 */
function query(hUrl: HINTERNET, what: number): string | number | Date | null {
  try {
    return HttpQueryInfo(hUrl, what >>> 0);
  } catch (error) {
    switch (codeOf(error)) {
      case ERROR_HTTP_HEADER_NOT_FOUND:
      case ERROR_HTTP_INVALID_HEADER:
      case ERROR_INTERNET_INCORRECT_HANDLE_TYPE:
        return null;
    }
    throw error;
  }
}
