// Copyright 2026 the wininet authors. MIT license.

/**
 * Replies of an FTP server (RFC 959 section 4.2), decoded from bytes that
 * arrive in pieces of any size.
 *
 * A reply is `ddd text`, or `ddd-text`, any lines, and `ddd text` with the same
 * code. Real servers deviate from that, and all of the following is accepted:
 *
 * - inner lines may be empty, or start with spaces, with other numbers, or with
 *   the code and a hyphen;
 * - a line may end with LF alone, and the code may have no text;
 * - a multi-line reply may be closed by another code (suppaftp #169). Such a
 *   line can also be an inner one. So it does not close the reply by itself:
 *   the reply is {@linkcode ReplyDecoder.closable}, and the caller closes it if
 *   no more lines arrive;
 * - Telnet commands (IAC) are dropped, and so are lines that are not a reply,
 *   such as the echo of a command, as long as no reply is open.
 *
 * A NUL is an error, and so is a line or a reply that is too long.
 *
 * @module
 */

import { concatenated, CR, LF } from "../../_base/bytes.ts";
import { ERROR_FTP_DROPPED, InternetError } from "../../error.ts";
import { quotedValue } from "../../_base/secrets.ts";

/** The maximum number of bytes of a line. Python's ftplib stops at 8 KiB; names may be long. */
export const MAX_REPLY_LINE = 65_536;

/** The maximum number of bytes of a reply: the longest useful ones are listings in reply to STAT. */
export const MAX_REPLY = 1_048_576;

/** A reply of the server. */
export interface FtpReply {
  /** The code of three digits. */
  readonly code: number;
  /** The lines as received, without their line breaks. */
  readonly lines: readonly string[];
  /** The number of bytes on the wire. */
  readonly size: number;
}

/** Returns the whole text of a reply, as for `InternetGetLastResponseInfo`. */
export function replyText(reply: FtpReply): string {
  return reply.lines.join("\r\n");
}

/** Returns the text after the code of the last line. */
export function replyMessage(reply: FtpReply): string {
  return reply.lines[reply.lines.length - 1]!.slice(4);
}

/** Returns `true` if the server has executed the command. */
export function isPositive(reply: FtpReply): boolean {
  return reply.code >= 200 && reply.code < 300;
}

/** Returns `true` if another reply follows for the same command. */
export function isPreliminary(reply: FtpReply): boolean {
  return reply.code < 200;
}

/** Returns `true` for the code of a reply that the server does not support the command. */
export function isUnknownCommand(code: number): boolean {
  return code === 500 || code === 502 || code === 504;
}

/** The size of a file, followed by the word for bytes in the languages of servers. */
const ANNOUNCED_REGEXP =
  /\((\d{1,16}) ?(?:bytes?|byte[rn]|octets?|octetos|baj?t\p{L}{0,4}|байт\p{L}{0,3}|バイト|字节|字節|位元組|바이트)\)/giu;

/**
 * Returns the size in the reply that opens a transfer: `(1234 bytes)`. It is
 * only an estimate: servers round it or count in other units. It follows the
 * name of the file, which may look similar.
 *
 * @param path The name that was requested.
 */
export function parseAnnouncedSize(
  reply: FtpReply,
  path: string = "",
): number | null {
  const count = (text: string) => [...text.matchAll(ANNOUNCED_REGEXP)];
  const found = count(reply.lines.join(" "));
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (found.length <= count(name).length) return null;
  const size = Number(found.at(-1)![1]);
  return Number.isSafeInteger(size) ? size : null;
}

/** The start of a Telnet command. */
export const IAC = 0xff;
/** The lowest Telnet command; 0xFF followed by a lower byte is a letter. */
const TELNET_SE = 0xf0;
const TELNET_WILL = 0xfb;
const TELNET_DONT = 0xfe;

/** Decodes the replies from the data of a server. */
export class ReplyDecoder {
  readonly #decode: (bytes: Uint8Array) => string;
  /** The pieces of the incomplete line. */
  #pieces: Uint8Array[] = [];
  #lineLength = 0;
  #lines: string[] = [];
  /** The code of the incomplete reply, or 0 if there is none. */
  #code = 0;
  #size = 0;
  #greeted = false;
  #failure: unknown = null;

  /**
   * @param decode Decodes the bytes of a line.
   */
  constructor(decode: (bytes: Uint8Array) => string) {
    this.#decode = decode;
  }

  /**
   * `true` if data was received since the last reply: the start of another
   * reply, or garbage.
   */
  get open(): boolean {
    return this.#size > 0;
  }

  /**
   * `true` if the last line of the open reply would close it except for its
   * code. FEAT (211) is never closed like that: its lines are arbitrary.
   */
  get closable(): boolean {
    const last = this.#lines.at(-1);
    return this.#code !== 0 && this.#code !== 211 && this.#lines.length > 1 &&
      this.#lineLength === 0 && last !== undefined &&
      /^[1-5][0-5]\d(?: |$)/.test(last);
  }

  /** Closes the closable reply and returns it, with the code of its last line. */
  close(): FtpReply {
    return this.#finish(Number(this.#lines.at(-1)!.slice(0, 3)));
  }

  /**
   * Decodes bytes; returns the replies that they complete.
   *
   * @throws {InternetError} ERROR_FTP_DROPPED if the data cannot be FTP. If
   * replies were complete before that, {@linkcode check} throws it.
   */
  push(chunk: Uint8Array): FtpReply[] {
    const replies: FtpReply[] = [];
    try {
      this.#scan(chunk, replies);
    } catch (error) {
      if (replies.length === 0) throw error;
      this.#failure = error;
    }
    return replies;
  }

  /** Throws the error that occurred after the last replies, if any. */
  check(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  #scan(chunk: Uint8Array, replies: FtpReply[]): void {
    for (let from = 0; from < chunk.length;) {
      const at = chunk.indexOf(LF, from);
      // The rest is copied, because the next chunk may use the same memory.
      if (at < 0) return this.#hold(chunk.slice(from));
      this.#hold(chunk.subarray(from, at));
      from = at + 1;
      this.#size++;
      const reply = this.#endLine();
      if (reply !== null) replies.push(reply);
      else if (this.#size > MAX_REPLY) {
        throw notFtp(`a reply is longer than ${MAX_REPLY} bytes`);
      }
    }
  }

  /** Keeps a part of a line. */
  #hold(bytes: Uint8Array): void {
    this.#size += bytes.length;
    this.#lineLength += bytes.length;
    if (bytes.includes(0)) {
      const line = concatenated([...this.#pieces, bytes]);
      const advice = this.#greeted ? null : strangerAdvice(line);
      throw notFtp(advice ?? "there is a NUL in a reply");
    }
    if (this.#lineLength > MAX_REPLY_LINE) {
      throw notFtp(`a line of a reply is longer than ${MAX_REPLY_LINE}`);
    }
    this.#pieces.push(bytes);
  }

  #endLine(): FtpReply | null {
    const bytes = withoutTelnet(concatenated(this.#pieces));
    const line = this.#decode(bytes);
    this.#pieces = [];
    this.#lineLength = 0;
    const code = /^[1-6]\d\d(?:[ -]|$)/.test(line)
      ? Number(line.slice(0, 3))
      : 0;
    if (this.#code === 0) {
      if (code === 0) return this.#skip(line, bytes);
      this.#greeted = true;
      this.#lines.push(line);
      if (line[3] !== "-") return this.#finish(code);
      this.#code = code;
      return null;
    }
    this.#lines.push(line);
    return code === this.#code && line[3] !== "-" ? this.#finish(code) : null;
  }

  /**
   * Skips a line that is not a reply: an echo, or the rest of another reply.
   * Its bytes count towards the size of the next reply, so they are limited.
   * Before the greeting such a line is an error, because there is nothing to be
   * echoed.
   */
  #skip(line: string, bytes: Uint8Array): null {
    if (this.#greeted || line.trim() === "") return null;
    const advice = strangerAdvice(bytes) ?? "check that it is an FTP port";
    throw notFtp(
      `its greeting is not an FTP reply but ${quotedValue(line)}; ${advice}`,
    );
  }

  #finish(code: number): FtpReply {
    const reply = { code, lines: this.#lines, size: this.#size };
    this.#lines = [];
    this.#code = this.#size = 0;
    return reply;
  }
}

/** The type of a TLS alert, and the first byte of its version. */
const TLS_ALERT: readonly number[] = [0x15, 0x03];

/**
 * Returns the protocol of a server whose first bytes are not FTP, with the
 * advice for it, or `null` if the bytes do not identify it.
 */
export function strangerAdvice(bytes: Uint8Array): string | null {
  if (TLS_ALERT.every((byte, at) => bytes[at] === byte)) {
    return "it expects TLS from the start; use port 990 or an ftps: URL, or FTP_OPTION_IMPLICIT on other ports";
  }
  const start = String.fromCharCode(...bytes.subarray(0, 5));
  return start === "HTTP/" || start.startsWith("<")
    ? "it is an HTTP server; use an http: URL, or the port of its FTP server"
    : null;
}

/** Returns the line without CRs at its end and without Telnet commands. */
function withoutTelnet(line: Uint8Array): Uint8Array {
  let end = line.length;
  while (end > 0 && line[end - 1] === CR) end--;
  if (!line.includes(IAC)) return line.subarray(0, end);
  const kept: number[] = [];
  for (let at = 0; at < end; at++) {
    const byte = line[at]!;
    const next = line[at + 1] ?? 0;
    if (byte !== IAC || next < TELNET_SE) {
      kept.push(byte);
      continue;
    }
    at++;
    if (next === IAC) kept.push(IAC);
    else if (next >= TELNET_WILL && next <= TELNET_DONT) at++;
  }
  return Uint8Array.from(kept);
}

function notFtp(what: string): InternetError {
  return new InternetError(
    ERROR_FTP_DROPPED,
    `Cannot continue the session: ${what}`,
  );
}
