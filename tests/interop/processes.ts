// Copyright 2026 the wininet authors. MIT license.

/**
 * What the starters of real servers share: to find a program, ports that are
 * free, and to see whether somebody listens there.
 *
 * @module
 */

const SEARCHED_AFTER_PATH = ["/usr/sbin", "/usr/local/sbin"];

/** Whether a missing server is a failure: WININET_REQUIRE_SERVERS is `1`. */
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

/** Where {@linkcode findProgram} looks, in order. */
export function searchedFolders(more: string[] = []): string[] {
  const path = (Deno.env.get("PATH") ?? "").split(":");
  return [...path, ...SEARCHED_AFTER_PATH, ...more];
}

/** Whether there is a file. */
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

/** Ports that were free a moment ago on all these addresses. */
export function freePorts(
  count: number,
  hostnames: string[] = ["127.0.0.1"],
): number[] {
  const [first = "", ...others] = hostnames;
  const ports: number[] = [];
  // Open at the same time, so that they differ.
  using listeners = new DisposableStack();
  while (ports.length < count) {
    const { addr } = listeners.use(Deno.listen({ hostname: first, port: 0 }));
    const free = others.every((hostname) => isFree(hostname, addr.port));
    if (free) ports.push(addr.port);
  }
  return ports;
}

/** Whether nobody listens there, and this machine has the address. */
export function isFree(hostname: string, port: number): boolean {
  try {
    Deno.listen({ hostname, port }).close();
    return true;
  } catch {
    return false;
  }
}

/** Whether somebody listens there. */
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
    // Somebody listened, and ends in this moment.
    if (error instanceof Deno.errors.ConnectionReset) return true;
    if (error instanceof Deno.errors.NotConnected) return true;
    throw error;
  }
}

/** Ends a process at once, if it has not ended already. */
export async function kill(process: Deno.ChildProcess): Promise<void> {
  try {
    process.kill("SIGKILL");
  } catch (error) {
    // It has ended already.
    if (!(error instanceof TypeError)) throw error;
  }
  await process.status;
}
