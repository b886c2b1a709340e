// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_GEN_FAILURE,
  ERROR_INVALID_DATA,
  ERROR_INVALID_HANDLE,
  ERROR_PATH_NOT_FOUND,
  InternetError,
} from "../../error.ts";
import { CookieFileWriter, MAX_FILE_LENGTH } from "../../_cookies/file.ts";
import { CookieJar } from "../../_cookies/jar.ts";
import { lacks } from "../helpers/lacks.ts";

const SETTING = { httpOnly: true, server: true, obeysDecisions: false };
const URL_OF_ALL = new URL("https://file.example/");

/** A directory that is removed after the test. */
class Folder implements AsyncDisposable {
  readonly path = Deno.makeTempDirSync();
  readonly file = `${this.path}/cookies.json`;

  names(): string[] {
    return [...Deno.readDirSync(this.path)].map(({ name }) => name).sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}

function set(jar: CookieJar, line: string): void {
  assertEquals(jar.setLine(URL_OF_ALL, line, SETTING).refusal, null);
}

function sent(jar: CookieJar): string {
  return jar.list(URL_OF_ALL, SETTING).map(({ name, value }) =>
    `${name}=${value}`
  ).join("; ");
}

/** Returns the cookies that a new process reads from the file. */
async function kept(file: string): Promise<string> {
  const jar = new CookieJar();
  await (await CookieFileWriter.open(jar, file)).close();
  return sent(jar);
}

async function rejectedCode(promise: Promise<unknown>): Promise<number> {
  return (await assertRejects(() => promise, InternetError)).code;
}

Deno.test("CookieFileWriter keeps a cookie that another program has renewed", async () => {
  await using folder = new Folder();
  let now = Date.now();
  const first = new CookieJar(() => now);
  const writer = await CookieFileWriter.open(first, folder.file);
  set(first, "login=1; max-age=10");
  await writer.flush();
  const second = new CookieJar();
  const other = await CookieFileWriter.open(second, folder.file);
  set(second, "login=2; max-age=1000");
  await other.close();
  now += 20_000;
  assertEquals(sent(first), "");
  await writer.close();
  assertEquals(await kept(folder.file), "login=2");
});

Deno.test("CookieFileWriter keeps cookies that have a date, with all their attributes", async () => {
  await using folder = new Folder();
  const jar = new CookieJar();
  const writer = await CookieFileWriter.open(jar, folder.file);
  set(jar, "session=1");
  set(jar, "gone=1; max-age=60");
  set(
    jar,
    "a=\xe9\xff; max-age=60; secure; httponly; samesite=lax; path=/; domain=file.example",
  );
  set(jar, "gone=1; max-age=0");
  await writer.close();
  const later = new CookieJar();
  await (await CookieFileWriter.open(later, folder.file)).close();
  assertEquals(later.persistent(), jar.persistent());
  assertEquals(sent(later), "a=\xe9\xff");
  assertEquals(folder.names(), ["cookies.json", "cookies.json.lock"]);
});

Deno.test("CookieFileWriter.open() changes nothing on the disk", async () => {
  await using folder = new Folder();
  await (await CookieFileWriter.open(new CookieJar(), folder.file)).close();
  assertEquals(folder.names(), []);
});

Deno.test("CookieFileWriter makes the file readable only by its owner", {
  ignore: lacks("POSIX files"),
}, async () => {
  await using folder = new Folder();
  const jar = new CookieJar();
  const writer = await CookieFileWriter.open(jar, folder.file);
  set(jar, "a=1; max-age=60");
  await writer.close();
  assertEquals(((await Deno.stat(folder.file)).mode ?? 0) & 0o777, 0o600);
});

Deno.test("CookieFileWriter writes changes made during a write", async () => {
  await using folder = new Folder();
  const jar = new CookieJar();
  const writer = await CookieFileWriter.open(jar, folder.file);
  for (let index = 0; index < 20; index++) {
    set(jar, `c${index}=1; max-age=60`);
    const flushed = writer.flush();
    set(jar, `d${index}=1; max-age=60`);
    await flushed;
  }
  await writer.close();
  assertEquals(await kept(folder.file), sent(jar));
});

Deno.test("CookieFileWriter writes automatically, without flush() or close()", async () => {
  await using folder = new Folder();
  const jar = new CookieJar();
  const writer = await CookieFileWriter.open(jar, folder.file);
  using watcher = Deno.watchFs(folder.path);
  set(jar, "a=1; max-age=60");
  for await (const { paths } of watcher) {
    // The rest of the path depends on the system: links, separators.
    if (paths.some((path) => path.endsWith("cookies.json"))) break;
  }
  assertEquals(await kept(folder.file), "a=1");
  await writer.close();
});

Deno.test("CookieFileWriter loses nothing if several programs use one file", async () => {
  await using folder = new Folder();
  const jars = [1, 2, 3].map(() => new CookieJar());
  const writers = await Promise.all(
    jars.map((jar) => CookieFileWriter.open(jar, folder.file)),
  );
  for (let index = 0; index < 10; index++) {
    await Promise.all(jars.map((jar, number) => {
      set(jar, `j${number}-${index}=1; max-age=60`);
      return writers[number]!.flush();
    }));
  }
  set(jars[0]!, "j0-0=1; max-age=0");
  await Promise.all(writers.map((writer) => writer.close()));
  const names = (await kept(folder.file)).split("; ").sort();
  assertEquals(names.length, 29);
  assert(!names.includes("j0-0=1"));
});

Deno.test("CookieFileWriter.open() treats the cookies in the jar as newer", async () => {
  await using folder = new Folder();
  const first = new CookieJar();
  const writer = await CookieFileWriter.open(first, folder.file);
  set(first, "a=old; max-age=60");
  set(first, "b=old; max-age=60");
  await writer.close();
  const second = new CookieJar();
  set(second, "a=new; max-age=60");
  await (await CookieFileWriter.open(second, folder.file)).close();
  assertEquals(sent(second), "a=new; b=old");
  assertEquals((await kept(folder.file)).split("; ").sort(), [
    "a=new",
    "b=old",
  ]);
});

Deno.test("CookieFileWriter releases the jar when it is closed", async () => {
  await using folder = new Folder();
  const jar = new CookieJar();
  const writer = await CookieFileWriter.open(jar, folder.file);
  set(jar, "a=1; max-age=60");
  await writer.close();
  set(jar, "b=1; max-age=60");
  assertEquals(await kept(folder.file), "a=1");
  assertEquals(await rejectedCode(writer.close()), ERROR_INVALID_HANDLE);
  assertEquals(await rejectedCode(writer.flush()), ERROR_INVALID_HANDLE);
});

Deno.test("CookieFileWriter omits expired cookies", async () => {
  await using folder = new Folder();
  const one = JSON.stringify(entry({ expires: 1 }));
  const two = JSON.stringify(entry({ name: "b" }));
  await Deno.writeTextFile(
    folder.file,
    `{"version":1,"cookies":[${one},${two}]}`,
  );
  assertEquals(await kept(folder.file), "b=1");
});

Deno.test("CookieFileWriter keeps the link to its file", {
  ignore: lacks("symbolic links"),
}, async () => {
  await using folder = new Folder();
  const target = `${folder.path}/target.json`;
  await Deno.writeTextFile(target, "");
  await Deno.symlink(target, folder.file);
  const jar = new CookieJar();
  const writer = await CookieFileWriter.open(jar, folder.file);
  set(jar, "a=1; max-age=60");
  await writer.close();
  assert((await Deno.lstat(folder.file)).isSymlink);
  assertEquals(await kept(target), "a=1");
});

Deno.test({
  name: "CookieFileWriter creates the file that a link points to",
  ignore: lacks("POSIX files"),
  async fn() {
    await using folder = new Folder();
    await Deno.symlink("target.json", folder.file);
    const jar = new CookieJar();
    const writer = await CookieFileWriter.open(jar, folder.file);
    set(jar, "a=1; max-age=60");
    await writer.close();
    assert((await Deno.lstat(folder.file)).isSymlink);
    assertEquals(await kept(`${folder.path}/target.json`), "a=1");
    assertEquals(folder.names(), [
      "cookies.json",
      "target.json",
      "target.json.lock",
    ]);
  },
});

Deno.test({
  name: "CookieFileWriter removes the access of other users to a file",
  ignore: lacks("POSIX files"),
  async fn() {
    await using folder = new Folder();
    await Deno.writeTextFile(folder.file, "", { mode: 0o644 });
    await Deno.chmod(folder.file, 0o644);
    const jar = new CookieJar();
    const writer = await CookieFileWriter.open(jar, folder.file);
    set(jar, "a=1; max-age=60");
    await writer.close();
    assertEquals(((await Deno.stat(folder.file)).mode ?? 0) & 0o777, 0o600);
  },
});

/** Returns a cookie in the form of the file. */
function entry(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: "a",
    value: "1",
    domain: "file.example",
    path: "/",
    hostOnly: true,
    secure: false,
    httpOnly: false,
    sameSite: null,
    expires: Date.now() + 60_000,
    ...more,
  };
}

/** Returns a file with one cookie. */
function fileOf(more: Record<string, unknown>): string {
  return JSON.stringify({ version: 1, cookies: [entry(more)] });
}

const BROKEN: Readonly<Record<string, string>> = {
  "another text": "hello",
  "half a file": '{"version":1,"cookies":[',
  "another JSON": '["a"]',
  "null": "null",
  "another version": '{"version":2,"cookies":[]}',
  "no cookies": '{"version":1}',
  "an invalid cookie": '{"version":1,"cookies":[1]}',
  "an invalid name": fileOf({ name: 1 }),
  "an empty name": fileOf({ name: "" }),
  "a line end": fileOf({ value: "1\r\nX: y" }),
  "a value that is too long": fileOf({ value: "x".repeat(5000) }),
  "a character beyond a byte": fileOf({ value: "\u6625" }),
  "an upper-case domain": fileOf({ domain: "FILE.example" }),
  "an invalid path": fileOf({ path: "x" }),
  "an invalid hostOnly": fileOf({ hostOnly: 1 }),
  "an invalid secure": fileOf({ secure: null }),
  "an invalid httpOnly": fileOf({ httpOnly: undefined }),
  "an invalid sameSite": fileOf({ sameSite: "what" }),
  "no date": fileOf({ expires: null }),
  "an invalid date": fileOf({ expires: -1 }),
};

for (const [what, text] of Object.entries(BROKEN)) {
  Deno.test(`CookieFileWriter.open() refuses a file with ${what} and does not change it`, async () => {
    await using folder = new Folder();
    await Deno.writeTextFile(folder.file, text);
    const error = await assertRejects(
      () => CookieFileWriter.open(new CookieJar(), folder.file),
      InternetError,
    );
    assertEquals(error.code, ERROR_INVALID_DATA);
    assert(!error.message.includes("hello"));
    assertEquals(await Deno.readTextFile(folder.file), text);
  });
}

Deno.test("CookieFileWriter.open() refuses a file that is too long", async () => {
  await using folder = new Folder();
  using file = await Deno.open(folder.file, { create: true, write: true });
  await file.truncate(MAX_FILE_LENGTH + 1);
  assertEquals(
    await rejectedCode(CookieFileWriter.open(new CookieJar(), folder.file)),
    ERROR_INVALID_DATA,
  );
});

Deno.test("CookieFileWriter.open() refuses a directory, and a file in a missing directory", async () => {
  await using folder = new Folder();
  const open = (path: string) =>
    rejectedCode(CookieFileWriter.open(new CookieJar(), path));
  assertEquals(await open(folder.path), ERROR_INVALID_DATA);
  assertEquals(await open(`${folder.path}/no/cookies`), ERROR_PATH_NOT_FOUND);
  assertEquals(await open(`${folder.path}/no/`), ERROR_PATH_NOT_FOUND);
});

Deno.test("CookieFileWriter reports a write that failed, overwrites nothing, and tries again", async () => {
  await using folder = new Folder();
  const jar = new CookieJar();
  const writer = await CookieFileWriter.open(jar, folder.file);
  await Deno.writeTextFile(folder.file, "broken");
  set(jar, "a=1; max-age=60");
  assertEquals(await rejectedCode(writer.flush()), ERROR_INVALID_DATA);
  set(jar, "b=1; max-age=60");
  assertEquals(await rejectedCode(writer.flush()), ERROR_INVALID_DATA);
  assertEquals(await Deno.readTextFile(folder.file), "broken");
  await Deno.remove(folder.file);
  await writer.close();
  assertEquals(await kept(folder.file), "a=1; b=1");
});

Deno.test("CookieFileWriter does not overwrite a directory", async () => {
  await using folder = new Folder();
  const jar = new CookieJar();
  const writer = await CookieFileWriter.open(jar, folder.file);
  await Deno.mkdir(folder.file);
  set(jar, "a=1; max-age=60");
  assertEquals(await rejectedCode(writer.close()), ERROR_INVALID_DATA);
  assertEquals(folder.names(), ["cookies.json", "cookies.json.lock"]);
});

/** Replaces `Deno.renameSync` until it is disposed. */
function replaceRename(replacement: typeof Deno.renameSync): Disposable {
  const { renameSync } = Deno;
  Deno.renameSync = replacement;
  return { [Symbol.dispose]: () => void (Deno.renameSync = renameSync) };
}

Deno.test("CookieFileWriter leaves no file next to its own if it cannot rename", async () => {
  await using folder = new Folder();
  const jar = new CookieJar();
  const writer = await CookieFileWriter.open(jar, folder.file);
  set(jar, "a=1; max-age=60");
  {
    using _rename = replaceRename(() => {
      throw new Deno.errors.PermissionDenied("no");
    });
    assertEquals(await rejectedCode(writer.flush()), ERROR_GEN_FAILURE);
    assertEquals(folder.names(), ["cookies.json.lock"]);
  }
  await writer.close();
  assertEquals(await kept(folder.file), "a=1");
});

for (let turns = 1; turns <= 12; turns++) {
  Deno.test(`CookieFileWriter writes a cookie that is set ${turns} turns after the end of a write`, async () => {
    await using folder = new Folder();
    const jar = new CookieJar();
    const writer = await CookieFileWriter.open(jar, folder.file);
    const { renameSync } = Deno;
    const again = Promise.withResolvers<void>();
    let writes = 0;
    {
      using _rename = replaceRename((from, to) => {
        renameSync(from, to);
        if (++writes > 1) return again.resolve();
        let turn = Promise.resolve();
        for (let count = 0; count < turns; count++) turn = turn.then(() => {});
        turn.then(() => set(jar, "b=2; max-age=60"));
      });
      set(jar, "a=1; max-age=60");
      // Without flush() or close(), which write the remaining changes.
      await again.promise;
    }
    await writer.close();
    assertEquals(await kept(folder.file), "a=1; b=2");
  });
}
