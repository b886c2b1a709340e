// Copyright 2026 the wininet authors. MIT license.

/**
 * HTTP Strict Transport Security: its table, its header field, and its part of
 * the cookie file.
 */

import { assertEquals } from "@std/assert";
import { ERROR_INVALID_DATA } from "../../error.ts";
import { CookieFileWriter } from "../../_cookies/file.ts";
import { MAX_HOSTS, StrictHosts } from "../../_cookies/hsts.ts";
import { CookieJar } from "../../_cookies/jar.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { folder } from "../helpers/ftp_calls.ts";

const SECOND = 1000;

function after(url: string, field: string): StrictHosts {
  const hosts = new StrictHosts();
  hosts.take(new URL(url), field);
  return hosts;
}

function secured(hosts: StrictHosts, url: string): string {
  return hosts.secured(new URL(url)).href;
}

const FIELDS: readonly [
  field: string,
  own: boolean,
  below: boolean,
][] = [
  ["max-age=10", true, false],
  ["Max-Age = 10 ; includeSubDomains", true, true],
  ['INCLUDESUBDOMAINS; max-age="10"', true, true],
  ["max-age=10;", true, false],
  [";; max-age=10 ;; preload", true, false],
  ['max-age=10; other="a b"', true, false],
  ["max-age=99999999999999999999", true, false],
  ["max-age=10, max-age=0", true, false],
  ['other="a;b, \\"c\\\\"; max-age=10', true, false],
  ['max-age="\\1\\0"', true, false],
  [`max-age=10, ${"y".repeat(1000)}`, true, false],
  ["", false, false],
  ["includeSubDomains", false, false],
  ["max-age", false, false],
  ["max-age=", false, false],
  ["max-age=-1", false, false],
  ["max-age=1.5", false, false],
  ["max-age=ten", false, false],
  ["max-age=10; max-age=20", false, false],
  ["max-age=10; includeSubDomains; includesubdomains", false, false],
  ["max-age=10; includeSubDomains=1", false, false],
  ["max-age=10; a b", false, false],
  ['max-age=10; other="a', false, false],
  ['max-age=10; other="a"b', false, false],
  ["max-age=10; =a", false, false],
  [`max-age=10; x=${"y".repeat(1000)}`, false, false],
];

for (const [field, own, below] of FIELDS) {
  Deno.test(`StrictHosts.take() reads ${JSON.stringify(field.slice(0, 60))}`, () => {
    const hosts = after("https://a.test/", field);
    assertEquals(hosts.demands("a.test"), own);
    assertEquals(hosts.demands("a.test."), own);
    assertEquals(hosts.demands("b.a.test"), below);
    assertEquals(hosts.demands("c.b.a.test"), below);
    assertEquals(hosts.demands("test"), false);
    assertEquals(hosts.demands("ba.test"), false);
  });
}

Deno.test("StrictHosts.take() ignores fields over http and fields of addresses", () => {
  const field = "max-age=10; includeSubDomains";
  for (
    const url of [
      "http://a.test/",
      "https://127.0.0.1/",
      "https://[::1]/",
      "ftp://a.test/",
    ]
  ) assertEquals(after(url, field).all(), []);
});

Deno.test("StrictHosts.secured() changes only the scheme and port 80", () => {
  const hosts = after("https://a.test/", "max-age=10");
  assertEquals(
    secured(hosts, "http://u:p@A.test:80/b?c#d"),
    "https://u:p@a.test/b?c#d",
  );
  assertEquals(secured(hosts, "http://a.test:8080/"), "https://a.test:8080/");
  for (const url of ["https://a.test:444/", "http://b.test/"]) {
    const same = new URL(url);
    assertEquals(hosts.secured(same) === same, true);
  }
});

Deno.test("StrictHosts removes a host that has expired or that sends max-age=0", () => {
  let now = 0;
  const hosts = new StrictHosts(() => now);
  const url = new URL("https://a.test/");
  hosts.take(url, "max-age=10");
  now = 10 * SECOND - 1;
  assertEquals(hosts.demands("a.test"), true);
  hosts.take(url, "max-age=10");
  now += 10 * SECOND - 1;
  assertEquals(hosts.demands("a.test"), true);
  now += 1;
  assertEquals(hosts.demands("a.test"), false);
  hosts.take(url, "max-age=10");
  hosts.take(url, "max-age=0");
  assertEquals(hosts.demands("a.test"), false);
});

Deno.test("StrictHosts finds the entry of the parent domain for a host whose own entry has expired", () => {
  let now = 0;
  const hosts = new StrictHosts(() => now);
  hosts.take(new URL("https://b.a.test/"), "max-age=1");
  hosts.take(new URL("https://a.test/"), "max-age=10; includeSubDomains");
  now = 2 * SECOND;
  assertEquals(hosts.demands("b.a.test"), true);
});

Deno.test("StrictHosts is bounded, and a site cannot displace the hosts of others", () => {
  const hosts = after("https://kept.test/", "max-age=10");
  for (let count = 0; count < 400; count++) {
    hosts.take(new URL(`https://h${count}.evil.test/`), "max-age=10");
  }
  assertEquals(hosts.all().length, 181);
  assertEquals(hosts.demands("kept.test"), true);
  assertEquals(hosts.demands("h399.evil.test"), true);
  for (let count = 0; count < MAX_HOSTS; count++) {
    hosts.take(new URL(`https://h${count}.test/`), "max-age=10");
  }
  assertEquals(hosts.all().length, MAX_HOSTS);
});

Deno.test("StrictHosts.load() adds a host whose own policy has expired", () => {
  let now = 0;
  const hosts = new StrictHosts(() => now);
  hosts.take(new URL("https://a.test/"), "max-age=10");
  now = 20 * SECOND;
  const renewed = {
    host: "a.test",
    includeSubDomains: false,
    expires: 2 * now,
  };
  hosts.load([renewed]);
  assertEquals(hosts.demands("a.test"), true);
});

Deno.test("StrictHosts discards an expired policy to make room, but does not remove it from the file", () => {
  let now = 0;
  const hosts = new StrictHosts(() => now);
  const changes: [string, boolean][] = [];
  for (let count = 0; count < 180; count++) {
    hosts.take(new URL(`https://h${count}.a.test/`), "max-age=10");
  }
  hosts.watch = (name, host) => changes.push([name, host !== null]);
  now = 20 * SECOND;
  hosts.take(new URL("https://new.a.test/"), "max-age=10");
  assertEquals(changes, [["new.a.test", true]]);
  assertEquals(hosts.all().length, 1);
});

Deno.test("CookieFileWriter keeps the hosts that require https", async () => {
  using place = folder();
  const path = place.path("cookies.json");
  const jar = new CookieJar();
  const before = new URL("https://before.test/");
  jar.strictHosts.take(before, "max-age=1000");
  const writer = await CookieFileWriter.open(jar, path);
  const during = new URL("https://during.test/");
  jar.strictHosts.take(during, "max-age=1000; includeSubDomains");
  jar.strictHosts.take(new URL("https://gone.test/"), "max-age=1000");
  await writer.flush();
  jar.strictHosts.take(new URL("https://gone.test/"), "max-age=0");
  await writer.close();
  const later = new CookieJar();
  await (await CookieFileWriter.open(later, path)).close();
  assertEquals(later.strictHosts.all(), jar.strictHosts.all());
  assertEquals(later.strictHosts.demands("a.during.test"), true);
  assertEquals(later.strictHosts.demands("gone.test"), false);
});

Deno.test("CookieFileWriter keeps an entry that another program has renewed", async () => {
  using place = folder();
  const path = place.path("cookies.json");
  const host = new URL("https://renewed.test/");
  let now = Date.now();
  const first = new CookieJar(() => now);
  first.strictHosts.take(host, "max-age=10");
  const writer = await CookieFileWriter.open(first, path);
  await writer.flush();
  const second = new CookieJar();
  const other = await CookieFileWriter.open(second, path);
  second.strictHosts.take(host, "max-age=1000");
  await other.close();
  now += 20 * SECOND;
  assertEquals(first.strictHosts.demands("renewed.test"), false);
  await writer.close();
  const later = new CookieJar();
  await (await CookieFileWriter.open(later, path)).close();
  assertEquals(later.strictHosts.demands("renewed.test"), true);
});

for (
  const hsts of [
    1,
    [1],
    [{ host: "a.test", includeSubDomains: true }],
    [{ host: "a b", includeSubDomains: true, expires: 1 }],
    [{ host: "a.test", includeSubDomains: 1, expires: 1 }],
    [{ host: "a.test", includeSubDomains: true, expires: -1 }],
  ]
) {
  Deno.test(`CookieFileWriter.open() refuses hsts ${JSON.stringify(hsts)}`, async () => {
    using place = folder();
    const path = place.path("cookies.json");
    const text = JSON.stringify({ version: 1, cookies: [], hsts });
    await Deno.writeTextFile(path, text);
    assertEquals(
      await rejectedCode(CookieFileWriter.open(new CookieJar(), path)),
      ERROR_INVALID_DATA,
    );
    assertEquals(await Deno.readTextFile(path), text);
  });
}
