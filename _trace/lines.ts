// Copyright 2026 the wininet authors. MIT license.

/**
 * Extracts facts from the lines of a transfer: its method, its response, and
 * the size of the message heads. The lines of FTP also show the current stage.
 *
 * @module
 */

import type { TraceLine } from "./events.ts";
import type { StageName, Transfer } from "./transfer.ts";

/** The parts of a transfer that come from its lines. */
export type LineFacts = Pick<
  Transfer,
  | "method"
  | "subject"
  | "code"
  | "linesOut"
  | "linesIn"
  | "sentHead"
  | "receivedHead"
>;

/** The lines of one transfer. */
export interface TransferLines {
  /** Adds a line; returns the stage that it starts, or `null` for none. */
  take(line: TraceLine): StageName | null;
  /** The stage to return to after a call, or `null` if the lines do not show it. */
  readonly dataStage: StageName | null;
  /** The facts found so far. */
  readonly facts: LineFacts;
}

// ---- HTTP and Gopher ----

const STATUS_LINE_REGEXP = /^HTTP\/\S+ (\d{3})/;
const REQUEST_LINE_REGEXP = /^(\S+) \S+ HTTP\/\d/;

/**
 * The message HTTP heads, or the Gopher request. Only the last request
 * and its response count: a request may be repeated on a new connection, and
 * CONNECT comes before it.
 */
export class HeadLines implements TransferLines {
  readonly dataStage: null = null;
  #method = "";
  #subject = "";
  #code = 0;
  #out: string[] = [];
  #in: string[] = [];
  #sent = 0;
  #received = 0;
  /** `true` if the next line starts a head. */
  #isStart = true;

  take({ direction, text, bytes }: TraceLine): null {
    if (this.#isStart) this.#startHead(direction, text);
    (direction === "out" ? this.#out : this.#in).push(text);
    this.#isStart = bytes > 0;
    if (this.#method === "CONNECT") return null;
    if (direction === "out") this.#sent += bytes;
    else this.#received += bytes;
    return null;
  }

  #startHead(direction: TraceLine["direction"], text: string): void {
    this.#in = [];
    if (direction === "in") {
      this.#code = Number(STATUS_LINE_REGEXP.exec(text)?.[1] ?? 0);
      return;
    }
    this.#out = [];
    this.#code = 0;
    this.#method = REQUEST_LINE_REGEXP.exec(text)?.[1] ?? "";
    this.#subject = this.#method === "" ? text : "";
  }

  get facts(): LineFacts {
    return {
      method: this.#method,
      subject: this.#subject,
      code: this.#code,
      linesOut: this.#out,
      linesIn: this.#in,
      sentHead: this.#sent,
      receivedHead: this.#received,
    };
  }
}

// ---- FTP ----

/** The commands that transfer data, with the direction. */
const DATA_COMMANDS: ReadonlyMap<string, StageName> = new Map([
  ["RETR", "receive"],
  ["LIST", "receive"],
  ["NLST", "receive"],
  ["MLSD", "receive"],
  ["STOR", "send"],
  ["STOU", "send"],
  ["APPE", "send"],
]);

/** Commands of a login. */
const LOGIN_COMMANDS: ReadonlySet<string> = new Set([
  "AUTH",
  "USER",
  "PASS",
  "ACCT",
  "PBSZ",
  "PROT",
]);

/** Commands that prepare others. */
const PREPARATIONS: ReadonlySet<string> = new Set([
  ...LOGIN_COMMANDS,
  "EPRT",
  "EPSV",
  "FEAT",
  "NOOP",
  "OPTS",
  "PASV",
  "PORT",
  "PRET",
  "REST",
  "SYST",
  "TYPE",
]);

/** The commands and FTP replies. */
export class FtpLines implements TransferLines {
  readonly #isLogin: boolean;
  /** The command that the transfer is named after. */
  #command = "";
  #direction: StageName | null = null;
  #transfers = false;
  #code = 0;
  readonly #out: string[] = [];
  readonly #in: string[] = [];
  #sent = 0;
  #received = 0;

  /**
   * @param isLogin `true` for a login, whichever commands it sends.
   */
  constructor(isLogin: boolean) {
    this.#isLogin = isLogin;
  }

  get dataStage(): StageName {
    return this.#transfers ? this.#direction! : "command";
  }

  take(line: TraceLine): StageName | null {
    return line.direction === "out" ? this.#send(line) : this.#receive(line);
  }

  #send({ text, bytes }: TraceLine): StageName | null {
    this.#out.push(text);
    this.#sent += bytes;
    const verb = text.split(" ", 1)[0]!.toUpperCase();
    const direction = DATA_COMMANDS.get(verb);
    if (direction !== undefined) this.#direction = direction;
    const isFirst = this.#command === "" && !PREPARATIONS.has(verb);
    if (direction !== undefined || isFirst) this.#command = text;
    if (this.#isLogin || LOGIN_COMMANDS.has(verb)) return "login";
    // A command sent during the transfer of data, such as NOOP, does not
    // interrupt the stage.
    return this.#transfers ? null : "command";
  }

  #receive({ text, bytes }: TraceLine): StageName | null {
    this.#in.push(text);
    this.#received += bytes;
    // Only the last line of a reply counts.
    if (bytes === 0) return null;
    this.#code = Number(/^\d{3}/.exec(text)?.[0] ?? 0);
    if (this.#direction === null) return null;
    if (this.#code < 200) {
      this.#transfers = true;
      return this.#direction;
    }
    if (!this.#transfers) return null;
    this.#transfers = false;
    return "command";
  }

  get facts(): LineFacts {
    const [method = "", ...rest] = this.#command.split(" ");
    return {
      method,
      subject: rest.join(" "),
      code: this.#code,
      linesOut: this.#out,
      linesIn: this.#in,
      sentHead: this.#sent,
      receivedHead: this.#received,
    };
  }
}
