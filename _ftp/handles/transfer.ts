// Copyright 2026 the wininet authors. MIT license.

/**
 * One transfer: the command, its data connection, and its end.
 *
 * It begins when the server has answered the command, and ends when the data and
 * the final reply have both come, in either order (`transfer_end.ts`). What moves
 * the data is in `download.ts` and `upload.ts`.
 *
 * Whatever ends a transfer earlier leaves a session that can go on: the data
 * connection is closed, the server is told (ABOR), and what it still says about
 * this transfer is read before the next command is sent (`abort.ts`).
 *
 * @module
 */

import { ERROR_INTERNET_TIMEOUT, InternetError } from "../../error.ts";
import { Deadline, settlesWithin } from "../../_base/deadline.ts";
import { cancellation } from "../../_base/failure.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { Channel } from "../../_net/channel.ts";
import { broken, close } from "../../_net/connection.ts";
import { unlessAborted } from "../../_net/dial.ts";
import { refused } from "../wire/command.ts";
import { parseAnnouncedSize } from "../wire/data_time.ts";
import { type FtpReply, isPositive, isPreliminary } from "../wire/reply.ts";
import type { FtpControl } from "./control.ts";
import { drain, resynchronize, silent } from "./abort.ts";
import { type PendingData, prepareData } from "./data_connection.ts";
import { ask, type FtpLink } from "./link.ts";
import {
  PATIENCE,
  TransferEnd,
  type TransferEvent,
  type TransferTerms,
} from "../wire/transfer_end.ts";

/** What is to be transferred. REST says the offset, but not to APPE. */
export interface TransferRequest extends TransferTerms {
  /** Whether it is a file as a whole: FtpGetFile, FtpPutFile. */
  readonly whole?: boolean;
}

/** How far a transfer has come that could change a file of the server. */
export interface Attempt {
  /** What the server said to its command: until it has begun the file is as it was. */
  state: "not sent" | "sent" | "begun" | "refused";
}

/** A transfer under way. */
export class FtpTransfer {
  readonly link: FtpLink;
  readonly request: TransferRequest;
  /** Posts the progress, and has the timeouts. */
  readonly owner: HandleObject;
  /** The data connection; `null` when the server made none for an empty listing. */
  channel: Channel | null = null;
  /** The size in the first reply: a guess. */
  announcedSize: number | null = null;
  /** Knows what the transfer waits for, and how it ends. */
  readonly end: TransferEnd;
  readonly #attempt: Attempt;
  readonly #deadline = new Deadline();
  readonly #givingUp = new AbortController();
  #dataClosed = false;
  /** Why the server was told to give up before it had replied. */
  #hopeless: InternetError | null = null;
  #over = false;
  /** Whoever aborts what is being aborted waits for that. */
  #aborting: Promise<void> | null = null;
  /** Settles when the data connection is there. */
  #connected: Promise<void> | null = null;
  /** Runs when the final reply comes while data moves. */
  #onEnd: (() => void) | null = null;
  /** Settles when the final reply is there or will not come. */
  #finalReply: Promise<void> = Promise.resolve();
  #resumption: () => void = () => {};

  private constructor(
    link: FtpLink,
    request: TransferRequest,
    owner: HandleObject,
    attempt: Attempt,
  ) {
    this.link = link;
    this.request = request;
    this.owner = owner;
    this.end = new TransferEnd(request);
    this.#attempt = attempt;
  }

  /**
   * Begins a transfer.
   *
   * @param signal Ends the attempt.
   * @param attempt Is told how far it has come.
   */
  static async open(
    link: FtpLink,
    request: TransferRequest,
    owner: HandleObject,
    signal: AbortSignal,
    attempt: Attempt = { state: "not sent" },
  ): Promise<FtpTransfer> {
    signal.throwIfAborted();
    const transfer = new FtpTransfer(link, request, owner, attempt);
    let pending: PendingData | null = null;
    const stop = () => {
      pending?.close();
      transfer.#givingUp.abort(signal.reason);
      link.hurry(PATIENCE.abort);
    };
    signal.addEventListener("abort", stop, { once: true });
    try {
      await link.setType(request.type);
      signal.throwIfAborted();
      pending = await prepareData(link, request.command, signal);
      link.transferring = true;
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

  /** Passes an event on; a transfer that cannot succeed any more moves no data. */
  #take(event: TransferEvent): void {
    const before = this.end.failure;
    this.end.take(event);
    const { failure } = this.end;
    if (before === null && failure !== null) {
      this.#givingUp.abort(failure);
      this.closeData();
    }
  }

  // ---- the beginning ----

  async #begin(
    pending: PendingData,
    signal: AbortSignal,
  ): Promise<void> {
    const { request } = this;
    const attempt = this.#attempt;
    const { control } = this.link;
    await this.#restart();
    await control.send(request.command);
    attempt.state = "sent";
    const reply = await this.#firstReply(pending, signal);
    attempt.state = reply.code < 300 ? "begun" : "refused";
    this.end.take({ event: "reply", reply });
    if (this.#hopeless !== null) {
      await resynchronize(this.link, this.end.abortPatience);
      throw this.#hopeless;
    }
    if (reply.code >= 300) throw refused(request.action, reply);
    this.announcedSize = parseAnnouncedSize(reply);
    if (isPreliminary(reply)) this.#finalReply = this.#awaitEnd(control);
    this.#finalReply.then(() => {
      if (this.channel === null && this.end.waitingFor === "connection") {
        this.#limitConnect();
      }
    });
    signal.throwIfAborted();
    // It may be under way already.
    await (this.#connected ??= this.#connect(pending, signal));
  }

  /** Says where the transfer begins, right in front of its command. */
  async #restart(): Promise<void> {
    const { link, request } = this;
    const offset = request.command.verb === "APPE" ? 0 : request.offset;
    // A whole file is whole, whatever the program has said before.
    if (request.whole && link.programRestart) link.restarted = true;
    link.programRestart = false;
    if (offset === 0 && !link.restarted) return;
    link.restarted = offset > 0;
    const reply = await link.run(ask("REST", String(offset)));
    if (offset > 0 && reply.code !== 350) {
      link.restarted = false;
      throw refused(`${request.action} from byte ${offset}`, reply);
    }
  }

  /**
   * The reply to the command. Some servers give it only when the data connection
   * is there, with TLS only when it is secure.
   */
  async #firstReply(
    pending: PendingData,
    signal: AbortSignal,
  ): Promise<FtpReply> {
    const first = this.#replyToCommand();
    const { secure } = this.link;
    if (
      (secure || pending.late) &&
      !await settlesWithin(PATIENCE.handshake, first)
    ) {
      this.#connected = this.#connect(pending, signal);
      // When this fails, the reply tells why; without one, this does.
      this.#connected.catch((error) => this.#giveUp(error, first));
    }
    return await first;
  }

  /** There is no data connection, and the server waits for it. */
  async #giveUp(error: unknown, first: Promise<FtpReply>): Promise<void> {
    const patience = this.link.secure ? PATIENCE.explanation : 0;
    if (await settlesWithin(patience, first)) return;
    const reason = error instanceof InternetError ? error : broken(error);
    try {
      this.#hopeless = reason;
      await this.link.control.send({ verb: "ABOR" });
      if (await settlesWithin(this.end.abortPatience, first)) return;
    } catch {
      // The session is lost.
    }
    this.link.abort(reason);
  }

  /** Some servers want an account for single files. */
  async #replyToCommand(): Promise<FtpReply> {
    const { control } = this.link;
    const reply = await control.reply();
    const { account } = this.owner.settings;
    if (reply.code !== 332 || account === "") return reply;
    const accepted = await control.runSecretly(
      ask("ACCT", account),
      [account],
    );
    if (!isPositive(accepted)) return accepted;
    await control.send(this.request.command);
    return await control.reply();
  }

  async #connect(pending: PendingData, signal: AbortSignal): Promise<void> {
    const given = this.#givingUp.signal; // Also by the signal of the call.
    const { connectTimeout } = this.owner.settings;
    this.#limitConnect();
    try {
      const coming = pending.connection(given);
      const connection = await unlessAborted(coming, given).catch((error) => {
        coming.then(close, () => {}); // It came too late.
        throw error;
      });
      this.channel = connection;
      this.end.take({ event: "opened" });
      const uncertain = this.link.secure &&
        await this.#secure(connection, given);
      this.end.take({ event: "ready", uncertain });
    } catch (error) {
      signal.throwIfAborted();
      const reason = await this.break(error, connectTimeout);
      if (reason !== null) throw reason;
    } finally {
      this.#deadline.stop();
    }
  }

  /** After a final reply the data connection is there soon, or it never comes. */
  #limitConnect(): void {
    const limit = this.end.patience(this.owner.settings.dataReceiveTimeout);
    this.#deadline.set(limit, () => {
      this.#take({ event: "late", waited: limit });
      this.#givingUp.abort(cancellation());
    });
  }

  /** Makes the data secure; returns whether somebody else could make its end. */
  async #secure(
    connection: Deno.TcpConn,
    signal: AbortSignal,
  ): Promise<boolean> {
    const data = await this.link.secureData(connection, signal);
    if (this.end.failure !== null) {
      close(data.channel);
      throw this.end.failure;
    }
    this.channel = data.channel;
    this.#resumption = data.succeeded;
    return data.uncertainEnd;
  }

  // ---- the middle ----

  /** Reads or writes once, in time. A failure of the transfer comes before the error of the connection. */
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
      // What has come has come; a failure meanwhile is told by the next call.
      return await run();
    } catch (error) {
      throw this.end.failure ?? error;
    } finally {
      this.#onEnd = null;
      this.#deadline.stop();
    }
  }

  /** The program wants no more of it: whatever waits ends. */
  cancel(): void {
    this.#take({ event: "cancelled" });
  }

  /**
   * The data connection broke, or there is none. Returns the reason as the server
   * gives it where it does, `null` if nothing is missing.
   *
   * @param limit The timeout that may have ended it.
   */
  async break(error: unknown, limit?: number): Promise<InternetError | null> {
    const reason = error instanceof InternetError ? error : broken(error);
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

  /** Closes the data connection; twice would cost more than once. */
  closeData(): void {
    if (this.#dataClosed) return;
    this.#dataClosed = this.channel !== null;
    close(this.channel);
  }

  /** Waits for the final reply while the data moves. */
  async #awaitEnd(control: FtpControl): Promise<void> {
    const { end } = this;
    try {
      while (end.reply === null) {
        // Another preliminary reply does not make the wait a long one again.
        const reply = await control.reply(end.waitingFor === "reply");
        this.#take({ event: "reply", reply });
      }
      if (end.failure === null) this.#onEnd?.();
    } catch (error) {
      this.#take({ event: "controlLost", error: error as InternetError });
    }
  }

  /** Waits for the final reply as long as that makes sense. */
  async awaitReply(): Promise<void> {
    if (this.end.reply === null) this.link.hurry();
    const waited = this.end.patience();
    await settlesWithin(waited, this.#finalReply);
    this.end.take({ event: "late", waited });
  }

  /** Ends a transfer that has succeeded. */
  succeed(): void {
    this.#resumption();
    this.#finish();
  }

  #finish(): void {
    this.#over = true;
    this.#deadline.stop();
    this.#givingUp.abort(cancellation()); // A connection that comes now is closed.
    this.closeData();
    this.link.transferring = false;
  }

  /** Ends the transfer wherever it is, so that the session can go on. */
  abort(): Promise<void> {
    return this.#aborting ??= this.#abort();
  }

  async #abort(): Promise<void> {
    if (this.#over) return;
    this.end.take({ event: "cancelled" });
    this.#over = true;
    const isOpen = this.#attempt.state !== "not sent" &&
      this.end.reply === null;
    if (!isOpen || !this.link.secure || this.request.upload) this.#finish();
    if (!isOpen) return;
    this.link.transferring = true;
    try {
      await this.#abortCommand();
    } catch {
      // The session is lost, and its next call tells why.
    } finally {
      this.#finish();
    }
  }

  async #abortCommand(): Promise<void> {
    const { control } = this.link;
    await control.send({ verb: "ABOR" });
    if (this.link.secure && !this.request.upload && this.channel !== null) {
      await drain(this.channel);
    }
    this.closeData();
    const patience = this.end.abortPatience;
    this.link.hurry(patience);
    if (await settlesWithin(patience, this.#finalReply)) {
      await resynchronize(this.link, patience);
    } else this.link.abort(silent());
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof InternetError &&
    error.code === ERROR_INTERNET_TIMEOUT;
}
