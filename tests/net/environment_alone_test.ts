// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ERROR_ACCESS_DENIED,
  ERROR_INTERNET_CANNOT_CONNECT,
} from "../../error.ts";
import {
  INTERNET_OPEN_TYPE_DIRECT,
  INTERNET_OPEN_TYPE_PRECONFIG,
} from "../../flags.ts";
import { HELLO, readText, sentRequest, usualServer } from "../helpers/calls.ts";
import { outputOf } from "../helpers/programs.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { environment } from "../helpers/environment.ts";
import { watch } from "../helpers/watch.ts";
import type { Outcome } from "./get_program.ts";

const PROGRAM = new URL("get_program.ts", import.meta.url).href;

/** The statuses that only sockets post. */
const OF_SOCKETS = /RESOLV|CONNECT|SENDING|REQUEST_SENT|RECEIVING|CLOSED/;

const ALL_STATUSES = [
  "HANDLE_CREATED",
  "CONNECTING_TO_SERVER",
  "CONNECTED_TO_SERVER",
  "SENDING_REQUEST",
  "REQUEST_SENT",
  "RECEIVING_RESPONSE",
  "RESPONSE_RECEIVED",
  "REQUEST_COMPLETE",
];

/** A proxy that responds itself. */
function answeringProxy(): FakeHttpServer {
  return new FakeHttpServer({
    "*": (_request, reply) => reply({ body: "by proxy" }),
  });
}

/** Returns the body of `/` and the statuses until then. */
async function get(
  server: FakeHttpServer,
  accessType: number,
  dwContext: unknown,
): Promise<{ body: string; names: string[] }> {
  await using log = watch({ accessType });
  const hRequest = await sentRequest(log.hInternet, server, { dwContext });
  const names = log.names();
  return { body: await readText(hRequest), names };
}

for (const dwContext of ["observed", 0]) {
  const how = dwContext || "unobserved";
  for (const variable of ["HTTP_PROXY", "http_proxy", "ALL_PROXY"]) {
    Deno.test(`INTERNET_OPEN_TYPE_DIRECT ignores ${variable}, ${how}`, async () => {
      await using server = usualServer();
      await using proxy = answeringProxy();
      using _environment = environment({ [variable]: proxy.url });
      const { body, names } = await get(
        server,
        INTERNET_OPEN_TYPE_DIRECT,
        dwContext,
      );
      assertEquals(body, HELLO);
      assertEquals(proxy.connections, 0);
      assertEquals(names, dwContext ? ALL_STATUSES : []);
      assertEquals(Deno.env.get(variable), proxy.url);
    });

    Deno.test(`INTERNET_OPEN_TYPE_PRECONFIG uses ${variable}, ${how}`, async () => {
      await using server = usualServer();
      await using proxy = answeringProxy();
      using _environment = environment({ [variable]: proxy.url });
      const { body, names } = await get(
        server,
        INTERNET_OPEN_TYPE_PRECONFIG,
        dwContext,
      );
      assertEquals(body, "by proxy");
      assertEquals(server.connections, 0);
      assertEquals(proxy.requests[0]?.target, `${server.url}/`);
      assertEquals(names, dwContext ? ALL_STATUSES : []);
    });
  }

  Deno.test(`INTERNET_OPEN_TYPE_PRECONFIG uses NO_PROXY, ${how}`, async () => {
    await using server = usualServer();
    await using proxy = answeringProxy();
    using _environment = environment({
      HTTP_PROXY: proxy.url,
      NO_PROXY: "127.0.0.1",
    });
    const { body } = await get(server, INTERNET_OPEN_TYPE_PRECONFIG, dwContext);
    assertEquals(body, HELLO);
    assertEquals(proxy.connections, 0);
  });
}

for (const variable of ["NO_PROXY", "no_proxy"]) {
  for (const value of ["127.0.0.1", "*"]) {
    Deno.test(`${variable}=${value} hides no status`, async () => {
      await using server = usualServer();
      using _environment = environment({ [variable]: value });
      const { body, names } = await get(
        server,
        INTERNET_OPEN_TYPE_PRECONFIG,
        "observed",
      );
      assertEquals(body, HELLO);
      assertEquals(names, ALL_STATUSES);
      assertEquals(Deno.env.get(variable), value);
    });
  }
}

Deno.test("HTTPS_PROXY does not affect an http request", async () => {
  await using server = usualServer();
  await using proxy = answeringProxy();
  using _environment = environment({ HTTPS_PROXY: proxy.url });
  const { names } = await get(server, INTERNET_OPEN_TYPE_PRECONFIG, "observed");
  assertEquals(names, ALL_STATUSES);
  assertEquals(proxy.connections, 0);
});

// ---- permissions, in separate programs ----

/** Runs the program with some permissions. */
async function run(
  permissions: string[],
  options: {
    url: string;
    accessType?: number;
    dwContext?: string;
    env?: Record<string, string>;
    /** `true` if Deno may prompt the user, although there is none. */
    mayAsk?: boolean;
  },
): Promise<Outcome> {
  const { accessType = INTERNET_OPEN_TYPE_PRECONFIG, env = {} } = options;
  const { url, dwContext = "url", mayAsk = false } = options;
  const noPrompt = mayAsk ? [] : ["--no-prompt"];
  const args = [PROGRAM, url, `${accessType}`, dwContext];
  const run = ["run", ...noPrompt, ...permissions, ...args];
  return JSON.parse(await outputOf(Deno.execPath(), run, { env }));
}

Deno.test("a program observes its requests without --allow-env", async () => {
  await using server = usualServer();
  const { body, names } = await run(["--allow-net=127.0.0.1"], {
    url: server.url,
  });
  assertEquals(body, HELLO);
  assertEquals(names.slice(0, ALL_STATUSES.length), ALL_STATUSES);
});

for (const dwContext of ["url", ""]) {
  const how = dwContext ? "observed" : "unobserved";
  Deno.test(`INTERNET_OPEN_TYPE_DIRECT ignores HTTP_PROXY without --allow-env, too, ${how}`, async () => {
    await using server = usualServer();
    await using proxy = answeringProxy();
    const { body } = await run(["--allow-net=127.0.0.1"], {
      url: server.url,
      accessType: INTERNET_OPEN_TYPE_DIRECT,
      dwContext,
      env: { HTTP_PROXY: proxy.url },
    });
    assertEquals(body, HELLO);
    assertEquals(proxy.connections, 0);
  });
}

Deno.test("NO_PROXY without --allow-env hides no status", async () => {
  await using server = usualServer();
  const { body, names } = await run(["--allow-net=127.0.0.1"], {
    url: server.url,
    env: { NO_PROXY: "127.0.0.1" },
  });
  assertEquals(body, HELLO);
  assertEquals(names.slice(0, ALL_STATUSES.length), ALL_STATUSES);
});

Deno.test("a program with --allow-net=name:port gets the URL and correct statuses", async () => {
  await using server = usualServer();
  const { body, names } = await run([`--allow-net=localhost:${server.port}`], {
    url: `http://localhost:${server.port}/`,
  });
  assertEquals(body, HELLO);
  // Deno itself resolves the name when it connects.
  assertEquals(names.slice(0, ALL_STATUSES.length), ALL_STATUSES);
});

Deno.test("a program with --allow-net=127.0.0.1,name:port gets no NAME_RESOLVED", async () => {
  await using server = usualServer();
  const permission = `--allow-net=127.0.0.1,localhost:${server.port}`;
  const { body, names } = await run([permission], {
    url: `http://localhost:${server.port}/`,
  });
  assertEquals(body, HELLO);
  assertEquals(names.slice(0, ALL_STATUSES.length), ALL_STATUSES);
});

for (const mayAsk of [false, true]) {
  const how = mayAsk ? "without --no-prompt" : "with --no-prompt";
  Deno.test(`a program without permission for the host gets ERROR_ACCESS_DENIED, ${how}`, async () => {
    await using server = usualServer();
    const url = `http://localhost:${server.port}/`;
    for (const permissions of [["--allow-net=127.0.0.1"], []]) {
      const { code, names } = await run(permissions, { url, mayAsk });
      assertEquals(code, ERROR_ACCESS_DENIED);
      assertEquals(names.filter((name) => OF_SOCKETS.test(name)), []);
    }
    assertEquals(server.connections, 0);
  });
}

Deno.test("a proxy that cannot reach the server causes ERROR_INTERNET_CANNOT_CONNECT", async () => {
  await using server = usualServer();
  await using proxy = new FakeHttpServer({
    "*": (_request, reply) => reply({ status: 502 }),
  });
  const { code } = await run(["--allow-net=127.0.0.1", "--allow-env"], {
    url: server.url.replace("http:", "https:"),
    env: { HTTPS_PROXY: proxy.url },
  });
  assertEquals(code, ERROR_INTERNET_CANNOT_CONNECT);
});
