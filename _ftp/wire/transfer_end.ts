// Copyright 2026 the wininet authors. MIT license.

/**
 * The end of a transfer, as a machine without I/O and without a clock: events go
 * in, and it says what the transfer waits for, how long, and how it has ended.
 *
 * - A transfer ends well when the data has ended and the final reply is positive,
 *   in either order. 226 and 250 are both in use.
 * - An upload fails with the first sign of failure. A download that the server has
 *   refused is still read to its end: the data that was sent before the refusal
 *   belongs to the program.
 * - After a reset, or an end without close_notify, a download needs the right size
 *   as well.
 * - If the final reply does not come, for example because a router has forgotten
 *   the idle control connection, the right size is enough. The session is then lost.
 * - A server that has finished a listing without a data connection had nothing to
 *   list.
 * - The server's reason for a failure is better than that of the connection, unless
 *   this machine cannot open more files: the server does not know that.
 *
 * @module
 */

import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_TIMEOUT,
  ERROR_TOO_MANY_OPEN_FILES,
  InternetError,
} from "../../error.ts";
import { cancellation } from "../../_base/failure.ts";
import { NO_TIMEOUT } from "../../_base/timeouts.ts";
import { type CommandLine, commandRefused } from "./command.ts";
import { type FtpReply, isPositive, isPreliminary } from "./reply.ts";

/**
 * The waits for an FTP server that the timeouts of the program do not decide alone,
 * in milliseconds.
 */
export const PATIENCE = {
  /** Until a port of EPSV is connected, if there is another way. */
  extendedPort: 10_000,
  /** With TLS: until the first reply, before the handshake is tried without it. */
  handshake: 2_000,
  /** Until the data connection is there, after the final reply. */
  connectionAfterReply: 5_000,
  /** Until the next byte is read, after a refusal. */
  dataAfterRefusal: 1_000,
  /** Until the next byte is read, after a positive final reply. */
  downloadAfterReply: 60_000,
  /** Until the next byte is written, after the final reply. */
  uploadAfterReply: 5_000,
  /** Until the final reply of a download that nothing else confirms. */
  reply: 60_000,
  /** Until a final reply that only confirms what is known, or explains what has failed. */
  explanation: 5_000,
  /** Until the rest of a reply whose last line has another code than the first. */
  restOfReply: 1_000,
  /** Until the reply to ABOR, or to anything after the call was cancelled. */
  abort: 15_000,
  /** The least for ABOR, where the server has stalled before. */
  leastAbort: 1_000,
  /** Until the server stops sending, after ABOR. */
  drain: 2_000,
  /** Until an upload has ended whose session is being closed. */
  closing: 30_000,
} as const;

/** The terms of a transfer. */
export interface TransferTerms {
  /** The command: RETR, STOR, LIST and the like. */
  readonly command: CommandLine;
  /** True if the bytes go to the server. */
  readonly upload: boolean;
  /** A for text, I for bytes as they are. */
  readonly type: "A" | "I";
  /** The byte of the file that the transfer starts at. */
  readonly offset: number;
  /** The bytes of the whole file, `null` if that is not known. */
  readonly size: number | null;
  /** True if a directory is listed. */
  readonly listing: boolean;
  /** The action that an error says has failed. */
  readonly action: string;
}

/** Something that has happened to a transfer. */
export type TransferEvent =
  /** A reply of the server; preliminary ones (125, then 150) change nothing. */
  | { readonly event: "reply"; readonly reply: FtpReply }
  /** The data connection is there, but not yet secure. */
  | { readonly event: "opened" }
  /** Data can move. With `uncertain`, somebody else could make its end. */
  | { readonly event: "ready"; readonly uncertain: boolean }
  /** The data connection has ended cleanly, after `count` bytes of a download. */
  | { readonly event: "dataEnded"; readonly count: number }
  /** It has broken, or cannot be made; `waited` is the time after which it was given up. */
  | {
    readonly event: "dataBroke";
    readonly error: InternetError;
    readonly count: number;
    readonly waited?: number;
  }
  /** The awaited event did not come within `waited` milliseconds. */
  | { readonly event: "late"; readonly waited: number; readonly what?: string }
  /** The control connection is gone. */
  | { readonly event: "controlLost"; readonly error: InternetError }
  /** The program does not want the rest. */
  | { readonly event: "cancelled" }
  /** The answer to the question for the size, `null` if the server does not know it. */
  | { readonly event: "size"; readonly size: number | null };

/** The next event that a transfer needs. */
export type Awaited = "connection" | "data" | "reply" | "size" | "nothing";

/** The end of a transfer. */
export interface Verdict {
  /** The reason why it has failed, `null` if it has succeeded. */
  readonly error: InternetError | null;
  /** The reason why the session cannot go on although the transfer has succeeded, else `null`. */
  readonly lost: InternetError | null;
}

/**
 * The state of the data:
 * - `awaited`: there is no connection; `opened`: it is not secure yet; `moving`.
 * - `ended`; `broke`: the bytes that have come may still be all.
 * - `absent`: there will be no connection; the listing may be empty.
 * - `dead`: the transfer cannot succeed, and waits for the server's reason.
 */
type DataState =
  | "awaited"
  | "opened"
  | "moving"
  | "ended"
  | "broke"
  | "absent"
  | "dead";

/** The end of one transfer. */
export class TransferEnd {
  readonly #terms: TransferTerms;
  #data: DataState = "awaited";
  #reply: FtpReply | null = null;
  #failure: InternetError | null = null;
  /** The reason why the final reply will not come, where the transfer can do without it. */
  #lost: InternetError | null = null;
  #broken: InternetError | null = null;
  #uncertain = false;
  #count = 0;
  /** The size that was asked for at the end, `undefined` before that. */
  #askedSize: number | null | undefined = undefined;
  #abortPatience: number = PATIENCE.abort;

  constructor(terms: TransferTerms) {
    this.#terms = terms;
  }

  // ---- answers ----

  /** The final reply, `null` before it. */
  get reply(): FtpReply | null {
    return this.#reply;
  }

  /** The reason why the transfer was given up while data or a reply was awaited, else `null`. */
  get failure(): InternetError | null {
    return this.#failure;
  }

  /** The next event that is needed; after a failure that is the final reply alone. */
  get waitingFor(): Awaited {
    const data = this.#data;
    if (this.#failure === null) {
      if (data === "moving") return "data";
      if (!this.#isOver) return "connection";
      if (this.#mustAskSize) return "size";
      if (this.verdict !== null) return "nothing";
    }
    return this.#reply === null ? "reply" : "nothing";
  }

  /**
   * The milliseconds that may pass until the next event.
   *
   * @param limit The timeout of the program for the data.
   */
  patience(limit: number = NO_TIMEOUT): number {
    if (this.#failure !== null) return this.#abortPatience;
    switch (this.waitingFor) {
      case "connection":
        return this.#reply === null
          ? limit
          : Math.min(limit, PATIENCE.connectionAfterReply);
      case "data":
        return Math.min(limit, this.#dataPatience);
      default:
        return this.#replyPatience;
    }
  }

  /** The milliseconds that the reply to ABOR may take. */
  get abortPatience(): number {
    return this.#abortPatience;
  }

  /** The end of the transfer, `null` before it. */
  get verdict(): Verdict | null {
    const data = this.#data;
    if (this.#failure !== null) return { error: this.#failure, lost: null };
    if (data !== "ended" && data !== "broke") return null;
    if (this.#lost !== null) return { error: null, lost: this.#lost };
    if (this.#reply === null || this.#mustAskSize) return null;
    return { error: this.#fault, lost: null };
  }

  /** True if the server has said that the transfer went well. */
  get #isConfirmed(): boolean {
    return this.#reply !== null && isPositive(this.#reply);
  }

  /** True if the server has said that it did not. */
  get #isRefused(): boolean {
    return this.#reply !== null && !isPositive(this.#reply);
  }

  /** A server that has ended the transfer may take or send no more of it. */
  get #dataPatience(): number {
    if (this.#reply === null) return NO_TIMEOUT;
    if (this.#isRefused) return PATIENCE.dataAfterRefusal;
    return this.#terms.upload
      ? PATIENCE.uploadAfterReply
      : PATIENCE.downloadAfterReply;
  }

  get #replyPatience(): number {
    if (this.#data === "ended") {
      // The timeout for replies counts here.
      if (this.#terms.upload) return NO_TIMEOUT;
      if (!this.#isWhole) return PATIENCE.reply;
    }
    return Math.min(PATIENCE.explanation, this.#abortPatience);
  }

  /** True if no data will move any more. */
  get #isOver(): boolean {
    const data = this.#data;
    return data !== "awaited" && data !== "opened" && data !== "moving";
  }

  // ---- sizes ----

  /** True if the size was known before, and is right. */
  get #isWhole(): boolean {
    return this.#isShorterThan(this.#terms.size) === false;
  }

  get #size(): number | null {
    return this.#terms.size ?? this.#askedSize ?? null;
  }

  /** True if bytes are missing; `null` if that is not known. */
  #isShorterThan(size: number | null): boolean | null {
    const { type, offset } = this.#terms;
    return size === null || type === "A" ? null : this.#count + offset < size;
  }

  /** True if the end of a download is doubtful and only the size can settle it. */
  get #mustAskSize(): boolean {
    const { upload, listing, type, size, command } = this.#terms;
    const isDoubtful = this.#data === "broke" ||
      (this.#data === "ended" && this.#uncertain);
    return isDoubtful && this.#isConfirmed && this.#lost === null &&
      this.#askedSize === undefined && size === null &&
      !upload && !listing && type === "I" && command.argument !== undefined;
  }

  /** The error of a transfer whose two ends have come, `null` if all is well. */
  get #fault(): InternetError | null {
    const { upload, listing } = this.#terms;
    if (upload) return null;
    const size = this.#size;
    const isShort = this.#isShorterThan(size);
    if (isShort === true) return this.#truncated(size!);
    return isShort === null && !listing ? this.#broken : null;
  }

  // ---- events ----

  /** Takes note of an event. Nothing changes a verdict, but replies are still noted. */
  take(event: TransferEvent): void {
    const isDecided = this.verdict !== null;
    if (event.event === "reply") this.#takeReply(event.reply);
    else if (!isDecided) this.#takeOther(event);
    else if (event.event === "dataBroke") this.#explain(event);
    if (!isDecided && this.#failure === null) this.#settle();
  }

  #takeReply(reply: FtpReply): void {
    if (isPreliminary(reply) || this.#reply !== null) return;
    this.#reply = reply;
    if (this.#data === "absent" && isPositive(reply)) this.#data = "ended";
  }

  #takeOther(event: Exclude<TransferEvent, { event: "reply" }>): void {
    // The transfer went well; only the size is left to ask for.
    if (this.#mustAskSize && event.event !== "size") return;
    switch (event.event) {
      case "opened":
        this.#data = "opened";
        break;
      case "ready":
        this.#data = "moving";
        this.#uncertain = event.uncertain;
        break;
      case "dataEnded":
        if (this.#data !== "moving") return;
        this.#data = "ended";
        this.#count = event.count;
        break;
      case "dataBroke":
        this.#takeBreak(event);
        break;
      case "late":
        this.#takeLate(event.waited, event.what);
        break;
      case "controlLost":
        this.#takeControlLost(event.error);
        break;
      case "cancelled":
        this.#fail(cancellation());
        break;
      case "size":
        this.#askedSize = event.size;
    }
  }

  #takeBreak(
    event: Extract<TransferEvent, { event: "dataBroke" }>,
  ): void {
    const { upload, listing } = this.#terms;
    const state = this.#data;
    if (this.#isOver) return;
    this.#stalledFor(event.waited);
    this.#count = event.count;
    if (this.#isEmptyListing) {
      this.#data = "ended";
      return;
    }
    this.#broken = event.error;
    if (state === "moving" && !upload) this.#data = "broke";
    else this.#data = state === "awaited" && listing ? "absent" : "dead";
  }

  #takeLate(waited: number, what: string = "does not answer"): void {
    switch (this.waitingFor) {
      case "connection":
        if (this.#isEmptyListing) this.#data = "ended";
        else {
          this.#stall(`there is no data connection after ${waited} ms`, waited);
        }
        break;
      case "data":
        if (this.#isRefused) this.#failure = this.#refusal();
        else this.#stall(`the server ${what} for ${waited} ms`, waited);
        break;
      case "reply":
        this.#takeLateReply();
    }
  }

  #takeLateReply(): void {
    if (this.#data === "dead" || this.#data === "absent") {
      this.#failure = this.#broken;
    } else if (this.#terms.upload || !this.#isWhole) {
      this.#failure = this.#unconfirmed();
    } else this.#lost = this.#unconfirmed();
  }

  /** A download whose size is known can do without the last word of the server. */
  #takeControlLost(error: InternetError): void {
    const { upload, size } = this.#terms;
    if (this.#reply !== null) return;
    if (upload || size === null) this.#fail(error);
    else this.#lost = error;
  }

  /** A break after a failure may still be the better explanation of it. */
  #explain(event: Extract<TransferEvent, { event: "dataBroke" }>): void {
    if (this.#failure === null) return;
    this.#stalledFor(event.waited);
    if (isOwnLimit(event.error)) this.#failure = event.error;
  }

  /** Draws the conclusions from what is known. */
  #settle(): void {
    const data = this.#data;
    const lost = this.#lost;
    if (this.#isRefused) {
      // Data that came before the refusal is still read.
      if (this.#terms.upload || data !== "moving") this.#fail(this.#refusal());
    } else if (data === "dead") {
      if (lost !== null || this.#reply !== null) {
        this.#fail(lost ?? this.#broken!);
      }
    } else if (data === "ended" || data === "broke") {
      if (lost !== null && !this.#isWhole) this.#fail(lost);
    }
  }

  /** Neither a stall nor the server can explain that no more files can be opened here. */
  #fail(error: InternetError): void {
    const broken = this.#data === "broke" ? null : this.#broken;
    this.#failure = broken !== null && isOwnLimit(broken) ? broken : error;
  }

  /** True if the server has finished a listing without a data connection. */
  get #isEmptyListing(): boolean {
    return this.#terms.listing && this.#data === "awaited" && this.#isConfirmed;
  }

  #stall(what: string, waited: number): void {
    this.#stalledFor(waited);
    this.#failure = new InternetError(
      ERROR_INTERNET_TIMEOUT,
      `Cannot finish the transfer: ${what}`,
    );
  }

  /** A server that has stalled gets the same time once more, not more. */
  #stalledFor(waited: number | undefined): void {
    if (waited === undefined) return;
    const patience = Math.max(waited, PATIENCE.leastAbort);
    this.#abortPatience = Math.min(patience, this.#abortPatience);
  }

  // ---- errors ----

  #refusal(): InternetError {
    return commandRefused(this.#terms.action, this.#reply!);
  }

  #truncated(size: number): InternetError {
    const { offset, action } = this.#terms;
    return new InternetError(
      ERROR_INTERNET_CONNECTION_ABORTED,
      `Cannot ${action}: only ${
        this.#count + offset
      } of ${size} bytes have come`,
      this.#causeOption,
    );
  }

  #unconfirmed(): InternetError {
    return new InternetError(
      ERROR_INTERNET_TIMEOUT,
      `Cannot ${this.#terms.action}: the server does not say whether that was all`,
      this.#causeOption,
    );
  }

  get #causeOption(): { cause?: unknown } {
    return this.#broken === null ? {} : { cause: this.#broken.cause };
  }
}

function isOwnLimit(error: InternetError): boolean {
  return error.code === ERROR_TOO_MANY_OPEN_FILES;
}
