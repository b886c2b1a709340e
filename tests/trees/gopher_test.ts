// Copyright 2026 the wininet authors. MIT license.

/** walkTree() and downloadTree() with Gopher. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import {
  downloadTree,
  type GOPHER_FIND_DATA,
  type TreeOptions,
  uploadTree,
  walkTree,
} from "../../trees.ts";
import type { HINTERNET } from "../../structures.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { folder } from "../helpers/ftp_calls.ts";
import { openGopher } from "../helpers/gopher_calls.ts";
import type { GopherReply } from "../servers/gopher_server.ts";
import { filesOf, pathsOf } from "./scenes.ts";

/** Returns a menu in which the selector is also the display text. */
function menu(...lines: [type: string, selector: string][]): GopherReply {
  return ({ server }) =>
    lines.map(([type, selector]) => server.item(type, selector, selector))
      .join("") + ".\r\n";
}

const SITE: Record<string, GopherReply> = {
  "": ({ server }) =>
    "iWelcome\tfake\tnull.host\t1\r\n" +
    server.item("1", "Itself", "") +
    server.item("0", "A text", "/a.txt") +
    server.item("1", "Documents", "/docs") +
    server.item("7", "Search", "/find") +
    server.item("8", "Terminal", "login") +
    server.item("h", "Web", "URL:http://example.com/") +
    "0Elsewhere\t/x\tother.invalid\t70\r\n" +
    "1Elsewhere\t/x\tother.invalid\t70\r\n" +
    `1Other port\t/x\t${server.host}\t7070\r\n.\r\n`,
  "/a.txt": "line\r\n..dot\r\n.\r\n",
  "/docs": menu(
    ["1", ""],
    ["1", "/docs"],
    ["9", "/docs/b.bin"],
    ["0", "/other/b.bin"],
    ["1", "/gone"],
    ["1", "/docs/deep"],
  ),
  "/docs/b.bin": "binary",
  "/other/b.bin": "text\r\n.\r\n",
  "/docs/deep": menu(["0", "/docs/c"], ["0", "/missing"]),
  "/docs/c": "c\r\n.\r\n",
};

async function walked(
  hConnect: HINTERNET,
  options: TreeOptions<GOPHER_FIND_DATA> = {},
): Promise<string[]> {
  const found: string[] = [];
  for await (const { path, error } of walkTree(hConnect, null, options)) {
    found.push(error === null ? path : `${path}!`);
  }
  return found;
}

Deno.test("walkTree() reads each menu of the server once", async () => {
  await using scene = await openGopher(SITE);
  assertEquals(await walked(scene.hConnect), [
    "Itself",
    "a.txt",
    "docs",
    "docs/index",
    "docs/docs",
    "docs/b.bin",
    "docs/b-2.bin",
    "docs/gone!",
    "docs/deep",
    "docs/deep/c",
    "docs/deep/missing",
    "find",
    "login",
    "example.com",
    "x",
    "x-2",
    "x-3",
  ]);
  // GopherFindFirstFile requests a refused menu once more.
  assertEquals(scene.server.requests, [
    "",
    "/docs",
    "/gone",
    "/gone",
    "/docs/deep",
  ]);
});

Deno.test("walkTree() descends to the level of depth, and calls filter", async () => {
  await using scene = await openGopher(SITE);
  await walked(scene.hConnect, { depth: 2 });
  assertEquals(scene.server.requests, ["", "/docs"]);
  const filter = (_: string, entry: GOPHER_FIND_DATA) =>
    entry.DisplayString !== "Documents";
  assertEquals(
    (await walked(scene.hConnect, { filter })).includes("docs"),
    false,
  );
});

Deno.test("walkTree() starts at a locator", async () => {
  await using scene = await openGopher(SITE);
  const locator = scene.locator("1", "/docs/deep");
  const entries = walkTree<GOPHER_FIND_DATA>(scene.hConnect, locator);
  const found = await Array.fromAsync(entries);
  assertEquals(found.map(({ path }) => path), ["c", "missing"]);
});

Deno.test("downloadTree() downloads the files of a Gopher server", async () => {
  await using scene = await openGopher(SITE);
  using files = folder();
  const result = await downloadTree(scene.hConnect, "", files.path("y"));
  assertEquals(filesOf(files, "y"), {
    "a.txt": "line\r\n.dot\r\n",
    "docs/": "",
    "docs/b-2.bin": "text\r\n",
    "docs/b.bin": "binary",
    "docs/deep/": "",
    "docs/deep/c": "c\r\n",
  });
  const { files: count, directories, skipped, failed } = result;
  assertEquals([count, directories, skipped], [4, 3, 9]);
  assertEquals(pathsOf(failed), ["docs/deep/missing", "docs/gone"]);
});

Deno.test("downloadTree() downloads no file of a Gopher server twice", async () => {
  await using scene = await openGopher(SITE);
  using files = folder();
  const job = () => downloadTree(scene.hConnect, "", files.path("y"));
  await job();
  const before = scene.server.requests.length;
  assertEquals((await job()).files, 0);
  assertEquals(scene.server.requests.slice(before).sort(), [
    "",
    "/docs",
    "/docs/deep",
    "/gone",
    "/gone",
    "/missing",
  ]);
});

Deno.test("downloadTree() pauses between the requests to a Gopher server", async () => {
  await using scene = await openGopher(SITE);
  using files = folder();
  const start = performance.now();
  const options = { pause: 30 };
  await downloadTree(scene.hConnect, "", files.path("y"), options);
  const count = scene.server.requests.length;
  assertEquals(count, 10);
  // One of the requests is a repetition by GopherFindFirstFile.
  assert(performance.now() - start >= 30 * (count - 2) - 5);
});

Deno.test("downloadTree() with dryRun requests only the menus of a Gopher server", async () => {
  await using scene = await openGopher(SITE);
  using files = folder();
  const options = { dryRun: true };
  const { planned } = await downloadTree(
    scene.hConnect,
    "",
    files.path("y"),
    options,
  );
  assertEquals(planned.length, 8);
  assertEquals(files.names(), []);
  assertEquals(scene.server.requests.includes("/a.txt"), false);
});

Deno.test("downloadTree() stops a Gopher download at the signal, and leaves no part", async () => {
  const stop = new AbortController();
  await using scene = await openGopher({
    "": menu(["9", "/slow"]),
    async "/slow"(call) {
      await call.write("some");
      stop.abort();
      await call.clientClosed();
    },
  });
  using files = folder();
  const options = { signal: stop.signal };
  const job = downloadTree(scene.hConnect, "", files.path("y"), options);
  assertEquals(await rejectedCode(job), ERROR_INTERNET_OPERATION_CANCELLED);
  assertEquals(files.names("y"), []);
});

Deno.test("downloadTree() rejects if the first menu of a Gopher server is an error", async () => {
  await using scene = await openGopher({});
  using files = folder();
  await assertRejects(
    () => downloadTree(scene.hConnect, "", files.path("y")),
    InternetError,
  );
  assertEquals(files.names(), []);
});

Deno.test("downloadTree() turns the names of a hostile menu into names inside the directory", async () => {
  await using scene = await openGopher({
    "": menu(
      ["9", "/../../x"],
      ["9", "C:\\x"],
      ["9", "CON"],
      ["9", "..."],
      ["9", "n".repeat(5000)],
      ["1", "/.."],
    ),
    "/..": menu(["9", "/../../x"]),
  }, { otherwise: "data" });
  using files = folder();
  const { failed } = await downloadTree(scene.hConnect, "", files.path("y"));
  assertEquals(failed, []);
  assertEquals(files.names(), ["y"]);
  const names = Object.keys(filesOf(files, "y"));
  assert(names.every((name) => !name.includes("..")), `${names}`);
});

Deno.test("uploadTree() refuses a Gopher connection", async () => {
  await using scene = await openGopher({});
  const job = async () => await uploadTree(scene.hConnect, ".", "/");
  const error = await assertRejects(job, InternetError);
  assert(error.code !== ERROR_INVALID_PARAMETER);
});
