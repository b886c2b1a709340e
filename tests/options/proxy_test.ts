// Copyright 2026 the wininet authors. MIT license.

/** INTERNET_OPTION_PROXY and INTERNET_OPTION_PER_CONNECTION_OPTION. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  ERROR_INTERNET_OPTION_NOT_SETTABLE,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import {
  INTERNET_OPEN_TYPE_DIRECT,
  INTERNET_OPEN_TYPE_PRECONFIG,
  INTERNET_OPEN_TYPE_PROXY,
} from "../../flags.ts";
import {
  InternetOpen,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_CLIENT_CERT_CONTEXT,
  INTERNET_OPTION_PER_CONNECTION_OPTION,
  INTERNET_OPTION_PROXY,
  INTERNET_PER_CONN_AUTOCONFIG_LAST_DETECT_URL,
  INTERNET_PER_CONN_AUTOCONFIG_RELOAD_DELAY_MINS,
  INTERNET_PER_CONN_AUTOCONFIG_URL,
  INTERNET_PER_CONN_FLAGS,
  INTERNET_PER_CONN_FLAGS_UI,
  INTERNET_PER_CONN_PROXY_BYPASS,
  INTERNET_PER_CONN_PROXY_SERVER,
  PROXY_TYPE_AUTO_DETECT,
  PROXY_TYPE_AUTO_PROXY_URL,
  PROXY_TYPE_DIRECT,
  PROXY_TYPE_PROXY,
} from "../../options.ts";
import type { HINTERNET, INTERNET_PROXY_INFO } from "../../structures.ts";
import { Session } from "../../_core/session.ts";
import { thrownCode } from "../helpers/calls.ts";

const NOBODY: INTERNET_PROXY_INFO = {
  dwAccessType: INTERNET_OPEN_TYPE_PRECONFIG,
  lpszProxy: null,
  lpszProxyBypass: null,
};
const A: INTERNET_PROXY_INFO = {
  dwAccessType: INTERNET_OPEN_TYPE_PROXY,
  lpszProxy: "a.test:3128",
  lpszProxyBypass: "<local>",
};

Deno.test("INTERNET_OPTION_PROXY of a session is used by its connections", () => {
  using hInternet = openSession(INTERNET_OPEN_TYPE_DIRECT);
  assertEquals([hInternet.accessType, hInternet.proxies], [1, null]);
  InternetSetOption(hInternet, INTERNET_OPTION_PROXY, A);
  assertEquals(hInternet.accessType, INTERNET_OPEN_TYPE_PROXY);
  assertEquals(hInternet.proxies?.byProtocol.get("")?.host, "a.test");
  assertEquals(hInternet.proxies?.bypass, ["<local>"]);
});

Deno.test("INTERNET_OPTION_PROXY of a session does not affect other sessions", () => {
  using hInternet = openSession();
  using other = openSession();
  InternetSetOption(hInternet, INTERNET_OPTION_PROXY, A);
  assertEquals(InternetQueryOption(other, INTERNET_OPTION_PROXY), NOBODY);
  assertEquals(InternetQueryOption(null, INTERNET_OPTION_PROXY), NOBODY);
});

Deno.test("INTERNET_OPTION_PROXY of the process is used by preconfigured sessions, also by earlier ones", () => {
  using before = openSession();
  using direct = openSession(INTERNET_OPEN_TYPE_DIRECT);
  using _process = processProxy(A);
  using after = openSession();
  for (const hInternet of [before, after]) {
    assertEquals(InternetQueryOption(hInternet, INTERNET_OPTION_PROXY), A);
    assertEquals(hInternet.proxies?.byProtocol.get("")?.port, 3128);
  }
  assertEquals([direct.accessType, direct.proxies], [1, null]);
});

Deno.test("INTERNET_OPTION_PROXY returns the arguments of InternetOpen()", () => {
  using hInternet = new Session({
    agent: "",
    accessType: INTERNET_OPEN_TYPE_PROXY,
    asynchronous: false,
    offline: false,
    proxies: null,
    proxyText: A.lpszProxy,
    bypassText: A.lpszProxyBypass,
  });
  assertEquals(InternetQueryOption(hInternet, INTERNET_OPTION_PROXY), A);
});

Deno.test("INTERNET_OPTION_PROXY keeps the old proxies if the new ones are wrong, and shows no password", () => {
  using hInternet = openSession();
  InternetSetOption(hInternet, INTERNET_OPTION_PROXY, A);
  const wrong = { dwAccessType: 3, lpszProxy: "http://u:hush@:::" };
  const error = assertThrows(
    () => InternetSetOption(hInternet, INTERNET_OPTION_PROXY, wrong),
    InternetError,
  );
  assertEquals(error.code, ERROR_INVALID_PARAMETER);
  assert(!Deno.inspect(error).includes("hush"));
  assertEquals(InternetQueryOption(hInternet, INTERNET_OPTION_PROXY), A);
});

/**
 * Flags, with and without servers: the resulting access type, and the flags
 * that a session reads.
 */
const FLAGS: [
  name: string,
  flags: number,
  server: string | null,
  accessType: number,
  read: number,
][] = [
  ["DIRECT", PROXY_TYPE_DIRECT, "b.test", 1, PROXY_TYPE_DIRECT],
  ["PROXY", PROXY_TYPE_PROXY, "b.test", 3, PROXY_TYPE_PROXY],
  ["PROXY without a server", PROXY_TYPE_PROXY, null, 1, PROXY_TYPE_PROXY],
  // Windows returns these flags, but uses the proxy.
  ["PROXY and DIRECT", 3, "b.test", 3, PROXY_TYPE_DIRECT],
  ["AUTO_DETECT", PROXY_TYPE_AUTO_DETECT, null, 0, PROXY_TYPE_AUTO_DETECT],
  [
    "AUTO_PROXY_URL",
    PROXY_TYPE_AUTO_PROXY_URL,
    null,
    0,
    PROXY_TYPE_AUTO_PROXY_URL,
  ],
  ["nothing", 0, "b.test", 1, 0],
];

for (const [name, flags, server, accessType, read] of FLAGS) {
  Deno.test(`INTERNET_OPTION_PER_CONNECTION_OPTION with ${name} is access type ${accessType} and reads ${read}`, () => {
    using hInternet = openSession(INTERNET_OPEN_TYPE_DIRECT);
    setParts(hInternet, [
      [INTERNET_PER_CONN_FLAGS, flags],
      [INTERNET_PER_CONN_PROXY_SERVER, server],
    ]);
    assertEquals(hInternet.accessType, accessType);
    assertEquals(hInternet.proxies !== null, accessType === 3);
    assertEquals(partOf(hInternet, INTERNET_PER_CONN_FLAGS), read);
    assertEquals(partOf(hInternet, INTERNET_PER_CONN_PROXY_SERVER), server);
  });
}

Deno.test("INTERNET_OPTION_PER_CONNECTION_OPTION of the process returns both flags for PROXY and DIRECT", () => {
  using _process = processProxy(NOBODY);
  setParts(null, [
    [INTERNET_PER_CONN_FLAGS, 3],
    [INTERNET_PER_CONN_PROXY_SERVER, "b.test"],
  ]);
  assertEquals(partOf(null, INTERNET_PER_CONN_FLAGS), 3);
  using hInternet = openSession();
  assertEquals(hInternet.proxies?.byProtocol.get("")?.host, "b.test");
});

Deno.test("INTERNET_OPTION_PER_CONNECTION_OPTION changes only the named parts", () => {
  using hInternet = openSession();
  InternetSetOption(hInternet, INTERNET_OPTION_PROXY, A);
  setParts(hInternet, [[INTERNET_PER_CONN_PROXY_BYPASS, "*.c.test"]]);
  assertEquals(InternetQueryOption(hInternet, INTERNET_OPTION_PROXY), {
    ...A,
    lpszProxyBypass: "*.c.test",
  });
  setParts(hInternet, [[INTERNET_PER_CONN_PROXY_SERVER, null]]);
  assertEquals(partOf(hInternet, INTERNET_PER_CONN_PROXY_SERVER), null);
  assertEquals(hInternet.accessType, INTERNET_OPEN_TYPE_DIRECT);
});

Deno.test("INTERNET_OPTION_PER_CONNECTION_OPTION stores the URL of a script", () => {
  using hInternet = openSession();
  const part = INTERNET_PER_CONN_AUTOCONFIG_URL;
  assertEquals(partOf(hInternet, part), null);
  setParts(hInternet, [[part, "http://a.test/proxy.pac"]]);
  assertEquals(partOf(hInternet, part), "http://a.test/proxy.pac");
});

Deno.test("INTERNET_PER_CONN_FLAGS_UI is an alias of INTERNET_PER_CONN_FLAGS", () => {
  using hInternet = openSession();
  setParts(hInternet, [[INTERNET_PER_CONN_FLAGS_UI, PROXY_TYPE_AUTO_DETECT]]);
  for (const part of [INTERNET_PER_CONN_FLAGS, INTERNET_PER_CONN_FLAGS_UI]) {
    assertEquals(partOf(hInternet, part), PROXY_TYPE_AUTO_DETECT);
  }
});

Deno.test("a session may use a script only after the program has set flags for it", () => {
  using hInternet = openSession();
  assertEquals(hInternet.scriptSettings, null);
  setParts(hInternet, [[INTERNET_PER_CONN_FLAGS, PROXY_TYPE_DIRECT]]);
  assertEquals(hInternet.scriptSettings, null);
  setParts(hInternet, [[INTERNET_PER_CONN_FLAGS, PROXY_TYPE_AUTO_DETECT]]);
  assertEquals(hInternet.scriptSettings?.scripts, PROXY_TYPE_AUTO_DETECT);
});

Deno.test("INTERNET_OPTION_PER_CONNECTION_OPTION refuses to set parts that can only be queried", () => {
  using hInternet = openSession();
  assertEquals(
    thrownCode(() =>
      setParts(hInternet, [
        [INTERNET_PER_CONN_AUTOCONFIG_LAST_DETECT_URL, "http://a.test/"],
      ])
    ),
    ERROR_INTERNET_OPTION_NOT_SETTABLE,
  );
});

Deno.test("INTERNET_OPTION_PER_CONNECTION_OPTION reports the required type of a part", () => {
  using hInternet = InternetOpen("per connection/1", INTERNET_OPEN_TYPE_DIRECT);
  for (
    const [part, value, text] of [
      [INTERNET_PER_CONN_FLAGS, 16, "PROXY_TYPE_* bits, not 16"],
      [INTERNET_PER_CONN_AUTOCONFIG_RELOAD_DELAY_MINS, -1, "a DWORD, not -1"],
      [INTERNET_PER_CONN_AUTOCONFIG_URL, 5, "a string or null, not 5"],
    ] as const
  ) {
    assertThrows(
      () => setParts(hInternet, [[part, value]]),
      InternetError,
      text,
    );
  }
});

Deno.test("INTERNET_OPTION_PER_CONNECTION_OPTION sets nothing if a part is wrong", () => {
  using hInternet = openSession();
  InternetSetOption(hInternet, INTERNET_OPTION_PROXY, A);
  assertEquals(
    thrownCode(() =>
      setParts(hInternet, [[INTERNET_PER_CONN_PROXY_SERVER, "b.test"], [
        99,
        null,
      ]])
    ),
    ERROR_INVALID_PARAMETER,
  );
  assertEquals(InternetQueryOption(hInternet, INTERNET_OPTION_PROXY), A);
});

type Part = readonly [dwOption: number, Value: string | number | null];

function setParts(handle: HINTERNET | null, parts: readonly Part[]): void {
  InternetSetOption(handle, INTERNET_OPTION_PER_CONNECTION_OPTION, {
    pOptions: parts.map(([dwOption, Value]) => ({ dwOption, Value })),
  });
}

function partOf(handle: HINTERNET | null, part: number): unknown {
  const option = INTERNET_OPTION_PER_CONNECTION_OPTION;
  const { pOptions } = InternetQueryOption(handle, option);
  return pOptions.find(({ dwOption }) => dwOption === part)?.Value;
}

function openSession(
  accessType: number = INTERNET_OPEN_TYPE_PRECONFIG,
): Session {
  return InternetOpen("agent", accessType) as Session;
}

/** Sets the proxies of the process until it is disposed. */
function processProxy(value: INTERNET_PROXY_INFO): Disposable {
  InternetSetOption(null, INTERNET_OPTION_PROXY, value);
  return {
    [Symbol.dispose]: () =>
      void InternetSetOption(null, INTERNET_OPTION_PROXY, NOBODY),
  };
}

Deno.test("InternetSetOption() does not show a string that is set instead of a structure: it may contain a password or a key", () => {
  using hInternet = InternetOpen("agent");
  for (
    const option of [
      INTERNET_OPTION_PROXY,
      INTERNET_OPTION_PER_CONNECTION_OPTION,
      INTERNET_OPTION_CLIENT_CERT_CONTEXT,
    ]
  ) {
    const { message } = assertThrows(
      () => InternetSetOption(hInternet, option, "http://ann:secret@a:1"),
      InternetError,
    );
    assertEquals(message.includes("secret"), false);
  }
});
