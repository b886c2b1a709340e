// Copyright 2026 the wininet authors. MIT license.

/**
 * The random responses of an HTTP server: valid responses of every kind,
 * malformed ones, damaged ones, random bytes, no response, and every kind of
 * end. As a proxy it opens tunnels without a server at the other end.
 *
 * @module
 */

import type { Random } from "./random.ts";
import { RESPONSE_FORMS } from "../http/response_forms.ts";
import { challengeMessage } from "../servers/ntlm_messages.ts";
import type { RawCall } from "../servers/raw_http_server.ts";

/** Bytes of the longest body. */
const MOST = 60_000;

/** Forms that are short enough not to slow down the test. */
const FORMS = RESPONSE_FORMS.flatMap(([, forms]) => forms)
  .map(({ answer }) => answer).filter(({ length }) => length < 50_000);

const NTLM_CHALLENGE = challengeMessage({ info: [[7, new Uint8Array(8)]] })
  .toBase64();

const CHALLENGES = [
  'Basic realm="a"',
  'Digest realm="a", nonce="b", qop="auth"',
  'Digest realm="a", nonce="b", algorithm=SHA-256, stale=true',
  "NTLM",
  "NTLM TlRMTVNTUAACAAAA",
  "Negotiate",
  `NTLM ${NTLM_CHALLENGE}`,
  `Negotiate ${NTLM_CHALLENGE}`,
  'Basic realm="a", Digest realm="b", nonce="c"',
  "",
  ",,=",
];

/** Answers one request at random. */
export async function answerAnything(
  call: RawCall,
  random: Random,
): Promise<void> {
  if (random.chance(0.03)) return await call.reset();
  if (random.chance(0.04)) return await call.clientClosed();
  if (random.chance(0.85)) await takeBody(call, random);
  const many = random.chance(0.03) ? 2 : 1;
  let [reply, closes] = ["", false];
  for (let left = many; left > 0; left--) {
    const next = replyOf(call, random);
    reply += next.text;
    closes ||= next.closes;
  }
  if (!await writeAnyhow(call, random.damaged(reply), random)) return;
  await endAnyhow(call, closes, random);
}

async function takeBody(call: RawCall, random: Random): Promise<void> {
  if (call.header("expect") !== undefined && random.chance(0.7)) {
    await call.write("HTTP/1.1 100 Continue\r\n\r\n");
  }
  // Some servers start to respond in the middle of a body.
  if (random.chance(0.1)) return void await call.readBytes(random.below(2000));
  await call.readBody();
}

/** Writes in pieces; returns `false` if it has reset the connection. */
async function writeAnyhow(
  call: RawCall,
  reply: string,
  random: Random,
): Promise<boolean> {
  for (let at = 0; at < reply.length;) {
    const size = random.chance(0.7)
      ? reply.length
      : 1 + random.below(random.chance(0.5) ? 8 : 4000);
    await call.write(reply.slice(at, at + size));
    at += size;
    if (random.chance(0.01)) {
      await call.reset();
      return false;
    }
  }
  return true;
}

async function endAnyhow(
  call: RawCall,
  closes: boolean,
  random: Random,
): Promise<void> {
  if (!closes && random.chance(0.8)) return;
  const end = random.below(12);
  if (end === 0) await call.clientClosed();
  else if (end === 1) await call.reset();
  else if (end === 2) await call.cut();
  else await call.end();
}

/** An answer; `true` if the end of the connection is the end of its body. */
interface Reply {
  readonly text: string;
  readonly closes: boolean;
}

function replyOf(call: RawCall, random: Random): Reply {
  if (random.chance(0.04)) {
    return { text: random.rubbish(random.below(2000)), closes: true };
  }
  if (random.chance(0.08)) return { text: random.pick(FORMS), closes: true };
  if (call.method === "CONNECT" && random.chance(0.6)) {
    return { text: "HTTP/1.1 200 Connected\r\n\r\n", closes: false };
  }
  const body = bodyOf(random);
  const [line, ...fields] = headOf(call, random, body.length);
  const interim = random.chance(0.1)
    ? "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(
      1 + random.below(3),
    )
    : "";
  const framed = framedOf(call, body, random);
  const head = [line, ...fields, ...framed.fields, "", ""].join("\r\n");
  return { text: interim + head + framed.text, closes: framed.closes };
}

function bodyOf(random: Random): string {
  const size = random.pick([0, 5, 500, 5_000, MOST]);
  return random.chance(0.5) ? "x".repeat(size) : random.rubbish(size);
}

/** The status line and the fields that do not frame the body. */
function headOf(call: RawCall, random: Random, size: number): string[] {
  const fields: string[] = [];
  if (random.chance(0.2)) fields.push(`Set-Cookie: ${cookie(random)}`);
  if (random.chance(0.2)) fields.push(`Connection: ${option(random)}`);
  if (random.chance(0.1)) {
    fields.push(`Content-Encoding: ${random.pick(["gzip", "br", "x", ""])}`);
  }
  if (random.chance(0.3)) fields.push("Accept-Ranges: bytes", 'ETag: "a"');
  const range = /^bytes=(\d+)-/.exec(call.header("range") ?? "")?.[1];
  if (range !== undefined && random.chance(0.8)) {
    const [from, to] = [Number(range), Number(range) + size - 1];
    fields.push(`Content-Range: bytes ${from}-${to}/${to + 1}`);
    return [
      `HTTP/1.1 ${random.pick([206, 206, 206, 200, 416])} Part`,
      ...fields,
    ];
  }
  if (random.chance(0.1)) {
    fields.push(`Location: ${locationOf(call, random)}`);
    return [`HTTP/1.1 ${random.pick([301, 302, 303, 307, 308])} To`, ...fields];
  }
  if (random.chance(0.1)) {
    const [status, name] = random.pick([
      [401, "WWW-Authenticate"],
      [407, "Proxy-Authenticate"],
    ]);
    fields.push(`${name}: ${random.pick(CHALLENGES)}`);
    return [`HTTP/1.1 ${status} Who`, ...fields];
  }
  const status = random.pick([
    200,
    200,
    200,
    200,
    204,
    304,
    404,
    500,
    101,
    999,
  ]);
  return [
    `HTTP/${random.pick(["1.1", "1.1", "1.0"])} ${status} Odd`,
    ...fields,
  ];
}

function cookie(random: Random): string {
  return random.pick([
    "a=b",
    "c=d; Path=/; HttpOnly",
    "e=f; Max-Age=0",
    "g=h; Domain=elsewhere.example",
    random.rubbish(random.below(20)).replaceAll(/[\r\n]/g, ""),
  ]);
}

function option(random: Random): string {
  return random.pick(["close", "keep-alive", "Close, x", "upgrade", ""]);
}

function locationOf({ server }: RawCall, random: Random): string {
  return random.pick([
    "/",
    "/next?a=b#c",
    "//",
    "",
    "?",
    `http://127.0.0.1:${server.port}/back`,
    `https://localhost:${server.port}/other`,
    "http://127.0.0.1:1/",
    "http://a.invalid/",
    "mailto:a@b.example",
    "http://[/",
    "\xff\xfe",
  ]);
}

/** A body with correct or incorrect framing. */
function framedOf(
  call: RawCall,
  body: string,
  random: Random,
): { fields: string[]; text: string; closes: boolean } {
  const bodiless = call.method === "HEAD" && random.chance(0.9);
  const kind = random.below(10);
  if (kind < 5) {
    const length = random.chance(0.92)
      ? body.length
      : random.below(2 * body.length + 10);
    const fields = [`Content-Length: ${length}`];
    return { fields, text: bodiless ? "" : body, closes: false };
  }
  if (kind < 8) {
    const fields = ["Transfer-Encoding: chunked"];
    const text = bodiless ? "" : chunked(body, random);
    return { fields, text, closes: false };
  }
  return { fields: [], text: body, closes: true };
}

function chunked(body: string, random: Random): string {
  let text = "";
  for (let at = 0; at < body.length;) {
    const size = 1 + random.below(random.chance(0.5) ? 50 : body.length);
    const piece = body.slice(at, at + size);
    const extension = random.chance(0.1) ? ";a=b" : "";
    text += `${piece.length.toString(16)}${extension}\r\n${piece}\r\n`;
    at += size;
    if (random.chance(0.01)) return text;
  }
  return `${text}0\r\n${random.chance(0.2) ? "X-Trailer: a\r\n" : ""}\r\n`;
}
