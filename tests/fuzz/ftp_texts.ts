// Copyright 2026 the wininet authors. MIT license.

/**
 * The replies of the hostile server of `ftp.ts`: the correct reply to each
 * command, and ways to damage a reply. Strings are latin1: one byte in each
 * character.
 *
 * @module
 */

import type { Random } from "./random.ts";

/**
 * The correct replies to commands without another effect; one of them is
 * chosen.
 */
const REPLIES: Readonly<Record<string, readonly string[]>> = {
  "": ["220 Ready", "220-Hello\r\n there\r\n220 Ready", "230 Already in"],
  USER: ["331 Password", "331 Password", "230 In", "332 Account", "530 No"],
  PASS: ["230 In", "230 In", "230 In", "332 Account", "202 In", "530 No"],
  ACCT: ["230 In", "202 Not needed", "530 No"],
  AUTH: ["234 Go on", "502 No TLS", "534 No"],
  PBSZ: ["200 PBSZ=0"],
  PROT: ["200 Private", "536 No"],
  TYPE: ["200 Type set", "504 No such type"],
  CWD: ["250 Moved", "200 Moved", "550 No such directory"],
  PWD: [
    '257 "/" is it',
    '257 "/a ""b"" c"',
    '257 "/open',
    "257 /bare",
    "257 ",
    '257 "\x00"',
    "550 Nowhere",
  ],
  MKD: ['257 "/made"', "250 Made", "550 Exists"],
  RMD: ["250 Gone", "550 Not empty"],
  DELE: ["250 Gone", "200 Gone", "550 No such file"],
  RNFR: ["350 To what?", "250 To what?", "550 No such file"],
  RNTO: ["250 Renamed", "553 Taken", "550 No"],
  REST: ["350 From there", "502 Only from the start", "501 What?"],
  SIZE: [
    "213 5000",
    "213 0",
    "213 99999999999999999999",
    "213 -1",
    "213 x",
    "550 No such file",
  ],
  MDTM: ["213 20240229235959", "213 20240230000000", "213 1", "550 No"],
  MFMT: ["213 Modify=20240101000000; a", "502 No"],
  OPTS: ["200 Good", "501 What?"],
  NOOP: ["200 Here"],
  ABOR: ["226 Aborted", "225 Nothing to abort", "426 Cut\r\n226 Aborted"],
  QUIT: ["221 Bye"],
  MLST: [
    "250-Here\r\n type=file;size=3; /a\r\n250 End",
    "250-Here\r\n250 End",
    "250 type=file;size=x; a",
    "550 No",
  ],
  HASH: [
    `213 SHA-256 0-3 ${"ab".repeat(32)} a`,
    "213 SHA-256 0-3 xyz a",
    "504 No",
  ],
  XCRC: ["250 89ABCDEF", "250 1", "250 ", "502 No"],
};

const FEATURES = [
  "MLST type*;size*;modify*;",
  "MLSD",
  "UTF8",
  "SIZE",
  "MDTM",
  "MFMT",
  "REST STREAM",
  "EPSV",
  "HASH SHA-256*;SHA-1",
  "XCRC",
  "\x00",
  "x".repeat(300),
];

/** The correct reply to a command, or one of several. */
export function rightReply(random: Random, verb: string): string {
  if (verb === "FEAT") return features(random);
  const replies = REPLIES[verb];
  if (replies === undefined) return "500 Unknown command";
  // The first one is correct, and lets the conversation continue.
  return random.chance(0.85) ? replies[0]! : random.pick(replies);
}

function features(random: Random): string {
  if (random.chance(0.2)) return "502 No features";
  const lines = FEATURES.filter(() => random.chance(0.5));
  const indent = random.chance(0.8) ? " " : "";
  return ["211-Features:", ...lines.map((line) => indent + line), "211 End"]
    .join("\r\n");
}

/** Returns the reply with the port of the data connection. */
export function passiveReply(
  random: Random,
  verb: string,
  port: number,
  malice: number,
): string {
  const right = verb === "EPSV"
    ? `229 Here (|||${port}|)`
    : `227 Here (127,0,0,1,${port >> 8},${port & 255})`;
  if (!random.chance(malice)) return right;
  return random.pick([
    () => `227 =127,0,0,1,${port >> 8},${port & 255}`,
    () => `227 Here 127.0.0.1.${port >> 8}.${port & 255}`,
    () => `227 Here (10,0,0,1,${port >> 8},${port & 255})`,
    () => `227 Here (127,0,0,1,${random.below(999)},${random.below(999)})`,
    () => "227 Here (0,0,0,0,0,0)",
    () => "227 Here",
    () => "227 (,,,,,)",
    () => `227 (${"1,".repeat(random.below(2000))}1)`,
    () => `228 Here (127.0.0.1, ${port}, 0)`,
    () => "229 Here (|||0|)",
    () => "229 Here (|||99999|)",
    () => `229 Here (|2|::1|${port}|)`,
    () => `229 Here (!!!${port}!)`,
    () => `229 Here (|||${"9".repeat(random.below(400))}|)`,
    () => "229 ()",
    () => "200 Here",
    () => "421 Too many",
    () => "425 Cannot",
    () => "500 What?",
    () => "522 Network protocol not supported, use (1,2)",
  ])();
}

/** The entries of a directory, some of them malformed. */
export function listing(random: Random, machine: boolean): string {
  const lines: string[] = [];
  for (let count = random.below(40); count > 0; count--) {
    lines.push(
      machine ? machineLine(random) : plainLine(random),
    );
  }
  return lines.map((line) => line + random.pick(["\r\n", "\r\n", "\n", "\r"]))
    .join("");
}

function machineLine(random: Random): string {
  return random.pick([
    () => `type=file;size=${random.below(1e9)};modify=20240101000000; a file`,
    () => "type=dir;modify=20240101; d",
    () => "type=cdir; .",
    () => "type=pdir; ..",
    () => "type=OS.unix=slink:/x; link",
    () => "size=-1; x",
    () => `;${random.rubbish(random.below(60))}`,
    () => " only a name",
    () => "type=file;size=1;",
    () => "",
  ])();
}

function plainLine(random: Random): string {
  return random.pick([
    () => "total 12",
    () => `-rw-r--r-- 1 a b ${random.below(1e9)} Jan  1 12:00 a file`,
    () => "drwxr-xr-x 2 0 0 4096 Feb 29  2024 dir",
    () => "lrwxrwxrwx 1 0 0 4 Jan  1  2020 a -> b -> c",
    () => "01-01-24  12:00PM       <DIR>          Windows",
    () => "01-01-24  12:00PM                 1234 file.txt",
    () => "+i8388621.48594,m825718503,r,s280,\tdjb.html",
    () => "FILE.TXT;1   12/24  1-JAN-2024 12:00:00  [A,B]  (RWED,,,)",
    () => `- [R----F--] supervisor ${random.below(9e9)} Jan 16 18:53 login`,
    () => random.rubbish(random.below(200)),
    () => "-".repeat(random.below(300)),
    () => "",
  ])();
}

/** Damages a reply. */
export function spoil(random: Random, reply: string): string {
  const text = reply.slice(4);
  const code = reply.slice(0, 3);
  return random.pick([
    () => `${100 + random.below(560)} ${text}`,
    () => `${random.pick(["000", "999", "99", "1000", "12a", "", "-1"])} x`,
    () => `${code}-${text}\r\n in between\r\n${code} end`,
    () => `${code}-${text}\r\n${random.rubbish(40)}\r\n999 x\r\n${code} end`,
    () => `${code}-${text}\r\nnever ends`,
    () => `${code}-${text}\r\n${100 + random.below(500)} another code`,
    () => `${reply}\r\n${reply}`,
    () => `${reply}\r\n${100 + random.below(560)} one more`,
    () => `421 Leaving\r\n${reply}`,
    () => `${reply}\r\n421 Leaving`,
    () => random.rubbish(random.below(200)),
    () => `${random.rubbish(random.below(200))}\r\n${reply}`,
    () => "\0".repeat(1 + random.below(50)),
    () => `${code} ${"x".repeat(random.below(20_000))}`,
    () => `${code}-a\r\n${"line\r\n".repeat(random.below(3000))}${code} end`,
    () => `${reply}\r\n`.repeat(random.below(100)),
    () => `\xff\xf4\xff\xf2${reply}`,
    () => code,
    () => "\r\n\r\n\n\r",
    () => " ",
  ])();
}
