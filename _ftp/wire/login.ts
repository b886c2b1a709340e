// Copyright 2026 the wininet authors. MIT license.

/**
 * The steps from the greeting to a logged-in session (RFC 959 section 5.4, RFC
 * 4217 for TLS).
 *
 * Servers do all of the following: 120 before 220; 230 as greeting or after
 * USER (no password or no login is needed); 202 after PASS; 332 if they require
 * an account; 334 in reply to AUTH TLS; refusing AUTH TLS although AUTH SSL
 * works.
 *
 * @module
 */

import {
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_LOGIN_FAILURE,
  ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
  InternetError,
} from "../../error.ts";
import { plainMessage } from "../../_base/failure.ts";
import { withoutSecrets } from "../../_base/secrets.ts";
import { commandRefused, type Dialogue } from "./command.ts";
import { type FtpReply, isPositive, replyText } from "./reply.ts";
import type { Features } from "./server_state.ts";

/** The credentials of a login. */
export interface LoginCredentials {
  /** The name. */
  readonly user: string;
  /** The password, or `""` if there is none. */
  readonly password: string;
  /** The account for ACCT, sent if the server requires one, or `""` if there is none. */
  readonly account: string;
}

/** The maximum number of times that a server may request a wait before it is ready. */
const MAX_WAITS = 20;

/** The meaning of the greeting. */
export type Greeting = "login" | "logged-in";

/**
 * Waits until the server is ready.
 *
 * @throws {InternetError} ERROR_INTERNET_EXTENDED_ERROR if it refuses the connection.
 */
export function* greet(): Dialogue<Greeting> {
  let reply = yield null;
  for (let waits = 0; reply.code === 120 && waits < MAX_WAITS; waits++) {
    reply = yield null;
  }
  if (!isPositive(reply)) throw commandRefused("open the session", reply);
  return reply.code === 230 ? "logged-in" : "login";
}

/**
 * Requests TLS; the handshake follows.
 *
 * @throws {InternetError} ERROR_INTERNET_SECURITY_CHANNEL_ERROR if the server
 * does not support it. There is no fallback to plain text.
 */
export function* startTls(): Dialogue<void> {
  const reply = yield { verb: "AUTH", argument: "TLS" };
  if (acceptsTls(reply)) return;
  const second = yield { verb: "AUTH", argument: "SSL" };
  if (acceptsTls(second)) return;
  throw noTls(reply);
}

function acceptsTls({ code }: FtpReply): boolean {
  return code === 234 || code === 334;
}

/**
 * Protects every data connection with TLS too.
 *
 * @throws {InternetError} ERROR_INTERNET_SECURITY_CHANNEL_ERROR if the server
 * refuses that.
 */
export function* protectData(): Dialogue<void> {
  // Servers with implicit TLS may not support PBSZ: the reply to PROT decides.
  yield { verb: "PBSZ", argument: "0" };
  const reply = yield { verb: "PROT", argument: "P" };
  if (!isPositive(reply)) throw noTls(reply);
}

function noTls(reply: FtpReply): InternetError {
  return new InternetError(
    ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
    `Cannot secure the session: the server refuses TLS with "${
      reply.lines.at(-1)
    }"; without INTERNET_FLAG_SECURE the session is in plain text`,
    { responseText: replyText(reply) },
  );
}

/**
 * Logs in.
 *
 * @throws {InternetError} ERROR_INTERNET_LOGIN_FAILURE if the server refuses
 * the login, ERROR_INTERNET_EXTENDED_ERROR if it only has too many users at the
 * moment.
 */
export function* logIn(credentials: LoginCredentials): Dialogue<void> {
  const { user, password, account } = credentials;
  let reply = yield { verb: "USER", argument: user };
  if (reply.code === 331) reply = yield { verb: "PASS", argument: password };
  if (reply.code === 332) {
    if (account === "") throw loginFailure(credentials, reply);
    reply = yield { verb: "ACCT", argument: account };
  }
  if (!isPositive(reply)) throw loginFailure(credentials, reply);
}

/**
 * The codes of replies that require TLS: vsftpd and ProFTPD send 522, the
 * others are defined in RFC 2228.
 */
export const TLS_CODES: readonly number[] = [522, 533, 534];

/** The words of such replies to a login. */
const TLS_WORDS =
  /\b(?:TLS|SSL|FTPE?S)\b|\bencrypt(?:ed|ion)\b|\b(?:clear|plain) ?text\b|\b(?:in)?secure\b|\buse AUTH\b/i;

/** Returns `true` if a session was refused because it does not use TLS. */
export function demandsTls(error: InternetError): boolean {
  const { responseText = "" } = error;
  return TLS_CODES.includes(Number(responseText.slice(0, 3))) ||
    TLS_WORDS.test(responseText);
}

/** Returns `true` if the server announces AUTH TLS or AUTH SSL. */
export function offersTls(features: Features): boolean {
  return /\b(?:TLS|SSL)\b/i.test(features.get("AUTH") ?? "");
}

/** Adds the advice to use TLS to the error of a session without it. */
export function withTlsAdvice(
  error: InternetError,
  why = "the server requires TLS",
): InternetError {
  const { code, responseText = "" } = error;
  return new InternetError(
    code,
    `${plainMessage(error)}; ${why}: try INTERNET_FLAG_SECURE`,
    { cause: error, responseText },
  );
}

/** 530 means a wrong password or a full server: only the text distinguishes them. */
const NO_ROOM = /too many|max(?:imum)? (?:number|no\.?|connections|clients)/i;

function loginFailure(
  { user, password, account }: LoginCredentials,
  reply: FtpReply,
): InternetError {
  const hide = (text: string) => withoutSecrets(text, [password, account]);
  const line = hide(reply.lines.at(-1)!);
  const code = reply.code === 421 || NO_ROOM.test(line)
    ? ERROR_INTERNET_EXTENDED_ERROR
    : ERROR_INTERNET_LOGIN_FAILURE;
  const responseText = hide(replyText(reply));
  const message = `Cannot log in as "${hide(user)}": ${line}`;
  const refusal = new InternetError(code, message, { responseText });
  if (code !== ERROR_INTERNET_LOGIN_FAILURE || demandsTls(refusal)) {
    return refusal;
  }
  const advice = reply.code === 332
    ? "set FTP_OPTION_ACCOUNT"
    : "check lpszUserName and lpszPassword";
  return new InternetError(code, `${message}; ${advice}`, { responseText });
}
