// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import * as codes from "../../../error.ts";
import { InternetError } from "../../../error.ts";
import { socketFailure } from "../../../_http/net/socket_failure.ts";
import { WireError } from "../../../_http/wire/fields.ts";

const WHERE = new URL("http://alice:word@a.test:8080/b?token=SECRET#c");

/** A system error with a code. */
function coded(code: string): Error {
  return Object.assign(new Error("in another language"), { code });
}

const RESET = [
  codes.ERROR_INTERNET_CONNECTION_RESET,
  "the server reset the connection; request it again",
] as const;
const ENDED = [
  codes.ERROR_INTERNET_CONNECTION_ABORTED,
  "the connection ended before the response did; request it again",
] as const;
const TIMEOUT = [
  codes.ERROR_INTERNET_TIMEOUT,
  "the server does not respond any more",
] as const;
const FILES = [
  codes.ERROR_TOO_MANY_OPEN_FILES,
  "the program has too many open files; close some",
] as const;

type Fault = readonly [code: number, meaning: string];

/** The failure, and its meaning before and after the head of the response. */
const FAULTS: [title: string, error: unknown, before: Fault, after?: Fault][] =
  [
    ["a reset", new Deno.errors.ConnectionReset("x"), RESET],
    ["ECONNRESET", coded("ECONNRESET"), RESET],
    ["os error 10054", new Error("x (os error 10054)"), RESET],
    ["ETIMEDOUT", coded("ETIMEDOUT"), TIMEOUT],
    ["os error 110", new Error("x (os error 110)"), TIMEOUT],
    ["EMFILE", coded("EMFILE"), FILES],
    ["EPIPE", coded("EPIPE"), ENDED],
    ["an end", new Deno.errors.UnexpectedEof("x"), [
      codes.ERROR_HTTP_INVALID_SERVER_RESPONSE,
      "the server closed the connection before it had responded; request it again",
    ], ENDED],
    ["an end without close_notify", new Error("tls: peer closed"), ENDED],
    ["a refusal of the wire", new WireError("it is wrong"), [
      codes.ERROR_HTTP_INVALID_SERVER_RESPONSE,
      "it is wrong",
    ]],
    [
      "a demand for a client certificate",
      new Deno.errors.InvalidData("received fatal alert: CertificateRequired"),
      [
        codes.ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
        "the server requests a client certificate; set INTERNET_OPTION_CLIENT_CERT_CONTEXT",
      ],
    ],
    ...["BadCertificate", "CertificateExpired", "UnknownCA"].map((
      alert,
    ): typeof FAULTS[number] => [
      alert,
      new Deno.errors.InvalidData(`received fatal alert: ${alert}`),
      [
        codes.ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
        "the server does not accept the client certificate; set another one with INTERNET_OPTION_CLIENT_CERT_CONTEXT",
      ],
    ]),
    ["something else", new TypeError("x"), ENDED],
    ["a value that is not an error", "x", ENDED],
  ];

for (const [title, error, before, after = before] of FAULTS) {
  for (const answered of [false, true]) {
    const [code, meaning] = answered ? after : before;
    const when = answered ? "after" : "before";
    Deno.test(`socketFailure() returns ${code} for ${title} ${when} the head`, () => {
      const failure = socketFailure(WHERE, error, answered);
      const what = answered ? "Cannot read the response of" : "Cannot request";
      assertEquals(failure.code, code);
      assertEquals(
        failure.message.replace(/ \(\w+\)$/, ""),
        `${what} "http://a.test:8080/b": ${meaning}`,
      );
      assertStrictEquals(failure.cause, error);
      assert(!/SECRET|alice|word/.test(failure.message));
    });
  }
}

Deno.test("socketFailure() returns an InternetError unchanged", () => {
  const error = new InternetError(codes.ERROR_INTERNET_INVALID_CA, "who");
  assertStrictEquals(socketFailure(WHERE, error, false), error);
});
