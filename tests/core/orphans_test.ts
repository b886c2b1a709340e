// Copyright 2026 the wininet authors. MIT license.

/**
 * A promise that is not awaited does not end the process if it is rejected
 * because its handle was closed: the program closed the handle on purpose.
 * Promise.all leaves such promises if a later element of its list throws, as a
 * second call on a busy FTP connection does.
 */

import { assert, assertEquals } from "@std/assert";
import { ERROR_INTERNET_INCORRECT_PASSWORD } from "../../error.ts";
import {
  GENERIC_READ,
  GENERIC_WRITE,
  INTERNET_FLAG_PASSIVE,
  INTERNET_FLAG_RAW_DATA,
} from "../../flags.ts";
import {
  FtpCommand,
  FtpCreateDirectory,
  FtpDeleteFile,
  FtpFindFirstFile,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpOpenFile,
  FtpPutFile,
  FtpRemoveDirectory,
  FtpRenameFile,
  FtpSetCurrentDirectory,
} from "../../ftp.ts";
import {
  GopherFindFirstFile,
  GopherGetAttribute,
  GopherOpenFile,
  queryCaps,
  submitAsk,
} from "../../gopher.ts";
import {
  HttpEndRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import {
  InternetFindNextFile,
  InternetOpenUrl,
  InternetQueryDataAvailable,
  InternetReadFile,
  InternetReadFileEx,
  InternetSetFilePointer,
  InternetWriteFile,
} from "../../internet.ts";
import { entries } from "../../streams.ts";
import { InternetErrorDlg, setErrorHandler } from "../../system.ts";
import type { HINTERNET } from "../../structures.ts";
import { NEVER, openRequest, usualServer } from "../helpers/calls.ts";
import { connectFtp, folder } from "../helpers/ftp_calls.ts";
import { catchUnhandled } from "../helpers/global_events.ts";
import { connectGopher } from "../helpers/gopher_calls.ts";
import { turns } from "../helpers/turns.ts";
import { watch } from "../helpers/watch.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { GopherServer } from "../servers/gopher_server.ts";

/**
 * Starts a call that stays in progress; resolves when it is in progress, and
 * does not keep its promise.
 */
type Start = (hInternet: HINTERNET) => Promise<void> | void;

/** Closes the session during the call; asserts that there is no unhandled rejection. */
async function closeDuring(start: Start): Promise<void> {
  using unhandled = catchUnhandled();
  for (const asynchronous of [false, true]) {
    await using watched = watch({ asynchronous });
    await start(watched.hInternet);
    await turns(3);
    watched.hInternet[Symbol.dispose]();
    await turns(3);
  }
  await turns(3);
  assertEquals(unhandled.caught, []);
}

// ---- FTP ----

type FtpCall = (hConnect: HINTERNET, path: string) => Promise<unknown>;

const FTP: [name: string, verb: string, call: FtpCall][] = [
  ["FtpCreateDirectory", "MKD", (h) => FtpCreateDirectory(h, "d")],
  ["FtpRemoveDirectory", "RMD", (h) => FtpRemoveDirectory(h, "d")],
  ["FtpSetCurrentDirectory", "CWD", (h) => FtpSetCurrentDirectory(h, "d")],
  ["FtpGetCurrentDirectory", "PWD", (h) => FtpGetCurrentDirectory(h)],
  ["FtpDeleteFile", "DELE", (h) => FtpDeleteFile(h, "f")],
  ["FtpRenameFile", "RNFR", (h) => FtpRenameFile(h, "f", "g")],
  ["FtpFindFirstFile", "MLSD", (h) => FtpFindFirstFile(h)],
  ["FtpGetFile", "RETR", (h, path) => FtpGetFile(h, "f", path)],
  ["FtpPutFile", "STOR", (h, path) => FtpPutFile(h, path, "g")],
  ["FtpOpenFile to read", "RETR", (h) => FtpOpenFile(h, "f", GENERIC_READ)],
  ["FtpOpenFile to write", "STOR", (h) => FtpOpenFile(h, "g", GENERIC_WRITE)],
  ["FtpCommand", "NOOP", (h) => FtpCommand(h, false, 0, "NOOP")],
  ["FtpCommand with data", "NLST", (h) => FtpCommand(h, true, 0, "NLST")],
];

for (const [name, verb, call] of FTP) {
  Deno.test(`closing the session during ${name}() leaves no unhandled rejection`, async () => {
    using files = folder();
    const path = files.write("local", "text");
    let reached = Promise.withResolvers<void>();
    await using server = new FtpServer({
      files: { "/f": "text" },
      on: {
        async [verb](call) {
          reached.resolve();
          await call.until(NEVER);
        },
      },
    });
    await closeDuring(async (hInternet) => {
      reached = Promise.withResolvers();
      const hConnect = await connectFtp(hInternet, server);
      call(hConnect, path);
      await reached.promise;
    });
  });
}

Deno.test("closing the session after Promise.all() of two FtpGetFile() leaves no unhandled rejection", async () => {
  using files = folder();
  let reached = Promise.withResolvers<void>();
  await using server = new FtpServer({
    files: { "/f": "text" },
    on: {
      async RETR(call) {
        reached.resolve();
        await call.until(NEVER);
      },
    },
  });
  await closeDuring(async (hInternet) => {
    reached = Promise.withResolvers();
    const hConnect = await connectFtp(hInternet, server);
    let thrown: unknown;
    try {
      await Promise.all([
        FtpGetFile(hConnect, "f", files.path("a")),
        FtpGetFile(hConnect, "f", files.path("b")),
      ]);
    } catch (error) {
      thrown = error;
    }
    assert(thrown instanceof Error);
    await reached.promise;
  });
});

const STUCK: [name: string, call: (hFile: HINTERNET) => Promise<unknown>][] = [
  ["InternetReadFile", (h) => InternetReadFile(h, new Uint8Array(9))],
  ["InternetReadFileEx", (h) => InternetReadFileEx(h, new Uint8Array(9))],
  ["InternetQueryDataAvailable", (h) => InternetQueryDataAvailable(h)],
];

for (const [name, call] of STUCK) {
  Deno.test(`closing the session during ${name}() leaves no unhandled rejection, FTP`, async () => {
    await using server = new FtpServer({
      on: {
        async RETR(call) {
          await call.reply("150 Opening");
          await call.data();
          await call.until(NEVER);
        },
      },
    });
    await closeDuring(async (hInternet) => {
      const hConnect = await connectFtp(hInternet, server);
      call(await FtpOpenFile(hConnect, "f", GENERIC_READ));
    });
  });

  Deno.test(`closing the session during ${name}() leaves no unhandled rejection, HTTP`, async () => {
    await using server = usualServer();
    await closeDuring(async (hInternet) => {
      const hRequest = await openRequest(hInternet, server, { path: "/stuck" });
      await HttpSendRequest(hRequest);
      await InternetReadFile(hRequest, new Uint8Array(5));
      call(hRequest);
    });
  });

  Deno.test(`closing the session during ${name}() leaves no unhandled rejection, Gopher`, async () => {
    await using server = new GopherServer({
      f: async (call) => {
        await call.write("some");
        await call.until(NEVER);
      },
    });
    await closeDuring(async (hInternet) => {
      const hConnect = await connectGopher(hInternet, server);
      const hFile = await GopherOpenFile(hConnect, server.item("9", "", "f"));
      await InternetReadFile(hFile, new Uint8Array(4));
      call(hFile);
    });
  });
}

Deno.test("closing the session during InternetFindNextFile() and entries() leaves no unhandled rejection", async () => {
  await using server = new FtpServer({
    on: {
      async MLSD(call) {
        await call.reply("150 Opening");
        const data = await call.data();
        await data.write("type=file;size=1; a\r\n");
        await call.until(NEVER);
      },
    },
  });
  await closeDuring(async (hInternet) => {
    const hConnect = await connectFtp(hInternet, server);
    const { hFind } = await FtpFindFirstFile(hConnect);
    InternetFindNextFile(hFind);
    entries(hFind).next();
  });
});

Deno.test("closing the session during InternetSetFilePointer() leaves no unhandled rejection", async () => {
  await using server = new FtpServer({
    on: {
      async RETR(call) {
        await call.reply("150 Opening");
        await call.data();
        await call.until(NEVER);
      },
      ABOR: (call) => call.until(NEVER),
    },
  });
  await closeDuring(async (hInternet) => {
    const hConnect = await connectFtp(hInternet, server);
    const hFile = await FtpOpenFile(hConnect, "f", GENERIC_READ);
    InternetSetFilePointer(hFile, 3);
  });
});

// ---- HTTP ----

const HTTP: [name: string, call: (hRequest: HINTERNET) => Promise<void>][] = [
  ["HttpSendRequest", async (h) => {
    HttpSendRequest(h);
    await turns(3);
  }],
  ["HttpEndRequest", async (h) => {
    await HttpSendRequestEx(h, { dwBufferTotal: 0 });
    HttpEndRequest(h);
  }],
  ["InternetWriteFile", async (h) => {
    await HttpSendRequestEx(h, { dwBufferTotal: 2 ** 30 });
    InternetWriteFile(h, new Uint8Array(2 ** 26));
  }],
];

for (const [name, call] of HTTP) {
  Deno.test(`closing the session during ${name}() leaves no unhandled rejection`, async () => {
    await using server = usualServer();
    await closeDuring(async (hInternet) => {
      await call(
        await openRequest(hInternet, server, { verb: "POST", path: "/wait" }),
      );
    });
  });
}

Deno.test("closing the session during HttpSendRequestEx() leaves no unhandled rejection", async () => {
  await using server = usualServer();
  await closeDuring(async (hInternet) => {
    const hRequest = await openRequest(hInternet, server, { path: "/wait" });
    HttpSendRequestEx(hRequest);
  });
});

Deno.test("closing the session during InternetOpenUrl() leaves no unhandled rejection", async () => {
  await using http = usualServer();
  await using ftp = new FtpServer({ greeting: "" });
  await using gopher = new GopherServer({ "": (call) => call.until(NEVER) });
  const urls = [
    `${http.url}/wait`,
    `ftp://${ftp.host}:${ftp.port}/f`,
    `${gopher.url}/`,
  ];
  for (const url of urls) {
    for (const flags of [0, INTERNET_FLAG_PASSIVE | INTERNET_FLAG_RAW_DATA]) {
      await closeDuring((hInternet) => {
        InternetOpenUrl(hInternet, url, null, flags);
      });
    }
  }
});

Deno.test("closing the session during InternetErrorDlg() leaves no unhandled rejection", async () => {
  await using server = usualServer();
  setErrorHandler(() => NEVER);
  try {
    await closeDuring(async (hInternet) => {
      const hRequest = await openRequest(hInternet, server);
      InternetErrorDlg(null, hRequest, ERROR_INTERNET_INCORRECT_PASSWORD);
    });
  } finally {
    setErrorHandler(null);
  }
});

// ---- Gopher ----

type GopherCall = (hConnect: HINTERNET, locator: string) => Promise<unknown>;

const GOPHER: [name: string, call: GopherCall][] = [
  ["GopherFindFirstFile", (h, locator) => GopherFindFirstFile(h, locator)],
  ["GopherOpenFile", (h, locator) => GopherOpenFile(h, locator)],
  ["GopherGetAttribute", (h, locator) => GopherGetAttribute(h, locator)],
  ["queryCaps", (h) => queryCaps(h)],
  ["submitAsk", (h, locator) => submitAsk(h, locator, [], [])],
];

for (const [name, call] of GOPHER) {
  Deno.test(`closing the session during ${name}() leaves no unhandled rejection`, async () => {
    await using server = new GopherServer({ "*": (call) => call.until(NEVER) });
    await closeDuring(async (hInternet) => {
      const hConnect = await connectGopher(hInternet, server);
      const type = name === "GopherFindFirstFile" ? "1" : "0";
      call(
        hConnect,
        server.item(type, "", "f", /Attr|Ask/.test(name) ? "?" : undefined),
      );
    });
  });
}
