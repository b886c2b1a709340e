// Copyright 2026 the wininet authors. MIT license.

/**
 * What is asked of a server, and what can be wrong with it before anything is sent.
 *
 * @module
 */

import { ERROR_GOPHER_NOT_GOPHER_PLUS, InternetError } from "../../error.ts";
import { GOPHER_TYPE_GOPHER_PLUS } from "../../flags.ts";
import { hasFlag } from "../../_base/bits.ts";
import { quoted } from "../../_base/secrets.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { GopherLocator } from "../wire/locator.ts";
import { shownLines } from "../wire/octets.ts";
import { encodeRequest } from "../wire/request.ts";
import type { ServerFinder } from "./server.ts";

/** What is asked for. */
export interface Question {
  /** The item. */
  readonly item: GopherLocator;
  /** The words that are searched for. */
  readonly search?: string;
  /** The Gopher+ field; it is left out where the item has no Gopher+. */
  readonly plus?: string;
  /** The filled-in form. */
  readonly answers?: Uint8Array;
  /** What of the answers an error must not show. */
  readonly secrets?: readonly string[];
  /** Whether an item that has moved is not followed. */
  readonly stay?: boolean;
}

/** A question, with what it is asked by. */
export interface Asking {
  readonly question: Question;
  readonly finder: ServerFinder;
  /** The handle whose settings count, and which posts the statuses. */
  readonly owner: HandleObject;
  /** Ends everything. */
  readonly signal: AbortSignal;
}

/** Throws what is wrong with a question before anything is sent. */
export function checkQuestion(
  question: Question,
  finder: ServerFinder,
  owner: HandleObject,
): void {
  // Only the line can be wrong; the answers behind it may be a big file.
  const answers = question.answers?.subarray(0, 0);
  requestOf({ ...question, ...(answers && { answers }) }, question.item);
  finder.find(question.item, owner);
}

/** Whether an item has Gopher+. */
export function isPlus({ type }: Pick<GopherLocator, "type">): boolean {
  return hasFlag(type, GOPHER_TYPE_GOPHER_PLUS);
}

/** The bytes that ask for an item. */
export function requestOf(question: Question, item: GopherLocator): Uint8Array {
  const { search, plus, answers } = question;
  return encodeRequest({
    selector: item.selector,
    ...(search !== undefined && { search }),
    ...(plus !== undefined && isPlus(item) && { plus }),
    ...(answers !== undefined && { answers }),
  });
}

/**
 * The error of an item that has no Gopher+.
 *
 * @param said What the server says in the place of an answer; `null` where it says nothing, or was not asked.
 */
export function notPlus(
  { character, selector }: GopherLocator,
  said: string | null = null,
): InternetError {
  return new InternetError(
    ERROR_GOPHER_NOT_GOPHER_PLUS,
    `Cannot ask for attributes, views or forms of ${
      quoted(selector)
    }: the item (type ${quoted(character)}) does not have Gopher+`,
    said === null ? {} : { responseText: shownLines(said) },
  );
}
