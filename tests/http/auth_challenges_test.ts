// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { HTTP_QUERY_WWW_AUTHENTICATE } from "../../flags.ts";
import { HttpQueryInfo, HttpSendRequest } from "../../http.ts";
import { InternetOpenUrl } from "../../internet.ts";
import {
  ANN,
  forget,
  Guard,
  type GuardOptions,
  openAs,
  PASSWORD,
  serverFor,
  urlOf,
  USER,
  WAYS,
} from "../servers/auth_servers.ts";
import { NEVER, readText, statusOf } from "../helpers/calls.ts";
import type { ReplyHead } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

const NAME = "WWW-Authenticate";

/** Challenges that the program must answer itself, or cannot answer. */
const UNANSWERED: [name: string, headers: [string, string][]][] = [
  ["no challenge", []],
  ["an empty challenge", [[NAME, ""]]],
  ["Bearer", [[NAME, 'Bearer realm="x", error="invalid_token"']]],
  ["Digest without a nonce", [[NAME, 'Digest realm="x"']]],
  ["Digest with an unknown algorithm", [[
    NAME,
    'Digest realm="x", nonce="n", algorithm=SHA-1024',
  ]]],
  ["Digest with an unknown qop", [[
    NAME,
    'Digest realm="x", nonce="n", qop="auth-new"',
  ]]],
  ["rubbish", [[NAME, '=,"=",,"Basic realm=']]],
];

/**
 * Challenges that are answered with first messages of NTLM, and of Negotiate
 * bare and in SPNEGO, and with no others; and the number of requests.
 */
const NOT_NTLM: [name: string, headers: [string, string][], count: number][] = [
  ["NTLM", [[NAME, "NTLM"]], 2],
  ["Negotiate", [[NAME, "Negotiate"]], 3],
  ["Negotiate and NTLM", [[NAME, "Negotiate"], [NAME, "NTLM"]], 4],
  ["a token of Negotiate", [[NAME, "Negotiate YWJjZA=="]], 2],
];

const DIGEST: GuardOptions = { scheme: "Digest" };

/** Several challenges, and the one that is answered. */
const SEVERAL: [name: string, options: GuardOptions][] = [
  ["Digest after Basic", {
    ...DIGEST,
    before: [[NAME, 'Basic realm="staff"']],
  }],
  ["Digest with a comma before Basic in one line", {
    ...DIGEST,
    realm: "a, b",
    extra: ', Basic realm="staff"',
  }],
  ["Digest with SHA-256 after Digest with MD5", {
    ...DIGEST,
    algorithm: "SHA-256",
    before: [[NAME, 'Digest realm="staff", nonce="x", qop="auth"']],
  }],
  ["Basic after an unsupported Digest", {
    before: [[NAME, 'Digest realm="staff", nonce="x", qop="new"']],
  }],
  ["Basic of one realm after Basic of another", {
    realm: "staff",
    before: [[NAME, 'Basic realm="other"']],
  }],
];

/**
 * Basic among schemes that a server names but does not accept: both are tried
 * first, Negotiate in both of its forms.
 */
const BEHIND_NTLM: [name: string, options: GuardOptions][] = [
  ["Basic after Negotiate and NTLM", {
    before: [[NAME, "Negotiate"], [NAME, "NTLM"]],
  }],
  ["Basic after others in one line", {
    before: [[NAME, 'Negotiate, Bearer realm="a, Basic b", NTLM']],
  }],
];

const EXCHANGE = [
  "SENDING_REQUEST",
  "REQUEST_SENT",
  "RECEIVING_RESPONSE",
  "RESPONSE_RECEIVED",
];

for (const way of WAYS) {
  const { how, dwContext } = way;

  for (const [name, headers] of UNANSWERED) {
    Deno.test(`HttpSendRequest() leaves 401 with ${name} to the program, ${how}`, async () => {
      forget();
      await using server = serverFor(way, {
        "*": (_request, reply) => reply({ status: 401, headers, body: "who?" }),
      });
      await using watched = watch();
      const hRequest = await openAs(watched.hInternet, way, server, ANN);
      await HttpSendRequest(hRequest);
      assertEquals(statusOf(hRequest), 401);
      assertEquals(await readText(hRequest), "who?");
      assertEquals(server.requests.length, 1);
    });
  }

  for (const [name, options] of SEVERAL) {
    Deno.test(`HttpSendRequest() responds to ${name}, ${how}`, async () => {
      forget();
      const door = new Guard(options);
      await using server = serverFor(way, { "*": door.guard() });
      await using watched = watch();
      const hRequest = await openAs(watched.hInternet, way, server, ANN);
      await HttpSendRequest(hRequest);
      assertEquals(statusOf(hRequest), 200);
      assertEquals(door.verdicts, ["nobody", "ok"]);
    });
  }

  for (const [name, headers, count] of NOT_NTLM) {
    Deno.test(`HttpSendRequest() leaves 401 with ${name} to the program if no NTLM challenge arrives, ${how}`, async () => {
      forget();
      await using server = serverFor(way, {
        "*": (_request, reply) => reply({ status: 401, headers, body: "who?" }),
      });
      await using watched = watch();
      const hRequest = await openAs(watched.hInternet, way, server, ANN);
      await HttpSendRequest(hRequest);
      assertEquals(statusOf(hRequest), 401);
      assertEquals(await readText(hRequest), "who?");
      assertEquals(server.requests.length, count);
    });
  }

  for (const [name, options] of BEHIND_NTLM) {
    Deno.test(`HttpSendRequest() responds to ${name}, ${how}`, async () => {
      forget();
      const door = new Guard(options);
      await using server = serverFor(way, { "*": door.guard() });
      await using watched = watch();
      const hRequest = await openAs(watched.hInternet, way, server, ANN);
      await HttpSendRequest(hRequest);
      assertEquals(statusOf(hRequest), 200);
      assertEquals(door.verdicts, [
        "nobody",
        "another scheme",
        "another scheme",
        "another scheme",
        "ok",
      ]);
    });
  }

  Deno.test(`HttpQueryInfo() returns the challenges of a 401, ${how}`, async () => {
    forget();
    const door = new Guard({ before: [[NAME, "NTLM"]] });
    await using server = serverFor(way, { "*": door.guard() });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server);
    await HttpSendRequest(hRequest);
    const shown = String(HttpQueryInfo(hRequest, HTTP_QUERY_WWW_AUTHENTICATE));
    assert(shown.startsWith("NTLM"), shown);
  });

  Deno.test(`HttpSendRequest() does not loop if the realm changes, ${how}`, async () => {
    forget();
    await using server = serverFor(way, {
      "*": (_request, reply) => {
        const { length } = server.requests;
        const headers = { [NAME]: `Basic realm="${length}"` };
        return reply({ status: 401, headers, body: "who?" });
      },
    });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server, ANN);
    await HttpSendRequest(hRequest);
    assertEquals(statusOf(hRequest), 401);
    assertEquals(await readText(hRequest), "who?");
    assertEquals(server.requests.length, 6);
  });

  // ---- a header that the program sets (native-behaviour.md 8.2) ----

  Deno.test(`an Authorization header of the program is sent and not remembered, ${how}`, async () => {
    forget();
    const door = new Guard();
    await using server = serverFor(way, { "*": door.guard() });
    await using watched = watch();
    const own = `Authorization: Basic ${btoa(`${USER}:${PASSWORD}`)}`;
    const hRequest = await openAs(watched.hInternet, way, server);
    await HttpSendRequest(hRequest, own);
    assertEquals(statusOf(hRequest), 200);
    const later = await openAs(watched.hInternet, way, server);
    await HttpSendRequest(later);
    assertEquals(statusOf(later), 401);
    assertEquals(door.verdicts, ["ok", "nobody"]);
  });

  Deno.test(`a remembered credential is preferred to an Authorization header of the program, ${how}`, async () => {
    forget();
    const door = new Guard();
    await using server = serverFor(way, { "*": door.guard() });
    await using watched = watch();
    await HttpSendRequest(await openAs(watched.hInternet, way, server, ANN));
    const hRequest = await openAs(watched.hInternet, way, server);
    await HttpSendRequest(hRequest, "authorization: Basic bm86bm8=");
    assertEquals(statusOf(hRequest), 200);
    assertEquals(door.verdicts, ["nobody", "ok", "ok"]);
  });

  Deno.test(`an Authorization header of the program that is refused is replaced with credentials, ${how}`, async () => {
    forget();
    const door = new Guard();
    await using server = serverFor(way, { "*": door.guard() });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server, ANN);
    await HttpSendRequest(hRequest, "Authorization: Bearer of.bad.news");
    assertEquals(statusOf(hRequest), 200);
    assertEquals(door.verdicts, ["another scheme", "ok"]);
    const names = server.requests[1]!.headers.map(([name]) =>
      name.toLowerCase()
    );
    assertEquals(names.filter((name) => name === "authorization").length, 1);
  });

  // ---- connections with unread bodies ----

  Deno.test(`a challenge is answered on the same connection, ${how}`, async () => {
    forget();
    const door = new Guard();
    await using server = serverFor(way, { "*": door.guard() });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server, ANN);
    await HttpSendRequest(hRequest);
    assertEquals(await readText(hRequest), "hello");
    // For an unobserved request, fetch may release the connection a turn too
    // late.
    if (dwContext) assertEquals(server.connections, 1);
  });

  Deno.test(`a challenge is answered on a new connection if the server closes, ${how}`, async () => {
    forget();
    const door = new Guard({ before: [["Connection", "close"]] });
    await using server = serverFor(way, { "*": door.guard() });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server, ANN);
    await HttpSendRequest(hRequest);
    assertEquals(await readText(hRequest), "hello");
    assertEquals(server.connections, 2);
  });

  const bodies: [
    name: string,
    reply: ReplyHead & { length?: number },
    pieces: (string | Promise<never>)[],
  ][] = [
    ["a long body", {}, ["x".repeat(1_000_000)]],
    ["a long body that stops", { length: 1_000_000 }, ["x", NEVER]],
    ["a short body that stops", { length: 10 }, ["x", NEVER]],
  ];
  for (const [name, head, body] of bodies) {
    Deno.test(`HttpSendRequest() does not wait for ${name} of a challenge, ${how}`, async () => {
      forget();
      const door = new Guard({ reply: { ...head, body } });
      await using server = serverFor(way, { "*": door.guard() });
      await using watched = watch();
      const hRequest = await openAs(watched.hInternet, way, server, ANN);
      await HttpSendRequest(hRequest);
      assertEquals(await readText(hRequest), "hello");
      assertEquals(door.verdicts, ["nobody", "ok"]);
      await server.requested(2);
    });
  }

  Deno.test(`HttpSendRequest() does not wait for the end of an endless challenge, ${how}`, async () => {
    forget();
    const door = new Guard();
    const ok = door.guard();
    await using server = serverFor(way, {
      "*": (request, reply) =>
        request.header("authorization")
          ? ok(request, reply)
          : reply.chunked(["x", NEVER], {
            status: 401,
            headers: { [NAME]: door.challenge() },
          }),
    });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server, ANN);
    await HttpSendRequest(hRequest);
    assertEquals(await readText(hRequest), "hello");
  });
}

for (const way of WAYS.filter(({ dwContext }) => dwContext === 1)) {
  Deno.test(`a challenge is reported as a further exchange without REDIRECT, ${way.how}`, async () => {
    forget();
    const door = new Guard();
    await using server = serverFor(way, { "*": door.guard() });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server, ANN);
    watched.log.length = 0;
    await HttpSendRequest(hRequest);
    const names = watched.names().filter((name) => !/NAME|CONNECT/.test(name));
    const wanted = [...EXCHANGE, ...EXCHANGE, "REQUEST_COMPLETE"];
    assertEquals(names, wanted);
    assertEquals(
      watched.names().filter((name) => name === "CONNECTED_TO_SERVER").length,
      1,
    );
    // The second time without a challenge, on the connection that was kept.
    await readText(hRequest);
    watched.log.length = 0;
    await HttpSendRequest(hRequest);
    assertEquals(watched.names(), [...EXCHANGE, "REQUEST_COMPLETE"]);
  });

  Deno.test(`a challenge of InternetOpenUrl() is reported as a further exchange, ${way.how}`, async () => {
    forget();
    const door = new Guard();
    await using server = serverFor(way, { "*": door.guard() });
    await using watched = watch();
    const url = urlOf(way, server, "/", "ann:open%20sesame@");
    await InternetOpenUrl(watched.hInternet, url, null, 0, 1);
    const sent = watched.names().filter((name) => name === "REQUEST_SENT");
    assertEquals(sent.length, 2);
    assertEquals(watched.names().includes("REDIRECT"), false);
  });
}
