// Copyright 2026 the wininet authors. MIT license.

/**
 * The characters that an HTTP header field may contain, and those that no text
 * sent to a server may contain.
 *
 * @module
 */

/** RFC 9110 section 5.6.2. */
const TOKEN_REGEXP = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** A valid header value: visible characters, Latin-1, spaces and tabs. */
const VALUE_REGEXP = /^[\t\x20-\x7e\x80-\xff]*$/;

// deno-lint-ignore no-control-regex
const CONTROL_REGEXP = /[\x00-\x1f\x7f]/;

/** Returns `true` if a text contains an ASCII control character. */
export function hasControl(text: string): boolean {
  return CONTROL_REGEXP.test(text);
}

/** Returns `true` if a text is a token, such as a method or a header name. */
export function isToken(text: string): boolean {
  return TOKEN_REGEXP.test(text);
}

/** Returns `true` if a text is a valid header value. */
export function isHeaderValue(text: string): boolean {
  return VALUE_REGEXP.test(text);
}

// deno-lint-ignore no-control-regex
const CONTROL_BUT_TAB_REGEXP = /[\x00-\x08\x0a-\x1f\x7f]/;

/** Returns `true` if a text contains a control character other than a tab. */
export function hasControlButTab(text: string): boolean {
  return CONTROL_BUT_TAB_REGEXP.test(text);
}

/**
 * Removes spaces and tabs at both ends. `trim` would remove more, and a regular
 * expression would need quadratic time for spaces in the middle.
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
