// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * Downloads a mix of HTTP, FTP and Gopher URLs from servers that fail, stall
 * and reset at random. Each URL fails at most twice, or permanently.
 *
 *     deno run -A --cert=tests/tls/ca.pem tests/transfers/mixed.ts --count 500 --seed 7
 *
 * With `--cli`, a process of `wininet get -i` downloads them.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { InternetOpen, InternetSetOption } from "../../internet.ts";
import {
  INTERNET_OPTION_DATA_RECEIVE_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
} from "../../options.ts";
import { downloadAll, type DownloadResult } from "../../transfers.ts";
import { folder } from "../helpers/ftp_calls.ts";
import { runProgram } from "../helpers/programs.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { type GopherReply, GopherServer } from "../servers/gopher_server.ts";
import { type RangeBehaviour, RangeServer } from "../servers/range_server.ts";

/** The time without data after which an attempt fails, in milliseconds. */
const PATIENCE = 1000;

/** The result of a run. */
export interface MixedOutcome {
  readonly results: readonly DownloadResult[];
  /** The URLs that fail permanently. */
  readonly lost: ReadonlySet<string>;
  /** The files whose content is wrong. */
  readonly wrong: readonly string[];
  /** The names of unexpected files. */
  readonly strays: readonly string[];
}

/** Returns random numbers from 0 to 1, excluding 1 (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The failure of an attempt, or `null` if it succeeds. */
type Fault = "refuse" | "reset" | "cut" | "stall" | null;

const FAULTS: readonly Fault[] = ["refuse", "reset", "cut", "stall"];

/** The files of a run and their failures. */
class Files {
  readonly contents = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly lost = new Set<string>();
  readonly #failures = new Map<string, number>();
  readonly #random: () => number;

  constructor(count: number, random: () => number) {
    this.#random = random;
    for (let at = 0; at < count; at++) {
      const name = `${at}`;
      const size = Math.floor(10 ** (1 + 5 * random()));
      const bytes = new Uint8Array(size);
      for (let one = 0; one < size; one++) bytes[one] = random() * 256;
      this.contents.set(name, bytes);
      if (random() < 0.1) this.lost.add(name);
      else this.#failures.set(name, Math.floor(random() * 3));
    }
  }

  fault(name: string): Fault {
    const left = this.#failures.get(name) ?? 0;
    if (left === 0) return null;
    this.#failures.set(name, left - 1);
    return FAULTS[Math.floor(this.#random() * FAULTS.length)]!;
  }
}

function httpServer(files: Files): RangeServer {
  return new RangeServer(new Uint8Array(), ({ target }): RangeBehaviour => {
    const name = target.slice(1);
    const content = files.contents.get(name)!;
    if (files.lost.has(name)) return { status: 404 };
    const tag = `"${name}"`;
    const half = content.length >> 1;
    switch (files.fault(name)) {
      case "refuse":
        return { status: 503, headers: { "Retry-After": "0" } };
      case "reset":
        return { content, tag, resetAfter: half };
      case "cut":
        return { content, tag, cutAfter: half };
      case "stall":
        return { content, tag, stallAfter: half };
    }
    return { content, tag };
  });
}

function ftpServer(files: Files): FtpServer {
  const server: FtpServer = new FtpServer({
    on: {
      async RETR(call) {
        const name = call.argument;
        if (files.lost.has(name)) return await call.reply("550 No such file");
        const fault = files.fault(name);
        if (fault === null) return await server.serve(call);
        if (fault === "refuse") return await call.reply("450 Busy");
        await call.reply("150 Opening");
        const data = await call.data();
        const content = files.contents.get(name)!.subarray(call.session.rest);
        call.session.rest = 0;
        await data.write(content.subarray(0, content.length >> 1));
        if (fault === "stall") return await call.until(new Promise(() => {}));
        if (fault === "reset") await data.reset();
        else await data.end();
        await call.reply("426 Connection lost");
      },
    },
  });
  for (const [name, content] of files.contents) server.add(`/${name}`, content);
  return server;
}

function gopherServer(files: Files): GopherServer {
  const replies: Record<string, GopherReply> = {};
  for (const [name, content] of files.contents) {
    replies[`/${name}`] = async (call) => {
      if (files.lost.has(name)) {
        return "3No such file\t\terror.host\t1\r\n.\r\n";
      }
      const fault = files.fault(name);
      if (fault === null) return content;
      await call.write(content.subarray(0, content.length >> 1));
      if (fault === "stall") await call.clientClosed();
      else await call.reset();
    };
  }
  return new GopherServer(replies);
}

/** Downloads URLs to a directory. */
type DownloadEach = (
  items: readonly { readonly url: string; readonly target: string }[],
  directory: string,
) => Promise<DownloadResult[]>;

/** Downloads with `downloadAll`. */
const byFunction: DownloadEach = async (items, directory) => {
  using hInternet = InternetOpen("mixed");
  InternetSetOption(hInternet, INTERNET_OPTION_RECEIVE_TIMEOUT, PATIENCE);
  InternetSetOption(hInternet, INTERNET_OPTION_DATA_RECEIVE_TIMEOUT, PATIENCE);
  return await Array.fromAsync(
    downloadAll(items, directory, { hInternet, connections: 16, perHost: 16 }),
  );
};

/** Downloads with a process of the command line. */
const byProgram: DownloadEach = async (items, directory) => {
  const list = items.map(({ url, target }) => `${url} ${target}\n`).join("");
  const { code, stdout } = await runProgram(Deno.execPath(), [
    ...["run", "--no-check", "-A", "cli.ts", "get", "--json", "-j", "16"],
    ...["--timeout", `${PATIENCE / 1000}`, "-P", directory, "-i", "-"],
  ], { input: list });
  console.log(`wininet has ended with ${code}`);
  return stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
};

/** Downloads a number of URLs. */
export async function downloadMixed(
  count: number,
  seed: number,
  downloadEach: DownloadEach = byFunction,
): Promise<MixedOutcome> {
  const files = new Files(count, randomOf(seed));
  await using http = httpServer(files);
  await using ftp = ftpServer(files);
  await using gopher = gopherServer(files);
  const roots = [
    `${http.url}/`,
    `ftp://${ftp.host}:${ftp.port}/`,
    `${gopher.url}/9/`,
  ];
  const names = [...files.contents.keys()];
  const urlOf = (name: string) => roots[Number(name) % roots.length] + name;
  using local = folder();
  const urls = names.map((name) => ({ url: urlOf(name), target: name }));
  const results = await downloadEach(urls, local.path("all"));
  const there = new Set(local.names("all"));
  const wrong: string[] = [];
  for (const name of names.filter((name) => !files.lost.has(name))) {
    const isRight = there.delete(name) &&
      local.read(`all/${name}`).toHex() === files.contents.get(name)!.toHex();
    if (!isRight) wrong.push(urlOf(name));
  }
  const lost = new Set([...files.lost].map(urlOf));
  return { results, lost, wrong, strays: [...there] };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      count: { type: "string" },
      seed: { type: "string" },
      cli: { type: "boolean" },
    },
  });
  const { count = "500", seed = "1", cli = false } = values;
  const start = performance.now();
  const { results, lost, wrong, strays } = await downloadMixed(
    Number(count),
    Number(seed),
    cli ? byProgram : byFunction,
  );
  const failed = results.filter(({ ok }) => !ok);
  const attempts = results.reduce((sum, { attempts }) => sum + attempts, 0);
  console.log(
    `${results.length} results, ${attempts} attempts, ${failed.length} failed ` +
      `of ${lost.size} lost, ${wrong.length} wrong, ${strays.length} strays, ` +
      `${((performance.now() - start) / 1000).toFixed(1)} s`,
  );
  for (const { url, error } of failed) {
    if (!lost.has(url)) console.log(url, error?.message);
  }
  for (const url of wrong) console.log(results.find((one) => one.url === url));
}
