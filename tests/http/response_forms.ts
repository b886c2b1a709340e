// Copyright 2026 the wininet authors. MIT license.

/**
 * Responses as bytes, valid, unusual and invalid, and the expected results on
 * the library's sockets and with `fetch` (RFC 9112 sections 2 to 7).
 *
 * @module
 */

import {
  ERROR_HTTP_INVALID_SERVER_RESPONSE,
  ERROR_INTERNET_CONNECTION_ABORTED,
} from "../../error.ts";

/**
 * The expected result: the status and body of a response that is read to its
 * end, or an error code.
 */
export type Expected = readonly [status: number, body: string] | number;

/** A response as bytes. */
export interface ResponseForm {
  readonly name: string;
  /** All bytes as latin1. */
  readonly answer: string;
  /** @default {"GET"} */
  readonly method?: string;
  /** `true` if the server ends the connection after the response. */
  readonly ends?: boolean;
  /** The result on the library's sockets. */
  readonly sockets: Expected;
  /**
   * The result with `fetch`. @default {the same}
   */
  readonly fetch?: Expected;
  /** A pattern that the error message on sockets must match. */
  readonly says?: RegExp;
  /** A header of the response, on sockets. */
  readonly header?: readonly [name: string, value: string];
  /** `true` if the connection serves the next request, on sockets. */
  readonly kept?: boolean;
  /** `true` if the response is short and simple enough to be sent in two pieces, cut anywhere. */
  readonly cuts?: boolean;
}

/** The error of a response that is not HTTP. */
const BAD = ERROR_HTTP_INVALID_SERVER_RESPONSE;
/** The error of `fetch` for every error in a body. */
const LOST = ERROR_INTERNET_CONNECTION_ABORTED;

const OK = "HTTP/1.1 200 OK\r\n";
const TWO = "Content-Length: 2\r\n";
const FINE: Expected = [200, "ok"];

type More = Omit<ResponseForm, "name" | "answer" | "sockets">;

function form(
  name: string,
  answer: string,
  sockets: Expected,
  more: More = {},
): ResponseForm {
  return { name, answer, sockets, ...more };
}

/** A form with header lines around a body of two bytes. */
function lines(
  name: string,
  fields: string,
  sockets: Expected,
  more?: More,
): ResponseForm {
  return form(name, `${OK}${fields}${TWO}\r\nok`, sockets, more);
}

/** A form whose header gives the length of its body. */
function length(
  name: string,
  fields: string,
  sockets: Expected,
  more?: More,
): ResponseForm {
  return form(name, `${OK}${fields}\r\n\r\nok`, sockets, more);
}

/** A form with a chunked body. */
function chunks(
  name: string,
  body: string,
  sockets: Expected,
  more: More = {},
): ResponseForm {
  const answer = `${OK}Transfer-Encoding: chunked\r\n\r\n${body}`;
  return form(name, answer, sockets, more);
}

/** A form with this status line. */
function status(
  name: string,
  line: string,
  sockets: Expected,
  more?: More,
): ResponseForm {
  return form(name, `${line}\r\n${TWO}\r\nok`, sockets, more);
}

/** A body that is returned with its chunk framing. */
const RAW: Expected = [200, "2\r\nok\r\n0\r\n\r\n"];

const CHUNKED_OK = "2\r\nok\r\n0\r\n\r\n";

const STATUS_LINES: readonly ResponseForm[] = [
  status("no reason", "HTTP/1.1 200", FINE, { cuts: true }),
  status("an empty reason", "HTTP/1.1 200 ", FINE),
  status("a reason in latin1", "HTTP/1.1 200 D'accord \xe9", FINE),
  status("a control character in the reason", "HTTP/1.1 200 O\x01K", BAD),
  status("an empty line first", "\r\nHTTP/1.1 200 OK", FINE, { cuts: true }),
  status("two empty lines first", "\r\n\r\nHTTP/1.1 200 OK", FINE),
  status("an empty line of LF first", "\nHTTP/1.1 200 OK", FINE),
  status("a blank first", " HTTP/1.1 200 OK", BAD),
  // RFC 9110 section 2.5: a higher minor version is treated as the highest
  // known one.
  status("HTTP/1.2", "HTTP/1.2 200 OK", FINE, { fetch: BAD }),
  status("HTTP/2.0", "HTTP/2.0 200 OK", BAD),
  status("HTTP/0.9", "HTTP/0.9 200 OK", BAD),
  status("HTTP/1.10", "HTTP/1.10 200 OK", BAD),
  status("no minor version", "HTTP/1 200 OK", BAD),
  status("ICY", "ICY 200 OK", BAD),
  status("a name in small letters", "http/1.1 200 OK", BAD),
  status("status 99", "HTTP/1.1 99 Low", BAD),
  status("status 099", "HTTP/1.1 099 Low", BAD),
  status("status 1000", "HTTP/1.1 1000 High", BAD),
  status("status -200", "HTTP/1.1 -200 OK", BAD),
  status("status 2e2", "HTTP/1.1 2e2 OK", BAD),
  status("no status", "HTTP/1.1", BAD),
  status("status 600", "HTTP/1.1 600 Odd", [600, "ok"]),
  status("status 999", "HTTP/1.1 999 Odd", [999, "ok"]),
  form("a body alone, as in HTTP/0.9", "<html>ok</html>", BAD, { ends: true }),
];

const HEADER_LINES: readonly ResponseForm[] = [
  lines("a folded header", "X-A: a\r\n b\r\n", FINE, {
    fetch: BAD,
    header: ["X-A", "a b"],
    cuts: true,
  }),
  lines("a header folded by a tab, twice", "X-A: a\r\n\tb\r\n \t c\r\n", FINE, {
    fetch: BAD,
    header: ["X-A", "a b c"],
  }),
  length("a folded Content-Length", "Content-Length:\r\n 2", FINE, {
    fetch: BAD,
  }),
  form("a fold before any header", `${OK} a: b\r\n${TWO}\r\nok`, BAD),
  lines("a blank before the colon", "X-A : a\r\n", BAD, {
    says: /blank|space/i,
    cuts: true,
  }),
  lines("a tab before the colon", "X-A\t: a\r\n", BAD, {
    says: /blank|space/i,
  }),
  length("a blank before the colon of the length", "Content-Length : 2", BAD),
  lines("blanks around a value", "X-A: \t a \t \r\n", FINE, {
    header: ["X-A", "a"],
  }),
  lines("no blank before a value", "X-A:a\r\n", FINE, { header: ["X-A", "a"] }),
  lines("an empty value", "X-A:\r\n", FINE, { header: ["X-A", ""] }),
  lines("a value in latin1", "X-A: caf\xe9\r\n", FINE, {
    header: ["X-A", "caf\xe9"],
  }),
  lines("a header without a colon", "no colon\r\n", BAD),
  lines("a header without a name", ": a\r\n", BAD),
  lines("a blank in a name", "X A: a\r\n", BAD),
  lines("a NUL in a name", "X\0A: a\r\n", BAD),
  lines("a control character in a name", "X\x01A: a\r\n", BAD),
  lines("a letter beyond ASCII in a name", "X\xe9: a\r\n", BAD),
  lines("a NUL in a value", "X-A: a\0b\r\n", BAD),
  lines("a control character in a value", "X-A: a\x01b\r\n", BAD),
  lines("DEL in a value", "X-A: a\x7fb\r\n", BAD),
  lines("a bare CR in a value", "X-A: a\rb\r\n", BAD),
  lines("a bare CR before a hidden header", "X-A: a\rX-B: b\r\n", BAD),
  form(
    "a head of LF alone",
    "HTTP/1.1 200 OK\nX-A: a\nContent-Length: 2\n\nok",
    FINE,
    { header: ["X-A", "a"], kept: true, cuts: true },
  ),
  form(
    "LF and CRLF mixed",
    "HTTP/1.1 200 OK\nX-A: a\r\nContent-Length: 2\n\r\nok",
    FINE,
    { header: ["X-A", "a"], cuts: true },
  ),
  lines("1,000 header lines", "X-Many: a\r\n".repeat(1000), FINE, {
    fetch: BAD,
  }),
  lines("a header of 600 KB", `X-A: ${"a".repeat(600_000)}\r\n`, FINE, {
    fetch: BAD,
  }),
  lines("a head of 1.2 MB", `X-A: ${"a".repeat(1_200_000)}\r\n`, BAD),
  lines("a head of 1.2 MB in lines", "X-Many: a\r\n".repeat(110_000), BAD),
];

const LENGTHS: readonly ResponseForm[] = [
  length("Content-Length", "Content-Length: 2", FINE, {
    kept: true,
    cuts: true,
  }),
  length("leading zeros", "Content-Length: 002", FINE),
  length("blanks", "Content-Length:  \t2 ", FINE),
  length("beyond 2^53", "Content-Length: 9007199254740993", BAD, {
    fetch: LOST,
    ends: true,
  }),
  length("beyond 2^64", "Content-Length: 18446744073709551618", BAD),
  length("of 100 digits", `Content-Length: 1${"0".repeat(99)}`, BAD),
  length("negative", "Content-Length: -2", BAD),
  length("with a plus", "Content-Length: +2", BAD),
  length("hexadecimal", "Content-Length: 0x2", BAD),
  length("with a point", "Content-Length: 2.0", BAD),
  length("with something after it", "Content-Length: 2;", BAD),
  length("two digits with a blank", "Content-Length: 2 2", BAD),
  length("empty", "Content-Length:", BAD),
  length("2, 2", "Content-Length: 2, 2", FINE),
  length("2, 3", "Content-Length: 2, 3", BAD),
  length("two equal", "Content-Length: 2\r\ncontent-length: 2", FINE, {
    cuts: true,
  }),
  length("two different", "Content-Length: 2\r\nContent-Length: 3", BAD),
  length(
    "two different, zero first",
    "Content-Length: 0\r\nContent-Length: 2",
    BAD,
  ),
  form("no length", `${OK}\r\nok`, FINE, { ends: true, kept: false }),
  form("no length in HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nok", FINE, {
    ends: true,
    kept: false,
  }),
  form("a length in HTTP/1.0", `HTTP/1.0 200 OK\r\n${TWO}\r\nok`, FINE, {
    kept: false,
  }),
  form(
    "a length in HTTP/1.0 with keep-alive",
    `HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n${TWO}\r\nok`,
    FINE,
    { kept: true },
  ),
  form("bytes after the body", `${OK}${TWO}\r\nok more`, FINE, { kept: false }),
  form(
    "a second answer after the body",
    `${OK}${TWO}\r\nok${OK}Content-Length: 3\r\n\r\nbad`,
    FINE,
    { kept: false },
  ),
  form("bytes after no body", `${OK}Content-Length: 0\r\n\r\nok`, [200, ""], {
    kept: false,
  }),
];

/** A form with this Transfer-Encoding and a chunked body. */
function coding(
  name: string,
  fields: string,
  sockets: Expected,
  more: More = {},
): ResponseForm {
  const answer = `${OK}${fields}\r\n\r\n${CHUNKED_OK}`;
  return form(name, answer, sockets, { ends: true, ...more });
}

const CODINGS: readonly ResponseForm[] = [
  coding("chunked", "Transfer-Encoding: chunked", FINE, {
    ends: false,
    kept: true,
    cuts: true,
  }),
  coding("CHUNKED", "Transfer-Encoding: CHUNKED", FINE, { ends: false }),
  coding("blanks after it", "Transfer-Encoding: chunked \t ", FINE, {
    ends: false,
  }),
  coding(
    "chunked and Content-Length",
    `Transfer-Encoding: chunked\r\nContent-Length: 2`,
    FINE,
    { ends: false, kept: false },
  ),
  coding(
    "Content-Length and chunked",
    `Content-Length: 20\r\nTransfer-Encoding: chunked`,
    FINE,
    { ends: false, kept: false },
  ),
  coding(
    "chunked and two different Content-Lengths",
    `Content-Length: 2\r\nContent-Length: 3\r\nTransfer-Encoding: chunked`,
    BAD,
    { fetch: FINE },
  ),
  coding("chunked, chunked", "Transfer-Encoding: chunked, chunked", BAD, {
    fetch: FINE,
  }),
  coding(
    "chunked twice",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
    BAD,
    { fetch: FINE },
  ),
  coding("gzip, chunked", "Transfer-Encoding: gzip, chunked", BAD, {
    fetch: FINE,
  }),
  coding("chunked, gzip", "Transfer-Encoding: chunked, gzip", BAD, {
    fetch: RAW,
  }),
  coding("gzip", "Transfer-Encoding: gzip", BAD, { fetch: RAW }),
  coding("identity", "Transfer-Encoding: identity", BAD, { fetch: RAW }),
  coding(
    "identity and Content-Length",
    `Transfer-Encoding: identity\r\nContent-Length: 2`,
    BAD,
    { fetch: RAW },
  ),
  coding("an unknown coding", "Transfer-Encoding: xchunked", BAD, {
    fetch: RAW,
  }),
  coding("chunked in quotes", 'Transfer-Encoding: "chunked"', BAD, {
    fetch: RAW,
  }),
  coding("chunked with a parameter", "Transfer-Encoding: chunked;a=b", BAD, {
    fetch: RAW,
  }),
  coding("chunked after a NUL", "Transfer-Encoding: \0chunked", BAD),
  coding("chunked after a vertical tab", "Transfer-Encoding: \x0bchunked", BAD),
  coding("a blank before its colon", "Transfer-Encoding : chunked", BAD),
  coding("folded", "Transfer-Encoding:\r\n chunked", FINE, {
    fetch: BAD,
    ends: false,
  }),
  form(
    "chunked in HTTP/1.0",
    `HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${CHUNKED_OK}`,
    FINE,
    { fetch: BAD, kept: false },
  ),
  form(
    "chunked in HTTP/1.0 with keep-alive",
    `HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n${CHUNKED_OK}`,
    FINE,
    { fetch: BAD, kept: false },
  ),
];

const CHUNKS: readonly ResponseForm[] = [
  chunks("leading zeros", "0002\r\nok\r\n000\r\n\r\n", FINE),
  chunks("capital digits", `A\r\n0123456789\r\n0\r\n\r\n`, [200, "0123456789"]),
  chunks("an extension", "2;a=b\r\nok\r\n0;c\r\n\r\n", FINE, { cuts: true }),
  chunks("a quoted extension", '2;a="b;c"\r\nok\r\n0\r\n\r\n', FINE),
  chunks("blanks after the digits", "2 \t\r\nok\r\n0 \r\n\r\n", FINE),
  chunks("a blank before the digits", " 2\r\nok\r\n0\r\n\r\n", BAD, {
    fetch: LOST,
  }),
  chunks("17 digits", "10000000000000002\r\nok\r\n0\r\n\r\n", BAD, {
    fetch: LOST,
  }),
  chunks("a size beyond 2^53", "20000000000002\r\nok\r\n0\r\n\r\n", BAD, {
    fetch: LOST,
    ends: true,
  }),
  chunks("no digits", "\r\nok\r\n0\r\n\r\n", BAD, { fetch: LOST }),
  chunks("0x2", "0x2\r\nok\r\n0\r\n\r\n", BAD, { fetch: LOST }),
  chunks("a negative size", "-2\r\nok\r\n0\r\n\r\n", BAD, { fetch: LOST }),
  chunks("a size with a plus", "+2\r\nok\r\n0\r\n\r\n", BAD, { fetch: LOST }),
  chunks("no hexadecimal digit", "g\r\nok\r\n0\r\n\r\n", BAD, { fetch: LOST }),
  chunks("LF alone after a size", "2\nok\r\n0\r\n\r\n", BAD, {
    fetch: LOST,
    cuts: true,
  }),
  chunks("CR alone after a size", "2\rok\r\n0\r\n\r\n", BAD, { fetch: LOST }),
  chunks("LF alone after the last size", "2\r\nok\r\n0\n\r\n", BAD, {
    fetch: LOST,
  }),
  chunks("LF alone in an extension", "2;a\nok\r\n0\r\n\r\n", BAD, {
    fetch: LOST,
  }),
  chunks("nothing after a chunk", "2\r\nok0\r\n\r\n", BAD, { fetch: LOST }),
  chunks("LF alone after a chunk", "2\r\nok\n0\r\n\r\n", BAD, { fetch: LOST }),
  chunks("a chunk longer than its size", "2\r\nokay\r\n0\r\n\r\n", BAD, {
    fetch: LOST,
  }),
  chunks(
    "an extension of 1 MB",
    `2;${"a".repeat(1_000_000)}\r\nok\r\n0\r\n\r\n`,
    BAD,
    {
      fetch: LOST,
    },
  ),
  chunks("trailers", "2\r\nok\r\n0\r\nX-A: a\r\nX-B: b\r\n\r\n", FINE, {
    kept: true,
    cuts: true,
  }),
  chunks(
    "300 trailers",
    `2\r\nok\r\n0\r\n${"X-A: a\r\n".repeat(300)}\r\n`,
    FINE,
    {
      fetch: LOST,
      kept: true,
    },
  ),
  chunks("a trailer of LF alone", "2\r\nok\r\n0\r\nX-A: a\n\n", FINE, {
    fetch: LOST,
    ends: true,
    cuts: true,
  }),
  chunks(
    "trailers of 2 MB",
    `2\r\nok\r\n0\r\n${"X-A: a\r\n".repeat(250_000)}\r\n`,
    BAD,
    {
      fetch: LOST,
    },
  ),
  chunks("a trailer without a colon", "2\r\nok\r\n0\r\nno colon\r\n\r\n", BAD, {
    fetch: LOST,
  }),
  chunks("a trailer with a NUL", "2\r\nok\r\n0\r\nX-A: \0\r\n\r\n", BAD, {
    fetch: LOST,
  }),
  chunks("bytes after the last chunk", `${CHUNKED_OK}more`, FINE, {
    kept: false,
  }),
  chunks("chunks of one byte", `${"1\r\nx\r\n".repeat(500)}0\r\n\r\n`, [
    200,
    "x".repeat(500),
  ]),
];

const BODILESS: readonly ResponseForm[] = [
  form(
    "204 with a length",
    `HTTP/1.1 204 No Content\r\n${TWO}\r\n`,
    [204, ""],
    {
      kept: true,
    },
  ),
  form(
    "204 with chunked",
    "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n",
    [204, ""],
  ),
  form(
    "204 with a body",
    `HTTP/1.1 204 No Content\r\n${TWO}\r\nok`,
    [204, ""],
    {
      kept: false,
    },
  ),
  form("304 with a length", `HTTP/1.1 304 Not Modified\r\n${TWO}\r\n`, [
    304,
    "",
  ], {
    kept: true,
    cuts: true,
  }),
  form("304 with a body", `HTTP/1.1 304 Not Modified\r\n${TWO}\r\nok`, [
    304,
    "",
  ], {
    kept: false,
  }),
  form("HEAD with a length", `${OK}${TWO}\r\n`, [200, ""], {
    method: "HEAD",
    kept: true,
    header: ["Content-Length", "2"],
  }),
  form("HEAD with chunked", `${OK}Transfer-Encoding: chunked\r\n\r\n`, [
    200,
    "",
  ], {
    method: "HEAD",
    kept: true,
  }),
  form("HEAD with a body", `${OK}${TWO}\r\nok`, [200, ""], {
    method: "HEAD",
    kept: false,
  }),
  form(
    "several 1xx",
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n${OK}${TWO}\r\nok`,
    FINE,
    { kept: true, cuts: true },
  ),
  form(
    "a 1xx with a length",
    `HTTP/1.1 103 Early Hints\r\nContent-Length: 9\r\n\r\n${OK}${TWO}\r\nok`,
    FINE,
  ),
  form(
    "1,000 1xx, then an answer",
    `${"HTTP/1.1 102 Processing\r\n\r\n".repeat(1000)}${OK}${TWO}\r\nok`,
    FINE,
  ),
  form(
    "101 without Upgrade",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    [101, ""],
    { ends: true, kept: false },
  ),
];

/** All forms, by subject. */
export const RESPONSE_FORMS: readonly (readonly [
  about: string,
  forms: readonly ResponseForm[],
])[] = [
  ["status line", STATUS_LINES],
  ["header lines", HEADER_LINES],
  ["Content-Length", LENGTHS],
  ["Transfer-Encoding", CODINGS],
  ["chunks", CHUNKS],
  ["no body", BODILESS],
];
