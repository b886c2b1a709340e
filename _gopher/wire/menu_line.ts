// Copyright 2026 the wininet authors. MIT license.

/**
 * One line of a menu, which may be irregular: it is parsed and rewritten as a
 * locator.
 *
 * A line without a TAB is text, unless its type is `i` or `3`, which are text
 * anyway. A line that starts with a TAB has no type, so it is text as well. All
 * other lines are items; missing fields are empty, and fields after the fifth
 * are dropped.
 *
 * A NUL in a display string is dropped. In a selector or a host it is kept,
 * because without it the selector would be a different one: opening the locator
 * fails.
 *
 * @module
 */

import { GOPHER_TYPE_INLINE } from "../../flags.ts";
import type { GOPHER_FIND_DATA } from "../../structures.ts";
import { typeOfCharacter } from "./item_type.ts";
import { extraOf, firstCharacter, plusBits } from "./locator.ts";
import { displayOf, octetsOf, withoutControls } from "./octets.ts";

/** The server of a menu, which is also the server of items without a host. */
export interface MenuServer {
  /** A name or an address, without brackets. */
  readonly host: string;
  /** The port. */
  readonly port: number;
}

/** Decodes the bytes of a display string. */
export type DisplayDecoder = (octets: Uint8Array) => string;

/** The parts of a menu line. */
export interface MenuLine {
  /** The type character. */
  readonly character: string;
  /** `GOPHER_TYPE_*` bits. */
  readonly type: number;
  /** The display string as the server wrote it. */
  readonly display: string;
  /** The locator after the display string, without the line end. */
  readonly rest: string;
  /** `true` if the line has a selector. */
  readonly leads: boolean;
  /** `true` if it is not a menu line. */
  readonly isLoose: boolean;
}

/** Parses any line; `primary` is the type character of the item before it. */
export function readLine(
  line: string,
  server: MenuServer | undefined,
  primary: string,
): MenuLine {
  const [first = "", selector, ...others] = line.split("\t", 5);
  const isText = selector === undefined && !/^[i3]/.test(first);
  const rest = fieldsAfterDisplay(selector ?? "", others, server);
  if (isText || first === "") {
    const display = line.replaceAll("\t", " ").replaceAll("\0", "");
    const type = GOPHER_TYPE_INLINE;
    const text = fieldsAfterDisplay("", [], server);
    const base = { character: "i", type, display, rest: text, leads: false };
    return { ...base, isLoose: isText };
  }
  const character = firstCharacter(first);
  const marks = plusBits(others[2] ?? "");
  const isMirror = character === "+" && primary !== "";
  const type = typeOfCharacter(character) | marks |
    (isMirror ? typeOfCharacter(primary) : 0);
  const extras = [extraOf(marks), ...isMirror ? [primary] : []].join("\t");
  return {
    character,
    type: type >>> 0,
    display: first.slice(character.length).replaceAll("\0", ""),
    rest: extras === "" ? rest : `${rest}\t${extras}`,
    leads: selector !== undefined,
    isLoose: false,
  };
}

/**
 * Returns the selector, host and port of a locator; a missing host is replaced
 * by that of the server.
 */
function fieldsAfterDisplay(
  selector: string,
  [host = "", port = ""]: readonly string[],
  server: MenuServer | undefined,
): string {
  const name = host.trim();
  const number = port.trim();
  if (name !== "" || server === undefined) {
    return `\t${selector}\t${name}\t${number}`;
  }
  const known = /^0*$/.test(number) ? server.port : number;
  return `\t${selector}\t${server.host}\t${known}`;
}

/** Returns the item of a line. */
export function findData(
  { character, type, display, rest }: MenuLine,
  decode: DisplayDecoder | undefined,
): GOPHER_FIND_DATA {
  return {
    DisplayString: displayText(display, decode),
    GopherType: type,
    SizeLow: 0,
    SizeHigh: 0,
    LastModificationTime: null,
    Locator: `${character}${display}${rest}\r\n`,
  };
}

/** Returns a display string in readable form. */
export function displayText(
  text: string,
  decode: DisplayDecoder | undefined,
): string {
  if (decode === undefined) return displayOf(text);
  return withoutControls(decode(octetsOf(text)));
}
