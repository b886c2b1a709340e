// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * Stops a request with an AbortSignal: after a time limit, with Ctrl-C, or when
 * the program decides to. Closing the handle has the same effect.
 *
 *     deno run --allow-net examples/cancel.ts https://example.com/
 *
 * @module
 */

import { ERROR_INTERNET_OPERATION_CANCELLED, InternetError } from "../error.ts";
import { InternetOpen, InternetOpenUrl } from "../internet.ts";
import { closeOn, readable } from "../streams.ts";

/**
 * Reads a URL until a signal aborts; returns the number of bytes, or `null` if
 * it was stopped.
 */
export async function main(
  [url = ""]: readonly string[],
  print: (line: string) => void = console.log,
  signal: AbortSignal = AbortSignal.timeout(10_000),
): Promise<number | null> {
  // Closing the session closes all handles below it, in any state.
  await using hInternet = closeOn(signal, InternetOpen("cancel example/1.0"));
  try {
    const hFile = await InternetOpenUrl(hInternet, url);
    const { length } = await new Response(readable(hFile)).bytes();
    print(`${length} bytes`);
    return length;
  } catch (error) {
    const isStopped = error instanceof InternetError &&
      error.code === ERROR_INTERNET_OPERATION_CANCELLED;
    if (!isStopped) throw error;
    print(`stopped: ${signal.reason}`);
    return null;
  }
}

if (import.meta.main) {
  if (Deno.args.length < 1) {
    console.error("Usage: cancel.ts URL");
    Deno.exit(2);
  }
  await main(Deno.args);
}
