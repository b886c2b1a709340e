// Copyright 2026 the wininet authors. MIT license.

/**
 * Events of a trace that a test writes down: each step comes a millisecond after the one
 * before it, and only where the test names a time it waits longer.
 *
 * @module
 */

import { ERROR_INTERNET_TIMEOUT, InternetError } from "../../error.ts";
import { statusName } from "../../status.ts";
import type { TraceEvent } from "../../_trace/events.ts";
import { transfersOf } from "../../_trace/transfers.ts";
import type { Recording, Transfer } from "../../_trace/transfer.ts";

/** The statuses that the scripts need, by short names. */
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

/** Writes the events of a trace. */
export class TraceScript {
  readonly events: TraceEvent[] = [];
  #time = 0;
  #call = 0;
  #handle = 1;
  #place: string | null = null;

  /** The next events are those of this handle. */
  on(handle: number, place: string | null): this {
    this.#handle = handle;
    this.#place = place;
    return this;
  }

  /** The next event comes at this time. */
  at(time: number): this {
    this.#time = time;
    return this;
  }

  /** Starts a call; `number` is needed where two calls overlap. */
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

  /** Ends a call by a timeout. */
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

  /** Sends lines of one command or head. */
  out(...lines: string[]): this {
    return this.#lines("out", lines);
  }

  /** Receives lines of one reply or head. */
  in(...lines: string[]): this {
    return this.#lines("in", lines);
  }

  /** A whole GET on a new connection: one millisecond for each stage. */
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

  /** The transfers of the events. */
  transfers(end: number = this.#time): Transfer[] {
    return transfersOf(this.events, end);
  }

  /** The recording of the events, from time 0 on. */
  recording(end: number = this.#time): Recording {
    return { transfers: this.transfers(end), start: 0, end, timeOrigin: 0 };
  }
}

/** The stages as a text: `blocked 0-1, connect 1-3`. */
export function stagesOf({ stages }: Transfer): string {
  return stages.map(({ name, start, end }) => `${name} ${start}-${end}`)
    .join(", ");
}

/** Some transfers, one of each kind. */
export function usualScript(): TraceScript {
  return new TraceScript()
    .on(2, "http://a/one").get("/one", 200, 100)
    .start("InternetReadFile").status("received", 900).at(30).end()
    .on(3, "http://a/missing").get("/missing", 404, 5)
    .on(4, "https://b/<slow>").start("InternetOpenUrl")
    .status("connecting", "127.0.0.2").status("connected", "127.0.0.2")
    .at(80).fail();
}
