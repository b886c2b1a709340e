// Copyright 2026 the wininet authors. MIT license.

/**
 * InternetErrorDlg without windows: a handler of the program answers the
 * question.
 *
 * Some errors have a dialog on Windows; {@linkcode DIALOGS} lists them. With
 * FLAGS_ERROR_UI_FLAGS_NO_UI the handler is not called, and the result is the
 * one that Windows returns, from that table. Otherwise the event queue calls
 * the handler, as it does all code of the program. Without a handler nothing is
 * confirmed: the result is ERROR_CANCELLED.
 *
 * This module applies the decision of the handler to the request: user name and
 * password always, the permission to ignore a certificate error only with
 * FLAGS_ERROR_UI_FLAGS_CHANGE_OPTIONS.
 *
 * @module
 */

import {
  ERROR_CANCELLED,
  ERROR_HTTP_COOKIE_DECLINED,
  ERROR_HTTP_COOKIE_NEEDS_CONFIRMATION,
  ERROR_HTTP_REDIRECT_NEEDS_CONFIRMATION,
  ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT,
  ERROR_INTERNET_CHG_POST_IS_NON_SECURE,
  ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
  ERROR_INTERNET_FORCE_RETRY,
  ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR,
  ERROR_INTERNET_HTTPS_HTTP_SUBMIT_REDIR,
  ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR,
  ERROR_INTERNET_INCORRECT_PASSWORD,
  ERROR_INTERNET_INCORRECT_USER_NAME,
  ERROR_INTERNET_INTERNAL_ERROR,
  ERROR_INTERNET_INVALID_CA,
  ERROR_INTERNET_MIXED_SECURITY,
  ERROR_INTERNET_POST_IS_NON_SECURE,
  ERROR_INTERNET_SEC_CERT_CN_INVALID,
  ERROR_INTERNET_SEC_CERT_DATE_INVALID,
  ERROR_INTERNET_SEC_CERT_ERRORS,
  ERROR_INTERNET_SEC_CERT_REV_FAILED,
  ERROR_INTERNET_SEC_CERT_REVOKED,
  ERROR_INTERNET_SEC_CERT_WEAK_SIGNATURE,
  ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT,
  ERROR_SUCCESS,
  InternetError,
} from "../error.ts";
import {
  FLAGS_ERROR_UI_FILTER_FOR_ERRORS,
  FLAGS_ERROR_UI_FLAGS_CHANGE_OPTIONS,
  FLAGS_ERROR_UI_FLAGS_NO_UI,
  FLAGS_ERROR_UI_SERIALIZE_DIALOGS,
} from "../flags.ts";
import {
  INTERNET_OPTION_PASSWORD,
  INTERNET_OPTION_PROXY_PASSWORD,
  INTERNET_OPTION_PROXY_USERNAME,
  INTERNET_OPTION_SECURITY_FLAGS,
  INTERNET_OPTION_USERNAME,
  SECURITY_FLAG_IGNORE_CERT_CN_INVALID,
  SECURITY_FLAG_IGNORE_CERT_DATE_INVALID,
  SECURITY_FLAG_IGNORE_REDIRECT_TO_HTTP,
  SECURITY_FLAG_IGNORE_REDIRECT_TO_HTTPS,
  SECURITY_FLAG_IGNORE_REVOCATION,
  SECURITY_FLAG_IGNORE_UNKNOWN_CA,
  SECURITY_FLAG_IGNORE_WEAK_SIGNATURE,
} from "../options.ts";
import type { HINTERNET } from "../structures.ts";
import { combineFlags, hasFlag } from "../_base/bits.ts";
import { ERROR_NAMES } from "../_base/error_names.ts";
import { quotedValue } from "../_base/secrets.ts";
import { eventQueue } from "./event_queue.ts";
import { badParameter } from "../_base/failure.ts";
import type { HandleObject } from "./handle.ts";
import type { PendingCall } from "./operation.ts";

/** The question for an {@linkcode ErrorHandler}. */
export interface ErrorQuestion {
  /** The first argument of `InternetErrorDlg`, unchanged. */
  readonly hWnd: unknown;
  /** The request, or `null` if the program passed none. The handler may set options on it. */
  readonly hRequest: HINTERNET | null;
  /**
   * The error code; ERROR_INTERNET_INCORRECT_PASSWORD for a response with
   * status 401 or 407.
   */
  readonly dwError: number;
  /** The `FLAGS_ERROR_UI_*` bits. */
  readonly dwFlags: number;
  /** The last argument of `InternetErrorDlg`, unchanged. */
  readonly lppvData: unknown;
  /** The URL of the request, or `null` without a request. */
  readonly url: string | null;
  /** `true` if the proxy, not the server, requires a user name and a password. */
  readonly isProxy: boolean;
}

/** A user name and a password that a handler returns. */
export interface ErrorCredentials {
  /** The user name. */
  readonly username: string;
  /** The password. */
  readonly password: string;
}

/**
 * The decision of a handler: ERROR_SUCCESS to continue, ERROR_CANCELLED to
 * stop, ERROR_INTERNET_FORCE_RETRY to send the request again, or a user name
 * and a password with which to send it again.
 */
export type ErrorDecision = 0 | 1223 | 12032 | ErrorCredentials;

/** Decides about an error in place of a dialog. */
export type ErrorHandler = (
  question: ErrorQuestion,
) => ErrorDecision | Promise<ErrorDecision>;

/** The request that a question concerns. */
export interface AskedRequest extends HandleObject {
  /**
   * The proxy through which the request was sent, such as `http://host:8080`,
   * or `""` if there was none.
   */
  readonly proxyName: string;
  /** Restricts the user name and the password of the request to the server of this URL. */
  proveTo(url: string): void;
}

/** The properties of a Windows dialog. */
interface Dialog {
  /** The result with FLAGS_ERROR_UI_FLAGS_NO_UI. */
  readonly silent: number;
  /** `true` if the error concerns a request, so that a request is required. */
  readonly needsRequest?: boolean;
  /** The SECURITY_FLAG_IGNORE_* bits of the certificate error that the dialog is about. */
  readonly forgives?: number;
  /** The SECURITY_FLAG_IGNORE_* bits with which the next attempt can succeed. */
  readonly allows?: number;
}

const PASSES: Dialog = { silent: ERROR_SUCCESS };
const STOPS: Dialog = { silent: ERROR_CANCELLED };
const LOG_ON: Dialog = { silent: ERROR_SUCCESS, needsRequest: true };

function certificate(...forgives: number[]): Dialog {
  return { silent: ERROR_CANCELLED, forgives: combineFlags(...forgives) };
}

/** The errors that have a dialog. */
const DIALOGS: ReadonlyMap<number, Dialog> = new Map([
  [ERROR_INTERNET_INCORRECT_USER_NAME, LOG_ON],
  [ERROR_INTERNET_INCORRECT_PASSWORD, LOG_ON],
  [
    ERROR_INTERNET_SEC_CERT_DATE_INVALID,
    certificate(SECURITY_FLAG_IGNORE_CERT_DATE_INVALID),
  ],
  [
    ERROR_INTERNET_SEC_CERT_CN_INVALID,
    certificate(SECURITY_FLAG_IGNORE_CERT_CN_INVALID),
  ],
  [
    ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR,
    { ...PASSES, allows: SECURITY_FLAG_IGNORE_REDIRECT_TO_HTTPS },
  ],
  [
    ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR,
    { ...PASSES, allows: SECURITY_FLAG_IGNORE_REDIRECT_TO_HTTP },
  ],
  [ERROR_INTERNET_MIXED_SECURITY, STOPS],
  [ERROR_INTERNET_CHG_POST_IS_NON_SECURE, PASSES],
  [ERROR_INTERNET_POST_IS_NON_SECURE, PASSES],
  [
    ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
    { silent: ERROR_CANCELLED, needsRequest: true },
  ],
  [ERROR_INTERNET_INVALID_CA, certificate(SECURITY_FLAG_IGNORE_UNKNOWN_CA)],
  [ERROR_INTERNET_HTTPS_HTTP_SUBMIT_REDIR, STOPS],
  [
    ERROR_INTERNET_SEC_CERT_ERRORS,
    certificate(
      SECURITY_FLAG_IGNORE_CERT_CN_INVALID,
      SECURITY_FLAG_IGNORE_CERT_DATE_INVALID,
      SECURITY_FLAG_IGNORE_UNKNOWN_CA,
      SECURITY_FLAG_IGNORE_REVOCATION,
    ),
  ],
  [
    ERROR_INTERNET_SEC_CERT_REV_FAILED,
    certificate(SECURITY_FLAG_IGNORE_REVOCATION),
  ],
  [
    ERROR_INTERNET_SEC_CERT_WEAK_SIGNATURE,
    certificate(SECURITY_FLAG_IGNORE_WEAK_SIGNATURE),
  ],
  [
    ERROR_HTTP_COOKIE_NEEDS_CONFIRMATION,
    { silent: ERROR_HTTP_COOKIE_DECLINED },
  ],
  [ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT, STOPS],
  [ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT, STOPS],
  [ERROR_HTTP_REDIRECT_NEEDS_CONFIRMATION, STOPS],
  // A revoked certificate is never accepted.
  [ERROR_INTERNET_SEC_CERT_REVOKED, STOPS],
]);

let handler: ErrorHandler | null = null;

/** Registers a handler, or removes it; returns the previous one. */
export function registerErrorHandler(
  next: ErrorHandler | null,
): ErrorHandler | null {
  if (next !== null && typeof next !== "function") {
    throw badParameter(
      `Cannot register ${
        quotedValue(next)
      } as error handler: it must be a function or null`,
    );
  }
  const before = handler;
  handler = next;
  return before;
}

/** Returns `true` if an error requires a user name and a password. */
export function asksForPassword(dwError: number): boolean {
  return DIALOGS.get(dwError) === LOG_ON;
}

/** Returns `true` if an error has a dialog. */
export function hasDialog(dwError: number): boolean {
  return DIALOGS.has(dwError);
}

/**
 * Starts the decision about an error.
 *
 * @param handle The object of `question.hRequest`.
 * @throws {InternetError} ERROR_INVALID_PARAMETER if the error requires a
 * request and there is none.
 */
export function decide(
  question: ErrorQuestion,
  handle: AskedRequest | null,
): Promise<number> {
  const { dwError, dwFlags } = question;
  const dialog = DIALOGS.get(dwError);
  if (dialog?.needsRequest && handle === null) {
    throw badParameter(
      `Cannot decide about ${nameOf(dwError)}: pass the request as hRequest`,
    );
  }
  if (hasFlag(dwFlags, FLAGS_ERROR_UI_FLAGS_NO_UI)) {
    return Promise.resolve(silentAnswer(dialog, question));
  }
  if (dialog === undefined) return Promise.resolve(dwError);
  if (handler === null) {
    return Promise.resolve(resultOf(ERROR_CANCELLED, question));
  }
  const answer = askOnce(handler, question, handle);
  const decided = handle === null ? answer : untilClosed(answer, handle);
  return decided.then((decision) =>
    carriedOut(decision, dialog, question, handle)
  );
}

/** Returns the name of an error, for use in error messages. */
function nameOf(dwError: number): string {
  return ERROR_NAMES.get(dwError) ?? `error ${dwError}`;
}

/** Returns the result that Windows returns without a dialog. */
function silentAnswer(
  dialog: Dialog | undefined,
  { dwError, dwFlags }: ErrorQuestion,
): number {
  if (dialog) return dialog.silent;
  const filters = hasFlag(dwFlags, FLAGS_ERROR_UI_FILTER_FOR_ERRORS);
  return dwError === ERROR_SUCCESS || filters ? ERROR_SUCCESS : ERROR_CANCELLED;
}

/** The open questions with FLAGS_ERROR_UI_SERIALIZE_DIALOGS, by error and server or proxy. */
const openQuestions = new Map<string, Promise<ErrorDecision>>();

/**
 * Calls the handler. With FLAGS_ERROR_UI_SERIALIZE_DIALOGS one call decides for
 * all requests to the same server that wait at the same time.
 */
function askOnce(
  handler: ErrorHandler,
  question: ErrorQuestion,
  handle: AskedRequest | null,
): Promise<ErrorDecision> {
  if (!hasFlag(question.dwFlags, FLAGS_ERROR_UI_SERIALIZE_DIALOGS)) {
    return askHandler(handler, question);
  }
  // All waiting requests get the same decision, so they must concern the same
  // server or proxy.
  const whom = question.isProxy
    ? `proxy ${handle?.proxyName}`
    : originOf(question.url);
  const key = `${question.dwError} ${whom}`;
  const open = openQuestions.get(key);
  if (open) return open;
  const answer = askHandler(handler, question);
  openQuestions.set(key, answer);
  const end = () => openQuestions.delete(key);
  answer.then(end, end);
  return answer;
}

function originOf(url: string | null): string {
  return url === null ? "" : new URL(url).origin;
}

function askHandler(
  handler: ErrorHandler,
  question: ErrorQuestion,
): Promise<ErrorDecision> {
  return new Promise<ErrorDecision>((resolve, reject) => {
    eventQueue.post({
      deliver() {
        try {
          resolve(handler(question));
        } catch (error) {
          reject(error);
        }
      },
    });
  }).then(checkedDecision, (cause) => {
    throw new InternetError(
      ERROR_INTERNET_INTERNAL_ERROR,
      `Cannot decide about ${
        nameOf(question.dwError)
      }: the error handler threw an error; see the cause`,
      { cause },
    );
  });
}

function checkedDecision(decision: unknown): ErrorDecision {
  switch (decision) {
    case ERROR_SUCCESS:
    case ERROR_CANCELLED:
    case ERROR_INTERNET_FORCE_RETRY:
      return decision;
  }
  if (isCredentials(decision)) return decision;
  throw badParameter(
    `Cannot use ${
      quotedValue(decision)
    } of the error handler: it must return ERROR_SUCCESS, ERROR_CANCELLED, ERROR_INTERNET_FORCE_RETRY or { username, password }`,
  );
}

function isCredentials(decision: unknown): decision is ErrorCredentials {
  if (typeof decision !== "object" || decision === null) return false;
  const { username, password } = decision as Partial<ErrorCredentials>;
  return typeof username === "string" && typeof password === "string";
}

/** Settles with the decision, or rejects as soon as the handle is closed. */
function untilClosed<Value>(
  answer: Promise<Value>,
  handle: HandleObject,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const call: PendingCall = {
      context: undefined,
      ownContext: false,
      cancel(error) {
        handle.pending.remove(call);
        reject(error);
      },
    };
    handle.pending.add(call);
    const end = () => handle.pending.remove(call);
    answer.then(end, end);
    answer.then(resolve, reject);
  });
}

/** Applies the decision to the request; returns the result of `InternetErrorDlg`. */
function carriedOut(
  decision: ErrorDecision,
  dialog: Dialog,
  question: ErrorQuestion,
  handle: AskedRequest | null,
): number {
  if (typeof decision === "object") {
    if (handle === null || dialog !== LOG_ON) {
      throw badParameter(
        `Cannot use the password of the error handler: ${
          nameOf(question.dwError)
        } needs none, so return ERROR_SUCCESS or ERROR_CANCELLED`,
      );
    }
    storeCredentials(handle, decision, question);
    return ERROR_INTERNET_FORCE_RETRY;
  }
  const changes = hasFlag(
    question.dwFlags,
    FLAGS_ERROR_UI_FLAGS_CHANGE_OPTIONS,
  );
  const forgiven = combineFlags(
    changes ? dialog.forgives ?? 0 : 0,
    dialog.allows ?? 0,
  );
  if (decision !== ERROR_CANCELLED && handle && forgiven !== 0) {
    const before = Number(handle.queryOption(INTERNET_OPTION_SECURITY_FLAGS));
    handle.setOption(
      INTERNET_OPTION_SECURITY_FLAGS,
      combineFlags(before, forgiven),
    );
  }
  return resultOf(decision, question);
}

function storeCredentials(
  handle: AskedRequest,
  { username, password }: ErrorCredentials,
  { isProxy, url }: ErrorQuestion,
): void {
  const [user, secret] = isProxy
    ? [INTERNET_OPTION_PROXY_USERNAME, INTERNET_OPTION_PROXY_PASSWORD]
    : [INTERNET_OPTION_USERNAME, INTERNET_OPTION_PASSWORD];
  handle.setOption(user, username);
  handle.setOption(secret, password);
  // After a redirect, this is not the server that the program named.
  if (!isProxy && url !== null) handle.proveTo(url);
}

/**
 * Returns the result of `InternetErrorDlg`; two errors have special results, as
 * documented and as observed.
 */
function resultOf(
  decision: number,
  { dwError }: ErrorQuestion,
): number {
  if (dwError === ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED) return ERROR_SUCCESS;
  const isCookie = dwError === ERROR_HTTP_COOKIE_NEEDS_CONFIRMATION;
  return isCookie && decision === ERROR_CANCELLED
    ? ERROR_HTTP_COOKIE_DECLINED
    : decision;
}
