// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { parseProxyList } from "../../_options/proxy_list.ts";
import { findProxy } from "../../_net/proxy_choice.ts";

const LIST = "http=h:1 ftp=f:2 other:3";

const FOUND: readonly [
  proxies: string,
  bypass: string,
  protocol: string,
  host: string,
  port: number | null,
][] = [
  [LIST, "", "ftp", "example.com", 2],
  [LIST, "", "http", "example.com", 1],
  [LIST, "", "gopher", "example.com", 3],
  ["http=h:1", "", "ftp", "example.com", null],
  ["socks=s:4", "", "ftp", "example.com", 4],
  [LIST, "example.com", "ftp", "example.com", null],
  [LIST, "example.com", "ftp", "EXAMPLE.com", null],
  [LIST, "Example.Com", "ftp", "example.com", null],
  [LIST, "example.com", "ftp", "www.example.com", 2],
  [LIST, "*.example.com", "ftp", "www.example.com", null],
  [LIST, "*.example.com", "ftp", "example.com", 2],
  [LIST, "*example.com", "ftp", "example.com", null],
  [LIST, "ftp://*.example.com", "ftp", "a.example.com", null],
  [LIST, "10.*", "ftp", "10.1.2.3", null],
  [LIST, "10.*", "ftp", "110.1.2.3", 2],
  [LIST, "a;b c", "ftp", "c", null],
  [LIST, "*", "ftp", "example.com", null],
  [LIST, "[2001:db8::*]", "ftp", "2001:db8::1", null],
  [LIST, "2001:db8::*", "ftp", "2001:db8::1", null],
  [LIST, "10.0.0.0/8", "ftp", "10.200.3.4", null],
  [LIST, "10.0.0.0/8", "ftp", "11.0.0.1", 2],
  [LIST, "192.168.4.0/22", "ftp", "192.168.7.255", null],
  [LIST, "192.168.4.0/22", "ftp", "192.168.8.0", 2],
  [LIST, "0.0.0.0/0", "ftp", "9.9.9.9", null],
  [LIST, "10.0.0.0/33", "ftp", "10.0.0.0", 2],
  [LIST, "10.0.0.0/8", "ftp", "10.example", 2],
  [LIST, "<local>", "ftp", "server", null],
  [LIST, "<local>", "ftp", "server.example", 2],
  [LIST, "<local>", "ftp", "10.1.2.3", 2],
  [LIST, "<local>", "ftp", "2001:db8::1", 2],
  [LIST, "", "ftp", "server", 2],
  [LIST, "", "ftp", "localhost", null],
  [LIST, "", "ftp", "LocalHost", null],
  [LIST, "", "ftp", "127.0.0.1", null],
  [LIST, "", "ftp", "::1", null],
  [LIST, "<-loopback>", "ftp", "localhost", 2],
  [LIST, "<-loopback>", "ftp", "127.0.0.1", 2],
  [LIST, "<-loopback>", "ftp", "::1", 2],
  [LIST, "<-loopback>;127.*", "ftp", "127.0.0.1", null],
];

for (const [proxies, bypass, protocol, host, port] of FOUND) {
  const name = `"${proxies}", past "${bypass}"`;
  Deno.test(`findProxy() returns ${port ?? "none"} for ${protocol} to ${host} of ${name}`, () => {
    const found = findProxy(parseProxyList(proxies, bypass), protocol, host);
    assertEquals(found?.port ?? null, port);
  });
}

Deno.test("findProxy() returns no proxy without a list", () => {
  assertEquals(findProxy(null, "ftp", "example.com"), null);
});
