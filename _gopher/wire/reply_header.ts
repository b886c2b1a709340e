// Copyright 2026 the wininet authors. MIT license.

/**
 * The first line of the reply of a Gopher+ server: success or failure, and the
 * form of the end of the data.
 *
 *     +5340   5340 bytes follow
 *     +-1     lines follow, and a line with only a dot
 *     +-2     data follows until the connection ends
 *     --1     an error, in lines; `--2` and `-120` likewise
 *
 * Servers that announce Gopher+ in their menus may reply without it. So
 * everything that is not exactly such a line is data, and no byte of it is
 * lost.
 *
 * The data of an error is `code admin`, followed by a text in the next lines.
 * With code 3 a menu line names the new location of the item.
 *
 * @module
 */

import { joined, LF } from "../../_base/bytes.ts";

/**
 * The maximum number of bytes of a header: a sign, 15 digits, CR LF. More
 * digits would not be an exact number.
 */
export const MAX_HEADER = 18;

/** The start of a reply. */
export type ReplyHeader =
  & {
    /** `true` if the data is an error. */
    readonly failed: boolean;
    /** The bytes that have arrived after the header; all bytes for `none`. */
    readonly rest: Uint8Array;
  }
  & ({
    /** `length`: a known number of bytes follows. */
    readonly kind: "length";
    readonly length: number;
  } | {
    /**
     * `dot`: lines follow until a line with only a dot. `close`: data follows
     * until the connection ends. `none`: the reply has no header.
     */
    readonly kind: "dot" | "close" | "none";
  });

const HEADER_REGEXP = /^([+-])(-[12]|\d{1,15})\r?\n$/;
/** An incomplete header. */
const UNFINISHED_HEADER_REGEXP = /^[+-](?:-?|-[12]|\d{1,15})\r?$/;

/** Decodes the header of a reply. */
export class ReplyHeaderDecoder {
  #held: Uint8Array = new Uint8Array();

  /**
   * Decodes bytes; returns the header as soon as it is certain. After that the
   * decoder must not be used again.
   */
  push(chunk: Uint8Array): ReplyHeader | null {
    const bytes = this.#held = joined(this.#held, chunk.slice());
    if (bytes.length === 0) return null;
    const start = bytes.subarray(0, MAX_HEADER);
    const end = start.indexOf(LF) + 1;
    const line = String.fromCharCode(
      ...(end > 0 ? start.subarray(0, end) : start),
    );
    const match = HEADER_REGEXP.exec(line);
    if (match !== null) {
      return header(match[1]!, match[2]!, bytes.subarray(end));
    }
    return UNFINISHED_HEADER_REGEXP.test(line) ? null : this.end();
  }

  /** Returns the header at the end of the connection, which is always `none`. */
  end(): ReplyHeader {
    return { kind: "none", failed: false, rest: this.#held };
  }
}

function header(sign: string, number: string, rest: Uint8Array): ReplyHeader {
  const failed = sign === "-";
  if (number === "-1") return { kind: "dot", failed, rest };
  if (number === "-2") return { kind: "close", failed, rest };
  return { kind: "length", length: Number(number), failed, rest };
}

/** Returns the line of a header; an empty array if the reply has no header. */
export function headerLines(header: ReplyHeader): readonly string[] {
  const sign = header.failed ? "-" : "+";
  switch (header.kind) {
    case "none":
      return [];
    case "dot":
      return [`${sign}-1`];
    case "close":
      return [`${sign}-2`];
    case "length":
      return [`${sign}${header.length}`];
  }
}

/** An error of a Gopher+ server. */
export interface ErrorReply {
  /** 1: not available. 2: try again later. 3: moved. 0: unknown. */
  readonly code: number;
  /** The administrator, usually `name <address>`; `""` if unknown. */
  readonly admin: string;
  /** The text of the server, or `""` if it sent none. */
  readonly text: string;
  /** The menu line of the new location, or `null`. */
  readonly movedTo: string | null;
}

/** The code for an item that has moved. */
const MOVED = 3;

/**
 * Parses the data of an error. It may also come from a server without Gopher+:
 * a menu line of type 3, or only text.
 */
export function parseErrorReply(text: string): ErrorReply {
  const lines = text.trimEnd().split(/\r?\n/);
  if (lines.at(-1) === ".") lines.pop();
  const [first = "", ...more] = lines;
  const match = /^\s*(\d{1,5})(?:[ \t]+(\S.*))?\s*$/s.exec(first);
  if (match === null) return plainError(lines);
  const [, digits, rest = ""] = match;
  const code = Number(digits);
  const candidates = [rest, ...more];
  const movedTo = code === MOVED
    ? candidates.find(isDescriptor)?.trim() ?? null
    : null;
  // The text after the code is the administrator only if it contains an
  // address.
  const admin = rest.includes("@") && rest.trim() !== movedTo
    ? rest.trim()
    : "";
  const said = candidates.filter((line) =>
    line.trim() !== movedTo && line.trim() !== admin
  );
  if (code === MOVED && movedTo === null) return plainError(lines);
  return { code, admin, text: said.join("\r\n").trim(), movedTo };
}

function plainError(lines: readonly string[]): ErrorReply {
  const said = lines.map((line) =>
    /^3[^\t]*\t/.test(line) ? line.slice(1, line.indexOf("\t")) : line
  );
  return { code: 0, admin: "", text: said.join("\r\n").trim(), movedTo: null };
}

/**
 * Returns `true` for a menu line of an item; errors and information lines have
 * a placeholder as their host.
 */
function isDescriptor(line: string): boolean {
  const [, , host = "", port = ""] = line.split("\t");
  return !/^\s*[3i]/.test(line) && /^\s*\d+\s*$/.test(port) &&
    host.trim() !== "" &&
    !/^(?:error|null)\.host$/i.test(host.trim());
}
