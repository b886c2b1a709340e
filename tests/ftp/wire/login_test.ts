// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_LOGIN_FAILURE,
  ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
} from "../../../error.ts";
import {
  greet,
  logIn,
  protectData,
  startTls,
} from "../../../_ftp/wire/login.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { play, playFailing, rawReply, saidBy } from "./dialogue.ts";

const GREETINGS: [name: string, replies: string[], greeting: string][] = [
  ["220", ["220 hi"], "login"],
  ["120, then 220", ["120 wait", "120-wait\r\n120 more", "220 hi"], "login"],
  ["40 lines", ["220-a\r\n".repeat(39) + "220 b"], "login"],
  ["230, already logged in", ["230 hi"], "logged-in"],
];

for (const [name, replies, greeting] of GREETINGS) {
  Deno.test(`greet() accepts ${name}`, () => {
    const { sent, outcome } = play(greet(), replies);
    assertEquals(outcome, greeting);
    assertEquals(sent, replies.map(() => null));
  });
}

for (
  const replies of [["421 full"], ["500 a"], ["120 wait", "530-a\r\n530 b"]]
) {
  Deno.test(`greet() fails at ${JSON.stringify(replies)}`, () => {
    const { outcome } = playFailing(greet(), replies);
    assertEquals(outcome.code, ERROR_INTERNET_EXTENDED_ERROR);
    assertEquals(outcome.responseText, replies.at(-1));
  });
}

const SECURED: [replies: string[], sent: string[]][] = [
  [["234 go"], ["AUTH TLS"]],
  [["334 go"], ["AUTH TLS"]],
  [["500 what", "234 go"], ["AUTH TLS", "AUTH SSL"]],
  [["633 no", "334 go"], ["AUTH TLS", "AUTH SSL"]],
];

for (const [replies, sent] of SECURED) {
  Deno.test(`startTls() accepts ${JSON.stringify(replies)}`, () => {
    assertEquals(play(startTls(), replies), { sent, outcome: undefined });
  });
}

for (const refusal of ["502 a", "633 a", "200 a", "230 a", "331 a", "421 a"]) {
  Deno.test(`startTls() fails if the reply is ${refusal}`, () => {
    const { sent, outcome } = playFailing(startTls(), [refusal, "500 b"]);
    assertEquals(sent, ["AUTH TLS", "AUTH SSL"]);
    assertEquals(outcome.code, ERROR_INTERNET_SECURITY_CHANNEL_ERROR);
    assertEquals(outcome.responseText, refusal);
  });
}

for (const replies of [["200 a", "200 b"], ["500 a", "200 b"]]) {
  Deno.test(`protectData() accepts ${JSON.stringify(replies)}`, () => {
    assertEquals(play(protectData(), replies), {
      sent: ["PBSZ 0", "PROT P"],
      outcome: undefined,
    });
  });
}

Deno.test("protectData() fails if PROT is refused", () => {
  const { outcome } = playFailing(protectData(), ["200 a", "536 b"]);
  assertEquals(outcome.code, ERROR_INTERNET_SECURITY_CHANNEL_ERROR);
  assertEquals(
    saidBy(outcome),
    'Cannot secure the session: the server refuses TLS with "536 b"; without INTERNET_FLAG_SECURE the session is in plain text',
  );
});

const JOE = { user: "joe", password: "s3cret", account: "acct-1" };
const USER = "USER joe";
const PASS = "PASS s3cret";
const ACCT = "ACCT acct-1";

const LOGINS: [name: string, replies: string[], sent: string[]][] = [
  ["a password", ["331 a", "230 b"], [USER, PASS]],
  ["no password", ["230 a"], [USER]],
  ["232 to USER", ["232 a"], [USER]],
  ["202 to PASS", ["331 a", "202 b"], [USER, PASS]],
  ["a welcome of many lines", ["331 a", "230-b\r\n530 c\r\n230 d"], [
    USER,
    PASS,
  ]],
  ["an account", ["331 a", "332 b", "230 c"], [USER, PASS, ACCT]],
  ["an account without a password", ["332 a", "202 b"], [USER, ACCT]],
];

for (const [name, replies, sent] of LOGINS) {
  Deno.test(`logIn() handles ${name}`, () => {
    assertEquals(play(logIn(JOE), replies), { sent, outcome: undefined });
  });
}

Deno.test("logIn() sends an empty password if it is requested", () => {
  const { sent } = play(logIn({ ...JOE, password: "" }), ["331 a", "230 b"]);
  assertEquals(sent, [USER, "PASS "]);
});

const FAILURES: [name: string, replies: string[], code: number][] = [
  ["530 to PASS", ["331 a", "530 no"], ERROR_INTERNET_LOGIN_FAILURE],
  ["530 to USER", ["530 no"], ERROR_INTERNET_LOGIN_FAILURE],
  ["331 to PASS", ["331 a", "331 b"], ERROR_INTERNET_LOGIN_FAILURE],
  ["530 to ACCT", ["332 a", "530 b"], ERROR_INTERNET_LOGIN_FAILURE],
  [
    "a text in another language",
    ["331 a", "530 Anmeldung nicht m\xf6glich"],
    ERROR_INTERNET_LOGIN_FAILURE,
  ],
  ["421", ["331 a", "421 bye"], ERROR_INTERNET_EXTENDED_ERROR],
  ["too many users", ["530 Too many users"], ERROR_INTERNET_EXTENDED_ERROR],
  [
    "the maximum of connections",
    ["331 a", "530 Sorry, the maximum number of connections is reached"],
    ERROR_INTERNET_EXTENDED_ERROR,
  ],
];

for (const [name, replies, code] of FAILURES) {
  Deno.test(`logIn() fails at ${name}`, () => {
    const { outcome } = playFailing(logIn(JOE), replies);
    assertEquals(outcome.code, code);
    const advice = code === ERROR_INTERNET_LOGIN_FAILURE
      ? "; check lpszUserName and lpszPassword"
      : "";
    assertEquals(
      saidBy(outcome),
      `Cannot log in as "joe": ${replies.at(-1)}${advice}`,
    );
    assertEquals(outcome.responseText, replies.at(-1));
  });
}

Deno.test("logIn() fails without a command if an account is required and there is none", () => {
  const { sent, outcome } = playFailing(logIn({ ...JOE, account: "" }), [
    "331 a",
    "332 account",
  ]);
  assertEquals(sent, [USER, PASS]);
  assertEquals(outcome.code, ERROR_INTERNET_LOGIN_FAILURE);
});

/** The reply with which a server echoes the password, and the part that may be shown. */
const ECHOES: [
  name: string,
  credentials: typeof JOE,
  replies: string[],
  shown: string,
][] = [
  [
    "the password",
    JOE,
    ["331 a", "530 s3cret is wrong, s3cret!"],
    "530 *** is wrong, ***!",
  ],
  ["the account", JOE, ["332 a", "530 acct-1"], "530 ***"],
  [
    "the password in an inner line",
    JOE,
    ["331 a", "530-PASS s3cret\r\n530 no"],
    "530-PASS ***\r\n530 no",
  ],
  [
    "an account that holds the password",
    { user: "joe", password: "cret", account: "cretin" },
    ["332 a", "530 cretin cret"],
    "530 *** ***",
  ],
  [
    "a password that holds the account",
    { user: "joe", password: "cretin", account: "cret" },
    ["332 a", "530 cretin cret"],
    "530 *** ***",
  ],
  [
    "a password of characters with a meaning in regular expressions",
    { user: "joe", password: "$&.*(", account: "" },
    ["331 a", "530 $&.*( a"],
    "530 *** a",
  ],
];

for (const [name, credentials, replies, shown] of ECHOES) {
  Deno.test(`logIn() does not show ${name} if the server echoes it`, () => {
    const { outcome } = playFailing(logIn(credentials), replies);
    assertEquals(outcome.responseText, shown);
    const line = shown.split("\r\n").at(-1)!;
    const advice = "; check lpszUserName and lpszPassword";
    assert(saidBy(outcome).endsWith(line + advice));
    assertEquals(Deno.inspect(outcome).includes(credentials.password), false);
  });
}

Deno.test("logIn() does not show a password that is equal to the name", () => {
  const { outcome } = playFailing(logIn({ ...JOE, user: "s3cret" }), [
    "530 no",
  ]);
  assertEquals(
    saidBy(outcome),
    'Cannot log in as "***": 530 no; check lpszUserName and lpszPassword',
  );
});

Deno.test("logIn() needs linear time for refusals of 1 MB", () => {
  const started = cpuTime();
  for (const unit of ["s3cret", "s", "max ", "too ", "a", " "]) {
    for (const password of ["s3cret", "s".repeat(50), "a".repeat(50) + "b"]) {
      const dialogue = logIn({ ...JOE, password });
      dialogue.next();
      try {
        dialogue.next(
          rawReply(530, `530 ${unit.repeat(1_000_000 / unit.length)}`),
        );
        throw new Error("The dialogue has not failed");
      } catch (error) {
        assert(!(error as Error).message.includes(password));
      }
    }
  }
  assert(cpuTime() - started < 4000);
});
