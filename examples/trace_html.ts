// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * Draws a timeline of a program: an HTML page with a bar for each transfer. The
 * page needs no script, and contains no passwords.
 *
 *     deno run --allow-net --allow-write=trace.html examples/trace_html.ts trace.html URL...
 *
 * @module
 */

import { InternetOpen, InternetOpenUrl } from "../internet.ts";
import { readable } from "../streams.ts";
import { recordTrace } from "../trace.ts";

/** Reads URLs at the same time, and writes the page. */
export async function main(
  [page = "trace.html", ...urls]: readonly string[],
  print: (line: string) => void = console.log,
): Promise<void> {
  await using hInternet = InternetOpen("trace example/1.0");
  using trace = recordTrace(hInternet);
  await Promise.allSettled(urls.map(async (url) => {
    using hFile = await InternetOpenUrl(hInternet, url);
    await new Response(readable(hFile)).bytes();
  }));
  trace.stop();
  print(trace.toText());
  await Deno.writeTextFile(page, trace.toHtml());
}

if (import.meta.main) {
  if (Deno.args.length < 2) {
    console.error("Usage: trace_html.ts PAGE URL...");
    Deno.exit(2);
  }
  await main(Deno.args);
}
