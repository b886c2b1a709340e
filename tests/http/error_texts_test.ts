// Copyright 2026 the wininet authors. MIT license.

/** Error texts with advice, for cases in which the obvious explanation is wrong. */

import {
  assert,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { InternetError } from "../../error.ts";
import {
  HttpEndRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import { openRequest, sentRequest, usualServer } from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { closedPort } from "../servers/closed_port.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

Deno.test("HttpSendRequest() with http to an https server names the correct scheme", async () => {
  const options = { tls: fixture("localhost") };
  await using server = new FakeHttpServer({}, options);
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  const error = await assertRejects(
    () => HttpSendRequest(hRequest),
    InternetError,
  );
  assertStringIncludes(error.message, "the server speaks TLS; use https");
});

Deno.test("HttpEndRequest() after a failed HttpSendRequestEx() does not report a closed handle", async () => {
  await using watched = watch();
  const place = { hostname: "127.0.0.1", port: closedPort() };
  const hRequest = await openRequest(watched.hInternet, place, {
    verb: "POST",
    dwContext: 1,
  });
  await assertRejects(() => HttpSendRequestEx(hRequest), InternetError);
  const error = await assertRejects(
    () => HttpEndRequest(hRequest),
    InternetError,
  );
  assertStringIncludes(error.message, "an earlier call has failed");
});

Deno.test("a call on a completed request does not report a pending call", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await sentRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  const error = assertThrows(() => HttpEndRequest(hRequest), InternetError);
  assert(!error.message.includes("under way"), error.message);
});
