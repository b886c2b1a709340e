// Copyright 2026 the wininet authors. MIT license.

/**
 * The targets of menu items outside Gopher.
 *
 * An `h` item with the selector `URL:https://example.com/` links to that URL. Its host and
 * port are those of the Gopher server, for clients that do not know this convention. (Some
 * servers write `/URL:`.) With `URL:gophers://` such an item is the only way in which a menu
 * can offer TLS. A telnet or tn3270 item links to a terminal at its host, with the selector
 * as the login.
 *
 * The author of a menu chooses such a link, of any scheme: the program decides which of them
 * it passes to a browser or to the system. A page that is made here has only links of the
 * schemes of pages, downloads, messages and chat rooms. `javascript:`, `data:` and `file:`
 * are not among them: they act or read on the user's machine. `telnet:` and `tn3270:` are
 * not, because there are items for them, with checked ports. `ssh:` is not, because programs
 * have taken parts of such URLs for options. Nor are unknown schemes.
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

/** A scheme and something after it. A single letter is a drive of Windows. */
const LINK_REGEXP = /^[a-z][a-z\d+.-]+:./i;
/** Schemes of which a URL has a host, with a URL that has none. */
const NO_HOST_REGEXP =
  /^(?:https?|wss?|ftps?|gophers?|gemini|ircs?|nntp|telnet|tn3270|ssh):(?!\/\/[^/?#])/i;
/** The schemes of links in a page. */
const PAGE_REGEXP =
  /^(?:https?|ftps?|gophers|gemini|ircs?|nntp|mailto|news|xmpp|magnet):/i;
const SELECTOR_REGEXP = /^\/?URL:(.*)$/is;
/** The characters of URLs. */
const LEGAL_REGEXP = /^[\w.~:/?#[\]@!$&'()*+,;=%-]*$/;

/**
 * Returns the target of a locator outside Gopher.
 *
 * @returns The URL, of any scheme; `null` if there is none.
 * @throws {InternetError} ERROR_GOPHER_INVALID_LOCATOR if it is not a locator. The host and port of a link are ignored.
 */
export function linkOf(locator: string): string | null {
  const item = parseLocator(isLink(locator) ? withoutPlace(locator) : locator);
  if ((item.type & GOPHER_TYPE_HTML) !== 0) return target(item.selector);
  if ((item.type & GOPHER_TYPE_TELNET) !== 0) return terminal("telnet", item);
  return (item.type & GOPHER_TYPE_TN3270) !== 0
    ? terminal("tn3270", item)
    : null;
}

/** Returns `true` if a page may have a link; a page of gophers has none that leads to clear Gopher. */
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

/** Returns the URL in a selector; `null` if there is none. */
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

/** Returns the URL of a terminal; `null` for an invalid host, or one that starts like an option. */
function terminal(
  scheme: string,
  { selector, host, port }: GopherLocator,
): string | null {
  if (!isHost(host) || host.startsWith("-")) return null;
  // In the login a colon would start the password, and a slash the path.
  const login = escapedOctets(selector).replaceAll(
    /[:@/]/g,
    (character) => escapedByte(character.charCodeAt(0)),
  );
  return `${scheme}://${login === "" ? "" : `${login}@`}${bracketed(host)}${
    port === 0 ? "" : `:${port}`
  }`;
}
