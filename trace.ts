// Copyright 2026 the wininet authors. MIT license.

/**
 * Recordings of the transfers of a handle, with the time of each step, as text, HTML, HAR or Chrome
 * trace events.
 *
 * @example Finding the cause of slow transfers
 * ```ts
 * import { InternetOpen, InternetOpenUrl } from "@wininet/wininet/internet";
 * import { readable } from "@wininet/wininet/streams";
 * import { recordTrace } from "@wininet/wininet/trace";
 *
 * async function explain(urls: string[]): Promise<void> {
 *   using hInternet = InternetOpen("my program/1.0");
 *   using trace = recordTrace(hInternet);
 *   await Promise.all(urls.map(async (url) => {
 *     await new Response(readable(await InternetOpenUrl(hInternet, url))).bytes();
 *   }));
 *   console.log(trace.toText());
 *   await Deno.writeTextFile("trace.html", trace.toHtml());
 * }
 * ```
 *
 * @module
 */

import {
  type CallEvent,
  INTERNET_STATUS_HANDLE_CLOSING,
  type StatusEvent,
  statusName,
} from "./status.ts";
import type { WireLine } from "./session_options.ts";
import type { HINTERNET } from "./structures.ts";
import { answer, wrongOption } from "./_base/failure.ts";
import {
  withoutQueries,
  withoutQuery,
  withoutSearch,
} from "./_base/wire_secrets.ts";
import { callChannel, subscribeTo, wireChannel } from "./_core/diagnostics.ts";
import { HandleObject, openHandle } from "./_core/handle.ts";
import { traceChrome } from "./_trace/chrome.ts";
import type { TraceEvent } from "./_trace/events.ts";
import { traceHar } from "./_trace/har.ts";
import { traceHtml } from "./_trace/html.ts";
import { traceText } from "./_trace/text.ts";
import { transfersOf } from "./_trace/transfers.ts";

export type { InternetErrorData } from "./error.ts";
export type { HINTERNET } from "./structures.ts";
export type {
  TraceCall,
  TraceEvent,
  TraceEventBase,
  TraceLine,
  TraceStatus,
} from "./_trace/events.ts";
import type { Recording } from "./_trace/transfer.ts";

/** The maximum number of events; then the recording stops. */
const MAX_EVENTS = 1_000_000;

/** The default number of columns of {@linkcode Trace.toText}. */
const COLUMNS = 80;

/** The query and the fragment of a URL; in Gopher, the search words after a tab. */
const URL_END_REGEXP = /(?:[?#]|%09|\t).*/is;

/** The options of a recording. */
export interface TraceOptions {
  /**
   * `true` to show the queries and fragments of URLs and the search words of Gopher, which may
   * contain secrets.
   *
   * @default {false}
   */
  readonly queries?: boolean;
}

/**
 * A recording of the transfers below a handle.
 *
 * The outputs can be created at any time, also during the recording. They contain no passwords,
 * cookie values or credentials, and the queries of URLs only with {@linkcode TraceOptions.queries}.
 */
export interface Trace extends Disposable {
  /** The events, in the order in which they occurred; at most 1,000,000. */
  readonly events: readonly TraceEvent[];
  /** Ends the recording; disposal does the same. Does nothing if it has ended. */
  stop(): void;
  /**
   * Returns a waterfall chart for a terminal.
   *
   * @param width The number of columns; 80 by default. With less than 60, the lines are longer than `width`.
   */
  toText(width?: number): string;
  /** Returns an HTML page with a bar for each transfer, without scripts and external resources. */
  toHtml(): string;
  /**
   * Returns an HTTP archive (HAR 1.2), to be written as JSON; the developer tools of browsers open
   * it.
   */
  toHar(): object;
  /** Returns Chrome trace events, to be written as JSON; Perfetto opens them. */
  toTraceEvents(): object;
}

/**
 * Records the statuses, calls and lines of a handle and of all handles below it, until
 * `stop`, or until the handle is closed.
 *
 * If HTTP_OPTION_TRANSPORT is `"auto"`, a recorded request uses sockets. With `"fetch"` only the
 * total time of a call is known. Each HTTP request is one transfer, so a call with a redirect has
 * two; each FTP call is one transfer, and so is a login. Time spent by the program, such as the
 * time until its next read, is shown as a separate stage.
 *
 * @param hInternet Any handle; a session to record all its transfers.
 * @param options The options.
 * @returns The recording, which has started.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE), or
 * the options are not an object (ERROR_INVALID_PARAMETER).
 *
 * @example A page, an archive and a waterfall
 * ```ts
 * import { InternetOpen } from "@wininet/wininet/internet";
 * import { recordTrace } from "@wininet/wininet/trace";
 *
 * using hInternet = InternetOpen("my program/1.0");
 * using trace = recordTrace(hInternet);
 * // ... transfers ...
 * trace.stop();
 * const [page, archive] = [trace.toHtml(), JSON.stringify(trace.toHar())];
 * console.log(trace.toText(), page.length, archive.length);
 * ```
 */
export function recordTrace(
  hInternet: HINTERNET,
  options: TraceOptions = {},
): Trace {
  return answer(() => {
    const handle = openHandle(hInternet);
    if (typeof options === "object" && options !== null) {
      return new Recorder(handle, options);
    }
    throw wrongOption("options", "an object", options);
  });
}

class Recorder implements Trace {
  readonly events: TraceEvent[] = [];
  readonly #handle: HandleObject;
  readonly #showsQueries: boolean;
  readonly #start = performance.now();
  readonly #unsubscribe: readonly (() => void)[];
  /** The time at which the recording ended. */
  #end: number | null = null;

  constructor(handle: HandleObject, { queries = false }: TraceOptions) {
    this.#handle = handle;
    this.#showsQueries = queries;
    this.#unsubscribe = [
      handle.listen((event) => this.#takeStatus(event)),
      subscribeTo(callChannel, (event) => this.#takeCall(event as CallEvent)),
      subscribeTo(wireChannel, (line) => this.#takeLine(line as WireLine)),
    ];
  }

  stop(): void {
    if (this.#end !== null) return;
    this.#end = performance.now();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  #takeStatus(event: StatusEvent): void {
    const { handle, status, information, time } = event;
    this.#add({
      kind: "status",
      ...this.#placeOf(handle, time),
      status,
      name: statusName(status),
      information: this.#plain(information),
    });
    const isEnd = status === INTERNET_STATUS_HANDLE_CLOSING &&
      handle === this.#handle;
    if (isEnd) this.stop();
  }

  #takeCall({ handle, call, name, phase, error, time }: CallEvent): void {
    if (!isBelow(handle, this.#handle)) return;
    this.#add({
      kind: "call",
      ...this.#placeOf(handle, time),
      call,
      name,
      phase,
      error: error?.toJSON() ?? null,
    });
  }

  #takeLine({ handle, direction, text, bytes, time }: WireLine): void {
    if (!isBelow(handle, this.#handle)) return;
    this.#add({
      kind: "line",
      ...this.#placeOf(handle, time),
      direction,
      text: this.#shown(text, (handle as HandleObject).place ?? ""),
      bytes,
    });
  }

  #add(event: TraceEvent): void {
    if (this.#end !== null) return;
    // A status may have occurred before the recording, and have waited for its delivery.
    const time = Math.max(event.time, this.events.at(-1)?.time ?? this.#start);
    this.events.push(time === event.time ? event : { ...event, time });
    if (this.events.length >= MAX_EVENTS) this.stop();
  }

  #placeOf(handle: HINTERNET, time: number) {
    const { id, place } = handle as HandleObject;
    return {
      time,
      handle: id,
      place: place === null || this.#showsQueries
        ? place
        : place.replace(URL_END_REGEXP, ""),
    };
  }

  /** Returns a line in the form in which it is shown. */
  #shown(line: string, place: string): string {
    // A name on an FTP server may contain a question mark.
    if (this.#showsQueries || place.startsWith("ftp")) return line;
    return place.startsWith("gopher")
      ? withoutSearch(line)
      : withoutQueries(line);
  }

  /** Returns the information of a status without handles. */
  #plain(information: unknown): string | number | null {
    if (typeof information === "string") {
      return this.#showsQueries ? information : withoutQuery(information);
    }
    if (typeof information === "number") return information;
    if (HandleObject.isHandle(information)) return information.id;
    return (information as { dwError?: number } | null)?.dwError ?? null;
  }

  // ---- outputs ----

  get #recording(): Recording {
    const end = this.#end ?? performance.now();
    return {
      transfers: transfersOf(this.events, end),
      start: this.#start,
      end,
      timeOrigin: performance.timeOrigin,
    };
  }

  toText(width: number = COLUMNS): string {
    return traceText(this.#recording, width);
  }

  toHtml(): string {
    return traceHtml(this.#recording);
  }

  toHar(): object {
    return traceHar(this.#recording);
  }

  toTraceEvents(): object {
    return traceChrome(this.#recording);
  }
}

function isBelow(handle: HINTERNET, root: HandleObject): boolean {
  let at: HandleObject | null = handle as HandleObject;
  while (at !== null && at !== root) at = at.parent;
  return at !== null;
}
