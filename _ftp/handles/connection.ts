// Copyright 2026 the wininet authors. MIT license.

/**
 * The handle of an FTP connection, which `InternetConnect` creates.
 *
 * It performs one operation at a time: while a call is in progress, or a file
 * or an enumeration is open, other calls fail (ERROR_FTP_TRANSFER_IN_PROGRESS),
 * or wait for their turn (FTP_OPTION_QUEUE).
 *
 * The modules that transfer data are loaded only when the first connection is
 * made, so that they do not delay the start of programs that do not use FTP.
 *
 * @module
 */

import { ERROR_FTP_TRANSFER_IN_PROGRESS, InternetError } from "../../error.ts";
import {
  FTP_OPTION_FEATURES,
  FTP_OPTION_KEEP_ALIVE,
} from "../../ftp_options.ts";
import {
  INTERNET_HANDLE_TYPE_CONNECT_FTP,
  INTERNET_HANDLE_TYPE_FTP_FILE,
  INTERNET_HANDLE_TYPE_FTP_FIND,
  INTERNET_OPTION_CODEPAGE,
} from "../../options.ts";
import type { LastResponse } from "../../_base/last_error.ts";
import { cancellation } from "../../_base/failure.ts";
import { HandleObject, type Work } from "../../_core/handle.ts";
import type { PendingWork } from "../../_core/operation.ts";
import type { Opening } from "../../_core/opening.ts";
import type { Session } from "../../_core/session.ts";
import { withTimeouts } from "../../_options/settings.ts";
import { FTP_TIMEOUTS } from "../../_base/timeouts.ts";
import type { WIN32_FIND_DATA } from "../../structures.ts";
import { joinHostPort } from "../../_net/dial.ts";
import { isTlsFact, tlsFact } from "../../_net/tls_options.ts";
import { commandLine, type Dialogue } from "../wire/command.ts";
import { currentDirectory } from "../wire/file_dialogues.ts";
import { nameCodec } from "../../_base/code_page.ts";
import type { Copy, CopyContext } from "./get_file.ts";
import { FtpHolder, type LoginLender } from "./holder.ts";
import type { TransferType } from "../wire/server_state.ts";
import { FtpLogin } from "./login.ts";
import { loadCopies, loadTransfers } from "./parts.ts";
import { FtpReader } from "./reader.ts";
import type { RemotePart } from "./remote_parts.ts";
import type { FtpTarget } from "./target.ts";
import { PendingInTurn, Turns } from "./turns.ts";
import { FtpWriter } from "./writer.ts";

/** Commands that send data to the server. */
const UPLOADS = /^(?:STOR|STOU|APPE)\b/i;

/** A connection to an FTP server. */
export class FtpConnection extends HandleObject implements LoginLender {
  override readonly type: number = INTERNET_HANDLE_TYPE_CONNECT_FTP;
  readonly #login: FtpLogin;
  readonly #closing = new AbortController();
  readonly #turns = new Turns();
  override readonly pending: PendingWork = new PendingInTurn(this.#turns);
  /** `true` if it was closed during a call of the open file or enumeration. */
  #cancelled = false;

  constructor(session: Session, target: FtpTarget, context: unknown) {
    super(
      session,
      context,
      withTimeouts(session.settings, FTP_TIMEOUTS),
      session.asynchronous,
    );
    this.#login = new FtpLogin(this, target);
  }

  /** Connects and logs in. */
  connect(): Opening<this, this> {
    const work = () =>
      this.#login.queue.exclusively(async () => {
        await loadTransfers();
        await this.#login.connect(this.#closing.signal);
        return this;
      });
    return { handle: this, work };
  }

  /** Opens another connection with the server, login and settings of this one. */
  sibling(): Opening<FtpConnection, FtpConnection> {
    const session = this.parent as Session;
    const sibling = new FtpConnection(
      session,
      this.#login.target,
      this.context,
    );
    sibling.callback = this.callback;
    sibling.settings = this.settings;
    return sibling.connect();
  }

  /** `true` if the connection to the server is open. */
  get alive(): boolean {
    return !this.closed && this.#login.alive;
  }

  // ---- turns ----

  /** Returns the work of a call, which runs when the call has its turn. */
  #inTurn<Value>(run: () => Promise<Value>): Work<Value> {
    this.#checkFree();
    const renewing = () => this.#login.renewing(this.#closing.signal, run);
    // The work starts immediately after its call was added.
    return () => this.#afterWait(this.#turns.lastWait, this, renewing);
  }

  /** Runs a function when it has its turn. Closing the handle in the meantime cancels it. */
  async #afterWait<Value>(
    wait: Promise<void> | null,
    handle: HandleObject,
    run: () => Promise<Value>,
  ): Promise<Value> {
    if (wait !== null) {
      await wait;
      if (handle.closed) throw cancellation();
    }
    return await this.#login.queue.exclusively(run);
  }

  // ---- commands ----

  /** Runs a dialogue; `names` are the file names that it contains. */
  converse<Value>(
    dialogue: () => Dialogue<Value>,
    ...names: string[]
  ): Work<Value> {
    return this.#inTurn(async () => {
      for (const name of names) {
        await this.#login.control.run(this.#login.server.prepareName(name));
      }
      return await this.#login.control.run(dialogue());
    });
  }

  /** FtpGetCurrentDirectory. */
  directory(): Work<string> {
    return this.#inTurn(async () => {
      const path = await this.#login.control.run(currentDirectory());
      this.#login.codec.noteName(path);
      return path;
    });
  }

  /** FtpGetFile. A signal cancels it, and keeps the connection open. */
  get(copy: Copy, signal?: AbortSignal): Work<true> {
    return this.#inTurn(async (): Promise<true> => {
      const { getFile } = await loadCopies();
      await getFile(this.#context(signal), copy);
      return true;
    });
  }

  /** FtpPutFile. A signal cancels it, and keeps the connection open. */
  put(copy: Copy, signal?: AbortSignal): Work<true> {
    return this.#inTurn(async (): Promise<true> => {
      const { putFile } = await loadCopies();
      await putFile(this.#context(signal), copy);
      return true;
    });
  }

  /** Returns the partial files of uploads in a directory. */
  parts(directory: string): Work<RemotePart[]> {
    return this.#inTurn(async () => {
      const { remotePartsIn } = await import("./remote_parts.ts");
      return await remotePartsIn(this.#context(), directory);
    });
  }

  #context(own?: AbortSignal): CopyContext {
    const closing = this.#closing.signal;
    const signal = own === undefined
      ? closing
      : AbortSignal.any([closing, own]);
    return { login: this.#login, owner: this, signal };
  }

  /** FtpCommand without a data connection: the command is sent unchanged. */
  command(line: string): Work<true> {
    return this.#inTurn(() => this.#command(line));
  }

  async #command(line: string): Promise<true> {
    await this.#login.control.run(this.#login.server.prepareName(line));
    this.#login.parameters.noteCommand(line);
    // The arguments of the command may be secrets.
    const [verb] = line.trim().split(/\s/, 1);
    await this.#login.control.run(commandLine(line, `carry out "${verb}"`));
    return true;
  }

  // ---- child handles ----

  /** FtpOpenFile for reading. */
  openReader(
    name: string,
    type: TransferType,
    context: unknown,
  ): Opening<FtpReader, HandleObject> {
    return this.#open(
      (login) => this.#newReader(login, context, INTERNET_HANDLE_TYPE_FTP_FILE),
      (reader) => reader.openFile(name, type),
    );
  }

  /** FtpOpenFile for writing. */
  openWriter(
    name: string,
    type: TransferType,
    context: unknown,
  ): Opening<FtpWriter, HandleObject> {
    return this.#open(
      (login) => new FtpWriter(this, login, this, context, name, type),
      (writer) => writer.open(),
    );
  }

  /** FtpFindFirstFile. */
  openFind(
    search: string,
    context: unknown,
  ): Opening<FtpReader, WIN32_FIND_DATA> {
    return this.#open(
      (login) => this.#newReader(login, context, INTERNET_HANDLE_TYPE_FTP_FIND),
      (reader) => reader.openFind(search),
    );
  }

  /**
   * Opens the enumeration of a directory whose name may contain any characters;
   * it may be empty.
   */
  openDirectory(path: string): Opening<FtpReader, FtpReader> {
    return this.#open(
      (login) =>
        this.#newReader(login, undefined, INTERNET_HANDLE_TYPE_FTP_FIND),
      (reader) => reader.openRaw(path),
    );
  }

  /** FtpCommand with a data connection. */
  openCommand(
    line: string,
    type: TransferType,
    context: unknown,
  ): Opening<FtpHolder, HandleObject> {
    const [verb] = line.split(" ", 1) as [string];
    const argument = line.slice(verb.length + 1);
    if (UPLOADS.test(verb)) {
      return this.#open(
        (login) =>
          new FtpWriter(this, login, this, context, argument, type, verb),
        (writer) => writer.open(),
      );
    }
    return this.#open(
      (login) => this.#newReader(login, context, INTERNET_HANDLE_TYPE_FTP_FILE),
      (reader) => reader.openFile(argument, type, verb),
    );
  }

  #newReader(login: FtpLogin, context: unknown, type: number): FtpReader {
    return new FtpReader(this, login, this, context, type);
  }

  #open<Handle extends FtpHolder, Value>(
    create: (login: FtpLogin) => Handle,
    run: (handle: Handle) => Promise<Value>,
  ): Opening<Handle, Value> {
    this.#checkFree();
    const login = this.#login;
    const handle = create(login);
    this.#turns.enter(handle);
    const wait = this.#turns.lastWait;
    const work = () =>
      this.#afterWait(wait, handle, async () => {
        if (handle.closed) throw cancellation();
        login.owner = handle;
        return await handle.opening(() => run(handle));
      });
    return { handle, work };
  }

  serves(holder: FtpHolder): boolean {
    return this.#turns.current === holder;
  }

  free(holder: FtpHolder): void {
    if (this.serves(holder)) {
      // No other handle needs the login: the cancelled call may end it.
      if (this.closed && holder.busy) this.#cancelled = true;
      this.#login.owner = this;
    }
    this.#turns.leave(holder);
  }

  /** Lends the login again to an open handle that has returned it. */
  lend(holder: FtpHolder): void {
    this.#checkFree(false);
    this.#turns.enter(holder);
    this.#login.owner = holder;
  }

  #checkFree(mayWait: boolean = this.settings.queue): void {
    if (this.#turns.free || mayWait) return;
    throw new InternetError(
      ERROR_FTP_TRANSFER_IN_PROGRESS,
      `Cannot start the call: the connection to "${this.place}" is busy; ${
        this.#turns.current instanceof FtpHolder
          ? "close the handle of the open file or enumeration"
          : "await the call before"
      }, or set FTP_OPTION_QUEUE`,
    );
  }

  // ---- options and lifetime ----

  override get place(): string {
    const { host, port, tls } = this.#login.target;
    return `ftp${tls === "none" ? "" : "s"}://${joinHostPort(host, port)}/`;
  }

  override get lastResponse(): LastResponse | null {
    return this.#login.lastResponse;
  }

  override queryOption(option: number): unknown {
    if (isTlsFact(option)) {
      return tlsFact(option, this.#login.secure, this.#login.tlsFacts);
    }
    if (option !== FTP_OPTION_FEATURES) return super.queryOption(option);
    return [...this.#login.server.features ?? []]
      .map(([name, parameters]) => `${name} ${parameters}`.trimEnd());
  }

  override setOption(option: number, value: unknown): void {
    if (option === INTERNET_OPTION_CODEPAGE && typeof value === "number") {
      this.#login.codec.names = nameCodec(value);
    }
    super.setOption(option, value);
    if (option === FTP_OPTION_KEEP_ALIVE) this.#login.queue.restartKeepAlive();
  }

  protected override release(): void {
    this.#closing.abort(cancellation());
    const busy = this.#cancelled ||
      (!this.#turns.free && !(this.#turns.current instanceof FtpHolder));
    this.track(this.#login.end(busy));
  }
}
