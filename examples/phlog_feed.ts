// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * Makes an Atom feed of a phlog: the texts in a Gopher menu, newest first. The
 * dates are taken from the start of the titles, such as `2026-11-30 On tea`.
 *
 *     deno run --allow-net examples/phlog_feed.ts gopher://gopher.example.org/1/phlog > feed.xml
 *
 * @module
 */

import { IS_GOPHER_FILE, locatorToUrl } from "../gopher.ts";
import { INTERNET_FLAG_RAW_DATA } from "../flags.ts";
import { InternetOpen, InternetOpenUrl } from "../internet.ts";
import { entries } from "../streams.ts";
import type { GOPHER_FIND_DATA } from "../structures.ts";

const DATED_REGEXP = /^\W*(\d{4}-\d\d-\d\d)\W*(.*)$/;

/** Prints the feed of a menu. */
export async function main(
  [url = ""]: readonly string[],
  print: (line: string) => void = console.log,
): Promise<void> {
  await using hInternet = InternetOpen("phlog example/1.0");
  const hFind = await InternetOpenUrl(
    hInternet,
    url,
    null,
    INTERNET_FLAG_RAW_DATA,
  );
  const posts: { date: string; title: string; link: string }[] = [];
  for await (const item of entries<GOPHER_FIND_DATA>(hFind)) {
    const [, date, title] = DATED_REGEXP.exec(item.DisplayString) ?? [];
    if (date === undefined || !IS_GOPHER_FILE(item.GopherType)) continue;
    posts.push({ date, title: title!, link: locatorToUrl(item.Locator) });
  }
  posts.sort((a, b) => b.date < a.date ? -1 : 1);
  print('<?xml version="1.0" encoding="utf-8"?>');
  print('<feed xmlns="http://www.w3.org/2005/Atom">');
  print(`  <title>${escaped(url)}</title><id>${escaped(url)}</id>`);
  print(`  <updated>${posts[0]?.date ?? "1970-01-01"}T00:00:00Z</updated>`);
  for (const { date, title, link } of posts) {
    const id = escaped(link);
    print(`  <entry><title>${escaped(title)}</title><id>${id}</id>`);
    print(
      `    <link href="${id}"/><updated>${date}T00:00:00Z</updated></entry>`,
    );
  }
  print("</feed>");
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (found) => `&#${found.charCodeAt(0)};`);
}

if (import.meta.main) {
  if (Deno.args.length < 1) {
    console.error("Usage: phlog_feed.ts URL");
    Deno.exit(2);
  }
  await main(Deno.args);
}
