// Copyright 2026 the wininet authors. MIT license.

/** Whole directory trees on real servers. */

import { assert, assertEquals } from "@std/assert";
import { downloadTree, removeTree, uploadTree } from "../../trees.ts";
import { folder } from "../helpers/ftp_calls.ts";
import { filesOf, writeFiles } from "../trees/scenes.ts";
import { eachServerTest, openProgram } from "./ftp_calls.ts";
import type { RealFtpServer } from "./ftp_servers.ts";

const DIRECTORIES = ["t", "t/sub", "t/sub/deep er", "t/empty", "t/[x]*"];
const FILES = {
  "t/a.txt": "a",
  "t/sub/b.txt": "bb",
  "t/sub/deep er/ä ö.txt": "ccc",
  "t/[x]*/d": "d",
};

/** The expected files. */
const TREE = {
  "[x]*/": "",
  "[x]*/d": "d",
  "a.txt": "a",
  "empty/": "",
  "sub/": "",
  "sub/b.txt": "bb",
  "sub/deep er/": "",
  "sub/deep er/ä ö.txt": "ccc",
};

async function addTree(server: RealFtpServer): Promise<void> {
  for (const name of DIRECTORIES) await server.addDirectory(name);
  for (const [name, content] of Object.entries(FILES)) {
    await server.addFile(name, content);
  }
}

/** Returns the absolute path of a directory in the login directory. */
function remote({ root }: RealFtpServer, name: string): string {
  return `${root === "/" ? "" : root}/${name}`;
}

eachServerTest(
  "downloadTree() makes a mirror, and then downloads nothing",
  async (server, security) => {
    await addTree(server);
    await server.addDirectory("outside");
    await server.addFile("outside/secret", "s");
    await Deno.symlink("../outside", `${server.home}/t/link`);
    await using program = await openProgram(server, { security });
    using files = folder();
    const job = () =>
      downloadTree(program.hConnect, remote(server, "t"), files.path("y"), {
        keepTimes: true,
        deleteOthers: true,
        filter: (path) => !path.endsWith("/link"),
      });
    const first = await job();
    assertEquals([first.failed, filesOf(files, "y")], [[], TREE]);
    const theirs = await Deno.stat(`${server.home}/t/a.txt`);
    const ours = await Deno.stat(files.path("y/a.txt"));
    const seconds = (time: Date | null) => Math.floor(time!.getTime() / 1000);
    assertEquals(seconds(ours.mtime), seconds(theirs.mtime));
    await Deno.writeTextFile(files.path("y/other"), "o");
    const second = await job();
    assertEquals([second.files, second.deleted, second.failed], [0, 1, []]);
  },
);

eachServerTest(
  "uploadTree() makes a mirror, and then uploads nothing",
  async (server, security) => {
    await server.addDirectory("up");
    await using program = await openProgram(server, { security });
    using files = folder();
    writeFiles(files, { ...FILES, "t/empty/": "" });
    const job = () =>
      uploadTree(
        program.hConnect,
        files.path("t"),
        remote(server, "up/a/b"),
        {
          keepTimes: true,
          deleteOthers: true,
          // ProFTPD does not create a directory with an asterisk in its name.
          filter: (path) => !path.endsWith("*"),
        },
      );
    const first = await job();
    assertEquals([first.files, first.failed], [3, []]);
    const there = {
      ...files,
      path: (name: string) => `${server.home}/${name}`,
    };
    const { "[x]*/": _, "[x]*/d": __, ...expected } = TREE;
    assertEquals(filesOf(there, "up/a/b"), expected);
    const second = await job();
    assertEquals([second.files, second.deleted, second.failed], [0, 0, []]);
    await Deno.remove(files.path("t/sub"), { recursive: true });
    const third = await job();
    assertEquals([third.files, third.deleted, third.failed], [0, 4, []]);
  },
);

eachServerTest(
  "removeTree() removes a tree, and not the targets of links",
  async (server, security) => {
    await addTree(server);
    await server.addFile("t/.hidden", "h");
    await server.addDirectory("outside");
    await server.addFile("outside/secret", "s");
    await Deno.symlink("../outside", `${server.home}/t/link`);
    await using program = await openProgram(server, { security });
    const { failed } = await removeTree(program.hConnect, remote(server, "t"));
    assertEquals(failed, []);
    const left = await Array.fromAsync(Deno.readDir(server.home));
    assertEquals(left.map(({ name }) => name), ["outside"]);
    assert((await Deno.stat(`${server.home}/outside/secret`)).isFile);
  },
);
