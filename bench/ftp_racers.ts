// Copyright 2026 the wininet authors. MIT license.

/**
 * The programs that are compared over FTP: ours, curl, lftp and the npm package
 * basic-ftp. Those that are not installed are omitted.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { findProgram } from "../tests/interop/processes.ts";
import type { FtpTask } from "./ftp_client.ts";
import type { Racer } from "./race.ts";

const CERTIFICATES = fileURLToPath(
  new URL("../tests/tls/ca.pem", import.meta.url),
);

const BASIC_FTP = "basic-ftp@6.2.6";

/** Our program. */
export function ours(task: FtpTask): Racer {
  const module = fileURLToPath(new URL("ftp_client.ts", import.meta.url));
  // Files in memory and reading the memory of a process need all permissions.
  const flags = ["--allow-all", `--cert=${CERTIFICATES}`];
  return {
    name: "ours",
    command: [Deno.execPath(), "run", ...flags, module, JSON.stringify(task)],
  };
}

/** curl, for one file. */
export function curl(task: FtpTask): Racer[] {
  const { host, port, user, password, tls, local, remote } = task;
  const program = findProgram("curl");
  if (program === undefined) return [];
  const url = `ftp://${host}:${port}/${remote}`;
  const files = task.action === "put"
    ? ["-T", local, url]
    : ["-o", task.action === "list" ? "/dev/null" : local, url];
  const secure = tls ? ["--ssl-reqd", "--cacert", CERTIFICATES] : [];
  const login = ["--user", `${user}:${password}`];
  return [{
    name: "curl",
    command: [program, "-sS", ...login, ...secure, ...files],
  }];
}

/** Modes of lftp: its defaults, fewer commands per file, and not waiting for replies. */
const LFTP_WAYS = {
  "lftp": [],
  "lftp without SIZE and MDTM": ["set ftp:use-size no", "set ftp:use-mdtm no"],
  "lftp, pipelined": ["set ftp:sync-mode no"],
} as const;

/** lftp in one of its modes. */
export function lftp(
  task: FtpTask,
  name: keyof typeof LFTP_WAYS = "lftp",
): Racer[] {
  const { host, port, user, password, tls } = task;
  const program = findProgram("lftp");
  if (program === undefined) return [];
  const settings = [
    "set xfer:clobber yes",
    "set ftp:sync-mode yes",
    ...LFTP_WAYS[name],
    `set ssl:ca-file ${CERTIFICATES}`,
    `set ftp:ssl-allow ${tls ? "yes" : "no"}`,
    `set ftp:ssl-force ${tls ? "yes" : "no"}`,
    "set ftp:ssl-protect-data yes",
    `open -p ${port} -u "${user},${password}" ${host}`,
  ];
  return [{
    name,
    command: [program, "-c", [...settings, lftpAction(task)].join("; ")],
  }];
}

function lftpAction({ action, local, remote }: FtpTask): string {
  switch (action) {
    case "get":
      return `get ${remote} -o ${local}`;
    case "put":
      return `put ${local} -o ${remote}`;
    case "get-all":
      return `mget -O ${local} ${remote}/*`;
    case "mirror":
      return `mirror -P 4 ${remote} ${local}`;
    case "list":
      return `cls -1 ${remote}`;
  }
}

let installing: Promise<string | null> | null = null;

/** basic-ftp, in Node and in Deno. */
export async function basicFtp(task: FtpTask): Promise<Racer[]> {
  const folder = await (installing ??= install());
  if (folder === null) return [];
  const module = fileURLToPath(new URL("basic_ftp.mjs", import.meta.url));
  const args = [module, folder, JSON.stringify(task), CERTIFICATES];
  const racers: Racer[] = [];
  // In Deno a download over TLS to a file never ends.
  if (!(task.tls && task.action === "get")) {
    const command = [Deno.execPath(), "run", "--allow-all", ...args];
    racers.push({ name: "basic-ftp, Deno", command });
  }
  const node = findProgram("node");
  if (node !== undefined) {
    racers.push({ name: "basic-ftp, Node", command: [node, ...args] });
  }
  return racers;
}

/** Returns the path of basic-ftp; `null` if there is no npm or no network. */
async function install(): Promise<string | null> {
  const npm = findProgram("npm");
  if (npm === undefined) return null;
  const folder = await Deno.makeTempDir({ prefix: "wininet-basic-ftp-" });
  addEventListener(
    "unload",
    () => Deno.removeSync(folder, { recursive: true }),
  );
  const { success } = await new Deno.Command(npm, {
    args: ["install", "--silent", "--prefix", folder, BASIC_FTP],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).output();
  return success ? folder : null;
}
