// Copyright 2026 the wininet authors. MIT license.

/**
 * A program that opens one URL many times at the same time, holds the handles,
 * and then closes them and opens the URL once more; for tests in which it runs
 * out of file descriptors. Its arguments are the URL, the number of calls, and
 * flags.
 *
 * @module
 */

import { InternetError } from "../../error.ts";
import { InternetOpen, InternetOpenUrl } from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { readText } from "../helpers/calls.ts";
import { turns } from "../helpers/turns.ts";

/** The output of the program, as JSON. */
export interface ManyOutcome {
  /** The number of calls that have succeeded. */
  readonly opened: number;
  /** The number of failures, by error code. */
  readonly failed: Record<string, number>;
  /** The text that the last call read. */
  readonly afterwards: string;
}

async function openMany(
  url: string,
  count: number,
  flags: number,
): Promise<ManyOutcome> {
  const failed: Record<string, number> = {};
  const handles: HINTERNET[] = [];
  {
    await using hInternet = InternetOpen("many/1");
    await Promise.all(Array.from({ length: count }, async () => {
      try {
        handles.push(await InternetOpenUrl(hInternet, url, null, flags));
      } catch (error) {
        const code = error instanceof InternetError ? error.code : `${error}`;
        failed[code] = (failed[code] ?? 0) + 1;
      }
    }));
  }
  // Everything is closed now; Deno releases the file of a pending read one turn
  // later.
  await turns(5);
  await using hInternet = InternetOpen("many/1");
  using hUrl = await InternetOpenUrl(hInternet, url, null, flags);
  return { opened: handles.length, failed, afterwards: await readText(hUrl) };
}

if (import.meta.main) {
  // Half a second after its start Deno panics if it cannot open the files that
  // it needs for signals. A listener makes it open them now.
  Deno.addSignalListener("SIGHUP", () => Deno.exit(1));
  const [url = "", count = "0", flags = "0"] = Deno.args;
  const outcome = await openMany(url, Number(count), Number(flags));
  await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(outcome)));
}
