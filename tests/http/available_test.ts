// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INVALID_PARAMETER,
} from "../../error.ts";
import { HttpSendRequest } from "../../http.ts";
import {
  InternetQueryDataAvailable,
  InternetReadFile,
} from "../../internet.ts";
import {
  BOTH,
  completions,
  EMPTY_ANSWERS,
  openRequest,
  readText,
  sentRequest,
  serverOf,
  thrownCode,
  usualServer,
} from "../helpers/calls.ts";
import { watch } from "../helpers/watch.ts";

const EMPTY: typeof EMPTY_ANSWERS = [
  ...EMPTY_ANSWERS,
  [
    "a connection that ends immediately",
    "GET",
    (_request, reply) => reply.untilClose([]),
  ],
];

for (const [how, dwContext] of BOTH) {
  Deno.test(`InternetQueryDataAvailable() returns the number of bytes that a read gets, and reads nothing, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await InternetQueryDataAvailable(hRequest), 5);
    assertEquals(await InternetQueryDataAvailable(hRequest), 5);
    assertEquals(await readText(hRequest, 2), "he");
    assertEquals(await InternetQueryDataAvailable(hRequest), 3);
    assertEquals(await readText(hRequest), "llo");
    assertEquals(await InternetQueryDataAvailable(hRequest), 0);
    assertEquals(await readText(hRequest), "");
    assertEquals(await InternetQueryDataAvailable(hRequest), 0);
  });

  for (const [name, verb, answer] of EMPTY) {
    Deno.test(`InternetQueryDataAvailable() returns 0 after ${name}, ${how}`, async () => {
      await using server = serverOf(answer);
      await using watched = watch();
      const hRequest = await sentRequest(watched.hInternet, server, {
        verb,
        dwContext,
      });
      assertEquals(await InternetQueryDataAvailable(hRequest), 0);
      assertEquals(await readText(hRequest), "");
      assertEquals(await readText(hRequest), "");
    });
  }

  Deno.test(`InternetQueryDataAvailable() waits if there is no data, not if there is little, ${how}`, async () => {
    const gate = Promise.withResolvers<void>();
    await using server = serverOf((_request, reply) =>
      reply.chunked(["he", gate.promise, "llo"])
    );
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await InternetQueryDataAvailable(hRequest), 2);
    assertEquals(await InternetQueryDataAvailable(hRequest), 2);
    assertEquals(await readText(hRequest, 2), "he");
    const asking = InternetQueryDataAvailable(hRequest);
    gate.resolve();
    assertEquals(await asking, 3);
    assertEquals(await readText(hRequest), "llo");
    assertEquals(await InternetQueryDataAvailable(hRequest), 0);
  });

  Deno.test(`InternetQueryDataAvailable() reads a body of three megabytes, ${how}`, async () => {
    const body = new Uint8Array(3_000_000);
    await using server = serverOf((_request, reply) => reply({ body }));
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    let total = 0;
    for (;;) {
      const available = await InternetQueryDataAvailable(hRequest);
      if (available === 0) break;
      assertEquals(
        await InternetReadFile(hRequest, new Uint8Array(available)),
        available,
      );
      total += available;
    }
    assertEquals(total, body.length);
  });

  Deno.test(`InternetQueryDataAvailable() refuses a request without a response, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      dwContext,
    });
    const call = () => InternetQueryDataAvailable(hRequest);
    assertEquals(thrownCode(call), ERROR_INTERNET_INCORRECT_HANDLE_STATE);
    await HttpSendRequest(hRequest);
    assertEquals(await call(), 5);
  });
}

Deno.test("InternetQueryDataAvailable() refuses reserved flags and handles that are not files", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await sentRequest(watched.hInternet, server);
  assertEquals(
    thrownCode(() => InternetQueryDataAvailable(hRequest, 1)),
    ERROR_INVALID_PARAMETER,
  );
  assertEquals(
    thrownCode(() => InternetQueryDataAvailable(watched.hInternet)),
    ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  );
});

Deno.test("InternetQueryDataAvailable() reports waiting, and the count as dwResult", async () => {
  const gate = Promise.withResolvers<void>();
  await using server = serverOf((_request, reply) =>
    reply.chunked(["he", gate.promise, "llo"])
  );
  await using watched = watch();
  const hRequest = await sentRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  await readText(hRequest, 2);
  watched.log.length = 0;
  const asking = InternetQueryDataAvailable(hRequest);
  await watched.until("RECEIVING_RESPONSE");
  gate.resolve();
  assertEquals(await asking, 3);
  assertEquals(watched.names(), [
    "RECEIVING_RESPONSE",
    "RESPONSE_RECEIVED",
    "REQUEST_COMPLETE",
  ]);
  assertEquals(completions(watched), [{ dwResult: 3, dwError: 0 }]);
});
