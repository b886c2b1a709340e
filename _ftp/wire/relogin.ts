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

/** The idle time in milliseconds after which data of the server may be unread. */
const UNREAD_IDLE = 50;

/** The maximum number of directory changes that are repeated. */
const MAX_CHANGES = 1_000;

/** Commands that change nothing on the server, but may change the state of the login. */
const HARMLESS =
  /^(?:NOOP|X?PWD|X?CWD|CDUP|XCUP|TYPE|MODE|STRU|SIZE|MDTM|FEAT|OPTS|SYST|STAT|HELP|LANG|CLNT|E?PASV|EPSV|PRET|PORT|EPRT|REST|RNFR|RETR|LIST|NLST|MLSD|MLST|HASH|XCRC|XMD5|XSHA\d*)$/;

/** Commands that change a setting for the rest of the login. */
const SETTING = /^(?:TYPE|MODE|STRU|LANG|CLNT|OPTS \S+|SITE (?:UMASK|IDLE))\b/i;

/** Commands that change the directory. */
const CHANGE = /^(?:X?CWD|CDUP|XCUP)$/;

/** Commands that only prepare a later one. */
const PREPARING = /^(?:REST|RNFR)$/;

/** The commands that use such a preparation. */
const PREPARED = /^(?:RNTO|RETR|STOR|STOU|APPE|LIST|NLST|MLSD)$/;

/** Commands that change the login in a way that cannot be repeated. */
const TRANSFORMING = /^(?:USER|REIN|AUTH|CCC|PROT|HOST|SMNT)$/;

/** The history of a login that can be lost. */
export class Relogin {
  /** The start of the idle time, or `null` during a call. */
  #idleSince: number | null = null;
  /** The idle time before the call in milliseconds. */
  #idleTime = 0;
  /** The first command of the call, or `null` before it. */
  #first: string | null = null;
  #answered = false;
  #recording = false;
  /** The command whose reply is awaited, and its name. */
  #last: CommandLine = { verb: "" };
  #lastWord = "";
  /** The commands that have changed a setting, by name. */
  readonly #settings = new Map<string, CommandLine>();
  #changes: CommandLine[] = [];
  /** The directory after the login, if a reply has named it. */
  #start: string | null = null;
  /** `true` after a command whose effect a new login cannot repeat. */
  #transformed = false;
  /** `true` after a command that prepares another one. */
  #prepared = false;

  /** Records that the login is idle. */
  rested(now: number): void {
    this.#idleSince = now;
  }

  /**
   * Returns `true` if the server may have ended the login in the meantime
   * without being noticed.
   */
  maybeUnread(now: number): boolean {
    return this.#idleSince !== null && now - this.#idleSince >= UNREAD_IDLE;
  }

  /** Records the start of a call. */
  began(now: number): void {
    this.#idleTime = now - (this.#idleSince ?? now);
    this.#idleSince = null;
    this.#first = null;
    this.#answered = false;
    this.#recording = true;
  }

  /** Records the start of a login. Its commands are not recorded. */
  loggingIn(): void {
    this.#recording = false;
  }

  /** Records a command that is sent. */
  sent(command: CommandLine): void {
    if (!this.#recording) return;
    const word = wordOf(command);
    this.#last = command;
    this.#lastWord = word;
    this.#first ??= word;
    if (TRANSFORMING.test(word)) this.#transformed = true;
  }

  /** Records a reply. */
  replied(reply: FtpReply): void {
    // 421 reports that the connection is lost, but not the result of the
    // command.
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
    // Only a path that is the same in every encoding is certain.
    else if (path !== null && /^\/[ -~]*$/.test(path)) {
      this.#changes = [{ verb: "CWD", argument: path }];
    }
  }

  /** `true` if the current directory may differ from the directory after the login. */
  get moved(): boolean {
    return this.#changes.length > 0;
  }

  /** `true` if all settings of the lost login can be repeated. */
  get #restorable(): boolean {
    return !this.#transformed && !this.#prepared &&
      this.#changes.length <= MAX_CHANGES;
  }

  /** `true` if the login was lost while it was idle, and a new one may replace it. */
  get mayRenew(): boolean {
    return this.#idleSince !== null && this.#restorable;
  }

  /**
   * Returns `true` if the call that has lost the login may start again with a
   * new one.
   *
   * @param late `true` if the reply did not arrive in time.
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

/** Returns the command without its argument, which FtpCommand puts into the verb. */
function wordOf({ verb }: CommandLine): string {
  return verb.split(" ", 1)[0]!.toUpperCase();
}
