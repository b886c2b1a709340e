// Copyright 2026 the wininet authors. MIT license.

/** http and https through microsocks (SOCKS5) and tinyproxy, with their passwords. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { ERROR_INTERNET_CANNOT_CONNECT, InternetError } from "../../error.ts";
import { BOTH } from "../helpers/calls.ts";
import {
  forgetAll,
  get,
  openBy,
  SCHEMES,
  serverOf,
} from "../helpers/http_proxy_calls.ts";
import { REAL_PROXIES, type RealProxy, realProxyTest } from "./proxies.ts";

function listOf(
  { scheme, host, port, user, password }: RealProxy,
  wrong: string = "",
): string {
  return `${scheme}://${user}:${password}${wrong}@${host}:${port}`;
}

for (const name of REAL_PROXIES) {
  for (const scheme of SCHEMES) {
    for (const [how, dwContext] of BOTH) {
      realProxyTest(
        name,
        `${scheme} works through a proxy, ${how}`,
        async (proxy) => {
          forgetAll();
          await using server = serverOf(scheme);
          await using hInternet = openBy(listOf(proxy));
          for (const path of ["/", "/a?b"]) {
            const got = await get(hInternet, server.url + path, dwContext);
            assertEquals([got.status, got.text], [200, "by the server"]);
            assert(got.viaProxy);
          }
        },
      );
    }

    realProxyTest(
      name,
      `${scheme} fails, or is answered, when the proxy refuses the password`,
      async (proxy) => {
        forgetAll();
        await using server = serverOf(scheme);
        await using hInternet = openBy(listOf(proxy, "wrong"));
        if (name === "tinyproxy" && scheme === "http") {
          // For a wrong password, tinyproxy returns the status 401, as a server
          // does.
          assertEquals((await get(hInternet, server.url)).status, 401);
        } else {
          const error = await assertRejects(
            () => get(hInternet, server.url),
            InternetError,
          );
          assertEquals(error.code, ERROR_INTERNET_CANNOT_CONNECT);
          const shown = Deno.inspect(error, { depth: 9 });
          assert(!shown.includes(proxy.password));
        }
        assertEquals(server.connections, 0);
      },
    );
  }
}
