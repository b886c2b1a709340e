// Copyright 2026 the wininet authors. MIT license.

/**
 * Handles that occupy a login: files and enumerations. A login performs one
 * operation at a time, so an open handle holds it, and other calls fail with
 * ERROR_FTP_TRANSFER_IN_PROGRESS.
 *
 * Closing such a handle frees the login immediately. The remaining work (ending
 * an upload, aborting a download on the server) is done before the next
 * command. Asynchronous disposal waits for it and throws its error.
 *
 * @module
 */

import type { LastResponse } from "../../_base/last_error.ts";
import { ContentHandle } from "../../_core/content_handle.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { FtpLogin } from "./login.ts";
import { PATIENCE } from "../wire/transfer_end.ts";

/** An owner of a login that lends it to handles. */
export interface LoginLender {
  /** Returns `true` if the login is currently lent to this handle. */
  serves(holder: FtpHolder): boolean;
  /** Takes the login back. */
  free(holder: FtpHolder): void;
  /**
   * Lends the login again to a handle that has returned it; `null` if a handle
   * keeps it until it is closed.
   */
  readonly lend: ((holder: FtpHolder) => void) | null;
}

/** A handle that holds a login. */
export abstract class FtpHolder extends ContentHandle {
  /** The login. */
  protected readonly login: FtpLogin;
  readonly #lender: LoginLender;
  #windUpError: unknown = null;

  constructor(
    parent: HandleObject,
    login: FtpLogin,
    lender: LoginLender,
    context: unknown,
  ) {
    super(parent, context);
    this.login = login;
    this.#lender = lender;
  }

  /** Opens the handle; a login that was lost while it was idle is replaced. */
  opening<Value>(open: () => Promise<Value>): Promise<Value> {
    return this.login.renewing(this.signal, open);
  }

  override get lastResponse(): LastResponse | null {
    return this.login.lastResponse;
  }

  /**
   * Ends the operation in progress.
   *
   * @param cancelled `true` if a call was cancelled, or a signal or a stream
   * was aborted.
   */
  protected abstract windUp(cancelled: boolean): Promise<void>;

  /** Returns the login while the handle is open and does not need it. */
  protected giveBack(): void {
    if (this.#lender.lend !== null) this.#lender.free(this);
  }

  /**
   * Takes the login again if it was returned.
   *
   * @throws {InternetError} ERROR_FTP_TRANSFER_IN_PROGRESS if it is in use.
   */
  protected takeAgain(): void {
    if (!this.#lender.serves(this)) this.#lender.lend?.(this);
  }

  protected override release(reason?: unknown): void {
    super.release(reason);
    // A handle that waits for the login, or has returned it, has nothing to
    // end.
    if (this.#lender.serves(this)) this.#windUp(reason !== undefined);
    this.#lender.free(this);
  }

  #windUp(stopped: boolean): void {
    const cancelled = this.busy || stopped;
    // The wait for a reply before the transfer is limited too, because the next
    // call waits for it.
    if (this.busy) this.login.hurry(PATIENCE.abort);
    this.track(
      this.login.queue.exclusively(() => this.windUp(cancelled)).catch(
        (error) => {
          this.#windUpError = error;
        },
      ),
    );
  }

  /**
   * Also waits until the server has everything; throws the error if that has
   * failed.
   */
  override async [Symbol.asyncDispose](): Promise<void> {
    await super[Symbol.asyncDispose]();
    const error = this.#windUpError;
    this.#windUpError = null;
    if (error !== null) throw error;
  }
}
