// Copyright 2026 the wininet authors. MIT license.

/**
 * A server that treats the user who has authenticated on a connection as the
 * sender of every later request on it, as servers with NTLM and Negotiate do
 * (RFC 4559 section 6).
 *
 * @module
 */

import { FakeHttpServer, type RouteHandler } from "./http_server.ts";

/** The response to an unknown user. */
export const NOBODY = "nobody";

/** The challenge that answers the first leg of NTLM. */
export const CHALLENGE = "NTLM challenge";

/** The header with the credentials, for a server or a proxy. */
export type IdentityHeader = "Authorization" | "Proxy-Authorization";

/**
 * Answers with the first name received on the connection, for example `alice`
 * from `Negotiate alice`. `NTLM type1` is answered with a challenge; after it
 * `NTLM type3-alice` identifies Alice, but only on the same connection.
 */
export function remembering(header: IdentityHeader): RouteHandler {
  const names = new Map<number, string>();
  const challenged = new Set<number>();
  const [status, field] = header === "Authorization"
    ? [401, "WWW-Authenticate"]
    : [407, "Proxy-Authenticate"];
  return (request, reply) => {
    const { connection } = request;
    const told = /^(?:Negotiate|NTLM) (.+)$/i.exec(
      request.header(header) ?? "",
    )?.[1];
    if (told === "type1") {
      challenged.add(connection);
      const headers = { [field]: CHALLENGE };
      return reply({ status, headers, body: "go on" });
    }
    const third = /^type3-(.+)$/.exec(told ?? "")?.[1];
    const name = third === undefined || challenged.has(connection)
      ? third ?? told
      : undefined;
    if (name !== undefined && !names.has(connection)) {
      names.set(connection, name);
    }
    return reply({ body: names.get(connection) ?? NOBODY });
  };
}

/** A server that remembers the user who has authenticated on a connection. */
export function identityServer(header: IdentityHeader): FakeHttpServer {
  return new FakeHttpServer({ "*": remembering(header) });
}
