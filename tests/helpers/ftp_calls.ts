// Copyright 2026 the wininet authors. MIT license.

/**
 * Shortcuts for the first steps of most FTP tests: a server, a session and a
 * connection in one line, a directory for files, and the commands sent.
 *
 * @module
 */

import {
  GENERIC_READ,
  INTERNET_FLAG_PASSIVE,
  INTERNET_SERVICE_FTP,
} from "../../flags.ts";
import { LocalSource } from "../../_base/local_file.ts";
import { remotePartPath } from "../../_ftp/handles/remote_parts.ts";
import { FtpOpenFile } from "../../ftp.ts";
import { InternetConnect } from "../../internet.ts";
import { readable } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import { FtpServer, type FtpServerOptions } from "../servers/ftp_server.ts";
import { type Watch, watch, type WatchOptions } from "./watch.ts";

/** The two modes of a data connection. */
export const MODES = [["passive", true], ["active", false]] as const;

/** The two kinds of session. */
export const SESSIONS = [["synchronous", false], [
  "asynchronous",
  true,
]] as const;

/** The commands of an anonymous login. */
export const LOGIN: readonly string[] = ["USER anonymous", "PASS anonymous@"];

/** The options for opening a connection. */
export interface FtpConnectOptions {
  /** @default {true} */
  readonly passive?: boolean;
  /** More flags. @default {0} */
  readonly flags?: number;
  /** @default {null} */
  readonly user?: string | null;
  /** @default {null} */
  readonly password?: string | null;
  readonly dwContext?: unknown;
}

/** Connects to a server. */
export function connectFtp(
  hInternet: HINTERNET,
  server: { readonly host: string; readonly port: number },
  options: FtpConnectOptions = {},
): Promise<HINTERNET> {
  const { passive = true, flags = 0, user = null, password = null } = options;
  return InternetConnect(
    hInternet,
    server.host,
    server.port,
    user,
    password,
    INTERNET_SERVICE_FTP,
    flags | (passive ? INTERNET_FLAG_PASSIVE : 0),
    options.dwContext,
  );
}

/** A server, a watched session and a connection. Its disposal ends them in the right order. */
export interface FtpScene extends AsyncDisposable {
  readonly server: FtpServer;
  readonly watched: Watch;
  readonly hInternet: HINTERNET;
  readonly hConnect: HINTERNET;
  /** The commands after the login. */
  sent(): string[];
}

/** Opens a server, a session and a connection. */
export async function openFtp(
  serverOptions: FtpServerOptions = {},
  options: FtpConnectOptions & WatchOptions = {},
): Promise<FtpScene> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(new FtpServer(serverOptions));
  const watched = stack.use(watch(options));
  const { hInternet } = watched;
  const hConnect = await connectFtp(hInternet, server, options);
  const before = server.commands.length;
  const all = stack.move();
  return {
    server,
    watched,
    hInternet,
    hConnect,
    sent: () => server.commands.slice(before),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** A directory that is removed at the end of the test. */
export interface Folder extends Disposable {
  /** The path of a file in it. */
  path(name: string): string;
  /** Writes a file; returns its path. */
  write(name: string, content: string | Uint8Array): string;
  /** Returns the content of a file. */
  read(name: string): Uint8Array;
  /** Returns the content as a string. */
  text(name: string): string;
  /** Returns the names of all files, sorted, optionally of a subdirectory. */
  names(below?: string): string[];
}

/** Creates an empty folder. */
export function folder(): Folder {
  const root = Deno.makeTempDirSync({ prefix: "wininet_ftp_" });
  const path = (name: string) => `${root}/${name}`;
  return {
    path,
    write(name, content) {
      const bytes = typeof content === "string"
        ? new TextEncoder().encode(content)
        : content;
      Deno.writeFileSync(path(name), bytes);
      return path(name);
    },
    read: (name) => Deno.readFileSync(path(name)),
    text: (name) => Deno.readTextFileSync(path(name)),
    names: (below = "") =>
      [...Deno.readDirSync(path(below))].map(({ name }) => name).sort(),
    [Symbol.dispose]: () => Deno.removeSync(root, { recursive: true }),
  };
}

/** Opens a file of the server for reading. */
export function openToRead(
  hConnect: HINTERNET,
  name: string,
  dwContext?: unknown,
): Promise<HINTERNET> {
  return FtpOpenFile(hConnect, name, GENERIC_READ, 0, dwContext);
}

/** Returns the data of a handle that has not been read. */
export function readBytes(hFile: HINTERNET): Promise<Uint8Array> {
  return new Response(readable(hFile)).bytes();
}

/** Reads to the end; returns a string. */
export function readAll(hFile: HINTERNET): Promise<string> {
  return new Response(readable(hFile)).text();
}

/** Returns a file of the server as a string; `undefined` if there is none. */
export function fileText(server: FtpServer, path: string): string | undefined {
  const content = server.files.get(path);
  return content && new TextDecoder().decode(content);
}

/** The part that FtpPutFile continues with FTP_OPTION_RESUME. */
export function resumedPart(local: string, remote: string): string {
  using source = LocalSource.open(local);
  return remotePartPath(remote, source.version);
}

/** A file with different bytes everywhere. */
export function pattern(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at++) bytes[at] = (at * 31 + (at >> 8)) & 255;
  return bytes;
}
