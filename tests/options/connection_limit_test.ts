// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertLessOrEqual } from "@std/assert";
import { HttpSendRequest } from "../../http.ts";
import { InternetCloseHandle, InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_MAX_CONNS_PER_SERVER } from "../../options.ts";
import { HELLO, openRequest, readText, sentRequest } from "../helpers/calls.ts";
import { turns } from "../helpers/turns.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

const REQUESTS = 12;

/** Sets the limit of the process, and restores it when disposed. */
function limited(connections: number): Disposable {
  const set = (value: number) =>
    InternetSetOption(null, INTERNET_OPTION_MAX_CONNS_PER_SERVER, value);
  set(connections);
  return { [Symbol.dispose]: () => set(0xffffffff) };
}

/** A slow server; `most` returns the maximum number of simultaneous requests. */
function slowServer(): { server: FakeHttpServer; most: () => number } {
  let now = 0;
  let most = 0;
  const server = new FakeHttpServer({
    "*": async (_request, reply) => {
      most = Math.max(most, ++now);
      await turns(3);
      now--;
      await reply({ body: HELLO });
    },
  });
  return { server, most: () => most };
}

for (const dwContext of ["observed", 0]) {
  const how = dwContext || "unobserved";

  for (const limit of [1, 2, 5]) {
    Deno.test(`MAX_CONNS_PER_SERVER ${limit} is never exceeded, ${how}`, async () => {
      using _limit = limited(limit);
      const { server, most } = slowServer();
      await using _server = server;
      await using log = watch();
      const { hInternet } = log;
      const bodies = Array.from({ length: REQUESTS }, async (_, index) => {
        const options = { path: `/${index}`, dwContext };
        return await readText(await sentRequest(hInternet, server, options));
      });
      assertEquals(new Set(await Promise.all(bodies)), new Set([HELLO]));
      assertEquals(most(), limit);
      assertLessOrEqual(server.connections, limit);
    });
  }

  Deno.test(`MAX_CONNS_PER_SERVER keeps the order of waiting requests, ${how}`, async () => {
    using _limit = limited(1);
    const { server } = slowServer();
    await using _server = server;
    await using log = watch();
    const paths = Array.from({ length: REQUESTS }, (_, index) => `/${index}`);
    const handles = await Promise.all(
      paths.map((path) =>
        openRequest(log.hInternet, server, { path, dwContext })
      ),
    );
    await Promise.all(handles.map(async (hRequest) => {
      await HttpSendRequest(hRequest);
      await readText(hRequest);
    }));
    assertEquals(server.requests.map(({ target }) => target), paths);
  });

  Deno.test(`MAX_CONNS_PER_SERVER counts each server separately, ${how}`, async () => {
    using _limit = limited(1);
    await using first = slowServer().server;
    await using second = slowServer().server;
    await using log = watch();
    const { hInternet } = log;
    // The response has not been read, so its connection is still in use.
    await sentRequest(hInternet, first, { dwContext });
    const other = await sentRequest(hInternet, second, { dwContext });
    assertEquals(await readText(other), HELLO);
  });

  Deno.test(`MAX_CONNS_PER_SERVER starts waiting requests if it is raised, ${how}`, async () => {
    using _limit = limited(1);
    const { server } = slowServer();
    await using _server = server;
    await using log = watch();
    const { hInternet } = log;
    const holder = await sentRequest(hInternet, server, { dwContext });
    const waiting = sentRequest(hInternet, server, { dwContext });
    await turns(3);
    assertEquals(server.requests.length, 1);
    InternetSetOption(null, INTERNET_OPTION_MAX_CONNS_PER_SERVER, 2);
    assertEquals(await readText(await waiting), HELLO);
    InternetCloseHandle(holder);
  });

  Deno.test(`MAX_CONNS_PER_SERVER passes the place of a failed request to the next one, ${how}`, async () => {
    using _limit = limited(1);
    await using server = new FakeHttpServer({
      "/bad": (_request, reply) => reply.raw("no HTTP\r\n\r\n"),
      "/good": (_request, reply) => reply({ body: HELLO }),
    });
    await using log = watch();
    const { hInternet } = log;
    const bad = sentRequest(hInternet, server, { path: "/bad", dwContext })
      .then(() => "sent", () => "failed");
    const good = sentRequest(hInternet, server, { path: "/good", dwContext });
    assertEquals(await bad, "failed");
    assertEquals(await readText(await good), HELLO);
  });
}
