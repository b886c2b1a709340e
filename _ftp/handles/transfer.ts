// Copyright 2026 the wininet authors. MIT license.

/**
 * One transfer: the command, its data connection, and its end.
 *
 * It begins when the server has answered the command, and ends when the data and
 * the final reply have both come, in either order (`transfer_end.ts`). What moves
 * the data is in `session_download.ts` and `session_upload.ts`.
 *
 * Whatever ends a transfer earlier leaves a session that can go on: the data
 * connection is closed, the server is told (ABOR), and what it still says about
 * this transfer is read before the next command is sent (`session_abort.ts`).
 *
 * @module
 */

import {
  ERROR_INTERNET_TIMEOUT,
  ERROR_TOO_MANY_OPEN_FILES,
  InternetError,
} from "../../error.ts";
import { Deadline, settlesWithin } from "../../_base/deadline.ts";
import { cancellation } from "../../_base/failure.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { Channel } from "../../_net/channel.ts";
import { broken, close } from "../../_net/connection.ts";
import { unlessAborted } from "../../_net/dial.ts";
import { type FtpCommand, refused } from "../wire/command.ts";
import { parseAnnouncedSize } from "../wire/data_time.ts";
import { type FtpReply, isPositive, isPreliminary } from "../wire/reply.ts";
import type { FtpControl } from "./control.ts";
import { drain, resynchronize, silent } from "./abort.ts";
import { type PendingData, prepareData } from "./data_connection.ts";
import { ask, type FtpLink, type TransferType } from "./link.ts";
import { TransferEnd } from "../wire/transfer_end.ts";

/** What is to be transferred. */
export interface TransferRequest {
  /** The command: RETR, STOR, LIST and the like. */
  readonly command: FtpCommand;
  /** Whether the bytes go to the server. */
  readonly upload: boolean;
  /** How the bytes are meant. */
  readonly type: TransferType;
  /** Where in the file the transfer begins; REST says it, but not to APPE. */
  readonly offset: number;
  /** How many bytes the whole file has, `null` when that is not known. */
  readonly size: number | null;
  /** Whether it is a directory that is listed, whose size nobody knows. */
  readonly listing: boolean;
  /** Whether it is a file as a whole: FtpGetFile, FtpPutFile. */
  readonly whole?: boolean;
  /** What an error says could not be done. */
  readonly action: string;
}

/**
 * How long a server may take to say that a transfer was aborted. One that has
 * stalled before is not waited for longer than that once more, but for a moment.
 */
const ABORT_PATIENCE = 15_000;
const MIN_ABORT_PATIENCE = 1_000;

/** How long the final reply is awaited when it only confirms what is known, or explains what has failed. */
export const REPLY_PATIENCE = 5_000;

/** How long the end of a download is awaited when one of its two ends has come. */
export const DATA_PATIENCE = 60_000;

/** How long the next byte is awaited when the server has said that there was a failure. */
const REFUSAL_PATIENCE = 1_000;

/** With TLS: how long the first reply is awaited before the handshake. */
const HANDSHAKE_PATIENCE = 2_000;

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
  /** Whether the end of the data may have been made by somebody else. */
  uncertainEnd = false;
  /** The size in the first reply: a guess. */
  announcedSize: number | null = null;
  /** Why the transfer cannot succeed any more. */
  failure: InternetError | null = null;
  /** Why the final reply will not come, where the transfer can do without it. */
  lost: InternetError | null = null;
  readonly #end = new TransferEnd();
  readonly #deadline = new Deadline();
  readonly #givingUp = new AbortController();
  #commandSent = false;
  #isConnected = false;
  #dataClosed = false;
  #patience = ABORT_PATIENCE;
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
  /** Whether the timeout counts for the final reply: the data has ended, or is not wanted. */
  #hurried = false;
  #resumption: () => void = () => {};

  private constructor(
    link: FtpLink,
    request: TransferRequest,
    owner: HandleObject,
  ) {
    this.link = link;
    this.request = request;
    this.owner = owner;
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
    const transfer = new FtpTransfer(link, request, owner);
    let pending: PendingData | null = null;
    const stop = () => {
      pending?.close();
      transfer.#givingUp.abort(signal.reason);
      link.hurry(ABORT_PATIENCE);
    };
    signal.addEventListener("abort", stop, { once: true });
    try {
      await link.setType(request.type);
      signal.throwIfAborted();
      pending = await prepareData(link, request.command, signal);
      link.transferring = true;
      signal.throwIfAborted();
      await transfer.#begin(pending, signal, attempt);
      return transfer;
    } catch (error) {
      pending?.close();
      await transfer.abort();
      throw error;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  /** The final reply, `null` before it. */
  get reply(): FtpReply | null {
    return this.#end.reply;
  }

  /** The error of a final reply that is a refusal, else `null`. */
  get refusal(): InternetError | null {
    const { reply } = this;
    return reply === null || isPositive(reply) || isPreliminary(reply)
      ? null
      : refused(this.request.action, reply);
  }

  // ---- the beginning ----

  async #begin(
    pending: PendingData,
    signal: AbortSignal,
    attempt: Attempt,
  ): Promise<void> {
    const { request } = this;
    const { control } = this.link;
    await this.#restart();
    await control.send(request.command);
    this.#commandSent = true;
    attempt.state = "sent";
    const reply = await this.#firstReply(pending, signal);
    attempt.state = reply.code < 300 ? "begun" : "refused";
    this.#end.take(reply);
    if (this.#hopeless !== null) {
      await resynchronize(this.link, this.#patience);
      throw this.#hopeless;
    }
    if (reply.code >= 300) throw refused(request.action, reply);
    this.announcedSize = parseAnnouncedSize(reply);
    if (isPreliminary(reply)) this.#finalReply = this.#awaitEnd(control);
    this.#finalReply.then(() => this.#limitConnect());
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
      !await settlesWithin(HANDSHAKE_PATIENCE, first)
    ) {
      this.#connected = this.#connect(pending, signal);
      // When this fails, the reply tells why; without one, this does.
      this.#connected.catch((error) => this.#giveUp(error, first));
    }
    return await first;
  }

  /** There is no data connection, and the server waits for it. */
  async #giveUp(error: unknown, first: Promise<FtpReply>): Promise<void> {
    const patience = this.link.secure ? REPLY_PATIENCE : 0;
    if (await settlesWithin(patience, first)) return;
    const reason = error instanceof InternetError ? error : broken(error);
    try {
      this.#hopeless = reason;
      await this.link.control.send({ verb: "ABOR" });
      if (await settlesWithin(this.#patience, first)) return;
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
    const { dataReceiveTimeout, connectTimeout } = this.owner.settings;
    this.#limit(dataReceiveTimeout);
    try {
      const coming = pending.connection(given);
      const connection = await unlessAborted(coming, given).catch((error) => {
        coming.then(close, () => {}); // It came too late.
        throw error;
      });
      this.channel = connection;
      if (this.link.secure) await this.#secure(connection, given);
      this.#isConnected = true;
    } catch (error) {
      signal.throwIfAborted();
      if (isTimeout(error)) this.#wait(connectTimeout);
      const reason = await this.reasonOf(error);
      if (!this.#isEmptyListing) throw reason;
      this.failure = null;
    } finally {
      this.#deadline.stop();
    }
  }

  #limit(milliseconds: number): void {
    this.#deadline.set(
      milliseconds,
      () => this.#stall(noConnection(milliseconds), milliseconds),
    );
  }

  #stall(error: InternetError, milliseconds: number): void {
    this.#wait(milliseconds);
    this.fail(error);
  }

  /** The server has stalled for so long: now it gets the same time once more, not more. */
  #wait(milliseconds: number): void {
    const patience = Math.max(milliseconds, MIN_ABORT_PATIENCE);
    this.#patience = Math.min(patience, this.#patience);
  }

  /** Behind a final reply the data connection is there, or it never comes. */
  #limitConnect(): void {
    if (this.channel !== null || this.reply === null || this.#over) return;
    const { dataReceiveTimeout } = this.owner.settings;
    this.#limit(Math.min(REPLY_PATIENCE, dataReceiveTimeout));
  }

  async #secure(connection: Deno.TcpConn, signal: AbortSignal): Promise<void> {
    const data = await this.link.secureData(connection, signal);
    if (this.failure !== null) {
      close(data.channel);
      throw this.failure;
    }
    this.channel = data.channel;
    this.uncertainEnd = data.uncertainEnd;
    this.#resumption = data.succeeded;
  }

  /** A server that has finished without a data connection had nothing to list. */
  get #isEmptyListing(): boolean {
    return this.request.listing && this.channel === null &&
      this.reply !== null && isPositive(this.reply);
  }

  // ---- the middle ----

  /** Reads or writes once, in time. A failure of the transfer comes before the error of the connection. */
  async io<Value>(
    limit: number,
    what: string,
    run: () => Promise<Value>,
  ): Promise<Value> {
    if (this.failure !== null) throw this.failure;
    const setLimit = () => {
      // A server that has ended the transfer may take or send no more of it.
      const { refusal } = this;
      const most = this.reply === null
        ? limit
        : refusal !== null
        ? REFUSAL_PATIENCE
        : this.request.upload
        ? REPLY_PATIENCE
        : DATA_PATIENCE;
      const least = Math.min(limit, most);
      this.#deadline.set(least, () => {
        if (refusal !== null) this.fail(refusal);
        else this.#stall(stalled(what, least), least);
      });
    };
    setLimit();
    this.#onEnd = setLimit;
    try {
      // What has come has come; a failure meanwhile is told by the next call.
      return await run();
    } catch (error) {
      throw this.failure ?? error;
    } finally {
      this.#onEnd = null;
      this.#deadline.stop();
    }
  }

  /** The transfer cannot succeed any more. */
  fail(error: InternetError): InternetError {
    if (this.failure === null) {
      this.failure = error;
      this.#givingUp.abort(error);
      this.closeData();
    }
    return this.failure;
  }

  /** The program wants no more of it: whatever waits ends. */
  cancel(): void {
    this.fail(cancellation());
  }

  /** What the server says about a failure is better than what the connection says. */
  async reasonOf(error: unknown): Promise<InternetError> {
    if (this.failure === null) {
      await this.awaitReply(Math.min(REPLY_PATIENCE, this.#patience));
    }
    const reason = error instanceof InternetError ? error : broken(error);
    // The server does not know that no more files can be opened here.
    if (reason.code === ERROR_TOO_MANY_OPEN_FILES) return reason;
    return this.failure ?? this.lost ?? reason;
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
    const { upload } = this.request;
    try {
      while (this.#end.reply === null) {
        // Another preliminary reply does not make the wait a long one again.
        this.#end.take(await control.reply(this.#hurried));
      }
      // What has come of a download before it was broken off is still read.
      if (this.refusal !== null && (upload || !this.#isConnected)) {
        this.fail(this.refusal);
      } else this.#onEnd?.();
    } catch (error) {
      // A download whose size is known can do without the server's last word.
      if (upload || this.request.size === null) {
        this.fail(error as InternetError);
      } else this.lost = error as InternetError;
    }
  }

  /** Waits for the final reply, `patience` milliseconds at most; answers whether it came, or cannot come. */
  async awaitReply(patience: number): Promise<boolean> {
    this.#hurried = true;
    if (this.reply === null) this.link.hurry();
    return await settlesWithin(patience, this.#finalReply);
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
    this.failure ??= cancellation();
    this.#over = true;
    const isOpen = this.#commandSent && this.reply === null;
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
    const patience = this.#patience;
    this.#hurried = true;
    this.link.hurry(patience);
    if (await settlesWithin(patience, this.#finalReply)) {
      await resynchronize(this.link, patience);
    } else this.link.abort(silent());
  }
}

function noConnection(milliseconds: number): InternetError {
  return timedOut(`there is no data connection after ${milliseconds} ms`);
}

function stalled(what: string, milliseconds: number): InternetError {
  return timedOut(`the server ${what} for ${milliseconds} ms`);
}

function isTimeout(error: unknown): boolean {
  return error instanceof InternetError &&
    error.code === ERROR_INTERNET_TIMEOUT;
}

function timedOut(what: string): InternetError {
  return new InternetError(
    ERROR_INTERNET_TIMEOUT,
    `Cannot finish the transfer: ${what}`,
  );
}
