// Copyright 2026 the wininet authors. MIT license.

/** NTLM logins to a server, and Negotiate logins that contain NTLM. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  ERROR_INTERNET_FORCE_RETRY,
  ERROR_INTERNET_INCORRECT_PASSWORD,
  ERROR_INTERNET_LOGIN_FAILURE,
} from "../../error.ts";
import { INTERNET_FLAG_NO_AUTH } from "../../flags.ts";
import {
  HttpEndRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import { HTTP_OPTION_TRANSPORT } from "../../http_options.ts";
import {
  InternetGetLastResponseInfo,
  InternetQueryOption,
  InternetSetOption,
  InternetWriteFile,
} from "../../internet.ts";
import {
  INTERNET_OPTION_DISABLE_NTLM_PREAUTH,
  INTERNET_OPTION_PASSWORD,
  INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT,
  INTERNET_OPTION_USERNAME,
} from "../../options.ts";
import {
  SESSION_OPTION_CERTIFICATES,
  SESSION_OPTION_PRIVATE,
} from "../../session_options.ts";
import type { HINTERNET } from "../../structures.ts";
import { InternetErrorDlg, setErrorHandler } from "../../system.ts";
import { readText, rejectedCode, statusOf } from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import {
  ALICE,
  ask,
  BOB,
  HTTP,
  HTTPS,
  POST,
  scene,
} from "../helpers/ntlm_calls.ts";
import { type Watch, watch } from "../helpers/watch.ts";
import { forget, type LogOn, openAs, WAYS } from "../servers/auth_servers.ts";
import { NtlmGuard, USERS } from "../servers/ntlm_server.ts";

const SCHEMES: [name: string, schemes: string[], used: string][] = [
  ["NTLM", ["NTLM"], "NTLM"],
  ["Negotiate", ["Negotiate"], "Negotiate"],
  ["Negotiate before NTLM", ["Negotiate", "NTLM"], "Negotiate"],
  ["NTLM before Negotiate", ["NTLM", "Negotiate"], "NTLM"],
  [
    "NTLM after Basic and Digest",
    ['Basic realm="a"', 'Digest realm="a", nonce="b"', "NTLM"],
    "NTLM",
  ],
];

for (const way of WAYS) {
  for (const [name, schemes, used] of SCHEMES) {
    Deno.test(`HttpSendRequest() logs in with ${name}, ${way.how}`, async () => {
      const guard = new NtlmGuard({ schemes });
      await using door = scene(guard, way);
      assertEquals(await door.ask(ALICE), [200, "alice "]);
      assertEquals(guard.log, [
        "0 nothing 0",
        `1 ${used} 1 0`,
        `1 ${used} 3 0`,
      ]);
    });
  }

  Deno.test(`HttpSendRequest() sends a body only with the last message, ${way.how}`, async () => {
    const guard = new NtlmGuard();
    await using door = scene(guard, way);
    assertEquals(await door.ask(POST, "hello"), [200, "alice hello"]);
    // It was not known before that the server requires a login.
    assertEquals(guard.log, ["0 nothing 5", "1 NTLM 1 0", "1 NTLM 3 5"]);
    // The connection is reused and needs no login.
    assertEquals(await door.ask(POST, "again"), [200, "alice again"]);
    assertEquals(guard.log[3], "1 alice 5");
    assertEquals(door.server.connections, 2);
  });
}

Deno.test("HttpSendRequest() posts the statuses of each message on one connection", async () => {
  const guard = new NtlmGuard();
  await using door = scene(guard);
  const hRequest = await openAs(door.watched.hInternet, HTTP, door.server, {
    ...ALICE,
  });
  await HttpSendRequest(hRequest);
  const names = door.watched.names(HTTP.dwContext);
  const exchange = [
    "SENDING_REQUEST",
    "REQUEST_SENT",
    "RECEIVING_RESPONSE",
    "RESPONSE_RECEIVED",
  ];
  const at = names.indexOf("SENDING_REQUEST");
  assertEquals(names.slice(at), [
    ...exchange,
    "CONNECTING_TO_SERVER",
    "CONNECTED_TO_SERVER",
    ...exchange,
    ...exchange,
    "REQUEST_COMPLETE",
  ]);
});

Deno.test("HttpSendRequest() binds the proof to the certificate with https, and names the service", async () => {
  const { X509Certificate, createHash } = await import("node:crypto");
  const guard = new NtlmGuard();
  await using door = scene(guard, HTTPS);
  assertEquals((await door.ask(ALICE))[0], 200);
  const der = new X509Certificate(fixture("localhost").cert).raw;
  const data = new Uint8Array([
    ...new TextEncoder().encode("tls-server-end-point:"),
    ...createHash("sha256").update(der).digest(),
  ]);
  const struct = new Uint8Array([
    ...new Uint8Array(16),
    ...[data.length, 0, 0, 0],
    ...data,
  ]);
  const [proof] = guard.proofs;
  assertEquals(
    proof!.bindings,
    createHash("md5").update(struct).digest("hex"),
  );
  assertEquals(proof!.service, "HTTP/localhost");
});

Deno.test("HttpSendRequest() reuses an authenticated https connection, and its certificate is known", async () => {
  const guard = new NtlmGuard();
  await using door = scene(guard, HTTPS);
  for (let count = 0; count < 2; count++) {
    assertEquals((await door.ask(ALICE))[0], 200);
  }
  assertEquals(guard.proofs.length, 1);
  const { hInternet } = door.watched;
  InternetSetOption(hInternet, SESSION_OPTION_CERTIFICATES, true);
  using hRequest = await openAs(hInternet, HTTPS, door.server, ALICE);
  await HttpSendRequest(hRequest);
  assertEquals(statusOf(hRequest), 200);
  assertEquals(guard.proofs.length, 1);
  const option = INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT;
  assert(InternetQueryOption(hRequest, option).ftExpiry > new Date());
});

Deno.test("HttpSendRequest() sends no channel bindings with http", async () => {
  const guard = new NtlmGuard();
  await using door = scene(guard);
  assertEquals((await door.ask(ALICE))[0], 200);
  assertEquals(guard.proofs[0]!.bindings, "00".repeat(16));
});

const NAMES: [name: string, user: string, domain: string][] = [
  ["alice", "alice", ""],
  ["EXAMPLE\\alice", "alice", "EXAMPLE"],
  ["alice@domain.example", "alice@domain.example", ""],
];

for (const [user, name, domain] of NAMES) {
  Deno.test(`HttpSendRequest() logs in ${user}, named by INTERNET_OPTION_USERNAME`, async () => {
    const guard = new NtlmGuard();
    await using door = scene(guard);
    const { hInternet } = door.watched;
    await using hRequest = await openAs(hInternet, HTTP, door.server);
    InternetSetOption(hRequest, INTERNET_OPTION_USERNAME, user);
    InternetSetOption(hRequest, INTERNET_OPTION_PASSWORD, USERS["alice"]!);
    await HttpSendRequest(hRequest);
    assertEquals(statusOf(hRequest), 200);
    assertEquals(guard.proofs.map(({ user, domain }) => [user, domain]), [
      [name, domain],
    ]);
  });
}

Deno.test("InternetErrorDlg() logs in with NTLM and the password of its dialog", async () => {
  const guard = new NtlmGuard();
  await using door = scene(guard);
  const { hInternet } = door.watched;
  await using hRequest = await openAs(hInternet, HTTP, door.server);
  await HttpSendRequest(hRequest);
  assertEquals(statusOf(hRequest), 401);
  setErrorHandler(() => ({ username: "bob", password: USERS["bob"]! }));
  await InternetErrorDlg(null, hRequest, ERROR_INTERNET_INCORRECT_PASSWORD)
    .finally(() => setErrorHandler(null));
  await HttpSendRequest(hRequest);
  assertEquals([statusOf(hRequest), await readText(hRequest)], [200, "bob "]);
});

// ---- connections ----

Deno.test("an authenticated connection is used by no other user, session or private session, and by no request without a name", async () => {
  const guard = new NtlmGuard();
  await using door = scene(guard);
  await using other = watch();
  await using own = watch();
  InternetSetOption(own.hInternet, SESSION_OPTION_PRIVATE, true);
  const ways: [Watch, LogOn, string][] = [
    [door.watched, ALICE, "alice "],
    [door.watched, BOB, "bob "],
    [other, ALICE, "alice "],
    [other, BOB, "bob "],
    [own, ALICE, "alice "],
    [own, BOB, "bob "],
  ];
  for (const [session, who, text] of ways) {
    assertEquals(await ask(session, HTTP, door.server, who), [200, text]);
  }
  // Each has a separate login on a separate connection.
  assertEquals(guard.proofs.length, ways.length);
  for (let round = 0; round < 3; round++) {
    for (const [session, who, text] of ways) {
      assertEquals(await ask(session, HTTP, door.server, who), [200, text]);
    }
  }
  assertEquals(guard.proofs.length, ways.length);
  // The credentials that a private session remembers are not used by others.
  await using stranger = watch();
  InternetSetOption(stranger.hInternet, SESSION_OPTION_PRIVATE, true);
  assertEquals(await ask(stranger, HTTP, door.server, {}), [401, "who?"]);
});

Deno.test("two users in two sessions with 20 simultaneous requests each are never mixed up", async () => {
  const guard = new NtlmGuard();
  await using door = scene(guard);
  await using other = watch();
  for (let round = 0; round < 3; round++) {
    const answers = await Promise.all(
      Array.from(
        { length: 40 },
        (_, at) =>
          at % 2 === 0
            ? ask(door.watched, HTTP, door.server, POST, `${at}`)
            : ask(other, HTTP, door.server, { ...BOB, verb: "POST" }, `${at}`),
      ),
    );
    for (const [at, answer] of answers.entries()) {
      const user = at % 2 === 0 ? "alice" : "bob";
      assertEquals(answer, [200, `${user} ${at}`]);
    }
  }
});

Deno.test("a connection whose login the server has ended is not reused for a user", async () => {
  const guard = new NtlmGuard();
  await using door = scene(guard);
  assertEquals((await door.ask(ALICE))[0], 200);
  guard.endLogins();
  assertEquals((await door.ask(ALICE))[0], 200);
  assertEquals(guard.log.slice(3), [
    "1 nothing 0",
    "2 NTLM 1 0",
    "2 NTLM 3 0",
  ]);
  const both = await Promise.all([door.ask(ALICE), door.ask(ALICE)]);
  assertEquals(both, Array(2).fill([200, "alice "]));
  const later = guard.log.slice(6).filter((line) => line.includes("nothing"));
  assertEquals(later, []);
});

Deno.test("a connection that Persistent-Auth ends is not reused, and the next login starts immediately", async () => {
  const guard = new NtlmGuard({
    handler: (_request, reply, user) =>
      reply({ headers: { "Persistent-Auth": "false" }, body: user }),
  });
  await using door = scene(guard);
  for (let round = 0; round < 2; round++) {
    assertEquals(await door.ask(ALICE), [200, "alice"]);
  }
  assertEquals(guard.log.slice(1), [
    "1 NTLM 1 0",
    "1 NTLM 3 0",
    "2 NTLM 1 0",
    "2 NTLM 3 0",
  ]);
});

Deno.test("the messages of a login do not carry the Connection: close of the program", async () => {
  const guard = new NtlmGuard();
  await using door = scene(guard);
  const { server, watched: { hInternet } } = door;
  for (const value of ["TE, Close", "close"]) {
    await using hRequest = await openAs(hInternet, HTTP, server, ALICE);
    await HttpSendRequest(hRequest, `Connection: ${value}`);
    assertEquals(await readText(hRequest), "alice ");
  }
  assertEquals(guard.log, [
    "0 nothing 0",
    "1 NTLM 1 0",
    "1 NTLM 3 0",
    // The program closes the connection with the next request on it.
    "1 alice 0",
  ]);
  assertEquals(
    server.requests.map((request) => request.header("connection")),
    ["TE, Close", "TE", "TE", "close"],
  );
  assertEquals(await door.ask(ALICE), [200, "alice "]);
  assertEquals(guard.log.slice(4), ["2 NTLM 1 0", "2 NTLM 3 0"]);
});

Deno.test("the accepted user is remembered for requests without a name, until END_BROWSER_SESSION", async () => {
  const guard = new NtlmGuard();
  await using door = scene(guard);
  await using other = watch();
  assertEquals((await door.ask(ALICE))[1], "alice ");
  assertEquals((await ask(other, HTTP, door.server, {}))[1], "alice ");
  // The login starts with the first request, because the server is known.
  assertEquals(guard.log.slice(3), ["2 NTLM 1 0", "2 NTLM 3 0"]);
  forget();
  assertEquals((await ask(other, HTTP, door.server, {}))[0], 401);
  assertEquals((await door.ask({}))[0], 401);
});

Deno.test("a connection whose login was in progress at END_BROWSER_SESSION is not reused", async () => {
  const asked = Promise.withResolvers<void>();
  const forgotten = Promise.withResolvers<void>();
  const guard = new NtlmGuard({
    handler: async (_request, reply, user) => {
      asked.resolve();
      await reply.until(forgotten.promise);
      await reply({ body: user });
    },
  });
  await using door = scene(guard);
  const first = door.ask(ALICE);
  await asked.promise;
  forget();
  forgotten.resolve();
  assertEquals(await first, [200, "alice"]);
  assertEquals(await door.ask(ALICE), [200, "alice"]);
  // Two at the same time, so that more than one connection would be used.
  await Promise.all([door.ask(ALICE), door.ask(ALICE)]);
  const users = guard.log.filter((line) => line.endsWith("alice 0"));
  assertEquals(users, ["2 alice 0"]);
});

Deno.test("INTERNET_OPTION_DISABLE_NTLM_PREAUTH starts a login only after a challenge", async () => {
  const guard = new NtlmGuard();
  await using door = scene(guard);
  assertEquals((await door.ask(ALICE))[0], 200);
  await using other = watch();
  const option = INTERNET_OPTION_DISABLE_NTLM_PREAUTH;
  InternetSetOption(other.hInternet, option, true);
  assertEquals(InternetQueryOption(other.hInternet, option), true);
  for (const body of ["first", "second"]) {
    assertEquals(await ask(other, HTTP, door.server, POST, body), [
      200,
      `alice ${body}`,
    ]);
  }
  assertEquals(guard.log.slice(3), [
    "2 nothing 5",
    "3 NTLM 1 0",
    "3 NTLM 3 5",
    // The connection stays logged in.
    "3 alice 6",
  ]);
  await using hRequest = await openAs(
    other.hInternet,
    HTTP,
    door.server,
    { ...POST, ...BOB },
  );
  assertEquals(
    await rejectedCode(upload(hRequest, "hello")),
    ERROR_INTERNET_FORCE_RETRY,
  );
  await upload(hRequest, "hello");
  assertEquals(await readText(hRequest), "bob hello");
});

Deno.test("the end of a session closes its authenticated connections", async () => {
  const guard = new NtlmGuard();
  await using door = scene(guard);
  {
    await using other = watch();
    assertEquals((await ask(other, HTTP, door.server, ALICE))[0], 200);
  }
  assertEquals((await door.ask(ALICE))[1], "alice ");
  assertEquals(guard.proofs.length, 2);
});

// ---- refusals ----

const WRONG: [name: string, options: LogOn][] = [
  ["a wrong password", { ...ALICE, password: "wrong" }],
  ["an unknown user", { ...ALICE, user: "mallory" }],
];

for (const [name, options] of WRONG) {
  Deno.test(`HttpSendRequest() tries ${name} once, and returns the 401`, async () => {
    const guard = new NtlmGuard({ schemes: ["Negotiate", "NTLM", "Basic"] });
    await using door = scene(guard);
    const { hInternet } = door.watched;
    await using hRequest = await openAs(hInternet, HTTP, door.server, options);
    await HttpSendRequest(hRequest);
    assertEquals(statusOf(hRequest), 401);
    assertEquals(await readText(hRequest), "who?");
    assertEquals(guard.log.slice(1), ["1 Negotiate 1 0", "1 Negotiate 3 0"]);
    const { dwError, text } = InternetGetLastResponseInfo(hRequest);
    assertEquals(dwError, ERROR_INTERNET_LOGIN_FAILURE);
    assertMatch(text, /of the server was not answered: .* were refused/);
    // Correct credentials are accepted afterwards.
    assertEquals((await door.ask(ALICE))[0], 200);
  });
}

const LEFT: [
  name: string,
  options: ConstructorParameters<typeof NtlmGuard>[0],
  why: RegExp,
  logOn: LogOn,
][] = [
  [
    "Negotiate with Kerberos",
    { schemes: ["Negotiate"], token: () => "YIIDoAYGKwYBBQUCoIIDlDCCA5A=" },
    /Kerberos is not supported/,
    ALICE,
  ],
  [
    "NTLMv1",
    { info: [], token: (token) => withoutFlags(token) },
    /NTLMv1/,
    ALICE,
  ],
  [
    "a truncated challenge",
    {
      token: (token) => token.slice(0, 40),
    },
    /malformed/,
    ALICE,
  ],
  ["no name and password", {}, /no user name and password/, {}],
  [
    "a scheme that is not known",
    { schemes: ["Kerberos"] },
    /only .* supported/,
    ALICE,
  ],
];

/** A challenge without EXTENDED_SESSIONSECURITY. */
function withoutFlags(token: string): string {
  const message = Uint8Array.fromBase64(token);
  message[22]! &= ~0x08;
  return message.toBase64();
}

for (const [name, options, why, logOn] of LEFT) {
  Deno.test(`HttpSendRequest() returns the 401 with ${name}, and InternetGetLastResponseInfo() has the reason`, async () => {
    const guard = new NtlmGuard(options);
    await using door = scene(guard);
    const { hInternet } = door.watched;
    await using hRequest = await openAs(hInternet, HTTP, door.server, logOn);
    await HttpSendRequest(hRequest);
    assertEquals([statusOf(hRequest), await readText(hRequest)], [401, "who?"]);
    assertMatch(InternetGetLastResponseInfo(hRequest).text, why);
    assertMatch(InternetGetLastResponseInfo().text, why);
    assertEquals(guard.proofs.length, 0);
  });
}

Deno.test("HttpSendRequest() logs in with NTLM if Negotiate has only Kerberos", async () => {
  const guard: NtlmGuard = new NtlmGuard({
    schemes: ["Negotiate", "NTLM"],
    token: (token): string =>
      guard.log.at(-1)!.includes("Negotiate") ? "YII=" : token,
  });
  await using door = scene(guard);
  assertEquals(await door.ask(POST, "hello"), [200, "alice hello"]);
  assertEquals(guard.log.slice(1).map((line) => line.slice(2)), [
    "Negotiate 1 0",
    "NTLM 1 0",
    "NTLM 3 5",
  ]);
});

Deno.test("HttpSendRequest() does not respond with INTERNET_FLAG_NO_AUTH", async () => {
  const guard = new NtlmGuard();
  await using door = scene(guard);
  const options = { ...ALICE, dwFlags: INTERNET_FLAG_NO_AUTH };
  assertEquals(await door.ask(options), [401, "who?"]);
  assertEquals(guard.log.length, 1);
});

Deno.test("HttpSendRequest() does not use NTLM with fetch, and names the option to set", async () => {
  const guard = new NtlmGuard();
  await using door = scene(guard);
  const { hInternet } = door.watched;
  InternetSetOption(hInternet, HTTP_OPTION_TRANSPORT, "fetch");
  await using hRequest = await openAs(hInternet, HTTP, door.server, ALICE);
  await HttpSendRequest(hRequest);
  assertEquals(statusOf(hRequest), 401);
  assertMatch(
    InternetGetLastResponseInfo(hRequest).text,
    /HTTP_OPTION_TRANSPORT/,
  );
});

// ---- uploads and seeks ----

async function upload(hRequest: HINTERNET, text: string): Promise<void> {
  await HttpSendRequestEx(hRequest, { dwBufferTotal: text.length });
  await InternetWriteFile(hRequest, text.slice(0, 2));
  await InternetWriteFile(hRequest, text.slice(2));
  await HttpEndRequest(hRequest);
}

for (const way of WAYS) {
  Deno.test(`HttpSendRequestEx() logs in before it sends a body that it cannot repeat, ${way.how}`, async () => {
    const guard = new NtlmGuard();
    await using door = scene(guard, way);
    const { hInternet } = door.watched;
    await using hRequest = await openAs(hInternet, way, door.server, POST);
    // It was not known before that the server requires a login.
    assertEquals(
      await rejectedCode(upload(hRequest, "hello")),
      ERROR_INTERNET_FORCE_RETRY,
    );
    await upload(hRequest, "hello");
    assertEquals([statusOf(hRequest), await readText(hRequest)], [
      200,
      "alice hello",
    ]);
    assertEquals(guard.log, ["0 nothing 5", "1 NTLM 1 0", "1 NTLM 3 5"]);
    // A known server receives the body once.
    await using other = watch();
    await using hOther = await openAs(
      other.hInternet,
      way,
      door.server,
      POST,
    );
    await upload(hOther, "world");
    assertEquals(await readText(hOther), "alice world");
    assertEquals(guard.log.slice(3), ["2 NTLM 1 0", "2 NTLM 3 5"]);
  });
}

Deno.test("simultaneous requests log in before they send their bodies, although there is one connection for all of them", async () => {
  const guard = new NtlmGuard();
  await using door = scene(guard);
  const { hInternet } = door.watched;
  assertEquals((await door.ask(ALICE))[0], 200);
  const texts = await Promise.all(
    Array.from({ length: 6 }, async (_, at) => {
      if (at % 2) return (await door.ask(POST, `body${at}`))[1];
      const hRequest = await openAs(hInternet, HTTP, door.server, POST);
      await upload(hRequest, `body${at}`);
      return await readText(hRequest);
    }),
  );
  assertEquals(texts, texts.map((_, at) => `alice body${at}`));
  const withBody = guard.log.slice(3).filter((line) => line.endsWith("5"));
  assertEquals(withBody.length, 6);
  for (const line of withBody) assertMatch(line, /alice|NTLM 3/);
});

Deno.test("HttpSendRequestEx() sends the body without a login if the first message fails", async () => {
  let token = (text: string) => text;
  const guard = new NtlmGuard({ token: (text) => token(text) });
  await using door = scene(guard);
  assertEquals((await door.ask(ALICE))[0], 200);
  token = () => "YII=";
  await using other = watch();
  await using hOther = await openAs(other.hInternet, HTTP, door.server, POST);
  await upload(hOther, "hello");
  assertEquals(statusOf(hOther), 401);
  assertEquals(guard.log.slice(3).map((line) => line.slice(2)), [
    "NTLM 1 0",
    "nothing 5",
  ]);
});
