// Copyright 2026 the wininet authors. MIT license.

/** downloadAll(): the list, the limits, the names and stopping. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  ERROR_FILE_EXISTS,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INVALID_NAME,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import {
  downloadAll,
  type DownloadAllOptions,
  type DownloadResult,
  type Item,
} from "../../transfers.ts";
import { folder } from "../helpers/ftp_calls.ts";
import { FakeHttpServer, type RouteHandler } from "../servers/http_server.ts";

/** A server that sends the target of each request as its body. */
function echo(
  handler: RouteHandler = (request, reply) => reply({ body: request.target }),
) {
  return new FakeHttpServer({ "*": handler });
}

async function all(
  urls: Iterable<Item> | AsyncIterable<Item>,
  directory: string,
  options: DownloadAllOptions = {},
): Promise<DownloadResult[]> {
  return await Array.fromAsync(downloadAll(urls, directory, options));
}

Deno.test("downloadAll() creates the directory, and yields results as the downloads end", async () => {
  const slow = Promise.withResolvers<void>();
  await using server = echo((request, reply) =>
    reply({ body: [request.target === "/a" ? slow.promise : "", "x"] })
  );
  using files = folder();
  const urls = ["a", "b"].map((name) => `${server.url}/${name}`);
  const order: string[] = [];
  for await (const { url, ok } of downloadAll(urls, files.path("x/y"))) {
    assert(ok);
    order.push(url);
    slow.resolve();
  }
  assertEquals(order, urls.toReversed());
  assertEquals(files.text("x/y/a"), "x");
});

Deno.test("downloadAll() names each failure, and continues", async () => {
  await using server = new FakeHttpServer({
    "/a": (_, reply) => reply({ body: "a" }),
    "/b": (_, reply) => reply({ body: "b" }),
  });
  using files = folder();
  const urls = [
    `${server.url}/a`,
    `${server.url}/none`,
    "nonsense",
    "mailto:me@example.com",
    7 as never,
    { url: `${server.url}/a`, target: "../a" },
    { url: `${server.url}/a`, target: "/etc/a" },
    { url: `${server.url}/a`, target: "C:\\a" },
    { url: `${server.url}/a`, target: "a//b" },
    new URL(`${server.url}/b`),
  ];
  const results = await all(urls, files.path("d"));
  assertEquals(results.length, urls.length);
  assertEquals(results.filter(({ ok }) => ok).map(({ url }) => url).sort(), [
    `${server.url}/a`,
    `${server.url}/b`,
  ]);
  const named = results.filter(({ error }) =>
    error?.code === ERROR_INVALID_NAME
  );
  assertEquals(named.length, 4);
  assertEquals(files.names(), ["d"]);
});

Deno.test("downloadAll() writes to the path in the directory that an item names, and verifies its checksum", async () => {
  await using server = echo();
  using files = folder();
  const checksum = { algorithm: "sha256", digest: "0".repeat(64) };
  const results = await all([
    { url: `${server.url}/a`, target: "one/two/a.txt" },
    { url: `${server.url}/b`, checksum },
  ], files.path("d"));
  assertEquals(files.text("d/one/two/a.txt"), "/a");
  assertEquals(results.map(({ ok }) => ok).sort(), [false, true]);
  assertEquals(files.names("d").length, 1);
});

// ---- names ----

const HOSTILE: [disposition: string, name: string][] = [
  ['attachment; filename="../../../x"', "x"],
  ['attachment; filename="C:\\\\x.txt"', "x.txt"],
  ['attachment; filename="CON"', "_CON"],
  ['attachment; filename="a:b"', "a_b"],
  ['attachment; filename="...  . "', "_"],
  [`attachment; filename="${"n".repeat(5000)}"`, "n".repeat(200)],
  ["attachment; filename*=UTF-8''..%2F..%2Fy", "y"],
  ["attachment; filename*=UTF-8''a%00%0d%0ab", "ab"],
  ["attachment", "f"],
];

for (const [disposition, name] of HOSTILE) {
  Deno.test(`downloadAll() leaves one safe file for ${disposition.slice(0, 50)}`, async () => {
    await using server = echo((_, reply) =>
      reply({ body: "x", headers: { "Content-Disposition": disposition } })
    );
    using files = folder();
    const [result] = await all([`${server.url}/f`], files.path("d"));
    assertEquals(result?.target, files.path(`d/${name}`));
    assertEquals(
      files.names("d"),
      [name],
    );
    assertEquals(files.names(), ["d"]);
  });
}

Deno.test("downloadAll() does not replace files, so a second run downloads only missing ones", async () => {
  await using server = echo();
  using files = folder();
  const [a, b] = [`${server.url}/a`, `${server.url}/b`];
  await all([a], files.path("d"));
  const results = await all([a, b], files.path("d"));
  const codes = new Map(results.map(({ url, error }) => [url, error?.code]));
  assertEquals([codes.get(a), codes.get(b)], [ERROR_FILE_EXISTS, undefined]);
});

for (const second of ["n", "n.part", "n.part.note"]) {
  Deno.test(`downloadAll() never writes n and ${second} at the same time`, async () => {
    const slow = Promise.withResolvers<void>();
    await using server = echo((request, reply) =>
      reply({ body: [slow.promise, request.target] })
    );
    using files = folder();
    const urls = async function* () {
      yield { url: `${server.url}/1`, target: "n" };
      await server.requested(1);
      yield { url: `${server.url}/2`, target: second };
    };
    const results: DownloadResult[] = [];
    const options = { overwrite: true };
    for await (const result of downloadAll(urls(), files.path("d"), options)) {
      results.push(result);
      slow.resolve();
    }
    const [refused, done] = results;
    assertEquals(refused?.error?.code, ERROR_FILE_EXISTS);
    assertStringIncludes(
      refused!.error!.message,
      "give one of them another target",
    );
    assert(done?.ok);
    assertEquals(files.text("d/n"), "/1");
    assertEquals(server.requests.length, 1);
  });
}

// ---- limits ----

for (
  const [connections, perHost, expected] of [[3, 9, 3], [9, 2, 4]] as const
) {
  Deno.test(`downloadAll() with ${connections} connections and ${perHost} for a host uses ${expected} for two hosts`, async () => {
    let [now, most] = [0, 0];
    const gates: (() => void)[] = [];
    const full = Promise.withResolvers<void>();
    await using server = echo(async (request, reply) => {
      most = Math.max(most, ++now);
      if (now === expected) full.resolve();
      await new Promise<void>((go) => gates.push(go));
      now--;
      await reply({ body: request.target });
    });
    using files = folder();
    const { port } = server;
    const urls = Array.from(
      { length: 24 },
      (_, at) =>
        `http://${at % 2 === 0 ? "127.0.0.1" : "localhost"}:${port}/${at}`,
    );
    const downloading = all(urls, files.path("d"), { connections, perHost });
    await full.promise;
    assertEquals(most, expected);
    const opening = (async () => {
      for (let open = 0; open < urls.length;) {
        const go = gates.shift();
        if (go) {
          go(), open++;
        } else await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const results = await downloading;
    await opening;
    assertEquals(results.filter(({ ok }) => ok).length, urls.length);
    assertEquals(most, expected);
  });
}

Deno.test("downloadAll() reads a URL of an endless list only if there is a place, and stops with the loop", async () => {
  await using server = echo();
  using files = folder();
  let [taken, ended] = [0, false];
  async function* endless() {
    try {
      for (;;) yield `${server.url}/${taken++}`;
    } finally {
      ended = true;
    }
  }
  let results = 0;
  for await (const { ok } of downloadAll(endless(), files.path("d"))) {
    assert(ok);
    if (++results === 100) break;
  }
  assert(ended);
  assert(taken < 100 + 6 + 64 + 2, `${taken}`);
  const after = taken;
  await server.allClosed();
  assertEquals(taken, after);
  const names = files.names("d");
  assertEquals(names.filter((name) => name.endsWith(".part")), []);
});

Deno.test("downloadAll() reads no more URLs while the results are not read", async () => {
  await using server = echo();
  using files = folder();
  let taken = 0;
  function* endless() {
    for (;;) yield `${server.url}/${taken++}`;
  }
  const results = downloadAll(endless(), files.path("d"), { connections: 2 });
  await results.next();
  await server.requested(66);
  for (let turn = 0; turn < 100; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert(taken <= 2 + 64 + 1, `${taken}`);
  await results.return!();
});

// ---- stopping ----

Deno.test("downloadAll() stops everything when the loop is left", async () => {
  await using server = echo((request, reply) =>
    request.target === "/0"
      ? reply({ body: "x" })
      : reply.until(new Promise(() => {}))
  );
  using files = folder();
  const urls = Array.from({ length: 20 }, (_, at) => `${server.url}/${at}`);
  for await (const { ok } of downloadAll(urls, files.path("d"))) {
    assert(ok);
    break;
  }
  await server.allClosed();
  assertEquals(files.names("d").length, 1);
});

Deno.test("downloadAll() ends when the loop is left while every download has ended", async () => {
  await using server = echo();
  using files = folder();
  function* endless() {
    for (let at = 0;; at++) yield `${server.url}/${at}`;
  }
  const ended = Promise.withResolvers<void>();
  const results = downloadAll(endless(), files.path("d"), {
    connections: 2,
    onProgress: ({ all }) => all.done === 67 && ended.resolve(),
  });
  await results.next();
  await ended.promise;
  await new Promise((resolve) => setImmediate(resolve));
  assertEquals(await results.return!(), { value: undefined, done: true });
});

Deno.test("downloadAll() yields the started downloads when its signal aborts, and ends", async () => {
  await using server = echo((_, reply) => reply.until(new Promise(() => {})));
  using files = folder();
  const urls = Array.from({ length: 200 }, (_, at) => `${server.url}/${at}`);
  const stop = new AbortController();
  const downloading = all(urls, files.path("d"), { signal: stop.signal });
  await server.requested(2);
  stop.abort();
  const results = await downloading;
  assert(results.length >= 2 && results.length < 200, `${results.length}`);
  for (const { error } of results) {
    assertEquals(error?.code, ERROR_INTERNET_OPERATION_CANCELLED);
  }
  await server.allClosed();
});

Deno.test("downloadAll() ends although its list never yields", async () => {
  await using server = echo();
  using files = folder();
  async function* hanging() {
    yield `${server.url}/a`;
    await new Promise(() => {});
  }
  for await (const { ok } of downloadAll(hanging(), files.path("d"))) {
    assert(ok);
    break;
  }
});

Deno.test("downloadAll() throws the error of its list after the results", async () => {
  await using server = echo();
  using files = folder();
  function* broken() {
    yield `${server.url}/a`;
    throw new Error("no more");
  }
  const results: DownloadResult[] = [];
  await assertRejects(
    async () => {
      for await (const result of downloadAll(broken(), files.path("d"))) {
        results.push(result);
      }
    },
    Error,
    "no more",
  );
  assertEquals(results.map(({ ok }) => ok), [true]);
});

Deno.test("downloadAll() has the total progress", async () => {
  await using server = new FakeHttpServer({
    "/a": (_, reply) => reply({ body: "12345" }),
    "/b": (_, reply) => reply({ body: "123" }),
  });
  using files = folder();
  let last = {};
  await all(
    ["a", "b", "c"].map((name) => `${server.url}/${name}`),
    files.path("d"),
    {
      onProgress: ({ all: { started, done, failed, bytes, total } }) => {
        last = { started, done, failed, bytes, total };
      },
    },
  );
  assertEquals(last, { started: 3, done: 2, failed: 1, bytes: 8, total: 8 });
});

const WRONG: [name: string, call: () => unknown][] = [
  ["a text as the list", () => downloadAll("http://x" as never, "d")],
  ["null as the list", () => downloadAll(null as never, "d")],
  ["no directory", () => downloadAll([], "")],
  ["no connections", () => downloadAll([], "d", { connections: 0 })],
  ["NaN for a host", () => downloadAll([], "d", { perHost: NaN })],
];

for (const [name, call] of WRONG) {
  Deno.test(`downloadAll() refuses ${name}`, () => {
    assertEquals(
      assertThrows(call, InternetError).code,
      ERROR_INVALID_PARAMETER,
    );
  });
}

Deno.test("downloadAll() throws if the directory cannot be created", async () => {
  using files = folder();
  files.write("d", "");
  await assertRejects(
    () => all([], files.path("d")),
    InternetError,
    "create the folder",
  );
});
