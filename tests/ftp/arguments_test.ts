// Copyright 2026 the wininet authors. MIT license.

/**
 * The checks of the FTP functions before anything is sent, and their order.
 * FtpGetFile and FtpPutFile check their strings first, all others the handle,
 * as on Windows.
 */

import { assertEquals, assertThrows } from "@std/assert";
import {
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_PARAMETER,
  GetLastError,
  InternetError,
} from "../../error.ts";
import {
  GENERIC_READ,
  GENERIC_WRITE,
  INTERNET_SERVICE_HTTP,
} from "../../flags.ts";
import {
  FtpCommand,
  FtpCreateDirectory,
  FtpDeleteFile,
  FtpFindFirstFile,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpGetFileSize,
  FtpOpenFile,
  FtpPutFile,
  FtpRemoveDirectory,
  FtpRenameFile,
  FtpSetCurrentDirectory,
  parseListing,
} from "../../ftp.ts";
import {
  InternetConnect,
  InternetFindNextFile,
  InternetGetLastResponseInfo,
  InternetQueryDataAvailable,
  InternetReadFile,
  InternetSetFilePointer,
  InternetWriteFile,
} from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { thrownCode } from "../helpers/calls.ts";
import { connectFtp, openFtp } from "../helpers/ftp_calls.ts";

type Call = (handle: HINTERNET, text: string) => unknown;

/** The functions with a name, one entry for each of their names. */
const NAMES: [name: string, call: Call][] = [
  ["FtpCreateDirectory", FtpCreateDirectory],
  ["FtpRemoveDirectory", FtpRemoveDirectory],
  ["FtpSetCurrentDirectory", FtpSetCurrentDirectory],
  ["FtpDeleteFile", FtpDeleteFile],
  ["FtpRenameFile, the old name", (h, text) => FtpRenameFile(h, text, "x")],
  ["FtpRenameFile, the new name", (h, text) => FtpRenameFile(h, "x", text)],
  ["FtpOpenFile", (h, text) => FtpOpenFile(h, text, GENERIC_READ)],
  ["FtpCommand", (h, text) => FtpCommand(h, false, 0, text)],
  ["FtpCommand with data", (h, text) => FtpCommand(h, true, 0, text)],
];

/** The functions that check their strings before the handle. */
const COPIES: [name: string, call: Call][] = [
  ["FtpGetFile, the remote file", (h, text) => FtpGetFile(h, text, "x")],
  ["FtpGetFile, the local file", (h, text) => FtpGetFile(h, "x", text)],
  ["FtpPutFile, the local file", (h, text) => FtpPutFile(h, text, "x")],
  ["FtpPutFile, the remote file", (h, text) => FtpPutFile(h, "x", text)],
];

const WITHOUT_NAME: [name: string, call: Call][] = [
  ["FtpGetCurrentDirectory", FtpGetCurrentDirectory],
  ["FtpFindFirstFile", (h) => FtpFindFirstFile(h)],
];

const CALLS = [...NAMES, ...COPIES, ...WITHOUT_NAME];

const NO_TEXTS: [name: string, text: unknown][] = [
  ["null", null],
  ["undefined", undefined],
  ["a number", 5],
  ["an empty text", ""],
  ["a CR", "a\rDELE b"],
  ["an LF", "a\nDELE b"],
  ["a NUL", "a\0b"],
  ["half a character", "a\ud800"],
  ["more than a line may have", "a".repeat(32_769)],
];

for (const [name, call] of CALLS) {
  Deno.test(`${name} refuses a value that is not a handle`, () => {
    for (const handle of [null, undefined, 0, {}]) {
      assertEquals(
        thrownCode(() => call(handle as unknown as HINTERNET, "x")),
        ERROR_INVALID_HANDLE,
      );
      assertEquals(GetLastError(), ERROR_INVALID_HANDLE);
    }
  });

  Deno.test(`${name} refuses an HTTP handle, a session and a closed handle`, async () => {
    await using scene = await openFtp();
    const { hInternet, hConnect } = scene;
    const hHttp = await InternetConnect(
      hInternet,
      "127.0.0.1",
      1,
      null,
      null,
      INTERNET_SERVICE_HTTP,
    );
    const closed = await connectFtp(hInternet, scene.server);
    closed[Symbol.dispose]();
    assertEquals(
      [hHttp, hInternet, closed].map((h) => thrownCode(() => call(h, "x"))),
      [
        ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
        ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
        ERROR_INVALID_HANDLE,
      ],
    );
    await closed[Symbol.asyncDispose]();
    assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
  });
}

for (const [name, call] of [...NAMES, ...COPIES]) {
  Deno.test(`${name} refuses values that are not strings, and sends nothing`, async () => {
    await using scene = await openFtp({}, { dwContext: 1 });
    const before = scene.watched.log.length;
    for (const [what, text] of NO_TEXTS) {
      assertEquals(
        thrownCode(() => call(scene.hConnect, text as string)),
        ERROR_INVALID_PARAMETER,
        what,
      );
    }
    assertEquals(scene.watched.log.length, before);
    assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
    assertEquals(scene.sent(), ["PWD"]);
  });
}

for (const [name, call] of NAMES) {
  Deno.test(`${name} checks the handle before the text`, async () => {
    await using scene = await openFtp();
    for (const text of [null, ""]) {
      const wrong = text as string;
      assertEquals(
        [
          thrownCode(() => call(null as unknown as HINTERNET, wrong)),
          thrownCode(() => call(scene.hInternet, wrong)),
        ],
        [ERROR_INVALID_HANDLE, ERROR_INTERNET_INCORRECT_HANDLE_TYPE],
      );
    }
  });
}

for (const [name, call] of COPIES) {
  Deno.test(`${name} checks the text before the handle`, async () => {
    await using scene = await openFtp();
    for (const handle of [null, scene.hInternet]) {
      assertEquals(
        thrownCode(() => call(handle as unknown as HINTERNET, "")),
        ERROR_INVALID_PARAMETER,
      );
    }
  });
}

const FLAGGED: [
  name: string,
  call: (h: HINTERNET, flags: number) => unknown,
][] = [
  ["FtpGetFile", (h, flags) => FtpGetFile(h, "a", "/no/b", false, 0, flags)],
  ["FtpPutFile", (h, flags) => FtpPutFile(h, "/no/a", "b", flags)],
  ["FtpOpenFile", (h, flags) => FtpOpenFile(h, "a", GENERIC_READ, flags)],
  ["FtpCommand", (h, flags) => FtpCommand(h, false, flags, "NOOP")],
  ["FtpCommand with data", (h, flags) => FtpCommand(h, true, flags, "LIST")],
];

for (const [name, call] of FLAGGED) {
  Deno.test(`${name} refuses transfer types that do not exist`, async () => {
    await using scene = await openFtp();
    for (const flags of [3, 4, 5, 6, 7, 0xffffffff, -1, 1.5, NaN]) {
      assertEquals(
        thrownCode(() => call(scene.hConnect, flags)),
        ERROR_INVALID_PARAMETER,
        String(flags),
      );
    }
    assertEquals(scene.sent(), []);
  });

  Deno.test(`${name} checks the handle before the flags`, async () => {
    await using scene = await openFtp();
    assertEquals(
      [
        thrownCode(() => call(null as unknown as HINTERNET, 5)),
        thrownCode(() => call(scene.hInternet, 5)),
      ],
      [ERROR_INVALID_HANDLE, ERROR_INTERNET_INCORRECT_HANDLE_TYPE],
    );
  });
}

for (const access of [0, GENERIC_READ | GENERIC_WRITE, 0xc0000000, 1, -1]) {
  Deno.test(`FtpOpenFile() refuses the access ${access}`, async () => {
    await using scene = await openFtp();
    assertEquals(
      thrownCode(() => FtpOpenFile(scene.hConnect, "a", access)),
      ERROR_INVALID_PARAMETER,
    );
    assertEquals(scene.sent(), []);
  });
}

Deno.test("FtpOpenFile() accepts a signed GENERIC_READ, the result of |", async () => {
  await using scene = await openFtp({ files: { "/a": "text" } });
  const hFile = await FtpOpenFile(scene.hConnect, "a", GENERIC_READ | 0);
  assertEquals(await FtpGetFileSize(hFile), 4);
});

const PATTERNS = NO_TEXTS.filter(([name]) =>
  !["null", "undefined", "an empty text"].includes(name)
);

Deno.test("FtpFindFirstFile() refuses patterns that are not strings, and sends nothing", async () => {
  await using scene = await openFtp();
  for (const [what, text] of PATTERNS) {
    assertEquals(
      thrownCode(() => FtpFindFirstFile(scene.hConnect, text as string)),
      ERROR_INVALID_PARAMETER,
      what,
    );
  }
  assertEquals(
    thrownCode(() => FtpFindFirstFile(scene.hConnect, null, 1.5)),
    ERROR_INVALID_PARAMETER,
  );
  assertEquals(scene.sent(), []);
});

/**
 * Returns the error for a handle of the wrong type. InternetWriteFile is an
 * exception, as on Windows.
 */
function wrongType(name: string): number {
  return name === "InternetWriteFile"
    ? ERROR_INVALID_HANDLE
    : ERROR_INTERNET_INCORRECT_HANDLE_TYPE;
}

const ON_CONNECTION: [name: string, call: (h: HINTERNET) => unknown][] = [
  ["InternetReadFile", (h) => InternetReadFile(h, new Uint8Array(1))],
  ["InternetWriteFile", (h) => InternetWriteFile(h, "x")],
  ["InternetQueryDataAvailable", (h) => InternetQueryDataAvailable(h)],
  ["InternetSetFilePointer", (h) => InternetSetFilePointer(h, 0)],
  ["InternetFindNextFile", (h) => InternetFindNextFile(h)],
  ["FtpGetFileSize", (h) => FtpGetFileSize(h)],
];

for (const [name, call] of ON_CONNECTION) {
  Deno.test(`${name}() refuses a connection, a session or nothing`, async () => {
    await using scene = await openFtp();
    assertEquals(
      [scene.hConnect, scene.hInternet, null as unknown as HINTERNET].map(
        (handle) => thrownCode(() => call(handle)),
      ),
      [wrongType(name), wrongType(name), ERROR_INVALID_HANDLE],
    );
  });
}

/** The type of a handle, and a function that needs another type. */
const WRONG_KIND: [
  kind: string,
  open: (h: HINTERNET) => Promise<HINTERNET>,
  wrong: string[],
][] = [
  [
    "a file that is read",
    (h) => FtpOpenFile(h, "a", GENERIC_READ),
    ["InternetWriteFile", "InternetFindNextFile"],
  ],
  [
    "a file that is written",
    (h) => FtpOpenFile(h, "b", GENERIC_WRITE),
    [
      "InternetReadFile",
      "InternetQueryDataAvailable",
      "InternetFindNextFile",
    ],
  ],
  [
    "an enumeration",
    (h) => FtpFindFirstFile(h).then(({ hFind }) => hFind),
    [
      "InternetReadFile",
      "InternetWriteFile",
      "InternetQueryDataAvailable",
      "InternetSetFilePointer",
      "FtpGetFileSize",
    ],
  ],
];

for (const [kind, open, wrong] of WRONG_KIND) {
  for (const name of wrong) {
    Deno.test(`${name}() refuses ${kind}`, async () => {
      await using scene = await openFtp({ files: { "/a": "text" } });
      const handle = await open(scene.hConnect);
      const [, call] = ON_CONNECTION.find(([other]) => other === name)!;
      assertEquals(
        thrownCode(() => call(handle)),
        wrongType(name),
      );
      await handle[Symbol.asyncDispose]();
    });
  }
}

Deno.test("InternetGetLastResponseInfo() refuses a closed handle and a value that is not a handle", async () => {
  await using scene = await openFtp();
  scene.hConnect[Symbol.dispose]();
  for (const handle of [null as unknown as HINTERNET, scene.hConnect]) {
    assertEquals(
      thrownCode(() => InternetGetLastResponseInfo(handle)),
      ERROR_INVALID_HANDLE,
    );
  }
});

Deno.test("FtpDeleteFile() that cannot start throws and does not reject", async () => {
  await using scene = await openFtp();
  const error = assertThrows(
    () => void FtpDeleteFile(scene.hConnect, "a\r\nDELE b"),
    InternetError,
  );
  assertEquals(error.responseText, undefined);
});

for (
  const [name, call] of [
    ["a number", () => parseListing(5 as unknown as string)],
    ["an invalid now", () => parseListing("", 5 as unknown as Date)],
  ] as const
) {
  Deno.test(`parseListing() refuses ${name}`, () => {
    assertEquals(thrownCode(call), ERROR_INVALID_PARAMETER);
  });
}
