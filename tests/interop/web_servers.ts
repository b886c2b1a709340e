// Copyright 2026 the wininet authors. MIT license.

/**
 * Starts a real Apache and a real squid for tests, each with its files in one
 * temporary directory, on free ports of 127.0.0.1 and with its children in one
 * process group. Both require a password: Apache with Basic and Digest below
 * `/basic/` and `/digest/`, squid with the scheme that the test names.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { outputOf } from "../helpers/programs.ts";
import { apacheConfiguration, type ApacheSite } from "./apache.ts";
import { startDaemons, startInFolder } from "./daemon.ts";
import { compressibleText } from "./nginx.ts";
import { findProgram, freePorts } from "./processes.ts";
import { ServerTests } from "./server_tests.ts";

const HOST = "127.0.0.1";
const HELPERS = "/usr/lib/squid";

/** The user with access. */
export const USER = "alice";

/** A running server. */
export interface WebServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** `http://host:port`, without a final slash. */
  readonly url: string;
  /** A new password for each start; the user is {@linkcode USER}. */
  readonly password: string;
}

/** The command line and the files of a server. */
interface Plan {
  readonly program: "apache2" | "squid";
  /** Writes the files; returns the arguments. */
  readonly prepare: (
    folder: string,
    port: number,
    password: string,
  ) => Promise<string[]>;
}

/** The authentication scheme of squid. */
export type SquidScheme = "basic" | "digest";

const apacheTests = testsOf({ program: "apache2", prepare: prepareApache });

const squidTests = {
  basic: testsOf({
    program: "squid",
    prepare: prepareSquid.bind(null, "basic"),
  }),
  digest: testsOf({
    program: "squid",
    prepare: prepareSquid.bind(null, "digest"),
  }),
};

/** Registers a test against the Apache that the tests of a file share. */
export function apacheTest(
  name: string,
  run: (apache: WebServer) => Promise<void>,
): void {
  apacheTests.add(`${name} (apache2)`, run);
}

/** Registers a test against the squid of this scheme that the tests of a file share. */
export function squidTest(
  name: string,
  scheme: SquidScheme,
  run: (squid: WebServer) => Promise<void>,
): void {
  squidTests[scheme].add(`${name} (squid)`, run);
}

function testsOf(plan: Plan): ServerTests<WebServer> {
  const { program } = plan;
  return new ServerTests({
    program,
    remedy: "see .ci/run",
    isInstalled: findProgram(program) !== undefined,
    open: () => open(plan),
  });
}

async function open({ program, prepare }: Plan): Promise<WebServer> {
  const binary = findProgram(program);
  if (binary === undefined) {
    throw new Deno.errors.NotFound(`Cannot start ${program}: Not installed`);
  }
  const password = crypto.randomUUID();
  return await startInFolder(program, async (folder) => {
    // A server that starts as root reads and writes files as another user.
    await Deno.chmod(folder, 0o777);
    const [port] = freePorts(1) as [number];
    const commands = [[binary, ...await prepare(folder, port, password)]];
    const address = { host: HOST, port };
    const daemon = await startDaemons(folder, commands, [address]);
    const url = `http://${HOST}:${port}`;
    return daemon && { ...address, url, password, ...daemon };
  });
}

// ---- Apache ----

const MODULES = [
  "mpm_event",
  "authn_core",
  "authn_file",
  "authz_core",
  "authz_user",
  "auth_basic",
  "auth_digest",
  "deflate",
  "filter",
  "mime",
  "dir",
];

async function prepareApache(
  folder: string,
  port: number,
  password: string,
): Promise<string[]> {
  for (const part of ["basic", "basic/deep", "digest", "digest/deep", "open"]) {
    const path = `${folder}/www/${part}`;
    await Deno.mkdir(path, { recursive: true });
    await Deno.writeTextFile(`${path}/file.txt`, `in ${part}\n`);
  }
  await Deno.writeTextFile(`${folder}/www/open/big.txt`, compressibleText());
  const sha1 = createHash("sha1").update(password).digest("base64");
  await Deno.writeTextFile(`${folder}/basic`, `${USER}:{SHA}${sha1}\n`);
  await writeDigest(`${folder}/digest`, "digest realm", password);
  await Deno.writeTextFile(
    `${folder}/apache.conf`,
    apacheConfiguration(loginSite(folder, port)),
  );
  return ["-d", folder, "-f", `${folder}/apache.conf`, "-DFOREGROUND"];
}

function loginSite(folder: string, port: number): ApacheSite {
  const rules = `<Directory ${folder}/www>
  Require all granted
</Directory>
<Location /open>
  SetOutputFilter DEFLATE
</Location>
<Location /basic>
  AuthType Basic
  AuthName "basic realm"
  AuthUserFile ${folder}/basic
  Require valid-user
</Location>
<Location /digest>
  AuthType Digest
  AuthName "digest realm"
  AuthDigestProvider file
  AuthUserFile ${folder}/digest
  Require valid-user
</Location>`;
  return { folder, host: HOST, port, modules: MODULES, threads: 10, rules };
}

/**
 * Writes the file that htdigest would create; htdigest requires a terminal for
 * the password.
 */
async function writeDigest(
  path: string,
  realm: string,
  password: string,
): Promise<void> {
  const hash = createHash("md5").update(`${USER}:${realm}:${password}`);
  await Deno.writeTextFile(path, `${USER}:${realm}:${hash.digest("hex")}\n`);
}

// ---- squid ----

/** A host that squid's rules forbid for all users. */
export const FORBIDDEN_HOST = "forbidden.invalid";

async function prepareSquid(
  scheme: SquidScheme,
  folder: string,
  port: number,
  password: string,
): Promise<string[]> {
  const helper = scheme === "basic"
    ? `${HELPERS}/basic_ncsa_auth ${folder}/users`
    : `${HELPERS}/digest_file_auth -c ${folder}/users`;
  if (scheme === "digest") {
    await writeDigest(`${folder}/users`, "squid", password);
  } else {
    await Deno.writeTextFile(
      `${folder}/users`,
      `${USER}:${await apr1(password)}\n`,
    );
  }
  await Deno.writeTextFile(
    `${folder}/squid.conf`,
    `
http_port ${HOST}:${port}
pid_filename none
cache deny all
cache_mem 8 MB
access_log none
cache_log ${folder}/cache.log
coredump_dir ${folder}
visible_hostname localhost
shutdown_lifetime 0 seconds
auth_param ${scheme} program ${helper}
auth_param ${scheme} children 2 startup=1
auth_param ${scheme} realm squid
acl forbidden dstdomain ${FORBIDDEN_HOST}
acl authed proxy_auth REQUIRED
http_access deny !authed
http_access deny forbidden
http_access allow authed
http_access deny all
`,
  );
  return ["-N", "-f", `${folder}/squid.conf`];
}

/** Returns Apache's apr1 hash of a password, which squid's helper can read. */
async function apr1(password: string): Promise<string> {
  return (await outputOf("openssl", ["passwd", "-apr1", password])).trim();
}
