// Copyright 2026 the wininet authors. MIT license.

/**
 * InternetOpenUrl with `file:`.
 *
 * @module
 */

import { pathToFileURL } from "node:url";
import { assert, assertEquals } from "@std/assert";
import {
  ERROR_ACCESS_DENIED,
  ERROR_FILE_NOT_FOUND,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INTERNET_INVALID_URL,
  ERROR_NEGATIVE_SEEK,
} from "../../error.ts";
import { FILE_BEGIN, FILE_END } from "../../flags.ts";
import { FtpGetFileSize } from "../../ftp.ts";
import {
  InternetCloseHandle,
  InternetOpenUrl,
  InternetQueryDataAvailable,
  InternetQueryOption,
  InternetReadFile,
  InternetSetFilePointer,
} from "../../internet.ts";
import {
  INTERNET_HANDLE_TYPE_FILE_REQUEST,
  INTERNET_OPTION_HANDLE_TYPE,
} from "../../options.ts";
import { readText, rejectedCode, thrownCode } from "../helpers/calls.ts";
import { folder, readAll } from "../helpers/ftp_calls.ts";
import { outputOf, runProgram } from "../helpers/programs.ts";
import { watch } from "../helpers/watch.ts";
import { lacks } from "../helpers/lacks.ts";

function urlOf(path: string): string {
  return pathToFileURL(path).href;
}

Deno.test("InternetOpenUrl() reads a local file", async () => {
  await using watched = watch();
  using files = folder();
  const url = urlOf(files.write("a b.txt", "hello"));
  const hFile = await InternetOpenUrl(watched.hInternet, url, null, 0, "file");
  assertEquals(await readAll(hFile), "hello");
  InternetCloseHandle(hFile);
  await watched.until("HANDLE_CLOSING");
  const names = watched.names("file").filter((name) =>
    name !== "REQUEST_COMPLETE"
  );
  assertEquals(names, ["HANDLE_CREATED", "HANDLE_CLOSING"]);
});

Deno.test("InternetSetFilePointer() moves in a local file", async () => {
  await using watched = watch({ asynchronous: false });
  using files = folder();
  const url = urlOf(files.write("a", "0123456789"));
  using hFile = await InternetOpenUrl(watched.hInternet, url);
  assertEquals(await InternetSetFilePointer(hFile, -3, FILE_END), 7);
  assertEquals(await InternetQueryDataAvailable(hFile), 3);
  assertEquals(await readText(hFile), "789");
  assertEquals(await InternetSetFilePointer(hFile, 1, FILE_BEGIN), 1);
  assertEquals(await readText(hFile, 2), "12");
  const before = InternetSetFilePointer(hFile, -1, FILE_BEGIN);
  assertEquals(await rejectedCode(before), ERROR_NEGATIVE_SEEK);
  assertEquals(await InternetSetFilePointer(hFile, 100, FILE_BEGIN), 100);
  assertEquals(await InternetQueryDataAvailable(hFile), 0);
  assertEquals(await InternetReadFile(hFile, new Uint8Array(5)), 0);
});

Deno.test("InternetQueryDataAvailable() returns the current size of the rest of a file", async () => {
  await using watched = watch({ asynchronous: false });
  using files = folder();
  const path = files.write("a", "12345678");
  using hFile = await InternetOpenUrl(watched.hInternet, urlOf(path));
  await Deno.truncate(path, 2);
  assertEquals(await InternetQueryDataAvailable(hFile), 2);
  assertEquals(await readText(hFile), "12");
  await Deno.writeTextFile(path, "more", { append: true });
  assertEquals(await InternetQueryDataAvailable(hFile), 0);
});

Deno.test("InternetQueryOption() returns the type of a file handle", async () => {
  await using watched = watch({ asynchronous: false });
  using files = folder();
  const url = urlOf(files.write("a", ""));
  using hFile = await InternetOpenUrl(watched.hInternet, url);
  const type = InternetQueryOption(hFile, INTERNET_OPTION_HANDLE_TYPE);
  assertEquals(type, INTERNET_HANDLE_TYPE_FILE_REQUEST);
  const code = thrownCode(() => FtpGetFileSize(hFile));
  assertEquals(code, ERROR_INTERNET_INCORRECT_HANDLE_TYPE);
});

Deno.test("InternetOpenUrl() fails for a missing file, and closes the handle", async () => {
  await using watched = watch();
  using files = folder();
  const url = urlOf(files.path("none"));
  const open = InternetOpenUrl(watched.hInternet, url, null, 0, 1);
  assertEquals(await rejectedCode(open), ERROR_FILE_NOT_FOUND);
  await watched.until("HANDLE_CLOSING");
});

Deno.test("InternetOpenUrl() fails for a directory", async () => {
  await using watched = watch();
  using files = folder();
  const open = InternetOpenUrl(watched.hInternet, urlOf(files.path("")));
  assertEquals(await rejectedCode(open), ERROR_ACCESS_DENIED);
});

const NO_FILES = [
  "file:///a%00b",
  "file:///a%2fb",
  "file://host/a%2Fb",
  "file:///a%ff",
  "file://a b/c",
];
if (Deno.build.os !== "windows") NO_FILES.push("file://host/a");

for (const url of NO_FILES) {
  Deno.test(`InternetOpenUrl() refuses ${url}`, async () => {
    await using watched = watch();
    const code = thrownCode(() => InternetOpenUrl(watched.hInternet, url));
    assertEquals(code, ERROR_INTERNET_INVALID_URL);
    assert(watched.log.length === 0);
  });
}

Deno.test("InternetOpenUrl() does not wait for the writer of a named pipe", {
  ignore: lacks("POSIX files"),
}, async () => {
  using files = folder();
  const path = files.path("pipe");
  await outputOf("mkfifo", [path]);
  // In another process, which can be killed if it waits forever.
  const program = `
    import { InternetOpen, InternetOpenUrl } from ${
    JSON.stringify(import.meta.resolve("../../mod.ts"))
  };
    using hInternet = InternetOpen("test/1");
    const url = ${JSON.stringify(urlOf(path))};
    await InternetOpenUrl(hInternet, url).catch(({ code }) => console.log(code));
  `;
  const args = ["eval", "--no-check", program];
  const { stdout } = await runProgram(Deno.execPath(), args);
  assertEquals(stdout.trim(), String(ERROR_ACCESS_DENIED));
});
