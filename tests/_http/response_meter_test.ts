// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { headEnd, PlainResponseMeter } from "../../_http/response_meter.ts";
import { everyTwoCuts, inPieces, latin1 } from "../splits.ts";

interface Seen {
  received: number;
  arrived: number | null;
  complete: boolean;
  malformed: boolean;
  intermediate: number[];
}

type Expected = Partial<Omit<Seen, "received">>;

/** What is expected where nothing else is said: a body of five bytes, whole. */
const FIVE: Omit<Seen, "received"> = {
  arrived: 5,
  complete: true,
  malformed: false,
  intermediate: [],
};

const OK = "HTTP/1.1 200 OK\r\n";

const RESPONSES: [
  name: string,
  response: string,
  expected: Expected,
  method?: string,
][] = [
  ["a body of known length", `${OK}Content-Length: 5\r\n\r\nhello`, {}],
  ["a header name in lower case", `${OK}content-length:5\r\n\r\nhello`, {}],
  ["a header with blanks", `${OK}Content-Length: \t 5 \r\n\r\nhello`, {}],
  ["bare LF", "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", {}],
  ["LF and CRLF mixed", "HTTP/1.1 200 OK\nContent-Length: 5\n\r\nhello", {}],
  [
    "empty lines before the response",
    `\r\n\r\n${OK}Content-Length: 5\r\n\r\nhello`,
    {},
  ],
  [
    "a chunked body",
    `${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
    {},
  ],
  [
    "several codings",
    `${OK}Transfer-Encoding: gzip, Chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
    {},
  ],
  [
    "chunked beside a length",
    `${OK}Content-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
    {},
  ],
  ["a broken chunk", `${OK}Transfer-Encoding: chunked\r\n\r\nx\r\n`, {
    arrived: 0,
    complete: false,
    malformed: true,
  }],
  ["a body cut short", `${OK}Content-Length: 6\r\n\r\nhello`, {
    complete: false,
  }],
  ["a body without a length", `${OK}\r\nhello`, { complete: false }],
  ["an empty body", `${OK}Content-Length: 0\r\n\r\n`, { arrived: 0 }],
  ["a head without its end", `${OK}Content-Length: 5\r\n`, {
    arrived: 0,
    complete: false,
  }],
  ["HEAD", `${OK}Content-Length: 5\r\n\r\n`, { arrived: 0 }, "HEAD"],
  ["204", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", {
    arrived: 0,
  }],
  ["304", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", {
    arrived: 0,
  }],
  [
    "a 100 before the answer",
    `HTTP/1.1 100 Continue\r\n\r\n${OK}Content-Length: 5\r\n\r\nhello`,
    { intermediate: [100] },
  ],
  [
    "several 1xx with headers",
    `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 \r\n\r\n${OK}Content-Length: 5\r\n\r\nhello`,
    { intermediate: [103, 100] },
  ],
  ["101, which is final", "HTTP/1.1 101 Switching Protocols\r\n\r\nhello", {
    complete: false,
  }],
  [
    "a reason with digits",
    "HTTP/1.1 200 was 204 or 100\r\nContent-Length: 5\r\n\r\nhello",
    {},
  ],
  ["no reason", "HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello", {}],
  ["HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", {}],
  [
    "a header that only looks like the length",
    `${OK}X-Content-Length: 9\r\nContent-Length: 5\r\n\r\nhello`,
    {},
  ],
];

function measure(method: string, pieces: Iterable<Uint8Array>): Seen {
  const intermediate: number[] = [];
  const meter = new PlainResponseMeter(
    method,
    (status) => intermediate.push(status),
  );
  for (const piece of pieces) meter.push(piece);
  const { received, arrived, complete, malformed } = meter;
  return { received, arrived, complete, malformed, intermediate };
}

for (const [name, response, expected, method = "GET"] of RESPONSES) {
  Deno.test(`PlainResponseMeter measures ${name}, cut anywhere`, () => {
    const bytes = latin1(response);
    const seen = { ...FIVE, ...expected, received: bytes.length };
    assertEquals(measure(method, [bytes]), seen);
    for (const pieces of everyTwoCuts(bytes)) {
      const cut = measure(method, pieces);
      if (!same(cut, seen)) assertEquals(cut, seen);
    }
  });
}

/** As assertEquals, but quick. */
function same(left: Seen, right: Seen): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

Deno.test("PlainResponseMeter does not look at buffers that are used again", () => {
  const meter = new PlainResponseMeter("GET", () => {});
  const buffer = new Uint8Array(10);
  const response = latin1(`${OK}Content-Length: 5\r\n\r\nhello`);
  for (const piece of inPieces(response, 10)) {
    buffer.set(piece);
    meter.push(buffer.subarray(0, piece.length));
    buffer.fill(0);
  }
  assert(meter.complete);
});

Deno.test("PlainResponseMeter does not try to understand a head of more than 512 KiB", () => {
  const meter = new PlainResponseMeter("GET", () => {});
  const line = new Uint8Array(1024).fill(0x78);
  for (let count = 0; count < 10 * 1024; count++) meter.push(line);
  assertEquals(meter.received, 10 * 1024 * 1024);
  assertEquals(meter.arrived, null);
  assert(!meter.complete);
});

Deno.test("PlainResponseMeter takes a long head byte by byte without copying it again and again", () => {
  const started = performance.now();
  const meter = new PlainResponseMeter("GET", () => {});
  meter.push(latin1(OK));
  const byte = latin1("x");
  for (let count = 0; count < 400_000; count++) meter.push(byte);
  meter.push(latin1(": 1\r\nContent-Length: 0\r\n\r\n"));
  assert(meter.complete);
  // Copied for every byte it would be 80 GB.
  assert(performance.now() - started < 5000);
});

Deno.test("PlainResponseMeter takes ten thousand 1xx responses in one piece", () => {
  let told = 0;
  const meter = new PlainResponseMeter("GET", () => told++);
  meter.push(latin1("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(10_000)));
  assertEquals(told, 10_000);
});

Deno.test("headEnd() finds the first empty line behind a position", () => {
  const text = latin1("a\r\n\r\nb\n\nc");
  assertEquals(headEnd(text, 0), 5);
  assertEquals(headEnd(text, 3), 8);
  assertEquals(headEnd(latin1("a\r\n\r"), 0), -1);
  assertEquals(headEnd(latin1("\n\r\r\n"), 0), -1);
});
