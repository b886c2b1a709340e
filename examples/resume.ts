// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * Continues a download that was interrupted by Ctrl-C, a broken connection or a
 * power failure: run the same command again.
 *
 *     deno run --allow-net --allow-read --allow-write examples/resume.ts https://example.com/a.iso a.iso
 *
 * @module
 */

import { download } from "../transfers.ts";

/** Downloads a URL to a file; returns `true` if it is complete. */
export async function main(
  [url = "", file = ""]: readonly string[],
  print: (line: string) => void = console.log,
  signal: AbortSignal = interrupts(),
): Promise<boolean> {
  const { ok, bytes, resumedFrom, error } = await download(url, file, {
    signal,
    retries: 10,
    onProgress: ({ bytes, total }) => print(`${bytes} of ${total ?? "?"}`),
  });
  if (resumedFrom > 0) print(`continued after ${resumedFrom} bytes`);
  print(ok ? `${file} is complete: ${bytes} bytes` : `${error?.message}`);
  return ok;
}

/** Returns a signal that aborts with Ctrl-C. */
function interrupts(): AbortSignal {
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => stop.abort());
  return stop.signal;
}

if (import.meta.main) {
  if (Deno.args.length < 2) {
    console.error("Usage: resume.ts URL FILE");
    Deno.exit(2);
  }
  Deno.exit(await main(Deno.args) ? 0 : 1);
}
