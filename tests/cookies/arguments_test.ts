// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  InternetEnumPerSiteCookieDecision,
  InternetFreeCookies,
  InternetGetCookie,
  InternetGetCookieEx,
  InternetGetCookieEx2,
  InternetGetPerSiteCookieDecision,
  InternetSetCookie,
  InternetSetCookieEx,
  InternetSetCookieEx2,
  InternetSetPerSiteCookieDecision,
  openCookieFile,
} from "../../cookie.ts";
import {
  ERROR_INTERNET_UNRECOGNIZED_SCHEME,
  ERROR_INVALID_PARAMETER,
  GetLastError,
  InternetError,
} from "../../error.ts";
import { thrownCode } from "../helpers/calls.ts";

// Programs in JavaScript can pass any value.
// deno-lint-ignore no-explicit-any
type Loose = (...values: any[]) => unknown;

const GOOD = "https://arguments.example/";

/** The functions with a URL parameter. */
const OF_URL: Readonly<Record<string, (url: unknown) => unknown>> = {
  InternetSetCookie: (url) => (InternetSetCookie as Loose)(url, "a", "b"),
  InternetSetCookieEx: (url) => (InternetSetCookieEx as Loose)(url, "a", "b"),
  InternetSetCookieEx2: (url) =>
    (InternetSetCookieEx2 as Loose)(url, { pwszName: "a" }),
  InternetGetCookie: (url) => (InternetGetCookie as Loose)(url),
  InternetGetCookieEx: (url) => (InternetGetCookieEx as Loose)(url),
  InternetGetCookieEx2: (url) => (InternetGetCookieEx2 as Loose)(url),
};

const URLS: readonly (readonly [url: unknown, code: number])[] = [
  [null, ERROR_INVALID_PARAMETER],
  [undefined, ERROR_INVALID_PARAMETER],
  [5, ERROR_INVALID_PARAMETER],
  ["", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["server", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["www.example.com/x", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["//www.example.com/", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["about:blank", ERROR_INVALID_PARAMETER],
  ["http://", ERROR_INVALID_PARAMETER],
  ["http://a b/", ERROR_INVALID_PARAMETER],
  ["http://a.example:99999/", ERROR_INVALID_PARAMETER],
  ["ftp://a.example/", ERROR_INVALID_PARAMETER],
  ["file:///x", ERROR_INVALID_PARAMETER],
  ["mailto:a@b.example", ERROR_INVALID_PARAMETER],
  ["http://a.example/\0", ERROR_INVALID_PARAMETER],
  ["http://a.example/\r\nx", ERROR_INVALID_PARAMETER],
  [`http://a.example/${"x".repeat(100_000)}`, ERROR_INVALID_PARAMETER],
  [`http://${"x.".repeat(200)}example/`, ERROR_INVALID_PARAMETER],
];

for (const [name, call] of Object.entries(OF_URL)) {
  for (const [url, code] of URLS) {
    Deno.test(`${name}() refuses the URL ${String(url).slice(0, 30)}, ${typeof url}`, () => {
      assertEquals(thrownCode(() => call(url)), code);
      assertEquals(GetLastError(), code);
    });
  }
}

const LONE_SURROGATE = "\ud800";

const WRONG: Readonly<Record<string, readonly (() => unknown)[]>> = {
  InternetSetCookie: [
    null,
    undefined,
    5,
    {},
    "a\0",
    "a\n",
    "x".repeat(20_000),
    LONE_SURROGATE,
  ]
    .map((data) => () => (InternetSetCookie as Loose)(GOOD, "a", data)),
  InternetSetCookieEx: [
    () => (InternetSetCookieEx as Loose)(GOOD, "a", null),
    ...[5, {}, "a=b", "a;b", "a\0", "x".repeat(20_000), LONE_SURROGATE]
      .map((name) => () => (InternetSetCookieEx as Loose)(GOOD, name, "b")),
    ...[null, "1", 1.5, -0x80000001, 2 ** 32, 0xffffffff]
      .map((flags) => () =>
        (InternetSetCookieEx as Loose)(GOOD, "a", "b", flags)
      ),
    ...[1, {}, "a\0"].map((policy) => () =>
      (InternetSetCookieEx as Loose)(GOOD, "a", "b", 0, policy)
    ),
  ],
  InternetSetCookieEx2: [
    null,
    undefined,
    "a=b",
    {},
    { pwszName: "" },
    { pwszName: 5 },
    { pwszName: "a=" },
    { pwszName: "a", pwszValue: 5 },
    { pwszName: "a", pwszValue: "b; secure" },
    { pwszName: "a", pwszValue: "\r\n" },
    { pwszName: "a", pwszValue: "x".repeat(4096) },
    { pwszName: "a", pwszDomain: 5 },
    { pwszName: "a", pwszDomain: "other.example" },
    { pwszName: "a", pwszDomain: "example" },
    { pwszName: "a", pwszPath: {} },
    { pwszName: "a", pwszPath: "/;" },
    { pwszName: "a", dwFlags: "1" },
    { pwszName: "a", dwFlags: 4 },
    { pwszName: "a", ftExpires: 5 },
    { pwszName: "a", ftExpires: new Date(NaN) },
  ].map((cookie) => () => (InternetSetCookieEx2 as Loose)(GOOD, cookie)),
  InternetGetCookie: [5, {}, "a\0", "a=b"]
    .map((name) => () => (InternetGetCookie as Loose)(GOOD, name)),
  InternetGetCookieEx: [null, "0", 0.5, 4]
    .map((flags) => () => (InternetGetCookieEx as Loose)(GOOD, "a", flags)),
  InternetGetCookieEx2: [{}, 8, NaN]
    .map((flags) => () => (InternetGetCookieEx2 as Loose)(GOOD, null, flags)),
  InternetFreeCookies: [5, "a", {}]
    .map((cookies) => () => (InternetFreeCookies as Loose)(cookies)),
  InternetSetPerSiteCookieDecision: [
    ...[
      null,
      5,
      "",
      "a b",
      "a/b",
      "http://a.example",
      "a:80",
      "\0",
      "u@h",
      "x".repeat(300),
    ]
      .map((host) => () =>
        (InternetSetPerSiteCookieDecision as Loose)(host, 1)
      ),
    ...[null, "1", -1, 6, 1.5].map((decision) => () =>
      (InternetSetPerSiteCookieDecision as Loose)("a.example", decision)
    ),
  ],
  InternetGetPerSiteCookieDecision: [null, 5, "", "a/b", "[::1"]
    .map((host) => () => (InternetGetPerSiteCookieDecision as Loose)(host)),
  InternetEnumPerSiteCookieDecision: [null, "0", -1, 0.5]
    .map((index) => () => (InternetEnumPerSiteCookieDecision as Loose)(index)),
  openCookieFile: [null, 5, "", "a\0b", {}]
    .map((path) => () => (openCookieFile as Loose)(path)),
};

for (const [name, calls] of Object.entries(WRONG)) {
  for (const [index, call] of calls.entries()) {
    Deno.test(`${name}() refuses wrong argument ${index} immediately`, () => {
      assertEquals(thrownCode(call), ERROR_INVALID_PARAMETER);
      assertEquals(GetLastError(), ERROR_INVALID_PARAMETER);
    });
  }
}

Deno.test("InternetSetCookie() shows no value in the error of a name that has one", () => {
  for (const name of ["sid=secret", "sid;secret", "sid=\nsecret"]) {
    const { message } = assertThrows(
      () => InternetSetCookie(GOOD, name, "a"),
      InternetError,
    );
    assertStringIncludes(message, `"sid${name[3]}…"`);
    assertEquals(message.includes("secret"), false);
  }
});
