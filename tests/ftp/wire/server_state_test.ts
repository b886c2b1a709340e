// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  askFeatures,
  hasMachineListings,
  parseFeatures,
} from "../../../_ftp/wire/server_state.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { play, rawReply, replyOf } from "./dialogue.ts";

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
    "lines that begin with another code",
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
  Deno.test(`parseFeatures() takes ${name}`, () => {
    assertEquals(
      [...parseFeatures(replyOf(reply))],
      Object.entries(features),
    );
  });
}

Deno.test("askFeatures() answers what the server can do", () => {
  const { sent, outcome } = play(askFeatures(), ["211-a\r\n EPSV\r\n211 b"]);
  assertEquals(sent, ["FEAT"]);
  assertEquals([...outcome], [["EPSV", ""]]);
});

for (const refusal of ["500 what", "530 log in first", "421 bye"]) {
  Deno.test(`askFeatures() answers nothing for ${refusal}`, () => {
    const { sent, outcome } = play(askFeatures(), [refusal]);
    assertEquals(sent, ["FEAT"]);
    assertEquals(outcome.size, 0);
  });
}

Deno.test("hasMachineListings() goes by MLSD and by MLST", () => {
  const answers = ["MLSD", "MLST a*;", "MLS", "SIZE"].map((line) =>
    hasMachineListings(parseFeatures(replyOf(`211-\r\n ${line}\r\n211 `)))
  );
  assertEquals(answers, [true, true, false, false]);
});

Deno.test("parseFeatures() takes 1 MB in linear time", () => {
  const started = cpuTime();
  for (const unit of [" ", "a ", "=", "211-", "\t"]) {
    const line = unit.repeat(1_000_000 / unit.length);
    parseFeatures(rawReply(211, "211-", `${line}x`, `x${line}x`, "211 "));
  }
  assert(cpuTime() - started < 2000);
});
