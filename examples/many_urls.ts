// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * Downloads many URLs, eight at a time, with a line of progress for all of them. A second
 * run downloads only what is missing.
 *
 *     deno run --allow-net --allow-read --allow-write examples/many_urls.ts DIRECTORY URL...
 *
 * @module
 */

import { downloadAll } from "../transfers.ts";

/** Downloads URLs to a directory; returns the number of failures. */
export async function main(
  [directory = "downloads", ...urls]: readonly string[],
  print: (line: string) => void = console.log,
): Promise<number> {
  let failures = 0;
  const results = downloadAll(urls, directory, {
    connections: 8,
    onProgress: ({ all: { done, failed, bytes, rate } }) =>
      print(`${done} done, ${failed} failed, ${bytes} bytes, ${rate | 0} B/s`),
  });
  for await (const { url, target, error } of results) {
    if (error === null) print(`${url} is in ${target}`);
    else {
      failures++;
      print(`${url}: ${error.message}`);
    }
  }
  return failures;
}

if (import.meta.main) {
  if (Deno.args.length < 2) {
    console.error("Usage: many_urls.ts DIRECTORY URL...");
    Deno.exit(2);
  }
  Deno.exitCode = Math.min(await main(Deno.args), 1);
}
