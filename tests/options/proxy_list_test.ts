// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { ERROR_INVALID_PARAMETER, InternetError } from "../../error.ts";
import {
  INTERNET_OPEN_TYPE_DIRECT,
  INTERNET_OPEN_TYPE_PRECONFIG,
  INTERNET_OPEN_TYPE_PRECONFIG_WITH_NO_AUTOPROXY,
  INTERNET_OPEN_TYPE_PROXY,
} from "../../flags.ts";
import {
  checkedProxies,
  parseProxyList,
  type Proxy,
} from "../../_options/proxy_list.ts";

/** Returns a proxy without credentials. */
function http(host: string, port: number): Proxy {
  return { kind: "http", host, port, user: "", password: "" };
}

/** Returns a SOCKS5 proxy without credentials. */
function socks(host: string, port: number): Proxy {
  return { ...http(host, port), kind: "socks5" };
}

const LISTS: Readonly<Record<string, Record<string, Proxy>>> = {
  "proxy": { "": http("proxy", 80) },
  "proxy:8080": { "": http("proxy", 8080) },
  "proxy.example:8080/": { "": http("proxy.example", 8080) },
  "10.0.0.1:3128": { "": http("10.0.0.1", 3128) },
  "[::1]:3128": { "": http("::1", 3128) },
  "[::1]": { "": http("::1", 80) },
  "http://proxy": { "": http("proxy", 80) },
  "HTTP://Proxy:65535": { "": http("Proxy", 65535) },
  "socks://proxy": { "": socks("proxy", 1080) },
  "socks5://proxy": { "": socks("proxy", 1080) },
  "socks4://proxy": { "": { ...socks("proxy", 1080), kind: "socks4" } },
  "ftp=socks4a://user@proxy:1": {
    ftp: { ...socks("proxy", 1), kind: "socks4a", user: "user" },
  },
  "SOCKS5://[fe80::1]:9050": { "": socks("fe80::1", 9050) },
  "socks=proxy": { "": socks("proxy", 1080) },
  "socks=proxy:9050": { "": socks("proxy", 9050) },
  "ftp=proxy:21": { ftp: http("proxy", 21) },
  "FTP=http://proxy:21": { ftp: http("proxy", 21) },
  "ftp=ftp://proxy:21 https://me:pw@proxy:1": {
    ftp: { ...http("proxy", 21), kind: "other" },
    "": { ...http("proxy", 1), kind: "https", user: "me", password: "pw" },
  },
  "ftp=socks5://proxy:1": { ftp: socks("proxy", 1) },
  "http=a:1 https=b:2;ftp=c:3 ; d:4": {
    http: http("a", 1),
    https: http("b", 2),
    ftp: http("c", 3),
    "": http("d", 4),
  },
  "\tftp=a\r\nb": { ftp: http("a", 80), "": http("b", 80) },
  "ftp=first:1 ftp=second:2": { ftp: http("second", 2) },
  "user@proxy": { "": { ...http("proxy", 80), user: "user" } },
  "user:@proxy": { "": { ...http("proxy", 80), user: "user" } },
  "ftp=socks5://user:pw@[::1]:1": {
    ftp: { ...socks("::1", 1), user: "user", password: "pw" },
  },
  "http://us%40er:p%3Aw%20%C3%BC%3B%2F@proxy:1": {
    "": { ...http("proxy", 1), user: "us@er", password: "p:w ü;/" },
  },
  "user:p:w@proxy": {
    "": { ...http("proxy", 80), user: "user", password: "p:w" },
  },
};

for (const [text, proxies] of Object.entries(LISTS)) {
  Deno.test(`parseProxyList() reads ${JSON.stringify(text)}`, () => {
    const { byProtocol, bypass } = parseProxyList(text, "");
    assertEquals(Object.fromEntries(byProtocol), proxies);
    assertEquals(bypass, []);
  });
}

const BAD_LISTS: readonly string[] = [
  "",
  " ; ;\t",
  "ftp=",
  "=proxy",
  "ftp==proxy",
  "http://",
  "://proxy",
  "socks6://proxy",
  "gopher://proxy",
  "proxy:",
  "proxy:0",
  "proxy:65536",
  "proxy:999999",
  "proxy:port",
  "proxy:1:2",
  "proxy/path",
  "::1",
  "[::1",
  "[]:80",
  "@",
  "user:secret@",
  "user:se%cret@proxy",
  "user:secret@more@proxy",
  "ftp=a:1 ftp=user:secret@b:0",
];

for (const text of BAD_LISTS) {
  Deno.test(`parseProxyList() refuses ${JSON.stringify(text)}`, () => {
    const error = assertThrows(() => parseProxyList(text, ""), InternetError);
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
    assert(!/se%?cret/.test(Deno.inspect(error)), "The password is shown");
  });
}

Deno.test("parseProxyList() reads a bypass list in lower case", () => {
  const { bypass } = parseProxyList("a", " *.Example.COM;<local>\t10.* ; ");
  assertEquals(bypass, ["*.example.com", "<local>", "10.*"]);
});

Deno.test("parseProxyList() reads a long list in linear time", () => {
  const long = "a".repeat(1_000_000);
  assertThrows(() => parseProxyList(`ftp=${long}:${long}`, ""), InternetError);
  assertThrows(() => parseProxyList(`${":".repeat(1_000_000)}@`, ""));
  assertThrows(() => parseProxyList(`${"@".repeat(1_000_000)}`, ""));
  assertEquals(parseProxyList("a:1 ".repeat(100_000), "").byProtocol.size, 1);
});

for (
  const accessType of [
    INTERNET_OPEN_TYPE_PRECONFIG,
    INTERNET_OPEN_TYPE_DIRECT,
    INTERNET_OPEN_TYPE_PRECONFIG_WITH_NO_AUTOPROXY,
  ]
) {
  Deno.test(`checkedProxies() returns no proxies for access type ${accessType}`, () => {
    assertEquals(checkedProxies(accessType, null, null), null);
    assertEquals(checkedProxies(accessType, "proxy:1", "<local>"), null);
  });
}

Deno.test("checkedProxies() reads both lists for INTERNET_OPEN_TYPE_PROXY", () => {
  const list = checkedProxies(INTERNET_OPEN_TYPE_PROXY, "ftp=a:1", "B");
  assertEquals(list?.byProtocol.get("ftp"), http("a", 1));
  assertEquals(list?.bypass, ["b"]);
  const bare = checkedProxies(INTERNET_OPEN_TYPE_PROXY, "ftp=a:1", null);
  assertEquals(bare?.bypass, []);
});

const BAD_ARGUMENTS: Readonly<
  Record<string, [accessType: unknown, proxy: unknown, bypass: unknown]>
> = {
  "an unknown access type": [2, null, null],
  "an access type that is not a number": ["3", "proxy", null],
  "a missing list": [INTERNET_OPEN_TYPE_PROXY, null, null],
  "an empty list": [INTERNET_OPEN_TYPE_PROXY, "", null],
  "a bad list": [INTERNET_OPEN_TYPE_PROXY, "proxy:0", null],
  "a list that is not a string": [INTERNET_OPEN_TYPE_PROXY, ["proxy"], null],
  "a bypass that is not a string": [INTERNET_OPEN_TYPE_PROXY, "proxy", 1],
  "a list that is not a string, for another type": [
    INTERNET_OPEN_TYPE_DIRECT,
    1,
    null,
  ],
};

for (const [name, wrong] of Object.entries(BAD_ARGUMENTS)) {
  Deno.test(`checkedProxies() refuses ${name}`, () => {
    const error = assertThrows(
      () => checkedProxies(...wrong as [number, string, string]),
      InternetError,
    );
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
  });
}

Deno.test("parseProxyList() shows no password in an error", () => {
  for (
    const list of [
      "http://u:s3cret@h:0",
      "u:s3 cret@h",
      "a.test u:s3cret@h:99999 b.test",
      "u:s3%cret@h",
      "ftp=x://u:s3cret@h",
    ]
  ) {
    const error = assertThrows(() => parseProxyList(list, ""), InternetError);
    assertEquals(/s3|cret/.test(error.message), false, error.message);
  }
});
