// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import { InternetError } from "../../../error.ts";
import { Relogin } from "../../../_ftp/wire/relogin.ts";
import { play, replyOf } from "./dialogue.ts";

const DAY = 86_400_000;

/** Passes the lines and replies of one call; `null` for a reply that has not arrived. */
function call(
  relogin: Relogin,
  ...steps: [line: string, reply: string | null][]
): void {
  relogin.began(0);
  for (const [line, reply] of steps) {
    const [verb, ...rest] = line.split(" ");
    relogin.sent(
      rest.length === 0
        ? { verb: verb! }
        : { verb: verb!, argument: rest.join(" ") },
    );
    if (reply !== null) relogin.replied(replyOf(reply));
  }
}

function restedAfter(...steps: [line: string, reply: string][]): Relogin {
  const relogin = new Relogin();
  call(relogin, ...steps);
  relogin.rested(0);
  return relogin;
}

/** Returns the lines that a new login repeats. */
function repeated(relogin: Relogin, refusedAt?: number): unknown[] {
  const replies: string[] = [];
  for (let count = 0;; count++) {
    try {
      return [...play(relogin.repeat(), replies).sent];
    } catch (error) {
      if (error instanceof InternetError) throw error;
      if (count > 20) throw error;
      replies.push(count === refusedAt ? "550 no" : "200 ok");
    }
  }
}

Deno.test("Relogin.mayRenew is true only while the login is idle", () => {
  const relogin = new Relogin();
  assertEquals(relogin.mayRenew, false);
  relogin.rested(0);
  assertEquals(relogin.mayRenew, true);
  relogin.began(1);
  assertEquals(relogin.mayRenew, false);
});

Deno.test("Relogin.maybeUnread() is true after 50 idle milliseconds", () => {
  const relogin = new Relogin();
  assertEquals(relogin.maybeUnread(DAY), false);
  relogin.rested(10);
  assertEquals([59, 60].map((now) => relogin.maybeUnread(now)), [false, true]);
  relogin.began(60);
  assertEquals(relogin.maybeUnread(DAY), false);
});

const FIRST: [line: string, repeats: boolean][] = [
  ["PWD", true],
  ["CWD d", true],
  ["TYPE I", true],
  ["EPSV", true],
  ["RNFR a", true],
  ["RETR f", true],
  ["noop", true],
  ["MKD d", false],
  ["RMD d", false],
  ["DELE f", false],
  ["RNTO b", false],
  ["STOR f", false],
  ["APPE f", false],
  ["STOU", false],
  ["SITE CHMOD 600 f", false],
  ["MFMT 20200101000000 f", false],
  ["ABOR", false],
  ["QUIT", false],
  ["XYZ", false],
];

for (const [line, repeats] of FIRST) {
  Deno.test(`Relogin.mayRepeat() is ${repeats} if ${line} has noticed the loss`, () => {
    for (const lineAsVerb of [false, true]) {
      const relogin = restedAfter();
      relogin.began(1);
      if (lineAsVerb) relogin.sent({ verb: line });
      else call(relogin, [line, null]);
      assertEquals(relogin.mayRepeat(false), repeats);
    }
  });
}

Deno.test("Relogin.mayRepeat() is false after a reply to the call, except 421", () => {
  for (const [reply, repeats] of [["200 ok", false], ["421 bye", true]]) {
    const relogin = restedAfter();
    call(relogin, ["TYPE I", String(reply)]);
    assertEquals(relogin.mayRepeat(false), repeats);
  }
});

Deno.test("Relogin.mayRepeat() is true before the first command was sent", () => {
  const relogin = restedAfter();
  call(relogin);
  assertEquals(relogin.mayRepeat(false), true);
});

Deno.test("Relogin.mayRepeat() treats a late reply as a loss only after five idle seconds", () => {
  for (const [time, repeats] of [[4_999, false], [5_000, true]] as const) {
    const relogin = restedAfter();
    relogin.began(time);
    relogin.sent({ verb: "PWD" });
    assertEquals(relogin.mayRepeat(true), repeats);
    assertEquals(relogin.mayRepeat(false), true);
  }
  const relogin = new Relogin();
  relogin.began(DAY);
  relogin.sent({ verb: "PWD" });
  assertEquals(relogin.mayRepeat(true), false, "it was never idle");
});

const REPEATED: [title: string, steps: [string, string][], lines: string[]][] =
  [
    ["nothing", [["PWD", '257 "/home"']], []],
    ["a directory", [["CWD a", "250 ok"]], ["CWD a"]],
    ["relative directories", [
      ["CWD a", "250 ok"],
      ["CWD b", "250 ok"],
      ["CDUP", "200 ok"],
    ], ["CWD a", "CWD b", "CDUP"]],
    ["the last absolute directory and the following ones", [
      ["CWD a", "250 ok"],
      ["CWD /b", "250 ok"],
      ["XCWD c", "250 ok"],
    ], ["CWD /b", "XCWD c"]],
    ["no directory that was refused", [["CWD a", "550 no"]], []],
    ["a known path", [
      ["CWD a", "250 ok"],
      ["CWD b", "250 ok"],
      ["PWD", '257 "/home/b"'],
      ["CWD c", "250 ok"],
    ], ["CWD /home/b", "CWD c"]],
    ["no path beyond ASCII", [
      ["CWD a", "250 ok"],
      ["PWD", '257 "/ü/a"'],
    ], ["CWD a"]],
    ["settings, each as it was last", [
      ["TYPE A", "200 ok"],
      ["OPTS UTF8 ON", "200 ok"],
      ["OPTS MLST size;", "200 ok"],
      ["SITE UMASK 022", "200 ok"],
      ["SITE UMASK 027", "200 ok"],
      ["TYPE I", "200 ok"],
      ["SITE CHMOD 600 f", "200 ok"],
      ["MODE Z", "504 no"],
      ["CWD a", "250 ok"],
    ], [
      "TYPE I",
      "OPTS UTF8 ON",
      "OPTS MLST size;",
      "SITE UMASK 027",
      "CWD a",
    ]],
  ];

for (const [title, steps, lines] of REPEATED) {
  Deno.test(`Relogin.repeat() sends ${title}`, () => {
    const relogin = restedAfter(...steps);
    assertEquals(relogin.mayRenew, true);
    assertEquals(repeated(relogin), lines);
    relogin.loggingIn();
    relogin.sent({ verb: "CWD", argument: "of the login" });
    relogin.replied(replyOf("250 ok"));
    assertEquals(repeated(relogin), lines, "a login of its own adds nothing");
  });
}

Deno.test("Relogin.moved is false again after the return to the directory of the login", () => {
  const relogin = restedAfter(["PWD", '257 "/ü"'], ["CWD a", "250 ok"]);
  assertEquals(relogin.moved, true);
  call(relogin, ["CWD /ü", "250 ok"]);
  assertEquals(relogin.moved, false);
  assertEquals(repeated(relogin), []);
});

Deno.test("Relogin.moved stays true if the directory of the login is not known", () => {
  for (const reply of ["226 late", "500 what"]) {
    const relogin = restedAfter(["PWD", reply], ["CWD a", "250 ok"]);
    call(relogin, ["CWD /", "250 ok"], ["CWD null", "250 ok"]);
    assertEquals(relogin.moved, true, reply);
  }
});

Deno.test("Relogin.repeat() fails if the server refuses the directory", () => {
  const relogin = restedAfter(["TYPE I", "200 ok"], ["CWD gone", "250 ok"]);
  assertThrows(() => repeated(relogin, 1), InternetError, '"CWD gone": 550 no');
});

Deno.test("Relogin makes no new login for a command that waits for the one that it prepares", () => {
  for (const [line, next] of [["REST 100", "RETR f"], ["RNFR a", "RNTO b"]]) {
    const relogin = restedAfter([line!, "350 go on"]);
    assertEquals(relogin.mayRenew, false, line);
    call(relogin, ["EPSV", null]);
    assertEquals(relogin.mayRepeat(false), false, line);
    call(relogin, ["EPSV", "229 (|||1|)"], [next!, "550 no"]);
    relogin.rested(1);
    assertEquals(relogin.mayRenew, true, line);
  }
  assertEquals(restedAfter(["RNFR a", "550 no"]).mayRenew, true);
});

for (const line of ["USER jo", "REIN", "PROT C", "AUTH TLS", "HOST a"]) {
  Deno.test(`Relogin makes no new login after ${line}`, () => {
    assertEquals(
      restedAfter([line, "200 ok"], ["NOOP", "200 ok"]).mayRenew,
      false,
    );
  });
}

Deno.test("Relogin makes no new login after more than 1000 changes of the directory", () => {
  const changes = Array(1_001).fill(["CWD d", "250 ok"]) as [string, string][];
  assertEquals(restedAfter(...changes.slice(1)).mayRenew, true);
  assertEquals(restedAfter(...changes).mayRenew, false);
});
