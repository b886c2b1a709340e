// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTP,
  INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS,
} from "../../flags.ts";
import { HttpSendRequest } from "../../http.ts";
import { InternetOpenUrl } from "../../internet.ts";
import {
  ANN,
  forget,
  Guard,
  openAs,
  serverFor,
  urlOf,
  USER,
  type Way,
  WAYS,
} from "../servers/auth_servers.ts";
import { readText, statusOf } from "../helpers/calls.ts";
import { FakeHttpServer, type RouteHandler } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";
import { lacks } from "../helpers/lacks.ts";

const SECRETS = ["authorization", "cookie", "proxy-authorization"];

/** Redirects between http and https are followed. */
const ANY_SCHEME = INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTP |
  INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS;

/** Returns the secrets that were sent to a server. */
function secretsOf(server: FakeHttpServer): (string | undefined)[] {
  return server.requests.flatMap((request) =>
    SECRETS.map((name) => request.header(name))
  ).filter((value) => value !== undefined);
}

/** Servers with another port, host name or scheme. */
const OTHERS: [
  name: string,
  make: (
    way: Way,
    route: RouteHandler,
  ) => { server: FakeHttpServer; url: string },
][] = [
  ["port", (way, route) => {
    const server = serverFor(way, { "*": route });
    return { server, url: urlOf(way, server) };
  }],
  ["host", (_way, route) => {
    const server = new FakeHttpServer({ "*": route }, {
      hostname: "127.0.0.2",
    });
    return { server, url: `${server.url}/` };
  }],
  ["scheme", ({ secure }, route) => {
    const other = { how: "", dwContext: 0, secure: !secure };
    const server = serverFor(other, { "*": route });
    return {
      server,
      url: `http${secure ? "" : "s"}://localhost:${server.port}/`,
    };
  }],
];

for (const way of WAYS) {
  const { how, dwContext } = way;

  for (const [name, make] of OTHERS) {
    for (const asks of [false, true]) {
      Deno.test(
        `HttpSendRequest() sends no credentials to another ${name}${
          asks ? " that requests them" : ""
        }, ${how}`,
        { ignore: name === "host" && lacks("127.0.0.2") },
        async () => {
          forget();
          // The same realm and the same challenge as the first server.
          const bait = new Guard();
          const { server: foreign, url } = make(
            way,
            asks ? bait.guard() : (_request, reply) => reply({ body: "hello" }),
          );
          await using _foreign = foreign;
          const door = new Guard();
          await using home = serverFor(way, {
            "*": door.guard((_request, reply) => reply.redirect(url)),
          });
          await using watched = watch();
          // With the program's own credentials, then with the remembered ones.
          for (const options of [ANN, ANN, {}]) {
            const hRequest = await openAs(watched.hInternet, way, home, {
              ...options,
              dwFlags: ANY_SCHEME,
            });
            await HttpSendRequest(
              hRequest,
              "Cookie: id=secret\r\nProxy-Authorization: Basic eDp5",
            );
            assertEquals(statusOf(hRequest), asks ? 401 : 200);
            await readText(hRequest);
          }
          assertEquals(door.verdicts, ["nobody", "ok", "ok", "ok"]);
          assertEquals(foreign.requests.length, 3);
          assertEquals(secretsOf(foreign), []);
        },
      );
    }
  }

  Deno.test(`a redirect through five origins leaks nothing, ${how}`, {
    ignore: lacks("127.0.0.2"),
  }, async () => {
    forget();
    const foreign: FakeHttpServer[] = [];
    let next = "";
    for (let hop = 5; hop > 0; hop--) {
      const after = next;
      const bait = new Guard();
      const server = new FakeHttpServer({
        "*": after === ""
          ? bait.guard()
          : (_request, reply) => reply.redirect(after, hop % 2 ? 302 : 307),
      }, { hostname: hop % 2 ? "127.0.0.2" : "127.0.0.1" });
      foreign.push(server);
      next = `${server.url}/${hop}`;
    }
    const door = new Guard({ scheme: "Digest" });
    const first = next;
    await using home = serverFor(way, {
      "*": door.guard((_request, reply) => reply.redirect(first)),
    });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, home, {
      ...ANN,
      dwFlags: ANY_SCHEME,
    });
    await HttpSendRequest(hRequest, "Cookie: id=secret");
    assertEquals(statusOf(hRequest), 401);
    assertEquals(door.verdicts, ["nobody", "ok"]);
    for (const server of foreign) {
      assertEquals(server.requests.length, 1);
      assertEquals(secretsOf(server), []);
      assertEquals(server.requests[0]!.rawHead.includes(USER), false);
      await server[Symbol.asyncDispose]();
    }
  });

  Deno.test(`InternetOpenUrl() sends the credentials of the URL to no other server, ${how}`, async () => {
    forget();
    const bait = new Guard();
    await using foreign = new FakeHttpServer({ "*": bait.guard() });
    await using home = serverFor(way, {
      "*": (_request, reply) =>
        reply.redirect(`http://ann:other@127.0.0.1:${foreign.port}/`),
    });
    await using watched = watch();
    const url = urlOf(way, home, "/", "ann:open%20sesame@");
    const hRequest = await InternetOpenUrl(
      watched.hInternet,
      url,
      null,
      ANY_SCHEME,
      dwContext,
    );
    assertEquals(statusOf(hRequest), 401);
    assertEquals(bait.verdicts, ["nobody"]);
  });

  Deno.test(`HttpSendRequest() authenticates after a redirect to the same origin, and after one back from another origin, ${how}`, async () => {
    forget();
    const door = new Guard();
    await using foreign = serverFor(way, {
      "*": (_request, reply) => reply.redirect(urlOf(way, home, "/back")),
    });
    await using home = serverFor(way, {
      "/a/": door.guard((_request, reply) => reply.redirect("/b/")),
      "/b/": door.guard((_request, reply) =>
        reply.redirect(urlOf(way, foreign))
      ),
      "/back": door.guard(),
    });
    await using watched = watch();
    const options = { ...ANN, path: "/a/" };
    const hRequest = await openAs(watched.hInternet, way, home, options);
    await HttpSendRequest(hRequest);
    assertEquals(await readText(hRequest), "hello");
    assertEquals(
      door.verdicts,
      ["nobody", "ok", "nobody", "ok", "nobody", "ok"],
    );
    assertEquals(secretsOf(foreign), []);
  });

  Deno.test(`HttpSendRequest() uses the remembered credentials of the server that it is sent to, ${how}`, async () => {
    forget();
    const users = new Map([["bob", "b"]]);
    const [door, other] = [new Guard(), new Guard({ users })];
    await using foreign = serverFor(way, { "*": other.guard() });
    await using home = serverFor(way, {
      "*": door.guard((_request, reply) => reply.redirect(urlOf(way, foreign))),
    });
    await using watched = watch();
    const bob = { user: "bob", password: "b" };
    await HttpSendRequest(await openAs(watched.hInternet, way, foreign, bob));
    const hRequest = await openAs(watched.hInternet, way, home, ANN);
    await HttpSendRequest(hRequest);
    assertEquals(statusOf(hRequest), 200);
    assertEquals(door.verdicts, ["nobody", "ok"]);
    assertEquals(other.verdicts, ["nobody", "ok", "ok"]);
    assertEquals(
      foreign.requests.at(-1)!.header("authorization"),
      `Basic ${btoa("bob:b")}`,
    );
  });

  Deno.test(`HttpSendRequest() sends credentials of one port to no other, ${how}`, async () => {
    forget();
    const [door, other] = [new Guard(), new Guard()];
    await using home = serverFor(way, { "*": door.guard() });
    await using neighbour = serverFor(way, { "*": other.guard() });
    await using watched = watch();
    await HttpSendRequest(await openAs(watched.hInternet, way, home, ANN));
    const hRequest = await openAs(watched.hInternet, way, neighbour);
    await HttpSendRequest(hRequest);
    assertEquals(statusOf(hRequest), 401);
    assertEquals(other.verdicts, ["nobody"]);
  });
}
