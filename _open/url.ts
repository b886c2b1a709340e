// Copyright 2026 the wininet authors. MIT license.

/**
 * The schemes of URLs that can be opened, for `InternetOpenUrl` and for downloads.
 *
 * @module
 */

import type { HandleObject } from "../_core/handle.ts";
import type { Opening, OpenUrlInit } from "../_core/opening.ts";
import type { Session } from "../_core/session.ts";
import { splitScheme } from "../_url/scheme.ts";
import { openFile } from "../_file/handles/reader.ts";
import { openFtp } from "../_ftp/handles/open.ts";
import { openGopher } from "../_gopher/handles/open.ts";
import { openHttp } from "../_http/handles/open.ts";

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

/** Prepares the opening of a URL. Nothing is sent until it is started. */
export function openUrl(
  session: Session,
  url: string,
  init: OpenUrlInit,
): Opening<HandleObject, HandleObject> {
  const open = SCHEMES.get(schemeOf(url)) ?? openHttp;
  return open(session, url, init);
}

/** Returns the scheme of a URL in lower case, or `""` if there is none. */
function schemeOf(url: unknown): string {
  return typeof url === "string" ? splitScheme(url).scheme : "";
}
