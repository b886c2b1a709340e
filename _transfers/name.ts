// Copyright 2026 the wininet authors. MIT license.

/**
 * The name of a downloaded file: the name that the server proposes in
 * Content-Disposition (RFC 6266), or the last segment of the URL. No I/O.
 *
 * @module
 */

import { latin1Bytes } from "../_base/bytes.ts";
import { safeNameOfPath } from "../_base/safe_name.ts";

/** The name for a URL that ends with a slash: in all protocols it is usually a page. */
const PAGE_NAME = "index.html";

/** A parameter of the header: a name, and a token or a quoted string. */
const PARAMETER_REGEXP =
  /;\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/gs;

/** An extended value (RFC 8187): charset, language, and escaped bytes. */
const EXTENDED_REGEXP =
  /^(utf-8|iso-8859-1)'[\w-]*'((?:[^%\s]|%[\da-f]{2})*)$/i;

/** Returns the safe file name that a Content-Disposition header proposes, or `""` for none. */
export function nameOfDisposition(field: string): string {
  let plain = "";
  let extended = "";
  for (const [, name, quoted, token = ""] of field.matchAll(PARAMETER_REGEXP)) {
    const value = quoted?.replace(/\\(.)/gs, "$1") ?? token;
    switch (name!.toLowerCase()) {
      case "filename":
        plain ||= asUtf8(value);
        break;
      case "filename*":
        extended ||= decodeExtended(value);
    }
  }
  // The extended form can have characters that the plain form cannot.
  return finalName(safeNameOfPath(extended) || safeNameOfPath(plain));
}

/** Decodes a string that arrived as Latin-1 but is usually UTF-8. */
function asUtf8(text: string): string {
  if (!/^[\x80-\xff\0-\x7f]*$/.test(text)) return text;
  return decode(latin1Bytes(text), "utf-8") ?? text;
}

function decodeExtended(value: string): string {
  const [, charset, escaped = ""] = EXTENDED_REGEXP.exec(value) ?? [];
  if (charset === undefined) return "";
  return decode(unescapedBytes(escaped), charset) ?? "";
}

function decode(bytes: Uint8Array, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function unescapedBytes(text: string): Uint8Array {
  const bytes = text.match(/%[\da-f]{2}|[^]/gi) ?? [];
  return Uint8Array.from(
    bytes,
    (byte) =>
      byte.length === 3 ? parseInt(byte.slice(1), 16) : byte.charCodeAt(0),
  );
}

/** Returns the safe file name of a URL. */
export function nameOfUrl(url: string): string {
  const path = url.replace(/^[a-z][\w+.-]*:(?:\/\/[^/?#]*)?/i, "");
  // In FTP and Gopher URLs a question mark is part of the path.
  const end = /^(?:https?|file):/i.test(url) ? /[?#].*$/s : /#.*$/s;
  const plain = path.replace(end, "").replace(/;type=[aid]$/i, "");
  // A Gopher path starts with the item type.
  const named = /^gophers?:/i.test(url) ? plain.replace(/^\/./s, "/") : plain;
  const last = named.slice(named.lastIndexOf("/") + 1);
  return finalName(safeNameOfPath(unescaped(last)) || PAGE_NAME);
}

/**
 * Returns a name that is not the name of a part or of a note: otherwise a
 * server could write into the part of another file.
 */
function finalName(name: string): string {
  return /\.part(?:\.note)?$/i.test(name) ? `${name}_` : name;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // Its escapes are not valid UTF-8.
  }
}
