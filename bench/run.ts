// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * Runs the benchmarks: all groups, or only those in the arguments.
 *
 *     deno task bench
 *     deno task bench small_gets in_flight
 *
 * @module
 */

import { cpus, totalmem } from "node:os";
import { findNginx } from "../tests/interop/nginx.ts";
import { cachedGets, cachedReads } from "./cached_gets.ts";
import { downloads } from "./downloads.ts";
import { eventQueueGroup } from "./event_queue.ts";
import { type Figure, type Group, mebibytes } from "./figure.ts";
import { ftpRead, ftpWrite } from "./ftp_big.ts";
import { ftpListing, ftpSmallFiles } from "./ftp_many.ts";
import { gopherMenu } from "./gopher_menu.ts";
import { gopherRead } from "./gopher_read.ts";
import { httpRead } from "./http_read.ts";
import { closing, fileLimit, inFlight } from "./in_flight.ts";
import { latency, smallGets } from "./small_gets.ts";
import { startUp } from "./start_up.ts";
import { urlCache } from "./url_cache.ts";
import { trees } from "./trees.ts";

const GROUPS: readonly Group[] = [
  httpRead,
  smallGets,
  latency,
  startUp,
  cachedGets,
  cachedReads,
  eventQueueGroup,
  inFlight,
  fileLimit,
  closing,
  ftpRead,
  ftpWrite,
  ftpSmallFiles,
  ftpListing,
  trees,
  gopherRead,
  gopherMenu,
  urlCache,
  downloads,
];

function printMachine(): void {
  const processors = cpus();
  const { deno, v8 } = Deno.version;
  console.log(
    `${processors.length} x ${processors[0]?.model}, ${
      mebibytes(totalmem())
    }, ` +
      `${Deno.build.os}; Deno ${deno}, V8 ${v8}; ` +
      `files from ${findNginx() ? "nginx" : "a server on raw sockets"}`,
  );
  console.log(
    "Client and server share this machine. A ratio above 1 means faster than the other side.",
  );
  const busy = Deno.loadavg()[0]!;
  if (busy > 0.5 * processors.length) {
    console.log(
      `Other programs are running (load ${
        busy.toFixed(1)
      }), so the ratios are too low: ` +
        "the side that needs more processor time is slowed down more.",
    );
  }
}

function printFigures(figures: readonly Figure[]): void {
  const rows = figures.map(({ what, measured, target, passed, details }) => [
    what,
    measured,
    target,
    passed === null ? "" : passed ? "PASS" : "MISS",
    details,
  ]);
  const widths = rows[0]?.map((_, at) =>
    Math.max(...rows.map((row) => row[at]!.length))
  );
  for (const row of rows) {
    const cells = row.map((cell, at) => cell.padEnd(widths![at]!));
    console.log(`  ${cells.join("  ")}`.trimEnd());
  }
}

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) =>
    !GROUPS.some((group) => group.name === name)
  );
  if (unknown !== undefined) {
    const known = GROUPS.map((group) => group.name).join(", ");
    console.error(`Unknown group "${unknown}"; the groups are ${known}`);
    Deno.exit(2);
  }
  printMachine();
  const all: Figure[] = [];
  for (const group of GROUPS) {
    if (names.length > 0 && !names.includes(group.name)) continue;
    console.log(`\n${group.name}: ${group.title}`);
    const figures = await group.run();
    printFigures(figures);
    console.log(`  Not measured: ${group.notShown}.`);
    all.push(...figures);
  }
  const missed = all.filter(({ passed }) => passed === false).length;
  const judged = all.filter(({ passed }) => passed !== null).length;
  console.log(`\n${judged - missed} of ${judged} targets met`);
}

await main(Deno.args.filter((argument) => argument !== "--"));
