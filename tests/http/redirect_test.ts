// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ERROR_HTTP_REDIRECT_FAILED,
  ERROR_INTERNET_OPERATION_CANCELLED,
} from "../../error.ts";
import {
  HTTP_QUERY_LOCATION,
  HTTP_QUERY_REQUEST_METHOD,
  HTTP_QUERY_STATUS_CODE,
  INTERNET_FLAG_NO_AUTO_REDIRECT,
} from "../../flags.ts";
import { HttpQueryInfo, HttpSendRequest } from "../../http.ts";
import { InternetQueryOption } from "../../internet.ts";
import { INTERNET_OPTION_URL } from "../../options.ts";
import {
  BOTH,
  HELLO,
  NEVER,
  openRequest,
  readText,
  rejectedCode,
  sentRequest,
} from "../helpers/calls.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

/** Redirects from `/` to `/there`, which returns the request that it received. */
function redirecting(status: number, location = "/there"): FakeHttpServer {
  return new FakeHttpServer({
    "/": (_request, reply) => reply.redirect(location, status),
    "/there": ({ method, body }, reply) =>
      reply({ body: `${method} ${new TextDecoder().decode(body)}` }),
  });
}

/** The method, the status of the redirect, the body sent, and the request that follows. */
const METHODS: [
  verb: string,
  status: number,
  body: string | null,
  arrived: string,
][] = [
  ["GET", 301, null, "GET "],
  ["GET", 302, null, "GET "],
  ["GET", 303, null, "GET "],
  ["GET", 307, null, "GET "],
  ["GET", 308, null, "GET "],
  ["POST", 301, "body", "GET "],
  ["POST", 302, "body", "GET "],
  ["POST", 303, "body", "GET "],
  ["POST", 307, "body", "POST body"],
  ["POST", 308, "body", "POST body"],
  ["PUT", 301, "body", "PUT body"],
  ["PUT", 302, "body", "PUT body"],
  ["PUT", 303, "body", "GET "],
  ["PUT", 307, "body", "PUT body"],
  ["DELETE", 302, null, "DELETE "],
  ["HEAD", 303, null, ""],
];

const LOCATIONS: [location: string, target: string][] = [
  ["/there", "/there"],
  ["there", "/there"],
  ["./x/../there?y=1", "/there?y=1"],
  ["/there#part", "/there"],
];

for (const [how, dwContext] of BOTH) {
  for (const [verb, status, body, arrived] of METHODS) {
    Deno.test(`HttpSendRequest() of ${verb} continues after ${status} with "${arrived}", ${how}`, async () => {
      await using server = redirecting(status);
      await using watched = watch();
      const hRequest = await openRequest(watched.hInternet, server, {
        verb,
        dwContext,
      });
      await HttpSendRequest(hRequest, "Content-Type: text/plain", body);
      assertEquals(await readText(hRequest), arrived);
      const [method] = arrived.split(" ");
      assertEquals(
        HttpQueryInfo(hRequest, HTTP_QUERY_REQUEST_METHOD),
        method || verb,
      );
      const kept = server.requests[1]!.header("content-type");
      assertEquals(
        kept,
        body !== null && verb === method ? "text/plain" : undefined,
      );
      // For an unobserved request, fetch may release the connection a turn too
      // late.
      if (dwContext) assertEquals(server.connections, 1);
    });
  }

  for (const [location, target] of LOCATIONS) {
    Deno.test(`HttpSendRequest() follows Location "${location}", ${how}`, async () => {
      await using server = new FakeHttpServer({
        "GET /": (_request, reply) => reply.redirect(location),
        "*": ({ target }, reply) => reply({ body: target }),
      });
      await using watched = watch();
      const hRequest = await sentRequest(watched.hInternet, server, {
        dwContext,
      });
      assertEquals(await readText(hRequest), target);
    });
  }

  for (const status of [301, 302, 303, 307, 308]) {
    Deno.test(`HttpSendRequest() treats ${status} with an empty Location as the response, ${how}`, async () => {
      await using server = new FakeHttpServer({
        "*": (_request, reply) =>
          reply({ status, headers: [["Location", ""]], body: HELLO }),
      });
      await using watched = watch();
      const hRequest = await sentRequest(watched.hInternet, server, {
        dwContext,
      });
      assertEquals(
        HttpQueryInfo(hRequest, HTTP_QUERY_STATUS_CODE),
        String(status),
      );
      assertEquals(await readText(hRequest), HELLO);
      assertEquals(server.requests.length, 1);
    });
  }

  Deno.test(`HttpSendRequest() removes the user name and password of a Location, ${how}`, async () => {
    await using target = new FakeHttpServer({
      "*": (_request, reply) => reply({ body: HELLO }),
    });
    await using server = redirecting(
      302,
      `http://user:secret@127.0.0.1:${target.port}/x`,
    );
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await readText(hRequest), HELLO);
    assertEquals(target.requests[0]!.header("authorization"), undefined);
    assertEquals(
      InternetQueryOption(hRequest, INTERNET_OPTION_URL),
      `${target.url}/x`,
    );
  });

  Deno.test(`HttpSendRequest() sends secrets to no other origin, ${how}`, async () => {
    await using target = new FakeHttpServer({
      "*": (_request, reply) => reply(),
    });
    await using server = new FakeHttpServer({
      "/": (_request, reply) => reply.redirect("/again"),
      "/again": (_request, reply) => reply.redirect(target.url),
    });
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      dwContext,
    });
    const secrets = ["authorization", "proxy-authorization", "cookie"];
    const lines = secrets.map((name) => `${name}: secret\r\n`).join("");
    await HttpSendRequest(hRequest, `${lines}Host: virtual.test\r\nX-Own: 1`);
    const arrived = [...server.requests, ...target.requests].map((request) =>
      [...secrets, "host", "x-own"].map((name) => request.header(name))
    );
    assertEquals(arrived, [
      ["secret", "secret", "secret", "virtual.test", "1"],
      ["secret", "secret", "secret", "virtual.test", "1"],
      [undefined, undefined, undefined, `127.0.0.1:${target.port}`, "1"],
    ]);
  });

  Deno.test(`HttpSendRequest() follows five redirects and fails at the sixth, ${how}`, async () => {
    await using server = new FakeHttpServer({
      "*": ({ target }, reply) => {
        const left = Number(target.slice(1));
        return left === 0
          ? reply({ body: HELLO })
          : reply.redirect(`/${left - 1}`);
      },
    });
    await using watched = watch();
    const five = await sentRequest(watched.hInternet, server, {
      path: "/5",
      dwContext,
    });
    assertEquals(await readText(five), HELLO);
    server.requests.length = 0;
    const six = await openRequest(watched.hInternet, server, {
      path: "/6",
      dwContext,
    });
    assertEquals(
      await rejectedCode(HttpSendRequest(six)),
      ERROR_HTTP_REDIRECT_FAILED,
    );
    assertEquals(server.requests.map(({ target }) => target), [
      "/6",
      "/5",
      "/4",
      "/3",
      "/2",
      "/1",
    ]);
  });

  Deno.test(`HttpSendRequest() does not loop through redirects, ${how}`, async () => {
    await using server = redirecting(302, "/");
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(
      await rejectedCode(HttpSendRequest(hRequest)),
      ERROR_HTTP_REDIRECT_FAILED,
    );
    assertEquals(server.requests.length, 6);
  });

  for (const location of ["http://", "http://a b/", "http://[::1"]) {
    Deno.test(`HttpSendRequest() fails at Location "${location}", ${how}`, async () => {
      await using server = redirecting(302, location);
      await using watched = watch();
      const hRequest = await openRequest(watched.hInternet, server, {
        dwContext,
      });
      assertEquals(
        await rejectedCode(HttpSendRequest(hRequest)),
        ERROR_HTTP_REDIRECT_FAILED,
      );
      assertEquals(watched.names().includes("REDIRECT"), false);
    });
  }

  const answers: [
    name: string,
    server: () => FakeHttpServer,
    dwFlags: number,
  ][] = [
    ["a redirect to FTP", () => redirecting(302, "ftp://127.0.0.1/x"), 0],
    ["a redirect to a file", () => redirecting(302, "file:///etc/passwd"), 0],
    [
      "a redirect with NO_AUTO_REDIRECT",
      () => redirecting(302),
      INTERNET_FLAG_NO_AUTO_REDIRECT,
    ],
    ["300", () => redirecting(300), 0],
    ["304 with a Location", () => redirecting(304), 0],
    ["305", () => redirecting(305), 0],
    ["201 with a Location", () => redirecting(201), 0],
  ];
  for (const [name, makeServer, dwFlags] of answers) {
    Deno.test(`HttpSendRequest() treats ${name} as a response, ${how}`, async () => {
      await using server = makeServer();
      await using watched = watch();
      const hRequest = await sentRequest(watched.hInternet, server, {
        dwFlags,
        dwContext,
      });
      assertEquals(await readText(hRequest), "");
      assertEquals(server.requests.length, 1);
      assertEquals(watched.names().includes("REDIRECT"), false);
      assertEquals(
        typeof HttpQueryInfo(hRequest, HTTP_QUERY_LOCATION),
        "string",
      );
    });
  }

  Deno.test(`HttpSendRequest() treats 302 without a Location as a response, ${how}`, async () => {
    await using server = new FakeHttpServer({
      "*": (_request, reply) => reply({ status: 302, body: HELLO }),
    });
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await readText(hRequest), HELLO);
  });

  Deno.test(`HttpSendRequest() starts at the first URL if it is called again, ${how}`, async () => {
    await using server = redirecting(302);
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      verb: "POST",
      dwContext,
    });
    for (let left = 2; left > 0; left--) {
      await HttpSendRequest(hRequest, null, "body");
      assertEquals(
        InternetQueryOption(hRequest, INTERNET_OPTION_URL),
        `${server.url}/there`,
      );
      assertEquals(await readText(hRequest), "GET ");
    }
    const seen = server.requests.map(({ method, target }) => method + target);
    assertEquals(seen, ["POST/", "GET/there", "POST/", "GET/there"]);
  });

  Deno.test(`HttpSendRequest() does not read the megabytes of a redirect's body, ${how}`, async () => {
    await using server = new FakeHttpServer({
      "/": (_request, reply) =>
        reply({
          status: 302,
          headers: { Location: "/there" },
          body: ["begin", reply.until(new Promise(() => {}))],
          length: 1_000_000,
        }),
      "/there": (_request, reply) => reply({ body: HELLO }),
    });
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await readText(hRequest), HELLO);
    assertEquals(server.connections, 2);
  });
}

Deno.test("REDIRECT is posted between the two exchanges, which share a connection", async () => {
  await using server = redirecting(302);
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  watched.log.length = 0;
  await HttpSendRequest(hRequest);
  const exchange = [
    "SENDING_REQUEST",
    "REQUEST_SENT",
    "RECEIVING_RESPONSE",
    "RESPONSE_RECEIVED",
  ];
  const connecting = ["CONNECTING_TO_SERVER", "CONNECTED_TO_SERVER"];
  assertEquals(watched.names(), [
    ...connecting,
    ...exchange,
    "REDIRECT",
    ...exchange,
    "REQUEST_COMPLETE",
  ]);
  const redirect = watched.log.find(({ name }) => name === "REDIRECT");
  assertEquals(redirect!.information, `${server.url}/there`);
});

Deno.test("REDIRECT allows the callback to query the head of the redirect", async () => {
  await using server = redirecting(302);
  const seen: unknown[] = [];
  await using watched = watch({
    onStatus: ({ name, hInternet }) => {
      if (name !== "REDIRECT") return;
      seen.push(HttpQueryInfo(hInternet, HTTP_QUERY_STATUS_CODE));
      seen.push(HttpQueryInfo(hInternet, HTTP_QUERY_LOCATION));
    },
  });
  const hRequest = await sentRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  assertEquals(seen, ["302", "/there"]);
  assertEquals(HttpQueryInfo(hRequest, HTTP_QUERY_STATUS_CODE), "200");
});

for (const length of [0, 1_000_000]) {
  Deno.test(`REDIRECT allows the callback to close the handle, and nothing more is sent, ${length} bytes`, async () => {
    await using server = new FakeHttpServer({
      "*": (_request, reply) =>
        reply({
          status: 302,
          headers: { Location: "/there" },
          body: new Uint8Array(length),
        }),
    });
    await using watched = watch({
      onStatus: ({ name, hInternet }) => {
        if (name === "REDIRECT") hInternet[Symbol.dispose]();
      },
    });
    const hRequest = await openRequest(watched.hInternet, server, {
      dwContext: 1,
    });
    const code = await rejectedCode(HttpSendRequest(hRequest));
    assertEquals(code, ERROR_INTERNET_OPERATION_CANCELLED);
    await hRequest[Symbol.asyncDispose]();
    assertEquals(watched.names().slice(-2), [
      "REQUEST_COMPLETE",
      "HANDLE_CLOSING",
    ]);
    assertEquals(server.requests.length, 1);
    assertEquals(server.connections, 1);
  });
}

// The small body of a redirect is read to its end before the redirect is
// followed, so that the connection can be kept; but the wait for it is limited.
for (const [how, dwContext] of BOTH) {
  Deno.test(
    `HttpSendRequest() does not wait for the body of a redirect, ${how}`,
    async () => {
      await using server = new FakeHttpServer({
        "/": (_request, reply) =>
          reply({
            status: 302,
            headers: { Location: "/there" },
            body: ["x", NEVER],
            length: 10,
          }),
        "/there": (_request, reply) => reply({ body: HELLO }),
      });
      await using watched = watch();
      const hRequest = await sentRequest(watched.hInternet, server, {
        dwContext,
      });
      assertEquals(await readText(hRequest), HELLO);
    },
  );
}
