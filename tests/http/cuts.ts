// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * Responses that are cut at random points. The result must be a named error in
 * time, or the whole response; a short body is never a success. Each cut is
 * made from a seed and can be repeated:
 *
 *     deno run -A --cert=tests/tls/ca.pem tests/http/cuts.ts --count 1000
 *     deno run -A --cert=tests/tls/ca.pem tests/http/cuts.ts --seed 123 --count 1
 *
 * @module
 */

import {
  ERROR_HTTP_INVALID_SERVER_RESPONSE,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
} from "../../error.ts";
import { InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_RECEIVE_TIMEOUT } from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { Random } from "../fuzz/random.ts";
import { numberOf } from "../fuzz/run.ts";
import { type RawCall, RawHttpServer } from "../servers/raw_http_server.ts";
import { watch } from "../helpers/watch.ts";
import { type Outcome, outcomeOf } from "./outcomes.ts";

const INVALID = ERROR_HTTP_INVALID_SERVER_RESPONSE;
const ABORTED = ERROR_INTERNET_CONNECTION_ABORTED;
const RESET = ERROR_INTERNET_CONNECTION_RESET;

/** The time in milliseconds within which a response must arrive or fail. */
const IN_TIME = 20_000;

/**
 * The framings of a body. With "close", only errors cut a body, because every
 * valid end is its end.
 */
const FRAMINGS = ["length", "chunked", "close"] as const;
type Framing = typeof FRAMINGS[number];

/**
 * The ends of the connection after the last byte. Over TLS, a FIN is sent
 * without close_notify.
 */
const ENDS = ["fin", "reset"] as const;
type End = typeof ENDS[number];

/** One cut. */
export interface Cut {
  readonly secure: boolean;
  readonly framing: Framing;
  readonly end: End;
  /** `true` if a whole response is sent first on the same connection. */
  readonly reused: boolean;
  /** `true` if the request is observed. */
  readonly watched: boolean;
  /** All bytes of the response, as latin1. */
  readonly answer: string;
  /** The number of bytes of the head. */
  readonly head: number;
  /** The expected body of the whole response. */
  readonly body: string;
  /** The number of bytes of the response that are sent. */
  readonly at: number;
  /** The buffer size of each read in bytes. */
  readonly size: number;
}

/** Returns the cut of a seed. */
export function cutOf(seed: number): Cut {
  const random = new Random(seed);
  const secure = random.chance(0.3);
  const framing = random.pick(FRAMINGS);
  // Without TLS a FIN is the valid end of such a body.
  const mayEnd = framing !== "close" || secure;
  const body = random.rubbish(random.pick([1, 10, 300, 5_000, 100_000]));
  const [head, framed] = frame(body, framing, random);
  const answer = head + framed;
  // Half of the cuts are in the head or the first bytes of the body.
  const area = random.chance(0.5)
    ? answer.length
    : Math.min(answer.length, head.length + 20);
  return {
    secure,
    framing,
    end: mayEnd ? random.pick(ENDS) : "reset",
    reused: random.chance(0.4),
    watched: random.chance(0.7),
    answer,
    head: head.length,
    body,
    at: random.below(area),
    // A thousand reads test as much as a hundred thousand.
    size: Math.max(random.pick([1, 100, 4096, 65536]), body.length / 1000),
  };
}

function frame(
  body: string,
  framing: Framing,
  random: Random,
): [head: string, framed: string] {
  const line = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";
  switch (framing) {
    case "length":
      return [`${line}Content-Length: ${body.length}\r\n\r\n`, body];
    case "close":
      return [`${line}Connection: close\r\n\r\n`, body];
    case "chunked":
      return [
        `${line}Transfer-Encoding: chunked\r\n\r\n`,
        chunked(body, random),
      ];
  }
}

function chunked(body: string, random: Random): string {
  let framed = "";
  for (let at = 0; at < body.length;) {
    const size = 1 + random.below(body.length);
    const piece = body.slice(at, at + size);
    framed += `${piece.length.toString(16)}\r\n${piece}\r\n`;
    at += size;
  }
  return `${framed}0\r\n${random.chance(0.3) ? "X-Trailer: a\r\n" : ""}\r\n`;
}

/** Returns the error codes that are allowed for a cut. */
export function allowedCodes(cut: Cut): readonly number[] {
  const { at, head, end, watched } = cut;
  // No response, or an incomplete head: it is not HTTP, unless the connection
  // was reset.
  if (at < head) return [INVALID, ABORTED, RESET];
  // fetch reports both in the same way.
  if (!watched) return [ABORTED, RESET];
  return end === "reset" ? [RESET] : [ABORTED];
}

/** Returns the problem with the result of a cut response, or `null` if there is none. */
export function problemOf(cut: Cut, outcome: Outcome): string | null {
  const { code, body } = outcome;
  if (!cut.body.startsWith(body)) return "bytes that were never sent";
  if (code !== 0) {
    return allowedCodes(cut).includes(code) ? null : `the code is ${code}`;
  }
  // A reset after the last byte does no harm, unless the end of the connection
  // ends the body.
  const whole = body === cut.body && cut.framing !== "close";
  return whole
    ? null
    : `success with ${body.length} of ${cut.body.length} bytes`;
}

/** Describes a cut in words. */
export function describe(cut: Cut): string {
  const { secure, framing, end, reused, watched, at, head, size } = cut;
  return [
    secure ? "https" : "http",
    framing,
    end,
    reused ? "second on its connection" : "first on its connection",
    watched ? "watched" : "not watched",
    `cut at ${at} of ${cut.answer.length} (head ${head})`,
    `reads of ${size}`,
  ].join(", ");
}

const WHOLE = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole";

/** A server that sends the cuts that the test sets. */
class CuttingServer implements AsyncDisposable {
  cut: Cut | undefined;
  readonly #plain = new RawHttpServer((call) => this.#answer(call));
  readonly #secure = new RawHttpServer((call) => this.#answer(call), {
    tls: true,
  });

  serverOf({ secure }: Cut): RawHttpServer {
    const server = secure ? this.#secure : this.#plain;
    server.lost.length = 0;
    return server;
  }

  async #answer(call: RawCall): Promise<void> {
    const { answer, at, end } = this.cut!;
    if (call.target === "/whole") return await call.write(WHOLE);
    await call.write(answer.slice(0, at));
    await (end === "reset" ? call.reset() : call.cut());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#plain[Symbol.asyncDispose]();
    await this.#secure[Symbol.asyncDispose]();
  }
}

/** Reads a response that is cut; returns the problem, or `null` if there is none. */
async function run(
  hInternet: HINTERNET,
  server: CuttingServer,
  cut: Cut,
): Promise<string | null> {
  server.cut = cut;
  const place = server.serverOf(cut);
  const dwContext = cut.watched ? 1 : 0;
  if (cut.reused) {
    const { code, body } = await outcomeOf(hInternet, place, {
      path: "/whole",
      dwContext,
    });
    if (body !== "whole") return `the first answer failed with ${code}`;
  }
  const startedAt = performance.now();
  const outcome = await outcomeOf(hInternet, place, {
    dwContext,
    size: cut.size,
  });
  const late = performance.now() - startedAt > IN_TIME;
  return late ? "it came too late" : problemOf(cut, outcome);
}

/** Cuts responses; returns the problems. */
export async function cutAnswers(
  seed: number,
  count: number,
): Promise<string[]> {
  await using server = new CuttingServer();
  await using watched = watch();
  const { hInternet } = watched;
  InternetSetOption(hInternet, INTERNET_OPTION_RECEIVE_TIMEOUT, 2 * IN_TIME);
  const problems: string[] = [];
  for (let next = seed; next < seed + count; next++) {
    const cut = cutOf(next);
    const problem = await run(hInternet, server, cut);
    watched.log.length = 0;
    if (problem !== null) {
      problems.push(`seed ${next}: ${problem} [${describe(cut)}]`);
    }
  }
  return problems;
}

if (import.meta.main) {
  const count = numberOf("--count", 1000);
  const problems = await cutAnswers(numberOf("--seed", 1), count);
  for (const problem of problems) console.log(problem);
  console.log(`${count} cuts, ${problems.length} problems`);
  Deno.exitCode = problems.length > 0 ? 1 : 0;
}
