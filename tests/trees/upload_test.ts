// Copyright 2026 the wininet authors. MIT license.

/** uploadTree() and createPath(). */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  ERROR_FILE_EXISTS,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_PATH_NOT_FOUND,
} from "../../error.ts";
import { FtpGetCurrentDirectory } from "../../ftp.ts";
import { createPath, uploadTree } from "../../trees.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { folder, openFtp } from "../helpers/ftp_calls.ts";
import type { FtpServerOptions } from "../servers/ftp_server.ts";
import { pathsOf, serverFiles, writeFiles } from "./scenes.ts";
import { lacks } from "../helpers/lacks.ts";

const LOCAL = {
  "x/a.txt": "a",
  "x/sub/b.txt": "bb",
  "x/sub/deep/c.txt": "ccc",
  "x/empty/": "",
  "x/.hidden": "h",
};

const VISIBLE = {
  "a.txt": "a",
  "empty/": "",
  "sub/": "",
  "sub/b.txt": "bb",
  "sub/deep/": "",
  "sub/deep/c.txt": "ccc",
};

/** Servers with and without MLSD and MFMT. */
const SERVERS: Record<string, FtpServerOptions> = {
  "MLSD": {},
  "LIST": {
    features: ["MDTM", "MFMT", "SIZE", "UTF8", "EPSV"],
  },
  "LIST without MFMT": {
    features: ["MDTM", "SIZE", "UTF8", "EPSV"],
    on: {
      // MDTM does not set times either, so the times are those of the uploads.
      MDTM: (call) =>
        call.server.has(call.path)
          ? call.reply("213 20990101000000")
          : call.reply("550 No such file"),
    },
  },
};

for (const [kind, options] of Object.entries(SERVERS)) {
  for (const keepTimes of [false, true]) {
    Deno.test(`uploadTree() uploads everything once (${kind}, keepTimes: ${keepTimes})`, async () => {
      await using scene = await openFtp(options);
      scene.server.defaultTime.setTime(Date.now() + 3600_000);
      using files = folder();
      writeFiles(files, LOCAL);
      const job = () =>
        uploadTree(scene.hConnect, files.path("x"), "/up/site", { keepTimes });
      const { files: count, directories, bytes, skipped, failed } = await job();
      assertEquals(serverFiles(scene.server, "/up/site"), VISIBLE);
      assertEquals([count, directories, bytes, skipped], [3, 4, 6, 1]);
      assertEquals(failed, []);
      const again = await job();
      assertEquals([again.files, again.skipped], [0, 4]);
    });
  }
}

Deno.test("uploadTree() with keepTimes sets the times", async () => {
  await using scene = await openFtp();
  using files = folder();
  writeFiles(files, { "x/a": "a" });
  await Deno.utime(files.path("x/a"), 1e9, 1e9);
  const options = { keepTimes: true };
  await uploadTree(scene.hConnect, files.path("x"), "/up", options);
  assertEquals(scene.server.times.get("/up/a"), new Date(1e12));
});

Deno.test("uploadTree() uploads changed files", async () => {
  await using scene = await openFtp({ files: { "/up/b": "b", "/up/c": "c" } });
  using files = folder();
  writeFiles(files, { "x/a": "a", "x/b": "BB", "x/c": "C" });
  await Deno.utime(files.path("x/c"), 0, 0);
  const { files: count, skipped } = await uploadTree(
    scene.hConnect,
    files.path("x"),
    "/up",
  );
  assertEquals([count, skipped], [2, 1]);
  assertEquals(serverFiles(scene.server, "/up"), { a: "a", b: "BB", c: "c" });
});

Deno.test("uploadTree() with deleteOthers deletes entries that are not local, and keeps omitted ones", async () => {
  await using scene = await openFtp({
    files: {
      "/up/a.txt": "a",
      "/up/other": "o",
      "/up/a.txt.0123abcd.part": "left by a killed upload",
      "/up/gone/x/y": "o",
      "/up/.dot": "d",
      "/up/keep/z": "z",
    },
  });
  using files = folder();
  writeFiles(files, LOCAL);
  const local = files.path("x");
  const { deleted, failed } = await uploadTree(scene.hConnect, local, "/up", {
    deleteOthers: true,
    filter: (path) => path !== `${local}/keep/z`,
  });
  assertEquals([deleted, failed], [5, []]);
  assertEquals(serverFiles(scene.server, "/up"), {
    ".dot": "d",
    ...VISIBLE,
    "keep/": "",
    "keep/z": "z",
  });
});

Deno.test("uploadTree() deletes and uploads nothing in a directory that cannot be listed", async () => {
  await using scene = await openFtp({
    files: { "/up/sub/other": "o", "/up/other": "o" },
    on: {
      MLSD: (call) =>
        call.path === "/up/sub" ? call.reply("550 Permission denied") : false,
    },
  });
  using files = folder();
  writeFiles(files, LOCAL);
  const { deleted, failed } = await uploadTree(
    scene.hConnect,
    files.path("x"),
    "/up",
    { deleteOthers: true },
  );
  assertEquals([deleted, pathsOf(failed)], [1, [files.path("x/sub")]]);
  assert(scene.server.files.has("/up/sub/other"));
});

Deno.test("uploadTree() replaces another kind only with deleteOthers", async () => {
  await using scene = await openFtp({
    files: { "/up/a.txt/x/y": "o", "/up/sub": "o" },
  });
  using files = folder();
  writeFiles(files, LOCAL);
  const job = (deleteOthers: boolean) =>
    uploadTree(scene.hConnect, files.path("x"), "/up", { deleteOthers });
  const { failed } = await job(false);
  assertEquals(pathsOf(failed), [files.path("x/a.txt"), files.path("x/sub")]);
  assertEquals(failed[0]!.error.code, ERROR_FILE_EXISTS);
  const { deleted, ...second } = await job(true);
  assertEquals([deleted, second.failed], [4, []]);
  assertEquals(serverFiles(scene.server, "/up"), VISIBLE);
});

Deno.test("uploadTree() with dryRun lists the changes and does not make them", async () => {
  await using scene = await openFtp({ files: { "/up/other": "o" } });
  using files = folder();
  writeFiles(files, { "x/a": "a", "x/sub/b": "b" });
  const x = files.path("x");
  const { planned } = await uploadTree(scene.hConnect, x, "/up", {
    dryRun: true,
    deleteOthers: true,
  });
  assertEquals(planned.toSorted(), [
    'create the directory "/up/sub"',
    'delete "/up/other"',
    `upload "${x}/a" to "/up/a"`,
    `upload "${x}/sub/b" to "/up/sub/b"`,
  ]);
  assertEquals(serverFiles(scene.server, "/up"), { other: "o" });
});

Deno.test("uploadTree() omits links, and never follows them", {
  ignore: lacks("symbolic links"),
}, async () => {
  await using scene = await openFtp();
  using files = folder();
  writeFiles(files, { "x/a": "a", "outside/b": "b" });
  await Deno.symlink("../outside", files.path("x/link"));
  await Deno.symlink(".", files.path("x/circle"));
  const { files: count, skipped } = await uploadTree(
    scene.hConnect,
    files.path("x"),
    "/up",
  );
  assertEquals([count, skipped], [1, 2]);
  assertEquals(serverFiles(scene.server, "/up"), { a: "a" });
});

Deno.test('uploadTree() with links: "keep" makes them where the server can', {
  ignore: lacks("POSIX files"),
}, async () => {
  const made: string[] = [];
  await using scene = await openFtp({
    on: {
      SITE: (call) => {
        made.push(call.argument);
        return call.reply("200 Done");
      },
    },
  });
  using files = folder();
  writeFiles(files, { "x/a": "a" });
  await Deno.symlink("a", files.path("x/link"));
  await Deno.symlink("/etc", files.path("x/out"));
  const { failed } = await uploadTree(
    scene.hConnect,
    files.path("x"),
    "/up",
    { links: "keep" },
  );
  assertEquals(made, ["SYMLINK a /up/link"]);
  assertEquals(pathsOf(failed), [files.path("x/out")]);
});

Deno.test("uploadTree() leaves no partial file under a final name, and tries again", async () => {
  let count = 0;
  await using scene = await openFtp({
    on: {
      async STOR(call) {
        if (++count > 1) return false;
        await call.reply("150 Opening");
        await (await call.data()).readAll();
        await call.reply("451 Disk trouble");
      },
    },
  });
  using files = folder();
  writeFiles(files, { "x/a": "a" });
  const texts: (string | undefined)[] = [];
  const { files: done, bytes } = await uploadTree(
    scene.hConnect,
    files.path("x"),
    "/up",
    { retries: 1, onRetry: ({ error }) => texts.push(error.responseText) },
  );
  assertEquals([done, bytes, count], [1, 1, 2]);
  assertEquals(texts, ["451 Disk trouble"]);
  assertEquals(serverFiles(scene.server, "/up"), { a: "a" });
});

Deno.test("uploadTree() names the files that the server refuses, and continues", async () => {
  await using scene = await openFtp({
    on: {
      STOR: (call) =>
        call.name.startsWith("b.txt") ? call.reply("552 Quota") : false,
    },
  });
  using files = folder();
  writeFiles(files, LOCAL);
  const { files: done, failed } = await uploadTree(
    scene.hConnect,
    files.path("x"),
    "/up",
  );
  assertEquals([done, pathsOf(failed)], [2, [files.path("x/sub/b.txt")]]);
  assertStringIncludes(failed[0]!.error.message, "552 Quota");
});

Deno.test("uploadTree() refuses names that are invalid in a command", async () => {
  await using scene = await openFtp();
  using files = folder();
  writeFiles(files, { "x/a": "a", "x/b\nDELE a": "b" });
  const { files: done, failed } = await uploadTree(
    scene.hConnect,
    files.path("x"),
    "/up",
  );
  assertEquals([done, failed.length], [1, 1]);
  assertEquals(serverFiles(scene.server, "/up"), { a: "a" });
});

Deno.test("uploadTree() rejects if the directory does not exist, before anything is sent", async () => {
  await using scene = await openFtp();
  using files = folder();
  const job = uploadTree(scene.hConnect, files.path("x"), "/up");
  assertEquals(await rejectedCode(job), ERROR_PATH_NOT_FOUND);
  assertEquals(scene.sent(), []);
});

Deno.test("uploadTree() stops at the signal, and leaves no part", async () => {
  const stop = new AbortController();
  await using scene = await openFtp({
    on: {
      async STOR(call) {
        await call.reply("150 Opening");
        const data = await call.data();
        await data.read();
        stop.abort();
        return void await call.until(data.closed);
      },
    },
  });
  using files = folder();
  writeFiles(files, { "x/a": "a".repeat(5_000_000) });
  const job = uploadTree(scene.hConnect, files.path("x"), "/up", {
    signal: stop.signal,
    connections: 1,
  });
  assertEquals(await rejectedCode(job), ERROR_INTERNET_OPERATION_CANCELLED);
  assertEquals(serverFiles(scene.server, "/up"), {});
});

// ---- createPath ----

Deno.test("createPath() creates a directory and its parents", async () => {
  await using scene = await openFtp({ directories: ["/a"] });
  assertEquals(await createPath(scene.hConnect, "/a/b/c"), true);
  assertEquals(await createPath(scene.hConnect, "/a/b/c"), true);
  assertEquals(await createPath(scene.hConnect, "d/e/"), true);
  assertEquals(Object.keys(serverFiles(scene.server, "/")), [
    "a/",
    "a/b/",
    "a/b/c/",
    "d/",
    "d/e/",
  ]);
  assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
});

Deno.test("createPath() fails with the reason of the server", async () => {
  await using scene = await openFtp({
    on: { MKD: (call) => call.reply("550 Permission denied") },
  });
  const job = createPath(scene.hConnect, "/a/b");
  assertEquals(await rejectedCode(job), ERROR_INTERNET_EXTENDED_ERROR);
});
