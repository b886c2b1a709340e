// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import type { Continuation } from "../../_base/part_file.ts";
import {
  type Meaning,
  meaningOf,
  rangeLines,
  versionOf,
} from "../../_transfers/http_response.ts";

const MODIFIED = new Date("2020-01-01T00:00:00Z");
const LAST_MODIFIED = MODIFIED.toUTCString();

function responseOf(status: number, fields: Record<string, string> = {}) {
  return { status, field: (name: string) => fields[name] ?? "" };
}

/** Returns an interrupted download with 40 bytes of a file of 100 bytes. */
function part(tag: string | null = '"a"', size: number | null = 100) {
  return {
    offset: 40,
    version: { size, modified: MODIFIED, tag },
  } satisfies Continuation;
}

Deno.test("rangeLines() uses a strong tag, otherwise the time", () => {
  assertEquals(rangeLines(part()), 'Range: bytes=40-\r\nIf-Range: "a"');
  assertEquals(
    rangeLines(part(null)),
    `Range: bytes=40-\r\nIf-Range: ${LAST_MODIFIED}`,
  );
});

Deno.test("rangeLines() requests the whole file if nothing identifies the part", () => {
  assertEquals(rangeLines(null), null);
  assertEquals(rangeLines({ ...part(), offset: 0 }), null);
  assertEquals(rangeLines({ offset: 40, version: null }), null);
  const version = { size: 100, modified: null, tag: null };
  assertEquals(rangeLines({ offset: 40, version }), null);
});

const AGAIN: Meaning = { kind: "again" };
const REST: Meaning = { kind: "data", start: 40, total: 100 };
const RANGES: [status: number, contentRange: string, meaning: Meaning][] = [
  [206, "bytes 40-99/100", REST],
  [206, "Bytes 40-99/100", REST],
  [206, "bytes 40-99/*", REST],
  [206, "bytes 40-59/100", REST],
  [206, "bytes 0-99/100", AGAIN],
  [206, "bytes 41-99/100", AGAIN],
  [206, "bytes 40-99/101", AGAIN],
  [206, "bytes 40-39/100", AGAIN],
  [206, "bytes 40-100/100", AGAIN],
  [206, "bytes 40-99", AGAIN],
  [206, "40-99/100", AGAIN],
  [206, "", AGAIN],
  [416, "bytes */100", AGAIN],
  [416, "bytes */40", AGAIN],
  [416, "", AGAIN],
];

for (const [status, range, meaning] of RANGES) {
  Deno.test(`meaningOf() returns ${meaning.kind} for ${status} with "${range}"`, () => {
    const response = responseOf(status, { "content-range": range });
    assertEquals(meaningOf(response, part()), meaning);
  });
}

Deno.test("meaningOf() returns the end for 416 if all bytes are present", () => {
  const response = responseOf(416, { "content-range": "bytes */40" });
  const end: Meaning = { kind: "data", start: 40, total: 40 };
  assertEquals(meaningOf(response, part('"a"', 40)), end);
  assertEquals(meaningOf(response, part('"a"', null)), end);
});

Deno.test("meaningOf() rejects a part of another version", () => {
  const fields = { "content-range": "bytes 40-99/100", etag: '"b"' };
  assertEquals(meaningOf(responseOf(206, fields), part()), AGAIN);
});

Deno.test("meaningOf() returns the whole file for 200, also if the rest was requested", () => {
  const whole: Meaning = { kind: "data", start: 0, total: 120 };
  const response = responseOf(200, { "content-length": "120" });
  assertEquals(meaningOf(response, part()), whole);
  assertEquals(meaningOf(response, null), whole);
});

Deno.test("meaningOf() returns no total without a valid Content-Length", () => {
  const data: Meaning = { kind: "data", start: 0, total: null };
  assertEquals(meaningOf(responseOf(200), null), data);
});

Deno.test("meaningOf() refuses a part that was not requested", () => {
  const response = responseOf(206, { "content-range": "bytes 0-9/10" });
  assertEquals(meaningOf(response, null).kind, "invalid");
});

for (const status of [300, 304, 404, 416, 503]) {
  Deno.test(`meaningOf() of ${status} is not the file`, () => {
    assertEquals(meaningOf(responseOf(status), null), { kind: "refused" });
  });
}

/** The fields of a response, and the tag and the time that identify its file. */
const VERSIONS: [
  fields: Record<string, string>,
  tag: string | null,
  modified: Date | null,
][] = [
  [{ etag: '"a"' }, '"a"', null],
  [{ etag: '"a"', "last-modified": LAST_MODIFIED }, '"a"', MODIFIED],
  [{ etag: 'W/"a"', "last-modified": LAST_MODIFIED }, null, MODIFIED],
  [
    { "last-modified": LAST_MODIFIED, date: "Wed, 01 Jan 2020 00:00:01 GMT" },
    null,
    MODIFIED,
  ],
];

for (const [fields, tag, modified] of VERSIONS) {
  Deno.test(`versionOf() reads ${JSON.stringify(fields)}`, () => {
    assertEquals(versionOf(responseOf(200, fields), 9, "here"), {
      size: 9,
      modified,
      tag,
      place: "here",
    });
  });
}

const UNKNOWN: Record<string, string>[] = [
  {},
  { etag: 'W/"a"' },
  { etag: "a" },
  { etag: '"a"\r\nX: y' },
  { "last-modified": "yesterday" },
  { "last-modified": LAST_MODIFIED, date: LAST_MODIFIED },
  { etag: '"a"', "accept-ranges": "none" },
];

for (const fields of UNKNOWN) {
  Deno.test(`versionOf() returns null for ${JSON.stringify(fields)}`, () => {
    assertEquals(versionOf(responseOf(200, fields), 9, "here"), null);
  });
}
