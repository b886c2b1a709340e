// Copyright 2026 the wininet authors. MIT license.

/**
 * The progress of one download and of all downloads of a call. The clock is an argument.
 *
 * @module
 */

import type { Progress, TotalProgress } from "./options.ts";
import { RateMeter, remainingSeconds } from "./rate.ts";

/** Returns the current time in milliseconds. */
export type Clock = () => number;

/** The minimum time between two reports of a download, in milliseconds. */
const REPORT_INTERVAL = 100;

/** The progress of all downloads of a call. */
export class TotalMeter {
  readonly #clock: Clock;
  readonly #rate: RateMeter;
  #bytes = 0;
  /** The sum of the known sizes. */
  #known = 0;
  #unknown = 0;
  #started = 0;
  #done = 0;
  #failed = 0;
  /** `true` if no further download will start. */
  #isComplete = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#rate = new RateMeter(clock());
  }

  /** Counts a download that starts. */
  start(): void {
    this.#started++;
    this.#unknown++;
  }

  /** Counts a download that has ended. */
  end(isDone: boolean): void {
    if (isDone) this.#done++;
    else this.#failed++;
  }

  /** Records that no more downloads will start. */
  complete(): void {
    this.#isComplete = true;
  }

  /** Changes the number of bytes; only bytes that have just arrived count for the rate. */
  move(bytes: number, arrived: number): void {
    this.#bytes += bytes;
    this.#rate.add(arrived, this.#clock());
  }

  /** Replaces the size of a download; `null` means not known. */
  resize(before: number | null, now: number | null): void {
    if (before === null) this.#unknown--;
    else this.#known -= before;
    if (now === null) this.#unknown++;
    else this.#known += now;
  }

  /** Returns the progress. */
  snapshot(): TotalProgress {
    const bytes = this.#bytes;
    const isKnown = this.#isComplete && this.#unknown === 0;
    const total = isKnown ? this.#known : null;
    const rate = this.#rate.rate(this.#clock());
    return {
      started: this.#started,
      done: this.#done,
      failed: this.#failed,
      bytes,
      total,
      rate,
      remaining: remainingSeconds(bytes, total, rate),
    };
  }
}

/** The progress of one download. */
export class Meter {
  readonly #url: string;
  readonly #all: TotalMeter;
  readonly #clock: Clock;
  readonly #report: ((progress: Progress) => void) | undefined;
  #rate: RateMeter;
  #bytes = 0;
  #total: number | null = null;
  #reportedAt = -Infinity;

  constructor(
    url: string,
    all: TotalMeter,
    clock: Clock,
    report: ((progress: Progress) => void) | undefined,
  ) {
    this.#url = url;
    this.#all = all;
    this.#clock = clock;
    this.#report = report;
    this.#rate = new RateMeter(clock());
    all.start();
  }

  /** The number of bytes so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The size of the whole file in bytes, or `null` if it is not known. */
  get total(): number | null {
    return this.#total;
  }

  /** Records the start of an attempt: the existing bytes and the size. */
  begin(bytes: number, total: number | null): void {
    this.#all.move(bytes - this.#bytes, 0);
    this.#all.resize(this.#total, total);
    this.#bytes = bytes;
    this.#total = total;
    // The wait before this attempt does not lower the rate.
    this.#rate = new RateMeter(this.#clock());
    this.#tell(false);
    // The first bytes are always reported.
    this.#reportedAt = -Infinity;
  }

  /** Counts bytes that have arrived. */
  add(count: number): void {
    this.#bytes += count;
    this.#rate.add(count, this.#clock());
    this.#all.move(count, count);
    this.#tell(false);
  }

  /** Records the end of the download. */
  end(isDone: boolean): void {
    // After the end no more bytes can come, whatever size was announced.
    this.#all.resize(this.#total, this.#bytes);
    if (isDone) this.#total = this.#bytes;
    this.#all.end(isDone);
    this.#tell(true);
  }

  #tell(always: boolean): void {
    if (this.#report === undefined) return;
    const now = this.#clock();
    if (!always && now - this.#reportedAt < REPORT_INTERVAL) return;
    this.#reportedAt = now;
    const [bytes, total] = [this.#bytes, this.#total];
    const rate = this.#rate.rate(now);
    const remaining = remainingSeconds(bytes, total, rate);
    const all = this.#all.snapshot();
    try {
      this.#report({ url: this.#url, bytes, total, rate, remaining, all });
    } catch (error) {
      // Like an error of a status callback, this stops nothing.
      reportError(error);
    }
  }
}
