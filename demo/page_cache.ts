// Copyright 2026 the wininet authors. MIT license.

/**
 * The cache of the demo `page`: a folder with what was downloaded, and with how long each
 * download took, so that the next run can show what the cache saves.
 *
 * @module
 */

import { closeUrlCache, openUrlCache } from "../mod.ts";
import type { Download } from "./download.ts";

/** Milliseconds that a download from its site took, by its URL. */
type Times = Record<string, number>;

/** An open cache. */
export class PageCache implements AsyncDisposable {
  readonly #file: string;
  readonly #times: Times;

  private constructor(file: string, times: Times) {
    this.#file = file;
    this.#times = times;
  }

  /** Opens the cache in a folder, which is made if it is not there. */
  static async open(folder: string): Promise<PageCache> {
    await openUrlCache({ path: folder });
    const file = `${folder}/page-times.json`;
    return new PageCache(file, await readTimes(file));
  }

  /** Says what the cache has saved, and remembers what the downloads took. */
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

  /** Milliseconds by which a download was faster than when it came from its site. */
  #savedTime({ url, duration }: Download): number {
    return Math.max(0, (this.#times[url] ?? duration) - duration);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return closeUrlCache();
  }
}

/** Reads the times of earlier runs; none if there are none, or the file is damaged. */
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
