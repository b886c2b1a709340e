// Copyright 2026 the wininet authors. MIT license.

/**
 * The random replies of a Gopher server: valid replies of every kind, damaged
 * ones, random bytes, no reply, and every kind of end.
 *
 * @module
 */

import type { Random } from "./random.ts";
import type { GopherCall } from "../servers/gopher_server.ts";

/** Bytes of the longest reply. */
const MOST = 40_000;

/** Answers one request at random. */
export async function answerAnything(
  call: GopherCall,
  random: Random,
): Promise<void> {
  if (random.chance(0.03)) return await call.reset();
  if (random.chance(0.05)) return await call.clientClosed();
  if (call.fields.at(-1) === "1" && random.chance(0.7)) {
    // A form: unless the server reads it, the client cannot send all of it.
    await Promise.race([call.readBlock(), call.clientClosed()]).catch(() => {});
  }
  const reply = random.damaged(replyOf(call, random));
  for (let at = 0; at < reply.length;) {
    const size = random.chance(0.7)
      ? reply.length
      : 1 + random.below(random.chance(0.5) ? 8 : 4000);
    await call.write(reply.slice(at, at + size));
    at += size;
    if (random.chance(0.02)) return await call.reset();
  }
  const end = random.below(10);
  if (end === 0) await call.clientClosed();
  else if (end === 1) await call.reset();
  else if (end === 2) await call.cut();
  else await call.end();
}

/** A reply that may be correct. */
function replyOf(call: GopherCall, random: Random): string {
  const mark = call.fields.at(-1) ?? "";
  const isPlus = call.fields.length > 1;
  if (random.chance(0.1)) return random.rubbish(random.below(2000));
  if (random.chance(0.15)) return error(call, random);
  const kinds: (() => string)[] = [
    () => menu(call, random),
    () => text(random),
    () => random.rubbish(random.below(MOST)),
    () => attributes(call, random),
    () => phoneBook(random),
    () => "CAPS\r\nA=b\r\n# c\r\nD = e\r\n",
  ];
  let data = random.pick(kinds)();
  if (random.chance(0.7)) {
    if (mark === "!" || mark.startsWith("$")) data = attributes(call, random);
    else if (call.request.startsWith("query")) data = phoneBook(random);
    else if (/menu|^$/.test(call.request)) data = menu(call, random);
  }
  return isPlus && random.chance(0.8) ? withHeader(data, random) : data;
}

function withHeader(data: string, random: Random): string {
  switch (random.below(5)) {
    case 0:
    case 1:
      return `+${data.length}\r\n${data}`;
    case 2:
      return `+-1\r\n${data}${data.endsWith("\n") ? "" : "\r\n"}.\r\n`;
    case 3:
      return `+-2\r\n${data}`;
    default:
      return `+${random.below(2 * data.length + 10)}\r\n${data}`;
  }
}

function error({ server }: GopherCall, random: Random): string {
  const sign = random.pick(["--1", "--2", `-${random.below(500)}`]);
  const code = random.below(5);
  const target = random.chance(0.8)
    ? server.item(random.pick(["0", "1", "9"]), "x", "/moved", "+")
    : line(random);
  return `${sign}\r\n${code} Ann <ann@a.example>\r\n${
    random.chance(0.6) ? target : "Go away\r\n"
  }.\r\n`;
}

/** A menu line with random content. */
function line(random: Random): string {
  const fields = Array.from(
    { length: random.below(7) },
    () =>
      random.pick([
        "",
        "a",
        "/x",
        "URL:http://a.example/",
        "127.0.0.1",
        "70",
        "99999",
        "-1",
        "+",
        "?",
        "caf\xe9",
        "\0",
        random.rubbish(random.below(12)),
      ]),
  );
  return random.pick(["0", "1", "i", "3", "+", "h", "7", "\xff", ""]) +
    fields.join("\t") + random.pick(["\r\n", "\n", "\r", "\r\n\r\n"]);
}

function menu({ server }: GopherCall, random: Random): string {
  let lines = "";
  const count = random.below(random.chance(0.1) ? 800 : 12);
  for (let at = 0; at < count; at++) {
    lines += random.chance(0.6)
      ? server.item(random.pick(["0", "1", "9", "i", "7"]), `n${at}`, `/${at}`)
      : line(random);
  }
  return lines + (random.chance(0.7) ? ".\r\n" : "");
}

function text(random: Random): string {
  let lines = "";
  for (let count = random.below(30); count > 0; count--) {
    lines += random.pick([
      "a line\r\n",
      "..two\r\n",
      ".\r\n",
      ".x\n",
      "\r\n",
      ". \r\n",
      `${random.rubbish(random.below(30))}\n`,
    ]);
  }
  return lines + random.pick([".\r\n", "", ".", ".\r"]);
}

function attributes({ server }: GopherCall, random: Random): string {
  let lines = "";
  for (let count = 1 + random.below(8); count > 0; count--) {
    lines += random.pick([
      `+INFO: ${server.item("0", "x", "/x", "+")}`,
      "+ADMIN:\r\n Admin: Ann <a@b.example>\r\n Mod-Date: x <20260102030405>\r\n",
      "+VIEWS:\r\n text/plain En_US: <10k>\r\n image/gif: <\r\n",
      "+ASK:\r\n Ask: Name?\tAnn\r\n AskP: Word?\r\n Select: Yes?:1\r\n",
      "+ABSTRACT:\r\n some\r\n text\r\n",
      "+VERONICA:\r\n treewalk: no\r\n",
      `+INFO: ${line(random)}`,
      `+${random.rubbish(random.below(20))}\r\n`,
      ` ${random.rubbish(random.below(20))}\r\n`,
      "+3D:\r\n\r\n",
    ]);
  }
  return lines;
}

function phoneBook(random: Random): string {
  let lines = "";
  for (let count = random.below(8); count > 0; count--) {
    lines += random.pick([
      "-200:1:  name: Ann\r\n",
      "-200:2:email: a@b.example\r\n",
      "102:There was 1 match.\r\n",
      "501:No matches.\r\n",
      "599:Syntax error.\r\n",
      `-${random.below(600)}:${random.rubbish(9)}\r\n`,
    ]);
  }
  return lines + random.pick(["200:Ok.\r\n", "200:Ok.\r\n", ""]);
}
