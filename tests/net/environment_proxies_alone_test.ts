// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  INTERNET_OPEN_TYPE_DIRECT,
  INTERNET_OPEN_TYPE_PRECONFIG,
  INTERNET_OPEN_TYPE_PRECONFIG_WITH_NO_AUTOPROXY,
  INTERNET_OPEN_TYPE_PROXY,
} from "../../flags.ts";
import { InternetOpen, InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_REFRESH } from "../../options.ts";
import type { Session } from "../../_core/session.ts";
import { getProcessSettings } from "../../_options/process_settings.ts";
import type { Settings } from "../../_options/settings.ts";
import { proxyFor } from "../../_net/environment_proxies.ts";
import { environment } from "../helpers/environment.ts";
import { lacks } from "../helpers/lacks.ts";

/**
 * Returns the proxy that is used, as `kind://user:password@host:port`, or
 * `null` if there is none.
 */
function found(
  protocol: string,
  host: string,
  accessType: number = INTERNET_OPEN_TYPE_PRECONFIG,
  settings: Partial<Settings> = {},
): string | null {
  using hInternet = InternetOpen("a", accessType) as Session;
  return textOf(hInternet, protocol, host, settings);
}

function textOf(
  session: Session,
  protocol: string,
  host: string,
  settings: Partial<Settings> = {},
): string | null {
  const all = { ...getProcessSettings(), ...settings };
  const proxy = proxyFor(session, all, protocol, host, 80);
  if (proxy === null) return null;
  const { kind, user, password, port } = proxy;
  const login = user === "" ? "" : `${user}:${password}@`;
  return `${kind}://${login}${proxy.host}:${port}`;
}

const A = "http://a.test:1";

/** The environment variables, and the proxy of a protocol. */
const NAMED: readonly [
  name: string,
  values: Record<string, string>,
  protocol: string,
  proxy: string | null,
][] = [
  ["HTTP_PROXY", { HTTP_PROXY: A }, "http", A],
  ["http_proxy", { http_proxy: A }, "http", A],
  ["HTTPS_PROXY", { HTTPS_PROXY: A }, "https", A],
  ["https_proxy", { https_proxy: A }, "https", A],
  ["FTP_PROXY", { FTP_PROXY: A }, "ftp", A],
  ["ftp_proxy", { ftp_proxy: A }, "ftp", A],
  ["GOPHER_PROXY", { GOPHER_PROXY: A }, "gopher", A],
  ["gopher_proxy", { gopher_proxy: A }, "gopher", A],
  ["ALL_PROXY", { ALL_PROXY: A }, "http", A],
  ["all_proxy", { all_proxy: A }, "gopher", A],
  ["the lower case first", { http_proxy: A, HTTP_PROXY: "b.test" }, "http", A],
  [
    "its own variable before all",
    { ALL_PROXY: "b.test", HTTP_PROXY: A },
    "http",
    A,
  ],
  ["nothing of another", { HTTPS_PROXY: A, FTP_PROXY: A }, "http", null],
  ["nothing", {}, "http", null],
  ["an empty text", { HTTP_PROXY: "" }, "http", null],
  ["an empty lower case", { http_proxy: "", HTTP_PROXY: A }, "http", null],
  ["no scheme", { HTTP_PROXY: "a.test:8080" }, "http", "http://a.test:8080"],
  ["a trailing slash", { HTTP_PROXY: `${A}/` }, "http", A],
  ["blanks around", { HTTP_PROXY: ` ${A} ` }, "http", A],
  ["TLS", { HTTPS_PROXY: "https://a.test" }, "https", "https://a.test:443"],
  ["SOCKS", { ALL_PROXY: "socks5://a.test" }, "ftp", "socks5://a.test:1080"],
  [
    "SOCKS with h",
    { ALL_PROXY: "socks5h://a.test:9" },
    "ftp",
    "socks5://a.test:9",
  ],
  [
    "a login",
    { HTTP_PROXY: "http://u%40:p%3A@a.test:1" },
    "http",
    "http://u@:p:@a.test:1",
  ],
  ["IPv6", { HTTP_PROXY: "http://[::1]:3128" }, "http", "http://::1:3128"],
  ["an invalid proxy", { HTTP_PROXY: "socks6://a.test" }, "http", null],
  ["rubbish", { HTTP_PROXY: "a b c:d:e" }, "http", null],
];

/** Returns `true` if two variable names differ only in case. */
function needsCase(values: Record<string, string>): boolean {
  const names = Object.keys(values).map((name) => name.toLowerCase());
  return new Set(names).size < names.length;
}

for (const [name, values, protocol, proxy] of NAMED) {
  Deno.test(
    `proxyFor() returns ${
      proxy ?? "none"
    } for ${protocol} if the environment names ${name}`,
    {
      ignore: needsCase(values) && lacks("case-sensitive environment"),
    },
    () => {
      using _environment = environment(values);
      assertEquals(found(protocol, "server.test"), proxy);
    },
  );
}

/** NO_PROXY, a host, and `true` if it is reached directly. */
const PAST: readonly [list: string, host: string, straight: boolean][] = [
  ["server.test", "server.test", true],
  ["server.test", "SERVER.test", true],
  ["Server.Test", "server.test", true],
  ["server.test", "www.server.test", true],
  ["server.test", "myserver.test", false],
  ["server.test", "server.test.org", false],
  [".server.test", "www.server.test", true],
  [".server.test", "server.test", true],
  ["*.server.test", "www.server.test", true],
  ["test", "server.test", true],
  ["*", "server.test", true],
  ["*", "127.0.0.1", true],
  ["a.test,server.test", "server.test", true],
  ["a.test, server.test", "server.test", true],
  ["a.test server.test", "server.test", true],
  [" ,, server.test , ", "server.test", true],
  ["a.test", "server.test", false],
  [",", "server.test", false],
  ["", "server.test", false],
  ["127.0.0.1", "127.0.0.1", true],
  ["127.0.0.1", "127.0.0.2", false],
  ["::1", "[::1]", true],
  ["[::1]", "[::1]", true],
  ["[::1]", "[::2]", false],
  ["server.test:80", "server.test", true],
  ["server.test:81", "server.test", false],
  // This machine is not bypassed by default.
  ["a.test", "localhost", false],
  ["", "127.0.0.1", false],
];

for (const variable of ["NO_PROXY", "no_proxy"]) {
  for (const [list, host, straight] of PAST) {
    const how = straight ? "no proxy" : "the proxy";
    Deno.test(`proxyFor() uses ${how} to ${host} with ${variable}="${list}"`, () => {
      using _environment = environment({ HTTP_PROXY: A, [variable]: list });
      assertEquals(found("http", host), straight ? null : A);
    });
  }
}

Deno.test("proxyFor() reads the environment only for PRECONFIG", () => {
  using _environment = environment({ HTTP_PROXY: A });
  const host = "server.test";
  const without = INTERNET_OPEN_TYPE_PRECONFIG_WITH_NO_AUTOPROXY;
  assertEquals(found("http", host, INTERNET_OPEN_TYPE_PRECONFIG), A);
  assertEquals(found("http", host, without), A);
  assertEquals(found("http", host, INTERNET_OPEN_TYPE_DIRECT), null);
});

Deno.test("proxyFor() does not read the environment if the program names proxies", () => {
  using _environment = environment({ ALL_PROXY: A });
  const type = INTERNET_OPEN_TYPE_PROXY;
  using hInternet = InternetOpen("a", type, "ftp=b.test:2") as Session;
  assertEquals(textOf(hInternet, "ftp", "server.test"), "http://b.test:2");
  assertEquals(textOf(hInternet, "http", "server.test"), null);
});

Deno.test("proxyFor() reads the environment once per session, until INTERNET_OPTION_REFRESH", () => {
  using _environment = environment({ HTTP_PROXY: A });
  using hInternet = InternetOpen("a") as Session;
  assertEquals(textOf(hInternet, "http", "server.test"), A);
  Deno.env.set("HTTP_PROXY", "http://b.test:2");
  assertEquals(textOf(hInternet, "http", "server.test"), A);
  assertEquals(found("http", "server.test"), "http://b.test:2");
  InternetSetOption(null, INTERNET_OPTION_REFRESH, null);
  assertEquals(textOf(hInternet, "http", "server.test"), "http://b.test:2");
});

Deno.test("proxyFor() prefers PROXY_USERNAME and PROXY_PASSWORD to the credentials of the proxy", () => {
  using _environment = environment({ HTTP_PROXY: "http://u:p@a.test:1" });
  const type = INTERNET_OPEN_TYPE_PRECONFIG;
  const host = "server.test";
  const both = { proxyUsername: "x", proxyPassword: "y" };
  assertEquals(found("http", host, type, both), "http://x:y@a.test:1");
  // A user without a password does not get that of another user.
  const user = { proxyUsername: "x" };
  assertEquals(found("http", host, type, user), "http://x:@a.test:1");
  const password = { proxyPassword: "y" };
  assertEquals(found("http", host, type, password), "http://u:p@a.test:1");
});

Deno.test("proxyFor() reads a long NO_PROXY in linear time", () => {
  using _environment = environment({
    HTTP_PROXY: A,
    NO_PROXY: "a.test,".repeat(15_000),
  });
  assertEquals(found("http", "server.test"), A);
});
