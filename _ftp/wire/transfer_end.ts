// Copyright 2026 the wininet authors. MIT license.

/**
 * The end of a transfer, as a state machine without I/O and without a clock.
 * Its input is events. Its state is the event that the transfer waits for, the
 * time limit, and the result.
 *
 * - A transfer succeeds when the data has ended and the final reply is
 *   positive, in either order. 226 and 250 are both in use. A reset or an end
 *   without close_notify is never a success.
 * - The bytes of a binary download are compared with the size of the file: the
 *   size known before, the one in the reply 150, or the one requested at the
 *   end. If all bytes have arrived, the download is complete, however the data
 *   connection has ended.
 * - An upload fails at the first sign of failure. A download that the server
 *   has refused is still read to its end: the data sent before the refusal
 *   belongs to the program.
 * - If the final reply does not arrive, for example because a router has
 *   dropped the idle control connection, the correct size is sufficient. The
 *   session is then lost. A download is also read to its end without a control
 *   connection.
 * - If the control connection is lost before the data connection is made, the
 *   server has refused the transfer.
 * - The reply to a command that keeps the control connection alive during the
 *   transfer may come before the final reply, after it, or not at all
 *   (`Interjections`).
 * - If a server has finished a listing without a data connection, the listing
 *   is empty.
 * - If the server reports a reason for a failure, that reason is used instead
 *   of the error of the connection, unless this machine cannot open more files,
 *   which the server cannot know.
 *
 * @module
 */

import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INTERNET_TIMEOUT,
  ERROR_TOO_MANY_OPEN_FILES,
  InternetError,
} from "../../error.ts";
import { cancellation, plainMessage } from "../../_base/failure.ts";
import { NO_TIMEOUT } from "../../_base/timeouts.ts";
import { commandRefused } from "./command.ts";
import { Interjections } from "./interjections.ts";
import {
  type FtpReply,
  isPositive,
  isPreliminary,
  parseAnnouncedSize,
} from "./reply.ts";
import type {
  Awaited,
  DataState,
  TransferEvent,
  TransferTerms,
  Verdict,
} from "./transfer_events.ts";

/**
 * The waits for an FTP server that the timeouts of the program do not decide alone,
 * in milliseconds.
 */
export const PATIENCE = {
  /** Until a port of EPSV is connected, if there is another way. */
  extendedPort: 10_000,
  /** With TLS: until the first reply, before the handshake is tried without it. */
  handshake: 2_000,
  /** The time limit for the data connection, after the final reply. */
  connectionAfterReply: 5_000,
  /** The same after the loss of the control connection: it is made already, or never. */
  connectionAfterLoss: 500,
  /** Until the next byte is read, after a refusal. */
  dataAfterRefusal: 1_000,
  /** The same after the loss of the control connection, if the size is not known. */
  dataAfterLoss: 1_000,
  /** Until the next byte is read, after a positive final reply. */
  downloadAfterReply: 60_000,
  /** Until the next byte is written, after the final reply. */
  uploadAfterReply: 5_000,
  /** Until the final reply of a download that nothing else confirms. */
  reply: 60_000,
  /** The time limit for a final reply that only confirms or explains the result. */
  explanation: 5_000,
  /** Until a server that does not greet reveals another protocol. */
  probe: 1_000,
  /** Until the rest of a reply whose last line has another code than the first. */
  restOfReply: 1_000,
  /** Until the reply to ABOR, or to anything after the call was cancelled. */
  abort: 15_000,
  /** The minimum time limit for ABOR, if the server has stalled before. */
  leastAbort: 1_000,
  /** Until the server stops sending, after ABOR. */
  drain: 2_000,
  /** Until QUIT, or the close_notify of a download, is sent. */
  ending: 2_000,
  /** Until an upload has ended whose session is being closed. */
  closing: 30_000,
} as const;

/**
 * The number of bytes that may arrive in about one round trip. After more,
 * requesting the size costs little in comparison.
 */
const ROUND_TRIP = 65_536;

/** The end of one transfer. */
export class TransferEnd {
  readonly #terms: TransferTerms;
  #data: DataState = "awaited";
  #reply: FtpReply | null = null;
  #failure: InternetError | null = null;
  /** The reason why the final reply will not arrive, if the transfer does not need it. */
  #lost: InternetError | null = null;
  #broken: InternetError | null = null;
  #uncertain = false;
  readonly #interjections = new Interjections();
  #announcedSize: number | null = null;
  #count = 0;
  /** The size that was requested at the end, or `undefined` before that. */
  #askedSize: number | null | undefined = undefined;
  #abortPatience: number = PATIENCE.abort;

  constructor(terms: TransferTerms) {
    this.#terms = terms;
  }

  // ---- answers ----

  /** The final reply, or `null` before it. */
  get reply(): FtpReply | null {
    return this.#reply;
  }

  /** The reason why the transfer was given up while data or a reply was awaited, else `null`. */
  get failure(): InternetError | null {
    return this.#failure;
  }

  /** The size in the reply that opened the transfer, which is only an estimate. */
  get announcedSize(): number | null {
    return this.#announcedSize;
  }

  /** The number of replies to interjected commands that may still arrive. */
  get owedReplies(): number {
    return this.#interjections.owed;
  }

  /**
   * True if the transfer has failed only because nothing confirms that all
   * bytes have arrived.
   */
  get isUnconfirmed(): boolean {
    return this.#data === "ended" && !this.#terms.upload &&
      this.#failure !== null && !this.#isRefused && this.#isShort !== true &&
      this.#failure.code !== ERROR_INTERNET_OPERATION_CANCELLED;
  }

  /** True if the data connection may still be made. */
  get isConnecting(): boolean {
    return this.#data === "awaited" || this.#data === "opened";
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
        return Math.min(limit, this.#connectionPatience);
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

  /** The result of the transfer, or `null` before its end. */
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

  get #connectionPatience(): number {
    if (this.#lost !== null) return PATIENCE.connectionAfterLoss;
    return this.#reply === null ? NO_TIMEOUT : PATIENCE.connectionAfterReply;
  }

  /** A server that has ended the transfer may take or send no more of it. */
  get #dataPatience(): number {
    if (this.#isUnconfirmable) return PATIENCE.dataAfterLoss;
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
    return !this.isConnecting && this.#data !== "moving";
  }

  // ---- sizes ----

  /** True if a size is known, and all bytes have arrived. */
  get #isWhole(): boolean {
    return this.#isShort === false;
  }

  /** The size of the file that the server has reported, or `null` if it has not. */
  get #size(): number | null {
    return this.#terms.size ?? this.#askedSize ?? null;
  }

  /** True if bytes are missing; `null` if that is not known. */
  get #isShort(): boolean | null {
    const { type, offset, listing } = this.#terms;
    if (type === "A" || listing) return null;
    const size = this.#size;
    if (size !== null) return this.#count + offset < size;
    const announced = this.#announcedSize;
    if (announced === null) return null;
    if (this.#count >= announced) return false;
    // After REST, some servers announce the size of the file, others that of the rest.
    return this.#count + offset < announced ? true : null;
  }

  /** True if the end of a download is doubtful and only the size can settle it. */
  get #mustAskSize(): boolean {
    const { upload, listing, type, size, command } = this.#terms;
    return this.#isDoubtful && this.#isConfirmed && this.#lost === null &&
      this.#askedSize === undefined && size === null &&
      !upload && !listing && type === "I" && command.argument !== undefined;
  }

  get #isDoubtful(): boolean {
    if (this.#data !== "broke" && this.#data !== "ended") return false;
    if (this.#isWhole) return false;
    return this.#data === "broke" || this.#uncertain ||
      this.#announcedSize !== null || this.#count > ROUND_TRIP;
  }

  /** True if nothing can confirm any more that all bytes have arrived. */
  get #isUnconfirmable(): boolean {
    const isSizeKnown = this.#terms.type === "I" &&
      (this.#size ?? this.#announcedSize) !== null;
    return this.#lost !== null && !isSizeKnown;
  }

  /** The error of a transfer after both of its ends, or `null` if it has succeeded. */
  get #fault(): InternetError | null {
    if (this.#terms.upload) return null;
    const isShort = this.#isShort;
    if (isShort === true) return this.#truncated();
    return isShort === null ? this.#broken : null;
  }

  // ---- events ----

  /** Takes note of an event. Nothing changes a verdict, but replies are still noted. */
  take(event: TransferEvent): void {
    const isDecided = this.verdict !== null;
    if (event.event === "reply") this.#takeReply(event.reply);
    else if (event.event === "interjected") this.#interjections.sent();
    else if (!isDecided) this.#takeOther(event);
    else if (event.event === "dataBroke") this.#explain(event);
    if (!isDecided && this.#failure === null) this.#settle();
  }

  #takeReply(reply: FtpReply): void {
    if (isPreliminary(reply)) {
      const { argument } = this.#terms.command;
      this.#announcedSize ??= parseAnnouncedSize(reply, argument);
    }
    if (isPreliminary(reply) || this.#interjections.matches(reply)) return;
    if (this.#reply !== null) return;
    this.#reply = reply;
    if (this.#data === "absent" && isPositive(reply)) {
      this.#data = "ended";
      this.#broken = null;
    }
  }

  #takeOther(
    event: Exclude<TransferEvent, { event: "reply" | "interjected" }>,
  ): void {
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
        // Some servers report 0 if they do not know the size.
        this.#askedSize = event.size === 0 && this.#count > 0
          ? null
          : event.size;
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
        else if (this.#lost !== null) this.#fail(this.#lost);
        else {
          const { connectionAdvice = "" } = this.#terms;
          const what = `there is no data connection after ${waited} ms`;
          this.#stall(what + connectionAdvice, waited);
        }
        break;
      case "data":
        if (this.#isRefused) this.#failure = this.#refusal();
        else if (this.#isUnconfirmable) this.#fail(this.#lost!);
        else {
          const option = this.#terms.upload ? "SEND" : "RECEIVE";
          this.#stall(
            `the server ${what} for ${waited} ms; INTERNET_OPTION_DATA_${option}_TIMEOUT sets how long it may`,
            waited,
          );
        }
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

  /** A download in progress does not need the final reply. */
  #takeControlLost(error: InternetError): void {
    const { upload, listing } = this.#terms;
    if (this.#reply !== null) return;
    if (upload && this.#data === "ended") this.#fail(this.#unanswered(error));
    else if (upload || listing) this.#fail(error);
    else this.#lost = error;
  }

  /** A break after a failure may still be the better explanation of it. */
  #explain(event: Extract<TransferEvent, { event: "dataBroke" }>): void {
    if (this.#failure === null) return;
    this.#stalledFor(event.waited);
    if (isOwnLimit(event.error)) this.#failure = event.error;
  }

  /** Determines the result, if it is certain. */
  #settle(): void {
    const data = this.#data;
    const lost = this.#lost;
    if (this.#isRefused) {
      // Data that arrived before the refusal is still read.
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

  #truncated(): InternetError {
    const { offset, action } = this.#terms;
    const size = this.#size ?? this.#announcedSize;
    return new InternetError(
      ERROR_INTERNET_CONNECTION_ABORTED,
      `Cannot ${action}: only ${
        this.#count + offset
      } of ${size} bytes have arrived, so transfer it again`,
      this.#causeOption,
    );
  }

  #unconfirmed(): InternetError {
    return new InternetError(
      ERROR_INTERNET_TIMEOUT,
      `Cannot ${this.#terms.action}: the server has not confirmed that this was all, so transfer it again`,
      this.#causeOption,
    );
  }

  /** Returns the error for an upload without a final reply. */
  #unanswered(reason: InternetError): InternetError {
    const { code, responseText } = reason;
    return new InternetError(
      code,
      `Cannot ${this.#terms.action}: all ${this.#count} bytes are sent, but the server has not confirmed them, so look at the file there or send it again; ${
        plainMessage(reason)
      }`,
      {
        cause: reason,
        ...(responseText === undefined ? {} : { responseText }),
      },
    );
  }

  get #causeOption(): { cause?: unknown } {
    return this.#broken === null ? {} : { cause: this.#broken.cause };
  }
}

function isOwnLimit(error: InternetError): boolean {
  return error.code === ERROR_TOO_MANY_OPEN_FILES;
}
