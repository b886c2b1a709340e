// Copyright 2026 the wininet authors. MIT license.

/**
 * One transfer: the command, its data connection, and its end.
 *
 * It starts when the server has replied to the command, and ends when the data
 * and the final reply have both arrived, in either order (`transfer_end.ts`).
 * The data is transferred by `download.ts` and `upload.ts`.
 *
 * After a transfer that ends early the login can be used again: the data
 * connection is closed, ABOR is sent, and the remaining replies to this
 * transfer are read before the next command is sent (`abort.ts`).
 *
 * @module
 */

import { ERROR_INTERNET_TIMEOUT, InternetError } from "../../error.ts";
import { abortable, Deadline, settlesWithin } from "../../_base/deadline.ts";
import { cancellation } from "../../_base/failure.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { Channel } from "../../_net/channel.ts";
import { brokenConnection, close } from "../../_net/connection.ts";
import { checkedText, commandRefused, tryCommand } from "../wire/command.ts";
import { TLS_CODES, withTlsAdvice } from "../wire/login.ts";
import { type FtpReply, isPositive, isPreliminary } from "../wire/reply.ts";
import type { FtpControl } from "./control.ts";
import { drain, noReplyToAbort, resynchronize } from "./abort.ts";
import {
  connectionAdvice,
  type PendingData,
  prepareData,
} from "./data_connection.ts";
import type { FtpLogin } from "./login.ts";
import { PATIENCE, TransferEnd } from "../wire/transfer_end.ts";
import type { TransferEvent, TransferTerms } from "../wire/transfer_events.ts";

/** The parameters of a transfer. REST sends the offset, except before APPE. */
export interface TransferRequest extends TransferTerms {
  /** `true` for a whole file: FtpGetFile, FtpPutFile. */
  readonly whole?: boolean;
}

/** The progress of a transfer that could change a file on the server. */
export interface Attempt {
  /** The state of its command. Before `begun`, the file is unchanged. */
  state: "not sent" | "sent" | "begun" | "refused";
}

/** A transfer in progress. */
export class FtpTransfer {
  readonly login: FtpLogin;
  readonly request: TransferRequest;
  /** The handle that posts the progress and has the timeouts. */
  readonly owner: HandleObject;
  /** The data connection, or `null` if the server opened none for an empty listing. */
  channel: Channel | null = null;
  /** The state: the next event that is needed, and the end of the transfer. */
  readonly end: TransferEnd;
  readonly #attempt: Attempt;
  readonly #deadline = new Deadline();
  /** The time until the next command that keeps the control connection alive. */
  readonly #interval = new Deadline();
  readonly #givingUp = new AbortController();
  #dataClosed = false;
  /** The reason why ABOR was sent before the server had replied. */
  #hopeless: InternetError | null = null;
  #over = false;
  /** The abort in progress, which a second call of `abort` waits for. */
  #aborting: Promise<void> | null = null;
  /** Settles when the data connection is ready or has failed. */
  #connected: Promise<void> | null = null;
  /** Called when the final reply arrives during the data transfer. */
  #onEnd: (() => void) | null = null;
  /** Resolves when the final reply has arrived or will not arrive. */
  #finalReply: Promise<void> = Promise.resolve();
  #resumption: () => void = () => {};

  private constructor(
    login: FtpLogin,
    request: TransferRequest,
    owner: HandleObject,
    attempt: Attempt,
  ) {
    this.login = login;
    this.request = request;
    this.owner = owner;
    this.end = new TransferEnd({
      ...request,
      connectionAdvice: connectionAdvice(login),
      resumptionAdvice: login.resumptionAdvice,
    });
    this.#attempt = attempt;
  }

  /**
   * Starts a transfer.
   *
   * @param signal Ends the attempt.
   * @param attempt Receives the progress.
   */
  static async open(
    login: FtpLogin,
    request: TransferRequest,
    owner: HandleObject,
    signal: AbortSignal,
    attempt: Attempt = { state: "not sent" },
  ): Promise<FtpTransfer> {
    signal.throwIfAborted();
    const { transferKeepAlive } = owner.settings;
    checkedText(transferKeepAlive, "FTP_OPTION_TRANSFER_KEEP_ALIVE");
    const transfer = new FtpTransfer(login, request, owner, attempt);
    let pending: PendingData | null = null;
    const stop = () => {
      pending?.close();
      transfer.#givingUp.abort(signal.reason);
      login.hurry(PATIENCE.abort);
    };
    signal.addEventListener("abort", stop, { once: true });
    try {
      await login.control.run(login.parameters.setType(request.type));
      signal.throwIfAborted();
      pending = await prepareData(login, request.command, signal);
      login.queue.transferring = true;
      signal.throwIfAborted();
      await transfer.#begin(pending, signal);
      return transfer;
    } catch (error) {
      pending?.close();
      await transfer.abort();
      throw error;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  /**
   * Passes an event to {@linkcode end}. Closes the data connection of a
   * transfer that can no longer succeed.
   */
  #take(event: TransferEvent): void {
    const before = this.end.failure;
    this.end.take(event);
    const { failure } = this.end;
    if (before === null && failure !== null) {
      this.#givingUp.abort(failure);
      this.closeData();
    }
  }

  // ---- the start ----

  async #begin(
    pending: PendingData,
    signal: AbortSignal,
  ): Promise<void> {
    const { request } = this;
    const attempt = this.#attempt;
    const { control } = this.login;
    await this.#setOffset();
    await control.send(request.command);
    attempt.state = "sent";
    const reply = await this.#firstReply(pending, signal);
    attempt.state = reply.code < 300 ? "begun" : "refused";
    this.end.take({ event: "reply", reply });
    if (this.#hopeless !== null) {
      await resynchronize(this.login, this.end.abortPatience, 0);
      throw this.#hopeless;
    }
    if (reply.code >= 300) throw this.#refused(reply);
    if (isPreliminary(reply)) {
      this.#finalReply = this.#awaitEnd(control);
      this.#keepControlAlive();
    }
    this.#finalReply.then(() => {
      if (this.channel === null && this.end.waitingFor === "connection") {
        this.#limitConnect();
      }
    });
    signal.throwIfAborted();
    // The connection may be in progress already.
    await (this.#connected ??= this.#connect(pending, signal));
  }

  #refused(reply: FtpReply): InternetError {
    const error = commandRefused(this.request.action, reply);
    const isClear = !this.login.secure && TLS_CODES.includes(reply.code);
    return isClear ? withTlsAdvice(error) : error;
  }

  /** Sets the offset of the transfer, directly before its command. */
  async #setOffset(): Promise<void> {
    const { command, offset, whole, action } = this.request;
    const sent = command.verb === "APPE" ? 0 : offset;
    await this.login.control.run(
      this.login.parameters.setOffset(sent, whole ?? false, action),
    );
  }

  /**
   * Returns the reply to the command. Some servers send it only after the data
   * connection is established, and with TLS only after its handshake.
   */
  async #firstReply(
    pending: PendingData,
    signal: AbortSignal,
  ): Promise<FtpReply> {
    const first = this.#replyToCommand();
    const { secure } = this.login;
    if (
      (secure || pending.late) &&
      !await settlesWithin(PATIENCE.handshake, first)
    ) {
      this.#connected = this.#connect(pending, signal);
      // If this fails, the reply has the reason; without a reply, this error is
      // the reason.
      this.#connected.catch((error) => this.#giveUp(error, first));
    }
    return await first;
  }

  /** Gives up when the server waits for a data connection that has failed. */
  async #giveUp(error: unknown, first: Promise<FtpReply>): Promise<void> {
    const patience = this.login.secure ? PATIENCE.explanation : 0;
    if (await settlesWithin(patience, first)) return;
    const reason = error instanceof InternetError
      ? error
      : brokenConnection(error);
    try {
      this.#hopeless = reason;
      await this.login.control.send({ verb: "ABOR" });
      if (await settlesWithin(this.end.abortPatience, first)) return;
    } catch {
      // The control connection is lost.
    }
    this.login.abort(reason);
  }

  /**
   * Returns the reply to the command. Some servers require an account (ACCT)
   * for single files.
   */
  async #replyToCommand(): Promise<FtpReply> {
    const { control } = this.login;
    const reply = await control.reply();
    const { account } = this.owner.settings;
    if (reply.code !== 332 || account === "") return reply;
    const accepted = await control.runSecretly(
      tryCommand("ACCT", account),
      [account],
    );
    if (!isPositive(accepted)) return accepted;
    await control.send(this.request.command);
    return await control.reply();
  }

  async #connect(pending: PendingData, signal: AbortSignal): Promise<void> {
    const given = this.#givingUp.signal; // The call's signal aborts it, too.
    const { connectTimeout } = this.owner.settings;
    this.#limitConnect();
    try {
      const coming = pending.connection(given);
      const connection = await abortable(coming, given).catch((error) => {
        coming.then(close, () => {}); // It was opened too late.
        throw error;
      });
      this.channel = connection;
      this.end.take({ event: "opened" });
      const { secure, allowsUncertainEnd } = this.login;
      if (secure) await this.#secure(connection, given);
      this.end.take({
        event: "ready",
        uncertain: secure && allowsUncertainEnd,
      });
    } catch (error) {
      signal.throwIfAborted();
      const reason = await this.break(error, connectTimeout);
      if (reason !== null) throw reason;
    } finally {
      this.#deadline.stop();
    }
  }

  /**
   * Limits the wait for the data connection: after a final reply it is opened
   * soon or never.
   */
  #limitConnect(): void {
    const limit = this.end.patience(this.owner.settings.dataReceiveTimeout);
    this.#deadline.set(limit, () => {
      this.#take({ event: "late", waited: limit });
      this.#givingUp.abort(cancellation());
    });
  }

  /** Starts TLS on the data connection. */
  async #secure(connection: Deno.TcpConn, signal: AbortSignal): Promise<void> {
    const data = await this.login.secureData(connection, signal);
    if (this.end.failure !== null) {
      close(data.channel);
      throw this.end.failure;
    }
    this.channel = data.channel;
    this.#resumption = data.succeeded;
  }

  // ---- the data ----

  /**
   * Keeps the control connection alive during the transfer: firewalls drop idle
   * connections.
   */
  #keepControlAlive(): void {
    const { keepAlive, transferKeepAlive } = this.owner.settings;
    if (keepAlive === 0 || transferKeepAlive === "") return;
    this.#interval.set(keepAlive, () => {
      const isOver = this.end.reply !== null || this.end.failure !== null;
      if (isOver || !this.login.alive) return;
      this.end.take({ event: "interjected" });
      this.login.control.interject({ verb: transferKeepAlive })
        .then(() => this.#over || this.#keepControlAlive());
    }, true);
  }

  /**
   * Reads or writes once, within a time limit. A failure of the transfer takes
   * precedence over the error of the connection.
   */
  async io<Value>(
    limit: number,
    what: string,
    run: () => Promise<Value>,
  ): Promise<Value> {
    if (this.end.failure !== null) throw this.end.failure;
    const setLimit = () => {
      const waited = this.end.patience(limit);
      this.#deadline.set(
        waited,
        () => this.#take({ event: "late", waited, what }),
      );
    };
    setLimit();
    this.#onEnd = setLimit;
    try {
      // Data that has arrived is returned; the next call reports a failure that
      // occurred in the meantime.
      return await run();
    } catch (error) {
      throw this.end.failure ?? error;
    } finally {
      this.#onEnd = null;
      this.#deadline.stop();
    }
  }

  /** Cancels the transfer because the program does not need the rest. All waits end. */
  cancel(): void {
    this.#take({ event: "cancelled" });
  }

  /**
   * Handles a data connection that broke or could not be opened. Returns the
   * reason, preferably that of the server, or `null` if no data is missing.
   *
   * @param limit The timeout that may have ended the connection.
   */
  async break(error: unknown, limit?: number): Promise<InternetError | null> {
    const reason = error instanceof InternetError
      ? error
      : brokenConnection(error);
    this.end.take({
      event: "dataBroke",
      error: reason,
      count: 0,
      ...(limit !== undefined && isTimeout(error) ? { waited: limit } : {}),
    });
    if (this.end.verdict === null) await this.awaitReply();
    return this.end.verdict!.error;
  }

  // ---- the end ----

  /** Closes the data connection once: closing it again would take time. */
  closeData(): void {
    if (this.#dataClosed) return;
    this.#dataClosed = this.channel !== null;
    close(this.channel);
  }

  /** Waits for the final reply during the data transfer. */
  async #awaitEnd(control: FtpControl): Promise<void> {
    const { end } = this;
    try {
      while (end.reply === null) {
        // Another preliminary reply does not remove the timeout again.
        const reply = await control.reply(end.waitingFor === "reply");
        this.#take({ event: "reply", reply });
      }
      if (end.failure === null) this.#onEnd?.();
    } catch (error) {
      this.#take({ event: "controlLost", error: error as InternetError });
      if (end.failure === null) this.#onEnd?.();
    }
  }

  /** Waits for the final reply, within the limit of `TransferEnd.patience`. */
  async awaitReply(): Promise<void> {
    const waited = this.end.patience();
    if (this.end.reply === null) {
      this.login.hurry();
      await settlesWithin(waited, this.#finalReply);
    }
    this.end.take({ event: "late", waited });
  }

  /** Ends a transfer that has succeeded. */
  async succeed(): Promise<void> {
    this.#resumption();
    this.#finish();
    await this.#settleReplies();
  }

  /** Reads the replies that are still outstanding, so that no other command receives them. */
  async #settleReplies(): Promise<void> {
    const { login, end } = this;
    if (end.owedReplies === 0 || !login.alive) return;
    await login.queue.afterTransfer(
      () => resynchronize(login, end.abortPatience, end.owedReplies),
    );
  }

  #finish(): void {
    this.#over = true;
    this.#interval.stop();
    this.#deadline.stop();
    // Closes a connection that is established later.
    if (this.end.isConnecting) this.#givingUp.abort(cancellation());
    this.closeData();
    this.login.queue.transferring = false;
  }

  /** Ends the transfer at any point, so that the login can be used again. */
  abort(): Promise<void> {
    return this.#aborting ??= this.#abort();
  }

  async #abort(): Promise<void> {
    if (this.#over) return;
    this.end.take({ event: "cancelled" });
    this.#over = true;
    this.#interval.stop();
    const isOpen = this.#attempt.state !== "not sent" &&
      this.end.reply === null;
    if (!isOpen || !this.login.secure || this.request.upload) this.#finish();
    if (!isOpen) return await this.#settleReplies();
    this.login.queue.transferring = true;
    try {
      await this.#abortCommand();
    } catch {
      // The control connection is lost, and the next call reports the reason.
    } finally {
      this.#finish();
    }
  }

  async #abortCommand(): Promise<void> {
    const { control } = this.login;
    await control.send({ verb: "ABOR" });
    if (this.login.secure && !this.request.upload && this.channel !== null) {
      await drain(this.channel);
    }
    this.closeData();
    const patience = this.end.abortPatience;
    this.login.hurry(patience);
    if (await settlesWithin(patience, this.#finalReply)) {
      await resynchronize(this.login, patience, this.end.owedReplies);
    } else this.login.abort(noReplyToAbort());
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof InternetError &&
    error.code === ERROR_INTERNET_TIMEOUT;
}
