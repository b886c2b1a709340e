// Copyright 2026 the wininet authors. MIT license.

/**
 * The schemes of URLs that can be opened, for `InternetOpenUrl` and for downloads.
 *
 * @module
 */

import { INTERNET_FLAG_SECURE } from "../flags.ts";
import { hasFlag } from "../_base/bits.ts";
import { badParameter } from "../_base/failure.ts";
import { quotedUrl } from "../_base/secrets.ts";
import type { HandleObject } from "../_core/handle.ts";
import type { Opening, OpenUrlInit } from "../_core/opening.ts";
import type { Session } from "../_core/session.ts";
import { splitScheme } from "../_url/scheme.ts";
import { openFile } from "../_file/handles/reader.ts";
import { openFtp } from "../_ftp/handles/open.ts";
import { openGopher } from "../_gopher/handles/open.ts";
import { openedUrl } from "../_http/handles/object_url.ts";
import { HttpRequest } from "../_http/handles/request.ts";
import { parseHeaderLines } from "../_http/wire/header_list.ts";

type OpenUrl = (
  session: Session,
  url: string,
  init: OpenUrlInit,
) => Opening<HandleObject, HandleObject>;

const SCHEMES: ReadonlyMap<string, OpenUrl> = new Map<string, OpenUrl>([
  ["http", openHttp],
  ["https", openHttp],
  ["ftp", openFtp],
  ["ftps", openFtp],
  ["gopher", openGopher],
  ["gophers", openGopher],
  ["file", openFile],
]);

/** Returns the opening of a URL; nothing is sent until it is started. */
export function openUrl(
  session: Session,
  url: string,
  init: OpenUrlInit,
): Opening<HandleObject, HandleObject> {
  const open = SCHEMES.get(schemeOf(url)) ?? openHttp;
  return open(session, url, init);
}

/** Returns the scheme of a URL in lower case, `""` if there is none. */
function schemeOf(url: unknown): string {
  return typeof url === "string" ? splitScheme(url).scheme : "";
}

/** Opens a URL of HTTP; throws an error for a URL without a known scheme. */
function openHttp(
  session: Session,
  text: string,
  { headers: lines, flags, context }: OpenUrlInit,
): Opening<HandleObject, HandleObject> {
  const secure = hasFlag(flags, INTERNET_FLAG_SECURE);
  const { url, username, password } = openedUrl(text, secure);
  if (lines !== null && typeof lines !== "string") {
    throw badParameter(
      `Cannot open ${quotedUrl(text)}: lpszHeaders must be a text or null`,
    );
  }
  const headers = parseHeaderLines(lines ?? "");
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

/** Runs a check of a handle that is not announced yet; discards the handle if the check fails. */
function madeFor<Value>(handle: HandleObject, check: () => Value): Value {
  try {
    return check();
  } catch (error) {
    handle.discard();
    throw error;
  }
}
