// Copyright 2026 the wininet authors. MIT license.

import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { InternetSetCookie, openCookieFile } from "../../cookie.ts";
import {
  ERROR_ACCESS_DENIED,
  ERROR_ALREADY_EXISTS,
  ERROR_INVALID_DATA,
  ERROR_INVALID_HANDLE,
  InternetError,
} from "../../error.ts";
import { thrownCode } from "../helpers/calls.ts";
import { runProgram } from "../helpers/programs.ts";
import { lacks } from "../helpers/lacks.ts";

async function inFolder(
  body: (file: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(`${folder}/cookies.json`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const SET = 'InternetSetCookie("https://kept.example/", "a", "1; max-age=60");';
const GET = 'console.log(InternetGetCookie("https://kept.example/"));';

/** Returns the output of a program that may access only the directory of the file. */
async function run(body: string, ...permissions: string[]): Promise<string> {
  const cookie = new URL("../../cookie.ts", import.meta.url).href;
  const source =
    `import { InternetGetCookie, InternetSetCookie, openCookieFile } from "${cookie}";\n${body}`;
  const { stdout, stderr } = await runProgram(
    Deno.execPath(),
    ["run", "--no-prompt", "--no-check", ...permissions, "-"],
    { input: source },
  );
  return (stdout + stderr).trim();
}

Deno.test("the cookie functions need no permission", async () => {
  assertEquals(await run(SET + GET), "a=1");
});

Deno.test("openCookieFile() keeps cookies across restarts, even without close()", async () => {
  await inFolder(async (file) => {
    const folder = file.slice(0, file.lastIndexOf("/"));
    const may = [`--allow-read=${folder}`, `--allow-write=${folder}`];
    const open = `await openCookieFile(${JSON.stringify(file)});`;
    assertEquals(await run(open + SET, ...may), "");
    assertEquals(await run(open + GET, ...may), "a=1");
  });
});

Deno.test("openCookieFile() opens one file at a time", async () => {
  await inFolder(async (path) => {
    const opening = openCookieFile(path);
    assertEquals(thrownCode(() => openCookieFile(path)), ERROR_ALREADY_EXISTS);
    const why = (path: string) =>
      assertThrows(() => openCookieFile(path), InternetError).message;
    assertMatch(why(path), /openCookieFile has not ended, so await it/);
    const file = await opening;
    assertEquals(thrownCode(() => openCookieFile(path)), ERROR_ALREADY_EXISTS);
    assertMatch(why(file.path), /it is already open, .* or close it first/);
    assertMatch(why(`${path}2`), /" is open, so close it first/);
    assertEquals(file.path, await Deno.realPath(path).catch(() => file.path));
    await file.close();
    const again = await openCookieFile(path);
    // The file is already closed.
    const error = await assertRejects(() => file.close(), InternetError);
    assertEquals(error.code, ERROR_INVALID_HANDLE);
    assertEquals(thrownCode(() => openCookieFile(path)), ERROR_ALREADY_EXISTS);
    await again.close();
    await again[Symbol.asyncDispose]();
  });
});

Deno.test("openCookieFile() refuses a damaged file, and opens another one after it", async () => {
  await inFolder(async (path) => {
    await Deno.writeTextFile(path, "broken");
    const error = await assertRejects(
      () => openCookieFile(path),
      InternetError,
    );
    assertEquals(error.code, ERROR_INVALID_DATA);
    assertEquals(await Deno.readTextFile(path), "broken");
    await (await openCookieFile(`${path}2`)).close();
  });
});

Deno.test("await using of a cookie file waits until it is written", async () => {
  await inFolder(async (path) => {
    {
      await using file = await openCookieFile(path);
      InternetSetCookie("https://using.example/", "a", "1; max-age=60");
      await file.flush();
      InternetSetCookie("https://using.example/", "b", "2; max-age=60");
    }
    const text = await Deno.readTextFile(path);
    assert(text.includes('"name":"a"') && text.includes('"name":"b"'));
  });
});

/**
 * Opens a cookie file and prints the result. An error without a cause is not
 * from Deno, which would first have prompted for a permission.
 */
const OPEN = (path: string, more = "") => `
  try {
    const file = await openCookieFile(${JSON.stringify(path)});
    ${more}
    ${SET}
    await file.flush();
    console.log("written");
  } catch (error) {
    console.log(error.code, error.cause);
  }`;

const REFUSED = `${ERROR_ACCESS_DENIED} undefined`;

Deno.test("openCookieFile() requests no permission", async () => {
  await inFolder(async (file) => {
    const folder = file.slice(0, file.lastIndexOf("/"));
    const read = `--allow-read=${folder}`;
    const write = `--allow-write=${folder}`;
    assertEquals(await run(OPEN(file)), REFUSED);
    assertEquals(await run(OPEN("cookies.json")), REFUSED);
    assertEquals(await run(OPEN(file), read), REFUSED);
    assertEquals(await run(OPEN(file), write), REFUSED);
    assertEquals(await run(OPEN(file), read, `${write}/cookies.json`), REFUSED);
    const revoke = 'await Deno.permissions.revoke({ name: "write" });';
    assertEquals(await run(OPEN(file, revoke), read, write), REFUSED);
    assertEquals(await run(OPEN(file), read, write), "written");
  });
});

Deno.test(
  "openCookieFile() needs only the permission for its path, through a linked directory",
  {
    ignore: lacks("symbolic links"),
  },
  async () => {
    await inFolder(async (file) => {
      const folder = `${file.slice(0, file.lastIndexOf("/"))}/linked`;
      await Deno.mkdir(`${folder}_to`);
      await Deno.symlink(`${folder}_to`, folder);
      const may = [`--allow-read=${folder}`, `--allow-write=${folder}`];
      assertEquals(
        await run(OPEN(`${folder}/cookies.json`), ...may),
        "written",
      );
    });
  },
);

Deno.test({
  name:
    "openCookieFile() removes files that a killed program left, and all files have mode 0600",
  ignore: lacks("POSIX signals"),
  async fn() {
    await inFolder(async (file) => {
      const folder = file.slice(0, file.lastIndexOf("/"));
      const names = () =>
        [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
      const may = [`--allow-read=${folder}`, `--allow-write=${folder}`];
      const killed = `
        Deno.renameSync = () => { Deno.kill(Deno.pid, "SIGKILL"); };
        await openCookieFile(${JSON.stringify(file)});
        ${SET}
        await new Promise((resolve) => setTimeout(resolve, 60_000));`;
      assertEquals(await run(killed, ...may, "--allow-run"), "");
      assertEquals(names().length, 2);
      assert(names()[0]!.endsWith(".part"));
      for (const name of names()) {
        const { mode } = await Deno.stat(`${folder}/${name}`);
        assertEquals((mode ?? 0) & 0o777, 0o600, name);
      }
      await (await openCookieFile(file)).close();
      assert(!names().some((name) => name.endsWith(".part")));
    });
  },
});

Deno.test("InternetSetCookie() reports once that an earlier cookie was not written", async () => {
  await inFolder(async (path) => {
    const file = await openCookieFile(path);
    // The cookies of earlier tests are written first.
    await file.flush();
    assertEquals(file.failure, null);
    await Deno.writeTextFile(path, "broken");
    const set = (name: string) =>
      InternetSetCookie("https://told.example/", name, "1; max-age=60");
    set("a");
    while (file.failure === null) await new Promise(queueMacrotask);
    assertEquals(file.failure.code, ERROR_INVALID_DATA);
    assertEquals(thrownCode(() => set("b")), ERROR_INVALID_DATA);
    assertEquals(set("c"), true);
    const error = await assertRejects(() => file.flush(), InternetError);
    assertEquals(error.code, ERROR_INVALID_DATA);
    assertEquals(set("d"), true);
    await Deno.remove(path);
    await file.flush();
    assertEquals(file.failure, null);
    assertEquals(set("e"), true);
    await file.close();
    const text = await Deno.readTextFile(path);
    for (const name of "abcde") assert(text.includes(`"name":"${name}"`), name);
  });
});

function queueMacrotask(resolve: (value: void) => void): void {
  setTimeout(resolve, 1);
}
