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

Deno.test("cookieHeaderFor() answers what storeCookies() took", () => {
  const url = new URL("https://requests.example/");
  const outcomes = storeCookies(url, [
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
  assertEquals(cookieHeaderFor(url), "a=1; c=3");
  assertEquals(cookiesFor(url), { header: "a=1; c=3", count: 2 });
  assertEquals(cookieHeaderFor(new URL("http://requests.example/")), "c=3");
  assertEquals(cookieHeaderFor(new URL("https://x.requests.example/")), "");
});

Deno.test("cookieHeaderFor() gives back the bytes that came", () => {
  const url = new URL("https://bytes.example/");
  storeCookies(url, ["a=\xe9; path=/", "b=\xc3\xa0", "c=\u6625"]);
  assertEquals(cookieHeaderFor(url), "a=\xe9; b=\xc3\xa0; c=\xe6\x98\xa5");
});

Deno.test("cookieHeaderFor() sends SameSite cookies to their own site", () => {
  const url = new URL("https://same.example/");
  storeCookies(url, ["a=1; samesite=strict", "b=2; samesite=lax", "c=3"]);
  assertEquals(cookieHeaderFor(url), "a=1; b=2; c=3");
  assertEquals(cookieHeaderFor(url, { from: "lax" }), "b=2; c=3");
  assertEquals(cookieHeaderFor(url, { from: "cross-site" }), "c=3");
});

Deno.test("cookieHeaderFor() leaks nothing on a way through five origins", () => {
  const way = [
    "https://a.origins.example/",
    "http://a.origins.example/",
    "https://b.origins.example/",
    "https://other-origins.example/",
    "https://a.origins.example.evil.example/",
  ].map((origin) => new URL(origin));
  storeCookies(way[0]!, ["host=1; secure", "path=1; path=/private"]);
  for (const url of way.slice(1)) assertEquals(cookieHeaderFor(url), "");
  storeCookies(way[3]!, ["host=2; domain=a.origins.example"]);
  storeCookies(way[1]!, ["host=3"]);
  assertEquals(cookieHeaderFor(way[0]!), "host=1");
});

Deno.test("cookieHeaderFor() stops before the header is too long", () => {
  const url = new URL("https://long.example/");
  const value = "x".repeat(4000);
  for (let index = 100; index < 200; index++) {
    storeCookies(url, [`c${index}=${value}`]);
  }
  const { header, count } = cookiesFor(url);
  assert(header.length <= MAX_HEADER_LENGTH);
  assert(count > 50);
  assertEquals(header.split("; ").length, count);
});

Deno.test("cookies are neither sent nor taken where the site was decided against", () => {
  const url = new URL("https://www.decided.example/");
  storeCookies(url, ["a=1"]);
  try {
    setDecision("decided.example", COOKIE_STATE_REJECT);
    assertEquals(cookieHeaderFor(url), "");
    assertEquals(storeCookies(url, ["b=2"])[0]?.refusal, "decided");
  } finally {
    forgetDecisions();
  }
  assertEquals(cookieHeaderFor(url), "a=1");
});

Deno.test("cookies belong to HTTP alone", () => {
  const url = new URL("ftp://ftp.example/");
  assertEquals(storeCookies(url, ["a=1"]), []);
  assertEquals(cookieHeaderFor(url), "");
});

Deno.test("endSession() drops the cookies that have no date", () => {
  const url = new URL("https://session.example/");
  storeCookies(url, ["a=1", "b=2; max-age=60"]);
  endSession();
  assertEquals(cookieHeaderFor(url), "b=2");
});

Deno.test("storeCookies() takes any number of headers and keeps the last ones", () => {
  const url = new URL("https://many.example/");
  const lines = Array.from({ length: 5000 }, (_, index) => `c${index}=1`);
  storeCookies(url, lines);
  assertEquals(jar.list(url, { httpOnly: true }).length, 180);
  assert(cookieHeaderFor(url).endsWith("c4999=1"));
});
