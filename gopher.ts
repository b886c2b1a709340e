// Copyright 2026 the wininet authors. MIT license.

/**
 * The Gopher functions, for connections of `InternetConnect` with INTERNET_SERVICE_GOPHER:
 * locators, menus, files and forms.
 *
 * A locator names an item and its server. A menu has a locator for every item;
 * `GopherCreateLocator` creates others. Every item uses a separate network
 * connection, so any number of items can be fetched at the same time.
 *
 * INTERNET_FLAG_SECURE on the connection means gophers: every server is reached over TLS, and never
 * in plain text.
 *
 * @example Listing a menu
 * ```ts
 * import { GopherFindFirstFile } from "@wininet/wininet/gopher";
 * import { InternetConnect, InternetOpen } from "@wininet/wininet/internet";
 * import { entries } from "@wininet/wininet/streams";
 * import { INTERNET_SERVICE_GOPHER } from "@wininet/wininet/flags";
 *
 * async function list(host: string): Promise<void> {
 *   using hInternet = InternetOpen("my program/1.0");
 *   const hConnect = await InternetConnect(
 *     hInternet,
 *     host,
 *     0,
 *     null,
 *     null,
 *     INTERNET_SERVICE_GOPHER,
 *   );
 *   const { hFind } = await GopherFindFirstFile(hConnect);
 *   for await (const item of entries(hFind)) console.log(item);
 * }
 * ```
 *
 * @module
 */

import {
  GOPHER_TYPE_ASK,
  GOPHER_TYPE_CSO,
  GOPHER_TYPE_DIRECTORY,
  GOPHER_TYPE_ERROR,
  GOPHER_TYPE_FILE_MASK,
  GOPHER_TYPE_GOPHER_PLUS,
  GOPHER_TYPE_INDEX_SERVER,
  GOPHER_TYPE_REDUNDANT,
  GOPHER_TYPE_TELNET,
  GOPHER_TYPE_TN3270,
  GOPHER_TYPE_UNKNOWN,
} from "./flags.ts";
import type {
  FindHandle,
  GOPHER_ASK_ATTRIBUTE_TYPE,
  GOPHER_ATTRIBUTE_TYPE,
  GOPHER_FIND_DATA,
  HINTERNET,
} from "./structures.ts";
import { checkedBuffer, checkedFlags, textOfUrl } from "./_base/buffers.ts";
import { answer, badParameter, begin } from "./_base/failure.ts";
import { quotedValue } from "./_base/secrets.ts";
import { openHandleOf } from "./_core/handle.ts";
import { startOpening } from "./_core/opening.ts";
import { startCall } from "./_core/operation.ts";
import {
  type GopherAnswer,
  type GopherQuestion,
  parseQuestion as takeApart,
} from "./_gopher/wire/ask.ts";
import { linkOf as leadsTo } from "./_gopher/wire/link.ts";
import { fileNameOf } from "./_gopher/wire/file_name.ts";
import {
  createLocator,
  parseLocator as partsOf,
} from "./_gopher/wire/locator.ts";
import { parseMenuBytes } from "./_gopher/wire/menu.ts";
import { displayOf } from "./_gopher/wire/octets.ts";
import { GopherConnection } from "./_gopher/handles/connection.ts";
import type { GopherAttributeEnumerator } from "./_gopher/handles/enumerator.ts";
import {
  locatorToUrl as urlOf,
  urlToLocator as locatorOf,
} from "./_gopher/wire/url.ts";

export type {
  FindData,
  FindHandle,
  GOPHER_ADMIN_ATTRIBUTE_TYPE,
  GOPHER_ASK_ATTRIBUTE_TYPE,
  GOPHER_ATTRIBUTE_TYPE,
  GOPHER_ATTRIBUTE_VALUES,
  GOPHER_FIND_DATA,
  GOPHER_VIEW_ATTRIBUTE_TYPE,
  HINTERNET,
  WIN32_FIND_DATA,
} from "./structures.ts";
export type {
  GopherAnswer,
  GopherQuestion,
  GopherQuestionType,
} from "./_gopher/wire/ask.ts";
export type { GopherAttributeEnumerator } from "./_gopher/handles/enumerator.ts";

/**
 * Creates a locator. Nothing is sent.
 *
 * Differences: Windows limits the display text to 128 characters and the selector to 256; here the
 * limit is 65,536 bytes for the whole line.
 *
 * @param lpszHost The host name or address, IPv6 with or without brackets.
 * @param nServerPort The TCP port; 0 means 70.
 * @param lpszDisplayString The text that a menu shows, or `null` if there is none.
 * @param lpszSelectorString The string that requests the item; `null` and `""` mean the root menu.
 * @param dwGopherType One of the `GOPHER_TYPE_*` constants, with GOPHER_TYPE_GOPHER_PLUS, GOPHER_TYPE_ASK and GOPHER_TYPE_REDUNDANT if they apply; 0 means GOPHER_TYPE_DIRECTORY.
 * @returns The locator.
 * @throws {InternetError} If an argument is invalid, or contains a TAB, a line end or a NUL (ERROR_INVALID_PARAMETER).
 *
 * @example A text file
 * ```ts
 * import { GopherCreateLocator, GopherGetLocatorType } from "@wininet/wininet/gopher";
 * import { GOPHER_TYPE_TEXT_FILE } from "@wininet/wininet/flags";
 * import { assertEquals } from "@std/assert";
 *
 * const locator = GopherCreateLocator("example.com", 0, "Prices", "/prices", GOPHER_TYPE_TEXT_FILE);
 *
 * assertEquals(GopherGetLocatorType(locator), GOPHER_TYPE_TEXT_FILE);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-gophercreatelocatorw}
 */
export function GopherCreateLocator(
  lpszHost: string,
  nServerPort: number = 0,
  lpszDisplayString: string | null = null,
  lpszSelectorString: string | null = null,
  dwGopherType: number = GOPHER_TYPE_DIRECTORY,
): string {
  return answer(() =>
    createLocator(
      lpszHost,
      nServerPort,
      lpszDisplayString,
      lpszSelectorString,
      dwGopherType,
    )
  );
}

/**
 * Returns the type of the item that a locator names. Nothing is sent.
 *
 * @param lpszLocator The locator.
 * @returns `GOPHER_TYPE_*` bits.
 * @throws {InternetError} If it is not a locator (ERROR_GOPHER_INVALID_LOCATOR).
 *
 * @example Checking for attributes
 * ```ts
 * import { GopherGetLocatorType } from "@wininet/wininet/gopher";
 * import { GOPHER_TYPE_GOPHER_PLUS } from "@wininet/wininet/flags";
 * import { assert } from "@std/assert";
 *
 * const type = GopherGetLocatorType("0Prices\t/prices\texample.com\t70\t+\r\n");
 *
 * assert((type & GOPHER_TYPE_GOPHER_PLUS) !== 0);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-gophergetlocatortypew}
 */
export function GopherGetLocatorType(lpszLocator: string): number {
  return answer(() => partsOf(lpszLocator).type);
}

/**
 * Starts the enumeration of a menu, of the results of a search, or of the reply of a phone book
 * (CSO).
 *
 * The items are read from the network while the program reads them. A Gopher+ menu is requested
 * with its attributes, for the sizes and dates, and again without them if the server does not
 * support that. The reply of a phone book consists of items of GOPHER_TYPE_INLINE, each with the
 * text `field: value`. INTERNET_STATUS_HANDLE_CREATED is posted immediately, so that the callback
 * can close the handle to cancel the call.
 *
 * Differences: a menu that has error items but no item that can be opened, or a text that is not a
 * menu, is an error with that text; Windows enumerates it.
 *
 * @param hConnect A connection of INTERNET_SERVICE_GOPHER.
 * @param lpszLocator The menu, index server or phone book; `null` and `""` mean the root menu of the connection's server.
 * @param lpszSearchString The words to search for in an index or a phone book; `null` for a menu.
 * @param dwFlags `INTERNET_FLAG_*` bits; with INTERNET_FLAG_NO_AUTO_REDIRECT, an item that has moved is not followed. Nothing is cached.
 * @param dwContext The context that the callback receives with every status of the enumeration; 0, `null` and `undefined` mean no callbacks.
 * @returns The handle of the enumeration and the first item; `InternetFindNextFile` returns the others.
 * @throws {InternetError} If the handle is not open (ERROR_INVALID_HANDLE) or not a Gopher connection (ERROR_INTERNET_INCORRECT_HANDLE_TYPE).
 * @throws {InternetError} If the locator is invalid (ERROR_GOPHER_INVALID_LOCATOR) or does not name a menu, index or phone book (ERROR_GOPHER_INCORRECT_LOCATOR_TYPE); if search words are missing, given for a menu, or contain a TAB, a line end or a NUL (ERROR_INVALID_PARAMETER); or if the port belongs to another service (ERROR_INTERNET_FAILED_DUETOSECURITYCHECK).
 * @throws {InternetError} If the menu is empty (ERROR_NO_MORE_FILES), the server sends an error (ERROR_GOPHER_DATA_ERROR, with its text) or an endless reply (ERROR_GOPHER_PROTOCOL_ERROR).
 * @throws {InternetError} If the server is not found (ERROR_INTERNET_NAME_NOT_RESOLVED), refuses the connection (ERROR_INTERNET_CANNOT_CONNECT), does not reply in time (ERROR_INTERNET_TIMEOUT), does not support TLS (ERROR_INTERNET_SECURITY_CHANNEL_ERROR) or has an invalid certificate (ERROR_INTERNET_INVALID_CA, ERROR_INTERNET_SEC_CERT_DATE_INVALID, ERROR_INTERNET_SEC_CERT_CN_INVALID), or if the connection breaks (ERROR_INTERNET_CONNECTION_RESET, ERROR_INTERNET_CONNECTION_ABORTED).
 * @throws {InternetError} If the handle is closed during the call (ERROR_INTERNET_OPERATION_CANCELLED).
 *
 * @example Searching
 * ```ts
 * import { GopherFindFirstFile } from "@wininet/wininet/gopher";
 * import { entries } from "@wininet/wininet/streams";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function search(hConnect: HINTERNET, index: string, words: string): Promise<void> {
 *   const { hFind } = await GopherFindFirstFile(hConnect, index, words);
 *   for await (const item of entries(hFind)) console.log(item);
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-gopherfindfirstfilew}
 */
export function GopherFindFirstFile(
  hConnect: HINTERNET,
  lpszLocator: string | null = null,
  lpszSearchString: string | null = null,
  dwFlags: number = 0,
  dwContext?: unknown,
): Promise<
  { hFind: FindHandle<GOPHER_FIND_DATA>; findData: GOPHER_FIND_DATA }
> {
  return begin(() => {
    const connection = gopherConnectionOf(hConnect);
    const flags = checkedFlags(dwFlags, "dwFlags");
    const search = checkedTextOrNull(lpszSearchString, "lpszSearchString");
    return startOpening(
      connection.openFind(lpszLocator, search, flags, dwContext),
      "GopherFindFirstFile",
    );
  });
}

/**
 * Opens a file. `InternetReadFile` or `readable` reads its bytes. When the call resolves, the
 * server has already started to send them.
 *
 * A text is returned as its author wrote it: without the dot that ends it and without the dots that
 * the protocol doubles. Everything else is returned byte for byte. INTERNET_STATUS_HANDLE_CREATED
 * is posted immediately, so that the callback can close the handle to cancel the call.
 *
 * Differences: Windows only stores the locator and connects at the first read. It treats an
 * information line (type `i`) as a file; here it is ERROR_GOPHER_NOT_FILE. A file has no position,
 * so `InternetSetFilePointer` does not work on it.
 *
 * @param hConnect A connection of INTERNET_SERVICE_GOPHER.
 * @param lpszLocator The locator of the file, from an enumeration or from `GopherCreateLocator`.
 * @param lpszView The view of a Gopher+ file: a media type, and a language after a space, as its attributes name them; `null` for the default one.
 * @param dwFlags `INTERNET_FLAG_*` bits; with INTERNET_FLAG_NO_AUTO_REDIRECT, an item that has moved is not followed. Nothing is cached.
 * @param dwContext The context that the callback receives with every status of the file; 0, `null` and `undefined` mean no callbacks.
 * @returns The handle of the file.
 * @throws {InternetError} If the locator does not name a file (ERROR_GOPHER_NOT_FILE), or a view is given but the item is not a Gopher+ item (ERROR_GOPHER_NOT_GOPHER_PLUS).
 * @throws {InternetError} For the same reasons as `GopherFindFirstFile`.
 *
 * @example Reading a text
 * ```ts
 * import { GopherOpenFile } from "@wininet/wininet/gopher";
 * import { readable } from "@wininet/wininet/streams";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function text(hConnect: HINTERNET, locator: string): Promise<string> {
 *   using hFile = await GopherOpenFile(hConnect, locator);
 *   return await new Response(readable(hFile)).text();
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-gopheropenfilew}
 */
export function GopherOpenFile(
  hConnect: HINTERNET,
  lpszLocator: string,
  lpszView: string | null = null,
  dwFlags: number = 0,
  dwContext?: unknown,
): Promise<HINTERNET> {
  return begin(() => {
    const connection = gopherConnectionOf(hConnect);
    const flags = checkedFlags(dwFlags, "dwFlags");
    const view = checkedTextOrNull(lpszView, "lpszView");
    return startOpening<HINTERNET>(
      connection.openFile(lpszLocator, view, flags, dwContext),
      "GopherOpenFile",
    );
  });
}

/**
 * Fetches the attributes of a Gopher+ item: its administrator, the time of its last change, its
 * views, its abstract, the questions of its form, and everything else that the server sends about
 * it.
 *
 * Calls on one connection are carried out one after the other.
 *
 * Differences: there is no buffer, so the result is an array even with an enumerator. The questions
 * of forms are attributes of the category GOPHER_CATEGORY_ID_ASK. Blocks that are unknown to
 * WinINet are returned whole, as GOPHER_CATEGORY_ID_UNKNOWN. Dates are read as UTC, because servers
 * do not send their time zone.
 *
 * @param hConnect A connection of INTERNET_SERVICE_GOPHER.
 * @param lpszLocator The item.
 * @param lpszAttributeName The names of categories or attributes (`GOPHER_*_CATEGORY`, `GOPHER_*_ATTRIBUTE`), separated by spaces; `null` for all.
 * @param lpfnEnumerator Called by the event queue with each attribute and 0; any result other than `true` ends the calls.
 * @param dwContext The context that the callback receives with every status of this call; 0, `null` and `undefined` mean the context of the connection.
 * @returns The attributes; with an enumerator, only those that it received.
 * @throws {InternetError} If the item is not a Gopher+ item (ERROR_GOPHER_NOT_GOPHER_PLUS) or has none of the attributes (ERROR_GOPHER_ATTRIBUTE_NOT_FOUND), or the enumerator is not a function (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} For the same reasons as `GopherFindFirstFile`.
 *
 * @example The views of a file
 * ```ts
 * import { GopherGetAttribute } from "@wininet/wininet/gopher";
 * import { GOPHER_VIEWS_CATEGORY } from "@wininet/wininet/flags";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function views(hConnect: HINTERNET, locator: string): Promise<string[]> {
 *   const attributes = await GopherGetAttribute(hConnect, locator, GOPHER_VIEWS_CATEGORY);
 *   return attributes.map(({ AttributeType }) => AttributeType.View?.ContentType ?? "");
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-gophergetattributew}
 */
export function GopherGetAttribute(
  hConnect: HINTERNET,
  lpszLocator: string,
  lpszAttributeName: string | null = null,
  lpfnEnumerator: GopherAttributeEnumerator | null = null,
  dwContext?: unknown,
): Promise<GOPHER_ATTRIBUTE_TYPE[]> {
  return begin(() => {
    const connection = gopherConnectionOf(hConnect);
    const names = checkedTextOrNull(lpszAttributeName, "lpszAttributeName");
    if (lpfnEnumerator !== null && typeof lpfnEnumerator !== "function") {
      throw badParameter(
        `Cannot use ${
          quotedValue(lpfnEnumerator)
        } as lpfnEnumerator: it must be a function or null`,
      );
    }
    return startCall(
      connection,
      connection.attributes(lpszLocator, names, lpfnEnumerator),
      { name: "GopherGetAttribute", context: dwContext },
    );
  });
}

// ---- beyond WinINet ----

/**
 * Sends the completed form of a Gopher+ item (ASK). The reply is a file, or an enumeration if the
 * item is a menu according to its locator.
 *
 * @param hConnect A connection of INTERNET_SERVICE_GOPHER.
 * @param lpszLocator The item with the form.
 * @param questions The attributes of the item, as `GopherGetAttribute` returns them; only those of the category GOPHER_CATEGORY_ID_ASK are used.
 * @param answers One answer for each question except the notes, in the order of the questions; `null` means the default answer. See {@linkcode GopherAnswer}.
 * @param lpszView The view, as for `GopherOpenFile`.
 * @param dwFlags `INTERNET_FLAG_*` bits. A form never follows an item that has moved.
 * @param dwContext The context that the callback receives with every status of the handle; 0, `null` and `undefined` mean no callbacks.
 * @returns The handle of a file for `InternetReadFile`, or of an enumeration for `InternetFindNextFile` and `entries`.
 * @throws {InternetError} If an answer does not fit its question, or there are too few or too many answers (ERROR_INVALID_PARAMETER), or the item is not a Gopher+ item (ERROR_GOPHER_NOT_GOPHER_PLUS).
 * @throws {InternetError} For the same reasons as `GopherFindFirstFile`. Errors never contain the answers to AskP (passwords).
 *
 * @example Answering
 * ```ts
 * import { GopherGetAttribute, submitAsk } from "@wininet/wininet/gopher";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function register(hConnect: HINTERNET, locator: string): Promise<HINTERNET> {
 *   const questions = await GopherGetAttribute(hConnect, locator, "+ASK");
 *   return await submitAsk(hConnect, locator, questions, ["Ann", "ann@example.com", true]);
 * }
 * ```
 */
export function submitAsk(
  hConnect: HINTERNET,
  lpszLocator: string,
  questions: readonly GOPHER_ATTRIBUTE_TYPE[],
  answers: readonly GopherAnswer[],
  lpszView: string | null = null,
  dwFlags: number = 0,
  dwContext?: unknown,
): Promise<HINTERNET> {
  return begin(() => {
    const connection = gopherConnectionOf(hConnect);
    const flags = checkedFlags(dwFlags, "dwFlags");
    const view = checkedTextOrNull(lpszView, "lpszView");
    if (!Array.isArray(questions) || !Array.isArray(answers)) {
      throw badParameter(
        `Cannot answer the form: questions and answers must be arrays, not ${
          quotedValue(questions)
        } and ${quotedValue(answers)}`,
      );
    }
    if (!questions.every(isAttribute)) {
      throw badParameter(
        "Cannot answer the form: questions must be the attributes that GopherGetAttribute has returned for GOPHER_ASK_ATTRIBUTE",
      );
    }
    const form = { questions, answers };
    return startOpening<HINTERNET>(
      connection.submit(lpszLocator, form, view, flags, dwContext),
      "submitAsk",
    );
  });
}

/**
 * Parses a question of a form: the text for the user, the default, and the choices.
 *
 * @param question The question, from `AttributeType.Ask`.
 * @returns Its parts.
 * @throws {InternetError} If it is not a question (ERROR_INVALID_PARAMETER).
 *
 * @example A choice
 * ```ts
 * import { parseQuestion } from "@wininet/wininet/gopher";
 * import { assertEquals } from "@std/assert";
 *
 * const { prompt, choices } = parseQuestion({
 *   QuestionType: "Choose",
 *   QuestionText: "Roast?\tlight\tdark",
 * });
 *
 * assertEquals(prompt, "Roast?");
 * assertEquals(choices, ["light", "dark"]);
 * ```
 */
export function parseQuestion(
  question: GOPHER_ASK_ATTRIBUTE_TYPE,
): GopherQuestion {
  return answer(() => {
    if (isQuestion(question)) return takeApart(question);
    throw badParameter(
      `Cannot parse ${
        quotedValue(question)
      }: it must be an attribute of questions (Ask)`,
    );
  });
}

/**
 * Fetches the description of a connection's server: its file `caps.txt`, or else `/caps.txt`.
 *
 * @param hConnect A connection of INTERNET_SERVICE_GOPHER.
 * @param dwContext The context that the callback receives with every status of this call; 0, `null` and `undefined` mean the context of the connection.
 * @returns The values by their names, such as `ServerSoftware` and `ServerTLSPort`; `null` if the server does not have this file.
 * @throws {InternetError} For the same reasons as `GopherFindFirstFile`.
 *
 * @example Checking for TLS
 * ```ts
 * import { queryCaps } from "@wininet/wininet/gopher";
 * import type { HINTERNET } from "@wininet/wininet/structures";
 *
 * async function tlsPort(hConnect: HINTERNET): Promise<number> {
 *   const caps = await queryCaps(hConnect);
 *   return Number(caps?.get("ServerTLSPort") ?? 0);
 * }
 * ```
 */
export function queryCaps(
  hConnect: HINTERNET,
  dwContext?: unknown,
): Promise<ReadonlyMap<string, string> | null> {
  return begin(() => {
    const connection = gopherConnectionOf(hConnect);
    return startCall(connection, connection.caps(), {
      name: "queryCaps",
      context: dwContext,
    });
  });
}

/**
 * Parses the bytes of a menu. Nothing is sent. An invalid line is not an error: lines that do not
 * name an item become lines of text.
 *
 * @param bytes The menu, as a server sends it.
 * @returns Its items, in the order of the menu. The server of items without a host is not known; their locators refer to the server of the connection on which they are opened.
 * @throws {InternetError} If a line has more than 65,536 bytes, or the menu has more than 500,000 lines or 256 MiB (ERROR_GOPHER_PROTOCOL_ERROR); if `bytes` is not a Uint8Array (ERROR_INVALID_PARAMETER).
 *
 * @example Two items
 * ```ts
 * import { parseMenu } from "@wininet/wininet/gopher";
 * import { assertEquals } from "@std/assert";
 *
 * const menu = "iWelcome\t\tnull.host\t1\r\n0Prices\t/prices\texample.com\t70\r\n.\r\n";
 * const items = parseMenu(new TextEncoder().encode(menu));
 *
 * assertEquals(items.map((item) => item.DisplayString), ["Welcome", "Prices"]);
 * ```
 */
export function parseMenu(bytes: Uint8Array): GOPHER_FIND_DATA[] {
  return answer(() => {
    return parseMenuBytes(checkedBuffer(bytes, "bytes"));
  });
}

/** The parts of a locator. */
export interface GopherLocatorParts {
  /** The host name or address, without brackets; `""` means the host of the connection. */
  readonly host: string;
  /** The port; 0 if the locator has none. */
  readonly port: number;
  /**
   * The string that requests the item, for `GopherCreateLocator`. A byte that is not UTF-8 becomes
   * a lone surrogate, which `encodeURIComponent` and file systems reject: use `fileName` or
   * `locatorToUrl` instead.
   */
  readonly selector: string;
  /** The text that a menu shows. */
  readonly display: string;
  /** `GOPHER_TYPE_*` bits, as `GopherGetLocatorType` returns them. */
  readonly type: number;
  /** `true` if the item is a Gopher+ item. */
  readonly plus: boolean;
  /**
   * A name for a local file, made of the last part of the selector, or else of the display text. It
   * is a single file name without a path, valid on every system, not hidden, and of at most 201
   * bytes. Different items may have the same name.
   */
  readonly fileName: string;
}

/**
 * Parses a locator. Nothing is sent.
 *
 * @param lpszLocator The locator.
 * @returns Its parts.
 * @throws {InternetError} If it is not a locator (ERROR_GOPHER_INVALID_LOCATOR).
 *
 * @example The local name of a file
 * ```ts
 * import { parseLocator } from "@wininet/wininet/gopher";
 * import { assertEquals } from "@std/assert";
 *
 * const { host, port, selector, fileName } = parseLocator(
 *   "0Prices\t/../etc/prices?today\texample.com\t70\r\n",
 * );
 *
 * assertEquals([host, port, selector], ["example.com", 70, "/../etc/prices?today"]);
 * assertEquals(fileName, "prices_today");
 * ```
 */
export function parseLocator(lpszLocator: string): GopherLocatorParts {
  return answer(() => {
    const { host, port, selector, display, type } = partsOf(lpszLocator);
    return {
      host,
      port,
      selector,
      display: displayOf(display),
      type,
      plus: (type & GOPHER_TYPE_GOPHER_PLUS) !== 0,
      fileName: fileNameOf(selector, display),
    };
  });
}

/**
 * Returns the URL of an item (RFC 4266), in ASCII. No byte of the selector is lost, so the URL is
 * the form in which to store a locator in a file; `urlToLocator` reads it.
 *
 * @param lpszLocator The locator.
 * @param secure `true` for a gophers URL.
 * @returns The URL.
 * @throws {InternetError} If it is not a locator (ERROR_GOPHER_INVALID_LOCATOR).
 *
 * @example A selector with a question mark
 * ```ts
 * import { locatorToUrl } from "@wininet/wininet/gopher";
 * import { assertEquals } from "@std/assert";
 *
 * const url = locatorToUrl("0Prices\t/prices?today\texample.com\t70\r\n");
 *
 * assertEquals(url, "gopher://example.com/0/prices%3Ftoday");
 * ```
 */
export function locatorToUrl(
  lpszLocator: string,
  secure: boolean = false,
): string {
  return answer(() => urlOf(lpszLocator, secure));
}

/**
 * Returns the locator of the item that a URL names.
 *
 * @param url A gopher or gophers URL without search words.
 * @returns The locator.
 * @throws {InternetError} If it is not a Gopher URL (ERROR_INTERNET_INVALID_URL) or contains search words (ERROR_INVALID_PARAMETER).
 *
 * @example And back
 * ```ts
 * import { GopherGetLocatorType, urlToLocator } from "@wininet/wininet/gopher";
 * import { GOPHER_TYPE_TEXT_FILE } from "@wininet/wininet/flags";
 * import { assertEquals } from "@std/assert";
 *
 * const locator = urlToLocator("gopher://example.com/0/prices%3Ftoday");
 *
 * assertEquals(GopherGetLocatorType(locator), GOPHER_TYPE_TEXT_FILE);
 * ```
 */
export function urlToLocator(url: string | URL): string {
  return answer(() => locatorOf(textOfUrl(url) as string));
}

/**
 * Returns the URL to which an item links: the URL of an `h` item (`URL:https://…`), or of a
 * terminal session (telnet, tn3270). The library never follows it.
 *
 * The author of the menu chooses the URL, which may have any scheme. Check the scheme before you
 * pass the URL to a browser or to the system: `javascript:`, `data:` and `file:` act on the user's
 * machine. Menus offer TLS with `gophers:` URLs, which `InternetOpenUrl` opens.
 *
 * @param lpszLocator The locator.
 * @returns The URL, or `null` if the item has none or it is not absolute.
 * @throws {InternetError} If it is not a locator (ERROR_GOPHER_INVALID_LOCATOR).
 *
 * @example A link to the web
 * ```ts
 * import { linkOf } from "@wininet/wininet/gopher";
 * import { assertEquals } from "@std/assert";
 *
 * const link = linkOf("hThe shop\tURL:https://example.com/\texample.com\t70\r\n");
 *
 * assertEquals(link, "https://example.com/");
 * ```
 *
 * @example A link to the same server, with TLS
 * ```ts
 * import { linkOf } from "@wininet/wininet/gopher";
 * import { assertEquals } from "@std/assert";
 *
 * const locator = "hHome\tURL:gophers://example.com/1\texample.com\t70\r\n";
 * const { protocol, href } = new URL(linkOf(locator) ?? "about:blank");
 *
 * assertEquals(protocol === "gophers:" ? href : null, "gophers://example.com/1");
 * ```
 */
export function linkOf(lpszLocator: string): string | null {
  return answer(() => leadsTo(lpszLocator));
}

// ---- helpers of these functions ----

function gopherConnectionOf(hConnect: HINTERNET): GopherConnection {
  return openHandleOf(hConnect, GopherConnection, "a Gopher connection");
}

function checkedTextOrNull(value: unknown, name: string): string | null {
  if (value === null || typeof value === "string") return value;
  throw badParameter(
    `Cannot use ${quotedValue(value)} as ${name}: it must be a string or null`,
  );
}

/** Returns `true` if an attribute has the fields of a form's question. */
function isAttribute(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { AttributeType } = value as Partial<GOPHER_ATTRIBUTE_TYPE>;
  if (typeof AttributeType !== "object" || AttributeType === null) return false;
  return AttributeType.Ask === undefined || isQuestion(AttributeType.Ask);
}

function isQuestion(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { QuestionType, QuestionText } = value as Partial<
    GOPHER_ASK_ATTRIBUTE_TYPE
  >;
  return typeof QuestionType === "string" && typeof QuestionText === "string";
}

/** Returns `true` if a type has one of the bits. */
function hasType(type: number, bits: number): boolean {
  return (checkedFlags(type, "type") & bits) !== 0;
}

/**
 * Returns `true` if an item is a file: the macro of that name in wininet.h.
 *
 * @param type The type, as GopherGetLocatorType returns it.
 * @returns `true` if the type matches.
 * @throws {InternetError} If the type is not a DWORD (ERROR_INVALID_PARAMETER).
 *
 * @example The type of an item
 * ```ts
 * import { GOPHER_TYPE_GIF } from "@wininet/wininet/flags";
 * import { IS_GOPHER_FILE } from "@wininet/wininet/gopher";
 * import { assert } from "@std/assert";
 *
 * assert(IS_GOPHER_FILE(GOPHER_TYPE_GIF));
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-gophergetlocatortypew}
 */
export function IS_GOPHER_FILE(type: number): boolean {
  return answer(() => hasType(type, GOPHER_TYPE_FILE_MASK));
}

/**
 * Returns `true` if an item is a directory: the macro of that name in wininet.h.
 *
 * @param type The type, as GopherGetLocatorType returns it.
 * @returns `true` if the type matches.
 * @throws {InternetError} If the type is not a DWORD (ERROR_INVALID_PARAMETER).
 *
 * @example The type of an item
 * ```ts
 * import { GOPHER_TYPE_DIRECTORY } from "@wininet/wininet/flags";
 * import { IS_GOPHER_DIRECTORY } from "@wininet/wininet/gopher";
 * import { assert } from "@std/assert";
 *
 * assert(IS_GOPHER_DIRECTORY(GOPHER_TYPE_DIRECTORY));
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-gophergetlocatortypew}
 */
export function IS_GOPHER_DIRECTORY(type: number): boolean {
  return answer(() => hasType(type, GOPHER_TYPE_DIRECTORY));
}

/**
 * Returns `true` if an item is a phone book (CSO): the macro of that name in wininet.h.
 *
 * @param type The type, as GopherGetLocatorType returns it.
 * @returns `true` if the type matches.
 * @throws {InternetError} If the type is not a DWORD (ERROR_INVALID_PARAMETER).
 *
 * @example The type of an item
 * ```ts
 * import { GOPHER_TYPE_CSO } from "@wininet/wininet/flags";
 * import { IS_GOPHER_PHONE_SERVER } from "@wininet/wininet/gopher";
 * import { assert } from "@std/assert";
 *
 * assert(IS_GOPHER_PHONE_SERVER(GOPHER_TYPE_CSO));
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-gophergetlocatortypew}
 */
export function IS_GOPHER_PHONE_SERVER(type: number): boolean {
  return answer(() => hasType(type, GOPHER_TYPE_CSO));
}

/**
 * Returns `true` if an item is an error: the macro of that name in wininet.h.
 *
 * @param type The type, as GopherGetLocatorType returns it.
 * @returns `true` if the type matches.
 * @throws {InternetError} If the type is not a DWORD (ERROR_INVALID_PARAMETER).
 *
 * @example The type of an item
 * ```ts
 * import { GOPHER_TYPE_ERROR } from "@wininet/wininet/flags";
 * import { IS_GOPHER_ERROR } from "@wininet/wininet/gopher";
 * import { assert } from "@std/assert";
 *
 * assert(IS_GOPHER_ERROR(GOPHER_TYPE_ERROR));
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-gophergetlocatortypew}
 */
export function IS_GOPHER_ERROR(type: number): boolean {
  return answer(() => hasType(type, GOPHER_TYPE_ERROR));
}

/**
 * Returns `true` if an item is an index server, which searches: the macro of that name in wininet.h.
 *
 * @param type The type, as GopherGetLocatorType returns it.
 * @returns `true` if the type matches.
 * @throws {InternetError} If the type is not a DWORD (ERROR_INVALID_PARAMETER).
 *
 * @example The type of an item
 * ```ts
 * import { GOPHER_TYPE_INDEX_SERVER } from "@wininet/wininet/flags";
 * import { IS_GOPHER_INDEX_SERVER } from "@wininet/wininet/gopher";
 * import { assert } from "@std/assert";
 *
 * assert(IS_GOPHER_INDEX_SERVER(GOPHER_TYPE_INDEX_SERVER));
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-gophergetlocatortypew}
 */
export function IS_GOPHER_INDEX_SERVER(type: number): boolean {
  return answer(() => hasType(type, GOPHER_TYPE_INDEX_SERVER));
}

/**
 * Returns `true` if an item is a Telnet session: the macro of that name in wininet.h.
 *
 * @param type The type, as GopherGetLocatorType returns it.
 * @returns `true` if the type matches.
 * @throws {InternetError} If the type is not a DWORD (ERROR_INVALID_PARAMETER).
 *
 * @example The type of an item
 * ```ts
 * import { GOPHER_TYPE_TELNET } from "@wininet/wininet/flags";
 * import { IS_GOPHER_TELNET_SESSION } from "@wininet/wininet/gopher";
 * import { assert } from "@std/assert";
 *
 * assert(IS_GOPHER_TELNET_SESSION(GOPHER_TYPE_TELNET));
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-gophergetlocatortypew}
 */
export function IS_GOPHER_TELNET_SESSION(type: number): boolean {
  return answer(() => hasType(type, GOPHER_TYPE_TELNET));
}

/**
 * Returns `true` if an item is on a redundant server: the macro of that name in wininet.h.
 *
 * @param type The type, as GopherGetLocatorType returns it.
 * @returns `true` if the type matches.
 * @throws {InternetError} If the type is not a DWORD (ERROR_INVALID_PARAMETER).
 *
 * @example The type of an item
 * ```ts
 * import { GOPHER_TYPE_REDUNDANT } from "@wininet/wininet/flags";
 * import { IS_GOPHER_BACKUP_SERVER } from "@wininet/wininet/gopher";
 * import { assert } from "@std/assert";
 *
 * assert(IS_GOPHER_BACKUP_SERVER(GOPHER_TYPE_REDUNDANT));
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-gophergetlocatortypew}
 */
export function IS_GOPHER_BACKUP_SERVER(type: number): boolean {
  return answer(() => hasType(type, GOPHER_TYPE_REDUNDANT));
}

/**
 * Returns `true` if an item is a TN3270 session: the macro of that name in wininet.h.
 *
 * @param type The type, as GopherGetLocatorType returns it.
 * @returns `true` if the type matches.
 * @throws {InternetError} If the type is not a DWORD (ERROR_INVALID_PARAMETER).
 *
 * @example The type of an item
 * ```ts
 * import { GOPHER_TYPE_TN3270 } from "@wininet/wininet/flags";
 * import { IS_GOPHER_TN3270_SESSION } from "@wininet/wininet/gopher";
 * import { assert } from "@std/assert";
 *
 * assert(IS_GOPHER_TN3270_SESSION(GOPHER_TYPE_TN3270));
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-gophergetlocatortypew}
 */
export function IS_GOPHER_TN3270_SESSION(type: number): boolean {
  return answer(() => hasType(type, GOPHER_TYPE_TN3270));
}

/**
 * Returns `true` if an item has a form (Gopher+ ASK): the macro of that name in wininet.h.
 *
 * @param type The type, as GopherGetLocatorType returns it.
 * @returns `true` if the type matches.
 * @throws {InternetError} If the type is not a DWORD (ERROR_INVALID_PARAMETER).
 *
 * @example The type of an item
 * ```ts
 * import { GOPHER_TYPE_ASK } from "@wininet/wininet/flags";
 * import { IS_GOPHER_ASK } from "@wininet/wininet/gopher";
 * import { assert } from "@std/assert";
 *
 * assert(IS_GOPHER_ASK(GOPHER_TYPE_ASK));
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-gophergetlocatortypew}
 */
export function IS_GOPHER_ASK(type: number): boolean {
  return answer(() => hasType(type, GOPHER_TYPE_ASK));
}

/**
 * Returns `true` if an item is a Gopher+ item: the macro of that name in wininet.h.
 *
 * @param type The type, as GopherGetLocatorType returns it.
 * @returns `true` if the type matches.
 * @throws {InternetError} If the type is not a DWORD (ERROR_INVALID_PARAMETER).
 *
 * @example The type of an item
 * ```ts
 * import { GOPHER_TYPE_GOPHER_PLUS } from "@wininet/wininet/flags";
 * import { IS_GOPHER_PLUS } from "@wininet/wininet/gopher";
 * import { assert } from "@std/assert";
 *
 * assert(IS_GOPHER_PLUS(GOPHER_TYPE_GOPHER_PLUS));
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-gophergetlocatortypew}
 */
export function IS_GOPHER_PLUS(type: number): boolean {
  return answer(() => hasType(type, GOPHER_TYPE_GOPHER_PLUS));
}

/**
 * Returns `true` if the type of an item is known: the macro of that name in wininet.h.
 *
 * @param type The type, as GopherGetLocatorType returns it.
 * @returns `true` if the type matches.
 * @throws {InternetError} If the type is not a DWORD (ERROR_INVALID_PARAMETER).
 *
 * @example The type of an item
 * ```ts
 * import { GOPHER_TYPE_GIF } from "@wininet/wininet/flags";
 * import { IS_GOPHER_TYPE_KNOWN } from "@wininet/wininet/gopher";
 * import { assert } from "@std/assert";
 *
 * assert(IS_GOPHER_TYPE_KNOWN(GOPHER_TYPE_GIF));
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-gophergetlocatortypew}
 */
export function IS_GOPHER_TYPE_KNOWN(type: number): boolean {
  return answer(() => !hasType(type, GOPHER_TYPE_UNKNOWN));
}
