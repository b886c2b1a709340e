// Copyright 2026 the wininet authors. MIT license.

/**
 * Trace events that a test defines. Each step is one millisecond after the
 * previous one, unless the test specifies a time.
 *
 * @module
 */

import { ERROR_INTERNET_TIMEOUT, InternetError } from "../../error.ts";
import { statusName } from "../../status.ts";
import type { TraceEvent } from "../../_trace/events.ts";
import { transfersOf } from "../../_trace/transfers.ts";
import type { Recording, Transfer } from "../../_trace/transfer.ts";

/** The statuses that the scripts use, by short names. */
const STATUSES = {
  resolving: 10,
  resolved: 11,
  connecting: 20,
  connected: 21,
  sending: 30,
  sent: 31,
  receiving: 40,
  received: 41,
  created: 60,
  closing: 70,
  complete: 100,
  redirect: 110,
  cookies: 320,
} as const;

/** Builds the events of a trace. */
export class TraceScript {
  readonly events: TraceEvent[] = [];
  #time = 0;
  #call = 0;
  #handle = 1;
  #place: string | null = null;

  /** Selects the handle of the following events. */
  on(handle: number, place: string | null): this {
    this.#handle = handle;
    this.#place = place;
    return this;
  }

  /** Sets the time of the next event. */
  at(time: number): this {
    this.#time = time;
    return this;
  }

  /** Starts a call; `number` is needed if two calls overlap. */
  start(name: string, number: number = ++this.#call): this {
    this.#call = number;
    return this.#add({
      kind: "call",
      call: number,
      name,
      phase: "start",
      error: null,
    });
  }

  /** Ends a call. */
  end(error: InternetError | null = null, number: number = this.#call): this {
    return this.#add({
      kind: "call",
      call: number,
      name: "",
      phase: "end",
      error: error?.toJSON() ?? null,
    });
  }

  /** Ends a call with a timeout. */
  fail(): this {
    return this.end(new InternetError(ERROR_INTERNET_TIMEOUT, "Cannot wait"));
  }

  /** Posts a status. */
  status(
    name: keyof typeof STATUSES,
    information: string | number | null = null,
  ): this {
    const status = STATUSES[name];
    return this.#add({
      kind: "status",
      status,
      name: statusName(status),
      information,
    });
  }

  /** Sends the lines of one command or header. */
  out(...lines: string[]): this {
    return this.#lines("out", lines);
  }

  /** Receives the lines of one reply or header. */
  in(...lines: string[]): this {
    return this.#lines("in", lines);
  }

  /** A complete GET on a new connection: one millisecond for each stage. */
  get(target: string, code: number, body: number): this {
    return this.start("InternetOpenUrl").status("connecting", "127.0.0.1")
      .status("connected", "127.0.0.1").exchange(target, code, body).end();
  }

  /** A request and its response. */
  exchange(target: string, code: number, body: number): this {
    return this.status("sending").out(`GET ${target} HTTP/1.1`, "Host: a")
      .status("sent", 40).status("receiving")
      .in(`HTTP/1.1 ${code} Text`, "A: b").status("received", 30 + body);
  }

  #lines(direction: "out" | "in", lines: readonly string[]): this {
    const size = lines.join("\r\n").length + 4;
    for (const [at, text] of lines.entries()) {
      const bytes = at === lines.length - 1 ? size : 0;
      this.#add({ kind: "line", direction, text, bytes });
    }
    return this;
  }

  #add(
    event: TraceEvent extends infer Event
      ? Event extends TraceEvent ? Omit<Event, "time" | "handle" | "place">
      : never
      : never,
  ): this {
    const time = this.#time++;
    const [handle, place] = [this.#handle, this.#place];
    this.events.push({ ...event, time, handle, place } as TraceEvent);
    return this;
  }

  /** Returns the transfers of the events. */
  transfers(end: number = this.#time): Transfer[] {
    return transfersOf(this.events, end);
  }

  /** Returns the recording of the events, starting at time 0. */
  recording(end: number = this.#time): Recording {
    return { transfers: this.transfers(end), start: 0, end, timeOrigin: 0 };
  }
}

/** Returns the stages as a string: `blocked 0-1, connect 1-3`. */
export function stagesOf({ stages }: Transfer): string {
  return stages.map(({ name, start, end }) => `${name} ${start}-${end}`)
    .join(", ");
}

/** Returns a script with one transfer of each kind. */
export function usualScript(): TraceScript {
  return new TraceScript()
    .on(2, "http://a/one").get("/one", 200, 100)
    .start("InternetReadFile").status("received", 900).at(30).end()
    .on(3, "http://a/missing").get("/missing", 404, 5)
    .on(4, "https://b/<slow>").start("InternetOpenUrl")
    .status("connecting", "127.0.0.2").status("connected", "127.0.0.2")
    .at(80).fail();
}
