// Copyright 2026 the wininet authors. MIT license.

/**
 * One download: carries out its state (`state.ts`), and makes the result.
 *
 * Each attempt opens the target again. So an attempt that continues an earlier
 * one works like an attempt that continues the part of a killed program.
 *
 * @module
 */

import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INVALID_DATA,
  InternetError,
} from "../error.ts";
import type { HINTERNET } from "../structures.ts";
import { pause } from "../_base/deadline.ts";
import { asInternetError, plainMessage } from "../_base/failure.ts";
import type { FolderNames } from "../_base/folder_names.ts";
import { openTarget } from "../_base/local_target.ts";
import type { Continuation } from "../_base/part_file.ts";
import { quotedUrl } from "../_base/secrets.ts";
import { Verifier } from "./checksum.ts";
import type { CheckedOptions, Checksum, DownloadResult } from "./options.ts";
import type { Place } from "./places.ts";
import { type Clock, Meter, type TotalMeter } from "./progress.ts";
import { isTransient, StatusError, tellRetry } from "./retry.ts";
import { openSource, read, type Source, type SourceInit } from "./source.ts";
import { type DownloadEvent, FIRST_STATE, nextState } from "./state.ts";
import { type Target, WritableTarget } from "./target.ts";
import type { Watch, Watches } from "./watch.ts";

/** The maximum number of bytes that are read at a time. */
const BUFFER_SIZE = 262_144;

/**
 * The number of bytes after which a part gets its note during the download, so
 * that it can be continued if the program is killed. Downloading fewer bytes
 * again is as fast as writing the note.
 */
const NOTED_BYTES = 65_536;

/** A download to make. */
export interface DownloadInit {
  readonly url: string;
  /** The path of the file, a stream, or `null` if the response determines the name. */
  readonly target: string | WritableStream<Uint8Array> | null;
  readonly checksum: Checksum | undefined;
  /**
   * Returns the path for the name that a server proposes (`""` for none);
   * throws if it is in use.
   */
  readonly pathOf: (name: string) => string;
}

/** The data that all downloads of a call share. */
export interface DownloadContext {
  readonly hInternet: HINTERNET;
  readonly options: CheckedOptions;
  readonly signal: AbortSignal;
  readonly meter: TotalMeter;
  readonly clock: Clock;
  /** The clock of the progress meters. */
  readonly rateClock: Clock;
  /** The time limits of attempts, which differ from those of the session. */
  readonly watches: Watches;
  /** The names in the directory of the files; `null` for a single file. */
  readonly folder: FolderNames | null;
  /** Waits until another download may start. */
  readonly enter: (signal: AbortSignal) => Promise<Place>;
}

/** The bytes that a failed attempt has kept. */
interface Kept {
  readonly path: string;
  readonly bytes: number;
}

/** Returns the bytes that a target already has. */
function continuationOf(target: Target | null): Continuation | null {
  return target === null
    ? null
    : { offset: target.start, version: target.version };
}

/** One download. */
export class Download {
  readonly #init: DownloadInit;
  readonly #context: DownloadContext;
  readonly #meter: Meter;
  readonly #stream: WritableTarget | null;
  /** The path of the file, as soon as it is known. */
  #path: string | null;
  #target: Target | null = null;
  #verifier: Verifier | null = null;
  #resumedFrom: number | null = null;
  #kept: Kept | null = null;
  /** `true` if a later run can continue the part. */
  #isNoted = false;
  /** The failure of the attempt before. */
  #lastFailure: InternetError | null = null;

  constructor(init: DownloadInit, context: DownloadContext) {
    const { url, target } = init;
    const { options, signal, rateClock, meter } = context;
    this.#init = init;
    this.#context = context;
    this.#meter = new Meter(url, meter, rateClock, options.onProgress);
    this.#path = typeof target === "string" ? target : null;
    this.#stream = target instanceof WritableStream
      ? new WritableTarget(target, signal)
      : null;
  }

  /** Downloads. A failure is part of the result. */
  async run(): Promise<DownloadResult> {
    const { clock, enter, signal, options } = this.#context;
    const policy = { retries: options.retries, random: Math.random };
    let startedAt = clock();
    let place = null as Place | null;
    let state = FIRST_STATE;
    for (;;) {
      let event: DownloadEvent;
      switch (state.name) {
        case "attempt":
          event = await this.#outcome("arrived", async () => {
            place = await enter(signal);
            if (state.attempt === 1) startedAt = clock();
            await this.#attempt();
          });
          break;
        case "verify":
          event = await this.#outcome("verified", () => this.#verify());
          break;
        case "wait": {
          const { attempt, milliseconds } = state;
          const { url } = this.#init;
          const error = this.#lastFailure!;
          tellRetry(options.onRetry, { url, attempt, milliseconds, error });
          event = await this.#outcome(
            "waited",
            () => pause(milliseconds, signal),
          );
          break;
        }
        case "done":
          return this.#result(state.attempt, startedAt, null);
        case "failed":
          return this.#result(state.attempt, startedAt, state.error);
      }
      state = nextState(state, event, policy);
      if (state.name !== "verify") {
        place?.[Symbol.dispose]();
        place = null;
      }
    }
  }

  /** Carries out a state; returns the event that ended it. */
  async #outcome(
    name: "arrived" | "verified" | "waited",
    work: () => Promise<void>,
  ): Promise<DownloadEvent> {
    try {
      await work();
      return { name };
    } catch (cause) {
      const { signal } = this.#context;
      const error = signal.aborted
        ? this.#cancelled(signal.reason)
        : asInternetError(cause);
      const isSpent = this.#target?.isStream === true && this.#meter.bytes > 0;
      const mayPass = !signal.aborted && !isSpent && isTransient(error);
      const retryAfter = error instanceof StatusError ? error.retryAfter : null;
      this.#lastFailure = error;
      return { name: "failed", error, isTransient: mayPass, retryAfter };
    }
  }

  #cancelled(reason: unknown): InternetError {
    return new InternetError(
      ERROR_INTERNET_OPERATION_CANCELLED,
      `Cannot download ${
        quotedUrl(this.#init.url)
      }: the program has stopped it`,
      { cause: reason },
    );
  }

  // ---- an attempt ----

  async #attempt(): Promise<void> {
    const { checksum, url } = this.#init;
    const { hInternet, options, watches } = this.#context;
    this.#kept = null;
    this.#target = null;
    this.#isNoted = false;
    if (checksum !== undefined) {
      this.#verifier ??= await Verifier.of(checksum);
    }
    using watch = watches.start(url);
    const init: SourceInit = {
      hInternet,
      url,
      flags: options.dwFlags,
      resumes: options.resume,
      watch,
    };
    let source: Source | null = null;
    try {
      if (this.#path !== null || this.#stream !== null) await this.#open();
      watch.live();
      source = await openSource(init, continuationOf(this.#target));
      if (this.#target === null) {
        this.#path = this.#init.pathOf(source.name);
        await this.#open();
        source = await this.#continued(init, source);
      }
      await this.#receive(source, watch);
    } catch (error) {
      this.#leave(source);
      throw watch.ended?.reason ?? error;
    } finally {
      source?.handle[Symbol.dispose]();
    }
  }

  async #open(): Promise<void> {
    if (this.#stream !== null) {
      this.#target = this.#stream;
      return;
    }
    const { options: { overwrite, resume }, signal, folder } = this.#context;
    await folder?.refresh();
    const local = {
      failIfExists: !overwrite,
      resume,
      signal,
      folder: folder ?? undefined,
    };
    this.#target = await openTarget(this.#path!, local);
  }

  /**
   * Requests only the rest, if an earlier run has left a part of the file that
   * the server has just named.
   */
  async #continued(init: SourceInit, source: Source): Promise<Source> {
    const target = this.#target!;
    if (target.start === 0 || target.version === null) return source;
    source.handle[Symbol.dispose]();
    return await openSource(init, continuationOf(target));
  }

  async #receive(source: Source, watch: Watch): Promise<void> {
    const target = this.#target!;
    const { start, total, handle } = source;
    if (start === 0 && target.start > 0) target.restart(this.#lastFailure);
    if (start === 0) this.#verifier?.restart();
    else await this.#verifyStart(target);
    // Bytes that this call has received itself are not those of an earlier run.
    this.#resumedFrom = start === 0 ? 0 : this.#resumedFrom ?? start;
    const meter = this.#meter;
    meter.begin(start, total);
    const buffer = new Uint8Array(
      Math.min(BUFFER_SIZE, Math.max(1, (total ?? BUFFER_SIZE) - start)),
    );
    for (;;) {
      watch.live();
      const count = await read(handle, buffer, true);
      // Waiting for the reader of a stream does not count as waiting for the
      // server.
      watch.rest();
      if (count === 0) break;
      const bytes = buffer.subarray(0, count);
      if (!this.#isNoted && meter.bytes >= NOTED_BYTES) this.#note(source);
      await target.write(bytes);
      this.#verifier?.update(bytes);
      meter.add(count);
    }
    if (total === null || meter.bytes === total) return;
    throw new InternetError(
      ERROR_INTERNET_CONNECTION_ABORTED,
      `Cannot download ${
        quotedUrl(this.#init.url)
      }: only ${meter.bytes} of ${total} bytes have arrived, start it again to get the rest`,
    );
  }

  /** Passes the existing bytes to the verifier. */
  async #verifyStart(target: Target): Promise<void> {
    const path = this.#verifier === null ? null : target.written();
    if (path !== null) await this.#verifier!.restartWith(path);
  }

  #note(source: Source): void {
    const version = this.#context.options.resume ? source.version() : null;
    if (version === null) return;
    this.#target!.note(version);
    this.#isNoted = true;
  }

  /** Closes the target after a failure. The part is kept if a later attempt can continue it. */
  #leave(source: Source | null): void {
    const target = this.#target;
    if (target === null) return;
    // Without a response nothing is known about the part of an earlier run, so
    // it is not changed.
    const version = source === null ? target.version : source.version();
    const keeps = this.#context.options.resume &&
      (source === null || version !== null);
    if (keeps && source !== null) this.#note(source);
    const path = target.written();
    if (source === null && version !== null) {
      this.#meter.begin(target.start, version.size);
    }
    const { bytes } = this.#meter;
    if (keeps && version !== null && bytes > 0 && path !== null) {
      this.#kept = { path, bytes };
    }
    target.discard(keeps);
  }

  // ---- the end ----

  async #verify(): Promise<void> {
    const target = this.#target!;
    try {
      this.#verifier?.check(this.#init.url);
      this.#context.signal.throwIfAborted();
      await target.commit(null);
    } catch (error) {
      const isWrong = error instanceof InternetError &&
        error.code === ERROR_INVALID_DATA;
      target.discard(!isWrong && this.#isNoted);
      throw error;
    }
  }

  #result(
    attempts: number,
    startedAt: number,
    cause: InternetError | null,
  ): DownloadResult {
    const error = cause === null ? null : this.#withPart(cause);
    if (error !== null) this.#stream?.abort(error);
    const meter = this.#meter;
    meter.end(error === null);
    return {
      url: this.#init.url,
      target: this.#path,
      ok: error === null,
      bytes: meter.bytes,
      total: meter.total,
      resumedFrom: this.#resumedFrom ?? 0,
      attempts,
      milliseconds: this.#context.clock() - startedAt,
      error,
    };
  }

  /**
   * Returns the error with the name of the part, so that the user knows that
   * the next run continues it.
   */
  #withPart(error: InternetError): InternetError {
    if (this.#kept === null) return error;
    const { path, bytes } = this.#kept;
    const { responseText } = error;
    return new InternetError(
      error.code,
      `${
        plainMessage(error)
      }; ${bytes} bytes are kept in "${path}" for the next run`,
      { cause: error, ...(responseText !== undefined && { responseText }) },
    );
  }
}
