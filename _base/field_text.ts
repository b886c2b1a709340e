// Copyright 2026 the wininet authors. MIT license.

/**
 * The characters that a header HTTP field may contain, and those that no text for
 * a server may.
 *
 * @module
 */

/** RFC 9110 section 5.6.2. */
const TOKEN_REGEXP = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** The characters of a header value: visible characters, Latin-1, spaces and tabs. */
const VALUE_REGEXP = /^[\t\x20-\x7e\x80-\xff]*$/;

// deno-lint-ignore no-control-regex
const CONTROL_REGEXP = /[\x00-\x1f\x7f]/;

/** Returns `true` if a text has a control character of ASCII. */
export function hasControl(text: string): boolean {
  return CONTROL_REGEXP.test(text);
}

/** Returns `true` if a text is a token, such as a method or a header name. */
export function isToken(text: string): boolean {
  return TOKEN_REGEXP.test(text);
}

/** Returns `true` if a text can be the value of a header. */
export function isHeaderValue(text: string): boolean {
  return VALUE_REGEXP.test(text);
}

// deno-lint-ignore no-control-regex
const CONTROL_BUT_TAB_REGEXP = /[\x00-\x08\x0a-\x1f\x7f]/;

/** Returns `true` if a text has a control character that no field may contain: any but a tab. */
export function hasControlButTab(text: string): boolean {
  return CONTROL_BUT_TAB_REGEXP.test(text);
}

/**
 * Removes spaces and tabs at both ends: `trim` would remove more, and a regular
 * expression would take quadratic time for spaces in the middle.
 */
export function withoutBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text, start)) start++;
  while (end > start && isBlank(text, end - 1)) end--;
  return text.slice(start, end);
}

function isBlank(text: string, at: number): boolean {
  return text[at] === " " || text[at] === "\t";
}
