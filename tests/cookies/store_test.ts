// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  type Cookie,
  CookieStore,
  MAX_COOKIES,
  MAX_COOKIES_OF_SITE,
} from "../../_cookies/store.ts";

const NOW = 1_000_000;

function cookie(name: string, more: Partial<Cookie> = {}): Cookie {
  return {
    name,
    value: "",
    domain: "www.site.example",
    path: "/",
    hostOnly: true,
    secure: false,
    httpOnly: false,
    sameSite: null,
    expires: null,
    ...more,
  };
}

function names(store: CookieStore): string[] {
  return store.all(NOW).map(({ name }) => name);
}

function found(store: CookieStore, host: string): string {
  return store.ofHost(host, NOW, () => true).map(({ name }) => name).join();
}

Deno.test("CookieStore finds the cookies of a host and of the domains above it", () => {
  const store = new CookieStore();
  store.set(cookie("host"), NOW);
  store.set(cookie("site", { domain: "site.example", hostOnly: false }), NOW);
  store.set(cookie("above", { domain: "site.example" }), NOW);
  assertEquals(found(store, "www.site.example"), "host,site");
  assertEquals(found(store, "site.example"), "site,above");
  assertEquals(found(store, "other.example"), "");
  assertEquals(found(store, "mysite.example"), "");
});

Deno.test("CookieStore distinguishes cookies by domain, path, name and host-only flag", () => {
  const store = new CookieStore();
  const one = cookie("a");
  for (
    const other of [
      one,
      cookie("b"),
      cookie("a", { path: "/x" }),
      cookie("a", { hostOnly: false }),
      cookie("a", { domain: "site.example" }),
      cookie("a", { value: "new" }),
    ]
  ) store.set(other, NOW);
  assertEquals(store.size, 5);
  assertEquals(store.get(one, NOW)?.value, "new");
});

Deno.test("CookieStore keeps the position of a cookie that is set again", () => {
  const store = new CookieStore();
  for (const name of ["a", "b", "a"]) store.set(cookie(name), NOW);
  assertEquals(found(store, "www.site.example"), "a,b");
});

Deno.test("CookieStore puts longer paths first", () => {
  const store = new CookieStore();
  store.set(cookie("short"), NOW);
  store.set(cookie("long", { path: "/x/" }), NOW);
  store.set(cookie("short2"), NOW);
  assertEquals(found(store, "www.site.example"), "long,short,short2");
});

Deno.test("CookieStore removes expired cookies", () => {
  const store = new CookieStore();
  store.set(cookie("a", { expires: NOW }), NOW - 1);
  store.set(cookie("b", { expires: NOW + 1 }), NOW - 1);
  assertEquals(found(store, "www.site.example"), "b");
  assertEquals(store.size, 1);
});

Deno.test("CookieStore limits the cookies of a site, and removes the least recently used one", () => {
  const store = new CookieStore();
  for (let index = 0; index < MAX_COOKIES_OF_SITE; index++) {
    const domain = `host${index}.site.example`;
    store.set(cookie(`c${index}`, { domain }), NOW);
  }
  store.set(cookie("elsewhere", { domain: "other.example" }), NOW);
  found(store, "host0.site.example");
  store.set(cookie("new"), NOW);
  assertEquals(store.size, MAX_COOKIES_OF_SITE + 1);
  assert(!names(store).includes("c1"));
  for (const name of ["c0", "c2", "new", "elsewhere"]) {
    assert(names(store).includes(name), name);
  }
});

Deno.test("CookieStore removes expired cookies before others, and insecure cookies before secure ones", () => {
  const store = new CookieStore();
  store.set(cookie("secure", { secure: true }), NOW);
  store.set(cookie("insecure"), NOW);
  store.set(cookie("over", { expires: NOW + 1 }), NOW);
  for (let index = 3; index < MAX_COOKIES_OF_SITE; index++) {
    store.set(cookie(`c${index}`), NOW);
  }
  store.set(cookie("x"), NOW + 2);
  assertEquals(names(store).slice(0, 2), ["secure", "insecure"]);
  store.set(cookie("y"), NOW + 2);
  assertEquals(names(store).slice(0, 2), ["secure", "c3"]);
});

Deno.test("CookieStore removes the oldest cookie if every cookie of a site is secure", () => {
  const store = new CookieStore();
  for (let index = 0; index <= MAX_COOKIES_OF_SITE; index++) {
    store.set(cookie(`c${index}`, { secure: true }), NOW);
  }
  assertEquals(store.size, MAX_COOKIES_OF_SITE);
  assertEquals(names(store)[0], "c1");
});

Deno.test("CookieStore limits the total number of cookies", () => {
  const store = new CookieStore();
  for (let index = 0; index <= MAX_COOKIES; index++) {
    store.set(cookie(`c${index}`, { domain: `site${index}.example` }), NOW);
  }
  assertEquals(store.size, MAX_COOKIES);
  assertEquals(names(store)[0], "c1");
});

Deno.test("CookieStore.endSession() removes the cookies without a date", () => {
  const store = new CookieStore();
  store.set(cookie("a"), NOW);
  store.set(cookie("b", { expires: NOW + 1 }), NOW);
  store.endSession();
  assertEquals(names(store), ["b"]);
});

Deno.test("CookieStore reports only changes that a file stores", () => {
  const store = new CookieStore();
  const told: string[] = [];
  store.watch = (_key, set) => told.push(set ? `+${set.value}` : "-");
  const expires = NOW + 10;
  store.set(cookie("session"), NOW);
  store.set(cookie("a", { expires, value: "1" }), NOW);
  store.set(cookie("a", { expires, value: "2" }), NOW);
  store.set(cookie("a"), NOW); // Now the cookie ends with the session.
  store.delete(cookie("a"));
  store.set(cookie("b", { expires, value: "3" }), NOW);
  store.delete(cookie("b"));
  store.delete(cookie("b"));
  store.set(cookie("c", { expires, value: "4" }), NOW);
  store.ofHost("www.site.example", expires, () => true);
  store.endSession();
  // The file drops expired cookies itself: another program may have renewed this one.
  assertEquals(told, ["+1", "+2", "-", "+3", "-", "+4"]);
});

Deno.test("CookieStore finds a host of any length in linear time", () => {
  const store = new CookieStore();
  store.set(cookie("a"), NOW);
  assertEquals(found(store, "a.".repeat(500_000) + "site.example"), "");
});

/** Cookies that count the accesses to their expiry dates. */
function countedCookies(): { make(name: string): Cookie; looks: number } {
  const counted = {
    looks: 0,
    make: (name: string): Cookie => ({
      ...cookie(name, { domain: `${name}.example` }),
      get expires() {
        counted.looks++;
        return NOW + 10;
      },
    }),
  };
  return counted;
}

Deno.test("CookieStore makes room in a full jar without checking every cookie", () => {
  const store = new CookieStore();
  const counted = countedCookies();
  for (let index = 0; index < MAX_COOKIES; index++) {
    store.set(counted.make(`c${index}`), NOW);
  }
  counted.looks = 0;
  for (let index = 0; index < 100; index++) {
    store.set(counted.make(`d${index}`), NOW);
  }
  assert(counted.looks < 2000, `${counted.looks}`);
  assertEquals(store.size, MAX_COOKIES);
  assertEquals(names(store)[0], "c100");
});

Deno.test("CookieStore removes cookies in the order of their last use", () => {
  const store = new CookieStore();
  for (let index = 0; index < MAX_COOKIES; index++) {
    store.set(cookie(`c${index}`, { domain: `c${index}.example` }), NOW);
  }
  for (const name of ["c2", "c0", "c2"]) found(store, `${name}.example`);
  const dropped = () => {
    const before = new Set(names(store));
    store.set(cookie("x", { domain: `x${Math.random()}.example` }), NOW);
    return [...before].filter((name) => !names(store).includes(name)).join();
  };
  assertEquals([dropped(), dropped()], ["c1", "c3"]);
  for (let index = 4; index < MAX_COOKIES; index++) {
    store.delete(cookie(`c${index}`, { domain: `c${index}.example` }));
  }
  for (let index = 0; store.size < MAX_COOKIES; index++) {
    store.set(cookie("y", { domain: `y${index}.example` }), NOW);
  }
  found(store, "c2.example");
  assertEquals(dropped(), "c0");
});

Deno.test("CookieStore removes an expired cookie of a full jar after any earlier removals", () => {
  const store = new CookieStore();
  const dated = (name: string, expires: number) =>
    cookie(name, { domain: `${name}.example`, expires });
  store.set(dated("early", NOW + 1), NOW);
  store.set(dated("later", NOW + 3), NOW);
  for (let index = 2; index < MAX_COOKIES; index++) {
    store.set(cookie("c", { domain: `c${index}.example` }), NOW);
  }
  store.delete(dated("early", 0));
  found(store, "later.example");
  store.set(dated("a", NOW + 9), NOW + 2);
  store.set(dated("b", NOW + 9), NOW + 2);
  assertEquals(found(store, "later.example"), "later");
  assertEquals(found(store, "c2.example"), "");
  store.set(dated("d", NOW + 9), NOW + 4);
  assertEquals(found(store, "later.example"), "");
  assertEquals(found(store, "c3.example"), "c");
});
