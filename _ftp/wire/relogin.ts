// Copyright 2026 the wininet authors. MIT license.

/**
 * Decides when a new login may replace a lost one, and what the new login
 * repeats. A state machine without I/O: the events on the control connection
 * are its input.
 *
 * - A login that is lost while it is idle is replaced before the next call.
 * - Often the loss is noticed only by the first command of a call. The call
 *   starts again if no reply was received and the command changes nothing on
 *   the server. A command that may have changed something is never sent twice.
 * - A reply that does not arrive in time counts as a loss only after a longer
 *   idle time, in which a router may have dropped the connection. Otherwise the
 *   server is too slow.
 * - The new login repeats the settings and the directory changes of the lost
 *   one. If the program has sent a command whose effect cannot be repeated,
 *   there is no new login.
 *
 * @module
 */

import type { CommandLine, Dialogue } from "./command.ts";
import { commandRefused } from "./command.ts";
import { parseDirectoryReply } from "./file_dialogues.ts";
import { type FtpReply, isPositive } from "./reply.ts";

/**
 * The minimum idle time, in milliseconds, after which a router may have dropped
 * a connection.
 */
const LEAST_IDLE = 5_000;

/** The idle milliseconds after which bytes of the server may wait unread. */
const UNREAD_IDLE = 50;

/** The maximum number of directory changes that are repeated. */
const MAX_CHANGES = 1_000;

/** Commands that change nothing on the server, but perhaps the state of the login. */
const HARMLESS =
  /^(?:NOOP|X?PWD|X?CWD|CDUP|XCUP|TYPE|MODE|STRU|SIZE|MDTM|FEAT|OPTS|SYST|STAT|HELP|LANG|CLNT|E?PASV|EPSV|PRET|PORT|EPRT|REST|RNFR|RETR|LIST|NLST|MLSD|MLST|HASH|XCRC|XMD5|XSHA\d*)$/;

/** Commands that set something for the rest of the login. */
const SETTING = /^(?:TYPE|MODE|STRU|LANG|CLNT|OPTS \S+|SITE (?:UMASK|IDLE))\b/i;

/** Commands that change the directory. */
const CHANGE = /^(?:X?CWD|CDUP|XCUP)$/;

/** Commands that only prepare a later one. */
const PREPARING = /^(?:REST|RNFR)$/;

/** The commands that they prepare. */
const PREPARED = /^(?:RNTO|RETR|STOR|STOU|APPE|LIST|NLST|MLSD)$/;

/** Commands that change the login in a way that cannot be repeated. */
const TRANSFORMING = /^(?:USER|REIN|AUTH|CCC|PROT|HOST|SMNT)$/;

/** The history of a login that can be lost. */
export class Relogin {
  /** The start of the idle time, or `null` during a call. */
  #idleSince: number | null = null;
  /** The idle milliseconds before the call. */
  #idleTime = 0;
  /** The first command of the call, or `null` before it. */
  #first: string | null = null;
  #answered = false;
  #recording = false;
  /** The command whose reply is awaited, and its name. */
  #last: CommandLine = { verb: "" };
  #lastWord = "";
  /** The commands that have set something, by their names. */
  readonly #settings = new Map<string, CommandLine>();
  #changes: CommandLine[] = [];
  /** The directory after the login, if a reply has named it. */
  #start: string | null = null;
  /** True after a command whose effect a new login could not have. */
  #transformed = false;
  /** True if a command is prepared. */
  #prepared = false;

  /** The login is in use no more. */
  rested(now: number): void {
    this.#idleSince = now;
  }

  /** True if the server may have ended the login in the meantime, unnoticed. */
  maybeUnread(now: number): boolean {
    return this.#idleSince !== null && now - this.#idleSince >= UNREAD_IDLE;
  }

  /** A call has started. */
  began(now: number): void {
    this.#idleTime = now - (this.#idleSince ?? now);
    this.#idleSince = null;
    this.#first = null;
    this.#answered = false;
    this.#recording = true;
  }

  /** A login starts. Its own commands are not recorded. */
  loggingIn(): void {
    this.#recording = false;
  }

  /** A command is sent. */
  sent(command: CommandLine): void {
    if (!this.#recording) return;
    const word = wordOf(command);
    this.#last = command;
    this.#lastWord = word;
    this.#first ??= word;
    if (TRANSFORMING.test(word)) this.#transformed = true;
  }

  /** A reply was received. */
  replied(reply: FtpReply): void {
    // 421 says that the connection is lost, not what became of the command.
    if (!this.#recording || reply.code === 421) return;
    this.#answered = true;
    const word = this.#lastWord;
    if (PREPARED.test(word)) this.#prepared = false;
    if (PREPARING.test(word) && reply.code < 400) this.#prepared = true;
    if (isPositive(reply)) this.#noteSuccess(this.#last, reply);
  }

  #noteSuccess(command: CommandLine, reply: FtpReply): void {
    const line = lineOf(command);
    const setting = SETTING.exec(line)?.[0];
    if (setting !== undefined) {
      this.#settings.set(setting.toUpperCase(), command);
    } else if (this.#start !== null && line === `CWD ${this.#start}`) {
      this.#changes = [];
    } else if (CHANGE.test(wordOf(command))) {
      if (/^\S+ +\//.test(line)) this.#changes = [];
      this.#changes.push(command);
    } else if (reply.code === 257 && /^X?PWD$/.test(wordOf(command))) {
      this.#noteDirectory(parseDirectoryReply(reply));
    }
  }

  #noteDirectory(path: string | null): void {
    if (this.#changes.length === 0) this.#start = path;
    // Only a path that is certain to be the same in every encoding.
    else if (path !== null && /^\/[ -~]*$/.test(path)) {
      this.#changes = [{ verb: "CWD", argument: path }];
    }
  }

  /** True if the directory may not be that after the login. */
  get moved(): boolean {
    return this.#changes.length > 0;
  }

  /** True if everything that the lost login had set can be repeated. */
  get #restorable(): boolean {
    return !this.#transformed && !this.#prepared &&
      this.#changes.length <= MAX_CHANGES;
  }

  /** True if the login was lost while it was idle, and a new one may replace it. */
  get mayRenew(): boolean {
    return this.#idleSince !== null && this.#restorable;
  }

  /**
   * True if the call that has lost the login may start again with a new one.
   *
   * @param late True if the reply did not arrive in time.
   */
  mayRepeat(late: boolean): boolean {
    return this.#idleSince === null && !this.#answered && this.#restorable &&
      (this.#first === null || HARMLESS.test(this.#first)) &&
      (!late || this.#idleTime >= LEAST_IDLE);
  }

  /**
   * Repeats the settings of the lost login, and returns to its directory.
   *
   * @throws {InternetError} ERROR_INTERNET_EXTENDED_ERROR if the server refuses
   * the type or the directory.
   */
  *repeat(): Dialogue<void> {
    for (const command of [...this.#settings.values(), ...this.#changes]) {
      const reply = yield command;
      if (!isPositive(reply)) {
        throw commandRefused(`repeat "${lineOf(command)}"`, reply);
      }
    }
  }
}

function lineOf({ verb, argument }: CommandLine): string {
  return argument === undefined ? verb : `${verb} ${argument}`;
}

/** The command without its argument, which FtpCommand puts into the verb. */
function wordOf({ verb }: CommandLine): string {
  return verb.split(" ", 1)[0]!.toUpperCase();
}
