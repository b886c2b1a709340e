// Copyright 2026 the wininet authors. MIT license.

/** walkTree() with FTP. */

import { assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_OPERATION_CANCELLED,
  InternetError,
} from "../../error.ts";
import { FtpDeleteFile } from "../../ftp.ts";
import { type TreeOptions, walkTree } from "../../trees.ts";
import type { HINTERNET } from "../../structures.ts";
import { openFtp } from "../helpers/ftp_calls.ts";
import { serverFiles } from "./scenes.ts";

const FILES = {
  "/x/a": "a",
  "/x/.hidden": "h",
  "/x/sub/b": "b",
  "/x/sub/deep/c": "c",
  "/x/z": "z",
};

async function paths(
  hConnect: HINTERNET,
  directory: string | null,
  options: TreeOptions = {},
): Promise<string[]> {
  const found: string[] = [];
  for await (const { path, error } of walkTree(hConnect, directory, options)) {
    found.push(error === null ? path : `${path}: ${error.code}`);
  }
  return found;
}

Deno.test("walkTree() yields each directory before its contents", async () => {
  await using scene = await openFtp({ files: FILES });
  const { hConnect } = scene;
  const below = ["a", "sub", "sub/b", "sub/deep", "sub/deep/c", "z"];
  const all = below.map((path) => `/x/${path}`);
  assertEquals((await paths(hConnect, "/x")).toSorted(), all);
  const relative = below.map((path) => `x/${path}`);
  assertEquals((await paths(hConnect, null)).toSorted(), ["x", ...relative]);
  const hidden = await paths(hConnect, "/x", { hidden: true });
  assertEquals(hidden.includes("/x/.hidden"), true);
  assertEquals((await paths(hConnect, "/x", { depth: 1 })).length, 3);
});

Deno.test("walkTree() leaves the connection free for the loop", async () => {
  await using scene = await openFtp({ files: FILES });
  for await (const { path, entry } of walkTree(scene.hConnect, "/x")) {
    if (entry.cFileName.length === 1) await FtpDeleteFile(scene.hConnect, path);
  }
  assertEquals(Object.keys(serverFiles(scene.server, "/x")), [
    ".hidden",
    "sub/",
    "sub/deep/",
  ]);
});

Deno.test("walkTree() lists a directory only when the loop reaches it", async () => {
  await using scene = await openFtp({ files: FILES });
  for await (const _ of walkTree(scene.hConnect, "/x")) break;
  const listed = scene.sent().filter((line) => line.startsWith("MLSD"));
  assertEquals(listed, ["MLSD /x"]);
});

Deno.test("walkTree() yields a directory that cannot be read with its error, and continues", async () => {
  await using scene = await openFtp({
    files: FILES,
    on: {
      MLSD: (call) =>
        call.path === "/x/sub" ? call.reply("550 Permission denied") : false,
    },
  });
  assertEquals((await paths(scene.hConnect, "/x")).toSorted(), [
    "/x/a",
    `/x/sub: ${ERROR_INTERNET_EXTENDED_ERROR}`,
    "/x/z",
  ]);
});

Deno.test("walkTree() throws after the entries if lines of the first listing are unknown", async () => {
  await using scene = await openFtp({
    on: {
      async MLSD(call) {
        await call.reply("150 Here");
        const data = await call.data();
        await data.write("type=file; a\r\n???\r\n");
        await data.end();
        await call.reply("226 Done");
      },
    },
  });
  const found: string[] = [];
  const error = await assertRejects(async () => {
    for await (const { path } of walkTree(scene.hConnect, "/")) {
      found.push(path);
    }
  }, InternetError);
  assertEquals([found, error.code], [["/a"], ERROR_INTERNET_EXTENDED_ERROR]);
});

Deno.test("walkTree() stops at the signal", async () => {
  await using scene = await openFtp({ files: FILES });
  const stop = new AbortController();
  const { signal } = stop;
  const error = await assertRejects(async () => {
    for await (const _ of walkTree(scene.hConnect, "/x", { signal })) {
      stop.abort("enough");
    }
  }, InternetError);
  assertEquals(error.code, ERROR_INTERNET_OPERATION_CANCELLED);
  assertEquals(error.cause, "enough");
});
