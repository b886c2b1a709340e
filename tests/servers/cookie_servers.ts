// Copyright 2026 the wininet authors. MIT license.

/**
 * Servers that set cookies, and record the cookies that they receive.
 *
 * @module
 */

import { jar } from "../../_cookies/requests.ts";
import { forget, serverFor, type Way } from "./auth_servers.ts";
import type { FakeHttpServer } from "./http_server.ts";

/** Set-Cookie lines. */
export function setting(...lines: string[]): [string, string][] {
  return lines.map((line) => ["Set-Cookie", line]);
}

/** A server that sets the cookies in the query, separated by `|`, at any path. */
export function cookieServer(way: Way): FakeHttpServer {
  return serverFor(way, {
    "*": ({ target }, reply) => {
      const query = decodeURIComponent(target.split("?")[1] ?? "");
      const headers = query === "" ? [] : setting(...query.split("|"));
      return reply({ headers });
    },
  });
}

/** Returns the Cookie headers that a server has received. */
export function cookiesOf(
  { requests }: FakeHttpServer,
): (string | undefined)[] {
  return requests.map((request) => request.header("cookie"));
}

/** Discards all cookies and credentials. */
export function emptyJar(): void {
  for (const cookie of jar.store.all(Date.now())) jar.store.delete(cookie);
  forget();
}
