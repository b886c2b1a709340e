// Copyright 2026 the wininet authors. MIT license.

/**
 * Downloads a page and all the resources that it refers to, at the same time,
 * on one asynchronous session with one status callback.
 *
 * ```sh
 * deno task page
 * deno task page --timeout 5 https://example.com/
 * deno task page --cache /tmp/pages https://example.com/
 * ```
 *
 * @module
 */

import { CACHED_FLAGS, Download, OPEN_FLAGS } from "./download.ts";
import { describeFailure, describeProgress } from "./download_text.ts";
import { AsynchronousSession } from "./download_together.ts";
import { PageCache } from "./page_cache.ts";
import { findPageResources, MAX_RESOURCES } from "./page_resources.ts";
import {
  type Arguments,
  EXIT_FAILURE,
  EXIT_OK,
  type Program,
  runProgram,
} from "./program.ts";
import { openPageSite } from "./sites.ts";
import { type Io, processIo } from "../_cli/terminal.ts";
import {
  type Column,
  formatSeconds,
  Progress,
  type Row,
  table,
} from "./display.ts";

const HELP =
  `Downloads an HTML page, and then its images, scripts, style sheets and icons
all at the same time.

  deno task page [options]        an embedded page
  deno task page [options] URL    a page, http or https

  --cache DIR         keep downloads in this directory, use the existing ones, and
                      show the savings
  --timeout SECONDS   interrupt a download that takes longer (default 30)
  --trace FILE        write a trace: a page (.html), an archive for developer tools
                      (.har), trace events for Perfetto (.json) or a text (.txt)
  --help              print this text

The exit code is 0, 1 if the page or a part of it could not be downloaded, and 2
if the command line is wrong. A response "404 Not Found" is not a failure:
the table shows it.
`;

/** The maximum size of a page in bytes. */
const MAX_PAGE_BYTES = 4_194_304;
/** The maximum size of a resource in bytes. */
const MAX_RESOURCE_BYTES = 67_108_864;

/** Settings that are not on the command line. */
export interface PageOptions {
  /**
   * The factor for the delays of the embedded site.
   *
   * @default {1}
   */
  readonly pace?: number;
}

/** A download and its purpose on the page. */
interface Need {
  readonly kind: string;
  readonly url: string;
  /** `true` for the page itself, which is required and is searched for resources. */
  readonly page?: boolean;
}

/** Runs the command line; returns the exit code. */
export function main(
  args: readonly string[],
  io: Io,
  { pace = 1 }: PageOptions = {},
): Promise<number> {
  const program: Program = {
    name: "page",
    help: HELP,
    schemes: ["http", "https"],
    values: ["--cache"],
    check: ({ urls: { length } }) =>
      length < 2 ? null : `one URL or none is required, not ${length}`,
    run: (parsed, io) => run(parsed, io, pace),
  };
  return runProgram(program, args, io);
}

async function run(
  parsed: Arguments,
  io: Io,
  pace: number,
): Promise<number> {
  const { urls: [url], values } = parsed;
  const folder = values.get("--cache");
  await using cache = folder === undefined
    ? null
    : await PageCache.open(folder);
  if (url !== undefined) return await showPage(url, parsed, cache, io);
  await using site = openPageSite(pace);
  return await showPage(site.url, parsed, cache, io);
}

async function showPage(
  url: string,
  { timeout, trace }: Arguments,
  cache: PageCache | null,
  io: Io,
): Promise<number> {
  const flags = cache === null ? OPEN_FLAGS : CACHED_FLAGS;
  const startedAt = performance.now();
  await using session = new AsynchronousSession(timeout, trace);
  io.out(`The page ${url}\n`);
  const [page] = await downloadAll(
    session,
    [{ kind: "page", url, page: true }],
    flags,
    io,
  );
  if (!page) return EXIT_FAILURE;
  const problem = problemOf(page);
  if (problem !== null) {
    io.err(`page: ${problem}\n`);
    return EXIT_FAILURE;
  }
  const html = textOf(page);
  const { resources, omitted } = findPageResources(html, page.url);
  io.out(`\nWhat it needs: ${countText(resources.length, omitted)}\n`);
  const downloads = await downloadAll(session, resources, flags, io);
  const duration = performance.now() - startedAt;
  const kinds = ["page", ...resources.map(({ kind }) => kind)];
  io.out(`\n${summaryTable([page, ...downloads], kinds)}`);
  io.out(`\n${timesText([page, ...downloads], duration)}`);
  if (cache !== null) io.out(await cache.report([page, ...downloads]));
  const failed = downloads.filter(({ phase }) => phase === "failed");
  for (const download of failed) io.err(`page: ${describeFailure(download)}\n`);
  return failed.length === 0 ? EXIT_OK : EXIT_FAILURE;
}

/** Runs downloads at the same time and shows their progress. */
async function downloadAll(
  session: AsynchronousSession,
  needs: readonly Need[],
  flags: number,
  io: Io,
): Promise<Download[]> {
  const labels = needs.map(({ url }) => labelOf(url));
  const progress = new Progress(io, labels);
  const downloads = needs.map(({ url, page = false }, index) =>
    new Download({
      label: labels[index] ?? url,
      url,
      limit: page ? MAX_PAGE_BYTES : MAX_RESOURCE_BYTES,
      keep: page,
      strict: page,
      flags,
      watcher(download) {
        progress.update(index, describeProgress(download), download.over);
      },
    })
  );
  await session.download(downloads);
  return downloads;
}

/** Returns the reason why a page cannot be searched, or `null`. */
function problemOf(page: Download): string | null {
  if (page.phase === "failed") return describeFailure(page);
  const type = page.contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (["", "text/html", "application/xhtml+xml"].includes(type)) return null;
  return `${page.url} is not an HTML page: its type is ${JSON.stringify(type)}`;
}

function textOf(page: Download): string {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(page.contentType)?.[1];
  let decoder = new TextDecoder();
  try {
    decoder = new TextDecoder(charset);
  } catch {
    // The encoding is unknown. The tags are ASCII in nearly all encodings.
  }
  return decoder.decode(page.content());
}

function countText(count: number, omitted: number): string {
  if (count === 0) return "nothing";
  const more = omitted > 0
    ? `, the first ${MAX_RESOURCES} of ${count + omitted}`
    : "";
  return `${count} ${
    count === 1 ? "resource" : "resources"
  }${more}, requested at the same time`;
}

function summaryTable(
  downloads: readonly Download[],
  kinds: readonly string[],
): string {
  const rows: Row[] = [
    ["Resource", "Kind", "Status", "Bytes", "Time", "End"],
    null,
    ...downloads.map((download, index) => [
      download.label,
      kinds[index] ?? "",
      `${download.status ?? "-"}`,
      `${download.bytes}`,
      formatSeconds(download.duration),
      endOf(download),
    ]),
  ];
  const right: Column = { width: 12, align: "right" };
  return table(
    [{ width: 30 }, { width: 12 }, right, right, right, { width: 12 }],
    rows,
  );
}

function endOf({ phase, interrupted, source }: Download): string {
  if (phase === "complete") return source === "site" ? "complete" : source;
  return interrupted ? "interrupted" : "failed";
}

function timesText(downloads: readonly Download[], duration: number): string {
  const sum = downloads.reduce((sum, download) => sum + download.duration, 0);
  const both = `Everything took ${
    formatSeconds(duration)
  }; the downloads together took ${formatSeconds(sum)}`;
  if (sum <= duration) return `${both}.\n`;
  const percent = Math.round((sum - duration) / sum * 100);
  return `${both}: running them at the same time saved ${
    formatSeconds(sum - duration)
  } (${percent} %).\n`;
}

/** Returns the last part of the path, or the host. */
function labelOf(url: string): string {
  const { host, pathname } = new URL(url);
  return pathname.split("/").at(-1) || host;
}

if (import.meta.main) {
  Deno.exitCode = await main(Deno.args, processIo("stdout"));
}
