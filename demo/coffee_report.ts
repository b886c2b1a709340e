// Copyright 2026 the wininet authors. MIT license.

/**
 * The final report of the coffee demo.
 *
 * @module
 */

import { eventNames, type Moment, type Timeline } from "./coffee_timeline.ts";
import {
  cheaperOf,
  type ComparedItem,
  type Comparison,
  formatCents,
  type PartialItem,
  type PriceList,
  type PriceListItem,
} from "./price_list.ts";
import {
  type Column,
  formatSeconds,
  paragraph,
  type Row,
  table,
} from "./display.ts";

/**
 * The number of columns for the event number, two times and the gaps in the
 * table of events.
 */
const FIXED_WIDTH = 29;
/** The same for a time before its text. */
const NARROW_FIXED_WIDTH = 7;
/**
 * Below this number of columns, a text column next to a time would be narrower
 * than its heading.
 */
const NARROW = 80;
const TIME_COLUMN: Column = { width: 9, align: "right" };
/** The number of columns between two columns of the table. */
const GAP = 2;

/** Returns the table of the eight events with the times of both versions. */
export function eventTable(
  labels: readonly string[],
  synchronous: Timeline,
  asynchronous: Timeline,
  columns: number,
): string {
  const isNarrow = columns < NARROW;
  const join = (cells: readonly string[]) =>
    isNarrow ? [cells.join(" ")] : cells;
  const time: readonly string[] = isNarrow ? [] : [""];
  const rows: Row[] = [
    ["", "Event", ...time, "Synchronous", ...time, "Asynchronous"],
    null,
    ...eventNames(labels).map((name, index) => [
      `${index + 1}`,
      name,
      ...join(momentCells(synchronous.moment(index + 1))),
      ...join(momentCells(asynchronous.moment(index + 1))),
    ]),
  ];
  const fixed = isNarrow ? NARROW_FIXED_WIDTH : FIXED_WIDTH;
  const text: Column = { width: Math.floor((columns - fixed) / 3) };
  const version = isNarrow ? [text] : [TIME_COLUMN, text];
  return table([{ width: 1 }, text, ...version, ...version], rows);
}

/** Returns the prices of the lists side by side, with the lowest ones. */
export function comparisonText(
  comparison: Comparison,
  columns: number,
): string {
  const { sites, common, totals, currency, only, some } = comparison;
  const rows: Row[] = [
    [
      `Prices in ${currency}`,
      ...sites,
      sites.length === 2 ? "Cheaper" : "Cheapest",
    ],
    null,
    ...common.map((item) => comparedRow(item, sites)),
  ];
  if (common.length > 0) {
    const cheaper = cheaperOf(totals);
    const name = `Total of ${common.length}`;
    rows.push(null, comparedRow({ name, cents: totals, cheaper }, sites));
  }
  const sentences = [
    ...only.map((items, index) => onlyText(sites[index] ?? "", items)),
    someText(sites, some),
    totalText(comparison),
  ].filter(Boolean);
  const [name, price] = priceColumns(sites.length + 2, columns);
  return table(
    [name, ...sites.map(() => price), { width: price.width }],
    rows,
  ) +
    sentences.map((text) => paragraph(text, columns)).join("");
}

/** Returns the prices of the only list. */
export function listText(
  { site, currency, items }: PriceList,
  columns: number,
): string {
  return table([...priceColumns(2, columns)], [
    [`Prices in ${currency}`, site],
    null,
    ...items.map(({ name, cents }) => [name, formatCents(cents)]),
  ]);
}

/** Returns the widths of the columns for names and prices in a table of a given width. */
function priceColumns(
  count: number,
  columns: number,
): readonly [name: Column, price: Column] {
  const share = Math.floor((columns - GAP * (count - 1)) / count);
  return [
    { width: Math.min(share, 30) },
    { width: Math.min(share, 24), align: "right" },
  ];
}

/**
 * Returns a sentence with the times of both versions and the time that the
 * asynchronous version saved. Versions that did not finish are not compared.
 */
export function timesText(
  synchronous: number,
  asynchronous: number,
  finished: boolean,
  columns: number,
): string {
  const both = `The synchronous version took ${
    formatSeconds(synchronous)
  }, the asynchronous version ${formatSeconds(asynchronous)}`;
  const saved = synchronous - asynchronous;
  if (!finished) return paragraph(`${both}.`, columns);
  if (saved <= 0) return paragraph(`${both}: it saved nothing.`, columns);
  const percent = Math.round(saved / synchronous * 100);
  return paragraph(
    `${both}: it saved ${formatSeconds(saved)} (${percent} %).`,
    columns,
  );
}

function momentCells(moment: Moment | null): [string, string] {
  return moment === null
    ? ["-", "did not happen"]
    : [formatSeconds(moment.at), moment.doing];
}

function comparedRow(
  { name, cents, cheaper }: ComparedItem,
  sites: readonly string[],
): readonly string[] {
  const prices = cents.map(formatCents);
  const same = prices.every((price) => price === prices[0]);
  const none = same ? "same price" : "several sites";
  return [name, ...prices, cheaper === null ? none : sites[cheaper] ?? ""];
}

function totalText({ common, totals, sites, currency }: Comparison): string {
  const two = sites.length === 2;
  if (common.length === 0) {
    return `The ${two ? "two " : ""}sites sell no item in common.`;
  }
  const items = `The items that ${two ? "both" : "all"} sites sell`;
  const cheaper = cheaperOf(totals);
  const [lowest = 0, next = 0] = totals.toSorted((a, b) => a - b);
  if (cheaper === null) {
    return two
      ? `${items} cost the same at both.`
      : `${items} cost the least at several sites.`;
  }
  const than = two ? "" : " than at the next site";
  return `${items} cost ${formatCents(next - lowest)} ${currency} less at ${
    sites[cheaper]
  }${than}.`;
}

function someText(
  sites: readonly string[],
  items: readonly PartialItem[],
): string {
  if (items.length === 0) return "";
  const texts = items.map(({ name, cents }) => {
    const prices = cents.map((price, index) =>
      price === null ? "" : `${formatCents(price)} at ${sites[index]}`
    );
    return `${name} ${prices.filter(Boolean).join(" and ")}`;
  });
  return `Not at every site: ${texts.join("; ")}`;
}

function onlyText(site: string, items: readonly PriceListItem[]): string {
  if (items.length === 0) return "";
  const texts = items.map(({ name, cents }) => `${name} ${formatCents(cents)}`);
  return `Only at ${site}: ${texts.join("; ")}`;
}
