// Copyright 2026 the wininet authors. MIT license.

/**
 * Asking for an item: one exchange, or several when a Gopher+ server says that the
 * item has moved.
 *
 * @module
 */

import { ERROR_GOPHER_DATA_ERROR, InternetError } from "../../error.ts";
import { INTERNET_STATUS_REDIRECT } from "../../status.ts";
import { quoted, withoutSecrets } from "../../_base/secrets.ts";
import type { HandleObject } from "../../_core/handle.ts";
import {
  type BodyDecoder,
  CountedBody,
  DottedBody,
  OpenBody,
  TextBody,
} from "../wire/data_end.ts";
import { MAX_ERROR_TEXT, MAX_QUOTED } from "../wire/error_reply.ts";
import { type GopherLocator, parseLocator } from "../wire/locator.ts";
import { displayOf, shownLines, textOf } from "../wire/octets.ts";
import {
  type ErrorReply,
  parseErrorReply,
  type ReplyHeader,
  ReplyHeaderDecoder,
} from "../wire/reply_header.ts";
import { GopherBody } from "./body.ts";
import { GopherExchange } from "./exchange.ts";
import { type Asking, isPlus, type Question, requestOf } from "./question.ts";
import type { GopherServer } from "./server.ts";
import { locatorToUrl } from "../wire/url.ts";

/** How often an item may have moved; more is a circle. */
const MAX_MOVES = 5;

/** Bytes of a read that looks for a header. */
const HEADER_BUFFER = 16_384;

/** The beginning of a reply that is no Gopher+ error. */
export interface Reply {
  /** Where it comes from. */
  readonly exchange: GopherExchange;
  /** How the data ends: `none` where there is no Gopher+ header. */
  readonly header: ReplyHeader;
  /** The item that it is about: where it is now, if it has moved. */
  readonly item: GopherLocator;
  /** The server that it comes from. */
  readonly server: GopherServer;
}

/**
 * Asks for an item, and follows it where it has moved.
 *
 * @throws {InternetError} ERROR_GOPHER_DATA_ERROR when the server refuses, and those of the network.
 */
export async function fetchReply(
  { question, finder, owner, signal }: Asking,
): Promise<Reply> {
  let { item } = question;
  for (let moves = 0;; moves++) {
    const server = finder.find(item, owner);
    const exchange = await GopherExchange.open(server, owner, signal);
    try {
      await exchange.send(requestOf(question, item));
      const header = question.plus !== undefined && isPlus(item)
        ? await readHeader(exchange)
        : PLAIN;
      if (!header.failed) return { exchange, header, item, server };
      const failure = await readError(exchange, header, owner);
      const moved = movedItem(failure, question, moves, finder.origin.secure);
      exchange.close();
      owner.post(INTERNET_STATUS_REDIRECT, moved.url);
      ({ item } = moved);
    } catch (error) {
      exchange.close();
      throw error;
    }
  }
}

/** A reply that has no header. */
const PLAIN: ReplyHeader = {
  kind: "none",
  failed: false,
  rest: new Uint8Array(),
};

async function readHeader(exchange: GopherExchange): Promise<ReplyHeader> {
  const decoder = new ReplyHeaderDecoder();
  for (;;) {
    const buffer = new Uint8Array(HEADER_BUFFER);
    const count = await exchange.read(buffer);
    if (count === 0) return decoder.end();
    const header = decoder.push(buffer.subarray(0, count));
    if (header !== null) return header;
  }
}

async function readError(
  exchange: GopherExchange,
  header: ReplyHeader,
  owner: HandleObject,
): Promise<ErrorReply> {
  const decoder = decoderOf(header, true);
  const body = new GopherBody(exchange, decoder, header.rest, owner);
  return parseErrorReply(textOf(await readSome(body, MAX_ERROR_TEXT, true)));
}

/**
 * All bytes, but not more than some.
 *
 * @param mayBreak Whether what came before a failure is enough.
 */
export async function readSome(
  body: GopherBody,
  most: number,
  mayBreak: boolean = false,
): Promise<Uint8Array> {
  const buffer = new Uint8Array(most);
  let length = 0;
  try {
    while (length < most) {
      const piece = await body.piece();
      if (piece === null) break;
      const part = piece.subarray(0, most - length);
      buffer.set(part, length);
      length += part.length;
    }
  } catch (error) {
    if (length === 0 || !mayBreak) throw error;
  }
  return buffer.subarray(0, length);
}

/** Where an item is now. */
interface MovedItem {
  readonly item: GopherLocator;
  readonly url: string;
}

/** Where an item is now; throws where that is not told, or not wanted. */
function movedItem(
  failure: ErrorReply,
  question: Question,
  moves: number,
  secure: boolean,
): MovedItem {
  // A filled-in form goes to nobody else.
  const follow = failure.movedTo !== null && !question.stay &&
    question.answers === undefined;
  if (!follow) throw itemRefusal(failure, question.secrets);
  const line = failure.movedTo!;
  if (moves === MAX_MOVES) {
    throw new MovedError(
      ERROR_GOPHER_DATA_ERROR,
      `Cannot fetch ${
        quoted(question.item.selector)
      }: it has moved ${MAX_MOVES} times, and again`,
      { responseText: line },
    );
  }
  try {
    return { item: parseLocator(line), url: locatorToUrl(line, secure) };
  } catch (cause) {
    // The program's own locator was a good one: it is the server that is wrong.
    throw new MovedError(
      ERROR_GOPHER_DATA_ERROR,
      `Cannot fetch ${
        quoted(question.item.selector)
      }: it has moved, and the server names the invalid place ${quoted(line)}`,
      { responseText: line, cause },
    );
  }
}

/** The error of an item that is elsewhere, and is not followed there. */
class MovedError extends InternetError {}

/** Whether the server refuses what was asked for, so that it may be asked in another way. */
export function isItemRefusal(error: unknown): boolean {
  return error instanceof InternetError && !(error instanceof MovedError) &&
    error.code === ERROR_GOPHER_DATA_ERROR;
}

/** What the codes of Gopher+ mean. */
const MEANINGS: Readonly<Record<number, string>> = {
  1: ", the item is not available",
  2: ", try again later",
  3: ", the item has moved",
};

/** The error of an item that the server refuses. */
export function itemRefusal(
  failure: Pick<ErrorReply, "text" | "admin" | "movedTo"> & { code?: number },
  secrets: readonly string[] = [],
): InternetError {
  const { text, admin, movedTo, code = 0 } = failure;
  const clean = (part: string) => shownLines(withoutSecrets(part, secrets));
  // The menu line stays as it is: its TABs are needed to use it.
  const line = withoutSecrets(movedTo ?? "", secrets);
  const said = [clean(text), line, clean(admin)].filter((part) => part !== "");
  const responseText = said.join("\r\n");
  const first = displayOf(responseText.split("\r\n")[0]!).slice(0, MAX_QUOTED);
  const Refusal = movedTo === null ? InternetError : MovedError;
  return new Refusal(
    ERROR_GOPHER_DATA_ERROR,
    `Cannot fetch the item: the server says "${first}"${MEANINGS[code] ?? ""}`,
    { responseText },
  );
}

/**
 * What makes data of a reply.
 *
 * @param isText Whether a reply without a header is a text.
 */
export function decoderOf(header: ReplyHeader, isText: boolean): BodyDecoder {
  switch (header.kind) {
    case "length":
      return new CountedBody(header.length);
    case "dot":
      return new DottedBody();
    case "close":
      return new OpenBody();
    case "none":
      return isText ? new TextBody() : new OpenBody();
  }
}

/** The data of a reply. */
export function bodyOf(
  { exchange, header }: Reply,
  owner: HandleObject,
  isText: boolean,
): GopherBody {
  return new GopherBody(
    exchange,
    decoderOf(header, isText),
    header.rest,
    owner,
  );
}
