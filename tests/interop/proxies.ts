// Copyright 2026 the wininet authors. MIT license.

/**
 * Starts real proxies for tests on free ports of 127.0.0.1: microsocks (SOCKS5)
 * and tinyproxy (HTTP, CONNECT to any port). Both require a password.
 *
 * @module
 */

import { startDaemons, startInFolder } from "./daemon.ts";
import { findProgram, freePorts } from "./processes.ts";
import { ServerTests } from "./server_tests.ts";

/** The proxies. */
export const REAL_PROXIES = ["microsocks", "tinyproxy"] as const;

/** The name of a proxy. */
export type RealProxyName = typeof REAL_PROXIES[number];

/** A running proxy. */
export interface RealProxy extends AsyncDisposable {
  /** The proxy string for `InternetOpen`, without credentials. */
  readonly scheme: "socks5" | "http";
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** A new password for each start. */
  readonly password: string;
}

/** The tests of this file, by proxy. */
const tests = Object.fromEntries(
  REAL_PROXIES.map((name) => [name, testsOf(name)]),
) as Record<RealProxyName, ServerTests<RealProxy>>;

/** Registers a test against the proxy that the tests of a file share. */
export function realProxyTest(
  name: RealProxyName,
  title: string,
  run: (proxy: RealProxy) => Promise<void>,
): void {
  tests[name].add(`${title} (${name})`, run);
}

function testsOf(name: RealProxyName): ServerTests<RealProxy> {
  return new ServerTests({
    program: name,
    remedy: "see .ci/run",
    isInstalled: findProgram(name) !== undefined,
    open: () => openProxy(name),
  });
}

async function openProxy(name: RealProxyName): Promise<RealProxy> {
  const program = findProgram(name);
  if (program === undefined) {
    throw new Deno.errors.NotFound(`Cannot start ${name}: Not installed`);
  }
  const user = "alice";
  const password = crypto.randomUUID();
  const scheme = name === "microsocks" ? "socks5" : "http";
  return await startInFolder(name, async (folder) => {
    const [port] = freePorts(1) as [number];
    const args = await argumentsOf(name, folder, port, user, password);
    const address = { host: "127.0.0.1", port };
    const daemon = await startDaemons(folder, [[program, ...args]], [address]);
    return daemon && { scheme, ...address, user, password, ...daemon };
  });
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
    `LogFile "${folder}/tinyproxy.log"`,
    `BasicAuth ${user} ${password}`,
  ];
  await Deno.writeTextFile(path, lines.map((line) => `${line}\n`).join(""));
  return ["-d", "-c", path];
}
