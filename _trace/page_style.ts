// Copyright 2026 the wininet authors. MIT license.

/** The style sheet of the page of a trace. */
export const PAGE_STYLE: string = `
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
${
  [
    "blocked",
    "lookup",
    "connect",
    "tls",
    "login",
    "command",
    "send",
    "wait",
    "receive",
    "idle",
  ].map((name) =>
    `.${name} { fill: var(--${name}); background: var(--${name}); }`
  )
    .join("\n")
}
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
.more { padding: 4px 0 10px calc(4ch + 10px); display: flex; flex-wrap: wrap; gap: 8px 40px; }
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
