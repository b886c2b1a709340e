// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ControlMask,
  maskedHead,
  withoutQueries,
  withoutSearch,
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

Deno.test("ControlMask masks the parts of a secret that the reply repeats, until the next command", () => {
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
  ["X-Api-Key: secret", "X-Api-Key: ***"],
  ["apikey: secret", "apikey: ***"],
  ["X-Amz-Security-Token: se cret", "X-Amz-Security-Token: ***"],
  ["Ocp-Apim-Subscription-Key:secret", "Ocp-Apim-Subscription-Key: ***"],
  ["X_Client_Secret: secret", "X_Client_Secret: ***"],
  ["Sec-WebSocket-Key: a", "Sec-WebSocket-Key: a"],
  ["X-Secretary: a", "X-Secretary: a"],
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

Deno.test("maskedHead() masks only the folded lines of a secret", () => {
  const head = "GET / HTTP/1.1\nCookie: a=1;\n b=2\nA: b\n c\n\n";
  assertEquals(maskedHead(head), [
    "GET / HTTP/1.1",
    "Cookie: a=***;",
    " ***",
    "A: b",
    " c",
  ]);
});

const QUERIES = [
  ["GET /a?b=1&c='d HTTP/1.1", "GET /a?… HTTP/1.1"],
  ['Location: /a?b=it\'s&c="d" e<f>#g', "Location: /a?…"],
  ["LOCATION: http://a/b#access_token=c d", "LOCATION: http://a/b#…"],
  ["Content-Location:/a#b?c", "Content-Location:/a#…"],
  ["Location : /a?b c", "Location : /a?…"],
  ["Referer: http://a/?'b", "Referer: http://a/?…"],
  ["Refresh: 0; url=/a?b=c d", "Refresh: 0; url=/a?…"],
  ["Link: </a?b='c>; rel=next, </d?e>", "Link: </a?…>; rel=next, </d?…>"],
  [" rest=of-a-folded-url", " …"],
  ['ETag: "a#1"', 'ETag: "a#1"'],
  ["Location: /a", "Location: /a"],
] as const;

for (const [line, shown] of QUERIES) {
  Deno.test(`withoutQueries() of \`${line}\` is \`${shown}\``, () => {
    assertEquals(withoutQueries(line), shown);
  });
}

const SEARCHES = [
  ["/a", "/a"],
  ["/a\tsome words", "/a\t…"],
  ["/a\tsome words\t+", "/a\t…"],
  ["/a\t+", "/a\t+"],
  ["/a\t$", "/a\t$"],
  ["/a?words", "/a?…"],
] as const;

for (const [line, shown] of SEARCHES) {
  Deno.test(`withoutSearch() of ${JSON.stringify(line)}`, () => {
    assertEquals(withoutSearch(line), shown);
  });
}

Deno.test("withoutUsers() finds every URL of a text", () => {
  assertEquals(
    withoutUsers("http://a:b@c/ and //d@e/ and f@g"),
    "http://***@c/ and //***@e/ and f@g",
  );
});
