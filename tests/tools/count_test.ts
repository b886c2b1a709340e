// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  countCommand,
  failuresOf,
  lastSummary,
  parseSummary,
  progressOf,
  runCommand,
  type Watch,
} from "../../_tools/count.ts";
import { lacks } from "../helpers/lacks.ts";

for (
  const [line, passed, failed] of [
    ["ok | 12 passed | 0 failed (3s)", 12, 0],
    ["\x1b[31mFAILED\x1b[0m | 12 passed (3 steps) | 1 failed (3s)", 12, 1],
    ["12 passed, 3 failed", 12, 3],
  ] as const
) {
  Deno.test(`parseSummary() reads ${JSON.stringify(line)}`, () => {
    assertEquals(parseSummary(line), { passed, failed });
  });
}

Deno.test("lastSummary() returns the last summary of an output", () => {
  assertEquals(lastSummary("1 passed, 2 failed\nx\n3 passed, 0 failed\n"), {
    passed: 3,
    failed: 0,
  });
  assertEquals(lastSummary("nothing"), null);
});

Deno.test("countCommand() counts a command that failed after its tests passed", () => {
  const summary = { passed: 3, failed: 0 };
  assertEquals(countCommand(false, summary), { passed: 3, failed: 1 });
  assertEquals(countCommand(true, summary), summary);
  assertEquals(countCommand(true, null), { passed: 1, failed: 0 });
});

Deno.test("failuresOf() omits progress", () => {
  const output = [
    "\x1b[32mCheck\x1b[0m tests/a_test.ts",
    "running 3 tests from ./tests/a_test.ts",
    "a ... \x1b[32mok\x1b[0m (1ms)",
    "b ... ignored (0ms)",
    "./tests/a_test.ts => c ... ok (1ms)",
    "d ... FAILED (2ms)",
    " ERRORS ",
    "d => Values are not equal",
    "FAILED | 2 passed | 1 failed (3ms)",
  ];
  assertEquals(failuresOf(output.join("\n")), output.slice(5).join("\n"));
});

Deno.test("progressOf() counts the tests that have passed, and shows the last line", () => {
  const output = [
    "running 3 tests from ./tests/a_test.ts",
    "a ... \x1b[32mok\x1b[0m (1ms)",
    "./tests/a_test.ts => b ... ok (1ms)",
    "c ... FAILED (2ms)",
  ];
  const lines = output.join("\n") + "\n";
  assertEquals(
    progressOf(lines),
    "2 passed so far, last line: c ... FAILED (2ms)",
  );
  assertEquals(progressOf(""), "0 passed so far, last line: ");
});

const QUIET: Watch = { report() {}, interval: 60_000, patience: 60_000 };

Deno.test("runCommand() reports the progress of the command", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const program = `
    console.log("a ... ok (1ms)");
    const connection = await Deno.connect({ port: ${listener.addr.port} });
    await connection.read(new Uint8Array(1));
    console.log("1 passed, 0 failed");
  `;
  const reported = Promise.withResolvers<void>();
  const ended = runCommand(["deno", "eval", program], {
    ...QUIET,
    interval: 10,
    report: (progress) => progress.startsWith("1 passed") && reported.resolve(),
  });
  {
    using _connection = await listener.accept();
    await reported.promise;
  }
  assertEquals((await ended).counts, { passed: 1, failed: 0 });
});

Deno.test({
  name: "runCommand() does not wait for a process that keeps the output open",
  ignore: lacks("POSIX shell"),
  async fn() {
    const script = "sleep 600 & echo $!; echo '3 passed, 0 failed'";
    const { counts, output } = await runCommand(["sh", "-c", script], {
      ...QUIET,
      patience: 1_000,
    });
    Deno.kill(parseInt(output));
    assertEquals(counts, { passed: 3, failed: 0 });
  },
});
