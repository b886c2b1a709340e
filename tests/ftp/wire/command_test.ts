// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INVALID_PARAMETER,
  ERROR_NO_UNICODE_TRANSLATION,
  InternetError,
} from "../../../error.ts";
import {
  checkedName,
  checkedText,
  commandLine,
  commandRefused,
  encodeCommand,
  LineCodec,
} from "../../../_ftp/wire/command.ts";
import { type NameCodec, nameCodec } from "../../../_base/code_page.ts";
import { latin1 } from "../../helpers/splits.ts";
import { play, playFailing, replyOf, saidBy } from "./dialogue.ts";

function encode(
  verb: string,
  argument?: string,
  codec: NameCodec = nameCodec(65_001),
): Uint8Array {
  const command = argument === undefined ? { verb } : { verb, argument };
  return encodeCommand(command, (text) => codec.encode(text));
}

const COMMANDS: [
  name: string,
  verb: string,
  argument: string | undefined,
  wire: string,
][] = [
  ["only a verb", "PWD", undefined, "PWD\r\n"],
  ["an argument", "CWD", "/a b", "CWD /a b\r\n"],
  ["an empty argument", "PASS", "", "PASS \r\n"],
  ["blanks at both ends", "RETR", " a ", "RETR  a \r\n"],
  ["UTF-8", "RETR", "\xe4", "RETR \xc3\xa4\r\n"],
  [
    "UTF-8 in a custom verb",
    "SITE \xe4",
    undefined,
    "SITE \xc3\xa4\r\n",
  ],
  ["U+010A, which is not LF", "RETR", "a\u010ab", "RETR a\xc4\x8ab\r\n"],
  ["U+010D, which is not CR", "RETR", "a\u010db", "RETR a\xc4\x8db\r\n"],
  ["U+0100, which is not NUL", "RETR", "\u0100", "RETR \xc4\x80\r\n"],
  [
    "control characters that end no line",
    "CWD",
    "\t\x1b\x7f",
    "CWD \t\x1b\x7f\r\n",
  ],
];

for (const [name, verb, argument, wire] of COMMANDS) {
  Deno.test(`encodeCommand() sends ${name}`, () => {
    assertEquals(encode(verb, argument), latin1(wire));
  });
}

Deno.test("encodeCommand() doubles a byte 0xFF for telnet", () => {
  assertEquals(
    encode("RETR", "\xff\xffa", nameCodec(28_591)),
    latin1("RETR \xff\xff\xff\xffa\r\n"),
  );
});

Deno.test("encodeCommand() does not double a byte 0xFF for servers without telnet", () => {
  const codec = nameCodec(28_591);
  const bytes = encodeCommand(
    { verb: "RETR", argument: "\xff" },
    (text) => codec.encode(text),
    false,
  );
  assertEquals(bytes, latin1("RETR \xff\r\n"));
});

Deno.test("encodeCommand() sends a name that is not UTF-8 as the server listed it", () => {
  const codec = nameCodec(65_001);
  codec.note("\xe4", true);
  assertEquals(encode("RETR", "\xe4", codec), latin1("RETR \xe4\r\n"));
  assertEquals(encode("RETR", "b/\xe4", codec), latin1("RETR b/\xe4\r\n"));
  assertEquals(encode("\xe4", "a", codec), latin1("\xe4 a\r\n"));
});

Deno.test("encodeCommand() does not encode a character of a code page as a line end", () => {
  for (const codePage of [28_591, 1252, 932, 936, 949, 950, 20_866]) {
    const codec = nameCodec(codePage);
    for (
      const character of ["\u010a", "\u010d", "\u0a0d", "\ud800", "\udc0a"]
    ) {
      try {
        const line = [...encode("RETR", character, codec).subarray(0, -2)];
        assert(!line.includes(0x0a) && !line.includes(0x0d), character);
      } catch (error) {
        assert(error instanceof InternetError);
        assertEquals(error.code, ERROR_NO_UNICODE_TRANSLATION);
      }
    }
  }
});

/** The bytes that the encoder returns are checked, not only the characters. */
for (const byte of ["\r", "\n", "\0"]) {
  Deno.test(`encodeCommand() refuses ${JSON.stringify(byte)} at any position`, () => {
    const calls = [
      () => encode("CWD", `a${byte}DELE b`),
      () => encode("CWD", byte),
      () => encode(`NOOP${byte}`),
      () => encodeCommand({ verb: "CWD", argument: "a" }, () => latin1(byte)),
    ];
    for (const call of calls) {
      const error = assertThrows(call, InternetError);
      assertEquals(error.code, ERROR_INVALID_PARAMETER);
    }
  });
}

Deno.test("encodeCommand() shows no password in its errors", () => {
  for (const password of ["secret\r\nDELE a", "secret".repeat(10_000)]) {
    const error = assertThrows(() => encode("PASS", password), InternetError);
    assert(!error.message.includes("secret"), error.message);
    assert(error.message.includes("PASS"));
  }
});

Deno.test("encodeCommand() sends at most 32768 bytes", () => {
  const longest = "a".repeat(32_768 - "RETR ".length);
  assertEquals(encode("RETR", longest).length, 32_768 + 2);
  const error = assertThrows(
    () => encode("RETR", `${longest}a`),
    InternetError,
  );
  assertEquals(error.code, ERROR_INVALID_PARAMETER);
});

const ACCEPTED: [replies: string[], sent: (string | null)[]][] = [
  [["200 a"], ["SITE a b"]],
  [["331 a"], ["SITE a b"]],
  [["150 a", "150 b", "250 c"], ["SITE a b", null, null]],
];

for (const [replies, sent] of ACCEPTED) {
  Deno.test(`commandLine() accepts ${JSON.stringify(replies)}`, () => {
    const played = play(commandLine("SITE a b", "do it"), replies);
    assertEquals(played, { sent, outcome: undefined });
  });
}

const NOT_THERE =
  "; check the name with FtpFindFirstFile, and the permissions of the user";

for (const replies of [["400 a"], ["550 a"], ["150 a", "550 a"]]) {
  Deno.test(`commandLine() fails at ${JSON.stringify(replies)}`, () => {
    const { outcome } = playFailing(commandLine("SITE a", "do it"), replies);
    assertEquals(outcome.code, ERROR_INTERNET_EXTENDED_ERROR);
    assertEquals(outcome.responseText, replies.at(-1));
    const last = replies.at(-1)!;
    const advice = last.startsWith("550") ? NOT_THERE : "";
    assertEquals(saidBy(outcome), `Cannot do it: ${last}${advice}`);
  });
}

Deno.test("checkedText() accepts strings, including the empty one", () => {
  for (
    const text of ["", "a b", "\u010a\u010d", "\u{1f600}", "a".repeat(32_768)]
  ) {
    assertEquals(checkedText(text, "lpszUserName"), text);
  }
});

Deno.test("checkedName() accepts every string that is not empty", () => {
  assertEquals(checkedName(" ", "lpszFileName"), " ");
});

const NO_TEXTS: [name: string, value: unknown][] = [
  ["undefined", undefined],
  ["null", null],
  ["a number", 1],
  ["an object with a text", { toString: () => "a" }],
  ["CR", "a\rb"],
  ["LF", "a\nb"],
  ["NUL", "a\0b"],
  ["CR LF at the end", "a\r\n"],
  ["the first half of a character", "\ud83d"],
  ["the second half of a character", "a\ude00"],
  ["32769 characters", "a".repeat(32_769)],
];

for (const [name, value] of NO_TEXTS) {
  Deno.test(`checkedText() and checkedName() refuse ${name}`, () => {
    for (const check of [checkedText, checkedName]) {
      const error = assertThrows(() => check(value, "lpszX"), InternetError);
      assertEquals(error.code, ERROR_INVALID_PARAMETER);
      assert(error.message.includes("lpszX"));
    }
  });
}

Deno.test("checkedText() shows no password in its errors", () => {
  for (const value of ["secret\n", "secret\ud83d", "secret".repeat(10_000)]) {
    const error = assertThrows(
      () => checkedText(value, "lpszPassword", true),
      InternetError,
    );
    assert(!error.message.includes("secret"), error.message);
  }
});

Deno.test("checkedName() refuses an empty name", () => {
  const error = assertThrows(() => checkedName("", "lpszX"), InternetError);
  assertEquals(error.code, ERROR_INVALID_PARAMETER);
});

Deno.test("commandRefused() has the whole reply, and the last line in its message", () => {
  const error = commandRefused('open "a"', replyOf("550-no\r\n550 such file"));
  assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
  assertEquals(saidBy(error), `Cannot open "a": 550 such file${NOT_THERE}`);
  assertEquals(error.responseText, "550-no\r\n550 such file");
});

for (
  const [greeting, wire] of [
    ["220 ProFTPD Server", "CWD \xff\xff\r\n"],
    ["220 (vsFTPd 3.0.3)", "CWD \xff\r\n"],
  ] as const
) {
  Deno.test(`LineCodec.encode() sends 0xFF as the server of "${greeting}" reads it`, () => {
    const codec = new LineCodec();
    codec.names = nameCodec(28_591);
    codec.heed(greeting);
    const bytes = codec.encode({ verb: "CWD", argument: "\xff" });
    assertEquals(bytes, latin1(wire));
  });
}

Deno.test("LineCodec.decode() masks the secrets, but not in the code", () => {
  const codec = new LineCodec();
  codec.secrets = ["230", "x1"];
  assertEquals(codec.decode(latin1("230 a x1 230")), "230 a *** ***");
  codec.secrets = [];
  assertEquals(codec.decode(latin1("230 a x1")), "230 a x1");
});

Deno.test("LineCodec.noteName() remembers the bytes of a name that is not UTF-8", () => {
  const codec = new LineCodec();
  codec.decode(latin1('257 "\xe4"'));
  codec.noteName("\xe4");
  const bytes = codec.encode({ verb: "CWD", argument: "\xe4" });
  assertEquals(bytes, latin1("CWD \xe4\r\n"));
  codec.decode(latin1('257 "a"'));
  codec.noteName("\xf6");
  assertEquals(
    codec.encode({ verb: "CWD", argument: "\xf6" }),
    latin1("CWD \xc3\xb6\r\n"),
  );
});
