// Copyright 2026 the wininet authors. MIT license.

/**
 * A connection that one user has authenticated by NTLM or Negotiate never
 * carries the request of another user, regardless of the origin of the header.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  HTTP_ADDREQ_FLAG_ADD,
  HTTP_ADDREQ_FLAG_REPLACE,
  INTERNET_OPEN_TYPE_PROXY,
} from "../../flags.ts";
import { HttpAddRequestHeaders } from "../../http.ts";
import { InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_PROXY } from "../../options.ts";
import { BOTH } from "../helpers/calls.ts";
import type { FakeHttpServer } from "../servers/http_server.ts";
import {
  type IdentityHeader,
  identityServer,
  NOBODY,
} from "../servers/identity_server.ts";
import { type Watch, watch } from "../helpers/watch.ts";
import { outcomeOf, type Place, requestOf, sendAndRead } from "./outcomes.ts";

const HEADERS: readonly IdentityHeader[] = [
  "Authorization",
  "Proxy-Authorization",
];

/**
 * A session that reaches the server, which is its proxy if the header is
 * Proxy-Authorization.
 */
function sessionFor(header: IdentityHeader, server: FakeHttpServer): Watch {
  const watched = watch();
  if (header === "Proxy-Authorization") {
    InternetSetOption(watched.hInternet, INTERNET_OPTION_PROXY, {
      dwAccessType: INTERNET_OPEN_TYPE_PROXY,
      lpszProxy: `127.0.0.1:${server.port}`,
      lpszProxyBypass: "<-loopback>",
    });
  }
  return watched;
}

/** Returns the target of requests: the server itself, or a host behind the proxy. */
function placeOf(header: IdentityHeader, server: FakeHttpServer): Place {
  return header === "Authorization"
    ? server
    : { url: "http://a.invalid:80", port: 80 };
}

/** Sends a request, reads its response to the end, and returns it. */
async function ask(
  { hInternet }: Watch,
  place: Place,
  dwContext: unknown,
  headers?: string,
): Promise<string> {
  const { code, message, body } = await outcomeOf(hInternet, place, {
    dwContext,
    ...(headers !== undefined && { headers }),
  });
  assertEquals(code, 0, message);
  return body;
}

for (const header of HEADERS) {
  for (const scheme of ["Negotiate", "NTLM", "negotiate"]) {
    for (const [how, first] of BOTH) {
      for (const [nextHow, next] of BOTH) {
        const title =
          `${header}: ${scheme}, ${how}, is nobody else's in the next request, ${nextHow}`;

        Deno.test(`${title}, of another session`, async () => {
          await using server = identityServer(header);
          await using alice = sessionFor(header, server);
          await using other = sessionFor(header, server);
          const place = placeOf(header, server);
          const line = `${header}: ${scheme} alice`;
          assertEquals(await ask(alice, place, first, line), "alice");
          assertEquals(await ask(other, place, next), NOBODY);
        });

        Deno.test(`${title}, of the same session`, async () => {
          await using server = identityServer(header);
          await using alice = sessionFor(header, server);
          const place = placeOf(header, server);
          const line = `${header}: ${scheme} alice`;
          assertEquals(await ask(alice, place, first, line), "alice");
          assertEquals(await ask(alice, place, next), NOBODY);
        });
      }
    }
  }

  for (const [how, dwContext] of BOTH) {
    Deno.test(`a kept connection with ${header} is not reused by others, ${how}`, async () => {
      await using server = identityServer(header);
      await using alice = sessionFor(header, server);
      await using other = sessionFor(header, server);
      const place = placeOf(header, server);
      assertEquals(await ask(other, place, dwContext), NOBODY);
      const line = `${header}: NTLM alice`;
      assertEquals(await ask(alice, place, dwContext, line), "alice");
      assertEquals(await ask(other, place, dwContext), NOBODY);
    });

    Deno.test(`${header} of two simultaneous users is not mixed up, ${how}`, async () => {
      await using server = identityServer(header);
      await using session = sessionFor(header, server);
      const place = placeOf(header, server);
      const people = Array.from({ length: 20 }, (_, at) => `person${at}`);
      for (let round = 0; round < 3; round++) {
        const answers = await Promise.all(
          people.map((name) =>
            ask(session, place, dwContext, `${header}: Negotiate ${name}`)
          ),
        );
        assertEquals(answers, people);
      }
      assertEquals(await ask(session, place, dwContext), NOBODY);
    });
  }

  Deno.test(`${header}: NTLM continues only over the connection of its first message`, async () => {
    await using server = identityServer(header);
    await using alice = sessionFor(header, server);
    await using other = sessionFor(header, server);
    const place = placeOf(header, server);
    await using hRequest = await requestOf(alice.hInternet, place, {
      dwContext: 1,
    });
    const first = await sendAndRead(hRequest, {
      headers: `${header}: NTLM type1`,
    });
    const refused = header === "Authorization" ? 401 : 407;
    assertEquals([first.code, first.status], [0, refused], first.message);
    // A request of another user is sent in between.
    assertEquals(await ask(other, place, 1), NOBODY);
    HttpAddRequestHeaders(
      hRequest,
      `${header}: NTLM type3-alice`,
      (HTTP_ADDREQ_FLAG_ADD | HTTP_ADDREQ_FLAG_REPLACE) >>> 0,
    );
    const second = await sendAndRead(hRequest);
    assertEquals([second.status, second.body], [200, "alice"], second.message);
    const [leg1, , leg2] = server.requests;
    assertEquals(leg2?.connection, leg1?.connection);
    assertEquals(await ask(other, place, 1), NOBODY);
    assertEquals(await ask(alice, place, 1), NOBODY);
  });
}

for (const [how, dwContext] of BOTH) {
  for (const scheme of ["Basic YTpi", "Bearer abc", "Digest a=b"]) {
    Deno.test(`Authorization: ${scheme} applies to one request, and its connection is kept for all, ${how}`, async () => {
      await using server = identityServer("Authorization");
      await using alice = watch();
      const line = `Authorization: ${scheme}`;
      assertEquals(await ask(alice, server, dwContext, line), NOBODY);
      assertEquals(await ask(alice, server, dwContext), NOBODY);
      assertEquals(await ask(alice, server, dwContext, line), NOBODY);
      assertEquals(server.connections, 1);
    });
  }
}
