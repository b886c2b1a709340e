// Copyright 2026 the wininet authors. MIT license.

/**
 * A tree of many small files over four connections, compared with lftp and
 * basic-ftp (which has one), locally and through a proxy that delays.
 *
 * @module
 */

import type { RealFtpServerName } from "../tests/interop/ftp_servers.ts";
import { Child } from "./child.ts";
import { DELAY } from "./delay_proxy.ts";
import type { Figure, Group } from "./figure.ts";
import type { FtpTask } from "./ftp_client.ts";
import { basicFtp, lftp, ours } from "./ftp_racers.ts";
import { type FtpSite, openSite } from "./ftp_site.ts";
import { faster, run } from "./race.ts";

const ROUNDS = 3;
/** basic-ftp needs more than a minute for each round. */
const DELAYED_ROUNDS = 1;
const SERVERS: readonly RealFtpServerName[] = ["pure-ftpd", "vsftpd"];
const DIRECTORIES = 20;
const FILES = 1000;
const FILE_SIZE = 4096;

/** The group of trees. */
export const trees: Group = {
  name: "trees",
  title: `${FILES} files of ${FILE_SIZE} bytes in ${DIRECTORIES} directories ` +
    `with downloadTree, ${ROUNDS} rounds of whole processes, ${DELAYED_ROUNDS} with a delay`,
  notShown: "packet loss, and the delay of connecting",
  async run() {
    const figures: Figure[] = [];
    for (const name of SERVERS) {
      await using site = await openSite(name);
      if (site === null) continue;
      const task = await prepare(site);
      figures.push(...await measure(name, 0.8, task, ROUNDS));
      await using proxy = Child.start("delay_proxy.ts", [`${task.port}`]);
      const port = await proxy.ask<number>();
      const where = `${name}, ${DELAY} ms`;
      const delayed = { ...task, port };
      figures.push(...await measure(where, 1, delayed, DELAYED_ROUNDS));
    }
    return figures;
  },
};

async function prepare(site: FtpSite): Promise<FtpTask> {
  const { server } = site;
  await server.addDirectory("tree");
  for (let at = 0; at < FILES; at++) {
    const directory = `tree/d${at % DIRECTORIES}`;
    if (at < DIRECTORIES) await server.addDirectory(directory);
    await server.addFile(`${directory}/f${at}`, new Uint8Array(FILE_SIZE));
  }
  return site.task("mirror", "local", "tree");
}

async function measure(
  where: string,
  target: number,
  task: FtpTask,
  rounds: number,
): Promise<Figure[]> {
  const racers = [ours(task), ...lftp(task), ...await basicFtp(task)];
  const tidyUp = async () => {
    let size = 0;
    for (let at = 0; at < FILES; at++) {
      const path = `${task.local}/d${at % DIRECTORIES}/f${at}`;
      size += (await Deno.stat(path)).size;
    }
    if (size !== FILES * FILE_SIZE) {
      throw new Error(`Cannot measure: ${size} bytes arrived`);
    }
    await Deno.remove(task.local, { recursive: true });
  };
  const results = await run({ racers, rounds, tidyUp });
  const mine = results.get("ours")!;
  const rate = (seconds: number) => `${(FILES / seconds).toFixed(0)}/s`;
  return [...results].slice(1).map(([rival, theirs]) =>
    faster(where, mine, theirs, rival, target, rate)
  );
}
