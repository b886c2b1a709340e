// Copyright 2026 the wininet authors. MIT license.

/** The effects of the FTP_OPTION_* options that have no separate test file. */

import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  ERROR_FTP_NO_PASSIVE_MODE,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_EXTENDED_ERROR,
  InternetError,
} from "../../error.ts";
import { GENERIC_READ, GENERIC_WRITE } from "../../flags.ts";
import {
  FTP_OPTION_ACCOUNT,
  FTP_OPTION_ACTIVE_ADDRESS,
  FTP_OPTION_ACTIVE_PORTS,
  FTP_OPTION_EXTENDED_MODES,
  FTP_OPTION_FOREIGN_DATA_HOST,
  FTP_OPTION_KEEP_ALIVE,
} from "../../ftp_options.ts";
import { FtpGetCurrentDirectory, FtpOpenFile } from "../../ftp.ts";
import { InternetSetOption, InternetWriteFile } from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { rejectedCode } from "../helpers/calls.ts";
import {
  connectFtp,
  type FtpConnectOptions,
  MODES,
  openFtp,
  openToRead,
  readAll,
} from "../helpers/ftp_calls.ts";
import {
  type FtpScript,
  FtpServer,
  type FtpServerOptions,
} from "../servers/ftp_server.ts";
import { watch } from "../helpers/watch.ts";
import { lacks } from "../helpers/lacks.ts";
import { freePorts } from "../interop/processes.ts";

const FILES = { files: { "/f": "text" } };
const ACTIVE: FtpConnectOptions = { passive: false };

/** Reads a file and closes its handle. */
async function read(hConnect: HINTERNET): Promise<string> {
  const hFile = await openToRead(hConnect, "f");
  const text = await readAll(hFile);
  hFile[Symbol.dispose]();
  return text;
}

/** Returns the commands that request data connections, without their arguments. */
function ways(commands: string[]): string[] {
  return commands.filter((line) => /^(EPSV|PASV|EPRT|PORT)/.test(line))
    .map((line) => line.slice(0, 4));
}

// ---- EXTENDED_MODES ----

const REFUSE: FtpScript = (call) => call.reply("500 What?");

for (const [mode, passive] of MODES) {
  const [extended, plain] = passive ? ["EPSV", "PASV"] : ["EPRT", "PORT"];

  Deno.test(`FTP_OPTION_EXTENDED_MODES is on: ${extended}, ${mode}`, async () => {
    await using scene = await openFtp(FILES, { passive });
    assertEquals(await read(scene.hConnect), "text");
    assertEquals(ways(scene.sent()), [extended]);
  });

  Deno.test(`FTP_OPTION_EXTENDED_MODES off: ${plain} immediately, ${mode}`, async () => {
    await using scene = await openFtp(FILES, { passive });
    InternetSetOption(scene.hConnect, FTP_OPTION_EXTENDED_MODES, false);
    assertEquals(await read(scene.hConnect), "text");
    assertEquals(ways(scene.sent()), [plain]);
  });

  Deno.test(`${plain} is used if ${extended} is refused, and ${extended} is not sent again`, async () => {
    await using scene = await openFtp(
      { ...FILES, on: { [extended]: REFUSE } },
      {
        passive,
      },
    );
    assertEquals(await read(scene.hConnect), "text");
    assertEquals(await read(scene.hConnect), "text");
    assertEquals(ways(scene.sent()), [extended, plain, plain]);
  });

  Deno.test(`IPv6 uses ${extended} also with FTP_OPTION_EXTENDED_MODES off`, {
    ignore: lacks("::1"),
  }, async () => {
    await using scene = await openFtp({ ...FILES, host: "::1" }, { passive });
    InternetSetOption(scene.hConnect, FTP_OPTION_EXTENDED_MODES, false);
    assertEquals(await read(scene.hConnect), "text");
    assertEquals(ways(scene.sent()), [extended]);
  });

  Deno.test(`IPv6 has no alternative if ${extended} is refused`, {
    ignore: lacks("::1"),
  }, async () => {
    await using scene = await openFtp({
      ...FILES,
      host: "::1",
      on: { [extended]: REFUSE },
    }, { passive });
    assertEquals(
      await rejectedCode(read(scene.hConnect)),
      passive ? ERROR_FTP_NO_PASSIVE_MODE : ERROR_INTERNET_EXTENDED_ERROR,
    );
    assertEquals(ways(scene.sent()), [extended]);
    assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
  });
}

// ---- ACTIVE_PORTS and ACTIVE_ADDRESS ----

/** Returns the port in EPRT or PORT. */
function toldPort(commands: string[]): number {
  const line = commands.find((line) => /^(EPRT|PORT)/.test(line))!;
  const numbers = line.split(/[ ,|]/).filter(Boolean).map(Number);
  return line.startsWith("EPRT")
    ? numbers.at(-1)!
    : numbers.at(-2)! * 256 + numbers.at(-1)!;
}

for (const [at, port] of freePorts(2).entries()) {
  const extended = at === 0;
  Deno.test(`FTP_OPTION_ACTIVE_PORTS chooses the port, extended modes ${extended}`, async () => {
    await using scene = await openFtp(FILES, ACTIVE);
    InternetSetOption(scene.hConnect, FTP_OPTION_EXTENDED_MODES, extended);
    InternetSetOption(scene.hConnect, FTP_OPTION_ACTIVE_PORTS, {
      first: port,
      last: port,
    });
    assertEquals(await read(scene.hConnect), "text");
    assertEquals(toldPort(scene.sent()), port);
  });
}

Deno.test("FTP_OPTION_ACTIVE_PORTS uses the next port if one is in use", async () => {
  await using scene = await openFtp(FILES, ACTIVE);
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const first = Math.min(taken.addr.port, 65_500);
  const last = first + 20;
  InternetSetOption(scene.hConnect, FTP_OPTION_ACTIVE_PORTS, { first, last });
  assertEquals(await read(scene.hConnect), "text");
  const port = toldPort(scene.sent());
  assert(port >= first && port <= last && port !== taken.addr.port);
});

Deno.test("FTP_OPTION_ACTIVE_PORTS fails if no port is free, and the connection continues", async () => {
  await using scene = await openFtp(FILES, ACTIVE);
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  const range = { first: port, last: port };
  InternetSetOption(scene.hConnect, FTP_OPTION_ACTIVE_PORTS, range);
  assertEquals(
    await rejectedCode(read(scene.hConnect)),
    ERROR_INTERNET_CANNOT_CONNECT,
  );
  InternetSetOption(scene.hConnect, FTP_OPTION_ACTIVE_PORTS, null);
  assertEquals(await read(scene.hConnect), "text");
});

for (
  const [extended, line] of [
    [true, /^EPRT \|1\|192\.0\.2\.7\|\d+\|$/],
    [false, /^PORT 192,0,2,7,\d+,\d+$/],
  ] as const
) {
  Deno.test(`FTP_OPTION_ACTIVE_ADDRESS is the address sent to the server, extended modes ${extended}`, async () => {
    const aim: FtpScript = async (call) => {
      call.session.aim("127.0.0.1", toldPort([call.line]));
      await call.reply("200 OK");
    };
    await using scene = await openFtp(
      { ...FILES, on: { EPRT: aim, PORT: aim } },
      ACTIVE,
    );
    InternetSetOption(scene.hConnect, FTP_OPTION_EXTENDED_MODES, extended);
    InternetSetOption(
      scene.hConnect,
      FTP_OPTION_ACTIVE_ADDRESS,
      "192.0.2.7",
    );
    assertEquals(await read(scene.hConnect), "text");
    assertMatch(scene.sent().find((text) => /^(EPRT|PORT)/.test(text))!, line);
  });
}

// ---- FOREIGN_DATA_HOST ----

/** A server that sends another local address in the reply to PASV. */
const FOREIGN: FtpServerOptions = {
  ...FILES,
  on: {
    EPSV: REFUSE,
    async PASV(call) {
      const port = call.listen();
      await call.reply(`227 OK (127,0,0,2,${port >> 8},${port & 255})`);
    },
  },
};

Deno.test("FTP_OPTION_FOREIGN_DATA_HOST is off, so the data connection goes to the server for any address in PASV", async () => {
  await using scene = await openFtp(FOREIGN);
  assertEquals(await read(scene.hConnect), "text");
});

Deno.test("FTP_OPTION_FOREIGN_DATA_HOST allows the data connection to go to the address in PASV", async () => {
  await using scene = await openFtp(FOREIGN);
  InternetSetOption(scene.hConnect, FTP_OPTION_FOREIGN_DATA_HOST, true);
  // The tests have no permission for that host; the error shows that it was
  // used.
  const error = await assertRejects(() => read(scene.hConnect), InternetError);
  assertStringIncludes(error.message, "127.0.0.2");
});

// ---- KEEP_ALIVE ----

/** A server that reports each NOOP that it receives. */
function noops(): {
  options: FtpServerOptions;
  count: number;
  next(): Promise<void>;
} {
  let next = Promise.withResolvers<void>();
  const counter = {
    count: 0,
    options: {
      ...FILES,
      on: {
        NOOP() {
          counter.count++;
          next.resolve();
          next = Promise.withResolvers();
          return false;
        },
      },
    } as FtpServerOptions,
    next: () => next.promise,
  };
  return counter;
}

Deno.test("FTP_OPTION_KEEP_ALIVE sends NOOP repeatedly while the connection is idle", async () => {
  const server = noops();
  await using scene = await openFtp(server.options);
  InternetSetOption(scene.hConnect, FTP_OPTION_KEEP_ALIVE, 20);
  await server.next();
  await server.next();
  await server.next();
  assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
  assertEquals(await read(scene.hConnect), "text");
  await server.next();
});

Deno.test("FTP_OPTION_KEEP_ALIVE of the session starts with the connection", async () => {
  const counter = noops();
  await using server = new FtpServer(counter.options);
  await using watched = watch();
  InternetSetOption(watched.hInternet, FTP_OPTION_KEEP_ALIVE, 20);
  const hConnect = await connectFtp(watched.hInternet, server);
  await counter.next();
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
});

for (const access of [GENERIC_READ, GENERIC_WRITE]) {
  Deno.test(`FTP_OPTION_KEEP_ALIVE sends no NOOP while a file is open, access ${access}`, async () => {
    const server = noops();
    await using scene = await openFtp({
      ...server.options,
      files: { "/f": new Uint8Array(2 ** 22) },
    });
    InternetSetOption(scene.hConnect, FTP_OPTION_KEEP_ALIVE, 10);
    const hFile = await FtpOpenFile(scene.hConnect, "f", access);
    if (access === GENERIC_WRITE) await InternetWriteFile(hFile, "x");
    const before = server.count;
    const other = noops();
    await using idle = await openFtp(other.options);
    InternetSetOption(idle.hConnect, FTP_OPTION_KEEP_ALIVE, 10);
    for (let time = 0; time < 5; time++) await other.next();
    assertEquals(server.count, before);
    hFile[Symbol.dispose]();
    await server.next();
  });
}

Deno.test("FTP_OPTION_KEEP_ALIVE 0 stops it", async () => {
  const server = noops();
  const other = noops();
  await using scene = await openFtp(server.options);
  await using idle = await openFtp(other.options);
  InternetSetOption(scene.hConnect, FTP_OPTION_KEEP_ALIVE, 1);
  InternetSetOption(scene.hConnect, FTP_OPTION_KEEP_ALIVE, 0);
  InternetSetOption(idle.hConnect, FTP_OPTION_KEEP_ALIVE, 10);
  await other.next();
  await other.next();
  assertEquals(server.count, 0);
});

Deno.test("FTP_OPTION_KEEP_ALIVE ends with the connection", async () => {
  const server = noops();
  await using scene = await openFtp(server.options);
  InternetSetOption(scene.hConnect, FTP_OPTION_KEEP_ALIVE, 10);
  assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
  await server.next();
  await scene.hConnect[Symbol.asyncDispose]();
  await scene.server.allClosed();
  assertEquals(scene.sent().at(-1), "QUIT");
});

// ---- ACCOUNT ----

Deno.test("FTP_OPTION_ACCOUNT is sent if a single file requires it", async () => {
  let paid = false;
  await using scene = await openFtp({
    ...FILES,
    on: {
      RETR: (call) => paid ? false : call.reply("332 Need account for this"),
      async ACCT(call) {
        paid = call.text === "acme";
        await call.reply("230 Thanks");
      },
    },
  });
  InternetSetOption(scene.hConnect, FTP_OPTION_ACCOUNT, "acme");
  assertEquals(await read(scene.hConnect), "text");
  assertEquals(scene.sent().slice(-3), ["RETR f", "ACCT acme", "RETR f"]);
});
