// Copyright 2026 the wininet authors. MIT license.

/**
 * Code shared by the starters of real servers: finding a program, finding free
 * ports, and checking whether a port is in use.
 *
 * @module
 */

const SEARCHED_AFTER_PATH = ["/usr/sbin", "/usr/local/sbin"];

/** `true` if a missing server is a failure: WININET_REQUIRE_SERVERS is `1`. */
export function serversRequired(): boolean {
  return Deno.env.get("WININET_REQUIRE_SERVERS") === "1";
}

/** The path of a program in PATH, in the folders of daemons, or in `more`. */
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

/** `true` if there is a file. */
export function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

const said = new Set<string>();

/** Says on stderr, once, that the tests against a server are ignored. */
export function sayIgnored(server: string, remedy: string): void {
  if (said.has(server)) return;
  said.add(server);
  const sentence =
    `${server} is not installed: the tests against it are ignored ` +
    `(${remedy}; WININET_REQUIRE_SERVERS=1 makes them fail)\n`;
  Deno.stderr.writeSync(new TextEncoder().encode(sentence));
}

/** Ports from here to {@linkcode LAST_PORT} are never given to a listener on port 0, nor to a connection that begins here. */
const FIRST_PORT = 10_240;
/** Linux gives ports from 32768, other systems from 49152. */
const LAST_PORT = 32_767;

/**
 * Ports that are free at all of these addresses, for programs that cannot take
 * port 0. Test files that run at the same time cannot get one of them by accident.
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

/** `true` if no one listens there, and this machine has the address. */
export function isFree(hostname: string, port: number): boolean {
  try {
    Deno.listen({ hostname, port }).close();
    return true;
  } catch {
    return false;
  }
}

/** `true` if someone listens there. */
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
    // Someone listened, and ends in this moment.
    if (error instanceof Deno.errors.ConnectionReset) return true;
    if (error instanceof Deno.errors.NotConnected) return true;
    throw error;
  }
}
