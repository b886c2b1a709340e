// Copyright 2026 the wininet authors. MIT license.

/**
 * The control connection: commands go out one at a time, replies come in, and
 * each reply goes to the command that it belongs to.
 *
 * Once logged in, the connection is read all the time, so what a server says on its own is seen
 * at once: 421 ends the session, anything else that nobody asked for is thrown
 * away before the next command is sent. Without a command under way the reading
 * keeps no program alive.
 *
 * @module
 */

import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
import { setLastResponse } from "../../_base/last_error.ts";
import { withoutSecrets } from "../../_base/secrets.ts";
import { Deadline } from "../../_base/deadline.ts";
import { cancellation } from "../../_base/failure.ts";
import { NO_TIMEOUT } from "../../_base/timeouts.ts";
import type { Channel } from "../../_net/channel.ts";
import { broken, close, writeAll } from "../../_net/connection.ts";
import {
  type Dialogue,
  encodeCommand,
  type FtpCommand,
} from "../wire/command.ts";
import type { NameCodec } from "../../_base/code_page.ts";
import { type FtpReply, ReplyDecoder, replyText } from "../wire/reply.ts";
import { PATIENCE } from "../wire/transfer_end.ts";

/** Who is told what happens on the control connection. */
export interface ControlWatch {
  /** A command is about to be sent. */
  sending(): void;
  /** It was sent. */
  sent(bytes: number): void;
  /** A reply is awaited. */
  receiving(): void;
  /** It has come. */
  received(bytes: number): void;
}

/** Milliseconds; `NO_TIMEOUT` for none. */
export interface ControlTimeouts {
  /** How long sending a command may take. */
  readonly sendTimeout: number;
  /** How long a reply may be awaited. */
  readonly receiveTimeout: number;
}

const BUFFER_SIZE = 16_384;

/** Replies that nobody waits for; a server that sends more speaks something else. */
const MAX_UNASKED = 64;

/** Servers that take a doubled byte 0xFF for two. RFC 959 wants it doubled, and ProFTPD does. */
const WITHOUT_TELNET = /vsftpd|pure-ftpd|pyftpdlib/i;

/** One control connection. */
export class FtpControl {
  readonly #watch: ControlWatch;
  readonly #timeouts: () => ControlTimeouts;
  readonly #decoder: ReplyDecoder;
  readonly #deadline = new Deadline();
  readonly #patience = new Deadline();
  #codec: NameCodec;
  #channel: Channel;
  #replies: FtpReply[] = [];
  #lastReply: FtpReply | null = null;
  #secrets: readonly string[] = [];
  #telnet = true;
  #foreign = false;
  #waiting: PromiseWithResolvers<FtpReply> | null = null;
  #lost: InternetError | null = null;
  /** Which of the reading loops is the current one. */
  #reading = 0;
  #attentive = false;
  #demand: PromiseWithResolvers<void> | null = null;

  constructor(
    channel: Channel,
    codec: NameCodec,
    timeouts: () => ControlTimeouts,
    watch: ControlWatch,
  ) {
    this.#codec = codec;
    this.#timeouts = timeouts;
    this.#watch = watch;
    this.#decoder = new ReplyDecoder((bytes) => this.#textOf(bytes));
    this.#channel = channel;
    this.#read();
  }

  /** A line of a reply, without the secrets that a server may repeat. */
  #textOf(bytes: Uint8Array): string {
    const { text, foreign } = this.#codec.decode(bytes);
    this.#foreign = foreign;
    const code = /^\d{3}[ -]?/.exec(text)?.[0] ?? "";
    return code + withoutSecrets(text.slice(code.length), this.#secrets);
  }

  /** Whether the last line of a reply was not in the code page. */
  get foreign(): boolean {
    return this.#foreign;
  }

  /** As {@linkcode run}; what is secret is shown nowhere. */
  async runSecretly<Value>(
    dialogue: Dialogue<Value>,
    secrets: readonly string[],
  ): Promise<Value> {
    this.#secrets = secrets;
    try {
      return await this.run(dialogue);
    } finally {
      this.#secrets = [];
    }
  }

  /** Why the connection is gone, `null` while it is there. */
  get lost(): InternetError | null {
    return this.#lost;
  }

  /** Whether a reply is awaited. */
  get awaiting(): boolean {
    return this.#waiting !== null;
  }

  /** Takes note of the greeting: it may tell which server it is. */
  heed(greeting: string): void {
    this.#telnet = !WITHOUT_TELNET.test(greeting);
  }

  /** What the server said last, `null` before that. */
  get lastReply(): FtpReply | null {
    return this.#lastReply;
  }

  /** How names are written. */
  get codec(): NameCodec {
    return this.#codec;
  }

  set codec(codec: NameCodec) {
    this.#codec = codec;
  }

  /**
   * Puts TLS under the connection. What the server sent before it does not count:
   * somebody else could have put it there.
   */
  async secure(upgrade: () => Promise<Channel>): Promise<void> {
    if (this.#replies.length > 0 || this.#decoder.open) {
      throw this.#end(
        dropped("Cannot secure the session: the server sent text before TLS"),
      );
    }
    this.#reading++;
    this.#channel = await upgrade();
    this.#read();
  }

  /** From now on the connection is read all the time; before, only when a reply is awaited. */
  attend(): void {
    this.#attentive = true;
    this.#demand?.resolve();
  }

  /** Carries out a conversation. */
  async run<Value>(dialogue: Dialogue<Value>): Promise<Value> {
    let step = dialogue.next();
    while (!step.done) {
      if (step.value !== null) await this.send(step.value);
      step = dialogue.next(await this.reply());
    }
    return step.value;
  }

  /** Sends a command; what came unasked before it is thrown away. */
  async send(command: FtpCommand): Promise<void> {
    if (this.#lost !== null) throw this.#lost;
    const bytes = encodeCommand(
      command,
      (text) => this.#codec.encode(text),
      this.#telnet,
    );
    this.#replies = [];
    this.#watch.sending();
    this.#channel.ref();
    const { sendTimeout } = this.#timeouts();
    this.#deadline.set(sendTimeout, () => {
      this.#end(timedOut("the server takes no command", sendTimeout));
    });
    try {
      await writeAll(this.#channel, bytes);
    } catch (error) {
      throw this.#lost ?? this.#end(broken(error));
    } finally {
      this.#deadline.stop();
    }
    if (this.#lost !== null) throw this.#lost;
    this.#watch.sent(bytes.length);
  }

  /**
   * The next reply. 421 is none: it ends the session.
   *
   * @param limited Whether the timeout counts now. While data moves it does not, see {@linkcode limit}.
   */
  async reply(limited: boolean = true): Promise<FtpReply> {
    this.#watch.receiving();
    const reply = this.#replies.shift() ?? await this.#wait(limited);
    this.#watch.received(reply.size);
    this.#lastReply = reply;
    setLastResponse(0, replyText(reply));
    if (reply.code === 421) throw this.#end(serverLeaves(reply));
    return reply;
  }

  /** From now on the timeout counts for the reply that is awaited; `most` where that is less. */
  limit(most: number = NO_TIMEOUT): void {
    if (this.#waiting === null) return;
    const limit = Math.min(this.#timeouts().receiveTimeout, most);
    this.#deadline.set(limit, () => {
      this.#end(timedOut("the server does not answer", limit));
    });
  }

  #wait(limited: boolean): Promise<FtpReply> {
    if (this.#lost !== null) return Promise.reject(this.#lost);
    const waiting = this.#waiting = Promise.withResolvers<FtpReply>();
    this.#channel.ref();
    if (limited) this.limit();
    this.#checkClosable();
    this.#demand?.resolve();
    return waiting.promise;
  }

  /** Says goodbye, and closes. Resolves when that is done. */
  async quit(): Promise<void> {
    if (this.#lost !== null) return;
    const channel = this.#channel;
    this.#end(cancellation(), false);
    try {
      await writeAll(channel, QUIT);
    } catch {
      // Nobody is there to hear it.
    }
    close(channel);
  }

  /** Closes at once. */
  abort(reason: InternetError): void {
    this.#end(reason);
  }

  #end(reason: InternetError, closeNow: boolean = true): InternetError {
    if (this.#lost !== null) return this.#lost;
    this.#lost = reason;
    this.#deadline.stop();
    this.#patience.stop();
    if (closeNow) close(this.#channel);
    this.#waiting?.reject(reason);
    this.#waiting = null;
    return reason;
  }

  async #read(): Promise<void> {
    const turn = ++this.#reading;
    const channel = this.#channel;
    const buffer = new Uint8Array(BUFFER_SIZE);
    if (this.#waiting === null) channel.unref();
    try {
      while (this.#lost === null) {
        await this.#demanded();
        if (turn !== this.#reading) return;
        const count = await channel.read(buffer);
        if (turn !== this.#reading) return;
        if (count === null) throw closedByServer(this.#decoder.open);
        this.#patience.stop();
        for (const reply of this.#decoder.push(buffer.subarray(0, count))) {
          this.#take(reply);
        }
        this.#decoder.check();
        this.#checkClosable();
      }
    } catch (error) {
      if (turn !== this.#reading) return;
      this.#end(error instanceof InternetError ? error : broken(error));
    }
  }

  #demanded(): Promise<void> | void {
    if (this.#attentive || this.#waiting !== null) return;
    this.#demand = Promise.withResolvers();
    return this.#demand.promise;
  }

  #take(reply: FtpReply): void {
    const waiting = this.#waiting;
    if (waiting === null) {
      // Nobody asked: the server is leaving, or it repeats itself.
      if (reply.code === 421) {
        this.#end(serverLeaves(reply));
      } else if (this.#replies.push(reply) > MAX_UNASKED) {
        throw dropped("Cannot go on: the server sends replies unasked");
      }
      return;
    }
    this.#waiting = null;
    this.#deadline.stop();
    this.#channel.unref();
    waiting.resolve(reply);
  }

  #checkClosable(): void {
    if (this.#waiting === null || !this.#decoder.closable) return;
    this.#patience.set(
      PATIENCE.restOfReply,
      () => this.#take(this.#decoder.close()),
    );
  }
}

const QUIT = new TextEncoder().encode("QUIT\r\n");

function dropped(message: string): InternetError {
  return new InternetError(ERROR_FTP_DROPPED, message);
}

function serverLeaves(reply: FtpReply): InternetError {
  return new InternetError(
    ERROR_FTP_DROPPED,
    `Cannot go on, the server ends the session: ${reply.lines.at(-1)}`,
    { responseText: replyText(reply) },
  );
}

function closedByServer(withinReply: boolean): InternetError {
  return new InternetError(
    ERROR_INTERNET_CONNECTION_ABORTED,
    withinReply
      ? "Cannot go on: the server closed the connection within a reply"
      : "Cannot go on: the server closed the connection",
  );
}

function timedOut(what: string, milliseconds: number): InternetError {
  return new InternetError(
    ERROR_INTERNET_TIMEOUT,
    `Cannot go on: ${what} for ${milliseconds} ms`,
  );
}
