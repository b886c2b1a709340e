// Copyright 2026 the wininet authors. MIT license.

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStrictEquals,
} from "@std/assert";
import * as errors from "../../error.ts";
import {
  ERROR_CANCELLED,
  ERROR_HTTP_COOKIE_DECLINED,
  ERROR_HTTP_COOKIE_NEEDS_CONFIRMATION,
  ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
  ERROR_INTERNET_FORCE_RETRY,
  ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INTERNET_INCORRECT_PASSWORD,
  ERROR_INTERNET_INTERNAL_ERROR,
  ERROR_INTERNET_INVALID_CA,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INTERNET_SEC_CERT_CN_INVALID,
  ERROR_INTERNET_SEC_CERT_DATE_INVALID,
  ERROR_INTERNET_SEC_CERT_ERRORS,
  ERROR_INTERNET_SEC_CERT_REV_FAILED,
  ERROR_INTERNET_SEC_CERT_REVOKED,
  ERROR_INTERNET_SEC_CERT_WEAK_SIGNATURE,
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_PARAMETER,
  ERROR_SUCCESS,
  GetLastError,
} from "../../error.ts";
import {
  FLAGS_ERROR_UI_FILTER_FOR_ERRORS,
  FLAGS_ERROR_UI_FLAGS_CHANGE_OPTIONS,
  FLAGS_ERROR_UI_FLAGS_NO_UI,
  FLAGS_ERROR_UI_SERIALIZE_DIALOGS,
  INTERNET_FLAG_NO_AUTO_REDIRECT,
} from "../../flags.ts";
import { HttpSendRequest, HttpSendRequestEx } from "../../http.ts";
import {
  InternetCloseHandle,
  InternetConnect,
  InternetOpen,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_PASSWORD,
  INTERNET_OPTION_PROXY_PASSWORD,
  INTERNET_OPTION_PROXY_USERNAME,
  INTERNET_OPTION_SECURITY_FLAGS,
  INTERNET_OPTION_USERNAME,
  SECURITY_FLAG_IGNORE_CERT_CN_INVALID,
  SECURITY_FLAG_IGNORE_CERT_DATE_INVALID,
  SECURITY_FLAG_IGNORE_REVOCATION,
  SECURITY_FLAG_IGNORE_UNKNOWN_CA,
  SECURITY_FLAG_IGNORE_WEAK_SIGNATURE,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  type ErrorDecision,
  type ErrorQuestion,
  InternetErrorDlg,
  setErrorHandler,
} from "../../system.ts";
import {
  NEVER,
  openRequest,
  sentRequest,
  statusOf,
  thrownCode,
} from "../helpers/calls.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { deciding, rejection } from "../helpers/system_calls.ts";
import { watch } from "../helpers/watch.ts";

const NO_UI = FLAGS_ERROR_UI_FLAGS_NO_UI;
const FILTER = FLAGS_ERROR_UI_FILTER_FOR_ERRORS;
const CHANGE = FLAGS_ERROR_UI_FLAGS_CHANGE_OPTIONS;
const SERIALIZE = FLAGS_ERROR_UI_SERIALIZE_DIALOGS;
/** An error without a dialog. */
const PLAIN = ERROR_INTERNET_NAME_NOT_RESOLVED;
/** An error with a dialog that needs no request. */
const REDIRECT = ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR;
const PASSWORD = ERROR_INTERNET_INCORRECT_PASSWORD;

/** Calls functions with arguments that their types forbid. */
// deno-lint-ignore no-explicit-any
type Anything = any;

/** Returns a request that is not sent; its port is not in use. */
async function idleRequest(
  hInternet: HINTERNET,
  hostname = "localhost",
): Promise<HINTERNET> {
  return await openRequest(hInternet, { hostname, port: 9 });
}

function answering(status: number): FakeHttpServer {
  return new FakeHttpServer({ "*": (_request, reply) => reply({ status }) });
}

// ---- no one is asked ----

/** The results on Windows with FLAGS_ERROR_UI_FLAGS_NO_UI: with a request, and without one. */
const SILENT: readonly [name: string, result: number, alone?: number][] = [
  ["INTERNET_INCORRECT_USER_NAME", ERROR_SUCCESS, ERROR_INVALID_PARAMETER],
  ["INTERNET_INCORRECT_PASSWORD", ERROR_SUCCESS, ERROR_INVALID_PARAMETER],
  ["INTERNET_HTTP_TO_HTTPS_ON_REDIR", ERROR_SUCCESS],
  ["INTERNET_HTTPS_TO_HTTP_ON_REDIR", ERROR_SUCCESS],
  ["INTERNET_CHG_POST_IS_NON_SECURE", ERROR_SUCCESS],
  ["INTERNET_POST_IS_NON_SECURE", ERROR_SUCCESS],
  ["INTERNET_MIXED_SECURITY", ERROR_CANCELLED],
  ["INTERNET_HTTPS_HTTP_SUBMIT_REDIR", ERROR_CANCELLED],
  ["HTTP_REDIRECT_NEEDS_CONFIRMATION", ERROR_CANCELLED],
  [
    "INTERNET_CLIENT_AUTH_CERT_NEEDED",
    ERROR_CANCELLED,
    ERROR_INVALID_PARAMETER,
  ],
  ["INTERNET_SEC_CERT_DATE_INVALID", ERROR_CANCELLED],
  ["INTERNET_SEC_CERT_CN_INVALID", ERROR_CANCELLED],
  ["INTERNET_INVALID_CA", ERROR_CANCELLED],
  ["INTERNET_SEC_CERT_ERRORS", ERROR_CANCELLED],
  ["INTERNET_SEC_CERT_REV_FAILED", ERROR_CANCELLED],
  ["INTERNET_SEC_CERT_REVOKED", ERROR_CANCELLED],
  ["INTERNET_SEC_CERT_WEAK_SIGNATURE", ERROR_CANCELLED],
  ["HTTP_COOKIE_NEEDS_CONFIRMATION", ERROR_HTTP_COOKIE_DECLINED],
  ["INTERNET_BAD_AUTO_PROXY_SCRIPT", ERROR_CANCELLED],
  ["INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT", ERROR_CANCELLED],
  ["INTERNET_NAME_NOT_RESOLVED", ERROR_CANCELLED],
  ["SUCCESS", ERROR_SUCCESS],
];

for (const [name, result, alone = result] of SILENT) {
  const dwError = (errors as Anything)[`ERROR_${name}`] as number;

  Deno.test(`InternetErrorDlg(${name}) calls no handler with FLAGS_ERROR_UI_FLAGS_NO_UI`, async () => {
    using _ = deciding(() => {
      throw new Error("asked");
    });
    using hInternet = InternetOpen("test");
    const hRequest = await idleRequest(hInternet);
    const found = await InternetErrorDlg(null, hRequest, dwError, NO_UI);
    assertEquals(found, result);
    assertEquals(GetLastError(), ERROR_SUCCESS);
    const call = () => InternetErrorDlg(null, null, dwError, NO_UI);
    if (alone === ERROR_INVALID_PARAMETER) {
      assertEquals(thrownCode(call), alone);
    } else assertEquals(await call(), alone);
  });
}

for (const dwError of [PLAIN, 0xdeadbeef]) {
  Deno.test(`InternetErrorDlg(${dwError}) returns ERROR_SUCCESS if an error without a dialog hides no other error`, async () => {
    const flags = FILTER | NO_UI;
    assertEquals(await InternetErrorDlg(null, null, dwError, flags), 0);
  });
}

Deno.test("InternetErrorDlg() returns the error itself if it has no dialog", async () => {
  using _ = deciding(() => ERROR_SUCCESS);
  assertEquals(await InternetErrorDlg(null, null, PLAIN), PLAIN);
  assertEquals(await InternetErrorDlg(null, null, 0), ERROR_SUCCESS);
});

Deno.test("InternetErrorDlg() returns ERROR_CANCELLED if there is no handler", async () => {
  using _ = deciding(null);
  using hInternet = InternetOpen("test");
  const hRequest = await idleRequest(hInternet);
  assertEquals(await InternetErrorDlg(null, null, REDIRECT), ERROR_CANCELLED);
  assertEquals(
    await InternetErrorDlg(null, hRequest, PASSWORD, CHANGE),
    ERROR_CANCELLED,
  );
});

// ---- the handler is asked ----

const DECISIONS = [
  ERROR_SUCCESS,
  ERROR_CANCELLED,
  ERROR_INTERNET_FORCE_RETRY,
] as const;

for (const decision of DECISIONS) {
  Deno.test(`InternetErrorDlg() returns the decision of the handler: ${decision}`, async () => {
    {
      using _ = deciding(() => decision);
      assertEquals(await InternetErrorDlg(null, null, REDIRECT), decision);
    }
    using _ = deciding(() => Promise.resolve(decision));
    assertEquals(await InternetErrorDlg(null, null, REDIRECT), decision);
  });
}

Deno.test("InternetErrorDlg() passes the question to the handler, never inside the call", async () => {
  const questions: ErrorQuestion[] = [];
  using _ = deciding((question) => {
    questions.push(question);
    return ERROR_CANCELLED;
  });
  using hInternet = InternetOpen("test");
  const hRequest = await idleRequest(hInternet);
  const window = {};
  const data = {};
  const dialog = InternetErrorDlg(window, hRequest, REDIRECT, CHANGE, data);
  assertEquals(questions, []);
  await dialog;
  assertEquals(questions, [{
    hWnd: window,
    hRequest,
    dwError: REDIRECT,
    dwFlags: CHANGE,
    lppvData: data,
    url: "http://localhost:9/",
    isProxy: false,
  }]);
  assertStrictEquals(questions[0]?.hWnd, window);
  assertStrictEquals(questions[0]?.hRequest, hRequest);
});

Deno.test("InternetErrorDlg() always continues without a client certificate", async () => {
  using _ = deciding(() => ERROR_CANCELLED);
  using hInternet = InternetOpen("test");
  const hRequest = await idleRequest(hInternet);
  const dwError = ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED;
  assertEquals(await InternetErrorDlg(null, hRequest, dwError), ERROR_SUCCESS);
});

Deno.test("InternetErrorDlg() returns ERROR_HTTP_COOKIE_DECLINED if the handler declines a cookie", async () => {
  const dwError = ERROR_HTTP_COOKIE_NEEDS_CONFIRMATION;
  using _ = deciding(() => ERROR_CANCELLED);
  assertEquals(
    await InternetErrorDlg(null, null, dwError),
    ERROR_HTTP_COOKIE_DECLINED,
  );
});

const FORGIVEN: readonly [dwError: number, flags: number][] = [
  [
    ERROR_INTERNET_SEC_CERT_DATE_INVALID,
    SECURITY_FLAG_IGNORE_CERT_DATE_INVALID,
  ],
  [ERROR_INTERNET_SEC_CERT_CN_INVALID, SECURITY_FLAG_IGNORE_CERT_CN_INVALID],
  [ERROR_INTERNET_INVALID_CA, SECURITY_FLAG_IGNORE_UNKNOWN_CA],
  [ERROR_INTERNET_SEC_CERT_REV_FAILED, SECURITY_FLAG_IGNORE_REVOCATION],
  [ERROR_INTERNET_SEC_CERT_WEAK_SIGNATURE, SECURITY_FLAG_IGNORE_WEAK_SIGNATURE],
  [
    ERROR_INTERNET_SEC_CERT_ERRORS,
    SECURITY_FLAG_IGNORE_CERT_DATE_INVALID |
    SECURITY_FLAG_IGNORE_CERT_CN_INVALID | SECURITY_FLAG_IGNORE_UNKNOWN_CA |
    SECURITY_FLAG_IGNORE_REVOCATION,
  ],
  [ERROR_INTERNET_SEC_CERT_REVOKED, 0],
];

for (const [dwError, flags] of FORGIVEN) {
  Deno.test(`InternetErrorDlg(${dwError}) forgives only that fault, and only on request`, async () => {
    using hInternet = InternetOpen("test");
    const hRequest = await idleRequest(hInternet);
    const forgiven = () =>
      InternetQueryOption(hRequest, INTERNET_OPTION_SECURITY_FLAGS);
    {
      using _ = deciding(() => ERROR_CANCELLED);
      await InternetErrorDlg(null, hRequest, dwError, CHANGE);
    }
    using _ = deciding(() => ERROR_SUCCESS);
    await InternetErrorDlg(null, hRequest, dwError);
    await InternetErrorDlg(null, hRequest, dwError, CHANGE | NO_UI);
    await InternetErrorDlg(null, null, dwError, CHANGE);
    assertEquals(forgiven(), 0);
    await InternetErrorDlg(null, hRequest, dwError, CHANGE);
    assertEquals(forgiven(), flags);
  });
}

Deno.test("InternetErrorDlg() keeps the certificate errors that are already ignored", async () => {
  using _ = deciding(() => ERROR_INTERNET_FORCE_RETRY);
  using hInternet = InternetOpen("test");
  const hRequest = await idleRequest(hInternet);
  InternetSetOption(
    hRequest,
    INTERNET_OPTION_SECURITY_FLAGS,
    SECURITY_FLAG_IGNORE_CERT_CN_INVALID,
  );
  await InternetErrorDlg(null, hRequest, ERROR_INTERNET_INVALID_CA, CHANGE);
  assertEquals(
    InternetQueryOption(hRequest, INTERNET_OPTION_SECURITY_FLAGS),
    SECURITY_FLAG_IGNORE_CERT_CN_INVALID | SECURITY_FLAG_IGNORE_UNKNOWN_CA,
  );
});

// ---- hidden errors, and passwords ----

const HIDDEN: readonly [status: number, user: number, password: number][] = [
  [401, INTERNET_OPTION_USERNAME, INTERNET_OPTION_PASSWORD],
  [407, INTERNET_OPTION_PROXY_USERNAME, INTERNET_OPTION_PROXY_PASSWORD],
];

for (const [status, user, password] of HIDDEN) {
  for (const [dwError, flags] of [[0, FILTER], [PASSWORD, 0]] as const) {
    Deno.test(`InternetErrorDlg(${dwError}) sets a password on the request after a ${status}`, async () => {
      const questions: ErrorQuestion[] = [];
      using _ = deciding((question) => {
        questions.push(question);
        return { username: "ann", password: "open sesame" };
      });
      await using server = answering(status);
      await using hInternet = InternetOpen("test");
      const hRequest = await sentRequest(hInternet, server);
      const result = await InternetErrorDlg(null, hRequest, dwError, flags);
      assertEquals(result, ERROR_INTERNET_FORCE_RETRY);
      assertEquals(questions[0]?.dwError, PASSWORD);
      assertEquals(questions[0]?.isProxy, status === 407);
      assertEquals(InternetQueryOption(hRequest, user), "ann");
      assertEquals(InternetQueryOption(hRequest, password), "open sesame");
    });
  }
}

Deno.test("InternetErrorDlg() sets the password with which a request succeeds", async () => {
  using _ = deciding(() => ({ username: "ann", password: "open sesame" }));
  await using server = new FakeHttpServer({
    "*": (request, reply) =>
      request.header("authorization") === `Basic ${btoa("ann:open sesame")}`
        ? reply({ status: 200 })
        : reply({
          status: 401,
          headers: { "WWW-Authenticate": 'Basic realm="cave"' },
        }),
  });
  await using hInternet = InternetOpen("test");
  const hRequest = await openRequest(hInternet, server);
  const results: number[] = [];
  for (let round = 0; round < 2; round++) {
    await HttpSendRequest(hRequest);
    results.push(await InternetErrorDlg(null, hRequest, 0, FILTER));
  }
  assertEquals(results, [ERROR_INTERNET_FORCE_RETRY, ERROR_SUCCESS]);
  assertEquals(statusOf(hRequest), 200);
});

for (const status of [200, 403, 500]) {
  Deno.test(`InternetErrorDlg() finds no hidden error in a ${status}`, async () => {
    using _ = deciding(() => ERROR_INTERNET_FORCE_RETRY);
    await using server = answering(status);
    await using hInternet = InternetOpen("test");
    const hRequest = await sentRequest(hInternet, server);
    assertEquals(await InternetErrorDlg(null, hRequest, 0, FILTER), 0);
  });
}

Deno.test("InternetErrorDlg() searches for no hidden error without FLAGS_ERROR_UI_FILTER_FOR_ERRORS", async () => {
  using _ = deciding(() => ERROR_INTERNET_FORCE_RETRY);
  await using server = answering(401);
  await using hInternet = InternetOpen("test");
  const hRequest = await sentRequest(hInternet, server);
  assertEquals(await InternetErrorDlg(null, hRequest, 0), 0);
});

Deno.test("InternetErrorDlg() prefers another error to a hidden one", async () => {
  const asked: number[] = [];
  using _ = deciding(({ dwError, isProxy }) => {
    assert(!isProxy);
    asked.push(dwError);
    return ERROR_CANCELLED;
  });
  await using server = answering(407);
  await using hInternet = InternetOpen("test");
  const hRequest = await sentRequest(hInternet, server, {
    dwFlags: INTERNET_FLAG_NO_AUTO_REDIRECT,
  });
  await InternetErrorDlg(null, hRequest, REDIRECT, FILTER);
  assertEquals(asked, [REDIRECT]);
});

Deno.test("InternetErrorDlg() finds no hidden error while a body is written", async () => {
  await using server = answering(401);
  await using hInternet = InternetOpen("test");
  const hRequest = await openRequest(hInternet, server, { verb: "POST" });
  await HttpSendRequestEx(hRequest, { dwBufferTotal: 3 });
  assertEquals(await InternetErrorDlg(null, hRequest, 0, FILTER), 0);
});

// ---- one question for several requests ----

Deno.test("InternetErrorDlg() asks once for waiting requests to one server", async () => {
  const answered = Promise.withResolvers<ErrorDecision>();
  const asked: (string | null)[] = [];
  using _ = deciding(({ url }) => {
    asked.push(url);
    return answered.promise;
  });
  using hInternet = InternetOpen("test");
  const requests = [
    await idleRequest(hInternet),
    await idleRequest(hInternet),
    await idleRequest(hInternet, "other.invalid"),
  ];
  const dialogs = requests.map((hRequest) =>
    InternetErrorDlg(null, hRequest, PASSWORD, SERIALIZE)
  );
  const alone = InternetErrorDlg(null, requests[0]!, PASSWORD);
  answered.resolve({ username: "ann", password: "open sesame" });
  const retry = ERROR_INTERNET_FORCE_RETRY;
  assertEquals(await Promise.all(dialogs), [retry, retry, retry]);
  assertEquals(await alone, retry);
  const here = "http://localhost:9/";
  assertEquals(asked, [here, "http://other.invalid:9/", here]);
  for (const hRequest of requests) {
    const option = INTERNET_OPTION_USERNAME;
    assertEquals(InternetQueryOption(hRequest, option), "ann");
  }
  await InternetErrorDlg(null, requests[0]!, PASSWORD, SERIALIZE);
  assertEquals(asked.length, 4);
});

// ---- ends ----

Deno.test("InternetErrorDlg() ends if the request is closed, and posts nothing to the callback", async () => {
  using _ = deciding(() => NEVER);
  await using watched = watch();
  const hRequest = await idleRequest(watched.hInternet);
  const dialog = InternetErrorDlg(null, hRequest, PASSWORD);
  InternetCloseHandle(hRequest);
  const error = await rejection(dialog);
  assertEquals(error.code, ERROR_INTERNET_OPERATION_CANCELLED);
  assert(!watched.names().includes("REQUEST_COMPLETE"));
});

Deno.test("InternetErrorDlg() keeps another request waiting if the one that asked is closed", async () => {
  const answered = Promise.withResolvers<ErrorDecision>();
  using _ = deciding(() => answered.promise);
  using hInternet = InternetOpen("test");
  const first = await idleRequest(hInternet);
  const second = await idleRequest(hInternet);
  const closed = InternetErrorDlg(null, first, PASSWORD, SERIALIZE);
  const waiting = InternetErrorDlg(null, second, PASSWORD, SERIALIZE);
  InternetCloseHandle(first);
  await rejection(closed);
  answered.resolve(ERROR_CANCELLED);
  assertEquals(await waiting, ERROR_CANCELLED);
});

const FAILURES: readonly [string, () => Anything][] = [
  ["throws", () => {
    throw new TypeError("broken");
  }],
  ["rejects", () => Promise.reject(new TypeError("broken"))],
];

for (const [how, handler] of FAILURES) {
  Deno.test(`InternetErrorDlg() rejects if the handler ${how}`, async () => {
    using _ = deciding(handler);
    const error = await rejection(InternetErrorDlg(null, null, REDIRECT));
    assertEquals(error.code, ERROR_INTERNET_INTERNAL_ERROR);
    assertInstanceOf(error.cause, TypeError);
    assertEquals(GetLastError(), ERROR_INTERNET_INTERNAL_ERROR);
  });
}

const NO_DECISIONS: readonly unknown[] = [
  undefined,
  null,
  true,
  1,
  PASSWORD,
  "0",
  {},
  { username: "ann" },
  { username: 1, password: "a" },
  // There is no request for these credentials.
  { username: "ann", password: "open sesame" },
];

for (const decision of NO_DECISIONS) {
  Deno.test(`InternetErrorDlg() rejects if the handler returns ${JSON.stringify(decision)}`, async () => {
    using _ = deciding(() => decision as Anything);
    const error = await rejection(InternetErrorDlg(null, null, REDIRECT));
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
    assert(!Deno.inspect(error).includes("sesame"));
  });
}

Deno.test("InternetErrorDlg() rejects a password if none is requested", async () => {
  using _ = deciding(() => ({ username: "ann", password: "open sesame" }));
  using hInternet = InternetOpen("test");
  const hRequest = await idleRequest(hInternet);
  const error = await rejection(InternetErrorDlg(null, hRequest, REDIRECT));
  assertEquals(error.code, ERROR_INVALID_PARAMETER);
  assert(!InternetQueryOption(hRequest, INTERNET_OPTION_USERNAME));
});

Deno.test("setErrorHandler() returns the previous handler, and refuses a value that is not a handler", () => {
  const first = () => ERROR_CANCELLED as ErrorDecision;
  using _ = deciding(null);
  assertEquals(setErrorHandler(first), null);
  for (const bad of [undefined, 0, "handler", {}]) {
    const code = thrownCode(() => setErrorHandler(bad as Anything));
    assertEquals(code, ERROR_INVALID_PARAMETER);
  }
  assertStrictEquals(setErrorHandler(null), first);
});

// ---- wrong arguments ----

for (const bad of [undefined, 0, "handle", {}]) {
  Deno.test(`InternetErrorDlg() throws ERROR_INVALID_HANDLE for the handle ${JSON.stringify(bad)}`, () => {
    const call = () => InternetErrorDlg(null, bad as Anything, PLAIN, NO_UI);
    assertEquals(thrownCode(call), ERROR_INVALID_HANDLE);
  });
}

Deno.test("InternetErrorDlg() throws for a handle that is closed or not a request", async () => {
  using hInternet = InternetOpen("test");
  const hConnect = await InternetConnect(hInternet, "localhost");
  for (const handle of [hInternet, hConnect]) {
    const call = () => InternetErrorDlg(null, handle, PLAIN, NO_UI);
    assertEquals(thrownCode(call), ERROR_INTERNET_INCORRECT_HANDLE_TYPE);
  }
  const hRequest = await idleRequest(hInternet);
  InternetCloseHandle(hRequest);
  const call = () => InternetErrorDlg(null, hRequest, PLAIN, NO_UI);
  assertEquals(thrownCode(call), ERROR_INVALID_HANDLE);
});

for (const bad of [null, "12014", NaN, 1.5, 2 ** 32, -(2 ** 31) - 1]) {
  Deno.test(`InternetErrorDlg() throws ERROR_INVALID_PARAMETER for ${String(bad)} as error or flags`, () => {
    const error = () => InternetErrorDlg(null, null, bad as Anything, NO_UI);
    const flags = () => InternetErrorDlg(null, null, PLAIN, bad as Anything);
    assertEquals(thrownCode(error), ERROR_INVALID_PARAMETER);
    assertEquals(thrownCode(flags), ERROR_INVALID_PARAMETER);
  });
}

Deno.test("InternetErrorDlg() throws ERROR_INVALID_PARAMETER for unknown flags", () => {
  const call = () => InternetErrorDlg(null, null, PLAIN, 0x40);
  assertEquals(thrownCode(call), ERROR_INVALID_PARAMETER);
});
