// Copyright 2026 the wininet authors. MIT license.

/**
 * Starts real Gopher servers for tests, each with all its files in one
 * temporary directory and on a free port of the loopback interface. All of them
 * serve the tree of {@linkcode "./gopher_tree.ts"}.
 *
 * The servers do not run as root: if the tests run as root, the servers run as
 * the user `nobody`.
 *
 * @module
 */

import { type Address, logOf, startDaemons, startInFolder } from "./daemon.ts";
import {
  gophernicus,
  type GopherSetting,
  pygopherd,
} from "./gopher_configurations.ts";
import { writeGopherTree, writeShared } from "./gopher_tree.ts";
import {
  findProgram,
  freePorts,
  isFree,
  serversRequired,
} from "./processes.ts";
import { ServerTests } from "./server_tests.ts";

const TLS_FOLDER = new URL("../tls/", import.meta.url);

const NOBODY = 65534;

/** The differences between the servers. */
const KINDS = {
  "gophernicus": { host: "127.0.0.1", secure: false },
  "gophernicus-ipv6": { host: "::1", secure: false },
  "gophernicus-tls": { host: "127.0.0.1", secure: true },
  "pygopherd": { host: "127.0.0.1", secure: false },
  "pygopherd-ipv6": { host: "::1", secure: false },
  "pygopherd-tls": { host: "127.0.0.1", secure: true },
} as const;

/** A server with its address and security. */
export type RealGopherServerName = keyof typeof KINDS;

/** All servers. */
export const REAL_GOPHER_SERVERS: readonly RealGopherServerName[] = Object
  .keys(KINDS) as RealGopherServerName[];

/** A running server. */
export interface RealGopherServer extends AsyncDisposable {
  readonly name: RealGopherServerName;
  /** `127.0.0.1` or `::1`, also in its menus. */
  readonly host: string;
  readonly port: number;
  /** `gopher://host:port` or `gophers://host:port`, without a final slash. */
  readonly url: string;
  /** `true` for TLS, with tests/tls/localhost.pem. */
  readonly secure: boolean;
  /** `true` if it ends TLS with close_notify. */
  readonly closeNotify: boolean;
  /** `true` if it supports Gopher+. */
  readonly plus: boolean;
  /** The local path of the directory that is served. */
  readonly root: string;
  /** Writes a file below the root that the server can read. */
  addFile(name: string, content: string | Uint8Array): Promise<void>;
  /** Removes the files that were written by `addFile`. */
  removeAdded(): Promise<void>;
  /** Returns the log of the server. */
  log(): Promise<string>;
}

/**
 * Starts a server and waits until its port accepts connections.
 *
 * Returns `null` if it is not installed or this machine does not have its
 * address. Throws if the server is not installed and the environment variable
 * WININET_REQUIRE_SERVERS is `1`.
 */
export async function openGopherServer(
  name: RealGopherServerName,
): Promise<RealGopherServer | null> {
  const found = findGopherServer(name);
  if (found === undefined) {
    if (!serversRequired()) return null;
    throw new Deno.errors.NotFound(`Cannot start ${name}: Not installed`);
  }
  if (!isFree(KINDS[name].host, 0)) return null;
  let written: Promise<void> | undefined;
  return await startInFolder(name, async (folder) => {
    await (written ??= writeFiles(folder));
    return await launch(name, found, folder);
  });
}

/** The tests of this file, by server. */
const tests = new Map<RealGopherServerName, ServerTests<RealGopherServer>>();

/**
 * Registers a test against the server that the tests of a file share; it starts
 * with only the tree.
 */
export function realGopherTest(
  name: RealGopherServerName,
  title: string,
  run: (server: RealGopherServer, context: Deno.TestContext) => Promise<void>,
): void {
  const group = tests.getOrInsertComputed(name, () =>
    new ServerTests({
      program: programName(name),
      remedy: "see .ci/run",
      isInstalled: findGopherServer(name) !== undefined,
      open: () => openGopherServer(name),
      clear: (server) => server.removeAdded(),
    }));
  group.add(`${title} (${name})`, run);
}

type GopherPrograms = Pick<GopherSetting, "program" | "socat">;

/** Returns the programs that a server needs, if they are installed. */
export function findGopherServer(
  name: RealGopherServerName,
): GopherPrograms | undefined {
  const program = findProgram(programName(name));
  const socat = findProgram("socat");
  if (program === undefined || socat === undefined) return undefined;
  return { program, socat };
}

function programName(name: RealGopherServerName): string {
  return name.replace(/-.*/, "");
}

async function writeFiles(folder: string): Promise<void> {
  // The user `nobody` must be able to reach the tree.
  await Deno.chmod(folder, 0o711);
  await writeGopherTree(`${folder}/root`);
  for (const [source, name] of [["pem", "cert.pem"], ["key", "key.pem"]]) {
    const text = await Deno.readTextFile(
      new URL(`localhost.${source}`, TLS_FOLDER),
    );
    await writeShared(`${folder}/${name}`, text);
  }
}

async function launch(
  name: RealGopherServerName,
  found: GopherPrograms,
  folder: string,
): Promise<RealGopherServer | undefined> {
  const { host } = KINDS[name];
  const [port = 0] = freePorts(1, [...new Set(["127.0.0.1", host])]);
  const place = { folder, root: `${folder}/root`, port };
  const setting = { ...KINDS[name], ...found, ...place };
  const doors: Address[] = [{ host, port }];
  // The address of pygopherd, to which socat connects.
  if (name === "pygopherd-ipv6") doors.unshift({ host: "127.0.0.1", port });
  const commands = name.startsWith("pygopherd")
    ? await pygopherd(setting)
    : gophernicus(setting);
  const unprivileged = commands.map((command) => [...dropped(), ...command]);
  const daemons = await startDaemons(folder, unprivileged, doors);
  return daemons && { ...running(name, setting), ...daemons };
}

/** Returns the start of a command that must not run as root. */
function dropped(): string[] {
  if (Deno.uid() !== 0) return [];
  return [
    "setpriv",
    `--reuid=${NOBODY}`,
    `--regid=${NOBODY}`,
    "--clear-groups",
  ];
}

function running(
  name: RealGopherServerName,
  { folder, root, host, port, secure }: GopherSetting,
): Omit<RealGopherServer, typeof Symbol.asyncDispose> {
  const authority = host.includes(":") ? `[${host}]` : host;
  const added = new Set<string>();
  return {
    name,
    host,
    port,
    url: `gopher${secure ? "s" : ""}://${authority}:${port}`,
    secure,
    closeNotify: name === "gophernicus-tls",
    plus: name.startsWith("pygopherd"),
    root,
    async addFile(file, content) {
      added.add(`${root}/${file}`);
      await writeShared(`${root}/${file}`, content);
    },
    async removeAdded() {
      for (const path of added) await Deno.remove(path);
      added.clear();
    },
    log: () => Deno.readTextFile(logOf(folder)),
  };
}
