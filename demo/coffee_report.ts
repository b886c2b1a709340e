// Copyright 2026 the wininet authors. MIT license.

/**
 * What the coffee demo prints when it is done.
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
import { type Column, formatSeconds, type Row, table } from "./display.ts";

/** Characters that the number, two times and the gaps of the table take. */
const FIXED_WIDTH = 29;
const NAME_COLUMN: Column = { width: 30 };
const PRICE_COLUMN: Column = { width: 24, align: "right" };

/** The table of the eight events with the times of both versions. */
export function eventTable(
  labels: readonly string[],
  synchronous: Timeline,
  asynchronous: Timeline,
  columns: number,
): string {
  const rows: Row[] = [
    ["", "Event", "", "Synchronous", "", "Asynchronous"],
    null,
  ];
  for (const [index, name] of eventNames(labels).entries()) {
    const event = index + 1;
    rows.push([
      `${event}`,
      name,
      ...momentCells(synchronous.moment(event)),
      ...momentCells(asynchronous.moment(event)),
    ]);
  }
  const width = Math.floor((columns - FIXED_WIDTH) / 3);
  const time: Column = { width: 9, align: "right" };
  return table(
    [{ width: 1 }, { width }, time, { width }, time, { width }],
    rows,
  );
}

/** The prices of lists side by side, and where they are lowest. */
export function comparisonText(comparison: Comparison): string {
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
  return [
    table([NAME_COLUMN, ...sites.map(() => PRICE_COLUMN), { width: 24 }], rows),
    ...only.map((items, index) => onlyText(sites[index] ?? "", items)),
    someText(sites, some),
    totalText(comparison),
  ].join("");
}

/** The prices of the only list that there is. */
export function listText({ site, currency, items }: PriceList): string {
  return table([NAME_COLUMN, PRICE_COLUMN], [
    [`Prices in ${currency}`, site],
    null,
    ...items.map(({ name, cents }) => [name, formatCents(cents)]),
  ]);
}

/**
 * A sentence about the time that both versions took, and what the asynchronous
 * version saved; two versions that did not finish are not compared.
 */
export function timesText(
  synchronous: number,
  asynchronous: number,
  finished: boolean,
): string {
  const both = `The synchronous version took ${
    formatSeconds(synchronous)
  }, the asynchronous version ${formatSeconds(asynchronous)}`;
  const saved = synchronous - asynchronous;
  if (!finished) return `${both}.\n`;
  if (saved <= 0) return `${both}: it saved nothing.\n`;
  const percent = Math.round(saved / synchronous * 100);
  return `${both}: it saved ${formatSeconds(saved)} (${percent} %).\n`;
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
  const all = two ? "both" : "all";
  if (common.length === 0) {
    return `The ${two ? "two " : ""}sites have nothing in common.\n`;
  }
  const cheaper = cheaperOf(totals);
  const [lowest = 0, next = 0] = totals.toSorted((a, b) => a - b);
  if (cheaper === null) {
    return two
      ? "What both have costs the same at both.\n"
      : "What all have costs the least at several sites.\n";
  }
  const than = two ? "" : " than at the next site";
  return `What ${all} have costs ${
    formatCents(next - lowest)
  } ${currency} less at ${sites[cheaper]}${than}.\n`;
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
  return `Not everywhere: ${texts.join("; ")}\n`;
}

function onlyText(site: string, items: readonly PriceListItem[]): string {
  if (items.length === 0) return "";
  const texts = items.map(({ name, cents }) => `${name} ${formatCents(cents)}`);
  return `Only at ${site}: ${texts.join("; ")}\n`;
}
