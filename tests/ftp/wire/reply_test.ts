// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { ERROR_FTP_DROPPED, InternetError } from "../../../error.ts";
import { nameCodec } from "../../../_base/code_page.ts";
import {
  type FtpReply,
  isPositive,
  isPreliminary,
  MAX_REPLY,
  MAX_REPLY_LINE,
  parseAnnouncedSize,
  ReplyDecoder,
  replyMessage,
  replyText,
} from "../../../_ftp/wire/reply.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { everyTwoCuts, inPieces, latin1 } from "../../helpers/splits.ts";
import { rawReply, replyOf } from "./dialogue.ts";

const LATIN_1 = nameCodec(28_591);

function newDecoder(): ReplyDecoder {
  return new ReplyDecoder((bytes) => LATIN_1.decode(bytes).text);
}

function decode(pieces: Iterable<Uint8Array>): FtpReply[] {
  const decoder = newDecoder();
  const replies: FtpReply[] = [];
  for (const piece of pieces) replies.push(...decoder.push(piece));
  assertEquals(decoder.open, false);
  return replies;
}

/** The bytes from the server, and the replies in them. */
const REPLIES: [
  name: string,
  wire: string,
  replies: [code: number, ...lines: string[]][],
][] = [
  ["one line", '257 "/x"\r\n', [[257, '257 "/x"']]],
  ["a line with only a code", "200\r\n", [[200, "200"]]],
  ["a code with a blank and no text", "200 \r\n", [[200, "200 "]]],
  ["several replies in one segment", "150 go\r\n226 done\r\n", [
    [150, "150 go"],
    [226, "226 done"],
  ]],
  ["331 directly after 220", "220 hi\r\n331 who\r\n", [
    [220, "220 hi"],
    [331, "331 who"],
  ]],
  ["a multi-line reply", "220-a\r\nb\r\n220 c\r\n", [
    [220, "220-a", "b", "220 c"],
  ]],
  [
    "inner lines with other numbers, the code and a hyphen, blanks, or nothing",
    "220-a\r\n230 b\r\n220-c\r\n 220 d\r\n\r\n2200 e\r\n220e\r\n220 f\r\n",
    [[
      220,
      "220-a",
      "230 b",
      "220-c",
      " 220 d",
      "",
      "2200 e",
      "220e",
      "220 f",
    ]],
  ],
  ["a multi-line reply whose last line is only the code", "211-a\r\n211\r\n", [
    [211, "211-a", "211"],
  ]],
  ["line ends of only LF", "220-a\nb\n220 c\n230 d\n", [
    [220, "220-a", "b", "220 c"],
    [230, "230 d"],
  ]],
  ["a second CR at the end of a line", "200 a\r\r\n", [[200, "200 a"]]],
  ["a CR within a line", "200 a\rb\r\n", [[200, "200 a\rb"]]],
  ["the echo of a command", "220 hi\r\nUSER joe\r\n331 who\r\n", [
    [220, "220 hi"],
    [331, "331 who"],
  ]],
  ["empty lines between replies", "\r\n200 a\r\n\r\n\n200 b\r\n", [
    [200, "200 a"],
    [200, "200 b"],
  ]],
  [
    "numbers that are not codes",
    "220 hi\r\n099 a\r\n700 b\r\n20 c\r\n2000\r\n200 d\r\n",
    [[220, "220 hi"], [200, "200 d"]],
  ],
  ["a protected reply", "631 a\r\n", [[631, "631 a"]]],
  [
    "telnet commands before and within a line",
    "\xff\xfb\x01\xff\xf4\xff\xf2200 \xff\xfe\x06a\xff\xf1b\r\n",
    [[200, "200 ab"]],
  ],
  ["a doubled 0xFF, which is a letter", "257 \xff\xff\r\n", [
    [257, "257 \xff"],
  ]],
  ["a single 0xFF before another letter", "257 \xffa \xff\r\n", [
    [257, "257 \xffa \xff"],
  ]],
  ["a single 0xFF at the end of a line", "257 a\xff\n", [[257, "257 a\xff"]]],
  ["a telnet command without its option", "200 a\xff\xfb\r\n", [
    [200, "200 a"],
  ]],
  ["letters beyond ASCII", "257 \xc3\xa4\xe4\r\n", [[257, "257 \xc3\xa4\xe4"]]],
];

for (const [name, wire, expected] of REPLIES) {
  Deno.test(`ReplyDecoder reads ${name}, split anywhere`, () => {
    const bytes = latin1(wire);
    const seen = (replies: FtpReply[]) =>
      replies.map(({ code, lines }) => [code, ...lines]);
    const whole = decode([bytes]);
    assertEquals(seen(whole), expected);
    assertEquals(decode(inPieces(bytes, 1)), whole);
    for (const pieces of everyTwoCuts(bytes)) {
      assertEquals(decode(pieces), whole);
    }
  });
}

Deno.test("ReplyDecoder reads a greeting of 40 lines byte by byte", () => {
  const wire = "220-hello\r\n".repeat(39) + "220 at last\r\n";
  const [greeting, ...more] = decode(inPieces(latin1(wire), 1));
  assertEquals(greeting?.lines.length, 40);
  assertEquals(more, []);
});

Deno.test("ReplyDecoder counts the bytes on the wire", () => {
  const sizes = decode([latin1("220 x\necho\r\n200 a\r\n220-a\n220 b\n")])
    .map(({ size }) => size);
  assertEquals(sizes, [6, 13, 12]);
});

Deno.test("ReplyDecoder is open if bytes have arrived after the last reply", () => {
  const decoder = newDecoder();
  const openAfter = (text: string) => {
    decoder.push(latin1(text));
    return decoder.open;
  };
  assertEquals(decoder.open, false);
  assertEquals(openAfter("2"), true);
  assertEquals(openAfter("20-a\r\n"), true);
  assertEquals(openAfter("220 b\r\n"), false);
  assertEquals(openAfter("rubbish\r\n"), true);
  assertEquals(openAfter("200 c\r\n"), false);
});

/** The bytes so far, and `true` if a line with another code could end the reply here. */
const CLOSABLE: [wire: string, closable: boolean][] = [
  ["", false],
  ["220 a\r\n", false],
  ["220-a\r\n", false],
  ["220-a\r\nb\r\n", false],
  ["220-a\r\n230-b\r\n", false],
  ["220-a\r\n2300 b\r\n", false],
  ["220-a\r\n290 b\r\n", false],
  ["220-a\r\n230 b", false],
  ["220-a\r\n230 b\r\n", true],
  ["220-a\r\n230\r\n", true],
  ["220-a\r\n230 b\r\n2", false],
  ["220-a\r\n230 b\r\nc\r\n", false],
  ["220-a\r\n230 b\r\n220 c\r\n", false],
  ["211-a\r\n200 b\r\n", false],
];

for (const [wire, closable] of CLOSABLE) {
  Deno.test(`ReplyDecoder is ${closable ? "" : "not "}closable after ${JSON.stringify(wire)}`, () => {
    const decoder = newDecoder();
    decoder.push(latin1(wire));
    assertEquals(decoder.closable, closable);
  });
}

Deno.test("ReplyDecoder.close() accepts a reply that another code has closed", () => {
  const decoder = newDecoder();
  assertEquals(decoder.push(latin1("150-a\r\nb\r\n226 c\r\n")), []);
  const reply = decoder.close();
  assertEquals([reply.code, ...reply.lines], [226, "150-a", "b", "226 c"]);
  assertEquals(reply.size, 17);
  assertEquals(decoder.open, false);
  assertEquals(decoder.push(latin1("200 d\r\n"))[0]?.lines, ["200 d"]);
});

const NOT_FTP: [name: string, pieces: Iterable<Uint8Array>][] = [
  ["a NUL within a line", [latin1("200 a\0b\r\n")]],
  ["a NUL before a reply", [latin1("\0")]],
  [
    "a line without an end",
    inPieces(latin1("2".repeat(MAX_REPLY_LINE + 1)), 4096),
  ],
  [
    "a line that is too long and has an end",
    [latin1(`200 ${"a".repeat(MAX_REPLY_LINE)}\r\n`)],
  ],
  ["a multi-line reply without an end", endless("220-a\r\n")],
  ["a FEAT reply without an end", endless(" 211\n")],
  ["rubbish without an end", endless("a\r\n")],
  ["empty lines without an end", endless("\n")],
];

/** Yields the same line endlessly; a reader that reads everything never ends. */
function* endless(line: string): Generator<Uint8Array> {
  yield latin1("211-\r\n");
  const piece = latin1(line.repeat(1000));
  for (;;) yield piece;
}

for (const [name, pieces] of NOT_FTP) {
  Deno.test(`ReplyDecoder refuses ${name}`, () => {
    const decoder = newDecoder();
    const error = assertThrows(() => {
      for (const piece of pieces) decoder.push(piece);
    }, InternetError);
    assertEquals(error.code, ERROR_FTP_DROPPED);
  });
}

Deno.test("ReplyDecoder refuses invalid data without an end if no reply is open", () => {
  const decoder = newDecoder();
  const piece = latin1("GET / HTTP/1.1\r\n".repeat(1000));
  const error = assertThrows(() => {
    for (;;) decoder.push(piece);
  }, InternetError);
  assertEquals(error.code, ERROR_FTP_DROPPED);
});

Deno.test("ReplyDecoder accepts the longest line and the longest reply", () => {
  const line = `200 ${"a".repeat(MAX_REPLY_LINE - 5)}`;
  assertEquals(decode([latin1(`${line}\r\n`)])[0]?.lines, [line]);
  const inner = `${"b".repeat(1022)}\r\n`;
  const wire = `211-\r\n${inner.repeat(MAX_REPLY / 1024 - 1)}211 end\r\n`;
  const [reply] = decode(inPieces(latin1(wire), 5000));
  assertEquals(reply?.lines.length, MAX_REPLY / 1024 + 1);
});

Deno.test("ReplyDecoder needs linear time for lines of telnet commands", () => {
  const started = cpuTime();
  const decoder = newDecoder();
  decoder.push(latin1("220 hi\r\n"));
  const line = latin1("\xff\xfb".repeat(MAX_REPLY_LINE / 2 - 1) + "\r\n");
  for (let round = 0; round < 15; round++) {
    assertEquals(decoder.push(line), []);
  }
  assert(cpuTime() - started < 2000);
});

Deno.test("replyText() returns the whole reply, and replyMessage() the text after its last code", () => {
  const reply = rawReply(220, "220-a", " b", "220 c d");
  assertEquals(replyText(reply), "220-a\r\n b\r\n220 c d");
  assertEquals(replyMessage(reply), "c d");
  assertEquals(replyMessage(rawReply(200, "200")), "");
});

Deno.test("isPositive() and isPreliminary() check the first digit", () => {
  const codes = [125, 199, 200, 299, 300, 331, 421, 550, 631];
  const kinds = codes.map((code) => {
    const reply = rawReply(code);
    return [isPreliminary(reply), isPositive(reply)].map(Number).join("");
  });
  assertEquals(kinds, ["10", "10", "01", "01", "00", "00", "00", "00", "00"]);
});

for (
  const banner of [
    "SSH-2.0-OpenSSH_9.2\r\n",
    "HTTP/1.0 200 OK\r\n",
    "\xff\xfd\x01hello\n",
  ]
) {
  Deno.test(`ReplyDecoder does not accept ${JSON.stringify(banner)} as a greeting`, () => {
    const error = assertThrows(
      () => decode([latin1(`\r\n${banner}`)]),
      InternetError,
      "its greeting is not an FTP reply",
    );
    assertEquals(error.code, ERROR_FTP_DROPPED);
  });
}

Deno.test("ReplyDecoder does not keep bytes of a buffer that is reused", () => {
  const decoder = newDecoder();
  const buffer = latin1("220 ab");
  assertEquals(decoder.push(buffer), []);
  buffer.set(latin1("c\r\n"));
  const [reply] = decoder.push(buffer.subarray(0, 3));
  assertEquals(reply?.lines, ["220 abc"]);
});

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
  ["150 Ouverture de la connexion pour a (1234 octets)", 1234],
  ["150 a (1234 Байт)", 1234],
  ["150 a (1234字节)", 1234],
  ["150 a (1234 kbytes)", null],
  ["150 a (1234 files)", null],
];

for (const [reply, size] of ANNOUNCED) {
  Deno.test(`parseAnnouncedSize() returns ${size} for ${JSON.stringify(reply)}`, () => {
    assertEquals(parseAnnouncedSize(replyOf(reply)), size);
  });
}

Deno.test("parseAnnouncedSize() ignores a name that looks like a size", () => {
  const name = "a (5 bytes).txt";
  const reply = replyOf(`150 Here is /d/${name} (1234 bytes)`);
  assertEquals(parseAnnouncedSize(reply, `d/${name}`), 1234);
  const without = replyOf(`150 Here is /d/${name}`);
  assertEquals(parseAnnouncedSize(without, name), null);
});
