// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertMatch } from "@std/assert";
import { startServer } from "../../examples/server_for_users.ts";
import { FakeHttpServer } from "../servers/http_server.ts";

Deno.test("the server for users does not mix cookies and connections of two users", async () => {
  await using origin = new FakeHttpServer({
    "/in": (request, reply) => {
      const user = new URL(request.target, "http://a/").searchParams.get("as");
      return reply({ headers: { "Set-Cookie": `user=${user}; path=/` } });
    },
    "/": (request, reply) => reply({ body: request.header("cookie") ?? "-" }),
  });
  await using server = startServer(0);
  const { port } = server.addr;
  const ask = async (user: string, path: string) => {
    const query = new URLSearchParams({ user, url: `${origin.url}${path}` });
    const response = await fetch(`http://127.0.0.1:${port}/?${query}`);
    return await response.text();
  };
  const users = ["anna", "bert"];
  await Promise.all(users.map((user) => ask(user, `/in?as=${user}`)));
  const pages = await Promise.all(users.map((user) => ask(user, "/")));
  assertEquals(pages, ["user=anna", "user=bert"]);
  assertEquals(await ask("carl", "/"), "-");
  const byConnection = Map.groupBy(
    origin.requests,
    ({ connection }) => connection,
  );
  for (const requests of byConnection.values()) {
    const cookies = requests.flatMap((request) =>
      request.header("cookie") ?? []
    );
    assertEquals(new Set(cookies).size <= 1, true);
  }
  assertMatch(await ask("anna", ":x"), /ERROR_INTERNET_INVALID_URL/);
});
