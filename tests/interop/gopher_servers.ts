// Copyright 2026 the wininet authors. MIT license.

/**
 * Starts real Gopher servers for tests, each with all its files in one temporary
 * folder and on a free port of loopback. All serve the tree of
 * {@linkcode "./gopher_tree.ts"}.
 *
 * Root is too much for them: where the tests run as root, the servers run as
 * nobody.
 *
 * @module
 */

import { type Address, Daemon } from "./daemon.ts";
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
  sayIgnored,
  serversRequired,
} from "./processes.ts";

const TLS_FOLDER = new URL("../tls/", import.meta.url);

const START_ATTEMPTS = 5;

const NOBODY = 65534;

/** What is different between the servers. */
const KINDS = {
  "gophernicus": { host: "127.0.0.1", secure: false },
  "gophernicus-ipv6": { host: "::1", secure: false },
  "gophernicus-tls": { host: "127.0.0.1", secure: true },
  "pygopherd": { host: "127.0.0.1", secure: false },
  "pygopherd-ipv6": { host: "::1", secure: false },
  "pygopherd-tls": { host: "127.0.0.1", secure: true },
} as const;

/** A server with the way to it. */
export type RealGopherServerName = keyof typeof KINDS;

/** All of them. */
export const REAL_GOPHER_SERVERS: readonly RealGopherServerName[] = Object
  .keys(KINDS) as RealGopherServerName[];

/** A running server. */
export interface RealGopherServer extends AsyncDisposable {
  readonly name: RealGopherServerName;
  /** `127.0.0.1` or `::1`; its menus say so, too. */
  readonly host: string;
  readonly port: number;
  /** `gopher://host:port` or `gophers://host:port`, without a final slash. */
  readonly url: string;
  /** Whether it speaks TLS, with tests/tls/localhost.pem. */
  readonly secure: boolean;
  /** Whether it ends TLS with close_notify. */
  readonly closeNotify: boolean;
  /** Whether it speaks Gopher+. */
  readonly plus: boolean;
  /** The local folder that is served. */
  readonly root: string;
  /** Writes a file below the root that the server may read. */
  addFile(name: string, content: string | Uint8Array): Promise<void>;
  /** What the server has written to its log. */
  log(): Promise<string>;
}

/**
 * Starts a server and waits until its port accepts connections.
 *
 * Returns `null` if it is not installed or this machine lacks its address,
 * unless the server is missing and the environment variable
 * WININET_REQUIRE_SERVERS is `1`: then it throws.
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
  const folder = await Deno.makeTempDir({ prefix: `wininet-${name}-` });
  try {
    await writeFiles(folder);
    for (let attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
      const hosts = new Set(["127.0.0.1", KINDS[name].host]);
      const [port = 0] = freePorts(1, [...hosts]);
      const root = `${folder}/root`;
      const place = { folder, root, port };
      const server = await launch(name, { ...KINDS[name], ...found, ...place });
      if (server) return server;
    }
    const log = await Deno.readTextFile(`${folder}/log`);
    throw new Deno.errors.ConnectionRefused(`Cannot start ${name}: ${log}`);
  } catch (error) {
    await Deno.remove(folder, { recursive: true });
    throw error;
  }
}

/**
 * Registers a test against a server of its own.
 *
 * Without the server the test is ignored and a sentence says so, unless
 * WININET_REQUIRE_SERVERS is `1`: then it fails.
 */
export function realGopherTest(
  name: RealGopherServerName,
  title: string,
  run: (server: RealGopherServer, context: Deno.TestContext) => Promise<void>,
): void {
  const found = findGopherServer(name) !== undefined;
  const required = serversRequired();
  if (!found && !required) sayIgnored(programName(name), "see .ci/run");
  Deno.test({
    name: `${title} (${name})`,
    ignore: !found && !required,
    async fn(context) {
      await using server = await openGopherServer(name);
      if (server) await run(server, context);
    },
  });
}

/** The programs that a server needs, if they are installed. */
export function findGopherServer(
  name: RealGopherServerName,
): { program: string; socat: string } | undefined {
  const program = findProgram(programName(name));
  const socat = findProgram("socat");
  if (program === undefined || socat === undefined) return undefined;
  return { program, socat };
}

function programName(name: RealGopherServerName): string {
  return name.replace(/-.*/, "");
}

async function writeFiles(folder: string): Promise<void> {
  // Nobody must be able to come to the tree.
  await Deno.chmod(folder, 0o711);
  await writeGopherTree(`${folder}/root`);
  for (const [source, name] of [["pem", "cert.pem"], ["key", "key.pem"]]) {
    const text = await Deno.readTextFile(
      new URL(`localhost.${source}`, TLS_FOLDER),
    );
    await writeShared(`${folder}/${name}`, text);
  }
}

/** Returns `undefined` if it ended, for example as a port was taken meanwhile. */
async function launch(
  name: RealGopherServerName,
  setting: GopherSetting,
): Promise<RealGopherServer | undefined> {
  const { folder, host, port } = setting;
  const doors: Address[] = [{ host, port }];
  // The pygopherd behind its socat.
  if (name === "pygopherd-ipv6") doors.unshift({ host: "127.0.0.1", port });
  const commands = name.startsWith("pygopherd")
    ? await pygopherd(setting)
    : gophernicus(setting);
  const daemons = commands.map((command) =>
    new Daemon([...dropped(), ...command], `${folder}/log`)
  );
  for (const door of doors) {
    if (await Daemon.listens(daemons, door)) continue;
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    return undefined;
  }
  return running(name, setting, daemons, doors);
}

/** What a command begins with so that it does not run as root. */
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
  daemons: readonly Daemon[],
  doors: readonly Address[],
): RealGopherServer {
  const authority = host.includes(":") ? `[${host}]` : host;
  return {
    name,
    host,
    port,
    url: `gopher${secure ? "s" : ""}://${authority}:${port}`,
    secure,
    closeNotify: name === "gophernicus-tls",
    plus: name.startsWith("pygopherd"),
    root,
    addFile: (file, content) => writeShared(`${root}/${file}`, content),
    log: () => Deno.readTextFile(`${folder}/log`),
    async [Symbol.asyncDispose]() {
      try {
        await Promise.all(daemons.map((daemon) => daemon.stop()));
        for (const door of doors) await Daemon.left(door);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  };
}
