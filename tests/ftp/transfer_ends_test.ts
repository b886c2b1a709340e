// Copyright 2026 the wininet authors. MIT license.

/**
 * Irregular ends of transfers: complete data is kept, and incomplete data is
 * never reported as complete.
 *
 * @module
 */

import {
  assertEquals,
  assertLess,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_OPERATION_CANCELLED,
  InternetError,
} from "../../error.ts";
import { INTERNET_FLAG_SECURE } from "../../flags.ts";
import {
  FtpFindFirstFile,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpPutFile,
} from "../../ftp.ts";
import {
  FTP_OPTION_KEEP_ALIVE,
  FTP_OPTION_UNCERTAIN_END,
} from "../../ftp_options.ts";
import {
  InternetFindNextFile,
  InternetReadFile,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_DATA_RECEIVE_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
} from "../../options.ts";
import { rejectedCode } from "../helpers/calls.ts";
import {
  connectFtp,
  folder,
  MODES,
  openFtp,
  openToRead,
  pattern,
  readAll,
} from "../helpers/ftp_calls.ts";
import {
  type FtpCall,
  type FtpData,
  type FtpScript,
  FtpServer,
} from "../servers/ftp_server.ts";
import { turns } from "../helpers/turns.ts";
import { watch } from "../helpers/watch.ts";

const BYTES = pattern(100_000);

/** The behaviour of the server after the last byte. */
const LOSSES: Readonly<
  Record<string, (call: FtpCall, data: FtpData) => Promise<void>>
> = {
  async "says nothing any more"(call, data) {
    await data.end();
    await call.until(new Promise(() => {}));
  },
  async "resets the control connection"(call, data) {
    await data.end();
    await call.reset();
  },
  async "closes the control connection"(call, data) {
    await data.end();
    await call.close();
  },
  async "closes the control connection before the data connection"(call, data) {
    await call.close();
    await data.end();
  },
};

function sending(
  opening: string,
  end: (call: FtpCall, data: FtpData) => Promise<void>,
): FtpScript {
  return async (call) => {
    await call.reply(opening);
    const data = await call.data();
    await data.write(BYTES);
    await end(call, data);
  };
}

for (const [mode, passive] of MODES) {
  for (const [name, end] of Object.entries(LOSSES)) {
    Deno.test(`FtpGetFile() keeps a complete file of the size in 150 if the server ${name}, ${mode}`, async () => {
      using files = folder();
      const options = { passive, dwContext: 1 };
      await using scene = await openFtp({
        on: { RETR: sending(`150 Here (${BYTES.length} bytes)`, end) },
      }, options);
      const { hConnect, watched } = scene;
      InternetSetOption(hConnect, INTERNET_OPTION_RECEIVE_TIMEOUT, 300);
      await FtpGetFile(hConnect, "a", files.path("a"), false, 0, 0, 1);
      assertEquals(files.names(), ["a"]);
      assertEquals(files.read("a"), BYTES);
      const code = await rejectedCode(FtpGetCurrentDirectory(hConnect));
      assertEquals(code, ERROR_FTP_DROPPED);
      await watched.until("CONNECTION_CLOSED", 1);
    });

    Deno.test(`FtpGetFile() keeps the part, and names it, if the size is not known and the server ${name}, ${mode}`, async () => {
      using files = folder();
      await using scene = await openFtp(
        { on: { RETR: sending("150 Here", end) } },
        { passive },
      );
      const { hConnect } = scene;
      InternetSetOption(hConnect, INTERNET_OPTION_RECEIVE_TIMEOUT, 300);
      const error = await assertRejects(
        () => FtpGetFile(hConnect, "a", files.path("a")),
        InternetError,
      );
      const [part = ""] = files.names();
      assertEquals(files.names().length, 1);
      assertStringIncludes(error.message, files.path(part));
      assertEquals(files.read(part), BYTES);
    });
  }
}

/** The number of bytes in 150 and in the reply to SIZE; fewer bytes are sent. */
const SHORT: readonly [opening: string, size: string, content: string][] = [
  ["150 Here (20000 bytes)", "213 20000", "x".repeat(1000)],
  ["150 Here (20000 bytes)", "500 What?", "x".repeat(1000)],
  ["150 Here", "213 200000", "x".repeat(100_000)],
];
for (const [opening, size, content] of SHORT) {
  Deno.test(`FtpGetFile() fails if 226 arrives after ${content.length} bytes, with ${opening} and SIZE ${size}`, async () => {
    using files = folder();
    await using scene = await openFtp({
      on: {
        async RETR(call) {
          await call.reply(opening);
          const data = await call.data();
          await data.write(content);
          await data.end();
          await call.reply("226 Done");
        },
        SIZE: (call) => call.reply(size),
      },
    });
    const error = await assertRejects(
      () => FtpGetFile(scene.hConnect, "a", files.path("a")),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_CONNECTION_ABORTED);
    assertStringIncludes(error.message, `only ${content.length} of`);
    assertEquals(files.names(), []);
    assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
  });
}

Deno.test("FtpGetFile() uses MLST to compare if the server has no SIZE", async () => {
  using files = folder();
  await using scene = await openFtp({
    on: {
      async RETR(call) {
        await call.reply("150 Here");
        const data = await call.data();
        await data.write(BYTES);
        await data.end();
        await call.reply("226 Done");
      },
      SIZE: (call) => call.reply("502 What?"),
      MLST: (call) => call.reply("250-Facts\r\n size=200000; /a\r\n250 End"),
    },
  });
  const error = await assertRejects(
    () => FtpGetFile(scene.hConnect, "a", files.path("a")),
    InternetError,
  );
  assertStringIncludes(error.message, "only 100000 of 200000");
  assertEquals(files.names(), []);
  assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
});

const LINE = "-rw-r--r-- 1 u g 5 Jan  1 2020 name\r\n";

Deno.test("FtpFindFirstFile() fails if the data connection of the listing is reset, in spite of 226", async () => {
  await using scene = await openFtp({
    features: [],
    on: {
      async LIST(call) {
        await call.reply("150 Here");
        const data = await call.data();
        await data.reset();
        await call.reply("226 Done");
      },
    },
  });
  const code = await rejectedCode(FtpFindFirstFile(scene.hConnect, null));
  assertEquals(code, ERROR_INTERNET_CONNECTION_RESET);
});

// ---- close_notify ----

/**
 * Tests both TLS implementations: with a server that requires resumed sessions,
 * node:tls is used.
 */
for (
  const [library, requireReuse] of [["node:tls", true], [
    "rustls",
    false,
  ]] as const
) {
  const options = { flags: INTERNET_FLAG_SECURE };
  const cut = (content: string): FtpScript => async (call) => {
    await call.reply("150 Here");
    const data = await call.data();
    await data.write(content);
    await data.fin();
    await call.reply("226 Done");
  };
  const server = {
    requireReuse,
    features: [],
    files: { "/b": "b" },
    greeting: requireReuse ? "220 Ready" : "220 Pure-FTPd",
    on: { LIST: cut(LINE), SIZE: (call: FtpCall) => call.reply("500 What?") },
  };

  Deno.test(`FTPS data without close_notify is an error, unless FTP_OPTION_UNCERTAIN_END allows it (${library})`, async () => {
    await using scene = await openFtp(
      { ...server, on: { ...server.on, RETR: cut("content") } },
      options,
    );
    const { hConnect } = scene;
    const calls = [
      async () => {
        await using hFind = (await FtpFindFirstFile(hConnect, null)).hFind;
        await InternetFindNextFile(hFind);
      },
      async () => {
        await using hFile = await openToRead(hConnect, "a");
        return await readAll(hFile);
      },
    ];
    for (const call of calls) {
      const error = await assertRejects(call, InternetError);
      assertEquals(error.code, ERROR_INTERNET_CONNECTION_ABORTED);
      assertStringIncludes(error.message, "FTP_OPTION_UNCERTAIN_END");
    }
    InternetSetOption(hConnect, FTP_OPTION_UNCERTAIN_END, true);
    assertEquals(await calls[1]!(), "content");
    await calls[0]!();
  });
}

Deno.test("FTPS data without close_notify is complete if the greeting names a server that never sends it", async () => {
  await using scene = await openFtp({
    greeting: "220 Microsoft FTP Service",
    on: {
      async RETR(call) {
        await call.reply("125 Here");
        const data = await call.data();
        await data.write("content");
        await data.fin();
        await call.reply("226 Done");
      },
      SIZE: (call) => call.reply("500 What?"),
    },
  }, { flags: INTERNET_FLAG_SECURE });
  await using hFile = await openToRead(scene.hConnect, "a");
  assertEquals(await readAll(hFile), "content");
});

// ---- a refusal instead of a data connection ----

for (
  const [reply, code] of [
    ["421 Too many transfers", ERROR_FTP_DROPPED],
    ["425 Cannot connect", ERROR_INTERNET_EXTENDED_ERROR],
  ] as const
) {
  for (
    const verb of [
      "FtpOpenFile",
      "FtpGetFile",
      "FtpPutFile",
      "FtpFindFirstFile",
    ]
  ) {
    Deno.test(`${verb}() in active mode ends soon if ${reply} arrives instead of the data connection`, async () => {
      using files = folder();
      const refuse: FtpScript = async (call) => {
        call.session.dropTarget();
        await call.reply("150 Here");
        await call.reply(reply);
        if (reply.startsWith("421")) await call.close();
      };
      await using scene = await openFtp({
        files: { "/a": "content" },
        features: [],
        on: { RETR: refuse, STOR: refuse, LIST: refuse },
      }, { passive: false });
      const { hConnect } = scene;
      const start = performance.now();
      const failed = await rejectedCode(
        verb === "FtpOpenFile"
          ? openToRead(hConnect, "a")
          : verb === "FtpGetFile"
          ? FtpGetFile(hConnect, "a", files.path("a"))
          : verb === "FtpPutFile"
          ? FtpPutFile(hConnect, files.write("a", "text"), "b")
          : FtpFindFirstFile(hConnect, null),
      );
      assertEquals(failed, code);
      assertLess(performance.now() - start, 5_000);
    });
  }
}

for (const opening of ["150 Here", `150 Here (${BYTES.length} bytes)`]) {
  Deno.test(`FtpGetFile() leaves no file if it is cancelled after all data has arrived, ${opening}`, async () => {
    using files = folder();
    const ended = Promise.withResolvers<void>();
    await using scene = await openFtp({
      on: {
        RETR: sending(opening, async (call, data) => {
          await data.end();
          ended.resolve();
          await call.until(new Promise(() => {}));
        }),
      },
    });
    const { hConnect } = scene;
    const call = rejectedCode(FtpGetFile(hConnect, "a", files.path("a")));
    await ended.promise;
    await turns(20);
    await hConnect[Symbol.asyncDispose]();
    assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
    assertEquals(files.names(), []);
  });
}

// ---- NOOP during transfers ----

for (const late of [false, true]) {
  const when = late ? "after 226" : "immediately";
  const server = {
    immediate: late ? ["ABOR"] : ["ABOR", "NOOP"],
    on: {
      NOOP: (call: FtpCall) => call.reply("200 NOOP"),
    },
  };
  /** Resolves after some NOOPs. */
  const someNoops = async (call: FtpCall): Promise<void> => {
    const sent = () => call.server.commands.filter((line) => line === "NOOP");
    while (sent().length < 3) {
      await call.until(new Promise((resolve) => setTimeout(resolve, 5)));
    }
  };

  Deno.test(`FTP_OPTION_KEEP_ALIVE sends NOOP during transfers, and its replies ${when} cause no error`, async () => {
    using files = folder();
    await using scene = await openFtp({
      ...server,
      on: {
        ...server.on,
        async RETR(call) {
          await call.reply("150 Here");
          const data = await call.data();
          await data.write("con");
          await someNoops(call);
          await data.write("tent");
          await data.end();
          await call.reply("226 Done");
        },
        async STOR(call) {
          await call.reply("150 Go on");
          const data = await call.data();
          await data.readAll();
          await data.close();
          await someNoops(call);
          await call.reply("226 Done");
        },
      },
    });
    const { hConnect } = scene;
    InternetSetOption(hConnect, FTP_OPTION_KEEP_ALIVE, 5);
    await FtpGetFile(hConnect, "a", files.path("a"));
    assertEquals(files.text("a"), "content");
    InternetSetOption(hConnect, FTP_OPTION_KEEP_ALIVE, 0);
    assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
    InternetSetOption(hConnect, FTP_OPTION_KEEP_ALIVE, 5);
    await FtpPutFile(hConnect, files.path("a"), "b").catch((error) => {
      // The script does not store the file, so it cannot be renamed.
      assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
    });
    InternetSetOption(hConnect, FTP_OPTION_KEEP_ALIVE, 0);
    for (let time = 0; time < 3; time++) {
      assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
    }
  });
}

Deno.test("FTP_OPTION_KEEP_ALIVE loses no data if a server never replies to NOOP during a transfer", async () => {
  await using scene = await openFtp({
    immediate: ["ABOR", "NOOP"],
    on: {
      NOOP: () => {},
      async RETR(call) {
        await call.reply("150 Here");
        const data = await call.data();
        await data.write("con");
        while (call.server.commands.at(-1) !== "NOOP") {
          await call.until(new Promise((resolve) => setTimeout(resolve, 5)));
        }
        await data.end();
        await call.reply("226 Done");
      },
    },
  });
  const { hConnect } = scene;
  InternetSetOption(hConnect, FTP_OPTION_KEEP_ALIVE, 5);
  await using hFile = await openToRead(hConnect, "a");
  assertEquals(await readAll(hFile), "con");
  InternetSetOption(hConnect, FTP_OPTION_KEEP_ALIVE, 0);
  await hFile[Symbol.asyncDispose]();
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
});

Deno.test("FTP_OPTION_KEEP_ALIVE sends no NOOP on a control connection that is lost during a transfer", async () => {
  const read = Promise.withResolvers<void>();
  await using scene = await openFtp({
    on: {
      async RETR(call) {
        await call.reply("150 Here");
        const data = await call.data();
        await data.write("con");
        await call.raw("2\0\r\n");
        await read.promise;
        await data.end();
      },
    },
  });
  const { hConnect } = scene;
  InternetSetOption(hConnect, FTP_OPTION_KEEP_ALIVE, 1);
  await using hFile = await openToRead(hConnect, "a");
  await InternetReadFile(hFile, new Uint8Array(3));
  // An error in the timer would end the program.
  const start = performance.now();
  while (performance.now() - start < 20) await turns(1);
  read.resolve();
  assertEquals(await rejectedCode(readAll(hFile)), ERROR_FTP_DROPPED);
});

// ---- errors with advice ----

for (
  const [name, serve] of Object.entries({
    "says nothing": (call: FtpCall) => call.until(new Promise(() => {})),
    "closes": (call: FtpCall) => call.close(),
  }) as [string, FtpScript][]
) {
  Deno.test(`InternetConnect() to a server that ${name} instead of greeting fails with advice about TLS and the port`, async () => {
    await using server = new FtpServer({ greeting: serve });
    await using watched = watch();
    const { hInternet } = watched;
    InternetSetOption(hInternet, INTERNET_OPTION_RECEIVE_TIMEOUT, 100);
    const error = await assertRejects(
      () => connectFtp(hInternet, server),
      InternetError,
    );
    assertStringIncludes(error.message, "port 990 or an ftps: URL");
  });
}

Deno.test("FtpGetFile() in active mode without a data connection recommends INTERNET_FLAG_PASSIVE", async () => {
  using files = folder();
  await using scene = await openFtp({
    on: {
      async RETR(call) {
        call.session.dropTarget();
        await call.reply("150 Here");
      },
    },
  }, { passive: false });
  const { hConnect } = scene;
  InternetSetOption(hConnect, INTERNET_OPTION_CONNECT_TIMEOUT, 100);
  InternetSetOption(hConnect, INTERNET_OPTION_DATA_RECEIVE_TIMEOUT, 100);
  const error = await assertRejects(
    () => FtpGetFile(hConnect, "a", files.path("a")),
    InternetError,
  );
  assertStringIncludes(error.message, "try INTERNET_FLAG_PASSIVE");
});
