// Copyright 2026 the wininet authors. MIT license.

/**
 * Runs a program repeatedly, each time against a server that stops one step
 * later, until the server no longer stops. Every run must end in time, with an
 * error that names the reason.
 *
 * @module
 */

import { assertEquals, assertGreater } from "@std/assert";
import { deadline } from "@std/async";
import { ERROR_INTERNET_TIMEOUT, InternetError } from "../../error.ts";
import { InternetOpen, InternetSetOption } from "../../internet.ts";
import { GOPHER_OPTION_DOT_PATIENCE } from "../../gopher_options.ts";
import {
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_DATA_RECEIVE_TIMEOUT,
  INTERNET_OPTION_DATA_SEND_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
  INTERNET_OPTION_SEND_TIMEOUT,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { type Stop, Stopper } from "../servers/stopper.ts";

/** Each time limit, in milliseconds. */
const LIMIT = 150;

/** A transfer waits for its data, for the replies to ABOR and PWD, and for closing. */
const MOST_WAITS = 6;

/** The maximum delay of the end on a busy machine. */
const SLACK = 8_000;

/** The number of runs at the same time on a busy machine. */
const TOGETHER = 6;

/** The number of steps of one kind that are tried. */
const SAME_STEPS = 4;

/** A longer wait counts as endless. */
const PATIENCE = 30_000;

const OPTIONS = [
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_DATA_RECEIVE_TIMEOUT,
  INTERNET_OPTION_DATA_SEND_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
  INTERNET_OPTION_SEND_TIMEOUT,
  GOPHER_OPTION_DOT_PATIENCE,
];

/** A server that can be stopped, and a program that uses it to the end. */
export interface StoppedScene extends AsyncDisposable {
  run(hInternet: HINTERNET): Promise<unknown>;
}

/** Opens a conversation. */
export type OpenScene = (stopper: Stopper) => StoppedScene;

/** The result of a run. */
interface Run {
  /** The steps that the server has reached. */
  readonly steps: readonly string[];
  /** `true` if a time limit has ended it. */
  readonly isTimeout: boolean;
  /** The problem, or `null` if there is none. */
  readonly problem: string | null;
}

/** A conversation under test. */
export interface Conversation {
  readonly name: string;
  readonly open: OpenScene;
  /**
   * Other errors than ERROR_INTERNET_TIMEOUT that name the reason. @default
   * {[]}
   */
  readonly otherCodes?: readonly number[];
}

/** Each run ends in time, and those that could not continue end with ERROR_INTERNET_TIMEOUT. */
export async function assertEndsAtEveryStop(
  conversation: Conversation,
): Promise<void> {
  const healthy = await runOnce(conversation, NO_STOP);
  assertEquals(healthy.problem, null);
  const next = stopsOf(healthy.steps).values();
  const runs: Run[] = [];
  const lane = async () => {
    for (const stop of next) runs.push(await runOnce(conversation, stop));
  };
  await Promise.all(Array.from({ length: TOGETHER }, lane));
  assertEquals(runs.flatMap(({ problem }) => problem ?? []), []);
  const timeouts = runs.filter(({ isTimeout }) => isTimeout);
  assertGreater(timeouts.length, 1, conversation.name);
}

const NO_STOP: Stop = { at: Infinity, position: "before" };

/** All stops in a conversation, except in the middle of a long transfer. */
function stopsOf(steps: readonly string[]): Stop[] {
  return steps.flatMap((step, at): Stop[] => {
    const before = steps.slice(Math.max(0, at - SAME_STEPS), at);
    const after = steps.slice(at + 1, at + 1 + SAME_STEPS);
    const isMiddle = [before, after].every((others) =>
      others.length === SAME_STEPS && others.every((other) => other === step)
    );
    if (isMiddle) return [];
    const stop: Stop = { at, position: "before" };
    return step === "writes" ? [stop, { at, position: "within" }] : [stop];
  });
}

async function runOnce(
  { name, open, otherCodes = [] }: Conversation,
  stop: Stop,
): Promise<Run> {
  const stopper = new Stopper(stop);
  const { steps } = stopper;
  await using scene = open(stopper);
  const hInternet = InternetOpen("stops/1");
  // A run without a stop is not limited in time.
  const limit = stop === NO_STOP ? 100 * LIMIT : LIMIT;
  for (const option of OPTIONS) InternetSetOption(hInternet, option, limit);
  const startedAt = performance.now();
  const error = await deadline(scene.run(hInternet), PATIENCE)
    .then(() => null, (error) => error);
  await hInternet[Symbol.asyncDispose]();
  const elapsed = performance.now() - startedAt;
  const isRight = error === null ||
    stop !== NO_STOP && error instanceof InternetError &&
      [ERROR_INTERNET_TIMEOUT, ...otherCodes].includes(error.code);
  const isInTime = elapsed < MOST_WAITS * limit + SLACK;
  const end = `${Math.round(elapsed)} ms, ${error}`;
  const where = `${stop.position} step ${stop.at} (${steps.slice(-3)})`;
  return {
    steps,
    isTimeout: error?.code === ERROR_INTERNET_TIMEOUT,
    problem: isRight && isInTime ? null : `${name}, stopped ${where}: ${end}`,
  };
}
