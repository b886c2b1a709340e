// Copyright 2026 the wininet authors. MIT license.

/**
 * One large file over FTP, to and from a local file, compared with curl, lftp
 * and basic-ftp.
 *
 * @module
 */

import type { RealFtpServerName } from "../tests/interop/ftp_servers.ts";
import { atMost, type Figure, type Group, mebibytes } from "./figure.ts";
import { basicFtp, curl, lftp, ours } from "./ftp_racers.ts";
import { BIG_SIZE, openSite, take, writeBig } from "./ftp_site.ts";
import { faster, type Race, type Result, run } from "./race.ts";

const ROUNDS = 5;

/** The goal for the memory of our process, in MiB. */
const PLAIN_LIMIT = 80;
const TLS_LIMIT = 200;

interface Case {
  readonly server: RealFtpServerName;
  readonly tls: boolean;
  /** The goal for the speed relative to curl. */
  readonly target: number | null;
}

/** The group of downloads. */
export const ftpRead: Group = {
  name: "ftp_read",
  title: `FtpGetFile of 1 GiB, ${ROUNDS} rounds of whole processes`,
  notShown:
    "a network and a disk: the files are in memory, the server is local",
  run: () =>
    measureAll("get", [
      { server: "vsftpd", tls: false, target: 1.15 },
      { server: "pure-ftpd", tls: false, target: 1.15 },
      { server: "pure-ftpd", tls: true, target: 1 },
    ]),
};

/** The group of uploads. */
export const ftpWrite: Group = {
  name: "ftp_write",
  title: `FtpPutFile of 1 GiB, ${ROUNDS} rounds of whole processes`,
  notShown:
    "a network and a disk: the files are in memory, the server is local",
  run: () =>
    measureAll("put", [
      { server: "pure-ftpd", tls: false, target: 1.05 },
      { server: "pure-ftpd", tls: true, target: 1 },
    ]),
};

async function measureAll(
  action: "get" | "put",
  cases: readonly Case[],
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const one of cases) figures.push(...await measure(action, one));
  return figures;
}

async function measure(
  action: "get" | "put",
  { server: name, tls, target }: Case,
): Promise<Figure[]> {
  await using site = await openSite(name);
  if (site === null) return [];
  const { server } = site;
  const task = site.task(action, "local", "remote", tls);
  const remote = `${server.home}/remote`;
  if (action === "get") {
    await server.addFile("remote", "");
    await writeBig(remote);
  } else await writeBig(task.local);
  const race: Race = {
    racers: [
      ours(task),
      ...curl(task),
      ...lftp(task),
      ...await basicFtp(task),
    ],
    rounds: ROUNDS,
    tidyUp: () => take(action === "get" ? task.local : remote, BIG_SIZE),
  };
  const results = await run(race);
  return report(`${name}${tls ? ", TLS" : ""}`, results, tls, target);
}

function report(
  where: string,
  results: ReadonlyMap<string, Result>,
  tls: boolean,
  target: number | null,
): Figure[] {
  const mine = results.get("ours")!;
  const rate = (seconds: number) => `${mebibytes(BIG_SIZE / seconds)}/s`;
  return [
    ...[...results].slice(1).map(([rival, theirs]) =>
      faster(where, mine, theirs, rival, rival === "curl" ? target : null, rate)
    ),
    atMost(
      `${where}, memory`,
      mine.rss / 2 ** 20,
      tls ? TLS_LIMIT : PLAIN_LIMIT,
      " MiB",
      "the maximum of all rounds",
    ),
  ];
}
