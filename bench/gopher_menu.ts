// Copyright 2026 the wininet authors. MIT license.

/**
 * parseMenu, compared with the minimum that reads a menu: splitting a string
 * into lines and lines into fields.
 *
 * That does much less: it decodes no bytes, creates no locators and no types,
 * and treats every line as an item.
 *
 * @module
 */

import { parseMenu } from "../gopher.ts";
import { answerQuestions, Child } from "./child.ts";
import {
  atLeast,
  compare,
  type Figure,
  type Group,
  type Round,
} from "./figure.ts";

const ROUNDS = 15;
const ITEMS = 100_000;
const MODULE = "gopher_menu.ts";

/** The goal: it may take twice as long. */
const TARGET = 1 / 2;

/** A menu of many lines. */
const MENUS = {
  "ASCII": (at: number) => item(`A plain text, number ${at}`, at),
  "UTF-8": (at: number) => item(`Grüße aus 東京, number ${at}`, at),
  "half information": (at: number) =>
    at % 2 === 0
      ? item(`A plain text, number ${at}`, at)
      : `iA line of words that leads nowhere, ${at}\t\tnull.host\t1\r\n`,
  "Latin-1": (at: number) => item(`Gr\xfc\xdfe, number ${at}`, at),
} as const;

type Menu = keyof typeof MENUS;

/** The reader: the library, or two calls of `split`. */
type Side = "ours" | "split";

/** The group. */
export const gopherMenu: Group = {
  name: "gopher_menu",
  title:
    `parseMenu of ${ITEMS.toLocaleString("en")} items, ${ROUNDS} rounds, ` +
    "compared with split() into lines and fields",
  notShown: "a server: the menu is in memory, for split() already as a string",
  async run(): Promise<Figure[]> {
    const figures: Figure[] = [];
    for (const menu of Object.keys(MENUS)) figures.push(await measure(menu));
    return figures;
  },
};

async function measure(menu: string): Promise<Figure> {
  await using baseline = Child.start(MODULE, ["split", menu]);
  await using child = Child.start(MODULE, ["ours", menu]);
  const comparison = await compare(baseline, child, ROUNDS);
  const { ratio, seconds, baselineSeconds, range } = comparison;
  const time = (seconds: number) => `${(seconds * 1000).toFixed(1)} ms`;
  return atLeast(
    menu,
    ratio,
    TARGET,
    " x split()",
    `${time(seconds)} against ${time(baselineSeconds)}, rounds ${range}`,
  );
}

// ---- the measuring process ----

function item(display: string, at: number): string {
  return `${at % 3}${display}\t/folder/item-${at}\tgopher.example.org\t70\r\n`;
}

function bytesOf(menu: Menu): Uint8Array {
  const text = Array.from({ length: ITEMS }, (_, at) => MENUS[menu](at))
    .join("");
  return menu === "Latin-1"
    ? Uint8Array.from(text, (character) => character.charCodeAt(0))
    : new TextEncoder().encode(text);
}

function splitMenu(text: string): string[][] {
  return text.split("\r\n").map((line) => line.split("\t"));
}

function measurer(side: Side, menu: Menu): () => Round {
  const bytes = bytesOf(menu);
  const decoder = new TextDecoder(menu === "Latin-1" ? "latin1" : "utf-8");
  const text = decoder.decode(bytes);
  return () => {
    const start = performance.now();
    const { length } = side === "ours" ? parseMenu(bytes) : splitMenu(text);
    const seconds = (performance.now() - start) / 1000;
    // For split() the text after the last line end is another line.
    if (length === ITEMS + (side === "split" ? 1 : 0)) {
      return { seconds, rss: 0 };
    }
    throw new Error(`Cannot measure: ${length} items`);
  };
}

if (import.meta.main) {
  const [side, menu] = Deno.args;
  await answerQuestions(measurer(side as Side, menu as Menu));
}
