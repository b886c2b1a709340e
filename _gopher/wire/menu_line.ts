// Copyright 2026 the wininet authors. MIT license.

/**
 * One line of a menu, which may be anything: it is taken apart and written anew as
 * a locator.
 *
 * A line without a TAB is text, whatever it begins with, but for the two types that
 * are text themselves: `i` and `3`. A line that begins with a TAB has no type, so it
 * is text too. All other lines are items; fields that are missing are empty, those
 * behind the fifth are dropped.
 *
 * A NUL in a display text is dropped. In a selector or a host it stays: it would be
 * another selector without it, so the locator is refused when it is opened.
 *
 * @module
 */

import { GOPHER_TYPE_INLINE } from "../../flags.ts";
import type { GOPHER_FIND_DATA } from "../../structures.ts";
import { typeOfCharacter } from "./item_type.ts";
import { extraOf, firstCharacter, plusBits } from "./locator.ts";
import { displayOf, octetsOf, withoutControls } from "./octets.ts";

/** Where a menu came from: the host of items that name none. */
export interface MenuServer {
  /** A name or an address, without brackets. */
  readonly host: string;
  /** The port. */
  readonly port: number;
}

/** Makes a text of the bytes of a display text. */
export type DisplayDecoder = (octets: Uint8Array) => string;

/** A line of a menu, taken apart. */
export interface MenuLine {
  /** The character of the type. */
  readonly character: string;
  /** `GOPHER_TYPE_*` bits. */
  readonly type: number;
  /** The display text as the server wrote it. */
  readonly display: string;
  /** What stands behind the display text in the locator, without its end. */
  readonly rest: string;
  /** Whether the line has a selector. */
  readonly leads: boolean;
  /** Whether it is no line of a menu. */
  readonly isLoose: boolean;
}

/** Takes a line apart that may be anything; `primary` is the character of the item before it. */
export function readLine(
  line: string,
  server: MenuServer | undefined,
  primary: string,
): MenuLine {
  const [first = "", selector, ...others] = line.split("\t", 5);
  const isText = selector === undefined && !/^[i3]/.test(first);
  const rest = fieldsBehind(selector ?? "", others, server);
  if (isText || first === "") {
    const display = line.replaceAll("\t", " ").replaceAll("\0", "");
    const type = GOPHER_TYPE_INLINE;
    const text = fieldsBehind("", [], server);
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

/** The selector, host and port of a locator. Where no host is, it is that of the server. */
function fieldsBehind(
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

/** The item of a line. */
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

/** What a user sees of a display text. */
export function displayText(
  text: string,
  decode: DisplayDecoder | undefined,
): string {
  if (decode === undefined) return displayOf(text);
  return withoutControls(decode(octetsOf(text)));
}
