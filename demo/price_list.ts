// Copyright 2026 the wininet authors. MIT license.

/**
 * Price lists: the text format that the sites of the coffee demo publish, and
 * the comparison of lists.
 *
 * A price list is UTF-8 text, with or without a byte order mark, in lines that
 * end with LF or CRLF:
 *
 * ```text
 * price-list 1 USD
 * Downfall Coffee & Tea
 * # everything for one cup
 * Espresso<TAB>2.40
 * Cappuccino<TAB>3.9
 * ```
 *
 * 1. The first line is `price-list`, the version of the format, which is 1, and
 *    the currency as three uppercase letters.
 * 2. The next line is the name of the site.
 * 3. Each further line is an item, one tab, and a price: whole units,
 *    optionally with a point and one or two digits. Prices are kept as integer
 *    cents.
 * 4. After the first line, empty lines and lines that start with `#` are
 *    skipped.
 * 5. Two items whose names differ only in case and spaces are the same item,
 *    and a list may contain an item only once.
 *
 * The parser is strict and bounded: it rejects any other content with a
 * sentence that names the line.
 *
 * @module
 */

/** The maximum size of a list in bytes, large enough for {@linkcode MAX_LINES} lines. */
export const MAX_BYTES = 65_536;
/** The maximum number of lines of a list. */
export const MAX_LINES = 1_000;
/** The maximum length of the name of an item or a site, in characters. */
export const MAX_NAME = 80;

/** An item of a list. */
export interface PriceListItem {
  /** The name as in the list. */
  readonly name: string;
  /** The price in hundredths of the currency. */
  readonly cents: number;
}

/** A price list. */
export interface PriceList {
  /** The name of the site. */
  readonly site: string;
  /** Three uppercase letters. */
  readonly currency: string;
  /** At least one item, in the order of the list. */
  readonly items: readonly PriceListItem[];
}

/** Options for parsing a list. */
export interface ParseOptions {
  /**
   * `true` if the download was interrupted, so that the text may be incomplete:
   * a last line without a line end is ignored.
   *
   * @default {false}
   */
  readonly cut?: boolean;
}

/** An item that all lists have. */
export interface ComparedItem {
  /** The name as in the first list. */
  readonly name: string;
  /** The price of each list. */
  readonly cents: readonly number[];
  /** The index of the cheapest list, or `null` if several are equally cheap. */
  readonly cheaper: number | null;
}

/** An item that some lists have, but not all. */
export interface PartialItem {
  /** The name as in the first list that has the item. */
  readonly name: string;
  /** The price of each list, or `null` if the list does not have the item. */
  readonly cents: readonly (number | null)[];
}

/** The comparison of lists. */
export interface Comparison {
  /** The names of the sites. */
  readonly sites: readonly string[];
  /** The currency of all lists. */
  readonly currency: string;
  /** The items of all lists, in the order of the first list. */
  readonly common: readonly ComparedItem[];
  /** The items of only one list, for each list. */
  readonly only: readonly (readonly PriceListItem[])[];
  /** The items of several lists, but not all; empty for two lists. */
  readonly some: readonly PartialItem[];
  /** The total price of all items in `common`, for each site. */
  readonly totals: readonly number[];
}

/** The reason why data is not a price list, or why lists cannot be compared. */
export class PriceListError extends Error {
  /** The number of the line, starting with 1, or `null` if the error is not in a line. */
  readonly line: number | null;

  constructor(line: number | null, problem: string) {
    super(line === null ? problem : `line ${line}: ${problem}`);
    this.name = "PriceListError";
    this.line = line;
  }
}

/**
 * Parses a price list.
 *
 * @param data The bytes of the list.
 * @param options The options, for example for a list that was cut off.
 * @returns The list.
 * @throws {PriceListError} If the bytes are not a price list.
 */
export function parsePriceList(
  data: Uint8Array,
  options: ParseOptions = {},
): PriceList {
  const lines = linesOf(textOf(data, options), options);
  const currency = currencyOf(lines[0] ?? "");
  const items = new Map<string, PriceListItem & { line: number }>();
  let site: string | null = null;
  for (const [index, line] of lines.entries()) {
    const number = index + 1;
    if (number === 1 || line.startsWith("#") || line.trim() === "") continue;
    if (site === null) {
      site = nameOf(line, number, "site");
      continue;
    }
    const item = itemOf(line, number);
    const key = keyOf(item.name);
    const earlier = items.get(key);
    if (earlier) {
      throw new PriceListError(
        number,
        `the item ${quote(item.name)} is already on line ${earlier.line}`,
      );
    }
    items.set(key, { ...item, line: number });
  }
  if (site === null) {
    throw new PriceListError(null, "the name of the site is missing");
  }
  if (items.size === 0) throw new PriceListError(null, "there are no items");
  const list = [...items.values()].map(({ name, cents }) => ({ name, cents }));
  return { site, currency, items: list };
}

/**
 * Compares price lists.
 *
 * @param lists Two or more lists.
 * @returns The items of all lists, the items of only some lists, and the totals
 * of the items of all lists.
 * @throws {PriceListError} If the currencies differ.
 */
export function comparePriceLists(...lists: readonly PriceList[]): Comparison {
  const currency = commonCurrency(lists);
  const items = new Map<string, PartialItem & { cents: (number | null)[] }>();
  for (const [index, list] of lists.entries()) {
    for (const { name, cents } of list.items) {
      const key = keyOf(name);
      const item = items.get(key) ?? { name, cents: lists.map(() => null) };
      item.cents[index] = cents;
      items.set(key, item);
    }
  }
  const common: ComparedItem[] = [];
  const some: PartialItem[] = [];
  const only: PriceListItem[][] = lists.map(() => []);
  for (const { name, cents } of items.values()) {
    const prices = cents.filter((price) => price !== null);
    const [first = 0] = prices;
    if (prices.length === lists.length) {
      common.push({ name, cents: prices, cheaper: cheaperOf(prices) });
    } else if (prices.length > 1) some.push({ name, cents });
    else only[cents.indexOf(first)]?.push({ name, cents: first });
  }
  const totals = lists.map((_, index) =>
    common.reduce((sum, { cents }) => sum + (cents[index] ?? 0), 0)
  );
  const sites = lists.map(({ site }) => site);
  return { sites, currency, common, only, some, totals };
}

/** Returns the index of the lowest price, or `null` if several are equally low. */
export function cheaperOf(cents: readonly number[]): number | null {
  const lowest = cents.indexOf(Math.min(...cents));
  return cents.indexOf(cents[lowest] ?? 0, lowest + 1) < 0 ? lowest : null;
}

/** Formats integer cents as a price with two decimal places. */
export function formatCents(cents: number): string {
  const digits = String(cents).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function commonCurrency(lists: readonly PriceList[]): string {
  const [first] = lists;
  const other = lists.find(({ currency }) => currency !== first?.currency);
  if (first && other) {
    throw new PriceListError(
      null,
      `${first.site} has prices in ${first.currency} and ${other.site} in ${other.currency}: they cannot be compared`,
    );
  }
  return first?.currency ?? "";
}

function textOf(data: Uint8Array, { cut = false }: ParseOptions): string {
  if (data.length === 0) {
    throw new PriceListError(null, "it is empty");
  }
  if (data.length > MAX_BYTES) {
    throw new PriceListError(
      null,
      `it is longer than the ${MAX_BYTES} bytes that a price list may have`,
    );
  }
  let text: string;
  try {
    // With `stream`, a character that was cut in two is not an error.
    text = new TextDecoder("utf-8", { fatal: true }).decode(data, {
      stream: cut,
    });
  } catch {
    throw new PriceListError(null, "it is not UTF-8 text");
  }
  if (text.includes("\0")) {
    throw new PriceListError(null, "it is binary data, not text");
  }
  if (/^\s*<(?:!|\?|html|head|body)/i.test(text)) {
    throw new PriceListError(
      null,
      "it is an HTML or XML document, not a price list",
    );
  }
  return text;
}

function linesOf(text: string, { cut = false }: ParseOptions): string[] {
  const lines = text.split(/\r?\n/, MAX_LINES + 2);
  const rest = lines.at(-1) ?? "";
  if (lines.length > 1 && rest === "" || cut) lines.pop();
  if (lines.length > MAX_LINES) {
    throw new PriceListError(
      MAX_LINES + 1,
      `a price list has at most ${MAX_LINES} lines`,
    );
  }
  return lines;
}

function currencyOf(line: string): string {
  const match = /^price-list (\d{1,9}) ([A-Z]{3})$/.exec(line);
  if (!match) {
    throw new PriceListError(
      1,
      `${quote(line)} is not the start of a price list, such as ${
        quote("price-list 1 USD")
      }`,
    );
  }
  const [, version = "", currency = ""] = match;
  if (version !== "1") {
    throw new PriceListError(
      1,
      `version ${version} of price lists is not supported, only version 1`,
    );
  }
  return currency;
}

function itemOf(line: string, number: number): PriceListItem {
  const [name = "", price, ...rest] = line.split("\t");
  if (price === undefined || rest.length > 0) {
    throw new PriceListError(
      number,
      `${quote(line)} is not an item, one tab and a price`,
    );
  }
  return { name: nameOf(name, number, "item"), cents: centsOf(price, number) };
}

function nameOf(text: string, number: number, what: string): string {
  const name = text.trim();
  if (name === "") {
    throw new PriceListError(number, `the ${what} has no name`);
  }
  // Characters that are invisible or move the cursor must not reach a terminal.
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u.test(name)) {
    throw new PriceListError(
      number,
      `the name of the ${what}, ${quote(name)}, has control characters`,
    );
  }
  if ([...name].length > MAX_NAME) {
    throw new PriceListError(
      number,
      `the name of the ${what} is longer than ${MAX_NAME} characters`,
    );
  }
  return name;
}

function centsOf(text: string, number: number): number {
  const match = /^(0|[1-9]\d{0,6})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!match) {
    throw new PriceListError(
      number,
      `the price ${quote(text)} is not a number such as 2 or 2.40`,
    );
  }
  const [, units = "", fraction = ""] = match;
  return Number(units) * 100 + Number(fraction.padEnd(2, "0"));
}

function keyOf(name: string): string {
  return name.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ");
}

/**
 * Returns at most 40 characters in quotes, without characters that could
 * control a terminal.
 */
function quote(text: string): string {
  const start = [...text.slice(0, 80)].slice(0, 40).join("");
  const shown = start === text ? text : `${start}…`;
  return JSON.stringify(shown).replaceAll(
    /[\x7f-\x9f\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) =>
      `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}}`,
  );
}
