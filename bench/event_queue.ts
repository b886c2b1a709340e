// Copyright 2026 the wininet authors. MIT license.

/**
 * The event queue: the number of statuses per second that reach the callback of
 * a handle.
 *
 * @module
 */

import { eventQueue } from "../_core/event_queue.ts";
import { openHandle } from "../_core/handle.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetSetStatusCallback,
} from "../internet.ts";
import { INTERNET_STATUS_SENDING_REQUEST } from "../status.ts";
import { answerQuestions, Child } from "./child.ts";
import { atLeast, type Figure, type Group, median } from "./figure.ts";

const ROUNDS = 9;

interface Case {
  /** The number of events that wait at the same time. */
  readonly batch: number;
  readonly batches: number;
  /** Million events per second. */
  readonly target: number;
}

const CASES: readonly Case[] = [
  { batch: 10_000, batches: 300, target: 10 },
  { batch: 1_000_000, batches: 2, target: 2 },
];

/** The group. */
export const eventQueueGroup: Group = {
  name: "event_queue",
  title:
    `statuses posted by a handle and delivered to its callback, ${ROUNDS} ` +
    "rounds, posting and delivery together",
  notShown:
    "the work of a callback, and statuses that are posted one at a time: " +
    "each of those costs a turn of the event loop",
  async run(): Promise<Figure[]> {
    const figures: Figure[] = [];
    for (const { batch, batches, target } of CASES) {
      const args = [`${batch}`, `${batches}`];
      await using child = Child.start("event_queue.ts", args);
      await child.ask();
      const rates: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        rates.push(batch * batches / await child.ask<number>() / 1e6);
      }
      figures.push(atLeast(
        `batches of ${batch.toLocaleString("en")}`,
        median(rates),
        target,
        " million/s",
        `rounds ${Math.min(...rates).toFixed(1)}-${
          Math.max(...rates).toFixed(1)
        }`,
      ));
    }
    return figures;
  },
};

// ---- the measuring process ----

async function postBatches(batch: number, batches: number): Promise<number> {
  let delivered = 0;
  using hInternet = InternetOpen("bench");
  InternetSetStatusCallback(hInternet, () => {
    delivered++;
  });
  const hConnect = await InternetConnect(
    hInternet,
    "localhost",
    80,
    null,
    null,
    undefined,
    0,
    "bench",
  );
  const handle = openHandle(hConnect);
  await eventQueue.drained();
  delivered = 0;
  const start = performance.now();
  for (let done = 0; done < batches; done++) {
    for (let posted = 0; posted < batch; posted++) {
      handle.post(INTERNET_STATUS_SENDING_REQUEST);
    }
    await eventQueue.drained();
  }
  const seconds = (performance.now() - start) / 1000;
  if (delivered !== batch * batches) {
    throw new Error("Cannot measure: statuses were lost");
  }
  return seconds;
}

if (import.meta.main) {
  const [batch, batches] = Deno.args.map(Number);
  await answerQuestions(() => postBatches(batch!, batches!));
}
