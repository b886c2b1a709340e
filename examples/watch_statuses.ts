// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * Shows every status of a request: resolving the name, connecting, sending,
 * receiving.
 *
 *     deno run --allow-net examples/watch_statuses.ts https://example.com/
 *
 * @module
 */

import { InternetOpen, InternetOpenUrl } from "../internet.ts";
import { statusName } from "../status.ts";
import { readable, statusEvents } from "../streams.ts";

/** Reads a URL, and prints its statuses. */
export async function main(
  [url = ""]: readonly string[],
  print: (line: string) => void = console.log,
): Promise<void> {
  const hInternet = InternetOpen("watch example/1.0");
  const watching = watch(statusEvents(hInternet), print);
  const hFile = await InternetOpenUrl(hInternet, url, null, 0, "page");
  await new Response(readable(hFile)).bytes();
  // No events follow after the handle is closed.
  await hInternet[Symbol.asyncDispose]();
  await watching;
}

async function watch(
  events: ReturnType<typeof statusEvents>,
  print: (line: string) => void,
): Promise<void> {
  for await (const { handle, time, status, information } of events) {
    const shown = typeof information === "object" ? "" : information;
    print(`${time.toFixed(1)} ms #${handle.id} ${statusName(status)} ${shown}`);
  }
}

if (import.meta.main) {
  if (Deno.args.length < 1) {
    console.error("Usage: watch_statuses.ts URL");
    Deno.exit(2);
  }
  await main(Deno.args);
}
