// Copyright 2026 the wininet authors. MIT license.

/**
 * The commands that need no data connection: directories, names, sizes and times (RFC 3659),
 * checksums. Only the first digit of a reply counts: servers reply to DELE with 200 as
 * well as with 250.
 *
 * @module
 */

import { ERROR_FTP_DROPPED, InternetError } from "../../error.ts";
import type { FileVersion } from "../../_base/part_file.ts";
import { commandRefused, type Dialogue } from "./command.ts";
import type {
  Features,
  KnownServer,
  TransferParameters,
} from "./server_state.ts";
import {
  type FtpReply,
  isPositive,
  isUnknownCommand,
  replyMessage,
  replyText,
} from "./reply.ts";

/** Sends a command that must succeed. */
export function* demand(
  verb: string,
  argument: string,
  action: string,
): Dialogue<FtpReply> {
  const reply = yield { verb, argument };
  if (!isPositive(reply)) throw commandRefused(action, reply);
  return reply;
}

/** FtpRenameFile. */
export function* rename(from: string, to: string): Dialogue<void> {
  const action = `rename "${from}"`;
  const reply = yield { verb: "RNFR", argument: from };
  // A server that replies with 250 instead of 350 also waits for RNTO.
  if (reply.code >= 400) throw commandRefused(action, reply);
  yield* demand("RNTO", to, action);
}

/** FtpGetCurrentDirectory. */
export function* currentDirectory(): Dialogue<string> {
  let reply = yield { verb: "PWD" };
  // A late "226" of the previous transfer is not a directory.
  if (isPositive(reply) && reply.code !== 257) reply = yield null;
  if (!isPositive(reply)) {
    throw commandRefused("get the current directory", reply);
  }
  const path = parseDirectoryReply(reply);
  if (path !== null) return path;
  throw new InternetError(
    ERROR_FTP_DROPPED,
    `Cannot get the current directory: the server replied "${
      reply.lines.at(-1)
    }"`,
    { responseText: replyText(reply) },
  );
}

/**
 * Returns the path in a 257 reply: between quotes, in which a quote is doubled.
 * Without quotes it is the first word; without a closing quote the reply
 * contains no path.
 */
export function parseDirectoryReply(reply: FtpReply): string | null {
  const line = reply.lines.find((line) => line.includes('"')) ??
    reply.lines.at(-1)!;
  const text = line.replace(/^\d{3}[ -]?/, "");
  const open = text.indexOf('"');
  if (open < 0) return checkedPath(text.trim().split(/\s/, 1)[0]!);
  let path = "";
  let doubled = true;
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] !== '"') path += text[at];
    else if (doubled && text[at + 1] === '"') path += text[++at];
    // pure-ftpd does not double quotes: a quote within a word is part of it.
    else if (/\S/.test(text[at + 1] ?? "") && text.indexOf('"', at + 1) > 0) {
      path += '"';
      doubled = false;
    } else return checkedPath(path);
  }
  return null;
}

function checkedPath(path: string): string | null {
  // deno-lint-ignore no-control-regex
  return path === "" || /[\x00-\x1f\x7f]/.test(path) ? null : path;
}

/**
 * Requests the size of a file in bytes; returns `null` if the server does not
 * report it. The type must be I.
 */
export function* askSize(name: string): Dialogue<number | null> {
  return parseSizeReply(yield { verb: "SIZE", argument: name });
}

/**
 * Requests the size of a file like {@linkcode askSize}, and with MLST (RFC
 * 3659) if the server does not support SIZE.
 */
export function* askSizeOrFacts(
  name: string,
  server: KnownServer,
): Dialogue<number | null> {
  const reply = yield { verb: "SIZE", argument: name };
  if (!isUnknownCommand(reply.code)) return parseSizeReply(reply);
  const features = yield* server.learnFeatures();
  return features.has("MLST")
    ? parseFactSize(yield { verb: "MLST", argument: name })
    : null;
}

/** Returns the fact `size` in the reply to MLST. */
function parseFactSize(reply: FtpReply): number | null {
  if (!isPositive(reply)) return null;
  const facts = reply.lines.slice(1, -1).join("\n");
  const digits = /^(?:250[ -])? ?(?:[^\s;]*;)*?size=(\d{1,16});/im.exec(facts)
    ?.[1];
  const size = Number(digits ?? NaN);
  return Number.isSafeInteger(size) ? size : null;
}

/**
 * Returns the size in the reply to SIZE, if it is valid. A comment may follow
 * it, but not the rest of a number: `5,555` is not valid.
 */
export function parseSizeReply(reply: FtpReply): number | null {
  if (reply.code !== 213) return null;
  const digits = /^\s*(\d{1,16})(?![\d.]|,\d)/.exec(replyMessage(reply))?.[1];
  const size = Number(digits ?? NaN);
  return Number.isSafeInteger(size) ? size : null;
}

/** Sets the type I, and requests the size of a file in bytes. */
export function* askBinarySize(
  name: string,
  parameters: TransferParameters,
): Dialogue<number | null> {
  yield* parameters.setType("I");
  return yield* askSize(name);
}

/**
 * Requests the modification time of a file; returns `null` if the server does
 * not report it.
 */
export function* askTime(name: string): Dialogue<Date | null> {
  return parseTimeReply(yield { verb: "MDTM", argument: name });
}

/**
 * Requests the size and the time of a file, by which a later transfer
 * recognizes its version.
 */
export function* askVersion(
  name: string,
  parameters: TransferParameters,
): Dialogue<FileVersion> {
  const size = yield* askBinarySize(name, parameters);
  return { size, modified: yield* askTime(name) };
}

const REPLY_TIME_REGEXP =
  /^\s*(?:19(1\d\d)|(\d{4}))(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?(?!\d)/;

/** Returns the UTC time in the reply to MDTM. The year 19100 is a server bug and means 2000. */
export function parseTimeReply(reply: FtpReply): Date | null {
  if (reply.code !== 213) return null;
  const match = REPLY_TIME_REGEXP.exec(replyMessage(reply));
  if (match === null) return null;
  const [, faulty, year, month, day, hour, minute, second, fraction] = match;
  const years = faulty === undefined ? Number(year) : 1900 + Number(faulty);
  const time = new Date(0);
  time.setUTCFullYear(years, Number(month) - 1, Number(day));
  // Checked before the time is set, because a leap second becomes the first
  // second of the next day.
  const valid = time.getUTCMonth() + 1 === Number(month) &&
    time.getUTCDate() === Number(day) && Number(hour) < 24 &&
    Number(minute) < 60 && Number(second) < 61;
  time.setUTCHours(
    Number(hour),
    Number(minute),
    Number(second),
    Math.trunc(Number(`0.${fraction ?? 0}`) * 1000),
  );
  return valid ? time : null;
}

/**
 * Sets the modification time of a file: with MFMT, otherwise with the MDTM that
 * some servers support. Returns `true` if it was set.
 */
export function* setTime(
  name: string,
  time: Date,
  features: Features,
): Dialogue<boolean> {
  const verb = features.has("MFMT") ? "MFMT" : "MDTM";
  // The name is a separate argument, so that it is recognized as a name.
  return isPositive(
    yield { verb: `${verb} ${formatTime(time)}`, argument: name },
  );
}

/** Returns a time in the format of MFMT. */
export function formatTime(time: Date): string {
  return time.toISOString().slice(0, 19).replaceAll(/\D/g, "");
}

/** A checksum that a server has computed. */
export interface Checksum {
  /** The name of the algorithm, as in `node:crypto`, or `crc32`. */
  readonly algorithm: string;
  /** Hexadecimal digits, in lower case. */
  readonly value: string;
}

/** The HASH names of draft-bryan-ftpext-hash, strongest first. */
const HASHES: readonly (readonly [name: string, algorithm: string])[] = [
  ["SHA-512", "sha512"],
  ["SHA-256", "sha256"],
  ["SHA-1", "sha1"],
  ["MD5", "md5"],
  ["CRC32", "crc32"],
];

/** Separate commands for one algorithm each. */
const CHECKSUM_COMMANDS:
  readonly (readonly [verb: string, algorithm: string])[] = [
    ["XSHA512", "sha512"],
    ["XSHA256", "sha256"],
    ["XSHA1", "sha1"],
    ["XSHA", "sha1"],
    ["XMD5", "md5"],
    ["MD5", "md5"],
    ["XCRC", "crc32"],
  ];

/**
 * Requests a checksum of a file; returns `null` if the server supports none.
 * The type must be I.
 */
export function* askChecksum(
  name: string,
  features: Features,
): Dialogue<Checksum | null> {
  const offered = features.get("HASH")?.toUpperCase();
  if (offered !== undefined) {
    const names = offered.split(";").map((text) =>
      text.replace("*", "").trim()
    );
    const best = HASHES.find(([hash]) => names.includes(hash)) ?? null;
    if (best !== null) {
      yield { verb: "OPTS", argument: `HASH ${best[0]}` };
      const checksum = findChecksum(yield { verb: "HASH", argument: name });
      if (checksum !== null) return checksum;
    }
  }
  for (const [verb, algorithm] of CHECKSUM_COMMANDS) {
    if (!features.has(verb)) continue;
    const checksum = findDigits(
      yield { verb, argument: name },
      algorithm,
    );
    if (checksum !== null) return checksum;
  }
  return null;
}

/** `213 SHA-256 0-1234 <digits> name`: the reply names the algorithm. */
function findChecksum(reply: FtpReply): Checksum | null {
  const text = replyMessage(reply).toUpperCase();
  const found = HASHES.find(([hash]) => text.startsWith(`${hash} `));
  return found === undefined ? null : findDigits(reply, found[1]);
}

const DIGITS: Readonly<Record<string, number>> = {
  sha512: 128,
  sha256: 64,
  sha1: 40,
  md5: 32,
  crc32: 8,
};

function findDigits(reply: FtpReply, algorithm: string): Checksum | null {
  if (!isPositive(reply)) return null;
  const length = DIGITS[algorithm]!;
  for (const word of replyMessage(reply).split(/[\s"]+/)) {
    if (/^[0-9a-f]+$/i.test(word) && isDigest(word, length, algorithm)) {
      return {
        algorithm,
        value: word.toLowerCase().padStart(length, "0"),
      };
    }
  }
  return null;
}

/** XCRC may omit leading zeros; the other forms have all their digits. */
function isDigest(word: string, length: number, algorithm: string): boolean {
  return word.length === length ||
    (algorithm === "crc32" && word.length < length && word.length > 4);
}
