// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { ERROR_INTERNET_TIMEOUT, InternetError } from "../../error.ts";
import {
  type SocketErrorKind,
  socketErrorKind,
} from "../../_net/socket_error.ts";
import { closedPort } from "../servers/closed_port.ts";

/** A system error as Deno reports it, in any language. */
function numbered(number: number): Error {
  return new Error(`Es geht nicht. (os error ${number})`);
}

function coded(code: unknown): Error {
  return Object.assign(new Error("x"), { code });
}

const NUMBERS: [SocketErrorKind, number[]][] = [
  ["timeout", [110, 60, 10060]],
  ["refused", [111, 61, 10061]],
  ["reset", [104, 54, 10054]],
  ["aborted", [103, 53, 10053]],
  ["name", [11001, 11002, 11003, 11004]],
  ["files", [24, 23, 10024]],
  ["unreachable", [101, 113, 51, 65, 10051, 10065]],
];

const CODES: [SocketErrorKind, string[]][] = [
  ["timeout", ["ETIMEDOUT"]],
  ["refused", ["ECONNREFUSED"]],
  ["reset", ["ECONNRESET"]],
  ["aborted", ["ECONNABORTED", "EPIPE"]],
  ["name", ["ENOTFOUND", "EAI_AGAIN", "EAI_NONAME", "EAI_FAIL"]],
  ["files", ["EMFILE", "ENFILE"]],
  ["unreachable", ["ENETUNREACH", "EHOSTUNREACH"]],
];

const CLASSES: [SocketErrorKind, Error][] = [
  ["timeout", new Deno.errors.TimedOut("x")],
  ["refused", new Deno.errors.ConnectionRefused("x")],
  ["reset", new Deno.errors.ConnectionReset("x")],
  ["aborted", new Deno.errors.ConnectionAborted("x")],
  ["aborted", new Deno.errors.BrokenPipe("x")],
  ["unreachable", new Deno.errors.NetworkUnreachable("x")],
];

const TEXTS: [SocketErrorKind | null, string][] = [
  [
    "refused",
    "error sending request: client error (Connect): tcp connect error: Connection refused (os error 111)",
  ],
  ["files", "Too many open files (os error 24): open '/etc/hosts'"],
  ["name", "dns error: Der Host ist unbekannt. (os error 11001)"],
  [
    "name",
    "failed to lookup address information: Der Name ist nicht bekannt",
  ],
  ["files", "failed to lookup address information: x (os error 24)"],
  // Words alone are not sufficient, and a number must match completely.
  [null, "Connection reset by peer"],
  [null, "timed out"],
  [null, "os error 1101"],
  [null, "os error 1100"],
  [null, "macos error 110"],
  [null, ""],
];

for (const [kind, numbers] of NUMBERS) {
  for (const number of numbers) {
    Deno.test(`socketErrorKind() returns ${kind} for number ${number}`, () => {
      assertEquals(socketErrorKind(numbered(number)), kind);
    });
  }
}

for (const [kind, codes] of CODES) {
  for (const code of codes) {
    Deno.test(`socketErrorKind() returns ${kind} for ${code}`, () => {
      assertEquals(socketErrorKind(coded(code)), kind);
    });
  }
}

for (const [kind, error] of CLASSES) {
  Deno.test(`socketErrorKind() returns ${kind} for Deno.errors.${error.name}`, () => {
    assertEquals(socketErrorKind(error), kind);
  });
}

for (const [kind, text] of TEXTS) {
  Deno.test(`socketErrorKind() returns ${kind} for "${text}"`, () => {
    assertEquals(socketErrorKind(new Error(text)), kind);
  });
}

Deno.test("socketErrorKind() searches the causes, and uses the outermost match", () => {
  const inner = numbered(104);
  assertEquals(
    socketErrorKind(new TypeError("fetch failed", { cause: inner })),
    "reset",
  );
  const cause = new Error("os error 110", { cause: inner });
  assertEquals(socketErrorKind(new Error("x", { cause })), "timeout");
  // The code of an InternetError is not a system error number.
  const ours = new InternetError(ERROR_INTERNET_TIMEOUT, "x", { cause: inner });
  assertEquals(socketErrorKind(ours), "reset");
});

Deno.test("socketErrorKind() returns null for a value that is not an error, and ends for circular causes", () => {
  for (const value of [null, undefined, "os error 110", 110, {}]) {
    assertEquals(socketErrorKind(value), null);
  }
  for (const code of [110, null, "ENOENT"]) {
    assertEquals(socketErrorKind(coded(code)), null);
  }
  const circle = new Error("x");
  circle.cause = circle;
  assertEquals(socketErrorKind(circle), null);
});

Deno.test("socketErrorKind() returns refused for a port without a listener", async () => {
  const attempt = Deno.connect({ hostname: "127.0.0.1", port: closedPort() });
  assertEquals(await attempt.then(() => null, socketErrorKind), "refused");
});
