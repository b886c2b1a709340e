// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ControlMask,
  maskedHead,
  withoutUsers,
} from "../../_base/wire_secrets.ts";

const COMMANDS = [
  ["PASS secret", "PASS ***"],
  ["pass secret words", "pass ***"],
  ["ACCT secret", "ACCT ***"],
  ["SITE PSWD old new", "SITE PSWD ***"],
  ["SITE CHPASS x", "SITE CHPASS ***"],
  [" SITE  PSWD old new", " SITE  PSWD ***"],
  ["PASS\tsecret", "PASS\t***"],
  ["SITE CPWD x", "SITE CPWD ***"],
  ["SITE ADDUSER ann secret", "SITE ADDUSER ***"],
  ["PASV", "PASV"],
  ["USER ann", "USER ann"],
  ["STOR PASS secret", "STOR PASS secret"],
  ["SITE CHMOD 600 a", "SITE CHMOD 600 a"],
  ["RETR ftp://ann:secret@a/b", "RETR ftp://***@a/b"],
] as const;

for (const [line, masked] of COMMANDS) {
  Deno.test(`ControlMask shows the command "${line}" as "${masked}"`, () => {
    assertEquals(new ControlMask().command(line), masked);
  });
}

Deno.test("ControlMask masks what the reply repeats of a secret, until the next command", () => {
  const mask = new ControlMask();
  mask.command("SITE CHPASS old 2");
  assertEquals(
    mask.reply("502 'SITE CHPASS old 2': what?"),
    "502 'SITE CHPASS ***': what?",
  );
  assertEquals(mask.reply("502 SITE CHPASS OLD 2"), "502 SITE CHPASS ***");
  mask.command("PASS 2");
  assertEquals(mask.reply("230-2 is right"), "230-*** is right");
  mask.command("NOOP");
  assertEquals(mask.reply("200 2"), "200 2");
});

const FIELDS = [
  ["Authorization: Basic c2VjcmV0", "Authorization: Basic ***"],
  [
    'authorization: Digest username="a", response="b"',
    "authorization: Digest ***",
  ],
  ["Authorization: secret", "Authorization: ***"],
  [
    "Proxy-Authorization:Negotiate secret",
    "Proxy-Authorization: Negotiate ***",
  ],
  ["Cookie: a=1; b=2=3", "Cookie: a=***; b=***"],
  ["Cookie: secret; b=", "Cookie: ***; b=***"],
  ["Set-Cookie: a=1; Path=/; Secure", "Set-Cookie: a=***; Path=/; Secure"],
  ["SET-COOKIE: secret", "SET-COOKIE: ***"],
  ["Location: http://ann:se@a/?q=1", "Location: http://***@a/?q=1"],
  ["Referer: ftp://ann@a/b@c", "Referer: ftp://***@a/b@c"],
  ["Set-Cookie : a=1", "Set-Cookie: a=***"],
  ["Location: http://ann:s'e@a/", "Location: http://***@a/"],
  ["Location: http:/ann:se@a/", "Location: http:/***@a/"],
  ["Location: https:\\\\ann:se@a/", "Location: https:\\\\***@a/"],
  ["Content-Length: 5", "Content-Length: 5"],
  ["X: //a/b@c", "X: //a/b@c"],
] as const;

for (const [line, masked] of FIELDS) {
  Deno.test(`maskedHead() shows "${line}" as "${masked}"`, () => {
    const head = `HTTP/1.1 200 OK\r\n${line}\r\nA: b\r\n\r\n`;
    assertEquals(maskedHead(head), ["HTTP/1.1 200 OK", masked, "A: b"]);
  });
}

Deno.test("maskedHead() masks a folded line of a secret, and no other", () => {
  const head = "GET / HTTP/1.1\nCookie: a=1;\n b=2\nA: b\n c\n\n";
  assertEquals(maskedHead(head), [
    "GET / HTTP/1.1",
    "Cookie: a=***;",
    " ***",
    "A: b",
    " c",
  ]);
});

Deno.test("withoutUsers() finds every URL of a text", () => {
  assertEquals(
    withoutUsers("http://a:b@c/ and //d@e/ and f@g"),
    "http://***@c/ and //***@e/ and f@g",
  );
});
