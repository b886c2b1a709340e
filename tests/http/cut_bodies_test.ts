// Copyright 2026 the wininet authors. MIT license.

/** A truncated body is never reported as complete. */

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
} from "../../error.ts";
import { InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_RECEIVE_TIMEOUT } from "../../options.ts";
import { BOTH } from "../helpers/calls.ts";
import { RawHttpServer } from "../servers/raw_http_server.ts";
import { watch } from "../helpers/watch.ts";
import { cutAnswers, cutOf } from "./cuts.ts";
import { WHOLE } from "./half_and_reset.ts";
import { outcomeOf, type Place } from "./outcomes.ts";

/** The number of cuts in this test; `deno run -A tests/http/cuts.ts` tests more. */
const COUNT = 200;

/** The number of times that the reset of a reused connection is tried. */
const RESETS = 200;

const BODY = "x".repeat(30_000);
const HALF = BODY.slice(0, 15_000);
const OK = "HTTP/1.1 200 OK\r\n";
const UNTIL_CLOSE = `${OK}Connection: close\r\n\r\n`;
const WITH_LENGTH = `${OK}Content-Length: ${BODY.length}\r\n\r\n`;
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;

// A failure names its seed: deno run -A tests/http/cuts.ts --seed N --count 1
Deno.test(`${COUNT} responses that are truncated anywhere end with an error that names it`, async () => {
  assertEquals(await cutAnswers(1, COUNT), []);
});

Deno.test("cutOf() makes the same cut from the same seed", () => {
  assertEquals(cutOf(7), cutOf(7));
});

/**
 * Starts a server in a separate thread that sends a whole response and then
 * resets the connection.
 */
async function resettingWorker(): Promise<{ worker: Worker; place: Place }> {
  const url = new URL("half_and_reset.ts", import.meta.url);
  const worker = new Worker(url, { type: "module" });
  const { promise, resolve, reject } = Promise.withResolvers<Place>();
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
  return { worker, place: await promise };
}

for (const [how, dwContext] of BOTH) {
  // fetch reports an early end and a reset in the same way.
  const codes = dwContext === 0
    ? [ERROR_INTERNET_CONNECTION_ABORTED, ERROR_INTERNET_CONNECTION_RESET]
    : [ERROR_INTERNET_CONNECTION_RESET];

  Deno.test(`a body without a length that is ended by a reset is ERROR_INTERNET_CONNECTION_RESET on a reused connection, ${RESETS} times, ${how}`, async () => {
    const { worker, place } = await resettingWorker();
    const ends = new Map<number, number>();
    for (let round = 0; round < RESETS; round++) {
      await using watched = watch();
      const { hInternet } = watched;
      InternetSetOption(hInternet, INTERNET_OPTION_RECEIVE_TIMEOUT, 10_000);
      const first = await outcomeOf(hInternet, place, { dwContext });
      assertEquals([first.code, first.body.length], [0, WHOLE]);
      const { code } = await outcomeOf(hInternet, place, { dwContext });
      ends.set(code, (ends.get(code) ?? 0) + 1);
    }
    worker.terminate();
    const wrong = [...ends].filter(([code]) => !codes.includes(code));
    assertEquals(wrong, [], "codes that came instead, and how often");
  });
}

/**
 * A response over TLS, the end of its connection, and the code of the outcome;
 * 0 for a complete body.
 */
interface TlsEnd {
  readonly title: string;
  readonly answer: string;
  readonly end: "end" | "cut" | "reset";
  readonly body: string;
  readonly code: number;
}

const TLS_ENDS: readonly TlsEnd[] = [
  {
    title: "a body without a length ends with close_notify",
    answer: UNTIL_CLOSE + BODY,
    end: "end",
    body: BODY,
    code: 0,
  },
  {
    title: "a body without a length and without close_notify is truncated",
    answer: UNTIL_CLOSE + BODY,
    end: "cut",
    body: BODY,
    code: ERROR_INTERNET_CONNECTION_ABORTED,
  },
  {
    title: "a body without a length that a reset ends is reset",
    answer: UNTIL_CLOSE + BODY,
    end: "reset",
    body: BODY,
    code: ERROR_INTERNET_CONNECTION_RESET,
  },
  {
    title: "a body of known length is complete without close_notify",
    answer: WITH_LENGTH + BODY,
    end: "cut",
    body: BODY,
    code: 0,
  },
  {
    title: "a chunked body is complete without close_notify",
    answer: `${CHUNKED}7530\r\n${BODY}\r\n0\r\n\r\n`,
    end: "cut",
    body: BODY,
    code: 0,
  },
  {
    title:
      "half a body of known length is truncated, with or without close_notify",
    answer: WITH_LENGTH + HALF,
    end: "end",
    body: HALF,
    code: ERROR_INTERNET_CONNECTION_ABORTED,
  },
  {
    title: "half a body of known length without close_notify is truncated",
    answer: WITH_LENGTH + HALF,
    end: "cut",
    body: HALF,
    code: ERROR_INTERNET_CONNECTION_ABORTED,
  },
  {
    title:
      "a chunked body without its last chunk is truncated, with or without close_notify",
    answer: `${CHUNKED}7530\r\n${BODY}\r\n`,
    end: "end",
    body: BODY,
    code: ERROR_INTERNET_CONNECTION_ABORTED,
  },
  {
    title:
      "a chunked body without its last chunk and close_notify is truncated",
    answer: `${CHUNKED}7530\r\n${BODY}\r\n`,
    end: "cut",
    body: BODY,
    code: ERROR_INTERNET_CONNECTION_ABORTED,
  },
];

for (const { title, answer, end, body, code } of TLS_ENDS) {
  for (const [how, dwContext] of BOTH) {
    Deno.test(`${title}, over TLS, ${how}`, async () => {
      await using server = new RawHttpServer(async (call) => {
        await call.write(answer);
        await call[end]();
      }, { tls: true });
      await using watched = watch();
      const outcome = await outcomeOf(watched.hInternet, server, { dwContext });
      const reset = code === ERROR_INTERNET_CONNECTION_RESET;
      const codes = reset && dwContext === 0
        ? [ERROR_INTERNET_CONNECTION_ABORTED, code]
        : [code];
      assert(
        codes.includes(outcome.code),
        `${outcome.code} ${outcome.message}`,
      );
      if (code === 0) assertEquals(outcome.body.length, body.length);
      else assert(body.startsWith(outcome.body));
    });
  }
}
