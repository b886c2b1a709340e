// Copyright 2026 the wininet authors. MIT license.

/**
 * The targets of menu items outside Gopher.
 *
 * An `h` item with the selector `URL:https://example.com/` links to that URL. Its host and
 * port are those of the Gopher server, for clients that do not know this convention. (Some
 * servers write `/URL:`.) A telnet or tn3270 item links to a terminal at its host, with the
 * selector as the login.
 *
 * The author of a menu chooses such a link, and a program may pass it to a browser or to
 * the system. So only the schemes of pages, downloads, messages and chat rooms are allowed.
 * `javascript:`, `data:` and `file:` are not: they act or read on the user's machine.
 * `gopher:`, `telnet:` and `tn3270:` are not, because there are items for them, with checked
 * ports. `ssh:` is not, because programs have taken parts of such URLs for options. Unknown
 * schemes are not allowed.
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

/** The allowed schemes, with a host and without one. */
const LINK_REGEXP =
  /^(?:(?:https?|ftps?|gemini|ircs?|nntp):\/\/[^/?#]|(?:mailto|news|xmpp|magnet):.)/i;
const SELECTOR_REGEXP = /^\/?URL:(.*)$/is;
/** The characters of URLs. */
const LEGAL_REGEXP = /^[\w.~:/?#[\]@!$&'()*+,;=%-]*$/;

/**
 * Returns the target of a locator outside Gopher.
 *
 * @returns The URL; `null` if there is none, or its scheme is not allowed.
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

function isLink(locator: unknown): locator is string {
  return typeof locator === "string" &&
    /^[hH][^\t]*\t\/?URL:/i.test(locator);
}

/** Returns a locator without its host and port. */
function withoutPlace(locator: string): string {
  const [first = "", selector = ""] = locator.split("\t", 2);
  return `${first}\t${selector.replace(/\r?\n$/, "")}\t\t`;
}

/** Returns the URL in a selector; `null` if there is none that is allowed. */
function target(selector: string): string | null {
  const url = SELECTOR_REGEXP.exec(selector)?.[1]?.trim() ?? "";
  if (!LINK_REGEXP.test(url)) return null;
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
