// Copyright 2026 the wininet authors. MIT license.

/**
 * What a Gopher client says: one line, and behind it the answers to a form.
 *
 * RFC 1436 knows `selector` and `selector TAB words`. Gopher+ puts its own field
 * behind them: `+` with a view for the data, `!` for the attributes of an item, `$`
 * for those of all items of a menu; and behind that a `1` where a data block
 * follows the line.
 *
 * A line end within a field would begin a second request, or a command of another
 * protocol where the port is not one of Gopher. So it is refused, and so are a NUL,
 * which ends a text in servers written in C, and a TAB in what a user types, which
 * would make a Gopher+ field of it. A selector may hold a TAB: RFC 4266 lets the
 * selector of a URL go on with `%09` and the words.
 *
 * @module
 */

import { ERROR_INVALID_PARAMETER, InternetError } from "../../error.ts";
import { quoted } from "../../_base/secrets.ts";
import { octetsOf } from "./octets.ts";

/** Bytes of a request line. RFC 1436 has 255 for a selector; real ones, with a query in them, are longer. */
export const MAX_REQUEST = 65_536;

/** What is asked for. */
export interface GopherRequest {
  /** What the menu has as the selector; `""` is the root menu. */
  readonly selector: string;
  /** The words that are searched for; they may be empty. */
  readonly search?: string;
  /** The Gopher+ field: `+`, `+text/plain En_US`, `!`, `$`. */
  readonly plus?: string;
  /** The data block that follows the line, as `encodeAnswers` makes it. Without {@linkcode plus} that is `+`. */
  readonly answers?: Uint8Array;
}

/**
 * The bytes of a request.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER If a field has a character that no field may have, or the line is too long.
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
 * The bytes of a question to a CSO phone book. It is told at once that no other
 * follows: a server waits for more otherwise, and nothing is gained by that.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER If the question has a character that no field may have, or is too long.
 */
export function encodeCsoQuery(query: string): Uint8Array {
  return encodeLine(`query ${checked("query", query)}\r\nquit`);
}

function checked(name: string, text: string, refused = /[\t\r\n\0]/): string {
  if (!refused.test(text)) return text;
  throw new InternetError(
    ERROR_INVALID_PARAMETER,
    `Cannot send the ${name} ${
      quoted(text)
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
