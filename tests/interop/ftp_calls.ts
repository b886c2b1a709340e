// Copyright 2026 the wininet authors. MIT license.

/**
 * Shared helpers for the tests against real FTP servers: sessions with all the
 * connection types of a server, local files, and listings.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  INTERNET_FLAG_PASSIVE,
  INTERNET_FLAG_SECURE,
  INTERNET_SERVICE_FTP,
} from "../../flags.ts";
import { FtpFindFirstFile } from "../../ftp.ts";
import { FTP_OPTION_MACHINE_LISTINGS } from "../../ftp_options.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetSetOption,
} from "../../internet.ts";
import { entries } from "../../streams.ts";
import type { HINTERNET, WIN32_FIND_DATA } from "../../structures.ts";
import { openHandleOf } from "../../_core/handle.ts";
import { startOpening } from "../../_core/opening.ts";
import { Session } from "../../_core/session.ts";
import { FtpConnection } from "../../_ftp/handles/connection.ts";
import { ftpTarget } from "../../_ftp/handles/target.ts";
import {
  REAL_FTP_SERVERS,
  type RealFtpServer,
  type RealFtpServerName,
  realFtpTest,
} from "./ftp_servers.ts";
import { deterministicBytes } from "./nginx.ts";

/**
 * The TLS mode of a session: none, or TLS that starts with a command or with
 * the connection.
 */
export type Security = "plain" | "explicit" | "implicit";

/** The connection type of a session. */
export interface Way {
  /** @default {"plain"} */
  readonly security?: Security;
  /**
   * `true` for IPv6. @default {false}
   */
  readonly ipv6?: boolean;
  /** `true` if the server opens the data connections. @default {false} */
  readonly active?: boolean;
  /** The host name of the server; the default is its address. */
  readonly host?: string;
}

/** A connection with a separate session, and a local directory. */
export interface FtpProgram extends AsyncDisposable {
  readonly hInternet: HINTERNET;
  readonly hConnect: HINTERNET;
  /** Returns a local path. */
  path(name: string): string;
  /** Writes a local file; returns its path. */
  localFile(name: string, content: Uint8Array): Promise<string>;
}

/** The transferred content, for tests in which it does not matter. */
export const CONTENT: Uint8Array<ArrayBuffer> = deterministicBytes(100_003);

/** The servers and TLS modes of a test. */
export interface TestPlaces {
  /** @default {REAL_FTP_SERVERS} */
  readonly names?: readonly RealFtpServerName[];
  /** @default {["plain", "explicit"]} */
  readonly securities?: readonly Security[];
}

/** Registers a test for each server and each TLS mode that it supports. */
export function eachServerTest(
  title: string,
  run: (
    server: RealFtpServer,
    security: Security,
    context: Deno.TestContext,
  ) => Promise<void>,
  places: TestPlaces = {},
): void {
  const { names = REAL_FTP_SERVERS, securities = ["plain", "explicit"] } =
    places;
  for (const name of names) {
    for (const security of securities) {
      if (name === "pure-ftpd" && security === "implicit") continue;
      realFtpTest(
        name,
        `${title}, ${security}`,
        (server, context) => run(server, security, context),
      );
    }
  }
}

/** Connects and logs in. */
export async function openProgram(
  server: RealFtpServer,
  way: Way = {},
): Promise<FtpProgram> {
  const hInternet = InternetOpen("interop/1");
  const folder = await Deno.makeTempDir({ prefix: "wininet-local-" });
  const end = async () => {
    await hInternet[Symbol.asyncDispose]();
    await Deno.remove(folder, { recursive: true });
  };
  try {
    const path = (name: string) => `${folder}/${name}`;
    return {
      hInternet,
      hConnect: await connect(hInternet, server, way),
      path,
      async localFile(name, content) {
        await Deno.writeFile(path(name), content);
        return path(name);
      },
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Opens another connection. */
export async function connect(
  hInternet: HINTERNET,
  server: RealFtpServer,
  way: Way = {},
): Promise<HINTERNET> {
  const { security = "plain", ipv6 = false, active = false } = way;
  const host = way.host ?? (ipv6 ? "::1" : server.host);
  const flags = (active ? 0 : INTERNET_FLAG_PASSIVE) |
    (security === "explicit" ? INTERNET_FLAG_SECURE : 0);
  const { user, password } = server;
  if (security === "implicit") {
    const port = server.implicitPort!;
    const init = { host, port, user, password, implicitTls: true, flags };
    return await connectImplicitly(hInternet, init);
  }
  return await InternetConnect(
    hInternet,
    host,
    ipv6 ? server.ipv6Port! : server.port,
    user,
    password,
    INTERNET_SERVICE_FTP,
    flags,
  );
}

/** Does the same as InternetConnect for port 990, which tests cannot use. */
function connectImplicitly(
  hInternet: HINTERNET,
  init: Parameters<typeof ftpTarget>[1],
): Promise<HINTERNET> {
  const session = openHandleOf(hInternet, Session, "a session");
  const target = ftpTarget(session, init);
  const connection = new FtpConnection(session, target, 0);
  return startOpening(connection.connect());
}

/**
 * Returns all entries of a directory, with MLSD if `machine` is `true` and the
 * server supports it.
 */
export async function list(
  hConnect: HINTERNET,
  search: string | null = null,
  machine: boolean = true,
): Promise<WIN32_FIND_DATA[]> {
  InternetSetOption(hConnect, FTP_OPTION_MACHINE_LISTINGS, machine);
  const { hFind } = await FtpFindFirstFile(hConnect, search);
  const found = await Array.fromAsync(entries(hFind));
  return found as WIN32_FIND_DATA[];
}

/** Returns the sorted names of entries. */
export function namesOf(found: readonly WIN32_FIND_DATA[]): string[] {
  return found.map(({ cFileName }) => cFileName).sort();
}

/** Compares two files, or a file with bytes; paths are local. */
export async function assertSameFile(
  path: string,
  expected: Uint8Array | string,
): Promise<void> {
  const bytes = typeof expected === "string"
    ? await Deno.readFile(expected)
    : expected;
  const actual = await Deno.readFile(path);
  assertEquals(actual.length, bytes.length, path);
  // assertEquals is slow for many bytes.
  assertEquals(await digest(actual), await digest(bytes), path);
}

async function digest(bytes: Uint8Array): Promise<string> {
  const buffer = bytes as Uint8Array<ArrayBuffer>;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", buffer)).toHex();
}
