// Copyright 2026 the wininet authors. MIT license.

/**
 * The rules of the status callback: the start and end of asynchronous calls
 * (rules 1 to 13). Rules 14 to 27 are in status_callback_context_test.ts, rules
 * 28 to 36 in status_callback_closing_test.ts.
 *
 * The rules are numbered as in the project's summary of Microsoft's pages on
 * asynchronous operation. These rules have no test here:
 *
 * | rule | about | reason |
 * | --- | --- | --- |
 * | 11 | memory that a pending call may write to | memory cannot be freed in JavaScript |
 * | 15 | the Ftp functions without a context | tested in ftp/statuses_test.ts |
 * | 24 | the thread of a callback | there is only one thread; operation_test.ts tests that HANDLE_CREATED is the first status |
 * | 25 | keep callbacks short | advice to programs |
 * | 33 | handle values are reused | handles are objects that are never equal to each other |
 * | 35 | one operation at a time in an FTP session | tested in ftp/busy_test.ts; the part about HTTP is here |
 */

import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import {
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INVALID_PARAMETER,
  ERROR_IO_PENDING,
  GetLastError,
} from "../../error.ts";
import { HSR_ASYNC, HSR_SYNC, IRF_ASYNC, IRF_SYNC } from "../../flags.ts";
import {
  HttpEndRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import {
  InternetCloseHandle,
  InternetOpenUrl,
  InternetQueryDataAvailable,
  InternetReadFile,
  InternetReadFileEx,
  InternetSetFilePointer,
  InternetSetStatusCallback,
  InternetWriteFile,
} from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  completions,
  HELLO,
  openScene,
  readText,
  rejectedCode,
  thrownCode,
} from "../helpers/calls.ts";
import { closedPort } from "../servers/closed_port.ts";
import { type Watch, watch } from "../helpers/watch.ts";

const POST = { verb: "POST", path: "/upload", dwContext: "post" };

Deno.test("rule 1: INTERNET_FLAG_ASYNC of InternetOpen() makes all handles below asynchronous", async () => {
  await using scene = openScene();
  const { server, watched } = scene;
  const hUrl = await InternetOpenUrl(
    scene.hInternet,
    server.url,
    null,
    0,
    "url",
  );
  assertEquals(completions(watched, "url").length, 1);
  await readText(hUrl);
  assertEquals(completions(watched, "url").length, 2);
  await scene.sent({ dwContext: "request" });
  assertEquals(completions(watched, "request").length, 1);
});

Deno.test("rule 1: without INTERNET_FLAG_ASYNC no REQUEST_COMPLETE is posted", async () => {
  await using scene = openScene({ asynchronous: false });
  const { watched } = scene;
  const hRequest = await scene.sent({ dwContext: 1 });
  await readText(hRequest);
  assert(watched.names(1).includes("RESPONSE_RECEIVED"));
  assertEquals(completions(watched), []);
});

Deno.test("rule 2: without a callback only the promise reports the result", async () => {
  await using scene = openScene();
  InternetSetStatusCallback(scene.hInternet, null);
  const hRequest = await scene.sent({ dwContext: 1 });
  assertEquals(await readText(hRequest), HELLO);
  assertEquals(scene.watched.log, []);
});

/** The calls with a separate context, which is "call". */
const CONTEXT_CALLS: [
  name: string,
  call: (watched: Watch, url: string, hRequest: HINTERNET) => Promise<unknown>,
][] = [
  [
    "InternetOpenUrl",
    ({ hInternet }, url) => InternetOpenUrl(hInternet, url, null, 0, "call"),
  ],
  [
    "HttpSendRequestEx",
    (_watched, _url, hRequest) => HttpSendRequestEx(hRequest, null, 0, "call"),
  ],
  ["HttpEndRequest", async (_watched, _url, hRequest) => {
    await HttpSendRequestEx(hRequest);
    await HttpEndRequest(hRequest, 0, "call");
  }],
  ["InternetReadFileEx", async (_watched, _url, hRequest) => {
    await HttpSendRequest(hRequest);
    await InternetReadFileEx(hRequest, new Uint8Array(10), 0, "call");
  }],
  ["InternetQueryDataAvailable", async (_watched, _url, hRequest) => {
    await HttpSendRequest(hRequest);
    await InternetQueryDataAvailable(hRequest, 0, "call");
  }],
];

for (const [name, call] of CONTEXT_CALLS) {
  Deno.test(`rule 3: ${name}() has a context and ends with REQUEST_COMPLETE`, async () => {
    await using scene = openScene();
    const { server, watched } = scene;
    const hRequest = await scene.open(POST);
    await call(watched, server.url, hRequest);
    assertEquals(completions(watched, "call").length, 1);
  });
}

/** Calls that need no network, because all data was read. */
const MEMORY_CALLS: [
  name: string,
  result: number,
  call: (hRequest: HINTERNET) => Promise<number>,
][] = [
  [
    "InternetReadFile",
    0,
    (hRequest) => InternetReadFile(hRequest, new Uint8Array(10)),
  ],
  [
    "InternetReadFile with an empty buffer",
    0,
    (hRequest) => InternetReadFile(hRequest, new Uint8Array(0)),
  ],
  [
    "InternetReadFileEx",
    0,
    (hRequest) => InternetReadFileEx(hRequest, new Uint8Array(10)),
  ],
  [
    "InternetQueryDataAvailable",
    0,
    (hRequest) => InternetQueryDataAvailable(hRequest),
  ],
  [
    "InternetSetFilePointer",
    2,
    (hRequest) => InternetSetFilePointer(hRequest, 2),
  ],
];

for (const [name, result, call] of MEMORY_CALLS) {
  Deno.test(`rules 4 and 6, extension: ${name}() also ends with REQUEST_COMPLETE if it completes from memory`, async () => {
    await using scene = openScene();
    const { watched } = scene;
    const hRequest = await scene.sent({ dwContext: 1 });
    await readText(hRequest);
    watched.log.length = 0;
    assertEquals(await call(hRequest), result);
    assertEquals(watched.names(), ["REQUEST_COMPLETE"]);
    assertEquals(completions(watched), [{ dwResult: result, dwError: 0 }]);
  });
}

Deno.test("rule 5: IRF_SYNC posts no REQUEST_COMPLETE on an asynchronous session", async () => {
  await using scene = openScene();
  const { watched } = scene;
  const hRequest = await scene.sent({ dwContext: 1 });
  watched.log.length = 0;
  const read = InternetReadFileEx(hRequest, new Uint8Array(100), IRF_SYNC);
  assertEquals(GetLastError(), 0, "the call does not pend");
  assertEquals(await read, HELLO.length);
  assertEquals(completions(watched), []);
});

Deno.test("rule 5: HSR_SYNC posts no REQUEST_COMPLETE on an asynchronous session", async () => {
  await using scene = openScene();
  const hRequest = await scene.open(POST);
  await HttpSendRequestEx(hRequest, null, HSR_SYNC);
  await HttpEndRequest(hRequest, HSR_SYNC);
  assertEquals(completions(scene.watched), []);
});

Deno.test("rule 5: a request for ASYNC on a synchronous session does not pend", async () => {
  await using scene = openScene({ asynchronous: false });
  const hRequest = await scene.open(POST);
  const sent = HttpSendRequestEx(hRequest, null, HSR_ASYNC);
  assertEquals(GetLastError(), 0);
  await sent;
  await HttpEndRequest(hRequest, HSR_ASYNC);
  await InternetReadFileEx(hRequest, new Uint8Array(10), IRF_ASYNC);
  assertEquals(completions(scene.watched), []);
});

Deno.test("rule 7: a pending call ends with exactly one REQUEST_COMPLETE", async () => {
  await using scene = openScene();
  const hRequest = await scene.open(POST);
  const calls: (() => Promise<unknown>)[] = [
    () => HttpSendRequestEx(hRequest, { dwBufferTotal: 2 }),
    () => InternetWriteFile(hRequest, "a"),
    () => InternetWriteFile(hRequest, "b"),
    () => HttpEndRequest(hRequest),
    () => InternetQueryDataAvailable(hRequest),
    () => InternetReadFile(hRequest, new Uint8Array(1)),
    () => InternetReadFile(hRequest, new Uint8Array(9)),
    () => HttpSendRequest(hRequest, null, "again"),
  ];
  for (const [at, call] of calls.entries()) {
    const started = call();
    assertEquals(GetLastError(), ERROR_IO_PENDING, String(call));
    await started;
    assertEquals(
      completions(scene.watched, "post").length,
      at + 1,
      String(call),
    );
  }
});

Deno.test("rule 8: a call that cannot start posts no REQUEST_COMPLETE", async () => {
  await using scene = openScene();
  const { watched } = scene;
  const hRequest = await scene.open(POST);
  watched.log.length = 0;
  const bad: [code: number, call: () => unknown][] = [
    [
      ERROR_INTERNET_INCORRECT_HANDLE_STATE,
      () => InternetReadFile(hRequest, new Uint8Array(1)),
    ],
    [
      ERROR_INVALID_PARAMETER,
      () => HttpSendRequestEx(hRequest, { dwStructSize: 1 }),
    ],
    [
      ERROR_INVALID_PARAMETER,
      () => InternetOpenUrl(scene.hInternet, "", null, 0, 1),
    ],
  ];
  for (const [code, call] of bad) {
    assertEquals(thrownCode(call), code);
    assertEquals(GetLastError(), code);
  }
  await scene.hInternet[Symbol.asyncDispose]();
  assertEquals(watched.names(), ["HANDLE_CLOSING"]);
});

Deno.test("rule 9: REQUEST_COMPLETE has the value that the promise resolves with", async () => {
  await using scene = openScene();
  const { server, watched } = scene;
  const hUrl = await InternetOpenUrl(
    scene.hInternet,
    server.url,
    null,
    0,
    "url",
  );
  const [opened] = completions(watched, "url");
  assertStrictEquals(opened?.dwResult, hUrl);
  const hRequest = await scene.sent({ dwContext: "send" });
  await readText(hRequest);
  assertEquals(completions(watched, "send"), [
    { dwResult: true, dwError: 0 },
    { dwResult: HELLO.length, dwError: 0 },
  ]);
});

Deno.test("rule 9: REQUEST_COMPLETE of a failure has 0 and the error", async () => {
  await using watched = watch();
  const opened = InternetOpenUrl(
    watched.hInternet,
    `http://127.0.0.1:${closedPort()}/`,
    null,
    0,
    1,
  );
  assertEquals(await rejectedCode(opened), ERROR_INTERNET_CANNOT_CONNECT);
  assertEquals(completions(watched), [
    { dwResult: 0, dwError: ERROR_INTERNET_CANNOT_CONNECT },
  ]);
});

Deno.test("rule 10, extension: InternetQueryDataAvailable() completes with dwError 0 and the count in dwResult", async () => {
  await using scene = openScene();
  const { watched } = scene;
  const hRequest = await scene.sent({ dwContext: 1 });
  watched.log.length = 0;
  const available = await InternetQueryDataAvailable(hRequest);
  assertEquals(available, HELLO.length);
  assertEquals(completions(watched), [{ dwResult: available, dwError: 0 }]);
});

/** Calls that are made before the calls that they depend on have ended. */
const EARLY_CALLS: [
  name: string,
  start: (hRequest: HINTERNET) => Promise<unknown>,
  call: (hRequest: HINTERNET) => unknown,
][] = [
  [
    "InternetReadFile() before HttpSendRequest() has ended",
    (hRequest) => HttpSendRequest(hRequest),
    (hRequest) => InternetReadFile(hRequest, new Uint8Array(1)),
  ],
  [
    "InternetWriteFile() before HttpSendRequestEx() has ended",
    (hRequest) => HttpSendRequestEx(hRequest, { dwBufferTotal: 1 }),
    (hRequest) => InternetWriteFile(hRequest, "a"),
  ],
  [
    "HttpSendRequest() before HttpSendRequest() has ended",
    (hRequest) => HttpSendRequest(hRequest),
    (hRequest) => HttpSendRequest(hRequest),
  ],
  ["InternetReadFile() before HttpEndRequest() has ended", async (hRequest) => {
    await HttpSendRequestEx(hRequest);
    return () => HttpEndRequest(hRequest);
  }, (hRequest) => InternetReadFile(hRequest, new Uint8Array(1))],
];

for (const [name, start, call] of EARLY_CALLS) {
  Deno.test(`rule 12: ${name} fails with ERROR_INTERNET_INCORRECT_HANDLE_STATE`, async () => {
    await using scene = openScene();
    const hRequest = await scene.open(POST);
    const started = start(hRequest);
    assertEquals(
      thrownCode(() => call(hRequest)),
      ERROR_INTERNET_INCORRECT_HANDLE_STATE,
    );
    const next = await started;
    if (typeof next !== "function") return;
    const ended = next();
    assertEquals(
      thrownCode(() => call(hRequest)),
      ERROR_INTERNET_INCORRECT_HANDLE_STATE,
    );
    await ended;
  });
}

Deno.test("rule 13: HANDLE_CREATED allows the callback to close the handle to cancel InternetOpenUrl()", async () => {
  await using scene = openScene({
    onStatus({ name, information }) {
      if (name === "HANDLE_CREATED") {
        InternetCloseHandle(information as HINTERNET);
      }
    },
  });
  const { server, watched } = scene;
  const opened = InternetOpenUrl(
    scene.hInternet,
    `${server.url}/wait`,
    null,
    0,
    1,
  );
  assertEquals(await rejectedCode(opened), ERROR_INTERNET_OPERATION_CANCELLED);
  await watched.until("HANDLE_CLOSING", 1);
  const names = watched.names(1).filter((name) => /HANDLE|REQ.*E$/.test(name));
  assertEquals(names, ["HANDLE_CREATED", "REQUEST_COMPLETE", "HANDLE_CLOSING"]);
});
