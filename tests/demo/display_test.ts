// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { bar, shorten } from "../../_cli/text.ts";
import {
  formatBytes,
  formatSeconds,
  Progress,
  table,
} from "../../demo/display.ts";
import { CapturedIo } from "./captured_io.ts";

Deno.test("table() aligns columns and wraps long texts", () => {
  assertEquals(
    table([{ width: 9 }, { width: 5, align: "right" }, { width: 4 }], [
      ["Item", "Price", ""],
      null,
      ["Cold brew coffee", "4.30", "x"],
      ["Tea", "12.00", "abcdefg"],
    ]),
    `Item       Price
---------  -----  ----
Cold brew   4.30  x
coffee
Tea        12.00  abcd
                  efg
`,
  );
});

Deno.test("bar() fills from the left", () => {
  assertEquals(bar(0, 4), "[....................]");
  assertEquals(bar(1, 4), "[#####...............]");
  assertEquals(bar(4, 4), "[####################]");
  assertEquals(bar(9, 4), "[####################]");
  assertEquals(bar(0, 0), "[####################]");
  assertEquals(bar(5, null).trim(), "");
});

Deno.test("formatSeconds() and formatBytes() name their units", () => {
  assertEquals(formatSeconds(1234.56), "1.235 s");
  assertEquals(formatBytes(7), "7 bytes");
  assertEquals(formatBytes(7, 9), "7 of 9 bytes");
});

Deno.test("shorten() cuts whole characters", () => {
  assertEquals(shorten("☕☕☕", 6), "☕☕☕");
  assertEquals(shorten("🫘🫘🫘", 3), "🫘…");
});

Deno.test("Progress writes a line for an update, at a limited rate", () => {
  const io = new CapturedIo();
  let now = 0;
  const progress = new Progress(io, ["one", "three"], () => now);
  progress.update(0, "begins");
  progress.update(1, "begins");
  now = 499;
  progress.update(0, "is left out");
  now = 500;
  progress.update(0, "goes on");
  progress.update(0, "ends", true);
  assertEquals(
    io.stdout,
    "  one    begins\n  three  begins\n  one    goes on\n  one    ends\n",
  );
});

Deno.test("Progress redraws its lines on a terminal", () => {
  const io = new CapturedIo({ terminal: true });
  let now = 0;
  const progress = new Progress(io, ["one", "two"], () => now);
  progress.update(0, "1");
  assertEquals(io.stdout, "\r\x1b[K  one  1\n\r\x1b[K  two\n");
  io.stdout = "";
  now = 39;
  progress.update(1, "2");
  assertEquals(io.stdout, "");
  progress.update(0, "x".repeat(200), true);
  const long = `  one  ${"x".repeat(91)}…`;
  assertEquals(
    io.stdout,
    `\x1b[2A\r\x1b[K${long}\n\r\x1b[K  two  2\n`,
  );
});

Deno.test("Progress writes line by line if the screen is too small", () => {
  const io = new CapturedIo({ terminal: true, rows: 2 });
  const progress = new Progress(io, ["one", "two"]);
  progress.update(0, "1");
  assertEquals(io.stdout, "  one  1\n");
});
