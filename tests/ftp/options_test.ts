// Copyright 2026 the wininet authors. MIT license.

/** The FTP_OPTION_* options: their values, inheritance between handles, and invalid values. */

import { assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_INVALID_OPTION,
  ERROR_INTERNET_OPTION_NOT_SETTABLE,
  ERROR_INVALID_PARAMETER,
} from "../../error.ts";
import * as options from "../../ftp_options.ts";
import { FtpFindFirstFile } from "../../ftp.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import { INTERNET_OPTION_CODEPAGE } from "../../options.ts";
import { thrownCode } from "../helpers/calls.ts";
import { connectFtp, openFtp, openToRead } from "../helpers/ftp_calls.ts";

const NOT_BOOLEANS = [0, 1, "true", null, undefined, {}];

/** The options that can be set: the default, other valid values, and invalid values. */
const OPTIONS: [
  name: string,
  option: number,
  initial: unknown,
  right: unknown[],
  wrong: unknown[],
][] = [
  [
    "EXTENDED_MODES",
    options.FTP_OPTION_EXTENDED_MODES,
    true,
    [false, true],
    NOT_BOOLEANS,
  ],
  [
    "ACTIVE_PORTS",
    options.FTP_OPTION_ACTIVE_PORTS,
    null,
    [{ first: 1, last: 1 }, { first: 50_000, last: 65_535 }, null],
    [
      { first: 0, last: 1 },
      { first: 2, last: 1 },
      { first: 1, last: 65_536 },
      { first: 1.5, last: 2 },
      { first: 1 },
      {},
      [],
      1,
      "1-2",
      undefined,
      true,
    ],
  ],
  [
    "ACTIVE_ADDRESS",
    options.FTP_OPTION_ACTIVE_ADDRESS,
    null,
    ["192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", null],
    [
      "",
      "a.test",
      "192.0.2.1\r\n",
      5,
      undefined,
      true,
      "1,2,3,4",
      "999.1.1.1",
      "1.2.3",
      "1234567",
      "abc",
      ":::",
    ],
  ],
  [
    "FOREIGN_DATA_HOST",
    options.FTP_OPTION_FOREIGN_DATA_HOST,
    false,
    [true, false],
    NOT_BOOLEANS,
  ],
  [
    "KEEP_ALIVE",
    options.FTP_OPTION_KEEP_ALIVE,
    0,
    [1, 30_000, 0xffffffff, 0],
    [-1, 1.5, 2 ** 32, NaN, "1", null, undefined, true],
  ],
  [
    "RESUME",
    options.FTP_OPTION_RESUME,
    options.FTP_RESUME_NEVER,
    [
      options.FTP_RESUME_OR_RESTART,
      options.FTP_RESUME_OR_FAIL,
      options.FTP_RESUME_NEVER,
    ],
    [3, -1, 0.5, NaN, "1", null, undefined, true],
  ],
  ["VERIFY", options.FTP_OPTION_VERIFY, false, [true, false], NOT_BOOLEANS],
  [
    "KEEP_TIMES",
    options.FTP_OPTION_KEEP_TIMES,
    false,
    [true, false],
    NOT_BOOLEANS,
  ],
  [
    "ACCOUNT",
    options.FTP_OPTION_ACCOUNT,
    "",
    ["acme", "two words", ""],
    ["a\r\nDELE b", "a\n", "a\0", 5, null, undefined, true],
  ],
  [
    "LOGIN_COMMAND",
    options.FTP_OPTION_LOGIN_COMMAND,
    "",
    ["NOOP", "SITE UMASK 027", ""],
    ["a\r\nDELE b", "a\n", "a\0", 5, null, undefined, true],
  ],
  [
    "DIRECT_UPLOAD",
    options.FTP_OPTION_DIRECT_UPLOAD,
    false,
    [true, false],
    NOT_BOOLEANS,
  ],
  [
    "IMPLICIT",
    options.FTP_OPTION_IMPLICIT,
    false,
    [false, true],
    NOT_BOOLEANS,
  ],
  ["ANY_PORT", options.FTP_OPTION_ANY_PORT, false, [true, false], NOT_BOOLEANS],
  [
    "RECONNECT",
    options.FTP_OPTION_RECONNECT,
    true,
    [false, true],
    NOT_BOOLEANS,
  ],
  ["QUEUE", options.FTP_OPTION_QUEUE, false, [true, false], NOT_BOOLEANS],
  [
    "MACHINE_LISTINGS",
    options.FTP_OPTION_MACHINE_LISTINGS,
    true,
    [false, true],
    NOT_BOOLEANS,
  ],
  ["HIDDEN", options.FTP_OPTION_HIDDEN, false, [true, false], NOT_BOOLEANS],
];

for (const [name, option, initial, right, wrong] of OPTIONS) {
  Deno.test(`FTP_OPTION_${name} is ${JSON.stringify(initial)} at first and then the value that was set, on every level`, async () => {
    await using scene = await openFtp({ files: { "/f": "text" } });
    const hFile = await openToRead(scene.hConnect, "f");
    try {
      for (const h of [null, scene.hInternet, scene.hConnect, hFile]) {
        assertEquals(InternetQueryOption(h, option), initial);
        for (const value of right) {
          assertEquals(InternetSetOption(h, option, value), true);
          assertEquals(InternetQueryOption(h, option), value);
        }
      }
    } finally {
      InternetSetOption(null, option, initial);
    }
  });

  Deno.test(`FTP_OPTION_${name} refuses wrong values and does not change`, async () => {
    await using scene = await openFtp();
    for (const h of [null, scene.hInternet, scene.hConnect]) {
      for (const value of wrong) {
        assertEquals(
          thrownCode(() => InternetSetOption(h, option, value)),
          ERROR_INVALID_PARAMETER,
          JSON.stringify(value),
        );
      }
      assertEquals(InternetQueryOption(h, option), initial);
    }
  });

  Deno.test(`FTP_OPTION_${name} is inherited only by handles created later`, async () => {
    await using scene = await openFtp();
    const { hInternet, hConnect, server } = scene;
    const value = right[0];
    InternetSetOption(hInternet, option, value);
    const after = await connectFtp(hInternet, server);
    assertEquals(InternetQueryOption(after, option), value);
    assertEquals(InternetQueryOption(hConnect, option), initial);
    InternetSetOption(after, option, initial);
    assertEquals(InternetQueryOption(hInternet, option), value);
  });

  Deno.test(`FTP_OPTION_${name} of the process is the initial value of new sessions`, () => {
    const value = right[0];
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

Deno.test("FTP_OPTION_FEATURES is empty before it is needed, and then the reply to FEAT", async () => {
  await using scene = await openFtp({
    features: ["MLST type*;size*;", "utf8", "REST STREAM", "SIZE"],
  });
  const { hConnect } = scene;
  const option = options.FTP_OPTION_FEATURES;
  assertEquals(InternetQueryOption(hConnect, option), []);
  await FtpFindFirstFile(hConnect).catch(() => {});
  assertEquals(InternetQueryOption(hConnect, option), [
    "MLST type*;size*;",
    "UTF8",
    "REST STREAM",
    "SIZE",
  ]);
});

Deno.test("FTP_OPTION_FEATURES cannot be set", async () => {
  await using scene = await openFtp();
  assertEquals(
    thrownCode(() =>
      InternetSetOption(
        scene.hConnect,
        options.FTP_OPTION_FEATURES,
        [] as never,
      )
    ),
    ERROR_INTERNET_OPTION_NOT_SETTABLE,
  );
});

Deno.test("FTP_OPTION_FEATURES is an error for a session, the process, and an HTTP connection", async () => {
  using hInternet = InternetOpen("agent");
  const hHttp = await InternetConnect(hInternet, "127.0.0.1");
  for (const handle of [null, hInternet, hHttp]) {
    assertEquals(
      thrownCode(() =>
        InternetQueryOption(handle, options.FTP_OPTION_FEATURES)
      ),
      ERROR_INTERNET_INVALID_OPTION,
    );
  }
});

Deno.test("INTERNET_OPTION_CODEPAGE of a connection refuses unknown code pages", async () => {
  await using scene = await openFtp();
  for (const value of [0, 1, 1200, 12_345, -1, "932", null]) {
    assertEquals(
      thrownCode(() =>
        InternetSetOption(
          scene.hConnect,
          INTERNET_OPTION_CODEPAGE,
          value as never,
        )
      ),
      ERROR_INVALID_PARAMETER,
      String(value),
    );
  }
  assertEquals(
    InternetQueryOption(scene.hConnect, INTERNET_OPTION_CODEPAGE),
    65_001,
  );
});
