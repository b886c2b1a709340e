// Copyright 2026 the wininet authors. MIT license.

/**
 * The header list of a request, and the rules by which HttpAddRequestHeaders
 * changes it.
 *
 * @module
 */

import {
  ERROR_HTTP_HEADER_ALREADY_EXISTS,
  ERROR_HTTP_HEADER_NOT_FOUND,
  ERROR_HTTP_INVALID_HEADER,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import {
  HTTP_ADDREQ_FLAG_ADD,
  HTTP_ADDREQ_FLAG_ADD_IF_NEW,
  HTTP_ADDREQ_FLAG_ALLOW_EMPTY_VALUES,
  HTTP_ADDREQ_FLAG_COALESCE,
  HTTP_ADDREQ_FLAG_COALESCE_WITH_SEMICOLON,
  HTTP_ADDREQ_FLAG_REPLACE,
} from "../../flags.ts";
import {
  isHeaderValue,
  isToken,
  withoutBlanks,
} from "../../_base/field_text.ts";
import { badParameter } from "../../_base/failure.ts";
import { quotedValue } from "../../_base/secrets.ts";

/** A header line: name and value. */
export type Header = [name: string, value: string];

/** The maximum number of characters of a list of headers: no server accepts more. */
export const MAX_HEADERS_LENGTH = 262144;

/** Parses header lines: CRLF, CR and LF end a line, empty lines are skipped. */
export function parseHeaderLines(text: string): Header[] {
  if (text.length > MAX_HEADERS_LENGTH) {
    throw invalidHeader(
      `they have ${text.length} characters, and at most ${MAX_HEADERS_LENGTH} are allowed`,
    );
  }
  return text.split(/\r\n|\r|\n/).flatMap((line, index) =>
    line === "" ? [] : [parseHeaderLine(line, index)]
  );
}

function parseHeaderLine(line: string, index: number): Header {
  const colon = line.indexOf(":");
  if (colon < 0) {
    throw invalidHeader(
      `${lineName(line, index)} has no colon; write ${AS_LINE}`,
    );
  }
  const name = line.slice(0, colon);
  const value = withoutBlanks(line.slice(colon + 1));
  if (!isToken(name)) {
    throw invalidHeader(
      `the name ${
        quotedValue(name)
      } must have only letters, digits and characters such as "-"; write ${AS_LINE}`,
    );
  }
  if (!isHeaderValue(value)) {
    throw invalidHeader(
      `the value of "${name}" must have only characters of ISO 8859-1 and no control characters`,
    );
  }
  return [name, value];
}

/** Returns the error of headers that are not a string. */
export function wrongHeaders(action: string, value: unknown): InternetError {
  return badParameter(
    `Cannot ${action}: lpszHeaders must be a string such as "Accept: text/plain\\r\\n", not ${
      quotedValue(value)
    }`,
  );
}

function invalidHeader(why: string): InternetError {
  return new InternetError(
    ERROR_HTTP_INVALID_HEADER,
    `Cannot use the headers: ${why}`,
  );
}

/** The form of a header, for error messages. */
const AS_LINE = '"Name: value"';

/**
 * Returns the name of a line that has no colon: its first word, or its number
 * if that word may be a part of a secret that a line end has split.
 */
function lineName(line: string, index: number): string {
  const [, name] = /^([A-Za-z-]+)[ \t]/.exec(line) ?? [];
  return name === undefined
    ? `line ${index + 1}`
    : `the line ${quotedValue(`${name} …`)}`;
}

/** The headers of a request, in order. */
export class HeaderList {
  #headers: Header[] = [];

  get all(): readonly Header[] {
    return this.#headers;
  }

  /** Returns the values of a name, in order. */
  values(name: string): string[] {
    const wanted = name.toLowerCase();
    return this.#headers.filter((header) => header[0].toLowerCase() === wanted)
      .map(([, value]) => value);
  }

  /** Returns true if a header with a name exists. */
  has(name: string): boolean {
    return this.#find(name) >= 0;
  }

  /** Appends a header. */
  append(name: string, value: string): void {
    this.#headers.push([name, value]);
  }

  /** Replaces all headers by others. */
  replaceAll(headers: readonly Header[]): void {
    this.#headers = headers.map(([name, value]) => [name, value]);
  }

  /**
   * Changes the list as HttpAddRequestHeaders does: all lines are applied, or
   * none if one fails.
   */
  change(lines: readonly Header[], modifiers: number): void {
    if (lines.length === 0) return;
    const before = this.#headers;
    this.#headers = before.map(([name, value]) => [name, value]);
    try {
      for (const [name, value] of lines) {
        this.#changeOne(name, value, modifiers);
      }
    } catch (error) {
      this.#headers = before;
      throw error;
    }
  }

  #changeOne(name: string, value: string, modifiers: number): void {
    if (modifiers & HTTP_ADDREQ_FLAG_REPLACE) {
      return this.#replace(name, value, modifiers);
    }
    if (value === "" && !(modifiers & HTTP_ADDREQ_FLAG_ALLOW_EMPTY_VALUES)) {
      throw emptyValue(name);
    }
    if (modifiers & HTTP_ADDREQ_FLAG_ADD_IF_NEW && this.has(name)) {
      throw new InternetError(
        ERROR_HTTP_HEADER_ALREADY_EXISTS,
        `Cannot add the header "${name}": the request already has it; use HTTP_ADDREQ_FLAG_REPLACE to replace it`,
      );
    }
    const separator = modifiers & HTTP_ADDREQ_FLAG_COALESCE_WITH_SEMICOLON
      ? "; "
      : modifiers & HTTP_ADDREQ_FLAG_COALESCE
      ? ", "
      : null;
    const present = separator === null
      ? undefined
      : this.#headers[this.#find(name)];
    if (present) present[1] += separator + value;
    else this.append(name, value);
  }

  #replace(name: string, value: string, modifiers: number): void {
    const at = this.#find(name);
    if (at >= 0) this.#headers.splice(at, 1);
    else if (!(modifiers & HTTP_ADDREQ_FLAG_ADD)) throw missingHeader(name);
    if (value !== "" || modifiers & HTTP_ADDREQ_FLAG_ALLOW_EMPTY_VALUES) {
      this.append(name, value);
    }
  }

  #find(name: string): number {
    const wanted = name.toLowerCase();
    return this.#headers.findIndex((header) =>
      header[0].toLowerCase() === wanted
    );
  }
}

function emptyValue(name: string): InternetError {
  // Windows has this one exception: an empty agent is reported as not found.
  return name.toLowerCase() === "user-agent"
    ? missingHeader(name)
    : new InternetError(
      ERROR_INVALID_PARAMETER,
      `Cannot add the header "${name}": its value is empty, which needs HTTP_ADDREQ_FLAG_ALLOW_EMPTY_VALUES`,
    );
}

function missingHeader(name: string): InternetError {
  return new InternetError(
    ERROR_HTTP_HEADER_NOT_FOUND,
    `Cannot change the header "${name}": the request does not have it; add it with HTTP_ADDREQ_FLAG_ADD`,
  );
}
