// Copyright 2026 the wininet authors. MIT license.

/**
 * The servers of a soak: correct servers that truncate, stall, reset and send
 * false data at random. They never misbehave in a way that no client could
 * detect, such as a normal end after half of a file of unknown length. So a
 * transfer that the client reports as complete must be correct.
 *
 * @module
 */

import { delay } from "@std/async";
import { closedPort } from "../servers/closed_port.ts";
import { type FtpCall, FtpServer } from "../servers/ftp_server.ts";
import { type GopherCall, GopherServer } from "../servers/gopher_server.ts";
import { type RawCall, RawHttpServer } from "../servers/raw_http_server.ts";
import { bytesOf, concat } from "../servers/tcp_server.ts";
import type { Random } from "./random.ts";
import { contentOf, isName, itemsOf } from "./soak_content.ts";

/** The probability that the server misbehaves at a step, from 0 to 1. */
const TEMPERS = [0, 0.01, 0.03, 0.1, 0.3];

/** The maximum delay in milliseconds. */
const LATE = 400;

const LF = 10;

/** The reply of a server of another protocol. */
const RUBBISH = "\x00 this is not a reply \xff\r\n\r\n";

/** Decides when a server misbehaves. */
export class Mischief {
  readonly random: Random;
  readonly #share: number;

  constructor(random: Random) {
    this.random = random;
    this.#share = random.pick(TEMPERS);
  }

  /** Returns `true` if the server should misbehave now. */
  get strikes(): boolean {
    return this.random.chance(this.#share);
  }

  /** Runs one of these functions. */
  async oneOf<Value>(acts: readonly (() => Promise<Value>)[]): Promise<Value> {
    return await this.random.pick(acts)();
  }
}

/** A destination for bytes. */
interface Outlet {
  write(data: Uint8Array): Promise<void>;
}

/** Writes everything, in pieces of random size. */
async function writePieces(
  outlet: Outlet,
  bytes: Uint8Array,
  random: Random,
): Promise<void> {
  const small = random.chance(0.2);
  for (let at = 0; at < bytes.length;) {
    const size = 1 + random.below(small ? 2_000 : 200_000);
    await outlet.write(bytes.subarray(at, at + size));
    at += size;
  }
}

/** Writes only a part, but at least this number of bytes. */
async function writeSome(
  outlet: Outlet,
  bytes: Uint8Array,
  random: Random,
  least: number = 0,
): Promise<void> {
  const end = least + random.below(bytes.length - least);
  await writePieces(outlet, bytes.subarray(0, end), random);
}

// ---- HTTP ----

/** An HTTP server. */
export function soakHttpServer(
  mischief: Mischief,
  tls: boolean,
): RawHttpServer {
  return new RawHttpServer((call) => answerHttp(call, mischief, tls), { tls });
}

async function answerHttp(
  call: RawCall,
  mischief: Mischief,
  tls: boolean,
): Promise<void> {
  if (mischief.strikes) {
    return await mischief.oneOf([
      () => call.reset(),
      () => call.cut(),
      () => call.clientClosed(),
      () => call.write(RUBBISH).then(() => call.end()),
    ]);
  }
  if (call.header("expect") !== undefined) {
    await call.write("HTTP/1.1 100 Continue\r\n\r\n");
  }
  const body = await call.readBody();
  if (mischief.strikes) return await refuseHttp(call);
  const redirect = /^\/to(\/.*)/.exec(call.target)?.[1];
  if (redirect !== undefined) return await redirectTo(call, redirect);
  const name = call.target.slice(1);
  if (call.method !== "POST" && !isName(name)) return await refuseHttp(call);
  const content = call.method === "POST" ? body : contentOf(name);
  await sendHttp(call, content, mischief, tls);
}

async function refuseHttp(call: RawCall): Promise<void> {
  await call.write("HTTP/1.1 503 No\r\nContent-Length: 2\r\n\r\nno");
}

async function redirectTo(call: RawCall, path: string): Promise<void> {
  await call.write(
    `HTTP/1.1 302 There\r\nLocation: ${path}\r\nContent-Length: 0\r\n\r\n`,
  );
}

async function sendHttp(
  call: RawCall,
  content: Uint8Array,
  mischief: Mischief,
  tls: boolean,
): Promise<void> {
  const { random } = mischief;
  const framing = random.pick(["length", "chunked", "close"] as const);
  const head = `HTTP/1.1 200 OK\r\n${
    {
      length: `Content-Length: ${content.length}`,
      chunked: "Transfer-Encoding: chunked",
      close: "Connection: close",
    }[framing]
  }\r\n\r\n`;
  const body = framing === "chunked" ? chunked(content, random) : content;
  const all = concat([bytesOf(head), body]);
  if (mischief.strikes) {
    await writeSome(call, all, random);
    // Without TLS, a FIN is the normal end of such a body.
    const mayCut = framing !== "close" || tls;
    return await mischief.oneOf([
      () => call.reset(),
      () => mayCut ? call.cut() : call.reset(),
      () => call.clientClosed(),
    ]);
  }
  await writePieces(call, all, random);
  if (framing === "close") return await call.end();
  if (mischief.strikes) await call.write(RUBBISH);
  if (mischief.strikes) await call.end();
}

function chunked(content: Uint8Array, random: Random): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < content.length;) {
    const piece = content.subarray(at, at + 1 + random.below(100_000));
    pieces.push(bytesOf(`${piece.length.toString(16)}\r\n`), piece);
    pieces.push(bytesOf("\r\n"));
    at += piece.length;
  }
  return concat([...pieces, bytesOf("0\r\n\r\n")]);
}

// ---- Gopher ----

/** A Gopher server. */
export function soakGopherServer(
  mischief: Mischief,
  tls: boolean,
): GopherServer {
  return new GopherServer({}, {
    tls,
    otherwise: (call) => answerGopher(call, mischief),
  });
}

async function answerGopher(
  call: GopherCall,
  mischief: Mischief,
): Promise<void> {
  const { random } = mischief;
  const [selector = "", mark] = call.fields;
  if (!isName(selector)) return await call.reset();
  const isPlus = mark !== undefined;
  const endWrongly = (mayCut: boolean) =>
    mischief.oneOf([
      () => call.reset(),
      () => mayCut ? call.cut() : call.reset(),
      () => call.clientClosed(),
    ]);
  // Without TLS, a FIN is the normal end of such a body.
  const tls = call.server.options.tls === true;
  if (mischief.strikes) return await endWrongly(tls);
  if (mischief.strikes) {
    const refusal = isPlus
      ? "--1\r\n1 a\r\nNo\r\n.\r\n"
      : "3No\t\ta\t1\r\n.\r\n";
    return await call.write(refusal);
  }
  const reply = gopherReply(call, selector, isPlus);
  if (mischief.strikes) {
    const header = isPlus ? reply.indexOf(LF) + 1 : 0;
    await writeSome(call, reply, random, header);
    return await endWrongly(isPlus || tls);
  }
  await writePieces(call, reply, random);
}

function gopherReply(
  { server }: GopherCall,
  selector: string,
  isPlus: boolean,
): Uint8Array {
  if (selector.startsWith("m")) {
    const lines = itemsOf(selector).map((name) => server.item("0", name, "/x"));
    return bytesOf(`${lines.join("")}.\r\n`);
  }
  const content = contentOf(selector);
  if (isPlus) return concat([bytesOf(`+${content.length}\r\n`), content]);
  const end = selector.startsWith("t") ? ".\r\n" : "";
  return concat([content, bytesOf(end)]);
}

// ---- FTP ----

/**
 * Waits until the client disconnects. A promise shared by all calls would keep all of them in
 * memory.
 */
function stall(call: FtpCall): Promise<void> {
  return call.until(new Promise(() => {}));
}

/** An FTP server with these files. */
export function soakFtpServer(
  mischief: Mischief,
  names: readonly string[],
): FtpServer {
  const spoil = (call: FtpCall) => spoilCommand(call, mischief);
  const send = (call: FtpCall) =>
    mischief.strikes ? spoilDownload(call, mischief) : spoil(call);
  const take = (call: FtpCall) =>
    mischief.strikes ? spoilUpload(call, mischief) : spoil(call);
  const list = (call: FtpCall) =>
    mischief.strikes ? spoilListing(call, mischief) : spoil(call);
  return new FtpServer({
    files: Object.fromEntries(
      names.map((name) => [`/${name}`, contentOf(name)]),
    ),
    greeting: async (call) =>
      await spoil(call) === false ? await call.reply("220 Ready") : undefined,
    on: {
      "*": spoil,
      RETR: send,
      STOR: take,
      LIST: list,
      MLSD: list,
    },
  });
}

/** Misbehaves; returns `false` for correct behaviour. */
async function spoilCommand(
  call: FtpCall,
  mischief: Mischief,
): Promise<boolean | void> {
  if (!mischief.strikes) return false;
  const { random } = mischief;
  return await mischief.oneOf<boolean | void>([
    () => stall(call),
    () => call.reset(),
    () => call.close(),
    () => call.raw("2").then(() => stall(call)),
    () => call.raw("220-").then(() => call.reset()),
    () => call.raw(RUBBISH),
    () =>
      call.reply(random.pick(["550 No", "450 Busy", "502 What?", "530 Who?"])),
    () => call.reply("421 Going").then(() => call.close()),
    () => elsewhere(call),
    () => late(call, random),
  ]);
}

async function late(call: FtpCall, random: Random): Promise<false> {
  await call.until(delay(random.below(LATE)));
  return false;
}

/** Names a port without a listener. */
async function elsewhere(call: FtpCall): Promise<false | void> {
  if (call.verb !== "EPSV") return false;
  await call.reply(`229 There (|||${closedPort()}|)`);
}

async function spoilDownload(
  call: FtpCall,
  mischief: Mischief,
): Promise<false | void> {
  const { random } = mischief;
  const content = call.server.files.get(call.path);
  if (content === undefined || content.length === 0) return false;
  if (call.session.type === "A") return false;
  const data = await call.data();
  // The size is known, so the client can detect each of these.
  await call.reply(`150 Here it comes (${content.length} bytes)`);
  await data.secured;
  await writeSome(data, content, random);
  await mischief.oneOf([
    () => data.fin(),
    () => data.end(),
    () => data.reset(),
    () => stall(call),
  ]);
  await endOf(call, mischief, ["426 Cut", "226 Done", "451 Broken"]);
}

async function spoilUpload(call: FtpCall, mischief: Mischief): Promise<void> {
  const data = await call.data();
  await call.reply("150 Send it");
  await data.secured;
  await data.read();
  await mischief.oneOf([
    () => data.fin(),
    () => data.reset(),
    () => stall(call),
    () => data.readAll().then(() => {}),
  ]);
  await endOf(call, mischief, ["426 Cut", "552 Full"]);
}

async function spoilListing(call: FtpCall, mischief: Mischief): Promise<void> {
  const data = await call.data();
  await call.reply("150 Here it comes");
  await data.secured;
  await mischief.oneOf([
    async () => {
      await data.reset();
      await endOf(call, mischief, ["226 Done", "426 Cut"]);
    },
    async () => {
      await data.fin();
      await endOf(call, mischief, ["426 Cut", "451 Broken"]);
    },
    () => stall(call),
  ]);
}

/** Ends a transfer with a reply, without one, or with the session. */
async function endOf(
  call: FtpCall,
  mischief: Mischief,
  replies: readonly string[],
): Promise<void> {
  await mischief.oneOf([
    () => call.reply(mischief.random.pick(replies)),
    () => call.reply(mischief.random.pick(replies)),
    () => call.reset(),
    () => call.close(),
    () => stall(call),
  ]);
}
