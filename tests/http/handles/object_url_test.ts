// Copyright 2026 the wininet authors. MIT license.

/**
 * Simple URLs and object names are handled by a fast path: its result must be
 * equal to that of the general one.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { objectUrl, openedUrl } from "../../../_http/handles/object_url.ts";
import { canonicalObjectOf } from "../../../_url/canonical.ts";

const SERVER = new URL("http://a.test:8080/");

const OBJECTS = [
  "",
  "/",
  "/a",
  "/a/",
  "/a/b.c",
  "/a_b-c/d.e.f?x=1&y=2",
  "?q",
  "/a?",
  "//a",
  "/./a",
  "/a/../b",
  "/a/..",
  "/a//b",
  "/.a",
  "/a.",
  "/a b",
  "/a%20b",
  "/a\\b",
  "/\xe4",
  "a/b",
  "/a?x=/../y",
];

for (const object of OBJECTS) {
  Deno.test(`objectUrl() returns the canonical form of ${JSON.stringify(object)}`, () => {
    const utf8 = object.replace(/[^\0-\x7f]/g, encodeURIComponent);
    const long = new URL(SERVER.origin + canonicalObjectOf(utf8, 0));
    assertEquals(objectUrl(SERVER, object).href, long.href);
  });

  Deno.test(`openedUrl() returns the same as objectUrl() for ${JSON.stringify(object)}`, () => {
    if (!/^(?:[/?]|$)/.test(object)) return;
    const { url } = openedUrl(`http://a.test:8080${object}`);
    assertEquals(url.href, objectUrl(SERVER, object).href);
  });
}
