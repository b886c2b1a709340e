// Copyright 2026 the wininet authors. MIT license.

/** downloadTree() with FTP. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  ERROR_CANT_RESOLVE_FILENAME,
  ERROR_FILE_EXISTS,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INVALID_PARAMETER,
  ERROR_PATH_NOT_FOUND,
  InternetError,
} from "../../error.ts";
import { FtpGetCurrentDirectory, FtpSetCurrentDirectory } from "../../ftp.ts";
import { FTP_OPTION_EXTENDED_MODES } from "../../ftp_options.ts";
import { InternetSetOption } from "../../internet.ts";
import {
  downloadTree,
  type TreeOptions,
  type TreeProgress,
} from "../../trees.ts";
import { rejectedCode } from "../helpers/calls.ts";
import {
  folder,
  type FtpScene,
  openFtp,
  pattern,
} from "../helpers/ftp_calls.ts";
import type { FtpCall, FtpServerOptions } from "../servers/ftp_server.ts";
import { filesOf, pathsOf, writeFiles } from "./scenes.ts";
import { lacks } from "../helpers/lacks.ts";

const FILES = {
  "/pub/a.txt": "a",
  "/pub/sub/b.txt": "bb",
  "/pub/sub/deep/c.txt": "ccc",
  "/pub/.hidden": "h",
};

const VISIBLE = {
  "a.txt": "a",
  "sub/": "",
  "sub/b.txt": "bb",
  "sub/deep/": "",
  "sub/deep/c.txt": "ccc",
};

/** A server without MLSD. */
const LIST_ONLY = { features: ["MDTM", "SIZE", "UTF8", "EPSV", "MFMT"] };

/** Returns the commands with this verb. */
function commands({ server }: FtpScene, verb: string): string[] {
  return server.commands.filter((line) => line.startsWith(`${verb} `)).sort();
}

/** Sends a listing for MLSD or LIST. */
async function sendListing(call: FtpCall, lines: string[]): Promise<void> {
  await call.reply("150 Here");
  const data = await call.data();
  await data.write(lines.map((line) => `${line}\r\n`).join(""));
  await data.end();
  await call.reply("226 Done");
}

for (const [kind, options] of [["MLSD", {}], ["LIST", LIST_ONLY]] as const) {
  Deno.test(`downloadTree() downloads all files and directories (${kind})`, async () => {
    await using scene = await openFtp({
      ...options,
      files: FILES,
      directories: ["/pub/empty"],
    });
    using files = folder();
    const local = files.path("x/y");
    const result = await downloadTree(scene.hConnect, "/pub", local);
    assertEquals(filesOf(files, "x/y"), { ...VISIBLE, "empty/": "" });
    const { files: count, directories, bytes, skipped, failed } = result;
    assertEquals([count, directories, bytes, skipped], [3, 4, 6, 1]);
    assertEquals([failed, result.planned], [[], []]);
  });

  for (const keepTimes of [false, true]) {
    Deno.test(`downloadTree() downloads nothing twice (${kind}, keepTimes: ${keepTimes})`, async () => {
      await using scene = await openFtp({ ...options, files: FILES });
      using files = folder();
      const job = () =>
        downloadTree(scene.hConnect, "/pub", files.path("y"), { keepTimes });
      await job();
      const before = commands(scene, "RETR");
      const { files: count, skipped, bytes } = await job();
      assertEquals([count, skipped, bytes], [0, 4, 0]);
      assertEquals(commands(scene, "RETR"), before);
      const { mtime } = await Deno.stat(files.path("y/a.txt"));
      const isKept = mtime!.getTime() === scene.server.defaultTime.getTime();
      assertEquals(isKept, keepTimes);
    });
  }

  Deno.test(`downloadTree() downloads changed files (${kind})`, async () => {
    await using scene = await openFtp({ ...options, files: FILES });
    using files = folder();
    const job = () => downloadTree(scene.hConnect, "/pub", files.path("y"));
    await job();
    scene.server.add("/pub/a.txt", "new");
    scene.server.times.set("/pub/sub/b.txt", new Date(Date.now() + 60_000));
    scene.server.add("/pub/sub/b.txt", "BB");
    assertEquals((await job()).files, 2);
    assertEquals(files.text("y/a.txt"), "new");
    assertEquals(files.text("y/sub/b.txt"), "BB");
  });
}

Deno.test("downloadTree() with keepTimes replaces a file of the same size with an older one", async () => {
  await using scene = await openFtp({ files: { "/pub/a": "1" } });
  using files = folder();
  const options = { keepTimes: true };
  const job = () =>
    downloadTree(scene.hConnect, "/pub", files.path("y"), options);
  await job();
  scene.server.add("/pub/a", "2");
  scene.server.times.set("/pub/a", new Date(Date.UTC(2020, 1, 1)));
  assertEquals((await job()).files, 1);
  assertEquals(files.text("y/a"), "2");
});

Deno.test("downloadTree() with onlyNewer keeps a newer file of another size", async () => {
  await using scene = await openFtp({
    files: { "/pub/a": "1", "/pub/b": "1" },
  });
  using files = folder();
  writeFiles(files, { "y/a": "mine", "y/b": "mine" });
  await Deno.utime(files.path("y/b"), 0, 0);
  const result = await downloadTree(scene.hConnect, "/pub", files.path("y"), {
    onlyNewer: true,
  });
  assertEquals([result.files, result.skipped], [1, 1]);
  assertEquals(filesOf(files, "y"), { a: "mine", b: "1" });
});

Deno.test("downloadTree() omits the entries that filter rejects, and passes it the remote paths", async () => {
  await using scene = await openFtp({ files: FILES });
  using files = folder();
  const seen: string[] = [];
  const { skipped } = await downloadTree(
    scene.hConnect,
    "/pub",
    files.path("y"),
    {
      hidden: true,
      filter(path, { cFileName }) {
        seen.push(path);
        return cFileName !== "deep";
      },
    },
  );
  assertEquals(skipped, 1);
  assertEquals(seen.sort(), [
    "/pub/.hidden",
    "/pub/a.txt",
    "/pub/sub",
    "/pub/sub/b.txt",
    "/pub/sub/deep",
  ]);
  assertEquals(Object.keys(filesOf(files, "y")), [
    ".hidden",
    "a.txt",
    "sub/",
    "sub/b.txt",
  ]);
});

Deno.test("downloadTree() descends to the level of depth", async () => {
  await using scene = await openFtp({ files: FILES });
  using files = folder();
  const options = { depth: 2 };
  await downloadTree(scene.hConnect, "/pub", files.path("y"), options);
  assertEquals(Object.keys(filesOf(files, "y")), [
    "a.txt",
    "sub/",
    "sub/b.txt",
  ]);
});

Deno.test("downloadTree() accepts a path relative to the current directory, on all connections", async () => {
  const many = Object.fromEntries(
    Array.from({ length: 40 }, (_, at) => [`/pub/sub/f${at}`, "x"]),
  );
  await using scene = await openFtp({ files: many });
  using files = folder();
  await FtpSetCurrentDirectory(scene.hConnect, "/pub");
  const { files: count } = await downloadTree(
    scene.hConnect,
    "sub",
    files.path("y"),
  );
  assertEquals(count, 40);
  assert(scene.server.connections > 1);
  assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/pub");
});

// ---- deleteOthers ----

const OTHERS = {
  "y/a.txt": "a",
  "y/other": "o",
  "y/.dot": "d",
  "y/sub/other": "o",
  "y/gone/x/y": "o",
};

Deno.test("downloadTree() with deleteOthers deletes files that are not on the server", async () => {
  await using scene = await openFtp({ files: FILES });
  using files = folder();
  writeFiles(files, OTHERS);
  const options = { deleteOthers: true };
  const { deleted } = await downloadTree(
    scene.hConnect,
    "/pub",
    files.path("y"),
    options,
  );
  assertEquals(deleted, 5);
  assertEquals(filesOf(files, "y"), { ...VISIBLE, ".dot": "d" });
});

Deno.test("downloadTree() with deleteOthers keeps entries that filter omits, and the directories around them", async () => {
  await using scene = await openFtp({ files: FILES });
  using files = folder();
  writeFiles(files, OTHERS);
  const { deleted, failed } = await downloadTree(
    scene.hConnect,
    "/pub",
    files.path("y"),
    { deleteOthers: true, filter: (path) => path !== "/pub/gone/x/y" },
  );
  assertEquals([deleted, failed], [2, []]);
  assertEquals(files.text("y/gone/x/y"), "o");
});

const INCOMPLETE: Record<string, FtpServerOptions["on"]> = {
  "could not be listed": {
    MLSD: (call) =>
      call.path === "/pub/sub" ? call.reply("550 Permission denied") : false,
  },
  "has lines of an unknown format": {
    MLSD: (call) =>
      call.path === "/pub/sub"
        ? sendListing(call, ["type=file;size=2; b.txt", "???"])
        : false,
  },
};

for (const [name, on] of Object.entries(INCOMPLETE)) {
  Deno.test(`downloadTree() deletes nothing in a directory that ${name}`, async () => {
    await using scene = await openFtp({ files: FILES, on: on! });
    using files = folder();
    writeFiles(files, OTHERS);
    const { failed, files: count } = await downloadTree(
      scene.hConnect,
      "/pub",
      files.path("y"),
      { deleteOthers: true },
    );
    assertEquals(pathsOf(failed), ["/pub/sub"]);
    assertEquals(failed[0]!.error.code, ERROR_INTERNET_EXTENDED_ERROR);
    assertEquals(files.text("y/sub/other"), "o");
    assertEquals(files.names("y").includes("other"), false);
    assert(count <= 1);
  });
}

Deno.test("downloadTree() deletes nothing if the server fails to list a directory without an error", async () => {
  await using scene = await openFtp({
    files: FILES,
    ...LIST_ONLY,
    on: {
      async LIST(call) {
        if (call.path !== "/pub/sub") return false;
        await call.reply("150 Here comes the directory listing.");
        await (await call.data()).end();
        await call.reply(
          "226 Transfer done (but failed to open directory).",
        );
      },
    },
  });
  using files = folder();
  writeFiles(files, OTHERS);
  const { failed } = await downloadTree(
    scene.hConnect,
    "/pub",
    files.path("y"),
    {
      deleteOthers: true,
    },
  );
  assertEquals(pathsOf(failed), ["/pub/sub"]);
  assertEquals(files.text("y/sub/other"), "o");
});

Deno.test("downloadTree() deletes nothing if a server lists a missing directory as an empty one", async () => {
  await using scene = await openFtp({
    ...LIST_ONLY,
    on: { LIST: (call) => sendListing(call, []) },
  });
  using files = folder();
  writeFiles(files, { "y/a": "a" });
  const job = downloadTree(scene.hConnect, "/typo", files.path("y"), {
    deleteOthers: true,
  });
  assertEquals(await rejectedCode(job), ERROR_PATH_NOT_FOUND);
  assertEquals(files.text("y/a"), "a");
});

Deno.test("downloadTree() with deleteOthers never deletes through a link", {
  ignore: lacks("symbolic links"),
}, async () => {
  await using scene = await openFtp({ files: FILES });
  using files = folder();
  writeFiles(files, { "outside/x": "x", "y/a.txt": "a" });
  await Deno.symlink("../outside", files.path("y/other"));
  await Deno.symlink("../outside", files.path("y/sub"));
  const { deleted } = await downloadTree(
    scene.hConnect,
    "/pub",
    files.path("y"),
    { deleteOthers: true },
  );
  assertEquals(deleted, 2);
  assertEquals(filesOf(files, "outside"), { x: "x" });
  assertEquals(filesOf(files, "y"), VISIBLE);
});

Deno.test("downloadTree() does not write through a link", {
  ignore: lacks("symbolic links"),
}, async () => {
  await using scene = await openFtp({ files: FILES });
  using files = folder();
  writeFiles(files, { "outside/x": "x", "y/": "" });
  await Deno.mkdir(files.path("y"), { recursive: true });
  await Deno.symlink("../outside", files.path("y/sub"));
  await Deno.symlink("../outside/x", files.path("y/a.txt"));
  const { failed } = await downloadTree(
    scene.hConnect,
    "/pub",
    files.path("y"),
  );
  assertEquals(pathsOf(failed), ["/pub/a.txt", "/pub/sub"]);
  assertEquals(failed[0]!.error.code, ERROR_FILE_EXISTS);
  assertEquals(filesOf(files, "outside"), { x: "x" });
});

// ---- dry run ----

Deno.test("downloadTree() with dryRun lists the changes and does not make them", async () => {
  await using scene = await openFtp({ files: FILES });
  using files = folder();
  writeFiles(files, { "y/a.txt": "a", "y/other": "o" });
  const before = filesOf(files);
  const y = files.path("y");
  const options = { dryRun: true, deleteOthers: true };
  const { planned, steps, ...counts } = await downloadTree(
    scene.hConnect,
    "/pub",
    y,
    options,
  );
  assertEquals(filesOf(files), before);
  assertEquals(steps.length, planned.length);
  assertEquals(
    steps.filter(({ action }) => action === "delete"),
    [{ action: "delete", path: `${y}/other`, target: null }],
  );
  assertEquals(planned.toSorted(), [
    `create the directory "${y}/sub"`,
    `create the directory "${y}/sub/deep"`,
    `delete "${y}/other"`,
    `download "/pub/sub/b.txt" to "${y}/sub/b.txt"`,
    `download "/pub/sub/deep/c.txt" to "${y}/sub/deep/c.txt"`,
  ]);
  assertEquals(counts, {
    files: 0,
    directories: 0,
    bytes: 0,
    skipped: 2,
    deleted: 0,
    failed: [],
  });
});

// ---- links ----

const LINKS = [
  "type=OS.unix=slink:a.txt; good",
  "type=OS.unix=slink:../../etc/passwd; out",
  "type=OS.unix=slink:/etc; absolute",
  "type=file;size=1;modify=20260102030405; a.txt",
];

Deno.test("downloadTree() omits links", async () => {
  await using scene = await openFtp({
    files: FILES,
    on: { MLSD: (call) => sendListing(call, LINKS) },
  });
  using files = folder();
  const result = await downloadTree(scene.hConnect, "/pub", files.path("y"));
  assertEquals([result.files, result.skipped], [1, 3]);
  assertEquals(files.names("y"), ["a.txt"]);
});

Deno.test('downloadTree() with links: "keep" makes those that stay in the tree', async () => {
  await using scene = await openFtp({
    files: FILES,
    on: { MLSD: (call) => sendListing(call, LINKS) },
  });
  using files = folder();
  const options = { links: "keep" } as const;
  const job = () =>
    downloadTree(scene.hConnect, "/pub", files.path("y"), options);
  const { files: count, failed } = await job();
  assertEquals([count, pathsOf(failed)], [2, ["/pub/absolute", "/pub/out"]]);
  assertStringIncludes(failed[0]!.error.message, "leads out of the tree");
  assertEquals(filesOf(files, "y"), { "a.txt": "a", good: "-> a.txt" });
  assertEquals((await job()).skipped, 2);
});

Deno.test("downloadTree() ends if directories form a loop", async () => {
  await using scene = await openFtp({
    on: {
      MLSD: (call) => sendListing(call, ["type=dir;unique=1; loop"]),
    },
  });
  using files = folder();
  const { directories, failed } = await downloadTree(
    scene.hConnect,
    "/",
    files.path("y"),
  );
  assertEquals([directories, pathsOf(failed)], [2, ["/loop/loop"]]);
  assertEquals(failed[0]!.error.code, ERROR_CANT_RESOLVE_FILENAME);
});

Deno.test("downloadTree() ends if directories form a loop that the server does not report", async () => {
  await using scene = await openFtp({
    on: { MLSD: (call) => sendListing(call, ["type=dir; loop"]) },
  });
  using files = folder();
  const { directories, failed } = await downloadTree(
    scene.hConnect,
    "/",
    files.path("y"),
  );
  assertEquals(directories, 100);
  assertEquals(failed.length, 1);
  assertEquals(failed[0]!.error.code, ERROR_CANT_RESOLVE_FILENAME);
});

// ---- connections and failures ----

const MANY: Record<string, string> = Object.fromEntries(
  Array.from({ length: 200 }, (_, at) => [`/d${at % 10}/f${at}`, `${at}`]),
);

Deno.test("downloadTree() opens the maximum number of connections", async () => {
  await using scene = await openFtp({ files: MANY });
  using files = folder();
  const options = { connections: 3 };
  const { files: count } = await downloadTree(
    scene.hConnect,
    "/",
    files.path("y"),
    options,
  );
  assertEquals([count, scene.server.connections], [200, 3]);
});

Deno.test("downloadTree() opens connections with the login, the flags and the options of the given one", async () => {
  await using scene = await openFtp(
    { files: MANY, users: { bob: "secret" }, anonymous: false },
    { user: "bob", password: "secret" },
  );
  InternetSetOption(scene.hConnect, FTP_OPTION_EXTENDED_MODES, false);
  using files = folder();
  const { failed } = await downloadTree(
    scene.hConnect,
    "/",
    files.path("y"),
  );
  assertEquals(failed, []);
  const { connections } = scene.server;
  assert(connections > 1, `${connections}`);
  assertEquals(commands(scene, "USER"), Array(connections).fill("USER bob"));
  assertEquals(scene.server.commands.includes("EPSV"), false);
  assertEquals(scene.server.commands.includes("PASV"), true);
});

const REFUSALS = ["421 Too many connections", "530 Sorry, too many users"];

for (const refusal of REFUSALS) {
  Deno.test(`downloadTree() continues with its connections after ${refusal}`, async () => {
    await using scene = await openFtp({
      files: MANY,
      on: {
        async USER(call) {
          if (call.session.index < 2) return false;
          await call.reply(refusal);
          await call.close();
        },
      },
    });
    using files = folder();
    const { files: count, failed } = await downloadTree(
      scene.hConnect,
      "/",
      files.path("y"),
    );
    assertEquals([count, failed], [200, []]);
    assert(scene.server.connections <= 4);
  });
}

Deno.test("downloadTree() continues if the given connection is lost", async () => {
  let isLost = false;
  await using scene = await openFtp({
    files: MANY,
    on: {
      async RETR(call) {
        if (call.session.index > 0 || isLost) return false;
        isLost = true;
        await call.reset();
      },
    },
  });
  using files = folder();
  const { files: count, failed } = await downloadTree(
    scene.hConnect,
    "/",
    files.path("y"),
  );
  assertEquals([count, failed], [200, []]);
});

Deno.test("downloadTree() retries temporary failures, and names the others", async () => {
  let count = 0;
  await using scene = await openFtp({
    files: FILES,
    on: {
      RETR(call) {
        if (call.name === "b.txt") return call.reply("550 Not for you");
        if (call.name === "a.txt" && ++count === 1) {
          return call.reply("450 Busy");
        }
        return false;
      },
    },
  });
  using files = folder();
  const { files: done, failed } = await downloadTree(
    scene.hConnect,
    "/pub",
    files.path("y"),
    { retries: 1 },
  );
  assertEquals([done, count, pathsOf(failed)], [2, 2, ["/pub/sub/b.txt"]]);
  assertStringIncludes(failed[0]!.error.message, "550 Not for you");
  assertEquals(files.names("y/sub"), ["deep"]);
});

Deno.test("downloadTree() stops at the signal, and leaves no partial file and the given connection open", async () => {
  const stop = new AbortController();
  const big = new Uint8Array(200_000_000);
  await using scene = await openFtp({
    files: { "/a": big, "/b": big, "/c": big },
  });
  using files = folder();
  const reason = new Error("enough");
  const onProgress = ({ bytes }: TreeProgress) => {
    if (bytes > 0) stop.abort(reason);
  };
  const options = { signal: stop.signal, onProgress };
  const error = await assertRejects(
    () => downloadTree(scene.hConnect, "/", files.path("y"), options),
    InternetError,
  );
  assertEquals(error.code, ERROR_INTERNET_OPERATION_CANCELLED);
  assertEquals(error.cause, reason);
  // A part is kept for the next run.
  const names = files.names("y");
  assert(names.every((name) => /\.part(\.note)?$/.test(name)), `${names}`);
  assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
});

Deno.test("downloadTree() stops when the program closes the connection", async () => {
  await using scene = await openFtp({
    files: MANY,
    on: {
      RETR(call) {
        scene.hConnect[Symbol.dispose]();
        return call.reply("550 Gone");
      },
    },
  });
  using files = folder();
  const job = downloadTree(scene.hConnect, "/", files.path("y"));
  assertEquals(await rejectedCode(job), ERROR_INTERNET_OPERATION_CANCELLED);
});

Deno.test("downloadTree() continues the part of a large file", async () => {
  const big = pattern(3_000_000);
  let isCut = true;
  await using scene = await openFtp({
    files: { "/big": big },
    on: {
      async RETR(call) {
        if (!isCut) return false;
        isCut = false;
        await call.reply("150 Opening");
        const data = await call.data();
        await data.write(big.subarray(0, 2_000_000));
        await data.end();
        await call.reply("426 Lost");
      },
    },
  });
  using files = folder();
  const job = () =>
    downloadTree(scene.hConnect, "/", files.path("y"), { retries: 0 });
  assertEquals((await job()).failed.length, 1);
  assertEquals(files.names("y"), ["big.part", "big.part.note"]);
  const { bytes } = await job();
  assertEquals(files.read("y/big"), big);
  assertEquals(files.names("y"), ["big"]);
  assert(bytes < 3_000_000, `${bytes}`);
});

Deno.test("downloadTree() distinguishes a file with the name of a part from the part", async () => {
  const big = pattern(1_500_000);
  await using scene = await openFtp({
    files: { "/big": big, "/big.part": "mine", "/other.part": "1" },
  });
  using files = folder();
  const { files: count } = await downloadTree(
    scene.hConnect,
    "/",
    files.path("y"),
  );
  assertEquals(count, 3);
  assertEquals(files.read("y/big"), big);
  assertEquals(files.text("y/big.part"), "mine");
});

Deno.test("downloadTree() reports progress up to the end", async () => {
  await using scene = await openFtp({ files: MANY });
  using files = folder();
  const reports: TreeProgress[] = [];
  const options: TreeOptions = {
    onProgress: (progress) => void reports.push(progress),
  };
  const result = await downloadTree(
    scene.hConnect,
    "/",
    files.path("y"),
    options,
  );
  const { path: _, ...last } = reports.at(-1)!;
  const { failed: __, planned: ___, steps: ____, ...counts } = result;
  assertEquals(last, { ...counts, failed: 0 });
});

const WRONG: [name: string, options: object][] = [
  ["connections", { connections: 0 }],
  ["depth", { depth: 101 }],
  ["links", { links: "follow" }],
  ["deleteOthers", { deleteOthers: "no" }],
  ["filter", { filter: "*.txt" }],
  ["signal", { signal: {} }],
];

for (const [name, options] of WRONG) {
  Deno.test(`downloadTree() refuses a wrong ${name}`, async () => {
    await using scene = await openFtp();
    const job = async () =>
      await downloadTree(scene.hConnect, "/", "y", options);
    const error = await assertRejects(job, InternetError);
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
    assertStringIncludes(error.message, name);
    assertEquals(scene.sent(), []);
  });
}

Deno.test("downloadTree() rejects if the directory cannot be listed", async () => {
  await using scene = await openFtp();
  using files = folder();
  const job = downloadTree(scene.hConnect, "/missing", files.path("y"));
  assertEquals(await rejectedCode(job), ERROR_INTERNET_EXTENDED_ERROR);
  assertEquals(files.names(), []);
});
