// Copyright 2026 the wininet authors. MIT license.

/**
 * Shared code for the tests of broken sessions: small programs that check their
 * results, a server that can cut a session at any of its replies, and the
 * conditions that must be met after a program has failed.
 *
 * A program either succeeds with a correct result, or fails with an
 * `InternetError`. Any other result (wrong bytes, an assertion) is a bug in the
 * library.
 *
 * @module
 */

import {
  assert,
  assertArrayIncludes,
  assertEquals,
  assertInstanceOf,
} from "@std/assert";
import { deadline } from "@std/async";
import { InternetError } from "../../error.ts";
import {
  GENERIC_READ,
  GENERIC_WRITE,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import {
  FtpCreateDirectory,
  FtpFindFirstFile,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpOpenFile,
  FtpPutFile,
  FtpRenameFile,
  FtpSetCurrentDirectory,
} from "../../ftp.ts";
import { FTP_OPTION_RECONNECT } from "../../ftp_options.ts";
import {
  InternetCloseHandle,
  InternetOpen,
  InternetSetOption,
  InternetWriteFile,
} from "../../internet.ts";
import { entries } from "../../streams.ts";
import type { HINTERNET, WIN32_FIND_DATA } from "../../structures.ts";
import {
  connectFtp,
  fileText,
  type Folder,
  openToRead,
  pattern,
  readBytes,
} from "../helpers/ftp_calls.ts";
import {
  FtpServer,
  type FtpServerOptions,
  type FtpSession,
  WireLost,
} from "../servers/ftp_server.ts";

/** The maximum time of an operation, in milliseconds; reached only if an operation hangs. */
const PATIENCE = 20_000;

/** The content that the programs read from the server. */
const CONTENT = pattern(5_000);

/** The kinds of session. */
export const SECURITIES = ["plain", "TLS"] as const;

/** A kind of session. */
export type Security = typeof SECURITIES[number];

/** The kinds of session and of data connection. */
export const WAYS: readonly Way[] = [
  { name: "passive", security: "plain", passive: true },
  { name: "active", security: "plain", passive: false },
  { name: "TLS", security: "TLS", passive: true },
];

/** A kind of session and of data connection. */
export interface Way {
  readonly name: string;
  readonly security: Security;
  readonly passive: boolean;
}

/** The context of a program. */
export interface ProgramScene {
  readonly server: FtpServer;
  readonly hConnect: HINTERNET;
  readonly files: Folder;
}

/** A program: it throws if a result is wrong, or if a call fails. */
export type FtpProgram = (scene: ProgramScene) => Promise<void>;

/** The programs by name. Each of them includes connecting and logging in. */
export const PROGRAMS: Readonly<Record<string, FtpProgram>> = {
  "connect and login": () => Promise.resolve(),
  "get a file": getting,
  "put a file": putting,
  "open, read, close": reading,
  "open, write, close": writing,
  "find and entries": finding,
  "rename": renaming,
  "mkd": making,
  "change and ask the directory": changing,
};

/** The files that the programs need on the server. */
export const PROGRAM_FILES: FtpServerOptions = {
  files: {
    "/a.bin": CONTENT,
    "/old": "old",
    "/dir/one": "1",
    "/dir/two": "22",
    "/dir/three": "333",
  },
};

async function getting({ hConnect, files }: ProgramScene): Promise<void> {
  await FtpGetFile(hConnect, "a.bin", files.path("a.bin"));
  assertEquals(files.read("a.bin"), CONTENT);
}

async function putting(scene: ProgramScene): Promise<void> {
  const { server, hConnect, files } = scene;
  await FtpPutFile(hConnect, files.write("source", CONTENT), "put.bin");
  assertEquals(server.files.get("/put.bin"), CONTENT);
}

async function reading({ hConnect }: ProgramScene): Promise<void> {
  using hFile = await openToRead(hConnect, "a.bin");
  assertEquals(await readBytes(hFile), CONTENT);
}

async function writing({ server, hConnect }: ProgramScene): Promise<void> {
  const hFile = await FtpOpenFile(hConnect, "written", GENERIC_WRITE);
  try {
    await InternetWriteFile(hFile, "hello ");
    await InternetWriteFile(hFile, "world");
  } catch (error) {
    InternetCloseHandle(hFile);
    throw error;
  }
  await hFile[Symbol.asyncDispose]();
  assertEquals(fileText(server, "/written"), "hello world");
}

async function finding({ hConnect }: ProgramScene): Promise<void> {
  const { hFind } = await FtpFindFirstFile(hConnect, "dir");
  using _end = hFind;
  const found: [name: string, size: number][] = [];
  for await (const entry of entries(hFind)) {
    const { cFileName, nFileSize } = entry as WIN32_FIND_DATA;
    found.push([cFileName, nFileSize]);
  }
  assertEquals(found.sort(), [["one", 1], ["three", 3], ["two", 2]]);
}

async function renaming({ server, hConnect }: ProgramScene): Promise<void> {
  await FtpRenameFile(hConnect, "old", "new");
  assertEquals(fileText(server, "/new"), "old");
}

async function making({ server, hConnect }: ProgramScene): Promise<void> {
  await FtpCreateDirectory(hConnect, "made");
  assert(server.directories.has("/made"));
}

async function changing({ hConnect }: ProgramScene): Promise<void> {
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
  await FtpSetCurrentDirectory(hConnect, "dir");
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/dir");
  const hFile = await FtpOpenFile(hConnect, "two", GENERIC_READ);
  using _end = hFile;
  assertEquals(new TextDecoder().decode(await readBytes(hFile)), "22");
  InternetCloseHandle(hFile);
  await FtpSetCurrentDirectory(hConnect, "/");
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
}

/** Opens a connection of this kind. */
export async function connectAs(
  hInternet: HINTERNET,
  server: FtpServer,
  { security, passive }: Omit<Way, "name">,
): Promise<HINTERNET> {
  const flags = security === "TLS" ? INTERNET_FLAG_SECURE : 0;
  const hConnect = await connectFtp(hInternet, server, { flags, passive });
  // Without a reconnect, so that the test sees the cut.
  InternetSetOption(hConnect, FTP_OPTION_RECONNECT, false);
  return hConnect;
}

/** Awaits a promise that must settle in time. */
export function inTime<Value>(promise: Promise<Value>): Promise<Value> {
  return deadline(promise, PATIENCE);
}

// ---- cutting at replies ----

/** The point at which a session is cut. */
export interface Cut {
  /** The number of the reply; the greeting is 0. */
  readonly at: number;
  readonly position: "before" | "within" | "after";
  readonly end: "FIN" | "RST";
}

/** A server that can cut a session. */
export interface CuttingServer extends AsyncDisposable {
  readonly server: FtpServer;
  /** The replies of the latest session, up to the current one. */
  readonly replies: string[];
  /** The cut of the next session. */
  cut: Cut | null;
}

/** Opens a server with the files of the programs. */
export function cuttingServer(): CuttingServer {
  const replies: string[] = [];
  const server = new FtpServer({
    ...PROGRAM_FILES,
    async greeting(call) {
      replies.length = 0;
      spoil(call.session, cutting.cut, replies);
      cutting.cut = null;
      await call.reply("220 Ready");
    },
  });
  const cutting: CuttingServer = {
    server,
    replies,
    cut: null,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
  return cutting;
}

/** Counts the replies of a session, and cuts it at one of them. */
function spoil(session: FtpSession, cut: Cut | null, replies: string[]): void {
  const { reply, upgrade } = session;
  /** Cuts the session if its cut is reached; returns `true` if the reply must not be sent. */
  const isOver = async (text: string): Promise<boolean> => {
    const number = replies.push(text) - 1;
    if (cut === null || number < cut.at) return false;
    if (number > cut.at) throw new WireLost("Cannot reply: The wire is cut");
    if (cut.position === "within") await session.raw(text.slice(0, 6));
    if (cut.position === "after") await session.raw(`${text}\r\n`);
    await (cut.end === "FIN" ? session.close() : session.reset());
    return true;
  };
  session.reply = async (text) => {
    if (!await isOver(text)) await reply.call(session, text);
  };
  session.upgrade = (lastClear) => {
    if (cut?.at !== replies.length) {
      replies.push(String(lastClear));
      return upgrade.call(session, lastClear);
    }
    isOver(String(lastClear).trimEnd()).catch(() => {});
  };
}

// ---- conditions after a failure ----

/** Runs a program; returns its error, or `null` after success. */
export async function outcomeOf(
  run: () => Promise<void>,
): Promise<InternetError | null> {
  try {
    await inTime(run());
    return null;
  } catch (error) {
    assertInstanceOf(error, InternetError, String(error));
    return error;
  }
}

/** Checks that the error has one of these codes. */
export function assertCode(
  error: InternetError,
  codes: readonly number[],
  what: string,
): void {
  assertArrayIncludes(codes, [error.code], `${what}: ${error.message}`);
}

/**
 * Checks that no incomplete file is left locally, and none has the final name
 * on the server.
 */
export function assertNoHalves(
  { server, files }: Omit<ProgramScene, "hConnect">,
  what: string,
): void {
  for (const name of files.names().filter((name) => name !== "source")) {
    assertEquals(files.read(name), CONTENT, `${what}: "${name}" is not whole`);
  }
  const put = server.files.get("/put.bin");
  if (put !== undefined) assertEquals(put, CONTENT, what);
}

/** Checks that earlier sessions do not affect a new one. */
export async function assertNextSession(
  server: FtpServer,
  security: Security = "plain",
): Promise<void> {
  await using hInternet = InternetOpen("next/1");
  const way = { security, passive: true };
  await using hConnect = await inTime(connectAs(hInternet, server, way));
  assertEquals(await inTime(FtpGetCurrentDirectory(hConnect)), "/");
}
