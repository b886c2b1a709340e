// Copyright 2026 the wininet authors. MIT license.

/**
 * A program that requests one URL many times at the same time, more often than
 * it has file descriptors, and then some more times, one after the other. It
 * prints the results of both. Its arguments are the URL, the number of
 * requests, and the context, which is absent for unobserved requests.
 *
 * @module
 */

import { deadline } from "@std/async";
import { InternetError } from "../../error.ts";
import { INTERNET_FLAG_PASSIVE } from "../../flags.ts";
import { InternetOpenUrl, InternetSetOption } from "../../internet.ts";
import {
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { readText } from "../helpers/calls.ts";
import { watch } from "../helpers/watch.ts";

/** The timeouts of the session, in milliseconds. */
const TIMEOUT = 10_000;
/** A call that has not settled after this many milliseconds never will. */
const PATIENCE = 2 * TIMEOUT;
/** The number of requests afterwards. */
const AFTERWARDS = 20;

/** The number of occurrences of each result: error codes, or 0 for a complete response. */
export type Ends = Record<string, number>;

/** The output of the program, as JSON. */
export interface ManyOutcome {
  /** The results of the simultaneous requests. */
  readonly atOnce: Ends;
  /** The results of the later requests, which were sent one after the other. */
  readonly afterwards: Ends;
  /** The time for the simultaneous requests, in milliseconds. */
  readonly duration: number;
}

async function get(
  hInternet: HINTERNET,
  url: string,
  dwContext: unknown,
): Promise<string> {
  try {
    const hFile = await InternetOpenUrl(
      hInternet,
      url,
      null,
      INTERNET_FLAG_PASSIVE,
      dwContext,
    );
    let text = "";
    for (;;) {
      const piece = await readText(hFile);
      if (piece === "") break;
      text += piece;
    }
    await hFile[Symbol.asyncDispose]();
    return text.startsWith("hello") ? "0" : `"${text}"`;
  } catch (error) {
    if (error instanceof InternetError) return String(error.code);
    return (error as Error).name;
  }
}

function count(ends: readonly string[]): Ends {
  const counts: Ends = {};
  for (const end of ends) counts[end] = (counts[end] ?? 0) + 1;
  return counts;
}

async function run(
  url: string,
  many: number,
  dwContext: unknown,
): Promise<ManyOutcome> {
  // The context decides if a request is observed: the callback receives no
  // status of a request without one.
  await using session = watch();
  const { hInternet } = session;
  InternetSetOption(hInternet, INTERNET_OPTION_RECEIVE_TIMEOUT, TIMEOUT);
  if (dwContext !== 0) {
    InternetSetOption(hInternet, INTERNET_OPTION_CONNECT_TIMEOUT, TIMEOUT);
  }
  const startedAt = performance.now();
  const atOnce = await Promise.all(
    Array.from({ length: many }, () => bounded(hInternet, url, dwContext)),
  );
  const duration = Math.round(performance.now() - startedAt);
  const afterwards: string[] = [];
  for (let left = AFTERWARDS; left > 0; left--) {
    afterwards.push(await bounded(hInternet, url, dwContext));
  }
  return { atOnce: count(atOnce), afterwards: count(afterwards), duration };
}

function bounded(
  hInternet: HINTERNET,
  url: string,
  dwContext: unknown,
): Promise<string> {
  return deadline(get(hInternet, url, dwContext), PATIENCE)
    .catch((error) => `hangs (${error.name})`);
}

/**
 * Deno 2.9.6 opens the pipe of its signals when it first needs it, and panics
 * if no descriptor is left for it (ext/signals/lib.rs).
 */
function openSignals(): void {
  const listener = () => {};
  Deno.addSignalListener("SIGUSR2", listener);
  Deno.removeSignalListener("SIGUSR2", listener);
}

if (import.meta.main) {
  openSignals();
  const [url = "", many = "", dwContext = ""] = Deno.args;
  const outcome = await run(url, Number(many), dwContext || 0);
  await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(outcome)));
  // A call that hangs must not keep the program alive.
  Deno.exit();
}
