// Copyright 2026 the wininet authors. MIT license.

/**
 * Requests an item: in one exchange, or in several if a Gopher+ server reports
 * that the item has moved.
 *
 * @module
 */

import { ERROR_GOPHER_DATA_ERROR, InternetError } from "../../error.ts";
import { INTERNET_STATUS_REDIRECT } from "../../status.ts";
import { quotedValue, withoutSecrets } from "../../_base/secrets.ts";
import type { HandleObject } from "../../_core/handle.ts";
import { logLines } from "../../_core/wire_log.ts";
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
  headerLines,
  parseErrorReply,
  type ReplyHeader,
  ReplyHeaderDecoder,
} from "../wire/reply_header.ts";
import { GopherBody } from "./body.ts";
import { GopherExchange } from "./exchange.ts";
import { type Asking, isPlus, type Question, requestOf } from "./question.ts";
import type { GopherServer } from "./server.ts";
import { locatorToUrl } from "../wire/url.ts";

/**
 * The maximum number of moves of an item that are followed; more indicate a
 * loop.
 */
const MAX_MOVES = 5;

/** The size of the read buffer in bytes while a header is expected. */
const HEADER_BUFFER = 16_384;

/** The start of a reply that is not a Gopher+ error. */
export interface Reply {
  /** The exchange that delivers the data. */
  readonly exchange: GopherExchange;
  /**
   * The Gopher+ header, which defines the end of the data; its kind is `none`
   * if the reply has no header.
   */
  readonly header: ReplyHeader;
  /** The locator of the item: the new one if the item has moved. */
  readonly item: GopherLocator;
  /** The server that sent the reply. */
  readonly server: GopherServer;
}

/**
 * Requests an item, and follows it if it has moved.
 *
 * @throws {InternetError} ERROR_GOPHER_DATA_ERROR if the server rejects the
 * request, and the errors of the network.
 */
export async function fetchReply(
  { question, finder, owner, signal }: Asking,
): Promise<Reply> {
  let { item } = question;
  for (let moves = 0;; moves++) {
    const server = finder.find(item, owner);
    const exchange = await GopherExchange.open(server, owner, signal);
    try {
      const request = requestOf(question, item);
      await exchange.send(request, question.answers?.length);
      const header = question.plus !== undefined && isPlus(item)
        ? await readHeader(exchange, owner)
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

/** The header that stands for a missing one. */
const PLAIN: ReplyHeader = {
  kind: "none",
  failed: false,
  rest: new Uint8Array(),
};

async function readHeader(
  exchange: GopherExchange,
  owner: HandleObject,
): Promise<ReplyHeader> {
  const decoder = new ReplyHeaderDecoder();
  for (;;) {
    const buffer = new Uint8Array(HEADER_BUFFER);
    const count = await exchange.read(buffer);
    if (count === 0) return decoder.end();
    const header = decoder.push(buffer.subarray(0, count));
    if (header === null) continue;
    const lines = headerLines(header);
    // A line of a header ends with CR LF.
    logLines(owner, "in", (lines[0]?.length ?? 0) + 2, () => lines);
    return header;
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
 * Reads the remaining bytes, up to a maximum number.
 *
 * @param mayBreak `true` if the bytes before a failure are enough.
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

/** The new location of an item. */
interface MovedItem {
  readonly item: GopherLocator;
  readonly url: string;
}

/**
 * Returns the new location of an item; throws the error of the server if there
 * is none, or if it must not be followed.
 */
function movedItem(
  failure: ErrorReply,
  question: Question,
  moves: number,
  secure: boolean,
): MovedItem {
  // A filled-in form is never sent to another server.
  const follow = failure.movedTo !== null && !question.stay &&
    question.answers === undefined;
  if (!follow) throw itemRefusal(failure, question.secrets);
  const line = failure.movedTo!;
  if (moves === MAX_MOVES) {
    throw new MovedError(
      ERROR_GOPHER_DATA_ERROR,
      `Cannot fetch ${
        quotedValue(question.item.selector)
      }: it has moved ${MAX_MOVES} times, and again`,
      { responseText: line },
    );
  }
  try {
    return { item: parseLocator(line), url: locatorToUrl(line, secure) };
  } catch (cause) {
    // Not ERROR_GOPHER_INVALID_LOCATOR: the locator of the program is valid.
    throw new MovedError(
      ERROR_GOPHER_DATA_ERROR,
      `Cannot fetch ${
        quotedValue(question.item.selector)
      }: it has moved, and the server names the invalid place ${
        quotedValue(line)
      }`,
      { responseText: line, cause },
    );
  }
}

/** The error of an item that has moved and is not followed. */
class MovedError extends InternetError {}

/** Returns `true` if the server rejects the request, so that another form of it may succeed. */
export function isItemRefusal(error: unknown): boolean {
  return error instanceof InternetError && !(error instanceof MovedError) &&
    error.code === ERROR_GOPHER_DATA_ERROR;
}

/** The meanings of the Gopher+ error codes. */
const MEANINGS: Readonly<Record<number, string>> = {
  1: ", the item is not available",
  2: ", try again later",
  3: ", the item has moved",
};

/** Returns the error for an item that the server refuses. */
export function itemRefusal(
  failure: Pick<ErrorReply, "text" | "admin" | "movedTo"> & { code?: number },
  secrets: readonly string[] = [],
): InternetError {
  const { text, admin, movedTo, code = 0 } = failure;
  // Control characters are removed from the text, so a secret may appear only
  // after that, or without its control characters.
  const hidden = [...secrets, ...secrets.map(displayOf)];
  const clean = (part: string) =>
    withoutSecrets(shownLines(withoutSecrets(part, secrets)), hidden);
  // The menu line keeps its TABs, so that a program can use it.
  const line = withoutSecrets(movedTo ?? "", secrets);
  const said = [clean(text), line, clean(admin)].filter((part) => part !== "");
  const responseText = said.join("\r\n");
  const first = displayOf(responseText.split("\r\n")[0]!).slice(0, MAX_QUOTED);
  const Refusal = movedTo === null ? InternetError : MovedError;
  return new Refusal(
    ERROR_GOPHER_DATA_ERROR,
    `Cannot fetch the item: the server replied "${first}"${
      MEANINGS[code] ?? ""
    }`,
    { responseText },
  );
}

/**
 * Returns the decoder for the data of a reply.
 *
 * @param isText `true` if a reply without a header is text.
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

/** Returns the data of a reply. */
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
