// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { ERROR_FILE_EXISTS } from "../../error.ts";
import { FolderNames } from "../../_base/folder_names.ts";
import { partPath } from "../../_base/local_name.ts";
import { openTarget } from "../../_base/local_target.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { folder } from "../helpers/ftp_calls.ts";
import { lacks } from "../helpers/lacks.ts";

const NEW = { failIfExists: true, resume: true };
const BYTES = new Uint8Array([1, 2, 3]);

async function namesIn(path: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(path))).map(({ name }) => name);
}

Deno.test("FolderNames.lacks() checks only the files of its own directory", async () => {
  using files = folder();
  await Deno.writeTextFile(files.path("there"), "");
  const names = new FolderNames(files.path(""));
  assertEquals(names.lacks(files.path("missing")), false, "before it was read");
  await names.refresh();
  assertEquals(names.lacks(files.path("missing")), true);
  assertEquals(names.lacks(files.path("there")), false);
  assertEquals(names.lacks(files.path("below/missing")), false);
  assertEquals(names.lacks("missing"), false);
});

Deno.test("FolderNames.refresh() reads the directory again after a second", async () => {
  using files = folder();
  let now = 0;
  const names = new FolderNames(files.path(""), () => now);
  await names.refresh();
  await Deno.writeTextFile(files.path("later"), "");
  now = 999;
  await names.refresh();
  assertEquals(names.lacks(files.path("later")), true);
  now = 1000;
  assertEquals(names.lacks(files.path("missing")), false, "too old");
  await names.refresh();
  assertEquals(names.lacks(files.path("later")), false);
  assertEquals(names.lacks(files.path("missing")), true);
});

Deno.test("FolderNames has no names for a directory that cannot be read", async () => {
  using files = folder();
  const names = new FolderNames(files.path("missing/"));
  await names.refresh();
  assertEquals(names.lacks(files.path("missing/file")), false);
});

Deno.test("LocalTarget.commit() does not replace a file that was created after the directory was read", async () => {
  using files = folder();
  const names = new FolderNames(files.path(""));
  await names.refresh();
  const path = files.path("file");
  await Deno.writeTextFile(path, "of another program");
  const target = await openTarget(path, { ...NEW, folder: names });
  await target.write(BYTES);
  assertEquals(await rejectedCode(target.commit(null)), ERROR_FILE_EXISTS);
  target.discard(false);
  assertEquals(files.text("file"), "of another program");
  assertEquals(await namesIn(files.path("")), ["file"]);
});

Deno.test(
  "openTarget() checks a file that it may replace although it was missing in the directory",
  { ignore: lacks("symbolic links") },
  async () => {
    using files = folder();
    const names = new FolderNames(files.path(""));
    await names.refresh();
    await Deno.writeTextFile(files.path("real"), "");
    await Deno.symlink("real", files.path("link"));
    const options = { ...NEW, failIfExists: false, folder: names };
    const target = await openTarget(files.path("link"), options);
    await target.write(BYTES);
    await target.commit(null);
    assert((await Deno.lstat(files.path("link"))).isSymlink);
    assertEquals(await Deno.readFile(files.path("real")), BYTES);
  },
);

Deno.test("LocalTarget.commit() removes the notes and the parts that were in the directory", async () => {
  using files = folder();
  const path = files.path("file");
  for (const name of [`${path}.part.note`, partPath(path, 1)]) {
    await Deno.writeTextFile(name, "");
  }
  const names = new FolderNames(files.path(""));
  await names.refresh();
  const target = await openTarget(path, { ...NEW, folder: names });
  await target.write(BYTES);
  await target.commit(null);
  assertEquals(await namesIn(files.path("")), ["file"]);
});

Deno.test("LocalTarget.commit() removes the note of its own transfer", async () => {
  using files = folder();
  const path = files.path("file");
  const names = new FolderNames(files.path(""));
  await names.refresh();
  const target = await openTarget(path, { ...NEW, folder: names });
  await target.write(BYTES);
  target.note({ size: 3, modified: null });
  assert((await Deno.stat(`${path}.part.note`)).isFile);
  await target.commit(null);
  assertEquals(await namesIn(files.path("")), ["file"]);
});
