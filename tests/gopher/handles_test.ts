// Copyright 2026 the wininet authors. MIT license.

/** The types of Gopher handles, their parents, and the errors of functions for other types. */

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INVALID_HANDLE,
} from "../../error.ts";
import { GENERIC_READ, INTERNET_FLAG_RAW_DATA } from "../../flags.ts";
import { FtpGetFileSize, FtpOpenFile } from "../../ftp.ts";
import {
  GopherFindFirstFile,
  GopherGetAttribute,
  GopherOpenFile,
  submitAsk,
} from "../../gopher.ts";
import { HttpOpenRequest, HttpQueryInfo, HttpSendRequest } from "../../http.ts";
import {
  InternetCloseHandle,
  InternetConnect,
  InternetFindNextFile,
  InternetOpenUrl,
  InternetQueryDataAvailable,
  InternetQueryOption,
  InternetReadFile,
  InternetReadFileEx,
  InternetSetFilePointer,
  InternetWriteFile,
} from "../../internet.ts";
import {
  INTERNET_HANDLE_TYPE_CONNECT_GOPHER,
  INTERNET_HANDLE_TYPE_GOPHER_FILE,
  INTERNET_HANDLE_TYPE_GOPHER_FIND,
  INTERNET_HANDLE_TYPE_GOPHER_FIND_HTML,
  INTERNET_OPTION_HANDLE_TYPE,
  INTERNET_OPTION_PARENT_HANDLE,
} from "../../options.ts";
import { entries, readable, writable } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import { thrownCode } from "../helpers/calls.ts";
import { type GopherScene, openGopher } from "../helpers/gopher_calls.ts";
import type { GopherReply } from "../servers/gopher_server.ts";

const WRONG_TYPE = ERROR_INTERNET_INCORRECT_HANDLE_TYPE;
const MENU = "0One\t/1\ta.example\t70\r\n.\r\n";

const REPLIES: Record<string, GopherReply> = {
  "": MENU,
  "/f": "text\r\n",
  "/form\t!": "+-1\r\n+INFO: 0F\t/form\ta.example\t70\t?\r\n" +
    "+ASK:\r\n Ask: Name?\r\n.\r\n",
  "/form\t+\t1": "+4\r\ndone",
  "/m\t+\t1": `+-1\r\n${MENU}`,
};

/** The kinds of handles: the call that creates each of them, and its type. */
const HANDLES: Record<string, {
  readonly type: number;
  readonly parent: "hInternet" | "hConnect";
  readonly open: (scene: GopherScene) => Promise<HINTERNET>;
}> = {
  connection: {
    type: INTERNET_HANDLE_TYPE_CONNECT_GOPHER,
    parent: "hInternet",
    open: ({ hConnect }) => Promise.resolve(hConnect),
  },
  file: {
    type: INTERNET_HANDLE_TYPE_GOPHER_FILE,
    parent: "hConnect",
    open: (scene) => GopherOpenFile(scene.hConnect, scene.locator("0", "/f")),
  },
  enumeration: {
    type: INTERNET_HANDLE_TYPE_GOPHER_FIND,
    parent: "hConnect",
    open: async ({ hConnect }) => (await GopherFindFirstFile(hConnect)).hFind,
  },
  "file of a URL": {
    type: INTERNET_HANDLE_TYPE_GOPHER_FILE,
    parent: "hInternet",
    open: ({ hInternet, server }) =>
      InternetOpenUrl(hInternet, `${server.url}/0/f`),
  },
  "page of a URL": {
    type: INTERNET_HANDLE_TYPE_GOPHER_FIND_HTML,
    parent: "hInternet",
    open: ({ hInternet, server }) => InternetOpenUrl(hInternet, server.url),
  },
  "enumeration of a URL": {
    type: INTERNET_HANDLE_TYPE_GOPHER_FIND,
    parent: "hInternet",
    open: ({ hInternet, server }) =>
      InternetOpenUrl(hInternet, server.url, null, INTERNET_FLAG_RAW_DATA),
  },
  "answer of a form": {
    type: INTERNET_HANDLE_TYPE_GOPHER_FILE,
    parent: "hConnect",
    open: (scene) => submit(scene, "0", "/form"),
  },
  "menu of a form": {
    type: INTERNET_HANDLE_TYPE_GOPHER_FIND,
    parent: "hConnect",
    open: (scene) => submit(scene, "1", "/m"),
  },
};

async function submit(
  scene: GopherScene,
  type: string,
  selector: string,
): Promise<HINTERNET> {
  const { hConnect } = scene;
  const form = scene.locator("0", "/form", "?");
  const questions = await GopherGetAttribute(hConnect, form);
  const item = scene.locator(type, selector, "?");
  return await submitAsk(hConnect, item, questions, ["Ann"]);
}

const READABLE = [
  "file",
  "file of a URL",
  "page of a URL",
  "answer of a form",
];
const FOUND = ["enumeration", "enumeration of a URL", "menu of a form"];

const buffer = () => new Uint8Array(10);

/** Functions, the handles that they accept, and their errors for the others. */
const CALLS: readonly (readonly [
  name: string,
  call: (handle: HINTERNET) => unknown,
  right: readonly string[],
  code: number,
])[] = [
  [
    "InternetReadFile",
    (h) => InternetReadFile(h, buffer()),
    READABLE,
    WRONG_TYPE,
  ],
  [
    "InternetReadFileEx",
    (h) => InternetReadFileEx(h, buffer()),
    READABLE,
    WRONG_TYPE,
  ],
  [
    "InternetQueryDataAvailable",
    InternetQueryDataAvailable,
    READABLE,
    WRONG_TYPE,
  ],
  ["InternetFindNextFile", InternetFindNextFile, FOUND, WRONG_TYPE],
  [
    "InternetSetFilePointer",
    (h) => InternetSetFilePointer(h, 0),
    [],
    WRONG_TYPE,
  ],
  [
    "InternetWriteFile",
    (h) => InternetWriteFile(h, "x"),
    [],
    ERROR_INVALID_HANDLE,
  ],
  ["FtpGetFileSize", FtpGetFileSize, [], WRONG_TYPE],
  ["FtpOpenFile", (h) => FtpOpenFile(h, "a", GENERIC_READ), [], WRONG_TYPE],
  ["HttpOpenRequest", (h) => HttpOpenRequest(h), [], WRONG_TYPE],
  ["HttpSendRequest", (h) => HttpSendRequest(h), [], WRONG_TYPE],
  ["HttpQueryInfo", (h) => HttpQueryInfo(h, 19), [], WRONG_TYPE],
  ["InternetConnect", (h) => InternetConnect(h, "localhost"), [], WRONG_TYPE],
  [
    "InternetOpenUrl",
    (h) => InternetOpenUrl(h, "gopher://localhost/"),
    [],
    WRONG_TYPE,
  ],
];

for (const [kind, { type, parent, open }] of Object.entries(HANDLES)) {
  Deno.test(`a Gopher ${kind} has the type ${type}, and its parent`, async () => {
    await using scene = await openGopher(REPLIES);
    const handle = await open(scene);
    assertEquals(
      InternetQueryOption(handle, INTERNET_OPTION_HANDLE_TYPE),
      type,
    );
    const found = InternetQueryOption(handle, INTERNET_OPTION_PARENT_HANDLE);
    assert(found === scene[parent]);
    assertEquals(
      Deno.inspect(handle),
      `HINTERNET { id: ${handle.id}, type: ${type}, closed: false }`,
    );
  });

  for (const [name, call, right, code] of CALLS) {
    if (right.includes(kind)) {
      Deno.test(`${name}() accepts a Gopher ${kind}`, async () => {
        await using scene = await openGopher(REPLIES);
        await call(await open(scene));
      });
    } else {
      Deno.test(`${name}() refuses a Gopher ${kind}`, async () => {
        await using scene = await openGopher(REPLIES);
        const handle = await open(scene);
        assertEquals(thrownCode(() => call(handle)), code);
      });
    }

    Deno.test(`${name}() fails with ERROR_INVALID_HANDLE for a closed Gopher ${kind}`, async () => {
      await using scene = await openGopher(REPLIES);
      const handle = await open(scene);
      InternetCloseHandle(handle);
      assertEquals(thrownCode(() => call(handle)), ERROR_INVALID_HANDLE);
    });
  }

  Deno.test(`a Gopher ${kind} is closed with its connection and its session, and only once`, async () => {
    await using scene = await openGopher(REPLIES);
    const handle = await open(scene);
    scene[parent][Symbol.dispose]();
    assert(handle.closed);
    assertEquals(
      thrownCode(() => InternetCloseHandle(handle)),
      ERROR_INVALID_HANDLE,
    );
    handle[Symbol.dispose]();
    await handle[Symbol.asyncDispose]();
    await scene.server.allClosed();
  });

  Deno.test(`writable() of a Gopher ${kind} is refused`, async () => {
    await using scene = await openGopher(REPLIES);
    const handle = await open(scene);
    const failed = await (async () => {
      const writer = writable(handle).getWriter();
      await writer.write("x");
      return false;
    })().catch(() => true);
    assert(failed);
  });
}

Deno.test("entries() refuses a file, and readable() an enumeration", async () => {
  await using scene = await openGopher(REPLIES);
  const hFile = await HANDLES["file"]!.open(scene);
  const hFind = await HANDLES["enumeration"]!.open(scene);
  const codes: unknown[] = [];
  const note = (error: unknown) =>
    void codes.push((error as { code?: number }).code);
  await (async () => await Array.fromAsync(entries(hFile)))().catch(note);
  await (async () => await new Response(readable(hFind)).text())().catch(note);
  assertEquals(codes, [WRONG_TYPE, WRONG_TYPE]);
});
