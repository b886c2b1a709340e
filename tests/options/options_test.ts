// Copyright 2026 the wininet authors. MIT license.

/**
 * The options on every level: the process (null), a session, a connection and a
 * request. Every documented option is tested in levels_test.ts, the effects of
 * single options in effects_test.ts.
 */

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INTERNET_INVALID_OPERATION,
  ERROR_INTERNET_INVALID_OPTION,
  ERROR_INTERNET_OPTION_NOT_SETTABLE,
  ERROR_INVALID_PARAMETER,
  GetLastError,
  InternetError,
} from "../../error.ts";
import { INTERNET_SERVICE_FTP, INTERNET_SERVICE_HTTP } from "../../flags.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import * as options from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { InternetCreateUrl } from "../../url.ts";
import { openRequest, thrownCode } from "../helpers/calls.ts";

const LEVELS = ["the process", "a session", "a connection", "a request"];

/**
 * Options that exist on every level, with the value that Windows documents or
 * this library chooses.
 */
const INHERITED: [name: string, option: number, initial: number][] = [
  ["CONNECT_TIMEOUT", options.INTERNET_OPTION_CONNECT_TIMEOUT, 60_000],
  ["CONNECT_RETRIES", options.INTERNET_OPTION_CONNECT_RETRIES, 5],
  ["SEND_TIMEOUT", options.INTERNET_OPTION_SEND_TIMEOUT, 300_000],
  ["RECEIVE_TIMEOUT", options.INTERNET_OPTION_RECEIVE_TIMEOUT, 300_000],
  ["DATA_SEND_TIMEOUT", options.INTERNET_OPTION_DATA_SEND_TIMEOUT, 120_000],
  [
    "DATA_RECEIVE_TIMEOUT",
    options.INTERNET_OPTION_DATA_RECEIVE_TIMEOUT,
    120_000,
  ],
  ["CODEPAGE", options.INTERNET_OPTION_CODEPAGE, 65_001],
];

const NOT_DWORDS = [-1, 1.5, 2 ** 32, NaN, "1", null, undefined, true];

/** Options of handles: the levels that have them, and `true` if they can be set. */
const OF_HANDLES: [
  name: string,
  option: number,
  levels: number[],
  settable: boolean,
][] = [
  ["CALLBACK", options.INTERNET_OPTION_CALLBACK, [1, 2, 3], false],
  ["HANDLE_TYPE", options.INTERNET_OPTION_HANDLE_TYPE, [1, 2, 3], false],
  ["PARENT_HANDLE", options.INTERNET_OPTION_PARENT_HANDLE, [1, 2, 3], false],
  ["CONTEXT_VALUE", options.INTERNET_OPTION_CONTEXT_VALUE, [1, 2, 3], true],
  ["USER_AGENT", options.INTERNET_OPTION_USER_AGENT, [1], true],
  ["REQUEST_FLAGS", options.INTERNET_OPTION_REQUEST_FLAGS, [3], false],
  ["SECURITY_FLAGS", options.INTERNET_OPTION_SECURITY_FLAGS, [3], true],
  ["URL", options.INTERNET_OPTION_URL, [3], false],
];

for (const [name, option, initial] of INHERITED) {
  Deno.test(`INTERNET_OPTION_${name} is ${initial} at first on every level`, async () => {
    await using tree = await openTree();
    for (const handle of tree.levels) {
      assertEquals(InternetQueryOption(handle, option), initial);
    }
  });

  Deno.test(`INTERNET_OPTION_${name} is set on every level separately`, async () => {
    await using tree = await openTree();
    try {
      for (const [at, handle] of tree.levels.entries()) {
        assertEquals(InternetSetOption(handle, option, 1000 + at), true);
      }
      for (const [at, handle] of tree.levels.entries()) {
        assertEquals(InternetQueryOption(handle, option), 1000 + at);
      }
    } finally {
      InternetSetOption(null, option, initial);
    }
  });

  Deno.test(`INTERNET_OPTION_${name} of the process is the initial value of new sessions`, () => {
    using before = InternetOpen("agent");
    InternetSetOption(null, option, 4321);
    try {
      using after = InternetOpen("agent");
      assertEquals(InternetQueryOption(after, option), 4321);
      assertEquals(InternetQueryOption(before, option), initial);
    } finally {
      InternetSetOption(null, option, initial);
    }
  });

  Deno.test(`INTERNET_OPTION_${name} accepts only a DWORD`, async () => {
    await using tree = await openTree();
    for (const handle of tree.levels) {
      for (const value of NOT_DWORDS) {
        assertEquals(
          thrownCode(() => InternetSetOption(handle, option, value)),
          ERROR_INVALID_PARAMETER,
          String(value),
        );
      }
      assertEquals(InternetQueryOption(handle, option), initial);
    }
  });
}

Deno.test("INTERNET_OPTION_CONNECT_RETRIES cannot be 0, because one address must be tried", () => {
  using hInternet = InternetOpen("agent");
  const option = options.INTERNET_OPTION_CONNECT_RETRIES;
  for (const handle of [null, hInternet]) {
    assertEquals(
      thrownCode(() => InternetSetOption(handle, option, 0)),
      ERROR_INVALID_PARAMETER,
    );
    assertEquals(InternetQueryOption(handle, option), 5);
  }
});

Deno.test("INTERNET_OPTION_CONTROL_SEND_TIMEOUT and _RECEIVE_TIMEOUT are aliases", () => {
  using hInternet = InternetOpen("agent");
  InternetSetOption(
    hInternet,
    options.INTERNET_OPTION_CONTROL_SEND_TIMEOUT,
    11,
  );
  InternetSetOption(
    hInternet,
    options.INTERNET_OPTION_CONTROL_RECEIVE_TIMEOUT,
    12,
  );
  assertEquals([
    InternetQueryOption(hInternet, options.INTERNET_OPTION_SEND_TIMEOUT),
    InternetQueryOption(hInternet, options.INTERNET_OPTION_RECEIVE_TIMEOUT),
  ], [11, 12]);
});

for (const [name, option, levels, settable] of OF_HANDLES) {
  Deno.test(`INTERNET_OPTION_${name} is returned for the handles that have it`, async () => {
    await using tree = await openTree();
    for (const at of levels) InternetQueryOption(tree.levels[at]!, option);
    assertEquals(GetLastError(), 0);
  });

  Deno.test(`INTERNET_OPTION_${name} fails with ERROR_INTERNET_INCORRECT_HANDLE_TYPE on other handles`, async () => {
    await using tree = await openTree();
    for (const [at, handle] of tree.levels.entries()) {
      if (levels.includes(at)) continue;
      for (
        const call of [
          () => InternetQueryOption(handle, option),
          () => InternetSetOption(handle, option, 0),
        ]
      ) {
        const code = thrownCode(call);
        assertEquals(code, ERROR_INTERNET_INCORRECT_HANDLE_TYPE, LEVELS[at]);
        assertEquals(GetLastError(), code);
      }
    }
  });

  if (settable) continue;
  Deno.test(`INTERNET_OPTION_${name} fails with ERROR_INTERNET_OPTION_NOT_SETTABLE`, async () => {
    await using tree = await openTree();
    for (const at of levels) {
      const handle = tree.levels[at]!;
      const before = InternetQueryOption(handle, option);
      assertEquals(
        thrownCode(() => InternetSetOption(handle, option, 0)),
        ERROR_INTERNET_OPTION_NOT_SETTABLE,
      );
      assertEquals(InternetQueryOption(handle, option), before);
    }
  });
}

Deno.test("INTERNET_OPTION_VERSION of the process is 1.2 and cannot be set", () => {
  const option = options.INTERNET_OPTION_VERSION;
  assertEquals(InternetQueryOption(null, option), {
    dwMajorVersion: 1,
    dwMinorVersion: 2,
  });
  assertEquals(
    thrownCode(() => InternetSetOption(null, option, {} as never)),
    ERROR_INTERNET_OPTION_NOT_SETTABLE,
  );
});

Deno.test("INTERNET_OPTION_MAX_CONNS_PER_SERVER fails with ERROR_INTERNET_INVALID_OPERATION for a handle", async () => {
  await using tree = await openTree();
  const option = options.INTERNET_OPTION_MAX_CONNS_PER_SERVER;
  for (const handle of tree.levels.slice(1)) {
    for (
      const call of [
        () => InternetQueryOption(handle, option),
        () => InternetSetOption(handle, option, 2),
      ]
    ) assertEquals(thrownCode(call), ERROR_INTERNET_INVALID_OPERATION);
  }
});

Deno.test("options that do not exist fail with ERROR_INTERNET_INVALID_OPTION", async () => {
  for (const option of [0, -1, 14, 9999, 2 ** 31, NaN]) {
    await assertInvalid(option);
  }
});

Deno.test("InternetSetOption() with an unsupported option does not change a new handle", async () => {
  await using tree = await openTree();
  const hInternet = tree.levels[1]!;
  const option = options.INTERNET_OPTION_DO_NOT_TRACK;
  thrownCode(() => InternetSetOption(hInternet, option, true));
  const hConnect = await InternetConnect(hInternet, "localhost");
  assertEquals(
    thrownCode(() => InternetQueryOption(hConnect, option)),
    ERROR_INTERNET_INVALID_OPTION,
  );
});

async function assertInvalid(option: number): Promise<void> {
  await using tree = await openTree();
  for (const [at, handle] of tree.levels.entries()) {
    for (
      const call of [
        () => InternetQueryOption(handle, option),
        () => InternetSetOption(handle, option, 1),
      ]
    ) {
      const code = thrownCode(call);
      assertEquals(code, ERROR_INTERNET_INVALID_OPTION, LEVELS[at]);
      assertEquals(GetLastError(), code);
    }
  }
}

/** Opens the process, a session, a connection and a request that was not sent. */
async function openTree(): Promise<
  AsyncDisposable & { levels: (HINTERNET | null)[] }
> {
  const hInternet = InternetOpen("agent");
  const hRequest = await openRequest(hInternet, {
    hostname: "127.0.0.1",
    port: 1,
  });
  const parent = options.INTERNET_OPTION_PARENT_HANDLE;
  return {
    levels: [null, hInternet, InternetQueryOption(hRequest, parent), hRequest],
    [Symbol.asyncDispose]: () => hInternet[Symbol.asyncDispose](),
  };
}

const PEM = `-----BEGIN PRIVATE KEY-----\ns3cret`;

/** Values of the wrong type that are secrets. */
const SECRETS: [option: number, value: unknown][] = [
  [options.INTERNET_OPTION_PASSWORD, 5303],
  [options.INTERNET_OPTION_PROXY_PASSWORD, 5303],
  [options.INTERNET_OPTION_PASSWORD, "s3cret\n"],
  [options.INTERNET_OPTION_CLIENT_CERT_CONTEXT, PEM],
  [options.INTERNET_OPTION_PROXY, "http://u:s3cret@proxy.example:8080"],
];

for (const [option, value] of SECRETS) {
  Deno.test(`the error of ${JSON.stringify(value)} as option ${option} does not show it`, async () => {
    await using hInternet = InternetOpen("secrets");
    const hConnect = await InternetConnect(hInternet, "127.0.0.1");
    for (const handle of [hInternet, hConnect]) {
      const error = assertThrows(
        () => InternetSetOption(handle, option, value as never),
        InternetError,
        "Cannot set",
      );
      assertEquals(/s3cret|5303/.test(error.message), false, error.message);
    }
  });
}

Deno.test("the error of a number as a password does not show it", async () => {
  await using hInternet = InternetOpen("secrets");
  const password = 5303 as unknown as string;
  const calls = [INTERNET_SERVICE_HTTP, INTERNET_SERVICE_FTP].map(
    (service) => () =>
      InternetConnect(hInternet, "127.0.0.1", 1, "u", password, service),
  );
  const url = { lpszHostName: "h", lpszUserName: "u", lpszPassword: password };
  for (const call of [...calls, () => InternetCreateUrl(url)]) {
    const error = await assertRejects(async () => await call(), InternetError);
    assertEquals(error.message.includes("5303"), false, error.message);
  }
});
