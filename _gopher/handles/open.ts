// Copyright 2026 the wininet authors. MIT license.

/**
 * The Gopher part of `InternetConnect` and `InternetOpenUrl`.
 *
 * @module
 */

import { ERROR_FILE_NOT_FOUND } from "../../error.ts";
import {
  GOPHER_TYPE_CSO,
  GOPHER_TYPE_GOPHER_PLUS,
  INTERNET_FLAG_NO_AUTO_REDIRECT,
  INTERNET_FLAG_RAW_DATA,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import {
  INTERNET_HANDLE_TYPE_GOPHER_FILE,
  INTERNET_HANDLE_TYPE_GOPHER_FIND,
  INTERNET_HANDLE_TYPE_GOPHER_FIND_HTML,
} from "../../options.ts";
import { hasFlag } from "../../_base/bits.ts";
import { badParameter, invalidUrl } from "../../_base/failure.ts";
import { quotedUrl, quotedValue } from "../../_base/secrets.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { Opening, OpenUrlInit } from "../../_core/opening.ts";
import type { ConnectInit, Session } from "../../_core/session.ts";
import { setLastError } from "../../_base/last_error.ts";
import { forgivenFaults } from "../../_base/security_flags.ts";
import { checkedHost } from "../../_base/host.ts";
import { isFileType, isMenuType, typeOfCharacter } from "../wire/item_type.ts";
import type { GopherLocator } from "../wire/locator.ts";
import { GopherConnection, notFile } from "./connection.ts";
import { GopherReader } from "./reader.ts";
import { checkQuestion, type Question } from "./question.ts";
import { ServerFinder } from "./server.ts";
import { type GopherUrl, parseGopherUrl } from "../wire/url.ts";

/** Opens a connection, which only stores the server: nothing is sent. */
export function connectGopher(
  session: Session,
  { host, port, user, password, flags }: ConnectInit,
  context: unknown,
): Promise<HandleObject> {
  if (user || password) {
    throw badParameter(
      `Cannot connect to ${
        quotedValue(host)
      }: Gopher has no users, so lpszUserName and lpszPassword must be null`,
    );
  }
  const origin = {
    host,
    port,
    secure: hasFlag(flags, INTERNET_FLAG_SECURE),
    forgiven: forgivenFaults(0, flags),
  };
  // Throws an error if the port is not allowed.
  new ServerFinder(session, origin).find({ host: "", port: 0 }, session);
  const connection = new GopherConnection(session, origin, context);
  setLastError(0);
  return session.announce(connection);
}

/** Returns the opening of the file or menu that a Gopher URL names. */
export function openGopher(
  session: Session,
  text: string,
  { flags, context }: OpenUrlInit,
): Opening<HandleObject, HandleObject> {
  const url = parseGopherUrl(text, session.settings.querySearch);
  session.checkOnline(ERROR_FILE_NOT_FOUND);
  const origin = {
    host: urlHost(text, url.host),
    port: url.port,
    secure: url.secure || hasFlag(flags, INTERNET_FLAG_SECURE),
    forgiven: forgivenFaults(0, flags),
  };
  const finder = new ServerFinder(session, origin);
  const question = questionOf(text, url, flags);
  checkQuestion(question, finder, session);
  const type = handleType(question, flags);
  const reader = new GopherReader(session, finder, context, type);
  reader.url = text;
  return { handle: reader, work: () => openAs(reader, type, question) };
}

/**
 * Returns the host of a URL in the form of `InternetConnect`. An IPv6 address
 * may have a zone here.
 */
function urlHost(url: string, host: string): string {
  if (host.includes(":")) return host;
  try {
    return checkedHost(host);
  } catch (cause) {
    const need = `its host ${
      quotedValue(host)
    } must be a host name or an address`;
    throw invalidUrl(url, need, cause);
  }
}

function openAs(
  reader: GopherReader,
  type: number,
  question: Question,
): Promise<GopherReader> {
  switch (type) {
    case INTERNET_HANDLE_TYPE_GOPHER_FIND:
      return reader.openRaw(question);
    case INTERNET_HANDLE_TYPE_GOPHER_FIND_HTML:
      return reader.openPage(question);
    default:
      return reader.openFile(question);
  }
}

function handleType({ item, plus }: Question, flags: number): number {
  const isMenu = isMenuType(item.type) || hasFlag(item.type, GOPHER_TYPE_CSO);
  if (isMenu && (plus === undefined || plus.startsWith("+"))) {
    return hasFlag(flags, INTERNET_FLAG_RAW_DATA)
      ? INTERNET_HANDLE_TYPE_GOPHER_FIND
      : INTERNET_HANDLE_TYPE_GOPHER_FIND_HTML;
  }
  if (isMenu || isFileType(item.type)) return INTERNET_HANDLE_TYPE_GOPHER_FILE;
  throw notFile(item);
}

/**
 * Returns the question for a URL. A URL of an index server may have no search
 * words: then the server describes the index.
 */
function questionOf(
  text: string,
  url: GopherUrl,
  flags: number,
): Question {
  const { character, selector, plus } = url;
  const item: GopherLocator = {
    character,
    type: (typeOfCharacter(character) |
      (plus === null ? 0 : GOPHER_TYPE_GOPHER_PLUS)) >>> 0,
    display: "",
    selector,
    host: "",
    port: 0,
  };
  if (plus?.startsWith("?")) {
    throw badParameter(
      `Cannot open ${quotedUrl(text)}: a form must be filled in by submitAsk`,
    );
  }
  // RFC 4266 allows a Gopher+ field after empty search words.
  const search = url.search === "" && plus !== null ? null : url.search;
  if (hasFlag(item.type, GOPHER_TYPE_CSO) && search === null) {
    throw badParameter(
      `Cannot open ${quotedUrl(text)}: a phone book needs %09 and a query`,
    );
  }
  return {
    item,
    stay: hasFlag(flags, INTERNET_FLAG_NO_AUTO_REDIRECT),
    ...(search !== null && { search }),
    ...(plus !== null && { plus }),
  };
}
