// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_TOO_MANY_OPEN_FILES,
} from "../../error.ts";
import { brokenConnection, keepAlive, noDelay } from "../../_net/connection.ts";

Deno.test("noDelay() and keepAlive() set the options of the socket", () => {
  const set: unknown[] = [];
  noDelay({ setNoDelay: (on) => void set.push("no delay", on) });
  keepAlive({ setKeepAlive: (on) => void set.push("keep alive", on) });
  assertEquals(set, ["no delay", true, "keep alive", true]);
});

Deno.test("noDelay() and keepAlive() accept a connection that its peer has reset", () => {
  const refuse = () => {
    throw new Error("Invalid argument (os error 22)");
  };
  noDelay({ setNoDelay: refuse });
  keepAlive({ setKeepAlive: refuse });
});

const FAULTS: [string, unknown, number][] = [
  [
    "a reset in another language",
    new Error("Die Verbindung wurde geschlossen. (os error 10054)"),
    ERROR_INTERNET_CONNECTION_RESET,
  ],
  [
    "a reset of node:tls",
    Object.assign(new Error("x"), { code: "ECONNRESET" }),
    ERROR_INTERNET_CONNECTION_RESET,
  ],
  [
    "a reset below another error",
    new TypeError("x", { cause: new Deno.errors.ConnectionReset("x") }),
    ERROR_INTERNET_CONNECTION_RESET,
  ],
  [
    "the end of the files",
    new Error("x (os error 24)"),
    ERROR_TOO_MANY_OPEN_FILES,
  ],
  [
    "an early end",
    new Deno.errors.UnexpectedEof("x"),
    ERROR_INTERNET_CONNECTION_ABORTED,
  ],
  ["no error at all", "x", ERROR_INTERNET_CONNECTION_ABORTED],
];

for (const [what, cause, code] of FAULTS) {
  Deno.test(`brokenConnection() returns ${code} for ${what}`, () => {
    const error = brokenConnection(cause);
    assertEquals(error.code, code);
    assertEquals(error.cause, cause);
  });
}
