// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  InternetFreeCookies,
  InternetGetCookie,
  InternetGetCookieEx,
  InternetGetCookieEx2,
  InternetSetCookie,
  InternetSetCookieEx,
  InternetSetCookieEx2,
} from "../../cookie.ts";
import { ERROR_NO_MORE_ITEMS, GetLastError } from "../../error.ts";
import {
  COOKIE_STATE_ACCEPT,
  COOKIE_STATE_REJECT,
  INTERNET_COOKIE_APPLY_HOST_ONLY,
  INTERNET_COOKIE_HOST_ONLY,
  INTERNET_COOKIE_HTTPONLY,
  INTERNET_COOKIE_IS_SECURE,
  INTERNET_COOKIE_IS_SESSION,
  INTERNET_COOKIE_NON_SCRIPT,
  INTERNET_COOKIE_SAME_SITE_LAX,
  INTERNET_COOKIE_SAME_SITE_LEVEL_CROSS_SITE,
  INTERNET_COOKIE_SAME_SITE_STRICT,
  INTERNET_FLAG_RESTRICTED_ZONE,
} from "../../flags.ts";
import { thrownCode } from "../helpers/calls.ts";

Deno.test("InternetGetCookie() fails with ERROR_NO_MORE_ITEMS if there is no cookie", () => {
  const url = "http://www.none.get.example";
  for (const get of [InternetGetCookie, InternetGetCookieEx]) {
    assertEquals(thrownCode(() => get(url)), ERROR_NO_MORE_ITEMS);
    assertEquals(GetLastError(), ERROR_NO_MORE_ITEMS);
  }
  assertEquals(InternetGetCookieEx2(url), []);
});

Deno.test("InternetGetCookie() returns the cookies of the paths and domains of the URL, like Windows", () => {
  const set = (url: string, line: string) =>
    InternetSetCookie(`http://www.rules.example${url}`, null, line);
  set("/bar", "A=1; domain=.rules.example");
  set("", "B=2; domain=rules.example");
  set("", "C=3; domain=.rules.example; invalid=attr; path=/foo");
  set("/bar.html", "D=4; domain=.rules.example");
  set("/bar/", "E=5; domain=.rules.example");
  set("/bar/", "F=6; domain=.rules.example; path=/foo/");
  set("/bar/", "G=7; path=/bar");
  const get = (path: string) =>
    InternetGetCookie(`http://testing.rules.example${path}`);
  assertEquals(get(""), "A=1; B=2; D=4");
  assertEquals(get("/foobar"), "A=1; B=2; D=4");
  assertEquals(get("/foo"), "C=3; A=1; B=2; D=4");
  assertEquals(get("/foo/bar"), "F=6; C=3; A=1; B=2; D=4");
  assertEquals(get("/bar"), "A=1; B=2; D=4");
  assertEquals(get("/bar/foo"), "E=5; A=1; B=2; D=4");
});

Deno.test("InternetGetCookie() ignores the name", () => {
  const url = "http://name.get.example/";
  InternetSetCookie(url, "a", "1");
  InternetSetCookie(url, "b", "2");
  assertEquals(InternetGetCookie(url, "b"), "a=1; b=2");
  assertEquals(GetLastError(), 0);
});

Deno.test("InternetGetCookieEx() returns the cookies with a name, case-sensitive", () => {
  const url = "http://name.getex.example/x";
  InternetSetCookie(url, "a", "1");
  InternetSetCookie(url, "a", "2; path=/x");
  InternetSetCookie(url, "A", "3");
  InternetSetCookie(url, "\u6625", "4");
  assertEquals(InternetGetCookieEx(url, "a"), "a=2; a=1");
  assertEquals(InternetGetCookieEx(url, "A"), "A=3");
  assertEquals(InternetGetCookieEx(url, "\u6625"), "\u6625=4");
  assertEquals(InternetGetCookieEx(url, ""), "a=2; a=1; A=3; \u6625=4");
  assertEquals(
    thrownCode(() => InternetGetCookieEx(url, "b")),
    ERROR_NO_MORE_ITEMS,
  );
});

Deno.test("InternetGetCookieEx() returns HttpOnly cookies only with the flag", () => {
  const url = "http://only.getex.example/";
  InternetSetCookieEx(url, "a", "1; httponly", INTERNET_COOKIE_HTTPONLY);
  const get = (flags: number) => () => InternetGetCookieEx(url, null, flags);
  assertEquals(
    thrownCode(() => InternetGetCookie(url)),
    ERROR_NO_MORE_ITEMS,
  );
  assertEquals(thrownCode(get(0)), ERROR_NO_MORE_ITEMS);
  assertEquals(get(INTERNET_COOKIE_HTTPONLY)(), "a=1");
});

Deno.test("InternetGetCookieEx() finds nothing in the restricted zone", () => {
  const url = "http://zone.getex.example/";
  InternetSetCookie(url, "a", "1");
  const get = () =>
    InternetGetCookieEx(url, null, INTERNET_FLAG_RESTRICTED_ZONE);
  assertEquals(thrownCode(get), ERROR_NO_MORE_ITEMS);
});

Deno.test("InternetGetCookieEx2() returns attributes", () => {
  const url = "https://www.parts.example/x/";
  const expires = "Fri, 01 Jan 2038 00:00:00 GMT";
  InternetSetCookieEx(
    url,
    null,
    `a=\u6625; secure; httponly; samesite=strict; domain=parts.example; expires=${expires}`,
    INTERNET_COOKIE_HTTPONLY,
  );
  InternetSetCookie(url, null, "b=; samesite=lax; path=/");
  assertEquals(InternetGetCookieEx2(url, null, INTERNET_COOKIE_NON_SCRIPT), [
    {
      pwszName: "a",
      pwszValue: "\u6625",
      pwszDomain: "parts.example",
      pwszPath: "/x/",
      dwFlags: INTERNET_COOKIE_IS_SECURE | INTERNET_COOKIE_HTTPONLY |
        INTERNET_COOKIE_SAME_SITE_STRICT,
      ftExpires: new Date(expires),
      fExpiresSet: true,
    },
    {
      pwszName: "b",
      pwszValue: "",
      pwszDomain: "www.parts.example",
      pwszPath: "/",
      dwFlags: INTERNET_COOKIE_IS_SESSION | INTERNET_COOKIE_HOST_ONLY |
        INTERNET_COOKIE_SAME_SITE_LAX,
      ftExpires: null,
      fExpiresSet: false,
    },
  ]);
  assertEquals(InternetGetCookieEx2(url, "a"), []);
});

Deno.test("InternetGetCookieEx2() omits SameSite cookies for another site", () => {
  const url = "https://cross.get.example/";
  for (const level of ["strict", "lax", "none"]) {
    InternetSetCookie(url, level, `1; samesite=${level}`);
  }
  const flags = INTERNET_COOKIE_SAME_SITE_LEVEL_CROSS_SITE;
  const names = InternetGetCookieEx2(url, null, flags)
    .map(({ pwszName }) => pwszName);
  assertEquals(names, ["none"]);
});

Deno.test("InternetSetCookieEx2() sets cookies that InternetGetCookieEx2() has returned", () => {
  const url = "https://www.again.example/";
  const flags = INTERNET_COOKIE_NON_SCRIPT;
  const cookies = [{
    pwszName: "a",
    pwszValue: "1",
    pwszDomain: "again.example",
    pwszPath: "/x",
    dwFlags: INTERNET_COOKIE_HTTPONLY | INTERNET_COOKIE_SAME_SITE_LAX,
    ftExpires: new Date(Date.UTC(2038, 0)),
    fExpiresSet: true,
  }, {
    pwszName: "b",
    pwszValue: "2",
    pwszDomain: "www.again.example",
    pwszPath: "/",
    dwFlags: INTERNET_COOKIE_IS_SECURE | INTERNET_COOKIE_IS_SESSION |
      INTERNET_COOKIE_HOST_ONLY | INTERNET_COOKIE_SAME_SITE_STRICT,
    ftExpires: null,
    fExpiresSet: false,
  }];
  for (const cookie of cookies) {
    assertEquals(
      InternetSetCookieEx2(url, cookie, null, flags),
      COOKIE_STATE_ACCEPT,
    );
  }
  assertEquals(InternetGetCookieEx2(`${url}x`, null, flags), cookies);
});

Deno.test("InternetSetCookieEx2() requires the flag for HttpOnly cookies", () => {
  const url = "https://only.setex2.example/";
  const cookie = { pwszName: "a", dwFlags: INTERNET_COOKIE_HTTPONLY };
  assertEquals(InternetSetCookieEx2(url, cookie), COOKIE_STATE_REJECT);
});

Deno.test("InternetSetCookieEx2() binds a cookie to its host with INTERNET_COOKIE_APPLY_HOST_ONLY", () => {
  const url = "https://host.setex2.example/";
  const cookie = { pwszName: "a", pwszDomain: ".Host.setex2.example" };
  InternetSetCookieEx2(url, cookie, null, INTERNET_COOKIE_APPLY_HOST_ONLY);
  assertEquals(InternetGetCookie(url), "a=");
  assertEquals(InternetGetCookieEx2("https://x.host.setex2.example/"), []);
});

Deno.test("InternetSetCookieEx2() uses the date only if fExpiresSet is true", () => {
  const url = "https://date.setex2.example/";
  const ftExpires = new Date(0);
  InternetSetCookieEx2(url, { pwszName: "a", ftExpires, fExpiresSet: false });
  assertEquals(InternetGetCookie(url), "a=");
  InternetSetCookieEx2(url, { pwszName: "a", ftExpires });
  assertEquals(InternetGetCookieEx2(url), []);
});

Deno.test("InternetFreeCookies() does nothing", () => {
  const url = "https://free.get.example/";
  InternetSetCookie(url, "a", "1");
  const cookies = InternetGetCookieEx2(url);
  assertEquals(InternetFreeCookies(cookies, cookies.length), undefined);
  assertEquals(InternetFreeCookies(null), undefined);
  assertEquals(cookies.length, 1);
  assertEquals(InternetGetCookie(url), "a=1");
});
