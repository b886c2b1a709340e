// Copyright 2026 the wininet authors. MIT license.

/**
 * The header field lines of a message (RFC 9112 section 5), both of heads and
 * of trailers. Everything that RFC 9112 requires to be refused is refused,
 * because an attacker can exploit two programs that interpret a message
 * differently. Obsolete syntax is accepted: a folded line becomes one line, and
 * a bare LF ends a line.
 *
 * @module
 */

import { hasControlButTab, withoutBlanks } from "../../_base/field_text.ts";
import type { Header } from "./header_list.ts";

/** The error of an invalid HTTP message; its message contains the reason. */
export class WireError extends Error {
  override readonly name = "WireError";
}

/** A name, whitespace (an error), the colon, and the value with its whitespace. */
const FIELD_REGEXP = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+)([ \t]*):(.*)$/s;

/**
 * Parses field lines.
 *
 * @param lines The lines without their line ends.
 * @throws {WireError} If a line is not a field.
 */
export function parseFields(lines: readonly string[]): Header[] {
  const fields: Header[] = [];
  for (let at = 0; at < lines.length;) {
    const [name, first] = parseField(lines[at++]!);
    const parts = [first];
    // Joined at the end: appending one line after the other would take
    // quadratic time.
    for (let line; isFolded(line = lines[at] ?? ""); at++) {
      parts.push(checkedValue(name, withoutBlanks(line)));
    }
    fields.push([name, joinedParts(parts)]);
  }
  return fields;
}

/** Returns true if a line continues the field before it (obs-fold, RFC 9112 section 5.2). */
function isFolded(line: string): boolean {
  return line.startsWith(" ") || line.startsWith("\t");
}

function joinedParts(parts: readonly string[]): string {
  return parts.length === 1
    ? parts[0]!
    : parts.filter((part) => part !== "").join(" ");
}

function parseField(line: string): Header {
  if (isFolded(line)) {
    throw new WireError("the first header line begins with a blank");
  }
  const [, name, blanks, value] = FIELD_REGEXP.exec(line) ?? [];
  if (name === undefined) {
    throw new WireError(`"${excerpt(line)}" is not a header line`);
  }
  if (blanks !== "") {
    throw new WireError(
      `a blank stands between the name "${name}" and its colon`,
    );
  }
  return [name, checkedValue(name, withoutBlanks(value!))];
}

function checkedValue(name: string, value: string): string {
  if (!hasControlButTab(value)) return value;
  throw new WireError(`the header "${name}" contains a control character`);
}

/** Returns the start of a line for an error message. */
function excerpt(line: string): string {
  // deno-lint-ignore no-control-regex
  return line.slice(0, 40).replace(/[\x00-\x1f\x7f-\xff]/g, "?");
}

/** Returns the values of a name, in order. */
export function fieldValues(fields: readonly Header[], name: string): string[] {
  const wanted = name.toLowerCase();
  const values: string[] = [];
  for (const [name, value] of fields) {
    if (name.length === wanted.length && name.toLowerCase() === wanted) {
      values.push(value);
    }
  }
  return values;
}

/** Returns true if a header with a name, given in lower case, exists. */
export function hasHeader(headers: readonly Header[], name: string): boolean {
  return headers.some((header) => header[0].toLowerCase() === name);
}

/**
 * Returns the values of all headers with a name, given in lower case, as one
 * list, or `null` if there are none.
 */
export function headerValue(
  headers: readonly Header[],
  name: string,
): string | null {
  const values = headers.filter((header) => header[0].toLowerCase() === name)
    .map(([, value]) => value);
  return values.length === 0 ? null : values.join(", ");
}

/** Replaces all headers with a name by one header. */
export function withHeader(
  headers: readonly Header[],
  name: string,
  value: string,
): readonly Header[] {
  const key = name.toLowerCase();
  return [
    ...headers.filter((header) => header[0].toLowerCase() !== key),
    [name, value],
  ];
}
