// Copyright 2026 the wininet authors. MIT license.

/**
 * Starts a real Apache and a real squid for tests, each with its files in one
 * temporary folder, with free ports of 127.0.0.1 and with its children in one
 * group. Both ask for a password: Apache by Basic and by Digest below `/basic/`
 * and `/digest/`, squid by the scheme that the test names.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { Daemon } from "./daemon.ts";
import { compressibleText } from "./nginx.ts";
import {
  findProgram,
  freePorts,
  sayIgnored,
  serversRequired,
} from "./processes.ts";

const START_ATTEMPTS = 5;
const HOST = "127.0.0.1";
const MODULES = "/usr/lib/apache2/modules";
const HELPERS = "/usr/lib/squid";

/** Who gets in. */
export const USER = "alice";

/** A running server. */
export interface WebServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** `http://host:port`, without a final slash. */
  readonly url: string;
  /** New for each start; the user is {@linkcode USER}. */
  readonly password: string;
}

/** What a server is started with. */
interface Plan {
  readonly program: "apache2" | "squid";
  /** Writes the files; answers the arguments. */
  readonly prepare: (
    folder: string,
    port: number,
    password: string,
  ) => Promise<string[]>;
}

/** How squid asks for the password. */
export type SquidScheme = "basic" | "digest";

/** Registers a test against an Apache of its own; without Apache it is ignored. */
export function apacheTest(
  name: string,
  run: (apache: WebServer) => Promise<void>,
): void {
  webServerTest(name, { program: "apache2", prepare: prepareApache }, run);
}

/** Registers a test against a squid of its own; without squid it is ignored. */
export function squidTest(
  name: string,
  scheme: SquidScheme,
  run: (squid: WebServer) => Promise<void>,
): void {
  const prepare: Plan["prepare"] = (folder, port, password) =>
    prepareSquid(scheme, folder, port, password);
  webServerTest(name, { program: "squid", prepare }, run);
}

/**
 * Without the server the test is ignored and a sentence says so, unless
 * WININET_REQUIRE_SERVERS is `1`: then it fails.
 */
function webServerTest(
  name: string,
  plan: Plan,
  run: (server: WebServer) => Promise<void>,
): void {
  const binary = findProgram(plan.program);
  const ignore = binary === undefined && !serversRequired();
  if (ignore) sayIgnored(plan.program, "see .ci/run");
  Deno.test({
    name: `${name} (${plan.program})`,
    ignore,
    async fn() {
      if (binary === undefined) {
        throw new Deno.errors.NotFound(
          `Cannot start ${plan.program}: Not installed`,
        );
      }
      await using server = await open(plan, binary);
      await run(server);
    },
  });
}

async function open(plan: Plan, binary: string): Promise<WebServer> {
  const folder = await Deno.makeTempDir({ prefix: `wininet-${plan.program}-` });
  // A server that starts as root reads and writes as somebody else.
  await Deno.chmod(folder, 0o777);
  const password = crypto.randomUUID();
  const log = `${folder}/log`;
  const remove = () => Deno.remove(folder, { recursive: true });
  try {
    for (let attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
      const [port] = freePorts(1) as [number];
      const args = await plan.prepare(folder, port, password);
      const daemon = new Daemon([binary, ...args], log);
      const address = { host: HOST, port };
      const [stop, url] = [() => daemon.stop(), `http://${HOST}:${port}`];
      if (await Daemon.listens([daemon], address)) {
        const end = async () => {
          await stop();
          await Daemon.left(address);
          await remove();
        };
        return { host: HOST, port, url, password, [Symbol.asyncDispose]: end };
      }
      await stop();
    }
    const said = await Deno.readTextFile(log);
    throw new Deno.errors.ConnectionRefused(
      `Cannot start ${plan.program}: ${said}`,
    );
  } catch (error) {
    await remove();
    throw error;
  }
}

// ---- Apache ----

const APACHE_MODULES = [
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
    apacheConfiguration(folder, port),
  );
  return ["-d", folder, "-f", `${folder}/apache.conf`, "-DFOREGROUND"];
}

function apacheConfiguration(folder: string, port: number): string {
  const modules = APACHE_MODULES.map((name) =>
    `LoadModule ${name}_module ${MODULES}/mod_${name}.so`
  );
  return `
ServerRoot ${folder}
DefaultRuntimeDir ${folder}
PidFile ${folder}/apache.pid
ServerName localhost
Listen ${HOST}:${port}
ErrorLog ${folder}/error.log
${modules.join("\n")}
${Deno.uid() === 0 ? "User www-data\nGroup www-data" : ""}
StartServers 1
ServerLimit 1
ThreadsPerChild 10
MaxRequestWorkers 10
KeepAlive On
TypesConfig /dev/null
AddType text/plain .txt
DocumentRoot ${folder}/www
<Directory ${folder}/www>
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
</Location>
`;
}

/** The file of htdigest, which asks for the password at a terminal. */
async function writeDigest(
  path: string,
  realm: string,
  password: string,
): Promise<void> {
  const hash = createHash("md5").update(`${USER}:${realm}:${password}`);
  await Deno.writeTextFile(path, `${USER}:${realm}:${hash.digest("hex")}\n`);
}

// ---- squid ----

/** What its rules do not allow, whoever asks. */
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

/** A password as Apache's own hash of it, which squid's helper reads. */
async function apr1(password: string): Promise<string> {
  const { stdout } = await new Deno.Command("openssl", {
    args: ["passwd", "-apr1", password],
  }).output();
  return new TextDecoder().decode(stdout).trim();
}
