// Copyright 2026 the wininet authors. MIT license.

/** Options of the whole process, and their notifications to registered handles. */

import { assertEquals } from "@std/assert";
import {
  ERROR_FILE_NOT_FOUND,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_NO_DIRECT_ACCESS,
} from "../../error.ts";
import { INTERNET_SERVICE_FTP } from "../../flags.ts";
import { HttpSendRequest } from "../../http.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import * as options from "../../options.ts";
import {
  onBrowserSessionEnd,
  onConnectionsDropped,
  onDigestUnload,
  onProxyRefresh,
} from "../../_options/hooks.ts";
import {
  suppressesCookiePersistence,
  suppressesCookiePolicy,
} from "../../_options/process_state.ts";
import {
  openRequest,
  rejectedCode,
  statusOf,
  thrownCode,
  usualServer,
} from "../helpers/calls.ts";
import { closedPort } from "../servers/closed_port.ts";

const STATE = options.INTERNET_OPTION_CONNECTED_STATE;

Deno.test("INTERNET_OPTION_CONNECTED_STATE disconnects the process from the network", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const hRequest = await openRequest(hInternet, server);
  using connection = disconnected({
    dwConnectedState: options.INTERNET_STATE_DISCONNECTED_BY_USER,
    dwFlags: options.ISO_FORCE_DISCONNECTED,
  });
  assertEquals(
    InternetQueryOption(null, STATE),
    options.INTERNET_STATE_DISCONNECTED_BY_USER,
  );
  assertEquals(
    thrownCode(() => HttpSendRequest(hRequest)),
    ERROR_FILE_NOT_FOUND,
  );
  const { hostname, port } = server;
  const connect = () =>
    InternetConnect(hInternet, hostname, port, "", "", INTERNET_SERVICE_FTP);
  assertEquals(thrownCode(connect), ERROR_INTERNET_NO_DIRECT_ACCESS);
  assertEquals(server.requests.length, 0);
  connection[Symbol.dispose]();
  await HttpSendRequest(hRequest);
  assertEquals(statusOf(hRequest), 200);
});

Deno.test("INTERNET_OPTION_EXTENDED_ERROR is the Winsock error of the last failed call", async () => {
  await using hInternet = InternetOpen("agent");
  const ask = () =>
    InternetQueryOption(null, options.INTERNET_OPTION_EXTENDED_ERROR);
  assertEquals(ask(), 0);
  const refused = InternetOpenUrl(
    hInternet,
    `http://127.0.0.1:${closedPort()}`,
  );
  assertEquals(await rejectedCode(refused), ERROR_INTERNET_CANNOT_CONNECT);
  assertEquals(ask(), 10_061);
  const unknown = InternetOpenUrl(hInternet, "http://nowhere.invalid/");
  assertEquals(await rejectedCode(unknown), ERROR_INTERNET_NAME_NOT_RESOLVED);
  assertEquals(ask(), 11_001);
  assertEquals(ask(), 0);
});

/** The options that notify other handles. */
const TOLD: [name: string, option: number, told: string[]][] = [
  [
    "END_BROWSER_SESSION",
    options.INTERNET_OPTION_END_BROWSER_SESSION,
    ["session"],
  ],
  [
    "DIGEST_AUTH_UNLOAD",
    options.INTERNET_OPTION_DIGEST_AUTH_UNLOAD,
    ["digest"],
  ],
  ["REFRESH", options.INTERNET_OPTION_REFRESH, ["proxies"]],
  [
    "PROXY_SETTINGS_CHANGED",
    options.INTERNET_OPTION_PROXY_SETTINGS_CHANGED,
    ["proxies"],
  ],
  ["RESET", options.INTERNET_OPTION_RESET, [
    "session",
    "digest",
    "connections",
  ]],
  ["SETTINGS_CHANGED", options.INTERNET_OPTION_SETTINGS_CHANGED, [
    "connections",
  ]],
];

for (const [name, option, expected] of TOLD) {
  Deno.test(`INTERNET_OPTION_${name} notifies registered functions, once each time`, () => {
    const told: string[] = [];
    const registrations = [
      onBrowserSessionEnd(() => told.push("session")),
      onDigestUnload(() => told.push("digest")),
      onProxyRefresh(() => told.push("proxies")),
      onConnectionsDropped(() => told.push("connections")),
    ];
    InternetSetOption(null, option, null);
    assertEquals(told, expected);
    InternetSetOption(null, option, null);
    assertEquals(told, [...expected, ...expected]);
    for (const takeBack of registrations) takeBack();
    InternetSetOption(null, option, null);
    assertEquals(told.length, 2 * expected.length);
  });
}

Deno.test("onBrowserSessionEnd() registers a function as often as it is called", () => {
  let count = 0;
  const run = () => void count++;
  const first = onBrowserSessionEnd(run);
  const second = onBrowserSessionEnd(run);
  const end = () =>
    InternetSetOption(null, options.INTERNET_OPTION_END_BROWSER_SESSION, null);
  end();
  assertEquals(count, 2);
  first();
  first();
  end();
  assertEquals(count, 3);
  second();
});

/**
 * Successive values of INTERNET_OPTION_SUPPRESS_BEHAVIOR, and the behaviour
 * that is suppressed after each.
 */
const SUPPRESSED: [name: string, policy: boolean, persistence: boolean][] = [
  ["INTERNET_SUPPRESS_COOKIE_POLICY", true, false],
  ["INTERNET_SUPPRESS_COOKIE_PERSIST", true, true],
  ["INTERNET_SUPPRESS_COOKIE_POLICY_RESET", false, true],
  ["INTERNET_SUPPRESS_COOKIE_PERSIST_RESET", false, false],
  ["INTERNET_SUPPRESS_COOKIE_POLICY", true, false],
  ["INTERNET_SUPPRESS_COOKIE_PERSIST", true, true],
  ["INTERNET_SUPPRESS_RESET_ALL", false, false],
];

Deno.test("INTERNET_OPTION_SUPPRESS_BEHAVIOR suppresses and resets one behaviour at a time, or all", () => {
  for (const [name, policy, persistence] of SUPPRESSED) {
    const value = options[name as keyof typeof options];
    InternetSetOption(null, options.INTERNET_OPTION_SUPPRESS_BEHAVIOR, value);
    assertEquals(suppressesCookiePolicy(), policy, name);
    assertEquals(suppressesCookiePersistence(), persistence, name);
  }
});

/** Disconnects the process until it is disposed. */
function disconnected(value: unknown): Disposable {
  InternetSetOption(null, STATE, value as never);
  return {
    [Symbol.dispose]: () =>
      void InternetSetOption(null, STATE, options.INTERNET_STATE_CONNECTED),
  };
}
