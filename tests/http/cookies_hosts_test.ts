// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import dns from "node:dns";
import { InternetGetCookie } from "../../cookie.ts";
import { ERROR_NO_MORE_ITEMS } from "../../error.ts";
import {
  INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTP,
  INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS,
  INTERNET_FLAG_SECURE,
  INTERNET_OPEN_TYPE_PROXY,
} from "../../flags.ts";
import { HttpOpenRequest, HttpSendRequest } from "../../http.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
  InternetSetOption,
} from "../../internet.ts";
import { INTERNET_OPTION_CONNECT_TIMEOUT } from "../../options.ts";
import { openAs, serverFor, urlOf, WAYS } from "../servers/auth_servers.ts";
import { BOTH, statusOf, thrownCode } from "../helpers/calls.ts";
import {
  cookieServer,
  cookiesOf,
  emptyJar,
  setting,
} from "../servers/cookie_servers.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";
import { lacks } from "../helpers/lacks.ts";

const ANY_SCHEME = INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTP |
  INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS;

for (const way of WAYS) {
  const { how, dwContext, secure } = way;

  Deno.test(`each host of a redirect gets its own cookies, ${how}`, {
    ignore: lacks("127.0.0.2"),
  }, async () => {
    emptyJar();
    await using foreign = new FakeHttpServer({
      "*": (_request, reply) => reply({ headers: setting("theirs=1") }),
    }, { hostname: "127.0.0.2" });
    await using home = serverFor(way, {
      "*": (_request, reply) =>
        reply({
          status: 302,
          headers: [["Location", foreign.url], ...setting("ours=1")],
        }),
    });
    await using watched = watch();
    for (let left = 2; left > 0; left--) {
      const options = { dwFlags: ANY_SCHEME };
      const hRequest = await openAs(watched.hInternet, way, home, options);
      await HttpSendRequest(hRequest);
    }
    assertEquals(cookiesOf(home), [undefined, "ours=1"]);
    assertEquals(cookiesOf(foreign), [undefined, "theirs=1"]);
  });

  Deno.test(`Secure cookies are set and sent only over https, ${how}`, async () => {
    emptyJar();
    await using server = cookieServer(way);
    await using other = new FakeHttpServer({
      "*": (_request, reply) => reply(),
    });
    await using watched = watch();
    const options = { path: "/?a=1;Secure|b=2" };
    const hRequest = await openAs(watched.hInternet, way, server, options);
    await HttpSendRequest(hRequest);
    await HttpSendRequest(hRequest);
    assertEquals(cookiesOf(server), [undefined, secure ? "a=1; b=2" : "b=2"]);
    const { hostname } = new URL(urlOf(way, server));
    const url = `http://${hostname}:${other.port}/`;
    await InternetOpenUrl(watched.hInternet, url, null, 0, dwContext);
    assertEquals(cookiesOf(other), ["b=2"]);
  });
}

type LookupDone = (
  error: null,
  found: { address: string; family: number }[],
) => void;

for (const [how, dwContext] of BOTH) {
  Deno.test(`cookies with a Domain are sent to its hosts, ${how}`, async () => {
    emptyJar();
    const { lookup } = dns;
    const stub = (_host: string, _options: unknown, done: LookupDone) =>
      done(null, [{ address: "127.0.0.1", family: 4 }]);
    Object.assign(dns, { lookup: stub });
    try {
      const way = { how, dwContext, secure: false };
      await using server = cookieServer(way);
      await using watched = watch();
      // Makes the library resolve names for unobserved requests, too.
      InternetSetOption(
        watched.hInternet,
        INTERNET_OPTION_CONNECT_TIMEOUT,
        60_000,
      );
      const ask = async (host: string, query: string = "") => {
        const url = `http://${host}:${server.port}/?${query}`;
        await InternetOpenUrl(watched.hInternet, url, null, 0, dwContext);
        return cookiesOf(server).at(-1);
      };
      const domain = "site.invalid";
      await ask(`a.${domain}`, `wide=1;Domain=${domain}|own=1`);
      await ask(`a.${domain}`, `no=1;Domain=b.${domain}|no=2;Domain=invalid`);
      assertEquals(await ask(`a.${domain}`), "wide=1; own=1");
      assertEquals(await ask(`b.${domain}`), "wide=1");
      assertEquals(await ask(domain), "wide=1");
      assertEquals(await ask(`other${domain}`), undefined);
    } finally {
      Object.assign(dns, { lookup });
    }
  });

  Deno.test(`a proxy sets no cookies for the server behind it, ${how}`, async () => {
    emptyJar();
    await using proxy = new FakeHttpServer({
      "*": (_request, reply) =>
        reply({ status: 407, headers: setting("evil=1") }),
    });
    const hInternet = InternetOpen(
      "cookies",
      INTERNET_OPEN_TYPE_PROXY,
      `http://127.0.0.1:${proxy.port}`,
    );
    await using _session = hInternet;
    const hConnect = await InternetConnect(hInternet, "site.invalid");
    const hRequest = await HttpOpenRequest(
      hConnect,
      "GET",
      "/",
      null,
      null,
      null,
      INTERNET_FLAG_SECURE,
      dwContext,
    );
    await HttpSendRequest(hRequest);
    assertEquals(statusOf(hRequest), 407);
    assertEquals(
      thrownCode(() => InternetGetCookie("https://site.invalid/")),
      ERROR_NO_MORE_ITEMS,
    );
  });
}
