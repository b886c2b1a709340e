// Copyright 2026 the wininet authors. MIT license.

/**
 * One control connection of {@linkcode "./ftp_server.ts"}: its state, its data
 * connections, and the order in which its commands run.
 *
 * Commands run one after the other, as on real servers, except those in the
 * option `immediate`, which also run while another one is busy.
 * {@linkcode FtpCall} has the methods by which a script uses the connection.
 *
 * @module
 */

import { nameOf, resolvePath } from "./ftp_files.ts";
import type { FtpServer } from "./ftp_server.ts";
import { dial, Door, type Wire, WireLost } from "./ftp_wire.ts";
import { bytesOf, latin1Of } from "./tcp_server.ts";

const UTF8 = new TextDecoder("utf-8", { fatal: true });

// IAC IP, IAC DM and the like in front of ABOR.
const TELNET = /^(\xff[\xf0-\xfe])+/;

/** A data connection; over TLS after `PROT P`. */
export type FtpData = Wire;

/** Runs a command, or returns `false` for the default behaviour. */
export type FtpScript = (
  call: FtpCall,
) => void | boolean | Promise<void | boolean>;

/**
 * The target of a data connection: a listener for PASV and EPSV, an address for
 * PORT and EPRT.
 */
export type DataTarget = Door | { host: string; port: number };

/** A transfer that ABOR can end. */
export interface RunningTransfer {
  aborted: boolean;
  done: Promise<void>;
}

/** The state of one control connection. */
export class FtpSession {
  readonly server: FtpServer;
  /** From 0, in the order of acceptance. */
  readonly index: number;
  user = "";
  loggedIn = false;
  cwd = "/";
  type: "A" | "I" = "A";
  /** The offset of the last REST; the next transfer uses and resets it. */
  rest = 0;
  renameFrom: string | undefined;
  /** `true` if the control connection is over TLS. */
  secure = false;
  protection: "C" | "P" = "C";
  epsvAll = false;
  facts: string[] = ["type", "size", "modify", "perm", "unique"];
  hash = "SHA-256";
  transfer: RunningTransfer | undefined;

  readonly #control: Wire;
  #buffered = "";
  #queue: Promise<void> = Promise.resolve();
  #writing: Promise<void> = Promise.resolve();
  #target: DataTarget | undefined;
  #data: Promise<FtpData> | undefined;
  #dataWires = new Set<Wire>();
  #gone = Promise.withResolvers<void>();

  constructor(server: FtpServer, control: Wire, index: number) {
    this.server = server;
    this.#control = control;
    this.index = index;
  }

  /** `true` if PASV, EPSV, PORT or EPRT was received since the last transfer. */
  get hasTarget(): boolean {
    return this.#target !== undefined;
  }

  /** The address of the client. */
  get remoteAddress(): string {
    return this.#control.remoteAddress;
  }

  /** Serves until the client has disconnected and all commands have run. */
  async run(): Promise<void> {
    const { implicit, greeting = "220 Test server ready" } =
      this.server.options;
    if (implicit) this.upgrade("");
    const greet = typeof greeting === "string"
      ? (call: FtpCall) => greeting === "" ? undefined : call.reply(greeting)
      : greeting;
    this.#enqueue(new FtpCall(this, "", 0), greet);
    try {
      await this.#readCommands();
    } catch (error) {
      this.server.keep(error);
    }
    this.#gone.resolve();
    if (this.transfer) await this.abortTransfer();
    await this.#queue;
    this.dropTarget();
    await this.#control.end();
    await Promise.all([...this.#dataWires].map((wire) => wire.close()));
  }

  /**
   * Waits for the promise, but no longer than the client and the server are
   * connected.
   */
  until<T>(promise: Promise<T>): Promise<T> {
    const gone = this.#gone.promise.then(() => {
      throw new WireLost("Cannot wait: The client has gone");
    });
    return this.server.until(Promise.race([promise, gone]));
  }

  /**
   * Sends these bytes on the control connection, after everything that was sent
   * before.
   */
  raw(data: string | Uint8Array): Promise<void> {
    return this.#inOrder(() => this.#control.write(data));
  }

  /** Sends a reply, split as the option `splitReplies` requires. */
  reply(text: string): Promise<void> {
    const pieces = cut(`${text}\r\n`, this.server.options.splitReplies);
    return this.#inOrder(async () => {
      for (const [index, piece] of pieces.entries()) {
        // The client can read the piece before the next one is sent.
        if (index > 0) await new Promise((resolve) => setTimeout(resolve));
        await this.#control.write(piece);
      }
    });
  }

  /** Sends the text unencrypted and continues over TLS. */
  upgrade(lastClear: string | Uint8Array): void {
    this.#control.startTls(this.server.certificate, lastClear);
    this.secure = true;
  }

  /** Listens for the next data connection; returns the port. */
  listen(port: number = 0, host: string = this.server.host): number {
    this.dropTarget();
    const door = new Door(host, port, (wire) => this.#own(wire));
    this.#target = door;
    return door.port;
  }

  /** Sets the target of the next data connection. */
  aim(host: string, port: number): void {
    this.dropTarget();
    this.#target = { host, port };
  }

  /** Opens the data connection, or returns the one that is open already. */
  data(localAddress?: string): Promise<FtpData> {
    const target = this.#target;
    if (!target) throw new WireLost("Cannot open data: No PASV or PORT");
    this.#data ??= this.#open(target, localAddress);
    return this.#data;
  }

  /** Discards PASV or PORT; a data connection that was opened stays open. */
  dropTarget(): void {
    const target = this.#target;
    this.#target = undefined;
    this.#data = undefined;
    // It is closed when all its connections are: disposal waits for that.
    if (target instanceof Door) this.server.closeDoor(target);
  }

  /** Ends the running transfer of the server and waits for its reply. */
  async abortTransfer(): Promise<void> {
    const transfer = this.transfer;
    if (!transfer) return;
    transfer.aborted = true;
    if (this.#target instanceof Door) this.server.closeDoor(this.#target);
    for (const wire of this.#dataWires) await wire.close();
    await transfer.done;
  }

  /** Ends the control connection by FIN. */
  close(): Promise<void> {
    return this.#inOrder(() => this.#control.end());
  }

  /** Ends the control connection by RST, immediately. */
  reset(): Promise<void> {
    return this.#control.reset();
  }

  async #open(target: DataTarget, localAddress?: string): Promise<FtpData> {
    const wire = target instanceof Door
      ? await this.until(target.take())
      : await dial(target.host, target.port, localAddress);
    if (!wire) throw new WireLost("Cannot open data: The port is closed");
    if (!(target instanceof Door)) this.#own(wire);
    if (this.protection === "P") wire.startTls(this.server.certificate, "");
    return wire;
  }

  #own(wire: Wire): void {
    this.server.own(wire);
    this.#dataWires.add(wire);
    wire.closed.then(() => this.#dataWires.delete(wire));
  }

  async #readCommands(): Promise<void> {
    for (let number = 1;; number++) {
      const line = await this.#readLine();
      if (line === undefined) return;
      this.server.note(line);
      const call = new FtpCall(this, line, number);
      const { on = {}, immediate = ["ABOR"] } = this.server.options;
      const script = on[call.verb] ?? on["*"] ?? (() => false);
      if (immediate.includes(call.verb)) this.#run(call, script);
      else this.#enqueue(call, script);
    }
  }

  async #readLine(): Promise<string | undefined> {
    for (let from = 0;;) {
      const end = this.#buffered.indexOf("\n", from);
      if (end >= 0) {
        const line = this.#buffered.slice(0, end).replace(/\r$/, "");
        this.#buffered = this.#buffered.slice(end + 1);
        return line;
      }
      from = this.#buffered.length;
      const bytes = await this.#control.read();
      if (bytes === null) return undefined;
      this.#buffered += latin1Of(bytes);
    }
  }

  #enqueue(call: FtpCall, script: FtpScript): void {
    this.#queue = this.#queue.then(() => this.#run(call, script));
  }

  async #run(call: FtpCall, script: FtpScript): Promise<void> {
    try {
      const outcome = await this.server.until(
        Promise.resolve().then(() => script(call)),
      );
      if (outcome === false) await this.server.serve(call);
    } catch (error) {
      if (!this.server.keep(error)) await this.#control.close();
    }
    if (call.tookData) this.dropTarget();
  }

  #inOrder(write: () => Promise<void>): Promise<void> {
    const written = this.#writing.then(write);
    this.#writing = written.catch(() => {});
    return written;
  }
}

/** One command, or the greeting, and the ways to reply. */
export class FtpCall {
  readonly session: FtpSession;
  readonly server: FtpServer;
  /** The line as received, in latin1 and without its end; `""` for the greeting. */
  readonly line: string;
  /** In upper case. */
  readonly verb: string;
  /** Everything after the first space, as a latin1 string. */
  readonly argument: string;
  /** Counted from 1 on each control connection; 0 for the greeting. */
  readonly number: number;
  #tookData = false;

  constructor(session: FtpSession, line: string, number: number) {
    this.session = session;
    this.server = session.server;
    this.line = line;
    this.number = number;
    const spoken = line.replace(TELNET, "");
    const space = spoken.indexOf(" ");
    this.verb = (space < 0 ? spoken : spoken.slice(0, space)).toUpperCase();
    this.argument = space < 0 ? "" : spoken.slice(space + 1);
  }

  /** `true` if the data connection was opened. */
  get tookData(): boolean {
    return this.#tookData;
  }

  /**
   * The argument as a string: decoded from UTF-8, or from latin1 if it is not
   * valid UTF-8.
   */
  get text(): string {
    try {
      return UTF8.decode(bytesOf(this.argument));
    } catch {
      return this.argument;
    }
  }

  /** The absolute path of the argument. */
  get path(): string {
    return resolvePath(this.session.cwd, this.text);
  }

  /** The last part of the path. */
  get name(): string {
    return nameOf(this.path);
  }

  /** Sends a reply of one or more lines; its last CRLF is added. */
  reply(text: string): Promise<void> {
    return this.session.reply(text);
  }

  /** Sends exactly these bytes on the control connection. */
  raw(data: string | Uint8Array): Promise<void> {
    return this.session.raw(data);
  }

  /** Sends the bytes in plain text, and continues over TLS. */
  upgrade(lastClear: string | Uint8Array): void {
    this.session.upgrade(lastClear);
  }

  /** Listens for a data connection, on a free port if none is given. */
  listen(port?: number, host?: string): number {
    return this.session.listen(port, host);
  }

  /**
   * The data connection of the last PASV, EPSV, PORT, EPRT or `listen`: accepts
   * or connects; in active mode optionally from another address of this
   * machine.
   */
  data(localAddress?: string): Promise<FtpData> {
    this.#tookData = true;
    return this.session.data(localAddress);
  }

  /**
   * Waits for the promise, but no longer than the client and the server are
   * connected.
   */
  until<T>(promise: Promise<T>): Promise<T> {
    return this.session.until(promise);
  }

  /** Ends the control connection by FIN. */
  close(): Promise<void> {
    return this.session.close();
  }

  /** Ends the control connection by RST. */
  reset(): Promise<void> {
    return this.session.reset();
  }
}

function cut(text: string, at: number[] | "bytes" | undefined): string[] {
  if (at === "bytes") return [...text];
  const ends = (at ?? []).filter((end) => end > 0 && end < text.length);
  const starts = [0, ...ends.sort((a, b) => a - b)];
  return starts.map((start, index) => text.slice(start, starts[index + 1]));
}
