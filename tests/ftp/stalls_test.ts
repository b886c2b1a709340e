// Copyright 2026 the wininet authors. MIT license.

/**
 * The five FTP timeouts: each ends only the phase that it applies to, and ends
 * it on time and not earlier.
 *
 * Only the timeout in question is set. All others are infinite, so that a test
 * hangs if the wrong one is used.
 */

import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertLess,
  assertRejects,
} from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
import { GENERIC_WRITE, INTERNET_FLAG_SECURE } from "../../flags.ts";
import {
  FtpCommand,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpOpenFile,
} from "../../ftp.ts";
import {
  InternetOpen,
  InternetReadFile,
  InternetSetOption,
  InternetWriteFile,
} from "../../internet.ts";
import {
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_DATA_RECEIVE_TIMEOUT,
  INTERNET_OPTION_DATA_SEND_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
  INTERNET_OPTION_SEND_TIMEOUT,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { NEVER, rejectedCode } from "../helpers/calls.ts";
import {
  connectFtp,
  fileText,
  folder,
  openToRead,
  readBytes,
} from "../helpers/ftp_calls.ts";
import { heldClock } from "../helpers/held_clock.ts";
import { assertNextSession, inTime } from "./fault_programs.ts";
import { BIG, FILES, get, silence, STALLS } from "./stalls.ts";
import { BLACK_HOLES, BlackHole } from "../servers/black_hole.ts";
import { closedPort } from "../servers/closed_port.ts";
import {
  type FtpCall,
  FtpServer,
  type FtpServerOptions,
} from "../servers/ftp_server.ts";
import { Countdown } from "../servers/loopback_server.ts";
import { send, TcpServer, WireReader } from "../servers/tcp_server.ts";
import { watch } from "../helpers/watch.ts";

const TIMEOUT = 80;
/**
 * The number of milliseconds by which a timer may be early, measured with the
 * clock of the test.
 */
const EARLY = 2;
/** The maximum delay of a timeout on a busy machine, in milliseconds. */
const BOUND = 8_000;

for (const [name, stall] of Object.entries(STALLS)) {
  Deno.test(`FTP timeout ends a stall, ${name}`, async () => {
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
    const left = files.names().filter((file) => file !== "source");
    // The part is kept, because it may be complete.
    assertEquals(
      left.length,
      name === "RECEIVE: no final reply to RETR" ? 1 : 0,
    );
    assert(left.every((file) => file.endsWith(".part")));
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

/** Checks that the call fails with a timeout, on time and not earlier. */
async function assertTimesOut(call: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  const error = await inTime(assertRejects(call, InternetError));
  const elapsed = performance.now() - start;
  assertEquals(error.code, ERROR_INTERNET_TIMEOUT, error.message);
  assertGreaterOrEqual(elapsed, TIMEOUT - EARLY);
  assertLess(elapsed, BOUND);
}

// ---- connecting ----

const CONNECT = INTERNET_OPTION_CONNECT_TIMEOUT;
const RECEIVE = INTERNET_OPTION_RECEIVE_TIMEOUT;
const DATA_RECEIVE = INTERNET_OPTION_DATA_RECEIVE_TIMEOUT;
const DATA_SEND = INTERNET_OPTION_DATA_SEND_TIMEOUT;

const CONNECTS: Readonly<
  Record<string, readonly [option: number, on: FtpServerOptions, flags: number]>
> = {
  "CONNECT: no TLS after AUTH": [
    CONNECT,
    {
      on: {
        async AUTH(call) {
          await call.raw("234 Go on\r\n");
          await call.until(NEVER);
        },
      },
    },
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
  Deno.test(`InternetConnect() ends a stall, ${name}`, async () => {
    await using server = new FtpServer(options);
    await using hInternet = InternetOpen("stall/1");
    InternetSetOption(hInternet, option, TIMEOUT);
    await assertTimesOut(() => connectFtp(hInternet, server, { flags }));
    await inTime(server.allClosed());
  });
}

Deno.test({
  name: "InternetConnect() ends a stall, CONNECT: no connection",
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
  name: "FTP timeout ends a stall, CONNECT: no data connection",
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

Deno.test("FtpGetFile() ends if no port can be reached and the server waits for that", async () => {
  const port = closedPort();
  const aborted = Promise.withResolvers<void>();
  await using server = new FtpServer({
    files: FILES,
    on: {
      EPSV: (call) => call.reply(`229 Extended (|||${port}|)`),
      PASV: (call) => call.reply(`229 Extended (|||${port}|)`),
      async RETR(call) {
        await call.until(aborted.promise);
        await call.reply("425 No data connection");
      },
      ABOR() {
        aborted.resolve();
        return false;
      },
    },
  });
  using files = folder();
  await using hInternet = InternetOpen("stall/1");
  await using hConnect = await connectFtp(hInternet, server);
  const code = await inTime(rejectedCode(get({ hConnect, files })));
  assertEquals(code, ERROR_INTERNET_CANNOT_CONNECT);
  assertEquals(files.names(), []);
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
});

// ---- sending ----

Deno.test("FTP timeout ends a stall, SEND: the server does not read commands", async () => {
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
  // The server replies without reading, so that the next command can be sent.
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

/** Sends long commands until the buffers are full. */
async function fillWith(hConnect: HINTERNET): Promise<void> {
  const command = `NOOP ${"x".repeat(30_000)}`;
  for (;;) await FtpCommand(hConnect, false, 0, command, 1);
}

// ---- waits that are not stalls ----

// With a clock that the test controls, so that a busy machine cannot cause a
// stall.

Deno.test("InternetReadFile() allows pauses of the program longer than DATA_RECEIVE_TIMEOUT", async () => {
  await using server = new FtpServer({ files: { "/a": BIG } });
  await using hInternet = InternetOpen("slow/1");
  const hConnect = await connectFtp(hInternet, server);
  InternetSetOption(hConnect, DATA_RECEIVE, TIMEOUT);
  using clock = heldClock();
  using hFile = await openToRead(hConnect, "a");
  const buffer = new Uint8Array(100_000);
  let count = 0;
  for (let read = 0; read < 2; read++) {
    count += await InternetReadFile(hFile, buffer);
    clock.advance(2 * TIMEOUT);
  }
  assertEquals(count + (await readBytes(hFile)).length, BIG.length);
});

Deno.test("InternetWriteFile() allows pauses of the program longer than DATA_SEND_TIMEOUT", async () => {
  await using server = new FtpServer();
  await using hInternet = InternetOpen("slow/1");
  const hConnect = await connectFtp(hInternet, server);
  InternetSetOption(hConnect, DATA_SEND, TIMEOUT);
  using clock = heldClock();
  const hFile = await FtpOpenFile(hConnect, "a", GENERIC_WRITE);
  await InternetWriteFile(hFile, "slow ");
  clock.advance(2 * TIMEOUT);
  await InternetWriteFile(hFile, "writer");
  clock.advance(2 * TIMEOUT);
  await hFile[Symbol.asyncDispose]();
  assertEquals(fileText(server, "/a"), "slow writer");
});

for (const option of ["RECEIVE", "DATA_RECEIVE"] as const) {
  Deno.test(`FtpGetFile() succeeds if the data takes longer than ${option}_TIMEOUT in total`, async () => {
    const received = new Countdown();
    using clock = heldClock();
    await using server = new FtpServer({
      on: {
        RETR: (call) =>
          trickle(call, async (piece) => {
            await call.until(received.reached(piece));
            clock.advance(TIMEOUT - 1);
          }),
      },
    });
    using files = folder();
    await using watched = watch({
      onStatus({ name, information }) {
        const isPiece = name === "RESPONSE_RECEIVED" && information === 1;
        if (isPiece) received.increment();
      },
    });
    const hConnect = await connectFtp(watched.hInternet, server);
    const limit = option === "RECEIVE" ? RECEIVE : DATA_RECEIVE;
    InternetSetOption(hConnect, limit, TIMEOUT);
    const path = files.path("a");
    await FtpGetFile(hConnect, "a", path, false, 0, 0, "a");
    assertEquals(files.text("a"), "a".repeat(8));
  });
}

/** Sends single bytes with pauses between them. */
async function trickle(
  call: FtpCall,
  pause: (piece: number) => Promise<void>,
): Promise<void> {
  const data = await call.data();
  await call.reply("150 Slowly");
  for (let piece = 1; piece <= 8; piece++) {
    await data.write("a");
    await pause(piece);
  }
  await data.end();
  await call.reply("226 Done");
}
