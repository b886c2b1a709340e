// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_FILE_NOT_FOUND,
  ERROR_HTTP_INVALID_HEADER,
  ERROR_HTTP_INVALID_SERVER_RESPONSE,
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INVALID_PARAMETER,
} from "../../error.ts";
import { INTERNET_FLAG_OFFLINE } from "../../flags.ts";
import { HttpSendRequest } from "../../http.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetQueryOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_REQUEST_FLAGS,
  INTERNET_REQFLAG_NO_HEADERS,
} from "../../options.ts";
import {
  BOTH,
  HELLO,
  openRequest,
  readText,
  rejectedCode,
  sentRequest,
  statusOf,
  thrownCode,
  usualServer,
} from "../helpers/calls.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import {
  response,
  send,
  TcpServer,
  WireReader,
} from "../servers/tcp_server.ts";
import { watch } from "../helpers/watch.ts";

const BIG = Uint8Array.from({ length: 300_000 }, (_, at) => at * 7);

const BODIES: [
  name: string,
  verb: string,
  body: Uint8Array | string | null,
  sent: Uint8Array,
][] = [
  ["bytes", "POST", Uint8Array.of(0, 255, 10), Uint8Array.of(0, 255, 10)],
  ["a part of a buffer", "PUT", BIG.subarray(5, 9), BIG.slice(5, 9)],
  [
    "a text in UTF-8",
    "POST",
    "h\xe4\u20ac",
    new TextEncoder().encode("h\xe4\u20ac"),
  ],
  ["300,000 bytes", "POST", BIG, BIG],
  ["an empty text", "POST", "", new Uint8Array()],
  ["nothing", "POST", null, new Uint8Array()],
  ["a body of DELETE", "DELETE", "x", Uint8Array.of(120)],
  ["a body of another verb", "PROPFIND", "x", Uint8Array.of(120)],
  ["an empty body of GET", "GET", new Uint8Array(), new Uint8Array()],
];

for (const [how, dwContext] of BOTH) {
  for (const [name, verb, body, sent] of BODIES) {
    Deno.test(`HttpSendRequest() sends ${name}, ${how}`, async () => {
      await using server = usualServer();
      await using watched = watch();
      const hRequest = await openRequest(watched.hInternet, server, {
        verb,
        path: "/upload",
        dwContext,
      });
      assertEquals(await HttpSendRequest(hRequest, null, body), true);
      assertEquals(server.requests[0]!.body, sent);
      assertEquals(server.requests[0]!.method, verb);
    });
  }

  Deno.test(`HttpSendRequest() sends the body as it was at the call, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      verb: "POST",
      path: "/upload",
      dwContext,
    });
    const body = new TextEncoder().encode("before");
    const sending = HttpSendRequest(hRequest, null, body);
    body.fill(0);
    await sending;
    assertEquals(await readText(hRequest), "before");
    assertEquals(body.length, 6);
  });

  Deno.test(`HttpSendRequest() replaces headers with further ones, also for later sends, ${how}`, async () => {
    await using server = new FakeHttpServer({
      "*": (_request, reply) => reply(),
    });
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      dwContext,
    });
    await HttpSendRequest(hRequest, "X-A: 1\r\nX-B: 2");
    await HttpSendRequest(hRequest, "x-a: 3");
    await HttpSendRequest(hRequest);
    const seen = server.requests.map((
      request,
    ) => [request.header("x-a"), request.header("x-b")]);
    assertEquals(seen, [["1", "2"], ["3", "2"], ["3", "2"]]);
  });

  Deno.test(`HttpSendRequest() may be called again, and drops unread data, ${how}`, async () => {
    await using server = new FakeHttpServer({
      "*": ({ number }, reply) => reply({ body: `answer ${number}` }),
    });
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    await HttpSendRequest(hRequest);
    assertEquals(await readText(hRequest, 4), "answ");
    await HttpSendRequest(hRequest);
    assertEquals(await readText(hRequest), "answer 2");
    await HttpSendRequest(hRequest);
    assertEquals(await readText(hRequest), "answer 3");
    assertEquals(server.connections, 1);
  });

  Deno.test(`HttpSendRequest() must not be called while it is pending, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      dwContext,
    });
    const sending = HttpSendRequest(hRequest);
    assertEquals(
      thrownCode(() => HttpSendRequest(hRequest)),
      ERROR_INTERNET_INCORRECT_HANDLE_STATE,
    );
    await sending;
    assertEquals(await readText(hRequest), HELLO);
  });

  Deno.test(`HttpSendRequest() may be called again after an error, ${how}`, async () => {
    await using server = new TcpServer(async (conn, index) => {
      const reader = new WireReader(conn);
      if (await reader.readHead() === "") return;
      if (index > 0) await send(conn, response({ body: HELLO }));
    });
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(
      await rejectedCode(HttpSendRequest(hRequest)),
      ERROR_HTTP_INVALID_SERVER_RESPONSE,
    );
    assertEquals(statusOf(hRequest), 0);
    await HttpSendRequest(hRequest);
    assertEquals(await readText(hRequest), HELLO);
  });

  for (const status of [200, 201, 204, 304, 400, 401, 404, 407, 500, 599]) {
    Deno.test(`HttpSendRequest() treats ${status} as a response, ${how}`, async () => {
      await using server = new FakeHttpServer({
        "*": (_request, reply) => reply({ status }),
      });
      await using watched = watch();
      const hRequest = await sentRequest(watched.hInternet, server, {
        dwContext,
      });
      assertEquals(statusOf(hRequest), status);
      assertEquals(await readText(hRequest), "");
    });
  }

  Deno.test(`HttpSendRequest() skips 1xx responses, ${how}`, async () => {
    await using server = new FakeHttpServer({
      "*": async (_request, reply) => {
        await reply.informational(100);
        await reply.informational(103, { Link: "</a>" });
        await reply({ body: HELLO });
      },
    });
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await readText(hRequest), HELLO);
    const told = watched.log.filter(({ name }) =>
      name === "INTERMEDIATE_RESPONSE"
    );
    assertEquals(
      told.map(({ information }) => information),
      dwContext ? [100, 103] : [],
    );
  });

  Deno.test(`HttpSendRequest() clears NO_HEADERS, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      dwContext,
    });
    const flags = () =>
      InternetQueryOption(hRequest, INTERNET_OPTION_REQUEST_FLAGS);
    assertEquals(flags(), INTERNET_REQFLAG_NO_HEADERS);
    await HttpSendRequest(hRequest);
    assertEquals(flags(), 0);
  });
}

const REFUSED: [
  name: string,
  verb: string,
  flags: number,
  arguments_: [string?, string?],
  code: number,
][] = [
  ["a body with GET", "GET", 0, ["", "x"], ERROR_INVALID_PARAMETER],
  ["a body with HEAD", "HEAD", 0, ["", "x"], ERROR_INVALID_PARAMETER],
  [
    "an invalid body",
    "POST",
    0,
    ["", 5 as unknown as string],
    ERROR_INVALID_PARAMETER,
  ],
  ["invalid headers", "GET", 0, ["X"], ERROR_HTTP_INVALID_HEADER],
  [
    "headers that are not a string",
    "GET",
    0,
    [5 as unknown as string],
    ERROR_INVALID_PARAMETER,
  ],
  ["OFFLINE", "GET", INTERNET_FLAG_OFFLINE, [], ERROR_FILE_NOT_FOUND],
];

for (const [name, verb, dwFlags, arguments_, code] of REFUSED) {
  Deno.test(`HttpSendRequest() refuses ${name} immediately and without a status`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      verb,
      dwFlags,
      dwContext: 1,
    });
    watched.log.length = 0;
    assertEquals(
      thrownCode(() => HttpSendRequest(hRequest, ...arguments_)),
      code,
    );
    assertEquals(watched.names(), []);
    assertEquals(server.connections, 0);
  });
}

Deno.test("HttpSendRequest() can send after a refused call", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  thrownCode(() => HttpSendRequest(hRequest, "X"));
  thrownCode(() => HttpSendRequest(hRequest, null, "x"));
  await HttpSendRequest(hRequest);
  assertEquals(await readText(hRequest), HELLO);
});

Deno.test("HttpSendRequest() sends nothing in an offline session", async () => {
  await using server = usualServer();
  using hInternet = InternetOpen("agent", 0, null, null, INTERNET_FLAG_OFFLINE);
  const hRequest = await openRequest(hInternet, server);
  assertEquals(
    thrownCode(() => HttpSendRequest(hRequest)),
    ERROR_FILE_NOT_FOUND,
  );
});

Deno.test("HttpSendRequest() refuses handles that are not requests", async () => {
  using hInternet = InternetOpen("agent");
  const hConnect = await InternetConnect(hInternet, "localhost");
  for (const handle of [hInternet, hConnect]) {
    assertEquals(
      thrownCode(() => HttpSendRequest(handle)),
      ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
    );
  }
});

Deno.test("HttpSendRequest() reports the stages and the bytes on the wire", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, server, {
    verb: "POST",
    path: "/upload",
    dwContext: 1,
  });
  watched.log.length = 0;
  await HttpSendRequest(hRequest, null, HELLO);
  assertEquals(watched.names(), [
    "CONNECTING_TO_SERVER",
    "CONNECTED_TO_SERVER",
    "SENDING_REQUEST",
    "REQUEST_SENT",
    "RECEIVING_RESPONSE",
    "RESPONSE_RECEIVED",
    "REQUEST_COMPLETE",
  ]);
  const [connecting, connected, sending, sent, receiving, received, complete] =
    watched.log.map(({ information }) => information);
  assertEquals([connecting, connected], ["127.0.0.1", "127.0.0.1"]);
  assertEquals([sending, receiving], [null, null]);
  assertEquals(sent, server.requests[0]!.rawHead.length + HELLO.length);
  assertEquals(received, response({ body: HELLO }).length);
  assertEquals(complete, { dwResult: true, dwError: 0 });
  assert(watched.log.every(({ hInternet }) => hInternet === hRequest));
});
