// Copyright 2026 the wininet authors. MIT license.

/** The GOPHER_OPTION_* options: their values, inheritance, invalid values, and effects. */

import { assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_INVALID_OPTION,
  ERROR_INTERNET_TIMEOUT,
  ERROR_INVALID_PARAMETER,
} from "../../error.ts";
import { GopherFindFirstFile, GopherOpenFile } from "../../gopher.ts";
import * as options from "../../gopher_options.ts";
import {
  InternetOpen,
  InternetOpenUrl,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_CODEPAGE,
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
  INTERNET_OPTION_SEND_TIMEOUT,
} from "../../options.ts";
import { readable } from "../../streams.ts";
import { rejectedCode, thrownCode } from "../helpers/calls.ts";
import { connectGopher, openGopher } from "../helpers/gopher_calls.ts";

const NOT_BOOLEANS = [0, 1, "true", null, undefined, {}];
const NOT_TIMES = [-1, 1.5, 2 ** 32, NaN, Infinity, "1", null, undefined, true];

/** The default, other valid values, and invalid values. */
const OPTIONS: readonly (readonly [
  name: string,
  option: number,
  initial: unknown,
  right: readonly unknown[],
  wrong: readonly unknown[],
])[] = [
  [
    "DOT_PATIENCE",
    options.GOPHER_OPTION_DOT_PATIENCE,
    2000,
    [1, 0, 10_000, 0xffffffff],
    NOT_TIMES,
  ],
  [
    "UNCERTAIN_END",
    options.GOPHER_OPTION_UNCERTAIN_END,
    false,
    [true, false],
    NOT_BOOLEANS,
  ],
  [
    "QUERY_SEARCH",
    options.GOPHER_OPTION_QUERY_SEARCH,
    false,
    [true, false],
    NOT_BOOLEANS,
  ],
  [
    "ANY_PORT",
    options.GOPHER_OPTION_ANY_PORT,
    false,
    [true, false],
    NOT_BOOLEANS,
  ],
];

const REPLIES = { "/f": "text\r\n", "": "ihi\r\n.\r\n" };

Deno.test("every option of gopher_options.ts is tested here", () => {
  const tested = OPTIONS.map(([name]) => `GOPHER_OPTION_${name}`);
  assertEquals(tested.sort(), Object.keys(options).sort());
});

for (const [name, option, initial, right, wrong] of OPTIONS) {
  Deno.test(`GOPHER_OPTION_${name} is ${initial} at first and then the value that was set, on every level`, async () => {
    await using scene = await openGopher(REPLIES);
    const { hInternet, hConnect } = scene;
    const item = scene.locator("0", "/f");
    using hFile = await GopherOpenFile(hConnect, item);
    const { hFind } = await GopherFindFirstFile(hConnect);
    try {
      for (const handle of [null, hInternet, hConnect, hFile, hFind]) {
        assertEquals(InternetQueryOption(handle, option), initial);
        for (const value of right) {
          assertEquals(InternetSetOption(handle, option, value), true);
          assertEquals(InternetQueryOption(handle, option), value);
        }
      }
    } finally {
      InternetSetOption(null, option, initial);
    }
  });

  Deno.test(`GOPHER_OPTION_${name} refuses wrong values and does not change`, async () => {
    await using scene = await openGopher(REPLIES);
    for (const handle of [null, scene.hInternet, scene.hConnect]) {
      for (const value of wrong) {
        const code = thrownCode(() => InternetSetOption(handle, option, value));
        assertEquals(code, ERROR_INVALID_PARAMETER, String(value));
      }
      assertEquals(InternetQueryOption(handle, option), initial);
    }
  });

  Deno.test(`GOPHER_OPTION_${name} is inherited only by handles created later`, async () => {
    await using scene = await openGopher(REPLIES);
    const { hInternet, hConnect, server } = scene;
    const [value] = right;
    InternetSetOption(hInternet, option, value);
    const after = await connectGopher(hInternet, server);
    assertEquals(InternetQueryOption(after, option), value);
    assertEquals(InternetQueryOption(hConnect, option), initial);
    const item = scene.locator("0", "/f");
    using before = await GopherOpenFile(hConnect, item);
    using hFile = await GopherOpenFile(after, item);
    const { hFind } = await GopherFindFirstFile(after);
    using hUrl = await InternetOpenUrl(hInternet, `${server.url}/0/f`);
    for (const handle of [hFile, hFind, hUrl]) {
      assertEquals(InternetQueryOption(handle, option), value);
    }
    assertEquals(InternetQueryOption(before, option), initial);
    InternetSetOption(after, option, initial);
    assertEquals(InternetQueryOption(hInternet, option), value);
    assertEquals(InternetQueryOption(hFile, option), value);
  });

  Deno.test(`GOPHER_OPTION_${name} of the process is the initial value of new sessions`, () => {
    const [value] = right;
    using before = InternetOpen("agent");
    InternetSetOption(null, option, value);
    try {
      using after = InternetOpen("agent");
      assertEquals(InternetQueryOption(after, option), value);
      assertEquals(InternetQueryOption(before, option), initial);
    } finally {
      InternetSetOption(null, option, initial);
    }
  });
}

for (
  const option of [
    INTERNET_OPTION_CONNECT_TIMEOUT,
    INTERNET_OPTION_SEND_TIMEOUT,
    INTERNET_OPTION_RECEIVE_TIMEOUT,
  ]
) {
  Deno.test(`the timeout ${option} is inherited by Gopher handles`, async () => {
    await using scene = await openGopher(REPLIES);
    const { hConnect } = scene;
    InternetSetOption(hConnect, option, 12_345);
    const item = scene.locator("0", "/f");
    using hFile = await GopherOpenFile(hConnect, item);
    assertEquals(InternetQueryOption(hFile, option), 12_345);
  });
}

Deno.test("Gopher handles refuse unknown options", async () => {
  await using scene = await openGopher(REPLIES);
  for (const option of [0x10105, 0x20000, 9999]) {
    assertEquals(
      thrownCode(() => InternetQueryOption(scene.hConnect, option)),
      ERROR_INTERNET_INVALID_OPTION,
    );
    assertEquals(
      thrownCode(() => InternetSetOption(scene.hConnect, option, 1)),
      ERROR_INTERNET_INVALID_OPTION,
    );
  }
});

// ---- effects ----

Deno.test("QUERY_SEARCH uses the text after a question mark as words, only in URLs of type 7", async () => {
  await using scene = await openGopher({
    "/find?red": "ino\r\n.\r\n",
    "/find\tred": "iyes\r\n.\r\n",
    "/file?red": "file",
  });
  const { hInternet, server } = scene;
  const page = async (path: string) => {
    const hPage = await InternetOpenUrl(hInternet, server.url + path);
    return await new Response(readable(hPage)).text();
  };
  await page("/7/find?red");
  InternetSetOption(hInternet, options.GOPHER_OPTION_QUERY_SEARCH, true);
  await page("/7/find?red");
  await page("/9/file?red");
  assertEquals(server.requests, ["/find?red", "/find\tred", "/file?red"]);
});

Deno.test("INTERNET_OPTION_CODEPAGE is the code page of the display texts of a menu", async () => {
  await using scene = await openGopher({
    "": "0\x93\xfa\x96\x7b\t/x\ta.example\t70\r\n.\r\n",
  });
  const { hConnect } = scene;
  InternetSetOption(hConnect, INTERNET_OPTION_CODEPAGE, 932);
  const { findData } = await GopherFindFirstFile(hConnect);
  assertEquals(findData.DisplayString, "日本");
});

Deno.test("an option that is set on a file applies to its next read", async () => {
  await using scene = await openGopher({
    "/f": async (call) => {
      await call.write("one\r\n");
      await call.clientClosed();
    },
  });
  const item = scene.locator("0", "/f");
  const hFile = await GopherOpenFile(scene.hConnect, item);
  InternetSetOption(hFile, INTERNET_OPTION_RECEIVE_TIMEOUT, 20);
  const code = await rejectedCode(new Response(readable(hFile)).text());
  assertEquals(code, ERROR_INTERNET_TIMEOUT);
});
