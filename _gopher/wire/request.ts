// Copyright 2026 the wininet authors. MIT license.

/**
 * The request of a Gopher client: one line, followed by the answers to a form.
 *
 * RFC 1436 defines `selector` and `selector TAB words`. Gopher+ adds a field:
 * `+` with a view for the data, `!` for the attributes of an item, `$` for
 * those of all items of a menu; and after that a `1` if a data block follows
 * the line.
 *
 * A line end within a field would start a second request, or a command of
 * another protocol if the port is not a Gopher port. So line ends are rejected,
 * and so are NULs, which end a string in servers written in C, and TABs in the
 * search words, which would start a Gopher+ field. A selector may contain a
 * TAB: in RFC 4266 the search words follow the selector of a URL after `%09`.
 *
 * @module
 */

import { ERROR_INVALID_PARAMETER, InternetError } from "../../error.ts";
import { quotedValue } from "../../_base/secrets.ts";
import { octetsOf } from "./octets.ts";

/**
 * The maximum number of bytes of a request line. RFC 1436 limits a selector to
 * 255; real ones with a query are longer.
 */
export const MAX_REQUEST = 65_536;

/** The parts of a request. */
export interface GopherRequest {
  /** The selector of the item; `""` is the root menu. */
  readonly selector: string;
  /** The search words; they may be empty. */
  readonly search?: string;
  /** The Gopher+ field: `+`, `+text/plain En_US`, `!`, `$`. */
  readonly plus?: string;
  /**
   * The data block after the line, created by `encodeAnswers`. It implies `+`
   * if {@linkcode plus} is missing.
   */
  readonly answers?: Uint8Array;
}

/**
 * Returns the bytes of a request.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER if a field contains a
 * character that is not allowed, or the line is too long.
 */
export function encodeRequest(request: GopherRequest): Uint8Array {
  const { selector, search, answers } = request;
  const plus = request.plus ?? (answers === undefined ? undefined : "+");
  const fields = [checked("selector", selector, /[\r\n\0]/)];
  if (search !== undefined) fields.push(checked("search", search));
  if (plus !== undefined) fields.push(checked("Gopher+ field", plus));
  if (answers !== undefined) fields.push("1");
  const line = encodeLine(fields.join("\t"));
  if (answers === undefined) return line;
  const bytes = new Uint8Array(line.length + answers.length);
  bytes.set(line);
  bytes.set(answers, line.length);
  return bytes;
}

/**
 * Returns the bytes of a query to a CSO phone book, followed by `quit`, because
 * the server would otherwise wait for more queries.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER if the query contains a
 * character that is not allowed, or is too long.
 */
export function encodeCsoQuery(query: string): Uint8Array {
  return encodeLine(`query ${checked("query", query)}\r\nquit`);
}

function checked(name: string, text: string, refused = /[\t\r\n\0]/): string {
  if (!refused.test(text)) return text;
  throw new InternetError(
    ERROR_INVALID_PARAMETER,
    `Cannot send the ${name} ${
      quotedValue(text)
    }: remove the TAB, line end or NUL, which would end it`,
  );
}

function encodeLine(text: string): Uint8Array {
  const line = octetsOf(`${text}\r\n`);
  if (line.length <= MAX_REQUEST) return line;
  throw new InternetError(
    ERROR_INVALID_PARAMETER,
    `Cannot send a request of ${line.length} bytes: it must have at most ${MAX_REQUEST}`,
  );
}
