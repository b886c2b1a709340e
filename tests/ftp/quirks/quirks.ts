// Copyright 2026 the wininet authors. MIT license.

/**
 * Shared code for the tests of unusual FTP servers: an unusual server in one
 * line, whole files and listings in one line, and a check that the session can
 * still be used.
 *
 * @module
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { ERROR_NO_MORE_FILES, InternetError } from "../../../error.ts";
import {
  FtpCommand,
  FtpFindFirstFile,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpPutFile,
} from "../../../ftp.ts";
import { FTP_OPTION_RECONNECT } from "../../../ftp_options.ts";
import { InternetSetOption } from "../../../internet.ts";
import { entries } from "../../../streams.ts";
import type { HINTERNET, WIN32_FIND_DATA } from "../../../structures.ts";
import {
  connectFtp,
  folder,
  type FtpConnectOptions,
  type FtpScene,
  openFtp,
} from "../../helpers/ftp_calls.ts";
import {
  type FtpCall,
  type FtpScript,
  FtpServer,
  type FtpServerOptions,
} from "../../servers/ftp_server.ts";
import { watch } from "../../helpers/watch.ts";
import { lacks, type Need } from "../../helpers/lacks.ts";

/** Registers a test with a connection to one unusual server. */
export function quirkTest(
  name: string,
  options: FtpServerOptions,
  run: (scene: FtpScene) => Promise<unknown>,
  { needs, ...connecting }: FtpConnectOptions & { readonly needs?: Need } = {},
): void {
  Deno.test(name, { ignore: lacks(needs) }, async () => {
    await using scene = await openFtp(options, connecting);
    // Without a reconnect, so that the test sees the end of the session.
    InternetSetOption(scene.hConnect, FTP_OPTION_RECONNECT, false);
    await run(scene);
  });
}

/** The result of a failed connection attempt. */
export interface FailedConnect {
  readonly error: InternetError;
  readonly server: FtpServer;
}

/** Registers a test of a connection that fails. */
export function failedConnectTest(
  name: string,
  options: FtpServerOptions,
  check: (failed: FailedConnect) => unknown,
  connecting: FtpConnectOptions & { readonly settings?: Settings } = {},
): void {
  Deno.test(name, async () => {
    await using server = new FtpServer(options);
    await using watched = watch();
    set(watched.hInternet, connecting.settings ?? []);
    const error = await assertRejects(
      () => connectFtp(watched.hInternet, server, connecting),
      InternetError,
    );
    await check({ error, server });
  });
}

/** Options and their values. */
export type Settings = readonly (readonly [option: number, value: unknown])[];

/** Sets options of a handle. */
export function set(hInternet: HINTERNET, settings: Settings): void {
  for (const [option, value] of settings) {
    InternetSetOption(hInternet, option, value);
  }
}

/** Returns the file of FtpGetFile as a string. */
export async function got(
  hConnect: HINTERNET,
  name: string = "a",
  dwFlags: number = 0,
): Promise<string> {
  using files = folder();
  const local = files.path("local");
  await FtpGetFile(hConnect, name, local, false, 0, dwFlags);
  return files.text("local");
}

/**
 * Returns the error of FtpGetFile, and checks that neither the file nor a part
 * of it is left.
 */
export async function failedGet(
  hConnect: HINTERNET,
  name: string = "a",
): Promise<InternetError> {
  using files = folder();
  const local = files.path("local");
  const error = await assertRejects(
    () => FtpGetFile(hConnect, name, local),
    InternetError,
  );
  assertEquals(files.names(), []);
  return error;
}

/** Uploads a text with FtpPutFile. */
export async function put(
  hConnect: HINTERNET,
  content: string | Uint8Array,
  name: string = "a",
  dwFlags: number = 0,
): Promise<void> {
  using files = folder();
  await FtpPutFile(hConnect, files.write("local", content), name, dwFlags);
}

/** Returns the error of FtpPutFile. */
export async function failedPut(
  hConnect: HINTERNET,
  content: string | Uint8Array,
  name: string = "a",
): Promise<InternetError> {
  return await assertRejects(() => put(hConnect, content, name), InternetError);
}

/** Returns all entries of FtpFindFirstFile and InternetFindNextFile. */
export async function found(
  hConnect: HINTERNET,
  search: string | null = null,
): Promise<WIN32_FIND_DATA[]> {
  let hFind: HINTERNET;
  try {
    ({ hFind } = await FtpFindFirstFile(hConnect, search));
  } catch (error) {
    if ((error as InternetError).code === ERROR_NO_MORE_FILES) return [];
    throw error;
  }
  const all: WIN32_FIND_DATA[] = [];
  for await (const entry of entries(hFind)) all.push(entry as WIN32_FIND_DATA);
  await hFind[Symbol.asyncDispose]();
  return all;
}

/** Returns the names of all entries. */
export async function listed(
  hConnect: HINTERNET,
  search: string | null = null,
): Promise<string[]> {
  return (await found(hConnect, search)).map(({ cFileName }) => cFileName);
}

/** Sends a command without data. */
export function say(hConnect: HINTERNET, line: string): Promise<unknown> {
  return FtpCommand(hConnect, false, 0, line);
}

/**
 * Checks that each command receives its own reply: that of PWD is a path, the
 * others are as expected.
 */
export async function assertUsable(
  { hConnect, server }: FtpScene,
): Promise<void> {
  const { on = {} } = server.options;
  delete on.RETR;
  delete on.PWD;
  server.add("/usable", "still usable");
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
  assertEquals(await got(hConnect, "usable"), "still usable");
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
  assertEquals(server.connections, 1);
}

/** Checks that a text is in the message of an error and in its response text. */
export function assertTells(error: InternetError, text: string): void {
  assert(error.message.includes(text), error.message);
  assert(error.responseText?.includes(text), error.responseText);
}

/** Replies with these bytes, as Latin-1. */
export function answer(text: string): FtpScript {
  return (call) => call.raw(text);
}

/** Opens the data connection and sends a text. */
export async function sendData(call: FtpCall, text: string): Promise<void> {
  const data = await call.data();
  if (text !== "") await data.write(text);
  await data.end();
}

/** Sends a text and ends the connection normally. */
export function sending(text: string, ending = "226 Done"): FtpScript {
  return async (call) => {
    await call.reply("150 Now");
    await sendData(call, text);
    await call.reply(ending);
  };
}

/** A download that ends with ABOR, and the replies to ABOR. */
export function abortable(
  run: (call: FtpCall, aborted: Promise<void>) => Promise<void>,
  replies: string = "426 Aborted\r\n226 Done\r\n",
): { RETR: FtpScript; ABOR: FtpScript } {
  const aborted = Promise.withResolvers<void>();
  return {
    RETR: (call) => run(call, aborted.promise),
    async ABOR(call) {
      await call.raw(replies);
      aborted.resolve();
    },
  };
}
