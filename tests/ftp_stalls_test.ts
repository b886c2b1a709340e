// Copyright 2026 the wininet authors. MIT license.

/**
 * The five timeouts of FTP: each ends exactly the phase that it is for, in its
 * time and not before, and nothing else.
 *
 * Only the timeout in question is set. All others are endless, so that a test
 * hangs when the wrong one is in force.
 */

import {
  assertEquals,
  assertGreaterOrEqual,
  assertLess,
  assertRejects,
} from "@std/assert";
import { delay } from "@std/async";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../error.ts";
import { GENERIC_WRITE, INTERNET_FLAG_SECURE } from "../flags.ts";
import {
  FtpCommand,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpOpenFile,
  FtpPutFile,
  FtpRenameFile,
} from "../ftp.ts";
import {
  InternetOpen,
  InternetReadFile,
  InternetSetOption,
  InternetWriteFile,
} from "../internet.ts";
import {
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_DATA_RECEIVE_TIMEOUT,
  INTERNET_OPTION_DATA_SEND_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
  INTERNET_OPTION_SEND_TIMEOUT,
} from "../options.ts";
import type { HINTERNET } from "../structures.ts";
import { NEVER, rejectedCode } from "./calls.ts";
import {
  connectFtp,
  fileText,
  type Folder,
  folder,
  openToRead,
  readBytes,
} from "./ftp_calls.ts";
import { assertNextSession, inTime } from "./ftp_fault_programs.ts";
import { BLACK_HOLES, BlackHole } from "./servers/black_hole.ts";
import {
  type FtpCall,
  type FtpScript,
  FtpServer,
  type FtpServerOptions,
} from "./servers/ftp_server.ts";
import { send, TcpServer, WireReader } from "./servers/tcp_server.ts";
import { watch } from "./watch.ts";

const TIMEOUT = 80;
/** A timer may be a little early by the clock of the test. */
const EARLY = 2;
/** How late a timeout may be on a busy machine. */
const BOUND = 8_000;
/** More than the buffers of a loopback connection take. */
const BIG = new Uint8Array(32 * 2 ** 20);
const HALF = "x".repeat(1_000);

const FILES = { "/a": HALF + HALF };

/** What the programs of this file get. */
interface StallScene {
  readonly hConnect: HINTERNET;
  readonly files: Folder;
}

/** A phase that stalls. */
interface Stall {
  readonly option: number;
  readonly server: FtpServerOptions;
  readonly run: (scene: StallScene) => Promise<unknown>;
  /** @default {true} */
  readonly passive?: boolean;
  /** @default {0} */
  readonly flags?: number;
  /** Whether the session is over. @default {true} */
  readonly dropped?: boolean;
}

const silence: FtpScript = (call) => call.until(NEVER);

function get({ hConnect, files }: StallScene): Promise<unknown> {
  return FtpGetFile(hConnect, "a", files.path("a"));
}

function put({ hConnect, files }: StallScene): Promise<unknown> {
  return FtpPutFile(hConnect, files.write("source", BIG), "a");
}

/** Sends half of the data and waits until the client has had enough. */
async function half(call: FtpCall): Promise<void> {
  const data = await call.data();
  await call.reply("150 Here it comes");
  await data.write(HALF);
  await call.until(data.closed);
  await call.reply("426 Aborted");
}

/** Reads nothing of the data until the client has had enough. */
async function deaf(call: FtpCall): Promise<void> {
  const data = await call.data();
  await call.reply("150 Send it");
  await call.until(data.closed);
  await call.reply("426 Aborted");
}

/** A final reply is missing. */
async function speechless(call: FtpCall): Promise<void> {
  const data = await call.data();
  await call.reply("150 Now");
  if (call.verb === "RETR") await data.end();
  else await data.readAll();
  await call.until(NEVER);
}

const CONNECT = INTERNET_OPTION_CONNECT_TIMEOUT;
const RECEIVE = INTERNET_OPTION_RECEIVE_TIMEOUT;
const DATA_RECEIVE = INTERNET_OPTION_DATA_RECEIVE_TIMEOUT;
const DATA_SEND = INTERNET_OPTION_DATA_SEND_TIMEOUT;

/** Says that data is secure, and does not mean it. */
const clearData: FtpServerOptions["on"] = {
  PROT: (call) => call.reply("200 Protection set"),
  RETR: half,
};

const STALLS: Readonly<Record<string, Stall>> = {
  "CONNECT: no TLS on the data connection": {
    option: CONNECT,
    server: { on: clearData ?? {} },
    run: get,
    flags: INTERNET_FLAG_SECURE,
  },
  "RECEIVE: no reply to EPSV": {
    option: RECEIVE,
    server: { on: { EPSV: silence } },
    run: get,
  },
  "RECEIVE: no reply to EPRT": {
    option: RECEIVE,
    server: { on: { EPRT: silence } },
    run: get,
    passive: false,
  },
  "RECEIVE: no reply to RETR": {
    option: RECEIVE,
    server: { on: { RETR: silence } },
    run: get,
  },
  "RECEIVE: half a reply": {
    option: RECEIVE,
    server: {
      on: {
        async PWD(call) {
          await call.raw("257-now\r\n257");
          await call.until(NEVER);
        },
      },
    },
    run: ({ hConnect }) => FtpGetCurrentDirectory(hConnect),
  },
  "RECEIVE: no reply to the second of two commands": {
    option: RECEIVE,
    server: { on: { RNTO: silence } },
    run: ({ hConnect }) => FtpRenameFile(hConnect, "a", "b"),
  },
  "RECEIVE: no final reply to RETR": {
    option: RECEIVE,
    server: { on: { RETR: speechless } },
    run: get,
  },
  "RECEIVE: no final reply to STOR": {
    option: RECEIVE,
    server: { on: { STOR: speechless } },
    run: put,
  },
  "DATA_RECEIVE: no data": {
    option: DATA_RECEIVE,
    server: {
      on: {
        async RETR(call) {
          const data = await call.data();
          await call.reply("150 Now");
          await call.until(data.closed);
          await call.reply("426 Aborted");
        },
      },
    },
    run: get,
    dropped: false,
  },
  "DATA_RECEIVE: half of the data": {
    option: DATA_RECEIVE,
    server: { on: { RETR: half } },
    run: get,
    dropped: false,
  },
  "DATA_RECEIVE: half of the data over TLS": {
    option: DATA_RECEIVE,
    server: { on: { RETR: half } },
    run: get,
    flags: INTERNET_FLAG_SECURE,
    dropped: false,
  },
  "DATA_RECEIVE: half of the data of a handle": {
    option: DATA_RECEIVE,
    server: { on: { RETR: half } },
    async run({ hConnect }) {
      using hFile = await openToRead(hConnect, "a");
      await readBytes(hFile);
    },
    dropped: false,
  },
  "DATA_RECEIVE: no data connection in active mode": {
    option: DATA_RECEIVE,
    server: {
      on: {
        async RETR(call) {
          await call.reply("150 I shall call you");
          await call.until(NEVER);
        },
      },
    },
    run: get,
    passive: false,
  },
  "DATA_RECEIVE: nothing at all any more, not even to ABOR": {
    option: DATA_RECEIVE,
    server: { on: { RETR: half, ABOR: silence, NOOP: silence } },
    run: get,
  },
  "DATA_RECEIVE: nothing any more after the reply to ABOR": {
    option: DATA_RECEIVE,
    server: { on: { RETR: half, NOOP: silence } },
    run: get,
  },
  "DATA_SEND: nobody reads": {
    option: DATA_SEND,
    server: { on: { STOR: deaf } },
    run: put,
    dropped: false,
  },
  "DATA_SEND: nobody reads from a handle": {
    option: DATA_SEND,
    server: { on: { STOR: deaf } },
    async run({ hConnect }) {
      using hFile = await FtpOpenFile(hConnect, "a", GENERIC_WRITE);
      await InternetWriteFile(hFile, BIG);
    },
    dropped: false,
  },
};

for (const [name, stall] of Object.entries(STALLS)) {
  Deno.test(`FTP timeout ends what stalls, ${name}`, async () => {
    const { passive = true, flags = 0, dropped = true } = stall;
    await using server = new FtpServer({ files: FILES, ...stall.server });
    using files = folder();
    await using hInternet = InternetOpen("stall/1");
    await using hConnect = await connectFtp(hInternet, server, {
      passive,
      flags,
    });
    InternetSetOption(hConnect, stall.option, TIMEOUT);
    await assertTimesOut(() => stall.run({ hConnect, files }));
    assertEquals(files.names().filter((file) => file !== "source"), []);
    if (dropped) {
      const code = await rejectedCode(FtpGetCurrentDirectory(hConnect));
      assertEquals(code, ERROR_FTP_DROPPED);
    } else assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
    await hConnect[Symbol.asyncDispose]();
    await inTime(server.allClosed());
    server.options.on = {};
    await assertNextSession(server);
  });
}

/** The call fails by the timeout: in time, and not before. */
async function assertTimesOut(call: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  const error = await inTime(assertRejects(call, InternetError));
  const elapsed = performance.now() - start;
  assertEquals(error.code, ERROR_INTERNET_TIMEOUT, error.message);
  assertGreaterOrEqual(elapsed, TIMEOUT - EARLY);
  assertLess(elapsed, BOUND);
}

// ---- connecting ----

const CONNECTS: Readonly<
  Record<string, readonly [option: number, on: FtpServerOptions, flags: number]>
> = {
  "CONNECT: no TLS after AUTH": [
    CONNECT,
    { on: { AUTH: (call) => call.raw("234 Go on\r\n") } },
    INTERNET_FLAG_SECURE,
  ],
  "RECEIVE: no greeting": [RECEIVE, { greeting: "" }, 0],
  "RECEIVE: half a greeting": [
    RECEIVE,
    { greeting: (call) => call.raw("220-Hel") },
    0,
  ],
  "RECEIVE: no reply to USER": [RECEIVE, { on: { USER: silence } }, 0],
  "RECEIVE: no reply to PASS": [RECEIVE, { on: { PASS: silence } }, 0],
};

for (const [name, [option, options, flags]] of Object.entries(CONNECTS)) {
  Deno.test(`InternetConnect() ends what stalls, ${name}`, async () => {
    await using server = new FtpServer(options);
    await using hInternet = InternetOpen("stall/1");
    InternetSetOption(hInternet, option, TIMEOUT);
    await assertTimesOut(() => connectFtp(hInternet, server, { flags }));
    await inTime(server.allClosed());
  });
}

Deno.test({
  name: "InternetConnect() ends what stalls, CONNECT: no connection",
  ignore: !BLACK_HOLES,
  async fn() {
    using hole = await BlackHole.open();
    await using hInternet = InternetOpen("stall/1");
    InternetSetOption(hInternet, CONNECT, TIMEOUT);
    const server = { host: "127.0.0.1", port: hole.port };
    await assertTimesOut(() => connectFtp(hInternet, server));
  },
});

Deno.test({
  name: "FTP timeout ends what stalls, CONNECT: no data connection",
  ignore: !BLACK_HOLES,
  async fn() {
    using hole = await BlackHole.open();
    await using server = new FtpServer({
      files: FILES,
      on: {
        EPSV: (call) => call.reply(`229 Extended (|||${hole.port}|)`),
        PASV: (call) => call.reply(`229 Extended (|||${hole.port}|)`),
        async RETR(call) {
          await call.reply("150 Call me");
          await call.until(NEVER);
        },
      },
    });
    using files = folder();
    await using hInternet = InternetOpen("stall/1");
    await using hConnect = await connectFtp(hInternet, server);
    InternetSetOption(hConnect, CONNECT, TIMEOUT);
    await assertTimesOut(() => get({ hConnect, files }));
  },
});

// ---- sending ----

Deno.test("FTP timeout ends what stalls, SEND: nobody reads commands", async () => {
  let conn: Deno.Conn | undefined;
  await using server = new TcpServer(async (accepted) => {
    conn = accepted;
    const reader = new WireReader(accepted);
    await send(accepted, "220 Ready\r\n");
    await reader.readLine();
    await send(accepted, "331 Password\r\n");
    await reader.readLine();
    await send(accepted, "230 Logged in\r\n");
    await server.until(NEVER);
  });
  // It answers without having read, so that the next command can be sent.
  await using watched = watch({
    onStatus({ name }) {
      if (name === "REQUEST_SENT" && ready) send(conn!, "200 OK\r\n");
    },
  });
  let ready = false;
  const { hInternet } = watched;
  const { hostname: host, port } = server;
  const hConnect = await connectFtp(hInternet, { host, port });
  InternetSetOption(hConnect, INTERNET_OPTION_SEND_TIMEOUT, TIMEOUT);
  ready = true;
  await assertTimesOut(() => fillWith(hConnect));
});

/** Sends long commands until no more fit. */
async function fillWith(hConnect: HINTERNET): Promise<void> {
  const command = `NOOP ${"x".repeat(30_000)}`;
  for (;;) await FtpCommand(hConnect, false, 0, command, 1);
}

// ---- what is no stall ----

Deno.test("InternetReadFile() lets the program wait longer than DATA_RECEIVE_TIMEOUT", async () => {
  await using server = new FtpServer({ files: { "/a": BIG } });
  await using hInternet = InternetOpen("slow/1");
  const hConnect = await connectFtp(hInternet, server);
  InternetSetOption(hConnect, DATA_RECEIVE, TIMEOUT);
  using hFile = await openToRead(hConnect, "a");
  const buffer = new Uint8Array(100_000);
  let count = 0;
  for (let read = 0; read < 3; read++) {
    count += await InternetReadFile(hFile, buffer);
    await delay(2 * TIMEOUT);
  }
  assertEquals(count + (await readBytes(hFile)).length, BIG.length);
});

Deno.test("InternetWriteFile() lets the program wait longer than DATA_SEND_TIMEOUT", async () => {
  await using server = new FtpServer();
  await using hInternet = InternetOpen("slow/1");
  const hConnect = await connectFtp(hInternet, server);
  InternetSetOption(hConnect, DATA_SEND, TIMEOUT);
  const hFile = await FtpOpenFile(hConnect, "a", GENERIC_WRITE);
  await InternetWriteFile(hFile, "slow ");
  await delay(2 * TIMEOUT);
  await InternetWriteFile(hFile, "writer");
  await delay(2 * TIMEOUT);
  await hFile[Symbol.asyncDispose]();
  assertEquals(fileText(server, "/a"), "slow writer");
});

for (const option of ["RECEIVE", "DATA_RECEIVE"] as const) {
  Deno.test(`FtpGetFile() succeeds when the data takes longer than ${option}_TIMEOUT in all`, async () => {
    await using server = new FtpServer({ on: { RETR: trickle } });
    using files = folder();
    await using hInternet = InternetOpen("slow/1");
    const hConnect = await connectFtp(hInternet, server);
    const limit = option === "RECEIVE" ? RECEIVE : DATA_RECEIVE;
    InternetSetOption(hConnect, limit, 4 * TIMEOUT);
    await FtpGetFile(hConnect, "a", files.path("a"));
    assertEquals(files.text("a"), "a".repeat(8));
  });
}

/** Sends single bytes with pauses between them. */
async function trickle(call: FtpCall): Promise<void> {
  const data = await call.data();
  await call.reply("150 Slowly");
  for (let piece = 0; piece < 8; piece++) {
    await data.write("a");
    await delay(TIMEOUT);
  }
  await data.end();
  await call.reply("226 Done");
}
