// Copyright 2026 the wininet authors. MIT license.

/**
 * The control connection: sends commands one at a time, and assigns each reply
 * to its command.
 *
 * After the login the connection is read continuously, so that an unsolicited
 * reply is seen immediately: 421 ends the session; all others are discarded
 * before the next command is sent. While no reply is awaited, the pending read
 * does not keep the program alive.
 *
 * @module
 */

import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
import type { WireLine } from "../../session_options.ts";
import { setLastResponse } from "../../_base/last_error.ts";
import { Deadline, settlesWithin } from "../../_base/deadline.ts";
import { cancellation } from "../../_base/failure.ts";
import { NO_TIMEOUT } from "../../_base/timeouts.ts";
import { ControlMask } from "../../_base/wire_secrets.ts";
import type { Channel } from "../../_net/channel.ts";
import { brokenConnection, close, writeAll } from "../../_net/connection.ts";
import {
  type CommandLine,
  type Dialogue,
  type LineCodec,
  textOf,
} from "../wire/command.ts";
import {
  type FtpReply,
  ReplyDecoder,
  replyText,
  strangerAdvice,
} from "../wire/reply.ts";
import { PATIENCE } from "../wire/transfer_end.ts";

/** Hooks for the progress on the control connection. */
export interface ControlWatch {
  /** Called before a command is sent; `null` for one that only keeps the connection alive. */
  sending(command: CommandLine | null): void;
  /** Called after a command was sent. */
  sent(bytes: number): void;
  /** Called when the wait for a reply starts. */
  receiving(): void;
  /** Called after a reply was received. */
  received(reply: FtpReply): void;
  /** Called with the lines of a command that was sent, or of a reply that was received. */
  lines(
    direction: WireLine["direction"],
    size: number,
    linesOf: () => readonly string[],
  ): void;
}

/** Timeouts in milliseconds; `NO_TIMEOUT` means none. */
export interface ControlTimeouts {
  /** The maximum time to send a command. */
  readonly sendTimeout: number;
  /** The maximum wait for a reply. */
  readonly receiveTimeout: number;
}

const REPLY_BUFFER_SIZE = 16_384;

/** The maximum number of unsolicited replies; a server that sends more does not speak FTP. */
const MAX_UNASKED = 64;

/** One control connection. */
export class FtpControl {
  readonly #codec: LineCodec;
  readonly #watch: ControlWatch;
  readonly #timeouts: () => ControlTimeouts;
  readonly #decoder: ReplyDecoder;
  /** The name of the server, for errors. */
  readonly #server: string;
  readonly #deadline = new Deadline();
  readonly #patience = new Deadline();
  readonly #mask = new ControlMask();
  #channel: Channel;
  #replies: FtpReply[] = [];
  #lastReply: FtpReply | null = null;
  #waiting: PromiseWithResolvers<FtpReply> | null = null;
  #lost: InternetError | null = null;
  /** The number of the current reading loop. */
  #reading = 0;
  #attentive = false;
  /**
   * The milliseconds already spent waiting for the greeting after it was late;
   * `null` before.
   */
  #late: number | null = null;
  /** Settles when the interjected command was sent. */
  #interjection: Promise<void> = Promise.resolve();
  #demand: PromiseWithResolvers<void> | null = null;

  constructor(
    channel: Channel,
    codec: LineCodec,
    timeouts: () => ControlTimeouts,
    watch: ControlWatch,
    server: string,
  ) {
    this.#codec = codec;
    this.#timeouts = timeouts;
    this.#watch = watch;
    this.#server = server;
    this.#decoder = new ReplyDecoder((bytes) => codec.decode(bytes));
    this.#channel = channel;
    this.#read();
  }

  /** Does the same as {@linkcode run}, and masks the secrets in replies. */
  async runSecretly<Value>(
    dialogue: Dialogue<Value>,
    secrets: readonly string[],
  ): Promise<Value> {
    this.#codec.secrets = secrets;
    try {
      return await this.run(dialogue);
    } finally {
      this.#codec.secrets = [];
    }
  }

  /** The reason for the loss of the connection, or `null` while it is open. */
  get lost(): InternetError | null {
    return this.#lost;
  }

  /** `true` if a reply is awaited. */
  get awaiting(): boolean {
    return this.#waiting !== null;
  }

  /** The last reply, or `null` before the first one. */
  get lastReply(): FtpReply | null {
    return this.#lastReply;
  }

  /**
   * Secures the connection with TLS. Fails if the server sent text before the
   * handshake: an attacker could have inserted it.
   */
  async secure(upgrade: () => Promise<Channel>): Promise<void> {
    if (this.#replies.length > 0 || this.#decoder.open) {
      throw this.#end(
        dropped(
          `Cannot secure the session with ${this.#server}: the server sent text before TLS, which may be an attack`,
        ),
      );
    }
    this.#reading++;
    this.#channel = await upgrade();
    this.#read();
  }

  /**
   * Reads continuously from now on; before this, data is only read while a
   * reply is awaited.
   */
  attend(): void {
    this.#attentive = true;
    this.#demand?.resolve();
  }

  /** Runs a dialogue; returns its result. */
  async run<Value>(dialogue: Dialogue<Value>): Promise<Value> {
    let step = dialogue.next();
    while (!step.done) {
      if (step.value !== null) await this.send(step.value);
      step = dialogue.next(await this.reply());
    }
    return step.value;
  }

  /** Sends a command; discards the unsolicited replies that arrived before it. */
  async send(command: CommandLine): Promise<void> {
    if (this.#lost !== null) throw this.#lost;
    const bytes = this.#codec.encode(command);
    this.#replies = [];
    this.#watch.sending(command);
    this.#logCommand(command, bytes.length);
    this.#channel.ref();
    const { sendTimeout } = this.#timeouts();
    this.#deadline.set(sendTimeout, () => {
      this.#end(
        controlTimeout(
          `${this.#server} has not read a command`,
          sendTimeout,
          SLOW_READER,
        ),
      );
    });
    try {
      await this.#interjection;
      await writeAll(this.#channel, bytes);
    } catch (error) {
      throw this.#lost ?? this.#end(brokenConnection(error));
    } finally {
      this.#deadline.stop();
    }
    if (this.#lost !== null) throw this.#lost;
    this.#watch.sent(bytes.length);
  }

  /**
   * Sends a command while the replies of a transfer are awaited. Its reply
   * arrives before or after them.
   */
  interject(command: CommandLine): Promise<void> {
    if (this.#lost !== null) return Promise.resolve();
    const bytes = this.#codec.encode(command);
    this.#watch.sending(null);
    this.#logCommand(command, bytes.length);
    // If this fails, reading reports the error.
    return this.#interjection = writeAll(this.#channel, bytes)
      .then(() => this.#watch.sent(bytes.length), () => {});
  }

  #logCommand(command: CommandLine, size: number): void {
    this.#watch.lines("out", size, () => [
      this.#mask.command(textOf(command)),
    ]);
  }

  /**
   * Returns the next reply. 421 ends the session and is thrown as an error.
   *
   * @param limited `true` if the timeout starts now. While data is transferred
   * it does not, see {@linkcode limit}.
   */
  async reply(limited: boolean = true): Promise<FtpReply> {
    this.#watch.receiving();
    const reply = this.#replies.shift() ?? await this.#wait(limited);
    this.#watch.received(reply);
    this.#lastReply = reply;
    setLastResponse(0, replyText(reply));
    if (reply.code === 421) throw this.#end(serverLeaves(this.#server, reply));
    return reply;
  }

  /**
   * Starts the timeout for the awaited reply; `most` applies if it is shorter.
   */
  limit(most: number = NO_TIMEOUT): void {
    if (this.#waiting === null) return;
    const limit = Math.min(this.#timeouts().receiveTimeout, most);
    this.#deadline.set(limit, () => {
      if (this.#lastReply === null) this.#probe(limit);
      else {
        this.#end(
          controlTimeout(
            `${this.#server} has not responded`,
            limit,
            SLOW_REPLY,
          ),
        );
      }
    });
  }

  /**
   * Sends a line to a server that has not sent its greeting in time. Servers of
   * other protocols wait for the client, and their response identifies them.
   */
  #probe(waited: number): void {
    this.#late = waited;
    const bytes = this.#codec.encode(QUIT);
    this.#logCommand(QUIT, bytes.length);
    writeAll(this.#channel, bytes).catch(() => {});
    this.#deadline.set(
      PATIENCE.probe,
      () => this.#end(noGreeting(this.#server, waited)),
    );
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

  /** Sends QUIT and closes the connection. Resolves when that is done. */
  async quit(): Promise<void> {
    if (this.#lost !== null) return;
    const channel = this.#channel;
    this.#end(cancellation(), false);
    const bytes = this.#codec.encode(QUIT);
    this.#logCommand(QUIT, bytes.length);
    await settlesWithin(PATIENCE.ending, writeAll(channel, bytes));
    close(channel);
  }

  /** Closes the connection immediately, without QUIT. */
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
    const buffer = new Uint8Array(REPLY_BUFFER_SIZE);
    if (this.#waiting === null) channel.unref();
    try {
      while (this.#lost === null) {
        await this.#demanded();
        if (turn !== this.#reading) return;
        const count = await channel.read(buffer);
        if (turn !== this.#reading) return;
        if (this.#late !== null) {
          throw noGreeting(
            this.#server,
            this.#late,
            buffer.subarray(0, count ?? 0),
          );
        }
        if (count === null) {
          throw closedByServer(
            this.#server,
            this.#decoder.open,
            this.#lastReply === null,
          );
        }
        this.#patience.stop();
        for (const reply of this.#decoder.push(buffer.subarray(0, count))) {
          this.#take(reply);
        }
        this.#decoder.check();
        this.#checkClosable();
      }
    } catch (error) {
      if (turn !== this.#reading) return;
      this.#end(
        error instanceof InternetError
          ? error
          : this.#late !== null
          ? noGreeting(this.#server, this.#late)
          : brokenConnection(error),
      );
    }
  }

  #demanded(): Promise<void> | void {
    if (this.#attentive || this.#waiting !== null) return;
    this.#demand = Promise.withResolvers();
    return this.#demand.promise;
  }

  #take(reply: FtpReply): void {
    this.#watch.lines(
      "in",
      reply.size,
      () => reply.lines.map((line) => this.#mask.reply(line)),
    );
    const waiting = this.#waiting;
    if (waiting === null) {
      // Unsolicited: the server ends the session, or it repeats a reply.
      if (reply.code === 421) {
        this.#end(serverLeaves(this.#server, reply));
      } else if (this.#replies.push(reply) > MAX_UNASKED) {
        throw dropped(
          `Cannot continue: ${this.#server} sends replies to commands that were not sent, so check that it is an FTP server`,
        );
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

const QUIT: CommandLine = { verb: "QUIT" };

function dropped(message: string): InternetError {
  return new InternetError(ERROR_FTP_DROPPED, message);
}

function serverLeaves(server: string, reply: FtpReply): InternetError {
  return new InternetError(
    ERROR_FTP_DROPPED,
    `Cannot continue: ${server} ends the session with "${
      reply.lines.at(-1)
    }", so connect again`,
    { responseText: replyText(reply) },
  );
}

function closedByServer(
  server: string,
  withinReply: boolean,
  withoutGreeting: boolean,
): InternetError {
  const when = withinReply
    ? " within a reply"
    : withoutGreeting
    ? ` without a greeting; ${NO_GREETING}`
    : ", so connect again";
  return new InternetError(
    ERROR_INTERNET_CONNECTION_ABORTED,
    `Cannot continue: ${server} closed the connection${when}`,
  );
}

/** The advice for a server that sends nothing after the connection is made. */
const NO_GREETING =
  "check that it is an FTP port; if the server expects TLS from the start, use port 990 or an ftps: URL";

/**
 * Returns the error for a server that has not sent its greeting in time, but
 * perhaps a response to the probe.
 */
function noGreeting(
  server: string,
  waited: number,
  sent: Uint8Array = NO_BYTES,
): InternetError {
  const advice = strangerAdvice(sent) ?? NO_GREETING;
  return controlTimeout(`${server} has sent no greeting`, waited, advice);
}

const NO_BYTES = new Uint8Array();

const SLOW_REPLY =
  "INTERNET_OPTION_RECEIVE_TIMEOUT sets how long a reply may take";
const SLOW_READER =
  "INTERNET_OPTION_SEND_TIMEOUT sets how long a command may take";

function controlTimeout(
  what: string,
  milliseconds: number,
  advice: string,
): InternetError {
  return new InternetError(
    ERROR_INTERNET_TIMEOUT,
    `Cannot continue: ${what} for ${milliseconds} ms; ${advice}`,
  );
}
