// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_EXTENDED_ERROR,
} from "../../../error.ts";
import {
  KnownServer,
  TransferParameters,
} from "../../../_ftp/wire/server_state.ts";
import {
  askBinarySize,
  askChecksum,
  askSize,
  askSizeOrFacts,
  askTime,
  currentDirectory,
  demand,
  formatTime,
  parseDirectoryReply,
  parseSizeReply,
  parseTimeReply,
  rename,
  setTime,
} from "../../../_ftp/wire/file_dialogues.ts";
import { parseAnnouncedSize } from "../../../_ftp/wire/reply.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { play, playFailing, rawReply, replyOf, saidBy } from "./dialogue.ts";

for (const reply of ["200 a", "202 a", "250 a", "257 a", "226-a\r\n226 b"]) {
  Deno.test(`demand() accepts ${JSON.stringify(reply)}`, () => {
    const { sent, outcome } = play(demand("DELE", "a b", "delete it"), [reply]);
    assertEquals(sent, ["DELE a b"]);
    assertEquals(outcome, replyOf(reply));
  });
}

for (const reply of ["550 a", "450 a", "350 a", "150 a", "550-a\r\n550 b"]) {
  Deno.test(`demand() fails at ${JSON.stringify(reply)}`, () => {
    const { outcome } = playFailing(demand("MKD", "a", "create a"), [reply]);
    assertEquals(outcome.code, ERROR_INTERNET_EXTENDED_ERROR);
    assertEquals(outcome.responseText, reply);
  });
}

for (const replies of [["350 a", "250 b"], ["250 a", "200 b"]]) {
  Deno.test(`rename() accepts ${JSON.stringify(replies)}`, () => {
    assertEquals(play(rename("a", "b c"), replies), {
      sent: ["RNFR a", "RNTO b c"],
      outcome: undefined,
    });
  });
}

Deno.test("rename() sends no RNTO if RNFR is refused", () => {
  const { sent, outcome } = playFailing(rename("a", "b"), ["550 no"]);
  assertEquals(sent, ["RNFR a"]);
  assertEquals(
    saidBy(outcome),
    'Cannot rename "a": 550 no; check the name with FtpFindFirstFile, and the permissions of the user',
  );
});

Deno.test("rename() fails if RNTO is refused", () => {
  const { sent, outcome } = playFailing(rename("a", "b"), ["350 a", "553 no"]);
  assertEquals(sent, ["RNFR a", "RNTO b"]);
  assertEquals(
    saidBy(outcome),
    'Cannot rename "a": 553 no; use another name, or check the permissions of the user',
  );
});

Deno.test("currentDirectory() returns the path", () => {
  assertEquals(play(currentDirectory(), ['257 "/a b" is here']), {
    sent: ["PWD"],
    outcome: "/a b",
  });
});

Deno.test("currentDirectory() ignores a late reply of a transfer", () => {
  assertEquals(play(currentDirectory(), ["226 late", '257 "/a"']), {
    sent: ["PWD", null],
    outcome: "/a",
  });
});

const LOST: [replies: string[], code: number][] = [
  [["550 no"], ERROR_INTERNET_EXTENDED_ERROR],
  [["226 late", "550 no"], ERROR_INTERNET_EXTENDED_ERROR],
  [['257 "/a'], ERROR_FTP_DROPPED],
  [['257 "" is here'], ERROR_FTP_DROPPED],
];

for (const [replies, code] of LOST) {
  Deno.test(`currentDirectory() fails at ${JSON.stringify(replies)}`, () => {
    const { outcome } = playFailing(currentDirectory(), replies);
    assertEquals(outcome.code, code);
    assertEquals(outcome.responseText, replies.at(-1));
  });
}

const PATHS: [name: string, reply: string, path: string | null][] = [
  ["the root", '257 "/" is the current directory', "/"],
  ["a blank", '257 "/a b"', "/a b"],
  ["a blank and text after it", '257 "/a b" is here', "/a b"],
  ["blanks at both ends", '257 "/ a " is here', "/ a "],
  ["a doubled quote (vsftpd)", '257 "/a""b" is the current directory', '/a"b'],
  [
    "a quote that is not doubled (pure-ftpd)",
    '257 "/a"b" is your current location',
    '/a"b',
  ],
  ["two quotes that are not doubled", '257 "/a"b"c" is here', '/a"b"c'],
  ["such quotes at both ends of a name", '257 "/"a"" is here', '/"a"'],
  ["doubled quotes at both ends", '257 """/a""" is here', '"/a"'],
  ["only a doubled quote", '257 """" is here', '"'],
  ["rubbish before the quote", '257 the path is: "/a" now', "/a"],
  ["a full stop after the quote", '257 "/a".', "/a"],
  ["other quotes after it", '257 "/a" is "here"', "/a"],
  ["letters beyond ASCII", '257 "/\xe4\u4e2d"', "/\xe4\u4e2d"],
  ["a path of Windows", '257 "C:\\a b" is here', "C:\\a b"],
  [
    "an inner line with the code",
    '257-hi\r\n257-"/a" is here\r\n257 bye',
    "/a",
  ],
  ["an inner line without the code", '257-hi\r\n"/a" is here\r\n257 bye', "/a"],
  ["no quotes", "257 /a is here", "/a"],
  ["no quotes and no text after it", "257 /a", "/a"],
  ["a missing closing quote", '257 "/a is here', null],
  ["only a quote", '257 "', null],
  ["doubled quotes without a closing one", '257 "/a"" is here', null],
  ["an empty path", '257 ""', null],
  ["an empty path and text", '257 "" is here', null],
  ["no text", "257 ", null],
  ["only a code", "257", null],
  ["a tab", '257 "/a\tb"', null],
  ["a carriage return", '257 "/a\rb"', null],
  ["an escape", '257 "/\x1b[2J"', null],
  ["DEL without quotes", "257 /a\x7f", null],
];

for (const [name, reply, path] of PATHS) {
  Deno.test(`parseDirectoryReply() returns ${JSON.stringify(path)} for ${name}`, () => {
    assertEquals(parseDirectoryReply(replyOf(reply)), path);
  });
}

Deno.test("parseDirectoryReply() needs linear time for 1 MB", () => {
  const started = cpuTime();
  for (const unit of ['"', '""', '"a', 'a"', "a", " ", '" ', '"""a', "a "]) {
    const text = unit.repeat(1_000_000 / unit.length);
    parseDirectoryReply(rawReply(257, `257 ${text}`));
    parseDirectoryReply(rawReply(257, text, `257 "${text}" `));
  }
  assert(cpuTime() - started < 4000);
});

Deno.test("askSize() and askTime() return null if the server does not send the value", () => {
  const size = play(askSize("a b"), ["213 5"]);
  assertEquals(size, { sent: ["SIZE a b"], outcome: 5 });
  const noSize = play(askSize("a"), ["550 SIZE not allowed in ASCII mode"]);
  assertEquals(noSize.outcome, null);
  const time = play(askTime("a"), ["213 20260102030405"]);
  assertEquals(time, {
    sent: ["MDTM a"],
    outcome: new Date("2026-01-02T03:04:05Z"),
  });
  assertEquals(play(askTime("a"), ["550 no"]).outcome, null);
});

const FACTS: [replies: string[], size: number | null][] = [
  [["213 5"], 5],
  [["550 No such file"], null],
  [["502 What?", "211-\r\n SIZE\r\n211 End"], null],
  [["500 What?", "211-\r\n MLST size*;\r\n211 End", "550 No"], null],
  [[
    "502 What?",
    "211-\r\n MLST size*;\r\n211 End",
    "250-Facts\r\n Type=file;Size=12;x=1; size=7;a\r\n250 End",
  ], 12],
  [[
    "500 What?",
    "211-\r\n MLST type*;\r\n211 End",
    "250-Facts\r\n type=file; size=7;a\r\n250 End",
  ], null],
];

for (const [replies, size] of FACTS) {
  Deno.test(`askSizeOrFacts() returns ${size} for ${JSON.stringify(replies)}`, () => {
    const played = play(askSizeOrFacts("a", new KnownServer()), replies);
    assertEquals(played.outcome, size);
    const sent = ["SIZE a", "FEAT", "MLST a"].slice(0, replies.length);
    assertEquals(played.sent, sent);
  });
}

const SET_TIME: [
  features: string[],
  reply: string,
  sent: string,
  set: boolean,
][] = [
  [["MFMT"], "213 Modify=20260102030405; a b", "MFMT 20260102030405 a b", true],
  [["MFMT"], "500 what", "MFMT 20260102030405 a b", false],
  [["MDTM"], "253 ok", "MDTM 20260102030405 a b", true],
  [[], "550 no such file", "MDTM 20260102030405 a b", false],
];

for (const [features, reply, sent, set] of SET_TIME) {
  Deno.test(`setTime() returns ${set} if the reply to ${sent.slice(0, 4)} is ${reply}`, () => {
    const time = new Date("2026-01-02T03:04:05.678Z");
    const known = new Map(features.map((name) => [name, ""]));
    assertEquals(play(setTime("a b", time, known), [reply]), {
      sent: [sent],
      outcome: set,
    });
  });
}

Deno.test("setTime() sends the name as a separate argument, exactly as it was listed", () => {
  const command = setTime("a", new Date(0), new Map()).next().value;
  assertEquals(command, { verb: "MDTM 19700101000000", argument: "a" });
});

const SHA_256 = "0123456789abcdef".repeat(4);
const SHA_1 = "0123456789abcdef01234567".padEnd(40, "f");
const MD5 = "0123456789ABCDEF".repeat(2);

const CHECKSUMS: [
  name: string,
  features: Record<string, string>,
  talk: [command: string, reply: string][],
  checksum: string | null,
][] = [
  ["no features", {}, [], null],
  [
    "HASH, the strongest that is offered",
    { HASH: "MD5;SHA-1*;sha-256" },
    [
      ["OPTS HASH SHA-256", "200 SHA-256"],
      ["HASH a b", `213 SHA-256 0-9 ${SHA_256} a b`],
    ],
    `sha256 ${SHA_256}`,
  ],
  [
    "HASH with another algorithm than requested",
    { HASH: "SHA-256;MD5*" },
    [
      ["OPTS HASH SHA-256", "501 no"],
      ["HASH a b", `213 md5 0-9 ${MD5} a b`],
    ],
    `md5 ${MD5.toLowerCase()}`,
  ],
  [
    "HASH that fails, then another command",
    { HASH: "SHA-1", XMD5: "" },
    [
      ["OPTS HASH SHA-1", "200 SHA-1"],
      ["HASH a b", "550 SHA-1 no"],
      ["XMD5 a b", `250 ${MD5}`],
    ],
    `md5 ${MD5.toLowerCase()}`,
  ],
  [
    "HASH without an algorithm",
    { HASH: "SHA-1" },
    [["OPTS HASH SHA-1", "200 a"], ["HASH a b", `213 ${SHA_1}`]],
    null,
  ],
  ["HASH with unknown algorithms only", { HASH: "BLAKE*" }, [], null],
  [
    "XSHA256 before XCRC",
    { XCRC: "", XSHA256: "" },
    [["XSHA256 a b", `250 "a b" ${SHA_256}`]],
    `sha256 ${SHA_256}`,
  ],
  [
    "XCRC without its leading zeros",
    { XCRC: "" },
    [["XCRC a b", "250 A1B2C3"]],
    "crc32 00a1b2c3",
  ],
  [
    "digits of another length",
    { XSHA1: "", MD5: "" },
    [["XSHA1 a b", `250 ${MD5} x${SHA_1}`], ["MD5 a b", `251 a b ${MD5}`]],
    `md5 ${MD5.toLowerCase()}`,
  ],
  [
    "digits in a refusal",
    { XCRC: "" },
    [["XCRC a b", "550 deadbeef"]],
    null,
  ],
];

for (const [name, features, talk, checksum] of CHECKSUMS) {
  Deno.test(`askChecksum() returns ${checksum === null ? "nothing" : "a checksum"} for ${name}`, () => {
    const dialogue = askChecksum("a b", new Map(Object.entries(features)));
    const { sent, outcome } = play(dialogue, talk.map(([, reply]) => reply));
    assertEquals(sent, talk.map(([command]) => command));
    const shown = outcome && `${outcome.algorithm} ${outcome.value}`;
    assertEquals(shown, checksum);
  });
}

Deno.test("askChecksum() needs linear time for 1 MB", () => {
  const started = cpuTime();
  for (const unit of ["a", " ", '"', "a ", "SHA-1 "]) {
    const dialogue = askChecksum("a", new Map([["XCRC", ""]]));
    dialogue.next();
    const text = unit.repeat(1_000_000 / unit.length);
    assertEquals(dialogue.next(rawReply(250, `250 ${text}`)).value, null);
  }
  assert(cpuTime() - started < 2000);
});

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
  Deno.test(`parseSizeReply() returns ${size} for ${JSON.stringify(reply)}`, () => {
    assertEquals(parseSizeReply(replyOf(reply)), size);
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
  Deno.test(`parseTimeReply() returns ${time} for ${JSON.stringify(reply)}`, () => {
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

Deno.test("parseSizeReply(), parseAnnouncedSize() and parseTimeReply() need linear time for 1 MB", () => {
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

Deno.test("askBinarySize() sets the type I once, and requests the size", () => {
  const parameters = new TransferParameters();
  const ask = (replies: string[]) =>
    play(askBinarySize("a b", parameters), replies);
  assertEquals(ask(["200 a", "213 5"]), {
    sent: ["TYPE I", "SIZE a b"],
    outcome: 5,
  });
  assertEquals(ask(["550 a"]), { sent: ["SIZE a b"], outcome: null });
});
