// Copyright 2026 the wininet authors. MIT license.

/**
 * The directives of Cache-Control and Pragma (RFC 9111 section 5.2). Names are
 * case-insensitive, and values may be quoted.
 *
 * @module
 */

import { withoutBlanks } from "../_base/field_text.ts";

/** Directives by name in lower case. A directive without a value has the value `""`. */
export type Directives = ReadonlyMap<string, string>;

const NONE: Directives = new Map();

/** Parses directives. If a name occurs twice, the first one counts. */
export function directivesOf(text: string | null): Directives {
  if (text === null) return NONE;
  const directives = new Map<string, string>();
  for (const [name, value] of pairsOf(text)) {
    if (!directives.has(name)) directives.set(name, value);
  }
  return directives;
}

/**
 * Returns the values of all directives with a name, so that a prohibition
 * cannot be hidden by another directive of the same name.
 */
export function valuesOf(text: string, name: string): string[] {
  return pairsOf(text).filter(([other]) => other === name)
    .map(([, value]) => value);
}

function pairsOf(text: string): [name: string, value: string][] {
  return elementsOf(text).map((element): [string, string] => {
    const end = element.indexOf("=");
    return end < 0
      ? [nameOf(element), ""]
      : [nameOf(element.slice(0, end)), valueOf(element.slice(end + 1))];
  }).filter(([name]) => name !== "");
}

/** Returns the name of a directive or field in the form used for comparison. */
export function nameOf(text: string): string {
  return withoutBlanks(text).toLowerCase();
}

function valueOf(text: string): string {
  const value = withoutBlanks(text);
  const isQuoted = value.length > 1 && value.startsWith('"') &&
    value.endsWith('"');
  return isQuoted ? value.slice(1, -1).replaceAll(/\\(.)/g, "$1") : value;
}

/**
 * Splits a list at commas outside quoted strings. An unterminated quote does
 * not start a string, so it cannot hide a `no-store`.
 */
export function elementsOf(list: string): string[] {
  const elements: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < list.length; at++) {
    const character = list[at];
    if (isQuoted && character === "\\") at++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (character === "," && !isQuoted) {
      elements.push(list.slice(start, at));
      start = at + 1;
    }
  }
  const rest = list.slice(start);
  elements.push(...(isQuoted ? rest.split(",") : [rest]));
  return elements;
}
