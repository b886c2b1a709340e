// Copyright 2026 the wininet authors. MIT license.

/**
 * Tests that need something that not every system has are ignored where it is
 * missing, with the reason on stderr:
 * `Deno.test("...", { ignore: lacks("127.0.0.2") }, async () => {...})`.
 *
 * @module
 */

import { isFree } from "../interop/processes.ts";

const IS_WINDOWS = Deno.build.os === "windows";

/** Something that not every system has. */
export type Need =
  | "127.0.0.2"
  | "::1"
  | "symbolic links"
  | "POSIX files"
  | "POSIX shell"
  | "POSIX signals"
  | "case-sensitive environment"
  | "terminal";

/** The requirements: the check for each, and the message if it is missing. */
const NEEDS: Record<Need, readonly [has: () => boolean, reason: string]> = {
  "127.0.0.2": [
    () => isFree("127.0.0.2", 0),
    "no second address of the loopback (macOS: sudo ifconfig lo0 alias 127.0.0.2)",
  ],
  "::1": [() => isFree("::1", 0), "no IPv6 on the loopback"],
  "symbolic links": [
    canLink,
    "no symbolic links (Windows: needs developer mode or an administrator)",
  ],
  "POSIX files": [
    () => !IS_WINDOWS,
    "no modes, devices, links and named pipes of POSIX",
  ],
  "POSIX shell": [() => !IS_WINDOWS, "no POSIX shell"],
  "POSIX signals": [() => !IS_WINDOWS, "no POSIX signals"],
  "case-sensitive environment": [
    () => !IS_WINDOWS,
    "environment variables whose names do not differ by case",
  ],
  "terminal": [hasScript, "no `script` of util-linux, which makes a terminal"],
};

const found = new Map<string, boolean>();

/**
 * Returns `true` if this system lacks a requirement of a test, and prints the
 * reason once.
 */
export function lacks(need: Need | undefined): boolean {
  if (need === undefined) return false;
  const known = found.get(need);
  if (known !== undefined) return known;
  const [has, reason] = NEEDS[need];
  const isMissing = !has();
  found.set(need, isMissing);
  if (isMissing) say(`This system has ${reason}: tests are ignored.\n`);
  return isMissing;
}

function canLink(): boolean {
  const folder = Deno.makeTempDirSync();
  try {
    Deno.symlinkSync("target", `${folder}/link`, { type: "file" });
    return true;
  } catch {
    return false;
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function hasScript(): boolean {
  try {
    const { stdout } = new Deno.Command("script", { args: ["--version"] })
      .outputSync();
    return new TextDecoder().decode(stdout).includes("util-linux");
  } catch {
    return false;
  }
}

function say(sentence: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(sentence));
}
