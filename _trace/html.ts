// Copyright 2026 the wininet authors. MIT license.

/**
 * Writes a trace as an HTML page, which uses no script and no external
 * resource.
 *
 * @module
 */

import { escapeHtml } from "../_base/html.ts";
import {
  durationOf,
  endText,
  formatBytes,
  formatTime,
  isFailure,
  labelOf,
  mainStage,
  type Recording,
  type Stage,
  STAGE_TEXTS,
  type StageName,
  STAGES,
  summaryText,
  timesOf,
  type Transfer,
} from "./transfer.ts";

/** The maximum number of transfers in the lists above the rows. */
const LISTED = 5;

/** The number of steps in the overview. */
const STEPS = 120;

/** The width of a wide page in pixels. */
const PIXELS = 2000;

/** The number of marks on the axis. */
const TICKS = 4;

/** The style sheet of the page. */
const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --back: #ffffff; --raised: #f5f6f8; --line: #e2e5ea; --text: #1c2330;
  --dim: #5d6675; --bad: #c62828; --bad-back: #fdeceb; --link: #1a5fb4;
  --blocked: #a9b1bd; --lookup: #14a085; --connect: #ef8a17; --tls: #a545c4;
  --login: #cf4a7d; --command: #b99a10; --send: #5f63e8; --wait: #3fae49;
  --receive: #1f82e0; --idle: #dfe3e9;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #14171c; --raised: #1d2128; --line: #2e343e; --text: #e6e9ef;
    --dim: #9aa4b2; --bad: #ff7b72; --bad-back: #3a1c1d; --link: #7ab7ff;
    --blocked: #6b7482; --lookup: #2cc4a6; --connect: #f6a04d; --tls: #c47be0;
    --login: #e87aa5; --command: #d8bb3f; --send: #8b8ff5; --wait: #5fcb69;
    --receive: #4ea1f3; --idle: #343b46;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 16px; max-width: 1800px; background: var(--back);
  color: var(--text); font: 14px/1.45 system-ui, sans-serif;
}
h1 { font-size: 20px; margin: 0 0 2px; }
h2 { font-size: 15px; margin: 20px 0 6px; }
p { margin: 0; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
.dim { color: var(--dim); }
.num { font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 12px 0; padding: 0; list-style: none; }
.legend i { display: inline-block; width: 12px; height: 12px; border-radius: 2px; margin-right: 6px; vertical-align: -1px; }
${STAGES.map(stageStyle).join("\n")}
.chip {
  border: 1px solid var(--line); border-radius: 9px; padding: 0 7px; font-size: 11px;
  color: var(--dim); white-space: nowrap; margin-left: 6px;
}
svg { display: block; width: 100%; overflow: visible; }
.overview { height: 56px; background: var(--raised); border-radius: 4px; }
.lists { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr)); gap: 0 32px; }
.lists ol, .lists ul { margin: 0; padding-left: 0; list-style: none; }
.lists li { padding: 3px 0; overflow-wrap: anywhere; }
.lists svg { height: 8px; margin-top: 2px; border-radius: 2px; overflow: hidden; }
.filter { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 20px 0 4px; align-items: baseline; }
.filter h2 { margin: 0; }
.filter label { cursor: pointer; }
.filter input { accent-color: var(--link); margin: 0 4px 0 0; vertical-align: -2px; }
.axis, summary {
  display: grid; align-items: center; column-gap: 10px;
  grid-template-columns: 4ch minmax(140px, 26%) minmax(0, 1fr) 8ch 210px;
}
.axis {
  position: sticky; top: 0; z-index: 1; background: var(--back); padding: 4px 0;
  border-bottom: 1px solid var(--line); color: var(--dim);
}
.ticks { grid-column: 3; font-size: 12px; display: grid; grid-template-columns: repeat(4, 1fr); white-space: nowrap; }
.ticks > span { display: flex; justify-content: space-between; }
.row { border-bottom: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 27px; }
.row:target { background: var(--raised); }
summary { cursor: pointer; padding: 3px 0; list-style: none; min-height: 26px; }
summary::-webkit-details-marker { display: none; }
summary:hover { background: var(--raised); }
.name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.name b { font-weight: 600; }
.bar { grid-column: 3; }
.bar svg {
  height: 16px;
  background: linear-gradient(to right, var(--line) 1px, transparent 1px) 0 0 / 25% 100%;
}
.bar rect, .lists rect { height: 100%; }
.bar .whole { height: 10px; }
.whole { fill: var(--dim); }
.cross { stroke: var(--bad); stroke-width: 2; }
.end { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; font-size: 12px; color: var(--dim); }
.failed .end, .why { color: var(--bad); }
.failed .end { font-weight: 600; }
.failed { background: var(--bad-back); }
.why { grid-column: 2 / -1; font-size: 12px; overflow-wrap: anywhere; }
.more { padding: 4px 0 10px calc(4ch + 10px); display: flex; flex-wrap: wrap; align-items: flex-start; gap: 8px 40px; }
.more table { border-collapse: collapse; font-size: 13px; }
.more td { padding: 1px 12px 1px 0; vertical-align: top; overflow-wrap: anywhere; }
.more td:first-child { white-space: nowrap; }
.more i { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 6px; }
body:has(#only-failed:checked) .row:not(.failed),
body:has(#only-kept:checked) .row:not(.kept),
body:has(#only-new:checked) .row:not(.new) { display: none; }
@media (max-width: 1000px) {
  .axis, summary { grid-template-columns: 4ch minmax(140px, 30%) minmax(0, 1fr) 8ch; }
  .end { display: none; }
}
@media (max-width: 760px) {
  body { padding: 10px; }
  .axis, summary { grid-template-columns: 4ch minmax(0, 1fr) auto; column-gap: 8px; }
  .ticks, .bar { grid-column: 1 / -1; }
  .name { grid-column: 2; }
  .bar { order: 1; }
  .why { grid-column: 1 / -1; order: 2; }
  .row { contain-intrinsic-size: auto 50px; }
  .more { padding-left: 0; }
}
@media print { .row { content-visibility: visible; } .filter label { display: none; } }
`;

/** A transfer with its number on the page. */
interface Row {
  readonly number: number;
  readonly transfer: Transfer;
}

/** Returns the colour of a stage, for bars and for the legend. */
function stageStyle(name: StageName): string {
  return `.${name} { fill: var(--${name}); background: var(--${name}); }`;
}

/** Returns the page. */
export function traceHtml(recording: Recording): string {
  const rows = recording.transfers.map((transfer, at): Row => ({
    number: at + 1,
    transfer,
  }));
  const began = new Date(recording.timeOrigin + recording.start);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Trace of ${began.toISOString()}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<h1>Trace</h1>
<p>${escapeHtml(summaryText(recording))}</p>
<p class="dim">Recorded from ${began.toISOString()}</p>
${legend()}
${overview(recording)}
<div class="lists">
${slowest(rows)}
${failures(rows)}
</div>
<div class="filter"><h2>Transfers in the order of their starts</h2>
${filter("all", "all", true)}
${filter("only-failed", "failed")}
${filter("only-kept", "on a kept connection")}
${filter("only-new", "on a new connection")}
</div>
${axis(recording)}
<main>
${rows.map((row) => rowOf(row, recording)).join("\n")}
</main>
</body>
</html>
`;
}

function legend(): string {
  const items = STAGES.map((name) =>
    `<li><i class="${name}"></i>${STAGE_TEXTS[name]}</li>`
  );
  return `<ul class="legend">
${items.join("\n")}
<li><span class="chip" style="margin-left:0">kept</span> on a connection that was there before</li>
</ul>`;
}

function filter(id: string, text: string, isChecked = false): string {
  const checked = isChecked ? " checked" : "";
  return `<label><input type="radio" name="filter" id="${id}"${checked}>${text}</label>`;
}

// ---- above the rows ----

/** Shows how many transfers were in each stage over time. */
function overview(recording: Recording): string {
  const steps = stepsOf(recording);
  const most = Math.max(1, ...steps.map((step) => total(step)));
  const bars = steps.flatMap((step, at) => {
    let top = most;
    return STAGES.flatMap((name) => {
      const count = step.get(name) ?? 0;
      if (count === 0) return [];
      top -= count;
      return [
        `<rect class="${name}" x="${at}" y="${
          short(top)
        }" width="1.02" height="${short(count)}"/>`,
      ];
    });
  });
  return `<h2>Transfers at the same time <span class="dim">up to ${
    mostAtOnce(recording.transfers)
  }</span></h2>
<svg class="overview" viewBox="0 0 ${STEPS} ${
    short(most)
  }" preserveAspectRatio="none" role="img" aria-label="The number of transfers in each stage over time">${
    bars.join("")
  }</svg>`;
}

function stepsOf(
  { transfers, start, end }: Recording,
): Map<StageName, number>[] {
  const steps = Array.from(
    { length: STEPS },
    () => new Map<StageName, number>(),
  );
  const length = (end - start) / STEPS || 1;
  for (const stage of transfers.flatMap(({ stages }) => stages)) {
    const last = Math.min(STEPS - 1, Math.floor((stage.end - start) / length));
    const first = Math.max(0, Math.floor((stage.start - start) / length));
    for (let at = first; at <= last; at++) {
      const from = Math.max(stage.start, start + at * length);
      const to = Math.min(stage.end, start + (at + 1) * length);
      const step = steps[at]!;
      const share = Math.max(0, to - from) / length;
      step.set(stage.name, (step.get(stage.name) ?? 0) + share);
    }
  }
  return steps;
}

/** Returns the largest number of transfers in progress at the same time. */
function mostAtOnce(transfers: readonly Transfer[]): number {
  const changes = transfers
    .flatMap(({ start, end }) => [[start, 1], [end, -1]] as const)
    .toSorted(([a, up], [b, down]) => a - b || up - down);
  let now = 0;
  let most = 0;
  for (const [, change] of changes) most = Math.max(most, now += change);
  return most;
}

function total(step: ReadonlyMap<StageName, number>): number {
  return [...step.values()].reduce((sum, count) => sum + count, 0);
}

function slowest(rows: readonly Row[]): string {
  const list = rows
    .toSorted((a, b) => durationOf(b.transfer) - durationOf(a.transfer))
    .slice(0, LISTED)
    .map(({ number, transfer }) =>
      `<li>${linkTo({ number, transfer })} <b>${
        formatTime(durationOf(transfer))
      }</b><br><span class="dim">${stagesText(transfer)}</span>${
        shareBar(transfer)
      }</li>`
    );
  return section("The slowest, and where their time went", list);
}

/** Lists the failures by reason, the most frequent first. */
function failures(rows: readonly Row[]): string {
  const failed = rows.filter(({ transfer }) => isFailure(transfer));
  const reasons = Map.groupBy(failed, ({ transfer }) => endText(transfer));
  const list = [...reasons]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .slice(0, 2 * LISTED)
    .map(([reason, rows]) =>
      `<li><span class="why">${escapeHtml(reason)}</span><br>${
        linksTo(rows)
      }</li>`
    );
  const more = reasons.size - list.length;
  if (more > 0) list.push(`<li class="dim">and ${more} other reasons</li>`);
  return section(`Failed: ${failed.length}, and why`, list);
}

function linksTo(rows: readonly Row[]): string {
  const links = rows.slice(0, 2 * LISTED).map((row) => linkTo(row));
  const more = rows.length - links.length;
  return links.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function linkTo({ number, transfer }: Row): string {
  return `<a href="#t${number}">${number} ${escapeHtml(labelOf(transfer))}</a>`;
}

function section(title: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  return `<section><h2>${title}</h2><ul>${items.join("")}</ul></section>`;
}

/** Lists the stages of a transfer with their times, the longest first. */
function stagesText(transfer: Transfer): string {
  return [...timesOf(transfer)]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, time]) => `${STAGE_TEXTS[name]} ${formatTime(time)}`)
    .join(", ");
}

function shareBar(transfer: Transfer): string {
  const length = durationOf(transfer) || 1;
  const rects = drawn(transfer.stages, length).map((stage) =>
    rect(stage, transfer.start, length)
  );
  return `<svg aria-hidden="true">${rects.join("")}</svg>`;
}

// ---- the rows ----

function axis({ start, end }: Recording): string {
  const tick = (at: number) =>
    `<span>${formatTime((end - start) * at / TICKS)}</span>`;
  const ticks = Array.from(
    { length: TICKS },
    (_, at) => `<span>${tick(at)}${at === TICKS - 1 ? tick(TICKS) : ""}</span>`,
  );
  return `<div class="axis"><span class="ticks">${ticks.join("")}</span></div>`;
}

function rowOf({ number, transfer }: Row, recording: Recording): string {
  const { method, reused } = transfer;
  const failed = isFailure(transfer);
  const classes = [
    "row",
    failed && "failed",
    reused === true && "kept",
    reused === false && "new",
  ].filter(Boolean).join(" ");
  const label = escapeHtml(labelOf(transfer));
  const what = escapeHtml(method || transfer.name);
  return `<details class="${classes}" id="t${number}"><summary>` +
    `<span class="num dim">${number}</span>` +
    `<span class="name" title="${label}"><b>${what}</b>${
      label.slice(what.length)
    }${reused ? '<span class="chip">kept</span>' : ""}</span>` +
    `<span class="bar">${barOf(transfer, recording, failed)}</span>` +
    `<span class="num">${formatTime(durationOf(transfer))}</span>` +
    `<span class="end">${escapeHtml(shortEnd(transfer))}</span>` +
    (failed
      ? `<span class="why">${escapeHtml(endText(transfer))}</span>`
      : "") +
    `</summary>${details(transfer, recording)}</details>`;
}

/** Returns the failure, or the stage in which the transfer spent most time. */
function shortEnd(transfer: Transfer): string {
  const { outcome, code } = transfer;
  if (outcome !== "done" && outcome !== "open") return outcome;
  if (isFailure(transfer)) return String(code);
  const main = mainStage(transfer);
  return main === null
    ? outcome
    : `${percent(main.share)} ${STAGE_TEXTS[main.name]}`;
}

function barOf(
  transfer: Transfer,
  { start, end }: Recording,
  failed: boolean,
): string {
  const length = end - start || 1;
  const x = percent((transfer.start - start) / length, 3);
  const width = percent(durationOf(transfer) / length, 3);
  const right = percent((transfer.end - start) / length, 3);
  // Makes a short transfer visible in a long trace.
  const whole =
    `<rect class="whole" x="${x}" y="3" style="width:max(2px,${width})"/>`;
  const rects = drawn(transfer.stages, length).map((stage) =>
    rect(stage, start, length, titleOf(stage, transfer, start))
  );
  const cross = failed
    ? `<svg x="${right}" width="1" height="16"><path class="cross" d="M3 4l8 8m0-8l-8 8"/></svg>`
    : "";
  return `<svg role="img">${whole}${rects.join("")}${cross}</svg>`;
}

/**
 * Joins stages that would be narrower than a pixel with the one before them: a large
 * download has thousands of reads.
 */
function drawn(stages: readonly Stage[], length: number): Stage[] {
  const bars: Stage[] = [];
  for (const stage of stages) {
    const last = bars.at(-1);
    const isJoined = last !== undefined &&
      (last.name === stage.name || durationOf(stage) < length / PIXELS);
    if (isJoined) bars[bars.length - 1] = { ...last, end: stage.end };
    else bars.push(stage);
  }
  return bars;
}

function rect(
  stage: Stage,
  start: number,
  length: number,
  title: string = "",
): string {
  const x = percent((stage.start - start) / length, 3);
  const width = percent(durationOf(stage) / length, 3);
  const shape = `<rect class="${stage.name}" x="${x}" width="${width}"`;
  return title === ""
    ? `${shape}/>`
    : `${shape}><title>${escapeHtml(title)}</title></rect>`;
}

function titleOf(
  { name, start, end }: Stage,
  transfer: Transfer,
  origin: number,
): string {
  const from = formatTime(start - origin);
  const to = formatTime(end - origin);
  return `${STAGE_TEXTS[name]}, ${from} to ${to}; in all ${
    formatTime(timesOf(transfer).get(name)!)
  } of ${formatTime(durationOf(transfer))}\n${count(transfer.sent)} sent, ${
    count(transfer.received)
  } received`;
}

function count(bytes: number): string {
  return `${bytes.toLocaleString("en")} bytes`;
}

function percent(share: number, digits = 0): string {
  return `${Number((100 * share).toFixed(digits))}%`;
}

function short(value: number): string {
  return String(Number(value.toFixed(2)));
}

// ---- the part that opens ----

function details(transfer: Transfer, { start }: Recording): string {
  const { name, url, handle, address, sent, received, reused } = transfer;
  const facts: readonly (readonly [string, string])[] = [
    ["function", `${name}, handle ${handle}`],
    ["URL", url],
    ["end", endText(transfer)],
    ["connection", connectionText(reused, address)],
    ["sent", `${count(sent)} (${formatBytes(sent)})`],
    ["received", `${count(received)} (${formatBytes(received)})`],
  ];
  const times = timesOf(transfer);
  const stages = [...times].map(([name, time]) => {
    const first = transfer.stages.find((stage) => stage.name === name)!;
    return `<tr><td><i class="${name}"></i>${
      STAGE_TEXTS[name]
    }</td><td class="num">from ${
      formatTime(first.start - start)
    }</td><td class="num">${formatTime(time)}</td></tr>`;
  });
  return `<div class="more"><table>${stages.join("")}</table><table>${
    facts.filter(([, value]) => value !== "").map(([key, value]) =>
      `<tr><td class="dim">${key}</td><td>${escapeHtml(value)}</td></tr>`
    ).join("")
  }</table></div>`;
}

function connectionText(
  reused: boolean | null,
  address: string | null,
): string {
  if (reused === null && address === null) return "";
  if (reused) return "kept: it was there before";
  return `new, to ${address}`;
}
