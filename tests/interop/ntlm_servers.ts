// Copyright 2026 the wininet authors. MIT license.

/**
 * Real implementations of NTLM: Samba's ntlm_auth, used by a small server and
 * by squid, and gss-ntlmssp, used by Apache with mod_auth_gssapi.
 *
 * winbindd has the passwords. Its socket is where ntlm_auth expects it, so only
 * root can start it, and only one instance at a time. Samba users must be
 * system users, so the tests use Debian's system users without logins.
 *
 * @module
 */

import { until } from "../helpers/programs.ts";
import { FakeHttpServer, type RouteHandler } from "../servers/http_server.ts";
import {
  APACHE_MODULES,
  apacheConfiguration,
  type ApacheSite,
} from "./apache.ts";
import { Daemon, logOf, startDaemons, startInFolder } from "./daemon.ts";
import { findProgram, freePorts, isFile } from "./processes.ts";
import { ServerTests } from "./server_tests.ts";

const HOST = "127.0.0.1";
const SOCKETS = "/run/samba/winbindd";
const MECHANISM = "/etc/gss/mech.d/mech.ntlmssp.conf";

/** The users; their passwords are new for each start. */
export const ALICE = "games";
export const BOB = "news";

/** The domains of the servers. */
export const SAMBA_DOMAIN = "TESTHOST";
export const APACHE_DOMAIN = "EXAMPLE";

/** The passwords by user. */
export type Passwords = Readonly<Record<string, string>>;

function newPasswords(): Passwords {
  return { [ALICE]: crypto.randomUUID(), [BOB]: crypto.randomUUID() };
}

// ---- Samba ----

/** A running winbindd and a squid that uses it. */
export interface Samba extends AsyncDisposable {
  readonly configuration: string;
  readonly passwords: Passwords;
  /** The address of squid, as `host:port`. */
  readonly squid: string;
}

const sambaTests = new ServerTests<Samba>({
  program: "winbindd",
  remedy: "see .ci/run",
  isInstalled: ["winbindd", "ntlm_auth", "smbpasswd", "squid"].every((name) =>
    findProgram(name) !== undefined
  ),
  open: () => Deno.uid() === 0 ? openSamba() : Promise.resolve(null),
});

/** Registers a test against the winbindd that the tests of a file share. */
export function sambaTest(
  name: string,
  run: (samba: Samba) => Promise<void>,
): void {
  sambaTests.add(`${name} (ntlm_auth)`, run);
}

const SAMBA_FOLDERS = [
  "private",
  "state",
  "cache",
  "lock",
  "pid",
  "ncalrpc",
  "squid",
];

async function openSamba(): Promise<Samba> {
  return await startInFolder("samba", async (folder) => {
    await Deno.chmod(folder, 0o755);
    await Deno.mkdir(SOCKETS, { recursive: true });
    await Deno.chmod(SOCKETS, 0o755);
    for (const part of SAMBA_FOLDERS) {
      await Deno.mkdir(`${folder}/${part}`, { recursive: true });
    }
    await Deno.chmod(`${folder}/squid`, 0o777);
    const configuration = `${folder}/smb.conf`;
    await Deno.writeTextFile(configuration, sambaConfiguration(folder));
    const passwords = newPasswords();
    for (const [user, password] of Object.entries(passwords)) {
      await addUser(configuration, user, password);
    }
    const options = ["-F", "-s", configuration, "--no-process-group"];
    const winbindd = new Daemon(
      [findProgram("winbindd")!, ...options],
      logOf(folder),
    );
    await until(
      () => knows(configuration, ALICE, passwords[ALICE]!),
      "winbindd knows its users",
    );
    const [port] = freePorts(1) as [number];
    await letSquidAsk(folder);
    await Deno.writeTextFile(
      `${folder}/squid.conf`,
      squidConfiguration(folder, port, configuration),
    );
    const squid = [findProgram("squid")!, "-N", "-f", `${folder}/squid.conf`];
    const address = { host: HOST, port };
    const daemon = await startDaemons(folder, [squid], [address]);
    if (daemon === undefined) {
      await winbindd.stop();
      return undefined;
    }
    return {
      configuration,
      passwords,
      squid: `${HOST}:${port}`,
      async [Symbol.asyncDispose]() {
        await winbindd.stop();
        await daemon[Symbol.asyncDispose]();
      },
    };
  });
}

/** Without helper processes, which would outlive winbindd. */
function sambaConfiguration(folder: string): string {
  return `
[global]
  workgroup = EXAMPLE
  netbios name = ${SAMBA_DOMAIN}
  server role = standalone server
  passdb backend = tdbsam:${folder}/private/passdb.tdb
  private dir = ${folder}/private
  state directory = ${folder}/state
  cache directory = ${folder}/cache
  lock directory = ${folder}/lock
  pid directory = ${folder}/pid
  ncalrpc dir = ${folder}/ncalrpc
  winbindd socket directory = ${SOCKETS}
  ntlm auth = ntlmv2-only
  interfaces = lo
  bind interfaces only = yes
  log file = ${folder}/log.%m
  disable netbios = yes
  rpc start on demand helpers = no
`;
}

async function addUser(
  configuration: string,
  user: string,
  password: string,
): Promise<void> {
  const child = new Deno.Command(findProgram("smbpasswd")!, {
    args: ["-c", configuration, "-s", "-a", user],
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(`${password}\n${password}\n`));
  await writer.close();
  const { success, stderr } = await child.output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/** Returns `true` if winbindd accepts a user. */
async function knows(
  configuration: string,
  user: string,
  password: string,
): Promise<boolean> {
  const { success } = await new Deno.Command("ntlm_auth", {
    args: [
      `--configfile=${configuration}`,
      `--username=${user}`,
      `--password=${password}`,
      `--domain=${SAMBA_DOMAIN}`,
    ],
    stdout: "null",
    stderr: "null",
  }).output();
  return success;
}

/** The user of squid must have access to the directory of the privileged socket. */
async function letSquidAsk(folder: string): Promise<void> {
  const path = `${folder}/state/winbindd_privileged`;
  await new Deno.Command("chgrp", { args: ["proxy", path] }).output();
}

function squidConfiguration(
  folder: string,
  port: number,
  configuration: string,
): string {
  const program = findProgram("ntlm_auth");
  return `
http_port ${HOST}:${port}
pid_filename none
cache deny all
cache_mem 8 MB
access_log none
cache_log ${folder}/squid/cache.log
coredump_dir ${folder}/squid
visible_hostname localhost
shutdown_lifetime 0 seconds
auth_param ntlm program ${program} --configfile=${configuration} --helper-protocol=squid-2.5-ntlmssp
auth_param ntlm children 10 startup=1
auth_param ntlm keep_alive on
acl authed proxy_auth REQUIRED
http_access deny !authed
http_access allow authed
http_access deny all
`;
}

/** A server that authenticates with ntlm_auth, with one helper for each connection. */
export class SambaServer extends FakeHttpServer {
  /** The users in the order of their logins, and `-` for each refusal. */
  readonly verdicts: string[] = [];
  readonly #helpers = new Map<number, Helper>();

  /**
   * @param change Changes the last token before it is checked.
   * @param demandsSpnego `true` if messages without SPNEGO are refused.
   */
  constructor(
    { configuration }: Samba,
    scheme: "NTLM" | "Negotiate",
    change: (last: Uint8Array) => void = () => {},
    demandsSpnego: boolean = false,
  ) {
    const protocol = scheme === "NTLM" ? "squid-2.5-ntlmssp" : "gss-spnego";
    const route: RouteHandler = async (request, reply) => {
      const token = /^\S+ (\S+)$/.exec(request.header("authorization") ?? "")
        ?.[1];
      let helper = this.#helpers.get(request.connection);
      if (helper === undefined) {
        helper = new Helper(configuration, protocol);
        this.#helpers.set(request.connection, helper);
      }
      const isRefused = demandsSpnego && token?.startsWith("TlRMTVNT");
      if (token !== undefined && !isRefused) {
        const message = Uint8Array.fromBase64(token);
        const isLast = helper.isAsked;
        if (isLast) change(message);
        const next = await helper.judge(isLast, message.toBase64());
        if (isLast) this.verdicts.push(helper.user ?? "-");
        if (next !== null) {
          const headers = { "WWW-Authenticate": `${scheme} ${next}` };
          return await reply({ status: 401, headers });
        }
      }
      if (helper.user === null) {
        const headers = { "WWW-Authenticate": scheme };
        return await reply({ status: 401, headers, body: "who?" });
      }
      const text = new TextDecoder().decode(request.body);
      await reply({ body: `${helper.user} ${text}` });
    };
    super({ "*": route });
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await super[Symbol.asyncDispose]();
    for (const helper of this.#helpers.values()) await helper.stop();
  }
}

/** A child process of ntlm_auth for one connection. */
class Helper {
  /** The user who is logged in, or `null`. */
  user: string | null = null;
  /** `true` if it has sent a challenge and waits for the response. */
  isAsked = false;
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: ReadableStreamDefaultReader<string>;

  constructor(configuration: string, protocol: string) {
    this.#child = new Deno.Command("ntlm_auth", {
      args: [
        `--configfile=${configuration}`,
        `--helper-protocol=${protocol}`,
      ],
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#lines = this.#child.stdout.pipeThrough(new TextDecoderStream())
      .getReader();
  }

  /** Checks a message; returns the challenge to send, or `null` if there is none. */
  async judge(isLast: boolean, token: string): Promise<string | null> {
    this.user = null;
    const line = `${isLast ? "KK" : "YR"} ${token}\n`;
    await this.#writer.write(new TextEncoder().encode(line));
    let said = "";
    while (!said.endsWith("\n")) {
      const { value, done } = await this.#lines.read();
      if (done) return null;
      said += value;
    }
    const [verdict, ...words] = said.trim().split(" ");
    if (verdict === "AF") this.user = words.at(-1)!.split("\\").at(-1)!;
    this.isAsked = verdict === "TT";
    return this.isAsked ? words[0]! : null;
  }

  async stop(): Promise<void> {
    await this.#writer.close().catch(() => {});
    await this.#lines.cancel().catch(() => {});
    await this.#child.status;
  }
}

// ---- Apache ----

/** A running Apache with gss-ntlmssp. */
export interface GssApache extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly passwords: Passwords;
}

const apacheTests = new ServerTests<GssApache>({
  program: "apache2 with mod_auth_gssapi and gss-ntlmssp",
  remedy: "see .ci/run",
  isInstalled: findProgram("apache2") !== undefined &&
    isFile(`${APACHE_MODULES}/mod_auth_gssapi.so`) && isFile(MECHANISM),
  open: openApache,
});

/** Registers a test against the Apache that the tests of a file share. */
export function gssApacheTest(
  name: string,
  run: (apache: GssApache) => Promise<void>,
): void {
  apacheTests.add(`${name} (gss-ntlmssp)`, run);
}

async function openApache(): Promise<GssApache> {
  return await startInFolder("apache2", async (folder) => {
    await Deno.chmod(folder, 0o777);
    const [port] = freePorts(1) as [number];
    const passwords = newPasswords();
    await Deno.mkdir(`${folder}/www`, { recursive: true });
    await Deno.writeTextFile(`${folder}/www/file.txt`, "in ntlm\n");
    await Deno.writeTextFile(
      `${folder}/users`,
      Object.entries(passwords)
        .map(([user, password]) => `${APACHE_DOMAIN}:${user}:${password}\n`)
        .join(""),
    );
    const path = `${folder}/apache.conf`;
    await Deno.writeTextFile(path, apacheConfiguration(ntlmSite(folder, port)));
    const command = [
      "env",
      `NTLM_USER_FILE=${folder}/users`,
      `NETBIOS_COMPUTER_NAME=${SAMBA_DOMAIN}`,
      `NETBIOS_DOMAIN_NAME=${APACHE_DOMAIN}`,
      findProgram("apache2")!,
      ...["-d", folder, "-f", path, "-DFOREGROUND"],
    ];
    const address = { host: HOST, port };
    const daemon = await startDaemons(folder, [command], [address]);
    return daemon && { ...address, passwords, ...daemon };
  });
}

function ntlmSite(folder: string, port: number): ApacheSite {
  const modules = [
    "mpm_event",
    "authn_core",
    "authz_core",
    "authz_user",
    "auth_gssapi",
    "mime",
  ];
  const rules = `<Directory ${folder}/www>
  AuthType GSSAPI
  AuthName "NTLM test"
  GssapiAllowedMech ntlmssp
  GssapiConnectionBound On
  GssapiNegotiateOnce Off
  Require valid-user
</Directory>`;
  return { folder, host: HOST, port, modules, threads: 30, rules };
}
