// Copyright 2026 the wininet authors. MIT license.

/**
 * Writes a trace as trace events, the format of Chrome that Perfetto opens.
 * Each transfer is an event, and its stages are events within it.
 *
 * @module
 */

import {
  durationOf,
  endText,
  labelOf,
  type Recording,
  STAGE_TEXTS,
  type Transfer,
} from "./transfer.ts";

/** The process number of all events. */
const PID = 1;

/** Microseconds per millisecond: the format uses microseconds. */
const MICROSECONDS = 1000;

/** Returns the trace. */
export function traceChrome(recording: Recording): object {
  const lanes = lanesOf(recording.transfers);
  const names = [...new Set(lanes)].toSorted((a, b) => a - b);
  return {
    displayTimeUnit: "ms",
    traceEvents: [
      metadata("process_name", 0, "wininet"),
      ...names.map((lane) => metadata("thread_name", lane, `lane ${lane}`)),
      ...recording.transfers.flatMap((transfer, at) =>
        eventsOf(transfer, lanes[at]!, recording.start)
      ),
    ],
  };
}

function metadata(name: string, tid: number, value: string): object {
  return { ph: "M", pid: PID, tid, ts: 0, name, args: { name: value } };
}

/**
 * Returns the lane of each transfer. Events of one thread must not overlap, so
 * each transfer takes the first free lane.
 */
function lanesOf(transfers: readonly Transfer[]): number[] {
  const ends: number[] = [];
  return transfers.map(({ start, end }) => {
    const free = ends.findIndex((busy) => busy <= start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = end;
    return lane + 1;
  });
}

function eventsOf(transfer: Transfer, tid: number, origin: number): object[] {
  const event = (
    name: string,
    cat: string,
    part: Pick<Transfer, "start" | "end">,
    args: object = {},
  ) => ({
    ph: "X",
    pid: PID,
    tid,
    ts: (part.start - origin) * MICROSECONDS,
    dur: durationOf(part) * MICROSECONDS,
    name,
    cat,
    args,
  });
  const { url, handle, sent, received, reused, address, outcome, code } =
    transfer;
  return [
    event(labelOf(transfer), "transfer", transfer, {
      url,
      handle,
      function: transfer.name,
      sent,
      received,
      reused,
      address,
      outcome,
      code,
      end: endText(transfer),
    }),
    ...transfer.stages.map((stage) =>
      event(STAGE_TEXTS[stage.name], "stage", stage)
    ),
  ];
}
