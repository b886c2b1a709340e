// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  formatTime,
  parseAnnouncedSize,
  parseSizeReply,
  parseTimeReply,
} from "../../../_ftp/wire/data_time.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { rawReply, replyOf } from "./dialogue.ts";

const SIZES: [reply: string, size: number | null][] = [
  ["213 5555", 5555],
  ["213 0", 0],
  ["213   5555", 5555],
  ["213 5555, note", 5555],
  ["213 5555 bytes", 5555],
  ["213-a\r\n213 5555", 5555],
  ["213 9007199254740991", 9_007_199_254_740_991],
  ["213 9007199254740992", null],
  ["213 99999999999999999999", null],
  ["213 -1", null],
  ["213 1.5", null],
  ["213 1e9x", 1],
  ["213 5,555", null],
  ["213 5,555,555 bytes", null],
  ["213 a 5555", null],
  ["213 ", null],
  ["213", null],
  ["550 5555", null],
  ["200 5555", null],
];

for (const [reply, size] of SIZES) {
  Deno.test(`parseSizeReply() answers ${size} for ${JSON.stringify(reply)}`, () => {
    assertEquals(parseSizeReply(replyOf(reply)), size);
  });
}

const ANNOUNCED: [reply: string, size: number | null][] = [
  ["150 Opening BINARY mode data connection for a (1234 bytes).", 1234],
  ["150 a (2 b) (1234 BYTES)", 1234],
  ["150-Accepted data connection\r\n150 a (1234 bytes) to download", 1234],
  ["125 a (9007199254740993 bytes)", null],
  ["150 a (1234,5 kbytes)", null],
  ["150 a (1,234 bytes)", null],
  ["150 a (-1 bytes)", null],
  ["150 a 1234 bytes", null],
  ["150 a", null],
];

for (const [reply, size] of ANNOUNCED) {
  Deno.test(`parseAnnouncedSize() answers ${size} for ${JSON.stringify(reply)}`, () => {
    assertEquals(parseAnnouncedSize(replyOf(reply)), size);
  });
}

const TIMES: [reply: string, time: string | null][] = [
  ["213 20260102030405", "2026-01-02T03:04:05.000Z"],
  ["213  20260102030405 a", "2026-01-02T03:04:05.000Z"],
  ["213 20260102030405.6", "2026-01-02T03:04:05.600Z"],
  ["213 20260102030405.678", "2026-01-02T03:04:05.678Z"],
  ["213 20260102030405.678901234", "2026-01-02T03:04:05.678Z"],
  ["213 20260102030405.", "2026-01-02T03:04:05.000Z"],
  ["213 20240229000000", "2024-02-29T00:00:00.000Z"],
  ["213 20161231235960", "2017-01-01T00:00:00.000Z"],
  ["213 19100101000000", "1910-01-01T00:00:00.000Z"],
  ["213 191000102030405", "2000-01-02T03:04:05.000Z"],
  ["213 191260102030405", "2026-01-02T03:04:05.000Z"],
  ["213 00010102030405", "0001-01-02T03:04:05.000Z"],
  ["213 20260229000000", null],
  ["213 20261301000000", null],
  ["213 20260001000000", null],
  ["213 20260100000000", null],
  ["213 20260102240000", null],
  ["213 20260102036000", null],
  ["213 20260102030461", null],
  ["213 2026010203040", null],
  ["213 202601020304050", null],
  ["213 2026-01-02", null],
  ["213 a", null],
  ["213", null],
  ["550 20260102030405", null],
];

for (const [reply, time] of TIMES) {
  Deno.test(`parseTimeReply() answers ${time} for ${JSON.stringify(reply)}`, () => {
    assertEquals(parseTimeReply(replyOf(reply))?.toISOString() ?? null, time);
  });
}

Deno.test("parseTimeReply() keeps every millisecond", () => {
  for (let milliseconds = 0; milliseconds < 1000; milliseconds++) {
    const fraction = String(milliseconds).padStart(3, "0");
    const time = parseTimeReply(replyOf(`213 20260102030405.${fraction}`));
    assertEquals(time?.getUTCMilliseconds(), milliseconds);
  }
});

Deno.test("formatTime() writes UTC without the fraction", () => {
  const time = new Date("2026-01-02T03:04:05.999Z");
  assertEquals(formatTime(time), "20260102030405");
});

Deno.test("parseSizeReply(), parseAnnouncedSize() and parseTimeReply() take 1 MB in linear time", () => {
  const started = cpuTime();
  for (
    const unit of [" ", "1", "\t", "(", "(1", "(1234567890123456 ", "19100"]
  ) {
    const line = `213 ${unit.repeat(1_000_000 / unit.length)}`;
    parseSizeReply(rawReply(213, line));
    parseTimeReply(rawReply(213, line));
    assertEquals(parseAnnouncedSize(rawReply(213, line)), null);
  }
  assert(cpuTime() - started < 2000);
});
