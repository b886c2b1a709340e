// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  comparePriceLists,
  formatCents,
  MAX_BYTES,
  MAX_LINES,
  MAX_NAME,
  parsePriceList,
  type PriceList,
  PriceListError,
} from "../../demo/price_list.ts";
import { DOWNFALL, FOURTH, writePriceList } from "../../demo/sites.ts";

const HEAD = "price-list 1 USD\nFourth Coffee\n";

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

const ACCEPTED: readonly [string, string, PriceList["items"]][] = [
  ["one item", `${HEAD}Mocha\t4.50\n`, [{ name: "Mocha", cents: 450 }]],
  ["no last end of line", `${HEAD}Mocha\t4.50`, [{
    name: "Mocha",
    cents: 450,
  }]],
  ["CRLF", `${HEAD}Mocha\t4.50\n`.replaceAll("\n", "\r\n"), [{
    name: "Mocha",
    cents: 450,
  }]],
  ["a byte order mark", `\ufeff${HEAD}Mocha\t4.50\n`, [{
    name: "Mocha",
    cents: 450,
  }]],
  [
    "comments and empty lines",
    "price-list 1 USD\n# now\n\nFourth Coffee\n# hot\n\nMocha\t4.50\n  \n",
    [{ name: "Mocha", cents: 450 }],
  ],
  ["a price without a fraction", `${HEAD}Tea\t2`, [{
    name: "Tea",
    cents: 200,
  }]],
  ["a price with one digit", `${HEAD}Tea\t2.4`, [{ name: "Tea", cents: 240 }]],
  ["a price of nothing", `${HEAD}Water\t0.00`, [{ name: "Water", cents: 0 }]],
  ["the highest price", `${HEAD}Shop\t9999999.99`, [{
    name: "Shop",
    cents: 999_999_999,
  }]],
  ["a price that floating point cannot hold", `${HEAD}Tea\t1.15`, [{
    name: "Tea",
    cents: 115,
  }]],
  ["blanks around", `${HEAD} Tea \t 2.40 `, [{ name: "Tea", cents: 240 }]],
  ["letters beyond ASCII", `${HEAD}Caffè ☕\t3`, [{
    name: "Caffè ☕",
    cents: 300,
  }]],
];

for (const [title, text, items] of ACCEPTED) {
  Deno.test(`parsePriceList() accepts ${title}`, () => {
    assertEquals(parsePriceList(bytes(text)), {
      site: "Fourth Coffee",
      currency: "USD",
      items,
    });
  });
}

const REFUSED: readonly [string, string | Uint8Array, number | null, string][] =
  [
    ["nothing", "", null, "it is empty"],
    ["HTML", "<!DOCTYPE html>\n<p>Coffee</p>", null, "HTML or XML"],
    ["HTML after blanks", "\n\n<html>", null, "HTML or XML"],
    ["XML", "<?xml version='1.0'?>", null, "HTML or XML"],
    ["JSON", '{"coffee":2}', 1, "not the start of a price list"],
    ["binary data", Uint8Array.of(0x89, 0x50, 0x4e, 0x47), null, "not UTF-8"],
    ["Latin-1", Uint8Array.of(0x43, 0x61, 0x66, 0xe9), null, "not UTF-8"],
    ["a NUL", `${HEAD}Tea\0\t2`, null, "binary"],
    ["another first line", "prices 1 USD\n", 1, '"prices 1 USD"'],
    ["a small currency", "price-list 1 usd\n", 1, "not the start"],
    ["another version", "price-list 2 USD\nx\ny\t1", 1, "version 2"],
    ["no site", "price-list 1 USD\n# x\n", null, "name of the site"],
    ["no items", HEAD, null, "no items"],
    ["an item without a tab", `${HEAD}Tea 2.40`, 3, "one tab"],
    ["two tabs", `${HEAD}Tea\t2\t3`, 3, "one tab"],
    ["an item without a name", `${HEAD}\t2`, 3, "no name"],
    ["a comma", `${HEAD}Tea\t2,40`, 3, '"2,40"'],
    ["three digits", `${HEAD}Tea\t2.401`, 3, '"2.401"'],
    ["a sign", `${HEAD}Tea\t-2`, 3, '"-2"'],
    ["a leading zero", `${HEAD}Tea\t02`, 3, '"02"'],
    ["an exponent", `${HEAD}Tea\t1e3`, 3, '"1e3"'],
    ["only a point", `${HEAD}Tea\t2.`, 3, '"2."'],
    ["no price", `${HEAD}Tea\t`, 3, 'price ""'],
    ["too high a price", `${HEAD}Tea\t10000000`, 3, '"10000000"'],
    ["an escape sequence", `${HEAD}\x1b[2J\t2`, 3, "control characters"],
    ["a right-to-left override", `${HEAD}\u202eTea\t2`, 3, "\\u{202e}"],
    [
      "a long name",
      `${HEAD}${"x".repeat(MAX_NAME + 1)}\t2`,
      3,
      `longer than ${MAX_NAME}`,
    ],
    ["a duplicate", `${HEAD}Tea\t2\n#\ntea\t3`, 5, "already on line 3"],
    [
      "a duplicate with other blanks",
      `${HEAD}Green tea\t2\nGreen  tea\t3`,
      4,
      "already on line 3",
    ],
    ["too many bytes", new Uint8Array(MAX_BYTES + 1), null, "longer than"],
    [
      "too many lines",
      `${HEAD}${"#\n".repeat(MAX_LINES)}`,
      MAX_LINES + 1,
      `at most ${MAX_LINES}`,
    ],
  ];

for (const [title, data, line, message] of REFUSED) {
  Deno.test(`parsePriceList() refuses ${title}`, () => {
    const error = assertThrows(
      () => parsePriceList(typeof data === "string" ? bytes(data) : data),
      PriceListError,
      message,
    );
    assertEquals(error.line, line);
    assertEquals(error.message.startsWith(`line ${line}: `), line !== null);
  });
}

Deno.test("parsePriceList() accepts the maximum number of lines", () => {
  const comments = "#\n".repeat(MAX_LINES - 3);
  const list = parsePriceList(bytes(`${HEAD}${comments}Tea\t2\n`));
  assertEquals(list.items.length, 1);
});

Deno.test("parsePriceList() truncates a long line in the error", () => {
  const error = assertThrows(
    () => parsePriceList(bytes("x".repeat(1000))),
    PriceListError,
  );
  assertEquals(error.message.length < 200, true);
  assertStringIncludes(error.message, "…");
});

Deno.test("parsePriceList() reads the complete lines of a list that is truncated at any byte", () => {
  const whole = bytes(`${HEAD}Caffè\t3.10\nTea\t2\n`);
  const lengths = new Set<number>();
  for (let end = 0; end <= whole.length; end++) {
    const part = whole.slice(0, end);
    if (end <= bytes(`${HEAD}Caffè\t3.10`).length) {
      assertThrows(() => parsePriceList(part, { cut: true }), PriceListError);
    } else lengths.add(parsePriceList(part, { cut: true }).items.length);
  }
  assertEquals([...lengths], [1, 2]);
});

Deno.test("parsePriceList() reads the result of writePriceList()", () => {
  for (const list of [DOWNFALL, FOURTH]) {
    assertEquals(parsePriceList(bytes(writePriceList(list))), list);
  }
});

function list(
  site: string,
  currency: string,
  items: Record<string, number>,
): PriceList {
  return {
    site,
    currency,
    items: Object.entries(items).map(([name, cents]) => ({ name, cents })),
  };
}

Deno.test("comparePriceLists() returns common products, products of one list, and totals", () => {
  const first = list("A", "EUR", { Tea: 200, Mocha: 400, Latte: 300, Cake: 1 });
  const second = list("B", "EUR", {
    Milk: 9,
    LATTE: 310,
    mocha: 390,
    Tea: 200,
  });
  assertEquals(comparePriceLists(first, second), {
    sites: ["A", "B"],
    currency: "EUR",
    common: [
      { name: "Tea", cents: [200, 200], cheaper: null },
      { name: "Mocha", cents: [400, 390], cheaper: 1 },
      { name: "Latte", cents: [300, 310], cheaper: 0 },
    ],
    only: [[{ name: "Cake", cents: 1 }], [{ name: "Milk", cents: 9 }]],
    some: [],
    totals: [900, 900],
  });
});

Deno.test("comparePriceLists() compares lists without common products", () => {
  const compared = comparePriceLists(
    list("A", "EUR", { Tea: 200 }),
    list("B", "EUR", { Milk: 100 }),
  );
  assertEquals(compared.common, []);
  assertEquals(compared.totals, [0, 0]);
});

Deno.test("comparePriceLists() compares three lists", () => {
  const list = (site: string, ...prices: (number | null)[]): PriceList => {
    const items = ["Tea", "Milk", "Cake", "Pie"].map((name, index) => ({
      name,
      cents: prices[index] ?? null,
    }));
    const has = (item: { name: string; cents: number | null }) =>
      item.cents === null ? [] : [{ name: item.name, cents: item.cents }];
    return { site, currency: "EUR", items: items.flatMap(has) };
  };
  assertEquals(
    comparePriceLists(
      list("A", 200, 100, null, 50),
      list("B", 210, 100, 300),
      list("C", 190, 120, 310),
    ),
    {
      sites: ["A", "B", "C"],
      currency: "EUR",
      common: [
        { name: "Tea", cents: [200, 210, 190], cheaper: 2 },
        { name: "Milk", cents: [100, 100, 120], cheaper: null },
      ],
      only: [[{ name: "Pie", cents: 50 }], [], []],
      some: [{ name: "Cake", cents: [null, 300, 310] }],
      totals: [300, 310, 310],
    },
  );
});

Deno.test("comparePriceLists() refuses different currencies", () => {
  assertThrows(
    () =>
      comparePriceLists(
        list("A", "EUR", { Tea: 200 }),
        list("B", "USD", { Tea: 200 }),
      ),
    PriceListError,
    "A has prices in EUR and B in USD",
  );
});

Deno.test("formatCents() writes two digits", () => {
  assertEquals([0, 5, 50, 100, 12345].map(formatCents), [
    "0.00",
    "0.05",
    "0.50",
    "1.00",
    "123.45",
  ]);
});
