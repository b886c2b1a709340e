// Copyright 2026 the wininet authors. MIT license.

/**
 * One download of the demo programs, whoever drives it.
 *
 * A {@linkcode Download} remembers how far it got, tells a watcher about every
 * change, and can be interrupted at any time. It does not know whether it is
 * driven by a status callback (`download_together.ts`) or by `await`
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

/** What the programs call themselves. */
export const AGENT = "wininet-demo/1";

/**
 * Each download is made afresh and leaves nothing behind, so that times can be
 * compared. An FTP server is not asked to connect to this machine.
 */
export const OPEN_FLAGS: number =
  (INTERNET_FLAG_RELOAD | INTERNET_FLAG_NO_CACHE_WRITE |
    INTERNET_FLAG_NO_COOKIES | INTERNET_FLAG_NO_UI |
    INTERNET_FLAG_PASSIVE) >>> 0;

/** The same for a program that has a cache, which it may use. */
export const CACHED_FLAGS: number =
  (INTERNET_FLAG_NO_COOKIES | INTERNET_FLAG_NO_UI) >>> 0;

/** Bytes that are read at once. */
export const BUFFER_SIZE = 16_384;

/**
 * How far a download is: not begun, asked for, answered (the head is there, or
 * the FTP or Gopher server has begun to send), being read, complete, or over without being complete.
 */
export type DownloadPhase =
  | "idle"
  | "asked"
  | "answered"
  | "reading"
  | "complete"
  | "failed";

/** Where an answer comes from: the site, the cache after the site was asked about it (304), or the cache alone. */
export type DownloadSource = "site" | "validated" | "cache";

/** Is told of each change of a download: of its phase, and of each piece that arrived. */
export type DownloadWatcher = (download: Download) => void;

/** What is to be downloaded, and how much of it. */
export interface DownloadInit {
  /** What the user calls it. */
  readonly label: string;
  /** Where it is. */
  readonly url: string;
  /** Bytes that are too many: the download is then interrupted. */
  readonly limit: number;
  /**
   * `true` if the bytes are kept or only counted.
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
   * Who is informed of changes.
   *
   * @default {no one}
   */
  readonly watcher?: DownloadWatcher;
}

/** One download. */
export class Download {
  /** What the user calls it. */
  readonly label: string;
  /** Where it comes from; behind redirects, where it came from in the end. */
  url: string;
  /** How far it is. */
  phase: DownloadPhase = "idle";
  /** `true` if the site has answered. */
  answered = false;
  /** Bytes that have arrived. */
  bytes = 0;
  /** Bytes that will have arrived, `null` when the site does not tell. */
  total: number | null = null;
  /** The HTTP status, `null` before the answer and for other protocols. */
  status: number | null = null;
  /** The media type, `""` when the site does not tell. */
  contentType = "";
  /** Why the download is over, `null` unless it failed. */
  failure: string | null = null;
  /** `true` if a request was sent to the site. */
  asked = false;
  /** Where the answer comes from. */
  source: DownloadSource = "site";
  /** `true` if the program itself has ended the download. */
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

  /** `true` if nothing more will happen. */
  get over(): boolean {
    return this.phase === "complete" || this.phase === "failed";
  }

  /** Milliseconds from the request to the end, or until now. */
  get duration(): number {
    if (this.phase === "idle") return 0;
    return (this.over ? this.#endedAt : performance.now()) - this.#startedAt;
  }

  /** What has arrived, as far as it was kept. */
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

  /** Records the handle, which exists long before the answer; closes it when it comes too late. */
  adopt(hInternet: HINTERNET): void {
    this.#handle = hInternet;
    if (this.over) this.close();
  }

  /** The flags of InternetOpenUrl. */
  get flags(): number {
    return this.#init.flags ?? OPEN_FLAGS;
  }

  /** `true` if it is made by FTP. */
  get ftp(): boolean {
    return /^ftps?:/.test(this.url);
  }

  /** Records that the head of the answer is there; with FTP and Gopher, that the site begins to send. */
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

  /** Records a piece of data, which is copied. */
  receive(piece: Uint8Array): void {
    if (this.over) return;
    this.bytes += piece.length;
    if (this.#init.keep ?? true) this.#parts.push(piece.slice());
    if (this.bytes <= this.#init.limit) return this.#enter("reading");
    this.interrupt(`it is longer than ${this.#init.limit} bytes`);
  }

  /** Records that everything has arrived. */
  complete(): void {
    if (!this.over) this.#enter("complete");
    this.close();
  }

  /** Records that nothing more will arrive, and why. */
  fail(reason: string): void {
    if (!this.over) {
      this.failure = reason;
      this.#enter("failed");
    }
    this.close();
  }

  /** Ends the download from outside: closing the handle ends whatever call is in progress. */
  interrupt(reason: string): void {
    if (this.over) return;
    this.interrupted = true;
    this.fail(reason);
  }

  /** Closes the handle, unless it is closed. */
  close(): void {
    if (this.#handle && !this.#handle.closed) InternetCloseHandle(this.#handle);
  }

  #enter(phase: DownloadPhase): void {
    this.phase = phase;
    if (this.over) this.#endedAt = performance.now();
    this.#init.watcher?.(this);
  }
}

/** The code of an error of the library; throws what is none. */
export function codeOf(error: unknown): number {
  if (error instanceof InternetError) return error.code;
  throw error;
}

/** Interrupts a download that takes longer than `timeout` milliseconds; the result ends the watch. */
export function limitTime(download: Download, timeout: number): () => void {
  const timer = setTimeout(() => {
    download.interrupt(`it took longer than ${timeout / 1000} s`);
  }, timeout);
  return () => clearTimeout(timer);
}

/** `true` if an error of FtpGetFileSize says that no one knows the size, or that a directory has none. */
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

/** A header, `null` when the answer does not have it or is not one of HTTP. */
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
