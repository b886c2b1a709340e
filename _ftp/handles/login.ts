// Copyright 2026 the wininet authors. MIT license.

/**
 * A login to an FTP server: the control connection, from connecting to logging
 * out, and the statuses that are posted for it.
 *
 * It holds the queue of its work (`queue`) and the state of the server
 * (`server_state.ts`). Other modules use both directly.
 *
 * @module
 */

import {
  INTERNET_STATUS_CLOSING_CONNECTION,
  INTERNET_STATUS_CONNECTION_CLOSED,
  INTERNET_STATUS_RECEIVING_RESPONSE,
  INTERNET_STATUS_REQUEST_SENT,
  INTERNET_STATUS_RESPONSE_RECEIVED,
  INTERNET_STATUS_SENDING_REQUEST,
} from "../../status.ts";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_LOGIN_FAILURE,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
import type { LastResponse } from "../../_base/last_error.ts";
import {
  Deadline,
  keepTimers,
  pause,
  settlesWithin,
} from "../../_base/deadline.ts";
import {
  asInternetError,
  cancellation,
  plainMessage,
} from "../../_base/failure.ts";
import type { HandleObject } from "../../_core/handle.ts";
import { logLines } from "../../_core/wire_log.ts";
import type { Channel } from "../../_net/channel.ts";
import { close, keepAlive } from "../../_net/connection.ts";
import { joinHostPort, timedOut, withinTime } from "../../_net/dial.ts";
import { nodeTlsOf } from "../../_options/client_certificate.ts";
import { checkCertificate } from "../../_net/tls.ts";
import type { TlsFacts } from "../../_net/tls_facts.ts";
import { dialHooks } from "../../_net/dial_statuses.ts";
import type { FtpTls, SecureData } from "../net/tls.ts";
import type { Proxy } from "../../_options/proxy_list.ts";
import { dialBy } from "../../_net/proxy.ts";
import { onFirstWay } from "../../_net/proxy_scripts.ts";
import {
  checkedText,
  commandLine,
  LineCodec,
  tryCommand,
} from "../wire/command.ts";
import {
  askFeatures,
  KnownServer,
  TransferParameters,
} from "../wire/server_state.ts";
import {
  demandsTls,
  greet,
  logIn,
  offersTls,
  protectData,
  startTls,
  withTlsAdvice,
} from "../wire/login.ts";
import { nameCodec } from "../../_base/code_page.ts";
import { Relogin } from "../wire/relogin.ts";
import { replyText } from "../wire/reply.ts";
import { type ControlWatch, FtpControl } from "./control.ts";
import { PATIENCE } from "../wire/transfer_end.ts";
import type { FtpTarget } from "./target.ts";
import { WorkQueue } from "./work_queue.ts";

/**
 * The maximum number of bytes of one read. Larger reads are not faster, smaller
 * ones take more time.
 */
const DATA_BUFFER_SIZE = 262_144;

/** A control connection that is logged in. */
export class FtpLogin {
  /** The server, and the route to it. */
  readonly target: FtpTarget;
  #owner: HandleObject;
  #control: FtpControl | null = null;
  #tls: FtpTls | null = null;
  #connection: Deno.TcpConn | null = null;
  #buffer: Uint8Array<ArrayBuffer> | null = null;
  #closingPosted = false;
  #proxy: Proxy | null;
  /** The queue of the work, and the idle times. */
  readonly queue: WorkQueue = new WorkQueue({
    interval: () => this.#keepAlive,
    send: () => this.control.run(tryCommand("NOOP")),
    idle: () => this.alive && this.#relogin.rested(performance.now()),
  });
  readonly #relogin = new Relogin();
  /** The encoding of the lines of the control connection. */
  readonly codec: LineCodec = new LineCodec();
  /** The state of the server as known so far. */
  readonly server: KnownServer = new KnownServer();
  /** The parameters of the next transfer. */
  readonly parameters: TransferParameters = new TransferParameters();

  /** @param owner The handle that posts the statuses and has the settings. */
  constructor(owner: HandleObject, target: FtpTarget) {
    this.#owner = owner;
    this.target = target;
    this.#proxy = target.proxy;
  }

  /** The proxy of the control connection, which its data connections use too. */
  get proxy(): Proxy | null {
    return this.#proxy;
  }

  /** The handle that posts the statuses of the login and has its settings. */
  get owner(): HandleObject {
    return this.#owner;
  }

  set owner(owner: HandleObject) {
    this.#owner = owner;
    // The handle that will post the reply also posts that the reply is awaited.
    if (this.#control?.awaiting) owner.post(INTERNET_STATUS_RECEIVING_RESPONSE);
  }

  /**
   * The control connection.
   *
   * @throws {InternetError} ERROR_FTP_DROPPED if it is not open.
   */
  get control(): FtpControl {
    const lost = this.#control === null ? notConnected() : this.#control.lost;
    if (lost === null) return this.#control!;
    // The call that lost the connection has reported the reason. Later calls
    // report ERROR_FTP_DROPPED, with the reason as the cause.
    throw new InternetError(ERROR_FTP_DROPPED, droppedText(lost), {
      cause: lost,
    });
  }

  /**
   * The buffer for the data of a transfer. Transfers run one after the other,
   * so one buffer is enough.
   */
  get buffer(): Uint8Array<ArrayBuffer> {
    return this.#buffer ??= new Uint8Array(DATA_BUFFER_SIZE);
  }

  /** `true` if the control connection is open. */
  get alive(): boolean {
    return this.#control !== null && this.#control.lost === null;
  }

  /** The last reply of the server, with an error code if it is a refusal. */
  get lastResponse(): LastResponse | null {
    const reply = this.#control?.lastReply ?? null;
    return reply && {
      dwError: reply.code < 400 ? 0 : ERROR_INTERNET_EXTENDED_ERROR,
      text: replyText(reply),
    };
  }

  /** `true` if data connections use TLS. */
  get secure(): boolean {
    return this.#tls !== null;
  }

  /** The TLS parameters of the control connection, if they are known. */
  get tlsFacts(): TlsFacts | null {
    return this.#tls?.facts ?? null;
  }

  /** `true` if data connections may end without close_notify. */
  get allowsUncertainEnd(): boolean {
    return this.#owner.settings.allowsUncertainEnd ||
      this.#tls?.endsAbruptly === true;
  }

  /** The remote and the local address of the control connection. */
  get addresses(): { peer: string; local: string } {
    return {
      peer: this.#connection!.remoteAddr.hostname,
      local: this.#connection!.localAddr.hostname,
    };
  }

  /**
   * The interval of NOOP in milliseconds. A kept login belongs to the session,
   * and sends none.
   */
  get #keepAlive(): number {
    const { closed, parent, settings } = this.#owner;
    return this.alive && !closed && parent !== null ? settings.keepAlive : 0;
  }

  /** Connects and logs in. */
  async connect(signal: AbortSignal): Promise<void> {
    const { loginCommand } = this.#owner.settings;
    checkedText(loginCommand, "FTP_OPTION_LOGIN_COMMAND", true);
    if (this.#control === null) {
      this.codec.names = nameCodec(this.#owner.settings.codePage);
    }
    try {
      await this.#connect(signal, false);
    } catch (error) {
      if (!this.#tls?.needsNewest(error)) throw error;
      await this.#connect(signal, true);
    }
  }

  async #connect(signal: AbortSignal, newestTls: boolean): Promise<void> {
    const { host, port, tls, forgiven, proxy } = this.target;
    const { settings } = this.#owner;
    this.#relogin.loggingIn();
    if (tls !== "none") {
      // Loaded only when needed: loading it takes as long as the rest of the
      // library. It is loaded before connecting: Deno panics if it cannot open
      // the file because connections have used up the file descriptors.
      const { FtpTls } = await import("../net/tls.ts");
      const nodeTls = nodeTlsOf(settings);
      await checkCertificate(nodeTls);
      signal.throwIfAborted();
      this.#tls = new FtpTls(host, forgiven, newestTls, nodeTls);
    }
    const connection = await onFirstWay(
      this.#owner,
      new URL(`ftp://${joinHostPort(host, port)}/`),
      () => proxy,
      (way) => {
        this.#proxy = way;
        const hooks = dialHooks(this.#owner);
        return dialBy(way, this.target, settings, hooks, signal);
      },
      signal,
    );
    keepAlive(connection);
    this.#connection = connection;
    this.#closingPosted = false;
    keepTimers(true);
    try {
      const channel = tls === "implicit"
        ? await this.#secureControl(connection, signal)
        : connection;
      this.#control = new FtpControl(
        channel,
        this.codec,
        () => this.#owner.settings,
        this.#watch(),
        `"${host}" port ${port}`,
      );
      await this.#logIn(this.#control, connection, signal);
    } catch (error) {
      this.abort(cancellation(error));
      throw error;
    }
  }

  // ---- a login that was lost ----

  /** `true` if the current directory may differ from the directory after the login. */
  get moved(): boolean {
    return this.#relogin.moved;
  }

  /**
   * Runs a call. If the login was lost while it was idle, logs in again, once,
   * either before the call or when its first command has noticed the loss.
   *
   * @param signal Cancels the call.
   * @param wanted `false` to run the call without logging in again.
   */
  async renewing<Value>(
    signal: AbortSignal,
    run: () => Promise<Value>,
    wanted: boolean = this.#owner.settings.reconnect,
  ): Promise<Value> {
    // The program may have blocked the event loop while the server sent a 421.
    if (wanted && this.#relogin.maybeUnread(performance.now())) {
      await pause(1);
    }
    if (!this.alive) {
      if (wanted && this.#relogin.mayRenew) await this.#renew(signal);
      return await run();
    }
    this.#relogin.began(performance.now());
    try {
      return await run();
    } catch (error) {
      const again = wanted && !this.alive && !signal.aborted &&
        this.#mayRepeat();
      if (!again) throw error;
      await this.#renew(signal);
      return await run();
    }
  }

  #mayRepeat(): boolean {
    const late = this.#control!.lost!.code === ERROR_INTERNET_TIMEOUT;
    return this.#relogin.mayRepeat(late);
  }

  /** Logs in again, and restores the state of the lost login. */
  async #renew(signal: AbortSignal): Promise<void> {
    const lost = this.#control!.lost!;
    this.abort(lost);
    try {
      await this.connect(signal);
      await this.control.run(this.#relogin.repeat());
    } catch (error) {
      const failure = asInternetError(error);
      this.abort(failure);
      if (signal.aborted) throw failure;
      throw notRenewed(lost, failure);
    }
    this.#relogin.began(performance.now());
  }

  /** Returns the hooks that post a status for each command and reply. */
  #watch(): ControlWatch {
    return {
      sending: (command) => {
        if (command !== null) this.#relogin.sent(command);
        this.#owner.post(INTERNET_STATUS_SENDING_REQUEST);
      },
      sent: (bytes) => this.#owner.post(INTERNET_STATUS_REQUEST_SENT, bytes),
      receiving: () => this.#owner.post(INTERNET_STATUS_RECEIVING_RESPONSE),
      received: (reply) => {
        this.#relogin.replied(reply);
        this.#owner.post(INTERNET_STATUS_RESPONSE_RECEIVED, reply.size);
      },
      lines: (direction, size, linesOf) =>
        logLines(this.#owner, direction, size, linesOf),
    };
  }

  async #logIn(
    control: FtpControl,
    connection: Deno.TcpConn,
    signal: AbortSignal,
  ): Promise<void> {
    const { credentials, tls } = this.target;
    const { account } = this.#owner.settings;
    const stop = () => control.abort(cancellation(signal.reason));
    signal.addEventListener("abort", stop, { once: true });
    try {
      signal.throwIfAborted();
      const greeting = await control.run(greet());
      const text = replyText(control.lastReply!);
      this.codec.heed(text);
      this.#tls?.heed(text);
      if (tls === "explicit") {
        await control.run(startTls());
        await control.secure(() => this.#secureControl(connection, signal));
      }
      // A login that was granted in plain text, before TLS, does not count.
      if (greeting === "login" || tls === "explicit") {
        await control.runSecretly(
          logIn({ ...credentials, account }),
          [credentials.password, account],
        );
      }
      if (tls !== "none") await control.run(protectData());
      await this.#sendLoginCommand();
      control.attend();
    } catch (error) {
      throw tls === "none" ? await withAdvice(control, error) : error;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  async #sendLoginCommand(): Promise<void> {
    const { loginCommand } = this.#owner.settings;
    if (loginCommand === "") return;
    await this.control.run(this.server.prepareName(loginCommand));
    this.parameters.noteCommand(loginCommand);
    const action = "log in with FTP_OPTION_LOGIN_COMMAND";
    await this.control.run(commandLine(loginCommand, action));
  }

  async #secureControl(
    connection: Deno.TcpConn,
    signal: AbortSignal,
  ): Promise<Channel> {
    try {
      return await this.#withinConnectTime(
        signal,
        (signal) => this.#tls!.secureControl(connection, signal),
      );
    } catch (error) {
      close(connection);
      throw error;
    }
  }

  /** The advice if the server may have required that TLS sessions are resumed. */
  get resumptionAdvice(): string | undefined {
    return this.#tls?.resumptionAdvice;
  }

  /** Starts TLS on a data connection. */
  secureData(
    connection: Deno.TcpConn,
    signal: AbortSignal,
  ): Promise<SecureData> {
    return this.#withinConnectTime(
      signal,
      (signal) => this.#tls!.secureData(connection, signal),
    );
  }

  #withinConnectTime<Value>(
    signal: AbortSignal,
    run: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const { connectTimeout } = this.#owner.settings;
    return withinTime(
      connectTimeout,
      () => timedOut(this.target, connectTimeout),
      signal,
      run,
    );
  }

  /**
   * Starts the timeout for the awaited reply.
   *
   * @param limit The maximum wait in milliseconds.
   */
  hurry(limit?: number): void {
    this.#control?.limit(limit);
  }

  // ---- the end ----

  /** Ends the session, with QUIT unless it is busy. Resolves when all of its work has ended. */
  async end(busy: boolean): Promise<void> {
    this.queue.stopKeepAlive();
    this.#postClosing();
    // A transfer that is being ended, such as an upload, may still succeed.
    if (!busy) await this.#settledInTime();
    if (busy || this.#control === null) this.abort(cancellation());
    else {
      await this.#control.quit();
      this.#release();
    }
    await this.queue.settled();
  }

  async #settledInTime(): Promise<void> {
    const late = new Deadline();
    late.set(PATIENCE.closing, () => this.abort(cancellation()));
    await this.queue.settled();
    late.stop();
  }

  /** Closes the session immediately. */
  abort(reason: InternetError): void {
    this.#postClosing();
    this.#control?.abort(reason);
    this.#release();
  }

  #release(): void {
    this.queue.stopKeepAlive();
    close(this.#connection);
    this.#tls?.close();
  }

  #postClosing(): void {
    if (this.#connection === null || this.#closingPosted) return;
    this.#closingPosted = true;
    keepTimers(false);
    this.#owner.post(INTERNET_STATUS_CLOSING_CONNECTION);
    this.#owner.post(INTERNET_STATUS_CONNECTION_CLOSED);
  }
}

/** Adds the advice to use TLS to the error of a refused login if the server suggests that. */
async function withAdvice(
  control: FtpControl,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof InternetError)) return error;
  if (error.responseText === undefined) return error;
  if (demandsTls(error)) {
    return withTlsAdvice(error);
  }
  if (error.code !== ERROR_INTERNET_LOGIN_FAILURE) return error;
  let offered = false;
  const asking = control.run(askFeatures()).then((features) => {
    offered = offersTls(features);
  });
  await settlesWithin(PATIENCE.explanation, asking);
  return offered
    ? withTlsAdvice(
      error,
      "the server has TLS, and may require it for this user",
    )
    : error;
}

function notConnected(): InternetError {
  return new InternetError(
    ERROR_FTP_DROPPED,
    "Cannot use the session: it is not connected, so call InternetConnect again",
  );
}

function droppedText(lost: InternetError): string {
  return `Cannot use the session: its connection was lost (${
    plainMessage(lost)
  }), so call InternetConnect again or set FTP_OPTION_RECONNECT`;
}

function notRenewed(lost: InternetError, failure: InternetError) {
  const { responseText } = failure;
  return new InternetError(
    ERROR_FTP_DROPPED,
    `${droppedText(lost)}; logging in again has failed: ${
      plainMessage(failure)
    }`,
    { cause: failure, ...(responseText === undefined ? {} : { responseText }) },
  );
}
