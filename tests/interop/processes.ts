// Copyright 2026 the wininet authors. MIT license.

/**
 * Shared code for starting real servers: finding a program, finding free ports,
 * and checking that a port is in use.
 *
 * @module
 */

const SEARCHED_AFTER_PATH = ["/usr/sbin", "/usr/local/sbin"];

/** Returns `true` if a missing server is a failure: WININET_REQUIRE_SERVERS is `1`. */
export function serversRequired(): boolean {
  return Deno.env.get("WININET_REQUIRE_SERVERS") === "1";
}

/** Returns the path of a program in PATH, in the directories of daemons, or in `more`. */
export function findProgram(
  name: string,
  more: string[] = [],
): string | undefined {
  return searchedFolders(more).map((folder) => `${folder}/${name}`).find(
    isFile,
  );
}

/** The directories that {@linkcode findProgram} searches, in order. */
export function searchedFolders(more: string[] = []): string[] {
  const path = (Deno.env.get("PATH") ?? "").split(":");
  return [...path, ...SEARCHED_AFTER_PATH, ...more];
}

/** Returns `true` if a file exists. */
export function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

const said = new Set<string>();

/** Reports on stderr, once, that the tests against a server are ignored. */
export function sayIgnored(server: string, remedy: string): void {
  if (said.has(server)) return;
  said.add(server);
  const sentence =
    `${server} is not installed: the tests against it are ignored ` +
    `(${remedy}; WININET_REQUIRE_SERVERS=1 makes them fail)\n`;
  Deno.stderr.writeSync(new TextEncoder().encode(sentence));
}

/**
 * Ports from here to {@linkcode LAST_PORT} are never assigned to a listener on
 * port 0 or to an outgoing connection.
 */
const FIRST_PORT = 12_300;
/** Linux assigns ports starting with 32768, other systems with 49152. */
const LAST_PORT = 32_767;

/**
 * Returns ports that are free at all of these addresses, for programs that do
 * not support port 0. A test that listens on port 0 at the same time never gets
 * one of them.
 */
export function freePorts(
  count: number,
  hostnames: string[] = ["127.0.0.1"],
): number[] {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = FIRST_PORT +
      Math.floor(Math.random() * (LAST_PORT - FIRST_PORT + 1));
    if (hostnames.every((hostname) => isFree(hostname, port))) ports.add(port);
  }
  return [...ports];
}

/** Returns `true` if the port is not in use and this machine has the address. */
export function isFree(hostname: string, port: number): boolean {
  try {
    Deno.listen({ hostname, port }).close();
    return true;
  } catch {
    return false;
  }
}

/** Returns `true` if the port accepts connections. */
export async function accepts(
  port: number,
  hostname: string = "127.0.0.1",
): Promise<boolean> {
  try {
    const conn = await Deno.connect({ hostname, port });
    conn.close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return false;
    // The listener has accepted the connection and is closing now.
    if (error instanceof Deno.errors.ConnectionReset) return true;
    if (error instanceof Deno.errors.NotConnected) return true;
    throw error;
  }
}
