// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { readText, sentRequest, usualServer } from "../calls.ts";
import {
  response,
  send,
  TcpServer,
  WireReader,
} from "../servers/tcp_server.ts";
import { watch } from "../watch.ts";

/** Counts the HTTP clients that are open: one for each link and one for each session. */
function openClients(): {
  count: () => number;
  until: (count: number) => Promise<void>;
} & Disposable {
  const { createHttpClient } = Deno;
  let count = 0;
  let changed = () => {};
  const spy = (options: Deno.CreateHttpClientOptions) => {
    const client = createHttpClient(options);
    const close = client.close.bind(client);
    count++;
    client.close = () => {
      close();
      count--;
      changed();
    };
    return client;
  };
  Object.assign(Deno, { createHttpClient: spy });
  const until = (wanted: number) =>
    new Promise<void>((resolve) => {
      changed = () => count === wanted && resolve();
      changed();
    });
  const restore = () => void Object.assign(Deno, { createHttpClient });
  return { count: () => count, until, [Symbol.dispose]: restore };
}

Deno.test("LinkLease drops an idle link as soon as its server hangs up", async () => {
  const hangUp = Promise.withResolvers<void>();
  await using server = new TcpServer(async (conn) => {
    await new WireReader(conn).readHead();
    await send(conn, response({ body: "hello" }));
    await hangUp.promise;
  });
  using clients = openClients();
  await using log = watch();
  const dwContext = "observed";
  await readText(await sentRequest(log.hInternet, server, { dwContext }));
  assertEquals(clients.count(), 1);
  hangUp.resolve();
  await clients.until(0);
  await readText(await sentRequest(log.hInternet, server, { dwContext }));
  assertEquals(server.connections, 2);
});

Deno.test("LinkLease keeps 64 idle links to one server after a burst of 100", async () => {
  await using server = usualServer();
  using clients = openClients();
  await using log = watch();
  const { hInternet } = log;
  const requests = await Promise.all(
    Array.from(
      { length: 100 },
      (_, dwContext) =>
        sentRequest(hInternet, server, { dwContext: dwContext + 1 }),
    ),
  );
  assertEquals(clients.count(), 100);
  await Promise.all(requests.map((hRequest) => readText(hRequest)));
  // A read to the end is one that gave nothing.
  await Promise.all(requests.map((hRequest) => readText(hRequest)));
  assertEquals(clients.count(), 64);
  assertEquals(server.connections, 100);
});
