// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  InternetGetCookie,
  InternetGetCookieEx,
  InternetSetCookie,
  InternetSetCookieEx,
} from "../../cookie.ts";
import {
  ERROR_HTTP_COOKIE_DECLINED,
  ERROR_INTERNET_UNRECOGNIZED_SCHEME,
  ERROR_INVALID_PARAMETER,
  ERROR_NO_MORE_ITEMS,
  GetLastError,
} from "../../error.ts";
import {
  COOKIE_STATE_ACCEPT,
  COOKIE_STATE_REJECT,
  INTERNET_COOKIE_EVALUATE_P3P,
  INTERNET_COOKIE_HTTPONLY,
  INTERNET_COOKIE_NON_SCRIPT,
  INTERNET_FLAG_RESTRICTED_ZONE,
} from "../../flags.ts";
import { endSession } from "../../_cookies/requests.ts";
import { thrownCode } from "../helpers/calls.ts";

/** ERROR_INVALID_OPERATION in winerror.h. */
const INVALID_OPERATION = 4317;

/** Returns the cookies for a URL, or `null` if there are none. */
function got(url: string): string | null {
  try {
    return InternetGetCookie(url);
  } catch {
    assertEquals(GetLastError(), ERROR_NO_MORE_ITEMS);
    return null;
  }
}

const LINES: readonly (readonly [
  name: string | null,
  data: string,
  text: string | null,
])[] = [
  ["a", "b", "a=b"],
  ["a", "", "a="],
  ["a", "b=c", "a=b=c"],
  ["a", "b; path=/; max-age=60", "a=b"],
  ["a", "b; max-age=0", null],
  [" a ", " b ", "a=b"],
  [null, "a=b", "a=b"],
  ["", "a=b; unknown=x", "a=b"],
  [null, "a=", "a="],
  [null, "server", null],
  [null, "", null],
  [null, "=b", null],
  ["\u540d", "\u6625", "\u540d=\u6625"],
  ["\xe9", "\xe0", "\xe9=\xe0"],
];

for (const [index, [name, data, text]] of LINES.entries()) {
  const shown = JSON.stringify([name, data]);
  Deno.test(`InternetSetCookie() accepts ${shown}`, () => {
    const url = `https://line${index}.set.example/`;
    assertEquals(InternetSetCookie(url, name, data), true);
    assertEquals(GetLastError(), 0);
    assertEquals(got(url), text);
  });
}

Deno.test("InternetSetCookie() replaces a cookie with the same name", () => {
  const url = "http://replace.set.example/";
  InternetSetCookie(url, "server", "server");
  InternetSetCookie(url, null, "server");
  InternetSetCookie(url, "server", "");
  assertEquals(got(url), "server=");
});

Deno.test("InternetSetCookie() accepts a Secure cookie for an http URL, and https sends it", () => {
  const url = "://secure.set.example/";
  InternetSetCookie(`http${url}`, null, "a=b; secure");
  assertEquals(got(`http${url}`), null);
  assertEquals(got(`https${url}`), "a=b");
});

Deno.test("InternetSetCookie() accepts URLs of 5000 characters", () => {
  const url = `http://long.set.example/${"x".repeat(4900)}/`;
  InternetSetCookie(`${url}y`, "a", "b");
  assertEquals(got(url), "a=b");
  assertEquals(got("http://long.set.example/"), null);
});

Deno.test("InternetSetCookie() sets cookies that end with the session", () => {
  const url = "http://session.set.example/";
  InternetSetCookie(url, null, "a=b; expires=");
  InternetSetCookie(url, null, "c=d; expires=Fri, 01-Jan-2038 00:00:00 GMT");
  endSession();
  assertEquals(got(url), "c=d");
});

const REFUSED: Readonly<
  Record<string, readonly [name: string | null, data: string]>
> = {
  "a domain that does not cover the host": [null, "a=b; domain=different.com"],
  "a public suffix": [null, "a=b; domain=com.pl"],
  "a prefix that is not kept": ["__Host-a", "b"],
  "a cookie that is too long": ["a", "x".repeat(4096)],
};

for (const [what, [name, data]] of Object.entries(REFUSED)) {
  Deno.test(`InternetSetCookie() and InternetSetCookieEx() refuse ${what}`, () => {
    const url = "https://www.aaa.example.com.pl/";
    for (const set of [InternetSetCookie, InternetSetCookieEx]) {
      const code = thrownCode(() => set(url, name, data));
      assertEquals(code, ERROR_INVALID_PARAMETER);
      assertEquals(GetLastError(), ERROR_INVALID_PARAMETER);
    }
    assertEquals(got(url), null);
  });
}

Deno.test("InternetSetCookie() accepts a domain above a host, below the public suffix", () => {
  const url = "http://www.bbb.example.com.pl/";
  InternetSetCookie(url, null, "e=f; domain=bbb.example.com.pl");
  assertEquals(got("http://bbb.example.com.pl/"), "e=f");
});

Deno.test("InternetSetCookie() neither sets nor replaces HttpOnly cookies", () => {
  const url = "http://only.set.example/";
  const set = (data: string) =>
    thrownCode(() => InternetSetCookie(url, "a", data));
  assertEquals(set("1; httponly"), INVALID_OPERATION);
  InternetSetCookieEx(url, "a", "1; httponly", INTERNET_COOKIE_HTTPONLY);
  assertEquals(set("2"), INVALID_OPERATION);
  assertEquals(
    InternetGetCookieEx(url, null, INTERNET_COOKIE_HTTPONLY),
    "a=1",
  );
});

Deno.test("InternetSetCookieEx() rejects HttpOnly cookies without the flag", () => {
  const url = "http://only.setex.example/";
  const data = "data; httponly";
  assertEquals(InternetSetCookieEx(url, "a", data), COOKIE_STATE_REJECT);
  assertEquals(GetLastError(), INVALID_OPERATION);
  assertEquals(
    InternetSetCookieEx(url, "a", data, INTERNET_COOKIE_HTTPONLY),
    COOKIE_STATE_ACCEPT,
  );
  assertEquals(GetLastError(), 0);
  assertEquals(InternetSetCookieEx(url, "a", "test"), COOKIE_STATE_REJECT);
  assertEquals(GetLastError(), INVALID_OPERATION);
  assertEquals(
    InternetSetCookieEx(url, "a", "new", INTERNET_COOKIE_NON_SCRIPT),
    COOKIE_STATE_ACCEPT,
  );
  assertEquals(got(url), "a=new");
});

Deno.test("InternetSetCookieEx() rejects a cookie without a name", () => {
  const url = "http://nameless.setex.example/";
  assertEquals(InternetSetCookieEx(url, null, "a"), COOKIE_STATE_REJECT);
  assertEquals(GetLastError(), ERROR_INVALID_PARAMETER);
});

Deno.test("InternetSetCookieEx() rejects cookies in the restricted zone", () => {
  const url = "http://zone.setex.example/";
  assertEquals(
    InternetSetCookieEx(url, "a", "b", INTERNET_FLAG_RESTRICTED_ZONE),
    COOKIE_STATE_REJECT,
  );
  assertEquals(GetLastError(), ERROR_HTTP_COOKIE_DECLINED);
  assertEquals(got(url), null);
});

Deno.test("InternetSetCookieEx() accepts and ignores a P3P policy", () => {
  const url = "http://policy.setex.example/";
  const flags = INTERNET_COOKIE_EVALUATE_P3P;
  assertEquals(
    InternetSetCookieEx(url, "a", "b", flags, 'CP="NOI"'),
    COOKIE_STATE_ACCEPT,
  );
});

for (
  const [what, call] of [
    [
      "InternetSetCookie",
      (data: string) => InternetSetCookie("server", null, data),
    ],
    [
      "InternetSetCookieEx",
      (data: string) => InternetSetCookieEx("server", null, data),
    ],
  ] as const
) {
  Deno.test(`${what}() without data fails with ERROR_INVALID_PARAMETER for any URL`, () => {
    const missing = null as unknown as string;
    assertEquals(thrownCode(() => call(missing)), ERROR_INVALID_PARAMETER);
    assertEquals(
      thrownCode(() => call("a=b")),
      ERROR_INTERNET_UNRECOGNIZED_SCHEME,
    );
  });
}
