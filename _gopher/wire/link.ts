// Copyright 2026 the wininet authors. MIT license.

/**
 * Where items of a menu lead outside Gopher.
 *
 * An `h` item with the selector `URL:https://example.com/` leads there; its host and
 * port are those of the Gopher server, for clients that do not know of it, and mean
 * nothing else. (Some servers write `/URL:`.) A telnet or tn3270 item leads to a
 * terminal at its host, with the selector as the login.
 *
 * Whoever writes a menu chooses such a link, and a program may hand it to a browser
 * or to the system. So only schemes are let through that name a page, a file to load,
 * a message to write or a room to talk in. `javascript:`, `data:` and `file:` are not:
 * they act or read where the user is. `gopher:`, `telnet:` and `tn3270:` are not, as
 * there are items for them, with ports that are checked; nor is `ssh:`, as programs
 * have taken parts of such URLs for options. What is unknown is not let through.
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

/** Schemes with a host, and schemes without one. */
const LINK_REGEXP =
  /^(?:(?:https?|ftps?|gemini|ircs?|nntp):\/\/[^/?#]|(?:mailto|news|xmpp|magnet):.)/i;
const SELECTOR_REGEXP = /^\/?URL:(.*)$/is;
/** Characters that a URL may have. */
const LEGAL_REGEXP = /^[\w.~:/?#[\]@!$&'()*+,;=%-]*$/;

/**
 * Where a locator leads outside Gopher.
 *
 * @returns The URL; `null` where it leads nowhere else, or to something that a link must not lead to.
 * @throws {InternetError} ERROR_GOPHER_INVALID_LOCATOR If it is no locator. The host and port of a link do not matter.
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

/** A locator of which the host and the port are left out. */
function withoutPlace(locator: string): string {
  const [first = "", selector = ""] = locator.split("\t", 2);
  return `${first}\t${selector.replace(/\r?\n$/, "")}\t\t`;
}

/** What a selector leads to. */
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

/** The URL of a terminal. A host that begins like an option is none. */
function terminal(
  scheme: string,
  { selector, host, port }: GopherLocator,
): string | null {
  if (!isHost(host) || host.startsWith("-")) return null;
  // In the part with the login, a colon would begin the password and a slash the path.
  const login = escapedOctets(selector).replaceAll(
    /[:@/]/g,
    (character) => escapedByte(character.charCodeAt(0)),
  );
  return `${scheme}://${login === "" ? "" : `${login}@`}${bracketed(host)}${
    port === 0 ? "" : `:${port}`
  }`;
}
