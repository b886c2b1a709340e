// Copyright 2026 the wininet authors. MIT license.

/** HTTP through the proxies that the environment names. */

import { assertEquals } from "@std/assert";
import {
  INTERNET_OPEN_TYPE_DIRECT,
  INTERNET_OPEN_TYPE_PRECONFIG,
} from "../../flags.ts";
import { InternetOpen } from "../../internet.ts";
import { BOTH } from "../helpers/calls.ts";
import { environment } from "../helpers/environment.ts";
import {
  get,
  httpProxy,
  openBy,
  openProxy,
  serverOf,
} from "../helpers/http_proxy_calls.ts";

/** A variable, the kind of the proxy that it names, and the scheme that uses it. */
const VARIABLES = [
  ["HTTP_PROXY", "http", "http"],
  ["http_proxy", "https", "http"],
  ["HTTPS_PROXY", "http", "https"],
  ["https_proxy", "https", "https"],
  ["ALL_PROXY", "http", "http"],
  ["all_proxy", "socks5", "https"],
  ["HTTP_PROXY", "socks5", "http"],
] as const;

for (const [variable, kind, scheme] of VARIABLES) {
  for (const [how, dwContext] of BOTH) {
    Deno.test(`${scheme} uses the ${kind} proxy of ${variable}, with its password, ${how}`, async () => {
      await using server = serverOf(scheme);
      await using proxy = openProxy(kind, "user:p w");
      const value = proxy.list("user:p%20w@");
      using _environment = environment({ [variable]: value });
      for (
        const accessType of [
          INTERNET_OPEN_TYPE_DIRECT,
          INTERNET_OPEN_TYPE_PRECONFIG,
        ]
      ) {
        await using hInternet = InternetOpen("a", accessType);
        const got = await get(hInternet, server.url, dwContext);
        assertEquals(got.text, "by the server");
        const isDirect = accessType === INTERNET_OPEN_TYPE_DIRECT;
        assertEquals(got.viaProxy, !isDirect);
        assertEquals(proxy.connections === 0, isDirect);
      }
    });
  }
}

for (const list of ["127.0.0.1", "a.test, 127.0.0.1", "*", ".0.0.1"]) {
  for (const [how, dwContext] of BOTH) {
    Deno.test(`NO_PROXY="${list}" makes https bypass the proxy, ${how}`, async () => {
      await using server = serverOf("https");
      await using proxy = httpProxy();
      using _environment = environment({
        HTTPS_PROXY: proxy.list(),
        NO_PROXY: list,
      });
      await using hInternet = InternetOpen("a");
      const got = await get(hInternet, server.url, dwContext);
      assertEquals([got.text, got.viaProxy], ["by the server", false]);
      assertEquals(proxy.connections, 0);
    });
  }
}

Deno.test("a host of the bypass list also bypasses the proxy of the environment", async () => {
  await using server = serverOf("http");
  await using proxy = httpProxy();
  using _environment = environment({ HTTP_PROXY: proxy.list() });
  await using hInternet = openBy(proxy.list(), null);
  const got = await get(hInternet, server.url);
  assertEquals([got.text, got.viaProxy], ["by the server", false]);
  assertEquals(proxy.connections, 0);
});
