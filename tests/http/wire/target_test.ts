// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_UNRECOGNIZED_SCHEME,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../../error.ts";
import { checkedHost } from "../../../_base/host.ts";
import { parseHttpUrl } from "../../../_http/wire/target.ts";

const URLS: [url: string, parsed: string][] = [
  ["http://a.test", "http://a.test/"],
  ["HTTP://A.TEST/P", "http://a.test/P"],
  ["https://a.test:443/", "https://a.test/"],
  ["http://a.test:8080/x?y#z", "http://a.test:8080/x?y#z"],
  ["http://a.test?q", "http://a.test/?q"],
  ["http://127.0.0.1/", "http://127.0.0.1/"],
  ["http://[::1]:81/", "http://[::1]:81/"],
  ["http://a.test/a b", "http://a.test/a%20b"],
  ["http://a.test/A/../B/./C", "http://a.test/B/C"],
  ["http://b\xfccher.test/", "http://xn--bcher-kva.test/"],
];

for (const [url, parsed] of URLS) {
  Deno.test(`parseHttpUrl() accepts ${url}`, () => {
    assertEquals(parseHttpUrl(url).url.href, parsed);
  });
}

const USERS: [url: string, user: string | null, password: string | null][] = [
  ["http://a.test/", null, null],
  ["http://ann@a.test/", "ann", ""],
  ["http://ann:pw@a.test/", "ann", "pw"],
  ["http://a%40b:p%3Aw%25@a.test/", "a@b", "p:w%"],
  ["http://b\xfc:%ff@a.test/", "b\xfc", "%ff"],
  ["http://:pw@a.test/", null, null],
];

for (const [url, username, password] of USERS) {
  Deno.test(`parseHttpUrl() removes the user from ${url}`, () => {
    const parsed = parseHttpUrl(url);
    assertEquals(parsed.url.href, "http://a.test/");
    assertEquals([parsed.username, parsed.password], [username, password]);
  });
}

const BROKEN_URLS: [url: unknown, code: number][] = [
  ["", ERROR_INVALID_PARAMETER],
  [null, ERROR_INVALID_PARAMETER],
  [undefined, ERROR_INVALID_PARAMETER],
  [5, ERROR_INVALID_PARAMETER],
  ["server", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["www.a.test/x", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["//a.test/", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["../x", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  [" http://a.test/", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["://a.test/", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["about:blank", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["javascript:alert(1)", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["mailto:a@b.test", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["data:,x", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["ws://a.test/", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["httpx://a.test/", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["http:", ERROR_INTERNET_INVALID_URL],
  ["http:/", ERROR_INTERNET_INVALID_URL],
  ["http://", ERROR_INTERNET_INVALID_URL],
  ["http:a.test", ERROR_INTERNET_INVALID_URL],
  ["http:/a.test", ERROR_INTERNET_INVALID_URL],
  ["http:///a.test", ERROR_INTERNET_INVALID_URL],
  ["http://:80/", ERROR_INTERNET_INVALID_URL],
  ["http://?x", ERROR_INTERNET_INVALID_URL],
  ["http://a.test:99999/", ERROR_INTERNET_INVALID_URL],
  ["http://a.test:x/", ERROR_INTERNET_INVALID_URL],
  ["http://a b.test/", ERROR_INTERNET_INVALID_URL],
  ["http://[::1/", ERROR_INTERNET_INVALID_URL],
  ["http://a%00b/", ERROR_INTERNET_INVALID_URL],
  ["http://256.1.1.1/", ERROR_INTERNET_INVALID_URL],
  ["http://a.test/\r\nX: 1", ERROR_INTERNET_INVALID_URL],
  ["http://a.test/\x00", ERROR_INTERNET_INVALID_URL],
  ["http://a.test/\x7f", ERROR_INTERNET_INVALID_URL],
  ["ht\ntp://a.test/", ERROR_INTERNET_INVALID_URL],
  ["http://us%0der:secret@a.test/", ERROR_INTERNET_INVALID_URL],
  ["http://user:secret%00@a.test/", ERROR_INTERNET_INVALID_URL],
  [`http://a.test/${"x".repeat(65536)}`, ERROR_INTERNET_INVALID_URL],
];

for (const [url, code] of BROKEN_URLS) {
  const shown = JSON.stringify(url)?.slice(0, 40);
  Deno.test(`parseHttpUrl() refuses ${shown} with ${code}`, () => {
    const error = assertThrows(
      () => parseHttpUrl(url as string),
      InternetError,
    );
    assertEquals(error.code, code);
    assert(!error.message.includes("secret"));
  });
}

const HOSTS: [host: string, checked: string][] = [
  ["a.test", "a.test"],
  ["A.Test", "a.test"],
  ["localhost", "localhost"],
  ["127.0.0.1", "127.0.0.1"],
  ["::1", "[::1]"],
  ["[::1]", "[::1]"],
  ["0:0:0:0:0:0:0:1", "[::1]"],
  ["b\xfccher.test", "xn--bcher-kva.test"],
  ["a_b.test", "a_b.test"],
];

for (const [host, checked] of HOSTS) {
  Deno.test(`checkedHost() accepts ${host}`, () => {
    assertEquals(checkedHost(host), checked);
  });
}

const BROKEN_HOSTS: unknown[] = [
  "",
  null,
  undefined,
  5,
  " ",
  "a b",
  "a.test ",
  "a.test/",
  "a.test:80",
  "http://a.test",
  "user@a.test",
  "a.test?x",
  "a.test#x",
  "a\\b",
  "a%41",
  "a\r\nb",
  "a\x00b",
  "[::1",
  "[]",
  "::1::",
  "[a.test]",
  "256.1.1.1",
  "a".repeat(257),
];

for (const host of BROKEN_HOSTS) {
  const shown = JSON.stringify(host)?.slice(0, 40);
  Deno.test(`checkedHost() refuses ${shown}`, () => {
    const error = assertThrows(
      () => checkedHost(host as string),
      InternetError,
    );
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
  });
}
