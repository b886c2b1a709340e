// Copyright 2026 the wininet authors. MIT license.

/**
 * A program that reads one URL and prints the statuses, for tests of
 * permissions and of the environment. Its arguments are the URL, an
 * INTERNET_OPEN_TYPE_* constant and the context, which is absent for an
 * unobserved request.
 *
 * @module
 */

import { InternetError } from "../../error.ts";
import { InternetOpenUrl } from "../../internet.ts";
import { readText } from "../helpers/calls.ts";
import { watch } from "../helpers/watch.ts";

/** The output of the program, as JSON. */
export interface Outcome {
  /** The body, empty if the request has failed. */
  readonly body: string;
  /** The error code, or 0. */
  readonly code: number;
  /** The names of the statuses. */
  readonly names: string[];
}

async function get(
  url: string,
  accessType: number,
  dwContext: string,
): Promise<Outcome> {
  await using log = watch({ accessType });
  try {
    const hRequest = await InternetOpenUrl(
      log.hInternet,
      url,
      null,
      0,
      dwContext || 0,
    );
    const body = await readText(hRequest);
    return { body, code: 0, names: log.names() };
  } catch (error) {
    if (!(error instanceof InternetError)) throw error;
    return { body: "", code: error.code, names: log.names() };
  }
}

if (import.meta.main) {
  const [url = "", accessType = "0", dwContext = ""] = Deno.args;
  const outcome = await get(url, Number(accessType), dwContext);
  await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(outcome)));
}
