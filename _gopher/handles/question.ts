// Copyright 2026 the wininet authors. MIT license.

/**
 * A question for a server, and the checks before anything is sent.
 *
 * @module
 */

import { ERROR_GOPHER_NOT_GOPHER_PLUS, InternetError } from "../../error.ts";
import { GOPHER_TYPE_GOPHER_PLUS, GOPHER_TYPE_INLINE } from "../../flags.ts";
import { hasFlag } from "../../_base/bits.ts";
import { quotedValue } from "../../_base/secrets.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { GopherLocator } from "../wire/locator.ts";
import { shownLines } from "../wire/octets.ts";
import { encodeRequest } from "../wire/request.ts";
import type { ServerFinder } from "./server.ts";

/** A question for a server. */
export interface Question {
  /** The item to request. */
  readonly item: GopherLocator;
  /** The search words. */
  readonly search?: string;
  /** The Gopher+ field; not sent if the item does not support Gopher+. */
  readonly plus?: string;
  /** The answers to a form, as a data block. */
  readonly answers?: Uint8Array;
  /** The answers that an error must not show. */
  readonly secrets?: readonly string[];
  /** `true` if an item that has moved is not followed. */
  readonly stay?: boolean;
}

/** A question and its context. */
export interface Asking {
  readonly question: Question;
  readonly finder: ServerFinder;
  /** The handle that has the settings and posts the statuses. */
  readonly owner: HandleObject;
  /** Cancels the exchange. */
  readonly signal: AbortSignal;
}

/** Throws an error if a question is invalid or its server is not allowed. */
export function checkQuestion(
  question: Question,
  finder: ServerFinder,
  owner: HandleObject,
): void {
  // Only the line can be invalid; the answers after it may contain a large
  // file.
  const answers = question.answers?.subarray(0, 0);
  requestOf({ ...question, ...(answers && { answers }) }, question.item);
  finder.find(question.item, owner);
}

/**
 * Returns `true` if an item supports Gopher+. An information line does not: its
 * host is a placeholder.
 */
export function isPlus({ type }: Pick<GopherLocator, "type">): boolean {
  return hasFlag(type, GOPHER_TYPE_GOPHER_PLUS) &&
    !hasFlag(type, GOPHER_TYPE_INLINE);
}

/** Returns the bytes of a request for an item. */
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
 * Returns the error for an item that does not support Gopher+.
 *
 * @param said The text that the server sent instead of attributes, or `null` if
 * there is none.
 */
export function notPlus(
  { character, selector }: GopherLocator,
  said: string | null = null,
): InternetError {
  return new InternetError(
    ERROR_GOPHER_NOT_GOPHER_PLUS,
    `Cannot ask for attributes, views or forms of ${
      quotedValue(selector)
    }: the item (type ${quotedValue(character)}) does not have Gopher+`,
    said === null ? {} : { responseText: shownLines(said) },
  );
}
