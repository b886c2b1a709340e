// Copyright 2026 the wininet authors. MIT license.

/**
 * The rules of the status callback: closing, cancelling, and one operation at a
 * time (rules 28 to 36). The numbers, and the rules without a test, are
 * explained in status_callback_rules_test.ts.
 */

import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import {
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INVALID_HANDLE,
  ERROR_IO_PENDING,
  GetLastError,
} from "../../error.ts";
import {
  HttpEndRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import {
  InternetCloseHandle,
  InternetOpenUrl,
  InternetQueryDataAvailable,
  InternetQueryOption,
  InternetReadFile,
  InternetSetStatusCallback,
  InternetWriteFile,
} from "../../internet.ts";
import {
  INTERNET_OPTION_CONTEXT_VALUE,
  INTERNET_OPTION_PARENT_HANDLE,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  completions,
  HELLO,
  type HttpScene,
  openRequest,
  openScene,
  readText,
  rejectedCode,
  thrownCode,
} from "../helpers/calls.ts";
import { closedPort } from "../servers/closed_port.ts";
import { TcpServer } from "../servers/tcp_server.ts";
import { watch } from "../helpers/watch.ts";

/** Calls on an asynchronous session that stay in progress. */
const PENDING_CALLS: [
  name: string,
  start: (
    scene: HttpScene,
  ) => Promise<[hRequest: HINTERNET, call: Promise<unknown>]>,
][] = [
  ["HttpSendRequest", async (scene) => {
    const hRequest = await scene.open({ path: "/wait", dwContext: 1 });
    return [hRequest, HttpSendRequest(hRequest)];
  }],
  ["HttpEndRequest", async (scene) => {
    const hRequest = await scene.open({
      verb: "POST",
      path: "/wait",
      dwContext: 1,
    });
    await HttpSendRequestEx(hRequest);
    return [hRequest, HttpEndRequest(hRequest)];
  }],
  ["InternetReadFile", async (scene) => {
    const hRequest = await stuckRequest(scene);
    return [hRequest, InternetReadFile(hRequest, new Uint8Array(100))];
  }],
  ["InternetQueryDataAvailable", async (scene) => {
    const hRequest = await stuckRequest(scene);
    await InternetReadFile(hRequest, new Uint8Array(HELLO.length));
    return [hRequest, InternetQueryDataAvailable(hRequest)];
  }],
];

for (const [name, start] of PENDING_CALLS) {
  Deno.test(`rule 28: InternetCloseHandle() ends a pending ${name}() and its connection`, async () => {
    await using scene = openScene();
    const [hRequest, call] = await start(scene);
    InternetCloseHandle(hRequest);
    assertEquals(await rejectedCode(call), ERROR_INTERNET_OPERATION_CANCELLED);
    await scene.server.allClosed();
  });

  Deno.test(`rule 29: a pending ${name}() ends with REQUEST_COMPLETE and then HANDLE_CLOSING`, async () => {
    await using scene = openScene();
    const { watched } = scene;
    const [hRequest, call] = await start(scene);
    InternetCloseHandle(hRequest);
    assertEquals(GetLastError(), ERROR_IO_PENDING);
    assertEquals(
      thrownCode(() => InternetReadFile(hRequest, new Uint8Array(1))),
      ERROR_INVALID_HANDLE,
    );
    await call.catch(() => {});
    await watched.until("HANDLE_CLOSING");
    assertEquals(watched.names(1).slice(-2), [
      "REQUEST_COMPLETE",
      "HANDLE_CLOSING",
    ]);
    assertEquals(completions(watched).at(-1), {
      dwResult: 0,
      dwError: ERROR_INTERNET_OPERATION_CANCELLED,
    });
  });
}

Deno.test("rule 28: InternetCloseHandle() drops data that was not read", async () => {
  await using server = new TcpServer(async (conn) => {
    await conn.read(new Uint8Array(1000));
    await conn.write(
      new TextEncoder().encode(
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
      ),
    );
    while (await conn.read(new Uint8Array(1000)).catch(() => null) !== null);
  });
  await using watched = watch();
  const hUrl = await InternetOpenUrl(
    watched.hInternet,
    server.url,
    null,
    0,
    1,
  );
  InternetCloseHandle(hUrl);
  assertEquals(GetLastError(), 0, "no call was outstanding");
  await server.allClosed();
});

Deno.test("rule 29: pending calls of a child are cancelled when the parent is closed", async () => {
  await using scene = openScene();
  const hRequest = await stuckRequest(scene);
  const read = InternetReadFile(hRequest, new Uint8Array(100));
  InternetCloseHandle(scene.hInternet);
  assertEquals(GetLastError(), ERROR_IO_PENDING);
  await read.catch(() => {});
});

Deno.test("rule 29: every one of several pending calls gets a REQUEST_COMPLETE, in order", async () => {
  await using scene = openScene();
  const { watched } = scene;
  const hRequest = await stuckRequest(scene);
  const reads = [1, 2, 3].map(() =>
    InternetReadFile(hRequest, new Uint8Array(100))
  );
  watched.log.length = 0;
  InternetCloseHandle(hRequest);
  for (const read of reads) {
    assertEquals(await rejectedCode(read), ERROR_INTERNET_OPERATION_CANCELLED);
  }
  const ends = watched.names().filter((name) => /COMPLETE|HANDLE/.test(name));
  assertEquals(ends, [
    "REQUEST_COMPLETE",
    "REQUEST_COMPLETE",
    "REQUEST_COMPLETE",
    "HANDLE_CLOSING",
  ]);
});

Deno.test("rule 30: HttpEndRequest() after a failed HttpSendRequestEx() is cancelled", async () => {
  await using watched = watch();
  const hRequest = await openRequest(
    watched.hInternet,
    { hostname: "127.0.0.1", port: closedPort() },
    { verb: "POST", dwContext: 1 },
  );
  await HttpSendRequestEx(hRequest).catch(() => {});
  assertEquals(
    await rejectedCode(HttpEndRequest(hRequest)),
    ERROR_INTERNET_OPERATION_CANCELLED,
  );
  assertEquals(completions(watched).length, 2);
});

Deno.test("rule 31: HANDLE_CLOSING carries the handle and is its last callback", async () => {
  await using scene = openScene();
  const hRequest = await scene.sent({ dwContext: 1 });
  await readText(hRequest);
  InternetCloseHandle(hRequest);
  await scene.hInternet[Symbol.asyncDispose]();
  const last = scene.watched.log.at(-1);
  assertEquals(last?.name, "HANDLE_CLOSING");
  assertStrictEquals(last?.hInternet, hRequest);
  assertStrictEquals(last?.information, hRequest);
});

Deno.test("rule 31: HANDLE_CLOSING is not posted without a callback", async () => {
  await using scene = openScene();
  const hRequest = await scene.open({ dwContext: 1 });
  InternetSetStatusCallback(hRequest, null);
  await hRequest[Symbol.asyncDispose]();
  assertEquals(scene.watched.names(), ["HANDLE_CREATED"]);
});

Deno.test("rule 31: HANDLE_CLOSING of a failed InternetOpenUrl() follows its REQUEST_COMPLETE", async () => {
  await using watched = watch();
  const url = `http://127.0.0.1:${closedPort()}/`;
  InternetOpenUrl(watched.hInternet, url, null, 0, 1);
  const { hInternet } = await watched.until("HANDLE_CLOSING", 1);
  assertEquals(watched.names(1).slice(-2), [
    "REQUEST_COMPLETE",
    "HANDLE_CLOSING",
  ]);
  assert(hInternet.closed);
});

Deno.test("rule 32: closing the session closes everything below it immediately", async () => {
  await using scene = openScene();
  const { watched } = scene;
  const hRequest = await scene.open({
    dwConnectContext: "connection",
    dwContext: "request",
  });
  const hConnect = InternetQueryOption(
    hRequest,
    INTERNET_OPTION_PARENT_HANDLE,
  )!;
  InternetCloseHandle(scene.hInternet);
  for (const handle of [hConnect, hRequest]) {
    assertEquals(
      thrownCode(() => InternetCloseHandle(handle)),
      ERROR_INVALID_HANDLE,
    );
    assertEquals(
      thrownCode(() =>
        InternetQueryOption(handle, INTERNET_OPTION_CONTEXT_VALUE)
      ),
      ERROR_INVALID_HANDLE,
    );
  }
  await watched.until("HANDLE_CLOSING", "connection");
  const closings = watched.log.slice(2);
  assertEquals(
    closings.map(({ name, dwContext }) => `${name} ${dwContext}`),
    ["HANDLE_CLOSING request", "HANDLE_CLOSING connection"],
  );
});

Deno.test("rule 34: closing the handle frees a synchronous call that waits", async () => {
  await using scene = openScene({ asynchronous: false });
  const hRequest = await scene.open({ path: "/wait" });
  const sent = HttpSendRequest(hRequest);
  await scene.server.requested(1);
  InternetCloseHandle(hRequest);
  assertEquals(await rejectedCode(sent), ERROR_INTERNET_OPERATION_CANCELLED);
});

Deno.test("rule 35, extension: a request that is sent again drops unread data", async () => {
  await using scene = openScene();
  const hRequest = await scene.sent({ dwContext: 1 });
  for (const size of [1, HELLO.length - 2]) {
    await InternetReadFile(hRequest, new Uint8Array(size));
    await HttpSendRequest(hRequest);
  }
  assertEquals(await readText(hRequest), HELLO);
  assertEquals(scene.server.connections, 1);
});

Deno.test("rule 35, extension: a request whose data is still arriving is sent again on another connection", async () => {
  await using scene = openScene();
  const hRequest = await stuckRequest(scene);
  await HttpSendRequest(hRequest);
  assertEquals(await readText(hRequest, 2), HELLO.slice(0, 2));
  assertEquals(scene.server.connections, 2);
});

Deno.test("rule 35: a request is not sent again while it is read", async () => {
  await using scene = openScene();
  const hRequest = await stuckRequest(scene);
  const read = rejectedCode(
    InternetReadFile(hRequest, new Uint8Array(HELLO.length + 1)),
  );
  assertEquals(
    thrownCode(() => HttpSendRequest(hRequest)),
    ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  );
  InternetCloseHandle(hRequest);
  assertEquals(await read, ERROR_INTERNET_OPERATION_CANCELLED);
});

Deno.test("rule 35, extension: concurrent reads are completed in order", async () => {
  await using scene = openScene();
  const hRequest = await scene.sent({ dwContext: 1 });
  const texts = [
    readText(hRequest, 2),
    readText(hRequest, 2),
    readText(hRequest),
  ];
  assertEquals(await Promise.all(texts), ["he", "ll", "o"]);
});

Deno.test("rule 35, extension: concurrent writes are sent in order", async () => {
  await using scene = openScene();
  const hRequest = await scene.open({
    verb: "POST",
    path: "/upload",
    dwContext: 1,
  });
  await HttpSendRequestEx(hRequest, { dwBufferTotal: 6 });
  const writes = ["ab", "cd", "ef"].map((text) =>
    InternetWriteFile(hRequest, text)
  );
  const ended = HttpEndRequest(hRequest);
  assertEquals(await Promise.all(writes), [2, 2, 2]);
  await ended;
  assertEquals(await readText(hRequest), "abcdef");
});

Deno.test("rule 36, extension: an asynchronous call without context or callback runs and does not fail for that reason", async () => {
  await using scene = openScene();
  InternetSetStatusCallback(scene.hInternet, null);
  const hRequest = await scene.open();
  const sent = HttpSendRequest(hRequest);
  assertEquals(GetLastError(), ERROR_IO_PENDING);
  assertEquals(await sent, true);
  assertEquals(await readText(hRequest), HELLO);
  assertEquals(scene.watched.log, []);
});

/** Returns a request that has received half of its response body. */
function stuckRequest(scene: HttpScene): Promise<HINTERNET> {
  return scene.sent({ path: "/stuck", dwContext: 1 });
}
