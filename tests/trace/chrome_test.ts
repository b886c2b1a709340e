// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { traceChrome } from "../../_trace/chrome.ts";
import { TraceScript, usualScript } from "./script.ts";

/** A trace event of Chrome. */
interface ChromeEvent {
  readonly ph: string;
  readonly name: string;
  readonly cat?: string;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly args: Record<string, unknown>;
}

function eventsOf(trace: object): ChromeEvent[] {
  const copy = JSON.parse(JSON.stringify(trace));
  return copy.traceEvents.filter(({ ph }: ChromeEvent) => ph === "X");
}

Deno.test("traceChrome() has an event for each transfer with its stages", () => {
  const events = eventsOf(traceChrome(usualScript().recording()));
  const [whole, ...stages] = events.slice(0, 8);
  assertEquals([whole!.name, whole!.cat, whole!.ts, whole!.dur], [
    "GET a/one",
    "transfer",
    0,
    30_000,
  ]);
  assertEquals([whole!.args.received, whole!.args.code], [1030, 200]);
  let at = whole!.ts;
  for (const { cat, ts, dur, tid } of stages) {
    assertEquals([cat, ts, tid], ["stage", at, whole!.tid]);
    at += dur;
  }
  assertEquals(at, whole!.ts + whole!.dur);
});

Deno.test("traceChrome() puts simultaneous transfers into separate lanes", () => {
  const script = new TraceScript();
  for (const [handle, start] of [[2, 0], [3, 5], [4, 30]] as const) {
    script.on(handle, "http://a/").at(start).start("InternetOpenUrl", handle);
    script.at(start + 20).end(null, handle);
  }
  // The events of a trace are ordered by time.
  script.events.sort((a, b) => a.time - b.time);
  const lanes = eventsOf(traceChrome(script.recording()))
    .filter(({ cat }) => cat === "transfer").map(({ tid }) => tid);
  assertEquals(lanes, [1, 2, 1]);
});

Deno.test("traceChrome() names its process and its lanes", () => {
  const { traceEvents } = traceChrome(usualScript().recording()) as {
    traceEvents: ChromeEvent[];
  };
  const names = traceEvents.filter(({ ph }) => ph === "M")
    .map(({ args }) => args.name);
  assert(names.includes("wininet") && names.includes("lane 1"));
});
