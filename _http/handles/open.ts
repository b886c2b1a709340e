// Copyright 2026 the wininet authors. MIT license.

/**
 * Opens HTTP URLs.
 *
 * @module
 */

import { INTERNET_FLAG_SECURE } from "../../flags.ts";
import { hasFlag } from "../../_base/bits.ts";
import { quotedUrl } from "../../_base/secrets.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { Opening, OpenUrlInit } from "../../_core/opening.ts";
import type { Session } from "../../_core/session.ts";
import { parseHeaderLines, wrongHeaders } from "../wire/header_list.ts";
import { openedUrl } from "./object_url.ts";
import { HttpRequest } from "./request.ts";

/** Opens an HTTP URL; throws an error for a URL without a known scheme. */
export function openHttp(
  session: Session,
  text: string,
  { headers: lines, flags, context }: OpenUrlInit,
): Opening<HandleObject, HandleObject> {
  const secure = hasFlag(flags, INTERNET_FLAG_SECURE);
  const { url, username, password } = openedUrl(text, secure);
  if (lines !== null && typeof lines !== "string") {
    throw wrongHeaders(`open ${quotedUrl(text)}`, lines);
  }
  const headers = lines === null ? [] : parseHeaderLines(lines);
  const init = { method: "GET", url, headers, flags, context };
  const request = new HttpRequest(session, init);
  if (username !== null) {
    request.settings = { ...request.settings, username, password };
  }
  const send = madeFor(
    request,
    () => request.send("InternetOpenUrl", [], null),
  );
  return { handle: request, work: () => send().then(() => request) };
}

/**
 * Runs a check of a handle that has not been reported yet; discards the handle
 * if the check fails.
 */
function madeFor<Value>(handle: HandleObject, check: () => Value): Value {
  try {
    return check();
  } catch (error) {
    handle.discard();
    throw error;
  }
}
