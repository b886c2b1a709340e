// Copyright 2026 the wininet authors. MIT license.

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import { ERROR_INTERNET_CANNOT_CONNECT, InternetError } from "../../error.ts";
import { bodyError, requestError } from "../../_net/http_error.ts";
import { closedPort } from "../servers/closed_port.ts";

const URL_WITH_SECRETS = new URL(
  "https://alice:word@host.invalid/page?token=SECRET#FRAGMENT",
);

function inspected(error: unknown): string {
  return Deno.inspect(error, { depth: 20 });
}

/** An error of a class, with a code, whose message and cause have the URL. */
function errorWithSecrets(): TypeError & { code: string } {
  const cause = new Deno.errors.Http(`no way to ${URL_WITH_SECRETS.href}`);
  const error = new TypeError(`error for (${URL_WITH_SECRETS.href})`, {
    cause,
  });
  return Object.assign(error, { code: "EX" });
}

for (
  const [name, make] of [
    [
      "requestError() without a socket error",
      (error: unknown) => requestError(URL_WITH_SECRETS, error, null),
    ],
    [
      "requestError() with a socket error",
      (error: unknown) =>
        requestError(URL_WITH_SECRETS, new Error("unused"), error),
    ],
    [
      "bodyError()",
      (error: unknown) => bodyError(URL_WITH_SECRETS, error, null),
    ],
  ] as const
) {
  Deno.test(`${name} shows no secret of the URL`, () => {
    const error = make(errorWithSecrets());
    const text = inspected(error);
    for (const secret of ["SECRET", "alice", "word", "FRAGMENT"]) {
      assert(!text.includes(secret), `${secret} in ${text}`);
    }
    assert(text.includes("https://…@host.invalid/page?…#…"), text);
  });

  Deno.test(`${name} keeps the class, code, stack and cause of what it was given`, () => {
    const original = errorWithSecrets();
    const cause = make(original).cause;
    assertInstanceOf(cause, TypeError);
    assertEquals(cause.message, "error for (https://…@host.invalid/page?…#…)");
    assertEquals(cause.name, "TypeError");
    assertEquals((cause as { code?: unknown }).code, "EX");
    const lines = (stack: string) => stack.split("\n").slice(1);
    assertEquals(lines(cause.stack!), lines(original.stack!));
    assert(Error.isError(cause));
    assertInstanceOf(cause.cause, Deno.errors.Http);
    assertEquals(Object.keys(cause), ["code"]);
  });

  Deno.test(`${name} takes an error without a secret as it is`, () => {
    const original = new TypeError("broken", { cause: new Error("pipe") });
    assertStrictEquals(make(original).cause, original);
  });
}

Deno.test("requestError() cuts the query from an error that contains itself", () => {
  const error = new Error(URL_WITH_SECRETS.href);
  error.cause = error;
  const text = inspected(requestError(URL_WITH_SECRETS, error, null));
  assert(!text.includes("SECRET"), text);
});

Deno.test("requestError() shows no query in what fetch says", async () => {
  const url = new URL(`http://127.0.0.1:${closedPort()}/page?token=SECRET`);
  const failure = await assertRejects(() => fetch(url), TypeError);
  assert(inspected(failure).includes("SECRET"));
  const error = requestError(url, failure, null);
  assertInstanceOf(error, InternetError);
  assert(!inspected(error).includes("SECRET"), inspected(error));
  assertEquals(error.code, ERROR_INTERNET_CANNOT_CONNECT);
});
