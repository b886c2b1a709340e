// Copyright 2026 the wininet authors. MIT license.

/**
 * Pairs of requests for one URL (`tests/data/cache_http.json`), by both
 * transports, and the second request as the server receives it.
 */

import { assert, assertEquals } from "@std/assert";
import * as allFlags from "../../flags.ts";
import { ERROR_FILE_NOT_FOUND, InternetError } from "../../error.ts";
import { GetUrlCacheEntryInfo } from "../../cache.ts";
import { InternetQueryOption } from "../../internet.ts";
import { INTERNET_OPTION_DATAFILE_NAME } from "../../options.ts";
import { BOTH } from "../helpers/calls.ts";
import {
  type CacheScene,
  type GetOptions,
  openCacheScene,
  shiftedClock,
} from "../helpers/http_cache.ts";
import { STORES } from "../helpers/url_cache.ts";
import type { FakeRequest, Reply } from "../servers/http_server.ts";
import data from "../data/cache_http.json" with { type: "json" };

type Headers = Record<string, string>;

interface Answer {
  readonly status?: number;
  readonly headers?: Headers;
  readonly body?: string;
  /** The connection is closed after the body. */
  readonly cut?: boolean;
}

interface Vector {
  readonly name: string;
  readonly response: Answer | null;
  readonly second: string;
  readonly wait?: number;
  readonly request?: Headers;
  readonly again?: Headers;
  readonly verb?: string;
  readonly againVerb?: string;
  readonly flags?: readonly string[];
  readonly againFlags?: readonly string[];
  readonly stored?: boolean;
  readonly storedAgain?: boolean;
  readonly dataFile?: boolean;
  readonly serverGone?: boolean;
  readonly between?: { readonly verb: string; readonly status: number };
  readonly sees?: Headers;
  readonly answer200?: Answer;
  readonly answer304?: Headers;
  readonly third?: string;
  readonly thirdHas?: Headers;
  readonly thirdBody?: string;
}

const PATH = "/a/file.txt";
const BODY = "first body";

/**
 * Replaces `@N` by the time in N seconds.
 */
function dated(headers: Headers = {}): Headers {
  const start = Date.now();
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    /^@-?\d+$/.test(value)
      ? new Date(start + Number(value.slice(1)) * 1000).toUTCString()
      : value,
  ]);
  return Object.fromEntries(entries);
}

function isConditional(request: FakeRequest): boolean {
  return request.header("if-none-match") !== undefined ||
    request.header("if-modified-since") !== undefined;
}

/** Responds to requests as a vector requires. */
class Origin {
  readonly #vector: Vector;
  readonly #first: Headers;
  #count = 0;

  constructor(vector: Vector) {
    this.#vector = vector;
    this.#first = dated(vector.response?.headers);
  }

  readonly answer = (request: FakeRequest, reply: Reply): Promise<void> => {
    const { between, answer200, answer304, response } = this.#vector;
    if (request.method === between?.verb) {
      return reply({ status: between.status, body: "done" });
    }
    const isFirst = ++this.#count === 1;
    if (!isFirst && answer200) {
      return this.#send(reply, answer200, answer200.headers ?? {});
    }
    if (!isFirst && isConditional(request)) {
      return reply({ status: 304, headers: answer304 ?? {} });
    }
    const { cut = false, ...whole } = response ?? {};
    return this.#send(reply, { ...whole, cut: cut && isFirst }, this.#first);
  };

  #send(
    reply: Reply,
    { status = 200, body = BODY, cut = false }: Answer,
    headers: Headers,
  ): Promise<void> {
    const { "Content-Length": length, ...others } = headers;
    return reply({
      status,
      headers: others,
      body,
      ...(cut && { length: Number(length) }),
    });
  }
}

function flagsOf(names: readonly string[] = []): number {
  const known: Record<string, unknown> = { ...allFlags };
  return names.reduce((flags, name) => flags | Number(known[name]), 0) >>> 0;
}

/** Returns the time at which the entry was stored; `null` if there is none. */
async function storedAt(scene: CacheScene): Promise<number | null> {
  const { hostname, port } = scene.server;
  try {
    const url = `http://${hostname}:${port}${PATH}`;
    return (await GetUrlCacheEntryInfo(url)).LastSyncTime.getTime();
  } catch (error) {
    assertEquals((error as InternetError).code, ERROR_FILE_NOT_FOUND);
    return null;
  }
}

/** Returns the request as the server receives it. */
async function seen(
  scene: CacheScene,
  options: GetOptions,
): Promise<{ outcome: string; body: string; head: string }> {
  const before = scene.requests.length;
  try {
    const { body, head } = await scene.get(options);
    const [request] = scene.requests.slice(before);
    const outcome = request === undefined ? "none" : isConditional(request) &&
        !Object.keys(options.headers ?? {}).some((name) => /^if-/i.test(name))
      ? "conditional"
      : "full";
    return { outcome, body, head };
  } catch (error) {
    assert(error instanceof InternetError);
    return { outcome: `error ${error.code}`, body: "", head: "" };
  }
}

async function play(
  vector: Vector,
  scene: CacheScene,
  dwContext: number,
): Promise<void> {
  using clock = shiftedClock();
  if (vector.response !== null) {
    let hasFile = false;
    await seen(scene, {
      path: PATH,
      dwContext,
      verb: vector.verb ?? "GET",
      headers: vector.request ?? {},
      dwFlags: flagsOf(vector.flags),
      async inspect(hRequest) {
        if (!vector.dataFile) return;
        const name = InternetQueryOption(
          hRequest,
          INTERNET_OPTION_DATAFILE_NAME,
        );
        hasFile = (await Deno.stat(name as string)).isFile;
      },
    });
    assertEquals(hasFile, vector.dataFile ?? false);
    if (vector.stored !== undefined) {
      assertEquals(await storedAt(scene) !== null, vector.stored, "stored");
    }
  }
  if (vector.between) {
    await scene.get({
      path: PATH,
      verb: vector.between.verb,
      body: "x",
      dwContext,
    });
  }
  const before = await storedAt(scene);
  clock.advance(vector.wait ?? 1);
  if (vector.serverGone) await scene.server[Symbol.asyncDispose]();
  const again: GetOptions = {
    path: PATH,
    dwContext,
    verb: vector.againVerb ?? vector.verb ?? "GET",
    headers: vector.again ?? {},
    dwFlags: flagsOf(vector.againFlags ?? vector.flags),
  };
  assertEquals((await seen(scene, again)).outcome, vector.second, "second");
  for (const [name, value] of Object.entries(vector.sees ?? {})) {
    assertEquals(scene.requests.at(-1)!.header(name), value);
  }
  if (vector.storedAgain !== undefined) {
    assertEquals(await storedAt(scene) !== before, vector.storedAgain);
  }
  if (vector.third === undefined) return;
  const third = await seen(scene, again);
  assertEquals(third.outcome, vector.third, "third");
  for (const [name, value] of Object.entries(vector.thirdHas ?? {})) {
    // fetch writes names in lower case.
    const line = `${name}: ${value}\r\n`.toLowerCase();
    assert(third.head.toLowerCase().includes(line), third.head);
  }
  if (vector.thirdBody !== undefined) {
    assertEquals(third.body, vector.thirdBody);
  }
}

for (const vector of data.vectors as unknown as readonly Vector[]) {
  for (const [observed, dwContext] of BOTH) {
    for (const store of STORES) {
      Deno.test(`HttpSendRequest() with a cache in ${store === "folder" ? "a directory" : "memory"}, ${observed}: ${vector.name}`, async () => {
        const origin = new Origin(vector);
        await using scene = await openCacheScene(origin.answer, { store });
        await play(vector, scene, dwContext);
      });
    }
  }
}
