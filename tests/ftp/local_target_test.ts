// Copyright 2026 the wininet authors. MIT license.

/** FtpGetFile to every kind of directory entry, and the parts of downloads. */

import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_ACCESS_DENIED,
  ERROR_CANT_RESOLVE_FILENAME,
  ERROR_FILE_EXISTS,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INVALID_DATA,
  ERROR_NOT_SUPPORTED,
  ERROR_SHARING_VIOLATION,
  InternetError,
} from "../../error.ts";
import { FtpGetFile } from "../../ftp.ts";
import {
  FTP_OPTION_RESUME,
  FTP_OPTION_VERIFY,
  FTP_RESUME_OR_FAIL,
  FTP_RESUME_OR_RESTART,
} from "../../ftp_options.ts";
import { InternetSetOption } from "../../internet.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { type Folder, folder, openFtp } from "../helpers/ftp_calls.ts";
import { lacks } from "../helpers/lacks.ts";

const NEW = "new bytes";

/** A test for Unix only. */
function unixTest(name: string, run: () => Promise<void>): void {
  Deno.test({ name, ignore: lacks("POSIX files"), fn: run });
}

function modeOf(path: string): number {
  return (Deno.lstatSync(path).mode ?? 0) & 0o7777;
}

/** Makes a named pipe. */
async function makePipe(path: string): Promise<void> {
  const { success } = await new Deno.Command("mkfifo", { args: [path] })
    .output();
  assert(success);
}

unixTest("FtpGetFile() writes to a named pipe, and keeps it", async () => {
  using files = folder();
  const content = "0123456789".repeat(30_000);
  await using scene = await openFtp({ files: { "/f": content } });
  const pipe = files.path("pipe");
  await makePipe(pipe);
  const reading = Deno.readTextFile(pipe);
  await FtpGetFile(scene.hConnect, "f", pipe);
  assert(await reading === content);
  assert((await Deno.lstat(pipe)).isFifo);
  assertEquals(files.names(), ["pipe"]);
});

unixTest(
  "FtpGetFile() to a named pipe without a reader ends if it is cancelled",
  async () => {
    using files = folder();
    await using scene = await openFtp({ files: { "/f": NEW } });
    const pipe = files.path("pipe");
    await makePipe(pipe);
    const call = FtpGetFile(scene.hConnect, "f", pipe);
    scene.hConnect[Symbol.dispose]();
    assertEquals(await rejectedCode(call), ERROR_INTERNET_OPERATION_CANCELLED);
  },
);

unixTest(
  "FtpGetFile() to a named pipe whose reader stops ends if it is cancelled",
  async () => {
    using files = folder();
    const content = "0123456789".repeat(100_000);
    await using scene = await openFtp({ files: { "/f": content } });
    const pipe = files.path("pipe");
    await makePipe(pipe);
    const opening = Deno.open(pipe);
    const call = FtpGetFile(scene.hConnect, "f", pipe);
    using reader = await opening;
    await reader.read(new Uint8Array(1));
    scene.hConnect[Symbol.dispose]();
    assertEquals(await rejectedCode(call), ERROR_INTERNET_OPERATION_CANCELLED);
  },
);

unixTest(
  "FtpGetFile() writes to /dev/null, and keeps the device",
  async () => {
    using files = folder();
    await using scene = await openFtp({ files: { "/f": NEW } });
    await Deno.symlink("/dev/null", files.path("null"));
    await FtpGetFile(scene.hConnect, "f", "/dev/null");
    await FtpGetFile(scene.hConnect, "f", files.path("null"));
    assert((await Deno.lstat("/dev/null")).isCharDevice);
    assertEquals(files.names(), ["null"]);
    const call = FtpGetFile(scene.hConnect, "f", "/dev/null", true);
    assertEquals(await rejectedCode(call), ERROR_FILE_EXISTS);
  },
);

/** A program that downloads `f` to its standard output. */
const OUTPUT = `
const [ftp, internet, port] = Deno.args;
const { FtpGetFile } = await import(ftp);
const { InternetConnect, InternetOpen } = await import(internet);
using hInternet = InternetOpen("agent");
const hConnect = await InternetConnect(
  hInternet, "127.0.0.1", Number(port), null, null, 1, 0x08000000);
console.log("before");
await FtpGetFile(hConnect, "f", "/dev/stdout");
`;

for (const redirected of [false, true]) {
  unixTest(
    `FtpGetFile() to /dev/stdout writes into the ${
      redirected ? "file" : "pipe"
    } that it is`,
    async () => {
      using files = folder();
      await using scene = await openFtp({ files: { "/f": NEW } });
      const out = files.write("out", "first\n");
      const inode = (await Deno.stat(out)).ino;
      const redirection = redirected ? `>> "$OUT"` : "";
      const child = new Deno.Command("sh", {
        args: [
          "-c",
          `exec "$0" run --no-check -A "$@" ${redirection}`,
          Deno.execPath(),
          `data:application/javascript,${encodeURIComponent(OUTPUT)}`,
          import.meta.resolve("../../ftp.ts"),
          import.meta.resolve("../../internet.ts"),
          `${scene.server.port}`,
        ],
        env: { OUT: out },
      });
      const { stdout, success } = await child.output();
      assert(success);
      const text = new TextDecoder().decode(stdout);
      assertEquals(text, redirected ? "" : `before\n${NEW}`);
      if (redirected) {
        assertEquals(files.text("out"), `first\nbefore\n${NEW}`);
        assertEquals((await Deno.stat(out)).ino, inode);
      }
      assertEquals(files.names(), ["out"]);
    },
  );
}

unixTest(
  "FtpGetFile() with FTP_OPTION_VERIFY refuses a device before it sends a command",
  async () => {
    using files = folder();
    await using scene = await openFtp({ files: { "/f": NEW } });
    InternetSetOption(scene.hConnect, FTP_OPTION_VERIFY, true);
    await Deno.symlink("/dev/null", files.path("null"));
    const call = FtpGetFile(scene.hConnect, "f", files.path("null"));
    assertEquals(await rejectedCode(call), ERROR_NOT_SUPPORTED);
    assertEquals(scene.sent(), []);
  },
);

/** The target of a link, and the file that must contain the bytes. */
const LINKS: [name: string, make: (files: Folder) => string][] = [
  ["a file", (files) => files.write("target", "old")],
  ["a file by a relative path", (files) => {
    files.write("target", "old");
    return "target";
  }],
  ["nothing", (files) => files.path("target")],
  ["nothing by a relative path", () => "target"],
  ["a link to nothing", (files) => {
    Deno.symlinkSync("target", files.path("between"));
    return "between";
  }],
  ["a path over a linked directory", (files) => {
    Deno.mkdirSync(files.path("deep/er"), { recursive: true });
    Deno.symlinkSync("deep/er", files.path("folder"));
    return "folder/../../target";
  }],
];

for (const [what, make] of LINKS) {
  unixTest(`FtpGetFile() follows a link to ${what}`, async () => {
    using files = folder();
    await using scene = await openFtp({ files: { "/f": NEW } });
    const link = files.path("link");
    await Deno.symlink(make(files), link);
    await FtpGetFile(scene.hConnect, "f", link);
    assert((await Deno.lstat(link)).isSymlink);
    assertEquals(files.text("target"), NEW);
    assert(!files.names().some((name) => name.endsWith(".part")));
  });
}

unixTest(
  "FtpGetFile() refuses links to directories and circular links, and keeps them",
  async () => {
    using files = folder();
    await using scene = await openFtp({ files: { "/f": NEW } });
    await Deno.mkdir(files.path("folder"));
    await Deno.symlink("folder", files.path("to folder"));
    await Deno.symlink("b", files.path("a"));
    await Deno.symlink("a", files.path("b"));
    const get = (name: string, fails = false) =>
      rejectedCode(FtpGetFile(scene.hConnect, "f", files.path(name), fails));
    assertEquals(await get("folder"), ERROR_ACCESS_DENIED);
    assertEquals(await get("to folder"), ERROR_ACCESS_DENIED);
    assertEquals(await get("a"), ERROR_CANT_RESOLVE_FILENAME);
    await Deno.symlink("nothing", files.path("dangling"));
    assertEquals(await get("dangling", true), ERROR_FILE_EXISTS);
    assertEquals(scene.sent(), []);
    assertEquals(files.names(), ["a", "b", "dangling", "folder", "to folder"]);
  },
);

unixTest("FtpGetFile() changes the bytes of all names of a file", async () => {
  using files = folder();
  await using scene = await openFtp({ files: { "/f": NEW } });
  const one = files.write("one", "something that is longer");
  await Deno.link(one, files.path("two"));
  await FtpGetFile(scene.hConnect, "f", one);
  assertEquals([files.text("one"), files.text("two")], [NEW, NEW]);
  assertEquals(files.names(), ["one", "two"]);
});

for (const mode of [0o600, 0o640, 0o666, 0o755, 0o444]) {
  unixTest(`FtpGetFile() keeps the mode ${mode.toString(8)}`, async () => {
    using files = folder();
    let partMode: number | undefined;
    await using scene = await openFtp({
      files: { "/f": NEW },
      on: {
        RETR() {
          const part = files.names().find((name) => name.endsWith(".part"));
          partMode = modeOf(files.path(part!));
          return false;
        },
      },
    });
    const path = files.write("g", "old");
    await Deno.chmod(path, mode);
    await FtpGetFile(scene.hConnect, "f", path);
    assertEquals(files.text("g"), NEW);
    assertEquals(modeOf(path), mode);
    assertEquals(partMode, 0o600);
  });
}

unixTest(
  "FtpGetFile() creates a new file with the default mode, and without the setuid and setgid bits",
  async () => {
    using files = folder();
    await using scene = await openFtp({ files: { "/f": NEW } });
    await FtpGetFile(scene.hConnect, "f", files.path("g"));
    assertEquals(modeOf(files.path("g")), modeOf(files.write("h", "")));
    await Deno.chmod(files.path("g"), 0o4755);
    await FtpGetFile(scene.hConnect, "f", files.path("g"));
    assertEquals(modeOf(files.path("g")), 0o755);
  },
);

unixTest(
  "FtpGetFile() keeps the owner if the system allows it",
  async () => {
    using files = folder();
    await using scene = await openFtp({ files: { "/f": NEW } });
    const path = files.write("g", "old");
    try {
      await Deno.chown(path, 1, 1);
    } catch {
      return; // The tests do not run as root.
    }
    await FtpGetFile(scene.hConnect, "f", path);
    const { uid, gid } = await Deno.stat(path);
    assertEquals([uid, gid], [1, 1]);
  },
);

/** Replaces functions of Deno until it is disposed of. */
function replaced(functions: Partial<typeof Deno>): Disposable {
  const before = Object.fromEntries(
    Object.keys(functions).map((name) => [name, Deno[name as "renameSync"]]),
  );
  Object.assign(Deno, functions);
  return { [Symbol.dispose]: () => void Object.assign(Deno, before) };
}

function systemError(code: string): Error {
  return Object.assign(new Error(`the system says ${code}`), { code });
}

Deno.test("FtpGetFile() downloads a file to a file system without modes and locks", async () => {
  using files = folder();
  await using scene = await openFtp({ files: { "/f": NEW } });
  const fail = () => {
    throw systemError("ENOTSUP");
  };
  const { tryLockSync } = Deno.FsFile.prototype;
  using _system = replaced({ chmodSync: fail, chownSync: fail });
  try {
    Deno.FsFile.prototype.tryLockSync = fail;
    const path = files.write("g", "old");
    await FtpGetFile(scene.hConnect, "f", path);
    InternetSetOption(scene.hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_FAIL);
    files.write("h.part", "new");
    await FtpGetFile(scene.hConnect, "f", files.path("h"));
  } finally {
    Deno.FsFile.prototype.tryLockSync = tryLockSync;
  }
  assertEquals([files.text("g"), files.text("h")], [NEW, NEW]);
  assertEquals(files.names(), ["g", "h"]);
});

for (const code of ["EBUSY", "EPERM"]) {
  Deno.test(`FtpGetFile() tries again if the rename fails temporarily with ${code}`, async () => {
    using files = folder();
    await using scene = await openFtp({ files: { "/f": NEW } });
    const { renameSync } = Deno;
    let times = 0;
    using _rename = replaced({
      renameSync(from, to) {
        if (++times < 3) throw systemError(code);
        renameSync(from, to);
      },
    });
    await FtpGetFile(scene.hConnect, "f", files.path("g"));
    assertEquals([files.text("g"), files.names(), times], [NEW, ["g"], 3]);
  });
}

const RENAMES: [code: string, error: number, times: number][] = [
  ["EBUSY", ERROR_SHARING_VIOLATION, 4],
  ["EPERM", ERROR_ACCESS_DENIED, 4],
  ["EXDEV", 17, 1],
  ["ELOOP", 1921, 1],
  ["ENOTSUP", 50, 1],
];

for (const [code, error, tries] of RENAMES) {
  for (const failIfExists of [false, true]) {
    Deno.test(`FtpGetFile() keeps and names the part if the rename fails with ${code}, fFailIfExists ${failIfExists}`, async () => {
      using files = folder();
      await using scene = await openFtp({ files: { "/f": NEW } });
      let times = 0;
      const fail = () => {
        throw systemError(code);
      };
      {
        using _rename = replaced({
          linkSync: fail,
          renameSync() {
            times++;
            fail();
          },
        });
        const failure = await assertRejects(
          () => FtpGetFile(scene.hConnect, "f", files.path("g"), failIfExists),
          InternetError,
        );
        assertEquals(failure.code, error);
        const [part, ...others] = files.names();
        assertEquals(others, []);
        assert(failure.message.includes(files.path(part!)), failure.message);
        assertEquals(files.text(part!), NEW);
        assertEquals(times, tries);
      }
      await FtpGetFile(scene.hConnect, "f", files.path("g"), failIfExists);
      assertEquals(files.names(), ["g"]);
    });
  }
}

Deno.test("FtpGetFile() with fFailIfExists needs no hard links", async () => {
  using files = folder();
  await using scene = await openFtp({
    files: { "/f": NEW },
    on: {
      RETR() {
        if (scene.sent().filter((line) => line === "RETR f").length > 1) {
          files.write("h", "theirs");
        }
        return false;
      },
    },
  });
  using _link = replaced({
    linkSync() {
      throw systemError("EPERM");
    },
  });
  await FtpGetFile(scene.hConnect, "f", files.path("g"), true);
  assertEquals(files.text("g"), NEW);
  const call = FtpGetFile(scene.hConnect, "f", files.path("h"), true);
  assertEquals(await rejectedCode(call), ERROR_FILE_EXISTS);
  assertEquals(files.text("h"), "theirs");
  assertEquals(files.names(), ["g", "h"]);
});

for (
  const name of [
    "x".repeat(250),
    "x".repeat(255),
    "\u6625".repeat(85),
    "x" + "\u{1f600}".repeat(63),
  ]
) {
  for (const resume of [false, true]) {
    Deno.test(`FtpGetFile() downloads a file whose name has ${name.length} characters, FTP_OPTION_RESUME ${resume}`, async () => {
      using files = folder();
      await using scene = await openFtp({ files: { "/f": NEW } });
      if (resume) {
        InternetSetOption(
          scene.hConnect,
          FTP_OPTION_RESUME,
          FTP_RESUME_OR_FAIL,
        );
      }
      await FtpGetFile(scene.hConnect, "f", files.path(name));
      assertEquals(files.names(), [name]);
    });
  }
}

/**
 * A program that downloads `f`. An error without a cause is from the library;
 * Deno would first have prompted for a permission.
 */
const PROGRAM = `
const [ftp, internet, port, path] = Deno.args;
const { FtpGetFile } = await import(ftp);
const { InternetConnect, InternetOpen } = await import(internet);
using hInternet = InternetOpen("agent");
const hConnect = await InternetConnect(
  hInternet, "127.0.0.1", Number(port), null, null, 1, 0x08000000);
try {
  console.log(await FtpGetFile(hConnect, "f", path));
} catch (error) {
  console.log(error.code, error.cause);
}
`;

/** Permissions for a directory, and the result of a download to its file `g`. */
const PERMISSIONS: [read: string | null, write: string | null, says: string][] =
  [
    ["", "", "true"],
    ["", null, "5 undefined"],
    [null, "", "5 undefined"],
    ["/other", "", "5 undefined"],
    ["", "/g", "5 undefined"],
  ];

for (const [read, write, says] of PERMISSIONS) {
  Deno.test(`FtpGetFile() requests no permission, with read permission ${read} and write permission ${write}`, async () => {
    using files = folder();
    await using scene = await openFtp({ files: { "/f": NEW } });
    const source = fileURLToPath(new URL("../../", import.meta.url));
    const parent = files.path("");
    const readable = read === null ? source : `${source},${parent}${read}`;
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--no-prompt", "--no-check", "--allow-net=127.0.0.1"],
        `--allow-read=${readable}`,
        ...(write === null ? [] : [`--allow-write=${parent}${write}`]),
        `data:application/javascript,${encodeURIComponent(PROGRAM)}`,
        import.meta.resolve("../../ftp.ts"),
        import.meta.resolve("../../internet.ts"),
        `${scene.server.port}`,
        files.path("g"),
      ],
    });
    const { stdout, stderr } = await child.output();
    const decoder = new TextDecoder();
    assertEquals(decoder.decode(stdout).trim(), says, decoder.decode(stderr));
    assertEquals(files.names(), says === "true" ? ["g"] : []);
    assertEquals(scene.sent().includes("RETR f"), says === "true");
  });
}

// ---- parts ----

unixTest(
  "FtpGetFile() never writes through a part that is a link",
  async () => {
    using files = folder();
    await using scene = await openFtp({ files: { "/f": "0123456789" } });
    InternetSetOption(scene.hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
    const victim = files.write("victim", "abcd");
    const get = () =>
      rejectedCode(FtpGetFile(scene.hConnect, "f", files.path("g")));
    await Deno.symlink(victim, files.path("g.part"));
    assertEquals(await get(), ERROR_ACCESS_DENIED);
    await Deno.remove(files.path("g.part"));
    await Deno.symlink(files.path("new"), files.path("g.part"));
    assertEquals(await get(), ERROR_ACCESS_DENIED);
    await Deno.remove(files.path("g.part"));
    await Deno.link(victim, files.path("g.part"));
    assertEquals(await get(), ERROR_ACCESS_DENIED);
    assertEquals(files.names(), ["g.part", "victim"]);
    assertEquals(files.text("victim"), "abcd");
  },
);

/**
 * Interrupts a download: the server stops its first transfers after some bytes,
 * and the file may change.
 */
async function interrupted(files: Folder, resume: number) {
  const file = { content: "0123456789", time: "20240101000000" };
  const come = Promise.withResolvers<void>();
  let calls = 0;
  const scene = await openFtp({
    files: { "/f": "" },
    on: {
      SIZE: (call) => call.reply(`213 ${file.content.length}`),
      MDTM: (call) => call.reply(`213 ${file.time}`),
      async RETR(call) {
        if (calls++ > 0) return false;
        await call.reply("150 Opening");
        const data = await call.data();
        await data.write(file.content.slice(0, 4));
        await call.until(come.promise);
        await data.end();
        await call.reply("426 Broken");
      },
    },
  }, {
    onStatus({ name, information }) {
      if (name === "RESPONSE_RECEIVED" && information === 4) come.resolve();
    },
  });
  InternetSetOption(scene.hConnect, FTP_OPTION_RESUME, resume);
  const path = files.path("g");
  const call = FtpGetFile(scene.hConnect, "f", path, false, 0, 0, 1);
  await assertRejects(() => call, InternetError);
  assertEquals(files.text("g.part"), "0123");
  return { scene, file };
}

/** The changes of a file on the server. */
const CHANGES: [what: string, content: string, time: string][] = [
  ["time", "abcdefghij", "20240102000000"],
  ["size", "abcdefghijk", "20240101000000"],
];

for (const [what, content, time] of CHANGES) {
  Deno.test(`FtpGetFile() restarts if the ${what} of the file differs from that of the part`, async () => {
    using files = folder();
    const { scene, file } = await interrupted(files, FTP_RESUME_OR_RESTART);
    await using _scene = scene;
    scene.server.add("/f", content);
    Object.assign(file, { content, time });
    await FtpGetFile(scene.hConnect, "f", files.path("g"));
    assertEquals(files.text("g"), content);
    assertEquals(files.names(), ["g"]);
  });

  Deno.test(`FTP_RESUME_OR_FAIL fails if the ${what} of the file differs from that of the part`, async () => {
    using files = folder();
    const { scene, file } = await interrupted(files, FTP_RESUME_OR_FAIL);
    await using _scene = scene;
    scene.server.add("/f", content);
    Object.assign(file, { content, time });
    const call = FtpGetFile(scene.hConnect, "f", files.path("g"));
    assertEquals(await rejectedCode(call), ERROR_INVALID_DATA);
    assertEquals(files.text("g.part"), "0123");
  });
}

Deno.test("FtpGetFile() continues a part of the same version", async () => {
  using files = folder();
  const { scene, file } = await interrupted(files, FTP_RESUME_OR_FAIL);
  await using _scene = scene;
  scene.server.add("/f", file.content);
  await FtpGetFile(scene.hConnect, "f", files.path("g"));
  assertEquals(files.text("g"), file.content);
  assertEquals(files.names(), ["g"]);
  assert(scene.sent().includes("REST 4"));
});
