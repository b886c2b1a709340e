// Copyright 2026 the wininet authors. MIT license.

/** downloadTree() with FTP. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { downloadTree } from "../../trees.ts";
import { folder, openFtp } from "../helpers/ftp_calls.ts";
import { filesOf, pathsOf, writeFiles } from "./scenes.ts";

const FILES = {
  "/pub/a.txt": "a",
  "/pub/sub/b.txt": "bb",
  "/pub/sub/deep/c.txt": "ccc",
  "/pub/.hidden": "h",
};

const VISIBLE = {
  "a.txt": "a",
  "empty/": "",
  "sub/": "",
  "sub/b.txt": "bb",
  "sub/deep/": "",
  "sub/deep/c.txt": "ccc",
};

Deno.test("downloadTree() downloads all files and directories", async () => {
  await using scene = await openFtp({
    files: FILES,
    directories: ["/pub/empty"],
  });
  using files = folder();
  const result = await downloadTree(scene.hConnect, "/pub", files.path("x/y"));
  assertEquals(filesOf(files, "x/y"), VISIBLE);
  const { files: count, directories, bytes, skipped, failed, planned } = result;
  assertEquals([count, directories, bytes, skipped], [3, 4, 6, 1]);
  assertEquals([failed, planned], [[], []]);
});
