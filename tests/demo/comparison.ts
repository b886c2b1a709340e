// Copyright 2026 the wininet authors. MIT license.

/**
 * Shared code for the tests of the coffee demo: price lists, and functions that
 * search the output.
 *
 * @module
 */

import {
  assertEquals,
  assertGreater,
  assertLess,
  assertMatch,
} from "@std/assert";
import { main } from "../../demo/coffee_program.ts";
import type { SitePage } from "../../demo/site_page.ts";
import {
  DOWNFALL,
  FOURTH,
  SlowSite,
  writePriceList,
} from "../../demo/sites.ts";
import { CapturedIo } from "./captured_io.ts";

/** The content of the default list. */
export const LIST: string = writePriceList(DOWNFALL);

/** Returns a page with a list. */
export function priceList(page: Partial<SitePage> = {}): SitePage {
  return { type: "text/plain", body: LIST, ...page };
}

/** A page with another list. */
export const OTHER: SitePage = priceList({ body: writePriceList(FOURTH) });

/** The result of a comparison. */
export interface Comparison {
  readonly code: number;
  readonly io: CapturedIo;
  readonly url: string;
}

/** Runs the program with one list at a URL and the other one on HTTP. */
export async function compareWith(
  url: string,
  options: readonly string[],
): Promise<Comparison> {
  const io = new CapturedIo();
  await using http = new SlowSite({ "/b": OTHER });
  const code = await main([...options, url, `${http.url}b`], io);
  return { code, io, url };
}

/** Returns the part of the output that does not depend on times. */
export function pricesOf(text: string): string {
  const start = text.indexOf("Prices in USD");
  return text.slice(start, text.indexOf("The synchronous version took"));
}

/**
 * Checks that the output has all eight events, and that the asynchronous
 * version was faster.
 */
export function assertFaster(text: string): void {
  const rows = seconds(text);
  assertEquals(rows.length, 8);
  const [synchronous = 0, asynchronous = 0] = rows[7] ?? [];
  assertLess(asynchronous, synchronous);
  assertGreater(asynchronous, 0);
  assertMatch(text, /it saved \d\.\d{3} s \(\d+ %\)\.\n$/);
}

/** Returns the times of the table rows that have the times of both versions. */
function seconds(text: string): number[][] {
  return [...text.matchAll(/^[1-8] {2}.*? (\d+\.\d{3}) s .* (\d+\.\d{3}) s /gm)]
    .map(([, synchronous, asynchronous]) => [
      Number(synchronous),
      Number(asynchronous),
    ]);
}
