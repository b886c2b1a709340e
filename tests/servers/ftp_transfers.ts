// Copyright 2026 the wininet authors. MIT license.

/**
 * The part of {@linkcode "./ftp_commands.ts"} that opens data connections and
 * uses them.
 *
 * As on vsftpd and ProFTPD, the data connection is opened before the 150 is
 * sent; with TLS, the server waits for the handshake after the 150.
 *
 * @module
 */

import {
  factLine,
  fromWireText,
  type FtpEntry,
  matches,
  nameOf,
  parentOf,
  resolvePath,
  toWireText,
} from "./ftp_files.ts";
import type { FtpCall, FtpData } from "./ftp_session.ts";
import { WireLost } from "./ftp_wire.ts";
import { latin1Of } from "./tcp_server.ts";

/** PASV: the listener for the next data connection, IPv4 only. */
export async function passive(call: FtpCall): Promise<void> {
  if (call.session.epsvAll) return await call.reply("501 Not after EPSV ALL");
  if (call.server.host.includes(":")) return await call.reply("425 Use EPSV");
  const port = call.listen();
  const host = call.server.host.replaceAll(".", ",");
  const numbers = `${host},${port >> 8},${port & 255}`;
  await call.reply(`227 Entering Passive Mode (${numbers}).`);
}

/** EPSV, with a family or ALL. */
export async function extendedPassive(call: FtpCall): Promise<void> {
  const family = call.server.host.includes(":") ? "2" : "1";
  if (/^all$/i.test(call.argument)) {
    call.session.epsvAll = true;
    return await call.reply("200 EPSV ALL ok");
  }
  if (call.argument !== "" && call.argument !== family) {
    return await call.reply(`522 Network protocol not supported (${family})`);
  }
  await call.reply(`229 Entering Extended Passive Mode (|||${call.listen()}|)`);
}

/** PORT h,h,h,h,p,p. */
export async function port(call: FtpCall): Promise<void> {
  const match = /^(\d+),(\d+),(\d+),(\d+),(\d+),(\d+)$/.exec(call.argument);
  const numbers = match?.slice(1).map(Number) ?? [];
  if (call.session.epsvAll || !match || numbers.some((part) => part > 255)) {
    return await call.reply("501 Illegal PORT command");
  }
  const [high = 0, low = 0] = numbers.slice(4);
  await aim(call, numbers.slice(0, 4).join("."), high * 256 + low);
}

/** EPRT |family|host|port|. */
export async function extendedPort(call: FtpCall): Promise<void> {
  const delimiter = call.argument[0] ?? "";
  const [, family, host = "", port, end] = call.argument.split(delimiter);
  const known = family === "1" || family === "2";
  if (!known) {
    return await call.reply("522 Network protocol not supported (1,2)");
  }
  const wrong = end !== "" || !(Number(port) > 0 && Number(port) < 65536);
  if (wrong) return await call.reply("501 Illegal EPRT command");
  await aim(call, host, Number(port));
}

/** REST: the offset of the next transfer. */
export async function restart(call: FtpCall): Promise<void> {
  if (!/^\d+$/.test(call.argument)) return await call.reply("501 No number");
  call.session.rest = Number(call.argument);
  await call.reply(`350 Restarting at ${call.argument}`);
}

/** RETR, from the offset of REST. */
export async function retrieve(call: FtpCall): Promise<void> {
  const rest = takeRest(call);
  const content = call.server.files.get(call.path);
  if (!content) return await refuse(call, "550 No such file");
  if (rest > content.length) return await refuse(call, "554 Beyond the end");
  const sent = content.subarray(rest);
  const bytes = call.session.type === "A" ? toWireText(sent) : sent;
  const opening = `150 Opening data connection (${bytes.length} bytes)`;
  await transfer(call, opening, async (data) => {
    // In pieces, so that ABOR can interrupt it.
    for (let at = 0; at < bytes.length; at += 65536) {
      await data.write(bytes.subarray(at, at + 65536));
    }
    await data.end();
  });
}

/**
 * STOR; after REST it overwrites the bytes from the offset, and keeps those
 * after the new data.
 */
export async function store(
  call: FtpCall,
  path: string,
  opening: string = "150 Opening data connection",
): Promise<void> {
  const rest = takeRest(call);
  const { server } = call;
  if (server.directories.has(path)) return await refuse(call, "550 Directory");
  if (!server.directories.has(parentOf(path))) {
    return await refuse(call, "553 No such directory");
  }
  await transfer(call, opening, async (data) => {
    const came = await data.readAll();
    const bytes = call.session.type === "A" ? fromWireText(came) : came;
    server.write(path, rest, bytes, rest > 0);
    await data.close();
  });
}

/** APPE. */
export async function append(call: FtpCall): Promise<void> {
  call.session.rest = call.server.files.get(call.path)?.length ?? 0;
  await store(call, call.path);
}

/** STOU; the reply names the file. */
export async function storeUnique(call: FtpCall): Promise<void> {
  const base = call.argument === "" ? "stou" : call.text;
  let number = 1;
  const path = () => resolvePath(call.session.cwd, `${base}.${number}`);
  while (call.server.has(path())) number++;
  await store(call, path(), `150 FILE: ${wireText(nameOf(path()))}`);
}

/** LIST and NLST, with wildcards in the last part of the path. */
export async function list(
  call: FtpCall,
  line: (entry: FtpEntry) => string,
): Promise<void> {
  // Options like those of ls are ignored.
  const argument = call.text.replace(/^(-\w+ ?)+/, "");
  const path = resolvePath(call.session.cwd, argument);
  const { server } = call;
  const entry = server.entry(path);
  const found = entry?.directory
    ? server.children(path)
    : entry
    ? [{ ...entry, name: argument }]
    : server.children(parentOf(path)).filter((child) =>
      /[*?]/.test(argument) && matches(nameOf(path), child.name)
    );
  if (!entry && found.length === 0) {
    return await refuse(call, "550 No such file or directory");
  }
  await sendLines(call, found.map(line));
}

/** MLSD. */
export async function listMachine(call: FtpCall): Promise<void> {
  const { server, session, path } = call;
  const own = server.entry(path);
  if (!own?.directory) return await refuse(call, "550 No such directory");
  const above = server.entry(parentOf(path)) as FtpEntry;
  await sendLines(call, [
    factLine(own, session.facts, ".", "cdir"),
    factLine(above, session.facts, "..", "pdir"),
    ...server.children(path).map((entry) =>
      factLine(entry, session.facts, entry.name)
    ),
  ]);
}

/** ABOR: 426 for the transfer, then 226. */
export async function abort(call: FtpCall): Promise<void> {
  await call.session.abortTransfer();
  call.session.dropTarget();
  await call.reply("226 ABOR command successful");
}

/** The bytes of a name as it is sent, as a latin1 string. */
export function wireText(text: string): string {
  return latin1Of(new TextEncoder().encode(text));
}

async function aim(call: FtpCall, host: string, port: number): Promise<void> {
  // All servers have checked this since the FTP bounce attack became known.
  if (host !== call.session.remoteAddress) {
    return await call.reply("500 Foreign address refused");
  }
  call.session.aim(host, port);
  await call.reply(`200 ${call.verb} command successful`);
}

async function sendLines(call: FtpCall, lines: string[]): Promise<void> {
  const text = lines.map((line) => `${wireText(line)}\r\n`).join("");
  await transfer(call, "150 Here comes the listing", async (data) => {
    if (text !== "") await data.write(text);
    await data.end();
  });
}

/** Opens the data connection, runs `run` with it, and sends the final reply. */
async function transfer(
  call: FtpCall,
  opening: string,
  run: (data: FtpData) => Promise<void>,
): Promise<void> {
  const { session } = call;
  if (!session.hasTarget) return await call.reply("425 Use PASV or PORT first");
  const done = Promise.withResolvers<void>();
  const state = { aborted: false, done: done.promise };
  session.transfer = state;
  try {
    const ending = await attempt(call, opening, run);
    await call.reply(state.aborted ? "426 Transfer aborted" : ending);
    if (ending.startsWith("522")) await call.close();
  } finally {
    session.transfer = undefined;
    done.resolve();
  }
}

/** Returns the final reply of the transfer. */
async function attempt(
  call: FtpCall,
  opening: string,
  run: (data: FtpData) => Promise<void>,
): Promise<string> {
  let data: FtpData | undefined;
  try {
    data = await call.data();
    await call.reply(opening);
    const refusal = await refusalOf(call, data);
    if (refusal === undefined) await run(data);
    else await data.end();
    return refusal ?? "226 Transfer complete";
  } catch (error) {
    if (!(error instanceof WireLost)) throw error;
    await data?.close();
    return data
      ? "426 Connection closed; transfer aborted"
      : "425 Cannot open data connection";
  }
}

async function refusalOf(
  call: FtpCall,
  data: FtpData,
): Promise<string | undefined> {
  await data.secured;
  if (data.reused === undefined) return undefined;
  call.server.reused.push(data.reused);
  const { requireReuse = false } = call.server.options;
  if (!requireReuse || data.reused) return undefined;
  return requireReuse === "close"
    ? "522 SSL connection failed: session reuse required"
    : "425 Unable to build data connection: Operation not permitted";
}

/** Refuses the transfer. */
async function refuse(call: FtpCall, text: string): Promise<void> {
  call.session.dropTarget();
  await call.reply(text);
}

function takeRest(call: FtpCall): number {
  const { rest } = call.session;
  call.session.rest = 0;
  return rest;
}
