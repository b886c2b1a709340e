// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import {
  HSR_CHUNKED,
  HTTP_QUERY_FLAG_REQUEST_HEADERS,
  HTTP_QUERY_REQUEST_METHOD,
} from "../../flags.ts";
import {
  HttpEndRequest,
  HttpQueryInfo,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import { InternetReadFile, InternetWriteFile } from "../../internet.ts";
import type { HINTERNET, INTERNET_BUFFERS } from "../../structures.ts";
import {
  BOTH,
  completions,
  openRequest,
  readText,
  rejectedCode,
  statusOf,
  thrownCode,
  usualServer,
} from "../helpers/calls.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { TcpServer, WireReader } from "../servers/tcp_server.ts";
import { watch } from "../helpers/watch.ts";
import { closedPort } from "../servers/closed_port.ts";

const UPLOAD = { verb: "POST", path: "/upload" };

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

for (const [how, dwContext] of BOTH) {
  Deno.test(`InternetWriteFile() refuses more than dwBufferTotal, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      ...UPLOAD,
      dwContext,
    });
    await HttpSendRequestEx(hRequest, { dwBufferTotal: 5 });
    assertEquals(
      thrownCode(() => InternetWriteFile(hRequest, "hello!")),
      ERROR_INVALID_PARAMETER,
    );
    await InternetWriteFile(hRequest, "hell");
    assertEquals(
      thrownCode(() => InternetWriteFile(hRequest, "o!")),
      ERROR_INVALID_PARAMETER,
    );
    await InternetWriteFile(hRequest, "o");
    await HttpEndRequest(hRequest);
    assertEquals(await readText(hRequest), "hello");
  });

  Deno.test(`HttpEndRequest() refuses less than dwBufferTotal, and the rest can follow, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      ...UPLOAD,
      dwContext,
    });
    await HttpSendRequestEx(hRequest, {
      dwBufferTotal: 5,
      lpvBuffer: bytes("he"),
    });
    assertEquals(
      thrownCode(() => HttpEndRequest(hRequest)),
      ERROR_INTERNET_INCORRECT_HANDLE_STATE,
    );
    await InternetWriteFile(hRequest, "llo");
    await HttpEndRequest(hRequest);
    assertEquals(await readText(hRequest), "hello");
  });

  Deno.test(`HttpQueryInfo() refuses to query the response before HttpEndRequest(), ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      ...UPLOAD,
      dwContext,
    });
    await HttpSendRequestEx(hRequest);
    assertEquals(
      thrownCode(() => statusOf(hRequest)),
      ERROR_INTERNET_INCORRECT_HANDLE_STATE,
    );
    const level = HTTP_QUERY_REQUEST_METHOD | HTTP_QUERY_FLAG_REQUEST_HEADERS;
    assertEquals(HttpQueryInfo(hRequest, level), "POST");
    await HttpEndRequest(hRequest);
    assertEquals(statusOf(hRequest), 200);
  });

  Deno.test(`HttpEndRequest() returns a response that arrived early, ${how}`, async () => {
    await using server = new FakeHttpServer({}, {
      early: (_request, reply) => reply({ status: 413, body: "too much" }),
    });
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      ...UPLOAD,
      dwContext,
    });
    await HttpSendRequestEx(hRequest, { dwBufferTotal: 1_000_000_000 });
    const code = await firstFailure(hRequest, new Uint8Array(100_000));
    assertEquals(code, ERROR_INTERNET_CONNECTION_ABORTED);
    await HttpEndRequest(hRequest);
    assertEquals(statusOf(hRequest), 413);
    assertEquals(await readText(hRequest), "too much");
  });
}

/** Writes until a write fails; returns the error code. */
async function firstFailure(
  hRequest: HINTERNET,
  piece: Uint8Array,
): Promise<number> {
  for (;;) {
    const failure = await InternetWriteFile(hRequest, piece).then(
      () => null,
      (error) => error,
    );
    if (failure !== null) return failure.code;
  }
}

const REFUSED: [name: string, verb: string, buffers: unknown, flags: number][] =
  [
    ["a body with GET", "GET", { dwBufferTotal: 1 }, 0],
    ["a chunked body with GET", "GET", null, HSR_CHUNKED],
    ["a body with HEAD", "HEAD", { lpvBuffer: bytes("x") }, 0],
    ["lpvBuffer longer than dwBufferTotal", "POST", {
      lpvBuffer: bytes("hello"),
      dwBufferTotal: 4,
    }, 0],
    ["dwBufferLength longer than lpvBuffer", "POST", {
      lpvBuffer: bytes("hello"),
      dwBufferLength: 6,
    }, 0],
    ["a negative total", "POST", { dwBufferTotal: -1 }, 0],
    ["half a byte", "POST", { dwBufferTotal: 0.5 }, 0],
    ["a total that is not a number", "POST", { dwBufferTotal: "5" }, 0],
    ["a wrong dwStructSize", "POST", { dwStructSize: 5 }, 0],
    ["an invalid buffer", "POST", { lpvBuffer: 5 }, 0],
    ["flags that are not a DWORD", "POST", null, -1],
  ];

for (const [name, verb, buffers, flags] of REFUSED) {
  Deno.test(`HttpSendRequestEx() refuses ${name} immediately`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      verb,
      dwContext: 1,
    });
    watched.log.length = 0;
    const call = () =>
      HttpSendRequestEx(hRequest, buffers as INTERNET_BUFFERS, flags);
    assertEquals(thrownCode(call), ERROR_INVALID_PARAMETER);
    assertEquals(watched.names(), []);
    await HttpSendRequest(hRequest);
  });
}

Deno.test("HttpSendRequestEx() may start a GET request without a body", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  await HttpSendRequestEx(hRequest);
  await HttpEndRequest(hRequest);
  assertEquals(await readText(hRequest), "hello");
});

Deno.test("InternetWriteFile() and HttpEndRequest() refuse a request that was not started", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, server, UPLOAD);
  const refused = () => {
    assertEquals(
      thrownCode(() => InternetWriteFile(hRequest, "x")),
      ERROR_INTERNET_INCORRECT_HANDLE_STATE,
    );
    assertEquals(
      thrownCode(() => HttpEndRequest(hRequest)),
      ERROR_INTERNET_INCORRECT_HANDLE_STATE,
    );
  };
  refused();
  await HttpSendRequest(hRequest, null, "x");
  refused();
  assertEquals(
    thrownCode(() => InternetWriteFile(watched.hInternet, "x")),
    ERROR_INVALID_HANDLE,
  );
});

Deno.test("InternetReadFile() refuses a request that is being written", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, server, UPLOAD);
  await HttpSendRequestEx(hRequest);
  const call = () => InternetReadFile(hRequest, new Uint8Array(1));
  assertEquals(thrownCode(call), ERROR_INTERNET_INCORRECT_HANDLE_STATE);
  assertEquals(
    thrownCode(() => HttpSendRequest(hRequest)),
    ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  );
});

Deno.test("HttpEndRequest() is cancelled after a failed HttpSendRequestEx(), observed", async () => {
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, {
    hostname: "127.0.0.1",
    port: closedPort(),
  }, {
    ...UPLOAD,
    dwContext: 1,
  });
  assertEquals(
    await rejectedCode(HttpSendRequestEx(hRequest)),
    ERROR_INTERNET_CANNOT_CONNECT,
  );
  assertEquals(statusOf(hRequest), 0);
  assertEquals(
    await rejectedCode(HttpEndRequest(hRequest)),
    ERROR_INTERNET_OPERATION_CANCELLED,
  );
  assertEquals(completions(watched, 1).map(({ dwError }) => dwError), [
    ERROR_INTERNET_CANNOT_CONNECT,
    ERROR_INTERNET_OPERATION_CANCELLED,
  ]);
});

Deno.test("HttpEndRequest() reports a refused connection, with fetch", async () => {
  await using watched = watch();
  const hRequest = await openRequest(
    watched.hInternet,
    { hostname: "127.0.0.1", port: closedPort() },
    { ...UPLOAD, dwContext: 0 },
  );
  await HttpSendRequestEx(hRequest);
  assertEquals(
    await rejectedCode(HttpEndRequest(hRequest)),
    ERROR_INTERNET_CANNOT_CONNECT,
  );
});

Deno.test("InternetWriteFile() fails if the server has closed the connection, and reports nothing sent", async () => {
  await using server: TcpServer = new TcpServer(async (conn) => {
    await new WireReader(conn).readHead();
  });
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, server, {
    verb: "POST",
    dwContext: 1,
  });
  await HttpSendRequestEx(hRequest, { dwBufferTotal: 300_000 });
  await server.allClosed();
  await assertRejects(async () => {
    for (let part = 0; part < 3; part++) {
      await InternetWriteFile(hRequest, new Uint8Array(100_000));
    }
  }, InternetError);
});
