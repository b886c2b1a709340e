// Copyright 2026 the wininet authors. MIT license.

/**
 * Locators, which identify Gopher items. A locator is a line of a menu,
 *
 *     T display TAB selector TAB host TAB port [TAB extra [TAB primary]] CR LF
 *
 * where `T` is the type character as the server wrote it. `extra` starts with
 * `+` for a Gopher+ item and with `?` for a form. A duplicate server (`+`) has
 * the type of an earlier item, which is not in the line itself: so its locator
 * has the character of that item in an additional last field, which no server
 * sends.
 *
 * The strings of a locator represent the bytes of the server, as described in
 * `octets.ts`.
 *
 * An empty host is the host of the connection. The port may also be empty or 0.
 *
 * @module
 */

import {
  ERROR_GOPHER_INVALID_LOCATOR,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import {
  GOPHER_TYPE_ASK,
  GOPHER_TYPE_GOPHER_PLUS,
  GOPHER_TYPE_REDUNDANT,
  INTERNET_DEFAULT_GOPHER_PORT,
  INTERNET_MAX_PORT_NUMBER_VALUE,
} from "../../flags.ts";
import { withoutBrackets } from "../../_base/host.ts";
import { quotedValue } from "../../_base/secrets.ts";
import { baseOfType, characterOfType, typeOfCharacter } from "./item_type.ts";
import { isOctets, octetsOf } from "./octets.ts";

/**
 * The maximum number of bytes of a menu line without its line end. RFC 1436
 * limits a selector to 255; those of scripts are longer.
 */
export const MAX_MENU_LINE = 65_536;

/**
 * The maximum number of characters of a locator: a line, and a host and port
 * that the line may lack.
 */
export const MAX_LOCATOR: number = MAX_MENU_LINE + 1024;

/** The characters that no field may contain. */
const NO_FIELD_REGEXP = /[\t\r\n\0]/;
const NO_HOST_REGEXP = /[\0-\x20\x7f]/;
const PORT_REGEXP = /^0*\d{1,5}$/;

/** The parts of a locator. */
export interface GopherLocator {
  /** The type character as the server wrote it; `+` for a duplicate. */
  readonly character: string;
  /** `GOPHER_TYPE_*` bits; a duplicate has GOPHER_TYPE_REDUNDANT and the type of the item that it duplicates. */
  readonly type: number;
  /** The display string, as the server wrote it. */
  readonly display: string;
  /** The string that requests the item. */
  readonly selector: string;
  /** A name or an address, without brackets; `""` is the host of the connection. */
  readonly host: string;
  /** The port, or 0 if there is none. */
  readonly port: number;
}

/**
 * Creates a locator: `GopherCreateLocator`. A missing display string or
 * selector is empty; an empty selector requests the root menu.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER if an argument is invalid, or
 * the line is too long.
 */
export function createLocator(
  host: string,
  port: number,
  display: string | null,
  selector: string | null,
  type: number,
): string {
  const name = typeof host === "string" ? withoutBrackets(host) : "";
  if (name === "" || NO_HOST_REGEXP.test(name) || !name.isWellFormed()) {
    throw badArgument("lpszHost", host, "the name or address of a host");
  }
  if (
    !Number.isInteger(port) || port < 0 || port > INTERNET_MAX_PORT_NUMBER_VALUE
  ) {
    throw badArgument(
      "nServerPort",
      port,
      `a port from 0 to ${INTERNET_MAX_PORT_NUMBER_VALUE}`,
    );
  }
  checkField("lpszDisplayString", display ?? "");
  checkField("lpszSelectorString", selector ?? "");
  const locator = formatLocator({
    character: characterOf(type),
    type,
    display: display ?? "",
    selector: selector ?? "",
    host: name,
    port: port || INTERNET_DEFAULT_GOPHER_PORT,
  });
  if (octetsOf(locator).length <= MAX_MENU_LINE) return locator;
  throw badArgument(
    "lpszSelectorString",
    selector,
    `so short that the locator has at most ${MAX_MENU_LINE} bytes`,
  );
}

/** Formats a locator without checking its parts. */
export function formatLocator(locator: GopherLocator): string {
  const { character, type, display, selector, host, port } = locator;
  const extra = extraOf(type);
  const primary = (type & GOPHER_TYPE_REDUNDANT) !== 0 && baseOfType(type) !== 0
    ? `\t${characterOfType(baseOfType(type))}`
    : "";
  const extras = extra === "" && primary === "" ? "" : `\t${extra}${primary}`;
  return `${character}${display}\t${selector}\t${host}\t${port}${extras}\r\n`;
}

/**
 * Parses a locator.
 *
 * @throws {InternetError} ERROR_GOPHER_INVALID_LOCATOR if it, its host or its port is invalid.
 */
export function parseLocator(locator: unknown): GopherLocator {
  if (typeof locator !== "string") {
    throw invalidLocator(locator, "it must be a string");
  }
  if (locator.length > MAX_LOCATOR) {
    throw invalidLocator(
      locator,
      `it must have at most ${MAX_LOCATOR} characters`,
    );
  }
  const line = locator.replace(/\r?\n$/, "");
  if (/[\r\n\0]/.test(line)) {
    throw invalidLocator(locator, "it must be one line without NULs");
  }
  if (!isOctets(line)) {
    throw invalidLocator(locator, "remove the lone surrogate from it");
  }
  const [first = "", selector, host, port, extra = "", primary = ""] = line
    .split("\t");
  if (
    first === "" || selector === undefined || host === undefined ||
    port === undefined
  ) {
    throw invalidLocator(
      locator,
      "it must have the type and display text, the selector, the host and the port, with TABs between them",
    );
  }
  const character = firstCharacter(first);
  return {
    character,
    type: typeOf(character, extra, primary),
    display: first.slice(character.length),
    selector,
    host: checkedHostField(locator, host),
    port: checkedPortField(locator, port),
  };
}

/** Returns the first character of a string, which may be a surrogate pair. */
export function firstCharacter(text: string): string {
  const code = text.codePointAt(0);
  return code === undefined ? "" : String.fromCodePoint(code);
}

/** Returns the Gopher+ bits for the field after the port. */
export function plusBits(extra: string): number {
  if (extra.startsWith("+")) return GOPHER_TYPE_GOPHER_PLUS;
  if (!extra.startsWith("?")) return 0;
  return (GOPHER_TYPE_ASK | GOPHER_TYPE_GOPHER_PLUS) >>> 0;
}

/** Returns the field after the port for the Gopher+ bits, or `""` if none is set. */
export function extraOf(type: number): string {
  if ((type & GOPHER_TYPE_ASK) !== 0) return "?";
  return (type & GOPHER_TYPE_GOPHER_PLUS) !== 0 ? "+" : "";
}

function typeOf(character: string, extra: string, primary: string): number {
  const type = typeOfCharacter(character);
  const base = type === GOPHER_TYPE_REDUNDANT && primary !== ""
    ? typeOfCharacter(primary)
    : 0;
  return (type | base | plusBits(extra)) >>> 0;
}

function checkedHostField(locator: string, text: string): string {
  const host = withoutBrackets(text.trim());
  if (!NO_HOST_REGEXP.test(host) && host.isWellFormed()) return host;
  throw invalidLocator(
    locator,
    `its host ${quotedValue(host)} must be a name or an address`,
  );
}

function checkedPortField(locator: string, text: string): number {
  const digits = text.trim();
  if (digits === "") return 0;
  const port = PORT_REGEXP.test(digits) ? Number(digits) : Infinity;
  if (port <= INTERNET_MAX_PORT_NUMBER_VALUE) return port;
  throw invalidLocator(
    locator,
    `its port ${
      quotedValue(digits)
    } must be a number up to ${INTERNET_MAX_PORT_NUMBER_VALUE}`,
  );
}

function characterOf(type: number): string {
  const character = typeof type === "number" ? characterOfType(type) : "";
  if (character === "") throw badArgument("dwGopherType", type, "a number");
  return (type & GOPHER_TYPE_REDUNDANT) === 0 ? character : "+";
}

function checkField(name: string, text: string): void {
  if (typeof text !== "string") throw badArgument(name, text, "a string");
  if (NO_FIELD_REGEXP.test(text)) {
    throw badArgument(name, text, "a string without TABs, line ends and NULs");
  }
  if (!isOctets(text)) {
    throw badArgument(name, text, "a string without lone surrogates");
  }
}

function badArgument(
  name: string,
  value: unknown,
  need: string,
): InternetError {
  return new InternetError(
    ERROR_INVALID_PARAMETER,
    `Cannot create the locator: ${name} must be ${need}, not ${
      quotedValue(value)
    }`,
  );
}

function invalidLocator(locator: unknown, why: string): InternetError {
  return new InternetError(
    ERROR_GOPHER_INVALID_LOCATOR,
    `Cannot use the locator ${quotedValue(locator)}: ${why}`,
  );
}
