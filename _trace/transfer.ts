// Copyright 2026 the wininet authors. MIT license.

/**
 * A transfer as a trace shows it: one request and its response, one FTP call, or one
 * login.
 *
 * @module
 */

import type { InternetErrorData } from "../error.ts";

/** The stages of a transfer, in the order of legends. */
export const STAGES = [
  "blocked",
  "lookup",
  "connect",
  "tls",
  "login",
  "command",
  "send",
  "wait",
  "receive",
  "idle",
] as const;

/** What a transfer waits for, or does. */
export type StageName = typeof STAGES[number];

/** The stages in words. */
export const STAGE_TEXTS: Readonly<Record<StageName, string>> = {
  blocked: "waiting for its turn",
  lookup: "looking the name up",
  connect: "connecting",
  tls: "TLS handshake",
  login: "logging in",
  command: "FTP commands",
  send: "sending",
  wait: "waiting for the response",
  receive: "receiving",
  idle: "waiting for the program",
};

/** A stage; times are milliseconds of `performance.now()`. */
export interface Stage {
  readonly name: StageName;
  readonly start: number;
  readonly end: number;
}

/** How a transfer has ended. */
export type Outcome = "done" | "redirected" | "failed" | "cancelled" | "open";

/** A transfer. */
export interface Transfer {
  /** The number of its handle. */
  readonly handle: number;
  /** The function that started it. */
  readonly name: string;
  /** The method of HTTP, the command of FTP; `""` if there is none. */
  readonly method: string;
  /** The URL of what it is about, or of its server; `""` if it is not known. */
  readonly url: string;
  /** The argument of the FTP command, or the request of Gopher; `""` for HTTP. */
  readonly subject: string;
  /** The scheme of the URL, without the colon. */
  readonly scheme: string;
  /** Its stages one after the other, without gaps; those at the end that wait for the program are left out. */
  readonly stages: readonly Stage[];
  /** When it started. */
  readonly start: number;
  /** When its last stage ended. */
  readonly end: number;
  /** Bytes that were sent, as REQUEST_SENT counts them. */
  readonly sent: number;
  /** Bytes that were received, as RESPONSE_RECEIVED counts them. */
  readonly received: number;
  /** Those of the heads, commands and requests among the sent bytes. */
  readonly sentHead: number;
  /** Those of the heads and replies among the received bytes. */
  readonly receivedHead: number;
  /** `true` if it used a connection that was there before; `null` if it is not known. */
  readonly reused: boolean | null;
  /** The address or name that it connected to; `null` if it did not. */
  readonly address: string | null;
  /** How it has ended. */
  readonly outcome: Outcome;
  /** The error with which it failed. */
  readonly error: InternetErrorData | null;
  /** The status code of HTTP, or the code of the last reply of FTP; 0 if there is none. */
  readonly code: number;
  /** The lines that were sent. */
  readonly linesOut: readonly string[];
  /** The lines that came, without those of 1xx responses. */
  readonly linesIn: readonly string[];
}

/** Returns the milliseconds of a transfer. */
export function durationOf(
  { start, end }: Pick<Stage, "start" | "end">,
): number {
  return end - start;
}

/** Returns the milliseconds that a transfer spent in each stage. */
export function timesOf(
  { stages }: Pick<Transfer, "stages">,
): Map<StageName, number> {
  const times = new Map<StageName, number>();
  for (const stage of stages) {
    times.set(stage.name, (times.get(stage.name) ?? 0) + durationOf(stage));
  }
  return times;
}

/** Returns `true` for a transfer that an error ended, or that the server refused. */
export function isFailure({ outcome, code }: Transfer): boolean {
  return outcome === "failed" || outcome === "cancelled" || code >= 400;
}

/** Returns the reason of a failure, or the end of another transfer, in a few words. */
export function endText(transfer: Transfer): string {
  const { outcome, error, code, linesIn } = transfer;
  if (error !== null) return error.message;
  if (outcome === "open") return "not ended";
  const status = linesIn.findLast((line) => /^(?:HTTP\/\d|\d{3} )/.test(line));
  if (code === 0 || status === undefined) return outcome;
  return status.replace(/^HTTP\/\S+ /, "");
}
