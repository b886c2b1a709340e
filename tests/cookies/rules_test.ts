// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { isPublicSuffix, siteOf } from "../../_cookies/rules.ts";

/** Hosts, the site that they belong to, and `true` for public suffixes. */
const HOSTS: readonly (readonly [
  host: string,
  site: string,
  suffix: boolean,
])[] = [
  ["com", "com", true],
  ["example.com", "example.com", false],
  ["a.b.example.com", "example.com", false],
  ["example.com.", "example.com", false],
  ["co.uk", "co.uk", true],
  ["www.example.co.uk", "example.co.uk", false],
  // The rules for private domains also apply.
  ["github.io", "github.io", true],
  ["me.github.io", "me.github.io", false],
  // A wildcard, and an exception to it.
  ["ck", "ck", true],
  ["any.ck", "any.ck", true],
  ["a.any.ck", "a.any.ck", false],
  ["www.ck", "www.ck", false],
  ["a.www.ck", "www.ck", false],
  ["x.kobe.jp", "x.kobe.jp", true],
  ["a.city.kobe.jp", "city.kobe.jp", false],
  // Names outside ASCII, in the form of `URL`.
  ["xn--55qx5d.cn", "xn--55qx5d.cn", true],
  ["a.xn--55qx5d.cn", "a.xn--55qx5d.cn", false],
  // Top-level domains that are not in the list.
  ["localhost", "localhost", true],
  ["a.b.localhost", "b.localhost", false],
  ["a.b.unknown", "b.unknown", false],
  ["a.constructor", "a.constructor", false],
  // Addresses are not names.
  ["127.0.0.1", "127.0.0.1", false],
  ["[::1]", "[::1]", false],
  // Invalid names.
  ["", "", true],
  ["a..com", "a..com", true],
  [`${"a.".repeat(127)}com`, `${"a.".repeat(127)}com`, true],
];

for (const [host, site, suffix] of HOSTS) {
  const shown = host.length > 40 ? `${host.slice(0, 40)}...` : host;
  Deno.test(`siteOf() and isPublicSuffix() return the values for "${shown}"`, () => {
    assertEquals([siteOf(host), isPublicSuffix(host)], [site, suffix]);
  });
}
