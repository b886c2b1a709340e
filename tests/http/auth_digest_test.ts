// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { HttpSendRequest } from "../../http.ts";
import { InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_DIGEST_AUTH_UNLOAD } from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  ANN,
  forget,
  Guard,
  type GuardOptions,
  type LogOn,
  openAs,
  PASSWORD,
  serverFor,
  USER,
  type Way,
  WAYS,
} from "../servers/auth_servers.ts";
import { readText, statusOf } from "../helpers/calls.ts";
import type { FakeHttpServer } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

const ALGORITHMS = [
  undefined,
  "MD5",
  "md5",
  "MD5-sess",
  "SHA-256",
  "SHA-256-sess",
];
const QOPS = ["auth", "auth-int", "auth,auth-int", "auth-int, auth", null];

/** The requirements of servers. */
const WISHES: [name: string, options: GuardOptions][] = ALGORITHMS.flatMap(
  (algorithm) =>
    QOPS
      // Without qop there is no cnonce, which a session key requires.
      .filter((qop) => qop !== null || !algorithm?.endsWith("-sess"))
      .map((qop): [string, GuardOptions] => [
        `${algorithm ?? "no algorithm"} and ${qop ?? "no qop"}`,
        { algorithm: algorithm!, qop },
      ]),
);

function digestGuard(options: GuardOptions = {}): Guard {
  return new Guard({ scheme: "Digest", ...options });
}

/** A session with a guarded server. */
class Visit implements AsyncDisposable {
  readonly way: Way;
  readonly server: FakeHttpServer;
  readonly watched = watch();

  constructor(way: Way, guard: Guard) {
    forget();
    this.way = way;
    this.server = serverFor(way, { "*": guard.guard() });
  }

  /** Sends a request and returns its status. */
  async ask(options: LogOn = {}, body: string | null = null): Promise<unknown> {
    const { hInternet } = this.watched;
    const hRequest = await openAs(hInternet, this.way, this.server, options);
    return await this.askAgain(hRequest, body);
  }

  async askAgain(
    hRequest: HINTERNET,
    body: string | null = null,
  ): Promise<unknown> {
    await HttpSendRequest(hRequest, null, body);
    const text = await readText(hRequest);
    assertEquals(text, statusOf(hRequest) === 200 ? "hello" : "who?");
    return statusOf(hRequest);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.watched[Symbol.asyncDispose]();
    await this.server[Symbol.asyncDispose]();
  }
}

for (const way of WAYS) {
  const { how } = way;

  for (const [name, options] of WISHES) {
    Deno.test(`HttpSendRequest() responds to Digest with ${name}, ${how}`, async () => {
      const door = digestGuard(options);
      await using visit = new Visit(way, door);
      assertEquals(await visit.ask({ ...ANN, path: "/a?b=c&d=%20" }), 200);
      // The nonce is used for other methods, bodies and paths, and without a
      // user.
      assertEquals(await visit.ask({ verb: "POST", path: "/z" }, "body"), 200);
      assertEquals(await visit.ask({ verb: "PUT" }, "body"), 200);
      assertEquals(await visit.ask({ verb: "POST" }), 200);
      assertEquals(door.verdicts, ["nobody", "ok", "ok", "ok", "ok"]);
    });
  }

  Deno.test(`HttpSendRequest() uses a new nonce if the old one is stale, ${how}`, async () => {
    const door = digestGuard({ uses: 2 });
    await using visit = new Visit(way, door);
    for (let left = 5; left > 0; left--) {
      assertEquals(await visit.ask({ ...ANN, verb: "POST" }, "body"), 200);
    }
    assertEquals(door.verdicts.join(), "nobody,ok,ok,stale,ok,ok,stale,ok");
  });

  Deno.test(`HttpSendRequest() uses the nonce that a response names, ${how}`, async () => {
    const door = digestGuard({ nextNonce: true, algorithm: "SHA-256" });
    await using visit = new Visit(way, door);
    for (let left = 4; left > 0; left--) {
      assertEquals(await visit.ask(ANN), 200);
    }
    assertEquals(door.verdicts.join(), "nobody,ok,ok,ok,ok");
  });

  Deno.test(`HttpSendRequest() handles a new challenge after a restart of the server, ${how}`, async () => {
    const door = digestGuard();
    await using visit = new Visit(way, door);
    assertEquals(await visit.ask(ANN), 200);
    door.forgetNonces();
    assertEquals(await visit.ask(ANN), 200);
    assertEquals(await visit.ask(), 200);
    assertEquals(door.verdicts.join(), "nobody,ok,unknown nonce,ok,ok");
  });

  Deno.test(`HttpSendRequest() tries a wrong Digest password once, ${how}`, async () => {
    const door = digestGuard();
    await using visit = new Visit(way, door);
    assertEquals(await visit.ask({ user: USER, password: "wrong" }), 401);
    assertEquals(door.verdicts, ["nobody", "wrong password"]);
    assertEquals(await visit.ask(), 401);
    assertEquals(door.verdicts[2], "nobody");
  });

  Deno.test(`HttpSendRequest() gives up if every nonce is stale, ${how}`, async () => {
    const door = digestGuard({ uses: 0 });
    await using visit = new Visit(way, door);
    assertEquals(await visit.ask(ANN), 401);
    assert(door.verdicts.length <= 6, `${door.verdicts}`);
  });

  Deno.test(`HttpSendRequest() counts the uses of a nonce in many simultaneous requests, ${how}`, async () => {
    const door = digestGuard({ ordered: false });
    await using visit = new Visit(way, door);
    assertEquals(await visit.ask(ANN), 200);
    const all = Array.from({ length: 12 }, () => visit.ask());
    assertEquals(new Set(await Promise.all(all)), new Set([200]));
    assertEquals(door.verdicts.filter((verdict) => verdict !== "ok"), [
      "nobody",
    ]);
  });

  Deno.test(`INTERNET_OPTION_DIGEST_AUTH_UNLOAD removes Digest credentials, ${how}`, async () => {
    const door = digestGuard();
    await using visit = new Visit(way, door);
    const { watched, server } = visit;
    assertEquals(await visit.ask(ANN), 200);
    const open = await openAs(watched.hInternet, way, server);
    assertEquals(await visit.askAgain(open), 200);
    InternetSetOption(null, INTERNET_OPTION_DIGEST_AUTH_UNLOAD, null);
    assertEquals(await visit.ask(), 401);
    assertEquals(await visit.askAgain(open), 401);
    assertEquals(door.verdicts.join(), "nobody,ok,ok,nobody,nobody");
  });

  Deno.test(`other credentials of a later connection get a separate nonce, ${how}`, async () => {
    const users = new Map([[USER, PASSWORD], ["bob", "b"]]);
    const door = digestGuard({ users });
    await using visit = new Visit(way, door);
    assertEquals(await visit.ask(ANN), 200);
    assertEquals(await visit.ask({ user: "bob", password: "b" }), 200);
    assertEquals(door.verdicts.join(), "nobody,ok,nobody,ok");
  });

  Deno.test(`Digest credentials are sent immediately only in their domain, ${how}`, async () => {
    const door = digestGuard({ extra: ', domain="/in /also"' });
    await using visit = new Visit(way, door);
    assertEquals(await visit.ask({ ...ANN, path: "/in/x" }), 200);
    assertEquals(await visit.ask({ path: "/also/y" }), 200);
    assertEquals(await visit.ask({ path: "/inside" }), 200);
    assertEquals(door.verdicts.join(), "nobody,ok,ok,nobody,ok");
  });

  Deno.test(`Digest credentials are not sent to a server that requests Basic, ${how}`, async () => {
    const door = digestGuard();
    const other = new Guard();
    await using visit = new Visit(way, door);
    assertEquals(await visit.ask(ANN), 200);
    door.check = () => "nobody";
    door.challenge = () => other.challenge();
    assertEquals(await visit.ask(), 401);
    const sent = visit.server.requests.map(({ rawHead }) => rawHead).join("");
    assert(!sent.includes("Basic"));
  });
}
