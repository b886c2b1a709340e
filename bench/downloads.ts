// Copyright 2026 the wininet authors. MIT license.

/**
 * Many small files with downloadAll, compared with aria2c, wget2 and curl, with
 * and without a network delay. All use the same number of connections.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { findNginx, Nginx } from "../tests/interop/nginx.ts";
import { findProgram } from "../tests/interop/processes.ts";
import { closeQuietly } from "../tests/servers/tcp_server.ts";
import { answerQuestions, Child } from "./child.ts";
import { type Figure, type Group, mebibytes } from "./figure.ts";
import { faster, type Racer, type Result, run } from "./race.ts";

const ROUNDS = 3;
const FILE_SIZE = 4096;
const CONNECTIONS = 16;

/** Half of the round-trip time, in milliseconds. */
const DELAY = 10;

interface Case {
  readonly name: string;
  readonly files: number;
  readonly isDelayed: boolean;
  readonly target: number;
}

const CASES: readonly Case[] = [
  { name: "loopback", files: 500, isDelayed: false, target: 0.8 },
  {
    name: `${2 * DELAY} ms round trip`,
    files: 1000,
    isDelayed: true,
    target: 1,
  },
];

/** The group. */
export const downloads: Group = {
  name: "downloads",
  title: `500 and 1000 files of ${FILE_SIZE} bytes with downloadAll on ` +
    `${CONNECTIONS} connections, ${ROUNDS} rounds of whole processes`,
  notShown:
    "packet loss. The baseline is the fastest of the other programs; without " +
    "a delay, most of the time is the start of Deno",
  async run(): Promise<Figure[]> {
    if (findNginx() === undefined) return [];
    await using server = await Nginx.start();
    await using proxy = Child.start("downloads.ts", [
      `${server.ports.plain}`,
    ]);
    const delayed = await proxy.ask<string>("url");
    const figures: Figure[] = [];
    for (const one of CASES) {
      figures.push(
        ...await measure(
          one,
          server.root,
          one.isDelayed ? delayed : server.url,
        ),
      );
    }
    return figures;
  },
};

async function measure(
  { name, files, target }: Case,
  root: string,
  url: string,
): Promise<Figure[]> {
  const folder = await Deno.makeTempDir({ prefix: "wininet_downloads_" });
  try {
    const names = Array.from({ length: files }, (_, at) => `file${at}.bin`);
    for (const name of names) {
      await Deno.writeFile(`${root}/${name}`, new Uint8Array(FILE_SIZE));
    }
    const list = `${folder}/list`;
    await Deno.writeTextFile(
      list,
      names.map((name) => `${url}/${name}\n`).join(""),
    );
    const local = `${folder}/local`;
    await Deno.mkdir(local);
    const racers = racersOf(list, local, names.map((name) => `${url}/${name}`));
    const tidyUp = ({ name }: Racer) => emptied(local, files, name);
    return report(
      name,
      await run({ racers, rounds: ROUNDS, tidyUp }),
      files,
      target,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Removes the files; throws unless all of them are complete. */
async function emptied(folder: string, files: number, racer: string) {
  let complete = 0;
  for await (const { name } of Deno.readDir(folder)) {
    const { size } = await Deno.stat(`${folder}/${name}`);
    if (size === FILE_SIZE) complete++;
  }
  if (complete !== files) {
    throw new Error(`Cannot measure ${racer}: ${complete} of ${files} files`);
  }
  await Deno.remove(folder, { recursive: true });
  await Deno.mkdir(folder);
}

/** The programs. Those that are not installed are omitted. */
function racersOf(list: string, local: string, urls: string[]): Racer[] {
  const module = fileURLToPath(new URL("downloads/list.ts", import.meta.url));
  const ours = [Deno.execPath(), "run", "--allow-all", module];
  const rivals: [name: string, args: string[]][] = [
    ["aria2c", [
      ...["-q", "--no-conf", "-j", `${CONNECTIONS}`, "-x", "1"],
      ...["-i", list, "-d", local],
    ]],
    ["wget2", [
      ...["-q", "--no-config", `--max-threads=${CONNECTIONS}`],
      ...["-i", list, "-P", local],
    ]],
    ["curl", [
      ...["-sS", "-q", "--parallel", "--parallel-max", `${CONNECTIONS}`],
      ...["--parallel-immediate", "--remote-name-all", "--output-dir", local],
      ...urls,
    ]],
  ];
  const found = rivals.flatMap(([name, args]): Racer[] => {
    const program = findProgram(name);
    return program === undefined ? [] : [{ name, command: [program, ...args] }];
  });
  return [
    { name: "ours", command: [...ours, list, local, `${CONNECTIONS}`] },
    ...found,
  ];
}

/** Only the fastest of the other programs counts. */
function report(
  where: string,
  results: ReadonlyMap<string, Result>,
  files: number,
  target: number,
): Figure[] {
  const mine = results.get("ours")!;
  const rate = (seconds: number) => `${(files / seconds).toFixed(0)}/s`;
  const figures = [...results].slice(1).map(([rival, theirs]) =>
    faster(where, mine, theirs, rival, target, rate)
  );
  return figures.map((figure, at) =>
    at > 0 ? figure : {
      ...figure,
      details: `${figure.details}, our memory ${mebibytes(mine.rss)}`,
    }
  );
}

// ---- the delaying process ----

/** Forwards bytes after a delay. */
async function passOn(from: Deno.Conn, to: Deno.Conn): Promise<void> {
  let last = Promise.resolve();
  try {
    for await (const bytes of from.readable) {
      const late = new Promise((resolve) => setTimeout(resolve, DELAY));
      const before = last;
      last = late.then(() => before).then(async () => {
        for (let at = 0; at < bytes.length;) {
          at += await to.write(bytes.subarray(at));
        }
      });
      last.catch(() => {});
    }
    await last;
    await to.closeWrite();
  } catch {
    for (const conn of [from, to]) closeQuietly(conn);
  }
}

async function delay(port: number): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  answerQuestions(() =>
    Promise.resolve(`http://127.0.0.1:${listener.addr.port}`)
  ).then(() => Deno.exit());
  for await (const client of listener) {
    // Connecting also takes a round trip.
    setTimeout(async () => {
      const server = await Deno.connect({ hostname: "127.0.0.1", port });
      for (const conn of [client, server]) conn.setNoDelay();
      await Promise.all([passOn(client, server), passOn(server, client)]);
    }, 2 * DELAY);
  }
}

if (import.meta.main) await delay(Number(Deno.args[0]));
