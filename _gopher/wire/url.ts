// Copyright 2026 the wininet authors. MIT license.

/**
 * Gopher URLs (RFC 4266).
 *
 *     gopher://host[:port]/T selector[%09search[%09gopher+ string]]
 *
 * without the space. The character after the slash is the type, which is not
 * sent; everything after it is sent byte for byte. So no part of it is
 * normalized: `?` and `+` are ordinary bytes, a slash does not separate
 * directories, and `..` has no meaning. Without a type the URL names a menu
 * (type 1).
 *
 * Escapes are bytes, which need not be text; see `octets.ts`. Escaped line ends
 * and NULs are rejected before a connection is made: `%0D%0A` would send a
 * second line, which is a command of another protocol if the port belongs to
 * one. For that reason a URL cannot contain the data block of a form, which RFC
 * 4266 allows.
 *
 * A URL that is created here escapes every byte that other parsers may treat
 * specially: `?`, and a slash before `.` and `..`, which would be removed.
 *
 * @module
 */

import {
  ERROR_GOPHER_INVALID_LOCATOR,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import {
  GOPHER_TYPE_REDUNDANT,
  INTERNET_DEFAULT_GOPHER_PORT,
  INTERNET_MAX_PORT_NUMBER_VALUE,
} from "../../flags.ts";
import { escapedByte } from "../../_base/escape.ts";
import { invalidUrl } from "../../_base/failure.ts";
import { hasControl } from "../../_base/field_text.ts";
import { quotedUrl, quotedValue } from "../../_base/secrets.ts";
import { baseOfType, characterOfType, typeOfCharacter } from "./item_type.ts";
import {
  extraOf,
  firstCharacter,
  formatLocator,
  parseLocator,
  plusBits,
} from "./locator.ts";
import { octetsOf, PERCENT, textOf } from "./octets.ts";

/**
 * The maximum number of characters of a URL: selectors that fit in a menu line
 * are rarely longer.
 */
export const MAX_GOPHER_URL = 65_536;

/** The parts of a Gopher URL. */
export interface GopherUrl {
  /** `true` for gophers: the connection starts with TLS. */
  readonly secure: boolean;
  /** A name or an address, without brackets. */
  readonly host: string;
  /** The port, or 0 if the URL has none. */
  readonly port: number;
  /** The type character. */
  readonly character: string;
  /** The string that requests the item. */
  readonly selector: string;
  /** The search words, or `null` if there are none. */
  readonly search: string | null;
  /** The Gopher+ field, such as `+` or `!`, or `null` if there is none. */
  readonly plus: string | null;
}

const HOST_IS_NEEDED =
  'it must have the name or address of a host, as in "gopher://example.com/"';

const URL_REGEXP =
  /^gopher(s?):\/\/(\[[^/\]]*\]|[^/:]*)(?::(\d*))?(?:\/(.*))?$/is;
/** The scheme, and the part between the scheme and the path; both are optional. */
const START_REGEXP = /^(?:([a-z][a-z\d+.-]*):)?(?:\/\/([^/#]*))?/i;
/**
 * An IPv6 address, which may have a zone (RFC 6874), or a name without
 * characters at which other parsers end a host.
 */
const HOST_REGEXP =
  /^(?:[\da-f.]*:[\da-f:.]+(?:%[\w.~-]+)?|[^/:@?#%\\[\]<>"^`{|}\s]+)$/i;
const BAD_ESCAPE_REGEXP = /%(?![\da-f]{2})/i;

/** Bytes that are not escaped: unreserved, sub-delims, and `:@/` (RFC 3986). */
const UNESCAPED_REGEXP = /^[\w.~!$&'()*+,;=:@/-]*$/;
const UNESCAPED_BYTES: ReadonlySet<number> = new Set(
  Array.from({ length: 0x80 }, (_, byte) => byte).filter((byte) =>
    UNESCAPED_REGEXP.test(String.fromCharCode(byte))
  ),
);

/**
 * Parses a Gopher URL.
 *
 * @param text The URL.
 * @param querySearch `true` if `?` starts the search words in a URL of type 7
 * without `%09`.
 * @throws {InternetError} ERROR_INTERNET_INVALID_URL if it is not a Gopher URL,
 * or contains characters that cannot be sent.
 */
export function parseGopherUrl(text: string, querySearch: boolean): GopherUrl {
  if (typeof text !== "string") {
    throw invalidUrl(text, "it must be a string or a URL");
  }
  if (text.length > MAX_GOPHER_URL) {
    throw invalidUrl(
      text,
      `it must have at most ${MAX_GOPHER_URL} characters, not ${text.length}`,
    );
  }
  if (hasControl(text) || !text.isWellFormed()) {
    throw invalidUrl(
      text,
      "escape the control character or lone surrogate in it",
    );
  }
  const match = URL_REGEXP.exec(text.replace(/#.*$/s, ""));
  checkStart(text);
  if (match === null) throw invalidUrl(text, HOST_IS_NEEDED);
  const [, secure, place = "", port, path = ""] = match;
  const host = hostOfAuthority(place);
  if (host === null) throw invalidUrl(text, HOST_IS_NEEDED);
  // The number of digits is not limited: too many result in Infinity.
  if (Number(port || 0) > INTERNET_MAX_PORT_NUMBER_VALUE) {
    throw invalidUrl(
      text,
      `its port must be at most ${INTERNET_MAX_PORT_NUMBER_VALUE}`,
    );
  }
  return {
    secure: secure !== "",
    host,
    port: Number(port || 0),
    ...parseItem(text, path, querySearch),
  };
}

/** Throws an error that names the invalid part before the path of a URL. */
function checkStart(url: string): void {
  const [, scheme = "", authority] = START_REGEXP.exec(url)!;
  if (authority === undefined || !/^gophers?$/i.test(scheme)) {
    const other = authority === undefined || scheme === ""
      ? ""
      : `, not ${quotedValue(`${scheme}://`)}`;
    throw invalidUrl(
      url,
      `it must start with "gopher://" or "gophers://"${other}`,
    );
  }
  if (authority.includes("@")) {
    throw invalidUrl(
      url,
      "Gopher has no user names, so remove the one before @",
    );
  }
  if (/^(?:\[[^\]]*\]|[^:]+):\d*[^\d:]/.test(authority)) {
    throw invalidUrl(url, "its port must be a number");
  }
}

/** Formats a URL. Its selector must not contain a TAB, which would start the search words. */
export function formatGopherUrl(url: GopherUrl): string {
  const { secure, host, port, character, selector, search, plus } = url;
  const path = escapedOctets(character + selector).replaceAll(
    /\/(?=\.{1,2}(?:\/|$))/g,
    "%2F",
  );
  const fields = [path];
  if (search !== null || plus !== null) {
    fields.push(escapedOctets(search ?? ""));
  }
  if (plus !== null) fields.push(escapedOctets(plus));
  return `${secure ? "gophers" : "gopher"}://${bracketed(host)}${
    port === 0 ? "" : `:${port}`
  }/${fields.join("%09")}`;
}

/**
 * Returns the URL of a locator. A duplicate has the type of the item that it
 * duplicates.
 *
 * @throws {InternetError} ERROR_GOPHER_INVALID_LOCATOR if the locator is
 * invalid or has no host.
 */
export function locatorToUrl(locator: string, secure: boolean): string {
  const { character, type, selector, host, port } = parseLocator(locator);
  if (!isHost(host)) {
    throw new InternetError(
      ERROR_GOPHER_INVALID_LOCATOR,
      `Cannot create a URL from the locator ${
        quotedValue(locator)
      }: its host must be the name or address of a server`,
    );
  }
  const base = (type & GOPHER_TYPE_REDUNDANT) === 0 ? 0 : baseOfType(type);
  return formatGopherUrl({
    secure,
    host,
    port: port === INTERNET_DEFAULT_GOPHER_PORT ? 0 : port,
    character: base === 0 ? character : characterOfType(base),
    selector,
    search: null,
    plus: extraOf(type) || null,
  });
}

/**
 * Returns the locator of a URL. A locator cannot express gophers.
 *
 * @throws {InternetError} ERROR_INTERNET_INVALID_URL if it is not a Gopher URL,
 * ERROR_INVALID_PARAMETER if it has parts that a locator cannot contain: search
 * words, a view, attributes.
 */
export function urlToLocator(url: string): string {
  const { character, selector, host, port, search, plus } = parseGopherUrl(
    url,
    false,
  );
  const isPlain = plus === null ? search === null : !search &&
    (plus === "+" || plus === "?");
  if (!isPlain) {
    throw new InternetError(
      ERROR_INVALID_PARAMETER,
      `Cannot create a locator from ${
        quotedUrl(url)
      }: a locator has no place for words, views and attributes, so remove what begins with %09`,
    );
  }
  return formatLocator({
    character,
    type: (typeOfCharacter(character) | plusBits(plus ?? "")) >>> 0,
    display: "",
    selector,
    host,
    port: port || INTERNET_DEFAULT_GOPHER_PORT,
  });
}

/**
 * Returns `true` if a string is a valid host of a URL, which all parsers read
 * in the same way.
 */
export function isHost(host: string): boolean {
  return HOST_REGEXP.test(host);
}

/** Returns a host in the form of a URL: an IPv6 address is put in brackets. */
export function bracketed(host: string): string {
  return host.includes(":") ? `[${host.replace("%", "%25")}]` : host;
}

/** Escapes a string for a URL, byte by byte. */
export function escapedOctets(text: string): string {
  if (UNESCAPED_REGEXP.test(text)) return text;
  let escapes = "";
  for (const byte of octetsOf(text)) {
    escapes += UNESCAPED_BYTES.has(byte)
      ? String.fromCharCode(byte)
      : escapedByte(byte);
  }
  return escapes;
}

/** Returns the host in a part of a URL, or `null` if it is invalid. */
function hostOfAuthority(place: string): string | null {
  const isAddress = place.startsWith("[");
  const host = isAddress ? place.slice(1, -1).replace("%25", "%") : place;
  return isHost(host) && host.includes(":") === isAddress ? host : null;
}

type UrlItem = Pick<GopherUrl, "character" | "selector" | "search" | "plus">;

function parseItem(
  url: string,
  path: string,
  querySearch: boolean,
): UrlItem {
  if (BAD_ESCAPE_REGEXP.test(path)) {
    throw invalidUrl(url, "a percent sign in it must be written as %25");
  }
  const query = querySearch && /^(?:7|%37)/.test(path) && !path.includes("%09")
    ? path.indexOf("?")
    : -1;
  const fields = query < 0 ? unescapedOctets(url, path).split("\t") : [
    unescapedOctets(url, path.slice(0, query)),
    unescapedOctets(url, path.slice(query + 1)),
  ];
  if (fields.length > 3) throw invalidUrl(url, "it must have at most two %09");
  const [item = "", search = null, plus = null] = fields;
  if (item === "" && search !== null) {
    throw invalidUrl(url, "it needs a type before %09, as in /7%09words");
  }
  const character = firstCharacter(item);
  return {
    character: character || "1",
    selector: item.slice(character.length),
    search,
    plus,
  };
}

/** Returns a part of a URL with its escapes decoded. */
function unescapedOctets(url: string, text: string): string {
  if (!text.includes("%")) return text;
  const bytes = octetsOf(text);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const isEscape = bytes[at] === PERCENT;
    bytes[length++] = isEscape
      ? digit(bytes[at + 1]!) << 4 | digit(bytes[at + 2]!)
      : bytes[at]!;
    if (isEscape) at += 2;
  }
  const plain = textOf(bytes.subarray(0, length));
  if (!/[\0\r\n]/.test(plain)) return plain;
  throw invalidUrl(url, "remove the escaped line end or NUL from it");
}

/**
 * Returns the value of a hexadecimal digit: upper-case and lower-case letters
 * differ in one bit.
 */
function digit(byte: number): number {
  return byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57;
}
