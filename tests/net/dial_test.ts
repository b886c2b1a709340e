// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import dns from "node:dns";
import {
  ERROR_ACCESS_DENIED,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_TIMEOUT,
  ERROR_TOO_MANY_OPEN_FILES,
  InternetError,
} from "../../error.ts";
import { getProcessSettings } from "../../_options/process_settings.ts";
import { type Settings, withTimeouts } from "../../_options/settings.ts";
import { HTTP_TIMEOUTS } from "../../_base/timeouts.ts";
import { dial, type DialStages } from "../../_net/dial.ts";
import { addresses, failingLookUps } from "../helpers/look_ups.ts";
import {
  besideBlackHole,
  BLACK_HOLES,
  BlackHole,
} from "../servers/black_hole.ts";
import { ResetServer } from "../servers/reset_server.ts";
import { TcpServer, WireReader } from "../servers/tcp_server.ts";
import { closedPort } from "../servers/closed_port.ts";
import { lacks } from "../helpers/lacks.ts";

/** The default settings of an HTTP connection. */
function usualSettings(): Settings {
  return withTimeouts(getProcessSettings(), HTTP_TIMEOUTS);
}

const NEVER_ABORTED = new AbortController().signal;

/** Hooks that record their calls. */
function recorder(): { told: string[]; hooks: DialStages } {
  const told: string[] = [];
  const hooks: DialStages = {
    resolving: (host) => void told.push(`resolving ${host}`),
    resolved: (address) => void told.push(`resolved ${address}`),
    connecting: (address) => void told.push(`connecting ${address}`),
    connected: (address) => void told.push(`connected ${address}`),
  };
  return { told, hooks };
}

function settings(changes: Partial<Settings>): Settings {
  return { ...usualSettings(), ...changes };
}

for (const connectRetries of [1, 2, 5]) {
  Deno.test(`dial() tries at most ${connectRetries} addresses, each once`, async () => {
    using _addresses = addresses("127.0.0.1", "::1", "127.0.0.1");
    const { told, hooks } = recorder();
    const error = await assertRejects(
      () =>
        dial(
          { host: "localhost", port: closedPort() },
          settings({ connectRetries }),
          hooks,
          NEVER_ABORTED,
        ),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_CANNOT_CONNECT);
    const all = ["127.0.0.1", "::1", "127.0.0.1"];
    assertEquals(told, [
      "resolving localhost",
      "resolved 127.0.0.1",
      ...all.slice(0, connectRetries).map((address) => `connecting ${address}`),
    ]);
  });
}

Deno.test("dial() uses the first address that accepts the connection", async () => {
  await using server = new TcpServer((conn) =>
    new WireReader(conn).peerClosed()
  );
  using _addresses = addresses("::1", "127.0.0.1");
  const { told, hooks } = recorder();
  const target = { host: "localhost", port: server.port };
  const connection = await dial(target, settings({}), hooks, NEVER_ABORTED);
  connection.close();
  assertEquals(told.slice(2), [
    "connecting ::1",
    "connecting 127.0.0.1",
    "connected 127.0.0.1",
  ]);
});

Deno.test("dial() fails with ERROR_INTERNET_NAME_NOT_RESOLVED for a name without an address", async () => {
  using _addresses = addresses();
  const { told, hooks } = recorder();
  const target = { host: "localhost", port: 80 };
  const error = await assertRejects(
    () => dial(target, settings({}), hooks, NEVER_ABORTED),
    InternetError,
  );
  assertEquals(error.code, ERROR_INTERNET_NAME_NOT_RESOLVED);
  assertEquals(told, ["resolving localhost"]);
});

Deno.test("dial() alternates between the address families, starting with that of the first address", async () => {
  using _addresses = addresses("::1", "0:0:0:0:0:0:0:1", "127.0.0.1");
  const { told, hooks } = recorder();
  const target = { host: "localhost", port: closedPort() };
  await assertRejects(() => dial(target, settings({}), hooks, NEVER_ABORTED));
  assertEquals(told.slice(2), [
    "connecting ::1",
    "connecting 127.0.0.1",
    "connecting ::1",
  ]);
});

Deno.test("dial() reports IPv6 addresses in short form", {
  ignore: lacks("::1"),
}, async () => {
  await using server = new TcpServer(
    (conn) => new WireReader(conn).peerClosed(),
    { hostname: "::1" },
  );
  using _addresses = addresses("0:0:0:0:0:0:0:1");
  for (const host of ["localhost", "0:0:0:0:0:0:0:1"]) {
    const { told, hooks } = recorder();
    const target = { host, port: server.port };
    (await dial(target, settings({}), hooks, NEVER_ABORTED)).close();
    const lookUp = ["resolving localhost", "resolved ::1"];
    assertEquals(told, [
      ...(host === "localhost" ? lookUp : []),
      "connecting ::1",
      "connected ::1",
    ]);
  }
});

Deno.test({
  name: "dial() reaches a host whose first address does not respond",
  ignore: !BLACK_HOLES || lacks("127.0.0.2"),
  async fn() {
    await using scene = await besideBlackHole(() =>
      new TcpServer(
        (conn) => new WireReader(conn).peerClosed(),
        { hostname: "127.0.0.2" },
      )
    );
    const { server } = scene;
    using _addresses = addresses("127.0.0.1", "127.0.0.2", "127.0.0.1");
    const { told, hooks } = recorder();
    const target = { host: "localhost", port: server.port };
    // The other attempt is an open resource until it is closed.
    (await dial(target, settings({}), hooks, NEVER_ABORTED)).close();
    assertEquals(told.slice(2), [
      "connecting 127.0.0.1",
      "connecting 127.0.0.2",
      "connected 127.0.0.2",
    ]);
  },
});

Deno.test({
  name: "dial() limits overlapping attempts by one CONNECT_TIMEOUT",
  ignore: !BLACK_HOLES,
  async fn() {
    using hole = await BlackHole.open();
    using _addresses = addresses("127.0.0.1", "127.0.0.1", "127.0.0.1");
    const { told, hooks } = recorder();
    const target = { host: "localhost", port: hole.port };
    const error = await assertRejects(
      () =>
        dial(target, settings({ connectTimeout: 400 }), hooks, NEVER_ABORTED),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_TIMEOUT);
    assertEquals(told.slice(2), [
      "connecting 127.0.0.1",
      "connecting 127.0.0.1",
    ]);
  },
});

Deno.test({
  name: "dial() ends all its attempts with the reason of its signal",
  ignore: !BLACK_HOLES,
  async fn() {
    using hole = await BlackHole.open();
    using _addresses = addresses("127.0.0.1", "127.0.0.1", "127.0.0.1");
    const { told, hooks } = recorder();
    const controller = new AbortController();
    const connecting = (address: string) => {
      hooks.connecting(address);
      if (told.length === 4) controller.abort(new RangeError("enough"));
    };
    const target = { host: "localhost", port: hole.port };
    const watched = { ...hooks, connecting };
    await assertRejects(
      () => dial(target, settings({}), watched, controller.signal),
      RangeError,
      "enough",
    );
    assertEquals(told.length, 4);
  },
});

/** Makes attempts fail, each with the next error; the last one is used for all others. */
function failingAttempts(...errors: Error[]): Disposable {
  const { connect } = Deno;
  const left = [...errors];
  const fail = () => Promise.reject(left.length > 1 ? left.shift() : left[0]);
  Object.assign(Deno, { connect: fail });
  return { [Symbol.dispose]: () => void Object.assign(Deno, { connect }) };
}

/** Returns the error code of a dial that fails. */
async function failedCode(): Promise<number> {
  const { hooks } = recorder();
  const target = { host: "localhost", port: 80 };
  const error = await assertRejects(
    () => dial(target, settings({}), hooks, NEVER_ABORTED),
    InternetError,
  );
  return error.code;
}

const refused = new Error("Verbindung verweigert (os error 10061)");
const noFiles = new Error("Zu viele Dateien sind offen (os error 24)");

const ATTEMPTS: [string, Error[], number][] = [
  ["a refusal", [refused], ERROR_INTERNET_CANNOT_CONNECT],
  ["10060", [new Error("x (os error 10060)")], ERROR_INTERNET_TIMEOUT],
  ["10054", [new Error("x (os error 10054)")], ERROR_INTERNET_CONNECTION_RESET],
  [
    "a name that Deno does not find",
    [new Error("Der Host ist unbekannt. (os error 11001)")],
    ERROR_INTERNET_NAME_NOT_RESOLVED,
  ],
  ["no files", [noFiles], ERROR_TOO_MANY_OPEN_FILES],
  ["no files at first", [noFiles, refused], ERROR_TOO_MANY_OPEN_FILES],
  [
    "a reset at first",
    [new Deno.errors.ConnectionReset("x"), refused],
    ERROR_INTERNET_CANNOT_CONNECT,
  ],
  ["an unknown error", [new Error("x")], ERROR_INTERNET_CANNOT_CONNECT],
];

for (const [what, errors, code] of ATTEMPTS) {
  Deno.test(`dial() fails with ${code} for ${what}`, async () => {
    using _addresses = addresses("127.0.0.1", "127.0.0.2");
    using _attempts = failingAttempts(...errors);
    assertEquals(await failedCode(), code);
  });
}

for (
  const [name, code] of [
    ["ENOTFOUND", ERROR_INTERNET_NAME_NOT_RESOLVED],
    ["EAI_AGAIN", ERROR_INTERNET_NAME_NOT_RESOLVED],
    ["EMFILE", ERROR_TOO_MANY_OPEN_FILES],
  ] as const
) {
  Deno.test(`dial() fails with ${code} for a lookup that fails with ${name}`, async () => {
    const error = Object.assign(new Error("x"), { code: name });
    using _lookUps = failingLookUps(error);
    assertEquals(await failedCode(), code);
  });
}

Deno.test({
  name: "dial() has one CONNECT_TIMEOUT for all addresses together",
  ignore: !BLACK_HOLES,
  async fn() {
    using hole = await BlackHole.open();
    using _addresses = addresses("127.0.0.1", "127.0.0.1");
    const { told, hooks } = recorder();
    const target = { host: "localhost", port: hole.port };
    const error = await assertRejects(
      () =>
        dial(target, settings({ connectTimeout: 50 }), hooks, NEVER_ABORTED),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_TIMEOUT);
    assertEquals(told.slice(2), ["connecting 127.0.0.1"]);
  },
});

Deno.test({
  name: "dial() ends with the reason of its signal",
  ignore: !BLACK_HOLES,
  async fn() {
    using hole = await BlackHole.open();
    const controller = new AbortController();
    const { hooks } = recorder();
    const dialled = dial(
      { host: "127.0.0.1", port: hole.port },
      settings({}),
      {
        ...hooks,
        connecting: () => controller.abort(new RangeError("enough")),
      },
      controller.signal,
    );
    await assertRejects(() => dialled, RangeError, "enough");
  },
});

Deno.test("dial() reports a reset at accept as a reset, if it is visible", async () => {
  await using server = await ResetServer.start("accept");
  const { hooks } = recorder();
  const target = { host: "127.0.0.1", port: server.port };
  try {
    (await dial(target, settings({}), hooks, NEVER_ABORTED)).close();
  } catch (error) {
    assertEquals(
      (error as InternetError).code,
      ERROR_INTERNET_CONNECTION_RESET,
    );
  }
});

/** Counts the calls with which Deno might ask the user for a permission. */
function askingCalls(): { count: () => number } & Disposable {
  const { connect } = Deno;
  const { lookup } = dns;
  let count = 0;
  const asks = () => {
    count++;
    throw new Deno.errors.NotCapable("denied");
  };
  Object.assign(Deno, { connect: asks });
  Object.assign(dns, { lookup: asks });
  const restore = () => {
    Object.assign(Deno, { connect });
    Object.assign(dns, { lookup });
  };
  return { count: () => count, [Symbol.dispose]: restore };
}

for (
  const [host, flag] of [
    ["127.0.0.1", "--allow-net=127.0.0.1:80"],
    ["localhost", "--allow-net=localhost:80"],
    ["::1", "--allow-net=[::1]:80"],
  ] as const
) {
  Deno.test({
    name:
      `dial() fails with ERROR_ACCESS_DENIED for ${host} without requesting a permission`,
    permissions: { net: ["localhost:81"] },
    async fn() {
      using calls = askingCalls();
      const { told, hooks } = recorder();
      const error = await assertRejects(
        () => dial({ host, port: 80 }, settings({}), hooks, NEVER_ABORTED),
        InternetError,
      );
      assertEquals(error.code, ERROR_ACCESS_DENIED);
      assertStringIncludes(error.message, flag);
      assertEquals(calls.count(), 0);
      assertEquals(told, []);
    },
  });
}
