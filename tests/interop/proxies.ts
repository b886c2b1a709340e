// Copyright 2026 the wininet authors. MIT license.

/**
 * Starts real proxies for tests on free ports of 127.0.0.1: microsocks (SOCKS5)
 * and tinyproxy (HTTP, CONNECT to any port). Both ask for a password.
 *
 * @module
 */

import {
  accepts,
  findProgram,
  freePorts,
  kill,
  sayIgnored,
  serversRequired,
} from "./processes.ts";

const START_ATTEMPTS = 5;

// 500 attempts, 10 ms apart.
const CONNECT_ATTEMPTS = 500;
const CONNECT_PAUSE = 10;

/** The proxies. */
export const REAL_PROXIES = ["microsocks", "tinyproxy"] as const;

/** The name of a proxy. */
export type RealProxyName = typeof REAL_PROXIES[number];

/** A running proxy. */
export interface RealProxy extends AsyncDisposable {
  /** What `InternetOpen` takes as a proxy, without the credentials. */
  readonly scheme: "socks5" | "http";
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** New for each start. */
  readonly password: string;
}

/**
 * Registers a test against a proxy of its own.
 *
 * Without the proxy the test is ignored and a sentence says so, unless
 * WININET_REQUIRE_SERVERS is `1`: then it fails.
 */
export function realProxyTest(
  name: RealProxyName,
  title: string,
  run: (proxy: RealProxy) => Promise<void>,
): void {
  const program = findProgram(name);
  const ignore = program === undefined && !serversRequired();
  if (ignore) sayIgnored(name, "see .ci/run");
  Deno.test({
    name: `${title} (${name})`,
    ignore,
    async fn() {
      if (program === undefined) {
        throw new Deno.errors.NotFound(`Cannot start ${name}: Not installed`);
      }
      await using proxy = await openProxy(name, program);
      await run(proxy);
    },
  });
}

async function openProxy(
  name: RealProxyName,
  program: string,
): Promise<RealProxy> {
  const user = "alice";
  const password = crypto.randomUUID();
  const scheme = name === "microsocks" ? "socks5" : "http";
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
    const [port] = freePorts(1) as [number];
    const folder = await Deno.makeTempDir({ prefix: `wininet-${name}-` });
    const args = await argumentsOf(name, folder, port, user, password);
    const process = new Deno.Command(program, {
      args,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const end = async () => {
      await kill(process);
      await Deno.remove(folder, { recursive: true });
    };
    if (await becomesReady(process, port)) {
      const host = "127.0.0.1";
      return { scheme, host, port, user, password, [Symbol.asyncDispose]: end };
    }
    await end();
  }
  throw new Deno.errors.ConnectionRefused(`Cannot start ${name}`);
}

async function argumentsOf(
  name: RealProxyName,
  folder: string,
  port: number,
  user: string,
  password: string,
): Promise<string[]> {
  if (name === "microsocks") {
    return ["-i", "127.0.0.1", "-p", `${port}`, "-u", user, "-P", password];
  }
  const path = `${folder}/tinyproxy.conf`;
  const lines = [
    `Port ${port}`,
    "Listen 127.0.0.1",
    "Allow 127.0.0.1",
    "Timeout 60",
    "MaxClients 100",
    `LogFile "${folder}/log"`,
    `BasicAuth ${user} ${password}`,
  ];
  await Deno.writeTextFile(path, lines.map((line) => `${line}\n`).join(""));
  return ["-d", "-c", path];
}

async function becomesReady(
  process: Deno.ChildProcess,
  port: number,
): Promise<boolean> {
  let ended = false;
  process.status.then(() => ended = true);
  for (let attempt = 1; attempt <= CONNECT_ATTEMPTS && !ended; attempt++) {
    if (await accepts(port)) return true;
    await new Promise((resolve) => setTimeout(resolve, CONNECT_PAUSE));
  }
  return false;
}
