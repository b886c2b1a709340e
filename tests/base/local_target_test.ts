// Copyright 2026 the wininet authors. MIT license.

/** Cases that the tests of FtpGetFile (`tests/ftp/local_target_test.ts`) cannot cover. */

import { assert, assertEquals } from "@std/assert";
import { openTarget } from "../../_base/local_target.ts";
import {
  ERROR_FILE_EXISTS,
  ERROR_TIMEOUT,
  ERROR_WRITE_FAULT,
} from "../../error.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { folder } from "../helpers/ftp_calls.ts";
import { heldTimers } from "../helpers/held_timers.ts";
import { lacks } from "../helpers/lacks.ts";

const OPTIONS = { failIfExists: false, resume: false };
const ignore = lacks("POSIX files");

async function makePipe(path: string): Promise<string> {
  const { success } = await new Deno.Command("mkfifo", { args: [path] })
    .output();
  assert(success);
  return path;
}

Deno.test({
  name: "openTarget() does not wait forever until a pipe is read",
  ignore,
  async fn() {
    using files = folder();
    const pipe = await makePipe(files.path("pipe"));
    using timers = heldTimers();
    const opening = openTarget(pipe, OPTIONS);
    timers.fire();
    assertEquals(await rejectedCode(opening), ERROR_TIMEOUT);
  },
});

Deno.test({
  name: "LocalTarget.write() does not wait forever until a pipe is read",
  ignore,
  async fn() {
    using files = folder();
    const pipe = await makePipe(files.path("pipe"));
    const [target, reader] = await Promise.all([
      openTarget(pipe, OPTIONS),
      Deno.open(pipe),
    ]);
    using timers = heldTimers();
    const writing = target.write(new Uint8Array(1_000_000));
    await reader.read(new Uint8Array(1));
    timers.fire();
    assertEquals(await rejectedCode(writing), ERROR_TIMEOUT);
    target.discard(false);
    reader.close();
  },
});

Deno.test({
  name: "LocalTarget.write() fails if the reader of a pipe is closed",
  ignore,
  async fn() {
    using files = folder();
    const pipe = await makePipe(files.path("pipe"));
    const [target, reader] = await Promise.all([
      openTarget(pipe, OPTIONS),
      Deno.open(pipe),
    ]);
    reader.close();
    const writing = target.write(new Uint8Array(10));
    assertEquals(await rejectedCode(writing), ERROR_WRITE_FAULT);
    target.discard(false);
  },
});

for (const failIfExists of [true, false]) {
  Deno.test(`openTarget() removes the part of a complete file that a killed program has left, failIfExists ${failIfExists}`, async () => {
    using files = folder();
    const path = files.write("a", "whole");
    await Deno.link(path, files.path("a.part"));
    files.write("a.part.note", "{}");
    const options = { failIfExists, resume: true };
    const opening = openTarget(path, options);
    if (failIfExists) {
      assertEquals(await rejectedCode(opening), ERROR_FILE_EXISTS);
    } else {
      const target = await opening;
      assertEquals(target.start, 0);
      target.discard(false);
    }
    assertEquals([files.names(), files.text("a")], [["a"], "whole"]);
  });
}

Deno.test("openTarget() leaves the part of another version next to a file", async () => {
  using files = folder();
  const path = files.write("a", "old");
  files.write("a.part", "ne");
  const options = { failIfExists: true, resume: true };
  assertEquals(
    await rejectedCode(openTarget(path, options)),
    ERROR_FILE_EXISTS,
  );
  assertEquals(files.names(), ["a", "a.part"]);
});

/** The source of a worker that starts programs until it gets a message. */
const STARTER = `
  let isStopped = false;
  onmessage = () => isStopped = true;
  postMessage("started");
  while (!isStopped) await new Deno.Command("true").output();
  postMessage("stopped");
`;

/** Runs a function while another thread starts programs. */
async function whileProgramsStart(run: () => Promise<void>): Promise<void> {
  const url = `data:text/javascript,${encodeURIComponent(STARTER)}`;
  const worker = new Worker(url, { type: "module" });
  const message = () =>
    new Promise<void>((resolve) => worker.onmessage = () => resolve());
  await message();
  try {
    await run();
  } finally {
    const stopped = message();
    worker.postMessage("stop");
    await stopped;
    worker.terminate();
  }
}

Deno.test({
  name:
    "openTarget() continues a part whose lock a starting program has copied",
  ignore,
  async fn() {
    using files = folder();
    const path = files.path("a");
    const options = { failIfExists: false, resume: true };
    await whileProgramsStart(async () => {
      for (let round = 0; round < 500; round++) {
        const target = await openTarget(path, options);
        assertEquals(target.start, round);
        await target.write(new Uint8Array(1));
        target.discard(true);
      }
    });
  },
});
