// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import {
  ERROR_ACCESS_DENIED,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_TIMEOUT,
  ERROR_INTERNET_UNRECOGNIZED_SCHEME,
  ERROR_INVALID_PARAMETER,
  ERROR_NOT_CONNECTED,
  ERROR_SUCCESS,
  GetLastError,
  InternetError,
} from "../../error.ts";
import {
  FLAG_ICC_FORCE_CONNECTION,
  INTERENT_GOONLINE_REFRESH,
  INTERNET_CONNECTION_LAN,
  INTERNET_CONNECTION_OFFLINE,
} from "../../flags.ts";
import { InternetSetOption } from "../../internet.ts";
import {
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_CONNECTED_STATE,
  INTERNET_STATE_CONNECTED,
  INTERNET_STATE_DISCONNECTED_BY_USER,
} from "../../options.ts";
import {
  InternetAttemptConnect,
  InternetCheckConnection,
  InternetGetConnectedState,
  InternetGetConnectedStateEx,
  InternetGoOnline,
} from "../../system.ts";
import { NO_TIMEOUT } from "../../_base/timeouts.ts";
import { thrownCode } from "../helpers/calls.ts";
import { BLACK_HOLES, BlackHole } from "../servers/black_hole.ts";
import { closedPort } from "../servers/closed_port.ts";
import { TcpServer } from "../servers/tcp_server.ts";
import { network, rejection } from "../helpers/system_calls.ts";

const FORCE = FLAG_ICC_FORCE_CONNECTION;
/** An address of TEST-NET-1, which no machine has. */
const OUTSIDE = "192.0.2.7";
const LOOPBACK = "127.0.0.1";

// ---- InternetGetConnectedState, InternetGetConnectedStateEx ----

Deno.test("InternetGetConnectedState() returns a local network if there is a usable address", () => {
  using _ = network(OUTSIDE);
  const expected = { connected: true, dwFlags: INTERNET_CONNECTION_LAN };
  assertEquals(InternetGetConnectedState(), expected);
  assertEquals(InternetGetConnectedStateEx(), {
    ...expected,
    lpszConnectionName: "test0",
  });
  assertEquals(GetLastError(), ERROR_SUCCESS);
});

Deno.test("InternetGetConnectedState() returns no connection if there is only the loopback", () => {
  using _ = network(LOOPBACK);
  assertEquals(InternetGetConnectedState(), { connected: false, dwFlags: 0 });
  assertEquals(InternetGetConnectedStateEx(), {
    connected: false,
    dwFlags: 0,
    lpszConnectionName: "",
  });
});

Deno.test("InternetGetConnectedState() returns a local network without permission", () => {
  using _ = network(null);
  const expected = { connected: true, dwFlags: INTERNET_CONNECTION_LAN };
  assertEquals(InternetGetConnectedState(), expected);
  assertEquals(InternetGetConnectedStateEx(), {
    ...expected,
    lpszConnectionName: "LAN Connection",
  });
});

Deno.test("InternetGetConnectedState() agrees with the interfaces of this machine", () => {
  const { connected, dwFlags } = InternetGetConnectedState();
  assertEquals(dwFlags, connected ? INTERNET_CONNECTION_LAN : 0);
  const names = Deno.networkInterfaces().map(({ name }) => name);
  const { lpszConnectionName } = InternetGetConnectedStateEx();
  assertEquals(names.includes(lpszConnectionName), connected);
});

// ---- InternetAttemptConnect, InternetGoOnline ----

Deno.test("InternetAttemptConnect() resolves with ERROR_SUCCESS if there is a network", async () => {
  using _ = network(OUTSIDE);
  assertEquals(await InternetAttemptConnect(0), ERROR_SUCCESS);
  assertEquals(GetLastError(), ERROR_SUCCESS);
});

Deno.test("InternetAttemptConnect() rejects if there is no network", async () => {
  using _ = network(LOOPBACK);
  const error = await rejection(InternetAttemptConnect());
  assertEquals(error.code, ERROR_NOT_CONNECTED);
  assertEquals(GetLastError(), ERROR_NOT_CONNECTED);
});

for (const flags of [0, INTERENT_GOONLINE_REFRESH]) {
  Deno.test(`InternetGoOnline() returns true with flags ${flags} if there is a network`, () => {
    using _ = network(OUTSIDE);
    assertEquals(InternetGoOnline("http://example.com/", null, flags), true);
  });
}

Deno.test("InternetGoOnline() throws if there is no network", () => {
  using _ = network(LOOPBACK);
  const code = thrownCode(() => InternetGoOnline("http://example.com/"));
  assertEquals(code, ERROR_NOT_CONNECTED);
});

// ---- InternetCheckConnection ----

for (const flags of [0, FORCE]) {
  Deno.test(`InternetCheckConnection() connects and sends nothing with flags ${flags}`, async () => {
    const ended = Promise.withResolvers<number | null>();
    await using server = new TcpServer(async (conn) => {
      ended.resolve(await conn.read(new Uint8Array(1)));
    });
    const url = `http://127.0.0.1:${server.port}/a?b`;
    assertEquals(await InternetCheckConnection(url, flags), true);
    assertEquals(await ended.promise, null);
    assertEquals(GetLastError(), ERROR_SUCCESS);
  });

  Deno.test(`InternetCheckConnection() rejects without a listener, with flags ${flags}`, async () => {
    const url = `http://ann:secret@127.0.0.1:${closedPort()}/`;
    const error = await rejection(InternetCheckConnection(url, flags));
    assertEquals(error.code, ERROR_NOT_CONNECTED);
    assertEquals(GetLastError(), ERROR_NOT_CONNECTED);
    assertInstanceOf(error.cause, InternetError);
    assertEquals(error.cause.code, ERROR_INTERNET_CANNOT_CONNECT);
    assert(!Deno.inspect(error).includes("secret"));
  });
}

Deno.test("InternetCheckConnection() accepts an extremely long path", async () => {
  const port = closedPort();
  const url = `http://127.0.0.1:${port}/${"a".repeat(1_000_000)}`;
  const { code, message } = await rejection(InternetCheckConnection(url));
  assertEquals(code, ERROR_NOT_CONNECTED);
  assert(message.length < 200);
});

Deno.test("InternetCheckConnection() rejects for an unknown host", async () => {
  const url = "gopher://no-such-host.invalid/";
  const error = await rejection(InternetCheckConnection(url, FORCE));
  assertEquals(error.code, ERROR_NOT_CONNECTED);
  assertInstanceOf(error.cause, InternetError);
  assertEquals(error.cause.code, ERROR_INTERNET_NAME_NOT_RESOLVED);
});

Deno.test("InternetCheckConnection() rejects with ERROR_ACCESS_DENIED if the program has no permission to connect", async () => {
  const url = `http://${OUTSIDE}/`;
  const error = await rejection(InternetCheckConnection(url, FORCE));
  assertEquals(error.code, ERROR_ACCESS_DENIED);
});

Deno.test({
  name:
    "InternetCheckConnection() gives up after INTERNET_OPTION_CONNECT_TIMEOUT of the process",
  ignore: !BLACK_HOLES,
  async fn() {
    using hole = await BlackHole.open();
    InternetSetOption(null, INTERNET_OPTION_CONNECT_TIMEOUT, 50);
    try {
      const url = `http://127.0.0.1:${hole.port}/`;
      const error = await rejection(InternetCheckConnection(url, FORCE));
      assertEquals(error.code, ERROR_NOT_CONNECTED);
      assertInstanceOf(error.cause, InternetError);
      assertEquals(error.cause.code, ERROR_INTERNET_TIMEOUT);
    } finally {
      InternetSetOption(null, INTERNET_OPTION_CONNECT_TIMEOUT, NO_TIMEOUT);
    }
  },
});

for (const flags of [0, FORCE]) {
  Deno.test(`InternetCheckConnection() checks this machine without a URL, with flags ${flags}`, async () => {
    {
      using _ = network(OUTSIDE);
      assertEquals(await InternetCheckConnection(null, flags), true);
    }
    using _ = network(LOOPBACK);
    const error = await rejection(InternetCheckConnection(null, flags));
    assertEquals(error.code, ERROR_NOT_CONNECTED);
  });
}

// ---- the offline mode ----

/** Sets the offline mode until it is disposed. */
function offline(): Disposable {
  const option = INTERNET_OPTION_CONNECTED_STATE;
  InternetSetOption(null, option, INTERNET_STATE_DISCONNECTED_BY_USER);
  return {
    [Symbol.dispose]() {
      InternetSetOption(null, option, INTERNET_STATE_CONNECTED);
    },
  };
}

Deno.test("InternetGetConnectedState() returns INTERNET_CONNECTION_OFFLINE in the offline mode", () => {
  using _offline = offline();
  {
    using _ = network(OUTSIDE);
    const dwFlags = INTERNET_CONNECTION_LAN | INTERNET_CONNECTION_OFFLINE;
    const expected = { connected: false, dwFlags };
    assertEquals(InternetGetConnectedState(), expected);
    const named = { ...expected, lpszConnectionName: "test0" };
    assertEquals(InternetGetConnectedStateEx(), named);
  }
  using _ = network(LOOPBACK);
  assertEquals(InternetGetConnectedState(), {
    connected: false,
    dwFlags: INTERNET_CONNECTION_OFFLINE,
  });
});

Deno.test("InternetCheckConnection() sends nothing in the offline mode", async () => {
  let connections = 0;
  await using server = new TcpServer(() => void connections++);
  using _offline = offline();
  using _ = network(OUTSIDE);
  const url = `http://127.0.0.1:${server.port}/`;
  const calls = [
    InternetCheckConnection(url, FORCE),
    InternetCheckConnection(null),
    InternetAttemptConnect(),
  ];
  for (const call of calls) {
    assertEquals((await rejection(call)).code, ERROR_NOT_CONNECTED);
  }
  assertEquals(thrownCode(() => InternetGoOnline(url)), ERROR_NOT_CONNECTED);
  assertEquals(connections, 0);
});

// ---- wrong arguments ----

/** Calls functions with arguments that their types forbid. */
// deno-lint-ignore no-explicit-any
type Anything = any;

const URL_OF_ALL = "http://127.0.0.1/";

const FAULTS: readonly [title: string, call: () => unknown, code?: number][] = [
  ["InternetAttemptConnect(1)", () => InternetAttemptConnect(1)],
  [
    "InternetAttemptConnect(null)",
    () => InternetAttemptConnect(null as Anything),
  ],
  ["InternetGetConnectedState(1)", () => InternetGetConnectedState(1)],
  ["InternetGetConnectedStateEx(1)", () => InternetGetConnectedStateEx(1)],
  ["InternetGoOnline(null)", () => InternetGoOnline(null as Anything)],
  ["InternetGoOnline(URL, null, 2)", () => InternetGoOnline("a", null, 2)],
  ["InternetGoOnline(URL, null, NaN)", () => InternetGoOnline("a", null, NaN)],
  ["InternetCheckConnection(7)", () => InternetCheckConnection(7 as Anything)],
  [
    "InternetCheckConnection()",
    () => InternetCheckConnection(undefined as Anything),
  ],
  [
    "InternetCheckConnection(URL, 2)",
    () => InternetCheckConnection(URL_OF_ALL, 2),
  ],
  [
    "InternetCheckConnection(URL, text)",
    () => InternetCheckConnection(URL_OF_ALL, "1" as Anything),
  ],
  [
    "InternetCheckConnection(URL, 0, 1)",
    () => InternetCheckConnection(URL_OF_ALL, 0, 1),
  ],
  [
    "InternetCheckConnection(no scheme)",
    () => InternetCheckConnection("server"),
    ERROR_INTERNET_UNRECOGNIZED_SCHEME,
  ],
  [
    "InternetCheckConnection(absurdly long host)",
    () => InternetCheckConnection(`gopher://${"a".repeat(1_000_000)}/`),
    ERROR_INTERNET_INVALID_URL,
  ],
  [
    "InternetCheckConnection(no host)",
    () => InternetCheckConnection("http://"),
    ERROR_INTERNET_INVALID_URL,
  ],
];

for (const [title, call, code = ERROR_INVALID_PARAMETER] of FAULTS) {
  Deno.test(`${title} throws ${code} immediately`, () => {
    assertEquals(thrownCode(call), code);
    assertEquals(GetLastError(), code);
  });
}
