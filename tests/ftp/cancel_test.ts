// Copyright 2026 the wininet authors. MIT license.

/**
 * Closing handles while a call is in progress, at every stage: the call ends
 * with ERROR_INTERNET_OPERATION_CANCELLED, HANDLE_CLOSING is the last status,
 * and all sockets are closed. If only a file or an enumeration was closed, the
 * connection can still be used, and its next call receives its own reply.
 */

import { assert, assertEquals, assertLess } from "@std/assert";
import { ERROR_INTERNET_OPERATION_CANCELLED } from "../../error.ts";
import { GENERIC_READ, GENERIC_WRITE } from "../../flags.ts";
import {
  FtpCommand,
  FtpDeleteFile,
  FtpFindFirstFile,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpOpenFile,
  FtpPutFile,
} from "../../ftp.ts";
import {
  InternetFindNextFile,
  InternetGetLastResponseInfo,
  InternetReadFile,
  InternetSetFilePointer,
  InternetWriteFile,
} from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { completions, NEVER, rejectedCode } from "../helpers/calls.ts";
import {
  connectFtp,
  type Folder,
  folder,
  MODES,
  openFtp,
  pattern,
} from "../helpers/ftp_calls.ts";
import {
  type FtpCall,
  type FtpScript,
  FtpServer,
  type FtpServerOptions,
} from "../servers/ftp_server.ts";
import { turns } from "../helpers/turns.ts";
import { watch } from "../helpers/watch.ts";

const CONTEXT = "cancelled";
const BIG = pattern(20_000_000);

/** A stage: the behaviour of the server, and the call that waits. */
interface Stage {
  readonly name: string;
  /** The command at which the server holds the call. */
  readonly verb: string;
  /** Runs before the call is held. */
  readonly before?: FtpScript;
  /** Starts the call, and reports the handle that it creates. */
  readonly start: (
    hConnect: HINTERNET,
    made: (handle: HINTERNET) => void,
    files: Folder,
  ) => Promise<unknown>;
}

/** Opens a file for reading, and then reads. */
async function readFile(
  hConnect: HINTERNET,
  made: (handle: HINTERNET) => void,
): Promise<unknown> {
  const hFile = await FtpOpenFile(hConnect, "f", GENERIC_READ, 0, CONTEXT);
  made(hFile);
  return await InternetReadFile(hFile, new Uint8Array(100));
}

async function writeFile(
  hConnect: HINTERNET,
  made: (handle: HINTERNET) => void,
): Promise<unknown> {
  const hFile = await FtpOpenFile(hConnect, "w", GENERIC_WRITE, 0, CONTEXT);
  made(hFile);
  return await InternetWriteFile(hFile, BIG);
}

async function find(
  hConnect: HINTERNET,
  made: (handle: HINTERNET) => void,
): Promise<unknown> {
  const { hFind } = await FtpFindFirstFile(hConnect, null, 0, CONTEXT);
  made(hFind);
  return await InternetFindNextFile(hFind);
}

const HALF: FtpScript = async (call) => {
  await call.reply("150 Opening");
  await (await call.data()).write("half");
};

const HALF_LISTING: FtpScript = async (call) => {
  await call.reply("150 Opening");
  await (await call.data()).write("type=file;size=1; a\r\ntype=fi");
};

const ALL_BUT_REPLY: FtpScript = async (call) => {
  await call.reply("150 Opening");
  const data = await call.data();
  await data.write("half");
  await data.end();
};

const DEAF: FtpScript = async (call) => {
  await call.reply("150 Send");
  await (await call.data()).read();
};

/** Stages of handles below the connection. */
const BELOW: Stage[] = [
  { name: "FtpOpenFile at TYPE", verb: "TYPE", start: readFile },
  { name: "FtpOpenFile at SIZE", verb: "SIZE", start: readFile },
  { name: "FtpOpenFile at EPSV or EPRT", verb: "EPSV", start: readFile },
  { name: "FtpOpenFile before 150", verb: "RETR", start: readFile },
  { name: "a read", verb: "RETR", before: HALF, start: readFile },
  {
    name: "a read before the final reply",
    verb: "RETR",
    before: ALL_BUT_REPLY,
    start: readFile,
  },
  {
    name: "a read after a seek",
    verb: "REST",
    async start(hConnect, made) {
      const hFile = await FtpOpenFile(hConnect, "f", GENERIC_READ, 0, CONTEXT);
      made(hFile);
      await InternetSetFilePointer(hFile, 3);
      return await InternetReadFile(hFile, new Uint8Array(100));
    },
  },
  { name: "FtpOpenFile for writing", verb: "STOR", start: writeFile },
  { name: "a write", verb: "STOR", before: DEAF, start: writeFile },
  { name: "FtpFindFirstFile at FEAT", verb: "FEAT", start: find },
  { name: "FtpFindFirstFile before 150", verb: "MLSD", start: find },
  {
    name: "InternetFindNextFile",
    verb: "MLSD",
    before: HALF_LISTING,
    start: find,
  },
  {
    name: "FtpCommand with data",
    verb: "NLST",
    start: (h) => FtpCommand(h, true, 0, "NLST", CONTEXT),
  },
];

/** Stages of calls on the connection. */
const ABOVE: Stage[] = [
  { name: "FtpDeleteFile", verb: "DELE", start: (h) => FtpDeleteFile(h, "f") },
  {
    name: "FtpCommand",
    verb: "SITE",
    start: (h) => FtpCommand(h, false, 0, "SITE X", CONTEXT),
  },
  {
    name: "FtpGetFile before 150",
    verb: "RETR",
    start: (h, _made, files) => FtpGetFile(h, "f", files.path("f")),
  },
  {
    name: "FtpGetFile in the middle",
    verb: "RETR",
    before: HALF,
    start: (h, _made, files) => FtpGetFile(h, "f", files.path("f")),
  },
  {
    name: "FtpGetFile before the final reply",
    verb: "RETR",
    before: ALL_BUT_REPLY,
    start: (h, _made, files) => FtpGetFile(h, "f", files.path("f")),
  },
  {
    name: "FtpPutFile in the middle",
    verb: "STOR",
    before: DEAF,
    start: (h, _made, files) => FtpPutFile(h, files.write("w", BIG), "w"),
  },
  {
    name: "FtpPutFile at its renaming",
    verb: "RNTO",
    start: (h, _made, files) => FtpPutFile(h, files.write("w", "x"), "w"),
  },
];

/** A server that holds a call until the test releases it or its client disconnects. */
function holding(
  { verb, before }: Stage,
): { options: FtpServerOptions; reached: Promise<void>; release(): void } {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  let held = false;
  const hold = async (call: FtpCall): Promise<boolean | void> => {
    if (held) return false;
    held = true;
    await before?.(call);
    reached.resolve();
    await call.until(released.promise);
    if (before === undefined) return false;
    const data = await call.data();
    await data.close();
    await call.reply("426 Aborted");
  };
  return {
    options: {
      files: { "/f": "0123456789" },
      on: { [verb]: hold, ...(verb === "EPSV" && { EPRT: hold }) },
    },
    reached: reached.promise,
    release: released.resolve,
  };
}

/** The handle that a test closes while a call is in progress on it or below it. */
type Target = "connection" | "session";

for (const [mode, passive] of MODES) {
  for (const stage of BELOW) {
    Deno.test(`${stage.name} is cancelled by closing its handle, and the connection continues, ${mode}`, async () => {
      using files = folder();
      const { options, reached, release } = holding(stage);
      let handle: HINTERNET | null = null;
      await using scene = await openFtp(options, {
        passive,
        onStatus({ name, information }) {
          if (name === "HANDLE_CREATED") handle = information as HINTERNET;
        },
      });
      const { hConnect, watched } = scene;
      const call = rejectedCode(
        stage.start(hConnect, () => {}, files) as Promise<unknown>,
      );
      await reached;
      // The call may be one step behind the server.
      await turns(3);
      handle![Symbol.dispose]();
      assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
      assertEquals(watched.names(CONTEXT).at(-1), "HANDLE_CLOSING");
      assertEquals(
        completions(watched, CONTEXT).at(-1)!.dwError,
        ERROR_INTERNET_OPERATION_CANCELLED,
      );
      release();
      assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
      assertEquals(
        InternetGetLastResponseInfo(hConnect).text,
        '257 "/" is current',
      );
      assertEquals(watched.names(CONTEXT).at(-1), "HANDLE_CLOSING");
      assertEquals(scene.server.open, 1);
    });
  }

  for (const stage of [...BELOW, ...ABOVE]) {
    for (const target of ["connection", "session"] as Target[]) {
      Deno.test(`${stage.name} is cancelled by closing the ${target}, ${mode}`, async () => {
        using files = folder();
        const { options, reached } = holding(stage);
        await using scene = await openFtp(options, {
          passive,
          dwContext: CONTEXT,
        });
        const { hConnect, hInternet, server, watched } = scene;
        const call = rejectedCode(
          stage.start(hConnect, () => {}, files) as Promise<unknown>,
        );
        await reached;
        await turns(3);
        const startedAt = performance.now();
        const closing = target === "connection" ? hConnect : hInternet;
        await closing[Symbol.asyncDispose]();
        assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
        await server.allClosed();
        // The call does not wait for a server that does not reply.
        assertLess(performance.now() - startedAt, 4000);
        assertEquals(watched.names(CONTEXT).at(-1), "HANDLE_CLOSING");
        assert(watched.log.at(-1)!.hInternet === hConnect);
        assert(!files.names().some((name) => name.startsWith("f")));
      });
    }
  }
}

// ---- while it connects ----

const CONNECTING: [name: string, options: FtpServerOptions][] = [
  ["before the greeting", { greeting: "" }],
  ["at USER", { on: { USER: (call) => call.until(NEVER) } }],
  ["at PASS", { on: { PASS: (call) => call.until(NEVER) } }],
];

for (const [name, options] of CONNECTING) {
  Deno.test(`InternetConnect ${name} is cancelled by closing the session`, async () => {
    await using server = new FtpServer(options);
    const count = server.options.greeting === "" ? 0 : 1;
    await using watched = watch();
    const call = rejectedCode(
      connectFtp(watched.hInternet, server, { dwContext: CONTEXT }),
    );
    await server.accepted(1);
    await server.received(name === "at PASS" ? 2 : count);
    await turns(3);
    await watched.hInternet[Symbol.asyncDispose]();
    assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
    await server.allClosed();
    assertEquals(watched.names(CONTEXT).slice(-2), [
      "REQUEST_COMPLETE",
      "HANDLE_CLOSING",
    ]);
  });
}

const AT_STATUS = [
  "HANDLE_CREATED",
  "CONNECTING_TO_SERVER",
  "CONNECTED_TO_SERVER",
  "RECEIVING_RESPONSE",
  "RESPONSE_RECEIVED",
  "SENDING_REQUEST",
  "REQUEST_SENT",
];

for (const status of AT_STATUS) {
  Deno.test(`InternetConnect is cancelled from the callback at ${status}`, async () => {
    await using server = new FtpServer({
      on: { PASS: (call) => call.until(NEVER) },
    });
    let made: HINTERNET | null = null;
    await using watched = watch({
      onStatus({ name, information }) {
        if (name === "HANDLE_CREATED") made = information as HINTERNET;
        if (name === status) made![Symbol.dispose]();
      },
    });
    const call = connectFtp(watched.hInternet, server, { dwContext: CONTEXT });
    assertEquals(await rejectedCode(call), ERROR_INTERNET_OPERATION_CANCELLED);
    await made![Symbol.asyncDispose]();
    await server.allClosed();
    assertEquals(watched.names(CONTEXT).at(-1), "HANDLE_CLOSING");
  });
}

for (const status of AT_STATUS.filter((name) => !/CONNECT/.test(name))) {
  Deno.test(`FtpOpenFile is cancelled from the callback at ${status}, and the connection continues`, async () => {
    let made: HINTERNET | null = null;
    await using scene = await openFtp({
      files: { "/f": "0123456789" },
    }, {
      onStatus({ name, information }) {
        if (name === "HANDLE_CREATED") made = information as HINTERNET;
        if (name === status) made![Symbol.dispose]();
      },
    });
    const { hConnect } = scene;
    const call = FtpOpenFile(hConnect, "f", GENERIC_READ, 0, CONTEXT);
    assertEquals(await rejectedCode(call), ERROR_INTERNET_OPERATION_CANCELLED);
    assertEquals(scene.watched.names(CONTEXT).at(-1), "HANDLE_CLOSING");
    assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
  });
}

Deno.test("simultaneous connections do not affect each other if every second one is cancelled", async () => {
  await using scene = await openFtp({ files: { "/f": BIG } });
  const { hInternet, server } = scene;
  const ends = await Promise.all(
    Array.from({ length: 10 }, async (_, at) => {
      const hConnect = await connectFtp(hInternet, server);
      const hFile = await FtpOpenFile(hConnect, "f", GENERIC_READ);
      const buffer = new Uint8Array(BIG.length);
      const call = InternetReadFile(hFile, buffer);
      if (at % 2 === 1) {
        hFile[Symbol.dispose]();
        const code = await rejectedCode(call);
        return [code, await FtpGetCurrentDirectory(hConnect)];
      }
      return [await call, buffer.at(-1) === BIG.at(-1)];
    }),
  );
  for (const [at, end] of ends.entries()) {
    const cancelled = [ERROR_INTERNET_OPERATION_CANCELLED, "/"];
    assertEquals(end, at % 2 === 1 ? cancelled : [BIG.length, true]);
  }
});
