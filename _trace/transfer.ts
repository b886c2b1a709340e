// Copyright 2026 the wininet authors. MIT license.

/**
 * A transfer in a trace: one request and its response, one FTP call, or one
 * login.
 *
 * @module
 */

import type { InternetErrorData } from "../error.ts";

/** The stages of a transfer, in the order of the legend. */
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

/** The name of a stage. */
export type StageName = typeof STAGES[number];

/** The names of the stages as shown to people. */
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

/** The outcome of a transfer. */
export type Outcome = "done" | "redirected" | "failed" | "cancelled" | "open";

/** A transfer. */
export interface Transfer {
  /** The number of its handle. */
  readonly handle: number;
  /** The function that started it. */
  readonly name: string;
  /** The HTTP method or the FTP command; `""` if there is none. */
  readonly method: string;
  /** The URL of the resource, or of the server; `""` if it is not known. */
  readonly url: string;
  /** The argument of the FTP command, or the Gopher request; `""` for HTTP. */
  readonly subject: string;
  /** The scheme of the URL, without the colon. */
  readonly scheme: string;
  /** Its stages in order, without gaps. A final wait for the program is left out. */
  readonly stages: readonly Stage[];
  /** The time at which it started. */
  readonly start: number;
  /** The time at which its last stage ended. */
  readonly end: number;
  /** The number of bytes sent, as counted by REQUEST_SENT. */
  readonly sent: number;
  /** The number of bytes received, as counted by RESPONSE_RECEIVED. */
  readonly received: number;
  /** The part of `sent` that belongs to message heads, commands and requests. */
  readonly sentHead: number;
  /** The part of `received` that belongs to message heads and replies. */
  readonly receivedHead: number;
  /** `true` if it used an existing connection; `null` if that is not known. */
  readonly reused: boolean | null;
  /** The address or host name that it connected to; `null` if it made no connection. */
  readonly address: string | null;
  /** The outcome. */
  readonly outcome: Outcome;
  /** The error with which it failed. */
  readonly error: InternetErrorData | null;
  /** The HTTP status code, or the code of the last FTP reply; 0 if there is none. */
  readonly code: number;
  /** The lines that were sent. */
  readonly linesOut: readonly string[];
  /** The lines that were received, except those of 1xx responses. */
  readonly linesIn: readonly string[];
}

/** Returns the duration of a transfer in milliseconds. */
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

/** Returns `true` if an error ended the transfer or the server refused it. */
export function isFailure({ outcome, code }: Transfer): boolean {
  return outcome === "failed" || outcome === "cancelled" || code >= 400;
}

/** Returns the reason for a failure, or another outcome, in a few words. */
export function endText(transfer: Transfer): string {
  const { outcome, error, code, linesIn } = transfer;
  if (error !== null) return error.message;
  if (outcome === "open") return "not ended";
  const status = linesIn.findLast((line) => /^(?:HTTP\/\d|\d{3} )/.test(line));
  if (code === 0 || status === undefined) return outcome;
  return status.replace(/^HTTP\/\S+ /, "");
}

// ---- texts ----

/** A recorded trace. Times are milliseconds of `performance.now()`. */
export interface Recording {
  readonly transfers: readonly Transfer[];
  /** The time at which the recording started. */
  readonly start: number;
  /** The time at which it ended, or the current time. */
  readonly end: number;
  /** `performance.timeOrigin`. */
  readonly timeOrigin: number;
}

/** Formats milliseconds with three digits. */
export function formatTime(milliseconds: number): string {
  if (milliseconds < 0.005) return "0 ms";
  if (milliseconds >= 9995) return `${(milliseconds / 1000).toFixed(1)} s`;
  if (milliseconds >= 999.5) return `${(milliseconds / 1000).toFixed(2)} s`;
  if (milliseconds >= 9.95) return `${milliseconds.toFixed(0)} ms`;
  return `${milliseconds.toFixed(milliseconds >= 0.095 ? 1 : 2)} ms`;
}

/** Formats bytes in the largest unit that fits. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  while (bytes >= 999.5 && unit < units.length - 1) {
    bytes /= 1000;
    unit++;
  }
  return `${
    unit === 0 || bytes >= 99.5 ? bytes.toFixed(0) : bytes.toFixed(1)
  } ${units[unit]}`;
}

/** Returns the label of a transfer, without the scheme: `GET example.com/a`. */
export function labelOf(
  { method, name, url, subject }: Transfer,
): string {
  const place = url.replace(/^[a-z]+:\/\//, "");
  return [method || name, place, subject].filter(Boolean).join(" ");
}

/** Returns the stage in which a transfer spent the most time, and its share; `null` if it took no time. */
export function mainStage(
  transfer: Transfer,
): { readonly name: StageName; readonly share: number } | null {
  const [longest] = [...timesOf(transfer)].toSorted(([, a], [, b]) => b - a);
  if (longest === undefined) return null;
  return { name: longest[0], share: longest[1] / durationOf(transfer) };
}

/** Summarizes all transfers in one line. */
export function summaryText(
  { transfers, start, end }: Recording,
): string {
  const sum = (count: (transfer: Transfer) => number) =>
    transfers.reduce((all, transfer) => all + count(transfer), 0);
  const failed = transfers.filter(isFailure).length;
  const reused = transfers.filter((transfer) => transfer.reused).length;
  return [
    `${transfers.length} ${
      transfers.length === 1 ? "transfer" : "transfers"
    } in ${formatTime(end - start)}`,
    `${failed} failed`,
    `${reused} on a kept connection`,
    `${formatBytes(sum(({ received }) => received))} received`,
    `${formatBytes(sum(({ sent }) => sent))} sent`,
  ].join(", ");
}
