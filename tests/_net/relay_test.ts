// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { ERROR_INTERNET_CONNECTION_RESET } from "../../error.ts";
import {
  HttpEndRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import { InternetCloseHandle, InternetWriteFile } from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { Relay } from "../../_net/relay.ts";
import {
  openRequest,
  readText,
  rejectedCode,
  sentRequest,
  usualServer,
} from "../calls.ts";
import { heldTimers } from "../held_timers.ts";
import { ResetServer } from "../servers/reset_server.ts";
import { bytesOf, concat, send, WireReader } from "../servers/tcp_server.ts";
import { turns } from "../turns.ts";
import { watch } from "../watch.ts";

const GREETING = new Uint8Array([5, 1, 2]);
const TO_LOCALHOST = concat([
  new Uint8Array([5, 1, 0, 3, 9]),
  bytesOf("localhost"),
  new Uint8Array([0, 80]),
]);

/** User and password as RFC 1929 has them. */
function credentials(name: string, password: string): Uint8Array {
  return concat([
    new Uint8Array([1, name.length]),
    bytesOf(name),
    new Uint8Array([password.length]),
    bytesOf(password),
  ]);
}

/** A relay with one service; `served` is where its callers wanted to go. */
function relayWithService(): {
  relay: Relay;
  served: string[];
} & AsyncDisposable {
  const relay = new Relay();
  const served: string[] = [];
  relay.register("known", {
    serve(client, host, port) {
      served.push(`${host}:${port}`);
      client.close();
      return Promise.resolve();
    },
  });
  const close = () => relay.close();
  return { relay, served, [Symbol.asyncDispose]: close };
}

/** What the relay says to a caller until it hangs up. */
async function say(relay: Relay, ...parts: Uint8Array[]): Promise<number[]> {
  using conn = await Deno.connect({ hostname: "127.0.0.1", port: relay.port });
  const reader = new WireReader(conn);
  await send(conn, concat(parts));
  try {
    return [...await reader.readToEnd()];
  } catch (error) {
    // It hung up before it had read everything.
    if (error instanceof Deno.errors.ConnectionReset) return [];
    throw error;
  }
}

Deno.test("Relay serves a caller with the secret", async () => {
  await using scene = relayWithService();
  const { relay, served } = scene;
  const user = credentials("known", relay.secret);
  assertEquals(await say(relay, GREETING, user, TO_LOCALHOST), [5, 2, 1, 0]);
  assertEquals(served, ["localhost:80"]);
});

const STRANGERS: [name: string, parts: (relay: Relay) => Uint8Array[]][] = [
  ["who wants no authentication", () => [
    new Uint8Array([5, 1, 0]),
    TO_LOCALHOST,
  ]],
  ["with a wrong password", () => [
    GREETING,
    credentials("known", "wrong"),
    TO_LOCALHOST,
  ]],
  ["with an empty password", () => [
    GREETING,
    credentials("known", ""),
    TO_LOCALHOST,
  ]],
  ["with an unknown id", (relay) => [
    GREETING,
    credentials("unknown", relay.secret),
    TO_LOCALHOST,
  ]],
  ["who speaks HTTP", () => [
    bytesOf("CONNECT localhost:80 HTTP/1.1\r\n\r\n"),
  ]],
  ["who speaks SOCKS4", () => [new Uint8Array([4, 1, 0, 80, 127, 0, 0, 1, 0])]],
];

for (const [name, parts] of STRANGERS) {
  Deno.test(`Relay refuses a caller ${name}`, async () => {
    await using scene = relayWithService();
    const { relay, served } = scene;
    const answer = await say(relay, ...parts(relay));
    // At most: the method, and "not you".
    assert([[], [5, 2], [5, 2, 1, 1]].some((row) => `${row}` === `${answer}`));
    assertEquals(served, []);
  });
}

Deno.test("Relay forgets a caller that hangs up in the middle of its greeting", async () => {
  await using scene = relayWithService();
  const { relay, served } = scene;
  const user = credentials("known", relay.secret);
  const all = concat([GREETING, user, TO_LOCALHOST]);
  for (let cut = 0; cut < all.length; cut++) {
    const conn = await Deno.connect({
      port: relay.port,
      hostname: "127.0.0.1",
    });
    await send(conn, all.subarray(0, cut));
    conn.close();
  }
  assertEquals(served, []);
  await say(relay, all);
  assertEquals(served.length, 1);
});

Deno.test("Relay closes with callers that have not finished their greeting", async () => {
  const { relay } = relayWithService();
  using conn = await Deno.connect({ port: relay.port, hostname: "127.0.0.1" });
  const reader = new WireReader(conn);
  await send(conn, GREETING);
  await reader.readBytes(2);
  await relay.close();
  await reader.peerClosed();
});

/** A relay that cannot accept its first caller. */
function relayWithoutFiles(): Relay {
  const { listen } = Deno;
  const spy = (options: Deno.TcpListenOptions) => {
    const listener = listen(options);
    const accept = listener.accept.bind(listener);
    let refused = false;
    listener.accept = () => {
      if (refused) return accept();
      refused = true;
      return Promise.reject(new Error("Too many open files (os error 24)"));
    };
    return listener;
  };
  Object.assign(Deno, { listen: spy });
  try {
    return new Relay();
  } finally {
    Object.assign(Deno, { listen });
  }
}

Deno.test("Relay goes on after it had no file left for a caller", async () => {
  const relay = relayWithoutFiles();
  const user = credentials("unknown", relay.secret);
  assertEquals(await say(relay, GREETING, user), [5, 2, 1, 1]);
  await relay.close();
});

Deno.test("Relay closes while it has no file left for a caller", async () => {
  const relay = relayWithoutFiles();
  await turns(2);
  await relay.close();
});

Deno.test("Relay hangs up on callers that do not finish their greeting in time", async () => {
  using timers = heldTimers();
  const relay = new Relay();
  const at = { port: relay.port, hostname: "127.0.0.1" };
  using silent = await Deno.connect(at);
  using halfway = await Deno.connect(at);
  const reader = new WireReader(halfway);
  await send(halfway, GREETING);
  await reader.readBytes(2);
  assertEquals(timers.size, 2);
  timers.fire();
  await new WireReader(silent).peerClosed();
  await reader.peerClosed();
  await relay.close();
});

Deno.test("Relay gives no time limit to a caller that is served", async () => {
  using timers = heldTimers();
  const relay = new Relay();
  const served = Promise.withResolvers<number>();
  relay.register("known", {
    serve(client) {
      served.resolve(timers.size);
      client.close();
      return Promise.resolve();
    },
  });
  const user = credentials("known", relay.secret);
  await say(relay, GREETING, user, TO_LOCALHOST);
  assertEquals(await served.promise, 0);
  await relay.close();
});

Deno.test("Relay hangs up on the caller that greets longest when too many do", async () => {
  const relay = new Relay({ greetingTime: 3_600_000, greeters: 2 });
  const readers: WireReader[] = [];
  const conns: Deno.TcpConn[] = [];
  for (let caller = 0; caller < 3; caller++) {
    const at = { port: relay.port, hostname: "127.0.0.1" };
    const conn = await Deno.connect(at);
    conns.push(conn);
    readers.push(new WireReader(conn));
    await send(conn, GREETING);
    assertEquals(await readers[caller]!.readBytes(2), new Uint8Array([5, 2]));
  }
  await readers[0]!.peerClosed();
  await send(conns[1]!, credentials("unknown", relay.secret));
  assertEquals(await readers[1]!.readBytes(2), new Uint8Array([1, 1]));
  await relay.close();
  for (const conn of conns) conn.close();
});

Deno.test("Relay does not serve an id that was taken back", async () => {
  await using scene = relayWithService();
  const { relay, served } = scene;
  relay.unregister("known");
  const user = credentials("known", relay.secret);
  await say(relay, GREETING, user, TO_LOCALHOST);
  assertEquals(served, []);
});

/** The listeners that are opened while `run` runs. */
async function listenersOf(
  run: (opened: Deno.TcpListenOptions[], ports: number[]) => Promise<void>,
): Promise<void> {
  const { listen } = Deno;
  const opened: Deno.TcpListenOptions[] = [];
  const ports: number[] = [];
  const spy = (options: Deno.TcpListenOptions) => {
    const listener = listen(options);
    opened.push(options);
    ports.push(listener.addr.port);
    return listener;
  };
  Object.assign(Deno, { listen: spy });
  try {
    await run(opened, ports);
  } finally {
    Object.assign(Deno, { listen });
  }
}

async function isOpen(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch (error) {
    assert(error instanceof Deno.errors.ConnectionRefused, `${error}`);
    return false;
  }
}

Deno.test("Relay lives from the first observed request to the close of the last session", async () => {
  await using server = usualServer();
  await listenersOf(async (opened, ports) => {
    const [first, second] = [watch(), watch()];
    await readText(await sentRequest(first.hInternet, server));
    assertEquals(opened, [], "an unobserved request needs no relay");
    for (const { hInternet } of [first, second]) {
      const dwContext = "observed";
      await readText(await sentRequest(hInternet, server, { dwContext }));
    }
    assertEquals(opened.map(({ hostname, port }) => [hostname, port]), [[
      "127.0.0.1",
      0,
    ]]);
    const [port] = ports as [number];
    await first[Symbol.asyncDispose]();
    assert(await isOpen(port));
    await second[Symbol.asyncDispose]();
    assertEquals(await isOpen(port), false);
  });
  // The connections that waited for another request are gone, too.
  await server.allClosed();
});

Deno.test("Relay is opened anew for a session after the last one", async () => {
  await using server = usualServer();
  await listenersOf(async (opened) => {
    for (const dwContext of ["first", "second"]) {
      await using log = watch();
      await readText(await sentRequest(log.hInternet, server, { dwContext }));
      InternetCloseHandle(log.hInternet);
    }
    assertEquals(opened.length, 2);
  });
});

// ---- what is sent twice ----

/** Sends a request after the connection has served another one, and is reset when the request has come. */
async function afterReset(
  verb: string,
  dwContext: unknown,
  run: (hRequest: HINTERNET) => Promise<unknown>,
): Promise<{ outcome: unknown; times: number }> {
  await using server = await ResetServer.start("request", {
    goodRequests: 1,
    faulty: (index) => index === 0,
  });
  await using log = watch();
  const { hInternet } = log;
  const at = { hostname: "127.0.0.1", port: server.port };
  const first = await sentRequest(hInternet, at, { dwContext });
  assertEquals(await readText(first), "ok");
  const hRequest = await openRequest(hInternet, at, { verb, dwContext });
  const outcome = await run(hRequest);
  const times = server.methods.slice(1).filter((method) => method === verb);
  return { outcome, times: times.length };
}

const IDEMPOTENT = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"];

for (const verb of IDEMPOTENT) {
  Deno.test(`HttpSendRequest() repeats ${verb} when a kept connection is reset`, async () => {
    const body = verb === "PUT" ? "body" : null;
    const { outcome, times } = await afterReset(
      verb,
      "observed",
      (hRequest) => HttpSendRequest(hRequest, null, body),
    );
    assertEquals(outcome, true);
    assertEquals(times, 2);
  });
}

for (const verb of ["POST", "PATCH", "FOO"]) {
  for (const body of ["body", null]) {
    const how = body ? "with a body" : "without a body";
    Deno.test(`HttpSendRequest() does not repeat ${verb} when a kept connection is reset, ${how}, observed`, async () => {
      const { outcome, times } = await afterReset(
        verb,
        "observed",
        (hRequest) => rejectedCode(HttpSendRequest(hRequest, null, body)),
      );
      assertEquals(outcome, ERROR_INTERNET_CONNECTION_RESET);
      assertEquals(times, 1);
    });

    // fetch would repeat it: it gets a connection of its own.
    Deno.test(`HttpSendRequest() does not send ${verb} on a kept connection, ${how}, unobserved`, async () => {
      const { outcome, times } = await afterReset(
        verb,
        0,
        (hRequest) => HttpSendRequest(hRequest, null, body),
      );
      assertEquals(outcome, true);
      assertEquals(times, 1);
    });

    Deno.test(`HttpSendRequest() does not repeat ${verb} when a new connection is reset, ${how}, unobserved`, async () => {
      await using server = await ResetServer.start("request");
      await using log = watch();
      const at = { hostname: "127.0.0.1", port: server.port };
      const hRequest = await openRequest(log.hInternet, at, { verb });
      const code = await rejectedCode(HttpSendRequest(hRequest, null, body));
      assertEquals(code, ERROR_INTERNET_CONNECTION_RESET);
      assertEquals(server.methods, [verb]);
    });
  }
}

for (const dwContext of ["observed", 0]) {
  Deno.test(`HttpEndRequest() does not repeat a PUT that was written piece by piece, ${dwContext || "unobserved"}`, async () => {
    const { outcome, times } = await afterReset(
      "PUT",
      dwContext,
      async (hRequest) => {
        await HttpSendRequestEx(hRequest, { dwBufferTotal: 3 });
        await InternetWriteFile(hRequest, "abc").catch(() => {});
        return await rejectedCode(HttpEndRequest(hRequest));
      },
    );
    assert(typeof outcome === "number" && outcome > 0);
    assertEquals(times, 1);
  });
}

Deno.test("HttpSendRequestEx() does not send a POST without a body on a kept connection, unobserved", async () => {
  const { outcome, times } = await afterReset("POST", 0, async (hRequest) => {
    await HttpSendRequestEx(hRequest);
    return await HttpEndRequest(hRequest);
  });
  assertEquals(outcome, true);
  assertEquals(times, 1);
});
