// Copyright 2026 the wininet authors. MIT license.

/**
 * Texts that several outputs of a trace show.
 *
 * @module
 */

import {
  durationOf,
  isFailure,
  type StageName,
  timesOf,
  type Transfer,
} from "./transfer.ts";

/** A trace that is shown; times are milliseconds of `performance.now()`. */
export interface Recording {
  readonly transfers: readonly Transfer[];
  /** When the recording started. */
  readonly start: number;
  /** When it ended, or now. */
  readonly end: number;
  /** `performance.timeOrigin`. */
  readonly timeOrigin: number;
}

/** Returns milliseconds with three digits. */
export function formatTime(milliseconds: number): string {
  if (milliseconds < 0.005) return "0 ms";
  if (milliseconds >= 9995) return `${(milliseconds / 1000).toFixed(1)} s`;
  if (milliseconds >= 999.5) return `${(milliseconds / 1000).toFixed(2)} s`;
  if (milliseconds >= 9.95) return `${milliseconds.toFixed(0)} ms`;
  return `${milliseconds.toFixed(milliseconds >= 0.095 ? 1 : 2)} ms`;
}

/** Returns bytes in the largest unit that fits. */
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

/** Returns what a transfer is, without the scheme: `GET example.com/a`. */
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

/** Returns numbers of all transfers in one line. */
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
