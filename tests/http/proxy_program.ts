// Copyright 2026 the wininet authors. MIT license.

/**
 * A program that reads one URL through proxies and prints the result, for tests
 * of permissions. Its arguments are the list of proxies, the URL and the
 * context; its session stays open.
 *
 * @module
 */

import { InternetError } from "../../error.ts";
import { INTERNET_OPEN_TYPE_PROXY } from "../../flags.ts";
import {
  InternetOpen,
  InternetOpenUrl,
  InternetSetStatusCallback,
} from "../../internet.ts";
import { readText } from "../helpers/calls.ts";

async function get(
  list: string,
  url: string,
  dwContext: string,
): Promise<{ code: number; body: string }> {
  const bypass = "<-loopback>";
  const type = INTERNET_OPEN_TYPE_PROXY;
  const hInternet = InternetOpen("program/1", type, list, bypass);
  InternetSetStatusCallback(hInternet, () => {});
  try {
    const context = dwContext || 0;
    const hRequest = await InternetOpenUrl(hInternet, url, null, 0, context);
    const body = await readText(hRequest);
    await readText(hRequest);
    return { code: 0, body };
  } catch (error) {
    if (!(error instanceof InternetError)) throw error;
    return { code: error.code, body: "" };
  }
}

if (import.meta.main) {
  const [list = "", url = "", dwContext = ""] = Deno.args;
  const outcome = await get(list, url, dwContext);
  await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(outcome)));
}
