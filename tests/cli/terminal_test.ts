// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { LiveLines } from "../../_cli/terminal.ts";

/** Creates a screen, and records the text written to it. */
function scene(columns: number, rows = 10) {
  const screen = { terminal: true, columns, rows };
  const written: string[] = [];
  let now = 0;
  const lines = new LiveLines(
    screen,
    (text) => written.push(text),
    () => now,
  );
  return {
    lines,
    screen,
    taken: () => written.splice(0).join(""),
    pass: (milliseconds: number) => now += milliseconds,
  };
}

Deno.test("LiveLines cuts lines to the width in columns", () => {
  const { lines, taken } = scene(10);
  lines.set(1, "日本語のファイル");
  assertEquals(taken(), "\r\x1b[K日本語の…\n");
});

Deno.test("LiveLines writes a line above the others in one write", () => {
  const { lines, taken } = scene(40);
  lines.set(1, "one");
  taken();
  lines.print("done");
  assertEquals(taken(), "\x1b[1A\r\x1b[Jdone\n\r\x1b[Kone\n");
});

Deno.test("LiveLines moves up over the lines that a narrower terminal has wrapped", () => {
  const { lines, screen, taken, pass } = scene(40);
  lines.set(1, "x".repeat(30));
  taken();
  screen.columns = 20;
  pass(40);
  lines.set(1, "y");
  assertEquals(taken(), "\x1b[2A\r\x1b[Ky\n");
});

Deno.test("LiveLines shows the last lines that fit on the screen", () => {
  const { lines, taken, pass } = scene(40, 3);
  for (const name of ["one", "two", "three"]) {
    taken();
    lines.set(name, name);
    pass(40);
  }
  assertEquals(taken(), "\x1b[2A\r\x1b[Ktwo\n\r\x1b[Kthree\n");
});

Deno.test("LiveLines leaves nothing after it is cleared", () => {
  const { lines, taken } = scene(40);
  lines.set(1, "one");
  taken();
  lines.clear();
  assertEquals(taken(), "\x1b[1A\r\x1b[J");
  lines.clear();
  lines.print("end");
  assertEquals(taken(), "end\n");
});
