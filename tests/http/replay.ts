// Copyright 2026 the wininet authors. MIT license.

/**
 * Replays the calls of a recorded scenario: the same functions in the same
 * order, in an observed session.
 *
 * @module
 */

import { HSR_CHUNKED } from "../../flags.ts";
import {
  HttpEndRequest,
  HttpOpenRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import {
  InternetConnect,
  InternetOpenUrl,
  InternetQueryDataAvailable,
  InternetReadFile,
  InternetSetFilePointer,
  InternetSetOption,
  InternetWriteFile,
} from "../../internet.ts";
import {
  INTERNET_OPTION_CONTEXT_VALUE,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import type { Watch, WatchedStatus } from "../helpers/watch.ts";

/** The parameters of a scenario. */
export interface Scenario {
  /** @default {"/small"} */
  path?: string;
  /** @default {"GET"} */
  verb?: string;
  /** @default {"127.0.0.1"} */
  host?: string;
  /**
   * The kind of server: HTTP, HTTPS, or one that only sends text. @default
   * {"http"}
   */
  server?: "http" | "tls" | "text";
  dwFlags?: number;
  body?: string;
  /**
   * The length of each read in bytes. @default {65536}
   */
  size?: number;
  /** @default {1} */
  dwContext?: unknown;
  /** The URL of InternetOpenUrl, if it is not made from the path. */
  url?: string;
  /**
   * `true` if handles are only opened and closed; the other calls are refused,
   * and tested elsewhere.
   */
  onlyHandles?: boolean;
  /** The option that InternetSetOption sets. */
  option?: "context" | "timeout";
  /** The body length in bytes that is passed to HttpSendRequestEx. */
  total?: number;
  /** A call that is not awaited: the next one closes its handle. */
  pending?: "send" | "read";
  /** The handles in the order in which they are closed, if it is not the newest first. */
  closes?: string[];
}

/** The server of the scenarios, and the gates that it waits for. */
export interface Stage {
  readonly watched: Watch;
  /** The port of the scenario's server. */
  readonly port: number;
  /** Lets the server send its next piece. */
  release(): void;
}

/** Plays the calls of one scenario. */
export class Replay {
  /** The handles by their names in the recording. */
  readonly handles: Map<string, HINTERNET> = new Map();
  readonly #scenario: Scenario;
  readonly #stage: Stage;
  /** The REQUEST_COMPLETE statuses of reads. */
  readonly #ofReads = new Set<WatchedStatus>();
  readonly #unawaited: Promise<unknown>[] = [];
  #closed = 0;

  constructor(scenario: Scenario, stage: Stage) {
    this.#scenario = scenario;
    this.#stage = stage;
    this.handles.set("hInternet1", stage.watched.hInternet);
  }

  /** The log, without the completions of reads. */
  get log(): WatchedStatus[] {
    return this.#stage.watched.log.filter((entry) => !this.#ofReads.has(entry));
  }

  /** Plays the calls in order; failures are in the log. */
  async play(calls: readonly string[]): Promise<void> {
    for (const call of calls) {
      const [, name = "", result = ""] = /^(\w+?)[AW]?=(.*)$/.exec(call) ?? [];
      await this.#call(name.replace(/Ex[AW]$/, "Ex"), result);
    }
    await Promise.allSettled(this.#unawaited);
    await this.#stage.watched.hInternet[Symbol.asyncDispose]();
  }

  async #call(name: string, result: string): Promise<void> {
    const youngest = [...this.handles.values()].at(-1)!;
    switch (name) {
      case "InternetConnect":
      case "HttpOpenRequest":
      case "InternetOpenUrl":
        // Calls refused in the recording are tested elsewhere.
        if (/^None(?!.*PENDING)/.test(result)) return;
        return await this.#attempt(async () => {
          const handle = await this.#open(name);
          this.handles.set(/^h\w+/.exec(result)?.[0] ?? "hRequest1", handle);
        });
      case "InternetCloseHandle":
        return await this.#close();
    }
    if (this.#scenario.onlyHandles) return;
    switch (name) {
      case "InternetSetOption":
        return this.#setOption(youngest);
      case "InternetReadFile":
      case "InternetReadFileEx":
      case "InternetQueryDataAvailable":
        return await this.#read(name, youngest);
      case "InternetSetFilePointer":
        return await this.#attempt(() => InternetSetFilePointer(youngest, 5));
    }
    await this.#send(name, youngest);
  }

  #open(name: string): Promise<HINTERNET> {
    const { path = "/small", verb = "GET", host = "127.0.0.1" } =
      this.#scenario;
    const { dwFlags = 0, dwContext = 1 } = this.#scenario;
    const { watched: { hInternet }, port } = this.#stage;
    if (name === "InternetOpenUrl") {
      const { url = `http://${host}:${port}${path}` } = this.#scenario;
      return InternetOpenUrl(hInternet, url, null, dwFlags, dwContext);
    }
    if (name === "InternetConnect") {
      return InternetConnect(
        hInternet,
        host,
        port,
        null,
        null,
        3,
        0,
        dwContext,
      );
    }
    const hConnect = this.handles.get("hConnectHttp1")!;
    return HttpOpenRequest(
      hConnect,
      verb,
      path,
      null,
      null,
      null,
      dwFlags,
      dwContext,
    );
  }

  #setOption(hRequest: HINTERNET): void {
    if (this.#scenario.option === "timeout") {
      InternetSetOption(hRequest, INTERNET_OPTION_RECEIVE_TIMEOUT, 100);
    } else InternetSetOption(hRequest, INTERNET_OPTION_CONTEXT_VALUE, 5);
  }

  async #send(name: string, hRequest: HINTERNET): Promise<void> {
    const { body = null, total } = this.#scenario;
    switch (name) {
      case "HttpSendRequest": {
        if (this.#scenario.pending !== "send") {
          return await this.#attempt(() =>
            HttpSendRequest(hRequest, null, body)
          );
        }
        this.#unawaited.push(HttpSendRequest(hRequest));
        await this.#stage.watched.until("RECEIVING_RESPONSE");
        return;
      }
      case "HttpSendRequestEx":
        return await this.#attempt(() =>
          total === undefined
            ? HttpSendRequestEx(
              hRequest,
              null,
              this.#scenario.verb ? HSR_CHUNKED : 0,
            )
            : HttpSendRequestEx(hRequest, { dwBufferTotal: total })
        );
      case "InternetWriteFile":
        return await this.#read(name, hRequest);
      case "HttpEndRequest":
        return await this.#attempt(() => HttpEndRequest(hRequest));
    }
  }

  /** Runs a read, or another call whose result Windows may return synchronously. */
  async #read(name: string, hFile: HINTERNET): Promise<void> {
    const { watched } = this.#stage;
    const buffer = new Uint8Array(this.#scenario.size ?? 65536);
    const start = () =>
      name === "InternetWriteFile"
        ? InternetWriteFile(hFile, "0123456789")
        : name === "InternetQueryDataAvailable"
        ? InternetQueryDataAvailable(hFile)
        : InternetReadFile(hFile, buffer);
    if (this.#scenario.pending === "read") {
      this.#unawaited.push(start());
      await watched.until("RECEIVING_RESPONSE");
      return;
    }
    await this.#attempt(() => {
      const call = start();
      this.#stage.release();
      return call;
    }, () => {
      const last = watched.log.findLast((entry) =>
        entry.name === "REQUEST_COMPLETE"
      );
      if (last) this.#ofReads.add(last);
    });
  }

  async #close(): Promise<void> {
    const name = this.#scenario.closes?.[this.#closed++] ??
      [...this.handles.keys()].at(-1)!;
    const handle = this.handles.get(name);
    // A second close is refused.
    if (handle === undefined) return;
    await handle[Symbol.asyncDispose]();
    this.#shut.set(name, handle);
    this.handles.delete(name);
  }

  readonly #shut = new Map<string, HINTERNET>();

  /** Returns the name of a handle in the recording. */
  nameOf(handle: HINTERNET): string {
    const all = [...this.handles, ...this.#shut];
    return all.find(([, value]) => value === handle)?.[0] ?? "unknown";
  }

  /** Waits for a call; its failure may be a part of the scenario. */
  async #attempt(
    start: () => Promise<unknown>,
    started?: () => void,
  ): Promise<void> {
    try {
      const call = start();
      await call.then(started, started);
    } catch {
      // The call could not start, so it has no status.
    }
  }
}
