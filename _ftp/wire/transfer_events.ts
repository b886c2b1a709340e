// Copyright 2026 the wininet authors. MIT license.

/**
 * The parameters of a transfer, its events, and its result: the input and the
 * output of `transfer_end.ts`.
 *
 * @module
 */

import type { InternetError } from "../../error.ts";
import type { CommandLine } from "./command.ts";
import type { FtpReply } from "./reply.ts";

/** The parameters of a transfer. */
export interface TransferTerms {
  /** The command, such as RETR, STOR or LIST. */
  readonly command: CommandLine;
  /** `true` if the bytes are sent to the server. */
  readonly upload: boolean;
  /** A for text, I for binary data. */
  readonly type: "A" | "I";
  /** The offset in the file at which the transfer starts, in bytes. */
  readonly offset: number;
  /** The size of the whole file in bytes, or `null` if it is not known. */
  readonly size: number | null;
  /** `true` if a directory is listed. */
  readonly listing: boolean;
  /** The name of the action in error messages. */
  readonly action: string;
  /** The advice in an error about a missing data connection. */
  readonly connectionAdvice?: string;
  /** The advice if the server may have required that TLS sessions are resumed. */
  readonly resumptionAdvice?: string | undefined;
}

/** An event of a transfer. */
export type TransferEvent =
  /** A reply of the server; preliminary ones (125, then 150) change nothing. */
  | { readonly event: "reply"; readonly reply: FtpReply }
  /** The data connection is open, but not yet secure. */
  | { readonly event: "opened" }
  /** Data can be transferred. With `uncertain`, an end without close_notify is allowed. */
  | { readonly event: "ready"; readonly uncertain: boolean }
  /** The data connection has ended cleanly, after `count` bytes of a download. */
  | { readonly event: "dataEnded"; readonly count: number }
  /**
   * The data connection broke or cannot be opened; `waited` is the time limit
   * that it exceeded.
   */
  | {
    readonly event: "dataBroke";
    readonly error: InternetError;
    readonly count: number;
    readonly waited?: number;
  }
  /** The awaited event did not occur within `waited` milliseconds. */
  | { readonly event: "late"; readonly waited: number; readonly what?: string }
  /** The control connection is lost. */
  | { readonly event: "controlLost"; readonly error: InternetError }
  /** The program does not need the rest. */
  | { readonly event: "cancelled" }
  /** A command that keeps the control connection alive was sent. */
  | { readonly event: "interjected" }
  /** The requested size, or `null` if the server does not report it. */
  | { readonly event: "size"; readonly size: number | null };

/** The next event that a transfer needs. */
export type Awaited = "connection" | "data" | "reply" | "size" | "nothing";

/** The end of a transfer. */
export interface Verdict {
  /** The reason for a failure, or `null` after success. */
  readonly error: InternetError | null;
  /**
   * The reason why the session cannot continue although the transfer has
   * succeeded, or `null`.
   */
  readonly lost: InternetError | null;
}

/**
 * The state of the data:
 * - `awaited`: there is no connection; `opened`: it is not secure yet;
 *   `moving`: data is being transferred.
 * - `ended`: the connection has ended cleanly; `broke`: the bytes that have
 *   arrived may be complete.
 * - `absent`: there will be no connection; the listing may be empty.
 * - `dead`: the transfer cannot succeed, and waits for the server's reason.
 */
export type DataState =
  | "awaited"
  | "opened"
  | "moving"
  | "ended"
  | "broke"
  | "absent"
  | "dead";
