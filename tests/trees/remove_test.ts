// Copyright 2026 the wininet authors. MIT license.

/** removeTree(). */

import { assertEquals } from "@std/assert";
import { ERROR_INTERNET_EXTENDED_ERROR } from "../../error.ts";
import { removeTree } from "../../trees.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { openFtp } from "../helpers/ftp_calls.ts";
import { pathsOf, serverFiles } from "./scenes.ts";

const FILES = {
  "/x/a": "a",
  "/x/.hidden": "h",
  "/x/sub/b": "b",
  "/x/sub/deep/c": "c",
  "/y": "y",
};

for (const features of [undefined, ["UTF8", "EPSV"]]) {
  const kind = features === undefined ? "MLSD" : "LIST";
  Deno.test(`removeTree() removes everything, including hidden files (${kind})`, async () => {
    await using scene = await openFtp({
      files: FILES,
      directories: ["/x/empty"],
      ...(features && { features }),
    });
    const result = await removeTree(scene.hConnect, "/x");
    const { files, directories, deleted, failed } = result;
    assertEquals([files, directories, deleted, failed], [4, 4, 8, []]);
    assertEquals(serverFiles(scene.server, "/"), { y: "y" });
  });
}

Deno.test("removeTree() keeps entries that filter omits, and the directories around them", async () => {
  await using scene = await openFtp({ files: FILES });
  const { deleted, skipped, failed } = await removeTree(scene.hConnect, "/x", {
    filter: (path) => path !== "/x/sub/deep/c",
  });
  assertEquals([deleted, skipped, failed], [3, 1, []]);
  assertEquals(serverFiles(scene.server, "/x"), {
    "sub/": "",
    "sub/deep/": "",
    "sub/deep/c": "c",
  });
});

Deno.test("removeTree() with dryRun lists the entries that it would delete", async () => {
  await using scene = await openFtp({ files: FILES });
  const before = serverFiles(scene.server, "/");
  const { planned, deleted } = await removeTree(scene.hConnect, "/x", {
    dryRun: true,
    connections: 1,
  });
  assertEquals([planned.length, deleted], [7, 0]);
  assertEquals(planned.at(-1), 'delete "/x"');
  assertEquals(serverFiles(scene.server, "/"), before);
});

Deno.test("removeTree() names the entries that it cannot delete, and keeps the directories around them", async () => {
  await using scene = await openFtp({
    files: FILES,
    on: {
      DELE: (call) =>
        call.name === "c" ? call.reply("550 Permission denied") : false,
    },
  });
  const { failed } = await removeTree(scene.hConnect, "/x");
  assertEquals(pathsOf(failed), ["/x/sub/deep/c"]);
  assertEquals(
    scene.sent().filter((line) => line.startsWith("RMD")).length,
    0,
  );
});

Deno.test("removeTree() deletes a link that is listed as a directory, and not its target", async () => {
  await using scene = await openFtp({
    files: { "/x/a": "a", "/outside/b": "b" },
    directories: ["/x/link"],
    on: {
      DELE(call) {
        if (call.path !== "/x/link") return false;
        call.server.directories.delete("/x/link");
        return call.reply("250 Gone");
      },
      MLSD(call) {
        if (call.path === "/x/link") throw new Error("followed");
        return false;
      },
    },
  });
  const { deleted, failed } = await removeTree(scene.hConnect, "/x");
  assertEquals([deleted, failed], [3, []]);
  assertEquals(Object.keys(serverFiles(scene.server, "/")), [
    "outside/",
    "outside/b",
  ]);
});

Deno.test("removeTree() rejects if the directory does not exist", async () => {
  await using scene = await openFtp();
  const job = removeTree(scene.hConnect, "/x");
  assertEquals(await rejectedCode(job), ERROR_INTERNET_EXTENDED_ERROR);
});
