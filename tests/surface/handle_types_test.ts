// Copyright 2026 the wininet authors. MIT license.

/** The results of every function for handles that it cannot use. */

import { assertEquals } from "@std/assert";
import { GetLastError } from "../../error.ts";
import {
  HttpAddRequestHeaders,
  HttpEndRequest,
  HttpOpenRequest,
  HttpQueryInfo,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import {
  InternetCloseHandle,
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
  InternetQueryDataAvailable,
  InternetQueryOption,
  InternetReadFile,
  InternetReadFileEx,
  InternetSetFilePointer,
  InternetSetOption,
  InternetSetStatusCallback,
  InternetWriteFile,
} from "../../internet.ts";
import { closeOn, readable, statusEvents, writable } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import { openRequest, thrownCode } from "../helpers/calls.ts";

const INVALID_HANDLE = 6;
const WRONG_TYPE = 12018;
const WRONG_STATE = 12019;

/** `"fine"` if the handle can be used, otherwise the error code. */
type Answer = "fine" | number;

interface Row {
  name: string;
  call: (handle: HINTERNET) => unknown;
  /** The results for a session, a connection, and a request that was not sent. */
  answers: [session: Answer, connection: Answer, request: Answer];
}

const buffer = () => new Uint8Array(1);

const TABLE: Row[] = [
  {
    name: "InternetConnect",
    call: (handle) => InternetConnect(handle, "localhost"),
    answers: ["fine", WRONG_TYPE, WRONG_TYPE],
  },
  {
    name: "InternetOpenUrl",
    call: (handle) => InternetOpenUrl(handle, "http://localhost/"),
    answers: ["fine", WRONG_TYPE, WRONG_TYPE],
  },
  {
    name: "HttpOpenRequest",
    call: (handle) => HttpOpenRequest(handle),
    answers: [WRONG_TYPE, "fine", WRONG_TYPE],
  },
  {
    name: "InternetReadFile",
    call: (handle) => InternetReadFile(handle, buffer()),
    answers: [WRONG_TYPE, WRONG_TYPE, WRONG_STATE],
  },
  {
    name: "InternetReadFileEx",
    call: (handle) => InternetReadFileEx(handle, buffer()),
    answers: [WRONG_TYPE, WRONG_TYPE, WRONG_STATE],
  },
  {
    name: "InternetWriteFile",
    call: (handle) => InternetWriteFile(handle, buffer()),
    answers: [INVALID_HANDLE, INVALID_HANDLE, WRONG_STATE],
  },
  {
    name: "InternetQueryDataAvailable",
    call: (handle) => InternetQueryDataAvailable(handle),
    answers: [WRONG_TYPE, WRONG_TYPE, WRONG_STATE],
  },
  {
    name: "InternetSetFilePointer",
    call: (handle) => InternetSetFilePointer(handle, 0),
    answers: [WRONG_TYPE, WRONG_TYPE, WRONG_STATE],
  },
  {
    name: "HttpAddRequestHeaders",
    call: (handle) => HttpAddRequestHeaders(handle, "A: b"),
    answers: [WRONG_TYPE, WRONG_TYPE, "fine"],
  },
  {
    name: "HttpSendRequest",
    call: (handle) => HttpSendRequest(handle),
    answers: [WRONG_TYPE, WRONG_TYPE, "fine"],
  },
  {
    name: "HttpSendRequestEx",
    call: (handle) => HttpSendRequestEx(handle),
    answers: [WRONG_TYPE, WRONG_TYPE, "fine"],
  },
  {
    name: "HttpEndRequest",
    call: (handle) => HttpEndRequest(handle),
    answers: [WRONG_TYPE, WRONG_TYPE, WRONG_STATE],
  },
  {
    name: "HttpQueryInfo",
    call: (handle) => HttpQueryInfo(handle, 19),
    answers: [WRONG_TYPE, WRONG_TYPE, "fine"],
  },
  {
    name: "InternetQueryOption",
    call: (handle) => InternetQueryOption(handle, 9),
    answers: ["fine", "fine", "fine"],
  },
  {
    name: "InternetSetOption",
    call: (handle) => InternetSetOption(handle, 45, 1),
    answers: ["fine", "fine", "fine"],
  },
  {
    name: "InternetSetStatusCallback",
    call: (handle) => InternetSetStatusCallback(handle, null),
    answers: ["fine", "fine", "fine"],
  },
  {
    name: "InternetCloseHandle",
    call: (handle) => InternetCloseHandle(handle),
    answers: ["fine", "fine", "fine"],
  },
  {
    name: "statusEvents",
    call: (handle) => void statusEvents(handle).return?.(),
    answers: ["fine", "fine", "fine"],
  },
  {
    name: "closeOn",
    call: (handle) => closeOn(new AbortController().signal, handle),
    answers: ["fine", "fine", "fine"],
  },
];

/** Functions that report an error only when their result is first used. */
const STREAMS: Pick<Row, "name" | "call">[] = [
  { name: "readable", call: (handle) => readable(handle) },
  { name: "writable", call: (handle) => writable(handle) },
];

const FOREIGN: [name: string, handle: unknown][] = [
  ["null", null],
  ["undefined", undefined],
  ["a number", 0x00cc0004],
  ["an object", {}],
  ["an object like a handle", { closed: false, [Symbol.dispose]() {} }],
];

/** Functions that accept null, which means the process. */
const TAKES_NULL = ["InternetQueryOption", "InternetSetOption"];

for (const { name, call, answers } of TABLE) {
  Deno.test(`${name}() fails with the code for each wrong type of handle`, async () => {
    for (const [at, answer] of answers.entries()) {
      if (answer === "fine") continue;
      await using tree = await openTree();
      assertEquals(thrownCode(() => call(tree.handles[at]!)), answer);
      assertEquals(GetLastError(), answer);
    }
  });

  Deno.test(`${name}() accepts each right type of handle`, async () => {
    for (const [at, answer] of answers.entries()) {
      if (answer !== "fine") continue;
      await using tree = await openTree();
      const result = call(tree.handles[at]!);
      if (result instanceof Promise) result.catch(() => {});
    }
  });
}

for (const { name, call } of [...TABLE, ...STREAMS]) {
  Deno.test(`${name}() fails with ERROR_INVALID_HANDLE for a closed handle`, async () => {
    for (const at of [0, 1, 2]) {
      await using tree = await openTree();
      InternetCloseHandle(tree.handles[0]!);
      assertEquals(thrownCode(() => call(tree.handles[at]!)), INVALID_HANDLE);
    }
  });

  Deno.test(`${name}() fails with ERROR_INVALID_HANDLE for a value that is not a handle`, () => {
    for (const [what, handle] of FOREIGN) {
      if (handle === null && TAKES_NULL.includes(name)) continue;
      const code = thrownCode(() => call(handle as HINTERNET));
      assertEquals(code, INVALID_HANDLE, what);
    }
  });
}

/** Opens a session, a connection and a request that was not sent. */
async function openTree(): Promise<AsyncDisposable & { handles: HINTERNET[] }> {
  const hInternet = InternetOpen("agent");
  const hRequest = await openRequest(hInternet, {
    hostname: "127.0.0.1",
    port: 1,
  });
  const hConnect = InternetQueryOption(hRequest, 21)!;
  return {
    handles: [hInternet, hConnect, hRequest],
    [Symbol.asyncDispose]: () => hInternet[Symbol.asyncDispose](),
  };
}
