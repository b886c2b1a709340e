// Copyright 2026 the wininet authors. MIT license.

/** The default timeouts, which prevent endless waits. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertRejects } from "@std/assert";
import { ERROR_INTERNET_TIMEOUT, InternetError } from "../../error.ts";
import { HttpSendRequest, HttpSendRequestEx } from "../../http.ts";
import {
  InternetQueryOption,
  InternetReadFile,
  InternetSetOption,
  InternetWriteFile,
} from "../../internet.ts";
import {
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
  INTERNET_OPTION_SEND_TIMEOUT,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { getProcessSettings } from "../../_options/process_settings.ts";
import { withTimeouts } from "../../_options/settings.ts";
import {
  FTP_TIMEOUTS,
  HTTP_TIMEOUTS,
  NO_TIMEOUT,
  UNSET_TIMEOUT,
} from "../../_base/timeouts.ts";
import {
  BOTH,
  openRequest,
  sentRequest,
  usualServer,
} from "../helpers/calls.ts";
import { type HeldClock, heldClock } from "../helpers/held_clock.ts";
import { turns } from "../helpers/turns.ts";
import { watch } from "../helpers/watch.ts";
import { connectingTo, FakeChannel } from "./net/fake_channel.ts";
import { countTransports, replaceFetch } from "./transports.ts";

const PLACE = { hostname: "127.0.0.1", port: 8080 };
const HALF = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello";

const OPTIONS = [
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_SEND_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
];

/**
 * Checks that a call ends with ERROR_INTERNET_TIMEOUT after this many
 * milliseconds, not before.
 */
async function assertEndsAfter(
  clock: HeldClock,
  call: Promise<unknown>,
  milliseconds: number,
  text: string,
): Promise<void> {
  let hasEnded = false;
  const end = () => hasEnded = true;
  call.then(end, end);
  await turns(10);
  clock.advance(milliseconds - 1);
  await turns(10);
  assertEquals(hasEnded, false);
  clock.advance(1);
  const error = await assertRejects(() => call, InternetError);
  assertEquals(error.code, ERROR_INTERNET_TIMEOUT);
  assertStringIncludes(error.message, text);
}

/** A `fetch` whose response never arrives, or whose body stops after `half`. */
function hangingFetch(half: string | null): typeof fetch {
  return (_url, init) => {
    const signal = init!.signal!;
    if (half === null) {
      return new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason))
      );
    }
    const body = new ReadableStream({
      type: "bytes",
      start(controller) {
        controller.enqueue(new TextEncoder().encode(half));
        signal.addEventListener(
          "abort",
          () => controller.error(signal.reason),
        );
      },
    });
    const headers = { "content-length": "10" };
    return Promise.resolve(new Response(body, { headers }));
  };
}

/** Calls to a server that never responds, or that stops after half of its response. */
function hanging(dwContext: number, half: boolean): Disposable {
  if (dwContext === 0) return replaceFetch(hangingFetch(half ? "hello" : null));
  const channel = new FakeChannel();
  if (half) channel.send(HALF);
  return connectingTo(channel);
}

for (const [how, dwContext] of BOTH) {
  Deno.test(`a request waits 300 seconds for its response, ${how}`, async () => {
    await using watched = watch();
    using clock = heldClock();
    using _server = hanging(dwContext, false);
    const hRequest = await openRequest(watched.hInternet, PLACE, { dwContext });
    await assertEndsAfter(
      clock,
      HttpSendRequest(hRequest),
      300_000,
      "no response for 300000 ms; INTERNET_OPTION_RECEIVE_TIMEOUT sets this limit",
    );
    assertEquals(clock.pending, 0);
  });

  Deno.test(`a read waits 300 seconds for more of the body, each time, ${how}`, async () => {
    await using watched = watch();
    using clock = heldClock();
    using _server = hanging(dwContext, true);
    const hRequest = await sentRequest(watched.hInternet, PLACE, { dwContext });
    clock.advance(1_000_000);
    const buffer = new Uint8Array(5);
    assertEquals(await InternetReadFile(hRequest, buffer), 5);
    clock.advance(1_000_000);
    await assertEndsAfter(
      clock,
      InternetReadFile(hRequest, buffer),
      300_000,
      "no data for 300000 ms; INTERNET_OPTION_RECEIVE_TIMEOUT sets this limit",
    );
    assertEquals(clock.pending, 0);
  });

  Deno.test(`INTERNET_OPTION_RECEIVE_TIMEOUT of 0xFFFFFFFF turns off the default, ${how}`, async () => {
    await using watched = watch();
    const option = INTERNET_OPTION_RECEIVE_TIMEOUT;
    InternetSetOption(watched.hInternet, option, NO_TIMEOUT);
    assertEquals(InternetQueryOption(watched.hInternet, option), NO_TIMEOUT);
    using clock = heldClock();
    using _server = hanging(dwContext, false);
    const hRequest = await openRequest(watched.hInternet, PLACE, { dwContext });
    let hasEnded = false;
    const call = HttpSendRequest(hRequest);
    call.catch(() => {}).finally(() => hasEnded = true);
    await turns(10);
    clock.advance(10_000_000);
    assertEquals(clock.pending, 0);
    await turns(10);
    assertEquals(hasEnded, false);
  });
}

Deno.test("a request waits 60 seconds for its connection", async () => {
  await using watched = watch();
  const { connect } = Deno;
  Object.assign(Deno, {
    connect: ({ signal }: { signal: AbortSignal }) =>
      new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason))
      ),
  });
  try {
    using clock = heldClock();
    const hRequest = await openRequest(watched.hInternet, PLACE, {
      dwContext: 1,
    });
    await assertEndsAfter(
      clock,
      HttpSendRequest(hRequest),
      60_000,
      "no connection for 60000 ms; INTERNET_OPTION_CONNECT_TIMEOUT sets this limit",
    );
    assertEquals(clock.pending, 0);
  } finally {
    Object.assign(Deno, { connect });
  }
});

Deno.test("a request and a write wait 300 seconds for buffer space", async () => {
  for (const isUpload of [false, true]) {
    await using watched = watch();
    using clock = heldClock();
    const channel = new FakeChannel();
    using _connect = connectingTo(channel);
    const hRequest: HINTERNET = await openRequest(watched.hInternet, PLACE, {
      verb: "POST",
      dwContext: 1,
    });
    if (isUpload) await HttpSendRequestEx(hRequest, { dwBufferTotal: 5 });
    const goOn = channel.holdWrites();
    const call = isUpload
      ? InternetWriteFile(hRequest, "hello")
      : HttpSendRequest(hRequest, null, "hello");
    await assertEndsAfter(
      clock,
      call,
      300_000,
      "nothing could be sent for 300000 ms; INTERNET_OPTION_SEND_TIMEOUT sets this limit",
    );
    goOn();
    await turns(2);
  }
});

Deno.test("the default timeouts do not make a request watched, timeouts of the program do", async () => {
  await using server = usualServer();
  await using watched = watch();
  const { hInternet } = watched;
  using counts = countTransports();
  await sentRequest(hInternet, server, { dwContext: 0 });
  assertEquals([counts.fetch, counts.sockets], [1, 0]);
  for (const option of OPTIONS) {
    InternetSetOption(hInternet, option, NO_TIMEOUT);
  }
  await sentRequest(hInternet, server, { dwContext: 0 });
  assertEquals([counts.fetch, counts.sockets], [2, 0]);
  InternetSetOption(hInternet, INTERNET_OPTION_RECEIVE_TIMEOUT, 300_000);
  await sentRequest(hInternet, server, { dwContext: 0 });
  assertEquals([counts.fetch, counts.sockets], [2, 1]);
});

Deno.test("withTimeouts() sets the timeouts that the program has not set", () => {
  const settings = { ...getProcessSettings(), sendTimeout: 5 };
  const all = withTimeouts(settings, FTP_TIMEOUTS);
  assertEquals(all, { ...settings, ...FTP_TIMEOUTS, sendTimeout: 5 });
  assertEquals(withTimeouts(all, HTTP_TIMEOUTS), all);
  assertEquals(settings.connectTimeout, UNSET_TIMEOUT);
});
