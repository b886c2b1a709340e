// Copyright 2026 the wininet authors. MIT license.

/**
 * Many downloads: takes URLs from a list while connections are free, and yields
 * the results in the order of completion.
 *
 * The list may be endless. So the number of downloads that have started and
 * whose results were not taken is limited, including those that wait for their
 * host or for their next attempt.
 *
 * @module
 */

import { ERROR_PATH_NOT_FOUND, type InternetError } from "../error.ts";
import { INTERNET_OPEN_TYPE_PRECONFIG } from "../flags.ts";
import type { HINTERNET } from "../structures.ts";
import { Bell } from "../_base/bell.ts";
import { abortable } from "../_base/deadline.ts";
import { asInternetError } from "../_base/failure.ts";
import { FolderNames } from "../_base/folder_names.ts";
import { checkPermission, localError } from "../_base/local_file.ts";
import { NO_TIMEOUT } from "../_base/timeouts.ts";
import { Session } from "../_core/session.ts";
import { Download, type DownloadContext } from "./download.ts";
import { Names } from "./names.ts";
import { nameOfUrl } from "./name.ts";
import {
  checkedItem,
  type CheckedOptions,
  type DownloadItem,
  type DownloadResult,
  type Item,
} from "./options.ts";
import { Places } from "./places.ts";
import { TotalMeter } from "./progress.ts";
import { Watches } from "./watch.ts";

/** The User-Agent of a session that belongs to the call. */
const AGENT = "wininet";

/** The maximum time without data, in milliseconds, for a session that belongs to the call. */
const PATIENCE = 60_000;

/** The maximum number of downloads that wait for their host or for their next attempt. */
const LOOKAHEAD = 64;

type SharedContext = Omit<DownloadContext, "enter">;

/** Returns the data that the downloads of a call share. */
function contextOf(
  options: CheckedOptions,
  signal: AbortSignal,
  folder: FolderNames | null,
): SharedContext {
  const clock = () => performance.now();
  // Rates are needed for reports only.
  const rateClock = options.onProgress === undefined ? () => 0 : clock;
  const own = options.hInternet === undefined;
  return {
    hInternet: options.hInternet ?? openSession(),
    options,
    signal,
    clock,
    rateClock,
    meter: new TotalMeter(rateClock),
    watches: new Watches(signal, own ? PATIENCE : NO_TIMEOUT),
    folder,
  };
}

/** Does the same as `InternetOpen`, without loading protocols that the list may not need. */
function openSession(): HINTERNET {
  return new Session({
    agent: AGENT,
    accessType: INTERNET_OPEN_TYPE_PRECONFIG,
    proxies: null,
    proxyText: null,
    bypassText: null,
    asynchronous: false,
    offline: false,
  });
}

/** Closes the session of a call, and waits until its work has ended. */
async function close(
  { hInternet, options, watches }: SharedContext,
): Promise<void> {
  watches[Symbol.dispose]();
  if (options.hInternet === undefined) await hInternet[Symbol.asyncDispose]();
}

/** Downloads one URL. */
export async function downloadOne(
  url: string,
  target: string | WritableStream<Uint8Array>,
  options: CheckedOptions,
): Promise<DownloadResult> {
  // A separate signal, so that no listener stays on that of the program.
  const signal = AbortSignal.any(options.signal ? [options.signal] : []);
  const context = contextOf(options, signal, null);
  context.meter.complete();
  const enter = () => Promise.resolve({ [Symbol.dispose]: () => {} });
  const { checksum } = options;
  const init = { url, target, checksum, pathOf: (name: string) => name };
  try {
    return await new Download(init, { ...context, enter }).run();
  } finally {
    await close(context);
  }
}

/** Downloads all URLs of a list. */
export async function* downloadEach(
  items: Iterable<Item> | AsyncIterable<Item>,
  directory: string,
  options: CheckedOptions,
): AsyncGenerator<DownloadResult, void> {
  await makeFolder(directory);
  const batch = new Batch(directory, options);
  try {
    batch.start(items);
    for (let result; (result = await batch.next()) !== null;) yield result;
  } finally {
    await batch.stop();
  }
}

/** The downloads of a call. */
class Batch {
  readonly #directory: string;
  readonly #options: CheckedOptions;
  readonly #stop = new AbortController();
  readonly #context: SharedContext;
  readonly #places: Places;
  readonly #names = new Names();
  readonly #bell = new Bell();
  readonly #finished: DownloadResult[] = [];
  #running = 0;
  /** Settles when no more URLs are taken from the list. */
  #feeding: Promise<void> | null = null;
  /** `true` if the list has ended. */
  #isFed = false;
  /** The error thrown by the list, if any. */
  #fault: { readonly error: unknown } | null = null;

  constructor(directory: string, options: CheckedOptions) {
    this.#directory = directory;
    this.#options = options;
    const signals = [this.#stop.signal, options.signal];
    const signal = AbortSignal.any(signals.filter((one) => one !== undefined));
    const folder = new FolderNames(joined(directory, ""));
    this.#context = contextOf(options, signal, folder);
    signal.addEventListener("abort", () => this.#bell.ring(), { once: true });
    const { connections, perHost } = options;
    this.#places = new Places(connections, perHost, () => this.#bell.ring());
  }

  /** Starts taking URLs from a list. */
  start(items: Iterable<Item> | AsyncIterable<Item>): void {
    const iterator = Symbol.asyncIterator in items
      ? items[Symbol.asyncIterator]()
      : items[Symbol.iterator]();
    this.#feeding = this.#feed(iterator);
  }

  /** Returns the next result, or `null` after the last one. */
  async next(): Promise<DownloadResult | null> {
    for (;;) {
      const result = this.#finished.shift();
      if (result !== undefined) {
        this.#bell.ring();
        return result;
      }
      if (this.#isFed && this.#running === 0) break;
      await this.#bell.heard();
    }
    if (this.#fault !== null) throw this.#fault.error;
    return null;
  }

  /** Stops all downloads, and waits until they have ended. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#feeding;
    while (this.#running > 0) await this.#bell.heard();
    await close(this.#context);
  }

  get #hasRoom(): boolean {
    return this.#places.hasRoom &&
      this.#running + this.#finished.length <
        this.#options.connections + LOOKAHEAD;
  }

  async #feed(iterator: Iterator<Item> | AsyncIterator<Item>): Promise<void> {
    const { signal, meter } = this.#context;
    try {
      for (;;) {
        while (!this.#hasRoom) {
          await this.#bell.heard();
          signal.throwIfAborted();
        }
        const step = iterator.next();
        const next = "done" in step ? step : await abortable(step, signal);
        signal.throwIfAborted();
        if (next.done) break;
        this.#begin(next.value);
      }
    } catch (error) {
      if (!signal.aborted) this.#fault = { error };
      // Not awaited: a generator that is waiting would not return.
      else Promise.resolve(iterator.return?.()).catch(() => {});
    }
    this.#isFed = true;
    meter.complete();
    this.#bell.ring();
  }

  async #begin(item: Item): Promise<void> {
    this.#running++;
    let result: DownloadResult;
    try {
      result = await this.#download(checkedItem(item));
    } catch (error) {
      result = failed(item, asInternetError(error));
    }
    this.#running--;
    this.#finished.push(result);
    this.#bell.ring();
  }

  async #download(
    { url, target, checksum }: DownloadItem & { readonly url: string },
  ): Promise<DownloadResult> {
    using claim = this.#names.claimer(url);
    const pathOf = (name: string) => {
      claim.take(name);
      return joined(this.#directory, name);
    };
    // Only HTTP servers propose file names.
    const known = target ??
      (/^https?:/i.test(url) ? null : nameOfUrl(url));
    const init = {
      url,
      target: known === null ? null : pathOf(known),
      checksum: checksum ?? this.#options.checksum,
      pathOf: (name: string) => pathOf(name || nameOfUrl(url)),
    };
    const folder = target?.slice(0, target.lastIndexOf("/") + 1);
    if (folder) await makeFolder(joined(this.#directory, folder));
    const host = URL.parse(url)?.hostname.toLowerCase() ?? "";
    const enter = (signal: AbortSignal) => this.#places.enter(host, signal);
    return await new Download(init, { ...this.#context, enter }).run();
  }
}

/** Returns the result for an invalid element of the list. */
function failed(item: unknown, error: InternetError): DownloadResult {
  const { url = item } = Object(item) as { url?: unknown };
  return {
    url: String(url),
    target: null,
    ok: false,
    bytes: 0,
    total: null,
    resumedFrom: 0,
    attempts: 0,
    milliseconds: 0,
    error,
  };
}

function joined(directory: string, name: string): string {
  return `${directory.replace(/(?<=.)\/+$/, "")}/${name}`.replace(/^\/\//, "/");
}

async function makeFolder(path: string): Promise<void> {
  const action = `create the folder "${path}"`;
  checkPermission(action, path, "read", "write");
  try {
    await Deno.mkdir(path, { recursive: true });
  } catch (error) {
    throw localError(action, error, ERROR_PATH_NOT_FOUND);
  }
}
