// Copyright 2026 the wininet authors. MIT license.

/** http and https through a real squid that requires authentication. */

import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { ERROR_INTERNET_CANNOT_CONNECT, InternetError } from "../../error.ts";
import { HTTP_QUERY_PROXY_AUTHENTICATE } from "../../flags.ts";
import { HttpQueryInfo } from "../../http.ts";
import { readable } from "../../streams.ts";
import { InternetOpenUrl } from "../../internet.ts";
import {
  forgetAll,
  get,
  openBy,
  SCHEMES,
  serverOf,
} from "../helpers/http_proxy_calls.ts";
import { deterministicBytes } from "./nginx.ts";
import {
  FORBIDDEN_HOST,
  squidTest,
  USER,
  type WebServer,
} from "./web_servers.ts";

/** Returns the proxy string for `InternetOpen`. */
function listOf({ host, port, password }: WebServer, wrong = ""): string {
  return `http://${USER}:${password}${wrong}@${host}:${port}`;
}

for (const authentication of ["basic", "digest"] as const) {
  for (const scheme of SCHEMES) {
    squidTest(
      `${scheme} works through a proxy with ${authentication}`,
      authentication,
      async (squid) => {
        forgetAll();
        await using server = serverOf(
          scheme,
          (request, reply) =>
            reply({ body: `${request.method} ${request.target}` }),
        );
        await using hInternet = openBy(listOf(squid));
        for (const path of ["/", "/a?b=c", "/%20"]) {
          const got = await get(hInternet, server.url + path, 1);
          assertEquals([got.status, got.text], [200, `GET ${path}`]);
          assert(got.viaProxy);
        }
        for (const request of server.requests) {
          assertEquals(request.header("proxy-authorization"), undefined);
        }
        // Accepted credentials are also used by sessions without credentials.
        const { host, port } = squid;
        await using later = openBy(`${host}:${port}`);
        assertEquals((await get(later, `${server.url}/c`)).text, "GET /c");
      },
    );

    squidTest(
      `${scheme} returns the 407 of ${authentication} if no credentials match`,
      authentication,
      async (squid) => {
        forgetAll();
        await using server = serverOf(scheme);
        const { host, port } = squid;
        for (const list of [`${host}:${port}`, listOf(squid, "wrong")]) {
          await using hInternet = openBy(list);
          const got = await get(hInternet, server.url);
          assertEquals(got.status, 407);
          const name = authentication === "basic" ? "Basic" : "Digest";
          const asked = HttpQueryInfo(
            got.hRequest,
            HTTP_QUERY_PROXY_AUTHENTICATE,
          );
          assertMatch(String(asked), new RegExp(`^${name} realm="squid"`));
          assertMatch(got.text, /<html|<!DOCTYPE/i);
        }
        assertEquals(server.requests.length, 0);
      },
    );
  }
}

squidTest(
  "a large response arrives completely through a proxy",
  "basic",
  async (squid) => {
    forgetAll();
    const body = deterministicBytes(3_000_000);
    for (const scheme of SCHEMES) {
      await using server = serverOf(
        scheme,
        (_request, reply) => reply({ body }),
      );
      await using hInternet = openBy(listOf(squid));
      const hRequest = await InternetOpenUrl(hInternet, server.url);
      assertEquals(await new Response(readable(hRequest)).bytes(), body);
    }
  },
);

squidTest(
  "a request that the rules forbid is an error for https and a response for http",
  "basic",
  async (squid) => {
    forgetAll();
    await using hInternet = openBy(listOf(squid));
    const got = await get(hInternet, `http://${FORBIDDEN_HOST}/`);
    assertEquals(got.status, 403);
    const error = await assertRejects(
      () => get(hInternet, `https://${FORBIDDEN_HOST}/`),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_CANNOT_CONNECT);
    assertMatch(error.message, /it responded with 403/);
    assert(!Deno.inspect(error, { depth: 9 }).includes(squid.password));
  },
);
