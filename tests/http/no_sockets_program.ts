// Copyright 2026 the wininet authors. MIT license.

/**
 * A program that reads one URL, observed, in a runtime without `Deno.connect`.
 * Its arguments are the URL and a header.
 *
 * @module
 */

import { InternetError } from "../../error.ts";
import { InternetOpenUrl } from "../../internet.ts";
import { readText } from "../helpers/calls.ts";
import { watch } from "../helpers/watch.ts";

if (import.meta.main) {
  Object.assign(Deno, { connect: undefined });
  const [url = "", header = ""] = Deno.args;
  await using log = watch();
  const outcome = { body: "", code: 0, message: "", names: [] as string[] };
  try {
    const hRequest = await InternetOpenUrl(log.hInternet, url, header, 0, 1);
    outcome.names = log.names();
    outcome.body = await readText(hRequest);
  } catch (error) {
    if (!(error instanceof InternetError)) throw error;
    outcome.code = error.code;
    outcome.message = error.message;
  }
  await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(outcome)));
}
