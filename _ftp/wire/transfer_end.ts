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
 * Time limits for an FTP server that do not depend only on the timeouts of the
 * program, in milliseconds.
 */
export const PATIENCE = {
  /** For connecting to an EPSV port, if PASV can be tried after it. */
  extendedPort: 10_000,
  /**
   * For the first reply, before the data connection and its TLS handshake are
   * started without it.
   */
  handshake: 2_000,
  /** For the data connection, after the final reply. */
  connectionAfterReply: 5_000,
  /**
   * For the data connection, after the loss of the control connection: it is
   * already open, or never will be.
   */
  connectionAfterLoss: 500,
  /** For reading the next byte, after a refusal. */
  dataAfterRefusal: 1_000,
  /**
   * For reading the next byte, after the loss of the control connection, if the
   * size is not known.
   */
  dataAfterLoss: 1_000,
  /** For reading the next byte, after a positive final reply. */
  downloadAfterReply: 60_000,
  /** For writing the next byte, after the final reply. */
  uploadAfterReply: 5_000,
  /** For the final reply of a download that nothing else confirms. */
  reply: 60_000,
  /** For a final reply that only confirms or explains the result. */
  explanation: 5_000,
  /** For the response of a server of another protocol to the probe. */
  probe: 1_000,
  /** For the rest of a reply whose last line has a different code from the first. */
  restOfReply: 1_000,
  /** For the reply to ABOR, or to any command after the call was cancelled. */
  abort: 15_000,
  /** The minimum time limit for ABOR if the server has stalled before. */
  leastAbort: 1_000,
  /** For the server to stop sending, after ABOR. */
  drain: 2_000,
  /** For sending QUIT, or the close_notify of a download. */
  ending: 2_000,
  /** For the end of an upload whose session is being closed. */
  closing: 30_000,
} as const;

/**
 * The number of bytes that may arrive in about one round trip. After more,
 * requesting the size costs little in comparison.
 */
const ROUND_TRIP = 65_536;

/** The codes with which servers refuse data connections: ProFTPD sends 425, vsftpd 522. */
const RESUMPTION_CODES: readonly number[] = [425, 522];

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

  // ---- results ----

  /** The final reply, or `null` before it. */
  get reply(): FtpReply | null {
    return this.#reply;
  }

  /** The reason why the transfer was abandoned while data or a reply was awaited, or `null`. */
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
   * `true` if the transfer has failed only because nothing confirms that all
   * bytes have arrived.
   */
  get isUnconfirmed(): boolean {
    return this.#data === "ended" && !this.#terms.upload &&
      this.#failure !== null && !this.#isRefused && this.#isShort !== true &&
      this.#failure.code !== ERROR_INTERNET_OPERATION_CANCELLED;
  }

  /** `true` if the data connection may still be opened. */
  get isConnecting(): boolean {
    return this.#data === "awaited" || this.#data === "opened";
  }

  /** The next event that is needed; after a failure only the final reply is. */
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
   * Returns the time limit for the next event in milliseconds.
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

  /** The time limit for the reply to ABOR in milliseconds. */
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

  /** `true` if the server has reported success. */
  get #isConfirmed(): boolean {
    return this.#reply !== null && isPositive(this.#reply);
  }

  /** `true` if the server has reported a failure. */
  get #isRefused(): boolean {
    return this.#reply !== null && !isPositive(this.#reply);
  }

  get #connectionPatience(): number {
    if (this.#lost !== null) return PATIENCE.connectionAfterLoss;
    return this.#reply === null ? NO_TIMEOUT : PATIENCE.connectionAfterReply;
  }

  /**
   * The time limit for the data: a server that has ended the transfer may no
   * longer send or accept data.
   */
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
      // The timeout for replies applies here.
      if (this.#terms.upload) return NO_TIMEOUT;
      if (!this.#isWhole) return PATIENCE.reply;
    }
    return Math.min(PATIENCE.explanation, this.#abortPatience);
  }

  /** `true` if no more data will be transferred. */
  get #isOver(): boolean {
    return !this.isConnecting && this.#data !== "moving";
  }

  // ---- sizes ----

  /** `true` if a size is known, and all bytes have arrived. */
  get #isWhole(): boolean {
    return this.#isShort === false;
  }

  /** The size of the file that the server has reported, or `null` if it has not. */
  get #size(): number | null {
    return this.#terms.size ?? this.#askedSize ?? null;
  }

  /** `true` if bytes are missing; `null` if that is not known. */
  get #isShort(): boolean | null {
    const { type, offset, listing } = this.#terms;
    if (type === "A" || listing) return null;
    const size = this.#size;
    if (size !== null) return this.#count + offset < size;
    const announced = this.#announcedSize;
    if (announced === null) return null;
    if (this.#count >= announced) return false;
    // After REST, some servers announce the size of the file, others the size
    // of the rest.
    return this.#count + offset < announced ? true : null;
  }

  /**
   * `true` if it is not certain that a download is complete, and only the size
   * can decide that.
   */
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

  /** `true` if nothing can confirm any more that all bytes have arrived. */
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

  /** Processes an event. A verdict never changes, but replies are still recorded after it. */
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
    // The transfer has succeeded; only the size must still be requested.
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

  #takeLate(waited: number, what: string = "has not responded"): void {
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
            `the server ${what} for ${waited} ms; INTERNET_OPTION_DATA_${option}_TIMEOUT sets this limit`,
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

  /**
   * Handles an event after a failure: a broken connection may still explain the
   * failure better.
   */
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

  /**
   * Records a failure. If no more files can be opened here, neither a stall nor
   * the server can explain it better.
   */
  #fail(error: InternetError): void {
    const broken = this.#data === "broke" ? null : this.#broken;
    this.#failure = broken !== null && isOwnLimit(broken) ? broken : error;
  }

  /** `true` if the server has finished a listing without a data connection. */
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

  /** A server that has stalled is given the same time once more, but no longer. */
  #stalledFor(waited: number | undefined): void {
    if (waited === undefined) return;
    const patience = Math.max(waited, PATIENCE.leastAbort);
    this.#abortPatience = Math.min(patience, this.#abortPatience);
  }

  // ---- errors ----

  #refusal(): InternetError {
    const { action, resumptionAdvice } = this.#terms;
    const reply = this.#reply!;
    return RESUMPTION_CODES.includes(reply.code)
      ? commandRefused(action, reply, resumptionAdvice)
      : commandRefused(action, reply);
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
      `Cannot ${this.#terms.action}: the server has not confirmed that the data is complete, so transfer it again`,
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
