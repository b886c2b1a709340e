// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * A process that stores and reads responses, for tests with several processes
 * on one directory. The arguments are the directory, the number of the process,
 * and the number of responses. It prints every tenth one.
 *
 * @module
 */

import { UrlCache } from "../../_cache/url_cache.ts";
import { checkBody, storeBody } from "../helpers/stored_bodies.ts";
import { TEST_SETTINGS } from "../helpers/url_cache.ts";

/** The processes write the same URLs. */
const URLS = 40;

const [folder, name, count] = Deno.args;
using cache = await UrlCache.open(folder!, TEST_SETTINGS);
for (let at = 1; at <= Number(count); at++) {
  const url = `http://processes.example/${at % URLS}`;
  await storeBody(cache, url, `${name}-${at}`, 100 + (at % 7) * 3000);
  const found = cache.find(url, "")[0];
  if (found !== undefined) await checkBody(cache, found);
  if (at % 10 === 0) console.log(at);
}
