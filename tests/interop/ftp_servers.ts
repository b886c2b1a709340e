// Copyright 2026 the wininet authors. MIT license.

/**
 * Starts real FTP servers for tests, each with all its files in one temporary
 * directory and on free ports of the loopback interface.
 *
 * Debian's FTP server packages conflict with each other, so `.ci/run` unpacks
 * them side by side into /opt/wininet-ftp-servers. The environment variable
 * WININET_FTP_SERVERS can name another such directory. PATH is searched first.
 *
 * The servers run as the current user, except for pure-ftpd, which never serves
 * as root. Use `addFile` and `addDirectory` to create files that a server must
 * be able to change.
 *
 * @module
 */

import {
  type Address,
  type Daemons,
  logOf,
  startDaemons,
  startInFolder,
} from "./daemon.ts";
import {
  type CommandLine,
  type FtpPorts,
  type FtpSetting,
  proftpd,
  proftpdModules,
  pureFtpd,
  pyftpdlib,
  vsftpd,
} from "./ftp_configurations.ts";
import {
  findProgram,
  freePorts,
  isFile,
  isFree,
  searchedFolders,
  serversRequired,
} from "./processes.ts";
import { ServerTests } from "./server_tests.ts";

const TLS_FOLDER = new URL("../tls/", import.meta.url);

const NOBODY = 65534;

/** `vsftpd-reuse` is vsftpd that requires resumed TLS sessions, as ProFTPD does. */
export type RealFtpServerName =
  | "vsftpd"
  | "vsftpd-reuse"
  | "proftpd"
  | "pure-ftpd"
  | "pyftpdlib";

/** All servers. */
export const REAL_FTP_SERVERS: readonly RealFtpServerName[] = [
  "vsftpd",
  "vsftpd-reuse",
  "proftpd",
  "pure-ftpd",
  "pyftpdlib",
];

/** A running server. */
export interface RealFtpServer extends Daemons {
  readonly name: RealFtpServerName;
  /** `127.0.0.1`. */
  readonly host: string;
  readonly port: number;
  /** The port on `::1`, or `null` if this machine has no IPv6. */
  readonly ipv6Port: number | null;
  /** The port for implicit TLS on 127.0.0.1, or `null` if the server does not support it. */
  readonly implicitPort: number | null;
  /** `true` if AUTH TLS works, with tests/tls/localhost.pem. */
  readonly tls: boolean;
  /** `true` if data connections with TLS must resume a session. */
  readonly demandsReuse: boolean;
  /** `true` if it supports MLSD and MLST. */
  readonly mlsd: boolean;
  readonly user: string;
  /** A new password for each start. */
  readonly password: string;
  /** The local path of the login directory. */
  readonly home: string;
  /** The name of the login directory on the server. */
  readonly root: string;
  /** Writes a file below the login directory that the server can change. */
  addFile(name: string, content: string | Uint8Array): Promise<void>;
  /** Creates a directory below the login directory that the server can change. */
  addDirectory(name: string): Promise<void>;
  /** Returns the log of the server. */
  log(): Promise<string>;
}

/** The differences from the usual server. */
export interface RealFtpServerOptions {
  /** The time after which idle sessions end, in seconds; pure-ftpd supports only minutes. */
  readonly idle?: number;
  /** The quota of a user, in MiB; pure-ftpd only. */
  readonly quota?: number;
  /**
   * The path of the authority that must have issued the client certificates for
   * TLS; vsftpd only.
   */
  readonly clientAuthority?: string;
}

/**
 * Starts a server and waits until all its ports accept connections.
 *
 * Returns `null` if it is not installed, unless the environment variable
 * WININET_REQUIRE_SERVERS is `1`: then it throws.
 */
export async function openFtpServer(
  name: RealFtpServerName,
  options: RealFtpServerOptions = {},
): Promise<RealFtpServer | null> {
  const program = findFtpServer(name);
  if (program === undefined) {
    if (!serversRequired()) return null;
    throw new Deno.errors.NotFound(`Cannot start ${name}: Not installed`);
  }
  let prepared: Omit<FtpSetting, "ports"> | undefined;
  return await startInFolder(name, async (folder) => {
    prepared ??= await prepare(name, program, folder);
    const ports = choosePorts(name);
    return await launch(name, { ...options, ...prepared, ports });
  });
}

/** The tests of this file, by server. */
const tests = new Map<RealFtpServerName, ServerTests<RealFtpServer>>();

/**
 * Registers a test against the server that the tests of a file share; it starts
 * with an empty directory.
 */
export function realFtpTest(
  name: RealFtpServerName,
  title: string,
  run: (server: RealFtpServer, context: Deno.TestContext) => Promise<void>,
): void {
  const group = tests.getOrInsertComputed(name, () => ftpServerTests(name));
  group.add(`${title} (${name})`, run);
}

/** Returns the tests of a file against a separate server. */
export function ftpServerTests(
  name: RealFtpServerName,
  options: RealFtpServerOptions = {},
): ServerTests<RealFtpServer> {
  return new ServerTests({
    program: name,
    remedy: "see .ci/run",
    isInstalled: findFtpServer(name) !== undefined,
    open: () => openFtpServer(name, options),
    clear: removeFiles,
  });
}

async function removeFiles({ home }: RealFtpServer): Promise<void> {
  for (const { name } of await Array.fromAsync(Deno.readDir(home))) {
    await Deno.remove(`${home}/${name}`, { recursive: true });
  }
}

const found = new Map<RealFtpServerName, string | undefined>();

/** Returns the program of a server, if it is installed and can be started. */
export function findFtpServer(name: RealFtpServerName): string | undefined {
  if (!found.has(name)) found.set(name, search(name));
  return found.get(name);
}

function search(name: RealFtpServerName): string | undefined {
  switch (name) {
    case "vsftpd":
    case "vsftpd-reuse":
      return findProgram("vsftpd", unpackedFolders());
    case "proftpd": {
      const program = findProgram("proftpd", unpackedFolders());
      const tls = `${proftpdModules(program ?? "")}/mod_tls.so`;
      return program !== undefined && isFile(tls) ? program : undefined;
    }
    case "pure-ftpd":
      return isRoot() && findPureDb() !== undefined
        ? findProgram("pure-ftpd", unpackedFolders())
        : undefined;
    case "pyftpdlib":
      // A python that the user installed, earlier in PATH, does not find
      // Debian's packages.
      return searchedFolders().map((folder) => `${folder}/python3`)
        .find((python) => isFile(python) && hasPyftpdlib(python));
  }
}

function findPureDb(): string | undefined {
  return findProgram("pure-pw", unpackedFolders());
}

function unpackedFolders(): string[] {
  const folder = Deno.env.get("WININET_FTP_SERVERS") ??
    "/opt/wininet-ftp-servers";
  return [`${folder}/usr/sbin`, `${folder}/usr/bin`];
}

function hasPyftpdlib(python: string): boolean {
  const { success } = new Deno.Command(python, {
    args: ["-W", "ignore", "-c", "import pyftpdlib.servers, OpenSSL"],
    stdout: "null",
    stderr: "null",
  }).outputSync();
  return success;
}

function isRoot(): boolean {
  return Deno.uid() === 0;
}

async function prepare(
  name: RealFtpServerName,
  program: string,
  folder: string,
): Promise<Omit<FtpSetting, "ports">> {
  const root = isRoot();
  const dropped = root && name === "pure-ftpd";
  const uid = dropped ? NOBODY : Deno.uid() ?? 0;
  const gid = dropped ? NOBODY : Deno.gid() ?? 0;
  const home = `${folder}/home`;
  // Only the server needs access to its home directory.
  if (dropped) await Deno.chmod(folder, 0o711);
  await Deno.mkdir(home);
  await Deno.chown(home, uid, gid);
  await Deno.copyFile(
    new URL("localhost.pem", TLS_FOLDER),
    `${folder}/cert.pem`,
  );
  await Deno.copyFile(
    new URL("localhost.key", TLS_FOLDER),
    `${folder}/key.pem`,
  );
  await Deno.chmod(`${folder}/key.pem`, 0o600);
  // Contains characters that a URL must escape.
  const password = `p@ss:${crypto.randomUUID()}/%`;
  const user = name.startsWith("vsftpd") ? "anonymous" : "alice";
  return { folder, home, user, password, uid, gid, program, root };
}

function choosePorts(name: RealFtpServerName): FtpPorts {
  const ipv6 = isFree("::1", 0);
  const hosts = ipv6 ? ["127.0.0.1", "::1"] : ["127.0.0.1"];
  const [plain, other] = freePorts(2, hosts) as [number, number];
  return {
    plain,
    ipv6: ipv6 ? plain : undefined,
    implicit: name === "pure-ftpd" ? undefined : other,
  };
}

function commandsOf(
  name: RealFtpServerName,
  setting: FtpSetting,
): Promise<CommandLine[]> {
  switch (name) {
    case "vsftpd":
      return vsftpd(setting, false);
    case "vsftpd-reuse":
      return vsftpd(setting, true);
    case "proftpd":
      return proftpd(setting);
    case "pure-ftpd":
      return pureFtpd(setting, findPureDb() ?? "");
    case "pyftpdlib":
      return pyftpdlib(setting);
  }
}

async function launch(
  name: RealFtpServerName,
  setting: FtpSetting,
): Promise<RealFtpServer | undefined> {
  const { folder, ports } = setting;
  const commands = await commandsOf(name, setting);
  const daemons = await startDaemons(folder, commands, doorsOf(ports));
  return daemons && { ...running(name, setting), ...daemons };
}

function doorsOf({ plain, implicit, ipv6 }: FtpPorts): Address[] {
  const host = "127.0.0.1";
  const doors: Address[] = [{ host, port: plain }];
  if (implicit !== undefined) doors.push({ host, port: implicit });
  if (ipv6 !== undefined) doors.push({ host: "::1", port: ipv6 });
  return doors;
}

function running(
  name: RealFtpServerName,
  setting: FtpSetting,
): Omit<RealFtpServer, keyof Daemons> {
  const { folder, home, uid, gid, ports, user, password, root } = setting;
  const own = (path: string) => Deno.chown(path, uid, gid);
  const changesRoot = name === "pyftpdlib" ||
    root && !name.startsWith("vsftpd");
  return {
    name,
    host: "127.0.0.1",
    port: ports.plain,
    ipv6Port: ports.ipv6 ?? null,
    implicitPort: ports.implicit ?? null,
    tls: true,
    demandsReuse: name === "vsftpd-reuse" || name === "proftpd",
    mlsd: !name.startsWith("vsftpd"),
    user,
    password,
    home,
    root: changesRoot ? "/" : home,
    async addFile(file, content) {
      const path = `${home}/${file}`;
      if (typeof content === "string") await Deno.writeTextFile(path, content);
      else await Deno.writeFile(path, content);
      await own(path);
    },
    async addDirectory(directory) {
      await Deno.mkdir(`${home}/${directory}`);
      await own(`${home}/${directory}`);
    },
    log: () => Deno.readTextFile(logOf(folder)),
  };
}
