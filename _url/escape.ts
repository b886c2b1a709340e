// Copyright 2026 the wininet authors. MIT license.

/**
 * Escapes of a whole URL: converts characters to `%XX` and back.
 *
 * The part of the URL decides which characters are escaped. After the first `?`
 * or `#` none are, unless only spaces are escaped. If the scheme is not
 * followed by a slash, slashes are escaped, because the URL has no path then.
 *
 * As on Windows, an escape stands for one character below 256, not for a byte
 * of UTF-8, and characters from 256 are never escaped.
 *
 * @module
 */

import { escapedByte } from "../_base/escape.ts";
import type { UrlForm } from "./form.ts";
import { splitScheme } from "./scheme.ts";

/** Characters that are escaped in every part, in addition to the control characters. */
const UNSAFE: ReadonlySet<string> = new Set(' <>"{}|\\^[]`&');

/** Decodes every escape. The text after an escaped NUL is lost, as in C. */
export function unescapeUrl(url: string): string {
  const plain = url.replace(
    /%([0-9a-f]{2})/gi,
    (_, digits: string) => String.fromCharCode(parseInt(digits, 16)),
  );
  const end = plain.indexOf("\0");
  return end < 0 ? plain : plain.slice(0, end);
}

/** Escapes the characters that a form asks for. */
export function escapeUrl(url: string, encode: UrlForm["encode"]): string {
  if (encode === "nothing") return url;
  const { scheme, rest } = splitScheme(url);
  const head = url.slice(0, url.length - rest.length);
  const text = scheme === "file" ? withPlainSlashes(rest) : rest;
  const end = encode === "spaces" ? text.length : endOfEscaping(scheme, text);
  let body = text.slice(0, end);
  // If only spaces are escaped, that applies to the whole URL, and backslashes
  // become slashes.
  if (turnsBackslashes(scheme)) body = body.replaceAll("\\", "/");
  if (encode === "spaces") return head + body.replaceAll(" ", "%20");
  const more = alsoEscaped(scheme, text) + (encode === "percent" ? "%" : "");
  return head + escapeCharacters(body, more) + text.slice(end);
}

/**
 * Corrects the slashes after the scheme of a file URL: one or three become
 * three, any other number becomes two.
 */
function withPlainSlashes(rest: string): string {
  const slashes = /^[/\\]*/.exec(rest)![0].length;
  const path = rest.slice(slashes);
  if (slashes === 0) return path;
  if (slashes === 2 && /^localhost/i.test(path)) {
    return `///${path.replace(/^localhost[/\\]/i, "")}`;
  }
  return (slashes === 1 || slashes === 3 ? "///" : "//") + path;
}

function turnsBackslashes(scheme: string): boolean {
  return scheme === "file" || scheme === "http" || scheme === "https";
}

function endOfEscaping(scheme: string, text: string): number {
  if (scheme === "mailto") return text.length;
  const end = text.search(scheme === "file" ? /\?/ : /[?#]/);
  return end < 0 ? text.length : end;
}

/** Returns the characters that are unsafe in this URL only. */
function alsoEscaped(scheme: string, text: string): string {
  if (scheme === "") return "";
  if (scheme === "file") return "#";
  if (scheme === "mailto") return "/?#";
  const first = text.charAt(0);
  const hasPath = first === "/" ||
    (first === "\\" && turnsBackslashes(scheme));
  return hasPath ? "" : "/";
}

function escapeCharacters(text: string, more: string): string {
  let escaped = "";
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    escaped += isUnsafe(character) || more.includes(character)
      ? escapedByte(character.charCodeAt(0))
      : character;
  }
  return escaped;
}

function isUnsafe(character: string): boolean {
  const code = character.charCodeAt(0);
  return code < 0x20 || (code >= 0x7f && code <= 0xff) || UNSAFE.has(character);
}
