// Copyright 2026 the wininet authors. MIT license.

/**
 * Many small files one after another, and a directory with many entries, over
 * FTP, compared with lftp and basic-ftp.
 *
 * curl is omitted for small files: with fast servers it waits a second for each
 * of them.
 *
 * @module
 */

import type { RealFtpServerName } from "../tests/interop/ftp_servers.ts";
import { type Figure, type Group, mebibytes } from "./figure.ts";
import { basicFtp, curl, lftp, ours } from "./ftp_racers.ts";
import { openSite } from "./ftp_site.ts";
import { faster, type Racer, type Result, run } from "./race.ts";

const ROUNDS = 5;
const SERVERS: readonly RealFtpServerName[] = ["pure-ftpd", "vsftpd"];

/** A few files show the start-up time, more files the time per file. */
const FILES: readonly number[] = [500, 2000];
const FILE_SIZE = 4096;
const ENTRIES = 100_000;

/** The group of small files. */
export const ftpSmallFiles: Group = {
  name: "ftp_small_files",
  title:
    `${FILES.join(" and ")} files of ${FILE_SIZE} bytes with FtpGetFile, ` +
    `${ROUNDS} rounds of whole processes`,
  notShown:
    "a network, where the time from a command to its reply has the largest effect",
  async run(): Promise<Figure[]> {
    const figures: Figure[] = [];
    for (const count of FILES) {
      figures.push(
        ...await measureAll((name) => measureSmallFiles(name, count)),
      );
    }
    return figures;
  },
};

/** The group of listings. */
export const ftpListing: Group = {
  name: "ftp_listing",
  title: `a directory of ${ENTRIES} entries with FtpFindFirstFile, ${ROUNDS} ` +
    "rounds of whole processes",
  notShown:
    "a network. curl only stores the listing, so its time is the minimum " +
    "for this server",
  run: () => measureAll(measureListing),
};

async function measureAll(
  measure: (name: RealFtpServerName) => Promise<Figure[]>,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const name of SERVERS) figures.push(...await measure(name));
  return figures;
}

async function measureSmallFiles(
  name: RealFtpServerName,
  files: number,
): Promise<Figure[]> {
  await using site = await openSite(name);
  if (site === null) return [];
  const task = site.task("get-all", "local", "many");
  await site.server.addDirectory("many");
  for (let count = 0; count < files; count++) {
    await site.server.addFile(`many/file${count}`, new Uint8Array(FILE_SIZE));
  }
  const racers = [
    ours(task),
    ...lftp(task),
    ...lftp(task, "lftp without SIZE and MDTM"),
    ...lftp(task, "lftp, pipelined"),
    ...await basicFtp(task),
  ];
  await Deno.mkdir(task.local);
  const tidyUp = async ({ name }: Racer) => {
    let size = 0;
    for await (const file of Deno.readDir(task.local)) {
      size += (await Deno.stat(`${task.local}/${file.name}`)).size;
    }
    if (size !== files * FILE_SIZE) {
      throw new Error(`Cannot measure ${name}: ${size} bytes arrived`);
    }
    await Deno.remove(task.local, { recursive: true });
    await Deno.mkdir(task.local);
  };
  const rate = (seconds: number) => `${(files / seconds).toFixed(0)}/s`;
  return report(
    `${name}, ${files}`,
    await run({ racers, rounds: ROUNDS, tidyUp }),
    rate,
  );
}

async function measureListing(name: RealFtpServerName): Promise<Figure[]> {
  await using site = await openSite(name);
  if (site === null) return [];
  const task = site.task("list", "local", "many");
  await site.server.addDirectory("many");
  for (let count = 0; count < ENTRIES; count++) {
    const path = `${site.server.home}/many/some-file-${count}.bin`;
    await Deno.writeTextFile(path, "", { mode: 0o644 });
  }
  const racers = [
    ours(task),
    ...lftp(task),
    ...await basicFtp(task),
    ...curl({ ...task, remote: "many/" }),
  ];
  const tidyUp = () => Promise.resolve();
  const rate = (seconds: number) => `${seconds.toFixed(3)} s`;
  return report(name, await run({ racers, rounds: ROUNDS, tidyUp }), rate);
}

/** The goal is to be faster than all of them except curl. */
function report(
  where: string,
  results: ReadonlyMap<string, Result>,
  rate: (seconds: number) => string,
): Figure[] {
  const mine = results.get("ours")!;
  const figures = [...results].slice(1).map(([rival, theirs]) =>
    faster(where, mine, theirs, rival, rival === "curl" ? null : 1, rate)
  );
  const [first, ...others] = figures;
  if (first === undefined) return [];
  const details = `${first.details}, our memory ${mebibytes(mine.rss)}`;
  return [{ ...first, details }, ...others];
}
