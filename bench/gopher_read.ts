// Copyright 2026 the wininet authors. MIT license.

/**
 * Reading a large item over Gopher with InternetReadFile, compared with curl
 * and with a bare socket that is read into the same buffer.
 *
 * The server is a program of a few lines, see {@linkcode "./gopher_site.ts"}.
 * With gophernicus all clients are equally fast, because it writes more slowly
 * than they read.
 *
 * @module
 */

import {
  InternetOpen,
  InternetOpenUrl,
  InternetReadFile,
} from "../internet.ts";
import { findProgram } from "../tests/interop/processes.ts";
import { answerQuestions, Child } from "./child.ts";
import {
  atLeast,
  atMost,
  compare,
  type Comparison,
  type Figure,
  type Group,
  mebibytes,
  type Round,
} from "./figure.ts";
import { BIG_SIZE, type GopherSite, openGopherSite } from "./gopher_site.ts";

const ROUNDS = 15;
const BUFFER_SIZE = 262_144;
const MODULE = "gopher_read.ts";

/** The number of bytes between two measurements of the memory. */
const RSS_INTERVAL = 2 ** 22;

/** The goal for the maximum memory during the transfer, in MiB. */
const RSS_LIMIT = 80;
const MEMORY_SIZE = 2 ** 30;

/** The reader: the library, curl, or plain `Deno.connect`. */
type Side = "ours" | "curl" | "socket";

/** The group. */
export const gopherRead: Group = {
  name: "gopher_read",
  title: `${mebibytes(BIG_SIZE)} with a buffer of 256 KiB, ${ROUNDS} rounds, ` +
    "from the connection to the last byte",
  notShown:
    "a network, and the start of the programs: each one reports its own time",
  async run(): Promise<Figure[]> {
    await using site = await openGopherSite();
    if (site === null) return [];
    const figures: Figure[] = [];
    if (findProgram("curl") !== undefined) {
      figures.push(report("curl", await measure(site, "curl"), 1));
    }
    const socket = await measure(site, "socket");
    figures.push(report("a bare socket", socket, null));
    figures.push(await measureMemory(site));
    return figures;
  },
};

async function measure(
  site: GopherSite,
  rival: Side,
): Promise<Comparison> {
  await using baseline = start(rival, site);
  await using child = start("ours", site);
  return await compare(baseline, child, ROUNDS);
}

function report(
  rival: string,
  { ratio, seconds, baselineSeconds, range }: Comparison,
  target: number | null,
): Figure {
  const rate = (seconds: number) => `${mebibytes(BIG_SIZE / seconds)}/s`;
  return atLeast(
    "a binary item",
    ratio,
    target,
    ` x ${rival}`,
    `${rate(seconds)} against ${rate(baselineSeconds)}, rounds ${range}`,
  );
}

/** Measures the maximum memory of a new process that reads 1 GiB. */
async function measureMemory(site: GopherSite): Promise<Figure> {
  await using child = start("ours", site);
  let rss = 0;
  for (let size = 0; size < MEMORY_SIZE; size += BIG_SIZE) {
    rss = Math.max(rss, (await child.ask<Round>()).rss);
  }
  return atMost(
    "memory",
    rss / 2 ** 20,
    RSS_LIMIT,
    " MiB",
    "the maximum of a new process that reads 1 GiB in four items",
  );
}

function start(side: Side, { host, port }: GopherSite): Child {
  const more = side === "curl" ? ["--allow-run"] : [];
  return Child.start(MODULE, [side, host, `${port}`], more);
}

// ---- the measuring processes ----

const buffer = new Uint8Array(BUFFER_SIZE);

/** Reads everything with `read`, which returns 0 or `null` at the end. */
async function readAll(
  read: () => Promise<number | null>,
): Promise<{ length: number; rss: number }> {
  let length = 0;
  let looked = 0;
  let rss = 0;
  for (;;) {
    const count = await read() ?? 0;
    if (count === 0) break;
    length += count;
    if (length - looked < RSS_INTERVAL) continue;
    looked = length;
    rss = Math.max(rss, Deno.memoryUsage().rss);
  }
  return { length, rss };
}

async function readWithLibrary(host: string, port: number) {
  await using hInternet = InternetOpen("bench/1");
  const url = `gopher://${host}:${port}/9/big.dat`;
  using hFile = await InternetOpenUrl(hInternet, url);
  return await readAll(() => InternetReadFile(hFile, buffer));
}

async function readWithSocket(hostname: string, port: number) {
  using conn = await Deno.connect({ hostname, port });
  await conn.write(new TextEncoder().encode("/big.dat\r\n"));
  return await readAll(() => conn.read(buffer));
}

/** curl reports its own total time and the number of bytes. */
async function readWithCurl(host: string, port: number): Promise<Round> {
  const { stdout } = await new Deno.Command("curl", {
    args: [
      ...["-sS", "-o", "/dev/null", "-w", "%{time_total} %{size_download}"],
      `gopher://${host}:${port}/9/big.dat`,
    ],
  }).output();
  const [seconds, length] = new TextDecoder().decode(stdout).split(" ");
  checkLength(Number(length));
  return { seconds: Number(seconds), rss: 0 };
}

function checkLength(length: number): void {
  if (length === BIG_SIZE) return;
  throw new Error(`Cannot measure: ${length} of ${BIG_SIZE} bytes arrived`);
}

async function readOnce(
  side: Side,
  host: string,
  port: number,
): Promise<Round> {
  if (side === "curl") return await readWithCurl(host, port);
  const start = performance.now();
  const { length, rss } = side === "ours"
    ? await readWithLibrary(host, port)
    : await readWithSocket(host, port);
  const seconds = (performance.now() - start) / 1000;
  checkLength(length);
  return { seconds, rss };
}

if (import.meta.main) {
  const [side, host, port] = Deno.args;
  await answerQuestions(() => readOnce(side as Side, host!, Number(port)));
}
