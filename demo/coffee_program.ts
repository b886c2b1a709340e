// Copyright 2026 the wininet authors. MIT license.

/**
 * The program of `coffee.ts`: reads the command line, downloads the price lists
 * in both modes and prints the report.
 *
 * @module
 */

import {
  comparisonText,
  eventTable,
  listText,
  timesText,
} from "./coffee_report.ts";
import { type Mode, Timeline } from "./coffee_timeline.ts";
import { Download } from "./download.ts";
import { downloadInTurn } from "./download_in_turn.ts";
import { describeFailure, describeProgress } from "./download_text.ts";
import { AsynchronousSession } from "./download_together.ts";
import {
  comparePriceLists,
  type Comparison,
  MAX_BYTES,
  parsePriceList,
  type PriceList,
  PriceListError,
} from "./price_list.ts";
import {
  type Arguments,
  EXIT_FAILURE,
  EXIT_OK,
  type Program,
  runProgram,
} from "./program.ts";
import { openPriceSites, type PriceProtocol, type PriceSite } from "./sites.ts";
import type { Io } from "../_cli/terminal.ts";
import { paragraph, Progress } from "./display.ts";
import { besideTrace } from "../_cli/trace_file.ts";

/** The maximum number of sites: the tables have no room for more. */
const MAX_SITES = 3;

/** The options that select the protocols of the embedded sites. */
const FTP = "--ftp";
const GOPHER = "--gopher";
const ALL = "--all";

const HELP =
  `Compares the coffee prices of two or three sites: first with one download after
the other, as a synchronous program does, then with all at the same time, as an
asynchronous program does.

  deno task coffee [options]                  two embedded sites
  deno task coffee [options] URL URL [URL]    two or three price lists: http,
                                              https, ftp, ftps, gopher or gophers

  --ftp               use an FTP server for one of the embedded sites
  --gopher            use a Gopher server for the other one
  --all               use three sites: one with HTTP, one with FTP, one with
                      Gopher
  --timeout SECONDS   interrupt a download that takes longer (default 30)
  --trace FILE        write a trace of the asynchronous version: a page (.html),
                      an archive for developer tools (.har), trace events for
                      Perfetto (.json) or a text (.txt); the synchronous version
                      gets a second file; other directories than this one need
                      --allow-write
  --help              print this text

A price list is UTF-8 text: a first line "price-list 1 USD", a line with the
name of the site, then lines with an item, a tab and a price. Lines that start
with # are comments.

The exit code is 0, 1 if a list could not be downloaded or understood, and 2 if
the command line is wrong.
`;

/** Settings that are not on the command line. */
export interface CoffeeOptions {
  /**
   * The factor for the delays of the embedded sites.
   *
   * @default {1}
   */
  readonly pace?: number;
}

/** The result of one version of the program. */
interface Outcome {
  readonly timeline: Timeline;
  /** The time in milliseconds. */
  readonly duration: number;
  readonly lists: readonly (PriceList | null)[];
  readonly comparison: Comparison | null;
  /** Sentences about downloads that failed. */
  readonly failures: readonly string[];
  /** Sentences about content that is not a valid price list. */
  readonly faults: readonly string[];
}

/** Runs the command line; returns the exit code. */
export function main(
  args: readonly string[],
  io: Io,
  { pace = 1 }: CoffeeOptions = {},
): Promise<number> {
  const program: Program = {
    name: "coffee",
    help: HELP,
    schemes: ["http", "https", "ftp", "ftps", "gopher", "gophers"],
    switches: [FTP, GOPHER, ALL],
    check: checkArguments,
    run: (parsed, io) => run(parsed, io, pace),
  };
  return runProgram(program, args, io);
}

function checkArguments(
  { urls: { length }, switches }: Arguments,
): string | null {
  if (length === 1 || length > MAX_SITES) {
    return `two or three URLs, or none, are required, not ${length}`;
  }
  const [first] = switches;
  if (first !== undefined && length > 0) {
    return `${first} is for the embedded sites; the scheme of a URL selects the protocol`;
  }
  return switches.has(ALL) && switches.size > 1
    ? `${ALL} already uses every protocol; remove the other options`
    : null;
}

async function run(
  parsed: Arguments,
  io: Io,
  pace: number,
): Promise<number> {
  if (parsed.urls.length > 0) {
    return await compareSites(labelled(parsed.urls), parsed, io);
  }
  await using embedded = openPriceSites(pace, protocolsOf(parsed.switches));
  return await compareSites(embedded.sites, parsed, io);
}

function protocolsOf(switches: ReadonlySet<string>): PriceProtocol[] {
  if (switches.has(ALL)) return ["http", "ftp", "gopher"];
  return [
    switches.has(GOPHER) ? "gopher" : "http",
    switches.has(FTP) ? "ftp" : "http",
  ];
}

async function compareSites(
  sites: readonly PriceSite[],
  parsed: Arguments,
  io: Io,
): Promise<number> {
  io.out("Synchronous version: one site after the other\n");
  const synchronous = await runVersion("synchronous", sites, {
    ...parsed,
    trace: besideTrace(parsed.trace, "synchronous"),
  }, io);
  report("synchronous", synchronous, io);
  const all = sites.length === 2 ? "both" : "all";
  io.out(`\nAsynchronous version: ${all} sites at the same time\n`);
  const asynchronous = await runVersion("asynchronous", sites, parsed, io);
  report("asynchronous", asynchronous, io);
  const faults = new Set([...synchronous.faults, ...asynchronous.faults]);
  for (const fault of faults) io.err(`coffee: ${fault}\n`);
  io.out("\n");
  io.out(
    eventTable(
      sites.map(({ label }) => label),
      synchronous.timeline,
      asynchronous.timeline,
      io.columns,
    ),
  );
  const prices = pricesText(asynchronous, io) || pricesText(synchronous, io);
  if (prices !== "") io.out(`\n${prices}`);
  const finished = synchronous.comparison && asynchronous.comparison;
  const { duration } = synchronous;
  io.out(`\n${
    timesText(
      duration,
      asynchronous.duration,
      finished !== null,
      io.columns,
    )
  }`);
  const clean = synchronous.failures.length === 0 &&
    asynchronous.failures.length === 0 && faults.size === 0;
  return clean ? EXIT_OK : EXIT_FAILURE;
}

/** Downloads all lists in one of the two modes and compares them. */
async function runVersion(
  mode: Mode,
  sites: readonly PriceSite[],
  { timeout, trace }: Arguments,
  io: Io,
): Promise<Outcome> {
  const progress = new Progress(io, sites.map(({ label }) => label));
  const downloads = sites.map((site, index) =>
    new Download({
      ...site,
      limit: MAX_BYTES,
      watcher(download) {
        timeline.note(downloads);
        progress.update(index, describeProgress(download), download.over);
      },
    })
  );
  const timeline = new Timeline(mode);
  if (mode === "synchronous") await downloadInTurn(downloads, timeout, trace);
  else {
    await using session = new AsynchronousSession(timeout, trace);
    await session.download(downloads);
  }
  const findings = examine(downloads);
  if (findings.comparison) timeline.noteComparison();
  return { timeline, duration: timeline.elapsed, ...findings };
}

/** Reads and compares the lists, as far as they have arrived. */
function examine(
  downloads: readonly Download[],
): Omit<Outcome, "timeline" | "duration"> {
  const faults: string[] = [];
  const lists = downloads.map((download) => readList(download, faults));
  const whole = lists.filter((list) => list !== null);
  const comparison = whole.length < lists.length ? null : attempt(
    () => comparePriceLists(...whole),
    (problem) => faults.push(problem),
  );
  const failures = downloads
    .filter(({ phase }) => phase === "failed")
    .map(describeFailure);
  return { lists, comparison, failures, faults };
}

/**
 * Returns the price list of a download. If the download was cut off, the list
 * has the lines that have arrived.
 */
function readList(download: Download, faults: string[]): PriceList | null {
  const { bytes, status, phase, label, url } = download;
  if (phase === "complete") {
    return attempt(
      () => parsePriceList(download.content()),
      (problem) =>
        faults.push(
          `${label} has no price list at ${shownUrl(url)}: ${problem}`,
        ),
    );
  }
  if (bytes === 0 || bytes > MAX_BYTES || (status ?? 200) !== 200) return null;
  return attempt(
    () => parsePriceList(download.content(), { cut: true }),
    () => {},
  );
}

function attempt<Value>(
  run: () => Value,
  explain: (problem: string) => void,
): Value | null {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof PriceListError)) throw error;
    explain(error.message);
    return null;
  }
}

function report(mode: Mode, { failures }: Outcome, io: Io): void {
  for (const failure of failures) {
    io.err(`coffee: ${mode} version: ${failure}\n`);
  }
}

function pricesText(
  { comparison, lists, failures }: Outcome,
  io: Io,
): string {
  const prices = comparison
    ? comparisonText(comparison, io.columns)
    : lists.map((list) => list ? listText(list, io.columns) : "").filter(
      Boolean,
    )
      .join("\n");
  if (prices === "" || failures.length === 0) return prices;
  const warning =
    "Only these prices arrived: a missing item may be in the part that did not arrive.";
  return prices + paragraph(warning, io.columns);
}

/** Names sites by their hosts, or by more of the URL if some hosts are the same. */
function labelled(texts: readonly string[]): PriceSite[] {
  const urls = texts.map((text) => new URL(text));
  const same = new Set(urls.map(({ host }) => host)).size < urls.length;
  return urls.map(({ host, pathname, href }) => ({
    label: same ? `${host}${pathname}` : host,
    url: href,
  }));
}

/** Returns a URL without its password. */
function shownUrl(text: string): string {
  const url = new URL(text);
  if (url.password === "") return text;
  url.password = "";
  return url.href;
}
