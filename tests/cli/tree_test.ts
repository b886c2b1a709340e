// Copyright 2026 the wininet authors. MIT license.

/** wininet put, mirror and rm */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { globs } from "../../_cli/globs.ts";
import { fileText, folder } from "../helpers/ftp_calls.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { GopherServer } from "../servers/gopher_server.ts";
import { objects, wininet } from "./command.ts";

function urlOf(ftp: FtpServer, path: string): string {
  return `ftp://127.0.0.1:${ftp.port}/${path}`;
}

Deno.test("put uploads files to a directory, which it creates, and standard input to a file", async () => {
  await using ftp = new FtpServer();
  using files = folder();
  const paths = ["a", "b"].map((name) => files.write(name, `text of ${name}`));
  const { code, stdout } = await wininet(
    ["put", "--json", ...paths, urlOf(ftp, "in/deep/")],
    { columns: 60 },
  );
  assertEquals(code, 0);
  assertEquals(objects(stdout).map(({ ok, bytes }) => [ok, bytes]), [
    [true, 9],
    [true, 9],
  ]);
  assertEquals(fileText(ftp, "/in/deep/b"), "text of b");
  const piped = await wininet(["put", "-", urlOf(ftp, "in/c")], {
    input: "piped",
  });
  assertEquals([piped.code, fileText(ftp, "/in/c")], [0, "piped"]);
});

for (const end of ["", "/", "#x", "/;type=d"]) {
  Deno.test(`put to a URL that ends with "${end}" after the host uploads to the login directory`, async () => {
    await using ftp = new FtpServer();
    using files = folder();
    const paths = ["a", "b"].map((name) => files.write(name, name));
    const url = urlOf(ftp, "").replace(/\/$/, end);
    const { code, stderr } = await wininet(["put", ...paths, url]);
    assertEquals([code, [...ftp.files.keys()]], [0, ["/a", "/b"]], stderr);
    const piped = await wininet(["put", "-", url]);
    assertStringIncludes(
      piped.stderr,
      "standard input needs the URL of a file",
    );
  });
}

Deno.test("put continues with the other files after a failure, and retries temporary failures", async () => {
  let busy = 1;
  await using ftp: FtpServer = new FtpServer({
    on: {
      async STOR(call) {
        if (call.argument.includes("bad")) return await call.reply("552 Full");
        if (busy-- > 0) return await call.reply("450 Busy");
        await ftp.serve(call);
      },
    },
  });
  using files = folder();
  const paths = ["bad", "good"].map((name) => files.write(name, name));
  const { code, stderr } = await wininet(["put", ...paths, urlOf(ftp, "")]);
  assertEquals([code, fileText(ftp, "/good")], [8, "good"]);
  assertStringIncludes(stderr, "552 Full");
});

Deno.test("mirror downloads a tree, and the second run copies nothing", async () => {
  await using ftp = new FtpServer({
    files: { "/pub/a": "1", "/pub/sub/b": "22", "/pub/c.tmp": "3" },
  });
  using files = folder();
  const local = files.path("copy");
  const args = [
    ...["mirror", "--json", urlOf(ftp, "pub"), local, "--exclude", "*.tmp"],
  ];
  const first = await wininet(args);
  assertEquals(first.code, 0, first.stderr);
  assertEquals(objects(first.stdout)[0].files, 2);
  assertEquals([files.names("copy"), files.text("copy/sub/b")], [
    ["a", "sub"],
    "22",
  ]);
  const [second] = objects((await wininet(args)).stdout);
  assertEquals([second.files, second.failed], [0, 0]);
});

Deno.test("mirror uploads a tree, with --delete, and with --dry-run, which changes nothing", async () => {
  await using ftp = new FtpServer({ files: { "/www/old": "x" } });
  using files = folder();
  await Deno.mkdir(files.path("site/img"), { recursive: true });
  files.write("site/index", "home");
  files.write("site/img/i", "image");
  const args = ["mirror", files.path("site"), urlOf(ftp, "www"), "--delete"];
  const plan = await wininet([...args, "--dry-run"]);
  assertStringIncludes(plan.stderr, "4 steps planned, nothing was changed");
  assertEquals([plan.code, fileText(ftp, "/www/index")], [0, undefined]);
  assertEquals(plan.stdout.trim().split("\n").length, 4, plan.stdout);
  const { code, stderr } = await wininet(args, { columns: 60 });
  assertEquals(code, 0, stderr);
  assertEquals(fileText(ftp, "/www/img/i"), "image");
  assertEquals(fileText(ftp, "/www/old"), undefined);
  assertStringIncludes(stderr, "2 files, 9 B, 1 deleted");
});

Deno.test("mirror names each failure, and ends with its code", async () => {
  await using ftp: FtpServer = new FtpServer({
    files: { "/pub/a": "1", "/pub/b": "2" },
    on: {
      RETR: (call) =>
        call.argument.endsWith("a")
          ? call.reply("550 Not yours")
          : ftp.serve(call),
    },
  });
  using files = folder();
  const { code, stderr } = await wininet(
    ["mirror", urlOf(ftp, "pub"), files.path("copy")],
  );
  assertEquals([code, files.names("copy")], [8, ["b"]]);
  assertStringIncludes(stderr, "550 Not yours");
});

Deno.test("mirror names --delete if a directory has the name of a file", async () => {
  await using ftp = new FtpServer({ files: { "/pub/a/b": "1" } });
  using files = folder();
  files.write("a", "2");
  const { code, stderr } = await wininet(
    ["mirror", urlOf(ftp, "pub"), files.path("")],
  );
  assertEquals(code, 3);
  assertStringIncludes(stderr, "remove it, or use --delete");
});

Deno.test("mirror downloads the menus of a Gopher server", async () => {
  await using gopher = new GopherServer({
    "": ({ server }) => server.item("1", "Dir", "/d") + ".\r\n",
    "/d": ({ server }) => server.item("0", "Text", "/d/t.txt") + ".\r\n",
    "/d/t.txt": "text\r\n.\r\n",
  });
  using files = folder();
  const { code, stderr } = await wininet(
    ["mirror", `${gopher.url}/`, files.path("copy")],
  );
  assertEquals(code, 0, stderr);
  assertEquals(files.names("copy/d"), ["t.txt"]);
});

Deno.test("rm deletes a file, an empty directory, and a tree with -r", async () => {
  await using ftp = new FtpServer({
    files: { "/a": "1", "/tree/b": "2" },
    directories: ["/empty"],
  });
  const rm = (...args: string[]) => wininet(["rm", ...args]);
  const plan = await rm("-r", "--dry-run", urlOf(ftp, "tree"));
  assertStringIncludes(plan.stdout, "tree/b");
  assertEquals(fileText(ftp, "/tree/b"), "2");
  assertEquals((await rm(urlOf(ftp, "a"))).code, 0);
  assertEquals((await rm(urlOf(ftp, "empty/"))).code, 0);
  assertEquals((await rm(urlOf(ftp, "tree/"))).code, 8);
  const removed = await rm("-r", urlOf(ftp, "tree"));
  assertEquals(removed.code, 0);
  assertStringIncludes(removed.stderr, "1 file and 1 directory deleted");
  const { stdout } = await wininet(["ls", urlOf(ftp, "")]);
  assertEquals(stdout, "");
  const root = await rm("-r", urlOf(ftp, ""));
  assertEquals(root.code, 2);
});

Deno.test("mirror ends with the code of the stop if it is stopped, and leaves no part under a final name", async () => {
  const stop = new AbortController();
  await using ftp: FtpServer = new FtpServer({
    files: { "/pub/a": "1".repeat(100_000) },
    on: {
      async RETR(call) {
        await call.reply("150 Opening");
        const data = await call.data();
        await data.write(new Uint8Array(1000));
        stop.abort(130);
        await data.closed;
      },
    },
  });
  using files = folder();
  const { code, stderr } = await wininet(
    ["mirror", urlOf(ftp, "pub"), files.path("copy")],
    { signal: stop.signal },
  );
  assertEquals(code, 130, stderr);
  assert(!files.names("copy").includes("a"));
  assertStringIncludes(stderr, "same command");
});

Deno.test("globs() matches names without a slash, and paths with one", () => {
  const patterns = globs(["*.txt", "doc/**"], ["**/old", "/x/y"]);
  const wanted = (path: string) => patterns.includes(path, false);
  assertEquals(
    ["a.txt", "b/a.txt", "a.bin", "doc/c/d.bin", "b/old", "x/y", "x/y.txt"]
      .map(wanted),
    [true, true, false, true, false, false, true],
  );
  assertEquals(patterns.includes("a.bin", true), true);
  assertEquals(globs([], ["tmp"]).includes("a/tmp", true), false);
});

Deno.test("--json writes an object for each failure of ls, mirror, put and rm", async () => {
  await using ftp = new FtpServer();
  using files = folder();
  const there = files.write("there", "x");
  for (
    const [args, code] of [
      [["ls", urlOf(ftp, "gone/")], 8],
      [["mirror", urlOf(ftp, "gone"), files.path("y")], 8],
      [["mirror", files.path("gone"), urlOf(ftp, "")], 3],
      [["put", files.path("gone"), urlOf(ftp, "")], 3],
      [["put", there, urlOf(ftp, "x"), "--user", "anna:guess"], 6],
      [["rm", urlOf(ftp, "gone")], 8],
    ] as [string[], number][]
  ) {
    const end = await wininet([...args, "--json"]);
    const [object, ...others] = objects(end.stdout);
    assertEquals([object.type, object.ok, end.code], [args[0], false, code]);
    assertEquals([typeof object.error.message, others], ["string", []]);
    assert(!`${end.stdout}${end.stderr}`.includes("guess"));
  }
});

Deno.test("--dry-run --json writes the steps as fields", async () => {
  await using ftp = new FtpServer({ files: { "/tree/b": "2" } });
  using files = folder();
  const mirror = await wininet(
    ["mirror", "--dry-run", "--json", urlOf(ftp, "tree"), files.path("y")],
  );
  assertEquals(
    objects(mirror.stdout).find(({ action }) => action === "download"),
    {
      type: "plan",
      action: "download",
      path: "tree/b",
      target: files.path("y/b"),
    },
  );
  const rm = ["rm", "--dry-run", "--json", urlOf(ftp, "tree/b")];
  assertEquals(objects((await wininet(rm)).stdout), [
    { type: "plan", action: "delete", path: "tree/b", target: null },
  ]);
});

Deno.test("rm reports for a directory that -r deletes it", async () => {
  await using ftp = new FtpServer({ files: { "/tree/b": "2" } });
  for (const path of ["tree", "tree/"]) {
    const { code, stderr } = await wininet(["rm", urlOf(ftp, path)]);
    assertEquals(code, 8);
    assertStringIncludes(stderr, "-r deletes it");
  }
});

for (
  const path of ["", "/", "%2F", "%2f;type=d", ".", "a/../", "..", ";type=d"]
) {
  Deno.test(`rm -r of /${path} is refused, because it is the whole server`, async () => {
    await using ftp = new FtpServer({ files: { "/tree/b": "2" } });
    const { code, stderr } = await wininet(["rm", "-r", urlOf(ftp, path)]);
    assertEquals(code, 2);
    assertStringIncludes(stderr, "names the whole server; rm needs a path");
    assertEquals(ftp.commands, []);
  });
}

Deno.test("put connects again after the connection was lost, and continues", async () => {
  let resets = 1;
  await using ftp: FtpServer = new FtpServer({
    on: {
      async STOR(call) {
        if (resets-- <= 0) return await ftp.serve(call);
        await call.reply("150 Opening");
        await (await call.data()).readAll();
        ftp.add(call.path, "01234");
        await call.session.reset();
      },
    },
  });
  using files = folder();
  const local = ["a", "b"].map((name) => files.write(name, "0123456789"));
  const end = await wininet(["put", ...local, urlOf(ftp, "new/")]);
  assertEquals(end.code, 0, end.stderr);
  assertStringIncludes(end.stderr, "new/a (10 B, continued after 5 B,");
  assertEquals([...ftp.files.keys()], ["/new/a", "/new/b"]);
  assertEquals(ftp.connections, 2);
});

Deno.test("put continues an interrupted upload, and reports it", async () => {
  let cut = 1;
  await using ftp: FtpServer = new FtpServer({
    on: {
      async STOR(call) {
        if (cut-- <= 0) return await ftp.serve(call);
        await call.reply("150 Opening");
        await (await call.data()).readAll();
        ftp.files.set(call.path, new TextEncoder().encode("01234"));
        await call.reply("426 Broken");
      },
    },
  });
  using files = folder();
  const local = files.write("a", "0123456789");
  const args = ["put", "--retry", "0", local, urlOf(ftp, "a")];
  assertEquals((await wininet(args)).code, 8);
  const { code, stderr } = await wininet(args);
  assertEquals([code, fileText(ftp, "/a")], [0, "0123456789"]);
  assertStringIncludes(stderr, "uploaded to a (10 B, continued after 5 B,");
});
