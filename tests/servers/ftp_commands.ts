// Copyright 2026 the wininet authors. MIT license.

/**
 * The commands of {@linkcode "./ftp_server.ts"} that no script overrides: RFC
 * 959, 2389, 2428, 3659 and 4217, with the replies of ProFTPD.
 *
 * @module
 */

import { createHash } from "node:crypto";
import {
  factLine,
  parentOf,
  resolvePath,
  stamp,
  timeOf,
  unixLine,
} from "./ftp_files.ts";
import type { FtpCall } from "./ftp_session.ts";
import {
  abort,
  append,
  extendedPassive,
  extendedPort,
  list,
  listMachine,
  passive,
  port,
  restart,
  retrieve,
  store,
  storeUnique,
  wireText,
} from "./ftp_transfers.ts";

const HASHES: Record<string, string> = {
  "CRC32": "crc32",
  "MD5": "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-512": "sha512",
};

/** The commands allowed before the login. */
export const OPEN_COMMANDS: ReadonlySet<string> = new Set(
  "USER PASS ACCT AUTH PBSZ PROT FEAT OPTS SYST NOOP QUIT HELP HOST CLNT ABOR"
    .split(" "),
);

/** The commands by their verb. */
export const COMMANDS: Record<string, (call: FtpCall) => Promise<void>> = {
  USER: user,
  PASS: pass,
  ACCT: account,
  SYST: (call) => call.reply("215 UNIX Type: L8"),
  NOOP: (call) => call.reply("200 NOOP ok"),
  ALLO: (call) => call.reply("202 No storage allocation necessary"),
  CLNT: (call) => call.reply("200 Noted"),
  HOST: (call) => call.reply("220 Host accepted"),
  HELP: (call) => call.reply("214 No help"),
  STAT: (call) => call.reply("211-Status\r\n Test server\r\n211 End"),
  STRU: (call) => only(call, "F"),
  MODE: (call) => only(call, "S"),
  FEAT: features,
  OPTS: options,
  AUTH: authenticate,
  PBSZ: (call) => call.reply("200 PBSZ=0"),
  PROT: protect,
  TYPE: type,
  PASV: passive,
  EPSV: extendedPassive,
  PORT: port,
  EPRT: extendedPort,
  REST: restart,
  RETR: retrieve,
  STOR: (call) => store(call, call.path),
  APPE: append,
  STOU: storeUnique,
  ABOR: abort,
  LIST: (call) => list(call, (entry) => unixLine(entry, Date.now())),
  NLST: (call) => list(call, (entry) => entry.name),
  MLSD: listMachine,
  MLST: machineEntry,
  SIZE: size,
  MDTM: modified,
  MFMT: setModified,
  HASH: hash,
  XCRC: (call) => digest(call, "CRC32"),
  XMD5: (call) => digest(call, "MD5"),
  XSHA256: (call) => digest(call, "SHA-256"),
  CWD: (call) => change(call, call.path),
  XCWD: (call) => change(call, call.path),
  CDUP: (call) => change(call, parentOf(call.session.cwd)),
  PWD: (call) => call.reply(`257 ${quoted(call.session.cwd)} is current`),
  XPWD: (call) => call.reply(`257 ${quoted(call.session.cwd)} is current`),
  MKD: makeDirectory,
  RMD: removeDirectory,
  DELE: deleteFile,
  RNFR: renameFrom,
  RNTO: renameTo,
  async QUIT(call) {
    await call.reply("221 Goodbye");
    await call.close();
  },
};

async function user(call: FtpCall): Promise<void> {
  call.session.user = call.text;
  call.session.loggedIn = false;
  await call.reply("331 Password required");
}

async function pass(call: FtpCall): Promise<void> {
  const { users = {}, anonymous = true, account } = call.server.options;
  const { session } = call;
  const isGuest = anonymous && /^(anonymous|ftp)$/i.test(session.user);
  if (session.user === "") return await call.reply("503 USER first");
  if (!isGuest && users[session.user] !== call.text) {
    return await call.reply("530 Login incorrect");
  }
  if (account !== undefined) return await call.reply("332 Account required");
  session.loggedIn = true;
  await call.reply("230 Logged in");
}

async function account(call: FtpCall): Promise<void> {
  const { account } = call.server.options;
  if (account === undefined) return await call.reply("202 Not needed");
  if (call.text !== account) return await call.reply("530 Login incorrect");
  call.session.loggedIn = true;
  await call.reply("230 Logged in");
}

function only(call: FtpCall, value: string): Promise<void> {
  const known = call.argument.toUpperCase() === value;
  return call.reply(known ? "200 OK" : "504 Not implemented");
}

async function features(call: FtpCall): Promise<void> {
  const { tls = true, features } = call.server.options;
  const facts = ["type", "size", "modify", "perm", "unique"].map((fact) =>
    call.session.facts.includes(fact) ? `${fact}*;` : `${fact};`
  );
  const hashes = Object.keys(HASHES).map((name) =>
    name === call.session.hash ? `${name}*` : name
  );
  const lines = features ?? [
    ...(tls ? ["AUTH TLS", "PBSZ", "PROT"] : []),
    ...["EPRT", "EPSV", `HASH ${hashes.join(";")}`, "MDTM", "MFMT"],
    ...[`MLST ${facts.join("")}`, "REST STREAM", "SIZE", "TVFS", "UTF8"],
    "XCRC",
  ];
  const list = lines.map((line) => ` ${line}\r\n`).join("");
  await call.reply(`211-Features:\r\n${list}211 End`);
}

async function options(call: FtpCall): Promise<void> {
  const [name = "", value = ""] = call.text.split(" ");
  const { session } = call;
  switch (name.toUpperCase()) {
    case "UTF8":
      return await call.reply("200 UTF8 set to on");
    case "MLST":
      session.facts = value.toLowerCase().split(";").filter(Boolean);
      return await call.reply(`200 MLST OPTS ${value}`);
    case "HASH":
      if (!HASHES[value]) return await call.reply("501 Unknown algorithm");
      session.hash = value;
      return await call.reply(`200 ${value}`);
    default:
      return await call.reply(`501 OPTS ${name} not understood`);
  }
}

async function authenticate(call: FtpCall): Promise<void> {
  const { tls = true } = call.server.options;
  const { secure } = call.session;
  if (!tls) return await call.reply("500 AUTH not understood");
  if (secure) return await call.reply("503 Already over TLS");
  if (!/^(TLS|TLS-C|SSL)$/i.test(call.argument)) {
    return await call.reply("504 Unknown mechanism");
  }
  call.upgrade("234 AUTH TLS successful\r\n");
}

async function protect(call: FtpCall): Promise<void> {
  const level = call.argument.toUpperCase();
  if (!call.session.secure) return await call.reply("503 AUTH TLS first");
  if (level !== "C" && level !== "P") return await call.reply("504 Not known");
  call.session.protection = level;
  await call.reply("200 Protection set");
}

async function type(call: FtpCall): Promise<void> {
  const match = /^(?:(A)(?: N)?|(I)|(L) ?8)$/i.exec(call.argument);
  if (!match) return await call.reply("504 Type not implemented");
  call.session.type = match[1] ? "A" : "I";
  await call.reply(`200 Type set to ${call.session.type}`);
}

async function machineEntry(call: FtpCall): Promise<void> {
  const entry = call.server.entry(call.path);
  if (!entry) return await call.reply("550 No such file or directory");
  const line = factLine(entry, call.session.facts, entry.path);
  await call.reply(`250-Start\r\n ${wireText(line)}\r\n250 End`);
}

async function size(call: FtpCall): Promise<void> {
  const content = call.server.files.get(call.path);
  if (!content) return await call.reply("550 Not a plain file");
  if (call.session.type === "A") {
    return await call.reply("550 SIZE not allowed in ASCII mode");
  }
  await call.reply(`213 ${content.length}`);
}

async function modified(call: FtpCall): Promise<void> {
  const entry = call.server.entry(call.path);
  if (!entry) return await call.reply("550 No such file or directory");
  await call.reply(`213 ${stamp(entry.modified)}`);
}

async function setModified(call: FtpCall): Promise<void> {
  const [, digits = "", name = ""] = /^(\S+) (.*)$/s.exec(call.text) ?? [];
  const time = timeOf(digits);
  const path = resolvePath(call.session.cwd, name);
  if (!time) return await call.reply("501 Invalid time");
  if (!call.server.has(path)) return await call.reply("550 No such file");
  call.server.times.set(path, time);
  await call.reply(`213 Modify=${digits}; ${wireText(name)}`);
}

async function hash(call: FtpCall): Promise<void> {
  const content = call.server.files.get(call.path);
  if (!content) return await call.reply("550 No such file");
  const name = call.session.hash;
  const value = hashOf(name, content);
  await call.reply(
    `213 ${name} 0-${content.length} ${value} ${call.argument}`,
  );
}

async function digest(call: FtpCall, name: string): Promise<void> {
  // A name in quotes may be followed by the ends of a range.
  const [, quotedName, from, to] = /^"(.*)"(?: (\d+)(?: (\d+))?)?$/s.exec(
    call.text,
  ) ?? [];
  const path = resolvePath(call.session.cwd, quotedName ?? call.text);
  const content = call.server.files.get(path);
  if (!content) return await call.reply("550 No such file");
  const part = content.subarray(Number(from ?? 0), Number(to ?? Infinity));
  await call.reply(`250 ${hashOf(name, part).toUpperCase()}`);
}

async function change(call: FtpCall, path: string): Promise<void> {
  if (!call.server.directories.has(path)) {
    return await call.reply("550 No such directory");
  }
  call.session.cwd = path;
  await call.reply(`250 ${call.verb} command successful`);
}

async function makeDirectory(call: FtpCall): Promise<void> {
  const { server, path } = call;
  if (server.has(path)) return await call.reply("550 File exists");
  if (!server.directories.has(parentOf(path))) {
    return await call.reply("550 No such directory");
  }
  server.directories.add(path);
  await call.reply(`257 ${quoted(path)} created`);
}

async function removeDirectory(call: FtpCall): Promise<void> {
  const { server, path } = call;
  if (path === "/" || !server.directories.has(path)) {
    return await call.reply("550 No such directory");
  }
  if (server.children(path).length > 0) {
    return await call.reply("550 Directory not empty");
  }
  server.directories.delete(path);
  await call.reply("250 RMD command successful");
}

async function deleteFile(call: FtpCall): Promise<void> {
  const deleted = call.server.files.delete(call.path);
  call.server.times.delete(call.path);
  await call.reply(
    deleted ? "250 DELE command successful" : "550 No such file",
  );
}

async function renameFrom(call: FtpCall): Promise<void> {
  if (!call.server.has(call.path)) {
    return await call.reply("550 No such file or directory");
  }
  call.session.renameFrom = call.path;
  await call.reply("350 Ready for RNTO");
}

async function renameTo(call: FtpCall): Promise<void> {
  const from = call.session.renameFrom;
  call.session.renameFrom = undefined;
  if (from === undefined) return await call.reply("503 RNFR first");
  if (!call.server.directories.has(parentOf(call.path))) {
    return await call.reply("553 No such directory");
  }
  call.server.move(from, call.path);
  await call.reply("250 Rename successful");
}

function quoted(path: string): string {
  return `"${wireText(path).replaceAll('"', '""')}"`;
}

function hashOf(name: string, content: Uint8Array): string {
  if (name === "CRC32") return crc32(content).toString(16).padStart(8, "0");
  return createHash(HASHES[name] ?? "").update(content).digest("hex");
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
  }
  return ~crc >>> 0;
}
