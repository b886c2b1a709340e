// Copyright 2026 the wininet authors. MIT license.

import {
  assert,
  assertEquals,
  assertStrictEquals,
  assertStringIncludes,
} from "@std/assert";
import type { HandleObject } from "../../_core/handle.ts";
import { startCall } from "../../_core/operation.ts";
import {
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_PARAMETER,
  ERROR_IO_PENDING,
  GetLastError,
} from "../../error.ts";
import { HttpOpenRequest, HttpSendRequest } from "../../http.ts";
import {
  InternetCloseHandle,
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
  InternetQueryOption,
  InternetReadFile,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_HANDLE_TYPE_CONNECT_HTTP,
  INTERNET_HANDLE_TYPE_HTTP_REQUEST,
  INTERNET_HANDLE_TYPE_INTERNET,
  INTERNET_OPTION_CONNECT_RETRIES,
  INTERNET_OPTION_CONTEXT_VALUE,
  INTERNET_OPTION_HANDLE_TYPE,
  INTERNET_OPTION_PARENT_HANDLE,
  INTERNET_OPTION_PROXY_PASSWORD,
  INTERNET_OPTION_PROXY_USERNAME,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  openRequest,
  readText,
  rejectedCode,
  sentRequest,
  thrownCode,
  usualServer,
} from "../helpers/calls.ts";
import { closedPort } from "../servers/closed_port.ts";
import { watch } from "../helpers/watch.ts";

const SOMEWHERE = { hostname: "127.0.0.1", port: 1 };

Deno.test("handles have their type and their parent", async () => {
  await using hInternet = InternetOpen("agent");
  const hRequest = await openRequest(hInternet, SOMEWHERE);
  const hConnect = parentOf(hRequest);
  const hUrl = await urlHandle(hInternet);
  assertEquals(parentOf(hInternet), null);
  assertStrictEquals(parentOf(hConnect!), hInternet);
  assertStrictEquals(parentOf(hUrl), hInternet);
  const types = [hInternet, hConnect!, hRequest, hUrl].map((handle) =>
    InternetQueryOption(handle, INTERNET_OPTION_HANDLE_TYPE)
  );
  assertEquals(types, [
    INTERNET_HANDLE_TYPE_INTERNET,
    INTERNET_HANDLE_TYPE_CONNECT_HTTP,
    INTERNET_HANDLE_TYPE_HTTP_REQUEST,
    INTERNET_HANDLE_TYPE_HTTP_REQUEST,
  ]);
});

Deno.test("a new handle copies the settings of its parent", async () => {
  await using hInternet = InternetOpen("agent");
  InternetSetOption(hInternet, INTERNET_OPTION_RECEIVE_TIMEOUT, 1111);
  const hConnect = await InternetConnect(hInternet, "localhost");
  InternetSetOption(hConnect, INTERNET_OPTION_CONNECT_RETRIES, 2);
  const hRequest = await HttpOpenRequest(hConnect);
  assertEquals(settingsOf(hRequest), [1111, 2]);
  assertEquals(settingsOf(hInternet), [1111, 5]);
});

Deno.test("later changes to the settings of a parent do not affect its children", async () => {
  await using hInternet = InternetOpen("agent");
  const hConnect = await InternetConnect(hInternet, "localhost");
  const before = settingsOf(hConnect);
  InternetSetOption(hInternet, INTERNET_OPTION_RECEIVE_TIMEOUT, 2222);
  InternetSetOption(hInternet, INTERNET_OPTION_CONNECT_RETRIES, 7);
  assertEquals(settingsOf(hConnect), before);
  InternetSetOption(hConnect, INTERNET_OPTION_CONNECT_RETRIES, 3);
  assertEquals(settingsOf(hInternet), [2222, 7]);
});

Deno.test("a new handle starts with its own context, not that of its parent", async () => {
  await using hInternet = InternetOpen("agent");
  InternetSetOption(hInternet, INTERNET_OPTION_CONTEXT_VALUE, "session");
  const hConnect = await InternetConnect(hInternet, "localhost");
  InternetSetOption(hConnect, INTERNET_OPTION_CONTEXT_VALUE, "connection");
  const hRequest = await HttpOpenRequest(hConnect);
  const contexts = [hInternet, hConnect, hRequest].map((handle) =>
    InternetQueryOption(handle, INTERNET_OPTION_CONTEXT_VALUE)
  );
  assertEquals(contexts, ["session", "connection", 0]);
});

Deno.test("HANDLE_CREATED is posted on the parent, with the context of the child and the child", async () => {
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, SOMEWHERE, {
    dwConnectContext: "connection",
    dwContext: "request",
  });
  const hConnect = parentOf(hRequest);
  const hUrl = await urlHandle(watched.hInternet, "url");
  const created = watched.log.filter(({ name }) => name === "HANDLE_CREATED")
    .map((entry) => [entry.hInternet, entry.dwContext, entry.information]);
  const expected = [
    [watched.hInternet, "connection", hConnect],
    [hConnect, "request", hRequest],
    [watched.hInternet, "url", hUrl],
  ];
  for (const [at, row] of expected.entries()) {
    for (const [column, value] of row.entries()) {
      assertStrictEquals(created[at]?.[column], value);
    }
  }
});

Deno.test("closing a handle closes its children first, the newest first", async () => {
  await using watched = watch();
  for (const name of ["a", "b"]) {
    const hConnect = await InternetConnect(
      watched.hInternet,
      "localhost",
      80,
      null,
      null,
      3,
      0,
      name,
    );
    for (const number of [1, 2]) {
      await HttpOpenRequest(
        hConnect,
        null,
        null,
        null,
        null,
        null,
        0,
        name + number,
      );
    }
  }
  watched.log.length = 0;
  await watched.hInternet[Symbol.asyncDispose]();
  const order = watched.log.map(({ dwContext }) => dwContext);
  assertEquals(order, ["b2", "b1", "b", "a2", "a1", "a"]);
});

Deno.test("closing a child leaves its parent and its siblings open", async () => {
  await using hInternet = InternetOpen("agent");
  const hConnect = await InternetConnect(hInternet, "localhost");
  const [first, second] = [
    await HttpOpenRequest(hConnect),
    await HttpOpenRequest(hConnect),
  ];
  InternetCloseHandle(first);
  const closed = [hInternet, hConnect, first, second].map((handle) =>
    handle.closed
  );
  assertEquals(closed, [false, false, true, false]);
});

Deno.test("InternetCloseHandle() fails with ERROR_INVALID_HANDLE for a closed handle", () => {
  const hInternet = InternetOpen("agent");
  assertEquals(InternetCloseHandle(hInternet), true);
  assertEquals(
    thrownCode(() => InternetCloseHandle(hInternet)),
    ERROR_INVALID_HANDLE,
  );
});

Deno.test("a Proxy of a handle, and an object that inherits from one, are not handles", () => {
  using hInternet = InternetOpen("agent");
  const likenesses = [
    new Proxy(hInternet, {}),
    Object.create(hInternet),
    new Proxy(Object.create(hInternet), {}),
    Object.create(Object.getPrototypeOf(hInternet)),
  ];
  for (const likeness of likenesses) {
    for (
      const call of [
        () => InternetQueryOption(likeness, INTERNET_OPTION_HANDLE_TYPE),
        () => InternetConnect(likeness, "host.invalid"),
        () => InternetCloseHandle(likeness),
      ]
    ) assertEquals(thrownCode(call), ERROR_INVALID_HANDLE);
  }
  assert(!hInternet.closed);
});

Deno.test("a structured clone of a handle has no user and no password", async () => {
  using hInternet = InternetOpen("agent");
  const hConnect = await InternetConnect(
    hInternet,
    "host.invalid",
    0,
    "secret3",
    "secret4",
  );
  const hRequest = await HttpOpenRequest(hConnect, "GET", "/");
  InternetSetOption(hRequest, INTERNET_OPTION_PROXY_USERNAME, "secret1");
  InternetSetOption(hRequest, INTERNET_OPTION_PROXY_PASSWORD, "secret2");
  for (const handle of [hInternet, hConnect, hRequest]) {
    const copy = structuredClone(handle);
    const text = Deno.inspect(copy, { depth: 20, showHidden: true });
    assert(!text.includes("secret"), text);
    assertEquals(
      thrownCode(() => InternetQueryOption(copy, INTERNET_OPTION_HANDLE_TYPE)),
      ERROR_INVALID_HANDLE,
    );
  }
});

Deno.test("using closes the handle at the end of the block and ignores a closed handle", () => {
  let kept: HINTERNET;
  {
    using hInternet = InternetOpen("agent");
    kept = hInternet;
    assert(!kept.closed);
  }
  assert(kept.closed);
  using _again = kept;
  {
    using hInternet = InternetOpen("agent");
    InternetCloseHandle(hInternet);
  }
});

Deno.test("await using waits until HANDLE_CLOSING is delivered", async () => {
  await using watched = watch();
  {
    await using _hConnect = await InternetConnect(
      watched.hInternet,
      "localhost",
      80,
      null,
      null,
      3,
      0,
      1,
    );
  }
  assertEquals(watched.names(1), ["HANDLE_CREATED", "HANDLE_CLOSING"]);
});

Deno.test("await using waits until the aborted work has ended", async () => {
  await using server = usualServer();
  const sent = await (async () => {
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      path: "/wait",
      dwContext: 1,
    });
    const call = HttpSendRequest(hRequest);
    await server.requested(1);
    return { call };
  })();
  assertEquals(
    await rejectedCode(sent.call),
    ERROR_INTERNET_OPERATION_CANCELLED,
  );
  // The sanitizer detects a client and sockets that still exist.
});

Deno.test("await using waits for work that continues after the close", async () => {
  const hInternet = InternetOpen("agent") as HandleObject;
  await assertWaits(hInternet, hInternet);
});

Deno.test("await using waits for the work of child handles that were closed before", async () => {
  const hInternet = InternetOpen("agent");
  const hConnect = await InternetConnect(hInternet, "localhost");
  const hRequest = await HttpOpenRequest(hConnect) as HandleObject;
  await assertWaits(hRequest, hInternet);
});

Deno.test("closing a session immediately after a response releases its connections", async () => {
  await using server = usualServer();
  for (const _again of [1, 2]) {
    // In the second round, the sanitizer detects if the first session is still
    // counted.
    await using watched = watch();
    await sentRequest(watched.hInternet, server, { dwContext: 1 });
    InternetCloseHandle(watched.hInternet);
  }
});

Deno.test("a handle may be closed inside every callback about it", async () => {
  await using server = usualServer();
  for (
    const status of ["HANDLE_CREATED", "SENDING_REQUEST", "RESPONSE_RECEIVED"]
  ) {
    await using watched = watch({
      onStatus({ name, information, hInternet }) {
        if (name !== status) return;
        const handle = name === "HANDLE_CREATED" ? information : hInternet;
        (handle as HINTERNET)[Symbol.dispose]();
      },
    });
    const opened = InternetOpenUrl(
      watched.hInternet,
      server.url,
      null,
      0,
      1,
    );
    const code = await opened.then((handle) => handle.closed, (e) => e.code);
    assert(code === true || code === ERROR_INTERNET_OPERATION_CANCELLED);
    await watched.until("HANDLE_CLOSING");
    assertEquals(watched.names().filter((name) => /CLOSING$/.test(name)), [
      "HANDLE_CLOSING",
    ], status);
  }
});

Deno.test("Deno.inspect() of a handle shows none of its contents", async () => {
  await using hInternet = InternetOpen("secret agent");
  const hRequest = await openRequest(hInternet, SOMEWHERE, {
    path: "/secret",
    dwContext: "secret context",
  });
  for (const [type, handle] of [[1, hInternet], [13, hRequest]] as const) {
    const text = Deno.inspect(handle);
    const known =
      `HINTERNET { id: ${handle.id}, type: ${type}, closed: false }`;
    assertEquals(text, known);
    assertEquals(JSON.stringify({ handle }), JSON.stringify({ handle: known }));
    assert(!Deno.inspect({ handle }, { depth: 10 }).includes("secret"));
  }
  InternetCloseHandle(hRequest);
  assertStringIncludes(Deno.inspect(hRequest), "closed: true");
});

Deno.test("HINTERNET.id counts the handles of the process", async () => {
  await using hInternet = InternetOpen("agent");
  await using other = InternetOpen("agent");
  const hRequest = await openRequest(other, SOMEWHERE, { path: "/" });
  assertEquals(other.id, hInternet.id + 1);
  // The connection of the request is also a handle.
  assertEquals(hRequest.id, other.id + 2);
});

Deno.test("GetLastError() returns 0 after success and the code after failure", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  assertEquals(GetLastError(), 0);
  assertEquals(thrownCode(() => InternetOpen("a", 99)), GetLastError());
  assertEquals(GetLastError(), ERROR_INVALID_PARAMETER);
  const hRequest = await sentRequest(hInternet, server);
  assertEquals(GetLastError(), 0);
  thrownCode(() => InternetReadFile(hInternet, new Uint8Array(1)));
  assertEquals(GetLastError(), ERROR_INTERNET_INCORRECT_HANDLE_TYPE);
  await readText(hRequest);
  assertEquals(GetLastError(), 0);
});

Deno.test("GetLastError() returns the code of a call that failed later", async () => {
  await using hInternet = InternetOpen("agent");
  const nobody = { hostname: "127.0.0.1", port: closedPort() };
  const hRequest = await openRequest(hInternet, nobody);
  await rejectedCode(HttpSendRequest(hRequest));
  assertEquals(GetLastError(), ERROR_INTERNET_CANNOT_CONNECT);
});

Deno.test("GetLastError() returns ERROR_IO_PENDING only after a start on an asynchronous session", async () => {
  await using server = usualServer();
  for (const asynchronous of [true, false]) {
    await using watched = watch({ asynchronous });
    const hRequest = await openRequest(watched.hInternet, server);
    const sent = HttpSendRequest(hRequest);
    assertEquals(GetLastError(), asynchronous ? ERROR_IO_PENDING : 0);
    await sent;
    assertEquals(GetLastError(), 0);
  }
});

Deno.test("GetLastError() returns ERROR_IO_PENDING after a close with pending calls", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const hRequest = await openRequest(hInternet, server, { path: "/wait" });
  const sent = HttpSendRequest(hRequest);
  InternetCloseHandle(hRequest);
  assertEquals(GetLastError(), ERROR_IO_PENDING);
  await rejectedCode(sent);
  InternetCloseHandle(await openRequest(hInternet, server));
  assertEquals(GetLastError(), 0);
});

function parentOf(handle: HINTERNET): HINTERNET | null {
  return InternetQueryOption(handle, INTERNET_OPTION_PARENT_HANDLE);
}

function settingsOf(handle: HINTERNET): [timeout: number, retries: number] {
  return [
    InternetQueryOption(handle, INTERNET_OPTION_RECEIVE_TIMEOUT),
    InternetQueryOption(handle, INTERNET_OPTION_CONNECT_RETRIES),
  ];
}

/** Returns a handle of InternetOpenUrl whose response was read. */
async function urlHandle(
  hInternet: HINTERNET,
  dwContext?: unknown,
): Promise<HINTERNET> {
  await using server = usualServer();
  const hUrl = await InternetOpenUrl(
    hInternet,
    server.url,
    null,
    0,
    dwContext,
  );
  await readText(hUrl);
  return hUrl;
}

/**
 * Starts work on a handle, closes the handle, and checks that disposing `root`
 * waits for the work.
 */
async function assertWaits(
  handle: HandleObject,
  root: HINTERNET,
): Promise<void> {
  const gate = Promise.withResolvers<void>();
  const call = startCall(handle, () => gate.promise);
  InternetCloseHandle(handle);
  assertEquals(await rejectedCode(call), ERROR_INTERNET_OPERATION_CANCELLED);
  let ended = false;
  const disposed = root[Symbol.asyncDispose]().then(() => ended = true);
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert(!ended, "the work has not ended yet");
  gate.resolve();
  await disposed;
}
