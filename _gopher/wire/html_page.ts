// Copyright 2026 the wininet authors. MIT license.

/**
 * A menu as an HTML page: the data of `InternetOpenUrl` without
 * INTERNET_FLAG_RAW_DATA.
 *
 * Everything that the server sent is escaped. Links are Gopher and telnet URLs,
 * and the URLs of `h` items if their scheme is allowed in pages. A gophers page
 * links to gophers only.
 *
 * @module
 */

import {
  GOPHER_TYPE_ERROR,
  GOPHER_TYPE_HTML,
  GOPHER_TYPE_INLINE,
} from "../../flags.ts";
import type { GOPHER_FIND_DATA } from "../../structures.ts";
import { escapeHtml, HTML_FOOT, htmlHead } from "../../_base/html.ts";
import { isPageLink, linkOf } from "./link.ts";
import { displayOf } from "./octets.ts";
import { locatorToUrl } from "./url.ts";

/** Returns the start of the page. */
export function pageHead(host: string, selector: string): string {
  const place = displayOf(selector.replaceAll("\t", " ")).trim();
  const title = ["Gopher menu", place, "at", host].filter((part) =>
    part !== ""
  );
  return `${htmlHead(title.join(" "))}<pre>\n`;
}

/** Returns a line of the page. */
export function pageRow(entry: GOPHER_FIND_DATA, secure: boolean): string {
  const text = escapeHtml(entry.DisplayString.toWellFormed());
  const href = hrefOf(entry, secure);
  return href === null
    ? `${text}\n`
    : `<a href="${escapeHtml(href)}">${text === "" ? "?" : text}</a>\n`;
}

/** Returns the URL of an entry, or `null` if it has none. */
function hrefOf(entry: GOPHER_FIND_DATA, secure: boolean): string | null {
  const { GopherType, Locator } = entry;
  if ((GopherType & (GOPHER_TYPE_INLINE | GOPHER_TYPE_ERROR)) !== 0) {
    return null;
  }
  try {
    const link = linkOf(Locator);
    const leaves = link !== null &&
      ((GopherType & GOPHER_TYPE_HTML) === 0 || isPageLink(link, secure));
    return leaves ? link : locatorToUrl(Locator, secure);
  } catch {
    // The host or the port is invalid: the page shows the entry without a link.
    return null;
  }
}

/** The end of the page. */
export const PAGE_FOOT: string = `</pre>\n${HTML_FOOT}`;
