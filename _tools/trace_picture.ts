// Copyright 2026 the wininet authors. MIT license.
/**
 * Draws docs/trace.svg, the picture of README.md: downloads the price lists of the coffee
 * demo from its own HTTP, FTP and Gopher servers, records them, and draws the trace events.
 *
 *     deno run --allow-net --allow-write=docs _tools/trace_picture.ts
 *     deno fmt docs/trace.svg
 *
 * @module
 */
import { openPriceSites } from "../demo/sites.ts";
import { INTERNET_FLAG_PASSIVE } from "../flags.ts";
import { InternetOpen, InternetOpenUrl } from "../internet.ts";
import { readable } from "../streams.ts";
import { recordTrace } from "../trace.ts";
import { escapeHtml } from "../_base/html.ts";

interface TraceEvent {
  readonly cat?: string;
  readonly name: string;
  /** Microseconds. */
  readonly ts: number;
  readonly dur: number;
  readonly args: { readonly url?: string };
}

/** The colors of stages, as on the page of `toHtml`. */
const COLORS: Readonly<Record<string, string>> = {
  "waiting for its turn": "#a9b1bd",
  "connecting": "#ef8a17",
  "logging in": "#cf4a7d",
  "FTP commands": "#b99a10",
  "sending": "#5f63e8",
  "waiting for the response": "#3fae49",
  "receiving": "#1f82e0",
};
const WIDTH = 840;
const LEFT = 130;
const RIGHT = 80;
const ROW = 30;
const TOP = 40;

/** Downloads the lists at the same time; returns the trace events. */
async function record(): Promise<readonly TraceEvent[]> {
  await using embedded = openPriceSites(0.4, ["http", "ftp", "gopher"]);
  await using hInternet = InternetOpen("trace picture/1.0");
  using trace = recordTrace(hInternet);
  await Promise.all(embedded.sites.map(async ({ url }) => {
    using hFile = await InternetOpenUrl(
      hInternet,
      url,
      null,
      INTERNET_FLAG_PASSIVE,
    );
    await new Response(readable(hFile)).bytes();
  }));
  trace.stop();
  const { traceEvents } = trace.toTraceEvents() as {
    readonly traceEvents: readonly TraceEvent[];
  };
  return traceEvents;
}

function draw(events: readonly TraceEvent[]): string {
  const transfers = events.filter(({ cat }) => cat === "transfer");
  const end = Math.max(...transfers.map(({ ts, dur }) => ts + dur));
  const x = (microseconds: number) =>
    LEFT + microseconds / end * (WIDTH - LEFT - RIGHT);
  const rows: string[] = [];
  let row = -1;
  for (const { cat, name, ts, dur, args } of events) {
    if (cat === "transfer") {
      row++;
      const y = TOP + row * ROW;
      const { protocol } = new URL(args.url ?? "");
      rows.push(
        text(16, y + 17, `${protocol}//…/prices`),
        text(x(ts + dur) + 8, y + 17, `${Math.round(dur / 1000)} ms`),
      );
    } else if (cat === "stage") {
      const y = TOP + row * ROW + 4;
      const width = x(ts + dur) - x(ts);
      if (width > 0.5) rows.push(bar(x(ts), y, width, name));
    }
  }
  const height = TOP + (row + 1) * ROW + 44;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="12" fill="#1c2330">
<title>Three downloads at the same time</title>
<rect width="100%" height="100%" rx="6" fill="#ffffff" stroke="#e2e5ea"/>
${text(16, 24, "Three downloads at the same time, recorded by recordTrace")}
${rows.join("\n")}
${legend(height - 18)}
</svg>
`;
}

function legend(y: number): string {
  let at = 16;
  return Object.keys(COLORS).map((name) => {
    const entry = bar(at, y - 10, 12, name) + text(at + 18, y, name);
    at += 34 + name.length * 6.3;
    return entry;
  }).join("\n");
}

function bar(x: number, y: number, width: number, stage: string): string {
  const height = width === 12 ? 12 : 18;
  return `<rect x="${x.toFixed(1)}" y="${y}" width="${
    width.toFixed(1)
  }" height="${height}" fill="${COLORS[stage] ?? "#dfe3e9"}"/>`;
}

function text(x: number, y: number, content: string): string {
  return `<text x="${x.toFixed(0)}" y="${y}">${escapeHtml(content)}</text>`;
}

await Deno.writeTextFile("docs/trace.svg", draw(await record()));
