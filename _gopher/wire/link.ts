// Copyright 2026 the wininet authors. MIT license.

/**
 * The targets of menu items outside Gopher.
 *
 * An `h` item with the selector `URL:https://example.com/` links to that URL.
 * Its host and port are those of the Gopher server, for clients that do not
 * know this convention. (Some servers write `/URL:`.) An item with
 * `URL:gophers://` is the only method for a menu to offer TLS. A telnet or
 * tn3270 item links to a terminal at its host, with the selector as the login.
 *
 * The author of a menu chooses such a link, with any scheme: the program
 * decides which of them it passes to a browser or to the system. A page that is
 * generated here only has links with the schemes of pages, downloads, messages
 * and chat rooms. `javascript:`, `data:` and `file:` are excluded, because they
 * act on or read the user's machine. `telnet:` and `tn3270:` are excluded,
 * because they have separate item types, whose ports are checked. `ssh:` is
 * excluded, because programs have interpreted parts of such URLs as options.
 * Unknown schemes are excluded too.
 *
 * @module
 */

import {
  GOPHER_TYPE_HTML,
  GOPHER_TYPE_TELNET,
  GOPHER_TYPE_TN3270,
} from "../../flags.ts";
import { escapedByte } from "../../_base/escape.ts";
import { type GopherLocator, parseLocator } from "./locator.ts";
import { octetsOf } from "./octets.ts";
import { bracketed, escapedOctets, isHost } from "./url.ts";

/** A scheme and at least one character after it. A single letter is a Windows drive. */
const LINK_REGEXP = /^[a-z][a-z\d+.-]+:./i;
/** A URL without a host, of a scheme that requires one. */
const NO_HOST_REGEXP =
  /^(?:https?|wss?|ftps?|gophers?|gemini|ircs?|nntp|telnet|tn3270|ssh):(?!\/\/[^/?#])/i;
/** The schemes of links in a page. */
const PAGE_REGEXP =
  /^(?:https?|ftps?|gophers|gemini|ircs?|nntp|mailto|news|xmpp|magnet):/i;
const SELECTOR_REGEXP = /^\/?URL:(.*)$/is;
/** The characters that are allowed in URLs. */
const LEGAL_REGEXP = /^[\w.~:/?#[\]@!$&'()*+,;=%-]*$/;

/**
 * Returns the target of a locator outside Gopher.
 *
 * @returns The URL, with any scheme, or `null` if there is none.
 * @throws {InternetError} ERROR_GOPHER_INVALID_LOCATOR if it is not a locator.
 * The host and port of a link are ignored.
 */
export function linkOf(locator: string): string | null {
  const item = parseLocator(isLink(locator) ? withoutPlace(locator) : locator);
  if ((item.type & GOPHER_TYPE_HTML) !== 0) return target(item.selector);
  if ((item.type & GOPHER_TYPE_TELNET) !== 0) return terminal("telnet", item);
  return (item.type & GOPHER_TYPE_TN3270) !== 0
    ? terminal("tn3270", item)
    : null;
}

/**
 * Returns `true` if a page may contain a link; a gophers page contains no link
 * to Gopher without TLS.
 */
export function isPageLink(link: string, secure: boolean): boolean {
  return PAGE_REGEXP.test(link) || (!secure && /^gopher:/i.test(link));
}

function isLink(locator: unknown): locator is string {
  return typeof locator === "string" &&
    /^[hH][^\t]*\t\/?URL:/i.test(locator);
}

/** Returns a locator without its host and port. */
function withoutPlace(locator: string): string {
  const [first = "", selector = ""] = locator.split("\t", 2);
  return `${first}\t${selector.replace(/\r?\n$/, "")}\t\t`;
}

/** Returns the URL in a selector, or `null` if there is none. */
function target(selector: string): string | null {
  const url = SELECTOR_REGEXP.exec(selector)?.[1]?.trim() ?? "";
  if (!LINK_REGEXP.test(url) || NO_HOST_REGEXP.test(url)) return null;
  if (LEGAL_REGEXP.test(url)) return url;
  let legal = "";
  for (const byte of octetsOf(url)) {
    const character = String.fromCharCode(byte);
    legal += LEGAL_REGEXP.test(character) ? character : escapedByte(byte);
  }
  return legal;
}

/** Returns the URL of a terminal, or `null` if the host is invalid or starts like an option. */
function terminal(
  scheme: string,
  { selector, host, port }: GopherLocator,
): string | null {
  if (!isHost(host) || host.startsWith("-")) return null;
  // In the login a colon would start the password, and a slash would start the
  // path.
  const login = escapedOctets(selector).replaceAll(
    /[:@/]/g,
    (character) => escapedByte(character.charCodeAt(0)),
  );
  return `${scheme}://${login === "" ? "" : `${login}@`}${bracketed(host)}${
    port === 0 ? "" : `:${port}`
  }`;
}
