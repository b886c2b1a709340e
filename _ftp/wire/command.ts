// Copyright 2026 the wininet authors. MIT license.

/**
 * FTP commands, the encoding of the lines of a control connection, and the
 * dialogues that commands are part of.
 *
 * A {@linkcode Dialogue} is a generator: it yields a command and receives the
 * reply, or yields `null` to receive another reply without a command. It reads
 * like the RFC and is tested without a connection.
 *
 * @module
 */

import {
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import { CP_UTF8, type NameCodec, nameCodec } from "../../_base/code_page.ts";
import { concatenated, CR, LF, SPACE } from "../../_base/bytes.ts";
import { badParameter } from "../../_base/failure.ts";
import { kindOfSecret, quotedValue } from "../../_base/secrets.ts";
import { ControlMask } from "../../_base/wire_secrets.ts";
import { replyWithoutSecrets } from "../../_base/wire_secrets.ts";
import { type FtpReply, IAC, isPreliminary, replyText } from "./reply.ts";

/** A command line. */
export interface CommandLine {
  /** The command as in RFC 959. */
  readonly verb: string;
  /** The argument, after a space. */
  readonly argument?: string;
}

/** Returns the text of a command line. */
export function textOf({ verb, argument }: CommandLine): string {
  return argument === undefined ? verb : `${verb} ${argument}`;
}

/** A dialogue: it yields commands and receives replies. */
export type Dialogue<Value> = Generator<CommandLine | null, Value, FtpReply>;

/** The maximum number of bytes of a command line; a longer one is an error. */
const MAX_COMMAND = 32_768;

const NUL = 0x00;
const NO_BYTES = new Uint8Array();
const SEPARATOR = Uint8Array.of(SPACE);
const LINE_END = Uint8Array.of(CR, LF);

/**
 * Returns the bytes of a command line. A byte 0xFF is doubled, as Telnet
 * requires.
 *
 * @param encode Encodes a string. It receives only the argument, so that it can
 * recognize a name.
 * @throws {InternetError} ERROR_INVALID_PARAMETER if the line would contain CR,
 * LF or NUL, or is too long.
 */
export function encodeCommand(
  { verb, argument }: CommandLine,
  encode: (text: string) => Uint8Array,
  telnet: boolean = true,
): Uint8Array {
  const start = encode(verb);
  const rest = argument === undefined ? NO_BYTES : encode(argument);
  if (!isOneLine(start) || !isOneLine(rest)) throw notOneLine(verb);
  const parts = argument === undefined
    ? [start, LINE_END]
    : [start, SEPARATOR, rest, LINE_END];
  const line = concatenated(parts);
  const bytes = telnet && line.includes(IAC) ? doubled(line) : line;
  if (bytes.length <= MAX_COMMAND + LINE_END.length) return bytes;
  throw new InternetError(
    ERROR_INVALID_PARAMETER,
    `Cannot send ${verb}: the line has ${
      bytes.length - LINE_END.length
    } bytes, and at most ${MAX_COMMAND} are allowed`,
  );
}

function isOneLine(bytes: Uint8Array): boolean {
  return !bytes.includes(LF) && !bytes.includes(CR) && !bytes.includes(NUL);
}

/** Returns the bytes with each 0xFF doubled. */
function doubled(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(
    Array.from(bytes).flatMap((byte) => byte === IAC ? [byte, byte] : [byte]),
  );
}

/**
 * Servers that interpret a doubled byte 0xFF as two bytes. RFC 959 requires
 * doubling, and so does ProFTPD.
 */
const WITHOUT_TELNET = /vsftpd|pure-ftpd|pyftpdlib/i;

/** The encoding of the lines of a control connection, in both directions. */
export class LineCodec {
  /** The encoding of names. */
  names: NameCodec = nameCodec(CP_UTF8);
  /** The strings that are masked in replies. */
  secrets: readonly string[] = [];
  #telnet = true;
  #foreign = false;

  /** Recognizes some servers by their greeting. */
  heed(greeting: string): void {
    this.#telnet = !WITHOUT_TELNET.test(greeting);
  }

  /** Returns the bytes of a command line. */
  encode(command: CommandLine): Uint8Array {
    return encodeCommand(
      command,
      (text) => this.names.encode(text),
      this.#telnet,
    );
  }

  /**
   * Returns a line of a reply, without the secrets that a server may repeat.
   */
  decode(bytes: Uint8Array): string {
    const { text, foreign } = this.names.decode(bytes);
    this.#foreign = foreign;
    if (this.secrets.length === 0) return text;
    return replyWithoutSecrets(text, this.secrets);
  }

  /** Remembers the bytes of a name from the last line of a reply. */
  noteName(name: string): void {
    this.names.note(name, this.#foreign);
  }
}

/**
 * Returns a string that a command can contain.
 *
 * @param what The name of the parameter, for the error.
 * @param secret `true` if an error must not show the string.
 * @throws {InternetError} ERROR_INVALID_PARAMETER if a command cannot contain
 * it.
 */
export function checkedText(
  value: unknown,
  what: string,
  secret: boolean = false,
): string {
  const shown = secret ? kindOfSecret(value) : quotedValue(value);
  const unusable = (advice: string) =>
    badParameter(`Cannot use ${shown} as ${what}: ${advice}`);
  if (typeof value !== "string") throw unusable("it must be a string");
  if (/[\0\r\n]/.test(value)) {
    throw unusable("remove the line end or NUL from it");
  }
  if (!value.isWellFormed()) {
    throw unusable("remove the lone surrogate from it");
  }
  if (value.length <= MAX_COMMAND) return value;
  throw unusable(
    `it has ${value.length} characters, and at most ${MAX_COMMAND} are allowed`,
  );
}

/** Does the same as {@linkcode checkedText} for a name, which is not empty. */
export function checkedName(
  value: unknown,
  what: string,
  secret?: boolean,
): string {
  const name = checkedText(value, what, secret);
  if (name !== "") return name;
  throw badParameter(`Cannot use "" as ${what}: it must not be empty`);
}

/** Sends a command and returns its reply, which may be a refusal. */
export function* tryCommand(
  verb: string,
  argument?: string,
): Dialogue<FtpReply> {
  return yield argument === undefined ? { verb } : { verb, argument };
}

/** Advice for replies that suggest no remedy, by reply code. */
const REPLY_ADVICE: ReadonlyMap<number, string> = new Map([
  [450, "the file may be in use, so try again later"],
  [452, "free some space on the server"],
  [500, "the server does not have this command"],
  [502, "the server does not have this command"],
  [532, "set FTP_OPTION_ACCOUNT"],
  [
    550,
    "check the name with FtpFindFirstFile, and the permissions of the user",
  ],
  [552, "free some space on the server"],
  [553, "use another name, or check the permissions of the user"],
]);

/**
 * Returns the error for a command that the server rejected.
 *
 * @param advice The advice, if the code of the reply does not determine it.
 */
export function commandRefused(
  action: string,
  reply: FtpReply,
  advice: string | undefined = REPLY_ADVICE.get(reply.code),
): InternetError {
  return new InternetError(
    ERROR_INTERNET_EXTENDED_ERROR,
    `Cannot ${action}: ${reply.lines.at(-1)}${
      advice === undefined ? "" : `; ${advice}`
    }`,
    { responseText: replyText(reply) },
  );
}

/**
 * Sends a line unchanged, and takes its final reply. The error of a refusal shows no
 * secret of the line, which the reply may repeat.
 *
 * @param action The purpose of the line, for the error.
 * @throws {InternetError} ERROR_INTERNET_EXTENDED_ERROR if the server rejects
 * it.
 */
export function* commandLine(line: string, action: string): Dialogue<void> {
  let reply = yield { verb: line };
  while (isPreliminary(reply)) reply = yield null;
  if (reply.code < 400) return;
  const mask = new ControlMask();
  mask.command(line);
  const lines = reply.lines.map((text) => mask.reply(text));
  throw commandRefused(action, { ...reply, lines });
}

/** Returns the code of the reply that caused an error, or `null` if no reply did. */
export function refusalCode(error: unknown): number | null {
  if (
    !(error instanceof InternetError) ||
    error.code !== ERROR_INTERNET_EXTENDED_ERROR
  ) return null;
  const code = Number(error.responseText?.slice(0, 3));
  return Number.isNaN(code) ? null : code;
}

function notOneLine(verb: string): InternetError {
  return new InternetError(
    ERROR_INVALID_PARAMETER,
    `Cannot send ${verb}: remove the line end or NUL from its argument`,
  );
}
