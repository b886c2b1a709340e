// Copyright 2026 the wininet authors. MIT license.

/**
 * A session that records every status of its callback, and reports when one
 * arrives.
 *
 * @module
 */

import {
  INTERNET_FLAG_ASYNC,
  INTERNET_OPEN_TYPE_PRECONFIG,
} from "../../flags.ts";
import { InternetOpen, InternetSetStatusCallback } from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { STATUS_NAMES } from "../../_base/status_names.ts";

/** One call of the callback. */
export interface WatchedStatus {
  readonly hInternet: HINTERNET;
  readonly dwContext: unknown;
  readonly status: number;
  /** The name of the status without INTERNET_STATUS_. */
  readonly name: string;
  readonly information: unknown;
}

/** The options for opening the session. */
export interface WatchOptions {
  /** @default {true} */
  asynchronous?: boolean;
  /** One of the INTERNET_OPEN_TYPE_* constants. @default {INTERNET_OPEN_TYPE_PRECONFIG} */
  accessType?: number;
  /** Runs inside the callback, after the entry was made. */
  onStatus?: (entry: WatchedStatus) => void;
}

/** A watched session. */
export interface Watch extends AsyncDisposable {
  readonly hInternet: HINTERNET;
  /** Everything since the start, or since it was last emptied (`log.length = 0`). */
  readonly log: WatchedStatus[];
  /** The names in the log; of one context only if it is passed. */
  names(dwContext?: unknown): string[];
  /**
   * Resolves with the first entry of this name (and context) that is in the log
   * or is added to it.
   */
  until(name: string, dwContext?: unknown): Promise<WatchedStatus>;
}

/** Opens a session and logs its statuses. */
export function watch(options: WatchOptions = {}): Watch {
  const {
    asynchronous = true,
    accessType = INTERNET_OPEN_TYPE_PRECONFIG,
    onStatus,
  } = options;
  const flags = asynchronous ? INTERNET_FLAG_ASYNC : 0;
  const hInternet = InternetOpen("watch/1", accessType, null, null, flags);
  const log: WatchedStatus[] = [];
  const waiting = new Set<(entry: WatchedStatus) => void>();
  InternetSetStatusCallback(
    hInternet,
    (handle, dwContext, status, information) => {
      const name = (STATUS_NAMES.get(status) ?? String(status))
        .replace("INTERNET_STATUS_", "");
      const entry = { hInternet: handle, dwContext, status, name, information };
      log.push(entry);
      for (const take of waiting) take(entry);
      onStatus?.(entry);
    },
  );
  return {
    hInternet,
    log,
    names: (dwContext) => namesOf(log, dwContext),
    until: (name, dwContext) => firstOf(log, waiting, name, dwContext),
    [Symbol.asyncDispose]: () => hInternet[Symbol.asyncDispose](),
  };
}

function namesOf(log: readonly WatchedStatus[], dwContext: unknown): string[] {
  return log
    .filter((entry) => dwContext === undefined || entry.dwContext === dwContext)
    .map(({ name }) => name);
}

function firstOf(
  log: readonly WatchedStatus[],
  waiting: Set<(entry: WatchedStatus) => void>,
  name: string,
  dwContext: unknown,
): Promise<WatchedStatus> {
  const matches = (entry: WatchedStatus) =>
    entry.name === name &&
    (dwContext === undefined || entry.dwContext === dwContext);
  const known = log.find(matches);
  if (known) return Promise.resolve(known);
  return new Promise((resolve) => {
    const take = (entry: WatchedStatus) => {
      if (!matches(entry)) return;
      waiting.delete(take);
      resolve(entry);
    };
    waiting.add(take);
  });
}
