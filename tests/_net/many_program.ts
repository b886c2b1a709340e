// Copyright 2026 the wininet authors. MIT license.

/**
 * A program that opens one URL many times at once, holds what it gets, and then
 * lets go and opens it once more; for tests in which it runs out of files. Its
 * arguments are the URL and how many times.
 *
 * @module
 */

import { InternetError } from "../../error.ts";
import { INTERNET_FLAG_PASSIVE, INTERNET_FLAG_RELOAD } from "../../flags.ts";
import { InternetOpen, InternetOpenUrl } from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { readText } from "../calls.ts";

/** What the program prints, as JSON. */
export interface ManyOutcome {
  /** How many calls have succeeded. */
  readonly opened: number;
  /** How many have failed, by the code of their error. */
  readonly failed: Record<string, number>;
  /** What the last call read. */
  readonly afterwards: string;
}

async function openMany(url: string, count: number): Promise<ManyOutcome> {
  await using hInternet = InternetOpen("many/1");
  const flags = INTERNET_FLAG_PASSIVE | INTERNET_FLAG_RELOAD;
  const open = () => InternetOpenUrl(hInternet, url, null, flags);
  const handles: HINTERNET[] = [];
  const failed: Record<string, number> = {};
  await Promise.all(Array.from({ length: count }, async () => {
    try {
      handles.push(await open());
    } catch (error) {
      const code = error instanceof InternetError ? error.code : `${error}`;
      failed[code] = (failed[code] ?? 0) + 1;
    }
  }));
  const opened = handles.length;
  await Promise.all(handles.map((handle) => handle[Symbol.asyncDispose]()));
  using hUrl = await open();
  const afterwards = await readText(hUrl);
  return { opened, failed, afterwards };
}

if (import.meta.main) {
  // Half a second after its start Deno panics if it cannot open what it needs for
  // signals. A listener has it opened now.
  Deno.addSignalListener("SIGHUP", () => Deno.exit(1));
  const [url = "", count = "0"] = Deno.args;
  const outcome = await openMany(url, Number(count));
  await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(outcome)));
}
