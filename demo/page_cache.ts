// Copyright 2026 the wininet authors. MIT license.

/**
 * The cache of the demo `page`: a directory with the downloaded resources and
 * the time that each download took, so that the next run can show the savings.
 *
 * @module
 */

import { closeUrlCache, openUrlCache } from "../mod.ts";
import type { Download } from "./download.ts";

/** The time of each download from its site in milliseconds, by URL. */
type Times = Record<string, number>;

/** An open cache. */
export class PageCache implements AsyncDisposable {
  readonly #file: string;
  readonly #times: Times;

  private constructor(file: string, times: Times) {
    this.#file = file;
    this.#times = times;
  }

  /** Opens the cache in a directory, which is created if it does not exist. */
  static async open(folder: string): Promise<PageCache> {
    await openUrlCache({ path: folder });
    const file = `${folder}/page-times.json`;
    return new PageCache(file, await readTimes(file));
  }

  /** Returns the savings of the cache, and stores the times of the downloads. */
  async report(downloads: readonly Download[]): Promise<string> {
    const complete = downloads.filter(({ phase }) => phase === "complete");
    const saved = complete.filter(({ source }) => source !== "site");
    const bytes = saved.reduce((sum, { bytes }) => sum + bytes, 0);
    const time = saved.reduce((sum, one) => sum + this.#savedTime(one), 0);
    const validated = saved.filter(({ asked }) => asked).length;
    for (const { source, url, duration } of complete) {
      if (source === "site") this.#times[url] = Math.round(duration);
    }
    await Deno.writeTextFile(this.#file, JSON.stringify(this.#times));
    return `From the cache: ${saved.length} of ${complete.length}, ${validated} of them validated (304). ` +
      `That saved ${bytes} bytes and ${Math.round(time)} ms.\n`;
  }

  /**
   * Returns the number of milliseconds by which a download was faster than the
   * one from the site.
   */
  #savedTime({ url, duration }: Download): number {
    return Math.max(0, (this.#times[url] ?? duration) - duration);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return closeUrlCache();
  }
}

/**
 * Reads the times of earlier runs. Returns no times if the file does not exist
 * or is damaged.
 */
async function readTimes(file: string): Promise<Times> {
  try {
    const times: Times = JSON.parse(await Deno.readTextFile(file));
    return Object.fromEntries(
      Object.entries(times).filter(([, time]) => Number.isFinite(time)),
    );
  } catch (error) {
    const isUsual = error instanceof Deno.errors.NotFound ||
      error instanceof SyntaxError || error instanceof TypeError;
    if (isUsual) return {};
    throw error;
  }
}
