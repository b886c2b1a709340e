// Copyright 2026 the wininet authors. MIT license.

/**
 * Draws a trace as a waterfall for a terminal.
 *
 * @module
 */

import {
  durationOf,
  endText,
  formatBytes,
  formatTime,
  isFailure,
  labelOf,
  type Recording,
  STAGE_TEXTS,
  type StageName,
  STAGES,
  summaryText,
  type Transfer,
} from "./transfer.ts";

/** The character that represents each stage. */
const SIGNS: Readonly<Record<StageName, string>> = {
  blocked: ".",
  lookup: "n",
  connect: "c",
  tls: "t",
  login: "l",
  command: "k",
  send: "s",
  wait: "w",
  receive: "r",
  idle: "_",
};

/** Marks a transfer that used a kept connection. */
const KEPT = "*";

/** The widths of the columns for times, bytes and outcomes. */
const TIME_WIDTH = 8;
const BYTES_WIDTH = 8;
const END_WIDTH = 6;
const MIN_BAR = 10;
const MIN_LABEL = 8;

/** Returns the waterfall. No line is longer than `width`, unless `width` is too small. */
export function traceText(recording: Recording, width: number): string {
  const fixed = TIME_WIDTH + BYTES_WIDTH + END_WIDTH + 4;
  const label = Math.max(MIN_LABEL, Math.floor((width - fixed) * 0.4));
  const bar = Math.max(MIN_BAR, width - fixed - label);
  const rows = recording.transfers.flatMap((transfer) =>
    rowOf(transfer, recording, label, bar, width)
  );
  const head = [
    ...wrapped(summaryText(recording), width),
    "",
    `${" ".repeat(label + 1)}${axis(recording, bar)}`,
  ];
  const legend = `${
    STAGES.map((name) => `${SIGNS[name]} ${STAGE_TEXTS[name]}`).join(", ")
  }, ${KEPT} kept connection, > bytes sent`;
  return [...head, ...rows, "", ...wrapped(legend, width), ""].join("\n");
}

function axis({ start, end }: Recording, width: number): string {
  const last = formatTime(end - start);
  return `0${last.padStart(width - 1)}`;
}

function rowOf(
  transfer: Transfer,
  recording: Recording,
  labelWidth: number,
  barWidth: number,
  width: number,
): string[] {
  const { reused, code, outcome } = transfer;
  const mark = reused ? KEPT : " ";
  const label = shortened(printable(labelOf(transfer)), labelWidth - 1);
  const end = outcome === "done" || outcome === "redirected"
    ? String(code || "ok")
    : outcome.slice(0, END_WIDTH);
  const row = [
    `${mark}${label.padEnd(labelWidth - 1)}`,
    barOf(transfer, recording, barWidth),
    formatTime(durationOf(transfer)).padStart(TIME_WIDTH),
    bytesText(transfer).padStart(BYTES_WIDTH),
    end.padStart(END_WIDTH),
  ].join(" ").trimEnd();
  if (!isFailure(transfer)) return [row];
  const reason = printable(endText(transfer));
  return [row, ...wrapped(reason, width - 3, " ").map((line) => `   ${line}`)];
}

/** Returns the number of bytes sent or received, whichever is larger. */
function bytesText({ sent, received }: Transfer): string {
  return sent > received ? `>${formatBytes(sent)}` : formatBytes(received);
}

/** Returns the bar: each character shows the stage that takes most of its time span. */
function barOf(
  { stages, start, end }: Transfer,
  recording: Recording,
  width: number,
): string {
  const step = (recording.end - recording.start) / width || 1;
  const cell = (time: number) => (time - recording.start) / step;
  const first = Math.min(width - 1, Math.max(0, Math.floor(cell(start))));
  const last = Math.min(width, Math.max(first + 1, Math.ceil(cell(end))));
  let bar = " ".repeat(first);
  for (let at = first; at < last; at++) {
    const from = recording.start + at * step;
    bar += SIGNS[longestStage(stages, from, from + step)];
  }
  return bar.padEnd(width);
}

function longestStage(
  stages: Transfer["stages"],
  from: number,
  to: number,
): StageName {
  let longest: StageName = stages.at(-1)?.name ?? "blocked";
  let most = 0;
  for (const { name, start, end } of stages) {
    const overlap = Math.min(end, to) - Math.max(start, from);
    if (overlap > most) [longest, most] = [name, overlap];
  }
  return longest;
}

/** Replaces the characters that would control the terminal. */
function printable(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replaceAll(/[\x00-\x1f\x7f-\x9f]/g, "\ufffd");
}

/** Shortens a text to its start and its end. */
function shortened(text: string, width: number): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  const tail = Math.floor((width - 1) / 2);
  const end = characters.slice(characters.length - tail).join("");
  return `${characters.slice(0, width - 1 - tail).join("")}…${end}`;
}

/** Breaks a text into lines after separators. */
function wrapped(text: string, width: number, separator = ", "): string[] {
  const lines = [""];
  const parts = text.split(separator);
  for (const [at, word] of parts.entries()) {
    const part = at === parts.length - 1 ? word : word + separator;
    const line = lines.at(-1)! + part;
    if (line.trimEnd().length <= width) lines[lines.length - 1] = line;
    else lines.push(part);
  }
  return lines.map((line) => line.trimEnd()).filter((line) => line !== "");
}
