// Copyright 2026 the wininet authors. MIT license.

/** downloadTree() with hostile servers. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { ERROR_INVALID_NAME } from "../../error.ts";
import { downloadTree } from "../../trees.ts";
import { folder, openFtp } from "../helpers/ftp_calls.ts";
import type { FtpCall } from "../servers/ftp_server.ts";
import { filesOf } from "./scenes.ts";

/** Sends lines as a listing, in pieces. */
async function sendLines(call: FtpCall, lines: Iterable<string>) {
  await call.reply("150 Here");
  const data = await call.data();
  let text = "";
  for (const line of lines) {
    text += `${line}\r\n`;
    if (text.length < 65_536) continue;
    await data.write(text);
    text = "";
  }
  await data.write(text);
  await data.end();
  await call.reply("226 Done");
}

const NAMES = [
  "../../x",
  "..",
  "/etc/passwd",
  "C:\\x",
  "..\\..\\x",
  "CON",
  "n".repeat(5000),
  "bell\x07",
  "del\x7f",
  "good",
  "good",
];

/** Sends a file for any path. */
async function sendFile(call: FtpCall): Promise<void> {
  await call.reply("150 Here");
  const data = await call.data();
  await data.write("data");
  await data.end();
  await call.reply("226 Done");
}

for (const kind of ["MLSD", "LIST"] as const) {
  Deno.test(`downloadTree() refuses hostile names one by one (${kind})`, async () => {
    const lines = NAMES.map((name) =>
      kind === "MLSD"
        ? `type=file;size=4; ${name}`
        : `-rw-r--r-- 1 a a 4 Jan  1  2026 ${name}`
    );
    await using scene = await openFtp({
      directories: ["/t"],
      features: kind === "MLSD" ? ["MLST type*;size*;", "UTF8"] : ["UTF8"],
      on: { [kind]: (call) => sendLines(call, lines), RETR: sendFile },
    });
    using files = folder();
    const { files: count, failed } = await downloadTree(
      scene.hConnect,
      "/t",
      files.path("in/y"),
      { hidden: true },
    );
    // The listing reduces a name with a path to its last part.
    const there = Object.keys(filesOf(files, "in/y"));
    assertEquals(there, ["CON", "good", "passwd", "x"]);
    assertEquals([files.names(), files.names("in")], [["in"], ["y"]]);
    assertEquals(count, 4);
    const ends = failed.map(({ path }) => path.slice(3, 20)).sort();
    assertEquals(ends, [
      "..\\..\\x",
      "C:\\x",
      "bell\x07",
      "del\x7f",
      "good",
      "n".repeat(17),
    ]);
    for (const { path, error } of failed) {
      if (path === "/t/good") continue;
      assertEquals(error.code, ERROR_INVALID_NAME);
      assertStringIncludes(error.message, "its name");
    }
  });
}

Deno.test("downloadTree() ends with a complete list of failures after 100,000 invalid entries", async () => {
  const count = 100_000;
  function* lines() {
    for (let at = 0; at < count; at++) yield `type=file;size=4; a\\${at}`;
    yield "type=file;size=4; good";
  }
  await using scene = await openFtp({
    on: { MLSD: (call) => sendLines(call, lines()), RETR: sendFile },
  });
  using files = folder();
  const { files: good, failed } = await downloadTree(
    scene.hConnect,
    "/",
    files.path("y"),
  );
  assertEquals([good, failed.length], [1, count]);
  assertEquals(failed[7]!.path, "/a\\7");
  // They share one error, because a million stack traces would exhaust the
  // memory.
  assert(failed[0]!.error === failed[99_999]!.error);
});
