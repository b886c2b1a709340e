// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import type { Progress } from "../../_transfers/options.ts";
import { Meter, TotalMeter } from "../../_transfers/progress.ts";
import { RateMeter, remainingSeconds } from "../../_transfers/rate.ts";

function assertNear(value: number, expected: number, tolerance: number) {
  assert(Math.abs(value - expected) <= tolerance, `${value}`);
}

Deno.test("RateMeter has the correct rate from the first second", () => {
  const meter = new RateMeter(0);
  for (let now = 100; now <= 1000; now += 100) meter.add(50, now);
  assertNear(meter.rate(1000), 500, 10);
  for (let now = 1100; now <= 60_000; now += 100) meter.add(50, now);
  assertNear(meter.rate(60_000), 500, 10);
});

Deno.test("RateMeter follows a change within seconds, and falls while no bytes arrive", () => {
  const meter = new RateMeter(0);
  for (let now = 100; now <= 60_000; now += 100) meter.add(50, now);
  for (let now = 60_100; now <= 75_000; now += 100) meter.add(500, now);
  assertNear(meter.rate(75_000), 4780, 150);
  assert(meter.rate(85_000) < 1000);
  assert(meter.rate(200_000) < 1);
});

Deno.test("RateMeter has no rate at its start", () => {
  assertEquals(new RateMeter(5).rate(5), 0);
});

Deno.test("remainingSeconds() returns null unless the total and the rate are known", () => {
  assertEquals(remainingSeconds(100, 300, 50), 4);
  assertEquals(remainingSeconds(100, null, 50), null);
  assertEquals(remainingSeconds(100, 300, 0), null);
  assertEquals(remainingSeconds(300, 300, 0), 0);
  assertEquals(remainingSeconds(400, 300, 50), 0);
});

/** Two downloads with a clock that the test controls. */
function scene() {
  const state = { now: 0, reports: [] as Progress[] };
  const clock = () => state.now;
  const all = new TotalMeter(clock);
  const report = (progress: Progress) => void state.reports.push(progress);
  const meters = ["a", "b"].map((url) => new Meter(url, all, clock, report));
  return { state, all, meters };
}

Deno.test("Meter reports at the start, at the first bytes, at most ten times a second, and at the end", () => {
  const { state, meters: [meter] } = scene();
  meter!.begin(0, 1000);
  for (let count = 0; count < 100; count++) {
    state.now += 10;
    meter!.add(10);
  }
  meter!.end(true);
  assertEquals(state.reports.length, 1 + 10 + 1);
  assertEquals(state.reports.at(-1)!.bytes, 1000);
  assertEquals(state.reports.at(-1)!.remaining, 0);
  const half = state.reports.find(({ bytes }) => bytes === 510)!;
  assertNear(half.rate, 1000, 60);
  assertNear(half.remaining!, 0.49, 0.05);
});

Deno.test("Meter counts the bytes of an earlier run, but not for the rate", () => {
  const { state, meters: [meter] } = scene();
  meter!.begin(5000, 6000);
  state.now = 1000;
  meter!.add(100);
  const { bytes, rate, all } = state.reports.at(-1)!;
  assertEquals([bytes, all.bytes], [5100, 5100]);
  assert(rate < 150 && all.rate < 150);
});

Deno.test("TotalMeter has the total after the last URL has started and all sizes are known", () => {
  const { all, meters: [one, two] } = scene();
  one!.begin(0, 100);
  assertEquals(all.snapshot().total, null);
  all.complete();
  assertEquals(all.snapshot().total, null);
  two!.begin(0, 50);
  assertEquals(all.snapshot().total, 150);
  two!.add(20);
  // An attempt that starts from the beginning.
  two!.begin(0, 60);
  assertEquals([all.snapshot().bytes, all.snapshot().total], [0, 160]);
});

Deno.test("TotalMeter counts failed downloads, and expects no more of their bytes", () => {
  const { all, meters: [one, two] } = scene();
  all.complete();
  one!.begin(0, 100);
  one!.add(100);
  one!.end(true);
  two!.begin(0, 50);
  two!.add(20);
  two!.end(false);
  const { started, done, failed, bytes, total } = all.snapshot();
  assertEquals([started, done, failed, bytes, total], [2, 1, 1, 120, 120]);
});
