// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  askFeatures,
  hasMachineListings,
  KnownServer,
  parseFeatures,
  TransferParameters,
} from "../../../_ftp/wire/server_state.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { play, playFailing, rawReply, replyOf, saidBy } from "./dialogue.ts";

const FEATURES: [
  name: string,
  reply: string,
  features: Record<string, string>,
][] = [
  ["RFC 2389", "211-Features:\r\n SIZE\r\n MLST type*;size*;\r\n211 End", {
    SIZE: "",
    MLST: "type*;size*;",
  }],
  ["lines that are not indented", "211-Features:\r\nSIZE\r\nMDTM\r\n211 End", {
    SIZE: "",
    MDTM: "",
  }],
  [
    "the code on each line",
    "211-Features:\r\n211-SIZE\r\n211-REST STREAM\r\n211 End",
    {
      SIZE: "",
      REST: "STREAM",
    },
  ],
  ["upper and lower case", "211-Features:\r\n Size\r\n utf8\r\n211 End", {
    SIZE: "",
    UTF8: "",
  }],
  [
    "blanks and empty lines",
    "211-Features:\r\n\r\n   \r\n  REST   STREAM  \r\n211 End",
    {
      REST: "STREAM",
    },
  ],
  [
    "lines that start with another code",
    "211-Features:\r\n 200 a\r\n200 b\r\n211 End",
    {
      "200": "b",
    },
  ],
  [
    "names of objects",
    "211-Features:\r\n __proto__ a\r\n constructor\r\n211 End",
    {
      ["__PROTO__"]: "a",
      CONSTRUCTOR: "",
    },
  ],
  ["no features", "211-Features:\r\n211 End", {}],
  ["one line", "211 no features", {}],
];

for (const [name, reply, features] of FEATURES) {
  Deno.test(`parseFeatures() reads ${name}`, () => {
    assertEquals(
      [...parseFeatures(replyOf(reply))],
      Object.entries(features),
    );
  });
}

Deno.test("askFeatures() returns the features of the server", () => {
  const { sent, outcome } = play(askFeatures(), ["211-a\r\n EPSV\r\n211 b"]);
  assertEquals(sent, ["FEAT"]);
  assertEquals([...outcome], [["EPSV", ""]]);
});

for (const refusal of ["500 what", "530 log in first", "421 bye"]) {
  Deno.test(`askFeatures() returns nothing for ${refusal}`, () => {
    const { sent, outcome } = play(askFeatures(), [refusal]);
    assertEquals(sent, ["FEAT"]);
    assertEquals(outcome.size, 0);
  });
}

Deno.test("hasMachineListings() checks MLSD and MLST", () => {
  const answers = ["MLSD", "MLST a*;", "MLS", "SIZE"].map((line) =>
    hasMachineListings(parseFeatures(replyOf(`211-\r\n ${line}\r\n211 `)))
  );
  assertEquals(answers, [true, true, false, false]);
});

Deno.test("parseFeatures() needs linear time for 1 MB", () => {
  const started = cpuTime();
  for (const unit of [" ", "a ", "=", "211-", "\t"]) {
    const line = unit.repeat(1_000_000 / unit.length);
    parseFeatures(rawReply(211, "211-", `${line}x`, `x${line}x`, "211 "));
  }
  assert(cpuTime() - started < 2000);
});

Deno.test("KnownServer.learnFeatures() sends FEAT once, and turns on UTF8", () => {
  const server = new KnownServer();
  assertEquals(server.features, null);
  const first = play(server.learnFeatures(), [
    "211-a\r\n UTF8\r\n211 b",
    "500",
  ]);
  assertEquals(first.sent, ["FEAT", "OPTS UTF8 ON"]);
  assertEquals(play(server.learnFeatures(), []).outcome, first.outcome);
  assertEquals(server.features, first.outcome);
});

Deno.test("KnownServer.prepareName() sends FEAT only before a name beyond ASCII", () => {
  const server = new KnownServer();
  assertEquals(play(server.prepareName("a b~"), []).sent, []);
  assertEquals(play(server.prepareName("\u00e4"), ["502 a"]).sent, ["FEAT"]);
  assertEquals(play(server.prepareName("\u00e4"), []).sent, []);
});

Deno.test("TransferParameters.setType() sends each change once", () => {
  const parameters = new TransferParameters();
  assertEquals(play(parameters.setType("I"), ["200"]).sent, ["TYPE I"]);
  assertEquals(play(parameters.setType("I"), []).sent, []);
  assertEquals(play(parameters.setType("A"), ["200"]).sent, ["TYPE A"]);
});

Deno.test("TransferParameters.setType() sends the type again after a refusal or a command of the program", () => {
  const parameters = new TransferParameters();
  const { outcome } = playFailing(parameters.setType("A"), ["504 no"]);
  assertEquals(saidBy(outcome), "Cannot set the type A: 504 no");
  assertEquals(play(parameters.setType("A"), ["200"]).sent, ["TYPE A"]);
  parameters.noteCommand("TYPE E");
  assertEquals(play(parameters.setType("A"), ["200"]).sent, ["TYPE A"]);
});

Deno.test("TransferParameters.setOffset() sends REST for an offset, and once after it", () => {
  const parameters = new TransferParameters();
  const set = (offset: number, replies: string[], whole = false) =>
    play(parameters.setOffset(offset, whole, "get it"), replies).sent;
  assertEquals(set(0, []), []);
  assertEquals(set(5, ["350"]), ["REST 5"]);
  assertEquals(parameters.restarted, true);
  assertEquals(set(0, ["500"]), ["REST 0"]);
  assertEquals(parameters.restarted, false);
  assertEquals(set(0, []), []);
});

Deno.test("TransferParameters.setOffset() fails if the server refuses an offset", () => {
  const parameters = new TransferParameters();
  const dialogue = parameters.setOffset(5, false, "get it");
  const { outcome } = playFailing(dialogue, ["200 what"]);
  assertEquals(saidBy(outcome), "Cannot get it from byte 5: 200 what");
  assertEquals(parameters.restarted, false);
});

for (const [whole, sent] of [[true, ["REST 0"]], [false, []]] as const) {
  Deno.test(`TransferParameters.setOffset() ${whole ? "undoes" : "keeps"} a REST of the program before ${whole ? "a whole file" : "the file that it opens"}`, () => {
    const parameters = new TransferParameters();
    parameters.noteCommand("rest 7");
    const dialogue = parameters.setOffset(0, whole, "get it");
    assertEquals(play(dialogue, sent.map(() => "350")).sent, sent);
    assertEquals(play(parameters.setOffset(0, true, "get it"), []).sent, []);
  });
}
