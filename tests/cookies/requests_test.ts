// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { COOKIE_STATE_ACCEPT, COOKIE_STATE_REJECT } from "../../flags.ts";
import { forgetDecisions, setDecision } from "../../_cookies/decisions.ts";
import {
  cookieHeaderFor,
  cookiesFor,
  endSession,
  jar,
  MAX_HEADER_LENGTH,
  storeCookies,
} from "../../_cookies/requests.ts";

Deno.test("cookieHeaderFor() returns the cookies that storeCookies() has stored", () => {
  const url = new URL("https://requests.example/");
  const outcomes = storeCookies(jar, url, [
    "a=1; httponly; secure",
    "no",
    "b=2; domain=other.example",
    "c=3",
  ]);
  assertEquals(outcomes.map(({ name, state }) => [name, state]), [
    ["a", COOKIE_STATE_ACCEPT],
    ["", COOKIE_STATE_REJECT],
    ["b", COOKIE_STATE_REJECT],
    ["c", COOKIE_STATE_ACCEPT],
  ]);
  assertEquals(cookieHeaderFor(jar, url), "a=1; c=3");
  assertEquals(cookiesFor(jar, url), { header: "a=1; c=3", count: 2 });
  assertEquals(
    cookieHeaderFor(jar, new URL("http://requests.example/")),
    "c=3",
  );
  assertEquals(
    cookieHeaderFor(jar, new URL("https://x.requests.example/")),
    "",
  );
});

Deno.test("cookieHeaderFor() preserves the received bytes", () => {
  const url = new URL("https://bytes.example/");
  storeCookies(jar, url, ["a=\xe9; path=/", "b=\xc3\xa0", "c=\u6625"]);
  assertEquals(cookieHeaderFor(jar, url), "a=\xe9; b=\xc3\xa0; c=\xe6\x98\xa5");
});

Deno.test("cookieHeaderFor() sends SameSite cookies to the same site", () => {
  const url = new URL("https://same.example/");
  storeCookies(jar, url, ["a=1; samesite=strict", "b=2; samesite=lax", "c=3"]);
  assertEquals(cookieHeaderFor(jar, url), "a=1; b=2; c=3");
  assertEquals(cookieHeaderFor(jar, url, { from: "lax" }), "b=2; c=3");
  assertEquals(cookieHeaderFor(jar, url, { from: "cross-site" }), "c=3");
});

Deno.test("cookieHeaderFor() leaks nothing on a route through five origins", () => {
  const way = [
    "https://a.origins.example/",
    "http://a.origins.example/",
    "https://b.origins.example/",
    "https://other-origins.example/",
    "https://a.origins.example.evil.example/",
  ].map((origin) => new URL(origin));
  storeCookies(jar, way[0]!, ["host=1; secure", "path=1; path=/private"]);
  for (const url of way.slice(1)) assertEquals(cookieHeaderFor(jar, url), "");
  storeCookies(jar, way[3]!, ["host=2; domain=a.origins.example"]);
  storeCookies(jar, way[1]!, ["host=3"]);
  assertEquals(cookieHeaderFor(jar, way[0]!), "host=1");
});

Deno.test("cookieHeaderFor() stops before the header becomes too long", () => {
  const url = new URL("https://long.example/");
  const value = "x".repeat(4000);
  for (let index = 100; index < 200; index++) {
    storeCookies(jar, url, [`c${index}=${value}`]);
  }
  const { header, count } = cookiesFor(jar, url);
  assert(header.length <= MAX_HEADER_LENGTH);
  assert(count > 50);
  assertEquals(header.split("; ").length, count);
});

Deno.test("cookies are neither sent nor stored for a site that is rejected by a decision", () => {
  const url = new URL("https://www.decided.example/");
  storeCookies(jar, url, ["a=1"]);
  try {
    setDecision("decided.example", COOKIE_STATE_REJECT);
    assertEquals(cookieHeaderFor(jar, url), "");
    assertEquals(storeCookies(jar, url, ["b=2"])[0]?.refusal, "decided");
  } finally {
    forgetDecisions();
  }
  assertEquals(cookieHeaderFor(jar, url), "a=1");
});

Deno.test("cookies are used only by HTTP", () => {
  const url = new URL("ftp://ftp.example/");
  assertEquals(storeCookies(jar, url, ["a=1"]), []);
  assertEquals(cookieHeaderFor(jar, url), "");
});

Deno.test("endSession() removes the cookies that have no date", () => {
  const url = new URL("https://session.example/");
  storeCookies(jar, url, ["a=1", "b=2; max-age=60"]);
  endSession();
  assertEquals(cookieHeaderFor(jar, url), "b=2");
});

Deno.test("storeCookies() accepts any number of headers and keeps the last ones", () => {
  const url = new URL("https://many.example/");
  const lines = Array.from({ length: 5000 }, (_, index) => `c${index}=1`);
  storeCookies(jar, url, lines);
  assertEquals(jar.list(url, { httpOnly: true }).length, 180);
  assert(cookieHeaderFor(jar, url).endsWith("c4999=1"));
});
